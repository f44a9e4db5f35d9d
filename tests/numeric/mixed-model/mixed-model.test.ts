import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import {
  mixedModel,
  type FitMethod,
  type MixedModelData,
  type MixedModelFit,
  type RandomTerm,
} from '../../../analyses/numeric/mixed-model/mixed-model'
import { random } from '../../../analyses/numeric/resampling/random'
import { projectFolder } from '../../source-files'
import { relativeError } from '../closeness'

const fitOf = (data: MixedModelData, method: FitMethod = 'reml'): MixedModelFit => {
  const model = mixedModel(data)
  if (typeof model === 'string') throw new Error(model)
  const fit = model.fit(method)
  if (typeof fit === 'string') throw new Error(fit)
  return fit
}

const problemOf = (data: MixedModelData): string => {
  const model = mixedModel(data)
  if (typeof model === 'string') return model
  const fit = model.fit('reml')
  return typeof fit === 'string' ? fit : 'fitted'
}

const ones = (n: number): { readonly id: string; readonly values: Float64Array } => ({
  id: '(Intercept)',
  values: new Float64Array(n).fill(1),
})

/** A design with a unit nested in an organisation, a round crossed with both, and a covariate; unbalanced. */
function nestedData(rows: number, seed: number): MixedModelData & { readonly covariate: Float64Array } {
  const draw = random(seed, 'nested')
  const organisation = Int32Array.from({ length: rows }, () => draw.integerBelow(9))
  const unit = organisation.map((o) => o * 4 + draw.integerBelow(4))
  const round = organisation.map(() => draw.integerBelow(3))
  const effects = (count: number, sd: number): number[] => Array.from({ length: count }, () => sd * draw.normal())
  const [byOrganisation, byUnit, byRound] = [effects(9, 0.8), effects(36, 0.5), effects(3, 0.4)]
  const covariate = Float64Array.from(organisation, () => 20 + 3 * draw.normal())
  const response = Float64Array.from(
    organisation,
    (o, i) =>
      3 +
      0.1 * (covariate[i] ?? 0) +
      (byOrganisation[o] ?? 0) +
      (byUnit[unit[i] ?? 0] ?? 0) +
      (byRound[round[i] ?? 0] ?? 0) +
      draw.normal(),
  )
  return {
    response,
    covariate,
    fixed: [ones(rows), { id: 'x', values: covariate }],
    random: [
      { id: 'organisation', codes: organisation, levels: 9 },
      { id: 'unit', codes: unit, levels: 36 },
      { id: 'round', codes: round, levels: 3 },
    ],
  }
}

/** The criterion by its definition, from the dense N × N covariance matrix: −2 log of the (restricted) likelihood at variances given. */
function denseCriterion(
  data: MixedModelData,
  covarianceOf: (i: number, j: number) => number,
  isReml: boolean,
): { readonly criterion: number; readonly beta: readonly number[] } {
  const n = data.response.length
  const p = data.fixed.length
  const lower = Array.from({ length: n }, () => new Float64Array(n))
  let logDeterminant = 0
  for (let j = 0; j < n; j++)
    for (let i = j; i < n; i++) {
      let sum = covarianceOf(i, j)
      for (let k = 0; k < j; k++) sum -= lower[i]![k]! * lower[j]![k]!
      if (i === j) {
        lower[j]![j] = Math.sqrt(sum)
        logDeterminant += Math.log(sum)
      } else lower[i]![j] = sum / lower[j]![j]!
    }
  const whitened = (column: ArrayLike<number>): Float64Array => {
    const x = new Float64Array(n)
    for (let i = 0; i < n; i++) {
      let sum = column[i]!
      for (let k = 0; k < i; k++) sum -= lower[i]![k]! * x[k]!
      x[i] = sum / lower[i]![i]!
    }
    return x
  }
  const q = data.fixed.map(({ values }) => whitened(values))
  const y = whitened(data.response)
  const r: number[][] = []
  const projected: number[] = []
  q.forEach((column, c) => {
    r.push([])
    for (let d = 0; d < c; d++) {
      const share = column.reduce((sum, value, i) => sum + value * q[d]![i]!, 0)
      r[c]!.push(share)
      column.forEach((value, i) => (column[i] = value - share * q[d]![i]!))
    }
    const length = Math.sqrt(column.reduce((sum, value) => sum + value * value, 0))
    r[c]!.push(length)
    column.forEach((value, i) => (column[i] = value / length))
    const share = column.reduce((sum, value, i) => sum + value * y[i]!, 0)
    projected.push(share)
    y.forEach((value, i) => (y[i] = value - share * column[i]!))
  })
  const squares = y.reduce((sum, value) => sum + value * value, 0)
  const beta = data.fixed.map(() => 0)
  for (let c = p - 1; c >= 0; c--) {
    let sum = projected[c]!
    for (let d = c + 1; d < p; d++) sum -= r[d]![c]! * beta[d]!
    beta[c] = sum / r[c]![c]!
  }
  const fixedDeterminant = r.reduce((sum, row) => sum + 2 * Math.log(row.at(-1)!), 0)
  return {
    criterion:
      logDeterminant +
      squares +
      (isReml ? fixedDeterminant + (n - p) * Math.log(2 * Math.PI) : n * Math.log(2 * Math.PI)),
    beta,
  }
}

