import type { ReportContext } from '../core/contract'
import type { SurveyDataset } from '../core/datasets'
import { rowsWith, type RowWith } from '../core/reading'
import type { Prose } from '../core/result'
import {
  core,
  intervalPhrase,
  percentOf,
  probabilityPhrase,
  quantity,
  type Label,
  type Phrase,
  type Values,
} from '../core/words'
import { factorialTerms } from '../numeric/comparison/factorial-anova'
import { isOverlapping } from '../survey/overlap'
import { withheldNote } from '../survey/figure-furniture'
import type { MeanRow, Tables, TermRow } from './declarations'
import { factorList, residualTerm, termLabel, termName } from './factors'
import { sumOfSquaresType, type FactorialVarianceOptions } from './options'
import { say } from './words'

/** With at most this many outcomes, the terms without a difference are named for each of them. */
const outcomesWithRest = 2
/** Outcomes that get sentences of their own; the rest are counted. */
const outcomesInWords = 6

type TestedRow = RowWith<TermRow, 'p_value'>

/** An outcome's rows of the analysis of variance. */
interface TermsOfOutcome {
  readonly outcome: string
  readonly tested: readonly TestedRow[]
  readonly untested: readonly TermRow[]
  /** Degrees of freedom that the terms leave over. */
  readonly dfResidual: number | null
}

export function termsOf(rows: readonly TermRow[], outcome: string): TermsOfOutcome {
  const own = rows.filter(({ cells }) => cells.outcome === outcome)
  const isResidual = ({ cells }: TermRow): boolean => cells.term === residualTerm
  return {
    outcome,
    tested: rowsWith(own, 'p_value'),
    untested: own.filter((row) => !isResidual(row) && row.cells.p_value === null),
    dfResidual: own.find(isResidual)?.cells.df ?? null,
  }
}

/** `F(2; 39) = 4,18, p = 0,023; ω² = 0,12 [0,00; 0,30]`. */
export function testResult({ cells }: TestedRow, dfResidual: number | null): Phrase {
  return say('result', {
    df: quantity(cells.df, 'df'),
    df_residual: quantity(dfResidual, 'df'),
    statistic: quantity(cells.statistic, 'statistic'),
    p: probabilityPhrase(cells.p_value),
    omega: quantity(cells.partial_omega_sq, 'correlation'),
    interval: intervalPhrase(cells.conf_low, cells.conf_high, 'correlation'),
  })
}

/** Method, and for each outcome which terms are clear at the level that the confidence leaves, which are not, and which were not tested. */
export function sayFactorialVariance(
  { anova, marginal_means: means }: Tables,
  options: FactorialVarianceOptions,
  context: ReportContext<SurveyDataset>,
): Prose {
  const level = percentOf(1 - options.confidence)
  const found = options.outcomes
    .map((outcome) => termsOf(anova.rows, outcome))
    .filter(({ tested }) => tested.length > 0)
  const sentences = found
    .slice(0, outcomesInWords)
    .flatMap((own) => outcomeSentences(own, means.rows, options, found.length <= outcomesWithRest))
  const unsaid = found.length - outcomesInWords
  return {
    method: methodSentences(options),
    finding: [
      ...sentences,
      ...(found.length > outcomesWithRest && sentences.length > 0 ? [say('say.finding.rest-many', { level })] : []),
      ...(unsaid > 0 ? [say('say.finding.more', { count: unsaid })] : []),
      ...(found.length === 0 ? [say('say.finding.nothing-tested')] : []),
      ...withheldNote(context.minGroup > 1 && means.table.suppressed.length > 0, context),
    ],
  }
}

function methodSentences(options: FactorialVarianceOptions): readonly Label[] {
  const { factors, outcomes, adjust, interactions } = options
  const count = outcomes.length
  const method = say(`say.method.${sumOfSquaresType(options)}`, {
    count,
    by: factorList(factors),
    factors: factors.length,
    isAdditive: !interactions,
  })
  if (count === 1) return [method]
  return [
    method,
    adjust === 'none'
      ? say('say.unadjusted', { count })
      : say('say.adjusted', { count, adjustment: core.say(`option.adjust.choice.${adjust}`) }),
  ]
}

