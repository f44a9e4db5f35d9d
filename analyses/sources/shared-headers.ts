import { InputError } from '../core/errors'
import { cellText, tidy, type CellBlock, type OpenTable, type TableHead } from '../readers/reader'
import { headerPlace, type ColumnUse } from './columns'
import type { AnySource } from './source'

/** Columns that are read as one: a cell of the first that is empty is taken from one of the others. Counted from 0. */
export interface JoinedColumns {
  readonly index: number
  readonly others: readonly number[]
}

/** Whether two columns have one header, and no record of the sample fills both. */
export function isBranch({ columns, sample }: TableHead, one: number, other: number): boolean {
  const header = columns[one]?.shared
  const isFilled = (cells: readonly string[], index: number): boolean => tidy(cells[index] ?? '') !== ''
  return (
    header !== undefined &&
    header === columns[other]?.shared &&
    sample.every(({ cells }) => !isFilled(cells, one) || !isFilled(cells, other))
  )
}

/** Two columns have one header, and it is not said which of them is meant. Counted from 0. */
export function headerTwice(head: TableHead, first: number, second: number): InputError {
  const name = head.columns[first]?.shared ?? ''
  const about = {
    name,
    first: first + 1,
    second: second + 1,
    one: head.columns[first]?.name ?? '',
    two: head.columns[second]?.name ?? '',
  }
  return new InputError('ingest:duplicate-header', about, headerPlace(head, name))
}

const unusedRoles: ReadonlySet<string> = new Set(['ignored', 'system', 'row-number'])

/** Columns that are read although another has the same header, and the source does not say which is meant. Columns that are read together mean each other. */
export function sharedHeaders(head: TableHead, source: AnySource, uses: readonly ColumnUse[]): readonly InputError[] {
  const named = new Set(textsIn(source))
  return head.columns.flatMap(({ shared, name }, index) => {
    const use = uses[index]
    if (shared === undefined || use === undefined || unusedRoles.has(use.role) || named.has(name)) return []
    const other = head.columns.findIndex((column, position) => position !== index && column.shared === shared)
    const isTogether = uses[other]?.id === use.id && uses[other]?.role === use.role
    return use.role === 'item' && use.matchedBy !== 'mapping' && (isTogether || hasBeenTold(head, index, other))
      ? []
      : [headerTwice(head, Math.min(index, other), Math.max(index, other))]
  })
}

/** The match itself refuses items of which the sample fills both columns. */
const hasBeenTold = (head: TableHead, index: number, other: number): boolean => !isBranch(head, index, other)

/** Every text that a source says, keys of its mappings included. */
function textsIn(value: unknown): readonly string[] {
  if (typeof value === 'string') return [value]
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value).flatMap(([key, inner]) => [key, ...textsIn(inner)])
}

/**
 * Fills the cells of the first of joined columns from the others.
 * @returns the same block where cells are bytes
 * @throws InputError where a row fills two of them
 */
export function joinColumns(block: CellBlock, joined: readonly JoinedColumns[], table: OpenTable): CellBlock {
  if (joined.length === 0) return block
  if (block.kind === 'bytes') {
    const { starts, ends, width } = block
    for (const { index, others } of joined)
      for (let row = 0; row < block.rowCount; row += 1) {
        const from = row * width + filledColumn(block, row, index, others, table)
        starts[row * width + index] = starts[from] as number
        ends[row * width + index] = ends[from] as number
      }
    return block
  }
  const columns = [...block.columns]
  for (const { index, others } of joined) {
    const values = Array.from({ length: block.rowCount }, (_, row) =>
      cellText(block, row, filledColumn(block, row, index, others, table), table.decode),
    )
    columns[index] = { kind: 'texts', values }
  }
  return { ...block, columns }
}

/** The one of joined columns that a row fills; the first where it fills none. */
function filledColumn(
  block: CellBlock,
  row: number,
  index: number,
  others: readonly number[],
  { head, decode }: OpenTable,
): number {
  const [filled = index, second] = [index, ...others].filter((each) => tidy(cellText(block, row, each, decode)) !== '')
  if (second === undefined) return filled
  const nameAt = (each: number): string => head.columns[each]?.name ?? ''
  const place = { file: head.file, line: block.lines[row] ?? 0, column: nameAt(second) }
  throw new InputError('ingest:both-filled', { first: nameAt(filled), second: nameAt(second) }, place)
}
