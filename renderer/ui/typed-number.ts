/** Numbers as people type them into a field. */

/** A number as it stands in a field of the language. */
export const writeNumber = (value: number, decimalMark: ',' | '.'): string => String(value).replace('.', decimalMark)

/** The number that a text is, with comma or point, spaces between thousands and either minus; null when it is none. */
export function parseNumber(text: string): number | null {
  const plain = text
    .trim()
    .replace(/[\u00a0\u202f ]/g, '')
    .replace('\u2212', '-')
    .replace(',', '.')
  if (!/^-?(?:\d+\.?\d*|\.\d+)$/.test(plain)) return null
  return Number(plain)
}

/** The numbers of a text that has several, with semicolons or spaces between; none for an empty text, null where something else stands among them. */
export function typedNumbers(text: string): readonly number[] | null {
  const numbers = text
    .split(/[;\s]+/u)
    .filter((part) => part !== '')
    .map(parseNumber)
  return numbers.some((number) => number === null) ? null : numbers.filter((number) => number !== null)
}

/** Twelve significant digits hide the dust of binary fractions that steps leave behind. */
const tidy = (value: number): number => Number(value.toPrecision(12))

/** The number after an arrow key, a step on or ten with Shift; null for any other key. */
export function steppedNumber(
  value: number,
  step: number,
  { key, shiftKey }: { readonly key: string; readonly shiftKey: boolean },
): number | null {
  if (key !== 'ArrowUp' && key !== 'ArrowDown') return null
  const size = step * (shiftKey ? 10 : 1)
  return tidy(value + (key === 'ArrowUp' ? size : -size))
}
