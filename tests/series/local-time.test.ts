import { describe, expect, test } from 'vitest'
import { bucketEdges, isoTime, parseMoment, type Bucket } from '../../analyses/series/local-time'

const hour = 3_600_000
const utc = (text: string): number => Date.parse(text)

describe('buckets follow the local clock', () => {
  const edges = (from: string, to: string, bucket: Bucket, zone: string): readonly string[] =>
    Array.from(bucketEdges(utc(from), utc(to), bucket, zone) ?? [], (edge) => isoTime(edge, zone))
  const hoursOfDays = (from: string, to: string): readonly number[] => {
    const days = Array.from(bucketEdges(utc(from), utc(to), 'day', 'Europe/Oslo') ?? [])
    return days.slice(1).map((edge, index) => (edge - (days[index] ?? Number.NaN)) / hour)
  }

  test('a day has 25 hours where summer time ends and 23 where it begins', () => {
    expect(hoursOfDays('2022-10-29T10:00:00Z', '2022-10-31T10:00:00Z')).toEqual([24, 25, 24])
    expect(hoursOfDays('2022-03-26T10:00:00Z', '2022-03-27T22:30:00Z')).toEqual([24, 23, 24])
  })

  test('both hours of an autumn night stand apart', () => {
    expect(edges('2022-10-30T00:00:00Z', '2022-10-30T01:59:00Z', 'hour', 'Europe/Oslo')).toEqual([
      '2022-10-30T02:00:00+02:00',
      '2022-10-30T02:00:00+01:00',
      '2022-10-30T03:00:00+01:00',
    ])
  })

  test('weeks begin on Monday, months on the first', () => {
    const [week] = edges('2022-11-22T12:00:00Z', '2022-11-22T13:00:00Z', 'week', 'Europe/Stockholm')
    expect(week).toBe('2022-11-21T00:00:00+01:00')
    expect(edges('2022-02-10T00:00:00Z', '2022-03-02T00:00:00Z', 'month', 'UTC')).toEqual([
      '2022-02-01T00:00:00+00:00',
      '2022-03-01T00:00:00+00:00',
      '2022-04-01T00:00:00+00:00',
    ])
  })

  test('the last moment lies inside the last bucket', () => {
    const last = utc('2022-11-22T00:00:00Z')
    const edges = bucketEdges(utc('2022-11-20T00:00:00Z'), last, 'day', 'UTC')
    expect(edges?.at(-1)).toBeGreaterThan(last)
  })

  test('a century by the hour is refused', () => {
    expect(bucketEdges(utc('1900-01-01T00:00:00Z'), utc('2022-01-01T00:00:00Z'), 'hour', 'UTC')).toBeNull()
  })
})

describe('moments', () => {
  test('are a date, perhaps a time, and a reason in the series’ own zone', () => {
    expect(parseMoment('2022-07-01 Ny rutine på Åsen', 'Europe/Oslo')).toEqual({
      at: utc('2022-06-30T22:00:00Z'),
      reason: 'Ny rutine på Åsen',
    })
    expect(parseMoment('2022-07-01 13:30 New sensor', 'UTC')?.at).toBe(utc('2022-07-01T13:30:00Z'))
  })

  test.each(['2022-02-30 No such day', '2022-07-01', 'soon New routine', '2022-13-01 Month'])('%s is none', (text) => {
    expect(parseMoment(text, 'UTC')).toBeNull()
  })
})
