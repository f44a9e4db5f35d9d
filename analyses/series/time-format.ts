import { digitsAt, lengthOf, valueOf } from './digits'
import { readTime, type TimeCell, type TimeFormat } from './time-text'

/** What a source may say of dates that can be read in several ways. */
export type DateOrder = 'day-first' | 'month-first' | 'year-first'

/** How a column is written; `ambiguous` when its numbers could stand for day, month or year in several ways throughout. */
export type FoundFormat = TimeFormat | 'ambiguous'

const cell: TimeCell = { milliseconds: 0, isAbsolute: false }

function isTime(bytes: Uint8Array, start: number, end: number, format: TimeFormat): boolean {
  readTime(bytes, start, end, format, cell)
  return !Number.isNaN(cell.milliseconds)
}

/** What the cells of a column say of the order of day, month and year. */
export interface OrderEvidence {
  add(bytes: Uint8Array, start: number, end: number): void
  /**
   * The order that most cells allow. Where they allow several, a date with points has its day first wherever points are used, and the year of two digits is not the number that
   * varies most. A single date with slashes has its year last.
   * @returns null when no cell is such a date
   */
  verdict(): Extract<TimeFormat, 'day-first' | 'month-first' | 'short-year-first'> | 'ambiguous' | null
  /** The year may be the first number or the last. */
  isYearOpen(): boolean
  /** Cells that are such dates in one order or another. */
  dates(): number
  /** Most of them have points between their numbers. */
  isDotted(): boolean
}

const orders = ['day-first', 'month-first', 'short-year-first'] as const

export function collectOrderEvidence(): OrderEvidence {
  const fits = { 'day-first': 0, 'month-first': 0, 'short-year-first': 0 }
  const firsts = new Set<number>()
  const lasts = new Set<number>()
  let dates = 0
  let dotted = 0
  let slashed = 0
  const isDotted = (): boolean => 2 * dotted >= dates
  const open = (): readonly (typeof orders)[number][] => {
    const most = Math.max(fits['day-first'], fits['month-first'], fits['short-year-first'])
    if (most === 0) return []
    if (isDotted() && fits['day-first'] === most) return ['day-first']
    const allowed = orders.filter((order) => fits[order] === most)
    const isYearLast = firsts.size > lasts.size || (firsts.size === lasts.size && 2 * slashed >= dates)
    return isYearLast && allowed.length > 1 ? allowed.filter((order) => order !== 'short-year-first') : allowed
  }
  return {
    add(bytes, start, end) {
      let isDate = false
      for (const order of orders) {
        if (!isTime(bytes, start, end, order)) continue
        fits[order] += 1
        isDate = true
      }
      if (!isDate) return
      dates += 1
      const numbers = numbersOf(bytes, start, end)
      if (numbers.mark === 46) dotted += 1
      if (numbers.mark === 47) slashed += 1
      firsts.add(numbers.first)
      lasts.add(numbers.last)
    },
    dates: () => dates,
    isDotted,
    verdict() {
      const left = open()
      return left.length > 1 ? 'ambiguous' : (left[0] ?? null)
    },
    isYearOpen: () => open().length > 1 && open().includes('short-year-first'),
  }
}

/** The first and the last of the three numbers of a date, and the mark after the first; a clock may stand before them. */
function numbersOf(
  bytes: Uint8Array,
  start: number,
  end: number,
): { readonly first: number; readonly last: number; readonly mark: number } {
  let position = start
  while (position < end) {
    const first = digitsAt(bytes, position, end)
    position += Math.max(1, lengthOf(first))
    const mark = bytes[position] ?? 0
    if (lengthOf(first) === 0 || (mark !== 45 && mark !== 46 && mark !== 47)) continue
    position += 1 + lengthOf(digitsAt(bytes, position + 1, end))
    return { first: valueOf(first), last: valueOf(digitsAt(bytes, position + 1, end)), mark }
  }
  return { first: 0, last: 0, mark: 0 }
}

const mostLookedThrough = 50

/**
 * The format that fits a column's cells.
 * @param declared how `1/2/2022` or `20-07-04` is to be read; without it the column must decide
 * @returns the format; `ambiguous` when the numbers could be exchanged throughout; null when no format fits at least half of them
 */
export function detectTimeFormat(cells: readonly string[], declared: DateOrder | undefined): FoundFormat | null {
  const encoder = new TextEncoder()
  const values = cells.map((text) => text.trim()).filter((text) => text !== '')
  if (values.length === 0) return null
  const bytes = values.map((value) => encoder.encode(value))
  const enough = 0.5 * values.length
  const fits = (format: TimeFormat, texts = bytes): boolean =>
    texts.filter((text) => isTime(text, 0, text.length, format)).length >= 0.5 * texts.length
  if (fits('year-first')) return 'year-first'
  const evidence = collectOrderEvidence()
  for (const text of bytes) evidence.add(text, 0, text.length)
  if (evidence.dates() >= enough) {
    const found = evidence.verdict()
    if (declared === undefined || (found === 'day-first' && evidence.isDotted())) return found
    return declared === 'year-first' ? 'short-year-first' : declared
  }
  // These look through a text, which takes longer: some cells from all over the column are enough.
  const every = Math.ceil(bytes.length / mostLookedThrough)
  const some = bytes.filter((_, index) => index % every === 0)
  for (const format of ['packed', 'named'] as const) if (fits(format, some)) return format
  const numbers = values.map((value) =>
    /^\d+(?:[.,]\d+)?$/.test(value) ? Number(value.replace(',', '.')) : Number.NaN,
  )
  const within = (low: number, high: number): boolean =>
    numbers.filter((value) => value >= low && value < high).length >= enough
  if (within(1e8, 1e10)) return 'epoch-seconds'
  if (within(1e11, 1e13)) return 'epoch-milliseconds'
  if (within(20_000, 80_000)) return 'excel'
  return fits('period', some) ? 'period' : null
}