const covarianceAt =
  (data: MixedModelData, variances: readonly number[], residual: number) =>
  (i: number, j: number): number =>
    data.random.reduce((sum, { codes }, t) => sum + (codes[i] === codes[j] ? variances[t]! : 0), i === j ? residual : 0)

interface SlopeReference {
  readonly REML: boolean
  readonly criterion: number
  readonly logLikelihood: number
  readonly aic: number
  readonly bic: number
  readonly variances: readonly number[]
  readonly correlation: number
  readonly residual: number
  readonly fixed: readonly {
    readonly estimate: number
    readonly se: number
    readonly df: number
    readonly statistic: number
    readonly pValue: number
  }[]
  readonly modes: readonly { readonly estimates: readonly number[]; readonly deviations: readonly number[] }[]
}
const slopes = JSON.parse(
  readFileSync(join(projectFolder, 'tests/numeric/mixed-model/reference/mixed-model.json'), 'utf8'),
) as Readonly<Record<'sleepstudy' | 'bh1996', readonly SlopeReference[]>>

/** A fixture's columns by name. */
function columnsOf(path: string): (name: string) => readonly string[] {
  const [head = [], ...lines] = readFileSync(join(projectFolder, 'fixtures/surveys', path), 'utf8')
    .trim()
    .split('\n')
    .map((line) => line.replaceAll('"', '').split(','))
  return (name) => lines.map((line) => line[head.indexOf(name)] ?? '')
}

/** Levels numbered in R's order of factors. */
function factorOf(
  id: string,
  names: readonly string[],
  slope: { readonly id: string; readonly values: Float64Array },
): RandomTerm {
  const levels = [...new Set(names)].sort((a, b) => Number(a) - Number(b))
  return { id, codes: names.map((name) => levels.indexOf(name)), levels: levels.length, slopes: [slope] }
}

