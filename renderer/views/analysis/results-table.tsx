import { useVirtualizer } from '@tanstack/react-virtual'
import { IconArrowDown, IconArrowUp } from '@tabler/icons-react'
import { useMemo, useRef, useState, type ReactNode } from 'react'
import type { Cell, ResultTable, TableColumn } from '../../../analyses/core/result'
import type { Speaker } from '../../../analyses/core/speaker'
import type { Note } from '../../../analyses/core/words'
import { useRovingButtons } from '../../ui/roving-buttons'
import { useWords } from '../workbench-context'
import { GroupCell } from './group-cell'
import styles from './results-table.module.css'
import { noteSign, repeatedKeys, tableLayout, type TableLayout } from './table-layout'
import { nextSorting, sortedRows, type Sorting } from './table-sorting'

interface Props {
  readonly table: ResultTable
  readonly analysis: string
  readonly speaker: Speaker
  /** Notes that concern this table, in the order of their marks. */
  readonly notes: readonly Note[]
  readonly showsAllColumns: boolean
  readonly label: string
}

/** From this many rows on, only those in sight are drawn. */
const virtualFrom = 120
const rowHeight = 25
const virtualHeight = 420

/** A table as it goes to print: horizontal rules only, numbers to the right, `:` where something is withheld, notes at the cells they concern. */
export function ResultsTable({ table, analysis, speaker, notes, showsAllColumns, label }: Props) {
  const scroller = useRef<HTMLDivElement>(null)
  const roving = useRovingButtons()
  const isVirtual = table.rows.length >= virtualFrom
  const rows = useVirtualizer({
    count: table.rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    overscan: 16,
    enabled: isVirtual,
    initialRect: { width: 600, height: virtualHeight },
  })
  const layout = useMemo(
    () => tableLayout(table, analysis, speaker, notes, showsAllColumns),
    [table, analysis, speaker, notes, showsAllColumns],
  )
  const [sorting, setSorting] = useState<Sorting | null>(null)
  const order = useMemo(
    () => sortedRows(table, sorting, analysis, speaker, layout.isWithheld),
    [table, sorting, analysis, speaker, layout],
  )
  const items = rows.getVirtualItems()
  const visible = isVirtual ? items.map(({ index }) => index) : order.map((_, place) => place)
  const heightBefore = isVirtual ? (items[0]?.start ?? 0) : 0
  const heightAfter = isVirtual ? rows.getTotalSize() - (items.at(-1)?.end ?? 0) : 0
  return (
    <>
      <div
        ref={scroller}
        className={styles['scroller']}
        style={isVirtual ? { height: virtualHeight } : undefined}
        tabIndex={0}
        role="region"
        aria-label={label}
      >
        <table {...roving} className={styles['table']} aria-rowcount={isVirtual ? table.rows.length + 1 : undefined}>
          <caption style={{ position: 'absolute', width: 1, height: 1, overflow: 'hidden', clipPath: 'inset(50%)' }}>
            {label}
          </caption>
          <Head
            layout={layout}
            analysis={analysis}
            speaker={speaker}
            sorting={sorting}
            onSort={(column) => setSorting((present) => nextSorting(present, column))}
          />
          <tbody>
            <Filler height={heightBefore} columns={layout.columns.length} />
            {visible.map((place) => {
              const row = order[place] ?? place
              return (
                <Row
                  key={row}
                  row={row}
                  cells={table.rows[row] ?? []}
                  above={place === 0 || isVirtual || sorting !== null ? undefined : table.rows[row - 1]}
                  rowIndex={isVirtual ? place + 2 : undefined}
                  layout={layout}
                  analysis={analysis}
                  speaker={speaker}
                />
              )
            })}
            <Filler height={heightAfter} columns={layout.columns.length} />
          </tbody>
        </table>
      </div>
      <Foot notes={notes} speaker={speaker} withheld={layout.withheldCount} />
    </>
  )
}

/** Takes the room of rows that are out of sight. */
function Filler({ height, columns }: { readonly height: number; readonly columns: number }) {
  return height > 0 ? (
    <tr className={styles['filler']} aria-hidden>
      <td colSpan={columns} style={{ height }} />
    </tr>
  ) : null
}

interface Laid {
  readonly layout: TableLayout
  readonly analysis: string
  readonly speaker: Speaker
}

