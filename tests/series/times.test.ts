import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { Temporal } from 'temporal-polyfill'
import { createLocalClock } from '../../analyses/series/local-clock'
import { detectTimeFormat } from '../../analyses/series/time-format'
import { readTime, type TimeCell, type TimeFormat } from '../../analyses/series/time-text'

function read(text: string, format: TimeFormat): string | null {
  const cell: TimeCell = { milliseconds: 0, isAbsolute: false }
  const bytes = new TextEncoder().encode(text)
  readTime(bytes, 0, bytes.length, format, cell)
  if (Number.isNaN(cell.milliseconds)) return null
  const iso = new Date(cell.milliseconds).toISOString()
  return cell.isAbsolute ? iso : iso.slice(0, -1)
}

describe('times as they are written', () => {
  test.each<[string, TimeFormat, string | null]>([
    ['2022-10-30T02:10:00+02:00', 'year-first', '2022-10-30T00:10:00.000Z'],
    ['2022-10-30T02:10:00.25Z', 'year-first', '2022-10-30T02:10:00.250Z'],
    ['2022-10-30 02:10:00 +0200', 'year-first', '2022-10-30T00:10:00.000Z'],
    ['2022-10-30 02:10', 'year-first', '2022-10-30T02:10:00.000'],
    [' 2022-10-30 02:10:07 ', 'year-first', '2022-10-30T02:10:07.000'],
    ['2022-10-30', 'year-first', '2022-10-30T00:00:00.000'],
    ['2022-10-30 24:00', 'year-first', '2022-10-31T00:00:00.000'],
    ['2009-06-10 00:00:00.024668', 'year-first', '2009-06-10T00:00:00.024'],
    ['2021/03/21 5:20:37 PM GMT+8', 'year-first', '2021-03-21T09:20:37.000Z'],
    ['2022/08/21 12:20:37 AM GMT+2', 'year-first', '2022-08-20T22:20:37.000Z'],
    ['30.10.2022 02:10', 'day-first', '2022-10-30T02:10:00.000'],
    ['3.1.2022 2.10', 'day-first', '2022-01-03T02:10:00.000'],
    ['5-2-2016', 'month-first', '2016-05-02T00:00:00.000'],
    ['5/2/2016 1:05 pm', 'month-first', '2016-05-02T13:05:00.000'],
    ['1664582400', 'epoch-seconds', '2022-10-01T00:00:00.000Z'],
    ['1664582400.5', 'epoch-seconds', '2022-10-01T00:00:00.500Z'],
    ['1664582400123', 'epoch-milliseconds', '2022-10-01T00:00:00.123Z'],
    ['44805.25', 'excel', '2022-09-01T06:00:00.000'],
    ['44805,25', 'excel', '2022-09-01T06:00:00.000'],
    ['31.02.2022 08:00', 'day-first', null],
    ['2022-13-01', 'year-first', null],
    ['2022-10-30 25:00', 'year-first', null],
    ['2022-10-30 02:60', 'year-first', null],
    ['2022-10-30 x', 'year-first', null],
    ['2022-10-30 02:10 +02:00 x', 'year-first', null],
    ['30.10.22', 'day-first', '2022-10-30T00:00:00.000'],
    ['04.07.20 12:00', 'day-first', '2020-07-04T12:00:00.000'],
    ['04/07/20 12:00', 'month-first', '2020-04-07T12:00:00.000'],
    ['4-7-68', 'day-first', '2068-07-04T00:00:00.000'],
    ['4-7-69', 'day-first', '1969-07-04T00:00:00.000'],
    ['04.07.202', 'day-first', null],
    ['20-07-04 12:00', 'short-year-first', '2020-07-04T12:00:00.000'],
    ['2020-07-04', 'short-year-first', null],
    ['20-07-04', 'year-first', null],
    ['12:00 04.07.2020', 'day-first', '2020-07-04T12:00:00.000'],
    ['7:39:05 PM, 4/7/2020', 'month-first', '2020-04-07T19:39:05.000'],
    ['04.07.2020 kl. 12.30', 'day-first', '2020-07-04T12:30:00.000'],
    ['2020-07-04 1:05 p.m.', 'year-first', '2020-07-04T13:05:00.000'],
    ['2020-07-04 1:05 em', 'year-first', '2020-07-04T13:05:00.000'],
    ['4/7/2020 7 PM', 'day-first', '2020-07-04T19:00:00.000'],
    ['2020-07-04 05', 'year-first', '2020-07-04T05:00:00.000'],
    ['2020-07-04 5', 'year-first', null],
    ['2020-07-04T1200', 'year-first', '2020-07-04T12:00:00.000'],
    ['2020-07-04 1200', 'year-first', null],
    ['2021-10-31 02:00 CEST', 'year-first', '2021-10-31T00:00:00.000Z'],
    ['2021-10-31 02:00 CET', 'year-first', '2021-10-31T01:00:00.000Z'],
    ['2021-10-31 02:00 CST', 'year-first', null],
    ['2021-10-31T02:00+01:00[Europe/Oslo]', 'year-first', '2021-10-31T01:00:00.000Z'],
    ['2021-10-31T02:00[Europe/Oslo]', 'year-first', null],
    ['20200704', 'packed', '2020-07-04T00:00:00.000'],
    ['20200704T1200', 'packed', '2020-07-04T12:00:00.000'],
    ['20200704T120005Z', 'packed', '2020-07-04T12:00:05.000Z'],
    ['20200704_120005', 'packed', '2020-07-04T12:00:05.000'],
    ['20200704 12:00', 'packed', '2020-07-04T12:00:00.000'],
    ['202007041200', 'packed', '2020-07-04T12:00:00.000'],
    ['20200704120005', 'packed', '2020-07-04T12:00:05.000'],
    ['20200732', 'packed', null],
    ['202007042460', 'packed', null],
    ['04072020', 'packed', null],
    ['31-OCT-2023', 'named', '2023-10-31T00:00:00.000'],
    ['31-OCT-23', 'named', '2023-10-31T00:00:00.000'],
    ['31OCT2023:02:05:00', 'named', '2023-10-31T02:05:00.000'],
    ['31OCT23:02:05:00', 'named', '2023-10-31T02:05:00.000'],
    ['Dec 8, 2022', 'named', '2022-12-08T00:00:00.000'],
    ['December 8th 2022, 1:05 PM', 'named', '2022-12-08T13:05:00.000'],
    ['4. juli 2020', 'named', '2020-07-04T00:00:00.000'],
    ['4. JUL. 2020 kl. 12.00', 'named', '2020-07-04T12:00:00.000'],
    ['lördag den 4 juli 2020', 'named', '2020-07-04T00:00:00.000'],
    ['lör 4 juli 2020 12:00', 'named', '2020-07-04T12:00:00.000'],
    ['1 maj 2020', 'named', '2020-05-01T00:00:00.000'],
    ['2020-okt-31', 'named', '2020-10-31T00:00:00.000'],
    ['Sun, 31 Oct 2021 02:00:00 +0100', 'named', '2021-10-31T01:00:00.000Z'],
    ['Sun Oct 31 02:00:00 CET 2021', 'named', '2021-10-31T01:00:00.000Z'],
    ['Sun Oct 31 2021 02:00:00 GMT+0100 (Central European Standard Time)', 'named', '2021-10-31T01:00:00.000Z'],
    ['31 Oct 02:00:00', 'named', null],
    ['31. foo 2020', 'named', null],
    ['31. juni 2020', 'named', null],
    ['2020-07', 'period', '2020-07-01T00:00:00.000'],
    ['07/2020', 'period', '2020-07-01T00:00:00.000'],
    ['202007', 'period', '2020-07-01T00:00:00.000'],
    ['juli 2020', 'period', '2020-07-01T00:00:00.000'],
    ['Jul-20', 'period', '2020-07-01T00:00:00.000'],
    ['okt. 2020', 'period', '2020-10-01T00:00:00.000'],
    ['2020 mai', 'period', '2020-05-01T00:00:00.000'],
    ['2020M07', 'period', '2020-07-01T00:00:00.000'],
    ['2020-W27', 'period', '2020-06-29T00:00:00.000'],
    ['2020-W01', 'period', '2019-12-30T00:00:00.000'],
    ['2020-W53', 'period', '2020-12-28T00:00:00.000'],
    ['2021-W53', 'period', null],
    ['2020-W27-3', 'period', '2020-07-01T00:00:00.000'],
    ['uke 27 2020', 'period', '2020-06-29T00:00:00.000'],
    ['2020U27', 'period', '2020-06-29T00:00:00.000'],
    ['v. 27, 2020', 'period', '2020-06-29T00:00:00.000'],
    ['2020-Q3', 'period', '2020-07-01T00:00:00.000'],
    ['2020K3', 'period', '2020-07-01T00:00:00.000'],
    ['3. kvartal 2020', 'period', '2020-07-01T00:00:00.000'],
    ['2020Q5', 'period', null],
    ['2. tertial 2020', 'period', '2020-05-01T00:00:00.000'],
    ['2. halvår 2020', 'period', '2020-07-01T00:00:00.000'],
    ['2020', 'period', '2020-01-01T00:00:00.000'],
    ['2020-13', 'period', null],
    ['1234', 'period', null],
    ['ikke en tid', 'year-first', null],
    ['', 'year-first', null],
  ])('%s', (text, format, expected) => {
    expect(read(text, format)).toBe(expected)
  })

  test('every date that Temporal has, and no other', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1800, max: 2200 }),
        fc.integer({ min: 0, max: 13 }),
        fc.integer({ min: 0, max: 32 }),
        (year, month, day) => {
          let expected: string | null = null
          try {
            expected = `${Temporal.PlainDate.from({ year, month, day }, { overflow: 'reject' }).toString()}T00:00:00.000`
          } catch {
            expected = null
          }
          expect(read(`${year}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`, 'year-first')).toBe(
            expected,
          )
        },
      ),
      { numRuns: 3000 },
    )
  })
})

