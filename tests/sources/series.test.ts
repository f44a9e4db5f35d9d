import { describe, expect, test } from 'vitest'
import { removeSource } from '../../analyses/sources/staging'
import { emptiedEngine, tableNames } from '../database/engine-of-tests'
import { refusal, textFile, valuesOf } from './sample-data'
import type { CoverageSource } from '../../analyses/sources/coverage/source'
import type { EventsSource } from '../../analyses/sources/events/source'
import type { ObservationsSource } from '../../analyses/sources/observations/source'
import { loadHeadcount, loadLog, problemsOf, recognise } from './reading'

const database = await emptiedEngine()

const observations = (more: Partial<ObservationsSource> = {}): ObservationsSource => ({
  kind: 'observations',
  id: 'air',
  file: 't.csv',
  time: 't',
  value: 'v',
  time_zone: 'Europe/Oslo',
  ...more,
})
const events = (more: Partial<EventsSource> = {}): EventsSource => ({
  kind: 'events',
  id: 'alarms',
  file: 't.csv',
  time: 't',
  event: 'type',
  subject: 'room',
  time_zone: 'Europe/Oslo',
  ...more,
})
const coverage = (more: Partial<CoverageSource> = {}): CoverageSource => ({
  kind: 'coverage',
  id: 'uptime',
  file: 't.csv',
  start: 'from',
  end: 'to',
  subject: 'room',
  time_zone: 'Europe/Oslo',
  ...more,
})
const utc = (text: string): number => Date.parse(text)
const notes = (report: {
  readonly notes: readonly { readonly code: string; readonly about: Readonly<Record<string, unknown>> }[]
}): Readonly<Record<string, unknown>> =>
  Object.fromEntries(report.notes.map(({ code, about }) => [code.slice(7), about['count'] ?? true]))

