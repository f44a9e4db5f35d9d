import type { Database } from '../../analyses/core/database'
import type { AbortState } from '../../analyses/core/errors'
import type { Instrument } from '../../analyses/instrument/model'
import { openTable } from '../../analyses/readers/reader'
import { readers } from '../../analyses/readers/registry'
import type { RecipeSource } from '../../analyses/recipe/recipe'
import { inspectSource } from '../../analyses/sources/loading'
import { sourceOf } from '../../analyses/sources/registry'
import { dataFile } from './data-file'
import { fileRows } from './file-rows'
import type { IngestCall, SourceReading } from './ingest-protocol'

/** What a source in the engine was read from. */
interface HeldSource {
  readonly source: RecipeSource
  readonly instrument: string
  readonly reading: SourceReading
}

const held = new Map<string, HeldSource>()

/** Remembers how a source was read, so that another correction need not read its file again. */
export function holdSource(source: RecipeSource, instrument: Instrument | null, reading: SourceReading): void {
  held.set(source.id, { source, instrument: JSON.stringify(instrument), reading })
}

export const letGo = (id: string): void => void held.delete(id)

/**
 * Corrects the rows of a source in the engine, where what is asked for differs from what was read by plain corrections alone.
 * @returns what a reading of the file would tell; null where the file has to be read
 */
export async function amendedSource(
  database: Database,
  { given, source, instrument, sha256 }: Extract<IngestCall, { call: 'load' }>,
  abort: AbortState,
): Promise<SourceReading | null> {
  const before = held.get(source.id)
  const report = before?.reading.report ?? null
  const { amend } = sourceOf(source.kind)
  if (before === undefined || report === null || amend === undefined || before.source.kind !== source.kind) return null
  if (instrument === null || sha256 === null || sha256 !== report.sha256) return null
  if (JSON.stringify(instrument) !== before.instrument) return null
  const { table } = await openTable(readers, dataFile(given), source.dialect)
  const { uses, problems } = inspectSource(sourceOf(source.kind), table, source, instrument)
  if (problems.length > 0 || JSON.stringify(uses) !== JSON.stringify(report.columns)) return null
  const now = await amend({
    database,
    before: before.source as never,
    source: source as never,
    instrument,
    report,
    table,
    cellsOf: async (cells) => {
      const [rows, columns] = [cells.map(({ row }) => row), [...new Set(cells.map(({ index }) => index))]]
      const found = await fileRows({ given, source, rows, columns }, abort)
      const byRow = new Map(found.rows.map((each) => [each.row, each.cells]))
      return cells.map(({ row, index }) => byRow.get(row)?.[columns.indexOf(index)])
    },
  })
  if (now === null) return null
  const reading = { ...before.reading, report: now }
  holdSource(source, instrument, reading)
  return reading
}
