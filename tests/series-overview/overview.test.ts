import { describe, expect, test } from 'vitest'
import type { Mark } from '../../analyses/core/figure'
import type { AnalysisOutcome } from '../../analyses/recipe/run'
import { everyHours, runOnSeries, type MadeUpSeries } from '../series/made-up-series'
import { columnOf, inEnglish, onlyFigure, panelOf, rowsOf } from '../series/outcome-reading'

const minutes = (count: number, isMissing: (minute: number) => boolean = () => false): MadeUpSeries => {
  const kept = Array.from({ length: count }, (_, minute) => minute).filter((minute) => !isMissing(minute))
  const start = Date.parse('2022-05-01T00:00Z')
  return { times: kept.map((minute) => start + minute * 60_000), values: kept.map((minute) => minute % 60) }
}
const overview = (series: MadeUpSeries | Readonly<Record<string, MadeUpSeries>>): Promise<AnalysisOutcome> =>
  runOnSeries('series-overview', 'times' in series ? { s: series as MadeUpSeries } : series)
const notes = (outcome: AnalysisOutcome): readonly string[] => onlyFigure(outcome).notes.map(inEnglish)
const parted = (outcome: AnalysisOutcome): readonly number[] =>
  rowsOf(outcome, 'trace').flatMap(({ time, value }) =>
    value === null ? [(Date.parse(String(time)) - Date.parse('2022-05-01T00:00Z')) / 60_000] : [],
  )
const marks = (outcome: AnalysisOutcome, kind: Mark['mark']): readonly Mark[] =>
  panelOf(outcome, 's').marks.filter(({ mark }) => mark === kind)

describe('a trace of many readings', () => {
  test('is cut at every gap, also at one that lies within a piece', async () => {
    // 6 000 minutes in 600 pieces of ten; nothing from 1 003 to 1 006 and from 3 000 to 3 099.
    const outcome = await overview(
      minutes(6_001, (minute) => (minute >= 1003 && minute < 1007) || (minute >= 3000 && minute < 3100)),
    )
    expect(rowsOf(outcome, 'series')[0]).toMatchObject({ gaps: 2, longest_gap: 101 / 60 })
    expect(parted(outcome)).toEqual([(1002 + 1007) / 2, (2999 + 3100) / 2])
    const around = rowsOf(outcome, 'trace').filter(({ time }) => String(time).startsWith('2022-05-01T16:4'))
    expect(around.map(({ value, min, max, n }) => [value, min, max, n])).toEqual([
      // Minutes 1 000 to 1 002 and 1 007 to 1 009 of the piece; 1 000 is 16:40.
      [41, 40, 42, 3],
      [null, null, null, 0],
      [48, 47, 49, 3],
    ])
    expect(columnOf(outcome, 'trace', 'n').reduce((sum: number, n) => sum + Number(n), 0)).toBe(6_001 - 104)
    expect(notes(outcome)).toEqual([
      '2 gaps, shown as breaks in the line.',
      'Long series are drawn as means with lowest and highest of equal pieces of time.',
    ])
    expect(inEnglish(onlyFigure(outcome).description)).toBe('One series over time with 2 gaps.')
  })

  test('draws its means in a ribbon of extremes, as the table has them', async () => {
    const outcome = await overview(minutes(700))
    const times = columnOf(outcome, 'trace', 'time').map((time) => Date.parse(String(time)))
    expect(marks(outcome, 'ribbon')).toMatchObject([
      { x: times, low: columnOf(outcome, 'trace', 'min'), high: columnOf(outcome, 'trace', 'max') },
    ])
    expect(marks(outcome, 'line')).toMatchObject([{ x: times, y: columnOf(outcome, 'trace', 'value'), weight: 'thin' }])
    expect(marks(outcome, 'dot')).toEqual([])
    expect(onlyFigure(outcome).legend.map(({ label }) => inEnglish(label))).toEqual(['Mean', 'Lowest to highest'])
    // 0 to 59 with a twentieth of air.
    expect(panelOf(outcome, 's').y).toMatchObject({ domain: [-2.95, 61.95] })
  })

  test('of more than 600 gaps draws the longest, and says how many', async () => {
    // 650 gaps of five minutes and ten of nine.
    const outcome = await overview(minutes(660 * 20, (minute) => minute % 20 < (minute < 200 ? 8 : 4) && minute > 0))
    const gaps = Number(rowsOf(outcome, 'series')[0]?.['gaps'])
    expect(gaps).toBe(660)
    expect(parted(outcome)).toHaveLength(600)
    expect(parted(outcome).slice(0, 2)).toEqual([4, 23.5])
    expect(notes(outcome)[0]).toMatch(/^660 gaps; 600 of them break the line\. .*longest 600/)
  })
})

