import { InputError } from '../core/errors'
import { freeId } from '../core/ids'
import type { Note } from '../core/words'
import type { ItemPair, Judgement } from './bridge-pairs'
import {
  scaleOf,
  type CodeMap,
  type Dimension,
  type Instrument,
  type Item,
  type Measure,
  type ResponseScale,
} from './model'

/** Two versions of an instrument as one, by which the rounds of both can be read and compared. */
export interface Bridge {
  readonly instrument: Instrument
  /** What codes of exports of the older version stand for: scale or item → code in the file → code of the scale. Empty where all codes are the same. */
  readonly codes: Readonly<Record<string, CodeMap>>
  /** What must be known of it, such as ids that stand for other items in the other version. */
  readonly notes: readonly Note[]
  /** What cannot be as it was judged; the bridge is then not to be used. */
  readonly problems: readonly InputError[]
}

/** Between the versions in the name of the version that is made of them. */
export const versionsApart = ' + '

interface Choices {
  /** The first round that was made with the newer version. */
  readonly round: string
  /** By the key of the pair; the suggestion holds where none is given. */
  readonly judgements: ReadonlyMap<string, Judgement>
  /** Whether codes of the older version may be turned to those of the newer by their labels. */
  readonly mapsCodes: boolean
}

/**
 * One instrument of two versions. An item that both have keeps the older id, takes the newer words and scale, and goes by the older words and the newer id too; where it was reworded or
 * changed in meaning, this is noted with the round, and comparisons between rounds then use it as they do any such item. Items that only one version has stay, and are missing in
 * the rounds of the other.
 */
export function buildBridge(
  older: Instrument,
  newer: Instrument,
  pairs: readonly ItemPair[],
  choices: Choices,
): Bridge {
  const judged = pairs.map((pair) => ({ ...pair, judgement: choices.judgements.get(pair.key) ?? pair.suggestion }))
  const problems = [
    ...unknownJudgements(pairs, choices),
    ...judged.flatMap((pair) => pairProblems(pair, older, newer, choices)),
  ]
  const scales = createScaleTable(newer)
  const ids = new Set<string>(older.items.map(({ id }) => id.toLowerCase()))
  const shifted: string[] = []
  const items: Item[] = []
  const dropped: Item[] = []
  const maps = new Map<string, { readonly scale: string; readonly codes: CodeMap }>()
  for (const pair of judged) {
    const { older: before, newer: after, judgement, scales: relation } = pair
    if (before !== null && after !== null && judgement !== 'apart' && judgement !== null) {
      const item = joinedItem(before, after, judgement, choices.round)
      items.push(item)
      scales.addNonAnswers(item.scale, scaleOf(older, before))
      if (relation?.is === 'recoded') maps.set(item.id, { scale: item.scale, codes: relation.codes })
      continue
    }
    if (after !== null) {
      const id = freeId(after.id, ids)
      if (id !== after.id) shifted.push(after.id)
      ids.add(id.toLowerCase())
      items.push({ ...after, id })
    }
    if (before !== null) dropped.push({ ...before, scale: scales.add(scaleOf(older, before)) })
  }
  const aliased = withNewerIds(items, judged, shifted)
  const inOrder = older.items.flatMap(({ id }) => dropped.filter((item) => item.id === id))
  const placed = dimensionsFor(older, newer, aliased, inOrder, scales)
  return {
    instrument: {
      ...newer,
      version: older.version === newer.version ? newer.version : `${older.version}${versionsApart}${newer.version}`,
      scales: scales.all(),
      dimensions: placed.dimensions,
      items: [...aliased, ...placed.dropped],
      measures: measuresOf(older, newer, judged),
      references: [...new Set([...newer.references, ...older.references])],
      illustrative: newer.illustrative || older.illustrative,
    },
    codes: sharedMaps(
      maps,
      aliased.filter(({ id }) => older.items.some((item) => item.id === id)),
    ),
    notes:
      shifted.length === 0
        ? []
        : [
            {
              code: 'recipe:bridge-ids-shifted',
              level: 'warning',
              about: { count: shifted.length, ids: { list: shifted.slice(0, 5) } },
            },
          ],
    problems,
  }
}

type Judged = ItemPair & { readonly judgement: Judgement | null }

