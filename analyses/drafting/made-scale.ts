import type { Language, Phrase, Text } from '../core/words'
import type { CodeMap, NonResponseKind } from '../instrument/model'
import type { AnswerFamily } from './answer-lexicon'
import { scoreAnswer } from './answer-scores'
import type { ColumnAnswer } from './column-answers'
import type { DraftQuestion } from './draft'

/** What a scale is named for. */
export type ScaleFamily = Exclude<AnswerFamily, 'size'> | 'points' | 'slider' | 'answers'

/** A scale that was made of the answers that columns share. */
export interface MadeScale {
  readonly id: string
  readonly family: ScaleFamily
  readonly kind: 'ordinal' | 'continuous'
  readonly min: number
  readonly max: number
  readonly steps: readonly MadeStep[]
  readonly nonAnswers: readonly MadeNonAnswer[]
  /** Codes in the file that stand for others of the scale. */
  readonly codes: CodeMap | null
  /** Spellings in this file that are no label of the scale → its code. */
  readonly spellings: CodeMap
  readonly unread: readonly ColumnAnswer[]
  /** Columns from 0. */
  readonly columns: readonly number[]
  /** Whether its columns are items unless something else is known of them. */
  readonly isForItems: boolean
  readonly reason: Phrase
  readonly isSure: boolean
  readonly questions: readonly DraftQuestion[]
}

export interface MadeStep {
  readonly code: number
  readonly labels: readonly string[]
  readonly answers: readonly ColumnAnswer[]
}

export interface MadeNonAnswer {
  readonly answer: ColumnAnswer
  readonly kind: NonResponseKind
  readonly code: number
}

/** A scale of numbers on a line, which has no steps. */
export const continuousScale = (
  scale: Pick<MadeScale, 'id' | 'min' | 'max' | 'columns' | 'reason' | 'isSure' | 'questions'>,
): MadeScale => ({
  ...scale,
  family: 'slider',
  kind: 'continuous',
  steps: [],
  nonAnswers: [],
  codes: null,
  spellings: {},
  unread: [],
  isForItems: true,
})

const usualCodes: Readonly<Record<NonResponseKind, number>> = { dont_know: 98, not_relevant: 97, refused: 99 }

/** Codes for answers that are none: their own where they have one outside the scale. */
export function codedNonAnswers(
  none: readonly { readonly answer: ColumnAnswer; readonly kind: NonResponseKind }[],
  min: number,
  max: number,
): readonly MadeNonAnswer[] {
  const taken = new Set<number>()
  const isFree = (code: number): boolean => !taken.has(code) && (code < min || code > max)
  const own = none.flatMap(({ answer }) => (answer.code === null || !isFree(answer.code) ? [] : [answer.code]))
  const reserved = new Set(own)
  return none.map(({ answer, kind }) => {
    let code = answer.code !== null && isFree(answer.code) ? answer.code : usualCodes[kind]
    while (!isFree(code) || (code !== answer.code && reserved.has(code)))
      code = code >= 90 && code <= 99 ? (code === 99 ? 96 : code === 90 ? 196 : code - 1) : code + 1
    taken.add(code)
    return { answer, kind, code }
  })
}

/** Labels of one step in their languages; what is in none of them is in that of the file. */
export function textOfLabels(labels: readonly string[], language: Language): Text {
  const text: Partial<Record<Language, string>> = {}
  const [only] = labels
  if (labels.length === 1 && only !== undefined) return { [language]: only }
  for (const label of labels) {
    const { languages } = scoreAnswer(label)
    const fits = [language, 'nb', 'sv', 'da', 'en'].filter(
      (each): each is Language => languages.size === 0 || languages.has(each as Language),
    )
    const free = fits.find((each) => text[each] === undefined)
    if (free !== undefined) text[free] = label
  }
  return text
}