describe('observations', () => {
  test('by subject, local times in UTC, values with decimal comma, rows in the order of the file', async () => {
    const report = await loadLog(
      database,
      textFile(
        't.csv',
        't;room;v\n2022-07-01 12:00;A;21,5\n2022-01-01 12:00;B;20\n2022-06-01 12:00;A;\n2022-08-01 12:00;A;varm\n',
      ),
      observations({ series: 'room', unit: '°C', range: [0, 50] }),
    )
    expect(report).toMatchObject({
      rowsRead: 4,
      rowsUsed: 4,
      leftOut: {},
      subjects: ['A', 'B'],
      timeZone: 'Europe/Oslo',
      unit: '°C',
      range: [0, 50],
      first: utc('2022-01-01T11:00Z'),
      last: utc('2022-08-01T10:00Z'),
    })
    expect(await valuesOf(database, 'observations', 'series')).toEqual(['air/A', 'air/B', 'air/A', 'air/A'])
    expect(await valuesOf(database, 'observations', 't')).toEqual(
      ['2022-07-01T10:00Z', '2022-01-01T11:00Z', '2022-06-01T10:00Z', '2022-08-01T10:00Z'].map(utc),
    )
    expect(await valuesOf(database, 'observations', 'value')).toEqual([21.5, 20, null, null])
    expect(notes(report)).toEqual({ 'unreadable-value': 1, 'blank-values': 1, unordered: 1 })
  })

  test('one series without a subject goes by the id of its source', async () => {
    await loadLog(database, textFile('t.csv', 't,v\n2022-07-01,1\n'), observations())
    expect(await valuesOf(database, 'observations', 'series')).toEqual(['air'])
  })

  test('several sources stand side by side; one is replaced, one is taken out', async () => {
    await loadLog(database, textFile('1.csv', 't,v\n2022-07-01,1\n'), observations())
    await loadLog(
      database,
      textFile('2.csv', 't,room,v\n2022-07-02,X,2\n'),
      observations({ id: 'other', series: 'room' }),
    )
    await loadLog(database, textFile('3.csv', 't,room,v\n2022-07-03,Y,3\n'), observations({ series: 'room' }))
    expect(await valuesOf(database, 'observations', 'series', '"value"')).toEqual(['other/X', 'air/Y'])
    await removeSource(database, 'other')
    expect(await valuesOf(database, 'observations', 'series')).toEqual(['air/Y'])
  })

  test('one file may give several measurements, but not the same one twice', async () => {
    const file = textFile('t.csv', 't,temp,co2\n2022-07-01,1,2\n')
    await loadLog(database, file, observations({ id: 'temp', value: 'temp' }))
    await loadLog(database, file, observations({ id: 'co2', value: 'co2' }))
    expect((await refusal(loadLog(database, file, observations({ id: 'again', value: 'co2' })))).code).toBe(
      'ingest:same-file',
    )
    expect(await valuesOf(database, 'observations', 'series', '"series"')).toEqual(['co2', 'temp'])
  })

  test('the night that the clock goes back, room by room', async () => {
    const times = ['01:30', '02:00', '02:30', '02:00', '02:30', '03:00']
    const rows = times.flatMap((time) => ['A', 'B'].map((room) => `2022-10-30 ${time},${room},1`))
    const report = await loadLog(
      database,
      textFile('t.csv', `t,room,v\n${rows.join('\n')}\n`),
      observations({ series: 'room' }),
    )
    const a = (await valuesOf(database, "(SELECT * FROM observations WHERE series = 'air/A')", 't')).map((time) =>
      new Date(Number(time)).toISOString().slice(11, 16),
    )
    expect(a).toEqual(['23:30', '00:00', '00:30', '01:00', '01:30', '02:00'])
    expect(notes(report)).toEqual({ 'ambiguous-time': 8 })
  })

  test('rows without a usable time are left out and named', async () => {
    const report = await loadLog(
      database,
      textFile(
        't.csv',
        't,v\n2022-03-27 02:30,1\n2022-02-31 08:00,1\nx,1\n,1\nNA,1\n2022-03-27 03:00,1\n2022-03-27 03:01,1\n2022-03-27 03:02,1\n2022-03-27 03:03,2\n',
      ),
      observations(),
    )
    expect([report.rowsUsed, report.leftOut]).toEqual([4, { 'time-in-gap': 1, 'unreadable-time': 2, 'no-time': 2 }])
    expect(report.notes.find(({ code }) => code === 'ingest:no-time')?.about['examples']).toEqual({
      list: [
        { message: 'ingest:example-blank', values: { line: '5' } },
        { message: 'ingest:example', values: { line: '6', value: 'NA' } },
      ],
    })
  })

  test('days and months are told apart over the whole column, or refused', async () => {
    const early = Array.from({ length: 600 }, (_, row) => `${(row % 12) + 1}/3/2016,1`).join('\n')
    const report = await loadLog(
      database,
      textFile('t.csv', `t,v\n${early}\n4/25/2016,2\n`, 'utf-8', 500),
      observations(),
    )
    expect(report.last).toBe(utc('2016-12-02T23:00Z'))
    expect(notes(report)).toEqual({ 'times-month-first': true, unordered: 50, 'same-time': 588 })
    const error = await refusal(
      loadLog(database, textFile('u.csv', 't,v\n1/2/2016,1\n2/3/2016,1\n'), observations({ id: 'u' })),
    )
    expect([error.code, error.place.column]).toEqual(['ingest:dates-ambiguous', 't'])
    const declared = await loadLog(
      database,
      textFile('u.csv', 't,v\n1/2/2016,1\n'),
      observations({ id: 'u', date_order: 'day-first' }),
    )
    expect(declared.first).toBe(utc('2016-01-31T23:00Z'))
  })

  test('offsets count for themselves; without them and without a zone UTC is assumed and told', async () => {
    expect(
      (
        await loadLog(
          database,
          textFile('a.csv', 't,v\n2022-07-01T12:00:00+02:00,1\n'),
          observations({ time_zone: undefined }),
        )
      ).notes,
    ).toEqual([])
    const report = await loadLog(
      database,
      textFile('b.csv', 't,v\n2022-07-01 12:00,1\n'),
      observations({ id: 'b', time_zone: undefined }),
    )
    expect([report.first, notes(report)]).toEqual([utc('2022-07-01T12:00Z'), { 'time-zone-assumed': true }])
  })

  test('a quarter of a million rows with local times', async () => {
    const start = utc('2022-01-01T00:00Z')
    const rows = Array.from(
      { length: 250_000 },
      (_, row) => `${new Date(start + row * 60_000).toISOString().slice(0, 16).replace('T', ' ')},${row}`,
    )
    const report = await loadLog(
      database,
      textFile('t.csv', `t,v\n${rows.join('\n')}\n`, 'utf-8', 65_521),
      observations({ time_zone: 'UTC' }),
    )
    expect([report.rowsUsed, report.last]).toEqual([250_000, start + 249_999 * 60_000])
  })
})

