import { blankByte } from '../core/datasets'
import { mappedCode, plainCode } from '../instrument/code-map'
import type { CodeMap, ResponseScale } from '../instrument/model'
import type { ColumnLevel } from '../readers/reader'
import { labelledAnswers } from './labelled-answers'

/** What the codes of one column mean on the scale of its item. */
export interface AnswerCodes {
  /** Code of the scale, or of one of its typed non-answers; undefined for a code of which nobody knows what it means. */
  codeOf(code: number): number | undefined
  /** As `codeOf`, of a code that is a text. */
  codeOfText(text: string): number | undefined
  /** Codes by whose name in the file it is known what was answered: a code of the scale, or one of `nonAnswerCode`. */
  readonly byName: ReadonlyMap<number | string, number>
  /** How codes that differ from those of the scale are understood; null where they are those of the scale. */
  readonly translation: Translation | null
}

export interface Translation {
  /** Who says so: a person, or the names that the file has for its codes. */
  readonly basis: 'declared' | 'names'
  readonly pairs: readonly (readonly [code: string, meaning: number])[]
}

/** Codes as the scale has them. */
export const ownCodes: AnswerCodes = {
  codeOf: (code) => code,
  codeOfText: () => undefined,
  byName: new Map(),
  translation: null,
}

/**
 * What a source declares goes before the names that the file has for its codes, these before the map of the scale, which is for other exports where they contradict it, and that
 * before the codes themselves. Where the names show that the codes are others than those of the scale, a code without a name is understood only where those with one rise or fall
 * one by one with the scale.
 * @param declared of the source
 * @param named what the file says that its codes stand for
 */
export function answerCodes(
  scale: ResponseScale,
  declared: CodeMap | undefined,
  named: readonly ColumnLevel[] = [],
): AnswerCodes {
  const byName = meaningsByName(scale, named)
  if (declared !== undefined) return mappedCodes(scale, declared, byName)
  const answers = [...byName].flatMap(([code, meaning]) =>
    typeof code === 'number' && meaning > blankByte ? [[code, meaning] as const] : [],
  )
  if (scale.codes !== undefined) {
    const meaningOf = mappedCode(scale.codes, scale)
    const isContradicted = answers.some(([code, meaning]) => meaningOf(String(code)) !== meaning)
    if (!isContradicted) return mappedCodes(scale, scale.codes, byName)
  }
  if (answers.every(([code, meaning]) => code === meaning)) return { ...ownCodes, byName }
  return {
    codeOf: answers.length === 1 ? besideOne(scale, answers) : amongSeveral(scale, answers),
    codeOfText: () => undefined,
    byName,
    translation: { basis: 'names', pairs: answers.map(([code, meaning]) => [String(code), meaning]) },
  }
}

function mappedCodes(scale: ResponseScale, codes: CodeMap, byName: AnswerCodes['byName']): AnswerCodes {
  const meaningOf = mappedCode(codes, scale)
  const meanings = new Map(Object.entries(codes).map(([code, meaning]) => [plainCode(code), meaning]))
  return {
    codeOf: (code) => meaningOf(String(code)),
    codeOfText: (text) => meanings.get(plainCode(text)),
    byName: new Map([...byName].filter(([code]) => !meanings.has(plainCode(String(code))))),
    translation: { basis: 'declared', pairs: Object.entries(codes) },
  }
}

/** Codes of a file whose names the scale knows → what was answered. */
function meaningsByName(scale: ResponseScale, named: readonly ColumnLevel[]): ReadonlyMap<number | string, number> {
  const answers = labelledAnswers(scale, false)
  return new Map(
    named.flatMap(({ value, label }): [number | string, number][] => {
      const meaning = answers.meaningOf(label)
      return meaning === undefined ? [] : [[value, meaning]]
    }),
  )
}

type NamedAnswers = readonly (readonly [code: number, meaning: number])[]

/** One name shows no more than that its code is another one: the others keep their meaning, but for the code of that answer. */
function besideOne(scale: ResponseScale, answers: NamedAnswers): AnswerCodes['codeOf'] {
  const meaningOf = mappedCode(Object.fromEntries(answers), scale)
  return (code) => meaningOf(String(code))
}

/** Several names show what the codes between them are, or that this cannot be known. */
function amongSeveral(scale: ResponseScale, answers: NamedAnswers): AnswerCodes['codeOf'] {
  const step = commonStep(answers)
  const isNonAnswer = (code: number): boolean => scale.nonResponses.some((answer) => answer.code === code)
  return (code) => {
    const value = step === null ? Number.NaN : step.at + step.by * code
    return value >= scale.min && value <= scale.max ? value : isNonAnswer(code) ? code : undefined
  }
}

/** The line `at + by × code`, with a step of one, on which all answers lie; null where there is none. */
function commonStep(answers: NamedAnswers): { readonly at: number; readonly by: 1 | -1 } | null {
  const [first] = answers
  if (first === undefined) return null
  for (const by of [1, -1] as const) {
    const at = first[1] - by * first[0]
    if (answers.every(([code, meaning]) => meaning === at + by * code)) return { at, by }
  }
  return null
}
