import type { Database } from '../../core/database'
import { answerTimeColumns, impossibleTable, quoteName, quoteText } from '../../core/datasets'
import { scaleOf, type Instrument } from '../../instrument/model'
import { isPackedColumn, packedColumnsOf } from '../../instrument/packed-answers'
import { columnsOf, enumType, joinLevels, joinRows, levelsIn, type RegistryEntry } from '../staging'
import type { SurveySource } from './fields'
import type { SurveyTable } from './table'

const fixedColumns = ['_row', '_source', 'round', '_respondent', '_weight']
const timeColumns: readonly string[] = Object.values(answerTimeColumns)

/** How the columns of `responses` are written once a source has joined. */
interface Joining {
  readonly stagedColumns: readonly string[]
  readonly existing: readonly string[]
  /** Every column, in order. */
  readonly all: readonly string[]
  type(id: string): string
  /** What a column that was not staged holds throughout. */
  constant(id: string): string
  /** What a column that was not there holds of rows that were. */
  absent(id: string): string
  /** A staged column holds codes of levels. */
  isCoded(id: string): boolean
  /** The level that a staged code stands for. */
  decoded(id: string): string
}

/**
 * Joins the staged rows to those of other sources. Where there are none the staging table itself becomes `responses`, its columns completed; otherwise one statement
 * replaces `responses` by both.
 */
export async function joinResponses(
  database: Database,
  staged: string,
  source: SurveySource,
  entry: Pick<RegistryEntry, 'table' | 'rows'>,
  instrument: Instrument,
  table: SurveyTable,
): Promise<void> {
  await rememberImpossible(database, source, table)
  const joining = await planJoin(database, staged, source, entry, instrument, table)
  if (joining.existing.length === 0) await becomeTable(database, staged, entry.table, joining)
  else {
    const { all, existing, stagedColumns, type, constant, isCoded, decoded } = joining
    const added = (id: string): string =>
      isCoded(id) ? decoded(id) : stagedColumns.includes(id) ? quoteName(id) : constant(id)
    const kept = (id: string): string => (existing.includes(id) ? quoteName(id) : joining.absent(id))
    await joinRows(
      database,
      staged,
      entry,
      all.map((id) => ({
        name: id,
        kept: `CAST(${kept(id)} AS ${type(id)})`,
        added: `CAST(${added(id)} AS ${type(id)})`,
      })),
    )
  }
}

/** Rows with cells outside their scale stand in a table of their own: there are few of them, and the cells themselves are blank. */
async function rememberImpossible(database: Database, { id }: SurveySource, table: SurveyTable): Promise<void> {
  await database.execute(
    `CREATE TABLE IF NOT EXISTS ${impossibleTable} ("_source" VARCHAR, "_row" INTEGER, cells INTEGER)`,
  )
  await database.execute(`DELETE FROM ${impossibleTable} WHERE "_source" = ${quoteText(id)}`)
  const rows = [...table.impossible()]
  for (let from = 0; from < rows.length; from += rowsPerStatement) {
    const values = rows
      .slice(from, from + rowsPerStatement)
      .map(([row, cells]) => `(${quoteText(id)}, ${row}, ${cells})`)
    await database.execute(`INSERT INTO ${impossibleTable} VALUES ${values.join(', ')}`)
  }
}

const rowsPerStatement = 10_000

async function planJoin(
  database: Database,
  staged: string,
  source: SurveySource,
  { table: name, rows }: Pick<RegistryEntry, 'table' | 'rows'>,
  instrument: Instrument,
  table: SurveyTable,
): Promise<Joining> {
  const stagedColumns = await columnsOf(database, staged)
  const existing = await columnsOf(database, name)
  const packed = packedColumnsOf(instrument)
  const itemIds = new Set([...instrument.items.map(({ id }) => id), ...packed.keys()])
  const isAttribute = (id: string): boolean =>
    !fixedColumns.includes(id) && !timeColumns.includes(id) && !itemIds.has(id) && !isPackedColumn(id)
  const attributes = [...new Set([...existing.filter(isAttribute), ...stagedColumns.filter(isAttribute)])]
  const before = async (column: string): Promise<readonly string[]> =>
    existing.includes(column) ? levelsIn(database, name, column, `NOT (${rows})`) : []
  const levels = new Map<string, readonly string[]>([
    ['_source', [...new Set([...(await before('_source')), source.id])]],
    ['round', joinLevels(await before('round'), table.rounds())],
  ])
  for (const id of attributes) levels.set(id, joinLevels(await before(id), table.usedLevels(id)))
  const type = (id: string): string => {
    const known = levels.get(id)
    if (known !== undefined) return enumType(known)
    if (id === '_row') return 'INTEGER'
    if (id === '_respondent') return 'VARCHAR'
    const packedType = packed.get(id)
    if (packedType !== undefined) return packedType
    const item = instrument.items.find((candidate) => candidate.id === id)
    return item !== undefined && scaleOf(instrument, item).kind === 'ordinal' ? 'TINYINT' : 'DOUBLE'
  }
  const constants: Readonly<Record<string, string>> = {
    _source: quoteText(source.id),
    round: quoteText(source.round ?? source.id),
    _weight: '1',
  }
  const constant = (id: string): string =>
    Object.hasOwn(constants, id) ? (constants[id] ?? 'NULL') : packed.has(id) ? '0' : 'NULL'
  return {
    stagedColumns,
    existing,
    all: [
      ...fixedColumns,
      ...timeColumns.filter((id) => existing.includes(id) || stagedColumns.includes(id)),
      ...attributes,
      ...itemIds,
    ],
    type,
    constant,
    absent: (id) => (id === '_weight' ? constant(id) : 'NULL'),
    isCoded: (id) => levels.has(id) && stagedColumns.includes(id),
    decoded: (id) => decodedLevel(id, table, type(id)),
  }
}

/** The text that a staged code of an attribute stands for, as SQL. */
export const decodedText = (id: string, table: SurveyTable): string => decodedLevel(id, table, 'VARCHAR')

/** A comparison for each of a few levels is faster than fetching texts from a list. */
function decodedLevel(id: string, table: SurveyTable, type: string): string {
  const texts = table.levels(id)
  const used = new Set(table.usedLevels(id))
  if (used.size === 0) return 'NULL'
  if (texts.length > 64) return `CAST(([${texts.map(quoteText).join(', ')}])[${quoteName(id)} + 1] AS ${type})`
  const cases = texts.map((text, code) =>
    used.has(text) ? `WHEN ${code} THEN CAST(${quoteText(text)} AS ${type})` : '',
  )
  return `CASE ${quoteName(id)} ${cases.join(' ')} END`
}

/** Completes the columns of the staging table and gives it its name. */
async function becomeTable(database: Database, staged: string, table: string, joining: Joining): Promise<void> {
  const { all, stagedColumns, type, constant, isCoded, decoded } = joining
  const name = quoteName(staged)
  for (const id of all) {
    if (!stagedColumns.includes(id))
      await database.execute(`ALTER TABLE ${name} ADD COLUMN ${quoteName(id)} ${type(id)} DEFAULT ${constant(id)}`)
    else if (isCoded(id))
      await database.execute(
        `ALTER TABLE ${name} ALTER COLUMN ${quoteName(id)} TYPE ${type(id)} USING CAST(${decoded(id)} AS ${type(id)})`,
      )
  }
  await database.execute(`ALTER TABLE ${name} RENAME TO ${quoteName(table)}`)
}
