import type { Label, Note, Phrase } from '../core/words'
import type { ItemPair, Judgement } from './bridge-pairs'

/** What a pair rests on, in words; null for an item that only one version has. */
export function basisLabel({ basis, score }: ItemPair): Phrase | null {
  if (basis === null) return null
  return { message: `recipe:bridge.by-${basis}`, values: { percent: Math.floor((score ?? 0) * 100) } }
}

const judgementLabel = (judgement: Judgement): Phrase => ({ message: `recipe:bridge.${judgement}`, values: {} })

/** One line of a pair: what became of which item, and why. */
export function pairLabel(pair: ItemPair, judgement: Judgement | null): Label {
  const { older, newer } = pair
  const basis = basisLabel(pair)
  if (older !== null && newer !== null && judgement !== null && basis !== null)
    return {
      message: 'recipe:bridge-pair',
      values: { older: older.id, newer: newer.id, judgement: judgementLabel(judgement), basis },
    }
  return newer === null
    ? { message: 'recipe:bridge-dropped', values: { older: older?.id ?? '' } }
    : { message: 'recipe:bridge-new', values: { newer: newer.id } }
}

/** Items that a note names. */
const mostNamed = 5

/** Tells of items whose scale has none of its labels in common with that of the older version, though the codes are the same. */
export function relabelledNotes(pairs: readonly ItemPair[]): readonly Note[] {
  const items = pairs.flatMap(({ key, scales }) => (scales?.is === 'same' && scales.isRelabelled ? [key] : []))
  if (items.length === 0) return []
  return [{ code: 'recipe:bridge-relabelled', level: 'warning', about: { items: { list: items.slice(0, mostNamed) } } }]
}
