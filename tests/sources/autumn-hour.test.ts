import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { Temporal } from 'temporal-polyfill'
import type { AnySource } from '../../analyses/sources/source'
import { emptiedEngine } from '../database/engine-of-tests'
import { loadLog } from './reading'
import { fileAt, projectFolder, textFile, valuesOf } from './sample-data'

const database = await emptiedEngine()

const minute = 60_000

/** Nights in which the clock was set back: the first moment of the second hour, UTC, and how long is repeated. */
const nights = [
  { zone: 'Europe/Oslo', back: '2021-10-31T01:00Z', repeated: 60 },
  { zone: 'Europe/Helsinki', back: '2021-10-31T01:00Z', repeated: 60 },
  { zone: 'America/New_York', back: '2022-11-06T06:00Z', repeated: 60 },
  { zone: 'America/St_Johns', back: '2022-11-06T04:30Z', repeated: 60 },
  { zone: 'Australia/Lord_Howe', back: '2022-04-02T15:00Z', repeated: 30 },
] as const

/** What the clock on the wall shows, with seconds. */
const onTheWall = (time: number, zone: string): string =>
  Temporal.Instant.fromEpochMilliseconds(time)
    .toZonedDateTimeISO(zone)
    .toPlainDateTime()
    .toString({ smallestUnit: 'millisecond' })

interface ReadLog {
  /** Milliseconds UTC in the order of the rows. */
  readonly times: readonly number[]
  /** How many times each note tells of. */
  readonly notes: Readonly<Record<string, unknown>>
}

async function read(header: string, rows: readonly string[], source: Partial<AnySource>): Promise<ReadLog> {
  const report = await loadLog(database, textFile('t.csv', `${header}\n${rows.join('\n')}\n`), {
    kind: 'observations',
    id: 'log',
    file: 't.csv',
    time: 't',
    value: 'v',
    ...source,
  })
  const table = report.kind === 'coverage' ? 'coverage' : report.kind === 'diary' ? 'events' : report.kind
  const times = await valuesOf(
    database,
    table,
    report.kind === 'coverage' ? 'start' : 't',
    report.kind === 'coverage' ? '"start"' : '_row',
  )
  return {
    times: times.map(Number),
    notes: Object.fromEntries(report.notes.map(({ code, about }) => [code.slice('ingest:'.length), about['count']])),
  }
}

/** Reads moments that were written by the clock on the wall. */
const readBack = (times: readonly number[], zone: string): Promise<ReadLog> =>
  read(
    't,v',
    times.map((time, row) => `${onTheWall(time, zone)},${row}`),
    { time_zone: zone },
  )

/** Moments from some hours before the second hour to some hours after it. */
const moments = (back: string, hours: number, step: number): readonly number[] =>
  Array.from(
    { length: Math.floor((2 * hours * 60) / step) + 1 },
    (_, index) => Date.parse(back) - hours * 60 * minute + index * step * minute,
  )

