import { shortened } from '../core/shortened'
import { textIn, wordsOf, type Language, type Phrase, type Text } from '../core/words'
import { pairItems, type ItemPair } from './bridge-pairs'
import type messages from './messages.en.json'
import type { Dimension, Instrument, Item, ResponseScale } from './model'

const { say } = wordsOf<keyof typeof messages>('instrument')

/** One thing that an instrument has otherwise than an earlier state of it. */
export interface InstrumentChange {
  /** Whether answers or scores mean something else by it, so that the two states are two versions. */
  readonly isOfMeaning: boolean
  readonly said: Phrase
  /** The part as it is now; null for one that is gone, and for what concerns the whole. */
  readonly part: { readonly section: 'scales' | 'dimensions' | 'items'; readonly id: string } | null
}

/** What an instrument has otherwise than it had before: what changes the meaning first. @param language in which items and dimensions are named */
export function instrumentChanges(
  before: Instrument,
  after: Instrument,
  language: Language,
): readonly InstrumentChange[] {
  const changes = [
    ...pairItems(before, after).flatMap((pair) => itemChanges(pair, language)),
    ...partChanges('dimensions', before.dimensions, after.dimensions, {
      nameOf: ({ id, label }) => textIn(label, language) || id,
      between: dimensionChanges,
    }),
    ...partChanges('scales', before.scales, after.scales, { nameOf: ({ id }) => id, between: scaleChanges }),
    ...wholeChanges(before, after),
  ]
  return [...changes.filter(({ isOfMeaning }) => isOfMeaning), ...changes.filter(({ isOfMeaning }) => !isOfMeaning)]
}

const isSame = (one: unknown, other: unknown): boolean => JSON.stringify(one) === JSON.stringify(other)

/** Whether words that were there are others now, or are gone. Words in a language that had none change nothing. */
const isReworded = (before: Text, after: Text): boolean =>
  Object.entries(before).some(([language, words]) => after[language as keyof Text] !== words)

function itemChanges({ older, newer, suggestion, scales }: ItemPair, language: Language): readonly InstrumentChange[] {
  const named = ({ id, text }: Item) => ({ item: shortened(textIn(text, language) || id, longestName) })
  if (older === null || newer === null) {
    const item = older ?? newer
    if (item === null) return []
    const part = newer === null ? null : { section: 'items' as const, id: newer.id }
    return [
      { isOfMeaning: true, said: say(newer === null ? 'change.item-gone' : 'change.item-new', named(item)), part },
    ]
  }
  const changes: InstrumentChange[] = []
  const tell = (isOfMeaning: boolean, key: Parameters<typeof say>[0], about: Phrase['values'] = {}): void => {
    changes.push({
      isOfMeaning,
      said: say(key, { ...named(newer), ...about }),
      part: { section: 'items', id: newer.id },
    })
  }
  if (isReworded(older.text, newer.text)) {
    const isOther = suggestion === 'meaning' || (suggestion === 'apart' && scales?.is !== 'apart')
    tell(isOther, isOther ? 'change.item-meaning' : 'change.item-wording')
  } else if (!isSame(older.text, newer.text)) tell(false, 'change.item-language')
  if (older.reversed !== newer.reversed) tell(true, newer.reversed ? 'change.item-turned' : 'change.item-not-turned')
  if (older.dimension !== newer.dimension) tell(true, 'change.item-moved')
  if (older.scale !== newer.scale) tell(scales?.is !== 'same' || scales.isRelabelled, 'change.item-scale')
  if (older.id !== newer.id) tell(false, 'change.item-id', { before: older.id, after: newer.id })
  if (!isSame(older.askedOf, newer.askedOf)) tell(false, 'change.item-asked-of')
  if (!isSame(older.aliases, newer.aliases) && older.id === newer.id) tell(false, 'change.item-aliases')
  return changes
}

/** Characters of an item's text that name it. */
const longestName = 90

type Own = Omit<InstrumentChange, 'part'>

