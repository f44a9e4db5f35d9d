import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { readDate, writeDate } from '../../renderer/ui/typed-date'

const languages = ['nb', 'sv', 'en'] as const

describe('dates that are typed', () => {
  test.each([
    ['nb', '01.03.2024'],
    ['sv', '2024-03-01'],
    ['en', '01/03/2024'],
  ] as const)('in %s the first of March 2024 is %s', (language, written) => {
    expect(writeDate('2024-03-01', language)).toBe(written)
    expect(readDate(written, language)).toBe('2024-03-01')
  })

  test('short parts, other marks and ISO 8601 are understood in every language', () => {
    expect(readDate('1.3.2024', 'nb')).toBe('2024-03-01')
    expect(readDate(' 1/3/2024 ', 'nb')).toBe('2024-03-01')
    expect(readDate('1. 3. 2024', 'nb')).toBe('2024-03-01')
    expect(readDate('2024.3.1', 'sv')).toBe('2024-03-01')
    for (const language of languages) expect(readDate('2024-03-01', language)).toBe('2024-03-01')
  })

  test.each(['', '1.3.24', '30.02.2024', '29.02.2023', '1.13.2024', '00.01.2024', 'i går', '1.3', '1.3.20244'])(
    '«%s» is no date',
    (text) => {
      expect(readDate(text, 'nb')).toBeNull()
    },
  )

  test('what is written is read again, whatever the day', () => {
    fc.assert(
      fc.property(
        fc.date({ min: new Date('1000-01-01'), max: new Date('9999-12-31'), noInvalidDate: true }),
        fc.constantFrom(...languages),
        (date, language) => {
          const iso = date.toISOString().slice(0, 10)
          expect(readDate(writeDate(iso, language), language)).toBe(iso)
        },
      ),
      { seed: 11 },
    )
  })
})