function unknownJudgements(pairs: readonly ItemPair[], { judgements }: Choices): readonly InputError[] {
  return [...judgements.keys()].flatMap((key) => {
    const found = pairs.find((pair) => pair.key === key)
    if (found?.suggestion != null) return []
    return [new InputError(found === undefined ? 'recipe:bridge-unknown' : 'recipe:bridge-alone', { id: key })]
  })
}

/** What keeps two items from being one. */
function pairProblems(
  pair: Judged,
  older: Instrument,
  newer: Instrument,
  { mapsCodes }: Choices,
): readonly InputError[] {
  const { older: before, newer: after, judgement, scales } = pair
  if (before === null || after === null || judgement === 'apart' || judgement === null) return []
  const about = { item: before.id, older: rangeOf(older, before), newer: rangeOf(newer, after) }
  if (scales?.is === 'apart') return [new InputError('recipe:bridge-scales-apart', about)]
  if (before.reversed !== after.reversed) return [new InputError('recipe:bridge-reversed', about)]
  if (scales?.is !== 'recoded' || mapsCodes) return []
  const list = Object.entries(scales.codes).map(([code, meaning]) => `${code} → ${meaning}`)
  return [new InputError('recipe:bridge-codes', { ...about, pairs: { list } })]
}

function rangeOf(instrument: Instrument, item: Item): string {
  const { min, max } = scaleOf(instrument, item)
  return `${min}–${max}`
}

/** The item of both versions: known by everything that either calls it. */
function joinedItem(older: Item, newer: Item, judgement: Exclude<Judgement, 'apart'>, round: string): Item {
  const own = new Set(Object.values(newer.text))
  const words = Object.values(older.text).filter((text) => typeof text === 'string' && !own.has(text))
  const changes = [...older.changed, ...newer.changed]
  const isNoted = changes.some((change) => change.round === round && change.kind === judgement)
  return {
    ...newer,
    id: older.id,
    text: { ...older.text, ...newer.text },
    aliases: [...new Set([...older.aliases, ...newer.aliases, ...words])],
    changed: judgement === 'same' || isNoted ? changes : [...changes, { round, kind: judgement }],
  }
}

/** The newer ids as aliases, but for those that are ids of other items: a header could then be either. */
function withNewerIds(items: readonly Item[], pairs: readonly Judged[], shifted: string[]): readonly Item[] {
  const ids = new Set(items.map(({ id }) => id.toLowerCase()))
  const aliases = new Map<string, string>()
  for (const { older, newer, judgement } of pairs) {
    if (older === null || newer === null || judgement === 'apart' || newer.id === older.id) continue
    if (ids.has(newer.id.toLowerCase())) shifted.push(newer.id)
    else aliases.set(older.id, newer.id)
  }
  const owners = new Map<string, string>()
  return items.map((item) => {
    const alias = aliases.get(item.id)
    const all = alias === undefined || item.aliases.includes(alias) ? item.aliases : [...item.aliases, alias]
    // An alias names one item: the first that has it.
    const own = all.filter((each) => (owners.get(each) ?? item.id) === item.id)
    for (const each of own) owners.set(each, item.id)
    return { ...item, aliases: own }
  })
}

/** The scales of the bridge: those of the newer version, and those of the older that dropped items have. */
interface ScaleTable {
  /** @returns the id under which a scale of the older version stands: its own where the newer has the same, or none of that id */
  add(scale: ResponseScale): string
  /** Adds typed non-answers of the older scale whose kind the newer does not have, where their code is free. */
  addNonAnswers(id: string, older: ResponseScale): void
  all(): readonly ResponseScale[]
  rangeOf(id: string): string
}

function createScaleTable(newer: Instrument): ScaleTable {
  const scales = new Map(newer.scales.map((scale) => [scale.id, scale]))
  const names = new Map<ResponseScale, string>()
  return {
    add(scale) {
      const known = names.get(scale)
      if (known !== undefined) return known
      const same = scales.get(scale.id)
      const id = same !== undefined && isSameScale(same, scale) ? scale.id : freeId(scale.id, scales.keys())
      if (!scales.has(id)) scales.set(id, { ...scale, id })
      names.set(scale, id)
      return id
    },
    addNonAnswers(id, older) {
      const scale = scales.get(id)
      if (scale === undefined) return
      const added = older.nonResponses.filter(
        ({ kind, code }) =>
          scale.nonResponses.every((answer) => answer.kind !== kind && answer.code !== code) &&
          (code < scale.min || code > scale.max),
      )
      if (added.length > 0) scales.set(id, { ...scale, nonResponses: [...scale.nonResponses, ...added] })
    },
    all: () => [...scales.values()],
    rangeOf: (id) => `${scales.get(id)?.min ?? ''}…${scales.get(id)?.max ?? ''}`,
  }
}