/** A part of one id in both is held against itself; the others are new or gone. */
function partChanges<Part extends { readonly id: string }>(
  section: 'dimensions' | 'scales',
  before: readonly Part[],
  after: readonly Part[],
  of: {
    readonly nameOf: (part: Part) => string
    readonly between: (older: Part, newer: Part, part: string) => readonly Own[]
  },
): readonly InstrumentChange[] {
  const kind = section === 'dimensions' ? 'dimension' : 'scale'
  const isOfMeaning = kind === 'dimension'
  const gone = before.filter(({ id }) => after.every((newer) => newer.id !== id))
  return [
    ...after.flatMap((newer): readonly InstrumentChange[] => {
      const part = { section, id: newer.id }
      const name = of.nameOf(newer)
      const older = before.find(({ id }) => id === newer.id)
      if (older !== undefined) return of.between(older, newer, name).map((change) => ({ ...change, part }))
      return [{ isOfMeaning, said: say(`change.${kind}-new`, { part: name }), part }]
    }),
    ...gone.map((part) => ({ isOfMeaning, said: say(`change.${kind}-gone`, { part: of.nameOf(part) }), part: null })),
  ]
}

function dimensionChanges(older: Dimension, newer: Dimension, part: string): readonly Own[] {
  return [
    ...(older.score === newer.score ? [] : [{ isOfMeaning: true, said: say('change.dimension-score', { part }) }]),
    ...(older.minAnswered === newer.minAnswered
      ? []
      : [{ isOfMeaning: true, said: say('change.dimension-needed', { part }) }]),
    ...(isSame([older.label, older.description], [newer.label, newer.description])
      ? []
      : [{ isOfMeaning: false, said: say('change.dimension-words', { part }) }]),
  ]
}

function scaleChanges(older: ResponseScale, newer: ResponseScale, part: string): readonly Own[] {
  const isRelabelled = Object.entries(older.labels).some(([code, label]) => isReworded(label, newer.labels[code] ?? {}))
  const range = ({ kind, min, max, unit, nonResponses }: ResponseScale): unknown => [
    kind,
    min,
    max,
    unit,
    nonResponses.map((answer) => [answer.code, answer.kind]),
  ]
  return [
    ...(isSame(range(older), range(newer)) ? [] : [{ isOfMeaning: true, said: say('change.scale-steps', { part }) }]),
    ...(isSame(older.labels, newer.labels)
      ? []
      : [
          {
            isOfMeaning: isRelabelled,
            said: say(isRelabelled ? 'change.scale-labels' : 'change.scale-more-labels', { part }),
          },
        ]),
    ...(isSame(older.codes, newer.codes) ? [] : [{ isOfMeaning: false, said: say('change.scale-codes', { part }) }]),
  ]
}

function wholeChanges(before: Instrument, after: Instrument): readonly InstrumentChange[] {
  const change = (said: Phrase): InstrumentChange => ({ isOfMeaning: false, said, part: null })
  const order = ({ items, dimensions }: Instrument): readonly string[] => [...dimensions, ...items].map(({ id }) => id)
  const isOrdered = isSame(
    order(before).filter((id) => order(after).includes(id)),
    order(after).filter((id) => order(before).includes(id)),
  )
  return [
    ...(isOrdered ? [] : [change(say('change.order'))]),
    ...(isSame(before.measures, after.measures) ? [] : [change(say('change.measures'))]),
    ...(isSame([before.label, before.references], [after.label, after.references])
      ? []
      : [change(say('change.about'))]),
    ...(before.version === after.version
      ? []
      : [change(say('change.version', { before: before.version, after: after.version }))]),
  ]
}

/** A version after another: its last number one higher. A year stays, and the number of the version within it follows. */
export function nextVersion(version: string): string {
  const found = /^(.*?)(\d+)(\D*)$/su.exec(version)
  if (found === null) return `${version} 2`.trim()
  const [, before = '', number = '', after = ''] = found
  if (/^(?:19|20)\d\d$/u.test(number) && !/\d[.-]$/u.test(before)) return `${version}.1`
  return `${before}${String(BigInt(number) + 1n).padStart(number.length, '0')}${after}`
}
