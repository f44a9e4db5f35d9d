import { quoteName, quoteText, type InventoryDataset, type InventoryLevel } from '../../core/datasets'
import type { Database } from '../../core/database'
import { InputError } from '../../core/errors'
import type { Note } from '../../core/words'
import type { DataFile } from '../../readers/data-file'
import { readTableHead } from '../../readers/delimited/dialect'
import { matchInventoryColumns, type InventoryColumns } from './columns'
import { createLevelScale, type LevelScale } from './level-scale'
import {
  createCellTroubles,
  reasonsThatOccurred,
  throwProblems,
  type InventoryReport,
  type LoadOptions,
} from '../report'
import { readSmallTable, type SmallTable } from '../small-table'
import type { InventorySource } from '../source'
import {
  columnsOf,
  expectRows,
  recordSource,
  refuseSameFile,
  sourceRecords,
  whereSource,
  withStaging,
} from '../staging'

/** Areas are what people name and rate, not what they log. */
const mostAreas = 200

/** What can be found wrong with an inventory from its beginning. */
export async function inventoryProblems(file: DataFile, source: InventorySource): Promise<readonly InputError[]> {
  try {
    const head = await readTableHead(file, source.dialect)
    return [...head.problems, ...matchInventoryColumns(head, source).problems]
  } catch (error) {
    if (error instanceof InputError) return [error]
    throw error
  }
}

interface Rating {
  readonly organisation: number
  readonly area: number
  /** NaN when it is missing. */
  readonly value: number
}

interface Ratings {
  readonly organisations: readonly { readonly name: string; readonly attributes: readonly (string | null)[] }[]
  readonly areas: readonly string[]
  readonly ratings: readonly Rating[]
  readonly rowsUsed: number
  readonly leftOut: Readonly<Record<string, number>>
  readonly notes: readonly Note[]
}

/**
 * Reads which organisation stands where on an ordinal scale into `inventory`. A file has a row an organisation and a column an area, or a row a rating with the
 * columns `area` and `level`. A cell holds a level's number or its label in any language.
 * @throws InputError for a file without areas, a scale that cannot be known, and an organisation that stands twice; Aborted
 */
