import { Aborted, HostError, InputError, QueryError, type Place } from '../../analyses/core/errors'
import type { Values } from '../../analyses/core/words'

/** An error as plain data: it crosses a worker and is said in the reader's language. */
export type Problem =
  /** The user can put it right. `code` is a message of `analyses/<room>/messages`. */
  | { readonly kind: 'input'; readonly code: `${string}:${string}`; readonly about: Values; readonly place: Place }
  /** The machine refused. `code` is a message of the window: `failure.<code>`. */
  | { readonly kind: 'host'; readonly code: string; readonly about: Readonly<Record<string, string | number>> }
  /** Anything else is a bug of ours and shown as one. */
  | { readonly kind: 'bug'; readonly detail: string }

/** What an error thrown anywhere is to the user; null when it was only called off. */
export function problemOf(error: unknown): Problem | null {
  if (error instanceof Aborted) return null
  if (error instanceof DOMException && error.name === 'AbortError') return null
  if (error instanceof InputError) return { kind: 'input', code: error.code, about: error.about, place: error.place }
  // What the engine refused is said in the analyses' own words.
  if (error instanceof HostError && error.code.startsWith('engine:'))
    return { kind: 'input', code: error.code, about: error.about, place: {} }
  if (error instanceof HostError)
    return {
      kind: 'host',
      code: error.code.replace(/^[^:]*:/, ''),
      about: error.about as Readonly<Record<string, string | number>>,
    }
  if (error instanceof QueryError) return { kind: 'bug', detail: error.message }
  return { kind: 'bug', detail: error instanceof Error ? error.message : String(error) }
}

/** The error behind a problem, to be thrown on this side of a worker. */
export function errorOf(problem: Problem | null): Error {
  if (problem === null) return new Aborted()
  if (problem.kind === 'input') return new InputError(problem.code, problem.about, problem.place)
  if (problem.kind === 'host') return new HostError(`host:${problem.code}`, problem.about)
  return new Error(problem.detail)
}
