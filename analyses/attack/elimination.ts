import { stopIfAborted, type AbortState } from '../core/errors'
import { clearAt, eliminate, modulo, rational, reduced, scaleTo1, type Vector } from './field'
import type { People } from './people'
import type { Origin, Statement } from './statements'
import { lowestOf, shareOf, systemOf, type Atom, type System } from './system'

/** A combination of published numbers that is about few people alone. */
export interface Derived {
  /** How many persons it is about: at least one, and fewer than the smallest group. */
  readonly people: number
  /** The rows of answers, by position among all. */
  readonly rows: readonly number[]
  /** The items (and squared scores) that it is about. */
  readonly unknowns: readonly string[]
  /** What the published numbers come to, and what the answers of these few come to in the raw data; null where the combination has no small coefficients. */
  readonly value: { readonly derived: number; readonly truth: number } | null
  readonly from: readonly Origin[]
}

export interface Elimination {
  readonly derived: readonly Derived[]
  /** Whether every combination was looked at; a very large system is looked through in part. */
  readonly isComplete: boolean
}

/** Steps of the search in one part of the system. */
const mostSteps = 200_000
/** Combinations that are worked out in full. */
const mostTold = 200

/**
 * Every way to add and subtract published sums so that what is left is about 1 … least − 1 persons. Columns of many people are eliminated; among the combinations that are
 * left, those are looked for that are 0 but for a few persons.
 */
export function eliminateFew(
  people: People,
  statements: readonly Statement[],
  least: number,
  { abort, progress }: { readonly abort: AbortState; readonly progress: (share: number) => void },
): Elimination {
  const system = systemOf(people, statements)
  const derived: Derived[] = []
  let isComplete = true
  const components = componentsOf(system.vectors, system.columns.length)
  for (const [index, { rows, columns }] of components.entries()) {
    stopIfAborted(abort)
    progress(index / components.length)
    const isLarge = (column: number): boolean => (system.columns[column]?.persons.size ?? 0) >= least
    const small = columns.filter((column) => !isLarge(column))
    if (small.length === 0) continue
    const left = eliminate(
      rows.map((row) => (system.vectors[row] ?? new Float64Array(0)).slice()),
      columns.filter(isLarge),
    )
    const basis = reduced(left.map((row) => Float64Array.from(small, (column) => row[column] ?? 0)))
    const atoms = small.map((column) => system.columns[column] as Atom)
    for (const part of componentsOf(basis, small.length)) {
      const search = searchFew(
        part.rows.map((row) => Float64Array.from(part.columns, (column) => basis[row]?.[column] ?? 0)),
        part.columns.map((column) => atoms[column]?.persons ?? new Set()),
        least,
        abort,
      )
      isComplete &&= search.isComplete
      for (const { vectors } of search.found)
        for (const vector of vectors) {
          if (derived.length >= mostTold) continue
          const whole = new Float64Array(system.columns.length)
          part.columns.forEach((column, at) => (whole[small[column] ?? 0] = vector[at] ?? 0))
          derived.push(explained(people, system, rows, columns, whole))
        }
    }
  }
  return { derived, isComplete }
}

/** Vectors that share no column have nothing to do with each other. */
function componentsOf(
  vectors: readonly Vector[],
  width: number,
): readonly { readonly rows: readonly number[]; readonly columns: readonly number[] }[] {
  const above = Array.from({ length: width }, (_, column) => column)
  const top = (column: number): number => {
    let at = column
    while (above[at] !== at) at = above[at] ?? at
    above[column] = at
    return at
  }
  const firsts = vectors.map((vector) => {
    let first = -1
    for (let column = 0; column < width; column += 1)
      if ((vector[column] ?? 0) !== 0) {
        if (first < 0) first = column
        else above[top(column)] = top(first)
      }
    return first
  })
  const parts = new Map<number, { rows: number[]; columns: number[] }>()
  firsts.forEach((first, row) => {
    if (first < 0) return
    const part = parts.get(top(first))
    if (part === undefined) parts.set(top(first), { rows: [row], columns: [] })
    else part.rows.push(row)
  })
  for (let column = 0; column < width; column += 1) parts.get(top(column))?.columns.push(column)
  return [...parts.values()]
}

interface Few {
  readonly persons: ReadonlySet<string>
  readonly vectors: readonly Vector[]
}