describe.each([
  ...slopes.sleepstudy.map((reference) => ({
    name: 'sleepstudy',
    reference,
    path: 'sleepstudy/sleepstudy.csv',
    y: 'Reaction',
    x: ['Days'],
    slope: 'Days',
    by: 'Subject',
  })),
  ...slopes.bh1996.map((reference) => ({
    name: 'bh1996',
    reference,
    path: 'bh1996/bh1996.csv',
    y: 'WBEING',
    x: ['HRS', 'LEAD', 'G_HRS'],
    slope: 'LEAD',
    by: 'GRP',
  })),
])('a correlated random slope: $name, REML $reference.REML', ({ reference, path, y, x, slope, by }) => {
  test('is lme4’s', () => {
    const column = columnsOf(path)
    const numbers = (id: string): { readonly id: string; readonly values: Float64Array } => ({
      id,
      values: Float64Array.from(column(id), Number),
    })
    const response = numbers(y).values
    const fit = fitOf(
      {
        response,
        fixed: [ones(response.length), ...x.map(numbers)],
        random: [factorOf(by, column(by), numbers(slope))],
      },
      reference.REML ? 'reml' : 'ml',
    )
    for (const key of ['criterion', 'logLikelihood', 'aic', 'bic'] as const)
      expect(relativeError(fit[key], reference[key])).toBeLessThan(1e-12)
    fit.components.forEach(({ variance }, k) =>
      expect(relativeError(variance, reference.variances[k]!)).toBeLessThan(1e-6),
    )
    expect(relativeError(fit.correlations[0]!.correlation!, reference.correlation)).toBeLessThan(1e-6)
    expect(relativeError(fit.residualVariance, reference.residual)).toBeLessThan(1e-7)
    fit.fixed.forEach((term, k) => {
      const expected = reference.fixed[k]!
      for (const key of ['estimate', 'se', 'statistic'] as const)
        expect(relativeError(term[key], expected[key]), key).toBeLessThan(1e-6)
      // lmerTest differentiates twice by differences; far in the tail p follows df fifty times as much.
      expect(relativeError(term.df, expected.df)).toBeLessThan(5e-6)
      expect(relativeError(term.pValue, expected.pValue)).toBeLessThan(2e-4)
    })
    fit.conditionalModes().forEach((modes, k) => {
      reference.modes[k]!.estimates.forEach((value, level) =>
        expect(relativeError(modes.estimates[level]!, value, 1e-3)).toBeLessThan(1e-5),
      )
      reference.modes[k]!.deviations.forEach((value, level) =>
        expect(relativeError(modes.deviations[level]!, value)).toBeLessThan(1e-5),
      )
    })
    expect(fit.profileIntervals(0.95).every((interval) => interval === null)).toBe(true)
  })
})

describe.each(['reml', 'ml'] as const)('the criterion by %s', (method) => {
  const data = nestedData(160, 3)
  const fit = fitOf(data, method)
  const variances = fit.components.map(({ variance }) => variance)

  test('equals its definition over the dense covariance matrix', () => {
    const dense = denseCriterion(data, covarianceAt(data, variances, fit.residualVariance), method === 'reml')
    expect(relativeError(fit.criterion, dense.criterion)).toBeLessThan(1e-12)
    fit.fixed.forEach(({ estimate }, c) => expect(relativeError(estimate, dense.beta[c]!)).toBeLessThan(1e-10))
  })

  test('is lower than anywhere near', () => {
    const all = [...variances, fit.residualVariance]
    for (let k = 0; k < all.length; k++) {
      for (const factor of [0.99, 1.01]) {
        const moved = all.map((value, i) => (i === k ? value * factor : value))
        expect(
          denseCriterion(data, covarianceAt(data, moved.slice(0, -1), moved.at(-1)!), method === 'reml').criterion,
        ).toBeGreaterThan(fit.criterion)
      }
    }
  })
})

test('balanced data have the variances of the analysis of variance', () => {
  // One way, REML: σ² is the mean square within, τ² what the mean square between has above it.
  const lines = readFileSync(join(projectFolder, 'fixtures/surveys/dyestuff/dyestuff.csv'), 'utf8')
    .trim()
    .split('\n')
    .slice(1)
  const response = Float64Array.from(lines, (line) => Number(line.split(',')[1]))
  const codes = lines.map((line) => line.charCodeAt(1) - 65)
  const fit = fitOf({ response, fixed: [ones(30)], random: [{ id: 'batch', codes, levels: 6 }] })
  expect(relativeError(fit.components[0]!.variance, 1764.05)).toBeLessThan(1e-11)
  expect(relativeError(fit.residualVariance, 2451.25)).toBeLessThan(1e-11)
  expect(relativeError(fit.fixed[0]!.df, 5)).toBeLessThan(1e-8)
  const ml = fitOf({ response, fixed: [ones(30)], random: [{ id: 'batch', codes, levels: 6 }] }, 'ml')
  expect(relativeError(ml.components[0]!.variance, ((11271.5 * 5) / 6 - 2451.25) / 5)).toBeLessThan(1e-11)
})