/**
 * First how far the means lie apart by the terms that are clear, then their tests.
 * @param means of every outcome and term
 * @param isRestNamed whether the terms that show nothing are named beside those that do
 */
function outcomeSentences(
  { outcome, tested, untested, dfResidual }: TermsOfOutcome,
  means: readonly MeanRow[],
  { factors, outcomes, confidence }: FactorialVarianceOptions,
  isRestNamed: boolean,
): readonly Label[] {
  const level = 1 - confidence
  const terms = new Map(factorialTerms(factors.length).map((term) => [termName(factors, term), term] as const))
  const named = ({ cells }: TermRow): Phrase => termLabel(factors, terms.get(cells.term) ?? [], 'sentence')
  const isClear = ({ cells }: TestedRow): boolean => {
    const p = outcomes.length > 1 ? cells.p_adjusted : cells.p_value
    return p !== null && p < level
  }
  const isInteraction = ({ cells }: TestedRow): boolean => (terms.get(cells.term) ?? []).length > 1
  const results = (rows: readonly TestedRow[]): Label => ({
    list: rows.map((row): Label => say('term-result', { term: named(row), result: testResult(row, dfResidual) })),
  })
  const clear = tested.filter(isClear)
  const interactions = clear.filter(isInteraction)
  const main = clear.filter((row) => !isInteraction(row))
  const rest = tested.filter((row) => !isClear(row))
  const about = { outcome: { outcome } }
  const listed = (rows: readonly TermRow[]): { readonly count: number; readonly terms: Label } => ({
    count: rows.length,
    terms: { list: rows.map(named) },
  })
  const ownMeans = means.filter(({ cells }) => cells.outcome === outcome)
  return [
    ...(interactions.length > 0 ? interactions : main).flatMap(({ cells: { term } }) =>
      spreadSentence(
        ownMeans.filter(({ cells }) => cells.term === term),
        { ...about, by: factorList((terms.get(term) ?? []).map((position) => factors[position] ?? '')) },
      ),
    ),
    ...(interactions.length > 0 ? [say('say.finding.interaction', { ...about, terms: results(interactions) })] : []),
    ...(main.length > 0
      ? [
          say(interactions.length > 0 ? 'say.finding.main-besides' : 'say.finding.main', {
            ...about,
            terms: results(main),
          }),
        ]
      : []),
    ...(clear.length === 0 && untested.length === 0
      ? [say('say.finding.undecided', { ...about, level: percentOf(level) })]
      : rest.length > 0 && (clear.length === 0 || isRestNamed)
        ? [say('say.finding.rest', { ...about, level: percentOf(level), ...listed(rest) })]
        : []),
    ...(untested.length > 0 ? [say('say.finding.untested', { ...about, ...listed(untested) })] : []),
  ]
}

/** From which group's mean to which the means of a term go; nothing where fewer than two are shown. */
function spreadSentence(means: readonly MeanRow[], about: Values): readonly Label[] {
  const sorted = rowsWith(means, 'estimate').toSorted((a, b) => a.cells.estimate - b.cells.estimate)
  const [lowest] = sorted
  const highest = sorted.at(-1)
  if (lowest === undefined || highest === undefined || lowest === highest) return []
  return [
    say('say.finding.spread', {
      ...about,
      lowest: levelsOf(lowest),
      lowestMean: quantity(lowest.cells.estimate, 'mean'),
      lowestInterval: intervalPhrase(lowest.cells.conf_low, lowest.cells.conf_high, 'mean'),
      highest: levelsOf(highest),
      highestMean: quantity(highest.cells.estimate, 'mean'),
      highestInterval: intervalPhrase(highest.cells.conf_low, highest.cells.conf_high, 'mean'),
      isOverlapping: isOverlapping(lowest.cells.conf_high, highest.cells.conf_low),
    }),
  ]
}

/** The levels that a mean is of, without those factors that it is taken over. */
const levelsOf = ({ key }: MeanRow): string => key.filter((level) => level !== '').join(' · ')
