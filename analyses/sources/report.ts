import { InputError, type AbortState } from '../core/errors'
import { shortened } from '../core/shortened'
import type { Label, Note, Phrase, Value } from '../core/words'
import type { ColumnUse } from './columns'
import type { DataFile } from '../readers/data-file'
import type { Dialect } from '../readers/reader'

/** The outcome of importing one file. Plain data. */
export interface ImportReport {
  readonly source: string
  readonly kind: string
  readonly file: string
  readonly size: number
  readonly sha256: string
  /** Records after the header; equals `rowsUsed` plus all of `leftOut`. */
  readonly rowsRead: number
  readonly rowsUsed: number
  /** Rows that were read and are not in the engine, by why: message `left-out.<reason>`. */
  readonly leftOut: Readonly<Record<string, number>>
  /** Lines without any character, which are no records. */
  readonly blankLines: number
  /** Id of the format. */
  readonly format: string
  readonly dialect: Dialect
  /** How certain the dialect is, 0 … 1. */
  readonly confidence: number
  readonly reasons: readonly Phrase[]
  readonly columns: readonly ColumnUse[]
  /** Cells that were read as others than the file holds; absent where there are none. */
  readonly corrected?: number
  readonly notes: readonly Note[]
}

export interface LoadProgress {
  readonly phase: 'reading' | 'storing'
  readonly bytesRead: number
  readonly bytesTotal: number
  readonly rowsRead: number
}

export interface LoadOptions {
  readonly onProgress?: (progress: LoadProgress) => void
  readonly abort?: AbortState | undefined
  /** Gives the SHA-256 (hexadecimal) when it is known already or computed elsewhere; else the file's own way, else the bytes are digested as they pass. */
  readonly hash?: (file: DataFile) => Promise<string>
}

/** Most cells named one by one in a note. */
const mostExamples = 5

interface Trouble {
  count: number
  readonly examples: { readonly row: number; readonly line: number; readonly value: string }[]
}

/** Counts cells that could not be used, and remembers the first of each kind and column. */
export interface CellTroubles<Kind extends string> {
  add(kind: Kind, column: number, row: number, line: number, value: string): void
  /** In the order of the columns. */
  entries(): readonly {
    readonly kind: Kind
    readonly column: number
    readonly count: number
    readonly examples: Label
  }[]
}

export function createCellTroubles<Kind extends string>(): CellTroubles<Kind> {
  const troubles = new Map<string, Trouble & { readonly kind: Kind; readonly column: number }>()
  return {
    add(kind, column, row, line, value) {
      const key = `${column} ${kind}`
      let trouble = troubles.get(key)
      if (trouble === undefined) {
        trouble = { kind, column, count: 0, examples: [] }
        troubles.set(key, trouble)
      }
      trouble.count += 1
      if (trouble.examples.length < mostExamples) trouble.examples.push({ row, line, value: briefly(value) })
    },
    entries: () =>
      [...troubles.values()]
        .sort((a, b) => a.column - b.column)
        .map(({ kind, column, count, examples }) => ({
          kind,
          column,
          count,
          examples: { list: examples.map(({ line, value }) => exampleOf(line, value)) },
        })),
  }
}

/** A cell by its line, with what stands in it. */
export function exampleOf(line: number, value: string): Phrase {
  return value.trim() === ''
    ? { message: 'ingest:example-blank', values: { line: String(line) } }
    : { message: 'ingest:example', values: { line: String(line), value } }
}

/**
 * A note of an import without what stands in cells, for everything that leaves the workbench: cells hold what persons wrote. The screen of the import and the command `check`
 * name them.
 */
export function withoutCells(note: Note): Note {
  return Object.hasOwn(note.about, 'examples')
    ? { ...note, about: { ...note.about, examples: { message: 'ingest:examples-unsaid' } } }
    : note
}

/** Numbers of a survey's notes that count people, their answers or their rows, by the key of the message. Every other number there counts items, columns or names. */
const countsOfPeople: Readonly<Record<string, readonly string[]>> = {
  'unfinished-set-aside': ['count'],
  'background-of-record': ['count'],
  'respondent-twice': ['count'],
  'respondent-in-other-source': ['count'],
  'out-of-range': ['count'],
  'code-not-known': ['count'],
  unreadable: ['count'],
  'blank-word': ['count'],
  'weight-unusable': ['count'],
  'zero-weights': ['count'],
  'attribute-blank': ['count'],
  'blank-respondents': ['count'],
  'no-round': ['count'],
  'blank-respondent-ids': ['count'],
  'answered-not-asked': ['count'],
  'asked-of-other-names': ['count'],
  'values-read-as': ['rows'],
  'values-blanked': ['rows'],
}

/** A note of an import whose numbers of people are marked as such, so that few of them can be withheld. */
export function withPeopleCounted(note: Note): Note {
  const [room, key = ''] = note.code.split(':')
  const places = room === 'ingest' && Object.hasOwn(countsOfPeople, key) ? (countsOfPeople[key] ?? []) : []
  if (places.length === 0) return note
  const about = Object.entries(note.about).map(([place, value]): readonly [string, Value] => [
    place,
    places.includes(place) && typeof value === 'number' ? { people: value } : value,
  ])
  return { ...note, about: Object.fromEntries(about) }
}

/** The beginning of a cell: enough to find it again, and no more of what somebody wrote than that. */
const briefly = (text: string): string => shortened(text.replace(/\s+/g, ' '), 24)

/**
 * The error to stop with when there are several, which holds the others; headers that were named and are missing are reported together.
 * @throws InputError when there is any problem
 */
export function throwProblems(problems: readonly InputError[]): void {
  const [first] = problems
  if (first === undefined) return
  const missing = problems.filter(({ code }) => code.startsWith('ingest:column-not-found'))
  if (missing[0] === first && missing.length > 1) {
    throw new InputError(
      'ingest:columns-not-found',
      {
        missing: { list: missing.map(({ about }) => about['column'] as string) },
        columns: first.about['columns'] ?? '',
      },
      first.place,
      problems.filter((problem) => !missing.includes(problem)),
    )
  }
  throw new InputError(first.code, first.about, first.place, problems.slice(1))
}

/** Counts of rows that were left out, without the reasons that did not occur. */
export function reasonsThatOccurred(counts: Readonly<Record<string, number>>): ImportReport['leftOut'] {
  return Object.fromEntries(Object.entries(counts).filter(([, count]) => count > 0))
}
