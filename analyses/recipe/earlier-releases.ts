import type { SurveyDataset } from '../core/datasets'
import { fingerprint } from '../core/fingerprint'
import { writeInstrument } from '../instrument/format'
import type { Instrument } from '../instrument/model'
import { sourceOf } from '../sources/registry'
import { surveyOfSources } from '../survey/filter'
import type { EarlierRelease, EarlierStanding } from './earlier-release'
import type { Recipe, RecipeAnalysis, RecipeSource } from './recipe'
import type { AnalysisOutcome, ComputedRun, Datasets } from './run'

/** What releases are about, beside the results: everything that says who is in the survey and what they answered. */
export interface ReleasedData {
  readonly sources: readonly RecipeSource[]
  readonly instrument: Instrument | null
  readonly exclusions?: Recipe['exclusions']
  readonly variables?: Recipe['variables']
  readonly tree?: Recipe['tree']
  /** Of every source that has been read. */
  readonly reports: readonly { readonly source: string; readonly sha256: string }[]
  readonly survey: SurveyDataset | null
}

/**
 * What is remembered of the results of a survey that leave now.
 * @param analyses those of the project, in its order
 * @returns null where nothing of a survey leaves
 */
export function rememberedRelease(
  data: ReleasedData,
  analyses: readonly RecipeAnalysis[],
  outcomes: readonly AnalysisOutcome[],
  { on, to, protect }: Pick<EarlierRelease, 'on' | 'to' | 'protect'>,
): EarlierRelease | null {
  const { survey } = data
  if (survey === null) return null
  const shown = outcomes.flatMap((outcome) => {
    const own = analyses.find(({ id, as }) => (as ?? id) === outcome.as)
    const isOfSurvey = outcome.tables.some(({ protection }) => protection.kind !== 'open')
    return own === undefined || outcome.status !== 'ok' || !isOfSurvey ? [] : [released(own, outcome)]
  })
  return shown.length === 0 ? null : { on, to, protect, data: stateOf(data, survey), analyses: shown }
}

const released = (
  { order: _order, where: _where, ...analysis }: RecipeAnalysis,
  outcome: AnalysisOutcome,
): RecipeAnalysis => ({
  ...analysis,
  as: outcome.as,
  version: outcome.version,
  ...(outcome.where.length === 0
    ? {}
    : { where: outcome.where.map(({ column, in: values }) => ({ column, in: [...values] })) }),
  options: outcome.options,
})

function stateOf(data: ReleasedData, survey: SurveyDataset): EarlierRelease['data'] {
  return {
    sources: Object.fromEntries(
      data.sources.filter(isOfSurvey).flatMap((source) => {
        const report = data.reports.find((one) => one.source === source.id)
        return report === undefined ? [] : [[source.id, { sha256: report.sha256, read: markOfReading(source) }]]
      }),
    ),
    rounds: survey.rounds.map(({ id }) => id),
    instrument: markOfInstrument(data.instrument),
    people: markOfPeople(data),
  }
}

/** Whether people's answers come from it. */
const isOfSurvey = ({ kind }: RecipeSource): boolean => sourceOf(kind).needsInstrument === true

function markOfReading(source: RecipeSource): string {
  const { file: _, ...reading } = source
  return fingerprint(sortedText(reading))
}

/** A window asks at every step, and an instrument is long. */
const marksOfInstruments = new WeakMap<Instrument, string>()

function markOfInstrument(instrument: Instrument | null): string {
  if (instrument === null) return fingerprint('')
  const known = marksOfInstruments.get(instrument)
  if (known !== undefined) return known
  const found = fingerprint(writeInstrument(instrument))
  marksOfInstruments.set(instrument, found)
  return found
}

/** Why somebody is left out changes nothing of who is. */
const markOfPeople = ({ exclusions = [], variables = [], tree }: ReleasedData): string =>
  fingerprint(
    sortedText({
      exclusions: exclusions.map((line) => ({ ...line, reason: undefined })),
      variables,
      tree: tree ?? null,
    }),
  )

/** JSON with the keys of every object in the order of the alphabet, so that the same content has the same text. */
const sortedText = (value: unknown): string =>
  JSON.stringify(value, (_key, part: unknown) =>
    typeof part === 'object' && part !== null && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).toSorted(([a], [b]) => (a < b ? -1 : 1)))
      : part,
  )

/** Why a release cannot be held against what is shown now: a file is another or gone, the instrument is another, or other people are counted. */
export type UncheckedReason = 'files' | 'instrument' | 'people'

/** @returns null where the people and answers of then are among those of now, known one by one */
export function uncheckedReason({ data: then }: EarlierRelease, now: ReleasedData): UncheckedReason | null {
  const isThere = Object.entries(then.sources).every(([id, { sha256, read }]) => {
    const source = now.sources.find((one) => one.id === id)
    const report = now.reports.find((one) => one.source === id)
    return source !== undefined && report?.sha256 === sha256 && markOfReading(source) === read
  })
  if (!isThere) return 'files'
  if (then.instrument !== markOfInstrument(now.instrument)) return 'instrument'
  return then.people === markOfPeople(now) ? null : 'people'
}

/** Names of the releases that what is shown now cannot be held against. */
export const uncheckedReleases = (releases: readonly EarlierRelease[], now: ReleasedData): readonly string[] =>
  releases.flatMap((release, index) => (uncheckedReason(release, now) === null ? [] : [releaseName(releases, index)]))

/** An analysis that was released, to be computed again. */
export interface EarlierAnalysis {
  /** What its results go by beside those of now. */
  readonly as: string
  readonly analysis: RecipeAnalysis
  readonly standing: EarlierStanding
}

/** What was released of data that are still there, the earliest first. */
export function earlierAnalyses(releases: readonly EarlierRelease[], now: ReleasedData): readonly EarlierAnalysis[] {
  return releases.flatMap((release, index) => {
    if (uncheckedReason(release, now) !== null) return []
    const then = Object.keys(release.data.sources)
    const hasOthers = now.sources.some((source) => isOfSurvey(source) && !then.includes(source.id))
    const name = releaseName(releases, index)
    const standing = { release: index, name, minGroup: release.protect.min_group, sources: hasOthers ? then : null }
    return release.analyses.map((analysis) => ({ as: `${analysis.as ?? analysis.id} (${name})`, analysis, standing }))
  })
}

/** What a release is called where results name it; several to one recipient on one day are numbered. */
export function releaseName(releases: readonly EarlierRelease[], index: number): string {
  const nameOf = ({ on, to }: EarlierRelease): string => `${to} ${on}`
  const own = releases[index]
  if (own === undefined) return ''
  const before = releases.slice(0, index).filter((other) => nameOf(other) === nameOf(own)).length
  return before === 0 ? nameOf(own) : `${nameOf(own)} (${before + 1})`
}

/** The data as a release had them: the rows of its sources, and no round that came later. */
export function datasetsThen(datasets: Datasets, { data }: EarlierRelease, { sources }: EarlierStanding): Datasets {
  const { survey } = datasets
  return survey === null || sources === null
    ? datasets
    : { ...datasets, survey: surveyOfSources(survey, sources, data.rounds) }
}

/** A run as it stands beside the others. */
export const standingRun = (
  run: ComputedRun,
  { as, standing }: Pick<EarlierAnalysis, 'as' | 'standing'>,
): ComputedRun => ({ ...run, prepared: { ...run.prepared, as, earlier: standing } })
