import { knownHeader } from './headers'

/** What a table shows of one of its columns. */
export interface SeenColumn {
  readonly header: string
  /** Cells that hold something. */
  readonly n: number
  readonly distinct: number
}

/** A table with more rows is one of answers: no questionnaire comes near. */
const mostQuestions = 2000
/** Beside the words of the questions so many columns say something of them. */
const fewestBeside = 2
/** So many of the questions have words, and words of their own. */
const share = 0.9

const ofItems = ['id', 'dimension', 'text', 'scale', 'values', 'min', 'max', 'reversed', 'asked_of'] as const

/**
 * Whether a table seems to be a codebook that somebody keeps by hand rather than answers: a row a question, each with words of its own, and columns beside them that say how it is
 * answered or where it belongs. Only a person can know it.
 * @param rows of the table, without its headers
 */
export function isCodebookByHand(columns: readonly SeenColumn[], rows: number): boolean {
  if (rows < 2 || rows > mostQuestions) return false
  const known = new Map(columns.map((column) => [knownHeader(column.header, ofItems)?.column, column]))
  const text = known.get('text')
  const beside = [...known.keys()].filter((column) => column !== undefined && column !== 'text').length
  return text !== undefined && beside >= fewestBeside && text.n >= rows * share && text.distinct >= text.n * share
}
