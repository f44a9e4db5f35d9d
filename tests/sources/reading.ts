import type { Database } from '../../analyses/core/database'
import { InputError } from '../../analyses/core/errors'
import { sourceId } from '../../analyses/core/ids'
import { readers } from '../../analyses/readers/registry'
import { sourceOf, sources } from '../../analyses/sources/registry'
import type { Instrument } from '../../analyses/instrument/model'
import type { DataFile } from '../../analyses/readers/data-file'
import { openTable, type TableHead } from '../../analyses/readers/reader'
import type { HeadcountReport } from '../../analyses/sources/headcount/source'
import type { InventoryReport } from '../../analyses/sources/inventory/source'
import { inspectSource, loadSource } from '../../analyses/sources/loading'
import type { LogReport } from '../../analyses/sources/log'
import { recogniseSource, type Recognised } from '../../analyses/sources/recognition'
import type { ImportReport, LoadOptions } from '../../analyses/sources/report'
import type { AnySource } from '../../analyses/sources/source'
import type { SurveyReport } from '../../analyses/sources/survey/source'

/** Reads a file as the kind of source it is said to be, by the registries as the program does. */
export function load(
  database: Database,
  file: DataFile,
  source: AnySource,
  options: LoadOptions = {},
  instrument: Instrument | null = null,
): Promise<ImportReport> {
  return loadSource(sourceOf(source.kind), readers, { database, file, source, instrument, options })
}

export const loadSurvey = (
  database: Database,
  file: DataFile,
  source: AnySource,
  instrument: Instrument,
  options: LoadOptions = {},
): Promise<SurveyReport> => load(database, file, source, options, instrument) as Promise<SurveyReport>

export const loadHeadcount = load as (...given: Parameters<typeof load>) => Promise<HeadcountReport>
export const loadLog = load as (...given: Parameters<typeof load>) => Promise<LogReport>
export const loadInventory = load as (...given: Parameters<typeof load>) => Promise<InventoryReport>

/** Everything that the beginning of a file shows to be wrong with it as a source. */
export async function problemsOf(
  file: DataFile,
  source: AnySource,
  instrument: Instrument | null = null,
): Promise<readonly InputError[]> {
  try {
    const { table } = await openTable(readers, file, source.dialect)
    return inspectSource(sourceOf(source.kind), table, source, instrument).problems
  } catch (error) {
    if (error instanceof InputError) return [error]
    throw error
  }
}

/** What a file seems to be. */
export async function recognise(
  file: DataFile,
  given: {
    readonly instrument?: Instrument | null
    readonly timeZone?: string
    readonly others?: readonly AnySource[]
  } = {},
): Promise<Recognised & { readonly head: TableHead }> {
  const { table } = await openTable(readers, file)
  const { instrument = null, others = [], timeZone } = given
  const clues = { head: table.head, instrument, others, timeZone }
  const found = recogniseSource(sources.values(), clues, sourceId(file.name))
  if (found === null) throw new Error('every file is recognised as something')
  return { ...found, head: table.head }
}
