import type { Language, Quantity } from './words'

/** Writes numbers and dates as the field prints them in a language: APA 7 in English, the statistics bureaux' rules in nb, sv and da. */
export interface NumberFormatter {
  readonly language: Language
  /** Fixed decimals, grouped thousands, U+2212 for minus. */
  number(value: number, digits: number): string
  count(value: number): string
  /** Exact to three decimals, `< 0,001` below; no leading zero in English. */
  probability(value: number): string
  /** A share 0 … 1 as percent. */
  percent(share: number, digits?: number): string
  /** A coefficient that cannot exceed 1 in size: no leading zero in English. */
  correlation(value: number, digits?: number): string
  /** Milliseconds UTC as a date, or date and time, in a time zone. */
  time(milliseconds: number, timeZone: string, precision: 'day' | 'minute'): string
  quantity(quantity: Quantity): string
}

const hardSpace = '\u00a0'
const minus = '\u2212'

/** Decimals that a kind of number is printed with: two for means, SD and test statistics. */
const digitsOf: Readonly<Record<Quantity['as'], number>> = {
  mean: 2,
  estimate: 2,
  statistic: 2,
  df: 1,
  probability: 3,
  percent: 0,
  count: 0,
  correlation: 2,
  'fit-index': 3,
}

export function createFormatter(language: Language): NumberFormatter {
  const decimal = language === 'en' ? '.' : ','
  const group = language === 'en' ? ',' : language === 'da' ? '.' : hardSpace

  function number(value: number, digits: number): string {
    if (Number.isNaN(value)) return '..'
    if (!Number.isFinite(value)) return value > 0 ? '∞' : `${minus}∞`
    const fixed = Math.abs(value).toFixed(digits)
    const [whole = '0', fraction] = fixed.split('.')
    const isZero = Number(fixed) === 0
    const grouped = whole.replace(/\B(?=(\d{3})+(?!\d))/g, group)
    return `${value < 0 && !isZero ? minus : ''}${grouped}${fraction === undefined ? '' : decimal + fraction}`
  }

  const withoutLeadingZero = (text: string): string => (language === 'en' ? text.replace(/^(\u2212?)0\./, '$1.') : text)

  function probability(value: number): string {
    if (Number.isNaN(value)) return '..'
    const threshold = language === 'en' ? '.001' : '0,001'
    if (value < 0.001) return `<${hardSpace}${threshold}`
    if (value > 0.999) return `>${hardSpace}${language === 'en' ? '.999' : '0,999'}`
    return withoutLeadingZero(number(value, 3))
  }

  const percent = (share: number, digits = 0): string =>
    `${number(share * 100, digits)}${language === 'en' ? '%' : `${hardSpace}%`}`
  const correlation = (value: number, digits = 2): string => withoutLeadingZero(number(value, digits))

  function time(milliseconds: number, timeZone: string, precision: 'day' | 'minute'): string {
    if (!Number.isFinite(milliseconds)) return '..'
    const parts = timeParts(timeZone).formatToParts(milliseconds)
    const part = (type: Intl.DateTimeFormatPartTypes): string =>
      parts.find((candidate) => candidate.type === type)?.value ?? ''
    const clock = `${part('hour')}:${part('minute')}`
    const day =
      language === 'sv'
        ? `${part('year')}-${part('month')}-${part('day')}`
        : language === 'en'
          ? `${Number(part('day'))} ${englishMonths[Number(part('month')) - 1] ?? ''} ${part('year')}`
          : `${part('day')}.${part('month')}.${part('year')}`
    return precision === 'day' ? day : `${day} ${clock}`
  }

  function quantity({ value, as, unit }: Quantity): string {
    if (value === null || Number.isNaN(value)) return '..'
    const text =
      as === 'probability'
        ? probability(value)
        : as === 'percent'
          ? percent(value)
          : as === 'correlation' || as === 'fit-index'
            ? correlation(value, digitsOf[as])
            : number(value, as === 'df' && Number.isInteger(value) ? 0 : digitsOf[as])
    return unit === undefined ? text : `${text}${hardSpace}${unit}`
  }

  return { language, number, count: (value) => number(value, 0), probability, percent, correlation, time, quantity }
}

const englishMonths = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
]

const zones = new Map<string, Intl.DateTimeFormat>()
function timeParts(timeZone: string): Intl.DateTimeFormat {
  let format = zones.get(timeZone)
  if (format === undefined) {
    format = new Intl.DateTimeFormat('en-GB', {
      timeZone,
      year: 'numeric',
      month: '2-digit',
      day: '2-digit',
      hour: '2-digit',
      minute: '2-digit',
      hourCycle: 'h23',
    })
    zones.set(timeZone, format)
  }
  return format
}
