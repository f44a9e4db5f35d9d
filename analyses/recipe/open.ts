import { sourceOf } from '../sources/registry'
import type { Database } from '../core/database'
import type { Dataset } from '../core/datasets'
import type { Instrument } from '../instrument/model'
import { openSeries } from '../series/open'
import { inventoryDataset } from '../sources/inventory/dataset'
import type { DataPart, SurveyPart } from '../sources/parts'
import type { ImportReport } from '../sources/report'
import { openSurvey, type LoadedSurvey } from '../survey/open'
import { preparationsOf, type SurveyDeclarations } from './declared'
import type { Datasets } from './run'

/** How the parts that sources bring become the data of each kind. Null when there is nothing to open. */
const openers: {
  readonly [Data in Dataset['kind']]: (
    database: Database,
    instrument: Instrument | null,
    parts: readonly Extract<DataPart, { data: Data }>[],
    declared: SurveyDeclarations,
  ) => Promise<Extract<Dataset, { kind: Data }> | null>
} = {
  survey: async (database, instrument, parts, declared) =>
    instrument === null || parts.every(({ answers }) => answers === null)
      ? null
      : openSurvey(database, { ...summarizeSurvey(instrument, parts), declared }, preparationsOf(declared)),
  series: (database, _instrument, parts) => openSeries(database, parts),
  indicators: async (_database, _instrument, parts) =>
    parts.length === 0
      ? null
      : { kind: 'indicators', sources: parts.map(({ source }) => source), tables: { indicators: 'indicators' } },
  inventory: async (_database, _instrument, parts, { levels }) => inventoryDataset(parts, levels),
}

/** Kinds of data, each opened by itself from the sources that belong to it. */
export const dataKinds = Object.keys(openers) as readonly Dataset['kind'][]

/**
 * Opens the data of one kind, whose rows stand in the engine already.
 * @param reports of the sources, in the order of the project; those of other data are passed over
 * @returns null when there is nothing to open
 * @throws InputError when the sources contradict each other
 */
export async function openData<Data extends Dataset['kind']>(
  database: Database,
  data: Data,
  instrument: Instrument | null,
  reports: readonly ImportReport[],
  declared: SurveyDeclarations = {},
): Promise<Extract<Dataset, { kind: Data }> | null> {
  const parts = reports.map((report) => sourceOf(report.kind).part(report))
  const own = parts.filter((part): part is Extract<DataPart, { data: Data }> => part.data === data)
  return openers[data](database, instrument, own, declared)
}

/** Opens everything that stands in the engine: scores, attribute trees, series, tables about organisations. */
export async function openDatasets(
  database: Database,
  instrument: Instrument | null,
  reports: readonly ImportReport[],
  declared: SurveyDeclarations = {},
): Promise<Datasets> {
  return {
    survey: await openData(database, 'survey', instrument, reports, declared),
    series: await openData(database, 'series', instrument, reports),
    indicators: await openData(database, 'indicators', instrument, reports),
    inventory: await openData(database, 'inventory', instrument, reports, declared),
  }
}

/** Sums up the survey sources of a project. An item is missing in a round when none of the round's files has it. */
export function summarizeSurvey(instrument: Instrument, parts: readonly SurveyPart[]): LoadedSurvey {
  const answers = parts.flatMap((part) => (part.answers === null ? [] : [part.answers]))
  const headcounts = parts.flatMap(({ headcountBy }) => (headcountBy === null ? [] : [headcountBy]))
  const rounds = [...new Set(answers.flatMap((part) => part.rounds))]
  return {
    instrument,
    attributes: [...new Set(answers.flatMap((part) => part.attributes))],
    itemsMissingByRound: Object.fromEntries(
      rounds.map((round) => {
        const present = new Set(answers.filter((part) => part.rounds.includes(round)).flatMap((part) => part.items))
        return [round, instrument.items.map(({ id }) => id).filter((id) => !present.has(id))]
      }),
    ),
    weighted: answers.some((part) => part.weighted),
    headcountBy: headcounts.length === 0 ? null : [...new Set(headcounts.flat())],
    rounds,
    fileLevels: mergedLevels(answers.map((part) => part.levels ?? {})),
  }
}

/** Levels by attribute as the files store them; those of later files follow those of earlier ones. */
function mergedLevels(
  parts: readonly Readonly<Record<string, readonly string[]>>[],
): Readonly<Record<string, readonly string[]>> {
  const ids = new Set(parts.flatMap((part) => Object.keys(part)))
  return Object.fromEntries([...ids].map((id) => [id, [...new Set(parts.flatMap((part) => part[id] ?? []))]]))
}
