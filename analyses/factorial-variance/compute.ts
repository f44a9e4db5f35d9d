import type { ComputeContext } from '../core/contract'
import type { SurveyDataset } from '../core/datasets'
import { InputError, stopIfAborted } from '../core/errors'
import { finite } from '../core/result'
import { core, probabilityPhrase, type Label, type Phrase } from '../core/words'
import { explainedVariance } from '../numeric/comparison/effect-size'
import { additiveAnova, type AdditiveAnova } from '../numeric/comparison/additive-anova'
import {
  factorialSums,
  heteroscedasticTermSums,
  marginalMeans,
  type SumOfSquaresType,
} from '../numeric/comparison/factorial-anova'
import { adjust } from '../numeric/comparison/multiplicity'
import { brownForsythe } from '../numeric/comparison/welch'
import { fDistribution } from '../numeric/distributions/f'
import { studentT } from '../numeric/distributions/student-t'
import { largest, smallest } from '../numeric/summary/extremes'
import { deviationOf } from '../numeric/summary/summary'
import { baseId } from '../survey/bases'
import { pooledRoundsNotes, withoutGroupNotes } from '../survey/groups'
import { outcomeNotes } from '../survey/outcomes'
import { separator, type Cell, type ReadCells } from './cells'
import { factorList } from './factors'
import { rolesOf } from './figure-roles'
import { sumOfSquaresType, type FactorialVarianceOptions, termsOfModel } from './options'
import type { FactorialVariance, Homogeneity, MeanResult, OutcomeVariance, TermResult } from './result'
import { code, info, say, warning } from './words'

/** Below this p of the Brown–Forsythe test a note says that the spread differs. */
const unequalSpread = 0.05
/** Names of cells that a note spells out. */
const namesInNote = 8

/**
 * The factorial analysis of variance of each outcome from how often each value occurs in each combination of levels.
 * @throws InputError when no outcome can be tested
 */
export function analyseVariance(
  read: ReadCells,
  options: FactorialVarianceOptions,
  context: ComputeContext<SurveyDataset>,
): FactorialVariance {
  noteData(read, options, context)
  const found = options.outcomes.map((outcome, index) => {
    stopIfAborted(context.abort)
    context.progress(index / options.outcomes.length)
    return analyseOutcome(outcome, index, read, options, context)
  })
  context.progress(1)
  if (found.every(({ terms }) => terms.every(({ statistic }) => statistic === null)))
    throw new InputError(code('nothing-to-test'), {
      factors: factorList(options.factors),
      reasons: { list: differentPhrases(found.flatMap(({ obstacles }) => obstacles)) },
    })
  noteType(options, context)
  const levelCounts = options.factors.map(
    (_, factor) =>
      new Set(
        found.flatMap(({ means }) =>
          means.flatMap((mean) =>
            mean.estimate !== null && mean.factors.length === options.factors.length
              ? [mean.levels[factor]?.join(separator)]
              : [],
          ),
        ),
      ).size,
  )
  if (rolesOf(options.factors, levelCounts) === null)
    context.note(info('figure-left-out', { factors: factorList(options.factors) }))
  return { outcomes: adjusted(found, options, context) }
}

function noteData(
  { columns, withoutGroup }: ReadCells,
  { outcomes }: FactorialVarianceOptions,
  context: ComputeContext<SurveyDataset>,
): void {
  const { dataset } = context
  for (const note of outcomeNotes(dataset, outcomes)) context.note(note)
  for (const note of withoutGroupNotes(withoutGroup, columns)) context.note(note)
  if (dataset.weighted) context.note(info('unweighted'))
  for (const note of pooledRoundsNotes('info', dataset, columns)) context.note(note)
  if (columns.includes('round') && dataset.linkage !== 'unlinked') context.note(warning('linked'))
}

type Unadjusted = Omit<OutcomeVariance, 'terms'> & {
  readonly terms: readonly Omit<TermResult, 'pAdjusted'>[]
  /** Why some or all terms of the outcome have no test. */
  readonly obstacles: readonly Phrase[]
}

/** Phrases that say different things, in their order. */
const differentPhrases = (phrases: readonly Phrase[]): readonly Phrase[] => [
  ...new Map(phrases.map((phrase) => [JSON.stringify(phrase), phrase])).values(),
]

/** The cells of an outcome that may be used, their levels numbered among those that they have. */
interface Layout {
  readonly cells: readonly Cell[]
  readonly hidden: readonly Cell[]
  /** Levels of each factor. */
  readonly counts: readonly number[]
  /** A level's names, the columns of the factor one by one. */
  nameOf(factor: number, level: number): readonly string[]
}

