import type { ComputeContext } from '../core/contract'
import type { SurveyDataset } from '../core/datasets'
import type { Label } from '../core/words'
import { withoutGroupNote } from '../survey/groups'
import { outcomeNotes } from '../survey/outcomes'
import type { TestedMoments } from './change-test'
import type { RoundChangeOptions } from './options'
import type { Reading } from './reading'
import { changedBetween, hasTrend } from './statements'

type Context = ComputeContext<SurveyDataset>
const note = (key: string): `round-change:${string}` => `round-change:${key}`

/** What readers must know before the numbers. */
export function noteData(reading: Reading, context: Context): void {
  const { options, from, to, comparison, columns, weighted, hasHeadcount } = reading
  const { dataset } = context
  for (const given of outcomeNotes(dataset, options.outcomes))
    if (given.code !== 'survey:items-reworded') context.note(given)
  // Reworded between the rounds that are compared, not just somewhere in the project.
  const [first, last] = hasTrend(dataset, options)
    ? [dataset.rounds[0]?.id ?? from, dataset.rounds.at(-1)?.id ?? to]
    : [from, to]
  const reworded = dataset.instrument.items.filter(
    (item) =>
      (options.outcomes.includes(item.id) || (item.dimension !== null && options.outcomes.includes(item.dimension))) &&
      changedBetween(item, first, last, 'wording'),
  )
  if (reworded.length > 0)
    context.note({
      code: 'survey:items-reworded',
      level: 'info',
      about: { items: { list: reworded.map(({ id }) => id) } },
    })
  const missing = withoutGroupNote(reading.withoutGroup, columns)
  if (missing !== null) context.note(missing)
  if (!hasHeadcount) {
    const blind = columns.filter((id) => !dataset.headcountBy.includes(id))
    context.note(
      dataset.tables.headcount !== null && blind.length > 0
        ? {
            code: note('headcount-not-by'),
            level: 'warning',
            about: { columns: { list: blind.map((attribute): Label => ({ attribute })) } },
          }
        : { code: note('headcount-unknown'), level: 'warning', about: {} },
    )
  }
  const code =
    comparison === 'linked'
      ? 'linked'
      : comparison === 'mixed'
        ? 'mixed'
        : dataset.linkage === 'partly-linked'
          ? 'treated-as-unlinked'
          : 'unlinked'
  context.note({ code: note(code), level: 'info', about: { from, to } })
  for (const given of reading.weightNotes) context.note(given)
  if (options.weights && dataset.weighted && comparison !== 'unlinked')
    context.note({ code: note('weights-not-paired'), level: 'warning', about: {} })
  if (weighted) context.note({ code: note('weighted'), level: 'info', about: {} })
  if (reading.isFinite) context.note({ code: note('finite-population'), level: 'info', about: {} })
  else if (options.finite_population && comparison !== 'unlinked')
    context.note({ code: note('finite-not-paired'), level: 'warning', about: {} })
  if (options.finite_population && comparison === 'unlinked') noteUnknownHeadcount(reading, context)
}

function noteUnknownHeadcount({ keys, from, to, invited }: Reading, context: Context): void {
  const unknown = keys.flatMap((key) => [from, to].filter((round) => invited(round, key) === null)).length
  if (unknown > 0)
    context.note({ code: note('finite-unknown'), level: 'warning', about: { count: unknown, of: 2 * keys.length } })
}

/** What the mixed model could not do, counted over the rows. */
export function noteModels(problems: readonly TestedMoments['problem'][], context: Context): void {
  for (const problem of ['singular', 'not-followed', 'not-fitted'] as const) {
    const count = problems.filter((one) => one === problem).length
    if (count > 0)
      context.note({
        code: note(`mixed-${problem}`),
        level: problem === 'singular' ? 'info' : 'warning',
        about: { count, of: problems.length },
        concerns: { table: 'change' },
      })
  }
}

export function noteFamily(p: readonly (number | null)[], options: RoundChangeOptions, context: Context): void {
  context.note({
    code: options.adjust === 'none' ? note('family-none') : note('family'),
    level: 'info',
    about: {
      count: p.filter((one) => one !== null).length,
      of: p.length,
      adjustment: { message: `core:option.adjust.choice.${options.adjust}` },
    },
    concerns: { table: 'change', column: 'p_adjusted' },
  })
}
