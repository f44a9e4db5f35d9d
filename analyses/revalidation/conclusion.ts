import { finite } from '../core/result'
import { fewInWords, itemInWords, probabilityPhrase, quantity, type Label, type Quantity } from '../core/words'
import type { FitMeasures } from '../survey/factor-fit'
import type { OverallVerdict } from './declarations'
import type { ItemElsewhere, ItemNumbers, Reason, ReliabilityNumbers, StepResult, WithoutItem } from './result'
import { say } from './words'

/** The value that each aspect is compared with. These are guides of the field and not tests; the README says where they come from. */
export const guides = {
  reliability: 0.7,
  itemRest: 0.3,
  loading: 0.4,
  cfi: 0.95,
  cfiPoor: 0.9,
  srmr: 0.08,
  htmt: 0.85,
  /** Fall in χ² on one degree of freedom with p under 0.001. */
  modification: 10.83,
  crossLoading: 0.2,
  /** A gain in omega that leaving an item out must bring. */
  gain: 0.02,
  /** Of the test of a step of invariance. */
  level: 0.05,
  /** No conclusion is drawn from fewer people than this. */
  people: 100,
} as const

/** What the conclusion is drawn from. */
export interface Evidence {
  readonly dimension: string
  readonly n: number
  readonly reliability: ReliabilityNumbers
  readonly fit: FitMeasures | null
  readonly items: readonly ItemNumbers[]
  readonly elsewhere: readonly ItemElsewhere[]
  readonly without: readonly WithoutItem[]
  readonly htmt: readonly { readonly dimension: string; readonly ratio: number | null }[]
  readonly steps: readonly StepResult[]
  readonly by: string | null
}

const number = (value: number | null): Quantity => quantity(value, 'correlation')
const fitIndex = (value: number | undefined): Quantity => quantity(finite(value), 'fit-index')
const names = (items: readonly string[]): Label => fewInWords(items.map(itemInWords))

/** Whether the items measure one thing, measure it well and measure nothing else: reason by reason, and all together. */
export function conclusionOf(evidence: Evidence): readonly Reason[] {
  const reasons = [
    reliabilityReason(evidence),
    weakItemsReason('item-rest', evidence, ({ itemRest }) => itemRest, guides.itemRest),
    fitReason(evidence),
    weakItemsReason('loadings', evidence, ({ loading }) => loading, guides.loading),
    elsewhereReason(evidence),
    distinctReason(evidence),
    withoutReason(evidence),
    invarianceReason(evidence),
  ]
  return [overall(evidence, reasons), ...reasons]
}

/** How many items lie below a guide in something that is known of each, or of none. */
function weakItemsReason(
  aspect: 'item-rest' | 'loadings',
  { items }: Evidence,
  valueOf: (item: Evidence['items'][number]) => number | null,
  guide: number,
): Reason {
  const weak = items.filter((item) => (valueOf(item) ?? guide) < guide)
  return countReason(
    aspect,
    weak.map(({ item }) => item),
    guide,
    items.every((item) => valueOf(item) === null),
  )
}

function overall({ n, dimension }: Evidence, reasons: readonly Reason[]): Reason {
  const questions = reasons.filter(({ verdict }) => verdict === 'questions')
  const supports = reasons.filter(({ verdict }) => verdict === 'supports').length
  const isHollow = ['reliability', 'one-factor'].every((aspect) => questions.some((reason) => reason.aspect === aspect))
  const verdict: OverallVerdict =
    n < guides.people
      ? 'too-little'
      : questions.length === 0
        ? 'holds'
        : questions.length >= 3 || isHollow
          ? 'does-not-hold'
          : 'holds-in-part'
  const about = {
    dimension: { dimension },
    supports,
    questions: questions.length,
    open: reasons.length - supports - questions.length,
    n,
    min: guides.people,
  }
  return {
    aspect: 'overall',
    verdict,
    reason: say(`reason.overall.${verdict}`, about),
    value: questions.length,
    guide: null,
  }
}

function reliabilityReason({ reliability: { alpha, low, high, omega, omegaLow, omegaHigh, items } }: Evidence): Reason {
  const hasOmega = omega !== null && omegaLow !== null && omegaHigh !== null
  const [value, from, to] = hasOmega ? [omega, omegaLow, omegaHigh] : [alpha, low, high]
  const guide = guides.reliability
  const verdict =
    value === null || from === null || to === null
      ? 'unknown'
      : from >= guide
        ? 'supports'
        : to < guide
          ? 'questions'
          : 'undecided'
  return {
    aspect: 'reliability',
    verdict,
    reason: say(`reason.reliability.${verdict}`, {
      coefficient: hasOmega ? 'ω' : 'α',
      value: number(value),
      low: number(from),
      high: number(to),
      guide: number(guide),
      items,
    }),
    value,
    guide,
  }
}

function countReason(
  aspect: 'item-rest' | 'loadings',
  items: readonly string[],
  guide: number,
  isUnknown: boolean,
): Reason {
  const verdict = isUnknown ? 'unknown' : items.length === 0 ? 'supports' : 'questions'
  return {
    aspect,
    verdict,
    reason: say(`reason.${aspect}.${verdict}`, { count: items.length, items: names(items), guide: number(guide) }),
    value: isUnknown ? null : items.length,
    guide,
  }
}

