import type { ReportContext } from '../core/contract'
import type { SurveyDataset } from '../core/datasets'
import { codesIn, rowsWith } from '../core/reading'
import type { Prose } from '../core/result'
import { fewInWords, percentOf, quantity, type Label, type Quantity } from '../core/words'
import { columnsLabel } from '../survey/figure-furniture'
import type { OutcomeRow, Tables } from './declarations'
import type { AggregationOptions } from './options'
import { verdicts, type Reason } from './verdict'
import { say } from './words'

/** Outcomes that get a sentence of their own; the rest are counted. */
const outcomesInWords = 8

const correlation = (value: number | null): Quantity => quantity(value, 'correlation')

/** How groups were examined, the outcomes by their verdict, and the numbers of the first. */
export function sayAggregation(
  { dimensions }: Tables,
  options: AggregationOptions,
  context: ReportContext<SurveyDataset>,
): Prose {
  const by = columnsLabel(context.dataset, options.by)
  const rows = rowsWith(dimensions.rows, 'verdict')
  const more = rows.length - outcomesInWords
  return {
    method: methodSentences(by, options),
    finding: [
      ...verdicts.flatMap((verdict): readonly Label[] => {
        const own = rows.filter(({ cells }) => cells.verdict === verdict)
        const outcomes = fewInWords(own.map(({ cells }): Label => ({ outcome: cells.outcome })))
        return own.length === 0 ? [] : [say(`say.finding.${verdict}`, { by, count: own.length, outcomes })]
      }),
      ...rows.slice(0, outcomesInWords).flatMap(numberSentences),
      ...(more > 0 ? [say('say.finding.more', { count: more })] : []),
      ...(rows.length === 0 ? [say('say.finding.none')] : []),
    ],
  }
}

function methodSentences(by: Label, options: AggregationOptions): readonly Label[] {
  return [
    say('say.method.correlations', { by }),
    say('say.method.agreement'),
    say('say.method.shrunken', { draws: options.draws, confidence: percentOf(options.confidence) }),
    say('say.method.guides', {
      icc1: correlation(options.min_icc1),
      icc2: correlation(options.min_icc2),
      rwgj: correlation(options.min_rwgj),
      groups: options.min_groups,
    }),
  ]
}

/** The numbers of an outcome, and what speaks against its groups' scores. */
function numberSentences({ cells }: OutcomeRow): readonly Label[] {
  if (cells.icc1 === null) return []
  const against = codesIn(cells.reasons) as readonly Reason[]
  return [
    say('say.finding.numbers', {
      outcome: { outcome: cells.outcome },
      icc1: correlation(cells.icc1),
      icc2: correlation(cells.icc2),
      hasAgreement: cells.rwgj_median !== null,
      rwgj: correlation(cells.rwgj_median),
      groups: cells.groups ?? 0,
      hasReasons: against.length > 0,
      reasons: { list: against.map((reason) => say(`reason.${reason}`)) },
    }),
  ]
}
