import { isBlankFormula, valueOfCell, type CellAttributes, type SheetCell } from './cells'
import { createParagraphs } from './paragraphs'
import type { Attributes, ElementName, TagSink } from './tags'

/** A row of a sheet, or several alike below each other. */
export interface SheetRow {
  /** Of the first one, from 1. */
  readonly row: number
  readonly repeated: number
  /** Those that hold something; more than none. */
  readonly cells: readonly SheetCell[]
}

/** Takes the sheets of a document in their order. */
export interface SheetSink {
  sheet(name: string, isHidden: boolean): void
  row(row: SheetRow): void
  sheetEnd(): void
  /** A formula has no stored value. @param column of the first of the cells alike, from 0 */
  blankFormula?(column: number, repeated: number): void
  /** A number of repetitions that cannot be. */
  damaged(): void
}

/** Elements between a sheet and its rows (OpenDocument 1.3, part 3, 9.1). */
const rowGroups: ReadonlySet<string> = new Set(['table-rows', 'table-header-rows', 'table-row-group'])

/** Where in a document its reading is. */
type Place = 'outside' | 'style' | 'spreadsheet' | 'sheet' | 'row' | 'cell' | 'paragraph' | 'elsewhere'

/** No sheet of any program has as many rows or columns; what is repeated beyond ends there. */
const mostRepeated = 1 << 25

/**
 * Finds the sheets, rows and cells of a spreadsheet (OpenDocument 1.3, part 3, 9). Comments, pictures and tables within cells are no part of them, nor is what a document keeps of earlier states of
 * itself. Cells that another one covers are read as others are: spreadsheets keep what stood there.
 */
export function createContentSink(sink: SheetSink): TagSink {
  const places: Place[] = []
  const hiddenStyles = new Set<string>()
  const paragraphs = createParagraphs()
  let place: Place = 'outside'
  let style = ''
  let row = 0
  let rowRepeated = 1
  let cells: SheetCell[] = []
  let column = 0
  let repeated = 1
  const cell: { -readonly [Key in keyof CellAttributes]: CellAttributes[Key] } = {
    type: '',
    value: null,
    hasFormula: false,
  }

  function repeatedOf(attribute: string | null): number {
    if (attribute === null) return 1
    const repeated = /^\s*\d+\s*$/.test(attribute) ? Number(attribute) : 0
    if (repeated === 0) sink.damaged()
    return Math.min(repeated, mostRepeated)
  }

  function beginCell(attributes: Attributes): void {
    repeated = repeatedOf(attributes.get('number-columns-repeated'))
    const type = attributes.last('value-type') === 'error' ? 'error' : (attributes.get('value-type') ?? '')
    const value = attributes.get(valueAttributes[type] ?? 'string-value')
    // pandas writes true and false as `value`.
    cell.value = type === 'boolean' ? (value ?? attributes.get('value')) : value
    cell.type = type
    cell.hasFormula = attributes.get('formula') !== null
    paragraphs.clear()
  }

  function endCell(): void {
    const found = valueOfCell(cell, paragraphs.text())
    if (paragraphs.areNone() && isBlankFormula(cell)) sink.blankFormula?.(column, repeated)
    if (found !== null && found.value !== '') cells.push({ column, repeated, value: found.value, isTime: found.isTime })
    column += repeated
  }

  function endRow(): void {
    if (cells.length > 0) sink.row({ row, repeated: rowRepeated, cells })
    row += rowRepeated
  }

  /** What an element is, by the place that it stands in. */
  function placeOf(name: ElementName, attributes: Attributes): Place {
    const { local } = name
    switch (place) {
      case 'outside':
        return local === 'spreadsheet' ? 'spreadsheet' : local === 'style' ? 'style' : 'outside'
      case 'style':
        if (local === 'table-properties' && attributes.get('display') === 'false') hiddenStyles.add(style)
        return 'elsewhere'
      case 'spreadsheet':
        return local === 'table' ? 'sheet' : 'elsewhere'
      case 'sheet':
        return local === 'table-row' ? 'row' : rowGroups.has(local) ? 'sheet' : 'elsewhere'
      case 'row':
        return local === 'table-cell' || local === 'covered-table-cell' ? 'cell' : 'elsewhere'
      case 'cell':
        return local === 'p' || local === 'h' ? 'paragraph' : 'elsewhere'
      case 'paragraph':
        return paragraphs.takes(name) ? 'paragraph' : 'elsewhere'
      default:
        return 'elsewhere'
    }
  }

  return {
    open(name, attributes) {
      const outer = place
      places.push(outer)
      place = placeOf(name, attributes)
      if (place === 'style') style = attributes.get('name') ?? ''
      else if (place === 'sheet' && outer === 'spreadsheet') {
        sink.sheet(attributes.get('name') ?? '', hiddenStyles.has(attributes.get('style-name') ?? ''))
        row = 1
      } else if (place === 'row') {
        rowRepeated = repeatedOf(attributes.get('number-rows-repeated'))
        cells = []
        column = 0
      } else if (place === 'cell') beginCell(attributes)
      else if (place === 'paragraph') {
        if (outer === 'cell') paragraphs.begin(name)
        else paragraphs.element(name, attributes)
      }
    },
    close() {
      const inner = place
      place = places.pop() ?? 'outside'
      if (inner === 'cell') endCell()
      else if (inner === 'row') endRow()
      else if (inner === 'sheet' && place === 'spreadsheet') sink.sheetEnd()
    },
    text(text) {
      if (place === 'paragraph') paragraphs.add(text)
    },
  }
}

/** Where the value of a cell stands, by its type. */
const valueAttributes: Readonly<Record<string, string>> = {
  float: 'value',
  percentage: 'value',
  currency: 'value',
  date: 'date-value',
  time: 'time-value',
  boolean: 'boolean-value',
}
