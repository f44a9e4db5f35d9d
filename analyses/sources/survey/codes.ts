import { InputError } from '../../core/errors'
import type { Note } from '../../core/words'
import { codeMapFaults, faultMessage } from '../../instrument/code-map'
import { scaleOf, type CodeMap, type Instrument, type Item, type ResponseScale } from '../../instrument/model'
import type { TableHead } from '../../readers/reader'
import { answerCodes, type AnswerCodes } from '../answer-codes'
import type { SurveySource } from './fields'

/** An item that the export has, its column and what the codes in it mean. */
export interface MatchedItem {
  readonly item: Item
  readonly scale: ResponseScale
  /** Column, from 0. */
  readonly index: number
  readonly codes: AnswerCodes
}

/** @param index column, from 0 */
export function matchedItem(
  head: TableHead,
  instrument: Instrument,
  source: SurveySource,
  item: Item,
  index: number,
): MatchedItem {
  const scale = scaleOf(instrument, item)
  return {
    item,
    scale,
    index,
    codes: answerCodes(scale, declaredCodes(source, item, scale), head.columns[index]?.levels),
  }
}

/** What the source says of the codes of an item, else of its scale. */
function declaredCodes({ codes = {} }: SurveySource, item: Item, scale: ResponseScale): CodeMap | undefined {
  const owner = [item.id, scale.id].find((id) => Object.hasOwn(codes, id))
  return owner === undefined ? undefined : codes[owner]
}

/** What is wrong with the codes that a source declares: each belongs to an item or a scale with codes, and stands for an answer of its own. */
export function codesProblems(head: TableHead, instrument: Instrument, source: SurveySource): readonly InputError[] {
  const { items, scales } = instrument
  return Object.entries(source.codes ?? {}).flatMap(([owner, codes]): readonly InputError[] => {
    const item = items.find(({ id }) => id === owner)
    const scale = item === undefined ? scales.find(({ id }) => id === owner) : scaleOf(instrument, item)
    const place = { file: head.file, path: `codes.${owner}` }
    if (scale === undefined) {
      const known = { list: scales.map(({ id }) => id) }
      return [new InputError('ingest:codes-for-unknown', { id: owner, scales: known }, place)]
    }
    if (scale.kind !== 'ordinal') return [new InputError('recipe:codes-not-ordinal', { id: owner }, place)]
    return codeMapFaults(codes, scale).map((found) => {
      const [message, about] = faultMessage(found, owner, scale)
      return new InputError(message, about, { ...place, path: `codes.${owner}.${found.code}` })
    })
  })
}

/** Pairs of codes that a note names. */
const mostPairs = 12

/** Tells of codes that stand for others of the scale: who says so, and where. Items with the same codes are told together. */
export function translationNotes(head: TableHead, items: readonly MatchedItem[]): readonly Note[] {
  const told = new Map<string, MatchedItem[]>()
  for (const matched of items) {
    if (matched.codes.translation === null) continue
    const key = JSON.stringify(matched.codes.translation)
    told.set(key, [...(told.get(key) ?? []), matched])
  }
  return [...told.values()].flatMap((alike): readonly Note[] => {
    const translation = alike[0]?.codes.translation ?? null
    if (translation === null) return []
    const pairs = translation.pairs.slice(0, mostPairs).map(([code, meaning]) => `${code} → ${meaning}`)
    const columns = { list: alike.map(({ index }) => head.columns[index]?.name ?? '') }
    const about = { count: alike.length, columns, pairs: { list: pairs } }
    const code = translation.basis === 'declared' ? 'ingest:codes-declared' : 'ingest:codes-by-names'
    return [{ code, level: 'info', about }]
  })
}