function Head({
  layout: { columns, markOf },
  analysis,
  speaker,
  sorting,
  onSort,
}: Laid & { readonly sorting: Sorting | null; readonly onSort: (column: string) => void }) {
  return (
    <thead>
      <tr>
        {columns.map(({ column }) => {
          const direction = sorting?.column === column.id ? sorting.direction : 'none'
          return (
            <th
              key={column.id}
              scope="col"
              className={isOfWords(column) ? undefined : styles['number']}
              aria-sort={direction}
            >
              <button type="button" className={styles['sort']} onClick={() => onSort(column.id)}>
                {speaker.columnTitle(column, analysis)}
                {direction === 'none' ? null : <Arrow direction={direction} />}
              </button>
              <Mark text={markOf(undefined, column.id)} />
            </th>
          )
        })}
      </tr>
    </thead>
  )
}

function Arrow({ direction }: Pick<Sorting, 'direction'>) {
  const Sign = direction === 'ascending' ? IconArrowUp : IconArrowDown
  return <Sign size={12} stroke={2} aria-hidden className={styles['arrow']} />
}

function Row({
  row,
  cells,
  above,
  rowIndex,
  layout,
  analysis,
  speaker,
}: Laid & {
  readonly row: number
  readonly cells: readonly Cell[]
  /** The row that is drawn before this one. */
  readonly above: readonly Cell[] | undefined
  /** Its place among all rows, where only some are drawn. */
  readonly rowIndex: number | undefined
}) {
  const words = useWords()
  const { columns, keyCount, isWithheld, isGroupWithheld, markOf } = layout
  const isHiddenGroup = isGroupWithheld(row)
  const repeated = repeatedKeys(cells, above, keyCount)
  const startsGroup = above !== undefined && keyCount > 1 && cells[0] !== above[0]
  return (
    <tr aria-rowindex={rowIndex} data-starts={startsGroup ? 'true' : undefined}>
      {columns.map(({ column, index }) => {
        const cell = cells[index] ?? null
        const isHidden = isWithheld(row, index)
        const marks = [markOf(row, column.id), index === 0 ? markOf(row, undefined) : '']
        const content: ReactNode = (
          <>
            <GroupCell
              analysis={analysis}
              column={column.id}
              cells={cells}
              columns={columns}
              isWithheld={isHiddenGroup}
            >
              <bdi>{speaker.cell(column, cell, isHidden, analysis)}</bdi>
            </GroupCell>
            <Mark text={marks.filter((each) => each !== '').join(' ')} />
          </>
        )
        const shared = {
          className: [
            layout.sentences.has(index) ? styles['sentence'] : classOf(column),
            index < repeated ? styles['repeat'] : '',
            isHidden ? styles['withheld'] : '',
          ].join(' '),
          title: isHidden ? words('table.withheld') : fullNumber(column, cell, speaker),
        }
        return index === 0 ? (
          <th key={column.id} scope="row" {...shared}>
            {content}
          </th>
        ) : (
          <td key={column.id} data-key={index < keyCount} {...shared}>
            {content}
          </td>
        )
      })}
    </tr>
  )
}

function Mark({ text }: { readonly text: string }) {
  return text === '' ? null : <sup className={styles['mark']}>{text}</sup>
}

function Foot({
  notes,
  speaker,
  withheld,
}: {
  readonly notes: readonly Note[]
  readonly speaker: Speaker
  /** Cells. */
  readonly withheld: number
}) {
  const words = useWords()
  if (notes.length === 0 && withheld === 0) return null
  return (
    <ul className={styles['foot']}>
      {notes.map((note, index) => (
        <li key={`${note.code}-${index}`}>
          <Mark text={noteSign(index)} /> {speaker.note(note)}
        </li>
      ))}
      {withheld === 0 ? null : <li>: {words('table.withheld-note', { count: withheld })}</li>}
    </ul>
  )
}

/** A number unrounded, to be read when the cell is pointed at. */
function fullNumber(column: TableColumn, cell: Cell, speaker: Speaker): string | undefined {
  if (typeof cell !== 'number' || column.refersTo === 'time') return undefined
  return speaker.format.language === 'en' ? String(cell) : String(cell).replace('.', ',')
}

const isOfWords = ({ kind }: TableColumn): boolean => kind === 'text' || kind === 'verdict'

function classOf({ kind }: TableColumn): string {
  return styles[kind === 'text' || kind === 'verdict' ? kind : 'number'] ?? ''
}
