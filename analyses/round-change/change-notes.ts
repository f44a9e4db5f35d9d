import type { ComputeContext } from '../core/contract'
import type { SurveyDataset } from '../core/datasets'
import { core, itemInWords } from '../core/words'
import { invitedOf } from '../survey/filter'
import { withoutGroupNotes } from '../survey/groups'
import { changedBetween } from '../survey/item-changes'
import { outcomeNotes } from '../survey/outcomes'
import { rateNotes } from '../survey/response-rates'
import { survey } from '../survey/words'
import type { TestedMoments } from './change-test'
import type { RoundChangeOptions } from './options'
import type { Reading } from './reading'
import { hasTrend, isPairedInPart } from './statements'
import { info, warning } from './words'

type Context = ComputeContext<SurveyDataset>
/** What readers must know before the numbers. */
export function noteData(reading: Reading, context: Context): void {
  const { options, from, to, comparison, columns, weighted, keys } = reading
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
      changedBetween(dataset, item, first, last, 'wording'),
  )
  if (reworded.length > 0)
    context.note(survey.info('items-reworded', { items: { list: reworded.map(({ id }) => itemInWords(id)) } }))
  for (const note of withoutGroupNotes(reading.withoutGroup, columns)) context.note(note)
  if (invitedOf(dataset).headcount === null) context.note(warning('headcount-unknown'))
  else {
    const rates = keys.flatMap((key) => [from, to].map((round) => reading.invited(round, key).response))
    for (const given of rateNotes(rates, { table: 'change', column: 'response_rate_2' })) context.note(given)
  }
  const isPartlyLinked = comparison === 'unlinked' && dataset.linkage === 'partly-linked'
  context.note(info(isPartlyLinked ? 'treated-as-unlinked' : comparison, { from, to }))
  if (isPairedInPart(dataset, comparison)) context.note(warning('left-out-of-pairs', { from, to }, { table: 'change' }))
  for (const given of reading.weightNotes) context.note(given)
  if (options.weights && dataset.weighted && comparison !== 'unlinked') context.note(warning('weights-not-paired'))
  if (weighted) context.note(info('weighted'))
  if (reading.isFinite) context.note(info('finite-population'))
  else if (options.finite_population && comparison !== 'unlinked') context.note(warning('finite-not-paired'))
  if (options.finite_population && comparison === 'unlinked') noteUnknownHeadcount(reading, context)
}

function noteUnknownHeadcount({ keys, from, to, invited }: Reading, context: Context): void {
  const unknown = keys.flatMap((key) => [from, to].filter((round) => invited(round, key).population === null)).length
  if (unknown > 0) context.note(warning('finite-unknown', { count: unknown, of: 2 * keys.length }))
}

const noteOfProblem = { singular: info, 'not-followed': warning, 'not-fitted': warning } as const

/** What the mixed model could not do, counted over the rows. */
export function noteModels(problems: readonly TestedMoments['problem'][], context: Context): void {
  for (const problem of ['singular', 'not-followed', 'not-fitted'] as const) {
    const count = problems.filter((one) => one === problem).length
    if (count > 0)
      context.note(noteOfProblem[problem](`mixed-${problem}`, { count, of: problems.length }, { table: 'change' }))
  }
}

/** In which family the p values are adjusted. */
export function noteFamily(p: readonly (number | null)[], options: RoundChangeOptions, context: Context): void {
  context.note(
    info(
      options.adjust === 'none' ? 'family-none' : 'family',
      {
        count: p.filter((one) => one !== null).length,
        of: p.length,
        adjustment: core.say(`option.adjust.choice.${options.adjust}`),
      },
      { table: 'change', column: 'p_adjusted' },
    ),
  )
}