/** Levels that nobody shown has are no levels of an outcome. */
function layoutOf(
  outcome: string,
  index: number,
  { cells: all, keys, levels }: ReadCells,
  usable: ComputeContext['usable'],
): Layout {
  const every = all[index] ?? []
  const isUsable = ({ group }: Cell): boolean => usable.has(baseId(outcome, keys[group] ?? []))
  const cells = every.filter(isUsable)
  const present = levels.map((list, factor) =>
    list.map((_, level) => level).filter((level) => cells.some((cell) => cell.levels[factor] === level)),
  )
  return {
    cells: cells.map((cell) => ({
      ...cell,
      levels: cell.levels.map((level, factor) => (present[factor] ?? []).indexOf(level)),
    })),
    hidden: every.filter((cell) => !isUsable(cell)),
    counts: present.map(({ length }) => length),
    nameOf: (factor, level) => (levels[factor]?.[present[factor]?.[level] ?? -1] ?? '').split(separator),
  }
}

function analyseOutcome(
  outcome: string,
  index: number,
  read: ReadCells,
  options: FactorialVarianceOptions,
  context: ComputeContext<SurveyDataset>,
): Unadjusted {
  const layout = layoutOf(outcome, index, read, context.usable)
  const { cells, counts } = layout
  const tell: Tell = (note, key, values = {}) =>
    context.note(note(key, { outcome: { outcome }, ...values }, { table: 'homogeneity', row: index }))
  if (layout.hidden.length > 0) tell(warning, 'cells-withheld', { count: layout.hidden.length })
  const n = cells.reduce((sum, { moments }) => sum + moments.n, 0)
  const homogeneity = homogeneityOf(cells, counts)
  const constant = counts.findIndex((count) => count < 2)
  if (n === 0 || constant >= 0) {
    const about = { factor: { attribute: options.factors[constant] ?? '' }, levels: counts[constant] ?? 0 }
    if (n === 0) tell(warning, 'no-answers')
    else tell(warning, 'factor-constant', about)
    const obstacles = [n === 0 ? say('obstacle.no-answers') : say('obstacle.factor-constant', about)]
    return { outcome, n, terms: untested(options), means: [], homogeneity, obstacles }
  }

  const type = sumOfSquaresType(options)
  const additive = options.interactions ? null : additiveAnova(cells, counts, type)
  const sums = additive?.sums ?? factorialSums(cells, counts, type)
  const meanSquare = sums.dfResidual > 0 ? sums.residualSumOfSquares / sums.dfResidual : Number.NaN
  const obstacle =
    sums.dfResidual <= 0
      ? 'no-replication'
      : !(sums.totalSumOfSquares > 0)
        ? 'nothing-varies'
        : !(meanSquare > 0)
          ? 'no-variation-within'
          : null
  if (obstacle !== null) tell(warning, obstacle)
  noteCells(layout, read.keys, type, options.interactions, tell)
  if (homogeneity.pValue !== null && homogeneity.pValue < unequalSpread)
    tell(warning, 'unequal-spread', {
      p: probabilityPhrase(homogeneity.pValue),
      ratio: { value: homogeneity.ratio, as: 'estimate' },
    })

  const robust = additive?.robust ?? heteroscedasticTermSums(cells, counts, type)
  return {
    outcome,
    n,
    homogeneity,
    obstacles: [
      ...(obstacle === null ? [] : [say(`obstacle.${obstacle}`)]),
      ...(type === 3 && options.interactions && sums.emptyCells > 0
        ? [say('obstacle.type-3-needs-cells', { count: sums.emptyCells })]
        : []),
    ],
    terms: [
      ...sums.terms.map((term, at): Omit<TermResult, 'pAdjusted'> => {
        const robustSum = robust[at]?.sumOfSquares ?? Number.NaN
        return {
          ...testTerm(term, meanSquare, sums.dfResidual, sums.totalSumOfSquares, n, options.confidence),
          ...robustTest(robustSum, term.df, sums.dfResidual),
        }
      }),
      {
        ...nothingTested,
        factors: [],
        sumOfSquares: sums.residualSumOfSquares,
        df: Math.max(0, sums.dfResidual),
        meanSquare: finite(meanSquare),
      },
    ],
    means: meansOf(layout, read.levels, { meanSquare, dfResidual: sums.dfResidual, additive }, options),
  }
}

/** Notes something about the outcome. */
type Tell = (note: typeof info, ...[key, values]: Parameters<typeof info>) => void