describe('the hour that happens twice', () => {
  test('autumn-hour.csv: 25 readings, the second of 02:00 in the second hour', async () => {
    const file = fileAt(`${projectFolder}fixtures/times/autumn-hour.csv`)
    const report = await loadLog(database, file, {
      kind: 'observations',
      id: 'log',
      file: 'autumn-hour.csv',
      time: 't',
      value: 'value',
      time_zone: 'Europe/Oslo',
    })
    expect(report.rowsUsed).toBe(25)
    const times = (await valuesOf(database, 'observations', 't')).map(Number)
    expect(new Set(times).size).toBe(25)
    const values = await valuesOf(database, 'observations', 'value')
    expect(values[times.indexOf(Date.parse('2021-10-31T02:00+02:00'))]).toBe(10)
    expect(values[times.indexOf(Date.parse('2021-10-31T02:00+01:00'))]).toBe(34)
    expect([report.first, report.last]).toEqual([Date.parse('2021-10-30T22:00Z'), Date.parse('2021-10-31T22:00Z')])
    expect(report.notes.map(({ code }) => code)).toEqual(['ingest:ambiguous-time'])
  })

  const cases = nights.flatMap((night) =>
    [60, 30, 15, 10, 1]
      .filter((step) => step <= night.repeated)
      .map((step): [string, number, string, number] => [night.zone, step, night.back, night.repeated]),
  )
  test.each(cases)(
    '%s, every %d minutes, the oldest row first and the newest first',
    async (zone, step, back, repeated) => {
      const times = moments(back, 5, step)
      const twice = { 'ambiguous-time': (2 * repeated) / step }
      expect(await readBack(times, zone)).toEqual({ times, notes: twice })
      const newestFirst = times.toReversed()
      expect(await readBack(newestFirst, zone)).toEqual({
        times: newestFirst,
        notes: { ...twice, unordered: times.length - 1 },
      })
    },
  )

  test('several series that are mixed, each in its own order and with its own steps', async () => {
    const zone = 'Europe/Oslo'
    const back = '2021-10-31T01:00Z'
    const hourly = moments(back, 4, 60)
    const quarterly = moments(back, 4, 15)
    const newestFirst = moments(back, 4, 30).toReversed()
    const rows: { readonly room: string; readonly time: number }[] = []
    for (let row = 0; row < quarterly.length; row += 1)
      for (const [room, times] of Object.entries({ A: hourly, B: quarterly, C: newestFirst })) {
        const time = times[row]
        if (time !== undefined) rows.push({ room, time })
      }
    const lines = rows.map(({ room, time }) => `${onTheWall(time, zone)},${room},1`)
    const { times } = await read('t,room,v', lines, { time_zone: zone, series: 'room' })
    expect(times).toEqual(rows.map(({ time }) => time))
  })

  test('a log that begins or ends in the night, or has a hole there', async () => {
    const zone = 'Europe/Oslo'
    const all = moments('2021-10-31T01:00Z', 3, 10)
    const at = (text: string): number => all.indexOf(Date.parse(text))
    const parts = [
      all.slice(at('2021-10-31T01:00Z')),
      all.slice(at('2021-10-31T01:30Z')),
      all.slice(0, at('2021-10-31T01:00Z')),
      all.slice(0, at('2021-10-31T00:30Z')),
      all.slice(0, at('2021-10-31T01:30Z')),
      [...all.slice(0, at('2021-10-31T00:30Z')), ...all.slice(at('2021-10-31T02:00Z'))],
      [...all.slice(0, at('2021-10-31T00:00Z')), ...all.slice(at('2021-10-31T01:30Z'))],
      [...all.slice(0, at('2021-10-31T00:20Z')), ...all.slice(at('2021-10-31T01:40Z'))],
    ]
    for (const times of parts) {
      const { times: found, notes } = await readBack(times, zone)
      expect(found).toEqual(times)
      expect(notes).not.toHaveProperty('ambiguous-time-open')
    }
  })

  test('a log of the first hour alone, or the second, is no evidence of which it is: the first is taken, and said', async () => {
    const zone = 'Europe/Oslo'
    const all = moments('2021-10-31T01:00Z', 3, 30)
    const without = (from: string, to: string): readonly number[] =>
      all.filter((time) => time < Date.parse(from) || time >= Date.parse(to))
    const first = without('2021-10-31T01:00Z', '2021-10-31T02:00Z')
    const second = without('2021-10-31T00:00Z', '2021-10-31T01:00Z')
    for (const times of [first, second])
      expect(await readBack(times, zone)).toEqual({ times: first, notes: { 'ambiguous-time-open': 2 } })
  })

  test('a log sorted by its clock has both hours in pairs', async () => {
    const zone = 'Europe/Oslo'
    const times = moments('2021-10-31T01:00Z', 3, 30).toSorted(
      (a, b) => onTheWall(a, zone).localeCompare(onTheWall(b, zone)) || a - b,
    )
    expect((await readBack(times, zone)).times).toEqual(times)
  })

  test('a clock that is some seconds late now and then', async () => {
    const times = moments('2021-10-31T01:00Z', 6, 60).map((time, row) => time + ((row * 7) % 11) * 1000)
    expect(await readBack(times, 'Europe/Oslo')).toEqual({ times, notes: { 'ambiguous-time': 2 } })
  })

  test('several sensors in one series: as many rows in each hour', async () => {
    const times = moments('2021-10-31T01:00Z', 3, 60).flatMap((time) => [time, time, time, time])
    expect((await readBack(times, 'Europe/Oslo')).times).toEqual(times)
  })

  test('an offset decides for itself, whatever the order', async () => {
    const lines = ['2021-10-31 02:00 +01:00,1', '2021-10-31 02:00 +02:00,2', '2021-10-31 02:30 CET,3']
    const { times, notes } = await read('t,v', lines, { time_zone: 'Europe/Oslo' })
    expect(times).toEqual(['01:00', '00:00', '01:30'].map((clock) => Date.parse(`2021-10-31T${clock}Z`)))
    expect(notes).toEqual({ unordered: 1 })
  })

  test('what is decided is right, at any times and in any zone', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...nights),
        fc.array(fc.integer({ min: -200_000, max: 200_000 }), { minLength: 2, maxLength: 40 }),
        fc.boolean(),
        async ({ zone, back }, seconds, isNewestFirst) => {
          const ordered = [...new Set(seconds)]
            .toSorted((a, b) => a - b)
            .map((second) => Date.parse(back) + Math.round((second * 1000) / 20))
          const times = isNewestFirst ? ordered.toReversed() : ordered
          const { times: found, notes } = await readBack(times, zone)
          if (notes['ambiguous-time-open'] === undefined) expect(found).toEqual(times)
          else expect(found.filter((time, row) => time > (times[row] ?? 0))).toEqual([])
        },
      ),
      { numRuns: 150 },
    )
  })

  test('spans that cross from the first hour to the second', async () => {
    const zone = 'Europe/Oslo'
    const edges = moments('2021-10-31T01:00Z', 3, 60)
    const halves = moments('2021-10-31T01:00Z', 3, 30)
    for (const times of [edges, halves]) {
      const rows = times.slice(1).map((end, row) => `${onTheWall(times[row] ?? 0, zone)},${onTheWall(end, zone)}`)
      await read('from,to', rows, { kind: 'coverage', start: 'from', end: 'to', time_zone: zone })
      expect((await valuesOf(database, 'coverage', 'start', '"start"')).map(Number)).toEqual(times.slice(0, -1))
      expect((await valuesOf(database, 'coverage', 'stop', '"start"')).map(Number)).toEqual(times.slice(1))
    }
  })

  test('events at one time are no second hour', async () => {
    const lines = ['2021-10-31 01:10,a', '2021-10-31 02:10,a', '2021-10-31 02:10,b', '2021-10-31 03:40,a']
    const { times, notes } = await read('t,type', lines, { kind: 'events', event: 'type', time_zone: 'Europe/Oslo' })
    expect(times.slice(1, 3)).toEqual([Date.parse('2021-10-31T00:10Z'), Date.parse('2021-10-31T00:10Z')])
    expect(notes).toEqual({ 'ambiguous-time-open': 2 })
  })
})
