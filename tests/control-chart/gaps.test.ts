import { describe, expect, test } from 'vitest'
import type { AnalysisOutcome } from '../../analyses/recipe/run'
import { columnOf, inEnglish, marksOf, noteCodes, panelOf, rowsOf, stretchesOf } from '../series/outcome-reading'
import { everyHours, runOnSeries, type MadeUpSeries } from '../series/made-up-series'

const day = 24
/** Values that go up and down by `step` about `level`, so that every moving range is known. */
const wave = (count: number, level = 10, step = 1): readonly number[] =>
  Array.from({ length: count }, (_, index) => level + (index % 2) * step)

/** Hourly readings for ten days, without the hours that `isMissing` names (counted from the beginning). */
function hourly(isMissing: (hour: number) => boolean, levelOf: (hour: number) => number = () => 10): MadeUpSeries {
  const start = Date.parse('2022-05-01T00:00Z')
  const hours = Array.from({ length: 10 * day }, (_, hour) => hour).filter((hour) => !isMissing(hour))
  return { times: hours.map((hour) => start + hour * 3_600_000), values: hours.map((hour) => levelOf(hour)) }
}
const between =
  (from: number, to: number) =>
  (hour: number): boolean =>
    hour >= from && hour < to

/** Days in the stretches of the drawn line of values, and hours of the gaps in the table. */
function drawnAndTold(outcome: AnalysisOutcome): {
  readonly line: readonly (readonly string[])[]
  readonly gaps: readonly (readonly [string, number])[]
} {
  const panel = panelOf(outcome, 'values')
  const line = marksOf(panel, 'line', 'main')[0]
  if (line === undefined) throw new Error('no line')
  return {
    line: stretchesOf(line).map((stretch) => stretch.map(([time]) => time.slice(5, 16))),
    gaps: rowsOf(outcome, 'points').flatMap(({ time, gap_before: gap }) =>
      typeof gap === 'number' ? [[String(time).slice(5, 16), gap] as const] : [],
    ),
  }
}
const days = (...numbers: readonly number[]): readonly string[] =>
  numbers.map((number) => `05-${String(number).padStart(2, '0')}T00:00`)

