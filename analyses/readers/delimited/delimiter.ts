import type { Phrase } from '../../core/words'
import { aboveHeader, type DeclaredHeader } from '../header'
import type { SampleRecord } from '../reader'
import { sampleRecords } from './scanner'
import type { CellEncoding, Delimiter, Quote } from './settings'

const delimiters: readonly Delimiter[] = [';', ',', '\t', '|', '~', ':']
const delimiterNames: Readonly<Record<Delimiter, 'semicolon' | 'comma' | 'tab' | 'bar' | 'tilde' | 'colon'>> = {
  ';': 'semicolon',
  ',': 'comma',
  '\t': 'tab',
  '|': 'bar',
  '~': 'tilde',
  ':': 'colon',
}

/** A delimiter in words. */
export function delimiterLabel(delimiter: Delimiter): Phrase {
  return { message: `ingest:delimiter-${delimiterNames[delimiter]}` }
}

export function byteOf(character: string): number {
  return character.charCodeAt(0)
}

/** The delimiter that a first line `sep=;` names. */
export function separatorLineOf(text: Uint8Array): Delimiter | undefined {
  const start = String.fromCharCode(...text.subarray(0, 8))
  const mark = /^"?sep=(.)"?[\r\n]/i.exec(start)?.[1]
  return delimiters.find((delimiter) => delimiter === mark)
}

export interface DelimiterChoice {
  readonly delimiter: Delimiter
  readonly quote: Quote
  readonly collapses: boolean
  readonly columns: number
  /** Share of sampled records that are as long as the header. */
  readonly fit: number
}

interface ScoredChoice extends DelimiterChoice {
  readonly score: number
}

/** The beginning of a file, to be cut in cells one way and another. */
interface Sample {
  readonly text: Uint8Array
  readonly encoding: CellEncoding
  readonly complete: boolean
  readonly file: string
  readonly given: DeclaredCells
}

/** What is declared of how cells are told apart, and where they begin. */
interface DeclaredCells extends DeclaredHeader {
  readonly delimiter?: Delimiter | undefined
  readonly quote?: Quote | undefined
}

/**
 * The delimiter under which records are as long as the header and cells are whole: under a comma, `1,5;2,5` gives the same number of cells in every row, but `5;2` is
 * no cell that a comma-delimited file would have.
 */
export function chooseDelimiter(
  text: Uint8Array,
  encoding: CellEncoding,
  complete: boolean,
  file: string,
  given: DeclaredCells,
): DelimiterChoice {
  const { delimiter: declared, quote: declaredQuote } = given
  const sample: Sample = { text, encoding, complete, file, given }
  let best: ScoredChoice | null = null
  for (const delimiter of declared === undefined ? delimiters : [declared]) {
    for (const collapses of delimiter === '\t' ? [false, true] : [false]) {
      const choice = scored(sample, delimiter, declaredQuote ?? '"', collapses)
      if (choice !== null && (best === null || isBetter(choice, best))) best = choice
    }
  }
  if (best === null) {
    // The header itself has a quote that is not closed; without quotes the delimiter still shows.
    if (declaredQuote === '') return { delimiter: declared ?? ';', quote: '', collapses: false, columns: 1, fit: 0 }
    return { ...chooseDelimiter(text, encoding, complete, file, { ...given, quote: '' }), quote: declaredQuote ?? '"' }
  }
  return declaredQuote === undefined && hasSingleQuotes(sample, best) ? { ...best, quote: "'" } : best
}

const isBetter = (a: ScoredChoice, b: ScoredChoice): boolean =>
  a.score > b.score + 1e-9 || (Math.abs(a.score - b.score) <= 1e-9 && a.columns > b.columns)

function recordsOf(
  { text, encoding, complete, file }: Sample,
  { delimiter, quote, collapses }: Pick<DelimiterChoice, 'delimiter' | 'quote' | 'collapses'>,
  limit: number,
): readonly SampleRecord[] {
  const layout = { delimiter: byteOf(delimiter), quote: quote === '' ? -1 : byteOf(quote), collapses }
  return sampleRecords(text, layout, encoding, limit, complete, file).records
}

/** Delimiters that hardly stand within cells. */
const cellBreakers: readonly Delimiter[] = [';', '\t', '|']

/** Delimiters that hardly anyone uses, and that stand in times and texts: only where they cut every record alike, under a header of names. */
const rareDelimiters: ReadonlySet<Delimiter> = new Set(['~', ':'])
const rareCost = 0.3

/** A header that is taken for a title under one delimiter, and for names under another, is more likely to hold names. */
const titleCost = 0.25

/** How well a delimiter suits the sample; null when it gives no column. */
function scored(sample: Sample, delimiter: Delimiter, quote: Quote, collapses: boolean): ScoredChoice | null {
  const records = recordsOf(sample, { delimiter, quote, collapses }, 200)
  const named =
    records[0]?.cells.length === 2 && /^"?sep=/i.test(records[0].cells[0] ?? '') ? records.slice(1) : records
  const above = aboveHeader(named, sample.given)
  const rows = named.slice(above)
  const columns = rows[0]?.cells.length ?? 0
  if (columns === 0) return null
  const data = rows.slice(1)
  const isRare = rareDelimiters.has(delimiter)
  if (isRare && !(rows[0]?.cells ?? []).every((name) => /\p{L}/u.test(name))) return null
  const numbersRows = (cells: readonly string[]): boolean =>
    cells.length === columns + 1 && /^\d+$/.test(cells[0] ?? '')
  const fits = data.filter(
    ({ cells }) =>
      cells.length >= columns &&
      (cells.length === columns || numbersRows(cells) || cells.slice(columns).every((cell) => cell === '')),
  )
  const fit = data.length === 0 ? 1 : fits.length / data.length
  if (isRare && (data.length === 0 || fit < 0.95)) return null
  const cells = data.flatMap((row) => row.cells).filter((cell) => cell !== '')
  const isWhole = (cell: string): boolean => !cellBreakers.some((other) => other !== delimiter && cell.includes(other))
  const whole = cells.length === 0 ? 1 : cells.filter(isWhole).length / cells.length
  // Collapsing is a last resort: it takes empty cells away.
  const isTitled = above > 0 && sample.given.header_line === undefined
  const score =
    (columns > 1 ? 1 : 0.2) * (0.6 * fit + 0.4 * whole) -
    (collapses ? 0.05 : 0) -
    (isTitled ? titleCost : 0) -
    (isRare ? rareCost : 0)
  return { delimiter, quote, collapses, columns, fit, score }
}

/** Whether most cells stand between single quotes. */
function hasSingleQuotes(sample: Sample, choice: DelimiterChoice): boolean {
  const cells = recordsOf(sample, { ...choice, quote: '"' }, 50)
    .flatMap((row) => row.cells)
    .filter((cell) => cell !== '')
  const single = cells.filter((cell) => cell.length >= 2 && cell.startsWith("'") && cell.endsWith("'"))
  return cells.length > 0 && single.length > 0.5 * cells.length
}
