import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { Temporal } from 'temporal-polyfill'
import {
  createLocalClock,
  detectTimeFormat,
  readTime,
  type TimeCell,
  type TimeFormat,
} from '../../analyses/series/times'

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
    ['30.10.22', 'day-first', null],
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
    [['', ''], null],
    [['a', 'b'], null],
  ])('%j', (cells, format) => {
    expect(detectTimeFormat(cells, undefined)).toBe(format)
  })

  test('what is declared settles an ambiguous one', () => {
    expect(detectTimeFormat(['5/2/2016'], 'month-first')).toBe('month-first')
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
            expect(clock.toUtc(time, Number.NEGATIVE_INFINITY)).toBe(isGap ? Number.NaN : utc.epochMilliseconds)
          }
        },
      ),
      { numRuns: 200 },
    )
  })

  test('the hour that happens twice follows the order of the rows', () => {
    const clock = createLocalClock('Europe/Oslo', 'f')
    let previous = Number.NEGATIVE_INFINITY
    const utc = [
      '2022-10-30T01:50',
      '2022-10-30T02:10',
      '2022-10-30T02:50',
      '2022-10-30T02:10',
      '2022-10-30T02:50',
      '2022-10-30T03:10',
    ].map((text) => (previous = clock.toUtc(wall(text), previous)))
    expect(utc.map((time) => new Date(time).toISOString().slice(11, 16))).toEqual([
      '23:50',
      '00:10',
      '00:50',
      '01:10',
      '01:50',
      '02:10',
    ])
    clock.toUtc(wall('2022-10-30T02:30'), 0)
    expect(clock.outcome()).toBe('ambiguous')
  })

  test('a time that the clock skipped is none', () => {
    const clock = createLocalClock('Europe/Oslo', 'f')
    expect(clock.toUtc(wall('2022-03-27T02:30'), 0)).toBeNaN()
    expect(clock.outcome()).toBe('gap')
    expect(clock.toUtc(wall('2022-03-27T03:00'), 0)).toBe(Date.parse('2022-03-27T01:00Z'))
  })

  test('an unknown zone is refused', () => {
    expect(() => createLocalClock('Europe/Trondheim', 'f')).toThrow(/time-zone-unknown/)
  })
})
