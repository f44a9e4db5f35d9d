import type { Batch } from '../../core/database'
import { InputError } from '../../core/errors'
import type { Note } from '../../core/words'
import type { TableHead } from '../../readers/reader'
import type { WrittenTable } from '../loading'
import { createCellTroubles } from '../report'
import type { InventoryColumns } from './columns'
import type { LevelScale } from './level-scale'

/** Areas are what people name and rate, not what they log. */
const mostAreas = 200

interface Rating {
  readonly organisation: number
  readonly area: number
  /** NaN when it is missing. */
  readonly value: number
}

export interface Ratings {
  readonly organisations: readonly { readonly name: string; readonly attributes: readonly (string | null)[] }[]
  readonly areas: readonly string[]
  readonly ratings: readonly Rating[]
  readonly rowsUsed: number
  readonly leftOut: Readonly<Record<string, number>>
  readonly notes: readonly Note[]
}

type Troubles = ReturnType<
  typeof createCellTroubles<'level-outside' | 'level-unreadable' | 'no-organisation' | 'no-area'>
>

/** A cell as a level; what is none is remembered. */
function levelOf(
  cell: string,
  scale: LevelScale,
  troubles: Troubles,
  place: { readonly column: number; readonly row: number; readonly line: number },
): number {
  const value = scale.read(cell)
  if (value === 'outside') troubles.add('level-outside', place.column, place.row, place.line, cell)
  if (value === 'unreadable') troubles.add('level-unreadable', place.column, place.row, place.line, cell)
  return typeof value === 'number' ? value : Number.NaN
}

/** The ratings of a file, whichever of the two ways it is laid out. */
export function readRatings(
  { rows }: WrittenTable,
  head: TableHead,
  columns: InventoryColumns,
  scale: LevelScale,
): Ratings {
  return columns.long === null
    ? readWide(rows, head, columns, scale)
    : readLong(rows, head, columns, columns.long, scale)
}

type Rows = WrittenTable['rows']

function readWide(rows: Rows, head: TableHead, columns: InventoryColumns, scale: LevelScale): Ratings {
  const troubles: Troubles = createCellTroubles()
  const organisations: { name: string; attributes: readonly (string | null)[] }[] = []
  const ratings: Rating[] = []
  const lineOf = new Map<string, number>()
  rows.forEach(({ line, cells }, row) => {
    const name = cells[columns.organisation] ?? ''
    if (name === '') {
      troubles.add('no-organisation', columns.organisation, row + 1, line, '')
      return
    }
    refuseTwice(lineOf, name, line, (first) => [
      'ingest:organisation-twice',
      { organisation: name, first },
      { file: head.file, line, column: head.columns[columns.organisation]?.name ?? '' },
    ])
    organisations.push({ name, attributes: columns.attributes.map(({ index }) => blankToNull(cells[index])) })
    columns.areas.forEach(({ index }, area) => {
      ratings.push({
        organisation: organisations.length - 1,
        area,
        value: levelOf(cells[index] ?? '', scale, troubles, { column: index, row: row + 1, line }),
      })
    })
  })
  return {
    organisations,
    areas: columns.areas.map(({ id }) => id),
    ratings,
    rowsUsed: organisations.length,
    leftOut: { 'no-organisation': rows.length - organisations.length },
    notes: notesOf(troubles, head, scale),
  }
}

/** @throws InputError when something that may stand once stood on an earlier line */
function refuseTwice(
  lineOf: Map<string, number>,
  key: string,
  line: number,
  problem: (first: string) => ConstructorParameters<typeof InputError>,
): void {
  const before = lineOf.get(key)
  if (before !== undefined) throw new InputError(...problem(String(before)))
  lineOf.set(key, line)
}

interface LongOrganisation {
  readonly position: number
  readonly attributes: (string | null)[]
}

