import type { Base } from '../core/base'
import type { ComputeContext, FramesOf, ReadContext } from '../core/contract'
import { numericColumn, type SurveyDataset } from '../core/datasets'
import { InputError, stopIfAborted } from '../core/errors'
import type { Label } from '../core/words'
import { largest } from '../numeric/summary/extremes'
import { momentsOfCounts } from '../numeric/summary/summary'
import { baseId, baseOf, baseOfMoments } from '../survey/bases'
import { readValueCounts, type ByGroup, type Distribution } from '../survey/distribution'
import { keyText } from '../survey/group-counts'
import { groupColumns, pooledRoundsNotes, withoutGroupNotes } from '../survey/groups'
import { outcomeNotes } from '../survey/outcomes'
import { aggregateOutcome, type GroupsOfOutcome } from './aggregate-outcome'
import { readAgreement, type GroupAgreement } from './agreement'
import { noteOutcomes } from './notes'
import type { AggregationOptions } from './options'
import type { Sample } from './predictions'
import type { Aggregation } from './result'
import type { selectAggregation } from './statements'
import { code, warning } from './words'

/** Groups with what they answered, and how much they agree. */
export interface ReadGroups {
  readonly columns: readonly string[]
  readonly keys: readonly (readonly string[])[]
  /** By outcome, the groups that have values. */
  readonly samples: readonly (readonly Sample[])[]
  readonly agreementIn: (key: readonly string[], outcome: string) => GroupAgreement | undefined
  /** Respondents of no group, because a column is missing. */
  readonly withoutGroup: number
}

/** @param frames `answers` is absent where no outcome has ordinal items */
export function readGroups(
  { values, people, answers }: FramesOf<typeof selectAggregation>,
  { by, outcomes }: AggregationOptions,
  { dataset, abort }: ReadContext<SurveyDataset>,
): ReadGroups {
  stopIfAborted(abort)
  const columns = groupColumns(dataset, by)
  const distributions = readValueCounts(values, columns)
  return {
    columns,
    keys: distributions.keys,
    samples: outcomes.map((outcome) => samplesOf(outcome, distributions)),
    agreementIn: readAgreement(answers, dataset, outcomes, columns),
    withoutGroup: numericColumn(people, 'without')[0] ?? 0,
  }
}

/** Every group's people by outcome, and those among them who answered everything that agreement is of. */
export function basesOfGroups(
  { columns, keys, samples, agreementIn }: ReadGroups,
  { outcomes }: AggregationOptions,
): readonly Base[] {
  return outcomes.flatMap((outcome, index) => {
    const ofGroup = new Map((samples[index] ?? []).map(({ group, moments }) => [group, moments]))
    return keys.flatMap((key, group) => [
      baseOfMoments(outcome, columns, key, ofGroup.get(group)),
      baseOf(agreementFamily(outcome, key), columns, key, [agreementIn(key, outcome)?.n ?? 0]),
    ])
  })
}

/** Each group's agreement stands by itself. */
const agreementFamily = (outcome: string, key: readonly string[]): string => `agreement ${outcome} ${keyText(key)}`

/**
 * Whether a group's mean may be spoken of, and how it stands among the others.
 * @throws InputError when no outcome has two groups with answers
 */
export function aggregateScores(
  read: ReadGroups,
  options: AggregationOptions,
  context: ComputeContext<SurveyDataset>,
): Aggregation {
  const { dataset, usable } = context
  const { columns, keys } = read
  const notes = [
    ...outcomeNotes(dataset, options.outcomes),
    ...withoutGroupNotes(read.withoutGroup, columns),
    ...pooledRoundsNotes('warning', dataset, columns),
  ]
  for (const note of notes) context.note(note)
  const used = options.outcomes.map((outcome, index) =>
    (read.samples[index] ?? []).filter(({ group }) => usable.has(baseId(outcome, keys[group] ?? []))),
  )
  if (!used.some((groups) => groups.length >= 2))
    throw new InputError(code('too-few-groups'), {
      by: { list: columns.map((attribute): Label => ({ attribute })) },
      groups: Math.max(0, largest(used.map((groups) => groups.length))),
    })
  const outcomes = options.outcomes.map((outcome, index) => {
    stopIfAborted(context.abort)
    context.progress(index / options.outcomes.length)
    const count = keys.filter((key) => !usable.has(baseId(outcome, key))).length
    if (count > 0) context.note(warning('groups-withheld', { outcome: { outcome }, count }))
    const groups: GroupsOfOutcome = {
      outcome,
      keys,
      all: read.samples[index] ?? [],
      used: used[index] ?? [],
      agreementIn: (key) =>
        usable.has(baseId(agreementFamily(outcome, key), key)) ? read.agreementIn(key, outcome) : undefined,
    }
    return aggregateOutcome(groups, options, context)
  })
  noteOutcomes(outcomes, keys.length, options, context)
  return { columns, outcomes }
}

function samplesOf(outcome: string, distributions: ByGroup<Distribution>): readonly Sample[] {
  return distributions.keys.flatMap((_, group) => {
    const distribution = distributions.get(group, outcome)
    return distribution === undefined ? [] : [{ group, distribution, moments: momentsOfCounts(distribution) }]
  })
}
