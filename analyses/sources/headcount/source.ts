import { quoteName, quoteText } from '../../core/datasets'
import type { Batch } from '../../core/database'
import { InputError } from '../../core/errors'
import type { Fields } from '../../core/fields'
import type { Note } from '../../core/words'
import { numbersOf } from '../../readers/decimal-mark'
import type { NumberStyle, TableHead } from '../../readers/reader'
import { readNumber } from '../cell-values'
import { comparable } from '../comparable'
import { attributeTwice, headerPlace, isNamed, mappedColumns, startAssignment, usualAttribute } from '../columns'
import { readWritten, registryEntryOf, storeWritten, type WrittenTable } from '../loading'
import { countedSpellings, recodingNotes, recodingOf, recodingProblems, type Spelling } from '../recoding'
import { exampleOf, type ImportReport } from '../report'
import { defineSource, type ColumnMatch, type LoadTask, type SourceOf } from '../source'
import { castToEnum, columnsOf, joinLevels, joinRows, levelsIn, rowsNaming, type JoinedColumn } from '../staging'

const fields = {
  columns: {
    kind: 'mapping',
    roles: [
      { role: 'round', required: true },
      { role: 'headcount', required: true },
    ],
    takesIds: true,
    meaning: 'Header in the file → id of an item or attribute.',
  },
  values: {
    kind: 'values',
    isUnseen: true,
    meaning:
      'Attribute, or round → spelling in the file → the level that it is; null treats it as blank. Rows that become one are added up.',
  },
} as const satisfies Fields

export type HeadcountSource = SourceOf<'headcount', typeof fields>

export interface HeadcountReport extends ImportReport {
  /** Attributes it is broken down by, `round` aside. */
  readonly attributes: readonly string[]
  readonly rounds: readonly string[]
  /** How the file writes the levels of each attribute, and of the round. */
  readonly spellings: Readonly<Record<string, readonly Spelling[]>>
}

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

interface HeadcountColumns extends ColumnMatch {
  readonly round: number
  readonly headcount: number
  readonly attributes: readonly { readonly id: string; readonly index: number }[]
}

const stored = { table: 'headcount', rows: rowsNaming('_source') }

/** How many people were invited, by round and attributes: `_source`, `round`, the attributes as enumerations, `headcount` INTEGER. */
export default defineSource({
  kind: 'headcount',
  order: 2,
  sign: 'people',
  opens: 'survey',
  fields,
  stored,
  recognise: ({ head: { columns } }) => {
    const has = (...names: readonly string[]): boolean => columns.some((column) => isNamed(column, names))
    return has('headcount', 'invited', 'inviterte', 'inbjudna') && has(...roundNames)
      ? { sureness: 0.9, values: {} }
      : null
  },
  match: matchHeadcountColumns,
  load: loadHeadcount,
  part: ({ attributes, spellings }: HeadcountReport) => ({
    data: 'survey',
    answers: null,
    headcountBy: attributes,
    spellings,
  }),
})

