import type { ReportContext, TablesById } from '../core/contract'
import type { SurveyDataset } from '../core/datasets'
import type { Label, Phrase } from '../core/words'
import { tableRecords, type Prose } from '../core/result'
import type { RevalidationOptions } from './options'

const phrase = (key: string, values: Phrase['values'] = {}): Phrase => ({ message: `revalidation:${key}`, values })

/** What was put together, and the conclusion with every reason for and against. */
export function sayRevalidation(
  tables: TablesById,
  options: RevalidationOptions,
  _context: ReportContext<SurveyDataset>,
): Prose {
  const method: Label[] = [
    phrase('say.method.parts', { confidence: Math.round(options.confidence * 1000) / 10 }),
    phrase('say.method.whole'),
    ...(options.by === null ? [] : [phrase('say.method.invariance', { by: { attribute: options.by } })]),
  ]
  const { conclusion } = tables
  const reasons =
    conclusion === undefined
      ? []
      : tableRecords(conclusion).flatMap(({ cells: { reason, verdict } }) =>
          typeof reason === 'object' && reason !== null ? [{ reason, verdict }] : [],
        )
  if (reasons.length === 0) return { method, finding: [phrase('say.finding.nothing')] }
  // The conclusion, then what speaks against, what is open, what speaks for.
  const order = [
    'does-not-hold',
    'holds-in-part',
    'holds',
    'too-little',
    'questions',
    'undecided',
    'unknown',
    'supports',
  ]
  return {
    method,
    finding: reasons
      .toSorted((a, b) => order.indexOf(String(a.verdict)) - order.indexOf(String(b.verdict)))
      .map(({ reason }) => reason),
  }
}
