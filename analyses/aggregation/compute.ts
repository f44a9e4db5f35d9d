import type { Base } from '../core/base'
import type { ComputeContext, Frames, ReadContext } from '../core/contract'
import { numericColumn, type SurveyDataset } from '../core/datasets'
import { InputError, stopIfAborted } from '../core/errors'
import type { Label } from '../core/words'
import { finite } from '../core/result'
import { normal } from '../numeric/distributions/normal'
import { mixedModel, type MixedModelFit } from '../numeric/mixed-model/mixed-model'
import { random } from '../numeric/resampling/random'
import { rankIntervals } from '../numeric/resampling/rank-intervals'
import { deviationOf, mean, median, momentsOfCounts, type Moments } from '../numeric/summary/summary'
import { intraclassCorrelations, meanReliability } from '../numeric/agreement/within-group-agreement'
import { baseId, baseOf, baseOfMoments } from '../survey/bases'
import { readValueCounts, type ByGroup, type Distribution } from '../survey/distribution'
import { keyText } from '../survey/group-counts'
import { groupColumns, withoutGroupNote } from '../survey/groups'
import { outcomeNotes } from '../survey/outcomes'
import { readAgreement, type GroupAgreement } from './agreement'
import { verdictOf, type AggregationOptions, type Reason, type Verdict } from './options'
import { largest, smallest } from '../numeric/summary/extremes'

/** Above this many groups ranks are not simulated: nobody reads such a league. */
const mostRankedGroups = 1000
/** Above this many groups the caterpillar is left out. */
export const mostGroupsForFigures = 60

export interface GroupScore {
  readonly key: readonly string[]
  readonly n: number
  readonly mean: number | null
  readonly sd: number | null
  readonly shrunkenMean: number | null
  readonly se: number | null
  readonly low: number | null
  readonly high: number | null
  readonly reliability: number | null
  readonly rank: number | null
  readonly rankLow: number | null
  readonly rankHigh: number | null
  readonly rwgj: number | null
}

export interface OutcomeAggregation {
  readonly outcome: string
  /** Groups and answers that the numbers stand on. */
  readonly groups: number
  readonly n: number
  readonly icc1: number | null
  readonly icc1K0: number | null
  readonly icc2: number | null
  readonly tauSquared: number | null
  readonly sigmaSquared: number | null
  readonly iccReml: number | null
  readonly rwgjMedian: number | null
  readonly rwgjMean: number | null
  readonly verdict: Verdict
  readonly reasons: readonly Reason[]
  readonly mean: number | null
  readonly meanGroupSize: number | null
  readonly k0: number | null
  readonly statistic: number | null
  readonly pValue: number | null
  readonly scores: readonly GroupScore[]
}

export interface Aggregation {
  readonly columns: readonly string[]
  readonly outcomes: readonly OutcomeAggregation[]
}

type Context = ComputeContext<SurveyDataset>

interface Sample {
  readonly group: number
  readonly distribution: Distribution
  readonly moments: Moments
}

/** Groups with what they answered, and how much they agree. */
export interface ReadGroups {
  readonly columns: readonly string[]
  readonly keys: readonly (readonly string[])[]
  /** By outcome, the groups that have values. */
  readonly samples: readonly (readonly Sample[])[]
  readonly agreementIn: (key: readonly string[], outcome: string) => GroupAgreement | undefined
  /** Respondents of no group, because a column is missing. */
  readonly withoutGroup: number
}

/** @param frames `values` of `valueCountsStatement`, `people` of `withoutGroupStatement`, `answers` of `agreementStatement` where there is one */
export function readGroups(
  frames: Frames,
  { by, outcomes }: AggregationOptions,
  { dataset, abort }: ReadContext<SurveyDataset>,
): ReadGroups {
  stopIfAborted(abort)
  const { values, people, answers } = frames
  if (values === undefined || people === undefined) throw new Error('frames values and people are needed')
  const columns = groupColumns(dataset, by)
  const distributions = readValueCounts(values, columns)
  return {
    columns,
    keys: distributions.keys,
    samples: outcomes.map((outcome) => samplesOf(outcome, distributions)),
    agreementIn: readAgreement(answers, dataset, outcomes, columns),
    withoutGroup: numericColumn(people, 'without')[0] ?? 0,
  }
}

/** Every group's people by outcome, and those among them who answered everything that agreement is of. */
export function basesOfGroups(
  { columns, keys, samples, agreementIn }: ReadGroups,
  { outcomes }: AggregationOptions,
): readonly Base[] {
  return outcomes.flatMap((outcome, index) => {
    const ofGroup = new Map((samples[index] ?? []).map(({ group, moments }) => [group, moments]))
    return keys.flatMap((key, group) => [
      baseOfMoments(outcome, columns, key, ofGroup.get(group)),
      baseOf(agreementFamily(outcome, key), columns, key, [agreementIn(key, outcome)?.n ?? 0]),
    ])
  })
}

/** Each group's agreement stands by itself. */
const agreementFamily = (outcome: string, key: readonly string[]): string => `agreement ${outcome} ${keyText(key)}`

