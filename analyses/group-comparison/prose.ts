import type { ReportContext } from '../core/contract'
import type { SurveyDataset } from '../core/datasets'
import { rowsWith } from '../core/reading'
import type { Prose } from '../core/result'
import {
  core,
  fewInWords,
  intervalPhrase,
  percentOf,
  probabilityPhrase,
  quantity,
  type Label,
  type Phrase,
} from '../core/words'
import { columnsLabel } from '../survey/figure-furniture'
import { unitLabel } from '../survey/score-axis'
import type { ContrastRow, OmnibusRow, PairRow, Tables } from './declarations'
import { pairMethodFor, type GroupComparisonOptions } from './options'
import { say } from './words'

/** Outcomes that get a sentence of their own; the rest are counted. */
const outcomesInWords = 8

export function sayGroupComparison(
  { omnibus, pairwise, contrasts }: Tables,
  options: GroupComparisonOptions,
  context: ReportContext<SurveyDataset>,
): Prose {
  const level = 1 - options.confidence
  const tested = rowsWith(omnibus.rows, 'p_value')
  const isDifferent = ({ cells }: OmnibusRow): boolean =>
    ((options.outcomes.length > 1 ? cells.p_adjusted : cells.p_value) ?? 1) < level
  const different = tested.filter(isDifferent)
  const undecided = tested.filter((row) => !isDifferent(row))
  const inPairs = omnibus.rows.flatMap((row) =>
    row.cells.p_value === null ? inPairsSentences(row, pairwise.rows, options, context) : [],
  )
  return {
    method: methodSentences(options, contrasts.rows.length > 0, context.dataset),
    finding: [
      ...different
        .slice(0, outcomesInWords)
        .flatMap((row) => differenceSentences(row, pairwise.rows, options, context)),
      ...(different.length > outcomesInWords
        ? [say('say.finding.more', { count: different.length - outcomesInWords })]
        : []),
      ...(undecided.length > 0 ? [undecidedSentence(undecided, level)] : []),
      ...inPairs,
      ...(tested.length === 0 && inPairs.length === 0 ? [say('say.finding.nothing-tested')] : []),
      ...contrastSentences(contrasts.rows, different, options),
    ],
  }
}

function methodSentences(
  options: GroupComparisonOptions,
  hasContrasts: boolean,
  dataset: SurveyDataset,
): readonly Label[] {
  const count = options.outcomes.length
  const confidence = percentOf(options.confidence)
  return [
    say(`say.method.${options.test}`, { count, by: columnsLabel(dataset, options.by) }),
    say(`say.pairs.${pairMethodFor(options)}`, { confidence, isBootstrapped: options.interval !== 't' }),
    ...(options.interval === 't'
      ? []
      : [say(`say.interval.${options.interval}`, { confidence, draws: options.draws })]),
    ...(count > 1 ? [adjustmentSentence(options)] : []),
    ...(options.weights && dataset.weighted ? [say('say.weighted')] : []),
    ...(options.finite_population ? [say('say.finite-population')] : []),
    ...(options.contrasts !== 'none' && hasContrasts ? [say(`say.contrasts.${options.contrasts}`)] : []),
  ]
}

function adjustmentSentence({ adjust, outcomes }: GroupComparisonOptions): Label {
  return adjust === 'none'
    ? say('say.unadjusted', { count: outcomes.length })
    : say('say.adjusted', { count: outcomes.length, adjustment: core.say(`option.adjust.choice.${adjust}`) })
}

/** `F(2; 17,1) = 5,18, p = 0,017; ω² = 0,20 [0,00; 0,43]`. */
export function testResult({ cells }: OmnibusRow): Phrase {
  const result =
    cells.test === 'kruskal-wallis' ? 'kruskal-wallis' : cells.omega_sq === null ? 'f-only' : ('f' as const)
  return say(`result.${result}`, {
    df: quantity(cells.df, 'df'),
    df_residual: quantity(cells.df_residual, 'df'),
    statistic: quantity(cells.statistic, 'statistic'),
    p: probabilityPhrase(cells.p_value),
    omega: quantity(cells.omega_sq, 'correlation'),
    epsilon: quantity(cells.epsilon_sq, 'correlation'),
    interval: intervalPhrase(cells.conf_low, cells.conf_high, 'correlation'),
  })
}

function differenceSentence(row: OmnibusRow, { outcomes, adjust }: GroupComparisonOptions): Label {
  return say('say.finding.different', {
    outcome: { outcome: row.cells.outcome },
    result: testResult(row),
    isAdjusted: outcomes.length > 1 && adjust !== 'none',
    adjusted: probabilityPhrase(row.cells.p_adjusted),
  })
}

