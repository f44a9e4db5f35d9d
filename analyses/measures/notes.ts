import type { ComputeContext } from '../core/contract'
import type { SurveyDataset } from '../core/datasets'
import type { Label } from '../core/words'
import { withoutGroupNote } from '../survey/groups'
import { outcomeNotes } from '../survey/outcomes'
import type { ReadPriorities } from './answers'
import type { MeasuresOptions } from './options'

/** What importance stands on; a reason where all count alike. */
export interface ImportanceGround {
  readonly reason: 'asked' | 'no-outcome' | 'itself' | 'too-few' | 'constant' | 'unrelated' | null
  readonly outcome: string | null
  /** Whole respondents. */
  readonly n: number
  readonly needed: number
}

export function noteData(
  options: MeasuresOptions,
  { from, to, columns, hasHeadcount, withoutGroup }: ReadPriorities,
  context: ComputeContext<SurveyDataset>,
): void {
  const { dataset } = context
  for (const note of outcomeNotes(dataset, options.outcomes)) context.note(note)
  const missing = withoutGroupNote(withoutGroup, columns)
  if (missing !== null) context.note(missing)
  if (dataset.weighted) context.note({ code: 'measures:unweighted', level: 'info', about: {} })
  if (dataset.instrument.measures.length === 0)
    context.note({
      code: 'measures:no-measures',
      level: 'info',
      about: {},
      concerns: { table: 'priorities', column: 'measure' },
    })
  if (from === null) {
    context.note({
      code: 'measures:no-earlier-round',
      level: 'info',
      about: { round: to },
      concerns: { table: 'priorities', column: 'verdict' },
    })
    return
  }
  context.note({
    code: `measures:${dataset.linkage}`,
    level: dataset.linkage === 'partly-linked' ? 'warning' : 'info',
    about: { from, to },
    concerns: { table: 'priorities', column: 'change' },
  })
  if (!hasHeadcount) context.note({ code: 'measures:headcount-unknown', level: 'warning', about: {} })
}

export function noteImportance(
  { reason, outcome, n, needed }: ImportanceGround,
  options: MeasuresOptions,
  context: ComputeContext<SurveyDataset>,
): void {
  const concerns = { table: 'priorities', column: 'importance' } as const
  if (reason === 'asked') return
  const named: Label = outcome === null ? '' : { outcome }
  if (reason !== null) {
    context.note({ code: `measures:equal.${reason}`, level: 'warning', about: { outcome: named, n, needed }, concerns })
    return
  }
  context.note({
    code: 'measures:importance-for',
    level: 'info',
    about: {
      outcome: named,
      n,
      isChosen: options.important_for !== null,
      measure: { message: `measures:option.importance.choice.${options.importance}` },
      draws: options.draws,
      seed: String(context.seed),
    },
    concerns,
  })
  if (outcome !== null && options.outcomes.includes(outcome))
    context.note({ code: 'measures:own-importance', level: 'info', about: { outcome: named }, concerns })
  const within = context.dataset.instrument.items.find(({ id }) => id === outcome)?.dimension ?? null
  if (within !== null && options.outcomes.includes(within))
    context.note({
      code: 'measures:part-of-itself',
      level: 'warning',
      about: { outcome: named, dimension: { dimension: within } },
      concerns,
    })
}
