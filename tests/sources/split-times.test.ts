import { describe, expect, test } from 'vitest'
import { headersIn } from '../../analyses/core/fields'
import { parseRecipe } from '../../analyses/recipe/recipe'
import { sourceOf } from '../../analyses/sources/registry'
import type { ObservationsSource } from '../../analyses/sources/observations/source'
import { targetOf, withClock, withColumn, withDate } from '../../renderer/state/source-change'
import { emptiedEngine } from '../database/engine-of-tests'
import { loadLog, problemsOf, recognise } from './reading'
import { fileAt, projectFolder, refusal, textFile, valuesOf } from './sample-data'

const database = await emptiedEngine()
const dateAndClock = fileAt(`${projectFolder}fixtures/times/date-and-clock.csv`)

const source = (more: Partial<ObservationsSource> = {}): ObservationsSource => ({
  kind: 'observations',
  id: 'log',
  file: 't.csv',
  time: ['d', 'c'],
  value: 'v',
  time_zone: 'Europe/Oslo',
  ...more,
})

async function timesIn(rows: readonly string[], more: Partial<ObservationsSource> = {}): Promise<readonly string[]> {
  await loadLog(database, textFile('t.csv', `d;c;v\n${rows.join('\n')}\n`), source(more))
  return (await valuesOf(database, 'observations', 't')).map((time) => new Date(Number(time)).toISOString())
}

describe('a date and a clock in two columns', () => {
  test('date-and-clock.csv: 16 readings, whichever column is named first', async () => {
    for (const time of [
      ['Date', 'UTC Time'],
      ['UTC Time', 'Date'],
    ]) {
      const report = await loadLog(database, dateAndClock, source({ time, value: 'Current', time_zone: 'UTC' }))
      expect(report).toMatchObject({ rowsUsed: 16, notes: [] })
      expect([report.first, report.last]).toEqual([
        Date.parse('2012-01-01T21:00:10.500Z'),
        Date.parse('2012-01-02T22:45:10.500Z'),
      ])
      expect(report.columns.map(({ role }) => role)).toEqual(['ignored', 'time', 'time-clock', 'value'])
    }
  })

  test('the date alone loses fourteen of them, and the report says so', async () => {
    const report = await loadLog(database, dateAndClock, source({ time: 'Date', value: 'Current' }))
    expect(report.notes).toEqual([{ code: 'ingest:same-time', level: 'warning', about: { count: 14 } }])
  })

  test('a header that says UTC is told where another zone was chosen', async () => {
    const report = await loadLog(database, dateAndClock, source({ time: ['Date', 'UTC Time'], value: 'Current' }))
    const about = { column: 'UTC Time', zone: 'Europe/Oslo' }
    expect(report.notes).toEqual([{ code: 'ingest:header-says-utc', level: 'warning', about }])
  })

  test.each<[string, readonly string[]]>([
    ['texts', ['04.07.2020;12:30;1', '05.07.2020;13:45:10;2']],
    ['with AM and PM', ['04.07.2020;12:30 PM;1', '05.07.2020;1:45:10 pm;2']],
    ['shares of a day, as a spreadsheet counts', ['04.07.2020;0,5208333333;1', '05.07.2020;0,5730324074;2']],
    ['without a mark', ['04.07.2020;123000;1', '05.07.2020;134510;2']],
    ['seconds since midnight', ['04.07.2020;45000;1', '05.07.2020;49510;2']],
    ['beside a date that means nothing', ['04.07.2020;1899-12-30 12:30:00;1', '05.07.2020;1899-12-30 13:45:10;2']],
    ['beside midnight of its date', ['2020-07-04 00:00:00;12:30;1', '2020-07-05 00:00:00;13:45:10;2']],
    ['with an offset', ['2020-07-04;10:30Z;1', '2020-07-05;11:45:10Z;2']],
  ])('clocks %s', async (_, rows) => {
    expect(await timesIn(rows)).toEqual(['2020-07-04T10:30:00.000Z', '2020-07-05T11:45:10.000Z'])
  })

  test('dates and times of day of a workbook, which is recognised as it is', async () => {
    const file = fileAt(`${projectFolder}fixtures/times/date-and-clock.xlsx`)
    const { source: found } = await recognise(file, { timeZone: 'Europe/Oslo' })
    expect(found).toMatchObject({ kind: 'observations', time: ['Dato', 'Klokkeslett'], value: 'Verdi' })
    await loadLog(database, file, found)
    expect((await valuesOf(database, 'observations', 't')).map(Number)).toEqual(
      Array.from({ length: 6 }, (_, row) => Date.parse('2020-07-04T22:30+02:00') + row * 30 * 60_000),
    )
  })

  test('whole hours, and hours and minutes without a mark', async () => {
    expect(await timesIn(['2020-07-04;0;1', '2020-07-04;13;1'], { time_zone: 'UTC' })).toEqual([
      '2020-07-04T00:00:00.000Z',
      '2020-07-04T13:00:00.000Z',
    ])
    expect(await timesIn(['2020-07-04;0930;1', '2020-07-04;1345;1'], { time_zone: 'UTC' })).toEqual([
      '2020-07-04T09:30:00.000Z',
      '2020-07-04T13:45:00.000Z',
    ])
  })

  test('a column of offsets decides the hour that happens twice', async () => {
    const rows = ['2021-10-31,02:00,+01:00,1', '2021-10-31,02:00,CEST,2', '2021-10-31,01:00,+2,3']
    const report = await loadLog(
      database,
      textFile('t.csv', `d,c,offset,v\n${rows.join('\n')}\n`),
      source({ time: ['d', 'c', 'offset'] }),
    )
    expect((await valuesOf(database, 'observations', 't')).map(Number)).toEqual(
      ['01:00', '00:00'].map((clock) => Date.parse(`2021-10-31T${clock}Z`)).concat(Date.parse('2021-10-30T23:00Z')),
    )
    expect(report.notes.map(({ code }) => code)).toEqual(['ingest:unordered'])
    expect(report.columns[2]?.role).toBe('offset')
  })

  test('a row without its clock is left out by the column that lacks it', async () => {
    const rows = '2020-07-04;12:00;1\n2020-07-05;;2\n2020-07-06;noon;3\n;12:00;4\n2020-07-07;12:00;5\n'
    const report = await loadLog(database, textFile('t.csv', `d;c;v\n${rows}`), source())
    expect([report.rowsUsed, report.leftOut]).toEqual([2, { 'no-time': 2, 'unreadable-time': 1 }])
    const columns = report.notes.map(({ code, about }) => [code.slice('ingest:'.length), about['column']])
    expect(columns.toSorted()).toEqual([
      ['no-time', 'c'],
      ['no-time', 'd'],
      ['unreadable-time', 'c'],
    ])
  })

  test('a column that holds no clock is named before anything is read', async () => {
    const file = textFile('t.csv', 'd;c;v\n2020-07-04;red;1\n')
    expect((await problemsOf(file, source())).map(({ code, place }) => [code, place.column])).toEqual([
      ['ingest:clock-not-understood', 'c'],
    ])
    expect((await refusal(loadLog(database, file, source({ time: ['d', 'x'] })))).code).toBe('ingest:column-not-found')
  })

  test('spans on one date, over midnight too', async () => {
    const text = 'Dato;Start;Slutt;Aktivitet\n04.07.2020;08:00;09:30;tur\n04.07.2020;23:00;07:00;søvn\n'
    const found = await recognise(textFile('dagbok.csv', text), { timeZone: 'Europe/Oslo' })
    expect(found.source).toMatchObject({
      kind: 'diary',
      start: ['Dato', 'Start'],
      end: ['Dato', 'Slutt'],
      activity: 'Aktivitet',
    })
    const report = await loadLog(database, textFile('dagbok.csv', text), found.source)
    expect([report.rowsUsed, report.last]).toEqual([2, Date.parse('2020-07-05T07:00+02:00')])
    expect(report.notes.map(({ code }) => code)).toContain('ingest:ends-next-day')
  })
})

