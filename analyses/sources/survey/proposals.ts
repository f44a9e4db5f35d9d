import { bestPairs } from '../../core/best-pairs'
import { createTextSimilarity, isDeniedInOne, isTellingText, type TextSimilarity } from '../../core/text-similarity'
import { scaleOf, type Instrument, type Item, type ResponseScale } from '../../instrument/model'
import { numbersOf } from '../../readers/decimal-mark'
import type { TableHead } from '../../readers/reader'
import { createOrdinalReader, isBlankWord, outOfRange, readNumber } from '../cell-values'
import type { ColumnProposal, ProposalDoubt } from '../proposal'
import { filledCells } from '../recognition'
import type { AnySource } from '../source'
import { matchedItem } from './codes'
import { headerParts, matchSurveyColumns, type SurveyColumns } from './columns'
import type { SurveySource } from './fields'
import { holdsLabels } from './answer-labels'
import { isFreeText } from './free-text'

/**
 * From this score on a column is proposed. Of 2 313 wrong pairs of items of three questionnaires in three languages none reached it (the highest: .46, of two items of three words
 * each; beyond four words .35), and of 24 rewordings by hand all did (the lowest: .59). tests/sources/survey/proposals.test.ts holds both.
 */
export const leastScore = 0.5

/** A pair whose rival comes as near as this is told as close. */
const closeMargin = 0.1

/** Of the cells that hold something, so many must be answers to the item. */
const fewestAnswers = 0.5

/** Something that has no column yet, and the texts by which it is known. */
interface Target {
  readonly role: ColumnProposal['role']
  readonly id: string
  readonly texts: readonly { readonly text: string; readonly basis: ColumnProposal['basis'] }[]
  /** Of an item; null for the rest. */
  readonly item: Item | null
}

/** A column without a role, and the texts that its headers hold. */
interface Candidate {
  readonly index: number
  readonly header: string
  readonly texts: readonly string[]
}

/**
 * Columns that no mapping, id, alias or text makes anything, and items, attributes and the like that have no column, put together one to one by how alike their texts are. Nothing
 * is used on likeness alone: a person confirms.
 */
export function proposeSurveyColumns(
  head: TableHead,
  source: SurveySource,
  instrument: Instrument | null,
  others: readonly AnySource[],
): readonly ColumnProposal[] {
  if (instrument === null) return []
  const match = matchSurveyColumns(head, instrument, source)
  const targets = openTargets(instrument, source, match, others)
  const candidates = freeColumns(head, instrument, match)
  if (targets.length === 0 || candidates.length === 0) return []
  const likeness = createTextSimilarity([
    ...instrument.items.flatMap(({ text }) => Object.values(text)),
    ...targets.flatMap(({ texts }) => texts.map(({ text }) => text)),
    ...head.columns.flatMap(({ names }) => names.flatMap((name) => [name, ...headerParts(name)])),
  ])
  const likest = candidates.map((candidate) => targets.map((target) => likestTexts(candidate, target, likeness)))
  const pairs = bestPairs(
    likest.map((row) => row.map(({ score }) => score)),
    leastScore,
  )
  return pairs.flatMap(({ row, column, score, nextBest }) => {
    const [candidate, target, found] = [candidates[row], targets[column], likest[row]?.[column]]
    if (candidate === undefined || target === undefined || found?.basis === undefined) return []
    const doubts: ProposalDoubt[] = []
    if (score - nextBest < closeMargin) doubts.push('close')
    if (isDeniedInOne(found.header, found.like)) doubts.push('denied')
    if (!holdsAnswers(head, instrument, source, candidate.index, target.item)) doubts.push('answers')
    const { header } = candidate
    const { like, basis } = found
    return [{ position: candidate.index + 1, header, role: target.role, id: target.id, score, like, basis, doubts }]
  })
}

interface Likest {
  readonly score: number
  readonly header: string
  readonly like: string
  readonly basis: ColumnProposal['basis'] | undefined
}

/** The two texts of a column and of what it could be that are most alike. */
function likestTexts({ texts }: Candidate, target: Target, likeness: TextSimilarity): Likest {
  let best: Likest = { score: 0, header: '', like: '', basis: undefined }
  for (const header of texts)
    for (const { text, basis } of target.texts) {
      const score = likeness(header, text)
      if (score > best.score) best = { score, header, like: text, basis }
    }
  return best
}

