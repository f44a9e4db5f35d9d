import { inverseOf, isInvertible, primes, product, subtract, type Residue } from './residues'

/** What is not known: one column for each atom and item. */
export interface Unknowns {
  /** The atom of each column. */
  readonly atomOf: readonly number[]
  /** People in each atom: one number, or one for each round where the same persons may be in several rounds. */
  readonly people: readonly (readonly number[])[]
}

/** A derivable sum over small atoms alone. */
export interface SmallRow {
  readonly pivot: number
  /** 1 at the pivot, and nothing at the pivots of other rows. */
  readonly entries: Map<number, Residue>
}

type Vector = ReadonlyMap<number, Residue>

/** Sets of atoms looked at for one sum. With more to look at, the sum is taken for one that touches few, which is the careful answer. */
const mostLooks = 40

/** Columns of what is left that are held against each other for the fewest ways on. Every column names atoms that are needed, so that any of them would do. */
const mostColumns = 4

/**
 * Whether a combination of the remainder and the rows, the remainder taken once, touches only 1 … least − 1 people.
 *
 * A combination has at the pivot of each row the coefficient of that row. So a combination that touches only the atoms of a set T uses only rows whose pivot is in T. For a given
 * T, what is left outside T after eliminating with those rows says whether there is one. If something is left, there is a linear form y over the columns outside T that is 0 for
 * those rows and not for the remainder. A larger set can only do better when it contains an atom at which y is not 0, or the pivot's atom of another row for which y is not 0.
 * The search goes through these, and is exact: it starts with no atoms, and every set of fewer than `least` people that would do is reached.
 * @param remainder not 0, and 0 at the pivots of the rows
 */
export function touchesFew(remainder: Vector, rows: readonly SmallRow[], unknowns: Unknowns, least: number): boolean {
  const { atomOf } = unknowns
  const rowsAt = rowsByColumn(rows)
  const rowsOfAtom = new Map<number, SmallRow[]>()
  for (const row of rows) append(rowsOfAtom, atomOf[row.pivot] ?? -1, row)
  let looks = 0
  const search = (atoms: ReadonlySet<number>, refused: ReadonlySet<number>): boolean => {
    looks += 1
    if (looks > mostLooks) return true
    const outside = (vector: Vector): Map<number, Residue> =>
      new Map([...vector].filter(([column]) => !atoms.has(atomOf[column] ?? -1)))
    const own = [...atoms].flatMap((atom) => rowsOfAtom.get(atom) ?? [])
    const echelon = echelonOf(own.map(({ entries }) => outside(entries)))
    if (echelon === null) return true
    const left = outside(remainder)
    for (const { pivot, entries } of echelon) {
      const value = left.get(pivot)
      if (value !== undefined) subtract(left, entries, value)
    }
    if (left.size === 0) return true
    const used = new Set(own)
    const ways = fewest(rarestColumns(left, rowsAt).map((column) => waysOn(column, echelon, { rowsAt, used, atomOf })))
    const tried = new Set(refused)
    for (const atom of ways) {
      if (tried.has(atom)) continue
      const larger = new Set([...atoms, atom])
      if (peopleIn(larger, unknowns) < least && search(larger, tried)) return true
      tried.add(atom)
    }
    return false
  }
  return search(new Set(), new Set())
}

/** People in a set of atoms: at least so many different persons, where the same ones may be in several rounds. */
function peopleIn(atoms: ReadonlySet<number>, { people }: Unknowns): number {
  const rounds: number[] = []
  for (const atom of atoms)
    (people[atom] ?? []).forEach((n, round) => {
      rounds[round] = (rounds[round] ?? 0) + n
    })
  return rounds.reduce((most, n) => Math.max(most, n ?? 0), 0)
}

/** The columns that the fewest rows have: there are the fewest ways to do away with what is left in them. */
function rarestColumns(left: Vector, rowsAt: ReadonlyMap<number, readonly SmallRow[]>): readonly number[] {
  return [...left.keys()]
    .map((column) => ({ column, rows: rowsAt.get(column)?.length ?? 0 }))
    .toSorted((a, b) => a.rows - b.rows || a.column - b.column)
    .slice(0, mostColumns)
    .map(({ column }) => column)
}

/** The atoms of which a set must have one to do away with what is left in a column. */
function waysOn(
  column: number,
  echelon: readonly SmallRow[],
  {
    rowsAt,
    used,
    atomOf,
  }: {
    readonly rowsAt: ReadonlyMap<number, readonly SmallRow[]>
    readonly used: ReadonlySet<SmallRow>
    readonly atomOf: readonly number[]
  },
): ReadonlySet<number> {
  // The form y: 1 at the column, and at each pivot minus what the row has in the column.
  const form = new Map<number, Residue>([[column, { a: 1, b: 1 }]])
  for (const { pivot, entries } of echelon) {
    const value = entries.get(column)
    if (value !== undefined) form.set(pivot, { a: (primes.a - value.a) % primes.a, b: (primes.b - value.b) % primes.b })
  }
  const ways = new Set<number>()
  const seen = new Set<SmallRow>()
  for (const at of form.keys()) {
    ways.add(atomOf[at] ?? -1)
    for (const row of rowsAt.get(at) ?? []) {
      if (used.has(row) || seen.has(row)) continue
      seen.add(row)
      if (isSeen(form, row.entries)) ways.add(atomOf[row.pivot] ?? -1)
    }
  }
  return ways
}

/** Whether a linear form is not 0 for a vector. */
function isSeen(form: Vector, vector: Vector): boolean {
  let a = 0
  let b = 0
  for (const [column, value] of form) {
    const other = vector.get(column)
    if (other === undefined) continue
    a = (a + value.a * other.a) % primes.a
    b = (b + value.b * other.b) % primes.b
  }
  return a !== 0 || b !== 0
}

function fewest(sets: readonly ReadonlySet<number>[]): ReadonlySet<number> {
  let best = sets[0] ?? new Set<number>()
  for (const set of sets) if (set.size < best.size) best = set
  return best
}

/** Reduced echelon form; null where a row is left that nothing can be divided by. */
function echelonOf(vectors: readonly Map<number, Residue>[]): readonly SmallRow[] | null {
  const rows: SmallRow[] = []
  for (const vector of vectors) {
    for (const { pivot, entries } of rows) {
      const value = vector.get(pivot)
      if (value !== undefined) subtract(vector, entries, value)
    }
    if (vector.size === 0) continue
    const found = [...vector].find(([, value]) => isInvertible(value))
    if (found === undefined) return null
    const scale = inverseOf(found[1])
    const entries = new Map([...vector].map(([column, value]) => [column, product(value, scale)]))
    for (const row of rows) {
      const value = row.entries.get(found[0])
      if (value !== undefined) subtract(row.entries, entries, value)
    }
    rows.push({ pivot: found[0], entries })
  }
  return rows
}

function rowsByColumn(rows: readonly SmallRow[]): ReadonlyMap<number, readonly SmallRow[]> {
  const found = new Map<number, SmallRow[]>()
  for (const row of rows) for (const column of row.entries.keys()) append(found, column, row)
  return found
}

function append<K, V>(map: Map<K, V[]>, key: K, value: V): void {
  const known = map.get(key)
  if (known === undefined) map.set(key, [value])
  else known.push(value)
}
