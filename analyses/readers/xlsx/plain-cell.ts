/** A cell of a number or a shared text. */
export interface PlainCell {
  kind: 'number' | 'shared' | 'empty'
  column: number
  style: number
  value: number
}

const space = 32
const quotationMark = 34
const slash = 47
const lessThan = 60
const equalsSign = 61
const greater = 62

/** White space, or what ends a tag. */
export const endsName = (code: number): boolean => code <= space || code === greater || code === slash

/** Digits that a number has at most to be read digit by digit without a rounding. */
const mostDigits = 15

/** Whether a cell begins there whose tag has no prefix. */
export const isCellTag = (markup: string, at: number): boolean =>
  markup.charCodeAt(at) === lessThan && markup.charCodeAt(at + 1) === 99 && endsName(markup.charCodeAt(at + 2))

/**
 * Reads a cell of a number or a shared text that is written as nearly all are, `<c r="B7" s="2" t="s"><v>31</v></c>`, in one pass over its characters. Everything else
 * is left to be read with care.
 * @param at where the cell begins
 * @param counted the column of a cell that does not say it
 * @returns where the cell ends, or -1 for one that is written otherwise
 */
export function readPlainCell(markup: string, at: number, counted: number, cell: PlainCell): number {
  let position = at + 2
  let isShared = false
  cell.column = counted
  cell.style = 0
  while (markup.charCodeAt(position) === space) {
    const name = markup.charCodeAt(position + 1)
    if (markup.charCodeAt(position + 2) !== equalsSign || markup.charCodeAt(position + 3) !== quotationMark) return -1
    position += 4
    let code = markup.charCodeAt(position)
    if (name === 114) {
      let column = 0
      for (; code >= 65 && code <= 90; code = markup.charCodeAt((position += 1))) column = column * 26 + (code - 64)
      if (column === 0) return -1
      cell.column = column - 1
      while (code >= 48 && code <= 57) code = markup.charCodeAt((position += 1))
    } else if (name === 115) {
      let style = 0
      for (; code >= 48 && code <= 57; code = markup.charCodeAt((position += 1))) style = style * 10 + (code - 48)
      cell.style = style
    } else if (name === 116 && (code === 115 || code === 110)) {
      isShared = code === 115
      code = markup.charCodeAt((position += 1))
    } else return -1
    if (code !== quotationMark) return -1
    position += 1
  }
  if (markup.startsWith('/>', position)) {
    cell.kind = 'empty'
    return position + 2
  }
  if (!markup.startsWith('><v>', position)) return -1
  position += 4
  const start = position
  let value = 0
  let code = markup.charCodeAt(position)
  for (; code >= 48 && code <= 57; code = markup.charCodeAt((position += 1))) value = value * 10 + (code - 48)
  const isWhole = code === lessThan && position > start && position - start <= mostDigits
  if (!isWhole) {
    if (isShared) return -1
    while (isOfNumber(code)) code = markup.charCodeAt((position += 1))
    value = position === start ? Number.NaN : Number(markup.slice(start, position))
    if (Number.isNaN(value)) return -1
  }
  if (!markup.startsWith('</v></c>', position)) return -1
  cell.kind = isShared ? 'shared' : 'number'
  cell.value = value
  return position + 8
}

/** A digit, a sign, a point, or what begins an exponent. */
const isOfNumber = (code: number): boolean =>
  (code >= 48 && code <= 57) || code === 43 || code === 45 || code === 46 || code === 69 || code === 101
