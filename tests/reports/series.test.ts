import { expect, test } from 'vitest'
import { expectCells, referenceOf, reportsOfTests } from './reported'

const reports = await reportsOfTests()

const days = (ran: { column(table: string, id: string): readonly unknown[] }): readonly unknown[] =>
  ran.column('trace', 'time')

test('a frozen baseline without variation still has a limit, and points beyond it', async () => {
  const ran = await reports.all('frozen-baseline-without-variation')
  for (const name of ['cc0', 'cc1']) {
    const signals = ran.get(name)?.column('points', 'signal') ?? []
    const values = ran.get(name)?.column('points', 'value') ?? []
    const outside = values.filter((_, row) => String(signals[row]).split(' ').includes('outside'))
    expect(outside).toEqual([80, 70])
    expect(ran.get(name)?.sentences()).toContain('2 points outside the limits')
    // The four later points differ, so that it is the baseline that has no variation and not the phase.
    expect(ran.get(name)?.says('control-chart:no-variation')).toContain(
      'that the limits of phase 1 come from are equal',
    )
  }
})

test('a moving range does not reach across a missing month', async () => {
  const ran = await reports.all('moving-range-over-missing-month')
  expectCells(ran.get('cc0')?.cells('phases') ?? {}, referenceOf('limits'))
  expect(
    ran
      .get('cc0')
      ?.column('points', 'signal')
      .filter((signal) => String(signal).startsWith('outside')),
  ).toHaveLength(14)
  expect(ran.get('so')?.cells('series')).toMatchObject({ n: 14, gaps: 1, blank: 1 })
})

test('the hour that the clock repeats in autumn is two hours', async () => {
  const ran = await reports.all('autumn-hour-of-hourly-log')
  expect(ran.get('so')?.cells('series')).toMatchObject({ n: 25, duplicates: 0, mean: 10.96, max: 34 })
  expect(ran.get('cc0')?.cells('points', { time: '2021-10-31T02:00:00+02:00' })['value']).toBe(10)
  expect(ran.get('cc0')?.cells('points', { time: '2021-10-31T02:00:00+01:00' })['value']).toBe(34)
})

test('date and clock in two columns: the note tells of both, and with both every reading is there', async () => {
  const dated = await reports.one('date-and-clock-in-two-columns')
  expect(dated.cells('series')).toMatchObject({ n: 2, duplicates: 14 })
  expect([...dated.imported.values()].join(' ')).toContain('choose that column as well')
  expect(dated.sentences()).toContain('14 readings and events were left out')
  const both = await reports.one('date-and-clock-in-two-columns', 'recipe-both-columns')
  expect(both.cells('series')).toMatchObject({ n: 16, duplicates: 0, mean: 13.5 })
})

test('years of two digits', async () => {
  const overview = await reports.one('times-that-cannot-be-read')
  expect(days(overview)).toEqual([
    '2020-07-04T12:00:00+02:00',
    '2020-07-05T12:00:00+02:00',
    '2020-07-25T12:00:00+02:00',
  ])
  expect(overview.cells('series')).toMatchObject({ n: 3, mean: 2.5 })
})