/** The widest of the pairs of an outcome that differ, which is about people and points, before the test of all groups; or the test, and that no pair differs by itself. */
function differenceSentences(
  row: OmnibusRow,
  pairs: readonly PairRow[],
  options: GroupComparisonOptions,
  context: ReportContext<SurveyDataset>,
): readonly Label[] {
  const test = differenceSentence(row, options)
  const { of, widest } = pairsOf(row, pairs, options, context)
  if (widest !== null) return [widest, test]
  return of === 0 ? [test] : [test, say('say.finding.no-pair', { of })]
}

/** Pairs can be tested where all groups together cannot, such as beside a group in which everybody answered alike. */
function inPairsSentences(
  row: OmnibusRow,
  pairs: readonly PairRow[],
  options: GroupComparisonOptions,
  context: ReportContext<SurveyDataset>,
): readonly Label[] {
  const { of, widest } = pairsOf(row, pairs, options, context)
  if (of === 0) return []
  return [
    ...(widest === null ? [] : [widest]),
    say('say.finding.in-pairs', { outcome: { outcome: row.cells.outcome }, of, isClear: widest !== null }),
  ]
}

/** How many pairs of an outcome were tested, and what is said of the widest among those that differ, as a − b as in the table and the figure; null where none does. */
function pairsOf(
  { cells: { outcome } }: OmnibusRow,
  pairs: readonly PairRow[],
  options: GroupComparisonOptions,
  context: ReportContext<SurveyDataset>,
): { readonly of: number; readonly widest: Label | null } {
  const own = rowsWith(pairs, 'p_adjusted').filter(({ cells }) => cells.outcome === outcome)
  const clear = rowsWith(own, 'estimate', 'p_adjusted').filter(({ cells }) => cells.p_adjusted < 1 - options.confidence)
  const [widest] = clear.toSorted((a, b) => Math.abs(b.cells.estimate) - Math.abs(a.cells.estimate))
  if (widest === undefined) return { of: own.length, widest: null }
  const { group_a: a, group_b: b, estimate, conf_low: low, conf_high: high } = widest.cells
  return {
    of: own.length,
    widest: say(pairMethodFor(options) === 'dunn-holm' ? 'say.finding.pair-ranks' : 'say.finding.pair', {
      outcome: { outcome },
      count: clear.length,
      of: own.length,
      a,
      b,
      isAbove: estimate >= 0,
      estimate: quantity(Math.abs(estimate), 'estimate'),
      unit: unitLabel(context.dataset, outcome),
      interval: intervalPhrase(low, high, 'estimate'),
      p: probabilityPhrase(widest.cells.p_adjusted),
    }),
  }
}

function undecidedSentence(undecided: readonly OmnibusRow[], level: number): Label {
  const [first] = undecided
  return say('say.finding.undecided', {
    count: undecided.length,
    outcomes: { list: undecided.slice(0, outcomesInWords).map(({ cells }): Label => ({ outcome: cells.outcome })) },
    hasMore: undecided.length > outcomesInWords,
    more: undecided.length - outcomesInWords,
    level: percentOf(level),
    result: undecided.length === 1 && first !== undefined ? testResult(first) : '',
  })
}

/** Of the outcomes that differ: which groups stand apart. Of all outcomes: whether they rise or fall over ordered groups. */
function contrastSentences(
  contrasts: readonly ContrastRow[],
  different: readonly OmnibusRow[],
  options: GroupComparisonOptions,
): readonly Label[] {
  const clear = rowsWith(contrasts, 'p_adjusted').filter(({ cells }) => cells.p_adjusted < 1 - options.confidence)
  if (options.contrasts === 'polynomial')
    return clear
      .filter(({ cells }) => cells.contrast === 'linear')
      .slice(0, outcomesInWords)
      .map(({ cells }) =>
        say('say.finding.trend', {
          outcome: { outcome: cells.outcome },
          isRise: (cells.estimate ?? 0) > 0,
          df: quantity(cells.df, 'df'),
          statistic: quantity(cells.statistic, 'statistic'),
          p: probabilityPhrase(cells.p_adjusted),
        }),
      )
  return different.slice(0, outcomesInWords).flatMap(({ cells: { outcome } }) => {
    // Two groups lie equally far from the mean of both: their difference has been said.
    const groups = new Set(contrasts.flatMap(({ cells }) => (cells.outcome === outcome ? [cells.group] : [])))
    if (options.contrasts === 'deviation' && groups.size < 3) return []
    const own = clear.filter(({ cells }) => cells.outcome === outcome)
    const [first] = own
    if (first === undefined) return []
    return [
      say('say.finding.contrasts', {
        outcome: { outcome },
        count: own.length,
        groups: fewInWords(own.map(({ cells }) => cells.group ?? '')),
        isReference: options.contrasts === 'reference',
        reference: first.cells.reference ?? '',
      }),
    ]
  })
}
