import type { Text } from '../core/words'
import type { CodeMap, ResponseScale } from './model'

/** How the scale of an item in one version of an instrument relates to its scale in another. */
export type ScaleRelation =
  /** Codes mean the same. @property isRelabelled no label is the same, though both have labels */
  | { readonly is: 'same'; readonly isRelabelled: boolean }
  /** The same steps under other codes, as their labels show: code of the older → code of the newer. */
  | { readonly is: 'recoded'; readonly codes: CodeMap }
  /** Answers on the two cannot stand in one column. */
  | { readonly is: 'apart'; readonly why: 'kind' | 'range' }

/** How the older scale's codes are read on the newer one: by their labels in any language that both have, and by the codes alone where labels say nothing. */
export function relateScales(older: ResponseScale, newer: ResponseScale): ScaleRelation {
  if (older.kind !== newer.kind) return { is: 'apart', why: 'kind' }
  const isSameRange = older.min === newer.min && older.max === newer.max
  if (older.kind !== 'ordinal')
    return isSameRange && older.unit === newer.unit
      ? { is: 'same', isRelabelled: false }
      : { is: 'apart', why: 'range' }
  if (older.max - older.min !== newer.max - newer.min) return { is: 'apart', why: 'range' }
  const pairs = pairsByLabel(older, newer)
  const step = stepThrough(pairs, older, newer)
  if (step === null && !isSameRange) return { is: 'apart', why: 'range' }
  const meaningOf = step ?? ((code: number): number => code)
  const codes = { ...answerCodes(older, meaningOf), ...nonAnswerCodes(older, newer) }
  if (Object.keys(codes).length > 0) return { is: 'recoded', codes }
  return { is: 'same', isRelabelled: pairs.length === 0 && hasLabels(older) && hasLabels(newer) }
}

const hasLabels = ({ labels }: ResponseScale): boolean => Object.keys(labels).length > 0

/** Codes of the two scales whose labels are the same words in some language. */
function pairsByLabel(older: ResponseScale, newer: ResponseScale): readonly (readonly [number, number])[] {
  return Object.entries(older.labels).flatMap(([code, label]) => {
    const found = Object.entries(newer.labels).filter(([, other]) => isSameText(label, other))
    return found.length === 1 ? [[Number(code), Number(found[0]?.[0])] as const] : []
  })
}

const isSameText = (one: Text, other: Text): boolean =>
  Object.entries(one).some(([language, words]) => {
    const words_ = other[language as keyof Text]
    return words !== undefined && words_ !== undefined && plain(words) === plain(words_)
  })

const plain = (text: string): string =>
  text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim()

/** The way from one scale to the other that all labels agree on: step by step up, or down. One label in the middle shows no direction. */
function stepThrough(
  pairs: readonly (readonly [number, number])[],
  older: ResponseScale,
  newer: ResponseScale,
): ((code: number) => number) | null {
  const up = (code: number): number => code - older.min + newer.min
  const down = (code: number): number => newer.max - (code - older.min)
  const agrees = (way: (code: number) => number): boolean => pairs.every(([code, other]) => way(code) === other)
  if (pairs.length === 0) return null
  if (agrees(up)) return up
  return agrees(down) ? down : null
}

/** Codes of answers that are others on the newer scale; none where all are the same. */
function answerCodes(older: ResponseScale, meaningOf: (code: number) => number): CodeMap {
  const codes = Array.from({ length: older.max - older.min + 1 }, (_, index) => older.min + index)
  return codes.every((code) => meaningOf(code) === code)
    ? {}
    : Object.fromEntries(codes.map((code) => [String(code), meaningOf(code)]))
}

/** Codes of typed non-answers that have another code on the newer scale. */
function nonAnswerCodes(older: ResponseScale, newer: ResponseScale): CodeMap {
  return Object.fromEntries(
    older.nonResponses.flatMap(({ code, kind }) => {
      const same = newer.nonResponses.filter((answer) => answer.kind === kind)
      const other = same.find((answer) => answer.code === code) ?? same[0]
      return other === undefined || other.code === code ? [] : [[String(code), other.code] as const]
    }),
  )
}
