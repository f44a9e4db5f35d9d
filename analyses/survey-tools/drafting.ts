import { freeId } from '../core/ids'
import { instrumentIdSchema } from '../core/ids'
import { textIn, type Label, type Phrase, type Text } from '../core/words'
import { isTakenForItems } from '../instrument/taken-names'
import type { CodeMap, NonResponseKind } from '../instrument/model'
import type { Codebook, CodebookVariable } from './codebook'
import { codedAnswers, codesOfCounted, isStepwise } from './counted-answers'
import { nonAnswerKind } from './non-answers'
import { say } from './words'

/** An instrument made from a codebook, as its document has it, and what was decided on the way, for the person to judge. */
export interface InstrumentDraft {
  readonly document: InstrumentDocument
  readonly decisions: readonly Phrase[]
}

export interface InstrumentDocument {
  readonly instrument: 1
  readonly id: string
  readonly version: string
  readonly label: Text
  readonly scales: readonly DraftedScale[]
  readonly dimensions: readonly { readonly id: string; readonly label: Text }[]
  readonly items: readonly DraftedItem[]
}

export interface DraftedScale {
  readonly id: string
  readonly kind: 'ordinal' | 'continuous'
  readonly min: number
  readonly max: number
  readonly labels: Readonly<Record<string, Text>>
  readonly non_responses: readonly { readonly code: number; readonly kind: NonResponseKind; readonly label: Text }[]
  readonly codes?: CodeMap
}

export interface DraftedItem {
  readonly id: string
  dimension?: string
  readonly scale: string
  readonly text: Text
  readonly aliases?: readonly string[]
  readonly asked_of?: readonly string[]
}

/** Why a question did not become an item. */
type Reason = 'left-out.text' | 'left-out.order' | 'left-out.few' | 'left-out.range'

/** What is known of the project that the draft is for. */
export interface DraftSetting {
  /** Id and name of the instrument. */
  readonly name: string
  /** Columns that make groups of people and are no questions. */
  isAttribute(column: string): boolean
  /** The column that holds the role of a respondent. */
  isRole(column: string): boolean
}

/**
 * An instrument from what a survey tool says of its questions. A question with answers in order is an item; questions of one range under one heading are a
 * dimension; answers such as “Vet ikke” are typed non-answers, whatever their code. Nothing is guessed of what the codebook leaves open: such questions are left
 * out, and named.
 * @returns null when no question can be an item
 */
export function draftInstrument(codebook: Codebook, setting: DraftSetting): InstrumentDraft | null {
  const drafting = startDrafting(setting)
  for (const variable of codebook.variables) if (!setting.isAttribute(variable.column)) takeVariable(drafting, variable)
  const { scales, items } = drafting
  if (items.length === 0) return null
  const dimensions = dimensionsOf(drafting)
  const title = codebook.title !== null && hasWords(codebook.title) ? codebook.title : { en: setting.name }
  return {
    document: {
      instrument: 1,
      id: usableId(setting.name),
      version: '1',
      label: title,
      scales: scales.map(({ scale }) => scale),
      dimensions,
      items: items.map(({ item }) => item),
    },
    decisions: decisionsOf(drafting, dimensions.length),
  }
}

interface Drafting {
  readonly setting: DraftSetting
  readonly scales: { readonly key: string; readonly scale: DraftedScale }[]
  readonly items: { readonly item: DraftedItem; readonly variable: CodebookVariable; readonly range: string }[]
  /** Ids of items and dimensions in lower case. */
  readonly taken: Set<string>
  readonly leftOut: Record<Reason, string[]>
  /** Answers that were taken for none, by their words and codes. */
  readonly nonAnswers: Map<string, Label>
  readonly numbered: string[]
  readonly reordered: string[]
  readonly conditional: string[]
}

function startDrafting(setting: DraftSetting): Drafting {
  return {
    setting,
    scales: [],
    items: [],
    taken: new Set(),
    leftOut: { 'left-out.text': [], 'left-out.order': [], 'left-out.few': [], 'left-out.range': [] },
    nonAnswers: new Map(),
    numbered: [],
    reordered: [],
    conditional: [],
  }
}

