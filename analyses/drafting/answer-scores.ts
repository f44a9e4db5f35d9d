import type { Language } from '../core/words'
import { comparable } from '../sources/comparable'
import { longestPhrase, meaningsOf, type AnswerFamily, type AnswerMark, type LexiconEntry } from './answer-lexicon'

/** What an answer says of its own place. */
export interface ScoredAnswer {
  /** −1 … 1; null where no word of it is known. */
  readonly score: number | null
  readonly family: AnswerFamily | null
  /** Languages in which all of its words are; empty where they are in none, or say nothing. */
  readonly languages: ReadonlySet<Language>
  /** Words that nothing is known of. */
  readonly unknown: readonly string[]
  readonly isNeutral: boolean
  /** One of its words is the opposite of another: uenig, misfornøyd, dårlig. */
  readonly hasOpposite: boolean
}

interface FoundMark {
  readonly mark: AnswerMark
  readonly languages: ReadonlySet<Language>
}

/** Words that are taken for more than they say in general, since the answers beside them show it. */
export interface LocalWords {
  /** Words that the answers share, and what they say. */
  readonly heads: ReadonlyMap<string, number>
}

export const answerTokens = (label: string): readonly string[] =>
  comparable(label)
    .split(/[^\p{L}\p{N}']+/u)
    .filter((token) => token !== '')

/** @param local what the answers beside it show of its words */
export function scoreAnswer(label: string, local: LocalWords = { heads: new Map() }): ScoredAnswer {
  const { found, unknown } = marksOf(answerTokens(label), local)
  const marks = found.map(({ mark }) => mark)
  const told = found.filter(({ mark }) => mark.kind !== 'filler')
  const isNeutral = marks.some(({ kind }) => kind === 'neutral')
  return {
    score: isNeutral ? 0 : placeOf(marks),
    family: familyOf(marks),
    languages: commonLanguages(told.length > 0 ? told : found),
    unknown,
    isNeutral,
    hasOpposite: !isNeutral && marks.some((mark) => mark.kind === 'head' && mark.value < 0 && mark.family !== 'yes-no'),
  }
}

function marksOf(
  tokens: readonly string[],
  local: LocalWords,
): { readonly found: readonly FoundMark[]; readonly unknown: readonly string[] } {
  const found: (readonly LexiconEntry[])[] = []
  const unknown: string[] = []
  for (let at = 0; at < tokens.length;) {
    let length = Math.min(longestPhrase, tokens.length - at)
    while (length > 1 && meaningsOf(tokens.slice(at, at + length).join(' ')).length === 0) length -= 1
    const phrase = tokens.slice(at, at + length).join(' ')
    const meanings = meaningsOf(phrase)
    const head = local.heads.get(phrase)
    if (meanings.length > 0) found.push(meanings)
    else if (head !== undefined)
      found.push([{ mark: { kind: 'head', family: 'other', value: head }, languages: new Set() }])
    else unknown.push(phrase)
    at += length
  }
  return { found: found.map((meanings, at) => chosen(meanings, found.slice(at + 1))), unknown }
}

/** A word that may make more of another one does so where one follows; else it is what it says itself. */
function chosen(meanings: readonly LexiconEntry[], following: readonly (readonly LexiconEntry[])[]): FoundMark {
  const [first] = meanings
  if (first === undefined) throw new Error('a word of the lexicon means something')
  if (meanings.length === 1) return first
  const modifies = (kind: AnswerMark['kind']): boolean => kind === 'force'
  const isFollowed = following.some((next) =>
    next.some(({ mark }) => mark.kind === 'head' || mark.kind === 'degree' || mark.kind === 'often'),
  )
  return (
    meanings.find(({ mark }) => modifies(mark.kind) === isFollowed && mark.kind !== 'filler') ??
    meanings.find(({ mark }) => mark.kind !== 'filler') ??
    first
  )
}

function commonLanguages(found: readonly FoundMark[]): ReadonlySet<Language> {
  let common: ReadonlySet<Language> | null = null as ReadonlySet<Language> | null
  for (const { languages } of found) {
    if (languages.size === 0) continue
    common = common === null ? languages : new Set<Language>([...common].filter((each) => languages.has(each)))
  }
  return common ?? new Set()
}

function familyOf(marks: readonly AnswerMark[]): AnswerFamily | null {
  const heads = marks.flatMap((mark) => (mark.kind === 'head' ? [mark.family] : []))
  const [head] = heads.filter((family) => family !== 'yes-no')
  if (head !== undefined) return head
  if (marks.some(({ kind }) => kind === 'often')) return 'frequency'
  const degrees = marks.flatMap((mark) => (mark.kind === 'degree' ? [mark] : []))
  if (marks.some(({ kind }) => kind === 'noun')) return 'extent'
  if (heads.length > 0) return 'yes-no'
  if (degrees.some(({ isSize }) => isSize === true)) return 'size'
  return degrees.length > 0 || marks.some(({ kind }) => kind === 'at-all' || kind === 'force') ? 'extent' : null
}

/** Where the words put an answer: the sign is that of what it is about, the size how much of it. */
function placeOf(marks: readonly AnswerMark[]): number | null {
  const has = (kind: AnswerMark['kind']): boolean => marks.some((mark) => mark.kind === kind)
  const forces = new Set(marks.flatMap((mark) => (mark.kind === 'force' ? [mark.force] : [])))
  const often = marks.flatMap((mark) => (mark.kind === 'often' ? [mark.value] : []))[0]
  const degree = marks.flatMap((mark) => (mark.kind === 'degree' ? [mark] : []))
  const isNegated = has('not')
  const heads = marks.flatMap((mark) => (mark.kind === 'head' ? [mark] : []))
  const others = heads.filter(({ family }) => family !== 'yes-no')
  const used = others.length > 0 || isNegated ? others : heads
  if (has('at-all')) return -0.98
  if (often !== undefined) return placeOfOften(often, forces)
  if (used.length === 0 && degree.length === 0 && forces.size === 0) return isNegated || heads.length > 0 ? -0.7 : null
  const sign = used.reduce((product, { value }) => product * Math.sign(value), 1)
  const total = degree.some(({ isTotal }) => isTotal === true)
  const amount = amountOf(
    degree.filter((each) => !(total && degree.length > 1 && each.isTotal === true)).at(-1)?.amount,
    used.length === 0 ? undefined : Math.abs(used.at(-1)?.value ?? 0),
    forces,
  )
  if (forces.has('less')) return -0.3 * sign
  if (!isNegated) return sign * amount
  const isWeak =
    total ||
    forces.has('very') ||
    forces.has('extremely') ||
    forces.has('particularly') ||
    degree.some(({ isSize }) => isSize)
  return -sign * (isWeak ? 0.35 : sign < 0 ? 0.3 : amount)
}

function amountOf(degree: number | undefined, head: number | undefined, forces: ReadonlySet<string>): number {
  const isExtreme = forces.has('extremely')
  const isVery = isExtreme || forces.has('very')
  if (degree !== undefined) {
    if (isVery)
      return degree < 0.5 ? degree * (isExtreme ? 0.4 : 0.5) : degree + (0.98 - degree) * (isExtreme ? 0.85 : 0.65)
    if (forces.has('quite')) return degree < 0.5 ? degree + 0.08 : degree - 0.13
    if (forces.has('almost')) return degree > 0.9 ? 0.9 : degree
    return degree
  }
  if (head === undefined) return isExtreme ? 0.9 : isVery ? 0.8 : forces.has('quite') ? 0.6 : 0.5
  if (isVery) return head + (1 - head) * (isExtreme ? 0.85 : 0.67)
  if (forces.has('quite')) return head * 0.86
  return head
}

function placeOfOften(value: number, forces: ReadonlySet<string>): number {
  const isHigh = value > 0.5
  if (forces.has('very') || forces.has('extremely')) return isHigh ? value + (1 - value) * 0.5 : value * 0.6
  if (forces.has('quite')) return isHigh ? value - 0.07 : value + 0.07
  if (forces.has('almost')) return isHigh ? value - 0.07 : value + 0.07
  if (forces.has('less')) return value * 0.8
  return value
}
