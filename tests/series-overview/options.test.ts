import { expect, test } from 'vitest'
import { analyses } from '../../analyses/index'
import { everyHours, runOnSeries } from '../series/made-up-series'
import { columnOf, rowsOf } from '../series/outcome-reading'

test('every option is tested here', () => {
  expect(Object.keys(analyses.get('series-overview')?.options ?? {})).toEqual(['series', 'gap_factor'])
})

test('series: those that are chosen, all of them by default', async () => {
  const series = {
    a: { times: everyHours('2022-05-01', 3), values: [1, 2, 3] },
    b: { times: everyHours('2022-05-01', 4), values: [1, 2, 3, 4] },
  }
  expect(columnOf(await runOnSeries('series-overview', series), 'series', 'series')).toEqual(['a', 'b'])
  const one = await runOnSeries('series-overview', series, { series: ['b'] })
  expect(rowsOf(one, 'series')).toMatchObject([{ series: 'b', n: 4, mean: 2.5 }])
})

test('gap_factor: steps of 2 and 5 hours among hourly ones are gaps or not', async () => {
  const hours = [0, 1, 2, 3, 5, 6, 7, 12, 13, 14]
  const series = {
    s: { times: hours.map((hour) => Date.parse('2022-05-01') + hour * 3_600_000), values: hours.map(() => 1) },
  }
  const found = async (gap_factor?: number): Promise<unknown> => {
    const outcome = await runOnSeries('series-overview', series, gap_factor === undefined ? {} : { gap_factor })
    const [row] = rowsOf(outcome, 'series')
    const parted = columnOf(outcome, 'trace', 'value').filter((value) => value === null).length
    return [row?.['gaps'], row?.['longest_gap'], row?.['coverage'], parted]
  }
  // The span is 14 hours.
  expect(await found()).toEqual([1, 5, 1 - 5 / 14, 1])
  expect(await found(1.5)).toEqual([2, 5, 1 - 7 / 14, 2])
  expect(await found(5)).toEqual([0, null, 1, 0])
  expect(await found(4.5)).toEqual([1, 5, 1 - 5 / 14, 1])
})

test('gap_factor: what a reading holds for follows from its gaps', async () => {
  // 0 for an hour, 0 for an hour, 9 for five hours unless those are a gap, when it holds for the usual one.
  const at = (hour: number): number => Date.parse('2022-05-01') + hour * 3_600_000
  const series = { s: { times: [0, 1, 2, 7].map(at), values: [0, 0, 9, 0] } }
  const mean = async (gap_factor: number): Promise<unknown> =>
    columnOf(await runOnSeries('series-overview', series, { gap_factor }), 'series', 'time_weighted_mean')[0]
  expect(await mean(3)).toBe(9 / 3)
  expect(await mean(5)).toBe(45 / 7)
})
