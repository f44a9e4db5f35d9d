/**
 * exp, log and their relatives from the four operations and the square root alone, which IEEE 754 fixes to the bit. `Math.exp`,
 * `Math.log`, `Math.pow`, `Math.sin` and the rest are left to each engine: Node 20 and Chromium 156 differ in the last bit of
 * every one of them, so nothing that enters a result may use them.
 *
 * The arguments are reduced to a small interval with tables and the series is summed there (Tang 1989, doi 10.1145/63522.214389, for exp; Cody & Waite 1980, Software Manual
 * for the Elementary Functions). Errors stay below one unit in the last place (tanh: three). NaN in, NaN out.
 */

/** 2^k for k from −1074 to 1023. */
const POWERS_OF_TWO: Float64Array = (() => {
  const powers = new Float64Array(2098)
  let power = 1
  for (let k = 0; k <= 1023; k++, power *= 2) powers[k + 1074] = power
  power = 1
  for (let k = 0; k >= -1074; k--, power *= 0.5) powers[k + 1074] = power
  return powers
})()

/** 2^(j/32) for j = 0 … 31, rounded, and what the rounding left. */
const ROOTS_HIGH: Float64Array = Float64Array.of(
  1.0,
  1.0218971486541166,
  1.0442737824274138,
  1.0671404006768237,
  1.0905077326652577,
  1.1143867425958924,
  1.1387886347566916,
  1.1637248587775775,
  1.189207115002721,
  1.215247359980469,
  1.241857812073484,
  1.2690509571917332,
  1.2968395546510096,
  1.3252366431597413,
  1.3542555469368927,
  1.383909881963832,
  1.4142135623730951,
  1.4451808069770467,
  1.4768261459394993,
  1.5091644275934228,
  1.5422108254079407,
  1.5759808451078865,
  1.6104903319492543,
  1.645755478153965,
  1.681792830507429,
  1.718619298122478,
  1.7562521603732995,
  1.7947090750031072,
  1.8340080864093424,
  1.8741676341103,
  1.9152065613971474,
  1.9571441241754002,
)
const ROOTS_LOW: Float64Array = Float64Array.of(
  0.0,
  5.109225028973444e-17,
  8.551889705537965e-17,
  -7.899853966841582e-17,
  -3.046782079812471e-17,
  1.0410278456845571e-16,
  8.912812676025408e-17,
  3.8292048369240935e-17,
  3.982015231465646e-17,
  -7.712630692681488e-17,
  4.658027591836937e-17,
  2.667932131342186e-18,
  2.5382502794888315e-17,
  -2.8587312100388614e-17,
  7.70094837980299e-17,
  -6.770511658794786e-17,
  -9.667293313452913e-17,
  -3.0237581349939873e-17,
  -3.483994556892796e-17,
  -1.016455327754295e-16,
  7.949834809697621e-17,
  -1.0136916471278304e-17,
  2.4707192569797888e-17,
  -1.0125679913674773e-16,
  8.199010020581497e-17,
  -1.851380418263111e-17,
  2.960140695448873e-17,
  1.8227458427912087e-17,
  3.283107224245627e-17,
  -6.122763413004143e-17,
  -1.0619946056195963e-16,
  8.960767791036668e-17,
)

/** log 2 as a 32-bit head, whose product with a count of steps is exact, and the rest. */
const LN2_HEAD = 0.6931471803691238
const LN2_TAIL = 1.9082149292705877e-10

/** e^x; 0 below −745.2, Infinity above 709.79. */
export const exp = (x: number): number => {
  if (!(x < 709.79)) return x === x ? Number.POSITIVE_INFINITY : x
  if (x < -745.2) return 0
  const steps = Math.round(x * 46.16624130844683)
  const r = x - steps * (LN2_HEAD / 32) - steps * (LN2_TAIL / 32)
  const j = steps & 31
  const k = steps >> 5
  const p = r + r * r * (0.5 + r * (1 / 6 + r * (1 / 24 + r * (1 / 120 + r * (1 / 720)))))
  const high = ROOTS_HIGH[j] as number
  const mantissa = high + ((ROOTS_LOW[j] as number) + high * p)
  if (k > 1023) return mantissa * (POWERS_OF_TWO[2097] as number) * 2
  // Subnormal results in two steps, the first exact: 2^k itself may be too small.
  return k < -1022
    ? mantissa * (POWERS_OF_TWO[k + 1174] as number) * (POWERS_OF_TWO[974] as number)
    : mantissa * (POWERS_OF_TWO[k + 1074] as number)
}

/** e^x − 1, to full relative accuracy near 0. */
export const expm1 = (x: number): number => {
  if (x > -0.3 && x < 0.3) {
    let q = 1 / 1307674368000
    for (let k = 13; k >= 1; k--) q = q * x + (INVERSE_FACTORIALS[k] as number)
    return x + x * x * q
  }
  if (!(x < 40)) return exp(x)
  if (x < -40) return -1
  const steps = Math.round(x * 46.16624130844683)
  const r = x - steps * (LN2_HEAD / 32) - steps * (LN2_TAIL / 32)
  const j = steps & 31
  const power = POWERS_OF_TWO[(steps >> 5) + 1074] as number
  const p = r + r * r * (0.5 + r * (1 / 6 + r * (1 / 24 + r * (1 / 120 + r * (1 / 720)))))
  const high = ROOTS_HIGH[j] as number
  return high * power - 1 + power * ((ROOTS_LOW[j] as number) + high * p)
}

