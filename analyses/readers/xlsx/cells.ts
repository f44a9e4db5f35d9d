import { attributeOf } from '../markup'
import type { BlankFormula } from '../sheet-cells'
import { joinedText, textOf } from './markup'
import { endsName, isCellTag, readPlainCell, type PlainCell } from './plain-cell'

/** Takes the cells of a sheet, row after row. */
export interface CellSink {
  /** A row begins. @param row as the sheet counts, from 1 */
  row(row: number): void
  /**
   * @param column from 0
   * @param type of the cell: n a number, s the number of a shared text, str and inlineStr a text, b true or false, e an error, d a date
   * @param style number of the cell's style
   * @param value as it is written, entities replaced in texts
   */
  cell(column: number, type: string, style: number, value: string): void
  /** As `cell`, of a number. */
  number(column: number, style: number, value: number): void
  /** As `cell`, of a shared text. @param index number of the text */
  shared(column: number, index: number): void
  readonly onBlankFormula?: BlankFormula | undefined
}

/** Reads whole rows of a sheet's markup. */
export interface RowScanner {
  /** Takes the next part of the markup. @returns that of the rows that are whole, to be read next */
  take(markup: string): string
  /** Gives rows to the sink. */
  read(rows: string): void
  /** Whether the markup ended after a whole row. */
  finish(): boolean
}

const slash = 47

/** Characters before the rows begin, and of one row; more is no sheet. */
const longestStart = 1 << 22
const longestRow = 1 << 25

/**
 * A scanner for the rows of a worksheet (ECMA-376, 18.3.1.73), which stand one after the other and are never nested, so that a search for their tags is enough. Parsers of XML make an object of
 * every element, and a sheet has millions.
 */
export function createRowScanner(sink: CellSink): RowScanner {
  let rest = ''
  let names: Names | null = null
  let lastRow = 0
  let isDamaged = false
  /** Column of the last cell. */
  let column = -1
  const plain: PlainCell = { kind: 'empty', column: 0, style: 0, value: 0 }

  /** The cell at a place, if it is a plain one. @returns where it ends, else -1 */
  function takePlainCell(markup: string, at: number): number {
    const after = readPlainCell(markup, at, column + 1, plain)
    if (after < 0) return -1
    column = plain.column
    if (plain.kind === 'shared') sink.shared(column, plain.value)
    else if (plain.kind === 'number') sink.number(column, plain.style, plain.value)
    return after
  }

  /** Reads the cells at the beginning of a row as long as they are plain and stand one after the other. @returns where they end */
  function readPlainCells(markup: string, from: number): number {
    let at = from
    while (isCellTag(markup, at)) {
      const after = takePlainCell(markup, at)
      if (after < 0) return at
      at = after
    }
    return at
  }

  /** Reads what is left of a row, whatever stands there. */
  function readCells(markup: string, from: number, to: number, own: Names): void {
    for (let at = nextTag(markup, own.cell, from); at >= 0 && at < to;) {
      const after = own.isPlain ? takePlainCell(markup, at) : -1
      if (after >= 0) {
        at = nextTag(markup, own.cell, after)
        continue
      }
      const tagEnd = markup.indexOf('>', at)
      if (tagEnd < 0 || tagEnd > to) return void (isDamaged = true)
      const { reference, style, type } = cellAttributes(markup, at + own.cell.length, tagEnd)
      column = reference === null ? column + 1 : columnOf(reference, column + 1)
      const next = nextTag(markup, own.cell, tagEnd)
      if (markup.charCodeAt(tagEnd - 1) !== slash) {
        const end = markup.indexOf(own.cellEnd, tagEnd)
        if (end < 0 || end > to || (next >= 0 && next < end)) return void (isDamaged = true)
        const value = valueOf(markup, tagEnd + 1, end, own, type === 'inlineStr')
        if (value !== null) sink.cell(column, type, style, value)
        if (
          sink.onBlankFormula !== undefined &&
          hasNoResult(type, value) &&
          /<(?:\w+:)?f[\s/>]/.test(markup.slice(tagEnd, end))
        )
          sink.onBlankFormula(column)
      }
      at = next
    }
  }

  function readRows(markup: string, own: Names): void {
    for (let at = nextTag(markup, own.row, 0); at >= 0;) {
      const tagEnd = markup.indexOf('>', at)
      if (tagEnd < 0) return void (isDamaged = true)
      lastRow = rowNumber(markup, at + own.row.length, tagEnd) ?? lastRow + 1
      sink.row(lastRow)
      column = -1
      const isEmpty = markup.charCodeAt(tagEnd - 1) === slash
      const from = own.isPlain && !isEmpty ? readPlainCells(markup, tagEnd + 1) : tagEnd + 1
      // Nothing but plain cells up to the end of the row, so that nothing has to be looked for.
      if (!isEmpty && markup.startsWith(own.rowEnd, from)) {
        at = nextTag(markup, own.row, from)
        continue
      }
      const next = nextTag(markup, own.row, from)
      if (!isEmpty) {
        const end = markup.indexOf(own.rowEnd, from)
        if (end < 0 || (next >= 0 && next < end)) return void (isDamaged = true)
        readCells(markup, from, end, own)
      }
      at = next
    }
  }

  return {
    take(markup) {
      rest += markup
      if (isDamaged) return ''
      if (names === null) {
        const begin = /<(\w+:)?sheetData[\s/>]/.exec(rest)
        if (begin === null) {
          isDamaged = rest.length > longestStart
          return ''
        }
        names = namesWith(begin[1] ?? '')
        rest = rest.slice(begin.index)
      }
      const end = rest.lastIndexOf(names.rowEnd)
      isDamaged ||= end < 0 && rest.length > longestRow
      if (end < 0) return ''
      const whole = end + names.rowEnd.length
      const rows = withoutComments(rest.slice(0, whole))
      rest = rest.slice(whole)
      return rows
    },
    read(rows) {
      if (names !== null && rows !== '') readRows(rows, names)
    },
    finish() {
      // Rows without a cell may follow the last one with any.
      if (names !== null && !isDamaged) readRows(withoutComments(rest), names)
      return names !== null && !isDamaged
    },
  }
}