export async function loadInventory(
  database: Database,
  file: DataFile,
  source: InventorySource,
  options: LoadOptions = {},
): Promise<InventoryReport> {
  let columns: InventoryColumns | undefined
  const table = await readSmallTable(file, source, options, (head) => {
    columns = matchInventoryColumns(head, source)
    throwProblems(columns.problems)
  })
  if (columns === undefined) throw new Error('the head was not looked at')
  const { head } = table
  const scale = createLevelScale(source.levels, { mark: head.dialect.decimal, isStrict: !head.dialect.decimalDetected })
  const found = columns.long === null ? readWide(table, columns, scale) : readLong(table, columns, columns.long, scale)
  if (found.organisations.length === 0) {
    throw new InputError(
      'ingest:no-named-rows',
      { rows: table.rows.length, column: head.columns[columns.organisation]?.name ?? '' },
      { file: file.name },
    )
  }
  const levels = scale.levels()
  if (levels.length === 0) {
    const rated =
      columns.long === null ? columns.areas.map(({ id }) => id) : [head.columns[columns.long.level]?.name ?? '']
    throw new InputError(
      'ingest:levels-needed',
      { columns: { list: rated.slice(0, 30) } },
      { file: file.name, line: head.headerLine },
    )
  }
  const record = { id: source.id, kind: 'inventory', file: file.name, sha256: table.sha256, detail: '' }
  refuseSameFile(await sourceRecords(database), record)
  await store(
    database,
    source.id,
    columns.attributes.map(({ id }) => id),
    found,
  )
  await recordSource(database, record)
  const notes: Note[] = [...found.notes]
  if (source.levels === undefined && levels.length > 0) {
    notes.push({
      code: 'ingest:levels-assumed',
      level: 'info',
      about: { min: levels[0]?.value ?? 0, max: levels.at(-1)?.value ?? 0 },
    })
  }
  return {
    source: source.id,
    kind: 'inventory',
    file: file.name,
    size: file.size,
    sha256: table.sha256,
    rowsRead: table.rows.length,
    rowsUsed: found.rowsUsed,
    leftOut: reasonsThatOccurred(found.leftOut),
    blankLines: table.blankLines,
    dialect: head.dialect,
    confidence: head.confidence,
    reasons: head.reasons,
    columns: columns.uses,
    notes,
    organisations: found.organisations.map(({ name }) => name),
    areas: found.areas,
    attributes: columns.attributes.map(({ id }, position) => ({
      id,
      levels: [...new Set(found.organisations.map(({ attributes }) => attributes[position] ?? null))]
        .filter((level) => level !== null)
        .sort((a, b) => (a < b ? -1 : a > b ? 1 : 0)),
    })),
    levels,
    isScaleDeclared: source.levels !== undefined,
  }
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

function readWide({ head, rows }: SmallTable, columns: InventoryColumns, scale: LevelScale): Ratings {
  const troubles: Troubles = createCellTroubles()
  const organisations: { name: string; attributes: readonly (string | null)[] }[] = []
  const ratings: Rating[] = []
  const lineOf = new Map<string, number>()
  let unnamed = 0
  rows.forEach(({ line, cells }, row) => {
    const name = cells[columns.organisation] ?? ''
    if (name === '') {
      unnamed += 1
      troubles.add('no-organisation', columns.organisation, row + 1, line, '')
      return
    }
    const before = lineOf.get(name)
    if (before !== undefined)
      throw new InputError(
        'ingest:organisation-twice',
        { organisation: name, first: String(before) },
        { file: head.file, line, column: head.columns[columns.organisation]?.name ?? '' },
      )
    lineOf.set(name, line)
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
    leftOut: { 'no-organisation': unnamed },
    notes: notesOf(
      troubles,
      head.columns.map(({ name }) => name),
      scale,
    ),
  }
}

function readLong(
  { head, rows }: SmallTable,
  columns: InventoryColumns,
  long: { readonly area: number; readonly level: number },
  scale: LevelScale,
): Ratings {
  const troubles: Troubles = createCellTroubles()
  const notes: Note[] = []
  const organisations = new Map<string, { readonly position: number; readonly attributes: (string | null)[] }>()
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
    const attributes = columns.attributes.map(({ index }) => blankToNull(cells[index]))
    const known = organisations.get(name)
    if (known === undefined) organisations.set(name, { position: organisations.size, attributes })
    else {
      attributes.forEach((value, position) => {
        const before = known.attributes[position] ?? null
        if (before === null) known.attributes[position] = value
        else if (value !== null && value !== before) {
          throw new InputError(
            'ingest:organisation-attribute-differs',
            { organisation: name, attribute: { attribute: columns.attributes[position]?.id ?? '' }, before, value },
            { file: head.file, line, column: head.columns[columns.attributes[position]?.index ?? 0]?.name ?? '' },
          )
        }
      })
    }
    if (!areas.has(area)) areas.set(area, areas.size)
    if (areas.size > mostAreas)
      throw new InputError(
        'ingest:too-many-areas',
        { most: mostAreas },
        { file: head.file, line, column: head.columns[long.area]?.name ?? '' },
      )
    const key = JSON.stringify([name, area])
    const before = lineOf.get(key)
    if (before !== undefined)
      throw new InputError(
        'ingest:rating-twice',
        { organisation: name, area, first: String(before) },
        { file: head.file, line },
      )
    lineOf.set(key, line)
    ratings.push({
      organisation: organisations.get(name)?.position ?? 0,
      area: areas.get(area) ?? 0,
      value: levelOf(cells[long.level] ?? '', scale, troubles, { column: long.level, row: row + 1, line }),
    })
  })
  const wanted = columns.wantedAreas
  const order = wanted === null ? [...areas.keys()] : wanted
  const missing = order.filter((area) => !areas.has(area))
  if (missing.length > 0)
    throw new InputError(
      'ingest:areas-not-found',
      { missing: { list: missing }, areas: { list: [...areas.keys()].slice(0, 30) } },
      { file: head.file, column: head.columns[long.area]?.name ?? '' },
    )
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
    notes: [
      ...notes,
      ...notesOf(
        troubles,
        head.columns.map(({ name }) => name),
        scale,
      ),
    ],
  }
}

