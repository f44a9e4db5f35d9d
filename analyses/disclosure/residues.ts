/**
 * Exact arithmetic for elimination: whole numbers modulo two primes at once. A rational number that is not 0 is taken for 0 only where both primes divide it, which for numbers
 * that know nothing of the primes happens once in 4.5 · 10^15. Products of two residues stay below 2^53, so that every step is exact.
 */

/** A residue modulo each of the two primes. */
export interface Residue {
  readonly a: number
  readonly b: number
}

/** The two largest primes below 2^26. */
export const primes = { a: 67_108_859, b: 67_108_837 } as const

export const one: Residue = { a: 1, b: 1 }

/** A whole number that is exact as a double. */
export const residueOf = (value: number): Residue => ({ a: modulo(value, primes.a), b: modulo(value, primes.b) })

const modulo = (value: number, prime: number): number => ((value % prime) + prime) % prime

export const product = (x: Residue, y: Residue): Residue => ({ a: (x.a * y.a) % primes.a, b: (x.b * y.b) % primes.b })

/** Whether something can be divided by it. What is 0 modulo one of the primes alone is neither 0 nor a divisor. */
export const isInvertible = ({ a, b }: Residue): boolean => a !== 0 && b !== 0

export const inverseOf = ({ a, b }: Residue): Residue => ({ a: inverse(a, primes.a), b: inverse(b, primes.b) })

export const quotient = (numerator: number, denominator: number): Residue =>
  product(residueOf(numerator), inverseOf(residueOf(denominator)))

/** A finite double, exactly: its 53 binary digits times a power of two. */
export function residueOfDouble(value: number): Residue {
  let scaled = value
  let halvings = 0
  while (!Number.isInteger(scaled) && halvings < 1100) {
    scaled *= 2
    halvings += 1
  }
  let result = residueOf(Math.trunc(scaled))
  const half = inverseOf({ a: 2, b: 2 })
  for (; halvings > 0; halvings -= 1) result = product(result, half)
  return result
}

/** Subtracts a multiple of a vector. */
export function subtract(target: Map<number, Residue>, source: ReadonlyMap<number, Residue>, times: Residue): void {
  for (const [column, value] of source) {
    const before = target.get(column)
    const sum = {
      a: ((before?.a ?? 0) + (primes.a - times.a) * value.a) % primes.a,
      b: ((before?.b ?? 0) + (primes.b - times.b) * value.b) % primes.b,
    }
    if (sum.a === 0 && sum.b === 0) target.delete(column)
    else target.set(column, sum)
  }
}

/** value^(prime − 2) modulo the prime. */
function inverse(value: number, prime: number): number {
  let result = 1
  let base = value
  for (let exponent = prime - 2; exponent > 0; exponent = Math.floor(exponent / 2)) {
    if (exponent % 2 === 1) result = (result * base) % prime
    base = (base * base) % prime
  }
  return result
}
