import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import {
  individualLimits,
  laneySpread,
  movingRanges,
  overdispersedRateLimits,
  pooledRate,
  rateLimits,
  spreadOfRanges,
  type ExposedRate,
  type Neighbouring,
} from '../../analyses/series/limits'
import { projectFolder } from '../source-files'

/** R by the definitions of qicharts2 0.8.1, on counts drawn by the script that lies beside. */
interface Reference {
  readonly laney: readonly {
    readonly name: string
    readonly events: readonly number[]
    readonly exposure: readonly number[]
    readonly centre: number
    readonly upper: readonly number[]
    readonly lower: readonly number[]
  }[]
  readonly u: Reference['laney']
  readonly u_prime: readonly (Reference['laney'][number] & { readonly sigma_z: number })[]
}
const reference = JSON.parse(readFileSync(new URL('reference/rate-limits.json', import.meta.url), 'utf8')) as Reference

const inARow = (values: readonly number[], apart: readonly number[] = []): readonly Neighbouring[] =>
  values.map((value, index) => ({ value, isNeighbour: index > 0 && !apart.includes(index) }))
const rates = (events: readonly number[], exposure: readonly number[]): readonly ExposedRate[] =>
  inARow(events.map((count, index) => count / (exposure[index] ?? Number.NaN))).map((point, index) => ({
    ...point,
    exposure: exposure[index] ?? Number.NaN,
  }))
const expectClose = (found: number, right: number, what: string): void =>
  expect(Math.abs(found - right), `${what}: ${found}, ${right}`).toBeLessThanOrEqual(
    1e-9 * Math.max(1e-9, Math.abs(right)),
  )

describe('individual values', () => {
  test('mean moving range over 1.128, and no range across a gap', () => {
    // 15 months with the 7th missing, level 11 before and 30 after: ranges 2 1 2 1 2 and 1 2 1 2 1 1 1, mean 17/12 (qicharts2 with the NA in place).
    const values = [10, 12, 11, 13, 12, 10, 30, 31, 29, 30, 28, 29, 30, 31]
    expect(movingRanges(inARow(values, [6])).filter((range) => range !== null)).toEqual([
      2, 1, 2, 1, 2, 1, 2, 1, 2, 1, 1, 1,
    ])
    const limits = individualLimits(inARow(values, [6]), 'mr-1.128', Number.NEGATIVE_INFINITY)
    expectClose(limits?.meanMovingRange ?? 0, 17 / 12, 'mean moving range')
    expectClose(limits?.at(null).sigma ?? 0, 17 / 12 / 1.128, 'sigma')
    const mean = values.reduce((sum, value) => sum + value, 0) / 14
    expectClose(limits?.at(null).upper ?? 0, mean + (3 * 17) / 12 / 1.128, 'upper')
    expectClose(limits?.at(null).lower ?? 0, mean - (3 * 17) / 12 / 1.128, 'lower')
  })

  test('screening leaves out once what reaches 3.267 mean ranges', () => {
    // Mean of nine ones and a ten is 1.9; only the ten reaches 6.2073.
    const spread = spreadOfRanges([1, 1, 1, 1, 1, 1, 1, 1, 1, 10], 'mr-screened')
    expect(spread).toEqual({ meanMovingRange: 1, sigma: 2.66 / 3, reach: 2.66, screened: 1 })
    expect(spreadOfRanges([1, 10], 'mr-1.128').screened).toBe(0)
  })

  test('equal values have no spread; values without neighbours no limits; the lower limit stops at the lowest', () => {
    expect(individualLimits(inARow([4, 4, 4]), 'mr-screened', 0)?.at(null)).toEqual({ sigma: 0, lower: 4, upper: 4 })
    expect(individualLimits(inARow([4, 5, 4], [1, 2]), 'mr-1.128', 0)).toBeNull()
    expect(individualLimits(inARow([1, 9, 1, 9]), 'mr-1.128', 0)?.at(null).lower).toBe(0)
    expect(individualLimits(inARow([1, 9, 1, 9]), 'mr-1.128', Number.NEGATIVE_INFINITY)?.at(null).lower).toBeLessThan(0)
  })
})

