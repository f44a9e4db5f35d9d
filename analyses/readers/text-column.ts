import { mostRecordsPerBlock, type ValueColumn } from './reader'

/** Different texts of a column that are kept as levels; one with more holds free text or ids. */
const mostLevels = 50_000

/** A column of texts that is filled block by block. Texts that repeat are kept once. */
export interface TextColumn {
  /** @param row within the block, from 0; an empty text is none */
  put(row: number, text: string | null): void
  /** The column of the block that has been filled; valid until the next is. */
  column(): ValueColumn
}

/** @param most rows of a block */
export function createTextColumn(most = mostRecordsPerBlock): TextColumn {
  const codes = new Int32Array(most)
  const levels: string[] = []
  const places = new Map<string, number>()
  let texts: (string | null)[] | null = null
  return {
    put(row, text) {
      const given = text === '' ? null : text
      if (texts !== null) {
        texts[row] = given
        return
      }
      let code = given === null ? -1 : places.get(given)
      if (code === undefined && given !== null) {
        code = levels.push(given) - 1
        places.set(given, code)
      }
      codes[row] = code ?? -1
      if (levels.length > mostLevels)
        texts = Array.from(codes.subarray(0, row + 1), (earlier) => levels[earlier] ?? null)
    },
    column: () => (texts === null ? { kind: 'levels', codes, levels } : { kind: 'texts', values: texts }),
  }
}
