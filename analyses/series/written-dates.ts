import { monthNamed } from '../core/month-names'
import { daysFromCivil, daysFromWeek, fullYear } from './civil-date'

/** Bytes; a longer cell is no date. */
const longestDate = 100

const between = String.raw`[\s\-/.,]*`
/** A day of the week, and a word such as `den`, before a date. */
const leading = String.raw`(?:[a-z\x80-\xff]{2,9}[.,]*\s+){0,2}`
const month = String.raw`([a-z]{3,9})(?![a-z])`
const dayOfMonth = String.raw`(\d{1,2})(?:st|nd|rd|th|:[ae])?(?!\d)`
/** Two digits before a colon are the hour. */
const year = String.raw`'?(\d{4}(?!\d)|\d{2}(?![\d:]))`

/** Ways of writing a date with the name of its month, and which groups are the day, the month and the year. */
const namedDates: readonly (readonly [RegExp, number, number, number])[] = [
  // As SAS writes a time: `31OCT23:02:00:00`.
  [/^(\d{2})([a-z]{3})(\d{4}|\d{2})(?=:)/, 1, 2, 3],
  [new RegExp(`^${leading}${dayOfMonth}${between}(?:of\\s+)?${month}${between}${year}`), 1, 2, 3],
  [new RegExp(`^${leading}${month}${between}${dayOfMonth}${between}${year}`), 2, 1, 3],
  [new RegExp(`^(\\d{4})${between}${month}${between}${dayOfMonth}\\.?`), 3, 2, 1],
]

/** As `date` of Unix writes it, the clock before the year. */
const clockBeforeYear = new RegExp(
  `^${leading}${month}\\s+(\\d{1,2})\\s+(\\d{1,2}:\\d\\d(?::\\d\\d)?(?:\\s+[a-z]{1,5})?)\\s+(\\d{4})$`,
)

/**
 * Reads a date whose month has its name, in Norwegian, Swedish, Danish or English: `31-OCT-2023`, `Dec 8, 2022`, `fre. 4. juli 2020`, `31OCT2023`.
 * @param into days since 1970, and the first byte after the date
 * @returns whether such a date stands there
 */
export function readNamedDate(
  bytes: Uint8Array,
  start: number,
  end: number,
  into: { days: number; end: number },
): boolean {
  const text = lettersAndDigits(bytes, start, end)
  if (text === null || !/[a-z]{3}/.test(text)) return false
  for (const [pattern, dayAt, monthAt, yearAt] of namedDates) {
    const found = pattern.exec(text)
    const number = found === null ? undefined : monthNamed(found[monthAt] ?? '')
    if (found === null || number === undefined) continue
    into.days = daysFromCivil(wholeYear(found[yearAt] ?? ''), number, Number(found[dayAt]))
    into.end = start + found[0].length
    return !Number.isNaN(into.days)
  }
  return false
}

/** `Sun Oct 31 02:00:00 CET 2021` with its year before its clock; null for other texts. */
export function yearBeforeClock(bytes: Uint8Array, start: number, end: number): Uint8Array | null {
  const text = lettersAndDigits(bytes, start, end)
  const [, name, number, clock, of] = (text === null ? null : clockBeforeYear.exec(text)) ?? []
  if (monthNamed(name ?? '') === undefined) return null
  return Uint8Array.from(`${name} ${number} ${of} ${clock}`, (letter) => letter.charCodeAt(0))
}

const weekWord = '(?:week|wk|uke|vecka|uge|w|u|v)'
const separated = String.raw`[\s,/\-]+`

/** Pieces that a year is cut into, by the letters and words that stand for them, and how many months one has. */
const pieces: readonly (readonly [string, number, number])[] = [
  ['(?:m)', 1, 12],
  ['(?:q|k|kv\\.?|kvartal|quarter)', 3, 4],
  ['(?:t|tertial)', 4, 3],
  ['(?:h|halv[\\x80-\\xff]{1,2}r|half)', 6, 2],
]

