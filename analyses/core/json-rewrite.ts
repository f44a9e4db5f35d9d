import type { PlacedJson, Span } from './json-place'

/** What JSON can say (RFC 8259). */
export type Json = null | boolean | number | string | readonly Json[] | JsonObject
export interface JsonObject {
  readonly [key: string]: Json
}

export const isJsonObject = (value: unknown): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
const isArray = (value: Json | undefined): value is readonly Json[] => Array.isArray(value)
const isContainer = (value: Json | undefined): value is JsonObject | readonly Json[] =>
  typeof value === 'object' && value !== null

type Path = readonly (string | number)[]

/** A new container without an example beside it is written on one line while the line is not longer than this. */
const longestLine = 110
const step = '  '

/**
 * Writes a changed document so that everything unchanged stays as it was typed: spacing, the order of keys, the way numbers and letters are written. A new member
 * takes the spacing of its neighbours.
 * @param before the document before the change
 * @param next what it says now; parts taken over from `before.value` itself are found by identity, the others by their key, id or place
 */
export function rewriteJson(before: PlacedJson, next: Json): string {
  const spans = new Map<object, Span>()
  const collect = (value: Json | undefined, path: Path): void => {
    if (!isContainer(value)) return
    const span = before.spanOf(path)
    if (span !== undefined) spans.set(value, span)
    for (const [key, child] of membersOf(value)) collect(child, [...path, key])
  }
  const first = before.value as Json
  collect(first, [])
  const writer: Writer = { before, spans }
  const span = before.spanOf([]) ?? { start: 0, end: before.source.length }
  const written = writeValue(writer, next, { value: first, path: [] }, '')
  return `${before.source.slice(0, span.start)}${written}${before.source.slice(span.end)}`
}

interface Writer {
  readonly before: PlacedJson
  /** Where the containers of the earlier document stand. */
  readonly spans: ReadonlyMap<object, Span>
}

/** The value of the earlier document that stood where a new one stands now. */
interface Counterpart {
  readonly value: Json
  readonly path: Path
}

const membersOf = (value: JsonObject | readonly Json[]): readonly (readonly [string | number, Json])[] =>
  isArray(value) ? value.map((child, index) => [index, child] as const) : Object.entries(value)

function writeValue(writer: Writer, value: Json, old: Counterpart | null, indent: string | null): string {
  const { before, spans } = writer
  const known = isContainer(value) ? spans.get(value) : undefined
  if (known !== undefined) return before.source.slice(known.start, known.end)
  if (!isContainer(value)) {
    const span = old !== null && Object.is(old.value, value) ? before.spanOf(old.path) : undefined
    return span === undefined ? JSON.stringify(value) : before.source.slice(span.start, span.end)
  }
  if (
    old !== null &&
    isContainer(old.value) &&
    isArray(old.value) === isArray(value) &&
    membersOf(old.value).length > 0
  )
    return writeAlike(writer, value, { ...old, value: old.value })
  return writeAnew(writer, value, indent)
}

/** What stands before each member of an earlier container: its spacing, and in objects its key and colon. */
interface Layout {
  readonly leads: readonly string[]
  readonly tail: string
  readonly first: string
  readonly others: string
  /** Between a key and its value. */
  readonly colon: string
}

function layoutOf({ before }: Writer, old: Counterpart & { readonly value: JsonObject | readonly Json[] }): Layout {
  const { source } = before
  const whole = before.spanOf(old.path) ?? { start: 0, end: 0 }
  let from = whole.start + 1
  const leads = membersOf(old.value).map(([key]) => {
    const span = before.spanOf([...old.path, key]) ?? { start: from, end: from }
    const lead = source.slice(from, span.start).replace(/^\s*,/, '')
    from = span.end
    return lead
  })
  const spaceOf = (lead: string | undefined): string => /^\s*/.exec(lead ?? '')?.[0] ?? ''
  const first = spaceOf(leads[0])
  const others = leads.length > 1 ? spaceOf(leads.at(-1)) : first.includes('\n') ? first : ' '
  const colon = isArray(old.value) ? '' : (/:\s*$/.exec(leads[0] ?? '')?.[0] ?? ': ')
  return { leads, tail: source.slice(from, whole.end - 1), first, others, colon }
}

/** A container in the layout of the earlier one. */
function writeAlike(
  writer: Writer,
  value: JsonObject | readonly Json[],
  old: Counterpart & { readonly value: JsonObject | readonly Json[] },
): string {
  const members = membersOf(value)
  const [open, close] = isArray(value) ? '[]' : '{}'
  if (members.length === 0) return `${open}${close}`
  const layout = layoutOf(writer, old)
  const oldMembers = membersOf(old.value)
  const partners = isArray(value) ? partnersOf(value, old.value as readonly Json[]) : null
  const indent = layout.others.includes('\n') ? layout.others.slice(layout.others.lastIndexOf('\n') + 1) : null
  const parts = members.map(([key, child], place) => {
    const at = partners === null ? oldMembers.findIndex(([name]) => name === key) : (partners[place] ?? -1)
    const partner = oldMembers[at]
    const lead = layout.leads[at]
    const space = place === 0 ? layout.first : layout.others
    const isSamePlace = lead !== undefined && (at === 0) === (place === 0)
    const bare = lead?.trimStart() ?? (partners === null ? `${JSON.stringify(key)}${layout.colon}` : '')
    const counterpart = partner === undefined ? null : { value: partner[1], path: [...old.path, partner[0]] }
    return `${isSamePlace ? lead : `${space}${bare}`}${writeValue(writer, child, counterpart, indent)}`
  })
  return `${open}${parts.join(',')}${layout.tail}${close}`
}

/** Which element of the earlier list each element of the new one was: the same one, the one of its id, or, where nothing else claims it, the one of its place. */
function partnersOf(next: readonly Json[], old: readonly Json[]): readonly number[] {
  const places = new Map<Json, number>()
  const byId = new Map<Json, number>()
  old.forEach((element, index) => {
    if (!places.has(element)) places.set(element, index)
    const id = isJsonObject(element) ? element['id'] : undefined
    if (id !== undefined && !byId.has(id)) byId.set(id, index)
  })
  const claimed = new Set<number>()
  const claim = (index: number | undefined): number => {
    if (index === undefined || claimed.has(index)) return -1
    claimed.add(index)
    return index
  }
  const same = next.map((element) => claim(places.get(element)))
  const named = next.map((element, place) =>
    same[place] !== -1 ? (same[place] ?? -1) : isJsonObject(element) ? claim(byId.get(element['id'] ?? null)) : -1,
  )
  return named.map((partner, place) => (partner === -1 && place < old.length ? claim(place) : partner))
}

/** A container that has no earlier layout. @param indent of the line it stands on; null keeps it on that line */
function writeAnew(writer: Writer, value: JsonObject | readonly Json[], indent: string | null): string {
  const members = membersOf(value)
  const [open, close] = isArray(value) ? '[]' : '{}'
  if (members.length === 0) return `${open}${close}`
  const write = (inner: string | null): readonly string[] =>
    members.map(
      ([key, child]) => `${isArray(value) ? '' : `${JSON.stringify(key)}: `}${writeValue(writer, child, null, inner)}`,
    )
  const line = `${open}${write(null).join(', ')}${close}`
  if (indent === null || (line.length + indent.length <= longestLine && !line.includes('\n'))) return line
  const inner = `${indent}${step}`
  return `${open}\n${inner}${write(inner).join(`,\n${inner}`)}\n${indent}${close}`
}
