import type { AbortState } from './errors'
import type { Column, Frame } from './datasets'

/** Small integers on their way in; `blankByte` becomes NULL. */
export interface ByteColumn {
  readonly kind: 'byte'
  readonly id: string
  readonly values: Int8Array
}

/** 32-bit integers on their way in; −2147483648 becomes NULL. */
export interface IntegerColumn {
  readonly kind: 'integer'
  readonly id: string
  readonly values: Int32Array
}

/** Free text on its way in (respondent ids); null becomes NULL. */
export interface TextColumn {
  readonly kind: 'text'
  readonly id: string
  readonly values: readonly (string | null)[]
}

/** Texts as UTF-8, one after the other: text t is the bytes from `offsets[t]` up to `offsets[t + 1]`, the first offset being 0. */
export interface Utf8Texts {
  readonly length: number
  /** One more than there are texts. */
  readonly offsets: Int32Array
  readonly bytes: Uint8Array
}

/** Free text on its way in, encoded already; an empty one becomes NULL. */
export interface Utf8Column {
  readonly kind: 'utf8'
  readonly id: string
  readonly values: Utf8Texts
}

/** Milliseconds since 1970 UTC on their way in as BIGINT; NaN becomes NULL. */
export interface TimeColumn {
  readonly kind: 'time'
  readonly id: string
  readonly values: Float64Array
}

export type InsertColumn = Column | ByteColumn | IntegerColumn | TextColumn | Utf8Column | TimeColumn

/**
 * Rows a batch should have where there are many: the engine's row group. Batches of this size are taken over as they are; any other size is copied
 * once more, at three times the cost.
 */
export const rowsPerBatch = 122_880

/** Equally long columns to append. */
export interface Batch {
  readonly rowCount: number
  readonly columns: readonly InsertColumn[]
}

/**
 * The engine as the analyses see it. Two adapters (a worker in the window, Node for the command line) pass one conformance suite.
 *
 * Statements on one Database are queued: one runs at a time. Factors come back as FactorColumn (ENUM and VARCHAR alike), booleans as 0/1,
 * every number type as Float64Array with NaN for NULL.
 */
export interface Database {
  /**
   * Appends a batch, creating the table at the first one: byte → TINYINT, integer → INTEGER, numeric → DOUBLE, time → BIGINT, factor → ENUM-compatible
   * dictionary text, text and utf8 → VARCHAR. NaN in a numeric column becomes NULL.
   * @throws QueryError when the columns differ from those of the table.
   */
  insert(table: string, batch: Batch): Promise<void>
  /** @throws QueryError */
  execute(sql: string): Promise<void>
  /**
   * @throws QueryError; Aborted within some milliseconds of the abort; HostError when the engine has stopped or memory is used up, as do all of these.
   */
  frame(sql: string, abort?: AbortSource): Promise<Frame>
  /** Bytes held by the engine, for the status line; null where unknown. */
  memory(): Promise<number | null>
  close(): Promise<void>
}

/** An AbortSignal, said without the DOM. */
export interface AbortSource extends AbortState {
  addEventListener(type: 'abort', listener: () => void): void
  removeEventListener(type: 'abort', listener: () => void): void
}

/**
 * First statements of every instance, in this order: without them a query that needs an extension goes to the network.
 * `/in/` is the only folder of the engine's own virtual file system it may read.
 */
export const lockdownStatements: readonly string[] = [
  'SET autoload_known_extensions=false',
  'SET autoinstall_known_extensions=false',
  "SET allowed_directories=['/in/']",
  'SET enable_external_access=false',
  'SET lock_configuration=true',
]
