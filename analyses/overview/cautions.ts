import type { SurveyDataset } from '../core/datasets'
import { readTables, rowsWith } from '../core/reading'
import { quantity, type Label } from '../core/words'
import { tables as participationTables } from '../participation/declarations'
import { invitedOf } from '../survey/filter'
import { changedBetween } from '../survey/item-changes'
import type { Line } from './page'
import type { Answers, QuestionName, Subject } from './question'
import { placeOf, tablesOf } from './questions'
import { say } from './words'

/** Below this share of the invited, those who did not answer are more than those who did. */
const lowResponseRate = 0.5
/** With fewer organisations than this, what differs between them says little about organisations in general. */
const fewOrganisations = 10

/** What the numbers do not bear: said only where it is the case, the general reservation last. */
export function cautionLines(survey: SurveyDataset, { minGroup }: Subject, answers: Answers): readonly Line[] {
  return [
    ...(survey.instrument.illustrative ? [plain(say('caution.illustrative'))] : []),
    ...linkageLines(survey),
    ...participationLines(survey, answers),
    ...itemLines(survey),
    ...organisationLines(survey),
    ...(survey.isRoundOrderTaken === true && survey.rounds.length > 1
      ? [plain(say('caution.round-order', { rounds: { list: survey.rounds.map(({ id }) => id) } }))]
      : []),
    ...(hasWithheld(answers) ? [plain(say('caution.withheld', { min: minGroup }))] : []),
    plain(say('caution.causes')),
  ]
}

const plain = (text: Label, leadsTo: QuestionName | null = null): Line => ({ text, leadsTo })

function linkageLines(survey: SurveyDataset): readonly Line[] {
  if (survey.rounds.length < 2 || survey.linkage === 'linked') return []
  return [plain(say(`caution.${survey.linkage}`), 'overview:change')]
}

/** Rounds in which fewer than half of the invited answered, or for which nobody knows how many were invited. */
function participationLines(survey: SurveyDataset, answers: Answers): readonly Line[] {
  if (invitedOf(survey).headcount === null) return [plain(say('caution.no-headcount'), 'overview:participation')]
  const tables = tablesOf(answers['overview:participation'])
  if (tables === null) return []
  const { rows } = readTables(participationTables, tables).participation
  const unknown = rows.filter(
    (row) => row.cells.response_rate === null && !row.isWithheld('responded') && (row.cells.responded ?? 0) > 0,
  )
  return [
    ...rowsWith(rows, 'response_rate')
      .filter(({ cells }) => cells.response_rate < lowResponseRate)
      .map(({ key: [round = ''], cells }) =>
        plain(
          say('caution.low-participation', { round, rate: quantity(cells.response_rate, 'percent') }),
          'overview:participation',
        ),
      ),
    ...(unknown.length === 0
      ? []
      : [
          plain(
            say('caution.rate-unknown', { rounds: { list: unknown.map(({ key: [round = ''] }) => round) } }),
            'overview:participation',
          ),
        ]),
  ]
}

/** Items that were worded otherwise, or came to mean something else, between the rounds at hand. */
function itemLines(survey: SurveyDataset): readonly Line[] {
  const rounds = survey.rounds.map(({ id }) => id)
  return (['meaning', 'wording'] as const).flatMap((kind) => {
    const items = survey.instrument.items.filter((item) =>
      rounds.slice(1).some((round, index) => changedBetween(survey, item, rounds[index] ?? '', round, kind)),
    )
    if (items.length === 0) return []
    return [
      plain(
        say(`caution.items-${kind}`, {
          count: items.length,
          items: { list: items.map(({ id }) => say('caution.item', { item: { item: id } })) },
        }),
      ),
    ]
  })
}

function organisationLines(survey: SurveyDataset): readonly Line[] {
  const place = placeOf(survey)
  if (place === null || place.levels.length >= fewOrganisations) return []
  return [
    plain(
      say('caution.few-groups', { attribute: { attribute: place.id }, count: place.levels.length }),
      'overview:place-differences',
    ),
  ]
}

const hasWithheld = (answers: Answers): boolean =>
  Object.values(answers).some((outcome) => outcome?.tables.some(({ suppressed }) => suppressed.length > 0) === true)
