import { mean, sum } from '../numeric/summary/summary'

/** How a process's own spread is taken from its moving ranges. */
export const spreadMethods = ['mr-1.128', 'mr-screened'] as const
export type SpreadMethod = (typeof spreadMethods)[number]

/** A moving range of two points is 1.128 sigma on average (d₂), as qicharts2 has it. */
const d2 = 1.128
/** Limits of the NHS convention: mean ± 2.66 mean moving ranges. */
const nhsFactor = 2.66
/** Upper limit of the moving range in mean moving ranges (D₄), and the limit for screening. */
export const movingRangeFactor = 3.267

/** A value, and whether it follows directly on the one before, so that the difference between them is a moving range. */
export interface Neighbouring {
  readonly value: number
  readonly isNeighbour: boolean
}

/** |difference| from the neighbour before, one for each value; null where there is none. */
export function movingRanges(values: readonly Neighbouring[]): readonly (number | null)[] {
  return values.map(({ value, isNeighbour }, index) =>
    isNeighbour && index > 0 ? Math.abs(value - (values[index - 1]?.value ?? Number.NaN)) : null,
  )
}

/** Moving ranges of which the mean is taken, after leaving out once those of at least 3.267 means where the method screens. */
function rangesThatCount(ranges: readonly number[], method: SpreadMethod): readonly number[] {
  const raw = mean(ranges)
  return method === 'mr-screened' && raw > 0 ? ranges.filter((range) => range < movingRangeFactor * raw) : ranges
}

export interface RangeSpread {
  readonly meanMovingRange: number
  readonly sigma: number
  /** Distance from the centre to a limit. */
  readonly reach: number
  /** Moving ranges left out by screening. */
  readonly screened: number
}

/**
 * Sigma from moving ranges: mean(MR) / 1.128 with limits at three of them (Wheeler & Chambers 1992); or, after leaving out once the ranges of at least 3.267 · mean(MR),
 * limits at 2.66 · mean(MR) (NHS Making Data Count).
 * @param ranges not empty
 */
export function spreadOfRanges(ranges: readonly number[], method: SpreadMethod): RangeSpread {
  const kept = rangesThatCount(ranges, method)
  const meanMovingRange = mean(kept)
  const reach = method === 'mr-screened' ? nhsFactor * meanMovingRange : (3 * meanMovingRange) / d2
  return {
    meanMovingRange,
    sigma: method === 'mr-screened' ? reach / 3 : meanMovingRange / d2,
    reach,
    screened: ranges.length - kept.length,
  }
}

/** Limits of a phase. Those of a rate follow the exposure of each point; those of individual values are the same throughout. */
export interface ControlLimits {
  readonly centre: number
  /** Sigma and limits of a point that stands on so much exposure; individual values have none. */
  readonly at: (exposure: number | null) => { readonly sigma: number; readonly lower: number; readonly upper: number }
  /** Mean moving range of the values; null where the limits do not stand on it. */
  readonly meanMovingRange: number | null
  /** Laney's σz: variation between points in standard errors within; null except on a u′ chart. */
  readonly sigmaZ: number | null
  /** Moving ranges left out by screening. */
  readonly screened: number
}

/**
 * Individual values and moving ranges (XmR): the mean and what the moving ranges say.
 * @param lowest the lower limit is not drawn below it: a rate cannot fall under zero
 * @returns null when no two values are neighbours
 */
export function individualLimits(
  values: readonly Neighbouring[],
  method: SpreadMethod,
  lowest: number,
): ControlLimits | null {
  const ranges = movingRanges(values).filter((range) => range !== null)
  if (ranges.length === 0) return null
  const centre = mean(values.map(({ value }) => value))
  const { meanMovingRange, sigma, reach, screened } = spreadOfRanges(ranges, method)
  const limits = { sigma, lower: Math.max(lowest, centre - reach), upper: centre + reach }
  return { centre, at: () => limits, meanMovingRange, sigmaZ: null, screened }
}

/** A rate with the exposure that it stands on. */
export interface ExposedRate extends Neighbouring {
  readonly exposure: number
}

/** Events over exposure: all of both. */
export function pooledRate(rates: readonly ExposedRate[]): number {
  return sum(rates.map(({ value, exposure }) => value * exposure)) / sum(rates.map(({ exposure }) => exposure))
}

/** u chart: ū ± 3 √(ū / n), not under zero. */
export function rateLimits(rates: readonly ExposedRate[]): ControlLimits {
  return limitsOfRate(pooledRate(rates), 1, null, 0)
}

/**
 * u′ chart (Laney 2002): ū ± 3 σz √(ū / n), not under zero. Without any event there is no σz, and no spread.
 * @returns null when no two rates are neighbours
 */
export function overdispersedRateLimits(rates: readonly ExposedRate[], method: SpreadMethod): ControlLimits | null {
  const centre = pooledRate(rates)
  if (centre === 0) return limitsOfRate(0, 1, null, 0)
  const spread = laneySpread(
    rates.map(({ value, isNeighbour, exposure }) => ({
      value: (value - centre) / Math.sqrt(centre / exposure),
      isNeighbour,
    })),
    method,
  )
  return spread === null ? null : limitsOfRate(centre, spread.sigmaZ, spread.sigmaZ, spread.screened)
}

/**
 * Laney's σz, the spread of standardised values from their moving ranges: mean |Δz| / 1.128 (Laney 2002), or the same after screening them, as qicharts2 does. One is
 * what chance within each point alone would give.
 * @returns null when no two values are neighbours
 */
export function laneySpread(
  standardised: readonly Neighbouring[],
  method: SpreadMethod,
): { readonly sigmaZ: number; readonly screened: number } | null {
  const ranges = movingRanges(standardised).filter((range) => range !== null)
  if (ranges.length === 0) return null
  const kept = rangesThatCount(ranges, method)
  return { sigmaZ: mean(kept) / d2, screened: ranges.length - kept.length }
}

function limitsOfRate(centre: number, widening: number, sigmaZ: number | null, screened: number): ControlLimits {
  return {
    centre,
    at: (exposure) => {
      const sigma = widening * Math.sqrt(centre / (exposure ?? Number.NaN))
      return { sigma, lower: Math.max(0, centre - 3 * sigma), upper: centre + 3 * sigma }
    },
    meanMovingRange: null,
    sigmaZ,
    screened,
  }
}
