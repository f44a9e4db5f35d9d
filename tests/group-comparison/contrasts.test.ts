import { describe, expect, test } from 'vitest'
import { tableRecords, type ResultTable } from '../../analyses/core/result'
import { createSpeaker } from '../../analyses/core/speaker'
import { accelerationOf } from '../../analyses/group-comparison/bootstrap-intervals'
import groupComparison from '../../analyses/group-comparison/analysis'
import { polynomialCoefficients } from '../../analyses/group-comparison/contrasts'
import type { GroupComparisonOptions } from '../../analyses/group-comparison/options'
import { messagesOf } from '../../analyses/index'
import { jackknifeAcceleration } from '../../analyses/numeric/resampling/bootstrap'
import { momentsOfCounts, onceEach } from '../../analyses/numeric/summary/summary'
import { protectTables } from '../../analyses/disclosure/suppression'
import {
  compareFrames,
  computeContext,
  dataset,
  factor,
  frameOf,
  instrument,
  numeric,
  people,
  reportContext,
  valueCounts,
  type Answer,
} from './frames'

const defaults: GroupComparisonOptions = {
  outcomes: ['culture'],
  by: ['organisation'],
  test: 'welch',
  pairwise: 'matching',
  interval: 't',
  draws: 999,
  contrasts: 'deviation',
  confidence: 0.95,
  adjust: 'holm',
  smallest_effect: 0.3,
  weights: false,
  finite_population: false,
}
const answersOf = (values: Readonly<Record<string, readonly number[]>>): readonly Answer[] =>
  Object.entries(values).flatMap(([organisation, own]) =>
    own.map((value) => ({ keys: { organisation }, outcome: 'culture', value })),
  )
const wave = (n: number, centre: number, size = 1): readonly number[] =>
  Array.from({ length: n }, (_, index) => centre + size * (((index * 7) % 5) - 2) * 0.5)

function run(
  answers: readonly Answer[],
  options: Partial<GroupComparisonOptions> = {},
  headcount: Readonly<Record<string, number>> | null = null,
): {
  readonly tables: Readonly<Record<string, ResultTable>>
  readonly codes: readonly string[]
  readonly filled: GroupComparisonOptions
} {
  const filled = { ...defaults, ...options }
  const { context, notes } = computeContext(dataset())
  const invited =
    headcount === null
      ? {}
      : {
          headcount: frameOf([
            factor('organisation', Object.keys(headcount)),
            numeric('headcount', Object.values(headcount)),
          ]),
        }
  const result = compareFrames(
    { values: valueCounts(answers, filled.by), people: people(), ...invited },
    filled,
    context,
  )
  return {
    tables: Object.fromEntries(
      groupComparison.tabulate(result, filled, reportContext(dataset())).map((table) => [table.id, table]),
    ),
    codes: notes.map(({ code }) => code),
    filled,
  }
}
const rows = (table: ResultTable | undefined): readonly Readonly<Record<string, unknown>>[] =>
  table === undefined ? [] : tableRecords(table).map(({ cells }) => cells)

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
    const { tables, codes } = run(answers, { contrasts: 'polynomial' })
    expect(rows(tables['contrasts']).map(({ contrast }) => contrast)).toEqual(['linear', 'quadratic'])
    expect(rows(tables['contrasts'])[0]?.['estimate']).toBeCloseTo(
      momentsOfCounts(onceEach(wave(12, 4))).mean - momentsOfCounts(onceEach(wave(9, 2))).mean,
      12,
    )
    expect(codes).toContain('group-comparison:contrasts-polynomial')
    const reference = rows(run(answers, { contrasts: 'reference' }).tables['contrasts'])
    expect(reference.map(({ group, reference: held }) => `${String(group)} − ${String(held)}`).toSorted()).toEqual([
      'Round 10 − Round 1',
      'Round 2 − Round 1',
    ])
  })

  test('have Åre after Verdal in every language', () => {
    const reference = rows(
      run(answersOf({ Åre: wave(9, 2), Verdal: wave(12, 3), Bø: wave(10, 3) }), { contrasts: 'reference' }).tables[
        'contrasts'
      ],
    )
    expect(new Set(reference.map(({ reference: held }) => held))).toEqual(new Set(['Bø']))
  })

  test('of ranks there are none; nobody asked, none either', () => {
    const ranks = run(answers, { test: 'kruskal-wallis' })
    expect(ranks.tables['contrasts']?.rows).toEqual([])
    expect(ranks.codes).toContain('group-comparison:contrasts-need-means')
    expect(run(answers, { contrasts: 'none' }).tables['contrasts']?.rows).toEqual([])
  })

  test('a group that does not vary leaves the others their contrasts, and nothing is infinite', () => {
    const still = run(answersOf({ A: [3, 3, 3], B: wave(10, 2), C: [4, 4] }), { contrasts: 'reference' })
    expect(rows(still.tables['contrasts']).map(({ p_value }) => typeof p_value)).toEqual(['number', 'object'])
    expect(rows(still.tables['contrasts'])[1]).toMatchObject({
      estimate: 1,
      se: 0,
      statistic: null,
      df: null,
      conf_low: null,
    })
  })

  test('are withheld with the group that they are about', () => {
    const { tables } = run(answersOf({ A: wave(20, 2), B: wave(20, 3), C: wave(4, 4) }))
    const shown = protectTables(Object.values(tables), 5, dataset())
    const contrasts = shown.find(({ id }) => id === 'contrasts')
    const hidden = tableRecords(contrasts as ResultTable).filter(({ withheld }) => withheld.has('estimate'))
    expect(hidden.map(({ cells }) => cells['group'])).toContain('C')
  })

  test.each([
    ['en', /Culture rises over the ordered groups \(linear trend: t\([\d.]+\) = [\d.]+, p < \.001\)/],
    ['nb', /Kultur stiger over de ordnede gruppene \(lineær trend: /],
    ['sv', /Kultur stiger över de ordnade grupperna \(linjär trend: /],
  ] as const)('a trend is told (%s)', (language, words) => {
    const { tables, filled } = run(answers, { contrasts: 'polynomial' })
    const speaker = createSpeaker(language, messagesOf(language), instrument)
    expect(
      speaker
        .sentences(groupComparison.say(tables, filled, reportContext(dataset())).finding)
        .replaceAll('\u00a0', ' '),
    ).toMatch(words)
  })
})

