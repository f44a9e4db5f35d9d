import { decodeSingleByte } from '../single-byte'

/**
 * UTF-8 that was taken for windows-1252 and written as UTF-8 once more: `å` has become `Ã¥`.
 */

/** The byte of each character of windows-1252 beyond ASCII. */
const byteOfCharacter: ReadonlyMap<string, number> = new Map(
  Array.from({ length: 128 }, (_, index): [string, number] => {
    const byte = Uint8Array.of(index + 0x80)
    return [decodeSingleByte('windows-1252', byte, 0, 1), index + 0x80]
  }),
)

// Some programs kept the controls of ISO 8859-1 where others had the characters of windows-1252.
const runs =
  /[\u0080-\u00ff\u0152\u0153\u0160\u0161\u0178\u017d\u017e\u0192\u02c6\u02dc\u2013-\u2022\u2026\u2030\u2039\u203a\u20ac\u2122]{2,}/gu

const strict = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })

/** What a run of characters was before it was encoded once more; null where it was nothing else. */
function once(run: string): string | null {
  const bytes = Uint8Array.from(run, (character) => byteOfCharacter.get(character) ?? character.charCodeAt(0))
  try {
    return strict.decode(bytes)
  } catch {
    return null
  }
}

/** A text that was encoded more often than this, after the first time, stays partly as it is. */
export const mostUndone = 4

/** The text with every run that was encoded twice, or up to five times, as it was; text that was encoded once stays as it is. */
export function undoFurtherEncodings(text: string): string {
  let current = text
  for (let undone = 0; undone < mostUndone; undone += 1) {
    const before = undoOne(current)
    if (before === current) break
    current = before
  }
  return current
}

const undoOne = (text: string): string => text.replace(runs, (run) => once(run) ?? run)

/** How often a text in which most runs were encoded twice is to be decoded once more until that is no longer so; at most `mostUndone` + 1. */
export function countFurtherEncodings(text: string): number {
  let current = text
  for (let undone = 0; undone <= mostUndone; undone += 1) {
    const { twice, others } = countTwiceEncoded(current)
    if (twice === 0 || twice < others) return undone
    current = undoOne(current)
  }
  return mostUndone + 1
}

/** How many runs of a text were encoded twice, and how many characters beyond ASCII stand outside them. */
export function countTwiceEncoded(text: string): { readonly twice: number; readonly others: number } {
  let twice = 0
  const rest = text.replace(runs, (run) => {
    if (once(run) === null) return run
    twice += 1
    return ''
  })
  return { twice, others: rest.match(/[\u0080-\uffff]/gu)?.length ?? 0 }
}
