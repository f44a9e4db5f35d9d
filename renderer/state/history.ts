/** A value with its earlier and later states, through which undo and redo move. */
export interface History<T> {
  readonly past: readonly Step<T>[]
  readonly present: T
  readonly future: readonly Step<T>[]
  /** What the latest change was about, so that a run of small changes of one thing is undone as one. */
  readonly touched: string | null
}

export interface Step<T> {
  readonly value: T
  readonly touched: string | null
}

/** Steps that are kept. */
const longestPast = 200

export function startHistory<T>(present: T): History<T> {
  return { past: [], present, future: [], touched: null }
}

/**
 * Records a change. Successive changes with the same non-null `touched` become one step.
 * @param touched for example `option:by-organisation:confidence`; null never merges
 */
export function record<T>(history: History<T>, next: T, touched: string | null = null): History<T> {
  if (Object.is(next, history.present)) return history
  if (touched !== null && touched === history.touched && history.past.length > 0)
    return { ...history, present: next, future: [] }
  return {
    past: [...history.past, { value: history.present, touched: history.touched }].slice(-longestPast),
    present: next,
    future: [],
    touched,
  }
}

/** Ends a run of merged changes: the next one is a step of its own. */
export function settle<T>(history: History<T>): History<T> {
  return history.touched === null ? history : { ...history, touched: null }
}

export function undo<T>(history: History<T>): History<T> {
  const step = history.past.at(-1)
  if (step === undefined) return history
  return {
    past: history.past.slice(0, -1),
    present: step.value,
    future: [{ value: history.present, touched: history.touched }, ...history.future],
    touched: null,
  }
}

export function redo<T>(history: History<T>): History<T> {
  const [step, ...future] = history.future
  if (step === undefined) return history
  return {
    past: [...history.past, { value: history.present, touched: history.touched }],
    present: step.value,
    future,
    touched: null,
  }
}