/** At k: 1/(k + 1)!. */
const INVERSE_FACTORIALS: readonly number[] = (() => {
  const list: number[] = []
  let factorial = 1
  for (let k = 0; k <= 20; k++) {
    factorial *= k + 1
    list.push(1 / factorial)
  }
  return list
})()

const FLOAT = new Float64Array(1)
const WORDS = new Uint32Array(FLOAT.buffer)
/** Which of a double's two words holds sign and exponent. */
const HIGH_WORD: 0 | 1 = (() => {
  FLOAT[0] = 1
  return WORDS[1] === 0 ? 0 : 1
})()

/** log(1 + f) − k·log 2 put together, for −0.3 < f < 0.42: 2·atanh(f/(2 + f)) with the large terms added last. */
const assemble = (f: number, k: number, correction: number): number => {
  const half = 0.5 * f * f
  const s = f / (2 + f)
  const z = s * s
  const series =
    z *
    (2 / 3 +
      z *
        (2 / 5 +
          z *
            (2 / 7 +
              z *
                (2 / 9 +
                  z *
                    (2 / 11 +
                      z * (2 / 13 + z * (2 / 15 + z * (2 / 17 + z * (2 / 19 + z * (2 / 21 + z * (2 / 23)))))))))))
  return k * LN2_HEAD - (half - (s * (half + series) + (k * LN2_TAIL + correction)) - f)
}

const logWithCorrection = (x: number, correction: number): number => {
  let exponent = 0
  FLOAT[0] = x
  if (x < 2.2250738585072014e-308) {
    FLOAT[0] = x * 18014398509481984
    exponent = -54
  }
  const high = WORDS[HIGH_WORD] as number
  const mantissa = high & 0xfffff
  exponent += (high >>> 20) - 1023
  // Into [√½, √2).
  const isUpper = mantissa >= 0x6a09e
  if (isUpper) exponent += 1
  WORDS[HIGH_WORD] = mantissa | (isUpper ? 0x3fe00000 : 0x3ff00000)
  return assemble((FLOAT[0] as number) - 1, exponent, correction)
}

/** Natural logarithm; −Infinity at 0, NaN below. */
export const log = (x: number): number => {
  if (!(x > 0)) return x === 0 ? Number.NEGATIVE_INFINITY : Number.NaN
  return x === Number.POSITIVE_INFINITY ? x : logWithCorrection(x, 0)
}

/** log(1 + x), to full relative accuracy near 0; −Infinity at −1, NaN below. */
export const log1p = (x: number): number => {
  if (!(x > -1)) return x === -1 ? Number.NEGATIVE_INFINITY : Number.NaN
  if (x > -0.29 && x < 0.41) return assemble(x, 0, 0)
  if (x > 1e300) return log(x)
  const u = 1 + x
  const lost = x > 1 ? 1 - (u - x) : x - (u - 1)
  return logWithCorrection(u, lost / u)
}

/** Hyperbolic tangent, in [−1, 1]. */
export const tanh = (x: number): number => {
  if (x > 20) return 1
  if (x < -20) return -1
  const e = expm1(2 * x)
  return e / (e + 2)
}

/** Inverse hyperbolic tangent; ±Infinity at ±1, NaN beyond. */
export const atanh = (x: number): number => (x < 0 ? -0.5 * log1p((-2 * x) / (1 + x)) : 0.5 * log1p((2 * x) / (1 - x)))

/** π/2 as a 33-bit head, whose product with a whole number below 2²⁰ is exact, and the rest. */
const HALF_PI_HEAD = 1.5707963267341256
const HALF_PI_TAIL = 6.077100506506192e-11

/** sin(y + tail) for |y| ≤ π/4. */
const sineKernel = (y: number, tail: number): number => {
  const z = y * y
  const series =
    -1 / 6 +
    z *
      (1 / 120 +
        z *
          (-1 / 5040 +
            z *
              (1 / 362880 +
                z * (-1 / 39916800 + z * (1 / 6227020800 + z * (-1 / 1307674368000 + z * (1 / 355687428096000)))))))
  return y + (y * z * series + tail * (1 - 0.5 * z))
}

/** cos(y + tail) for |y| ≤ π/4. */
const cosineKernel = (y: number, tail: number): number => {
  const z = y * y
  const series =
    1 / 24 +
    z *
      (-1 / 720 +
        z * (1 / 40320 + z * (-1 / 3628800 + z * (1 / 479001600 + z * (-1 / 87178291200 + z * (1 / 20922789888000))))))
  const half = 0.5 * z
  const head = 1 - half
  return head + (1 - head - half + (z * z * series - y * tail))
}

/** The sine (quarter 0) or cosine (quarter 1) of x; NaN for |x| > 10⁶, where the argument would need more digits of π. */
const circular = (x: number, quarter: 0 | 1): number => {
  if (!(Math.abs(x) <= 1e6)) return Number.NaN
  const n = Math.round(x * 0.6366197723675814)
  const head = x - n * HALF_PI_HEAD
  const rest = n * HALF_PI_TAIL
  const y = head - rest
  const tail = head - y - rest
  switch ((((n + quarter) % 4) + 4) % 4) {
    case 0:
      return sineKernel(y, tail)
    case 1:
      return cosineKernel(y, tail)
    case 2:
      return -sineKernel(y, tail)
    default:
      return -cosineKernel(y, tail)
  }
}

/** Sine of x radians, absolute error 1e-16; NaN for |x| > 10⁶. */
export const sin = (x: number): number => circular(x, 0)

/** Cosine of x radians, absolute error 1e-16; NaN for |x| > 10⁶. */
export const cos = (x: number): number => circular(x, 1)
