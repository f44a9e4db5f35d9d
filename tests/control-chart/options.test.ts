import { describe, expect, test } from 'vitest'
import { analyses } from '../../analyses/index'
import type { AnalysisOutcome } from '../../analyses/recipe/run'
import { everyHours, runOnSeries, type MadeUpSeries } from '../series/made-up-series'
import { columnOf, rowsOf } from '../series/outcome-reading'

/**
 * Every option of the control chart changes a table on data of its own, and what it must change to is reckoned by hand. An option that compute ignores fails here.
 */

const days = (count: number): readonly number[] => everyHours('2022-05-02T00:00Z', count, 24)
const daily = (values: readonly number[]): MadeUpSeries => ({ times: days(values.length), values })
const chart = (
  series: MadeUpSeries | Readonly<Record<string, MadeUpSeries>>,
  options: Readonly<Record<string, unknown>> = {},
): Promise<AnalysisOutcome> =>
  runOnSeries('control-chart', 'times' in series ? { s: series as MadeUpSeries } : series, { series: 's', ...options })
const phase = (outcome: AnalysisOutcome, number = 1): Readonly<Record<string, unknown>> =>
  rowsOf(outcome, 'phases')[number - 1] ?? {}
const signals = (outcome: AnalysisOutcome): readonly unknown[] => columnOf(outcome, 'points', 'signal')

/** `counts` events a day, evenly over the day, with the log up throughout. */
function events(counts: readonly number[], kinds: (index: number) => string = () => 'Fall'): MadeUpSeries {
  const times = counts.flatMap((count, day) =>
    Array.from({ length: count }, (_, event) => Date.parse('2022-05-02T01:00Z') + day * 86_400_000 + event * 60_000),
  )
  const end = new Date(Date.parse('2022-05-02T00:00Z') + counts.length * 86_400_000).toISOString()
  return { kind: 'events', times, kinds: times.map((_, index) => kinds(index)), uptime: [['2022-05-02T00:00Z', end]] }
}

