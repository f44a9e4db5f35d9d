import type { Language } from '../core/words'
import { comparable } from '../sources/comparable'
import { orderByNames } from '../instrument/level-order'
import type { AnswerFamily } from './answer-lexicon'
import { answerTokens, scoreAnswer, type ScoredAnswer } from './answer-scores'

/** Answers from the lowest to the highest, and how sure that is. */
export interface AnswerOrder {
  /** Labels of one step stand together: the same answer in several languages. */
  readonly steps: readonly (readonly string[])[]
  /** Places of the steps, −1 … 1; null where words do not give them. */
  readonly scores: readonly number[] | null
  readonly family: AnswerFamily
  /** Every word was understood, and no two answers of a language have one place. */
  readonly isSure: boolean
  /** Which end is the high one is a matter of taste: difficult to easy. */
  readonly isDirectionOpen: boolean
  /** The answers reach from the opposite of something to the thing itself, as from uenig to enig. */
  readonly isBipolar: boolean
  /** A label that may stand in the middle or be no answer at all: “usikker”. */
  readonly doubtful: string | null
}

const near = 1e-9

/**
 * The order of answers by their words: the polarity of what they are about and how much of it, in bokmål, nynorsk, Swedish, Danish and English. Words that the lexicon does not
 * have are understood where the answers share them, or where one is another with a prefix that denies it. Nothing depends on the order in which the labels are given.
 * @param labels distinct, none of them a non-answer
 * @returns null where the words give no order
 */
export function orderAnswers(labels: readonly string[]): AnswerOrder | null {
  const key = labels.toSorted().join('\u0000')
  const known = orders.get(key)
  if (known !== undefined) return known
  const order = orderOf(labels.toSorted())
  if (orders.size >= mostOrders) orders.clear()
  orders.set(key, order)
  return order
}

/** Orders that were found, by their labels: a draft is made anew at every choice of the person. */
const orders = new Map<string, AnswerOrder | null>()
const mostOrders = 1000

function orderOf(labels: readonly string[]): AnswerOrder | null {
  if (labels.length < 2 || labels.length > 60) return null
  const local = { heads: sharedHeads(labels) }
  const scored = labels.map((label) => ({ label, ...scoreAnswer(label, local) }))
  const doubtful = doubtfulMiddle(scored)
  const read = scored.map((each) => (each.label === doubtful ? { ...each, score: 0, family: null } : each))
  const known = read.filter(({ score }) => score !== null)
  const family = commonFamily(read)
  if (known.length < 2 || family === null) return byOtherNames(labels)
  const groups = byLanguage(known)
  const ladders = groups.map((group) => ladderOf(group))
  const isTied = ladders.some((ladder, at) => ladder.length < (groups[at]?.length ?? 0))
  const [longest] = ladders.toSorted((a, b) => b.length - a.length)
  if (longest === undefined || longest.length < 2) return byOtherNames(labels)
  const areAlike = ladders.every((ladder) => ladder.length === longest.length)
  const steps = areAlike
    ? longest.map((_, step) => ladders.flatMap((ladder) => ladder[step]?.labels ?? []))
    : ladderOf(known).map((step) => step.labels)
  const scores = areAlike ? longest.map(({ score }) => score) : ladderOf(known).map(({ score }) => score)
  const unplaced = read.filter(({ score }) => score === null).map(({ label }) => [label])
  return {
    steps: [...steps, ...unplaced].map((step) => step.toSorted()),
    scores: unplaced.length > 0 ? null : scores,
    family,
    isSure:
      !isTied &&
      areAlike &&
      doubtful === null &&
      unplaced.length === 0 &&
      read.every(({ unknown }) => unknown.length === 0) &&
      new Set(
        read.flatMap(({ family: own, isNeutral }) =>
          own === null || isNeutral || own === 'yes-no' || own === 'extent' ? [] : [own],
        ),
      ).size <= 1,
    isDirectionOpen: family === 'difficulty',
    isBipolar: read.some(({ hasOpposite }) => hasOpposite),
    doubtful,
  }
}

/** Times, amounts and words of an order that are not about how much somebody agrees. */
function byOtherNames(labels: readonly string[]): AnswerOrder | null {
  const ordered = orderByNames(labels)
  if (ordered === null) return null
  return {
    steps: ordered.map((label) => [label]),
    scores: null,
    family: 'size',
    isSure: true,
    isDirectionOpen: false,
    isBipolar: false,
    doubtful: null,
  }
}

type Labelled = ScoredAnswer & { readonly label: string }

interface Rung {
  readonly score: number
  readonly labels: readonly string[]
}

function ladderOf(answers: readonly Labelled[]): readonly Rung[] {
  const sorted = answers.toSorted((a, b) => (a.score ?? 0) - (b.score ?? 0) || (a.label < b.label ? -1 : 1))
  const rungs: { score: number; labels: string[] }[] = []
  for (const { score, label } of sorted) {
    const last = rungs.at(-1)
    if (last !== undefined && Math.abs(last.score - (score ?? 0)) < near) last.labels.push(label)
    else rungs.push({ score: score ?? 0, labels: [label] })
  }
  return rungs
}