describe('a trace of few readings', () => {
  test('has each of them, marked, and breaks the line at a gap', async () => {
    const outcome = await overview(minutes(30, (minute) => minute > 9 && minute < 20))
    expect(columnOf(outcome, 'trace', 'value')).toEqual([
      0,
      1,
      2,
      3,
      4,
      5,
      6,
      7,
      8,
      9,
      null,
      20,
      21,
      22,
      23,
      24,
      25,
      26,
      27,
      28,
      29,
    ])
    expect(marks(outcome, 'ribbon')).toEqual([])
    expect(marks(outcome, 'dot')).toMatchObject([{ y: columnOf(outcome, 'trace', 'value'), size: 'small' }])
    expect(marks(outcome, 'line')).toMatchObject([{ weight: 'normal' }])
    expect(notes(outcome)).toEqual(['One gap, shown as a break in the line.'])
    expect(onlyFigure(outcome).legend).toEqual([])
  })

  test('marks them one by one up to 80', async () => {
    expect(marks(await overview(minutes(80)), 'dot')).toHaveLength(1)
    expect(marks(await overview(minutes(81)), 'dot')).toHaveLength(0)
    expect(notes(await overview(minutes(81)))).toEqual(['No gaps.'])
  })
})

describe('a trace of events', () => {
  const times = everyHours('2022-05-01T01:00Z', 24, 6)

  test('holds events per 24 hours of uptime, and breaks the line where a whole day is down', async () => {
    const outcome = await overview({
      kind: 'events',
      times,
      uptime: [
        ['2022-05-01T00:00Z', '2022-05-02T12:00Z'],
        ['2022-05-04T00:00Z', '2022-05-07T00:00Z'],
      ],
    })
    // Four events a day; on the second day 12 hours of uptime, on the third none.
    expect(columnOf(outcome, 'trace', 'value')).toEqual([4, 8, null, 4, 4, 4, null])
    expect(rowsOf(outcome, 'series')[0]).toMatchObject({
      n: 24,
      gaps: 1,
      longest_gap: 36,
      coverage: 108 / 144,
      mean: null,
    })
    expect(panelOf(outcome, 's').y).toMatchObject({ domain: [0, 8.4], label: { message: 'series:axis.events' } })
  })

  test('says when a downtime is too short to break it', async () => {
    const outcome = await overview({
      kind: 'events',
      times,
      uptime: [
        ['2022-05-01T00:00Z', '2022-05-02T12:00Z'],
        ['2022-05-02T18:00Z', '2022-05-06T23:00Z'],
      ],
    })
    expect(notes(outcome)).toEqual(['One gap, too short to break the line that is drawn.'])
  })
})

test('at most eight series are drawn; the rest are counted, and gaps are those of the drawn ones', async () => {
  const gapped = minutes(30, (minute) => minute > 9 && minute < 20)
  const series = Object.fromEntries(Array.from({ length: 10 }, (_, index) => [`s${index}`, gapped]))
  const outcome = await overview(series)
  const figure = onlyFigure(outcome)
  expect([figure.panels.map(({ id }) => id), figure.panelColumns]).toEqual([
    ['s0', 's1', 's2', 's3', 's4', 's5', 's6', 's7'],
    2,
  ])
  expect(notes(outcome)).toEqual(['8 gaps, shown as breaks in the line.', '2 more series are in the table.'])
  expect(inEnglish(figure.description)).toBe('8 series over time with 8 gaps.')
  expect(onlyFigure(await overview({ a: gapped, b: gapped, c: gapped, d: gapped })).panelColumns).toBe(1)
  expect(outcome.prose.finding.map(inEnglish)).toEqual([
    '10 series with 200 readings and events.',
    '10 series have gaps; the longest, 0.2 hours, is in s0.',
  ])
})

test('times are read in the zone of the series, or in UTC where they differ', async () => {
  const zoned = (timeZone: string): MadeUpSeries => ({ ...minutes(5), timeZone })
  const zonesOf = async (...zones: readonly string[]): Promise<readonly unknown[]> =>
    (await overview(Object.fromEntries(zones.map((zone) => [zone, zoned(zone)])))).tables.flatMap(({ columns }) =>
      columns.filter(({ refersTo }) => refersTo === 'time').map(({ unit }) => unit),
    )
  expect(new Set(await zonesOf('Europe/Oslo'))).toEqual(new Set(['Europe/Oslo']))
  expect(new Set(await zonesOf('Europe/Oslo', 'Europe/Helsinki'))).toEqual(new Set(['UTC']))
})

test('readings that fall away because their time was read already are told in the finding', async () => {
  const start = Date.parse('2022-05-01T00:00Z')
  const outcome = await overview({ times: [start, start, start, start + 60_000], values: [1, 2, 3, 4] })
  expect(outcome.prose.finding.map(inEnglish)).toEqual([
    'One series with 2 readings and events.',
    '2 readings and events were left out because their times had already been read.',
  ])
})
