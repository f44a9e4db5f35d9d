import { usualAttribute } from '../columns'
import { likenessOf, namesPlace, speltOf, type LikenessReason, type Spelt } from './likeness'
import { foldedLetters, type NameKind } from './name-parts'
import { countryNumber, usualRole } from './role-words'

/** Two spellings that may be one level: shown to a person with the reason, and never merged unasked. */
export interface MergeProposal {
  readonly from: string
  readonly into: string
  /** 0 … 1: how sure it is. */
  readonly score: number
  readonly reason: LikenessReason | 'role' | 'country'
  /** Rows that have the spelling. */
  readonly rows: number
}

/** A way in which an attribute is written, and the rows that have it. */
export interface CountedSpelling {
  readonly text: string
  readonly rows: number
}

/** An attribute with more spellings is a list of persons or of free text. */
const mostSpellings = 1500
/** Two names that a spelling is about as like cannot be told apart by it. */
const sameScore = 0.03
/** Share of the spellings that must be usual words of roles, for those of an attribute of another name to be roles. */
const mostlyRoles = 0.6

/**
 * Spellings of an attribute that may be one level. Which of them is the name of the level, the known names decide, else the list of municipalities where one of
 * them is misspelt, else the number of rows.
 * @param known names of the organisation tree or the headcount: two of them are never one
 */
export function proposeMerges(
  attribute: string,
  spellings: readonly CountedSpelling[],
  known: readonly string[] = [],
): readonly MergeProposal[] {
  if (spellings.length > mostSpellings) return []
  const byMeaning = [...roleProposals(attribute, spellings), ...countryProposals(attribute, spellings, known)]
  const meant = new Set(byMeaning.map(({ from }) => from))
  const rest = spellings.filter(({ text }) => !meant.has(text))
  return [...byMeaning, ...nameProposals(rest, known)]
}

const headerOf = (name: string): Parameters<typeof usualAttribute>[0] => ({
  position: 1,
  name,
  names: [name],
  isRowNumber: false,
})

function roleProposals(attribute: string, spellings: readonly CountedSpelling[]): readonly MergeProposal[] {
  const roles = spellings.flatMap(({ text, rows }) => {
    const role = usualRole(text)
    return role === null ? [] : [{ from: text, into: role, score: 0.9, reason: 'role', rows } as const]
  })
  const isRole = usualAttribute(headerOf(attribute)) === 'role'
  const areRoles = roles.length >= 2 && roles.length >= mostlyRoles * spellings.length
  return isRole || areRoles ? roles.filter(({ from, into }) => from !== into) : []
}

function countryProposals(
  attribute: string,
  spellings: readonly CountedSpelling[],
  known: readonly string[],
): readonly MergeProposal[] {
  if (usualAttribute(headerOf(attribute)) !== 'country') return []
  const byRows = spellings.toSorted((a, b) => b.rows - a.rows)
  return spellings.flatMap(({ text, rows }): readonly MergeProposal[] => {
    const country = countryNumber(text)
    if (country === null) return []
    const isSame = (name: string): boolean => countryNumber(name) === country
    const into = known.find(isSame) ?? byRows.find((other) => isSame(other.text))?.text ?? text
    return text === into ? [] : [{ from: text, into, score: 0.9, reason: 'country', rows }]
  })
}

/** A spelling that others may be merged into. */
interface Head extends Spelt {
  readonly isKnown: boolean
}

function nameProposals(spellings: readonly CountedSpelling[], known: readonly string[]): readonly MergeProposal[] {
  const names = new Set(known)
  const rowsOf = new Map(spellings.map(({ text, rows }) => [text, rows]))
  const all: readonly Head[] = [...new Set([...known, ...spellings.map(({ text }) => text)])].map((text) => ({
    ...speltOf(text, rowsOf.get(text) ?? 0),
    isKnown: names.has(text),
  }))
  const agree = kindsThatAgree(all)
  const heads = new Map<string, Head[]>()
  const proposals: MergeProposal[] = []
  for (const each of inOrderOfNames(all)) {
    const candidates = each.isKnown
      ? []
      : each.lost === null
        ? (heads.get(keyOf(each)) ?? [])
        : [...heads.values()].flat()
    const best = bestOf(each, candidates, agree)
    if (best !== null) {
      proposals.push({ from: each.text, into: best.into.text, ...best.likeness, rows: each.rows })
      continue
    }
    const own = heads.get(keyOf(each)) ?? []
    own.push(each)
    heads.set(keyOf(each), own)
  }
  return proposals.filter(({ from }) => rowsOf.has(from))
}

/** The first letter, which hardly anybody misspells: spellings with another are not compared. */
const keyOf = ({ parts }: Spelt): string => (foldedLetters(parts.words[0]?.text ?? parts.whole)[0] ?? '').charAt(0)

/** Those that others are merged into come first: known names, names of municipalities, then spellings by their rows. */
function inOrderOfNames(all: readonly Head[]): readonly Head[] {
  const capitals = ({ text }: Spelt): boolean => text === text.toUpperCase() && text !== text.toLowerCase()
  const rank = (each: Head): number => (each.isKnown ? 0 : each.lost !== null ? 3 : namesPlace(each) ? 1 : 2)
  return all.toSorted((a, b) => rank(a) - rank(b) || b.rows - a.rows || Number(capitals(a)) - Number(capitals(b)))
}

function bestOf(
  from: Head,
  candidates: readonly Head[],
  agree: (a: Spelt, b: Spelt) => boolean,
): { readonly into: Head; readonly likeness: { readonly score: number; readonly reason: LikenessReason } } | null {
  const found = candidates
    .flatMap((into) => {
      const likeness = likenessOf(from, into, agree(from, into))
      return likeness === null ? [] : [{ into, likeness }]
    })
    .toSorted((a, b) => b.likeness.score - a.likeness.score)
  const [best, next] = found
  if (best === undefined) return null
  const isUnsure = next !== undefined && best.likeness.score - next.likeness.score < sameScore
  return isUnsure && best.likeness.reason !== 'writing' ? null : best
}

/**
 * Whether two names may be of one organisation by what they say it is: alike, or one of them says nothing. A name that says nothing may be a municipality; it is a
 * hospital, a county or a region only where most names that say something say that, and nothing of two kinds that have its name.
 */
function kindsThatAgree(all: readonly Spelt[]): (a: Spelt, b: Spelt) => boolean {
  const kindsOf = new Map<string, Set<NameKind>>()
  const counts = new Map<NameKind, number>()
  for (const { parts, forms } of all) {
    if (parts.kind === null) continue
    counts.set(parts.kind, (counts.get(parts.kind) ?? 0) + 1)
    for (const form of forms) kindsOf.set(form, (kindsOf.get(form) ?? new Set()).add(parts.kind))
  }
  const canBeMeant = (kind: NameKind): boolean =>
    kind === 'municipality' || (!counts.has('municipality') && 2 * (counts.get(kind) ?? 0) > all.length)
  return (a, b) => {
    const [one, other] = [a.parts.kind, b.parts.kind]
    if (one === other) return true
    const kind = one ?? other
    if (kind === null || (one !== null && other !== null)) return false
    const bare = (one === null ? a : b).forms
    return canBeMeant(kind) && bare.every((form) => (kindsOf.get(form)?.size ?? 0) <= 1)
  }
}
