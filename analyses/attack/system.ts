import { fraction, modulo, times, type Vector } from './field'
import type { People } from './people'
import { answerIn, levelsOf, measured, type Measure, type Part, type Statement } from './statements'

/** People who are alike in everything that is said about one unknown: no combination of what is said can tell them apart. */
export interface Atom {
  readonly unknown: string
  readonly rows: readonly number[]
  readonly persons: ReadonlySet<string>
}

/** Statements as vectors over what is not known. */
export interface System {
  readonly statements: readonly Statement[]
  readonly vectors: readonly Vector[]
  /** Which atom each column is about. Of an item with levels there is a column for every level that the statements can tell apart. */
  readonly columns: readonly Atom[]
}

/** Writes statements as vectors, each once. */
export function systemOf(people: People, said: readonly Statement[]): System {
  const statements = onceEach(said)
  const atomsOf = new Map<string, AtomsOfUnknown>()
  for (const { parts } of statements) for (const part of parts) refine(atomsOf, people, part)
  const columns: Atom[] = []
  const firstColumn = new Map<string, number>()
  for (const [unknown, own] of atomsOf)
    for (const [number, rows] of own.members()) {
      firstColumn.set(`${unknown} ${number}`, columns.length)
      const persons = new Set(rows.map((row) => people.rows[row]?.person ?? ''))
      for (let index = 0; index < own.columns().length; index += 1) columns.push({ unknown, rows, persons })
    }
  const vectors = statements.map(({ parts }) => {
    const vector = new Float64Array(columns.length)
    for (const { unknown, measure, rows, factor } of parts) {
      const own = atomsOf.get(unknown)
      if (own === undefined) continue
      const scale = fraction(factor)
      const coefficients = own.columns().map((column) => times(modulo(column(measure)), scale))
      for (const number of new Set(rows.map((row) => own.classOf.get(row) ?? -1))) {
        const first = firstColumn.get(`${unknown} ${number}`) ?? 0
        coefficients.forEach((value, index) => {
          vector[first + index] = modulo((vector[first + index] ?? 0) + value)
        })
      }
    }
    return vector
  })
  return { statements, vectors, columns }
}

/** What a statement says beyond what is known of everybody in it, that an answer is at least the lowest of its scale. */
export function lowestOf(people: People, { unknown, measure }: Pick<Part, 'unknown' | 'measure'>): number {
  const [lowest] = levelsOf(people, unknown)
  return lowest === undefined ? 0 : measured(measure, lowest)
}

/** What some rows alone add to a statement, beyond the lowest answers. */
export function shareOf(people: People, { parts }: Statement, of: (row: number) => boolean): number {
  let sum = 0
  for (const part of parts) {
    const lowest = lowestOf(people, part)
    for (const row of part.rows)
      if (of(row)) {
        const answer = answerIn(people, row, part.unknown) ?? Number.NaN
        sum += ((measured(part.measure, answer) - lowest) * part.factor[0]) / part.factor[1]
      }
  }
  return sum
}

interface AtomsOfUnknown {
  /** The number of the class that each row is in, of rows that something is said about. */
  readonly classOf: Map<number, number>
  /** How many classes there have been. */
  classes: number
  readonly measures: Set<Measure>
  members(): ReadonlyMap<number, readonly number[]>
  /** For each column of an atom, the coefficient that a measure has in it. */
  columns(): readonly ((measure: Measure) => number)[]
}

/** Parts the classes of an unknown where a statement is about some of their rows. */
function refine(all: Map<string, AtomsOfUnknown>, people: People, { unknown, measure, rows }: Part): void {
  let own = all.get(unknown)
  if (own === undefined) {
    own = atomsOfUnknown(people, unknown)
    all.set(unknown, own)
  }
  own.measures.add(measure)
  const renamed = new Map<number, number>()
  for (const row of rows) {
    const before = own.classOf.get(row) ?? -1
    let now = renamed.get(before)
    if (now === undefined) {
      now = own.classes
      own.classes += 1
      renamed.set(before, now)
    }
    own.classOf.set(row, now)
  }
}

function atomsOfUnknown(people: People, unknown: string): AtomsOfUnknown {
  const classOf = new Map<number, number>()
  const measures = new Set<Measure>()
  let columns: readonly ((measure: Measure) => number)[] | null = null
  return {
    classOf,
    classes: 0,
    measures,
    members: () => {
      const members = new Map<number, number[]>()
      for (const [row, number] of classOf) {
        const found = members.get(number)
        if (found === undefined) members.set(number, [row])
        else found.push(row)
      }
      return members
    },
    columns: () => (columns ??= columnsOf(levelsOf(people, unknown), [...measures])),
  }
}

/** As many columns as there are measures that do not follow from each other. */
function columnsOf(levels: readonly number[], measures: readonly Measure[]): readonly ((measure: Measure) => number)[] {
  const [lowest] = levels
  if (lowest === undefined) return measures.map((own) => (measure) => (measure === own ? 1 : 0))
  const of = (level: number) => (measure: Measure) => measured(measure, level) - measured(measure, lowest)
  const kept: (readonly number[])[] = []
  const columns: ((measure: Measure) => number)[] = []
  for (const level of levels.slice(1)) {
    let rest: number[] = measures.map(of(level))
    for (const before of kept) {
      const at = before.findIndex((value) => value !== 0)
      const factor = (rest[at] ?? 0) / (before[at] ?? 1)
      rest = rest.map((value, index) => value - factor * (before[index] ?? 0))
      rest = rest.map((value) => (Math.abs(value) < 1e-9 ? 0 : value))
    }
    if (rest.every((value) => value === 0)) continue
    kept.push(rest)
    columns.push(of(level))
  }
  return columns
}

/** Tables repeat each other: what says the same is kept once. */
function onceEach(statements: readonly Statement[]): readonly Statement[] {
  const known = new Map<string, Statement>()
  for (const statement of statements) {
    const text = statement.parts
      .map(({ unknown, measure, rows, factor }) => `${unknown} ${measure} ${factor.join('/')} ${rows.join(',')}`)
      .toSorted()
      .join(';')
    if (!known.has(text)) known.set(text, statement)
  }
  return [...known.values()]
}
