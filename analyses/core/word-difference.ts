/** A run of words that two texts share, or that only one of them has. */
export interface WordRun {
  readonly kind: 'both' | 'older' | 'newer'
  readonly words: string
}

/** Texts with more words are compared as wholes: nobody reads marks in a page of text, and the table below grows with the product of both. */
const mostWords = 400

/**
 * Two texts as one, word by word: what both have, what only the older and what only the newer has, by their longest common subsequence. Spaces are not compared; case and
 * punctuation are.
 */
export function wordDifference(older: string, newer: string): readonly WordRun[] {
  const [left, right] = [wordsOf(older), wordsOf(newer)]
  if (left.length > mostWords || right.length > mostWords)
    return joined([...left.map((word) => run('older', word)), ...right.map((word) => run('newer', word))])
  const common = lengthsOfCommon(left, right)
  const runs: WordRun[] = []
  let [i, j] = [0, 0]
  while (i < left.length || j < right.length) {
    const [one, other] = [left[i], right[j]]
    if (one !== undefined && one === other) {
      runs.push(run('both', one))
      i += 1
      j += 1
    } else if (one !== undefined && (other === undefined || at(common, i + 1, j) >= at(common, i, j + 1))) {
      runs.push(run('older', one))
      i += 1
    } else {
      runs.push(run('newer', other ?? ''))
      j += 1
    }
  }
  return joined(runs)
}

const wordsOf = (text: string): readonly string[] => text.split(/\s+/u).filter((word) => word !== '')
const run = (kind: WordRun['kind'], words: string): WordRun => ({ kind, words })
const at = (table: readonly (readonly number[])[], row: number, column: number): number => table[row]?.[column] ?? 0

/** Length of the longest common subsequence of what follows each pair of places. */
function lengthsOfCommon(left: readonly string[], right: readonly string[]): readonly (readonly number[])[] {
  const table = Array.from({ length: left.length + 1 }, () => Array.from({ length: right.length + 1 }, () => 0))
  for (let i = left.length - 1; i >= 0; i -= 1) {
    const row = table[i] ?? []
    for (let j = right.length - 1; j >= 0; j -= 1)
      row[j] = left[i] === right[j] ? at(table, i + 1, j + 1) + 1 : Math.max(at(table, i + 1, j), at(table, i, j + 1))
  }
  return table
}

/** Neighbouring runs of one kind as one. */
function joined(runs: readonly WordRun[]): readonly WordRun[] {
  const result: WordRun[] = []
  for (const { kind, words } of runs) {
    const last = result.at(-1)
    if (last?.kind === kind) result[result.length - 1] = run(kind, `${last.words} ${words}`)
    else result.push(run(kind, words))
  }
  return result
}