function fitReason({ fit }: Evidence): Reason {
  const guide = guides.cfi
  if (fit === null || fit.df < 1 || Number.isNaN(fit.cfi) || Number.isNaN(fit.srmr)) {
    return {
      aspect: 'one-factor',
      verdict: 'unknown',
      reason: say(fit === null ? 'reason.one-factor.unknown' : 'reason.one-factor.saturated'),
      value: null,
      guide,
    }
  }
  const verdict =
    fit.cfi >= guides.cfi && fit.srmr <= guides.srmr
      ? 'supports'
      : fit.cfi < guides.cfiPoor || fit.srmr > guides.srmr
        ? 'questions'
        : 'undecided'
  return {
    aspect: 'one-factor',
    verdict,
    reason: say(`reason.one-factor.${verdict}`, {
      cfi: fitIndex(fit.cfi),
      rmsea: fitIndex(fit.rmsea),
      srmr: fitIndex(fit.srmr),
      guide: number(guide),
      srmrGuide: number(guides.srmr),
    }),
    value: fit.cfi,
    guide,
  }
}

/** Whether an item correlates more with another dimension than with its own (`own`, among the same people), or would clearly load on it as well. */
export function isElsewhere(
  own: number | null,
  { r, modification }: Pick<ItemElsewhere, 'r' | 'modification'>,
): boolean {
  if (r !== null && own !== null && r > own) return true
  if (modification === null || modification.index < guides.modification) return false
  return Math.abs(modification.standardizedChange) >= guides.crossLoading
}

function elsewhereReason({ dimension, items, elsewhere }: Evidence): Reason {
  const guide = guides.crossLoading
  const others = elsewhere.filter((row) => row.dimension !== dimension)
  if (others.every(({ r, modification }) => r === null && modification === null))
    return { aspect: 'elsewhere', verdict: 'unknown', reason: say('reason.elsewhere.unknown'), value: null, guide }
  const concerned = items.flatMap(({ item }) => {
    const own = elsewhere.find((row) => row.item === item && row.dimension === dimension)?.r ?? null
    const found = others.filter((row) => row.item === item && isElsewhere(own, row))
    return found.length === 0 ? [] : [{ item, dimensions: found.map((row) => row.dimension) }]
  })
  const verdict = concerned.length === 0 ? 'supports' : 'questions'
  const dimensions = [...new Set(concerned.flatMap((own) => own.dimensions))]
  return {
    aspect: 'elsewhere',
    verdict,
    reason: say(`reason.elsewhere.${verdict}`, {
      count: concerned.length,
      items: names(concerned.map(({ item }) => item)),
      dimensions: { list: dimensions.map((id): Label => ({ dimension: id })) },
    }),
    value: concerned.length,
    guide,
  }
}

function distinctReason({ htmt }: Evidence): Reason {
  const guide = guides.htmt
  const known = htmt
    .flatMap(({ dimension, ratio }) => (ratio === null ? [] : [{ dimension, ratio }]))
    .toSorted((a, b) => b.ratio - a.ratio)
  const [closest] = known
  if (closest === undefined)
    return { aspect: 'distinct', verdict: 'unknown', reason: say('reason.distinct.unknown'), value: null, guide }
  const verdict = closest.ratio < guide ? 'supports' : 'questions'
  return {
    aspect: 'distinct',
    verdict,
    reason: say(`reason.distinct.${verdict}`, {
      other: { dimension: closest.dimension },
      value: number(closest.ratio),
      guide: number(guide),
    }),
    value: closest.ratio,
    guide,
  }
}

function withoutReason({ reliability, without }: Evidence): Reason {
  const guide = guides.gain
  const whole = reliability.omega ?? reliability.alpha
  const gains = without.flatMap(({ item, omega, alpha }) => {
    const value = reliability.omega === null ? alpha : omega
    return value === null || whole === null ? [] : [{ item, gain: value - whole }]
  })
  const [best] = gains.toSorted((a, b) => b.gain - a.gain)
  if (best === undefined)
    return { aspect: 'without', verdict: 'unknown', reason: say('reason.without.unknown'), value: null, guide }
  const better = gains.filter(({ gain }) => gain >= guide)
  const verdict = better.length === 0 ? 'supports' : 'questions'
  return {
    aspect: 'without',
    verdict,
    reason: say(`reason.without.${verdict}`, {
      coefficient: reliability.omega === null ? 'α' : 'ω',
      count: better.length,
      items: names(better.map(({ item }) => item)),
      gain: number(best.gain),
      best: number((whole ?? 0) + best.gain),
    }),
    value: best.gain,
    guide,
  }
}

function invarianceReason({ steps, by }: Evidence): Reason {
  const of = (step: string): StepResult | undefined => steps.find((row) => row.step === step)
  const about = { by: by === null ? null : ({ attribute: by } as const), groups: steps[0]?.groups ?? 0 }
  const [metric, scalar] = [of('metric'), of('scalar')]
  if (metric === undefined || scalar === undefined || metric.verdict === 'not-tested')
    return {
      aspect: 'invariance',
      verdict: 'unknown',
      reason: say(by === null ? 'reason.invariance.not-asked' : 'reason.invariance.unknown', about),
      value: null,
      guide: null,
    }
  const isTold = ({ verdict: own, difference }: StepResult): boolean =>
    own === 'beyond-guides' && difference !== null && difference.pValue < guides.level
  const verdict = isTold(metric)
    ? 'questions'
    : metric.verdict === 'within-guides' && scalar.verdict === 'within-guides'
      ? 'supports'
      : 'undecided'
  // Indices of fit move much where items correlate little: without a difference that chance does not explain they leave the matter open.
  const key = verdict === 'undecided' && !isTold(scalar) ? 'open' : verdict
  const worst = (metric.verdict === 'beyond-guides' ? metric : scalar).difference
  return {
    aspect: 'invariance',
    verdict,
    reason: say(`reason.invariance.${key}`, {
      ...about,
      cfi: fitIndex(worst?.cfi),
      p: probabilityPhrase(finite(worst?.pValue)),
    }),
    value: finite(worst?.cfi),
    guide: -0.01,
  }
}
