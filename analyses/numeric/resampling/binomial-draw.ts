import { exp, log, log1p } from '../elementary/elementary-functions'
import type { Random } from './random'

/** log k! less Stirling's leading terms, (k + ½)·log(k + 1) − (k + 1) + ½·log 2π. */
const SMALL_TAILS = [
  0.0810614667953272, 0.0413406959554092, 0.0276779256849983, 0.02079067210376509, 0.0166446911898211,
  0.0138761288230707, 0.0118967099458917, 0.010411265261972, 0.00925546218271273, 0.00833056343336287,
]

const stirlingTail = (k: number): number => {
  const known = SMALL_TAILS[k]
  if (known !== undefined) return known
  const next = k + 1
  const square = next * next
  return (1 / 12 - (1 / 360 - 1 / 1260 / square) / square) / next
}

/** By inversion, for n·p < 10. */
const invert = (n: number, p: number, { uniform }: Random): number => {
  const ratio = p / (1 - p)
  let chance = exp(n * log1p(-p))
  let rest = uniform()
  let k = 0
  while (rest > chance && k < n) {
    rest -= chance
    k += 1
    chance *= (ratio * (n - k + 1)) / k
  }
  return k
}

/** By transformed rejection, for n·p ≥ 10 and p ≤ ½. */
const reject = (n: number, p: number, { uniform }: Random): number => {
  const deviation = Math.sqrt(n * p * (1 - p))
  const b = 1.15 + 2.53 * deviation
  const a = -0.0873 + 0.0248 * b + 0.01 * p
  const centre = n * p + 0.5
  const squeeze = 0.92 - 4.2 / b
  for (;;) {
    const u = uniform() - 0.5
    const v = uniform()
    const edge = 0.5 - Math.abs(u)
    const k = Math.floor(((2 * a) / edge + b) * u + centre)
    if (edge >= 0.07 && v <= squeeze) return k
    if (!(k >= 0) || k > n) continue
    const mode = Math.floor((n + 1) * p)
    const odds = p / (1 - p)
    const alpha = (2.83 + 5.1 / b) * deviation
    const bound =
      (mode + 0.5) * log((mode + 1) / (odds * (n - mode + 1))) +
      (n + 1) * log((n - mode + 1) / (n - k + 1)) +
      (k + 0.5) * log((odds * (n - k + 1)) / (k + 1)) +
      stirlingTail(mode) +
      stirlingTail(n - mode) -
      stirlingTail(k) -
      stirlingTail(n - k)
    if (log((v * alpha) / (a / (edge * edge) + b)) <= bound) return k
  }
}

/**
 * A binomial number of successes: inversion for small n·p, else transformed rejection with squeeze (BTRS; Hörmann 1993, doi 10.1080/00949659308811496).
 *
 * @param n trials, a whole number ≥ 0
 * @param p in [0, 1]; what lies outside is taken for the nearer end
 */
export const drawBinomial = (n: number, p: number, random: Random): number => {
  if (n === 0 || p <= 0) return 0
  if (p >= 1) return n
  if (p > 0.5) return n - drawBinomial(n, 1 - p, random)
  return n * p < 10 ? invert(n, p, random) : reject(n, p, random)
}