test('every limit of a profile lies where the likelihood has fallen by the quantile', () => {
  const data = nestedData(70, 2)
  const fit = fitOf(data, 'ml')
  const intervals = fit.profileIntervals(0.9)
  expect(intervals).toHaveLength(4)
  const sds = [...fit.components.map(({ sd }) => sd), fit.sigma]
  intervals.forEach((interval, k) => {
    expect(interval!.high!).toBeGreaterThan(sds[k]!)
    expect(interval!.low!).toBeLessThan(sds[k]!)
  })
  // Of the residual: with its σ held, the best of the others, found here by going downhill one variance at a time.
  const high = intervals[3]!.high!
  let theta = fit.components.map(({ variance }) => variance)
  let best = Number.POSITIVE_INFINITY
  for (let step = 0.25; step > 1e-4; step *= 0.4) {
    for (let before = Number.POSITIVE_INFINITY; best < before - 1e-9 || before === Number.POSITIVE_INFINITY;) {
      before = best
      for (let k = 0; k < 3; k++) {
        for (const factor of [1 / (1 + step), 1, 1 + step]) {
          const moved = theta.map((value, i) => (i === k ? value * factor : value))
          const { criterion } = denseCriterion(data, covarianceAt(data, moved, high * high), false)
          if (criterion < best) [best, theta] = [criterion, moved]
        }
      }
    }
  }
  expect(Math.abs(best - fit.criterion - 1.6448536269514722 ** 2)).toBeLessThan(1e-6)
}, 20_000)

test('rows may be counted instead of repeated, in any order, and shifted', () => {
  const data = nestedData(120, 5)
  const rows = Array.from({ length: 240 }, (_, i) => (i * 7) % 120)
  const pick = (values: ArrayLike<number>, order: readonly number[]): Float64Array =>
    Float64Array.from(order, (i) => values[i]!)
  const repeated = (order: readonly number[]): MixedModelData => ({
    response: pick(data.response, order),
    fixed: data.fixed.map(({ id, values }) => ({ id, values: pick(values, order) })),
    random: data.random.map((term) => ({ ...term, codes: pick(term.codes, order) })),
  })
  const whole = fitOf(repeated(rows))
  const counted = fitOf({ ...data, counts: new Float64Array(120).fill(2) })
  const shifted = fitOf({
    ...data,
    response: Float64Array.from(data.response, (y) => y + 1e9),
    counts: new Float64Array(120).fill(2),
  })
  expect(counted.n).toBe(240)
  counted.components.forEach(({ variance }, k) => {
    expect(relativeError(variance, whole.components[k]!.variance)).toBeLessThan(1e-9)
    expect(relativeError(shifted.components[k]!.variance, whole.components[k]!.variance)).toBeLessThan(1e-5)
  })
  expect(relativeError(counted.criterion, whole.criterion)).toBeLessThan(1e-12)
  expect(relativeError(counted.fixed[1]!.df, whole.fixed[1]!.df)).toBeLessThan(1e-6)
})

test('a contrast of fixed effects is the effect in another coding', () => {
  const data = nestedData(150, 7)
  const group = Float64Array.from(data.response, (_, i) => (i % 3 === 0 ? 1 : 0))
  const other = Float64Array.from(data.response, (_, i) => (i % 3 === 1 ? 1 : 0))
  const fit = fitOf({ ...data, fixed: [ones(150), { id: 'a', values: group }, { id: 'b', values: other }] })
  const recoded = fitOf({
    ...data,
    fixed: [ones(150), { id: 'a + b', values: group.map((value, i) => value + other[i]!) }, { id: 'a', values: group }],
  })
  const contrast = fit.contrast([0, 1, -1])
  expect(relativeError(contrast.estimate, recoded.fixed[2]!.estimate)).toBeLessThan(1e-9)
  expect(relativeError(contrast.se, recoded.fixed[2]!.se)).toBeLessThan(1e-9)
  expect(relativeError(contrast.df, recoded.fixed[2]!.df)).toBeLessThan(1e-6)
  expect(relativeError(contrast.pValue, recoded.fixed[2]!.pValue)).toBeLessThan(1e-6)
  expect(
    relativeError(Math.sqrt(fit.covariance[4]! + fit.covariance[8]! - 2 * fit.covariance[5]!), contrast.se),
  ).toBeLessThan(1e-9)
})

