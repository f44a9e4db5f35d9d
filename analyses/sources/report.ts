import { InputError, type AbortState } from '../core/errors'
import type { InventoryLevel } from '../core/datasets'
import { shortened } from '../core/shortened'
import type { NonResponseKind } from '../instrument/model'
import type { Label, Note, Phrase } from '../core/words'
import type { ColumnUse } from './columns'
import type { DataFile } from '../readers/data-file'
import type { Dialect } from '../readers/delimited/dialect'
import type { ByteObserver } from '../readers/delimited/records'
import { createSHA256 } from 'hash-wasm'

/** Why a row that was read is not in the engine. */
export type LeftOutReason =
  | 'blank'
  | 'no-round'
  | 'no-weight'
  | 'no-time'
  | 'unreadable-time'
  | 'time-in-gap'
  | 'no-subject'
  | 'no-event'
  | 'no-end'
  | 'end-before-start'
  | 'no-indicator'
  | 'no-organisation'
  | 'no-area'

/** What became of one file. Plain data. */
export interface ImportReport {
  readonly source: string
  readonly kind: 'survey' | 'headcount' | 'observations' | 'events' | 'coverage' | 'indicators' | 'inventory'
  readonly file: string
  readonly size: number
  readonly sha256: string
  /** Records after the header; equals `rowsUsed` plus all of `leftOut`. */
  readonly rowsRead: number
  readonly rowsUsed: number
  readonly leftOut: Readonly<Partial<Record<LeftOutReason, number>>>
  /** Lines without any character, which are no records. */
  readonly blankLines: number
  readonly dialect: Dialect
  /** Of the dialect, 0 … 1. */
  readonly confidence: number
  readonly reasons: readonly Phrase[]
  readonly columns: readonly ColumnUse[]
  readonly notes: readonly Note[]
}

export interface SurveyReport extends ImportReport {
  readonly kind: 'survey'
  readonly rounds: readonly string[]
  /** Ids of the items the file has, in the order of the instrument. */
  readonly items: readonly string[]
  readonly missingItems: readonly string[]
  readonly attributes: readonly string[]
  readonly weighted: boolean
  readonly hasRespondents: boolean
  /** Typed non-answers, item by item; those that no one gave are left out. */
  readonly nonAnswers: readonly { readonly item: string; readonly kind: NonResponseKind; readonly count: number }[]
}

export interface HeadcountReport extends ImportReport {
  readonly kind: 'headcount'
  /** Attributes it is broken down by, `round` aside. */
  readonly attributes: readonly string[]
  readonly rounds: readonly string[]
}

export interface SeriesReport extends ImportReport {
  readonly kind: 'observations' | 'events' | 'coverage'
  readonly timeZone: string
  readonly unit: string | null
  readonly range: readonly [number, number] | null
  readonly subjects: readonly string[]
  /** Earliest and latest time, milliseconds UTC; null without any. */
  readonly first: number | null
  readonly last: number | null
}

export interface IndicatorsReport extends ImportReport {
  readonly kind: 'indicators'
}

export interface InventoryReport extends ImportReport {
  readonly kind: 'inventory'
  /** In the order of the file. */
  readonly organisations: readonly string[]
  readonly areas: readonly string[]
  /** With the levels that occur. */
  readonly attributes: readonly { readonly id: string; readonly levels: readonly string[] }[]
  /** Ascending; where none was declared, whole numbers from the lowest to the highest found. */
  readonly levels: readonly InventoryLevel[]
  readonly isScaleDeclared: boolean
}

export interface LoadProgress {
  readonly phase: 'reading' | 'storing'
  readonly bytesRead: number
  readonly bytesTotal: number
  readonly rowsRead: number
}

export interface LoadOptions {
  readonly onProgress?: (progress: LoadProgress) => void
  readonly abort?: AbortState
  /** Gives the SHA-256 (hexadecimal) when it is known already or computed elsewhere; else the file's own way, else the bytes are digested as they pass. */
  readonly hash?: (file: DataFile) => Promise<string>
}

/** A digest of the bytes of a file, either taken as they pass or computed elsewhere. */
export interface FileDigest {
  readonly observer: ByteObserver | undefined
  finish(): Promise<string>
}

export async function startDigest(file: DataFile, hash: LoadOptions['hash']): Promise<FileDigest> {
  const pending = hash?.(file) ?? file.sha256?.()
  if (pending !== undefined) {
    pending.catch(() => undefined)
    return { observer: undefined, finish: () => pending }
  }
  const digest = await createSHA256()
  digest.init()
  return {
    observer: { update: (bytes) => void digest.update(bytes) },
    finish: () => Promise.resolve(digest.digest('hex')),
  }
}

/** SHA-256 of a whole file, hexadecimal. */
export async function sha256(file: DataFile): Promise<string> {
  const { observer, finish } = await startDigest(file, undefined)
  if (observer !== undefined) for await (const chunk of file.chunks()) observer.update(chunk)
  return finish()
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

/** Enough of a cell to find it again, and no more of what somebody wrote. */
const briefly = (text: string): string => shortened(text.replace(/\s+/g, ' '), 24)

/**
 * The error to stop with when there are several: headers that were named and are missing are told together.
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
    )
  }
  throw first
}

/** Counts of rows that were left out, without the reasons that did not occur. */
export function reasonsThatOccurred(counts: Readonly<Record<string, number>>): ImportReport['leftOut'] {
  return Object.fromEntries(Object.entries(counts).filter(([, count]) => count > 0))
}