/** `round` and `headcount` by name, the rest are attributes under their own names unless mapped. */
function matchHeadcountColumns(head: TableHead, source: HeadcountSource): HeadcountColumns {
  const { columns } = head
  const assignment = startAssignment(head)
  const { mapped, problems: missing } = mappedColumns(head, source.columns)
  const problems: InputError[] = [...missing]
  const idOf = new Map(mapped.map(({ index, id }) => [index, id]))
  const find = (id: string, names: readonly string[]): number => {
    const given = mapped.find((entry) => entry.id === id)?.index
    if (given !== undefined) return assignment.assign(given, id, id, 'mapping')
    for (const name of names) {
      const index = assignment.findFree((column, position) => !idOf.has(position) && comparable(column.name) === name)
      if (index >= 0) return assignment.assign(index, id, id, 'name')
    }
    problems.push(
      new InputError(
        `ingest:no-${id}-column`,
        { columns: { list: columns.map(({ name }) => name) } },
        headerPlace(head),
      ),
    )
    return -1
  }
  const round = find('round', roundNames)
  const headcount = find('headcount', headcountNames)
  const attributes: { id: string; index: number }[] = []
  columns.forEach((column, index) => {
    if (assignment.isTaken(index) || column.isRowNumber) return
    const given = idOf.get(index)
    const usual = usualAttribute(column)
    const id = given ?? usual ?? column.name
    const bySynonym = usual !== null && usual !== column.name
    assignment.assign(index, 'attribute', id, given !== undefined ? 'mapping' : bySynonym ? 'synonym' : 'name')
    if (attributes.some((attribute) => attribute.id.toLowerCase() === id.toLowerCase()))
      problems.push(attributeTwice(head, id, id, column.name))
    attributes.push({ id, index })
  })
  const recodable = ['round', ...attributes.map(({ id }) => id)]
  for (const problem of recodingProblems(head.file, source.values, recodable)) problems.push(problem)
  return { uses: assignment.uses(), round, headcount, attributes, problems }
}

/** @throws InputError for a number that is no headcount (the first five lines are named) and for a row that stands twice; Aborted */
async function loadHeadcount(task: LoadTask<HeadcountSource, HeadcountColumns>): Promise<HeadcountReport> {
  const { database, table, source, match } = task
  const written = await readWritten(task)
  const { rounds, counts, texts, spellings, notes } = understand(written, table.head, match, source)
  const attributes = match.attributes.map(({ id }) => id)
  const batch: Batch = {
    rowCount: rounds.length,
    columns: [
      { kind: 'text', id: 'round', values: rounds },
      ...attributes.map((id, index) => ({ kind: 'text' as const, id, values: texts[index] ?? [] })),
      { kind: 'integer', id: 'headcount', values: Int32Array.from(counts) },
    ],
  }
  const entry = registryEntryOf({ stored }, task)
  const understood = { batch, rowsUsed: written.rows.length, leftOut: {}, notes }
  const report = await storeWritten(task, written, understood, {
    entry,
    nothingUsed: () => new InputError('ingest:header-only', {}, { file: table.file.name }),
    async join(staged) {
      const existing = await columnsOf(database, entry.table)
      const before = async (column: string): Promise<readonly string[]> =>
        existing.includes(column) ? levelsIn(database, entry.table, column, `NOT (${entry.rows})`) : []
      const others = existing.filter((id) => !['_source', 'round', 'headcount'].includes(id))
      const sources = [...new Set([...(await before('_source')), source.id])]
      const joined = async (id: string, own: readonly (string | null)[] | undefined): Promise<JoinedColumn> => {
        const levels = joinLevels(await before(id), own?.filter((text) => text !== null) ?? [])
        return {
          name: id,
          kept: castToEnum(existing.includes(id) ? quoteName(id) : 'NULL', levels),
          added: castToEnum(own === undefined ? 'NULL' : quoteName(id), levels),
        }
      }
      const columns: JoinedColumn[] = [
        { name: '_source', kept: castToEnum('"_source"', sources), added: castToEnum(quoteText(source.id), sources) },
        await joined('round', rounds),
      ]
      for (const id of new Set([...others, ...attributes]))
        columns.push(await joined(id, texts[attributes.indexOf(id)]))
      columns.push({ name: 'headcount', kept: '"headcount"', added: '"headcount"' })
      await joinRows(database, staged, entry, columns)
    },
  })
  return { ...report, attributes, rounds: [...new Set(rounds)], spellings }
}

interface Headcounts {
  readonly rounds: readonly string[]
  readonly counts: readonly number[]
  /** By attribute. */
  readonly texts: readonly (readonly (string | null)[])[]
  readonly spellings: Readonly<Record<string, readonly Spelling[]>>
  readonly notes: readonly Note[]
}

