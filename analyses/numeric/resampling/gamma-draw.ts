import { log } from '../elementary/elementary-functions'
import { power } from '../elementary/power'
import type { Random } from './random'

/** A gamma-distributed number with shape a > 0 and scale 1 (Marsaglia & Tsang 2000, doi 10.1145/358407.358414). */
export function gammaDraw(a: number, generator: Random): number {
  if (a < 1) return gammaDraw(a + 1, generator) * power(generator.uniform() + 5.551115123125783e-17, 1 / a)
  const d = a - 1 / 3
  const c = 1 / Math.sqrt(9 * d)
  for (;;) {
    const x = generator.normal()
    const root = 1 + c * x
    if (root <= 0) continue
    const v = root * root * root
    const u = generator.uniform()
    if (u === 0 || log(u) < 0.5 * x * x + d - d * v + d * log(v)) return d * v
  }
}
