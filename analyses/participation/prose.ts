import type { ReportContext } from '../core/contract'
import type { SurveyDataset } from '../core/datasets'
import type { Prose } from '../core/result'
import { quantity, type Label } from '../core/words'
import { invitedOf } from '../survey/filter'
import { groupColumns } from '../survey/groups'
import { survey } from '../survey/words'
import type { GroupRow, Tables } from './declarations'
import type { ParticipationOptions } from './options'
import { say } from './words'

/** The most groups whose reasons are given one by one. */
const mostReasons = 5

/** How participation was measured and judged; how many responded in each round, and which groups may not be compared, and why. */
export function sayParticipation(
  { participation: { rows } }: Tables,
  options: ParticipationOptions,
  { dataset }: ReportContext<SurveyDataset>,
): Prose {
  const isByGroup = groupColumns(dataset, options.by, 'round').length > 1
  return {
    method: methodSentences(options, dataset),
    finding: [
      ...[...new Set(rows.map(({ key: [round = ''] }) => round))].flatMap((round) =>
        roundSentences(
          round,
          rows.filter(({ key }) => key[0] === round),
          isByGroup,
        ),
      ),
      ...refusedSentences(rows.filter(({ cells }) => cells.comparable !== 'yes')),
    ],
  }
}

function methodSentences(options: ParticipationOptions, dataset: SurveyDataset): readonly Label[] {
  const confidence = quantity(options.confidence, 'percent')
  return [
    ...(invitedOf(dataset).headcount === null ? [] : [say('say.method.rate', { confidence })]),
    say('say.method.gate', {
      n: options.min_n,
      rate: quantity(options.min_response_rate, 'percent'),
      width: quantity(options.max_half_width, 'estimate'),
      confidence,
    }),
    say('say.method.straight-lining'),
  ]
}

/** How many responded in a round; of groups, how many may be compared. Nothing where the number is withheld, which the reasons say. */
function roundSentences(round: string, rows: readonly GroupRow[], isByGroup: boolean): readonly Label[] {
  const [only] = rows
  if (isByGroup || only === undefined)
    return [
      say('say.finding.groups', {
        round,
        comparable: rows.filter(({ cells }) => cells.comparable === 'yes').length,
        groups: rows.length,
      }),
    ]
  const { cells } = only
  if (cells.responded === null || cells.usable === null) return []
  return [
    say(sentenceOf(cells), {
      round,
      responded: quantity(cells.responded, 'count'),
      usable: quantity(cells.usable, 'count'),
      headcount: quantity(cells.headcount, 'count'),
      rate: quantity(cells.response_rate, 'percent'),
      low: quantity(cells.conf_low, 'percent'),
      high: quantity(cells.conf_high, 'percent'),
    }),
  ]
}

/** A rate is said of the invited only where it is theirs; else that it is unknown, or of whom it is. */
function sentenceOf({
  response_rate: rate,
  response_rate_basis: basis,
}: GroupRow['cells']): 'say.finding.round' | 'say.finding.round-in-part' | 'say.finding.round-without-rate' {
  if (rate === null) return 'say.finding.round-without-rate'
  return basis === 'part' ? 'say.finding.round-in-part' : 'say.finding.round'
}

function refusedSentences(rows: readonly GroupRow[]): readonly Label[] {
  if (rows.length === 0) return []
  const told = rows
    .slice(0, mostReasons)
    .map(({ name, cells }) => say('group-reason', { group: name, reason: cells.reason ?? survey.say('withheld') }))
  const more = rows.length - told.length
  return [
    say('say.finding.not-comparable', {
      groups: { list: more > 0 ? [...told, say('say.finding.and-more', { n: more })] : told },
    }),
  ]
}
