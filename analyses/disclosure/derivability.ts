/**
 * Which sums may be told without telling others: secondary suppression by Gaussian elimination, as in Statistics Norway's GaussSuppression
 * (Langsrud 2024, doi 10.1007/978-3-031-69651-0_6). Whoever sees the published sums can derive exactly their linear combinations; a secret stays one
 * as long as it is not among them. Counts and sums of answers are derived in the same way, so one decision serves n, means and variances.
 */

/** The indivisible groups (by number, from 0) whose sum a cell is. */
export type Members = readonly number[]

/**
 * Goes through the candidates in the order given and publishes each unless, with what is already published, it would let a secret be derived.
 * A candidate that already follows from the published is published, unless it is a secret itself.
 * @param candidates sums that could be published, the most wanted first
 * @param secrets sums that must not be derivable
 * @returns for each candidate whether it is published
 */
export function publishable(candidates: readonly Members[], secrets: readonly Members[]): readonly boolean[] {
  if (secrets.length === 0) return candidates.map(() => true)
  const published = sparseRows()
  const hidden = sparseRows()
  const known = new Set<string>()
  for (const members of secrets) {
    const text = members.join(',')
    if (members.length === 0 || known.has(text)) continue
    known.add(text)
    hidden.add(vectorOf(members))
  }
  return candidates.map((members) => {
    const vector = vectorOf(members)
    for (const atom of members) {
      const row = published.withPivot(atom)
      if (row !== undefined) addMultiple(vector, row, prime - (vector.get(atom) ?? 0))
    }
    if (vector.size === 0) return !known.has(members.join(','))
    const pivot = pivotOf(vector, hidden)
    const inverse = inverseOf(vector.get(pivot) ?? 1)
    for (const [atom, value] of vector) vector.set(atom, (value * inverse) % prime)
    for (const index of hidden.containing(pivot)) if (isMultiple(hidden.row(index), vector, pivot)) return false
    for (const index of hidden.containing(pivot)) hidden.eliminate(index, vector, pivot)
    for (const index of published.containing(pivot)) published.eliminate(index, vector, pivot)
    published.add(vector, pivot)
    return true
  })
}

/** Coefficients are whole numbers modulo a prime below 2^26, so that products stay exact. */
const prime = 67_108_859
type Vector = Map<number, number>

function vectorOf(members: Members): Vector {
  return new Map(members.map((atom) => [atom, 1]))
}

/** An atom of a secret where there is one: it will hardly be published itself, so that later sums need little elimination. */
function pivotOf(vector: Vector, hidden: SparseRows): number {
  let best = -1
  for (const atom of vector.keys()) {
    if (hidden.containing(atom).size > 0) return atom
    best = atom
  }
  return best
}

function addMultiple(target: Vector, source: Vector, factor: number): void {
  const scaled = factor % prime
  if (scaled === 0) return
  for (const [atom, value] of source) {
    const sum = ((target.get(atom) ?? 0) + value * scaled) % prime
    if (sum === 0) target.delete(atom)
    else target.set(atom, sum)
  }
}

function isMultiple(row: Vector, unit: Vector, pivot: number): boolean {
  if (row.size !== unit.size) return false
  const factor = row.get(pivot) ?? 0
  for (const [atom, value] of unit) if (row.get(atom) !== (value * factor) % prime) return false
  return true
}

/** a^(p−2) mod p. */
function inverseOf(value: number): number {
  let result = 1
  let base = value % prime
  for (let exponent = prime - 2; exponent > 0; exponent = Math.floor(exponent / 2)) {
    if (exponent % 2 === 1) result = (result * base) % prime
    base = (base * base) % prime
  }
  return result
}

/** Sparse rows with an index from atom to the rows that contain it. */
interface SparseRows {
  /** @param pivot atom that this row alone contains, with coefficient 1 */
  add(vector: Vector, pivot?: number): void
  row(position: number): Vector
  withPivot(atom: number): Vector | undefined
  containing(atom: number): ReadonlySet<number>
  /** Subtracts the multiple of a vector (coefficient 1 at the pivot) that takes the pivot out of a row. */
  eliminate(position: number, vector: Vector, pivot: number): void
}

function sparseRows(): SparseRows {
  const rows: Vector[] = []
  const index = new Map<number, Set<number>>()
  const pivots = new Map<number, number>()
  const none: ReadonlySet<number> = new Set()
  const row = (position: number): Vector => rows[position] ?? new Map<number, number>()
  const enter = (atom: number, position: number): void => {
    const containing = index.get(atom)
    if (containing === undefined) index.set(atom, new Set([position]))
    else containing.add(position)
  }
  return {
    row,
    add: (vector, pivot) => {
      const position = rows.length
      rows.push(vector)
      for (const atom of vector.keys()) enter(atom, position)
      if (pivot !== undefined) pivots.set(pivot, position)
    },
    withPivot: (atom) => {
      const position = pivots.get(atom)
      return position === undefined ? undefined : rows[position]
    },
    containing: (atom) => index.get(atom) ?? none,
    eliminate: (position, vector, pivot) => {
      const target = row(position)
      const factor = prime - (target.get(pivot) ?? 0)
      for (const [atom, value] of vector) {
        const before = target.get(atom)
        const sum = ((before ?? 0) + value * factor) % prime
        if (sum === 0) {
          target.delete(atom)
          index.get(atom)?.delete(position)
        } else {
          target.set(atom, sum)
          if (before === undefined) enter(atom, position)
        }
      }
    },
  }
}
