import { numericColumn, quoteName, quoteText } from '../../core/datasets'
import type { Note } from '../../core/words'
import { scaleOf, type Instrument, type Item } from '../../instrument/model'
import { answerPatternsOf, dimensionSumsOf } from '../../instrument/packed-answers'
import { tidy } from '../../readers/reader'
import { correctionNotes, correctionProblems, type Correction } from '../corrections'
import type { ImportReport } from '../report'
import type { Amendment } from '../source'
import { columnsOf, registryEntries } from '../staging'
import type { SurveySource } from './fields'

/** More cells at once are rare, and then the file is read again. */
const mostCells = 500

type SurveyAmendment = Amendment<SurveySource>

/** A cell that is read as another answer than before. */
interface ChangedCell {
  readonly row: number
  readonly item: Item
  readonly index: number
  readonly from: number
  readonly to: number
  /** The correction that holds now; absent where one was taken back. */
  readonly correction: Correction | undefined
}

/**
 * Changes the answers in the engine by which the corrections of a source differ from those that its file was read with, so that the file need not be read again. Only what
 * a reading of the whole file could not tell from it is done this way: an answer on the scale that becomes another answer on the scale, in a column of plain codes.
 * @returns what a reading with the new corrections would tell; null where the file has to be read: nothing has been changed then
 * @throws QueryError
 */
export async function amendSurvey(amendment: SurveyAmendment): Promise<ImportReport | null> {
  const { database, before, source, report, table } = amendment
  if (!isSameButForCorrections(before, source)) return null
  const isThere = (await registryEntries(database)).some(
    ({ id, sha256 }) => id === source.id && sha256 === report.sha256,
  )
  if (!isThere || correctionProblems(table.head, source.corrections).length > 0) return null
  const cells = changedCells(amendment)
  if (cells === null) return null
  if (cells.length > 0 && !((await standsInFile(amendment, cells)) && (await standsInEngine(amendment, cells))))
    return null
  const notes = notesNow(amendment)
  if (notes === null) return null
  if (cells.length > 0) await database.execute(await updateStatement(amendment, cells))
  const count = source.corrections?.length ?? 0
  return { ...withoutCount(report), notes, ...(count === 0 ? {} : { corrected: count }) }
}

/** A report that says nothing of corrections: without any, it has no key of them. */
const withoutCount = (report: ImportReport): Omit<ImportReport, 'corrected'> =>
  Object.fromEntries(Object.entries(report).filter(([key]) => key !== 'corrected')) as unknown as ImportReport

function isSameButForCorrections(before: SurveySource, source: SurveySource): boolean {
  const others = (given: SurveySource): string => JSON.stringify({ ...given, corrections: undefined })
  return others(before) === others(source)
}

/** The cells that are read otherwise; null where one of them is more than another answer of a plain column. */
function changedCells({ before, source, instrument, table, report }: SurveyAmendment): readonly ChangedCell[] | null {
  const keyOf = ({ row, column }: Correction): string => JSON.stringify([row, column])
  const earlier = new Map((before.corrections ?? []).map((each) => [keyOf(each), each]))
  const now = new Map((source.corrections ?? []).map((each) => [keyOf(each), each]))
  const changed = [...new Set([...earlier.keys(), ...now.keys()])].filter(
    (key) => (earlier.get(key)?.to ?? now.get(key)?.from) !== (now.get(key)?.to ?? earlier.get(key)?.from),
  )
  if (changed.length > mostCells) return null
  const cells = changed.map((key): ChangedCell | null => {
    const [was, is] = [earlier.get(key), now.get(key)]
    const { row, column } = (is ?? was) as Correction
    const plain = plainItem(column, { source, instrument, table, report })
    if (plain === null) return null
    const from = answerIn(was?.to ?? is?.from ?? '', plain.item, instrument)
    const to = answerIn(is?.to ?? was?.from ?? '', plain.item, instrument)
    return from === null || to === null ? null : { ...plain, row, from, to, correction: is }
  })
  return cells.includes(null) ? null : cells.filter((cell) => cell !== null)
}

/** The item of a column that holds nothing but codes of its scale, and that no other column is joined with; null for any other column. */
function plainItem(
  header: string,
  { source, instrument, table, report }: Pick<SurveyAmendment, 'source' | 'instrument' | 'table' | 'report'>,
): { readonly item: Item; readonly index: number } | null {
  const index = table.head.columns.findIndex(({ name }) => name === header)
  const column = table.head.columns[index]
  const use = report.columns.find(({ position }) => position === column?.position)
  const item = instrument.items.find(({ id }) => id === use?.id)
  if (column === undefined || use?.role !== 'item' || item === undefined) return null
  const scale = scaleOf(instrument, item)
  const isPlain =
    scale.kind === 'ordinal' &&
    scale.codes === undefined &&
    source.codes === undefined &&
    source.reverse_already !== true &&
    column.levels === undefined &&
    column.missing === undefined &&
    column.missingRanges === undefined &&
    column.shared === undefined &&
    report.columns.filter(({ id, role }) => role === 'item' && id === item.id).length === 1
  return isPlain ? { item, index } : null
}

