import { describe, expect, test } from 'vitest'
import { rowsOfTable, type ResultTable } from '../../analyses/core/result'
import { accelerationOf } from '../../analyses/group-comparison/bootstrap-intervals'
import { polynomialCoefficients } from '../../analyses/group-comparison/contrasts'
import { jackknifeAcceleration } from '../../analyses/numeric/resampling/bootstrap'
import { momentsOfCounts, onceEach } from '../../analyses/numeric/summary/summary'
import { protectTables } from '../../analyses/disclosure/suppression'
import { answersOf, comparisonOf, dataset, findingOf, rowsOf } from './frames'

const wave = (n: number, centre: number, size = 1): readonly number[] =>
  Array.from({ length: n }, (_, index) => centre + size * (((index * 7) % 5) - 2) * 0.5)

describe('polynomial coefficients', () => {
  test('are those of the tables', () => {
    expect([1, 2, 3, 4].map((degree) => polynomialCoefficients(5, degree))).toEqual([
      [-2, -1, 0, 1, 2],
      [2, -1, -2, -1, 2],
      [-1, 2, 0, -2, 1],
      [1, -4, 6, -4, 1],
    ])
    expect(polynomialCoefficients(4, 1)).toEqual([-3, -1, 1, 3])
    expect(polynomialCoefficients(2, 1)).toEqual([-1, 1])
  })

  test.each([6, 17, 50])('are whole, orthogonal and add up to nothing for %i groups', (count) => {
    const sets = [1, 2, 3, 4].map((degree) => polynomialCoefficients(count, degree))
    for (const [index, set] of sets.entries()) {
      expect(set.every(Number.isInteger)).toBe(true)
      expect(set.reduce((sum, value) => sum + value, 0)).toBe(0)
      expect(set.at(-1)).toBeGreaterThan(0)
      for (const other of sets.slice(index + 1))
        expect(set.reduce((sum, value, at) => sum + value * (other[at] ?? 0), 0)).toBe(0)
    }
  })
})