const blankToNull = (text: string | undefined): string | null => (text === undefined || text === '' ? null : text)

function notesOf(troubles: Troubles, headers: readonly string[], scale: LevelScale): readonly Note[] {
  const levels = scale.levels()
  return troubles
    .entries()
    .map(({ kind, column, count, examples }) => ({
      code: `ingest:${kind}`,
      level: 'warning',
      about: {
        count,
        column: headers[column] ?? '',
        examples,
        min: String(levels[0]?.value ?? ''),
        max: String(levels.at(-1)?.value ?? ''),
      },
    }))
}

/** Every organisation in every area: a rating that nobody gave is a row with NULL. */
async function store(
  database: Database,
  source: string,
  attributes: readonly string[],
  { organisations, areas, ratings }: Ratings,
): Promise<void> {
  const values = new Float64Array(organisations.length * areas.length).fill(Number.NaN)
  for (const { organisation, area, value } of ratings) values[organisation * areas.length + area] = value
  const rowCount = values.length
  const organisationAt = (row: number): (typeof organisations)[number] | undefined =>
    organisations[Math.floor(row / areas.length)]
  const each = <T>(of: (row: number) => T): T[] => Array.from({ length: rowCount }, (_, row) => of(row))
  await withStaging(database, source, async (staging) => {
    await staging.insert({
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
    })
    await staging.settle(rowCount)
    const before = await columnsOf(database, 'inventory')
    const others =
      before.length === 0
        ? ''
        : `SELECT * FROM inventory WHERE NOT (${whereSource('inventory', source)}) UNION ALL BY NAME `
    await database.execute(
      `CREATE OR REPLACE TABLE inventory AS ${others}SELECT ${quoteText(source)} AS "_source", * FROM ${quoteName(staging.table)}`,
    )
    await expectRows(database, 'inventory', rowCount, whereSource('inventory', source))
  })
}

/**
 * Inventories in the engine as one dataset, in the order of the recipe; null without any.
 * @throws InputError when two files have different scales or the same organisation
 */
export function inventoryDataset(
  reports: readonly Pick<
    InventoryReport,
    'source' | 'file' | 'organisations' | 'areas' | 'attributes' | 'levels' | 'isScaleDeclared'
  >[],
): InventoryDataset | null {
  const [first] = reports
  if (first === undefined) return null
  const levels = new Map<number, InventoryLevel>()
  const sources = new Map<string, string>()
  const attributes = new Map<string, Set<string>>()
  for (const report of reports) {
    if (
      report.isScaleDeclared !== first.isScaleDeclared ||
      (first.isScaleDeclared && JSON.stringify(report.levels) !== JSON.stringify(first.levels))
    ) {
      throw new InputError('ingest:other-levels', { source: report.source, other: first.source }, { file: report.file })
    }
    for (const level of report.levels) levels.set(level.value, level)
    for (const name of report.organisations) {
      const other = sources.get(name)
      if (other !== undefined)
        throw new InputError(
          'ingest:organisation-in-other-source',
          { organisation: name, other },
          { file: report.file },
        )
      sources.set(name, report.source)
    }
    for (const { id, levels: own } of report.attributes) {
      const known = attributes.get(id) ?? new Set<string>()
      for (const level of own) known.add(level)
      attributes.set(id, known)
    }
  }
  return {
    kind: 'inventory',
    organisations: [...sources.keys()],
    areas: [...new Set(reports.flatMap(({ areas }) => areas))],
    attributes: [...attributes].map(([id, own]) => ({
      id,
      levels: [...own].sort((a, b) => (a < b ? -1 : a > b ? 1 : 0)),
    })),
    levels: [...levels.values()].sort((a, b) => a.value - b.value),
    isScaleDeclared: first.isScaleDeclared,
    tables: { ratings: 'inventory' },
  }
}