function takeVariable(drafting: Drafting, variable: CodebookVariable): void {
  const { column, kind } = variable
  const scale =
    kind === 'text' ? 'left-out.text' : kind === 'number' ? numberScale(variable) : answerScale(drafting, variable)
  if (typeof scale === 'string') {
    drafting.leftOut[scale].push(column)
    return
  }
  const askedOf = askedOfRoles(drafting.setting, variable)
  if (variable.condition !== undefined && askedOf.length === 0) drafting.conditional.push(column)
  const id = claimId(drafting, usableId(column))
  const item: DraftedItem = {
    id,
    scale: scaleId(drafting, scale),
    text: hasWords(variable.text) ? variable.text : { en: id },
    ...(id === column ? {} : { aliases: [column] }),
    ...(askedOf.length === 0 ? {} : { asked_of: askedOf }),
  }
  drafting.items.push({ item, variable, range: `${scale.min} ${scale.max}` })
}

type UnnamedScale = Omit<DraftedScale, 'id'>

function numberScale({ range }: CodebookVariable): UnnamedScale | Reason {
  if (range === undefined || !(range[0] < range[1])) return 'left-out.range'
  return { kind: 'continuous', min: range[0], max: range[1], labels: {}, non_responses: [] }
}

/** The scale of a question with answers, where their codes rise or fall in the order of the questionnaire. */
function answerScale(drafting: Drafting, variable: CodebookVariable): UnnamedScale | Reason {
  const { column, answers } = variable
  const typed = answers.map((answer) => ({
    ...answer,
    nonAnswer:
      Object.values(answer.label)
        .map((words) => nonAnswerKind(String(words)))
        .find((kind) => kind !== null) ?? null,
  }))
  const { coded, counted } = codedAnswers(typed)
  const given = coded.filter(({ nonAnswer }) => nonAnswer === null).map(({ number }) => number)
  if (given.length < 2) return 'left-out.few'
  const ends = [given[0] ?? Number.NaN, given.at(-1) ?? Number.NaN] as const
  const [min, max] = ends[0] < ends[1] ? ends : [ends[1], ends[0]]
  const none = coded.flatMap(({ nonAnswer, number, label }) =>
    nonAnswer === null ? [] : [{ code: number, kind: nonAnswer, label }],
  )
  // A code that is no answer within the range leaves a hole in it, and the distances on both sides would not be equal.
  const isBroken = none.some(({ code }) => code >= min && code <= max)
  const isNominal = max - min + 1 > 2 * given.length && !isNamedAtItsEnds(variable, min, max)
  if (!isStepwise(given) || isBroken || isNominal || min < -100 || max > 100) return 'left-out.order'
  if (counted !== null) drafting[counted === 'no-numbers' ? 'numbered' : 'reordered'].push(column)
  for (const { code, kind, label } of none) {
    const words = textIn(label, 'nb')
    drafting.nonAnswers.set(`${words} ${code}`, say(`non-answer.${kind}`, { words, code: String(code) }))
  }
  const labelled = coded.filter(({ nonAnswer, label }) => nonAnswer === null && Object.keys(label).length > 0)
  const codes = counted === null ? undefined : codesOfCounted(coded)
  return {
    kind: 'ordinal',
    min,
    max,
    labels: Object.fromEntries(labelled.map(({ number, label }) => [String(number), label])),
    non_responses: none,
    ...(codes === undefined ? {} : { codes }),
  }
}

/**
 * Whether answers were given between the codes that have names, as on a scale from 1 to 7 whose ends alone are named. Codes such as 1 for yes and 5 for no have
 * nothing between them.
 */
function isNamedAtItsEnds({ answers, seen = [] }: CodebookVariable, min: number, max: number): boolean {
  const named = new Set(answers.map(({ code }) => Number(code)))
  const unnamed = seen.filter((number) => !named.has(number))
  return unnamed.length > 0 && unnamed.every((number) => Number.isInteger(number) && number > min && number < max)
}