/**
 * Whether a group's mean may be spoken of, and how it stands among the others.
 * @throws InputError when no outcome has two groups with answers
 */
export function aggregateScores(read: ReadGroups, options: AggregationOptions, context: Context): Aggregation {
  const { dataset, usable } = context
  const { columns, keys } = read
  for (const note of outcomeNotes(dataset, options.outcomes)) context.note(note)
  const missing = withoutGroupNote(read.withoutGroup, columns)
  if (missing !== null) context.note(missing)

  if (dataset.rounds.length > 1 && !columns.includes('round'))
    context.note({
      code: 'survey:pooled-over-rounds',
      level: 'warning',
      about: { rounds: { list: dataset.rounds.map(({ id }) => id) } },
    })

  const used = options.outcomes.map((outcome, index) =>
    (read.samples[index] ?? []).filter(({ group }) => usable.has(baseId(outcome, keys[group] ?? []))),
  )
  if (!used.some((groups) => groups.length >= 2)) {
    throw new InputError('aggregation:too-few-groups', {
      by: { list: columns.map((attribute): Label => ({ attribute })) },
      groups: Math.max(0, largest(used.map((groups) => groups.length))),
    })
  }
  const outcomes = options.outcomes.map((outcome, index) => {
    stopIfAborted(context.abort)
    context.progress(index / options.outcomes.length)
    const count = keys.filter((key) => !usable.has(baseId(outcome, key))).length
    if (count > 0)
      context.note({ code: 'aggregation:groups-withheld', level: 'warning', about: { outcome: { outcome }, count } })
    return aggregate(
      outcome,
      read.samples[index] ?? [],
      used[index] ?? [],
      keys,
      (key) => (usable.has(baseId(agreementFamily(outcome, key), key)) ? read.agreementIn(key, outcome) : undefined),
      options,
      context,
    )
  })
  noteWhatToKnow(outcomes, keys.length, options, context)
  return { columns, outcomes }
}

function samplesOf(outcome: string, distributions: ByGroup<Distribution>): readonly Sample[] {
  return distributions.keys.flatMap((_, group) => {
    const distribution = distributions.get(group, outcome)
    return distribution === undefined ? [] : [{ group, distribution, moments: momentsOfCounts(distribution) }]
  })
}

function aggregate(
  outcome: string,
  all: readonly Sample[],
  used: readonly Sample[],
  keys: readonly (readonly string[])[],
  agreementIn: (key: readonly string[]) => GroupAgreement | undefined,
  options: AggregationOptions,
  context: Context,
): OutcomeAggregation {
  const correlations = intraclassCorrelations(used.map(({ moments }) => moments))
  const fit = fitOf(used)
  if (typeof fit === 'string')
    context.note({
      code: 'aggregation:no-model',
      level: 'warning',
      about: {
        outcome: { outcome },
        problem: {
          message: `aggregation:problem.${fit === 'nothing-varies' || fit === 'no-residual-variation' ? fit : 'other'}`,
        },
      },
    })
  const ofGroup = new Map(all.map((sample) => [sample.group, sample]))
  const usedAt = new Map(used.map(({ group }, position) => [group, position]))
  const agreements = keys.map((key) => {
    const found = agreementIn(key)
    return found === undefined || found.n < 2 ? null : finite(found.rwgj)
  })
  const known = used.flatMap(({ group }) => agreements[group] ?? [])
  const between = typeof fit === 'string' ? null : (fit.components[0]?.variance ?? 0)
  const within = typeof fit === 'string' ? null : fit.residualVariance
  const icc1 = finite(correlations.icc1)
  const icc2 = finite(correlations.icc2)
  const rwgjMedian = known.length === 0 ? null : median(known)
  const { verdict, reasons } = verdictOf({ groups: used.length, icc1, icc2, rwgj: rwgjMedian, between }, options)
  const predictions = typeof fit === 'string' ? null : predictionsOf(outcome, fit, options, context)
  return {
    outcome,
    groups: used.length,
    n: used.reduce((sum, { moments }) => sum + moments.n, 0),
    icc1,
    icc1K0: finite(correlations.icc1K0),
    icc2,
    tauSquared: between,
    sigmaSquared: within,
    iccReml: between === null || within === null ? null : between / (between + within),
    rwgjMedian,
    rwgjMean: known.length === 0 ? null : mean(known),
    verdict,
    reasons,
    mean: predictions === null ? null : predictions.mean,
    meanGroupSize: finite(correlations.meanGroupSize),
    k0: finite(correlations.k0),
    statistic: finite(correlations.statistic),
    pValue: finite(correlations.pValue),
    scores: keys.map((key, group): GroupScore => {
      const sample = ofGroup.get(group)
      const position = usedAt.get(group)
      const predicted = position === undefined ? undefined : predictions?.ofGroup[position]
      return {
        key,
        n: sample?.moments.n ?? 0,
        mean: sample === undefined ? null : sample.moments.mean,
        sd: sample === undefined ? null : finite(deviationOf(sample.moments)),
        shrunkenMean: predicted?.shrunken ?? null,
        se: predicted?.se ?? null,
        low: predicted?.low ?? null,
        high: predicted?.high ?? null,
        reliability:
          predicted === undefined || sample === undefined || between === null || within === null
            ? null
            : finite(meanReliability(between, within, sample.moments.n)),
        rank: predicted?.rank ?? null,
        rankLow: predicted?.rankLow ?? null,
        rankHigh: predicted?.rankHigh ?? null,
        rwgj: position === undefined ? null : (agreements[group] ?? null),
      }
    }),
  }
}