function understand(
  { rows }: WrittenTable,
  head: TableHead,
  columns: HeadcountColumns,
  { values }: HeadcountSource,
): Headcounts {
  const { file } = head
  const nameAt = (index: number): string => head.columns[index]?.name ?? ''
  const numbers = numbersOf(head, columns.headcount)
  const countIn = (cells: readonly string[]): number => readHeadcount(cells[columns.headcount] ?? '', numbers)
  const wrong = rows.filter(({ cells }) => !isHeadcount(countIn(cells)))
  const lineOfKey = new Map<string, number>()
  for (const { line, cells } of rows) {
    const round = cells[columns.round] ?? ''
    if (round === '')
      throw new InputError('ingest:headcount-no-round', {}, { file, line, column: nameAt(columns.round) })
    const place = [round, ...columns.attributes.map(({ index }) => cells[index] ?? '')]
    const key = JSON.stringify(place)
    const first = lineOfKey.get(key)
    if (first !== undefined)
      throw new InputError(
        'ingest:headcount-twice',
        { first: String(first), what: place.filter((text) => text !== '').join(', ') },
        { file, line },
      )
    lineOfKey.set(key, line)
  }
  const [firstWrong] = wrong
  if (firstWrong !== undefined) {
    const examples = {
      list: wrong.slice(0, 5).map(({ line, cells }) => exampleOf(line, cells[columns.headcount] ?? '')),
    }
    throw new InputError(
      'ingest:headcount-not-whole',
      { count: wrong.length, examples },
      { file, line: firstWrong.line, column: nameAt(columns.headcount) },
    )
  }
  const written = [{ id: 'round', index: columns.round }, ...columns.attributes]
  const named = rows.filter(({ cells }) => columns.attributes.some(({ index }) => isTotalWord(cells[index] ?? '')))
  const read = written.map(({ id, index }) => {
    const recoding = recodingOf(values, id)
    const texts = rows.map(({ cells }) => {
      const text = cells[index] ?? ''
      return id !== 'round' && isTotalWord(text) ? '' : text
    })
    const spellings = countedSpellings(texts, recoding)
    const levels = texts.map((text) => (text === '' ? null : recoding === null ? text : recoding.levelOf(text)))
    return { id, levels, spellings, notes: recodingNotes(id, recoding, spellings) }
  })
  const totals = new Set(named)
  const people = remaindersOfTotals(
    read.map(({ levels }) => levels),
    rows.map((row) => ({ people: countIn(row.cells), isTotal: totals.has(row) })),
  )
  const kept = people.flatMap((count, row) => (count.total === null || count.people > 0 ? [row] : []))
  const { places, counts, added } = addedUp(
    read.map(({ levels }) => kept.map((row) => levels[row] ?? null)),
    kept.map((row) => people[row]?.people ?? 0),
  )
  const levelsAt = (position: number): readonly (string | null)[] =>
    places.map((place) => read[position]?.levels[kept[place] ?? -1] ?? null)
  return {
    rounds: levelsAt(0).map((round) => round ?? ''),
    counts,
    texts: columns.attributes.map((_, index) => levelsAt(index + 1)),
    spellings: Object.fromEntries(read.map(({ id, spellings }) => [id, spellings])),
    notes: [
      ...read.flatMap(({ notes }) => notes),
      ...totalNotes(rows, people),
      ...(added === 0
        ? []
        : [{ code: 'ingest:headcount-added-up' as const, level: 'info' as const, about: { count: added } }]),
    ],
  }
}

/** How spreadsheets name the row of a sum, in the languages of the program. */
const totalWords = new Set(
  'total,totalt,totalen,totals,totalsum,total sum,grand total,sum,summa,sum total,summa totalt,i alt,ialt,i allt,sammenlagt,sammanlagt,samlet'.split(
    ',',
  ),
)
const isTotalWord = (text: string): boolean => totalWords.has(comparable(text).replace(/[:.]$/u, ''))

