import type { ComputeContext } from '../core/contract'
import type { SurveyDataset } from '../core/datasets'
import type { Label } from '../core/words'
import { invitedOf } from '../survey/filter'
import { withoutGroupNotes } from '../survey/groups'
import { outcomeNotes } from '../survey/outcomes'
import { rateNotes } from '../survey/response-rates'
import type { ReadPriorities } from './answers'
import type { MeasuresOptions } from './options'
import { info, say, warning } from './words'

/** What importance stands on; a reason where all count equally. */
export interface ImportanceGround {
  readonly reason: 'asked' | 'no-outcome' | 'itself' | 'too-few' | 'constant' | 'unrelated' | null
  readonly outcome: string | null
  /** Respondents who answered everything. */
  readonly n: number
  readonly needed: number
}

const noteOfLinkage = { linked: info, unlinked: info, 'partly-linked': warning } as const

/** What readers must know of the data before the numbers. */
export function noteData(
  options: MeasuresOptions,
  { from, to, columns, rows, withoutGroup }: ReadPriorities,
  context: ComputeContext<SurveyDataset>,
): void {
  const { dataset } = context
  for (const note of outcomeNotes(dataset, options.outcomes)) context.note(note)
  for (const note of withoutGroupNotes(withoutGroup, columns)) context.note(note)
  if (dataset.weighted) context.note(info('unweighted'))
  if (dataset.instrument.measures.length === 0)
    context.note(info('no-measures', {}, { table: 'priorities', column: 'measure' }))
  if (from === null) {
    context.note(info('no-earlier-round', { round: to }, { table: 'priorities', column: 'verdict' }))
    return
  }
  context.note(noteOfLinkage[dataset.linkage](dataset.linkage, { from, to }, { table: 'priorities', column: 'change' }))
  if (invitedOf(dataset).headcount === null) context.note(warning('headcount-unknown'))
  else {
    const own = rows.filter(({ outcome }) => outcome === rows[0]?.outcome)
    const rates = own.flatMap(({ before, now }) => [...(before === null ? [] : [before]), now])
    for (const note of rateNotes(
      rates.map(({ invited }) => invited.response),
      { table: 'priorities', column: 'verdict' },
    ))
      context.note(note)
  }
}

/** What importance is estimated from, or why all outcomes count equally. */
export function noteImportance(
  { reason, outcome, n, needed }: ImportanceGround,
  options: MeasuresOptions,
  context: ComputeContext<SurveyDataset>,
): void {
  const concerns = { table: 'priorities', column: 'importance' } as const
  if (reason === 'asked') return
  const named: Label = outcome === null ? '' : { outcome }
  if (reason !== null) {
    context.note(warning(`equal.${reason}`, { outcome: named, n: { people: n }, needed }, concerns))
    return
  }
  context.note(
    info(
      'importance-for',
      {
        outcome: named,
        n,
        isChosen: options.important_for !== null,
        measure: say(`option.importance.choice.${options.importance}`),
        draws: options.draws,
        seed: String(context.seed),
      },
      concerns,
    ),
  )
  if (outcome !== null && options.outcomes.includes(outcome))
    context.note(info('own-importance', { outcome: named }, concerns))
  const within = context.dataset.instrument.items.find(({ id }) => id === outcome)?.dimension ?? null
  if (within !== null && options.outcomes.includes(within))
    context.note(warning('part-of-itself', { outcome: named, dimension: { dimension: within } }, concerns))
}
