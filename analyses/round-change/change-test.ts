import { finite } from '../core/result'
import { averageD, hedgesG, pairedD, pairedG, type EffectSize } from '../numeric/comparison/effect-size'
import { momentsOfCounts, type Moments } from '../numeric/summary/summary'
import { equivalenceTest, meanContrast, welchContrast, type Contrast } from '../numeric/comparison/welch'
import { sampledOf, testedMoments } from '../survey/case-weights'
import type { Distribution } from '../survey/distribution'
import { finiteFactor } from '../survey/finite-population'
import type { RoundChangeOptions } from './options'
import { pairsOf, slopeByPersons, type Pairs, type Patterns } from './patterns'
import { isTestable, testedEstimate, type TestedEstimate } from '../survey/tested-estimate'

/** Two-sided critical value of the smallest detectable change. */
const detectable = 1.96

export interface ChangeNumbers extends TestedEstimate {
  readonly g: number | null
  readonly gLow: number | null
  readonly gHigh: number | null
  /** Of linked rounds: the mean difference in units of the SD of the differences, and of the mean of the two SDs. */
  readonly dz: number | null
  readonly dav: number | null
  readonly tostPLower: number | null
  readonly tostPUpper: number | null
  readonly equivalenceLow: number | null
  readonly equivalenceHigh: number | null
  readonly mdc: number | null
  /** People with a value in both rounds, and in one of them; null where nobody can be followed. */
  readonly linked: number | null
  readonly unlinked: number | null
}

export interface TestedMoments {
  /** Moments whose SE is the mean's: under case weights, the linearised one. */
  readonly first: Moments
  readonly second: Moments
  readonly numbers: ChangeNumbers
  /** What the mixed model could not do; null otherwise. */
  readonly problem: 'singular' | 'not-followed' | 'not-fitted' | null
}

type Settings = Pick<RoundChangeOptions, 'confidence' | 'smallest_effect'>

/** Moments with the squared standard error of a finite population. */
const corrected = (moments: Moments, distribution: Distribution, headcount: number | null): Moments => ({
  ...moments,
  centredSumOfSquares: moments.centredSumOfSquares * finiteFactor(sampledOf(distribution), headcount),
})

/**
 * Change between two rounds as of independent samples, by Welch; under case weights with the weighted means and their linearised SEs, and without g.
 * @param headcounts people employed in each round, for the finite population correction; null without it
 */
export function unpairedChange(
  first: Distribution,
  second: Distribution,
  options: Settings,
  headcounts: readonly [number | null, number | null] | null,
): TestedMoments {
  const [a, b] = [testedMoments(first), testedMoments(second)]
  const weighted = first.weights !== null || second.weights !== null
  const contrast =
    headcounts === null
      ? welchContrast(b, a)
      : welchContrast(corrected(b, second, headcounts[1]), corrected(a, first, headcounts[0]))
  return {
    first: a,
    second: b,
    numbers: numbersOf(contrast, weighted ? null : () => hedgesG(b, a, { confidence: options.confidence }), options),
    problem: null,
  }
}

export function pairedChange(pairs: Pairs, options: Settings): TestedMoments {
  const { first, second, counts, linked, unlinked } = pairs
  const differences = momentsOfCounts({
    values: first.map((value, index) => (second[index] ?? Number.NaN) - value),
    counts,
  })
  const [a, b] = [momentsOfCounts({ values: first, counts }), momentsOfCounts({ values: second, counts })]
  const numbers = numbersOf(
    meanContrast(differences),
    () => pairedG(differences, { confidence: options.confidence }),
    options,
  )
  const exists = numbers.df !== null
  return {
    first: a,
    second: b,
    numbers: {
      ...numbers,
      dz: exists ? finite(pairedD(differences, { confidence: options.confidence }).estimate) : null,
      dav: exists ? finite(averageD(a, b)) : null,
      linked,
      unlinked,
    },
    problem: null,
  }
}

/**
 * Change where some persons are in both rounds: y = β₀ + β₁·later + person + ε by REML, degrees of freedom by Satterthwaite. Where nobody can be followed it is Welch's.
 * The sides are all who answered; g is not defined.
 */
export function mixedChange(
  first: Distribution,
  second: Distribution,
  patterns: Patterns | undefined,
  rounds: readonly [number, number],
  options: Settings,
): TestedMoments {
  const pairs = patterns === undefined ? null : pairsOf(patterns, rounds[0], rounds[1])
  const unpaired = unpairedChange(first, second, options, null)
  const people = { linked: pairs?.linked ?? 0, unlinked: pairs?.unlinked ?? 0 }
  if (patterns === undefined || people.linked === 0)
    return { ...unpaired, numbers: { ...unpaired.numbers, ...people }, problem: 'not-followed' }
  const fit = slopeByPersons(patterns, rounds, [0, 1])
  const missing: Contrast = { estimate: unpaired.numbers.estimate ?? Number.NaN, se: Number.NaN, df: Number.NaN }
  if (typeof fit === 'string')
    return { ...unpaired, numbers: { ...numbersOf(missing, null, options), ...people }, problem: 'not-fitted' }
  return {
    ...unpaired,
    numbers: { ...numbersOf(fit.slope, null, options), ...people },
    problem: fit.isSingular ? 'singular' : null,
  }
}

function numbersOf(
  contrast: Contrast,
  effect: (() => EffectSize) | null,
  { confidence, smallest_effect: smallest }: Settings,
): ChangeNumbers {
  const exists = isTestable(contrast)
  const equivalence = exists ? equivalenceTest(contrast, smallest) : null
  const g = exists ? effect?.() : null
  return {
    ...testedEstimate(contrast, confidence),
    g: finite(g?.estimate),
    gLow: finite(g?.low),
    gHigh: finite(g?.high),
    dz: null,
    dav: null,
    tostPLower: finite(equivalence?.pLower),
    tostPUpper: finite(equivalence?.pUpper),
    equivalenceLow: finite(equivalence?.low),
    equivalenceHigh: finite(equivalence?.high),
    mdc: finite(detectable * contrast.se),
    linked: null,
    unlinked: null,
  }
}
