import { isMappable } from '../core/fields'
import { codeMapFaults } from '../instrument/code-map'
import { orderByNames } from '../instrument/level-order'
import type { CodeMap, NonResponseKind } from '../instrument/model'
import type { CodebookAnswer } from './codebook'

/** An answer of a codebook, and whether it is none. */
export interface TypedAnswer extends CodebookAnswer {
  readonly nonAnswer: NonResponseKind | null
}

/** An answer with the code that it has on the scale. */
export interface CodedAnswer extends TypedAnswer {
  readonly number: number
}

/**
 * The answers with numbers as codes, the order of the questionnaire kept.
 * @returns `counted` where the codes do not serve as numbers: because they are none, or because their words have another order, as with choice ids. Such answers are counted from 1,
 * what is no answer after the others.
 */
export function codedAnswers(answers: readonly TypedAnswer[]): {
  readonly coded: readonly CodedAnswer[]
  readonly counted: 'no-numbers' | 'other-order' | null
} {
  const [given, none] = [true, false].map((isGiven) =>
    answers.filter(({ nonAnswer }) => (nonAnswer === null) === isGiven),
  )
  const inOrder = (first: readonly TypedAnswer[]): readonly CodedAnswer[] =>
    [...first, ...(none ?? [])].map((answer, index) => ({ ...answer, number: index + 1 }))
  // What is no answer may stand far from the scale: 9999, or the large numbers with which Stata stores `.a` to `.z`.
  const hasNumbers = answers.every(({ code, nonAnswer }) =>
    (nonAnswer === null ? /^-?\d{1,3}$/ : /^-?\d{1,15}$/).test(code),
  )
  if (!hasNumbers) return { coded: inOrder(given ?? []), counted: 'no-numbers' }
  const byWords = orderOfWords(given ?? [])
  if (byWords !== null && !isStepwise(byWords.map(({ code }) => Number(code))))
    return { coded: inOrder(byWords), counted: 'other-order' }
  return { coded: answers.map((answer) => ({ ...answer, number: Number(answer.code) })), counted: null }
}

/** Whether numbers rise, or fall, from each to the next. */
export const isStepwise = (numbers: readonly number[]): boolean =>
  [1, -1].some((way) => numbers.every((number, index) => index === 0 || way * (number - (numbers[index - 1] ?? 0)) > 0))

/** Answers in the order that their words have in one of the languages; null where they have none. */
function orderOfWords(answers: readonly TypedAnswer[]): readonly TypedAnswer[] | null {
  for (const language of ['nb', 'sv', 'da', 'en'] as const) {
    const words = answers.map(({ label }) => label[language] ?? '')
    if (words.includes('') || new Set(words).size < words.length) continue
    const order = orderByNames(words)
    if (order !== null) return order.flatMap((word) => answers[words.indexOf(word)] ?? [])
  }
  return null
}

/** What the codes of the export stand for on a scale of counted answers; undefined where two of them cannot be told apart. */
export function codesOfCounted(coded: readonly CodedAnswer[]): CodeMap | undefined {
  if (coded.some(({ code }) => code.trim() === '' || !isMappable(code))) return undefined
  const codes = Object.fromEntries(coded.map(({ code, number }) => [code, number]))
  const scale = { min: 1, max: coded.length, nonResponses: [] }
  return Object.keys(codes).length < coded.length || codeMapFaults(codes, scale).length > 0 ? undefined : codes
}
