/** The languages in which dates are typed. */
export type DateLanguage = 'nb' | 'sv' | 'en'

/** A date as a language writes it: its parts in their order, with the mark between them. */
const forms: Readonly<
  Record<DateLanguage, { readonly order: readonly ('day' | 'month' | 'year')[]; readonly mark: string }>
> = {
  nb: { order: ['day', 'month', 'year'], mark: '.' },
  sv: { order: ['year', 'month', 'day'], mark: '-' },
  en: { order: ['day', 'month', 'year'], mark: '/' },
}

const isoDate = /^(\d{4})-(\d{1,2})-(\d{1,2})$/u
const typedDate = /^(\d{1,4})\s*[./-]\s*(\d{1,2})\s*[./-]\s*(\d{1,4})\.?$/u

/** An ISO 8601 date, `2024-03-01`, as the language writes it; other text as it stands. */
export function writeDate(iso: string, language: DateLanguage): string {
  const [, year, month, day] = isoDate.exec(iso) ?? []
  if (year === undefined || month === undefined || day === undefined) return iso
  const parts = { day: day.padStart(2, '0'), month: month.padStart(2, '0'), year }
  const { order, mark } = forms[language]
  return order.map((part) => parts[part]).join(mark)
}

/**
 * A typed date as ISO 8601, or null where it is none: in the order of the language, with any of the usual marks, or as ISO 8601. A year has four figures, since the
 * century is not guessed.
 */
export function readDate(text: string, language: DateLanguage): string | null {
  const written = text.trim()
  const [, isoYear, isoMonth, isoDay] = isoDate.exec(written) ?? []
  if (isoYear !== undefined) return realDate(isoYear, isoMonth ?? '', isoDay ?? '')
  const [, ...parts] = typedDate.exec(written) ?? []
  const found = Object.fromEntries(forms[language].order.map((part, index) => [part, parts[index] ?? '']))
  return realDate(found['year'] ?? '', found['month'] ?? '', found['day'] ?? '')
}

/** The date where the calendar has it: there is no 30 February. */
function realDate(year: string, month: string, day: string): string | null {
  if (year.length !== 4 || month === '' || day === '' || day.length > 2) return null
  const iso = `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`
  const time = Date.parse(`${iso}T00:00:00Z`)
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(iso) ? iso : null
}
