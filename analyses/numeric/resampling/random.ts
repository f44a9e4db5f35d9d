import { log } from '../elementary/elementary-functions'

/**
 * Seeded random numbers: xoshiro128** (Blackman & Vigna 2021, doi 10.1145/3460772) on 32-bit integers, so every engine gives
 * the same bits. The state is a hash of the seed and of the stream's name; nothing here reads a clock.
 */
export interface Random {
  /** A whole number, uniform on 0 … 2³² − 1. */
  readonly word: () => number
  /** A multiple of 2⁻⁵³, uniform on [0, 1). */
  readonly uniform: () => number
  /** A whole number, uniform on 0 … n − 1 without bias; 1 ≤ n ≤ 2³². NaN for other n. */
  readonly integerBelow: (n: number) => number
  /** Standard normal, by Marsaglia's polar method. */
  readonly normal: () => number
  /** Fisher–Yates: puts the array in an order drawn uniformly from all orders, in place. */
  readonly shuffle: (array: Shufflable) => void
  /** Fills the array with indices 0 … n − 1 drawn with replacement: one bootstrap sample. */
  readonly fillIndices: (array: Int32Array | Uint32Array, n: number) => void
  /** An independent generator that depends on the seed and the names only, not on what was drawn before. */
  readonly stream: (name: string) => Random
}

/** Arrays that are shuffled in place. */
export type Shufflable =
  Float64Array | Float32Array | Int8Array | Uint8Array | Int16Array | Uint16Array | Int32Array | Uint32Array | unknown[]

const rotate = (x: number, k: number): number => (x << k) | (x >>> (32 - k))

/** Finaliser of MurmurHash3, a bijection on 32 bits that mixes every bit into every other. */
const mix = (word: number): number => {
  let h = word
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b)
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35)
  return h ^ (h >>> 16)
}

/** 128 bits from a text's UTF-16 code units: four lanes of FNV-1a with different starts, then mixed with each other. */
const hash = (text: string): readonly [number, number, number, number] => {
  const lanes: [number, number, number, number] = [0x811c9dc5, 0x9e3779b9, 0x7f4a7c15, 0xf39cc060]
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i)
    for (let k = 0; k < 4; k++) lanes[k] = Math.imul((lanes[k] as number) ^ unit, 0x01000193 + 2 * k * 0x10001)
  }
  const a = mix(lanes[0] ^ text.length)
  const b = mix(lanes[1] ^ a)
  const c = mix(lanes[2] ^ b)
  const d = mix(lanes[3] ^ c)
  return [a, b, c, d]
}

/**
 * The generator started from four words, not all zero.
 * @param path the seed and the names that its streams are derived from
 */
export const randomFromState = (state: readonly [number, number, number, number], path: string): Random => {
  let [s0, s1, s2, s3] = state
  const word = (): number => {
    const result = Math.imul(rotate(Math.imul(s1, 5), 7), 9) >>> 0
    const t = s1 << 9
    s2 ^= s0
    s3 ^= s1
    s1 ^= s2
    s0 ^= s3
    s2 ^= t
    s3 = rotate(s3, 11)
    return result
  }
  const uniform = (): number => {
    const high = word() >>> 5
    return (high * 67108864 + (word() >>> 6)) / 9007199254740992
  }
  const integerBelow = (n: number): number => {
    if (!(n >= 1) || n > 4294967296 || !Number.isInteger(n)) return Number.NaN
    const limit = 4294967296 - (4294967296 % n)
    for (;;) {
      const value = word()
      if (value < limit) return value % n
    }
  }
  let spare = Number.NaN
  const normal = (): number => {
    if (!Number.isNaN(spare)) {
      const value = spare
      spare = Number.NaN
      return value
    }
    for (;;) {
      const u = 2 * uniform() - 1
      const v = 2 * uniform() - 1
      const s = u * u + v * v
      if (s < 1 && s > 0) {
        const factor = Math.sqrt((-2 * log(s)) / s)
        spare = v * factor
        return u * factor
      }
    }
  }
  const shuffle = (array: Shufflable): void => {
    for (let i = array.length - 1; i > 0; i--) {
      const j = integerBelow(i + 1)
      const kept = array[i]
      array[i] = array[j] as number
      array[j] = kept as number
    }
  }
  const fillIndices = (array: Int32Array | Uint32Array, n: number): void => {
    for (let i = 0; i < array.length; i++) array[i] = integerBelow(n)
  }
  return {
    word,
    uniform,
    integerBelow,
    normal,
    shuffle,
    fillIndices,
    stream: (name) => fromPath(`${path}\u0000${name}`),
  }
}

const fromPath = (path: string): Random => {
  const [a, b, c, d] = hash(path)
  // The all-zero state is the generator's one fixed point.
  return randomFromState((a | b | c | d) === 0 ? [1, 2, 3, 4] : [a, b, c, d], path)
}

/**
 * A generator for a seed and, if given, a stream's name: `random(20221122, 'top-movers')`. The number 7 and the text '7'
 * are the same seed; streams with different names are independent.
 */
export const random = (seed: number | string, name = ''): Random => fromPath(`${String(seed)}\u0000${name}`)