/** Answers of one language each, where the answers of a column are in several: two languages' words for a step need not be equally strong. */
function byLanguage(answers: readonly Labelled[]): readonly (readonly Labelled[])[] {
  const languages: readonly Language[] = ['nb', 'sv', 'da', 'en']
  const fits = ({ languages: own }: Labelled, language: Language): boolean => own.size === 0 || own.has(language)
  if (languages.some((language) => answers.every((answer) => fits(answer, language)))) return [answers]
  const rest = new Set(answers)
  const groups: Labelled[][] = []
  while (rest.size > 0) {
    const sizes = languages.map((language) => [...rest].filter((answer) => fits(answer, language)).length)
    const best = languages[sizes.indexOf(Math.max(0, sizes[0] ?? 0, sizes[1] ?? 0, sizes[2] ?? 0, sizes[3] ?? 0))]
    const group = best === undefined ? [] : [...rest].filter((answer) => fits(answer, best))
    if (group.length === 0) return [answers]
    for (const answer of group) rest.delete(answer)
    groups.push(group)
  }
  return groups
}

function commonFamily(read: readonly ScoredAnswer[]): AnswerFamily | null {
  const counts = new Map<AnswerFamily, number>()
  for (const { family } of read) if (family !== null) counts.set(family, (counts.get(family) ?? 0) + 1)
  const weak = (family: AnswerFamily): number =>
    family === 'yes-no' || family === 'extent' || family === 'size' ? 1 : 0
  const [best] = [...counts].toSorted((a, b) => weak(a[0]) - weak(b[0]) || b[1] - a[1] || (a[0] < b[0] ? -1 : 1))
  return best?.[0] ?? null
}

/** “Usikker” among answers about something else, with as many answers below as above. */
function doubtfulMiddle(scored: readonly Labelled[]): string | null {
  const candidates = scored.filter(({ family, score }) => family === 'confidence' && (score ?? 0) < 0)
  const [candidate] = candidates
  if (candidate === undefined || candidates.length > 1 || scored.length < 4) return null
  const others = scored.filter((each) => each !== candidate && each.family !== null)
  if (others.some(({ family, isNeutral }) => family === 'confidence' || isNeutral)) return null
  return candidate.label
}

const denials = ['u', 'o', 'un', 'in', 'im', 'ir', 'dis', 'mis', 'miss', 'van']

/** Words that the lexicon does not have and that several answers share, and their opposites. */
function sharedHeads(labels: readonly string[]): ReadonlyMap<string, number> {
  const unknown = labels.map((label) => [...new Set(scoreAnswer(label).unknown)])
  const counts = new Map<string, number>()
  for (const words of unknown) for (const word of words) counts.set(word, (counts.get(word) ?? 0) + 1)
  const heads = new Map<string, number>()
  for (const [word, count] of counts) {
    const opposite = denials.map((denial) => denial + word).find((denied) => counts.has(denied))
    const all = count + (opposite === undefined ? 0 : (counts.get(opposite) ?? 0))
    // Somebody's own subject, as “engasjert” or “hjelper”: most of the answers have it.
    if (all < 2 || (opposite === undefined && all < labels.length * 0.4) || isDenied(word, counts)) continue
    heads.set(word, 0.7)
    if (opposite !== undefined) heads.set(opposite, -0.7)
  }
  return heads
}

const isDenied = (word: string, counts: ReadonlyMap<string, number>): boolean =>
  denials.some((denial) => word.startsWith(denial) && counts.has(word.slice(denial.length)))

/** The words of two labels differ in one only, which is nearly the same. */
export function isMisspeltFrom(label: string, right: string): boolean {
  const [a, b] = [answerTokens(label), answerTokens(right)]
  if (comparable(label) === comparable(right)) return false
  if (a.length !== b.length) return closeness(a.join(''), b.join('')) === 0
  const different = a.flatMap((word, at) => (word === b[at] ? [] : [[word, b[at] ?? ''] as const]))
  const [pair] = different
  if (pair === undefined || different.length > 1) return false
  const [wrong, meant] = pair
  const distance = closeness(wrong, meant)
  // Beside a word that is right, one letter too many or a letter twice in a short one: “Vet eej”.
  if (meant.length < 4) return b.length > 1 && distance === 1 && wrong.length > meant.length && wrong.length < 5
  return distance <= (meant.length >= 8 ? 2 : 1)
}

/** Letters to insert, take away, change or exchange with their neighbour. */
function closeness(a: string, b: string): number {
  if (Math.abs(a.length - b.length) > 2) return 3
  let before: readonly number[] = []
  let previous: readonly number[] = Array.from({ length: b.length + 1 }, (_, index) => index)
  for (let row = 1; row <= a.length; row += 1) {
    const current = [row]
    for (let column = 1; column <= b.length; column += 1) {
      const change = a[row - 1] === b[column - 1] ? 0 : 1
      let cost = Math.min(
        (previous[column] ?? 0) + 1,
        (current[column - 1] ?? 0) + 1,
        (previous[column - 1] ?? 0) + change,
      )
      const isSwapped = row > 1 && column > 1 && a[row - 1] === b[column - 2] && a[row - 2] === b[column - 1]
      if (isSwapped) cost = Math.min(cost, (before[column - 2] ?? 0) + 1)
      current.push(cost)
    }
    before = previous
    previous = current
  }
  return previous[b.length] ?? 0
}
