import { InputError } from '../../analyses/core/errors'
import { buildBridge, type Bridge } from '../../analyses/instrument/bridge'
import { pairItems, type ItemPair, type Judgement } from '../../analyses/instrument/bridge-pairs'
import { parseInstrument, writeInstrument } from '../../analyses/instrument/format'
import type { CodeMap, Instrument } from '../../analyses/instrument/model'
import { orderRounds } from '../../analyses/instrument/round-order'
import type { RecipeSource } from '../../analyses/recipe/recipe'
import { isReadByInstrument } from './data-kinds'
import { record, startHistory } from './history'
import { renamedTogether } from './instrument-renames'
import { readInstrument } from './loading-steps'
import type { InstrumentFile, Project } from './project'
import type { BridgeChoices, Bridging } from './session'
import { fieldValue } from './source-change'

/** Two versions and what becomes of them. */
export interface Bridged {
  readonly older: Instrument
  readonly newer: Instrument
  readonly pairs: readonly ItemPair[]
  readonly bridge: Bridge
  /** What keeps the bridge from being used. */
  readonly problems: readonly InputError[]
}

/** Of the items of the version with fewer, the share whose words, id or alias the other must have for both to be versions of one instrument that goes by two names. */
const leastShared = 0.5

/** Whether an instrument that comes is another version of the project's, by which data are read that were made with the one or the other. */
export function isOtherVersion(project: Project, arriving: Instrument): boolean {
  const { instrument: present } = readInstrument(project.instrument)
  if (present === null || !project.sources.some(({ source }) => isReadByInstrument(source.kind))) return false
  const pairs = pairItems(present, arriving)
  if (pairs.every((pair) => isUnchanged(pair))) return false
  const known = pairs.filter(({ basis }) => basis !== null)
  if (present.id === arriving.id) return known.length > 0
  const fewest = Math.min(present.items.length, arriving.items.length)
  return known.filter(({ basis }) => basis !== 'similarity').length >= leastShared * fewest
}

/** Whether nothing of an item asks for a decision. */
const isUnchanged = ({ older, newer, suggestion, scales }: ItemPair): boolean =>
  older?.id === newer?.id && suggestion === 'same' && scales?.is === 'same'

/** @param given the version that is held against the project's instrument */
export function startBridging(
  project: Project,
  other: InstrumentFile,
  given: { readonly isArriving: boolean; readonly rounds: readonly string[] },
): Bridging | null {
  const { instrument: present } = project
  const [one, two] = [readInstrument(present).instrument, readInstrument(other).instrument]
  if (present === null || one === null || two === null) return null
  const isTurned = !given.isArriving || isOlder(two.version, one.version)
  const newer = isTurned ? one : two
  const choices: BridgeChoices = {
    isTurned,
    round: firstRound(newer.version, given.rounds),
    judgements: {},
    pairs: {},
    mapsCodes: true,
    // Where an earlier version arrives, the files that are there were made with the present one.
    newerSources: surveySources(project)
      .filter((source) => (given.isArriving && isTurned) || fieldValue(source, 'instrument_version') === newer.version)
      .map(({ id }) => id),
  }
  return { present, other, isArriving: given.isArriving, choices: startHistory(choices) }
}

/** Whether one version comes before another by the numbers in their names. */
function isOlder(one: string, other: string): boolean {
  const numbers = (text: string): readonly number[] => (text.match(/\d+/gu) ?? []).map(Number)
  const [left, right] = [numbers(one), numbers(other)]
  for (let place = 0; place < Math.min(left.length, right.length); place += 1) {
    const difference = (left[place] ?? 0) - (right[place] ?? 0)
    if (difference !== 0) return difference < 0
  }
  return false
}

/** A version that is called as rounds are is taken for the name of its first round; otherwise the year after the latest round. */
function firstRound(version: string, rounds: readonly string[]): string {
  const isLikeRounds = rounds.length > 0 && orderRounds([...rounds, version]).basis !== 'data'
  if (isLikeRounds && /\d{4}/u.test(version)) return version
  const last = orderRounds(rounds).rounds.at(-1) ?? ''
  const year = /^(?:19|20)\d{2}$/u.test(last) ? String(Number(last) + 1) : ''
  return year === '' ? version : year
}

