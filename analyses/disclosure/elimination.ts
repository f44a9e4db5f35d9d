import { inverseOf, isInvertible, one, primes, product, subtract, type Residue } from './residues'
import { createSpreadProof } from './spread-proof'
import { touchesFew, type SmallRow, type Unknowns } from './small-sums'

/**
 * Which sums may be told without telling what a few people answered: one elimination over all of them.
 *
 * Everything that is told is linear in unknowns, each of which is what people who are alike (an atom) answered to one item. Whoever sees it can derive every linear combination
 * of it, and nothing else that is linear. The guarantee is about all of these combinations at once: none of them touches only 1 … least − 1 people.
 *
 * An atom of `least` people or more is large. A combination that touches one is no danger, so the sums that have been told are kept in echelon form with their pivots on large
 * atoms: a row has 0 at the pivots of the rows before it. In a combination that touches no large atom, the coefficient of the first such row is what the combination has at that
 * row's pivot, which is 0; then that of the second is, and so on. What touches no large atom is therefore a combination of the remainders that no pivot on a large atom could
 * be found for, and only these are searched (`small-sums.ts`).
 */

/** A sum that may be told: its coefficient at each column that it has. */
export interface LinearSum {
  readonly columns: readonly number[]
  readonly coefficients: readonly Residue[]
}

/**
 * Goes through the sums in the order given and tells each, unless a combination of it and what was told before it would touch 1 … least − 1 people.
 * @param sums the most wanted first
 * @param settled what was decided of a sum before, which holds; null where it is to be decided
 * @returns for each sum whether it is told; one that follows from those before it is
 */
export function tellableSums(
  sums: readonly LinearSum[],
  { atomOf, people }: Unknowns,
  least: number,
  settled: readonly (boolean | null)[] = [],
): readonly boolean[] {
  const isLarge = people.map((rounds) => rounds.some((n) => n >= least))
  const uses = usesOf(sums, atomOf.length)
  const work = workspace(atomOf.length)
  const large: LargeRow[] = []
  const small: SmallRow[] = []
  const proof = createSpreadProof({ atomOf, people }, least)
  return sums.map((sum, index) => {
    if (settled[index] === false) return false
    work.load(sum)
    for (const row of large) work.subtract(row)
    const rest = work.rest()
    const pivot = rarest(
      rest.filter(({ column, value }) => isLarge[atomOf[column] ?? -1] === true && isInvertible(value)),
      uses,
    )
    if (pivot !== null) {
      large.push(largeRow(rest, pivot))
      return true
    }
    if (rest.some(({ column }) => isLarge[atomOf[column] ?? -1] === true)) return false
    const remainder = reduced(new Map(rest.map(({ column, value }) => [column, value])), small)
    if (remainder.size === 0) return true
    if (settled[index] !== true && !proof.holds(remainder) && touchesFew(remainder, small, { atomOf, people }, least))
      return false
    if (!addSmall(remainder, small, uses)) return false
    proof.add(remainder)
    return true
  })
}

interface Entry {
  readonly column: number
  readonly value: Residue
}

function usesOf(sums: readonly LinearSum[], size: number): Int32Array {
  const uses = new Int32Array(size)
  for (const { columns } of sums) for (const column of columns) uses[column] = (uses[column] ?? 0) + 1
  return uses
}

/** The column that the fewest sums have, so that later ones need little elimination. */
function rarest(entries: readonly Entry[], uses: Int32Array): Entry | null {
  let best: Entry | null = null
  for (const entry of entries) if (best === null || (uses[entry.column] ?? 0) < (uses[best.column] ?? 0)) best = entry
  return best
}

/** A told sum with coefficient 1 at its pivot. */
interface LargeRow {
  readonly pivot: number
  readonly columns: Int32Array
  readonly a: Float64Array
  readonly b: Float64Array
}

function largeRow(entries: readonly Entry[], pivot: Entry): LargeRow {
  const scale = inverseOf(pivot.value)
  const scaled = entries.map(({ value }) => product(value, scale))
  return {
    pivot: pivot.column,
    columns: Int32Array.from(entries, ({ column }) => column),
    a: Float64Array.from(scaled, ({ a }) => a),
    b: Float64Array.from(scaled, ({ b }) => b),
  }
}

/** A dense vector that sums are reduced in, one after another. */
function workspace(size: number): {
  load(sum: LinearSum): void
  subtract(row: LargeRow): void
  rest(): readonly Entry[]
} {
  const a = new Float64Array(size)
  const b = new Float64Array(size)
  const isTouched = new Uint8Array(size)
  let touched: number[] = []
  const touch = (column: number): void => {
    if (isTouched[column] === 1) return
    isTouched[column] = 1
    touched.push(column)
  }
  return {
    load: ({ columns, coefficients }) => {
      for (const column of touched) {
        a[column] = 0
        b[column] = 0
        isTouched[column] = 0
      }
      touched = []
      columns.forEach((column, index) => {
        touch(column)
        a[column] = ((a[column] ?? 0) + (coefficients[index]?.a ?? 0)) % primes.a
        b[column] = ((b[column] ?? 0) + (coefficients[index]?.b ?? 0)) % primes.b
      })
    },
    subtract: (row) => {
      const ownA = a[row.pivot] ?? 0
      const ownB = b[row.pivot] ?? 0
      if (ownA === 0 && ownB === 0) return
      const factorA = primes.a - ownA
      const factorB = primes.b - ownB
      for (let index = 0; index < row.columns.length; index += 1) {
        const column = row.columns[index] ?? 0
        touch(column)
        a[column] = ((a[column] ?? 0) + factorA * (row.a[index] ?? 0)) % primes.a
        b[column] = ((b[column] ?? 0) + factorB * (row.b[index] ?? 0)) % primes.b
      }
    },
    rest: () =>
      touched.flatMap((column) => {
        const value = { a: a[column] ?? 0, b: b[column] ?? 0 }
        return value.a === 0 && value.b === 0 ? [] : [{ column, value }]
      }),
  }
}

/** Takes the pivots of the rows out of a vector. */
function reduced(vector: Map<number, Residue>, rows: readonly SmallRow[]): Map<number, Residue> {
  for (const row of rows) {
    const own = vector.get(row.pivot)
    if (own !== undefined) subtract(vector, row.entries, own)
  }
  return vector
}

/** Adds a remainder to the rows, which stay in reduced echelon form: each has 1 at its pivot and 0 at the others'. @returns false where it has nothing to divide by */
function addSmall(remainder: ReadonlyMap<number, Residue>, rows: SmallRow[], uses: Int32Array): boolean {
  const entries = [...remainder].map(([column, value]) => ({ column, value }))
  const pivot = rarest(
    entries.filter(({ value }) => isInvertible(value)),
    uses,
  )
  if (pivot === null) return false
  const scale = inverseOf(pivot.value)
  const scaled = new Map(entries.map(({ column, value }) => [column, product(value, scale)]))
  scaled.set(pivot.column, one)
  for (const row of rows) {
    const own = row.entries.get(pivot.column)
    if (own !== undefined) subtract(row.entries, scaled, own)
  }
  rows.push({ pivot: pivot.column, entries: scaled })
  return true
}
