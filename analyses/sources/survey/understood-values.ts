import { blankByte, nonAnswerCode } from '../../core/datasets'
import type { Instrument, NonResponseKind } from '../../instrument/model'
import { numbersOf } from '../../readers/decimal-mark'
import {
  cellText,
  isMarkedMissing,
  tidy,
  type CellBlock,
  type HeaderColumn,
  type OpenTable,
} from '../../readers/reader'
import {
  blankWord,
  createLevelReader,
  createOrdinalReader,
  isBlankWord,
  outOfRange,
  readContinuous,
} from '../cell-values'
import { createNumberReader } from '../column-numbers'
import { recodingOf, type Recoding } from '../recoding'
import { joinColumns } from '../shared-headers'
import type { UnderstandingTask } from '../source'
import { mostValues, type Understood, type UnderstoodColumn, type UnderstoodValue } from '../understood'
import type { MatchedItem } from './codes'
import { matchSurveyColumns, unmatchedSurvey, type SurveyColumns } from './columns'
import type { SurveySource } from './fields'
import { missingCodes } from './gathering'

/** What the value of one cell is read as, by the same readers as when the file is imported. */
type Reading = (block: CellBlock, row: number, text: string) => Understood

interface Tally {
  count: number
  readonly line: number
  readonly understood: Understood
}

/** Reads one column of the whole file and says of every different value what becomes of it. */
export async function understandSurveyColumn(
  { table, source, instrument, abort, onBytes }: UnderstandingTask<SurveySource>,
  index: number,
): Promise<UnderstoodColumn> {
  const match = matchOf(table, instrument, source)
  const read = readingOf(table, source, match, index)
  const joined = match.joined.filter((each) => each.index === index)
  const { unfinished } = match
  const columns = [index, ...joined.flatMap(({ others }) => others), ...(unfinished?.columns ?? [])]
  const tallies = new Map<string, Tally>()
  let [rows, setAside, rowsBeyond] = [0, 0, 0]
  for await (const given of table.blocks({ abort, onBytes, wanted: { columns, short: [] } })) {
    const block = joinColumns(given, joined, table)
    for (let row = 0; row < block.rowCount; row += 1) {
      if (unfinished?.isUnfinished(unfinished.columns.map((each) => tidy(cellText(block, row, each, table.decode))))) {
        setAside += 1
        continue
      }
      rows += 1
      const text = tidy(cellText(block, row, index, table.decode))
      const before = tallies.get(text)
      if (before !== undefined) before.count += 1
      else if (tallies.size >= mostValues) rowsBeyond += 1
      else tallies.set(text, { count: 1, line: block.lines[row] ?? 0, understood: read(block, row, text) })
    }
  }
  const use = match.uses[index]
  return {
    header: table.head.columns[index]?.name ?? '',
    role: use?.role ?? 'ignored',
    id: use?.id ?? null,
    rows,
    setAside,
    rowsBeyond,
    values: inOrder(tallies, table.head.columns[index]),
  }
}

const matchOf = (table: OpenTable, instrument: Instrument | null, source: SurveySource): SurveyColumns =>
  instrument === null ? unmatchedSurvey(table.head) : matchSurveyColumns(table.head, instrument, source)

/** Values that become blank first, then those that most rows hold. */
function inOrder(tallies: ReadonlyMap<string, Tally>, column: HeaderColumn | undefined): readonly UnderstoodValue[] {
  const labels = new Map((column?.levels ?? []).map(({ value, label }) => [String(value), label]))
  const isBlank = ({ understood }: UnderstoodValue): number => (understood.as === 'blank' ? 1 : 0)
  return [...tallies]
    .map(([raw, tally]): UnderstoodValue => ({ raw, label: labels.get(raw) ?? null, ...tally }))
    .sort((a, b) => isBlank(b) - isBlank(a) || b.count - a.count)
}