test('no variance between groups is a result: singular, the estimate 0', () => {
  // Every group has the same values, so that the groups vary less than chance would have it.
  const codes = Int32Array.from({ length: 40 }, (_, i) => i % 8)
  const response = Float64Array.from({ length: 40 }, (_, i) => Math.floor(i / 8))
  const fit = fitOf({ response, fixed: [ones(40)], random: [{ id: 'group', codes, levels: 8 }] })
  expect(fit.isSingular).toBe(true)
  expect(fit.components[0]!.variance).toBe(0)
  expect(relativeError(fit.residualVariance, 80 / 39)).toBeLessThan(1e-12)
  expect(fit.profileIntervals(0.95)[0]).toMatchObject({ low: 0 })
  const [modes] = fit.conditionalModes()
  expect([...modes!.estimates]).toEqual(Array.from({ length: 8 }, () => 0))
  expect([...modes!.deviations]).toEqual(Array.from({ length: 8 }, () => 0))
})

test('what cannot be fitted is said by name', () => {
  const codes = [0, 0, 1, 1, 2, 2]
  const term = (own: readonly number[], levels: number, id = 'g'): RandomTerm => ({ id, codes: own, levels })
  const base = { response: [1, 2, 3, 5, 4, 7], fixed: [ones(6)] }
  expect(problemOf({ ...base, random: [term(codes, 3)] })).toBe('fitted')
  expect(problemOf({ ...base, response: [1, 1, 1, 1, 1, 1], random: [term(codes, 3)] })).toBe('nothing-varies')
  expect(problemOf({ ...base, response: [1, 1, 2, 2, 5, 5], random: [term(codes, 3)] })).toBe('no-residual-variation')
  expect(problemOf({ ...base, random: [term([0, 0, 0, 0, 0, 0], 1)] })).toBe('one-level')
  expect(problemOf({ ...base, random: [term([0, 1, 2, 3, 4, 5], 6)] })).toBe('levels-as-many-as-rows')
  expect(
    problemOf({
      ...base,
      random: [
        term(codes, 3),
        term(
          codes.map((c) => 2 - c),
          3,
          'h',
        ),
      ],
    }),
  ).toBe('terms-alike')
  expect(problemOf({ response: [], fixed: [ones(0)], random: [term([], 3)] })).toBe('too-few-rows')
})

test('a redundant fixed column is dropped and named', () => {
  const data = nestedData(100, 11)
  const model = mixedModel({
    ...data,
    fixed: [...data.fixed, { id: 'twice', values: data.covariate.map((value) => 2 * value - 1) }],
  })
  if (typeof model === 'string') throw new Error(model)
  expect(model.dropped).toEqual(['twice'])
  expect(model.fixedIds).toEqual(['(Intercept)', 'x'])
})

test('thousands of persons in units in organisations over rounds are fitted without a dense matrix', () => {
  const persons = 4_000
  const draw = random(1, 'persons')
  const rows = persons * 2
  const person = Int32Array.from({ length: rows }, (_, i) => i % persons)
  const unit = person.map((p) => p % 200)
  const organisation = unit.map((u) => u % 20)
  const round = Int32Array.from({ length: rows }, (_, i) => Math.floor(i / persons))
  const byPerson = Float64Array.from({ length: persons }, () => draw.normal())
  const byUnit = Float64Array.from({ length: 200 }, () => 0.4 * draw.normal())
  const byOrganisation = Float64Array.from({ length: 20 }, () => 0.3 * draw.normal())
  const response = Float64Array.from(
    { length: rows },
    (_, i) =>
      byPerson[person[i]!]! + byUnit[unit[i]!]! + byOrganisation[organisation[i]!]! + 0.2 * round[i]! + draw.normal(),
  )
  const fit = fitOf({
    response,
    fixed: [ones(rows), { id: 'round', values: Float64Array.from(round) }],
    random: [
      { id: 'organisation', codes: organisation, levels: 20 },
      { id: 'unit', codes: unit, levels: 200 },
      { id: 'person', codes: person, levels: persons },
    ],
  })
  expect(fit.components.map(({ variance }) => Math.round(variance * 10) / 10)).toEqual([0.1, 0.2, 1])
  // Balanced over rounds, so that the change within persons is the plain mean of differences.
  let sum = 0
  for (let p = 0; p < persons; p++) sum += response[p + persons]! - response[p]!
  expect(relativeError(fit.fixed[1]!.estimate, sum / persons)).toBeLessThan(1e-9)
  expect(relativeError(fit.fixed[1]!.df, persons - 1)).toBeLessThan(1e-6)
})
