import { exp, log, log1p } from '../elementary/elementary-functions'

/**
 * Chebyshev coefficients of (z + 5)·m(z) in t = (z − 5)/(z + 5), where m(z) = (1 − Φ(z))/φ(z) is Mills' ratio, z ≥ 0. Computed
 * at 50 digits; the first one left out is 2e-18.
 */
const MILLS: readonly number[] = [
  2.7196852387678243, -2.369067605650879, 0.8511076451912901, -0.25267101020189897, 0.06101538640490704,
  -0.011475514073056178, 0.0014946108965619613, -7.528550840431418e-5, -1.7441640986188533e-5, 4.165069376460427e-6,
  -1.075491741115436e-7, -9.471226425550921e-8, 1.1672253441654395e-8, 1.8216467239028026e-9, -4.702612503635878e-10,
  -3.396099140347166e-11, 1.6931861387628094e-11, 7.116261233426692e-13, -6.192628267806253e-13, -2.267253181994824e-14,
  2.369054606339966e-14, 1.2094286091906465e-15, -9.388069136947026e-16, -7.955671520049973e-17, 3.726012047720447e-17,
  5.258006597929443e-18, -1.3939308845394604e-18,
]

const INVERSE_ROOT_TWO_PI = 0.3989422804014327
const HALF_LOG_TWO_PI = 0.9189385332046728
const ROOT_TWO = 1.4142135623730951

/** Mills' ratio (1 − Φ(z))/φ(z) for z ≥ 0 (DLMF 7.8), relative error about 1e-16; NaN in, NaN out. */
export const millsRatio = (z: number): number => {
  if (z > 1e10) return 1 / z
  const t = (z - 5) / (z + 5)
  const twice = 2 * t
  let first = 0
  let second = 0
  for (let k = MILLS.length - 1; k > 0; k--) {
    const next = twice * first - second + (MILLS[k] as number)
    second = first
    first = next
  }
  return (t * first - second + (MILLS[0] as number)) / (z + 5)
}

/** exp(−z²/2), with z² formed without rounding error; 0 for |z| > 39. */
export const gaussian = (z: number): number => {
  const size = Math.abs(z)
  if (size > 39) return 0
  const head = Math.round(size * 16) / 16
  return exp(-0.5 * head * head) * exp(-0.5 * (size - head) * (size + head))
}

/** P(Z > z) for any z, relative error about 1e-15 however small it is. Never NaN for a number. */
export const upperNormal = (z: number): number => {
  if (z >= 0) return INVERSE_ROOT_TWO_PI * gaussian(z) * millsRatio(z)
  return 1 - INVERSE_ROOT_TWO_PI * gaussian(z) * millsRatio(-z)
}

/** log P(Z > z) for any z, also where the probability itself would vanish. */
export const logUpperNormal = (z: number): number => {
  if (z < 0) return log1p(-INVERSE_ROOT_TWO_PI * gaussian(z) * millsRatio(-z))
  if (z === Number.POSITIVE_INFINITY) return Number.NEGATIVE_INFINITY
  return -0.5 * z * z + (log(millsRatio(z)) - HALF_LOG_TWO_PI)
}

/** P(0 < Z < z) for 0 ≤ z ≤ 1.5, by the series φ(z)·Σ z^(2n+1)/(2n+1)!!. */
const centralNormal = (z: number): number => {
  let term = z
  let sum = z
  for (let n = 3; n < 80; n += 2) {
    term *= (z * z) / n
    sum += term
    if (term < 1e-18 * sum) break
  }
  return INVERSE_ROOT_TWO_PI * gaussian(z) * sum
}

/** The z ≥ 0 with P(Z > z) = p for 0 < p ≤ ½. */
const upperQuantile = (p: number): number => {
  if (p > 0.25) {
    const centre = 0.5 - p
    let z = centre / INVERSE_ROOT_TWO_PI
    for (let step = 0; step < 20; step++) {
      const change = (centralNormal(z) - centre) / (INVERSE_ROOT_TWO_PI * gaussian(z))
      // Halley: φ'/φ = −z
      const corrected = change / (1 + 0.5 * change * z)
      z -= corrected
      if (Math.abs(corrected) < 1e-9 * z) break
    }
    return z
  }
  const target = log(p)
  const rest = p / exp(target) - 1
  const w = Math.sqrt(-2 * target)
  let z = w - (2.515517 + w * (0.802853 + w * 0.010328)) / (1 + w * (1.432788 + w * (0.189269 + w * 0.001308)))
  for (let step = 0; step < 20; step++) {
    const mills = millsRatio(z)
    const change = (logUpperNormal(z) - target - rest) * mills
    z += change
    if (Math.abs(change) < 1e-9 * z) break
  }
  return z
}

const quantileUpper = (p: number): number => {
  if (!(p >= 0) || !(p <= 1)) return Number.NaN
  if (p === 0) return Number.POSITIVE_INFINITY
  if (p === 1) return Number.NEGATIVE_INFINITY
  if (p === 0.5) return 0
  return p < 0.5 ? upperQuantile(p) : -upperQuantile(1 - p)
}

/** The complementary error function, 2/√π·∫_x^∞ exp(−t²) dt (DLMF 7.2.2). Relative error about 1e-15 also where it is 1e-300; NaN in, NaN out. */
export const complementaryError = (x: number): number => {
  if (Number.isNaN(x)) return Number.NaN
  const size = Math.abs(x)
  if (size > 28) return x > 0 ? 0 : 2
  const head = Math.round(size * 16) / 16
  const tail =
    2 * INVERSE_ROOT_TWO_PI * exp(-head * head) * exp(-(size - head) * (size + head)) * millsRatio(size * ROOT_TWO)
  return x >= 0 ? tail : 2 - tail
}

/** The standard normal distribution (DLMF 7.20(iii); `stats::pnorm`, `stats::qnorm`). NaN in, or a probability outside [0, 1], gives NaN. */
export const normal = {
  density: (z: number): number => INVERSE_ROOT_TWO_PI * gaussian(z),
  /** P(Z ≤ z). */
  lower: (z: number): number => upperNormal(-z),
  /** P(Z > z). */
  upper: upperNormal,
  /** log P(Z ≤ z). */
  logLower: (z: number): number => logUpperNormal(-z),
  /** log P(Z > z). */
  logUpper: logUpperNormal,
  /** The z with P(Z ≤ z) = p. */
  quantileLower: (p: number): number => -quantileUpper(p),
  /** The z with P(Z > z) = p. */
  quantileUpper,
} as const