describe('the format of a column', () => {
  test.each<[readonly string[], ReturnType<typeof detectTimeFormat>]>([
    [['2022-10-30 02:10', '', 'ukjent', '2022-10-31'], 'year-first'],
    [['01.02.2022', '02.03.2022'], 'day-first'],
    [['5-2-2016', '4-13-2016'], 'month-first'],
    [['13/2/2016', '4/3/2016'], 'day-first'],
    [['5/2/2016', '4/3/2016'], 'ambiguous'],
    [['1664582400', '1664582460'], 'epoch-seconds'],
    [['1664582400123'], 'epoch-milliseconds'],
    [['44805.25', '44806'], 'excel'],
    [['23.5', '24.1'], null],
    [['04.07.20 12:00', '05.07.20 12:00'], 'day-first'],
    [['04/07/20', '05/07/20', '25/07/20'], 'day-first'],
    [['07/04/20', '07/25/20'], 'month-first'],
    [['04/07/20', '05/07/20'], 'ambiguous'],
    [['25/07/20 12:00', '25/07/20 12:15'], 'day-first'],
    [['20-07-04', '20-07-05', '20-07-31'], 'ambiguous'],
    [['98-07-04', '98-07-31'], 'short-year-first'],
    [['31-OCT-2023', '1-NOV-2023'], 'named'],
    [['20200704', '20200705'], 'packed'],
    [['202007041200', '202007041210'], 'packed'],
    [['202007', '202008'], 'period'],
    [['2020', '2021'], 'period'],
    [['2020-07', '2020-08'], 'period'],
    [['', ''], null],
    [['a', 'b'], null],
  ])('%j', (cells, format) => {
    expect(detectTimeFormat(cells, undefined)).toBe(format)
  })

  test('what is declared settles an ambiguous one', () => {
    expect(detectTimeFormat(['5/2/2016'], 'month-first')).toBe('month-first')
    expect(detectTimeFormat(['20-07-04', '20-07-05'], 'year-first')).toBe('short-year-first')
    expect(detectTimeFormat(['05.02.20'], 'month-first')).toBe('day-first')
  })
})

