import { quoteName, quoteText } from '../../core/datasets'
import type { Database } from '../../core/database'
import { InputError } from '../../core/errors'
import type { Note } from '../../core/words'
import { comparable, readNumber, type NumberStyle } from '../cell-values'
import { columnIndex, columnNotFound, usualAttribute, type ColumnUse, type MatchKind } from '../columns'
import type { DataFile } from '../../readers/data-file'
import { createCellDecoder, readRecords } from '../../readers/delimited/records'
import { readTableHead, tidy, type TableHead } from '../../readers/delimited/dialect'
import { exampleOf, startDigest, throwProblems, type HeadcountReport, type LoadOptions } from '../report'
import type { HeadcountSource } from '../source'
import {
  castToEnum,
  columnsOf,
  expectRows,
  joinLevels,
  levelsIn,
  recordSource,
  refuseSameFile,
  sourceRecords,
  whereSource,
  withStaging,
} from '../staging'

const headcountNames = [
  'headcount',
  'invited',
  'antall',
  'antal',
  'ansatte',
  'anställda',
  'inviterte',
  'inbjudna',
  'employees',
  'n',
]
const roundNames = ['round', 'runde', 'omgang', 'omgång']
/** A table of headcounts has a row a unit and role; more rows than this is another file. */
const mostRows = 200_000

interface HeadcountColumns {
  readonly uses: readonly ColumnUse[]
  readonly round: number
  readonly headcount: number
  readonly attributes: readonly { readonly id: string; readonly index: number }[]
  readonly problems: readonly InputError[]
}

/** `round` and `headcount` by name, the rest are attributes under their own names unless mapped. */
function matchHeadcountColumns(head: TableHead, source: HeadcountSource): HeadcountColumns {
  const problems: InputError[] = []
  const ids = new Map<number, { readonly id: string; readonly matchedBy: MatchKind }>()
  for (const [header, id] of Object.entries(source.columns ?? {})) {
    const index = columnIndex(head.columns, header)
    if (index < 0) problems.push(columnNotFound(head, header))
    else ids.set(index, { id, matchedBy: 'mapping' })
  }
  const find = (id: string, names: readonly string[]): number => {
    const mapped = [...ids].find(([, entry]) => entry.id === id)?.[0]
    if (mapped !== undefined) return mapped
    for (const name of names) {
      const index = head.columns.findIndex((column, position) => !ids.has(position) && comparable(column.name) === name)
      if (index >= 0) {
        ids.set(index, { id, matchedBy: 'name' })
        return index
      }
    }
    problems.push(
      new InputError(
        `ingest:no-${id}-column`,
        { columns: { list: head.columns.map(({ name }) => name) } },
        { file: head.file, line: head.headerLine },
      ),
    )
    return -1
  }
  const round = find('round', roundNames)
  const headcount = find('headcount', headcountNames)
  const attributes: { id: string; index: number }[] = []
  head.columns.forEach((column, index) => {
    if (index === round || index === headcount || column.isRowNumber) return
    const mapped = ids.get(index)
    const usual = usualAttribute(column)
    const id = mapped?.id ?? usual ?? column.name
    ids.set(index, mapped ?? { id, matchedBy: usual === null || usual === column.name ? 'name' : 'synonym' })
    if (attributes.some((attribute) => attribute.id.toLowerCase() === id.toLowerCase()))
      problems.push(
        new InputError(
          'ingest:attribute-twice',
          { attribute: id, first: id, second: column.name },
          { file: head.file, line: head.headerLine, column: column.name },
        ),
      )
    attributes.push({ id, index })
  })
  const uses = head.columns.map((column, index): ColumnUse => {
    const entry = ids.get(index)
    const role = column.isRowNumber
      ? 'row-number'
      : index === round
        ? 'round'
        : index === headcount
          ? 'headcount'
          : 'attribute'
    return {
      position: column.position,
      header: column.name,
      role,
      id: entry?.id ?? null,
      matchedBy: entry?.matchedBy ?? null,
    }
  })
  return { uses, round, headcount, attributes, problems }
}

/** What can be found wrong with a headcount source from its beginning. */
export async function headcountProblems(file: DataFile, source: HeadcountSource): Promise<readonly InputError[]> {
  try {
    const head = await readTableHead(file, source.dialect)
    return [...head.problems, ...matchHeadcountColumns(head, source).problems]
  } catch (error) {
    if (error instanceof InputError) return [error]
    throw error
  }
}

/**
 * Reads how many were invited, by round and attributes, into `headcount`: `_source`, `round`, the attributes as enumerations, `headcount` INTEGER.
 * @throws InputError for a number that is no headcount (the first five lines are named) and for a row that stands twice; Aborted
 */