const withoutComments = (markup: string): string =>
  markup.includes('!--') && markup.includes('-->') ? markup.replace(/<!--[^]*?-->/g, '') : markup

/** The number that a row gives itself, from 1; null where it gives none. */
function rowNumber(markup: string, from: number, to: number): number | null {
  if (markup.startsWith(' r="', from)) {
    let number = 0
    let at = from + 4
    let code = markup.charCodeAt(at)
    for (; code >= 48 && code <= 57; code = markup.charCodeAt((at += 1))) number = number * 10 + (code - 48)
    if (markup.startsWith('"', at) && at > from + 4) return number
  }
  const written = attributeOf(markup.slice(from, to + 1), 'r')
  return written === null ? null : Number(written)
}

/** The next start tag of a name, which may be the beginning of another name. */
function nextTag(markup: string, tag: string, from: number): number {
  let at = markup.indexOf(tag, from)
  while (at >= 0 && !endsName(markup.charCodeAt(at + tag.length))) at = markup.indexOf(tag, at + tag.length)
  return at
}

/** The attributes of a cell that count: r where it stands, s how it is shown, t what it holds. */
function cellAttributes(
  markup: string,
  from: number,
  to: number,
): { readonly reference: string | null; readonly style: number; readonly type: string } {
  let reference: string | null = null
  let style = 0
  let type = 'n'
  for (let equals = markup.indexOf('=', from); equals >= 0 && equals < to;) {
    let name = equals - 1
    while (markup.charCodeAt(name) <= 32) name -= 1
    let quote = equals + 1
    while (markup.charCodeAt(quote) <= 32) quote += 1
    const end = markup.indexOf(markup.charAt(quote), quote + 1)
    if (end < 0 || end > to) break
    if (markup.charCodeAt(name - 1) <= 32) {
      const value = markup.slice(quote + 1, end)
      const letter = markup.charAt(name)
      if (letter === 'r') reference = value
      else if (letter === 's') style = Number(value)
      else if (letter === 't') type = value
    }
    equals = markup.indexOf('=', end)
  }
  return { reference, style, type }
}

interface Names {
  /** Elements have no prefix. */
  readonly isPlain: boolean
  readonly row: string
  readonly rowEnd: string
  readonly cell: string
  readonly cellEnd: string
  readonly value: string
}

const namesWith = (prefix: string): Names => ({
  isPlain: prefix === '',
  row: `<${prefix}row`,
  rowEnd: `</${prefix}row>`,
  cell: `<${prefix}c`,
  cellEnd: `</${prefix}c>`,
  value: `<${prefix}v`,
})

/** The value of a cell as it is written; null where it has none, as a formula that was never computed. */
function valueOf(markup: string, from: number, to: number, { value }: Names, isInline: boolean): string | null {
  if (isInline) return joinedText(markup.slice(from, to))
  // Only the cell is looked through: where no cell has a value, each would be looked for up to the end of the markup.
  const cell = markup.slice(from, to)
  const tag = nextTag(cell, value, 0)
  if (tag < 0) return null
  const start = cell.indexOf('>', tag) + 1
  const end = cell.indexOf('</', start)
  return start > 0 ? textOf(cell.slice(start, end < 0 ? undefined : end)) : null
}

/** Whether a formula in the cell has no result. A result that is an empty text is one, and programs that calculate write it so. */
const hasNoResult = (type: string, value: string | null): boolean =>
  value === null || (value === '' && type !== 'str' && type !== 'inlineStr')

/** `AB12` is column 27. A reference without letters leaves the column as it was counted. */
function columnOf(reference: string, counted: number): number {
  let column = 0
  let at = 0
  for (; at < reference.length; at += 1) {
    const letter = reference.charCodeAt(at)
    if (letter < 65 || letter > 90) break
    column = column * 26 + (letter - 64)
  }
  return at === 0 ? counted : column - 1
}