/** REML with groups as the one random term. */
function fitOf(used: readonly Sample[]): MixedModelFit | string {
  const response = used.flatMap(({ distribution }) => [...distribution.values])
  const counts = used.flatMap(({ distribution }) => [...distribution.counts])
  const codes = used.flatMap(({ distribution }, position) => [...distribution.values].map(() => position))
  const model = mixedModel({
    response,
    counts,
    fixed: [{ id: '(Intercept)', values: response.map(() => 1) }],
    random: [{ id: 'group', codes, levels: used.length }],
  })
  return typeof model === 'string' ? model : model.fit('reml')
}

interface Prediction {
  readonly shrunken: number
  readonly se: number
  readonly low: number
  readonly high: number
  readonly rank: number | null
  readonly rankLow: number | null
  readonly rankHigh: number | null
}

function predictionsOf(
  outcome: string,
  fit: MixedModelFit,
  options: AggregationOptions,
  context: Context,
): { readonly mean: number; readonly ofGroup: readonly Prediction[] } {
  const overall = fit.fixed[0]?.estimate ?? Number.NaN
  const [modes] = fit.conditionalModes()
  const estimates = modes?.estimates ?? new Float64Array(0)
  const deviations = modes?.deviations ?? new Float64Array(0)
  const z = normal.quantileUpper((1 - options.confidence) / 2)
  const isRanked = estimates.length <= mostRankedGroups
  const areEqual = fit.isSingular
  const intervals =
    isRanked && !areEqual
      ? rankIntervals(
          estimates,
          deviations,
          options.draws,
          options.confidence,
          random(context.seed, `ranks of ${outcome}`),
          (draw) => {
            if (draw % 64 === 0) stopIfAborted(context.abort)
          },
        )
      : null
  const sorted = Float64Array.from(estimates).sort().reverse()
  const rankOf = new Map<number, number>()
  sorted.forEach((value, position) => {
    if (!rankOf.has(value)) rankOf.set(value, position + 1)
  })
  return {
    mean: overall,
    ofGroup: Array.from(estimates, (estimate, index) => {
      const se = deviations[index] ?? 0
      const shrunken = overall + estimate
      return {
        shrunken,
        se,
        low: shrunken - z * se,
        high: shrunken + z * se,
        // Without variance between groups every order is as likely as any other.
        rank: isRanked && !areEqual ? (rankOf.get(estimate) ?? null) : null,
        rankLow: !isRanked ? null : areEqual ? 1 : (intervals?.[index]?.low ?? null),
        rankHigh: !isRanked ? null : areEqual ? estimates.length : (intervals?.[index]?.high ?? null),
      }
    }),
  }
}

function noteWhatToKnow(
  outcomes: readonly OutcomeAggregation[],
  groups: number,
  options: AggregationOptions,
  context: Context,
): void {
  const listed = (of: (outcome: OutcomeAggregation) => boolean): Label => ({
    list: outcomes.filter(of).map(({ outcome }): Label => ({ outcome })),
  })
  const isSingular = (one: OutcomeAggregation): boolean => one.tauSquared === 0
  const isNegative = (one: OutcomeAggregation): boolean => one.icc1 !== null && one.icc1 < 0
  if (outcomes.some(isSingular))
    context.note({ code: 'aggregation:singular', level: 'info', about: { outcomes: listed(isSingular) } })
  if (outcomes.some(isNegative))
    context.note({ code: 'aggregation:negative', level: 'info', about: { outcomes: listed(isNegative) } })
  const isFew = (one: OutcomeAggregation): boolean => one.groups < options.min_groups
  if (outcomes.some(isFew))
    context.note({
      code: 'aggregation:few-groups',
      level: 'warning',
      about: { groups: smallest(outcomes.map((one) => one.groups)), least: options.min_groups },
    })
  const isWithoutAgreement = (one: OutcomeAggregation): boolean => one.rwgjMedian === null
  if (outcomes.some(isWithoutAgreement))
    context.note({ code: 'aggregation:no-agreement', level: 'info', about: { outcomes: listed(isWithoutAgreement) } })
  if (outcomes.some((one) => one.groups > mostRankedGroups))
    context.note({ code: 'aggregation:ranks-left-out', level: 'info', about: { groups, most: mostRankedGroups } })
  if (groups > mostGroupsForFigures)
    context.note({
      code: 'aggregation:caterpillar-left-out',
      level: 'info',
      about: { groups, most: mostGroupsForFigures },
    })
}