describe('gaps of readings', () => {
  test('two whole days missing part the line by day', async () => {
    const series = { s: hourly(between(4 * day, 6 * day), (hour) => Math.floor(hour / day) % 2) }
    const outcome = await runOnSeries('control-chart', series, { series: 's', bucket: 'day' })
    expect(drawnAndTold(outcome)).toEqual({
      line: [days(1, 2, 3, 4), days(7, 8, 9, 10)],
      // From 23:00 on the fourth to 00:00 on the seventh.
      gaps: [['05-07T00:00', 49]],
    })
    const note = outcome.notes.find(({ code }) => code === 'series:gaps')
    expect(note?.about).toEqual({ series: 's', n: 1, hours: { value: 49, as: 'df' }, parting: 1 })
    expect(columnOf(outcome, 'points', 'moving_range')).toEqual([null, 1, 1, 1, null, 1, 1, 1])
  })

  test.each([
    ['one whole day', between(4 * day, 5 * day), [days(1, 2, 3, 4), days(6, 7, 8, 9, 10)], [['05-06T00:00', 25]]],
    ['a day less an hour', between(4 * day, 5 * day - 1), [days(1, 2, 3, 4), days(6, 7, 8, 9, 10)], []],
    ['five hours within a day', between(4 * day + 6, 4 * day + 11), [days(1, 2, 3, 4), days(6, 7, 8, 9, 10)], []],
    ['four hours within a day', between(4 * day + 6, 4 * day + 10), [days(1, 2, 3, 4, 5, 6, 7, 8, 9, 10)], []],
  ] as const)('by day, %s', async (_, isMissing, line, gaps) => {
    const outcome = await runOnSeries('control-chart', { s: hourly(isMissing) }, { series: 's', bucket: 'day' })
    expect(drawnAndTold(outcome)).toEqual({ line, gaps })
  })

  test('a short gap within a bucket that counts parts nothing, and is told', async () => {
    const series = { s: hourly(between(4 * day + 6, 4 * day + 10)) }
    const outcome = await runOnSeries('control-chart', series, { series: 's', bucket: 'day' })
    const note = outcome.notes.find(({ code }) => code === 'series:gaps')
    expect(note?.about).toEqual({ series: 's', n: 1, hours: { value: 5, as: 'df' }, parting: 0 })
    expect(inEnglish({ message: 'series:gaps', values: note?.about ?? {} })).toContain('None is as long as the pieces')
    // The reading of 05:00 holds for its usual hour: 24 − 4 hours.
    expect(rowsOf(outcome, 'points')[4]).toMatchObject({ denominator: 20, coverage: 20 / 24, excluded: 'no' })
  })

  test('by hour, week and month the bucket decides', async () => {
    const series = { s: hourly(between(30, 34)) }
    const byHour = await runOnSeries('control-chart', series, { series: 's', bucket: 'hour' })
    expect(drawnAndTold(byHour).gaps).toEqual([['05-02T10:00', 5]])
    expect(drawnAndTold(byHour).line.map((stretch) => stretch.length)).toEqual([30, 206])
    // Six weeks of daily readings without the third week, and six months without the fourth.
    const daily = (from: string, count: number, missing: readonly [string, string]): MadeUpSeries => {
      const times = everyHours(from, count, day).filter(
        (time) => time < Date.parse(missing[0]) || time >= Date.parse(missing[1]),
      )
      return { times, values: times.map((_, index) => index % 3) }
    }
    const weeks = { s: daily('2022-05-02T00:00Z', 42, ['2022-05-16', '2022-05-23']) }
    const byWeek = await runOnSeries('control-chart', weeks, { series: 's', bucket: 'week' })
    expect(drawnAndTold(byWeek).gaps).toEqual([['05-23T00:00', 8 * day]])
    expect(drawnAndTold(byWeek).line.map((stretch) => stretch.length)).toEqual([2, 3])
    const months = { s: daily('2022-01-01T00:00Z', 181, ['2022-04-01', '2022-05-01']) }
    const byMonth = await runOnSeries('control-chart', months, { series: 's', bucket: 'month' })
    expect(drawnAndTold(byMonth).gaps).toEqual([['05-01T00:00', 31 * day]])
    expect(drawnAndTold(byMonth).line.map((stretch) => stretch.length)).toEqual([3, 2])
  })

  test('single readings: over three usual steps, and at a reading left out for its value', async () => {
    const times = everyHours('2022-05-01T00:00Z', 20).filter((_, hour) => hour < 4 || hour > 6)
    const values = wave(times.length).map((value, index) => (index === 8 ? Number.NaN : index === 12 ? 999 : value))
    const outcome = await runOnSeries('control-chart', { s: { times, values, range: [0, 50] } }, { series: 's' })
    expect(drawnAndTold(outcome).gaps).toEqual([
      // 03:00 to 07:00 is four steps; the blank was at 11:00 and the impossible value at 15:00.
      ['05-01T07:00', 4],
      ['05-01T12:00', 1],
      ['05-01T16:00', 1],
    ])
    expect(drawnAndTold(outcome).line.map((stretch) => stretch.length)).toEqual([4, 4, 3, 4])
    const overview = await runOnSeries('series-overview', { s: { times, values, range: [0, 50] } })
    expect(rowsOf(overview, 'series')[0]).toMatchObject({ gaps: 3, longest_gap: 4 })
  })

  test('a month without a value: no moving range across it (qicharts2 with the missing value in place)', async () => {
    const times = Array.from({ length: 15 }, (_, month) => Date.UTC(2021, month, 1))
    const values = [10, 12, 11, 13, 12, 10, Number.NaN, 30, 31, 29, 30, 28, 29, 30, 31]
    const outcome = await runOnSeries('control-chart', { s: { times, values } }, { series: 's' })
    const [phase] = rowsOf(outcome, 'phases')
    expect(phase?.['mean_moving_range']).toBeCloseTo(17 / 12, 12)
    expect(phase?.['sigma']).toBeCloseTo(17 / 12 / 1.128, 12)
    expect(columnOf(outcome, 'points', 'moving_range').filter((range) => range === null)).toHaveLength(2)
  })
})

