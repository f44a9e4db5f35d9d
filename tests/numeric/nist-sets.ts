import { existsSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import {
  divide,
  fromNumber,
  multiply,
  multiplyNumber,
  type DoubleDouble,
} from '../../analyses/numeric/elementary/double-double'
import type { Design } from '../../analyses/numeric/regression/least-squares'

/** NIST's Statistical Reference Datasets with their certified values. What follows from a definition is made here; other data are read where they lie. */

interface CertifiedRegression {
  readonly file: string
  readonly model: 'poly' | 'multi' | 'noint'
  readonly terms: number
  readonly n: number
  readonly estimates: readonly number[]
  readonly standard_errors: readonly number[]
  readonly residual_sd: number
  readonly r_squared: number
  readonly F: number | 'Infinity'
  readonly df: readonly [number, number]
}

interface CertifiedUnivariate {
  readonly file: string
  readonly n: number
  readonly mean: number
  readonly sd_n_minus_1: number
}

interface CertifiedAnova {
  readonly file: string
  readonly n: number
  readonly groups: number
  readonly between: { readonly df: number; readonly ss: number; readonly F: number }
  readonly within: { readonly df: number; readonly ss: number }
  readonly of_the_doubles: { readonly between_ss: number; readonly within_ss: number; readonly F: number }
}

interface Certified {
  readonly anova: Readonly<Record<string, CertifiedAnova>>
  readonly linear_regression: Readonly<Record<string, CertifiedRegression>>
  readonly univariate: Readonly<Record<string, CertifiedUnivariate>>
}

/** Two folders up, from the source as from the bundle that `npm run accuracy` makes. */
const projectFolder = resolve(import.meta.dirname, '..', '..')
const ownFolder = join(projectFolder, 'fixtures', 'nist')
/** Data that may be read but not kept in the project. */
const besideFolder = join(projectFolder, '..', 'shared', 'data', 'reference-only', 'nist')

export const certified = JSON.parse(readFileSync(join(ownFolder, 'certified.json'), 'utf8')) as Certified

/** Correct significant digits, at most 16; for an expected 0, the digits after the point, at most 16. */
export const correctDigits = (actual: number, expected: number): number => {
  if (actual === expected) return 16
  const error = expected === 0 ? Math.abs(actual) : Math.abs(actual - expected) / Math.abs(expected)
  return Number.isNaN(error) ? 0 : Math.max(0, Math.min(16, -Math.log10(error)))
}

const linesOf = (path: string): readonly string[] => readFileSync(path, 'utf8').split(/\r?\n/)

/** The groups of a one-way set. */
export const anovaGroups = (name: string): readonly (readonly number[])[] => {
  const groups = new Map<string, number[]>()
  for (const line of linesOf(join(ownFolder, `${name}.dat`)).slice(60)) {
    const [group, value, ...rest] = line.trim().split(/\s+/)
    if (group === undefined || value === undefined || rest.length > 0) continue
    groups.set(group, [...(groups.get(group) ?? []), Number(value)])
  }
  return [...groups.values()]
}

const numAcc = (centre: number, low: number, high: number): readonly number[] => [
  centre,
  ...Array.from({ length: 1000 }, (_, i) => (i % 2 === 0 ? low : high)),
]
const madeUnivariate: Readonly<Record<string, readonly number[]>> = {
  NumAcc1: [10000001, 10000003, 10000002],
  NumAcc2: numAcc(1.2, 1.1, 1.3),
  NumAcc3: numAcc(1000000.2, 1000000.1, 1000000.3),
  NumAcc4: numAcc(10000000.2, 10000000.1, 10000000.3),
}

/** The values of a univariate set; null when they are not here. */
export const univariateValues = (name: string): readonly number[] | null => {
  const made = madeUnivariate[name]
  if (made !== undefined) return made
  const set = certified.univariate[name]
  const path = join(besideFolder, set?.file ?? '')
  if (set === undefined || !existsSync(path)) return null
  return linesOf(path)
    .filter((line) => /^\s*[-+\d.]+\s*$/.test(line))
    .slice(-set.n)
    .map(Number)
}

/** Rows of [y, x …] as printed decimals. */
type Rows = readonly (readonly string[])[]

const range = (count: number): readonly number[] => Array.from({ length: count }, (_, i) => i)
/** The fixed disturbances of Wampler 3 (× 1), 4 (× 100) and 5 (× 10 000). */
const disturbance = [759, -2048, 2048, -2048, 2523, -2048, 2048, -2048, 1838, -2048, 2048]
const wampler = (share: number, noise: number): Rows =>
  range(21).map((x) => {
    // With a share of 0.1 the printed value is Σ (x/10)^k, in whole hundred thousandths.
    const power = (k: number): number => x ** k * (share === 1 ? 1 : 10 ** (5 - k))
    const whole = range(6).reduce((sum, k) => sum + power(k), 0)
    return [
      share === 1 ? String(whole + noise * (disturbance[Math.min(x, 20 - x)] as number)) : (whole / 100000).toFixed(5),
      String(x),
    ]
  })
const madeRegression: Readonly<Record<string, () => Rows>> = {
  NoInt1: () => range(11).map((i) => [String(130 + i), String(60 + i)]),
  Wampler1: () => wampler(1, 0),
  Wampler2: () => wampler(0.1, 0),
  Wampler3: () => wampler(1, 1),
  Wampler4: () => wampler(1, 100),
  Wampler5: () => wampler(1, 10000),
  // R's data set has NIST's numbers in other units.
  Longley: () =>
    linesOf(join(ownFolder, 'longley.csv'))
      .slice(1)
      .filter((line) => line !== '')
      .map((line) => {
        const [deflator = '', product, unemployed, forces, population, year = '', employed] = line.split(',')
        const times = (value: string | undefined, factor: number): string => String(Math.round(Number(value) * factor))
        return [
          times(employed, 1000),
          deflator,
          times(product, 1000),
          times(unemployed, 10),
          times(forces, 10),
          times(population, 1000),
          year,
        ]
      }),
}

/** The rows of a regression set, y first; null when they are not here. */
export const regressionRows = (name: string): Rows | null => {
  const made = madeRegression[name]
  return made === undefined ? fileRows(name) : made()
}

/** The rows as NIST prints them, where the file lies beside the project. */
export const fileRows = (name: string): Rows | null => {
  const set = certified.linear_regression[name]
  const path = join(besideFolder, set?.file ?? '')
  if (set === undefined || !existsSync(path)) return null
  return linesOf(path)
    .slice(60)
    .map((line) => line.trim().split(/\s+/))
    .filter((cells) => cells.length > 1)
}

/** A printed decimal to 31 digits: digits over a power of ten. */
const exactly = (text: string): DoubleDouble => {
  const [whole = '', decimals = ''] = text.split('.')
  if (/[eE]/.test(text)) return fromNumber(Number(text))
  return divide(fromNumber(Number(whole + decimals)), fromNumber(Number(`1e${decimals.length}`)))
}

/**
 * A set as a design and its outcome.
 * @param reading `printed` keeps the digits of the decimals and of powers that a double cannot hold, `doubles` rounds both as a program does that is given numbers
 */
export const regressionDesign = (
  name: string,
  reading: 'printed' | 'doubles',
): { readonly design: Design; readonly outcome: readonly number[] } | null => {
  const rows = regressionRows(name)
  const set = certified.linear_regression[name]
  if (rows === null || set === undefined) return null
  const read = (text: string | undefined): DoubleDouble =>
    reading === 'printed' ? exactly(text ?? '') : fromNumber(Number(text))
  const columns = range(set.terms).map((term) =>
    rows.map((row) => {
      if (set.model !== 'poly') return read(row[term + 1])
      const x = read(row[1])
      let power = x
      for (let k = 1; k <= term; k++)
        power = reading === 'printed' ? multiply(power, x) : fromNumber(multiplyNumber(power, x.hi).hi)
      return power
    }),
  )
  return {
    design: {
      columns: columns.map((column) => column.map(({ hi }) => hi)),
      ...(reading === 'printed' ? { tails: columns.map((column) => column.map(({ lo }) => lo)) } : {}),
      intercept: set.model !== 'noint',
    },
    outcome: rows.map(([y]) => Number(y)),
  }
}
