import { bestPairs } from '../core/best-pairs'
import { createTextSimilarity, isDeniedInOne, type TextSimilarity } from '../core/text-similarity'
import type { Text } from '../core/words'
import { scaleOf, type Instrument, type Item } from './model'
import { relateScales, type ScaleRelation } from './scale-relation'

/** What a person says of an item that two versions of an instrument have; `apart` says that they are two items, one dropped and one new. */
export const judgements = ['same', 'wording', 'meaning', 'apart'] as const
export type Judgement = (typeof judgements)[number]

/** An item of one version and what it is in the other; one of the two is null for an item that only one has. */
export interface ItemPair {
  /** The id by which the pair is judged: that of the older version, where it has the item. */
  readonly key: string
  readonly older: Item | null
  readonly newer: Item | null
  /** What the pair rests on. */
  readonly basis: 'hand' | 'text' | 'id' | 'alias' | 'similarity' | null
  /** 0 … 1: how alike the texts are; null for an item that only one version has. */
  readonly score: number | null
  readonly scales: ScaleRelation | null
  /** What is taken unless a person says otherwise; null for an item that only one version has. */
  readonly suggestion: Judgement | null
}

/** Texts that are less alike are not taken for one item on their likeness alone. */
const leastScore = 0.5

/**
 * The items of two versions, paired one to one: by the same words, by id where the words do not say otherwise, by an alias, then by likeness, and last by an id that both have for
 * words that are unlike. In the order of the newer version; items that it does not have follow.
 * @param byHand pairs that a person made, by their ids: older → newer. They come before all others.
 */
export function pairItems(
  older: Instrument,
  newer: Instrument,
  byHand: Readonly<Record<string, string>> = {},
): readonly ItemPair[] {
  const likeness = createTextSimilarity([...older.items, ...newer.items].flatMap(({ text }) => Object.values(text)))
  const scoreOf = (one: Item, other: Item): number => likest(one.text, other.text, likeness)
  const partners = new Map<Item, { readonly older: Item; readonly basis: NonNullable<ItemPair['basis']> }>()
  const taken = new Set<Item>()
  const pair = (one: Item, other: Item, basis: NonNullable<ItemPair['basis']>): void => {
    taken.add(one)
    partners.set(other, { older: one, basis })
  }
  const pairWhere = (basis: NonNullable<ItemPair['basis']>, test: (one: Item, other: Item) => boolean): void => {
    for (const other of newer.items) {
      if (partners.has(other)) continue
      const found = older.items.filter((one) => !taken.has(one) && test(one, other))
      if (found.length === 1 && found[0] !== undefined) pair(found[0], other, basis)
    }
  }
  pairWhere('hand', ({ id }, other) => Object.hasOwn(byHand, id) && byHand[id] === other.id)
  pairWhere('text', (one, other) => scoreOf(one, other) === 1 && one.id === other.id)
  pairWhere('text', (one, other) => scoreOf(one, other) === 1)
  pairWhere(
    'id',
    (one, other) => one.id === other.id && (scoreOf(one, other) >= leastScore || !sharesWords(one, other)),
  )
  pairWhere('alias', (one, other) => isAliasOf(one, other) || isAliasOf(other, one))
  const [left, right] = [
    older.items.filter((one) => !taken.has(one)),
    newer.items.filter((other) => !partners.has(other)),
  ]
  const scores = left.map((one) => right.map((other) => scoreOf(one, other)))
  for (const { row, column } of bestPairs(scores, leastScore)) {
    const [one, other] = [left[row], right[column]]
    if (one !== undefined && other !== undefined) pair(one, other, 'similarity')
  }
  pairWhere('id', (one, other) => one.id === other.id)
  return [
    ...newer.items.map((other): ItemPair => {
      const found = partners.get(other)
      if (found === undefined) return single(null, other)
      const scales = relateScales(scaleOf(older, found.older), scaleOf(newer, other))
      const pairing = { key: found.older.id, older: found.older, newer: other, basis: found.basis, scales }
      return {
        ...pairing,
        score: scoreOf(found.older, other),
        suggestion: suggested(found.older, other, scales, likeness),
      }
    }),
    ...older.items.filter((one) => !taken.has(one)).map((one) => single(one, null)),
  ]
}

const single = (older: Item | null, newer: Item | null): ItemPair => ({
  key: (older ?? newer)?.id ?? '',
  older,
  newer,
  basis: null,
  score: null,
  scales: null,
  suggestion: null,
})

/** Texts of two items in the languages that both have. */
function inBoth(one: Text, other: Text): readonly (readonly [string, string])[] {
  return Object.entries(one).flatMap(([language, words]) => {
    const words_ = other[language as keyof Text]
    return words === undefined || words_ === undefined ? [] : [[words, words_] as const]
  })
}

const sharesWords = (one: Item, other: Item): boolean => inBoth(one.text, other.text).length > 0

const likest = (one: Text, other: Text, likeness: TextSimilarity): number =>
  inBoth(one, other).reduce((most, [words, words_]) => Math.max(most, likeness(words, words_)), 0)

/** Whether one item goes by the id or a text of another among its aliases. */
const isAliasOf = ({ aliases }: Item, { id, text }: Item): boolean =>
  aliases.some((alias) => alias === id || Object.values(text).includes(alias))

function suggested(older: Item, newer: Item, scales: ScaleRelation, likeness: TextSimilarity): Judgement {
  if (scales.is === 'apart' || older.reversed !== newer.reversed) return 'apart'
  const texts = inBoth(older.text, newer.text)
  if (texts.some(([one, other]) => isDeniedInOne(one, other))) return 'meaning'
  if (texts.every(([one, other]) => likeness(one, other) === 1)) return 'same'
  return texts.some(([one, other]) => likeness(one, other) >= leastScore) ? 'wording' : 'meaning'
}