function readLong(
  rows: Rows,
  head: TableHead,
  columns: InventoryColumns,
  long: { readonly area: number; readonly level: number },
  scale: LevelScale,
): Ratings {
  const troubles: Troubles = createCellTroubles()
  const organisations = new Map<string, LongOrganisation>()
  const areas = new Map<string, number>()
  const lineOf = new Map<string, number>()
  const ratings: Rating[] = []
  const leftOut = { 'no-organisation': 0, 'no-area': 0 }
  rows.forEach(({ line, cells }, row) => {
    const name = cells[columns.organisation] ?? ''
    const area = cells[long.area] ?? ''
    if (name === '' || area === '') {
      const reason = name === '' ? 'no-organisation' : 'no-area'
      leftOut[reason] += 1
      troubles.add(reason, name === '' ? columns.organisation : long.area, row + 1, line, '')
      return
    }
    takeOrganisation(organisations, name, cells, line, head, columns)
    if (!areas.has(area)) areas.set(area, areas.size)
    if (areas.size > mostAreas)
      throw new InputError(
        'ingest:too-many-areas',
        { most: mostAreas },
        { file: head.file, line, column: head.columns[long.area]?.name ?? '' },
      )
    refuseTwice(lineOf, JSON.stringify([name, area]), line, (first) => [
      'ingest:rating-twice',
      { organisation: name, area, first },
      { file: head.file, line },
    ])
    ratings.push({
      organisation: organisations.get(name)?.position ?? 0,
      area: areas.get(area) ?? 0,
      value: levelOf(cells[long.level] ?? '', scale, troubles, { column: long.level, row: row + 1, line }),
    })
  })
  const order = columns.wantedAreas ?? [...areas.keys()]
  refuseMissingAreas(order, areas, head, long.area)
  const position = new Map([...areas].map(([area, index]) => [index, order.indexOf(area)]))
  return {
    organisations: [...organisations].map(([name, { attributes }]) => ({ name, attributes })),
    areas: order,
    ratings: ratings.flatMap((rating) => {
      const area = position.get(rating.area) ?? -1
      return area < 0 ? [] : [{ ...rating, area }]
    }),
    rowsUsed: rows.length - leftOut['no-organisation'] - leftOut['no-area'],
    leftOut,
    notes: notesOf(troubles, head, scale),
  }
}

/** Adds what a row says of an organisation to what is known. @throws InputError when it contradicts that */
function takeOrganisation(
  organisations: Map<string, LongOrganisation>,
  name: string,
  cells: readonly string[],
  line: number,
  head: TableHead,
  { attributes: declared }: InventoryColumns,
): void {
  const attributes = declared.map(({ index }) => blankToNull(cells[index]))
  const known = organisations.get(name)
  if (known === undefined) {
    organisations.set(name, { position: organisations.size, attributes })
    return
  }
  attributes.forEach((value, position) => {
    const before = known.attributes[position] ?? null
    if (before === null) known.attributes[position] = value
    else if (value !== null && value !== before) {
      const { id = '', index = 0 } = declared[position] ?? {}
      throw new InputError(
        'ingest:organisation-attribute-differs',
        { organisation: name, attribute: { attribute: id }, before, value },
        { file: head.file, line, column: head.columns[index]?.name ?? '' },
      )
    }
  })
}

function refuseMissingAreas(
  wanted: readonly string[],
  areas: ReadonlyMap<string, number>,
  head: TableHead,
  column: number,
): void {
  const missing = wanted.filter((area) => !areas.has(area))
  if (missing.length > 0)
    throw new InputError(
      'ingest:areas-not-found',
      { missing: { list: missing }, areas: { list: [...areas.keys()].slice(0, 30) } },
      { file: head.file, column: head.columns[column]?.name ?? '' },
    )
}

const blankToNull = (text: string | undefined): string | null => (text === undefined || text === '' ? null : text)

function notesOf(troubles: Troubles, { columns }: TableHead, scale: LevelScale): readonly Note[] {
  const levels = scale.levels()
  return troubles
    .entries()
    .map(({ kind, column, count, examples }) => ({
      code: `ingest:${kind}`,
      level: 'warning',
      about: {
        count,
        column: columns[column]?.name ?? '',
        examples,
        min: String(levels[0]?.value ?? ''),
        max: String(levels.at(-1)?.value ?? ''),
      },
    }))
}

/** Every organisation in every area: a rating that nobody gave is a row with NULL. */
export function batchOf(attributes: readonly string[], { organisations, areas, ratings }: Ratings): Batch {
  const values = new Float64Array(organisations.length * areas.length).fill(Number.NaN)
  for (const { organisation, area, value } of ratings) values[organisation * areas.length + area] = value
  const rowCount = values.length
  const organisationAt = (row: number): (typeof organisations)[number] | undefined =>
    organisations[Math.floor(row / areas.length)]
  const each = <T>(of: (row: number) => T): T[] => Array.from({ length: rowCount }, (_, row) => of(row))
  return {
    rowCount,
    columns: [
      { kind: 'integer', id: '_row', values: Int32Array.from({ length: rowCount }, (_, row) => row + 1) },
      { kind: 'text', id: 'organisation', values: each((row) => organisationAt(row)?.name ?? null) },
      ...attributes.map((id, position) => ({
        kind: 'text' as const,
        id,
        values: each((row) => organisationAt(row)?.attributes[position] ?? null),
      })),
      { kind: 'text', id: 'area', values: each((row) => areas[row % areas.length] ?? null) },
      { kind: 'numeric', id: 'value', values },
    ],
  }
}