/** The sources that are read by an instrument. */
export const surveySources = (project: Project): readonly RecipeSource[] =>
  project.sources.flatMap(({ source }) => (isReadByInstrument(source.kind) ? [source] : []))

const made = new WeakMap<BridgeChoices, Bridged>()

/** The bridge by the choices of now. */
export function bridgedBy({ present, other, choices: { present: choices } }: Bridging): Bridged {
  const known = made.get(choices)
  if (known !== undefined) return known
  const [one, two] = [instrumentOf(present), instrumentOf(other)]
  const [older, newer] = choices.isTurned ? [two, one] : [one, two]
  const pairs = pairItems(older, newer, choices.pairs)
  const given = new Map(
    Object.entries(choices.judgements).filter(([key]) =>
      pairs.some((pair) => pair.key === key && pair.suggestion !== null),
    ),
  )
  const bridge = buildBridge(older, newer, pairs, {
    round: choices.round,
    judgements: given,
    mapsCodes: choices.mapsCodes,
  })
  const read = parseInstrument(writeInstrument(bridge.instrument), present.name)
  const problems = [
    ...(choices.round.trim() === '' ? [new InputError('recipe:bridge-round-missing', {})] : []),
    ...bridge.problems,
    ...(read.ok || bridge.problems.length > 0 ? [] : read.problems),
  ]
  const result = { older, newer, pairs, bridge, problems }
  made.set(choices, result)
  return result
}

function instrumentOf(file: InstrumentFile): Instrument {
  const { instrument } = readInstrument(file)
  if (instrument === null) throw new Error(`${file.name} was read before it was bridged`)
  return instrument
}

/** What is taken of a pair: what the person said, else what is suggested. */
export const judgementOf = ({ judgements }: BridgeChoices, { key, suggestion }: ItemPair): Judgement | null =>
  suggestion === null ? null : (judgements[key] ?? suggestion)

type Change = (bridging: Bridging) => Bridging

const choosing =
  (change: (choices: BridgeChoices) => BridgeChoices): Change =>
  (bridging) => ({ ...bridging, choices: record(bridging.choices, change(bridging.choices.present)) })

export const withJudgement = (key: string, judgement: Judgement): Change =>
  choosing((choices) => ({ ...choices, judgements: { ...choices.judgements, [key]: judgement } }))

/** An item of the older version is one of the newer, whatever it was paired with. */
export const withPair = (older: string, newer: string): Change =>
  choosing((choices) => {
    const others = Object.entries(choices.pairs).filter(([, id]) => id !== newer)
    const { [older]: _, ...judgements } = choices.judgements
    return { ...choices, judgements, pairs: { ...Object.fromEntries(others), [older]: newer } }
  })

export const withFirstRound = (round: string): Change =>
  choosing((choices) => (choices.round === round ? choices : { ...choices, round }))

export const withMappedCodes = (mapsCodes: boolean): Change => choosing((choices) => ({ ...choices, mapsCodes }))

export const withSourceVersion = (source: string, isNewer: boolean): Change =>
  choosing((choices) => {
    const others = choices.newerSources.filter((id) => id !== source)
    return { ...choices, newerSources: isNewer ? [...others, source] : others }
  })

/** The older version for the newer and the other way round. What was judged belonged to the pairs as they were. */
export const turnedRound = (sources: readonly RecipeSource[]): Change =>
  choosing((choices) => ({
    ...choices,
    isTurned: !choices.isTurned,
    judgements: {},
    pairs: {},
    newerSources: sources.map(({ id }) => id).filter((id) => !choices.newerSources.includes(id)),
  }))

/**
 * The project with both versions: their one instrument, the codes by which files of the older version are read, the version that each file was made with, and what names items by
 * the newer ids naming them by those of the bridge. One step, which can be undone as one.
 */
