import { blankByte, nonAnswerCode } from '../core/datasets'
import type { Text } from '../core/words'
import type { ResponseScale } from '../instrument/model'
import { tidy } from '../readers/reader'
import { comparable } from './comparable'

/** What answers that are written with words mean on one scale. */
export interface LabelledAnswers {
  /** The code, a code of `nonAnswerCode`, or undefined for words that are no label; the words of two languages must mean the same. */
  meaningOf(label: string): number | undefined
  /** As `meaningOf`, of a label and its code beside each other; undefined where they disagree. */
  meaningOfBoth(text: string): number | undefined
}

/**
 * @param turnBack the codes of the export, unlike its labels, run the other way
 * @param codes what codes of the export mean, where they are not those of the scale
 */
export function labelledAnswers(
  scale: ResponseScale,
  turnBack: boolean,
  codes: { codeOf(code: number): number | undefined } = { codeOf: (code) => code },
): LabelledAnswers {
  const meanings = labelMeanings(scale)
  const { min, max } = scale
  const isValue = (code: number): boolean => code >= min && code <= max

  function meaningOf(label: string): number | undefined {
    const known = meanings.get(comparable(label))
    if (known !== undefined) return known
    const parts = bilingualParts(label)
    const found = parts.map((part) => meanings.get(comparable(part)))
    return parts.length > 1 && found.every((value) => value === found[0]) ? found[0] : undefined
  }

  function agreed(written: number, label: string): number | undefined {
    const code = codes.codeOf(written) ?? Number.NaN
    const value = meaningOf(label) ?? meaningOf(label.replace(/^[([{]\s*|\s*[)\]}]$/gu, ''))
    if (value === undefined) return undefined
    // A typed non-answer may have any code that is no answer.
    if (value < blankByte) return isValue(code) ? undefined : value
    return value === code || (turnBack && value === min + max - code) ? value : undefined
  }

  return {
    meaningOf,
    meaningOfBoth(text) {
      const plain = tidy(text).replace(/\u2212/gu, '-')
      for (const [code, label] of codesAndLabels(plain)) {
        const value = agreed(code, label)
        if (value !== undefined) return value
      }
      const code = shareOf(plain, max) ?? starsOf(plain, max)
      return code === undefined || !isValue(code) ? undefined : turnBack ? min + max - code : code
    },
  }
}

/** “5 Strongly agree”, “5 – Strongly agree”, “(5) Strongly agree”, “5 (Strongly agree)”, and the same with the code behind: every way to take the two apart. */
export function codesAndLabels(text: string): readonly (readonly [code: number, label: string])[] {
  const before = /^[([{]?\s*(-?\d{1,9})\s*(?:[)\]}]\s*)?[-.:=\u2013\u2014]?\s*(\D.*)$/u.exec(text)
  const behind =
    /^(.*\D)[([{](-?\d{1,9})[)\]}]$/u.exec(text) ?? /^(.*?\D?)\s*[-.:=,\u2013\u2014\s]\s*(\d{1,9})$/u.exec(text)
  return [
    ...(before === null ? [] : [[Number(before[1]), before[2] ?? ''] as const]),
    ...(behind === null
      ? []
      : [[Number(behind[2]), tidy((behind[1] ?? '').replace(/[-.:=,\u2013\u2014\s]+$/u, ''))] as const]),
  ]
}

/** “5/5”, “5 of 5”, “5 av 5”: of the highest code and no other. */
function shareOf(text: string, max: number): number | undefined {
  const [, code, most] = /^(\d{1,9})\s*(?:\/|of|av|out of)\s*(\d{1,9})$/iu.exec(text) ?? []
  return code !== undefined && Number(most) === max ? Number(code) : undefined
}

/** “5 ★”, “★★★☆☆”. */
function starsOf(text: string, max: number): number | undefined {
  const plain = text.replace(/\ufe0f/gu, '')
  const [, code] = /^(\d{1,9})\s*[\u2605\u2b50]$/u.exec(plain) ?? /^[\u2605\u2b50]\s*(\d{1,9})$/u.exec(plain) ?? []
  if (code !== undefined) return Number(code)
  if (!/^[\u2605\u2b50]+\u2606*$/u.test(plain)) return undefined
  const filled = [...plain].filter((star) => star !== '\u2606').length
  return plain.includes('\u2606') && plain.length !== max ? undefined : filled
}

/** A label in several languages: “Strongly agree / Helt enig”. */
function bilingualParts(label: string): readonly string[] {
  const slashed = label.split(/\s*[/|\n]\s*/u)
  if (slashed.length > 1) return slashed
  const [, first, second] = /^(.+?)\s*\((.+)\)$/u.exec(label) ?? /^(.+?)\s+[-\u2013\u2014]\s+(.+)$/u.exec(label) ?? []
  return first === undefined || second === undefined ? [label] : [first, second]
}

/** Every label of the scale in every language → its code. What two codes share means neither. */
function labelMeanings(scale: ResponseScale): ReadonlyMap<string, number> {
  const meanings = new Map<string, number>()
  const shared = new Set<string>()
  const add = (label: Text, value: number): void => {
    for (const text of Object.values(label)) {
      const key = typeof text === 'string' ? comparable(text) : ''
      if (key === '') continue
      if (meanings.has(key) && meanings.get(key) !== value) shared.add(key)
      meanings.set(key, value)
    }
  }
  for (const [code, label] of Object.entries(scale.labels)) add(label, Number(code))
  for (const { kind, label } of scale.nonResponses) add(label, nonAnswerCode[kind])
  for (const key of shared) meanings.delete(key)
  return meanings
}
