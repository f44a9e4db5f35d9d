import { timeOfDay } from '../time-of-day'

/** A cell of a sheet, or several alike beside each other. */
export interface SheetCell {
  /** Of the first one, from 0. */
  readonly column: number
  readonly repeated: number
  /** A number, a text, or a time in milliseconds since 1970 on the clock of the wall. */
  readonly value: number | string
  readonly isTime: boolean
}

/** What the attributes of a cell say. */
export interface CellAttributes {
  readonly type: string
  /** `value`, `date-value` and so on, whichever the cell has. */
  readonly value: string | null
  readonly hasFormula: boolean
}

/**
 * What stands in a cell (OpenDocument 1.3, part 3, 19.385). Numbers, percentages and currencies are the numbers that they are, whatever is shown; true and false are words, as they are in the
 * workbooks of Excel; a time of day or a span is hours, minutes and seconds.
 * @param shown the text of the cell
 * @returns null where there is nothing, or an error of a formula
 */
export function valueOfCell(
  { type, value, hasFormula }: CellAttributes,
  shown: string,
): Pick<SheetCell, 'value' | 'isTime'> | null {
  // Old programs give an error as the number 0.
  if (type === 'error' || (hasFormula && isError(shown))) return null
  const text = { value: shown, isTime: false }
  switch (type) {
    case 'float':
    case 'percentage':
    case 'currency': {
      const number = value === null || value.trim() === '' ? Number.NaN : Number(value)
      return Number.isFinite(number) ? { value: number, isTime: false } : text
    }
    case 'date': {
      const time = timeOf(value ?? '')
      return Number.isNaN(time) ? text : { value: time, isTime: true }
    }
    case 'time':
      return { value: clockOf(value ?? '') ?? shown, isTime: false }
    case 'boolean':
      return { value: (value ?? shown).toUpperCase(), isTime: false }
    default:
      return { value: value ?? shown, isTime: false }
  }
}

/**
 * Whether a formula in a cell without a paragraph has no stored value: no type, or one without its value. LibreOffice writes a result that is an empty text without a type too, but with an empty
 * paragraph.
 */
export const isBlankFormula = ({ type, value, hasFormula }: CellAttributes): boolean =>
  hasFormula && value === null && !['string', 'void', 'error'].includes(type)

/** What is shown where a formula gives no value, in the languages of the programs that show it. */
const isError = (shown: string): boolean =>
  /^(?:Err:\d{3}|#(?:DIV\/0!|N\/A|I\/T|SAKNAS!|NAME\?|NAVN\?|NAMN\?|NULL!|NUM!|OGILTIGT!|REF!|REFERENS!|VALUE!|VERDI!|VÄRDEFEL!))$/.test(
    shown,
  )

/** `2022-08-15` or `2022-08-15T08:30:00.5` as milliseconds; NaN for a day that there is none of. */
function timeOf(written: string): number {
  const found = /^(\d{4}-\d\d-\d\d)(?:T(\d\d:\d\d(?::\d\d(?:\.\d+)?)?))?$/.exec(written.trim().replace(/Z$/, ''))
  if (found === null) return Number.NaN
  const [, day = '', clock = '00:00'] = found
  const midnight = Date.parse(`${day}T00:00Z`)
  if (Number.isNaN(midnight) || new Date(midnight).toISOString().slice(0, 10) !== day) return Number.NaN
  return Date.parse(`${day}T${clock}Z`)
}

/** `PT08H05M07.5S` as `08:05:07.5`; null for what is none. */
function clockOf(written: string): string | null {
  const found = /^(-?)P(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)(?:[.,](\d{1,9})\d*)?S)?)?$/.exec(written.trim())
  if (found === null || written.length > 64) return null
  const [, sign = '', days = 0, hours = 0, minutes = 0, seconds = 0, fraction = ''] = found
  const whole = ((Number(days) * 24 + Number(hours)) * 60 + Number(minutes)) * 60 + Number(seconds)
  const shown = timeOfDay(whole, 1)
  const part = fraction.replace(/0+$/, '')
  return shown === null ? null : `${sign}${shown}${part === '' ? '' : `.${part}`}`
}