const tested: Readonly<Record<string, () => void>> = {
  series: () => {
    test('says which series is charted', async () => {
      const both = { s: daily([1, 2, 3]), other: daily([10, 20, 30]) }
      expect(phase(await chart(both))['centre']).toBe(2)
      expect(phase(await chart(both, { series: 'other' }))['centre']).toBe(20)
    })
  },

  chart: () => {
    // Four days with 1, 4, 1 and 10 events: 16 in 4 days of uptime, moving ranges 3, 3 and 9.
    const counts = events([1, 4, 1, 10])
    const limits = async (kind: string): Promise<readonly unknown[]> => {
      const [point] = rowsOf(await chart(counts, { chart: kind, bucket: 'day' }), 'points')
      return [point?.['centre'], point?.['sigma'], point?.['lower'], point?.['upper']]
    }
    test('xmr takes limits from moving ranges', async () => {
      expect(await limits('xmr')).toEqual([4, 5 / 1.128, 0, 4 + 15 / 1.128])
    })
    test('u takes them from the rate itself: 4 ± 3 √4, not under zero', async () => {
      expect(await limits('u')).toEqual([4, 2, 0, 10])
    })
    test('u-prime widens them by σz: |Δz| is 1.5, 1.5 and 4.5, mean 2.5', async () => {
      const sigmaZ = 2.5 / 1.128
      expect(await limits('u-prime')).toEqual([4, 2 * sigmaZ, 0, 4 + 6 * sigmaZ])
      const outcome = await chart(counts, { chart: 'u-prime', bucket: 'day' })
      expect(phase(outcome)).toMatchObject({ sigma_z: sigmaZ, sigma: null })
      expect(phase(await chart(counts, { chart: 'u', bucket: 'day' }))).toMatchObject({ sigma_z: null, sigma: null })
      expect(phase(await chart(counts, { bucket: 'day' }))).toMatchObject({ sigma_z: null, mean_moving_range: 5 })
      // What is the same throughout a phase is no column where limits follow the uptime.
      expect(Object.keys(phase(outcome))).not.toEqual(expect.arrayContaining(['lower']))
      expect(Object.keys(phase(outcome))).not.toEqual(expect.arrayContaining(['mean_moving_range']))
    })
  },

  event: () => {
    test('counts one kind, or all of them', async () => {
      // Every third event is a fall: of 3 and 6 events a day, 1 and 2.
      const log = events([3, 6, 3, 6], (index) => (index % 3 === 0 ? 'Fall' : 'Alarm'))
      expect(columnOf(await chart(log, { bucket: 'day' }), 'points', 'value')).toEqual([3, 6, 3, 6])
      expect(columnOf(await chart(log, { bucket: 'day', event: 'Fall' }), 'points', 'value')).toEqual([1, 2, 1, 2])
      expect(columnOf(await chart(log, { bucket: 'day', event: 'Alarm' }), 'points', 'value')).toEqual([2, 4, 2, 4])
    })
    test('a kind that never occurs gives days without any, not a shorter log', async () => {
      const log = { s: events([3, 6]), other: events([1], () => 'Alarm') }
      expect(columnOf(await chart(log, { bucket: 'day', event: 'Alarm' }), 'points', 'value')).toEqual([0, 0])
    })
  },

  bucket: () => {
    // 61 days of readings every six hours from Sunday 1 May 2022; the value is the day's number, 0 … 60.
    const times = everyHours('2022-05-01T00:00Z', 61 * 4, 6)
    const series = { times, values: times.map((_, index) => Math.floor(index / 4)) }
    test.each([
      ['none', 244, '2022-05-01T00:00:00+00:00', 0, null],
      // A reading holds for six hours; the log ends with the one of 18:00.
      ['hour', 61 * 24 - 5, '2022-05-01T00:00:00+00:00', 0, 1],
      ['day', 61, '2022-05-01T00:00:00+00:00', 0, 24],
      // The first week has its Sunday alone.
      ['week', 10, '2022-04-25T00:00:00+00:00', 0, 24],
      ['month', 2, '2022-05-01T00:00:00+00:00', 15, 31 * 24],
    ])('%s gives %d points', async (bucket, count, first, value, denominator) => {
      const rows = rowsOf(await chart(series, { bucket, min_coverage: 0 }), 'points')
      expect(rows).toHaveLength(count)
      expect(rows[0]).toMatchObject({ time: first, value, denominator })
    })
    test('week: the mean of Monday 2 May to Sunday 8 May is the fourth day’s', async () => {
      expect(rowsOf(await chart(series, { bucket: 'week', min_coverage: 0 }), 'points')[1]).toMatchObject({
        time: '2022-05-02T00:00:00+00:00',
        value: 4,
        denominator: 168,
      })
    })
    test('follows the local clock: the day that summer time ends has 25 hours', async () => {
      const autumn = everyHours('2022-10-28T22:00Z', 73, 1)
      const local = { times: autumn, values: autumn.map(() => 1), timeZone: 'Europe/Oslo' }
      expect(columnOf(await chart(local, { bucket: 'day' }), 'points', 'denominator').slice(0, 2)).toEqual([24, 25])
    })
  },

  phases: () => {
    test('each phase has its own centre and limits, in any order of writing', async () => {
      const series = daily([1, 3, 1, 3, 11, 13, 11, 13])
      const outcome = await chart(series, { phases: ['2022-05-06 New routine'] })
      expect(rowsOf(outcome, 'phases')).toMatchObject([
        { phase: 1, n: 4, centre: 2, mean_moving_range: 2, to: '2022-05-05T00:00:00+00:00', reason: null },
        { phase: 2, n: 4, centre: 12, mean_moving_range: 2, from: '2022-05-06T00:00:00+00:00', reason: 'New routine' },
      ])
      expect(phase(await chart(series))).toMatchObject({ n: 8, centre: 7, reason: null })
      const three = await chart(series, { phases: ['2022-05-08 Later', '2022-05-06 New routine'] })
      expect(columnOf(three, 'phases', 'reason')).toEqual([null, 'New routine', 'Later'])
    })
  },

  freeze: () => {
    test('limits stand on the first points, and only in the first phase', async () => {
      const series = daily([1, 3, 1, 3, 11, 13, 11, 17])
      expect(phase(await chart(series))).toMatchObject({ centre: 7.5, baseline_points: 8, n: 8 })
      expect(phase(await chart(series, { freeze: 4 }))).toMatchObject({ centre: 2, baseline_points: 4, n: 8 })
      const both = await chart(series, { freeze: 2, phases: ['2022-05-06 New'] })
      expect(columnOf(both, 'phases', 'baseline_points')).toEqual([2, 4])
    })
  },

  rules: () => {
    // About a centre of 0 with sigma 1 (the baseline's moving ranges are 1.128), then what each set sees another way.
    const baseline = [0.564, -0.564, 0.564, -0.564, 0.564, -0.564, 0.564, -0.564, 0.564, -0.564, 0.564, -0.564]
    const seen = async (values: readonly number[], rules: string): Promise<readonly unknown[]> =>
      signals(await chart(daily([...baseline, ...values]), { rules, freeze: 12 })).slice(12)
    test('two beyond two sigma with one on the other side between are seen by Nelson and Western Electric only', async () => {
      const values = [-0.6, 2.5, -0.1, 2.5]
      const found = ['', 'two-of-three', '', 'two-of-three']
      expect(await seen(values, 'making-data-count')).toEqual(['', '', '', ''])
      expect(await seen(values, 'nelson')).toEqual(found)
      expect(await seen(values, 'western-electric')).toEqual(found)
      expect(await seen(values, 'anhoej')).toEqual(['', '', '', ''])
    })
    test('eight in a row on one side are a shift to Making Data Count and Western Electric, not to Nelson', async () => {
      const values = [-0.2, 0.2, 0.3, 0.2, 0.3, 0.2, 0.3, 0.2, 0.3, -0.2]
      const eight = ['', ...Array.from({ length: 8 }, () => 'one-side'), '']
      expect(await seen(values, 'making-data-count')).toEqual(eight)
      expect(await seen(values, 'western-electric')).toEqual(eight)
      expect((await seen(values, 'nelson')).some((signal) => String(signal).includes('one-side'))).toBe(false)
    })
    test('a long run and few crossings are seen by Anhøj', async () => {
      const values = Array.from({ length: 24 }, (_, index) => (index < 12 ? -1 : 0.2) + (index % 2) * 0.8)
      const found = await chart(daily(values), { rules: 'anhoej' })
      // 24 useful points: runs of 12 where round(log2 24) + 3 = 8 is the limit, 1 crossing where 8 is the least.
      expect(phase(found)).toMatchObject({ longest_run: 12, longest_run_limit: 8, crossings: 1, crossings_limit: 8 })
      expect(new Set(signals(found))).toEqual(new Set(['long-run few-crossings']))
    })
  },

  run_length: () => {
    test('seven on one side are a shift at 7 and none at 8', async () => {
      const series = daily([-1, 1, -1, 1, 1, 1, 1, 1, 1, 1, -1, -1, -1, -1])
      const flagged = (outcome: AnalysisOutcome): number =>
        signals(outcome).filter((signal) => String(signal).includes('one-side')).length
      expect(flagged(await chart(series))).toBe(7)
      expect(flagged(await chart(series, { run_length: '8' }))).toBe(0)
    })
  },

  sigma: () => {
    test('screening leaves out the one extreme range, and the limits are 2.66 of the mean', async () => {
      // Ranges of 1 ten times and one of 21: mean 31/11; 21 is over 3.267 of it.
      const series = daily([0, 1, 0, 1, 0, 1, 22, 21, 22, 21, 22, 21])
      const centre = (3 * 1 + 3 * 22 + 3 * 21) / 12
      const all = phase(await chart(series))
      expect(all).toMatchObject({ mean_moving_range: 31 / 11, sigma: 31 / 11 / 1.128 })
      expect(all['upper']).toBeCloseTo(centre + (3 * 31) / 11 / 1.128, 12)
      const screened = phase(await chart(series, { sigma: 'mr-screened' }))
      expect(screened).toMatchObject({ mean_moving_range: 1, sigma: 2.66 / 3 })
      expect(screened['upper']).toBeCloseTo(centre + 2.66, 12)
    })
    test('σz of a u′ chart is screened likewise, over 1.128 as qicharts2 has it', async () => {
      // The same counts by day: 132 in 12 days, so that a difference of 1 is 1 / √11 standard errors.
      const counts = events([0, 1, 0, 1, 0, 1, 22, 21, 22, 21, 22, 21])
      const sigmaZ = async (sigma: string): Promise<number> =>
        Number(phase(await chart(counts, { bucket: 'day', chart: 'u-prime', sigma }))['sigma_z'])
      expect(await sigmaZ('mr-1.128')).toBeCloseTo(31 / 11 / Math.sqrt(11) / 1.128, 12)
      expect(await sigmaZ('mr-screened')).toBeCloseTo(1 / Math.sqrt(11) / 1.128, 12)
    })
  },

  min_coverage: () => {
    test('a day with less uptime is kept out of limits, one that just reaches it is in', async () => {
      // Up for 24, 12, 24 and 24 hours with 2, 6, 4 and 3 events: the second day's rate is 12.
      const log: MadeUpSeries = {
        ...events([2, 6, 4, 3]),
        uptime: [
          ['2022-05-02T00:00Z', '2022-05-03T12:00Z'],
          ['2022-05-04T00:00Z', '2022-05-06T00:00Z'],
        ],
      }
      const at = (least?: number): Promise<AnalysisOutcome> =>
        chart(log, { bucket: 'day', ...(least === undefined ? {} : { min_coverage: least }) })
      expect(columnOf(await at(), 'points', 'coverage')).toEqual([1, 0.5, 1, 1])
      expect(columnOf(await at(), 'points', 'excluded')).toEqual(['no', 'yes', 'no', 'no'])
      expect(phase(await at())).toMatchObject({ n: 3, centre: 3 })
      expect(columnOf(await at(0.5), 'points', 'excluded')).toEqual(['no', 'no', 'no', 'no'])
      expect(phase(await at(0.5))).toMatchObject({ n: 4, centre: 21 / 4 })
      expect(columnOf(await at(0.51), 'points', 'excluded')).toEqual(['no', 'yes', 'no', 'no'])
    })
  },
}

test('every option is tested here', () => {
  expect(Object.keys(tested).sort()).toEqual(Object.keys(analyses.get('control-chart')?.options ?? {}).sort())
})

describe.each(Object.entries(tested))('option %s', (_, tests) => {
  tests()
})