describe('planned contrasts', () => {
  const answers = answersOf({ 'Round 10': wave(12, 4), 'Round 2': wave(15, 3), 'Round 1': wave(9, 2) })

  test('take groups in natural order', () => {
    const { tables, codes } = comparisonOf(answers, { contrasts: 'polynomial' })
    expect(rowsOf(tables['contrasts']).map(({ contrast }) => contrast)).toEqual(['linear', 'quadratic'])
    expect(rowsOf(tables['contrasts'])[0]?.['estimate']).toBeCloseTo(
      momentsOfCounts(onceEach(wave(12, 4))).mean - momentsOfCounts(onceEach(wave(9, 2))).mean,
      12,
    )
    expect(codes).toContain('group-comparison:contrasts-polynomial')
    const reference = rowsOf(comparisonOf(answers, { contrasts: 'reference' }).tables['contrasts'])
    expect(reference.map(({ group, reference: held }) => `${String(group)} − ${String(held)}`).toSorted()).toEqual([
      'Round 10 − Round 1',
      'Round 2 − Round 1',
    ])
  })

  test('have Åre after Verdal in every language', () => {
    const reference = rowsOf(
      comparisonOf(answersOf({ Åre: wave(9, 2), Verdal: wave(12, 3), Bø: wave(10, 3) }), { contrasts: 'reference' })
        .tables['contrasts'],
    )
    expect(new Set(reference.map(({ reference: held }) => held))).toEqual(new Set(['Bø']))
  })

  test('of two groups say nothing that their difference has not said', () => {
    const two = findingOf(comparisonOf(answersOf({ A: wave(40, 2), B: wave(40, 3.5) })), 'en')
    const three = findingOf(comparisonOf(answers), 'en')
    expect(two).toContain('below')
    expect(two).not.toContain('the mean of all groups')
    expect(three).toContain('the mean of all groups')
  })

  test('of ranks there are none; nobody asked, none either', () => {
    const ranks = comparisonOf(answers, { test: 'kruskal-wallis' })
    expect(ranks.tables['contrasts']?.rows).toEqual([])
    expect(ranks.codes).toContain('group-comparison:contrasts-need-means')
    expect(comparisonOf(answers, { contrasts: 'none' }).tables['contrasts']?.rows).toEqual([])
  })

  test('a group that does not vary leaves the others their contrasts, and nothing is infinite', () => {
    const still = comparisonOf(answersOf({ A: [3, 3, 3], B: wave(10, 2), C: [4, 4] }), { contrasts: 'reference' })
    expect(rowsOf(still.tables['contrasts']).map(({ p_value }) => typeof p_value)).toEqual(['number', 'object'])
    expect(rowsOf(still.tables['contrasts'])[1]).toMatchObject({
      estimate: 1,
      se: 0,
      statistic: null,
      df: null,
      conf_low: null,
    })
  })

  test('are withheld with the group that they are about', () => {
    const { tables } = comparisonOf(answersOf({ A: wave(20, 2), B: wave(20, 3), C: wave(4, 4) }))
    const shown = protectTables(Object.values(tables), 5, dataset())
    const contrasts = shown.find(({ id }) => id === 'contrasts')
    const hidden = rowsOfTable(contrasts as ResultTable).filter(({ withheld }) => withheld.has('estimate'))
    expect(hidden.map(({ cells }) => cells['group'])).toContain('C')
  })

  test.each([
    ['en', /Culture rises over the ordered groups \(linear trend: t\([\d.]+\) = [\d.]+, p < \.001\)/],
    ['nb', /Kultur stiger over de ordnede gruppene \(lineær trend: /],
    ['sv', /Kultur stiger över de ordnade grupperna \(linjär trend: /],
  ] as const)('a trend is told (%s)', (language, words) => {
    expect(findingOf(comparisonOf(answers, { contrasts: 'polynomial' }), language)).toMatch(words)
  })
})

describe('bootstrap intervals', () => {
  const answers = answersOf({ A: wave(40, 2, 0.8), B: wave(30, 3), C: wave(12, 3.2) })

  test('do not depend on which other groups there are', () => {
    const all = rowsOf(comparisonOf(answers, { interval: 'percentile' }).tables['pairwise'])
    const two = rowsOf(
      comparisonOf(
        answers.filter(({ keys }) => keys['organisation'] !== 'C'),
        { interval: 'percentile' },
      ).tables['pairwise'],
    )
    expect(two).toHaveLength(1)
    expect([all[0]?.['conf_low'], all[0]?.['conf_high']]).toEqual([two[0]?.['conf_low'], two[0]?.['conf_high']])
    expect(all[0]?.['p_value']).not.toBe(null)
    expect(Number(all[0]?.['conf_low'])).toBeLessThan(Number(all[0]?.['estimate']))
  })

  test('BCa is not made under sixty answers, and the interval of the test takes its place', () => {
    const many = answersOf({ A: wave(80, 2, 0.8), B: wave(60, 3), C: wave(59, 3.2) })
    const { tables, codes } = comparisonOf(many, { interval: 'bca' })
    const [both, ...others] = rowsOf(tables['pairwise'])
    const [, ...asTested] = rowsOf(comparisonOf(many).tables['pairwise'])
    expect(both?.['acceleration']).not.toBeNull()
    expect(others.map(({ acceleration }) => acceleration)).toEqual([null, null])
    expect(others.map(({ conf_low, conf_high }) => [conf_low, conf_high])).toEqual(
      asTested.map(({ conf_low, conf_high }) => [conf_low, conf_high]),
    )
    expect(codes).toContain('group-comparison:bca-too-few')
  })

  test('the acceleration of groups of one size is the plain jackknife’s', () => {
    const sampleOf = (values: readonly number[]): Parameters<typeof accelerationOf>[0] => {
      const moments = momentsOfCounts(onceEach(values))
      return {
        group: 0,
        distribution: {
          values: Float64Array.from(values),
          counts: new Float64Array(values.length).fill(1),
          weights: null,
        },
        moments,
        tested: moments,
      }
    }
    const [first, second] = [
      [1, 2, 2, 3, 7],
      [2, 3, 4, 4, 9],
    ]
    const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length
    const without = (values: readonly number[], index: number): readonly number[] =>
      values.filter((_, at) => at !== index)
    const left = [
      ...first.map((_, index) => mean(without(first, index)) - mean(second)),
      ...second.map((_, index) => mean(first) - mean(without(second, index))),
    ]
    expect(accelerationOf(sampleOf(first), sampleOf(second))).toBeCloseTo(
      jackknifeAcceleration(mean(first) - mean(second), left),
      12,
    )
  })

  test.each([{ pairwise: 'dunn-holm' as const }, { finite_population: true }])(
    'are refused for what they are not of: %o',
    (options) => {
      expect(() =>
        comparisonOf(answers, { interval: 'bca', ...options }, { headcount: { A: 50, B: 50, C: 50 } }),
      ).toThrow('group-comparison:bootstrap-needs-means')
    },
  )
})

describe('the finite population correction', () => {
  const answers = answersOf({ A: wave(40, 2), B: wave(30, 3) })

  test('shortens standard errors and leaves effect sizes alone', () => {
    const plain = comparisonOf(answers)
    const { tables, codes } = comparisonOf(answers, { finite_population: true }, { headcount: { A: 50, B: 60 } })
    const [a, b] = rowsOf(tables['descriptives'])
    expect(Number(a?.['se']) / Number(rowsOf(plain.tables['descriptives'])[0]?.['se'])).toBeCloseTo(
      Math.sqrt(1 - 40 / 50),
      12,
    )
    expect(Number(b?.['se']) / Number(rowsOf(plain.tables['descriptives'])[1]?.['se'])).toBeCloseTo(
      Math.sqrt(1 / 2),
      12,
    )
    expect(rowsOf(tables['pairwise'])[0]?.['hedges_g']).toBe(rowsOf(plain.tables['pairwise'])[0]?.['hedges_g'])
    expect(rowsOf(tables['omnibus'])[0]?.['omega_sq']).toBe(rowsOf(plain.tables['omnibus'])[0]?.['omega_sq'])
    expect(codes).toContain('group-comparison:finite-population')
  })

  test('names the groups whose headcount is unknown, and everybody asked leaves nothing to test', () => {
    expect(comparisonOf(answers, { finite_population: true }, { headcount: { A: 50 } }).codes).toContain(
      'group-comparison:headcount-unknown',
    )
    const census = comparisonOf(answers, { finite_population: true }, { headcount: { A: 40, B: 30 } })
    expect(rowsOf(census.tables['pairwise'])[0]).toMatchObject({
      se: 0,
      statistic: null,
      p_value: null,
      conf_low: null,
    })
    expect(census.codes).toContain('group-comparison:no-variation-within')
  })

  test('goes with Welch only', () => {
    expect(() =>
      comparisonOf(answers, { finite_population: true, test: 'fisher' }, { headcount: { A: 50, B: 60 } }),
    ).toThrow('group-comparison:finite-needs-welch')
  })
})
