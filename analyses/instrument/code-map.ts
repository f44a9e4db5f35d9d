import type { CodeMap, ResponseScale } from './model'

/** Why a map cannot be used: it names a code that the scale does not have, or two codes of the file mean the same answer. */
export type CodeMapFault =
  | { readonly fault: 'unknown'; readonly code: string; readonly meaning: number }
  | { readonly fault: 'twice'; readonly code: string; readonly first: string; readonly meaning: number }

interface MappedScale extends Pick<ResponseScale, 'min' | 'max'> {
  readonly nonResponses: readonly { readonly code: number }[]
}

/** A code as it is compared: `9`, `09` and `9.0` are one. */
export const plainCode = (code: string): string => (code.trim() === '' ? '' : numberOr(code.trim()))

function numberOr(code: string): string {
  const number = Number(code.replace(/^\u2212/u, '-').replace(',', '.'))
  return Number.isNaN(number) ? code.toLowerCase() : String(number)
}

const isAnswer = ({ min, max }: MappedScale, code: number): boolean => code >= min && code <= max

/** Words rather than a code or an id: of letters, and longer than an id without a digit. */
const areWords = (code: string): boolean => (/^[^\p{N}]{4,}$/u.test(code) && /\p{L}{2}/u.test(code)) || isNumbered(code)

/** A code with the words of its answer, such as “5 - Helt enigg”: a way of writing the code that it begins with. */
const isNumbered = (code: string): boolean => /^\s*\d+\s*[-.:)=\u2013\u2014]?\s+\p{L}{2}[^\p{N}]*$/u.test(code)

/** What is wrong with a map. Several codes of a file may stand for one typed non-answer, but only one for an answer; how an answer is spelt may differ in any number of ways. */
export function codeMapFaults(codes: CodeMap, scale: MappedScale): readonly CodeMapFault[] {
  const faults: CodeMapFault[] = []
  const byMeaning = new Map<number, string>()
  const byCode = new Map<string, string>()
  for (const [code, meaning] of Object.entries(codes)) {
    const same = byCode.get(plainCode(code))
    byCode.set(plainCode(code), code)
    if (!isAnswer(scale, meaning) && !scale.nonResponses.some((answer) => answer.code === meaning)) {
      faults.push({ fault: 'unknown', code, meaning })
      continue
    }
    const first = same ?? (isAnswer(scale, meaning) && !areWords(code) ? byMeaning.get(meaning) : undefined)
    if (first !== undefined) faults.push({ fault: 'twice', code, first, meaning })
    if (!areWords(code)) byMeaning.set(meaning, code)
  }
  return faults
}

/**
 * The code of the scale that a code of the file stands for. A code that the map does not name keeps its meaning, unless the map gives that meaning to another code.
 * @returns undefined for a code that then means nothing
 */
export function mappedCode(codes: CodeMap, scale: MappedScale): (code: string) => number | undefined {
  const meanings = new Map(Object.entries(codes).map(([code, meaning]) => [plainCode(code), meaning]))
  const taken = new Set(
    [...meanings].flatMap(([code, meaning]) => (isAnswer(scale, meaning) && !isNumbered(code) ? [meaning] : [])),
  )
  return (code) => {
    const plain = plainCode(code)
    const meaning = meanings.get(plain)
    if (meaning !== undefined) return meaning
    const own = Number(plain)
    return plain === '' || Number.isNaN(own) || taken.has(own) ? undefined : own
  }
}

/** How a fault is said: the message and its values. @param owner the scale or item that has the map */
export function faultMessage(
  found: CodeMapFault,
  owner: string,
  { min, max, nonResponses }: MappedScale,
): readonly [code: 'recipe:codes-unknown' | 'recipe:codes-twice', about: Readonly<Record<string, string>>] {
  const about = { id: owner, code: found.code, meaning: String(found.meaning) }
  if (found.fault === 'twice') return ['recipe:codes-twice', { ...about, first: found.first }]
  const others = nonResponses.map(({ code }) => String(code)).join(', ')
  return ['recipe:codes-unknown', { ...about, min: String(min), max: String(max), others }]
}
