import type { Recoding } from '../recoding'

/** Becomes NULL in an integer column. */
export const blankInteger = -2147483648

/** From the spellings of a column to its levels, by code: each spelling is looked up once, and each row costs one look-up of a number. */
export interface LevelCodes {
  /** Puts the codes of levels in the place of those of spellings. */
  recode(codes: Int32Array): void
  /** Texts of the levels by code. */
  levels(): readonly string[]
  levelOf(spelling: string): string | null
}

/** @param spellings those met so far, by code */
export function createLevelCodes(recoding: Recoding, spellings: () => readonly string[]): LevelCodes {
  const codes = new Map<string, number>()
  let levelBySpelling = new Int32Array(0)
  const codeOf = (spelling: string): number => {
    const level = recoding.levelOf(spelling)
    if (level === null) return blankInteger
    const code = codes.get(level) ?? codes.size
    codes.set(level, code)
    return code
  }
  return {
    recode(rows) {
      const known = spellings()
      if (levelBySpelling.length < known.length) levelBySpelling = Int32Array.from(known, codeOf)
      for (let row = 0; row < rows.length; row += 1) {
        const spelling = rows[row] as number
        if (spelling >= 0) rows[row] = levelBySpelling[spelling] as number
      }
    },
    levels: () => [...codes.keys()],
    levelOf: recoding.levelOf,
  }
}
