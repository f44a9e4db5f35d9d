import { rowsWith } from '../core/reading'
import type { Prose } from '../core/result'
import { percentOf, type Label } from '../core/words'
import type { OverallVerdict, ReasonVerdict, Tables } from './declarations'
import type { RevalidationOptions } from './options'
import { say } from './words'

/** The conclusion, then what speaks against, what is open, what speaks for. */
const order: Readonly<Record<OverallVerdict | ReasonVerdict, number>> = {
  'does-not-hold': 0,
  'holds-in-part': 0,
  holds: 0,
  'too-little': 0,
  questions: 1,
  undecided: 2,
  unknown: 3,
  supports: 4,
}

/** What was put together, and the conclusion with every reason for and against. */
export function sayRevalidation({ conclusion }: Tables, options: RevalidationOptions): Prose {
  const method: readonly Label[] = [
    say('say.method.parts', { confidence: percentOf(options.confidence) }),
    say('say.method.whole'),
    ...(options.by === null ? [] : [say('say.method.invariance', { by: { attribute: options.by } })]),
  ]
  const reasons = rowsWith(conclusion.rows, 'reason', 'verdict')
  return {
    method,
    finding:
      reasons.length === 0
        ? [say('say.finding.nothing')]
        : reasons.toSorted((a, b) => order[a.cells.verdict] - order[b.cells.verdict]).map(({ cells }) => cells.reason),
  }
}