describe('recognised', () => {
  const timeOf = async (text: string): Promise<unknown> => {
    const { source: found } = await recognise(textFile('t.csv', text), { timeZone: 'Europe/Oslo' })
    return [found.kind, found['time'], found['time_zone']]
  }

  test.each<[string, string, unknown]>([
    ['Dato', 'Klokkeslett', 'Europe/Oslo'],
    ['Datum', 'Tid', 'Europe/Oslo'],
    ['Date', 'Time', 'Europe/Oslo'],
    ['Date', 'UTC Time', 'UTC'],
  ])('%s and %s', async (date, clock, zone) => {
    const text = `${date};${clock};verdi\n2020-07-04;12:00;1\n2020-07-04;12:15;2\n`
    expect(await timeOf(text)).toEqual(['observations', [date, clock], zone])
    const turned = `${clock};${date};verdi\n12:00;2020-07-04;1\n12:15;2020-07-04;2\n`
    expect(await timeOf(turned)).toEqual(['observations', [date, clock], zone])
  })

  test('hours as numbers under the name of a clock; a date with its clock needs no other', async () => {
    expect(await timeOf('Dato;Time;Verdi\n2020-07-04;0;1\n2020-07-04;13;2\n')).toEqual([
      'observations',
      ['Dato', 'Time'],
      'Europe/Oslo',
    ])
    expect(await timeOf('t;Time;v\n2020-07-04 12:00;11:59;1\n2020-07-04 13:00;12:59;2\n')).toEqual([
      'observations',
      't',
      'Europe/Oslo',
    ])
  })
})

describe('chosen', () => {
  const observations = sourceOf('observations')
  const column = (position: number, header: string, role: string) =>
    ({ position, header, role, id: null, matchedBy: null }) as const

  test('in a recipe', () => {
    const recipe = (time: unknown): string =>
      JSON.stringify({ recipe: 1, title: 't', sources: [{ ...source(), time }], analyses: [] })
    const read = parseRecipe(recipe(['d', 'c']), 'r.json')
    expect(read.ok && read.value.sources[0]?.['time']).toEqual(['d', 'c'])
    expect(parseRecipe(recipe(['d']), 'r.json').ok).toBe(false)
  })

  test('in the window: a clock is added to a date, moved and taken away', () => {
    const alone = source({ time: 'd' })
    const both = withColumn(observations, alone as never, column(2, 'c', 'ignored'), { is: 'clock', field: 'time' }, [])
    expect(headersIn((both as ObservationsSource).time)).toEqual(['d', 'c'])
    expect(targetOf(observations, column(2, 'c', 'time-clock'))).toEqual({ is: 'clock', field: 'time' })
    const moved = withColumn(observations, both, column(4, 'e', 'ignored'), { is: 'field', field: 'time' }, [])
    expect((moved as ObservationsSource).time).toEqual(['e', 'c'])
    const less = withColumn(observations, both, column(2, 'c', 'time-clock'), { is: 'unused' }, [])
    expect((less as ObservationsSource).time).toBe('d')
    expect([withClock('d', 'c'), withClock(['d', 'c'], undefined), withDate(['d', 'c'], 'c')]).toEqual([
      ['d', 'c'],
      'd',
      'c',
    ])
  })
})