export async function loadHeadcount(
  database: Database,
  file: DataFile,
  source: HeadcountSource,
  options: LoadOptions = {},
): Promise<HeadcountReport> {
  const head = await readTableHead(file, source.dialect)
  throwProblems(head.problems)
  const columns = matchHeadcountColumns(head, source)
  throwProblems(columns.problems)
  const digest = await startDigest(file, options.hash)
  const { dialect, layout } = head
  const decode = createCellDecoder(dialect.encoding === 'windows-1252' ? 'windows-1252' : 'utf-8')
  const style: NumberStyle = { mark: dialect.decimal, isStrict: !dialect.decimalDetected }

  const rounds: string[] = []
  const counts: number[] = []
  const texts = columns.attributes.map((): (string | null)[] => [])
  const lineOfKey = new Map<string, number>()
  const wrong: { readonly line: number; readonly value: string }[] = []
  let rowsRead = 0
  let blankLines = 0
  const blocks = readRecords(file, layout, {
    encoding: dialect.encoding,
    markLength: head.markLength,
    headerRecords: head.headerRecords,
    abort: options.abort,
    observer: digest.observer,
    onBytes: (bytesRead) => options.onProgress?.({ phase: 'reading', bytesRead, bytesTotal: file.size, rowsRead }),
  })
  for (;;) {
    const next = await blocks.next()
    if (next.done === true) {
      blankLines = next.value.blankLines
      break
    }
    const block = next.value
    for (let row = 0; row < block.rowCount; row += 1) {
      const cell = (index: number): string =>
        tidy(
          decode(
            block.bytes,
            block.starts[row * block.width + index] as number,
            block.ends[row * block.width + index] as number,
            layout.quote,
          ),
        )
      const line = block.lines[row] as number
      rowsRead += 1
      if (rowsRead > mostRows)
        throw new InputError('ingest:headcount-too-long', { most: mostRows }, { file: file.name })
      const round = cell(columns.round)
      if (round === '')
        throw new InputError(
          'ingest:headcount-no-round',
          {},
          { file: file.name, line, column: head.columns[columns.round]?.name ?? '' },
        )
      const written = cell(columns.headcount)
      const count = readNumber(written, style)
      if (!Number.isInteger(count) || count < 0 || count > 2_147_483_647) {
        wrong.push({ line, value: written })
        continue
      }
      const places = columns.attributes.map(({ index }) => cell(index))
      const key = JSON.stringify([round, ...places])
      const before = lineOfKey.get(key)
      if (before !== undefined)
        throw new InputError(
          'ingest:headcount-twice',
          { first: String(before), what: [round, ...places.filter((text) => text !== '')].join(', ') },
          { file: file.name, line },
        )
      lineOfKey.set(key, line)
      rounds.push(round)
      counts.push(count)
      places.forEach((text, index) => texts[index]?.push(text === '' ? null : text))
    }
  }
  const [firstWrong] = wrong
  if (firstWrong !== undefined) {
    const examples = { list: wrong.slice(0, 5).map(({ line, value }) => exampleOf(line, value)) }
    throw new InputError(
      'ingest:headcount-not-whole',
      { count: wrong.length, examples },
      { file: file.name, line: firstWrong.line, column: head.columns[columns.headcount]?.name ?? '' },
    )
  }
  if (rowsRead === 0) throw new InputError('ingest:header-only', {}, { file: file.name, line: head.headerLine })
  const sha256 = await digest.finish()
  const records = await sourceRecords(database)
  const record = { id: source.id, kind: 'headcount', file: file.name, sha256, detail: '' }
  refuseSameFile(records, record)

  await withStaging(database, source.id, async (staging) => {
    await staging.insert({
      rowCount: rowsRead,
      columns: [
        { kind: 'text', id: 'round', values: rounds },
        ...columns.attributes.map(({ id }, index) => ({ kind: 'text' as const, id, values: texts[index] ?? [] })),
        { kind: 'integer', id: 'headcount', values: Int32Array.from(counts) },
      ],
    })
    await staging.settle(rowsRead)
    const fixed = ['_source', 'round', 'headcount']
    const existing = await columnsOf(database, 'headcount')
    const elsewhere = `NOT (${whereSource('headcount', source.id)})`
    const before = async (column: string): Promise<readonly string[]> =>
      existing.includes(column) ? levelsIn(database, 'headcount', column, elsewhere) : []
    const own = columns.attributes.map(({ id }) => id)
    const attributes = [...new Set([...existing.filter((id) => !fixed.includes(id)), ...own])]
    const sources = [...new Set([...(await before('_source')), source.id])]
    const levels = new Map<string, readonly string[]>([['round', joinLevels(await before('round'), rounds)]])
    for (const id of attributes)
      levels.set(
        id,
        joinLevels(
          await before(id),
          (texts[own.indexOf(id)] ?? []).filter((text) => text !== null),
        ),
      )
    const select = (from: string, has: (id: string) => boolean, sourceText: string, where: string): string =>
      `SELECT ${[
        `${castToEnum(sourceText, sources)} AS "_source"`,
        ...['round', ...attributes].map(
          (id) => `${castToEnum(has(id) ? quoteName(id) : 'NULL', levels.get(id) ?? [])} AS ${quoteName(id)}`,
        ),
        '"headcount"',
      ].join(', ')} FROM ${quoteName(from)}${where}`
    const kept =
      existing.length > 0
        ? `${select('headcount', (id) => existing.includes(id), '"_source"', ` WHERE ${elsewhere}`)} UNION ALL `
        : ''
    await database.execute(
      `CREATE OR REPLACE TABLE headcount AS ${kept}${select(staging.table, (id) => id === 'round' || own.includes(id), quoteText(source.id), '')}`,
    )
    await expectRows(database, 'headcount', rowsRead, whereSource('headcount', source.id))
    await recordSource(database, record)
  })
  const notes: Note[] = []
  return {
    source: source.id,
    kind: 'headcount',
    file: file.name,
    size: file.size,
    sha256,
    rowsRead,
    rowsUsed: rowsRead,
    leftOut: {},
    blankLines,
    dialect,
    confidence: head.confidence,
    reasons: head.reasons,
    columns: columns.uses,
    notes,
    attributes: columns.attributes.map(({ id }) => id),
    rounds: [...new Set(rounds)],
  }
}