/** Says which combinations nobody is in, and in which somebody is alone. */
function noteCells(
  { cells, hidden, counts, nameOf }: Layout,
  keys: ReadCells['keys'],
  type: SumOfSquaresType,
  withInteractions: boolean,
  tell: Tell,
): void {
  const names = (all: readonly string[]): Label => ({
    list: [...all.slice(0, namesInNote), ...(all.length > namesInNote ? ['…'] : [])],
  })
  const empty = combinationsOf(counts).filter(
    (combination) => !cells.some((cell) => cell.levels.every((level, factor) => level === combination[factor])),
  )
  // Beside a cell that is withheld, an empty one would be named as one that is not; without interactions every mean exists.
  if (withInteractions && empty.length > 0 && hidden.length === 0)
    tell(warning, 'cells-empty', {
      count: empty.length,
      cells: names(
        empty.map((combination) => combination.flatMap((level, factor) => nameOf(factor, level)).join(' · ')),
      ),
    })
  if (withInteractions && empty.length > 0 && type === 3) tell(warning, 'type-3-needs-cells')
  if (withInteractions && empty.length > 0 && type === 2) tell(info, 'fewer-degrees')
  const alone = cells.filter(({ moments }) => moments.n === 1)
  if (withInteractions && alone.length > 0)
    tell(info, 'cells-single', {
      count: alone.length,
      cells: names(alone.map(({ group }) => (keys[group] ?? []).join(' · '))),
    })
}

/** What means and their intervals stand on. */
interface Spread {
  readonly meanSquare: number
  readonly dfResidual: number
  /** The model without interactions; null for the full one. */
  readonly additive: AdditiveAnova | null
}

/** Marginal means of every term and of the combinations, the withheld cells among these. */
function meansOf(
  { cells, hidden, counts, nameOf }: Layout,
  levels: ReadCells['levels'],
  { meanSquare, dfResidual, additive }: Spread,
  { confidence, ...model }: FactorialVarianceOptions,
): readonly MeanResult[] {
  const isTestable = meanSquare > 0
  const critical = isTestable ? studentT.quantileUpper((1 - confidence) / 2, dfResidual) : Number.NaN
  const combinations = counts.map((_, factor) => factor)
  const terms = [...termsOfModel(model).filter(({ length }) => length < counts.length), combinations]
  return terms.flatMap((factors) => {
    const isOfCells = factors.length === counts.length
    const means = additive?.meansOf(factors) ?? marginalMeans(cells, counts, factors)
    return [
      ...means.map((mean): MeanResult => {
        const se = Math.sqrt(meanSquare * mean.varianceFactor)
        const cell = isOfCells
          ? cells.find((candidate) => candidate.levels.every((level, factor) => level === mean.levels[factor]))
          : undefined
        return {
          factors,
          levels: factors.map((factor, at) => nameOf(factor, mean.levels[at] ?? -1)),
          n: Number.isNaN(mean.estimate) ? null : mean.n,
          estimate: finite(mean.estimate),
          se: isTestable ? finite(se) : null,
          df: isTestable && Number.isFinite(mean.estimate) ? dfResidual : null,
          low: finite(mean.estimate - critical * se),
          high: finite(mean.estimate + critical * se),
          sd: cell === undefined ? null : finite(deviationOf(cell.moments)),
        }
      }),
      ...(isOfCells ? hidden.map((cell) => withheldMean(cell, factors, levels)) : []),
    ]
  })
}

/** A row that disclosure control will withhold, by the same numbers by which it was kept out. */
function withheldMean(
  { levels: own, moments }: Cell,
  factors: readonly number[],
  levels: readonly (readonly string[])[],
): MeanResult {
  return {
    factors,
    levels: factors.map((factor) => (levels[factor]?.[own[factor] ?? -1] ?? '').split(separator)),
    n: moments.n,
    estimate: null,
    se: null,
    df: null,
    low: null,
    high: null,
    sd: finite(deviationOf(moments)),
  }
}

const nothingTested = {
  sumOfSquares: null,
  df: 0,
  meanSquare: null,
  statistic: null,
  pValue: null,
  etaSquared: null,
  partialEtaSquared: null,
  etaLow: null,
  etaHigh: null,
  partialOmegaSquared: null,
  omegaLow: null,
  omegaHigh: null,
  hc3Statistic: null,
  hc3PValue: null,
} as const

const untested = (options: FactorialVarianceOptions): readonly Omit<TermResult, 'pAdjusted'>[] =>
  [...termsOfModel(options), []].map((term) => ({ ...nothingTested, factors: term }))

function combinationsOf(counts: readonly number[]): readonly (readonly number[])[] {
  return counts.reduce<readonly (readonly number[])[]>(
    (before, count) => before.flatMap((chosen) => Array.from({ length: count }, (_, level) => [...chosen, level])),
    [[]],
  )
}