describe('bootstrap intervals', () => {
  const answers = answersOf({ A: wave(40, 2, 0.8), B: wave(30, 3), C: wave(12, 3.2) })

  test('do not depend on which other groups there are', () => {
    const all = rows(run(answers, { interval: 'percentile' }).tables['pairwise'])
    const two = rows(
      run(
        answers.filter(({ keys }) => keys['organisation'] !== 'C'),
        { interval: 'percentile' },
      ).tables['pairwise'],
    )
    expect(two).toHaveLength(1)
    expect([all[0]?.['conf_low'], all[0]?.['conf_high']]).toEqual([two[0]?.['conf_low'], two[0]?.['conf_high']])
    expect(all[0]?.['p_value']).not.toBe(null)
    expect(Number(all[0]?.['conf_low'])).toBeLessThan(Number(all[0]?.['estimate']))
  })

  test('BCa is refused under fifteen answers', () => {
    const { tables, codes } = run(answers, { interval: 'bca' })
    expect(
      rows(tables['pairwise']).map(({ conf_low, acceleration }) => [typeof conf_low, typeof acceleration]),
    ).toEqual([
      ['number', 'number'],
      ['object', 'object'],
      ['object', 'object'],
    ])
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
      expect(() => run(answers, { interval: 'bca', ...options }, { A: 50, B: 50, C: 50 })).toThrow(
        'group-comparison:bootstrap-needs-means',
      )
    },
  )
})

describe('the finite population correction', () => {
  const answers = answersOf({ A: wave(40, 2), B: wave(30, 3) })

  test('shortens standard errors and leaves effect sizes alone', () => {
    const plain = run(answers)
    const { tables, codes } = run(answers, { finite_population: true }, { A: 50, B: 60 })
    const [a, b] = rows(tables['descriptives'])
    expect(Number(a?.['se']) / Number(rows(plain.tables['descriptives'])[0]?.['se'])).toBeCloseTo(
      Math.sqrt(1 - 40 / 50),
      12,
    )
    expect(Number(b?.['se']) / Number(rows(plain.tables['descriptives'])[1]?.['se'])).toBeCloseTo(Math.sqrt(1 / 2), 12)
    expect(rows(tables['pairwise'])[0]?.['hedges_g']).toBe(rows(plain.tables['pairwise'])[0]?.['hedges_g'])
    expect(rows(tables['omnibus'])[0]?.['omega_sq']).toBe(rows(plain.tables['omnibus'])[0]?.['omega_sq'])
    expect(codes).toContain('group-comparison:finite-population')
  })

  test('names the groups whose headcount is unknown, and everybody asked leaves nothing to test', () => {
    expect(run(answers, { finite_population: true }, { A: 50 }).codes).toContain('group-comparison:headcount-unknown')
    const census = run(answers, { finite_population: true }, { A: 40, B: 30 })
    expect(rows(census.tables['pairwise'])[0]).toMatchObject({ se: 0, statistic: null, p_value: null, conf_low: null })
    expect(census.codes).toContain('group-comparison:no-variation-within')
  })

  test('goes with Welch only', () => {
    expect(() => run(answers, { finite_population: true, test: 'fisher' }, { A: 50, B: 60 })).toThrow(
      'group-comparison:finite-needs-welch',
    )
  })
})
