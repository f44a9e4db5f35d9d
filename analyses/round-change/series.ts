import type { Base } from '../core/base'
import type { ComputeContext } from '../core/contract'
import { factorColumn, numericColumn, type Frame, type SurveyDataset } from '../core/datasets'
import { stopIfAborted, type AbortState } from '../core/errors'
import { finite } from '../core/result'
import { core } from '../core/words'
import type { ValueCounts } from '../numeric/summary/summary'
import { baseId, baseOf } from '../survey/bases'
import { hindrancesOf } from '../survey/change-verdict'
import { everybodyOf, sampledOf, testedMoments, weightedMean } from '../survey/case-weights'
import { groupIndex } from '../survey/groups'
import { isOneMeaning } from '../survey/item-changes'
import { stratumAttribute, type RoundChangeOptions } from './options'
import { pairsOf } from './patterns'
import { factsOf, itemsOfOutcomes, meanIntervalOf, type Reading } from './reading'
import type { RoundSeries } from './result'
import { adjustTrends, spreadOf, trendOf, withLimits, type RoundFacts, type TrendData, type TrendRow } from './rounds'
import { hasTrend, patternRounds } from './statements'
import { info, warning } from './words'

/** Above this many groups rounds and trends are left out: nobody reads them, and a model for each takes its time. */
const mostGroupsForTrends = 200

/** An outcome of a group over all rounds, before the trends' p values are adjusted. */
type UnadjustedSeries = Omit<RoundSeries, 'trend'> & { readonly trend: TrendRow }

/** Each outcome in each group over all rounds, by itself; none where they are not asked for or groups are too many. */
export function readSeries(frame: Frame | undefined, reading: Reading, abort: AbortState): readonly UnadjustedSeries[] {
  const { options, dataset, columns, weighted, allKeys } = reading
  if (!options.trend || allKeys.length > mostGroupsForTrends) return []
  const rounds = dataset.rounds.map(({ id }) => id)
  const places = frame === undefined ? null : readPlaces(frame, columns, rounds)
  const summed = itemsOfOutcomes(dataset)
  const order = patternRounds(dataset, options)
  const { from, to } = reading
  return allKeys.flatMap((key) =>
    options.outcomes.map((outcome) => {
      stopIfAborted(abort)
      const patterns = reading.patterns?.(key, outcome)
      const followed =
        reading.comparison === 'linked' && patterns !== undefined
          ? pairsOf(patterns, order.indexOf(from), order.indexOf(to)).linked
          : null
      const facts = rounds.map((round): RoundFacts => {
        const distribution = reading.distribution(round, key, outcome)
        const moments = testedMoments(distribution)
        const sampled = sampledOf(distribution)
        const gate = factsOf(reading, { round, key, moments, sampled, items: summed(outcome) })
        return {
          round,
          moments,
          answers: sampled,
          sd: weighted ? finite(weightedMean(distribution)?.sd) : spreadOf(moments),
          hindrances: hindrancesOf([{ round, facts: gate }], reading.limits).map(({ failure }) => failure),
          beyond: followed !== null && (round === from || round === to) ? moments.n - followed : 0,
        }
      })
      const data: TrendData =
        reading.patterns !== null
          ? { model: 'person', patterns }
          : (places?.(key, outcome) ??
            plainRows(rounds.map((round) => everybodyOf(reading.distribution(round, key, outcome)))))
      const trend = trendOf(facts, data, (used) => isOneMeaning(dataset, outcome, used), options)
      return { key, outcome, rounds: withLimits(facts, meanIntervalOf(reading, outcome)), trend }
    }),
  )
}

const familyOf = (outcome: string, round: string): string => `rounds ${outcome} ${round}`

/** The family of trends, and counts of what happened, stand on every group's people of all rounds, which are used together: limits are made of all of them. */
export function basesOfSeries(series: readonly UnadjustedSeries[], columns: readonly string[]): readonly Base[] {
  return series.flatMap(({ key, outcome, rounds }) =>
    rounds.map(({ round, n, sd }) =>
      baseOf(familyOf(outcome, round), columns, key, [n], {
        isUniform: sd === 0,
        isOfOneRound: true,
        together: baseId(familyOf(outcome, ''), key),
      }),
    ),
  )
}

