import { fc, test as property } from '@fast-check/vitest'
import { describe, expect, test } from 'vitest'
import { createFormatter } from '../../analyses/core/format'
import { airyRange, linearTicks, timeTicks } from '../../renderer/figure/ticks'

const nb = createFormatter('nb')
const labels = (ticks: readonly { readonly label: string }[]): readonly string[] => ticks.map(({ label }) => label)

describe('numbers on an axis', () => {
  test('are round and written in the language', () => {
    expect(labels(linearTicks(-0.62, 0.41, 5, 'plain', nb))).toEqual(['−0,6', '−0,4', '−0,2', '0,0', '0,2', '0,4'])
    expect(labels(linearTicks(0, 1, 2, 'percent', nb))).toEqual(
      ['0 %', '50 %', '100 %'].map((label) => label.replace(' ', '\u00a0')),
    )
    expect(labels(linearTicks(0, 1, 5, 'percent', createFormatter('en')))).toEqual([
      '0%',
      '20%',
      '40%',
      '60%',
      '80%',
      '100%',
    ])
    expect(labels(linearTicks(0, 4000, 4, 'plain', nb))).toEqual([
      '0',
      '1\u00a0000',
      '2\u00a0000',
      '3\u00a0000',
      '4\u00a0000',
    ])
    expect(labels(linearTicks(0, 4000, 4, 'plain', createFormatter('en')))).toEqual([
      '0',
      '1,000',
      '2,000',
      '3,000',
      '4,000',
    ])
    expect(linearTicks(0, 1, 10, 'plain', nb).map(({ at }) => at)).toEqual([
      0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1,
    ])
  })

  property.prop([
    fc.double({ min: -1e5, max: 1e5, noNaN: true }),
    fc.double({ min: 1e-3, max: 1e9, noNaN: true }),
    fc.integer({ min: 2, max: 9 }),
  ])('stay within the limits, rise, and have different labels', (low, span, wanted) => {
    const ticks = linearTicks(low, low + span, wanted, 'plain', nb)
    const slack = span * 1e-6 + Math.abs(low) * 1e-9
    for (const { at } of ticks) {
      expect(at).toBeGreaterThanOrEqual(low - slack)
      expect(at).toBeLessThanOrEqual(low + span + slack)
    }
    expect(new Set(labels(ticks)).size).toBe(ticks.length)
    expect(ticks.length).toBeLessThanOrEqual(wanted * 2.6 + 2)
  })

  property.prop([fc.double({ min: -1e6, max: 1e6, noNaN: true }), fc.double({ min: 0, max: 1e6, noNaN: true })])(
    'limits hold the values with air',
    (low, span) => {
      const [from, to] = airyRange(low, low + span, 6)
      expect(from).toBeLessThan(to)
      expect(from).toBeLessThanOrEqual(low)
      expect(to).toBeGreaterThanOrEqual(low + span)
    },
  )
})

describe('time on an axis', () => {
  const oslo = 'Europe/Oslo'

  test('days begin at the local midnight, also when the clocks change', () => {
    const ticks = timeTicks(Date.UTC(2022, 2, 25, 12), Date.UTC(2022, 2, 30, 12), 6, oslo, 'nb')
    expect(ticks.map(({ at }) => new Date(at).toISOString())).toEqual([
      '2022-03-25T23:00:00.000Z',
      '2022-03-26T23:00:00.000Z',
      '2022-03-27T22:00:00.000Z',
      '2022-03-28T22:00:00.000Z',
      '2022-03-29T22:00:00.000Z',
    ])
    expect(ticks[0]).toMatchObject({ label: '26. mars', under: '2022' })
    expect(ticks[1]?.under).toBeUndefined()
  })

  test('hours skip the one that summer time takes and never go backwards in the one it gives', () => {
    const spring = timeTicks(Date.UTC(2022, 2, 26, 23), Date.UTC(2022, 2, 27, 5), 8, oslo, 'nb')
    expect(labels(spring)).toEqual(['00:00', '01:00', '03:00', '04:00', '05:00', '06:00', '07:00'])
    const autumn = timeTicks(Date.UTC(2022, 9, 29, 22), Date.UTC(2022, 9, 30, 6), 10, oslo, 'nb')
    for (const [index, { at }] of autumn.entries())
      if (index > 0) expect(at).toBeGreaterThan(autumn[index - 1]?.at ?? 0)
  })

  test('months and years carry the year once', () => {
    const ticks = timeTicks(Date.UTC(2021, 9, 1), Date.UTC(2022, 5, 1), 9, oslo, 'sv')
    expect(ticks.filter(({ under }) => under !== undefined).map(({ label, under }) => [label, under])).toEqual([
      ['nov.', '2021'],
      ['jan.', '2022'],
    ])
    expect(labels(timeTicks(Date.UTC(1999, 5), Date.UTC(2023, 5), 6, oslo, 'en'))).toEqual([
      '2000',
      '2005',
      '2010',
      '2015',
      '2020',
    ])
  })

  property.prop([
    fc.integer({ min: 0, max: 2_000_000_000_000 }),
    fc.integer({ min: 1000, max: 3_000_000_000_000 }),
    fc.integer({ min: 2, max: 10 }),
  ])('never more than asked for by much, always within and rising', (low, span, wanted) => {
    const ticks = timeTicks(low, low + span, wanted, oslo, 'nb')
    expect(ticks.length).toBeLessThanOrEqual(wanted + 2)
    for (const [index, { at }] of ticks.entries()) {
      expect(at).toBeGreaterThanOrEqual(low)
      expect(at).toBeLessThanOrEqual(low + span)
      if (index > 0) expect(at).toBeGreaterThan(ticks[index - 1]?.at ?? 0)
    }
  })
})