function readingOf(table: OpenTable, source: SurveySource, match: SurveyColumns, index: number): Reading {
  const item = match.items.find((each) => each.index === index)
  if (item !== undefined) return itemReading(table, source, item)
  const attribute = match.round === index ? 'round' : match.attributes.find((each) => each.index === index)?.id
  if (attribute !== undefined) return levelReading(table, index, recodingOf(source.values, attribute))
  if (match.weight === index) return weightReading(table, index)
  if (match.uses[index]?.role === 'respondent') return (_, __, text) => (text === '' ? blank('empty') : { as: 'text' })
  return () => ({ as: 'unused' })
}

const blank = (reason: Extract<Understood, { as: 'blank' }>['reason']): Understood => ({ as: 'blank', reason })

function itemReading(table: OpenTable, source: SurveySource, matched: MatchedItem): Reading {
  const { head } = table
  const { item, scale, index, codes } = matched
  const turnBack = source.reverse_already === true && item.reversed
  const isMissing = missingCodes(head, index, scale, scale.kind === 'ordinal' ? codes : undefined)
  if (scale.kind !== 'ordinal') return continuousReading(table, matched, turnBack, isMissing)
  const reader = createOrdinalReader(scale, numbersOf(head, index), turnBack, table.decode, codes)
  return (block, row, text) => {
    const cells = block.kind === 'values' ? block.columns[index] : undefined
    const number = cells?.kind === 'numbers' ? (cells.values[row] ?? Number.NaN) : Number.NaN
    if (text === '') return blank('empty')
    const found = cells?.kind === 'numbers' ? reader.readNumber(number) : reader.readText(text)
    // A code that the file marks as no answer may have a name that the instrument knows.
    if (block.kind === 'values' && found > blankByte && isMissing(Number(text))) return blank('marked-missing')
    if (found === outOfRange) return blank(codes.translation === null ? 'out-of-range' : 'code-not-known')
    if (found > 127) return blank(found === blankWord ? 'blank-word' : 'unreadable')
    if (found > blankByte) return { as: 'code', scale: scale.id, code: found }
    const kind = kindOf(found)
    return kind === undefined ? blank('empty') : { as: 'non-answer', kind }
  }
}

const kindOf = (code: number): NonResponseKind | undefined =>
  (Object.keys(nonAnswerCode) as NonResponseKind[]).find((kind) => nonAnswerCode[kind] === code)

function continuousReading(
  { head }: OpenTable,
  { scale, index }: MatchedItem,
  turnBack: boolean,
  isMissing: (code: number) => boolean,
): Reading {
  const numbers = createNumberReader(head, index)
  return (block, row, text) => {
    const number = numbers.read(text, block.lines[row] ?? 0)
    if (isMissing(number)) return blank('marked-missing')
    const { kind, value } = readContinuous(text, number, scale, turnBack)
    switch (kind) {
      case 'value':
        return { as: 'number', value }
      case 'blank':
        return blank('empty')
      case 'blank-word':
      case 'out-of-range':
      case 'unreadable':
        return blank(kind)
      default:
        return { as: 'non-answer', kind }
    }
  }
}

function levelReading({ head, decode }: OpenTable, index: number, recoding: Recoding | null): Reading {
  const column = head.columns[index]
  const reader = createLevelReader(decode, column)
  return (block, row, text) => {
    const code = reader.read(block, row, index)
    if (code >= 0) {
      const spelling = reader.levels()[code] ?? text
      const level = recoding === null ? spelling : recoding.levelOf(spelling)
      return level === null ? blank('declared') : { as: 'level', level }
    }
    if (text === '') return blank('empty')
    return blank(column !== undefined && isMarkedMissing(column, Number(text)) ? 'marked-missing' : 'blank-word')
  }
}

function weightReading({ head }: OpenTable, index: number): Reading {
  const numbers = createNumberReader(head, index)
  return (block, row, text) => {
    const value = numbers.read(text, block.lines[row] ?? 0)
    if (value >= 0) return { as: 'number', value }
    return blank(text === '' || isBlankWord(text) ? 'empty' : 'not-a-weight')
  }
}