describe('events and coverage', () => {
  test('events with their kinds', async () => {
    await loadLog(
      database,
      textFile(
        't.csv',
        't,room,type\n2022-09-05T00:23:33+02:00,Rom 1,Fall\n2022-09-05T00:38:00+02:00,Rom 2,Teknisk\n2022-09-05T00:39:00+02:00,,Teknisk\n',
      ),
      events(),
    )
    expect(await valuesOf(database, 'events', 'series')).toEqual(['alarms/Rom 1', 'alarms/Rom 2'])
    expect(await valuesOf(database, 'events', 'type')).toEqual(['Fall', 'Teknisk'])
    await loadLog(
      database,
      textFile('u.csv', 't\n2022-09-05T00:23:33+02:00\n'),
      events({ id: 'plain', event: undefined, subject: undefined }),
    )
    expect(await valuesOf(database, 'events', 'type', '"series", "_row"')).toEqual(['Fall', 'Teknisk', 'event'])
  })

  test('coverage leaves out what ends before it starts', async () => {
    const report = await loadLog(
      database,
      textFile(
        't.csv',
        'from,to,room\n2022-09-05 10:00,2022-09-05 09:00,A\n2022-09-05 10:00,2022-09-06 09:00,A\n2022-09-05 10:00,,B\n',
      ),
      coverage(),
    )
    expect([report.rowsUsed, report.leftOut]).toEqual([1, { 'end-before-start': 1, 'no-end': 1 }])
    expect(await valuesOf(database, 'coverage', 'subject', '"start"')).toEqual(['A'])
    expect(await valuesOf(database, 'coverage', 'stop', '"start"')).toEqual([utc('2022-09-06T07:00Z')])
    expect(await valuesOf(database, 'coverage', 'source', '"start"')).toEqual(['uptime'])
  })

  test('what is wrong with a source is known before it is read', async () => {
    const codes = async (text: string, source = events()): Promise<readonly string[]> =>
      (await problemsOf(textFile('t.csv', text), source)).map(({ code }) => code)
    expect(await codes('tid,rooms,type\n2022-09-05,1,x\n')).toEqual([
      'ingest:column-not-found',
      'ingest:column-not-found-nearest',
    ])
    expect(await codes('t,room,type\nfør,1,x\n')).toEqual(['ingest:times-not-understood'])
    expect(await codes('t,room,type\n2022-09-05,1,x\n', events({ time_zone: 'Mars' }))).toEqual([
      'ingest:time-zone-unknown',
    ])
    expect(await codes('t,room,type\n2022-09-05,1,x\n')).toEqual([])
  })
})

describe('headcounts', () => {
  const source = { kind: 'headcount', id: 'heads', file: 'h.csv' } as const

  test('by round and attributes', async () => {
    const report = await loadHeadcount(
      database,
      textFile('h.csv', 'Runde;Kommune;rolle;Antall\n2021;Øst;leder;12\n2021;Øst;;100\n2022;Vest;leder;0\n'),
      source,
    )
    expect([report.attributes, report.rounds, report.rowsUsed]).toEqual([['organisation', 'role'], ['2021', '2022'], 3])
    expect(await valuesOf(database, 'headcount', 'headcount', '"round", "headcount"')).toEqual([12, 100, 0])
    expect(await valuesOf(database, 'headcount', 'role', '"round", "headcount"')).toEqual(['leder', null, 'leder'])
    await loadHeadcount(database, textFile('i.csv', 'round;unit;headcount\n2023;A;3\n'), { ...source, id: 'more' })
    expect(await valuesOf(database, 'headcount', 'unit', '"round", "headcount"')).toEqual([null, null, null, 'A'])
  })

  test.each<[string, string, number | undefined]>([
    ['ingest:headcount-not-whole', 'round,headcount\n2021,-3\n', 2],
    ['ingest:headcount-not-whole', 'round,unit,headcount\n2021,a,3\n2021,b,mange\n', 3],
    ['ingest:headcount-not-whole', 'round,headcount\n2021,3.5\n', 2],
    ['ingest:headcount-twice', 'round,unit,headcount\n2021,a,3\n2021,b,3\n2021,a,4\n', 4],
    ['ingest:headcount-no-round', 'round,headcount\n,3\n', 2],
    ['ingest:no-round-column', 'unit,headcount\na,3\n', 1],
    ['ingest:no-headcount-column', 'round,unit\n2021,a\n', 1],
  ])('%s', async (code, text, line) => {
    const error = await refusal(loadHeadcount(database, textFile('h.csv', text), source))
    expect([error.code, error.place.line]).toEqual([code, line])
    expect(await tableNames(database)).not.toContain('headcount')
  })
})

describe('what a dropped file seems to be', () => {
  const sourceIn = async (text: string): Promise<unknown> =>
    (await recognise(textFile('drop.csv', text), { timeZone: 'Europe/Oslo' })).source

  test.each([
    [
      'a log of measurements',
      't,room,value\n2022-10-03 00:00,Rom 1,635\n2022-10-03 00:00,Rom 2,596\n',
      { kind: 'observations', time: 't', value: 'value', series: 'room', time_zone: 'Europe/Oslo' },
    ],
    [
      'a log of alarms',
      'timestamp;room;type\n2022-10-03T00:00+02:00;Rom 1;Fall\n',
      { kind: 'events', time: 'timestamp', event: 'type', subject: 'room', time_zone: 'Europe/Oslo' },
    ],
    [
      'uptime',
      'from,to,room\n2022-10-03 00:00,2022-10-04 00:00,Rom 1\n',
      { kind: 'coverage', start: 'from', end: 'to', subject: 'room', time_zone: 'Europe/Oslo' },
    ],
    ['headcounts', 'round,unit,headcount\n2022,A,3\n', { kind: 'headcount' }],
  ])('%s', async (_, text, source) => {
    expect(await sourceIn(text)).toEqual({ id: 'drop', file: 'drop.csv', ...source })
  })
  test('nothing that is known is taken for a survey', async () => {
    for (const text of ['a,b\n1,2\n', '$submission_id;$created;q1\n1;2022-10-03T00:00+02:00;5\n'])
      expect(await sourceIn(text)).toMatchObject({ kind: 'survey', round: '1' })
  })
})