/** A plain code as an answer on the scale; null for everything else, and where a label has the same letters. */
function answerIn(text: string, item: Item, instrument: Instrument): number | null {
  const scale = scaleOf(instrument, item)
  if (!/^-?(?:0|[1-9]\d*)$/u.test(text)) return null
  const code = Number(text)
  const isNamed = Object.values(scale.labels).some((label) => Object.values(label).includes(text))
  const isNoAnswer = scale.nonResponses.some((each) => each.code === code)
  return code >= scale.min && code <= scale.max && !isNamed && !isNoAnswer ? code : null
}

/** Whether the file holds what the corrections say: what a reading refuses is left to a reading to say. */
async function standsInFile({ cellsOf }: SurveyAmendment, cells: readonly ChangedCell[]): Promise<boolean> {
  const found = await cellsOf(cells.map(({ row, index }) => ({ row, index })))
  return cells.every(
    ({ correction }, at) => correction === undefined || tidy(found[at] ?? '') === tidy(correction.from),
  )
}

/** Whether the engine holds what was read before, so that it can be put in its place. */
async function standsInEngine({ database, source }: SurveyAmendment, cells: readonly ChangedCell[]): Promise<boolean> {
  const counts = cells.map(
    ({ row, item, from }, at) =>
      `(count(*) FILTER (WHERE "_row" = ${row} AND ${quoteName(item.id)} = ${from}))::DOUBLE AS n${at}`,
  )
  const frame = await database.frame(
    `SELECT ${counts.join(', ')} FROM responses WHERE ${ofSource(source)} AND "_row" IN (${cells.map(({ row }) => row).join(', ')})`,
  )
  return cells.every((_, at) => numericColumn(frame, `n${at}`)[0] === 1)
}

const ofSource = ({ id }: SurveySource): string => `"_source"::VARCHAR = ${quoteText(id)}`

/** One statement, so that all is changed or nothing: the answers, and with them their patterns and sums. */
async function updateStatement(
  { database, source, instrument }: SurveyAmendment,
  cells: readonly ChangedCell[],
): Promise<string> {
  const present = new Set(await columnsOf(database, 'responses'))
  const added = new Map<string, { readonly row: number; readonly by: number }[]>()
  const add = (column: string, row: number, by: number): void => {
    if (present.has(column)) added.set(column, [...(added.get(column) ?? []), { row, by }])
  }
  const [patterns, sums] = [answerPatternsOf(instrument), dimensionSumsOf(instrument)]
  for (const { row, item, from, to } of cells) {
    add(item.id, row, to - from)
    for (const { column, fields } of patterns)
      for (const field of fields) if (field.item === item.id) add(column, row, (to - from) * 2 ** field.shift)
    for (const { items, sum } of sums)
      if (items.some(({ id }) => id === item.id)) add(sum, row, item.reversed ? from - to : to - from)
  }
  const assignments = [...added].map(([column, changes]) => {
    const byRow = new Map<number, number>()
    for (const { row, by } of changes) byRow.set(row, (byRow.get(row) ?? 0) + by)
    const cases = [...byRow].map(([row, by]) => `WHEN ${row} THEN ${by}`)
    return `${quoteName(column)} = ${quoteName(column)}::INTEGER + CASE "_row" ${cases.join(' ')} ELSE 0 END`
  })
  const rows = [...new Set(cells.map(({ row }) => row))]
  return `UPDATE responses SET ${assignments.join(', ')} WHERE ${ofSource(source)} AND "_row" IN (${rows.join(', ')})`
}

/** The notes of the import with the number of corrections as it is now; null where their place cannot be told. */
function notesNow({ report, source, table }: SurveyAmendment): readonly Note[] | null {
  const isCount = ({ code }: Note): boolean => code === 'ingest:corrected'
  const others = report.notes.filter((note) => !isCount(note))
  const present = report.notes.findIndex(isCount)
  if (report.notes.some(({ code }) => code === 'ingest:encoding-late')) return null
  const place = present < 0 ? (table.head.notes ?? []).length : present
  return others.toSpliced(place, 0, ...correctionNotes(source.corrections))
}