/** P values of trends adjusted over those that may be used, and what is to be said of them. */
export function judgedSeries(
  series: readonly UnadjustedSeries[],
  { options, dataset, weighted, allKeys }: Reading,
  context: ComputeContext<SurveyDataset>,
): readonly RoundSeries[] {
  if (!options.trend) return []
  if (allKeys.length > mostGroupsForTrends) {
    context.note(info('rounds-left-out', { groups: allKeys.length, most: mostGroupsForTrends }))
    return []
  }
  const isUsable = ({ key, outcome, rounds }: UnadjustedSeries): boolean =>
    rounds.every(({ round }) => context.usable.has(baseId(familyOf(outcome, round), key)))
  if (hasTrend(dataset, options))
    noteTrends(
      series.filter(isUsable).map(({ trend }) => trend),
      options,
      weighted,
      context,
    )
  else context.note(info('trend-needs-rounds', { rounds: dataset.rounds.length }, { table: 'trend' }))
  const adjusted = adjustTrends(
    series.map((one) => (isUsable(one) ? one.trend.pValue : null)),
    options,
  )
  return series.map((one, index) => ({ ...one, trend: { ...one.trend, pAdjusted: adjusted[index] ?? null } }))
}

function noteTrends(
  trends: readonly TrendRow[],
  options: RoundChangeOptions,
  weighted: boolean,
  context: ComputeContext<SurveyDataset>,
): void {
  const concerns = { table: 'trend' } as const
  const count = (matches: (trend: TrendRow) => boolean): number => trends.filter(matches).length
  for (const model of ['person', 'organisation', 'none'] as const) {
    const own = count((trend) => trend.model === model)
    if (own > 0) context.note(info(`trend-${model}`, { count: own }, concerns))
  }
  for (const reason of ['too-few-rounds', 'meaning', 'not-fitted'] as const) {
    const own = count((trend) => trend.reason === reason)
    if (own > 0) context.note(warning(`trend-${reason}`, { count: own, of: trends.length }, concerns))
  }
  const singular = count(({ isSingular }) => isSingular)
  if (singular > 0) context.note(info('trend-singular', { count: singular }, concerns))
  if (weighted) context.note(info('trend-unweighted', {}, concerns))
  context.note(
    info(
      'family-trend',
      {
        count: count(({ pValue }) => pValue !== null),
        adjustment: core.say(`option.adjust.choice.${options.adjust}`),
        isAdjusted: options.adjust !== 'none',
      },
      { table: 'trend', column: 'p_adjusted' },
    ),
  )
}

/** Values by round and organisation, as a trend reads them. */
function readPlaces(
  frame: Frame,
  columns: readonly string[],
  rounds: readonly string[],
): (key: readonly string[], outcome: string) => TrendData | undefined {
  const round = groupIndex(
    frame,
    ['round'],
    rounds.map((id) => [id]),
  )
  const { keys, ofRow } = groupIndex(frame, columns)
  const place = groupIndex(frame, [stratumAttribute])
  const outcomeOf = factorColumn(frame, 'outcome')
  const [value, n] = [numericColumn(frame, 'value'), numericColumn(frame, 'n')]
  const cells = new Map<
    string,
    { readonly values: number[]; readonly round: number[]; readonly codes: number[]; readonly counts: number[] }
  >()
  for (let row = 0; row < frame.rowCount; row += 1) {
    if (Number.isNaN(value[row])) continue
    const name = JSON.stringify([keys[ofRow[row] ?? 0], outcomeOf.levels[outcomeOf.codes[row] ?? -1]])
    let cell = cells.get(name)
    if (cell === undefined) {
      cell = { values: [], round: [], codes: [], counts: [] }
      cells.set(name, cell)
    }
    cell.values.push(value[row] ?? 0)
    cell.round.push(round.ofRow[row] ?? 0)
    cell.codes.push(place.ofRow[row] ?? 0)
    cell.counts.push(n[row] ?? 0)
  }
  return (key, outcome) => {
    const cell = cells.get(JSON.stringify([key, outcome]))
    if (cell === undefined) return undefined
    // Numbered anew: of all organisations only some are in this group.
    const numbers = new Map<number, number>()
    const own = cell.codes.map((code) => {
      const known = numbers.get(code) ?? numbers.size
      numbers.set(code, known)
      return known
    })
    return {
      model: 'organisation',
      values: cell.values,
      round: cell.round,
      place: own,
      counts: cell.counts,
      places: numbers.size,
    }
  }
}

function plainRows(distributions: readonly ValueCounts[]): TrendData {
  const rows = distributions.flatMap(({ values, counts }, round) =>
    Array.from(values, (value, index) => ({ value, round, count: counts[index] ?? 0 })),
  )
  return {
    model: 'none',
    values: rows.map(({ value }) => value),
    round: rows.map(({ round }) => round),
    place: [],
    counts: rows.map(({ count }) => count),
    places: 0,
  }
}