/**
 * Sets of fewer than `least` persons outside of whom some combination is 0, the smallest sets first. Each step decides of one column whether the combination is 0 there (one dimension
 * less) or whether its people belong to the set (fewer people left).
 */
function searchFew(
  basis: readonly Vector[],
  personsOf: readonly ReadonlySet<string>[],
  least: number,
  abort: AbortState,
): { readonly found: readonly Few[]; readonly isComplete: boolean } {
  const found: Few[] = []
  let steps = 0
  const look = (rows: readonly Vector[], chosen: ReadonlySet<string>, most: number): void => {
    if (rows.length === 0 || steps >= mostSteps) return
    steps += 1
    if (steps % 1000 === 0) stopIfAborted(abort)
    if (found.some(({ persons }) => [...persons].every((person) => chosen.has(person)))) return
    let column = -1
    let beyond = 0
    let united = chosen
    personsOf.forEach((persons, at) => {
      if (rows.every((row) => row[at] === 0)) return
      const union = new Set([...chosen, ...persons])
      if (union.size - chosen.size <= beyond) return
      column = at
      beyond = union.size - chosen.size
      united = union
    })
    if (column < 0) {
      found.push({ persons: chosen, vectors: reduced(rows.map((row) => row.slice())) })
      return
    }
    look(
      eliminate(
        rows.map((row) => row.slice()),
        [column],
      ),
      chosen,
      most,
    )
    if (united.size <= most) look(rows, united, most)
  }
  for (let most = 1; most < least; most += 1) look(basis, new Set(), most)
  return { found, isComplete: steps < mostSteps }
}

/** How a combination comes about from the published numbers, and whether the raw data bear it. */
function explained(
  people: People,
  system: System,
  rows: readonly number[],
  columns: readonly number[],
  combination: Vector,
): Derived {
  const atoms = columns.flatMap((column) => {
    const atom = system.columns[column]
    return (combination[column] ?? 0) === 0 || atom === undefined ? [] : [atom]
  })
  const about = new Set(atoms.flatMap((atom) => [...atom.persons]))
  const coefficients = solved(
    rows.map((row) => columns.map((column) => system.vectors[row]?.[column] ?? 0)),
    columns.map((column) => combination[column] ?? 0),
  ).map(rational)
  const used = rows.flatMap((row, index) => {
    const statement = system.statements[row]
    const coefficient = coefficients[index] ?? null
    return coefficient === 0 || statement === undefined ? [] : [{ statement, coefficient }]
  })
  const total = (of: (statement: Statement) => number): number =>
    used.reduce((sum, { statement, coefficient }) => sum + (coefficient ?? Number.NaN) * of(statement), 0)
  const derived = total((statement) => statement.published - lowestSum(people, statement))
  const truth = total((statement) => shareOf(people, statement, (row) => about.has(people.rows[row]?.person ?? '')))
  return {
    people: about.size,
    rows: [...new Set(atoms.flatMap((atom) => atom.rows))].toSorted((a, b) => a - b),
    unknowns: [...new Set(atoms.map(({ unknown }) => unknown))],
    value: Number.isNaN(derived) ? null : { derived, truth },
    from: used.map(({ statement }) => statement.origin),
  }
}

function lowestSum(people: People, { parts }: Statement): number {
  return parts.reduce(
    (sum, part) => sum + (lowestOf(people, part) * part.rows.length * part.factor[0]) / part.factor[1],
    0,
  )
}

/** Coefficients with which the vectors add up to the target, 0 where one is not needed. */
function solved(vectors: readonly (readonly number[])[], target: readonly number[]): readonly number[] {
  const unknowns = vectors.length
  const equations = target.map((value, at) =>
    Float64Array.from([...vectors.map((vector) => vector[at] ?? 0), modulo(value)]),
  )
  const pivots: { readonly column: number; readonly row: Vector }[] = []
  let left = equations
  for (let column = 0; column < unknowns; column += 1) {
    const pivot = left.find((row) => (row[column] ?? 0) !== 0)
    if (pivot === undefined) continue
    scaleTo1(pivot, column)
    left = left.filter((row) => row !== pivot)
    for (const row of [...left, ...pivots.map((one) => one.row)]) clearAt(row, pivot, column)
    pivots.push({ column, row: pivot })
  }
  const coefficients = vectors.map(() => 0)
  for (const { column, row } of pivots) coefficients[column] = row[unknowns] ?? 0
  return coefficients
}
