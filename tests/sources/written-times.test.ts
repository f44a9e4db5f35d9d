import { describe, expect, test } from 'vitest'
import type { ObservationsSource } from '../../analyses/sources/observations/source'
import { emptiedEngine } from '../database/engine-of-tests'
import { loadLog, recognise } from './reading'
import { fileAt, projectFolder, refusal, textFile, valuesOf } from './sample-data'

const database = await emptiedEngine()

const source = (more: Partial<ObservationsSource> = {}): ObservationsSource => ({
  kind: 'observations',
  id: 'log',
  file: 't.csv',
  time: 't',
  value: 'value',
  time_zone: 'UTC',
  ...more,
})

/** The times of a log in UTC, to the minute, and the codes of its notes. */
async function timesIn(
  cells: readonly string[],
  more: Partial<ObservationsSource> = {},
): Promise<{ readonly times: readonly string[]; readonly notes: readonly string[] }> {
  const rows = cells.map((cell, row) => `"${cell}";${row}`).join('\n')
  const report = await loadLog(database, textFile('t.csv', `t;value\n${rows}\n`), source(more))
  const times = (await valuesOf(database, 'observations', 't')).map((time) =>
    new Date(Number(time)).toISOString().slice(0, 16),
  )
  return { times, notes: report.notes.map(({ code }) => code.slice('ingest:'.length)) }
}

describe('dates as people and loggers write them', () => {
  test('short-years.csv: three readings in July 2020', async () => {
    const file = fileAt(`${projectFolder}fixtures/times/short-years.csv`)
    const report = await loadLog(database, file, source({ time_zone: 'Europe/Oslo' }))
    expect(report).toMatchObject({ rowsRead: 3, rowsUsed: 3 })
    expect((await valuesOf(database, 'observations', 't')).map((time) => new Date(Number(time)).toISOString())).toEqual(
      ['2020-07-04T10:00:00.000Z', '2020-07-05T10:00:00.000Z', '2020-07-25T10:00:00.000Z'],
    )
    expect(report.notes).toEqual([
      {
        code: 'ingest:times-short-years',
        level: 'info',
        about: { column: 't', example: '04.07.20 12:00', read: '2020-07-04 12:00' },
      },
    ])
  })

  const july = ['2020-07-04T00:00', '2020-07-05T00:00', '2020-07-25T00:00']
  test.each<[readonly string[], readonly string[]]>([
    [['04/07/20', '05/07/20', '25/07/20'], ['times-short-years']],
    [
      ['07/04/20', '07/05/20', '07/25/20'],
      ['times-month-first', 'times-short-years'],
    ],
    [['Jul 4, 2020', 'Jul 5, 2020', 'Jul 25, 2020'], []],
    [['04-JUL-2020', '05-JUL-2020', '25-JUL-2020'], []],
    [['4. juli 2020', '5. juli 2020', '25. juli 2020'], []],
    [['20200704', '20200705', '20200725'], []],
    [['20200704T0000', '20200705T0000', '20200725T0000'], []],
    // Dates that can be read in one way only may stand among others.
    [['04.07.2020', '2020-07-05', '25.07.2020'], []],
    [['04.07.2020', '5. juli 2020', '25.07.2020'], []],
  ])('%j', async (cells, notes) => {
    expect(await timesIn(cells)).toEqual({ times: july, notes })
  })

  test.each<[readonly string[], readonly string[]]>([
    [
      ['2020-07', '2020-08'],
      ['2020-07-01T00:00', '2020-08-01T00:00'],
    ],
    [
      ['juli 2020', 'august 2020'],
      ['2020-07-01T00:00', '2020-08-01T00:00'],
    ],
    [
      ['2020-W27', '2020-W28'],
      ['2020-06-29T00:00', '2020-07-06T00:00'],
    ],
    [
      ['2020K3', '2020K4'],
      ['2020-07-01T00:00', '2020-10-01T00:00'],
    ],
  ])('periods stand at their first day, and the report says so: %j', async (cells, times) => {
    expect(await timesIn(cells)).toEqual({ times, notes: ['times-periods'] })
  })

  test('where nothing in the file decides, the person is asked, and what is declared is taken', async () => {
    const refused = async (cells: readonly string[]): Promise<string> => (await refusal(timesIn(cells))).code
    expect(await refused(['04/07/20', '05/07/20'])).toBe('ingest:dates-ambiguous')
    expect(await refused(['20-07-04', '20-07-05'])).toBe('ingest:dates-ambiguous-year')
    const declared = await timesIn(['20-07-04', '20-07-05'], { date_order: 'year-first' })
    expect(declared).toEqual({ times: july.slice(0, 2), notes: ['times-short-years'] })
    const day = await timesIn(['04/07/20', '05/07/20'], { date_order: 'day-first' })
    expect(day.times).toEqual(july.slice(0, 2))
  })

  test('a day above 12 far down decides, and so does another column of times of the same file', async () => {
    const many = Array.from({ length: 700 }, (_, row) => `0${(row % 9) + 1}/07/20`)
    expect((await timesIn([...many, '25/07/20'])).times.at(-1)).toBe('2020-07-25T00:00')
    const report = await loadLog(database, textFile('s.csv', 'from,to\n01/03/20,25/03/20\n02/03/20,04/03/20\n'), {
      kind: 'coverage',
      id: 'up',
      file: 's.csv',
      start: 'from',
      end: 'to',
      time_zone: 'UTC',
    })
    expect([report.first, report.last]).toEqual([Date.parse('2020-03-01'), Date.parse('2020-03-25')])
  })

  test('cells of JSON are read alike', async () => {
    const rows = ['31-OCT-2023', '1-NOV-2023'].map((t, value) => JSON.stringify({ t, value })).join('\n')
    const report = await loadLog(database, textFile('t.jsonl', rows), source())
    expect([report.first, report.last]).toEqual([Date.parse('2023-10-31'), Date.parse('2023-11-01')])
  })

  test('a log of months is recognised under a name for months; the name of a round is none', async () => {
    const kindOf = async (header: string): Promise<string> =>
      (await recognise(textFile('t.csv', `${header};value\n2020-07;1\n2020-08;2\n`))).source.kind
    expect(await kindOf('month')).toBe('observations')
    expect(await kindOf('round')).toBe('survey')
  })
})
