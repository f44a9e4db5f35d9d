import type { MessageCode, Values } from './words'

/** Where in an input the trouble is. Lines, columns and rows count from 1, as an editor and a spreadsheet do. */
export interface Place {
  readonly file?: string
  readonly line?: number
  readonly column?: number | string
  /** Path inside a JSON document, e.g. `analyses[2].options.by`. */
  readonly path?: string
}

/**
 * Something the user gave cannot be used, and the user can put it right.
 *
 * `code` is a message id (`room:key`) whose translations say what is wrong and what to do; `about` fills its places.
 * The English `message` is for logs and for tests; people see the translation.
 */
export class InputError extends Error {
  override readonly name = 'InputError'
  constructor(
    readonly code: MessageCode,
    readonly about: Values = {},
    readonly place: Place = {},
    /** What else is wrong with the same input, where more was found before it was given up. */
    readonly others: readonly InputError[] = [],
  ) {
    super(`${code} ${JSON.stringify(about)}${placeText(place)}`)
  }
}

/** The engine refused a statement. A bug of ours unless the statement came from the user. */
export class QueryError extends Error {
  override readonly name = 'QueryError'
  constructor(
    message: string,
    readonly sql: string,
    options?: { readonly cause?: unknown },
  ) {
    super(message, options)
  }
}

/** A file, a folder or the operating system refused. */
export class HostError extends Error {
  override readonly name = 'HostError'
  constructor(
    readonly code: MessageCode,
    readonly about: Values = {},
    options?: { readonly cause?: unknown },
  ) {
    super(`${code} ${JSON.stringify(about)}`, options)
  }
}

/** The user, or a newer run of the same work, asked for it to stop. */
export class Aborted extends Error {
  override readonly name = 'Aborted'
  constructor() {
    super('aborted')
  }
}

/** The part of an AbortSignal that pure code needs; a DOM or Node AbortSignal is one. */
export interface AbortState {
  readonly aborted: boolean
}

/** @throws Aborted when the work has been called off. */
export function stopIfAborted(state: AbortState | undefined): void {
  if (state?.aborted === true) throw new Aborted()
}

/** A place as `file:line`, `file:line:column` or `recipe path`, empty when unknown. */
export function placeText(place: Place): string {
  const position = [place.file, place.line, place.column].filter((part) => part !== undefined).join(':')
  const parts = [position, place.path].filter((part) => part !== undefined && part !== '')
  return parts.length === 0 ? '' : ` at ${parts.join(' ')}`
}
