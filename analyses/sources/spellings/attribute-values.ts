import type { AttributeValues } from '../../core/fields'
import { plainSpelling, recodingOf, type Spelling } from '../recoding'
import type { ImportReport } from '../report'
import { proposeMerges, type MergeProposal } from './merge-proposals'
import { sourceOf } from '../registry'

/** A level of an attribute in all sources that have it. */
export interface LevelOfSources {
  readonly level: string
  /** Answers in use that have it. */
  readonly rows: number
  /** The headcount has it. */
  readonly isInvited: boolean
  /** How the files write it. */
  readonly spellings: readonly SourceSpelling[]
}

export interface SourceSpelling {
  readonly source: string
  readonly text: string
  readonly rows: number
}

/** The values of one attribute, of all sources that have it together. */
export interface ValuesOfAttribute {
  readonly attribute: string
  readonly levels: readonly LevelOfSources[]
  /** What is treated as blank. */
  readonly blanked: readonly SourceSpelling[]
}

/** What a source says of attributes: those of people who answered or were invited, or those of organisations that were rated. */
interface AttributesOfSource {
  readonly source: string
  /** Null where its rows are not counted: those of a headcount. */
  readonly attributes: readonly string[] | null
  readonly spellings: Readonly<Record<string, readonly Spelling[]>>
}

/** The values of each attribute of the survey, in the order of the sources, and then those of inventories that the survey does not have. */
export function valuesOfAttributes(reports: readonly ImportReport[]): readonly ValuesOfAttribute[] {
  const survey: AttributesOfSource[] = []
  const inventories: AttributesOfSource[] = []
  for (const report of reports) {
    const part = sourceOf(report.kind).part(report)
    const { source } = report
    if (part.data === 'survey')
      survey.push({ source, attributes: part.answers?.attributes ?? null, spellings: part.spellings })
    if (part.data === 'inventory')
      inventories.push({ source, attributes: Object.keys(part.spellings), spellings: part.spellings })
  }
  const own = valuesIn(survey)
  const known = new Set(own.map(({ attribute }) => attribute))
  return [...own, ...valuesIn(inventories).filter(({ attribute }) => !known.has(attribute))]
}

function valuesIn(parts: readonly AttributesOfSource[]): readonly ValuesOfAttribute[] {
  const attributes = new Set(parts.flatMap((part) => part.attributes ?? []))
  return [...attributes].map((attribute) => {
    const levels = new Map<string, { rows: number; isInvited: boolean; spellings: SourceSpelling[] }>()
    const blanked: SourceSpelling[] = []
    for (const { source, attributes: counted, spellings } of parts) {
      for (const { text, level, rows } of spellings[attribute] ?? []) {
        const spelling = { source, text, rows }
        if (level === null) {
          blanked.push(spelling)
          continue
        }
        const known = levels.get(level) ?? { rows: 0, isInvited: false, spellings: [] }
        if (counted === null) known.isInvited = true
        else known.rows += rows
        known.spellings.push(spelling)
        levels.set(level, known)
      }
    }
    return { attribute, levels: [...levels].map(([level, found]) => ({ level, ...found })), blanked }
  })
}

/** Levels that may be one. Those of the headcount are the names of the organisations, but for those that the headcount itself has twice. */
export function proposalsFor({ attribute, levels }: ValuesOfAttribute): readonly MergeProposal[] {
  const invited = levels.filter(({ isInvited }) => isInvited).map(({ level }) => level)
  const counted = invited.map((text) => ({ text, rows: 1 }))
  const twice = new Set(proposeMerges(attribute, counted).map(({ from }) => from))
  const spellings = levels.flatMap(({ level, rows }) => (rows > 0 || twice.has(level) ? [{ text: level, rows }] : []))
  return proposeMerges(
    attribute,
    spellings,
    invited.filter((level) => !twice.has(level)),
  )
}

/** What a source declares once proposals are followed, each of which names a level and the one that it becomes. */
export function withMerges(
  values: AttributeValues | undefined,
  { attribute, levels }: ValuesOfAttribute,
  source: string,
  merges: readonly { readonly from: string; readonly into: string | null }[],
): AttributeValues | undefined {
  const becomes = new Map(merges.map(({ from, into }) => [from, into]))
  const changed = levels.flatMap(({ level, spellings }) => {
    const into = becomes.get(level)
    return into === undefined
      ? []
      : spellings.flatMap((spelling) => (spelling.source === source ? [[spelling.text, into] as const] : []))
  })
  return withSpellings(values, attribute, new Map(changed))
}

/** What a source declares once spellings of an attribute are levels of their own again. */
export const restoredValues = (
  values: AttributeValues | undefined,
  attribute: string,
  texts: readonly string[],
): AttributeValues | undefined => withSpellings(values, attribute, new Map(texts.map((text) => [text, text])))

function withSpellings(
  values: AttributeValues | undefined,
  attribute: string,
  changed: ReadonlyMap<string, string | null>,
): AttributeValues | undefined {
  if (changed.size === 0) return values
  const declared = recodingOf(values, attribute)?.declared ?? new Map<string, string | null>()
  const entries = [...declared, ...[...changed].map(([text, level]) => [plainSpelling(text), level] as const)]
  const own = Object.fromEntries([...new Map(entries)].filter(([text, level]) => text !== level))
  const others = Object.entries(values ?? {}).filter(([id]) => id !== attribute)
  const next = [...others, ...(Object.keys(own).length === 0 ? [] : [[attribute, own] as const])]
  return next.length === 0 ? undefined : Object.fromEntries(next)
}