describe('gaps of events', () => {
  const times = Array.from({ length: 40 }, (_, index) => Date.parse('2022-05-01T03:00Z') + index * 6 * 3_600_000)
  const events = (uptime?: MadeUpSeries['uptime']): Readonly<Record<string, MadeUpSeries>> => ({
    s: { kind: 'events', times, ...(uptime === undefined ? {} : { uptime }) },
  })

  test('a whole day of downtime parts the line, at every bucket that holds it', async () => {
    const uptime = [
      ['2022-05-01T00:00Z', '2022-05-04T00:00Z'],
      ['2022-05-06T00:00Z', '2022-05-11T00:00Z'],
    ] as const
    const outcome = await runOnSeries('control-chart', events(uptime), { series: 's', bucket: 'day' })
    expect(drawnAndTold(outcome)).toEqual({ line: [days(1, 2, 3), days(6, 7, 8, 9, 10)], gaps: [['05-06T00:00', 48]] })
    expect(columnOf(outcome, 'points', 'moving_range')).toEqual([null, 0, 0, null, 0, 0, 0, 0])
    const byHour = await runOnSeries('control-chart', events(uptime), { series: 's', bucket: 'hour' })
    expect(drawnAndTold(byHour).gaps).toEqual([['05-06T00:00', 48]])
    const overview = await runOnSeries('series-overview', events(uptime))
    expect(rowsOf(overview, 'series')[0]).toMatchObject({ gaps: 1, longest_gap: 48 })
  })

  test('without an uptime log silence is no gap', async () => {
    const quiet = times.filter((_, index) => index < 8 || index > 20)
    const outcome = await runOnSeries(
      'control-chart',
      { s: { kind: 'events', times: quiet } },
      { series: 's', bucket: 'day', min_coverage: 0 },
    )
    expect(drawnAndTold(outcome)).toEqual({ line: [days(1, 2, 3, 4, 5, 6, 7, 8, 9, 10)], gaps: [] })
    expect(noteCodes(outcome)).not.toContain('series:gaps')
    expect(
      rowsOf(await runOnSeries('series-overview', { s: { kind: 'events', times: quiet } }), 'series')[0],
    ).toMatchObject({ gaps: null, longest_gap: null })
  })
})

describe('gaps, phases and points that are left out', () => {
  test('a gap at the beginning of a phase is told in its first point; phases are parted without one', async () => {
    const series = { s: hourly(between(4 * day, 6 * day)) }
    const inGap = await runOnSeries('control-chart', series, {
      series: 's',
      bucket: 'day',
      phases: ['2022-05-05 New routine', '2022-05-09 Another'],
    })
    expect(drawnAndTold(inGap)).toEqual({
      line: [days(1, 2, 3, 4), days(7, 8), days(9, 10)],
      gaps: [['05-07T00:00', 49]],
    })
    expect(columnOf(inGap, 'points', 'phase')).toEqual([1, 1, 1, 1, 2, 2, 3, 3])
    expect(columnOf(inGap, 'points', 'moving_range')).toEqual([null, 0, 0, 0, null, 0, null, 0])
  })

  test('an excluded point parts the line on both sides, and no moving range passes over it', async () => {
    // Day 5 has 10 of 24 hours; its neighbours differ by 4.
    const series = { s: hourly(between(4 * day + 10, 5 * day), (hour) => (hour < 5 * day ? 10 : 14)) }
    const outcome = await runOnSeries('control-chart', series, { series: 's', bucket: 'day' })
    expect(drawnAndTold(outcome)).toEqual({ line: [days(1, 2, 3, 4), days(6, 7, 8, 9, 10)], gaps: [] })
    expect(columnOf(outcome, 'points', 'excluded')[4]).toBe('yes')
    expect(columnOf(outcome, 'points', 'moving_range')).toEqual([null, 0, 0, 0, null, null, 0, 0, 0, 0])
    expect(rowsOf(outcome, 'phases')[0]?.['mean_moving_range']).toBe(0)
  })

  test('a gap beside an excluded point keeps its hours', async () => {
    const series = { s: hourly(between(4 * day + 10, 6 * day)) }
    const outcome = await runOnSeries('control-chart', series, { series: 's', bucket: 'day' })
    expect(drawnAndTold(outcome)).toEqual({ line: [days(1, 2, 3, 4), days(7, 8, 9, 10)], gaps: [['05-07T00:00', 39]] })
  })
})
