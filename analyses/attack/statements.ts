import { scaleNamed, scoreOf, type People } from './people'

/** What of each answer is added up: a power of it, or whether it is a certain value. */
export type Measure = `power ${number}` | `value ${number}`

/** The answers to one item (or the squared scores of a dimension) of some rows, each times the same number. */
export interface Part {
  /** An item; of squared scores `<dimension>²`. */
  readonly unknown: string
  readonly measure: Measure
  readonly rows: readonly number[]
  /** A fraction, so that nothing is rounded. */
  readonly factor: readonly [number, number]
}

/** Where a number was read. */
export interface Origin {
  readonly as: string
  readonly table: string
  /** From 0, in the table. */
  readonly row: number
  readonly column: string
}

/** A published number as what it says of people: the sum over its parts. */
export interface Statement {
  readonly origin: Origin
  readonly parts: readonly Part[]
  readonly published: number
}

/** The value that one answer adds to a part. */
export function measured(measure: Measure, answer: number): number {
  const [kind, number] = measure.split(' ')
  return kind === 'power' ? answer ** Number(number) : answer === Number(number) ? 1 : 0
}

const squareOf = (dimension: string): string => `${dimension}²`

/** The value of an unknown in a row: a turned answer, or a score, whose square the unknown is. */
export function answerIn(people: People, row: number, unknown: string): number | undefined {
  const own = people.rows[row]
  if (own === undefined) return undefined
  return unknown.endsWith('²') ? scoreOf(people, own, unknown.slice(0, -1))?.value : own.answers[unknown]
}

/** What a statement would say by the raw data. */
export function truthOf(people: People, { parts }: Statement): number {
  let sum = 0
  for (const { unknown, measure, rows, factor } of parts)
    for (const row of rows)
      sum += (measured(measure, answerIn(people, row, unknown) ?? Number.NaN) * factor[0]) / factor[1]
  return sum
}

/** Rows with a value of an outcome, an item or a dimension. */
export function rowsWithValue(people: People, rows: readonly number[], outcome: string): readonly number[] {
  const isItem = people.instrument.items.some(({ id }) => id === outcome)
  return rows.filter((row) => {
    const own = people.rows[row]
    if (own === undefined) return false
    return isItem ? own.answers[outcome] !== undefined : scoreOf(people, own, outcome) !== undefined
  })
}

/** The value of an outcome in a row that has one. */
export function valueOf(people: People, row: number, outcome: string): number {
  const own = people.rows[row]
  if (own === undefined) return Number.NaN
  return own.answers[outcome] ?? scoreOf(people, own, outcome)?.value ?? Number.NaN
}

/**
 * The parts of a sum over an outcome: of an item its answers, of a dimension each person's answers by how many they are.
 * @param factor what everything is multiplied by
 */
export function sumParts(
  people: People,
  rows: readonly number[],
  outcome: string,
  factor: readonly [number, number] = [1, 1],
): readonly Part[] {
  if (people.instrument.items.some(({ id }) => id === outcome))
    return [{ unknown: outcome, measure: 'power 1', rows, factor }]
  const parts = new Map<string, { readonly unknown: string; readonly rows: number[]; factor: [number, number] }>()
  for (const row of rows) {
    const own = people.rows[row]
    const score = own === undefined ? undefined : scoreOf(people, own, outcome)
    for (const item of score?.items ?? []) {
      const [times, over] = score?.factor ?? [1, 1]
      const text = `${item} ${times}/${over}`
      const part = parts.get(text)
      if (part === undefined)
        parts.set(text, { unknown: item, rows: [row], factor: [factor[0] * times, factor[1] * over] })
      else part.rows.push(row)
    }
  }
  return [...parts.values()].map((part) => ({ ...part, measure: 'power 1' }))
}

/** The parts of a sum of powers of an outcome, of the second and higher ones. */
export function powerParts(people: People, rows: readonly number[], outcome: string, power: number): readonly Part[] {
  if (power === 1) return sumParts(people, rows, outcome)
  const isItem = people.instrument.items.some(({ id }) => id === outcome)
  return [{ unknown: isItem ? outcome : squareOf(outcome), measure: `power ${power}`, rows, factor: [1, 1] }]
}

/** The levels of an item's scale, turned ones included; empty for a continuous one and for scores. */
export function levelsOf({ instrument }: People, unknown: string): readonly number[] {
  const item = instrument.items.find(({ id }) => id === unknown)
  const scale = item === undefined ? undefined : scaleNamed(instrument, item)
  if (scale === undefined || scale.kind !== 'ordinal') return []
  return Array.from({ length: scale.max - scale.min + 1 }, (_, step) => scale.min + step)
}
