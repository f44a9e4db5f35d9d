import { describe, expect, test } from 'vitest'
import {
  leastForDetail,
  meanSettlesAnswers,
  spreadSettlesAnswers,
  toldOf,
  type AnswerSteps,
} from '../../analyses/disclosure/detail'
import { protectTables } from '../../analyses/disclosure/suppression'
import { rowsOfTable } from '../../analyses/core/result'
import { tables as comparisonTables } from '../../analyses/group-comparison/declarations'
import { tables as changeTables } from '../../analyses/round-change/declarations'
import { tables as scoreTables } from '../../analyses/dimension-scores/declarations'
import { builtTable } from '../built-table'
import { smallDataset } from '../survey-shapes'

/** How many people chose each value: every way to give n people the values 0 … steps. */
function samplesOf(n: number, steps: number): readonly (readonly number[])[] {
  if (steps === 0) return [[n]]
  return Array.from({ length: n + 1 }, (_, top) => samplesOf(n - top, steps - 1).map((rest) => [...rest, top])).flat()
}

const momentOf = (sample: readonly number[], power: number): number =>
  sample.reduce((sum, people, value) => sum + people * value ** power, 0)

/** Numbers as a table has them: with their rounding, and on the scale of a dimension of three items from 1. */
function numbersOf(sample: readonly number[], { lowest, step }: AnswerSteps): { mean: number; sd: number; n: number } {
  const values = sample.flatMap((people, value) => Array.from({ length: people }, () => lowest + value * step))
  const n = values.length
  const mean = values.reduce((sum, value) => sum + value, 0) / n
  return { n, mean, sd: Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (n - 1)) }
}

/** What a reader sees of a sample beside how many people it has. */
function shownOf(sample: readonly number[], steps: AnswerSteps): string {
  const { n, mean, sd } = numbersOf(sample, steps)
  const told = toldOf(n, mean, sd, steps)
  if (told === null) throw new Error('whole answers give whole sums')
  expect([told.sum, told.squares]).toEqual([momentOf(sample, 1), momentOf(sample, 2)])
  if (meanSettlesAnswers(told, steps)) return 'nothing'
  const settled = spreadSettlesAnswers(told, steps)
  return settled === 'even-without'
    ? 'nothing'
    : settled === 'with-spread'
      ? `mean of ${told.sum}`
      : `mean of ${told.sum}, spread of ${told.squares}`
}

describe('every sample of whole answers', () => {
  test.each([
    { n: 5, steps: 1 },
    { n: 5, steps: 4 },
    { n: 6, steps: 2 },
    { n: 7, steps: 6 },
    { n: 9, steps: 3 },
    { n: 10, steps: 4 },
    { n: 14, steps: 4 },
    { n: 20, steps: 2 },
    { n: 24, steps: 1 },
  ])('of $n people on $steps steps looks like others in which nobody has the same value', ({ n, steps }) => {
    const scale = { lowest: 1, step: 1 / 3, steps }
    const alike = new Map<string, (readonly number[])[]>()
    for (const sample of samplesOf(n, steps)) {
      const shown = shownOf(sample, scale)
      alike.set(shown, [...(alike.get(shown) ?? []), sample])
    }
    const settled = [...alike].flatMap(([shown, samples]) =>
      Array.from({ length: steps + 1 }, (_, value) => value)
        .filter((value) => {
          const people = samples[0]?.[value] ?? 0
          return people > 0 && (people < 3 || people === n) && samples.every((one) => one[value] === people)
        })
        .map((value) => `${shown}: value ${value} of ${samples.length} samples`),
    )
    expect(settled).toEqual([])
    // Not by showing nothing at all.
    if (steps > 1 && n >= 10)
      expect([...alike.keys()].filter((shown) => shown.includes('spread')).length).toBeGreaterThan(steps)
  })
})

test('numbers that are not of whole answers are told apart', () => {
  expect(toldOf(7, 3.1, 1, { lowest: 1, step: 1, steps: 4 })).toBeNull()
  expect(toldOf(10, 3.1, 1.05, { lowest: 1, step: 1, steps: 4 })).toBeNull()
  expect(toldOf(10, 3.1, null, { lowest: 1, step: 1, steps: 4 })).toEqual({ n: 10, sum: 21, squares: null })
})