export function withBridge(project: Project, bridging: Bridging): Project {
  const { choices } = bridging
  const { older, newer, pairs, bridge } = bridgedBy(bridging)
  const { isTurned, newerSources } = choices.present
  const renames = new Map(
    pairs.flatMap((pair) =>
      pair.older !== null &&
      pair.newer !== null &&
      judgementOf(choices.present, pair) !== 'apart' &&
      pair.older.id !== pair.newer.id
        ? [[pair.newer.id, pair.older.id] as const]
        : [],
    ),
  )
  // Only where the project's own version is the newer one do its sources and analyses go by the newer ids.
  const named = isTurned ? renamedTogether(project, renames) : project
  return {
    ...named,
    instrument: { name: bridging.present.name, text: writeInstrument(bridge.instrument) },
    sources: named.sources.map((entry) => {
      if (!isReadByInstrument(entry.source.kind)) return entry
      const isNewer = newerSources.includes(entry.source.id)
      return {
        ...entry,
        source: withVersion(entry.source, isNewer ? newer.version : older.version, isNewer ? null : { older, bridge }),
      }
    }),
  }
}

/** @param given the bridge that a file of the older version is read by; null for one of the newer */
function withVersion(
  source: RecipeSource,
  version: string,
  given: { readonly older: Instrument; readonly bridge: Bridge } | null,
): RecipeSource {
  const kept = fieldValue(source, 'instrument_version')
  const versioned = {
    ...source,
    instrument_version: typeof kept === 'string' && kept !== '' ? kept : version,
  } as RecipeSource
  if (given === null) return versioned
  const before = (fieldValue(source, 'codes') ?? {}) as Readonly<Record<string, CodeMap>>
  const codes = bridgedCodes(before, given.older, given.bridge)
  return Object.keys(codes).length === 0 ? versioned : ({ ...versioned, codes } as RecipeSource)
}

/**
 * What codes of a file stand for once its version has been bridged: what they stood for before, read on by the bridge. A scale of the older version that goes by another id now
 * gives its codes to the scale of the items that were answered on it.
 */
function bridgedCodes(
  before: Readonly<Record<string, CodeMap>>,
  older: Instrument,
  { instrument, codes }: Bridge,
): Readonly<Record<string, CodeMap>> {
  const scaleBefore = new Map(older.items.map(({ id, scale }) => [id, scale]))
  const ownersNow = (owner: string): readonly string[] => {
    if (instrument.scales.some(({ id }) => id === owner) || instrument.items.some(({ id }) => id === owner))
      return [owner]
    return [...new Set(instrument.items.flatMap(({ id, scale }) => (scaleBefore.get(id) === owner ? [scale] : [])))]
  }
  const moved = Object.fromEntries(
    Object.entries(before).flatMap(([owner, map]) => ownersNow(owner).map((now) => [now, map] as const)),
  )
  const scaleOf = (id: string): string | undefined => instrument.items.find((item) => item.id === id)?.scale
  const readOn = Object.entries(codes).flatMap(([owner, map]) => {
    const items = Object.keys(moved).filter((key) => scaleOf(key) === owner && !Object.hasOwn(codes, key))
    return [owner, ...items].map((key) => [key, readOnBy(map, moved[key] ?? moved[scaleOf(key) ?? ''])] as const)
  })
  return { ...moved, ...Object.fromEntries(readOn) }
}

/** What codes stand for after a second map. @param first what they stood for before it; undefined for themselves */
function readOnBy(map: CodeMap, first: CodeMap | undefined): CodeMap {
  if (first === undefined) return map
  // A code that was not named kept its meaning, unless that was given to another.
  const unnamed = Object.entries(map).filter(
    ([code]) => !Object.hasOwn(first, code) && !Object.values(first).includes(Number(code)),
  )
  const named = Object.entries(first).map(([code, meaning]) => [code, map[meaning] ?? meaning] as const)
  return Object.fromEntries([...named, ...unnamed])
}