describe('local clocks', () => {
  const wall = (text: string): number => Date.parse(`${text}Z`)

  test('agree with Temporal at any time in any zone', () => {
    const zones = fc.constantFrom(
      'Europe/Oslo',
      'Europe/Stockholm',
      'America/New_York',
      'Australia/Lord_Howe',
      'Asia/Kathmandu',
      'UTC',
    )
    fc.assert(
      fc.property(
        zones,
        fc.array(fc.integer({ min: wall('1995-01-01T00:00'), max: wall('2030-01-01T00:00') }), {
          minLength: 1,
          maxLength: 30,
        }),
        (zone, times) => {
          const clock = createLocalClock(zone, 'f')
          for (const time of times) {
            const plain = new Temporal.PlainDateTime(1970, 1, 1).add({ milliseconds: time })
            const utc = plain.toZonedDateTime(zone, { disambiguation: 'earlier' })
            const isGap = !utc.toPlainDateTime().equals(plain)
            expect(clock.toUtc(time)).toBe(isGap ? Number.NaN : utc.epochMilliseconds)
          }
        },
      ),
      { numRuns: 200 },
    )
  })

  test('a time that happens twice is given twice', () => {
    const clock = createLocalClock('Europe/Oslo', 'f')
    expect(clock.toUtc(wall('2022-10-30T02:30'))).toBe(Date.parse('2022-10-30T00:30Z'))
    expect([clock.outcome(), clock.later()]).toEqual(['ambiguous', Date.parse('2022-10-30T01:30Z')])
    expect(clock.toUtc(wall('2022-10-30T03:00'))).toBe(Date.parse('2022-10-30T02:00Z'))
    expect(clock.outcome()).toBe('plain')
  })

  test('a time that the clock skipped is none', () => {
    const clock = createLocalClock('Europe/Oslo', 'f')
    expect(clock.toUtc(wall('2022-03-27T02:30'))).toBeNaN()
    expect(clock.outcome()).toBe('gap')
    expect(clock.toUtc(wall('2022-03-27T03:00'))).toBe(Date.parse('2022-03-27T01:00Z'))
  })

  test('an unknown zone is refused', () => {
    expect(() => createLocalClock('Europe/Trondheim', 'f')).toThrow(/time-zone-unknown/)
  })
})