interface Period {
  readonly pattern: RegExp
  /** @returns days since 1970 of its first day, from the groups; NaN where there is no such period */
  readonly first: (groups: readonly (string | undefined)[]) => number
}

const monthStart = (of: string | undefined, number: number): number => daysFromCivil(wholeYear(of ?? ''), number, 1)

const periods: readonly Period[] = [
  { pattern: /^(\d{4})[-/](\d{1,2})$/, first: ([, of, number]) => monthStart(of, Number(number)) },
  { pattern: /^(\d{4})\.?(\d{2})$/, first: ([, of, number]) => monthStart(of, Number(number)) },
  { pattern: /^(\d{1,2})[-/.](\d{4})$/, first: ([, number, of]) => monthStart(of, Number(number)) },
  {
    pattern: /^([a-z]{3,9})(?:\.?[\s\-/.,]*(\d{4})|\.?[\s]*[-.'](\d{2}))$/,
    first: ([, name, long, short]) => monthStart(long ?? short, monthNamed(name ?? '') ?? Number.NaN),
  },
  {
    pattern: /^(\d{4})[\s\-/.,]*([a-z]{3,9})\.?$/,
    first: ([, of, name]) => monthStart(of, monthNamed(name ?? '') ?? Number.NaN),
  },
  {
    pattern: new RegExp(`^(\\d{4})[-\\s,/]*${weekWord}\\.?\\s*(\\d{1,2})(?:-?([1-7]))?$`),
    first: ([, of, week, weekday]) => daysFromWeek(Number(of), Number(week)) + Number(weekday ?? 1) - 1,
  },
  {
    pattern: new RegExp(`^${weekWord}\\.?\\s*(\\d{1,2})${separated}(\\d{4})$`),
    first: ([, week, of]) => daysFromWeek(Number(of), Number(week)),
  },
  ...pieces.flatMap(([word, months, most]): readonly Period[] => {
    const first = (of: string | undefined, number: string | undefined): number =>
      Number(number) > most ? Number.NaN : monthStart(of, (Number(number) - 1) * months + 1)
    return [
      { pattern: new RegExp(`^(\\d{4})[-\\s]*${word}\\s*(\\d{1,2})$`), first: ([, of, number]) => first(of, number) },
      {
        pattern: new RegExp(`^${word}\\s*(\\d{1,2})${separated}(\\d{4})$`),
        first: ([, number, of]) => first(of, number),
      },
      {
        pattern: new RegExp(`^(\\d{1,2})\\.?\\s*${word}${separated}(\\d{4})$`),
        first: ([, number, of]) => first(of, number),
      },
    ]
  }),
  { pattern: /^(1[89]\d\d|2[01]\d\d)$/, first: ([, of]) => monthStart(of, 1) },
]

/**
 * The first day of a month, an ISO week, a quarter, a third or half of a year, or a year: `2020-07`, `juli 2020`, `2020M07`, `2020-W27`, `uke 27 2020`, `2020Q3`, `3. kvartal 2020`, `2020`.
 * @returns days since 1970; NaN when it is none
 */
export function periodStart(bytes: Uint8Array, start: number, end: number): number {
  const text = end - start < 4 ? null : lettersAndDigits(bytes, start, end)
  if (text === null) return Number.NaN
  for (const { pattern, first } of periods) {
    const found = pattern.exec(text)
    const days = found === null ? Number.NaN : first(found)
    if (!Number.isNaN(days)) return days
  }
  return Number.NaN
}

function wholeYear(written: string): number {
  return written.length === 2 ? fullYear(Number(written)) : Number(written)
}

/** A byte a character, in lower case; null for a text that is too long. */
function lettersAndDigits(bytes: Uint8Array, start: number, end: number): string | null {
  return end - start > longestDate ? null : String.fromCharCode(...bytes.subarray(start, end)).toLowerCase()
}