/** The scale's id; the same answers are one scale. */
function scaleId({ scales }: Drafting, scale: UnnamedScale): string {
  const key = JSON.stringify(scale)
  const known = scales.find((other) => other.key === key)
  if (known !== undefined) return known.scale.id
  const id = `scale-${scales.length + 1}`
  scales.push({ key, scale: { id, ...scale } })
  return id
}

const hasWords = (text: Text): boolean => Object.values(text).some((words) => String(words).trim() !== '')

/** A name as an id: what ids cannot have becomes `_`. */
function usableId(name: string): string {
  const plain = name
    .normalize('NFC')
    .replace(/[^\p{L}\p{N}_.-]+/gu, '_')
    .replace(/^[^\p{L}\p{N}]+|_+$/gu, '')
    .slice(0, 60)
  return instrumentIdSchema.safeParse(name).success
    ? name
    : instrumentIdSchema.safeParse(plain).success
      ? plain
      : 'item'
}

/** Columns of the engine do not distinguish case. */
function claimId({ taken }: Drafting, wanted: string): string {
  const name = isTakenForItems(wanted) ? `${wanted}-item` : wanted
  const id = taken.has(name.toLowerCase()) ? freeId(name.toLowerCase(), taken) : name
  taken.add(id.toLowerCase())
  return id
}

/** A question that is put under certain answers about the role is asked of these roles, by code and by name, since exports have either. */
function askedOfRoles({ isRole }: DraftSetting, { askedWhen }: CodebookVariable): readonly string[] {
  return askedWhen !== undefined && isRole(askedWhen.column) ? askedWhen.codes : []
}

/** Two items or more that stand under one heading, one after the other, with one range. */
function dimensionsOf(drafting: Drafting): readonly { readonly id: string; readonly label: Text }[] {
  const { items } = drafting
  const found: { readonly id: string; readonly label: Text }[] = []
  let from = 0
  for (let at = 1; at <= items.length; at += 1) {
    if (at < items.length && standsWith(items[from]!, items[at]!)) continue
    const members = items.slice(from, at)
    const block = members[0]?.variable.block ?? null
    if (members.length > 1 && block !== null) {
      const wanted = usableId(block.id === '' ? `dimension-${found.length + 1}` : block.id)
      const id = claimId(drafting, wanted)
      const label = hasWords(block.title) ? block.title : { en: id }
      found.push({ id, label })
      for (const { item } of members) item.dimension = id
    }
    from = at
  }
  return found
}

type Entry = Drafting['items'][number]

function standsWith(first: Entry, next: Entry): boolean {
  const [a, b] = [first.variable, next.variable]
  if (a.block === null || b.block === null || a.kind !== 'choice' || b.kind !== 'choice') return false
  return JSON.stringify(a.block.title) === JSON.stringify(b.block.title) && first.range === next.range
}

const mostNamed = 8

function decisionsOf(drafting: Drafting, dimensions: number): readonly Phrase[] {
  const { items, scales, nonAnswers, leftOut, numbered, reordered, conditional } = drafting
  const named = (
    columns: readonly string[],
  ): { readonly count: number; readonly columns: { readonly list: Label[] } } => ({
    count: columns.length,
    columns: { list: columns.slice(0, mostNamed) },
  })
  const told = (
    key: Reason | 'numbered' | 'reordered' | 'conditional',
    columns: readonly string[],
  ): readonly Phrase[] => (columns.length === 0 ? [] : [say(key, named(columns))])
  return [
    say('drafted', { items: items.length, scales: scales.length, dimensions }),
    ...(nonAnswers.size === 0
      ? []
      : [say('non-answers', { answers: { list: [...nonAnswers.values()].slice(0, mostNamed) } })]),
    ...told('numbered', numbered),
    ...told('reordered', reordered),
    ...told('conditional', conditional),
    ...(Object.keys(leftOut) as Reason[]).flatMap((reason) => told(reason, leftOut[reason])),
  ]
}
