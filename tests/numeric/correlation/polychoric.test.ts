import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { answerPatterns, noAnswer } from '../../../analyses/numeric/correlation/crossproducts'
import { bivariateNormal } from '../../../analyses/numeric/distributions/bivariate-normal'
import { normal } from '../../../analyses/numeric/distributions/normal'
import { polychoricCorrelation, polychoricMatrix, thresholdsOf } from '../../../analyses/numeric/correlation/polychoric'

const read = <T>(name: string): T => JSON.parse(readFileSync(new URL(`../${name}.json`, import.meta.url), 'utf8')) as T
const bivariate = read<{
  readonly rows: readonly { readonly x: readonly [number, number, number]; readonly value: string }[]
}>('distributions/reference/bivariate-normal')
const reference = read<{
  readonly scales: readonly {
    readonly scale: string
    readonly k: number
    readonly rows: readonly (readonly number[])[]
    readonly polychoric: readonly (readonly number[])[]
    readonly thresholds: readonly number[]
    readonly psych_polychoric: readonly (readonly number[])[]
  }[]
  readonly strong: {
    readonly x: readonly number[]
    readonly y: readonly number[]
    readonly rho: number
    readonly tau: readonly number[]
  }
}>('reliability/reference/reliability')

const columnsOf = (rows: readonly (readonly number[])[]): Int8Array[] =>
  (rows[0] ?? []).map((_, item) => Int8Array.from(rows, (row) => row[item] ?? noAnswer))

describe('bivariate normal', () => {
  it('is the integral at 40 digits, to 2e-15', () => {
    for (const { x, value } of bivariate.rows)
      expect(Math.abs(bivariateNormal.lower(...x) - Number(value)), JSON.stringify(x)).toBeLessThan(2e-15)
  })

  it('keeps to its ends and symmetries', () => {
    expect(bivariateNormal.lower(Number.POSITIVE_INFINITY, 0.7, 0.5)).toBe(normal.lower(0.7))
    expect(bivariateNormal.lower(0.7, Number.NEGATIVE_INFINITY, 0.5)).toBe(0)
    expect(bivariateNormal.lower(0.7, -0.2, 1)).toBe(normal.lower(-0.2))
    expect(bivariateNormal.lower(0.7, -0.2, -1)).toBeCloseTo(normal.lower(0.7) - normal.upper(-0.2), 15)
    expect(bivariateNormal.lower(0, 0, 1.1)).toBeNaN()
    for (const rho of [-0.95, -0.4, 0.2, 0.97]) {
      expect(bivariateNormal.upper(0.4, -1.3, rho)).toBeCloseTo(bivariateNormal.upper(-1.3, 0.4, rho), 15)
      const step = 1e-5
      const slope =
        (bivariateNormal.lower(0.4, -1.3, rho + step) - bivariateNormal.lower(0.4, -1.3, rho - step)) / (2 * step)
      expect(bivariateNormal.density(0.4, -1.3, rho)).toBeCloseTo(slope, 8)
    }
  })
})

describe.each(reference.scales)(
  'polychoric correlations of bfi $scale',
  ({ k, rows, polychoric, thresholds, psych_polychoric: psych }) => {
    const found = polychoricMatrix(answerPatterns(columnsOf(rows)))

    it('has lavaan’s thresholds', () => {
      const ours = found.thresholds.flatMap((own) => [...own])
      expect(ours).toHaveLength(thresholds.length)
      thresholds.forEach((value, index) => expect(ours[index]).toBeCloseTo(value, 13))
    })

    it('has lavaan’s correlations to its stopping rule, psych’s to its own', () => {
      polychoric
        .flat()
        .forEach((value, index) => expect(Math.abs((found.correlation[index] ?? 0) - value)).toBeLessThan(1e-6))
      psych
        .flat()
        .forEach((value, index) => expect(Math.abs((found.correlation[index] ?? 0) - value)).toBeLessThan(1e-4))
      expect(found.smallestEigenvalue).toBeGreaterThan(0)
      expect(found.correlation).toHaveLength(k * k)
    })
  },
)

describe('polychoric correlation', () => {
  it('is lavaan’s for two variables that nearly agree, of different numbers of categories', () => {
    const { correlation, thresholds } = polychoricMatrix(
      answerPatterns([Int8Array.from(reference.strong.x), Int8Array.from(reference.strong.y)]),
    )
    expect(correlation[1]).toBeCloseTo(reference.strong.rho, 6)
    expect(thresholds.flatMap((own) => [...own]).map((value) => value.toFixed(12))).toEqual(
      reference.strong.tau.map((value) => value.toFixed(12)),
    )
  })

  it('of a two-by-two table at the medians is sin(2π(p − ¼))', () => {
    const middle = Float64Array.of(0)
    const { rho } = polychoricCorrelation([30, 20, 20, 30], middle, middle)
    expect(rho).toBeCloseTo(Math.sin(2 * Math.PI * (0.3 - 0.25)), 13)
  })

  it('is at the boundary where nothing disagrees, and says so', () => {
    const same = [10, 0, 0, 0, 12, 0, 0, 0, 9]
    const thresholds = thresholdsOf([10, 12, 9])
    expect(polychoricCorrelation(same, thresholds, thresholds)).toEqual({ rho: 1, isAtBoundary: true })
    const opposite = [0, 0, 10, 0, 12, 0, 9, 0, 0]
    expect(polychoricCorrelation(opposite, thresholdsOf([10, 12, 9]), thresholdsOf([9, 12, 10]))).toEqual({
      rho: -1,
      isAtBoundary: true,
    })
  })

  it('leaves categories that nobody used out, and constants without a correlation', () => {
    const gap = Int8Array.of(1, 1, 5, 5, 1, 5, 5, 1)
    const close = gap.map((value) => (value === 5 ? 2 : 1))
    const other = Int8Array.of(1, 2, 2, 3, 1, 3, 2, noAnswer)
    expect(polychoricMatrix(answerPatterns([gap, other])).correlation).toEqual(
      polychoricMatrix(answerPatterns([close, other])).correlation,
    )
    const { correlation, smallestEigenvalue } = polychoricMatrix(answerPatterns([gap, other, new Int8Array(8).fill(3)]))
    expect(correlation[2]).toBeNaN()
    expect(correlation[1]).not.toBeNaN()
    expect(smallestEigenvalue).toBeNaN()
  })

  it('finds that pairs estimated apart need not fit together', () => {
    // a with b and b with c agree, a with c disagree, each pair among people of its own.
    const none = noAnswer
    const people: (readonly [number, number, number])[] = []
    for (let copy = 0; copy < 20; copy += 1)
      people.push([1, 1, none], [2, 2, none], [none, 1, 1], [none, 2, 2], [1, none, 2], [2, none, 1])
    for (let copy = 0; copy < 3; copy += 1)
      people.push([1, 2, none], [2, 1, none], [none, 1, 2], [none, 2, 1], [1, none, 1], [2, none, 2])
    expect(polychoricMatrix(answerPatterns(columnsOf(people))).smallestEigenvalue).toBeLessThan(-0.5)
  })
})
