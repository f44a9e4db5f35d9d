import type { Base } from '../core/base'
import type { FramesOf, ReadContext } from '../core/contract'
import { numericColumn, type Frame, type SurveyDataset } from '../core/datasets'
import { InputError, stopIfAborted } from '../core/errors'
import { deviationOf, momentsOfCounts } from '../numeric/summary/summary'
import { baseId, baseOf } from '../survey/bases'
import { nobody, readValueCounts, type Distribution } from '../survey/distribution'
import { keyText, readGroupCounts } from '../survey/group-counts'
import { groupColumns } from '../survey/groups'
import { readInvited } from '../survey/response-rates'
import type { RoundSide } from './change'
import { roundsOf, type MeasuresOptions } from './options'
import type { selectMeasures } from './statements'
import { code } from './words'

/** Both rounds' answers of each outcome in each group. */
export interface ReadPriorities {
  readonly from: string | null
  readonly to: string
  readonly columns: readonly string[]
  readonly keys: readonly (readonly string[])[]
  /** By group and outcome, groups first. */
  readonly rows: readonly OutcomeRounds[]
  /** Respondents of the round with complete answers, one column for each outcome; importance is estimated from them. */
  readonly complete: Frame | null
  /** Respondents of no group, because a column is missing. */
  readonly withoutGroup: number
}

export interface OutcomeRounds {
  readonly key: readonly string[]
  readonly outcome: string
  readonly now: RoundSide
  readonly before: RoundSide | null
  /** Of those who were followed; null where nobody was. */
  readonly differences: Distribution | null
}

/** @throws InputError when nobody answered in the round */
export function readPriorities(
  { values, people, responded, headcount, differences, complete }: FramesOf<typeof selectMeasures>,
  options: MeasuresOptions,
  { dataset, abort }: ReadContext<SurveyDataset>,
): ReadPriorities {
  stopIfAborted(abort)
  const { from, to } = roundsOf(dataset, options)
  const columns = groupColumns(dataset, options.by)
  const perRound = ['round', ...columns]
  const respondents = readGroupCounts(responded, perRound, 'n')
  const keys = [...respondents.keys.values()]
    .filter((key) => key[0] === to && (respondents.counts.get(keyText(key)) ?? 0) > 0)
    .map((key) => key.slice(1))
  if (keys.length === 0) throw new InputError(code('round-empty'), { round: to })
  const invited = readInvited(headcount, perRound, dataset)
  const valuesIn = distributionsIn(values, perRound)
  const differencesIn = differences === undefined ? null : distributionsIn(differences, columns)
  const sideOf = (round: string, key: readonly string[], outcome: string): RoundSide => ({
    round,
    distribution: valuesIn([round, ...key], outcome),
    invited: invited.of([round, ...key]),
  })
  return {
    from,
    to,
    columns,
    keys,
    rows: keys.flatMap((key) =>
      options.outcomes.map((outcome) => ({
        key,
        outcome,
        now: sideOf(to, key, outcome),
        before: from === null ? null : sideOf(from, key, outcome),
        differences: differencesIn?.(key, outcome) ?? null,
      })),
    ),
    complete: complete ?? null,
    withoutGroup: numericColumn(people, 'without')[0] ?? 0,
  }
}

function distributionsIn(
  frame: Frame,
  columns: readonly string[],
): (key: readonly string[], outcome: string) => Distribution {
  const { keys, get } = readValueCounts(frame, columns)
  const groupOf = new Map(keys.map((key, index) => [keyText(key), index]))
  return (key, outcome) => get(groupOf.get(keyText(key)) ?? -1, outcome) ?? nobody
}

export const importanceBase = baseId('importance', [])

/** Ranks and families of p values stand on every group's people by outcome; importance on everybody of the round with all outcomes. */
export function basesOfPriorities({ columns, rows, complete }: ReadPriorities): readonly Base[] {
  return [
    ...rows.map(({ key, outcome, now, before }) => {
      const moments = momentsOfCounts(now.distribution)
      const counts = [moments.n, before === null ? null : momentsOfCounts(before.distribution).n]
      return baseOf(outcome, columns, key, counts, { isUniform: deviationOf(moments) === 0, isOfOneRound: true })
    }),
    baseOf('importance', [], [], [complete?.rowCount ?? 0], { isOfOneRound: true }),
  ]
}
