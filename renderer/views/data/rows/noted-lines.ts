import type { Note, Values } from '../../../../analyses/core/words'

/** A line of the file that a note of the import names. */
export interface NotedLine {
  readonly line: number
  readonly note: Note
}

const mostLines = 40

/** Lines that the notes name, in the order of the notes; a line that several name stands once. */
export function notedLines(notes: readonly Note[]): readonly NotedLine[] {
  const found = new Map<number, NotedLine>()
  for (const note of notes) for (const line of linesIn(note.about)) found.set(line, found.get(line) ?? { line, note })
  return [...found.values()].slice(0, mostLines)
}

function linesIn(values: unknown): readonly number[] {
  if (typeof values !== 'object' || values === null) return []
  return Object.entries(values as Values).flatMap(([key, value]) =>
    key === 'line' && (typeof value === 'string' || typeof value === 'number') && Number.isInteger(Number(value))
      ? [Number(value)]
      : linesIn(value),
  )
}