describe('rates', () => {
  test.each(reference.u)('u chart of $name is R’s', ({ events, exposure, centre, upper, lower }) => {
    const limits = rateLimits(rates(events, exposure))
    expectClose(limits.centre, centre, 'centre')
    expect([limits.sigmaZ, limits.meanMovingRange]).toEqual([null, null])
    exposure.forEach((each, index) => {
      expectClose(limits.at(each).upper, upper[index] ?? Number.NaN, `upper ${index}`)
      expectClose(limits.at(each).lower, lower[index] ?? Number.NaN, `lower ${index}`)
    })
  })

  test.each(reference.u_prime)('u′ chart of $name is R’s', ({ events, exposure, centre, upper, lower, sigma_z }) => {
    const limits = overdispersedRateLimits(rates(events, exposure), 'mr-1.128')
    expectClose(limits?.centre ?? 0, centre, 'centre')
    expectClose(limits?.sigmaZ ?? 0, sigma_z, 'σz')
    exposure.forEach((each, index) => {
      expectClose(limits?.at(each).upper ?? 0, upper[index] ?? Number.NaN, `upper ${index}`)
      expectClose(limits?.at(each).lower ?? 0, lower[index] ?? Number.NaN, `lower ${index}`)
    })
  })

  test.each(reference.laney)('σz of $name widens the limits of shares as on R’s p′ chart', (data) => {
    const { events, exposure, centre, upper } = data
    const errors = exposure.map((n) => Math.sqrt((centre * (1 - centre)) / n))
    const spread = laneySpread(
      inARow(events.map((count, index) => (count / (exposure[index] ?? 1) - centre) / (errors[index] ?? 1))),
      'mr-1.128',
    )
    errors.forEach((error, index) =>
      expectClose(centre + 3 * (spread?.sigmaZ ?? 0) * error, upper[index] ?? Number.NaN, `upper ${index}`),
    )
  })

  test('without events there is no σz and no spread; without neighbours no limits', () => {
    const none = overdispersedRateLimits(rates([0, 0, 0], [1, 2, 1]), 'mr-1.128')
    expect([none?.centre, none?.sigmaZ, none?.at(1)]).toEqual([0, null, { sigma: 0, lower: 0, upper: 0 }])
    const apart = rates([1, 2, 3], [1, 2, 1]).map((rate) => ({ ...rate, isNeighbour: false }))
    expect(overdispersedRateLimits(apart, 'mr-1.128')).toBeNull()
    expect(pooledRate(apart)).toBe(6 / 4)
  })

  test('σz may be screened as moving ranges are', () => {
    // z of ±0.5 and one jump; the ranges of the jump reach 3.267 mean ranges and go.
    const z = inARow([0, 1, 0, 1, 0, 1, 0, 1, 0, 1, 0, 1, 0, 1, 30, 1])
    expect(laneySpread(z, 'mr-screened')).toEqual({ screened: 2, sigmaZ: 1 / 1.128 })
    expect(laneySpread(z, 'mr-1.128')?.sigmaZ).toBe((13 + 58) / 15 / 1.128)
  })
})

/** Numbers of qicharts2 0.8.1 on data that may not lie in this project; read where they lie, beside it. */
const besidePath = join(projectFolder, '..', 'shared', 'reference', 'spc_oracle.json')
interface ChartedShare {
  readonly y: number
  readonly n: number
  readonly cl: number
  readonly ucl: number
}
type Oracle = Readonly<Record<string, Readonly<Record<string, { readonly per_point: readonly ChartedShare[] }>>>>

describe.skipIf(!existsSync(besidePath))('p′ charts of qicharts2 itself, which screens the moving ranges', () => {
  const charts = [
    ['montgomery', 'tbl7.4_laney_p_prime', 1],
    ['qicharts2_data', 'cabg_pp_readmission', 0],
    ['qicharts2_data', 'nhs_pprime', 0],
  ] as const

  test.each(charts)('%s %s', (group, name, screened) => {
    const oracle = JSON.parse(readFileSync(besidePath, 'utf8')) as Oracle
    const points = oracle[group]?.[name]?.per_point ?? []
    const error = ({ cl, n }: ChartedShare): number => Math.sqrt((cl * (1 - cl)) / n)
    const spread = laneySpread(inARow(points.map((point) => (point.y - point.cl) / error(point))), 'mr-screened')
    expect([points.length > 19, spread?.screened]).toEqual([true, screened])
    for (const point of points)
      expectClose(Math.min(1, point.cl + 3 * (spread?.sigmaZ ?? 0) * error(point)), point.ucl, 'upper')
  })
})