function testTerm(
  {
    factors,
    sumOfSquares,
    df,
  }: { readonly factors: readonly number[]; readonly sumOfSquares: number; readonly df: number },
  meanSquareWithin: number,
  dfResidual: number,
  totalSumOfSquares: number,
  n: number,
  confidence: number,
): Omit<TermResult, 'pAdjusted' | 'hc3Statistic' | 'hc3PValue'> {
  const isDefined = Number.isFinite(sumOfSquares) && df > 0
  const meanSquare = isDefined ? sumOfSquares / df : Number.NaN
  const statistic = meanSquareWithin > 0 ? meanSquare / meanSquareWithin : Number.NaN
  const eta = explainedVariance('eta', statistic, df, dfResidual, { confidence })
  return {
    factors,
    sumOfSquares: isDefined ? sumOfSquares : null,
    df,
    meanSquare: finite(meanSquare),
    statistic: finite(statistic),
    pValue: finite(fDistribution.upper(statistic, df, dfResidual)),
    etaSquared: totalSumOfSquares > 0 ? finite(isDefined ? sumOfSquares / totalSumOfSquares : Number.NaN) : null,
    partialEtaSquared: finite(eta.estimate),
    etaLow: finite(eta.low),
    etaHigh: finite(eta.high),
    partialOmegaSquared: finite(partialOmega(statistic, df, n)),
    omegaLow: finite(eta.low),
    omegaHigh: finite(eta.high),
  }
}

/** Partial ω² = (F − 1)·df/((F − 1)·df + N), truncated at 0 (Olejnik & Algina 2003, doi 10.1037/1082-989X.8.4.434). */
function partialOmega(statistic: number, df: number, n: number): number {
  const above = Math.max(0, (statistic - 1) * df)
  return above / (above + n)
}

function robustTest(sum: number, df: number, dfResidual: number): Pick<TermResult, 'hc3Statistic' | 'hc3PValue'> {
  const statistic = sum / df
  return Number.isFinite(statistic)
    ? { hc3Statistic: statistic, hc3PValue: finite(fDistribution.upper(statistic, df, dfResidual)) }
    : { hc3Statistic: null, hc3PValue: null }
}

function homogeneityOf(cells: readonly Cell[], counts: readonly number[]): Homogeneity {
  const sizes = cells.map(({ moments }) => moments.n)
  const deviations = cells.map(({ moments }) => deviationOf(moments)).filter((sd) => sd >= 0)
  const spread = cells.length > 1 ? brownForsythe(cells.map(({ distribution }) => distribution)) : null
  const exists = spread !== null && Number.isFinite(spread.statistic)
  const ratio = largest(deviations) / smallest(deviations)
  return {
    cells: cells.length,
    smallest: cells.length === 0 ? null : smallest(sizes),
    largest: cells.length === 0 ? null : largest(sizes),
    emptyCells: counts.reduce((product, count) => product * count, 1) - cells.length,
    statistic: exists ? spread.statistic : null,
    df: exists ? finite(spread.df) : null,
    dfResidual: exists ? finite(spread.dfResidual) : null,
    pValue: exists ? finite(spread.pValue) : null,
    ratio: deviations.length > 1 ? finite(ratio) : null,
  }
}

/** Each term's p values are adjusted over the outcomes. */
function adjusted(
  found: readonly Unadjusted[],
  options: FactorialVarianceOptions,
  context: ComputeContext<SurveyDataset>,
): readonly OutcomeVariance[] {
  const terms = termsOfModel(options)
  const families = terms.map((_, term) =>
    adjust(
      found.map((outcome) => outcome.terms[term]?.pValue ?? null),
      options.adjust,
    ),
  )
  const tested = found.filter(({ terms: own }) => own.some(({ pValue }) => pValue !== null))
  if (tested.length > 0) {
    context.note(
      info(
        `family-${options.adjust === 'none' ? 'none' : 'outcomes'}`,
        { adjustment: core.say(`option.adjust.choice.${options.adjust}`), count: tested.length, terms: terms.length },
        { table: 'anova', column: 'p_adjusted' },
      ),
    )
  }
  return found.map((outcome, index) => ({
    ...outcome,
    terms: outcome.terms.map((term, at) => ({ ...term, pAdjusted: families[at]?.[index] ?? null })),
  }))
}

function noteType(options: FactorialVarianceOptions, context: ComputeContext<SurveyDataset>): void {
  context.note(
    info(
      `type-${sumOfSquaresType(options)}`,
      { factors: factorList(options.factors) },
      { table: 'anova', column: 'sum_sq' },
    ),
  )
}
