import { chiSquare } from '../../analyses/numeric/distributions/chi-square'
import { fDistribution } from '../../analyses/numeric/distributions/f'
import { noncentralF } from '../../analyses/numeric/distributions/noncentral-f'
import { noncentralT } from '../../analyses/numeric/distributions/noncentral-t'
import { normal } from '../../analyses/numeric/distributions/normal'
import { studentT } from '../../analyses/numeric/distributions/student-t'
import { studentizedRange } from '../../analyses/numeric/distributions/studentized-range'
import { atanh, cos, exp, expm1, log, log1p, sin, tanh } from '../../analyses/numeric/elementary/elementary-functions'
import { power } from '../../analyses/numeric/elementary/power'
import { random } from '../../analyses/numeric/resampling/random'

/** FNV-1a over the bytes of every double that is put in, and how many were. */
const fingerprint = (): { readonly put: (...values: readonly number[]) => void; readonly text: () => string } => {
  const view = new DataView(new ArrayBuffer(8))
  let hash = 0x811c9dc5
  let count = 0
  return {
    put: (...values) => {
      for (const value of values) {
        view.setFloat64(0, value)
        for (let i = 0; i < 8; i++) hash = Math.imul(hash ^ view.getUint8(i), 0x01000193)
        count++
      }
    },
    text: () => `${(hash >>> 0).toString(16).padStart(8, '0')} of ${count}`,
  }
}

/** Fingerprints of thousands of results: a value that differs in one bit changes them. */
export const bitsOfResults = (): Readonly<Record<string, string>> => {
  const draw = random('bits')
  const elementary = fingerprint()
  for (let i = 0; i < 20000; i++) {
    const u = draw.uniform()
    elementary.put(
      exp((u - 0.5) * 1400),
      log(u * 1000),
      log1p(3 * u - 0.9),
      expm1((u - 0.5) * 20),
      tanh((u - 0.5) * 8),
      atanh(2 * u - 1),
      sin(u * 100),
      cos(u * 100),
    )
  }
  for (let i = 0; i < 500; i++) elementary.put(power(draw.uniform() * 100, (draw.uniform() - 0.5) * 20))
  const distributions = fingerprint()
  for (let i = 0; i < 400; i++) {
    const df = exp(draw.uniform() * 14)
    const x = exp(draw.normal())
    const k = 2 + draw.integerBelow(8)
    distributions.put(
      studentT.upper(x, df),
      chiSquare.logLower(x * df, df),
      fDistribution.lower(x, k, df),
      normal.quantileUpper(draw.uniform()),
    )
    distributions.put(
      studentT.quantileUpper(draw.uniform(), df),
      fDistribution.quantileLower(draw.uniform(), k, df),
      noncentralT.lower(x, df, draw.normal()),
    )
  }
  for (let i = 0; i < 30; i++) {
    const df = exp(1 + draw.uniform() * 10)
    const x = exp(draw.normal()) + 1
    const k = 2 + draw.integerBelow(8)
    distributions.put(
      studentizedRange.upper(x, k, df),
      studentizedRange.quantileUpper(0.05, k, df),
      noncentralF.solveNoncentrality(x + 2, k, df + 4, 0.025),
    )
  }
  return { elementary: elementary.text(), distributions: distributions.text() }
}