const isSameScale = (one: ResponseScale, other: ResponseScale): boolean =>
  JSON.stringify([one.kind, one.min, one.max, one.labels, one.nonResponses]) ===
  JSON.stringify([other.kind, other.min, other.max, other.labels, other.nonResponses])

/** Where dropped items belong: the dimension of that id, or one of their own where it has other scales now, or is gone. */
function dimensionsFor(
  older: Instrument,
  newer: Instrument,
  items: readonly Item[],
  dropped: readonly Item[],
  scales: ScaleTable,
): { readonly dimensions: readonly Dimension[]; readonly dropped: readonly Item[] } {
  const dimensions = [...newer.dimensions]
  const ids = new Set([
    ...newer.dimensions.map(({ id }) => id),
    ...items.map(({ id }) => id),
    ...dropped.map(({ id }) => id),
  ])
  const names = new Map<string, string>()
  const placeOf = (item: Item): string | null => {
    if (item.dimension === null) return null
    const there = items.filter(({ dimension }) => dimension === item.dimension)
    const range = scales.rangeOf(item.scale)
    if (there.length > 0 && there.every(({ scale }) => scales.rangeOf(scale) === range)) return item.dimension
    const key = `${item.dimension} ${range}`
    const known = names.get(key)
    if (known !== undefined) return known
    const before = older.dimensions.find(({ id }) => id === item.dimension)
    if (before === undefined) return null
    const id = there.length === 0 && !ids.has(before.id) ? before.id : freeId(before.id, ids)
    ids.add(id)
    names.set(key, id)
    const label = Object.fromEntries(
      Object.entries(before.label).map(([language, words]) => [
        language,
        id === before.id ? words : `${words} (${older.version})`,
      ]),
    )
    dimensions.push({ ...before, id, label })
    return id
  }
  const placed = dropped.map((item) => ({ ...item, dimension: placeOf(item) }))
  const members = (id: string): number => [...items, ...placed].filter(({ dimension }) => dimension === id).length
  return {
    dropped: placed,
    dimensions: dimensions
      .filter(({ id }) => members(id) > 0)
      .map((dimension) =>
        typeof dimension.minAnswered === 'number' && dimension.minAnswered > members(dimension.id)
          ? { ...dimension, minAnswered: 'all' as const }
          : dimension,
      ),
  }
}

/** Measures of both versions, those of the newer for items by the ids that these have now. */
function measuresOf(older: Instrument, newer: Instrument, pairs: readonly Judged[]): readonly Measure[] {
  const names = new Map(
    pairs.flatMap(({ older: before, newer: after, judgement }) =>
      before !== null && after !== null && judgement !== 'apart' ? [[after.id, before.id] as const] : [],
    ),
  )
  const own = newer.measures.map((measure) => ({ ...measure, for: measure.for.map((id) => names.get(id) ?? id) }))
  const known = new Set(own.map(({ id }) => id))
  return [...own, ...older.measures.filter(({ id }) => !known.has(id))]
}

/** One map for a scale where all of its items have the same, else one for each item. @param items that the older version has too: files of it have no others */
function sharedMaps(
  maps: ReadonlyMap<string, { readonly scale: string; readonly codes: CodeMap }>,
  items: readonly Item[],
): Bridge['codes'] {
  const result: Record<string, CodeMap> = {}
  for (const scale of new Set([...maps.values()].map((map) => map.scale))) {
    const members = items.filter((item) => item.scale === scale)
    const texts = new Set(members.map(({ id }) => JSON.stringify(maps.get(id)?.codes ?? null)))
    for (const { id } of members) {
      const codes = maps.get(id)?.codes
      if (codes !== undefined) result[texts.size === 1 ? scale : id] = codes
    }
  }
  return result
}