function openTargets(
  instrument: Instrument,
  source: SurveySource,
  match: SurveyColumns,
  others: readonly AnySource[],
): readonly Target[] {
  const earlier = others.filter(({ kind, id }) => kind === source.kind && id !== source.id) as readonly SurveySource[]
  const headersOf = (id: string): Target['texts'] =>
    earlier.flatMap(({ file, columns }) =>
      Object.entries(columns ?? {}).flatMap(([header, mapped]) =>
        mapped === id ? [{ text: header, basis: { from: 'file' as const, file } }] : [],
      ),
    )
  const missing = new Set(match.missingItems)
  const items = instrument.items.flatMap((item): readonly Target[] =>
    missing.has(item.id)
      ? [{ role: 'item', id: item.id, item, texts: telling([...textsOf(item), ...headersOf(item.id)]) }]
      : [],
  )
  const present = new Set(match.attributes.map(({ id }) => id))
  const wanted = new Set([...(source.attributes ?? []), ...earlier.flatMap(({ attributes }) => attributes ?? [])])
  const attributes = [...wanted].flatMap((id): readonly Target[] =>
    present.has(id) ? [] : [{ role: 'attribute', id, item: null, texts: telling(headersOf(id)) }],
  )
  return [...items, ...attributes, ...otherTargets(match, earlier)].filter(({ texts }) => texts.length > 0)
}

/** Who answered, the weight and the round, where another file has a column for them and this one has none. */
function otherTargets(match: SurveyColumns, earlier: readonly SurveySource[]): readonly Target[] {
  const fields = { respondent: 'respondent', weight: 'weight', round: 'round_column' } as const
  return (['respondent', 'weight', 'round'] as const).flatMap((role): readonly Target[] => {
    if (match.uses.some((use) => use.role === role)) return []
    const texts = earlier.flatMap((source) => {
      const header = source[fields[role]]
      return header === undefined ? [] : [{ text: header, basis: { from: 'file' as const, file: source.file } }]
    })
    return [{ role, id: role, item: null, texts: telling(texts) }]
  })
}

const textsOf = ({ text, aliases }: Item): Target['texts'] => [
  ...Object.values(text).flatMap((words) =>
    typeof words === 'string' ? [{ text: words, basis: { from: 'text' as const } }] : [],
  ),
  ...aliases.map((alias) => ({ text: alias, basis: { from: 'alias' as const } })),
]

const telling = (texts: Target['texts']): Target['texts'] => texts.filter(({ text }) => isTellingText(text))

/** Free text is no answer, however much its header is like an item. */
function freeColumns(head: TableHead, instrument: Instrument, { uses }: SurveyColumns): readonly Candidate[] {
  return head.columns.flatMap((column, index) => {
    if (uses[index]?.role !== 'ignored' || column.isUnnamed === true) return []
    if (isFreeText(head, column, index) && !holdsLabels(instrument, [...new Set(filledCells(head, index))])) return []
    const texts = [...new Set(column.names.flatMap((name) => [name, ...headerParts(name)]))].filter(isTellingText)
    return texts.length === 0 ? [] : [{ index, header: column.name, texts }]
  })
}

function holdsAnswers(
  head: TableHead,
  instrument: Instrument,
  source: SurveySource,
  index: number,
  item: Item | null,
): boolean {
  const cells = filledCells(head, index)
  if (item === null || cells.length === 0) return true
  return cells.filter(answerTest(head, instrument, source, index, item)).length >= cells.length * fewestAnswers
}

function answerTest(
  head: TableHead,
  instrument: Instrument,
  source: SurveySource,
  index: number,
  item: Item,
): (cell: string) => boolean {
  const scale = scaleOf(instrument, item)
  const style = numbersOf(head, index)
  if (scale.kind !== 'ordinal') return (cell) => isWithin(scale, readNumber(cell, style)) || isBlankWord(cell)
  const { codes } = matchedItem(head, instrument, source, item, index)
  const reader = createOrdinalReader(scale, style, false, () => '', codes)
  return (cell) => reader.readText(cell) < outOfRange
}

const isWithin = ({ min, max }: ResponseScale, value: number): boolean => value >= min && value <= max
