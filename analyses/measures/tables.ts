import type { ReportContext } from '../core/contract'
import type { SurveyDataset } from '../core/datasets'
import { finite, type CellsOf, type RowsById, type RowSum } from '../core/result'
import { core, textIn, type Label, type Phrase, type Text } from '../core/words'
import type { Measure } from '../instrument/model'
import { inKeyOrder } from '../survey/groups'
import { changeColumns, movementColumns, type tables } from './declarations'
import { roundsOf, type MeasuresOptions } from './options'
import type { Priorities, Priority } from './result'
import { say } from './words'

/** Groups in the order of the report's alphabet, outcomes in the order asked for; `rank` orders them by priority. */
export function tabulateMeasures(
  { columns, rows }: Priorities,
  options: MeasuresOptions,
  context: ReportContext<SurveyDataset>,
): RowsById<typeof tables> {
  const { from, to } = roundsOf(context.dataset, options)
  return {
    priorities: {
      by: columns,
      rows: inKeyOrder(context, columns, rows).map((row) => ({ key: row.key, ...cellsOf(row) })),
      // Whom the counts count: the release of one round by another analysis may nest in them.
      conditions: {
        n: [{ column: 'round', in: [to] }],
        ...(from === null ? {} : { n_before: [{ column: 'round', in: [from] }] }),
      },
      sums: sumsOf(context.dataset, from, to),
    },
  }
}

/** Whose answers a row takes together: those of each round, and where persons are followed those of the followed, in each of their rounds. */
function sumsOf({ linkage }: SurveyDataset, from: string | null, to: string): readonly RowSum[] {
  const ofRounds: readonly RowSum[] = [{ n: 'n' }, { n: 'n_before', columns: movementColumns }]
  if (from === null || linkage !== 'linked') return ofRounds
  const basis = { followed: { rounds: [from, to], hasValue: true } }
  const ofFollowed = [from, to].map((round): RowSum => ({
    n: 'n_linked',
    columns: changeColumns,
    where: [{ column: 'round', in: [round] }],
    basis,
  }))
  return [...ofRounds, ...ofFollowed]
}

function cellsOf(row: Priority): CellsOf<typeof tables.priorities> {
  const { importance, movement } = row
  return {
    outcome: row.outcome,
    n: row.n,
    mean: row.mean,
    sd: row.sd,
    conf_low: row.low,
    conf_high: row.high,
    target: row.target,
    gap: row.gap,
    gap_low: row.gapLow,
    gap_high: row.gapHigh,
    importance: importance?.share ?? null,
    importance_low: finite(importance?.interval?.low),
    importance_high: finite(importance?.interval?.high),
    importance_raw: finite(importance?.raw),
    priority: row.priority,
    priority_low: row.priorityLow,
    priority_high: row.priorityHigh,
    rank: row.rank,
    measure: row.measures.length === 0 ? null : listed(row.measures.map(({ label }) => label)),
    measure_ids: row.measures.length === 0 ? null : row.measures.map(({ id }) => id).join(' '),
    measure_note: row.measures.some(({ note }) => note !== undefined)
      ? listed(row.measures.flatMap(({ note }) => note ?? []))
      : null,
    evidence: row.evidence,
    n_before: movement?.nBefore ?? null,
    mean_before: movement?.meanBefore ?? null,
    change: movement?.change ?? null,
    change_low: movement?.low ?? null,
    change_high: movement?.high ?? null,
    n_linked: movement?.nLinked ?? null,
    p_value: movement?.pValue ?? null,
    p_adjusted: movement?.pAdjusted ?? null,
    verdict: movement?.verdict ?? null,
    reason: movement?.reason ?? null,
  }
}

const listed = (texts: readonly Text[]): Phrase => say('listed', { texts: { list: texts.map(inLanguage) } })

/** A text of the instrument in the reader's language. */
export const inLanguage = (text: Text): Label =>
  core.say('in-language', { nb: textIn(text, 'nb'), sv: textIn(text, 'sv'), en: textIn(text, 'en') })

/** The measures that a row suggests, by the ids in its cell. */
export function measuresOf(dataset: SurveyDataset, ids: string | null): readonly Measure[] {
  const wanted = ids === null ? [] : ids.split(' ')
  return dataset.instrument.measures.filter(({ id }) => wanted.includes(id))
}