describe('what tells more of the answers than a sum', () => {
  const dataset = smallDataset('organisation', ['A', 'B', 'C', 'D'])
  const described = (organisation: string, n: number) => ({
    organisation,
    dimension: 'alpha',
    n,
    mean: 3.123,
    sd: 0.987,
    se: 0.1,
    conf_low: 3,
    conf_high: 3.2,
    median: 3.1,
    q1: 2.9,
    q3: 3.4,
  })
  const keys = [
    { id: 'organisation', kind: 'text' },
    { id: 'dimension', kind: 'text', refersTo: 'dimension' },
  ] as const

  test('is shown of as many people as it needs, and withheld of one fewer', () => {
    for (const minGroup of [3, 5, 8]) {
      const least = [leastForDetail('spread', minGroup), leastForDetail('quantiles', minGroup)] as const
      const table = builtTable('scores', scoreTables.scores, keys, [
        described('A', least[0] - 1),
        described('B', least[0]),
        described('C', least[1] - 1),
        described('D', least[1]),
      ])
      const rows = rowsOfTable(protectTables([table], minGroup, dataset)[0]!).map(({ cells }) => cells)
      expect(rows.map(({ mean }) => mean)).toEqual([3.123, 3.123, 3.123, 3.123])
      for (const column of ['sd', 'se', 'conf_low', 'conf_high'])
        expect(
          rows.map((cells) => cells[column] !== null),
          column,
        ).toEqual([false, true, true, true])
      for (const column of ['median', 'q1', 'q3'])
        expect(
          rows.map((cells) => cells[column] !== null),
          column,
        ).toEqual([false, false, false, true])
    }
  })

  test('is withheld of a comparison with a group whose spread is withheld, and the difference is not', () => {
    const groups = (name: string, n: number) => ({
      outcome: 'alpha',
      group_name: name,
      organisation: name,
      n,
      mean: 3.1,
      sd: 1,
    })
    const outcome = [{ id: 'organisation', kind: 'text' }] as const
    const descriptives = builtTable('descriptives', comparisonTables.descriptives, outcome, [
      groups('A', 9),
      groups('B', 40),
      groups('C', 30),
    ])
    const pair = (a: string, b: string) => ({
      outcome: 'alpha',
      group_a: a,
      group_b: b,
      estimate: 0.2,
      se: 0.1,
      df: 20.5,
      statistic: 2,
      conf_low: 0,
      conf_high: 0.4,
      p_value: 0.05,
      p_adjusted: 0.1,
      hedges_g: 0.3,
    })
    const pairwise = builtTable('pairwise', comparisonTables.pairwise, [], [pair('A', 'B'), pair('B', 'C')])
    const [, shown] = protectTables([descriptives, pairwise], 5, dataset)
    const rows = rowsOfTable(shown!).map(({ cells }) => cells)
    expect(rows[0]).toMatchObject({ estimate: 0.2, se: null, df: null, statistic: null, conf_low: null, p_value: null })
    expect(rows[0]).toMatchObject({ conf_high: null, p_adjusted: null, hedges_g: null })
    expect(rows[1]).toMatchObject({ estimate: 0.2, se: 0.1, df: 20.5, p_adjusted: 0.1, hedges_g: 0.3 })
  })

  test('a change that everybody made alike is withheld, however many they are', () => {
    const change = (organisation: string, se: number) => ({
      organisation,
      outcome: 'alpha',
      n_1: 60,
      n_2: 60,
      mean_1: 2.1,
      mean_2: 3.1,
      sd_1: 0.8,
      sd_2: 0.8,
      estimate: 1,
      se,
    })
    const table = builtTable(
      'change',
      changeTables.change,
      [{ id: 'organisation', kind: 'text' }],
      [change('A', 0), change('B', 0.1), change('C', 0.1), change('D', 0.1)],
    )
    const rows = rowsOfTable(protectTables([table], 5, dataset)[0]!).map(({ cells }) => cells)
    expect(rows[0]).toMatchObject({ n_1: null, mean_1: null, estimate: null, se: null })
    // Another goes with it, since the total may be known.
    expect(rows.filter(({ se }) => se === 0.1).length).toBe(2)
  })
})