interface CountOfRow {
  /** People of the row alone. */
  readonly people: number
  /** Of a row that is named a total: what it has, and what the rows within it have together; else null. */
  readonly total: { readonly people: number; readonly parts: number } | null
}

/**
 * A row that is named a total stands for the people whom no row within it has: rows of its round that have its other levels, and a level where it has a total. Without such
 * rows it is a row like any other.
 * @param levels by column, null where a cell is blank or names a total
 */
function remaindersOfTotals(
  levels: readonly (readonly (string | null)[])[],
  rows: readonly { readonly people: number; readonly isTotal: boolean }[],
): readonly CountOfRow[] {
  const counts: CountOfRow[] = rows.map(({ people }) => ({ people, total: null }))
  const known = (row: number): number => levels.filter((column) => (column[row] ?? null) !== null).length
  const isWithin = (inner: number, outer: number): boolean =>
    known(inner) > known(outer) &&
    levels.every((column) => (column[outer] ?? null) === null || column[inner] === column[outer])
  // The narrowest first, so that a wider total finds what a narrower one leaves.
  const totals = rows.flatMap(({ isTotal }, row) => (isTotal ? [row] : [])).toSorted((a, b) => known(b) - known(a))
  for (const row of totals) {
    const within = rows.flatMap((_, other) => (isWithin(other, row) ? [counts[other]?.people ?? 0] : []))
    if (within.length === 0) continue
    const people = rows[row]?.people ?? 0
    const parts = within.reduce((sum, own) => sum + own, 0)
    counts[row] = { people: Math.max(0, people - parts), total: { people, parts } }
  }
  return counts
}

/** Totals that were counted once, and those that their parts do not add up to. */
function totalNotes(rows: WrittenTable['rows'], counts: readonly CountOfRow[]): readonly Note[] {
  const totals = counts.flatMap(({ total }, row) => (total === null ? [] : [{ ...total, line: rows[row]?.line ?? 0 }]))
  const right = totals.filter(({ people, parts }) => people === parts)
  return [
    ...(right.length === 0
      ? []
      : [{ code: 'ingest:headcount-totals' as const, level: 'info' as const, about: { count: right.length } }]),
    ...totals
      .filter(({ people, parts }) => people !== parts)
      .map(({ people, parts, line }): Note => ({
        code: people > parts ? 'ingest:headcount-total-short' : 'ingest:headcount-total-exceeded',
        level: 'warning',
        about: { line: String(line), total: people, parts, rest: people - parts },
      })),
  ]
}

/**
 * Rows that differ in spellings alone are one: their people are added up.
 * @param levels by column
 * @returns the row of each place in which it is met first, its people, and how many rows were added to others
 */
function addedUp(
  levels: readonly (readonly (string | null)[])[],
  people: readonly number[],
): { readonly places: readonly number[]; readonly counts: readonly number[]; readonly added: number } {
  const placeOfKey = new Map<string, number>()
  const places: number[] = []
  const counts: number[] = []
  people.forEach((count, row) => {
    const key = JSON.stringify(levels.map((column) => column[row] ?? null))
    const place = placeOfKey.get(key) ?? places.length
    placeOfKey.set(key, place)
    if (place === places.length) places.push(row)
    counts[place] = (counts[place] ?? 0) + count
  })
  return { places, counts, added: people.length - places.length }
}

/** People are whole, so that a mark before three digits sets thousands apart, whichever mark it is. */
function readHeadcount(cell: string, numbers: NumberStyle): number {
  return /^[1-9]\d{0,2}(?:\.\d{3})+$|^[1-9]\d{0,2}(?:,\d{3})+$/.test(cell)
    ? Number(cell.replaceAll(/[.,]/g, ''))
    : readNumber(cell, numbers)
}

const isHeadcount = (value: number): boolean => Number.isInteger(value) && value >= 0 && value <= 2_147_483_647
