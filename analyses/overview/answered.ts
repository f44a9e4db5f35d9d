import type { SurveyDataset } from '../core/datasets'
import { readTables, type TableReading } from '../core/reading'
import { quantity, type Label } from '../core/words'
import { tables as participationTables, type GroupRow } from '../participation/declarations'
import { survey as shared } from '../survey/words'
import { leftOutNote } from '../quality/left-out-note'
import type { GroupTable, Line } from './page'
import type { Answers, Subject } from './question'
import { placeOf, tablesOf } from './questions'
import { say } from './words'

/** The most groups whose reasons are given one by one. */
const mostReasons = 3

/** Who is included, how many answered in each round, and who may not be compared, and why. */
export function answeredLines(survey: SurveyDataset, { where, minGroup }: Subject, answers: Answers): readonly Line[] {
  const whole = answers['overview:participation']
  return [
    ...(where.length === 0
      ? []
      : [
          {
            text: say('answered.only', {
              conditions: {
                list: where.map(({ column, in: values }) =>
                  say('answered.condition', { attribute: { attribute: column }, values: { list: values } }),
                ),
              },
            }),
            leadsTo: null,
          },
        ]),
    ...leftOutLines(survey, minGroup),
    ...(whole?.prose.finding ?? []).map((text): Line => ({ text, leadsTo: 'overview:participation' })),
    ...groupLines(survey, answers),
  ]
}

/** Whom the project leaves out of everything, and why. */
function leftOutLines({ leftOut, instrument }: SurveyDataset, minGroup: number): readonly Line[] {
  if (leftOut === undefined) return []
  const { code, about } = leftOutNote(leftOut, instrument, minGroup)
  return [{ text: { message: code, values: about }, leadsTo: null }]
}

/** Places that may be compared in a round, by name. */
export function comparablePlaces(answers: Answers, round: string): ReadonlySet<string> {
  return new Set(
    rowsByPlace(answers)
      .filter(({ key, cells }) => key[0] === round && cells.comparable === 'yes')
      .map(nameOf),
  )
}

function placeTable(answers: Answers): TableReading<typeof participationTables.participation> | null {
  const tables = tablesOf(answers['overview:places'])
  return tables === null ? null : readTables(participationTables, tables).participation
}

const rowsByPlace = (answers: Answers): readonly GroupRow[] => placeTable(answers)?.rows ?? []

/** Levels of a row without its round, the wider place first. */
const nameOf = ({ key }: GroupRow): string => key.slice(1).join(' · ')

/** The name of each place by itself, where all lie in one wider place; else with the place around it. */
function shortNames(rows: readonly GroupRow[]): (row: GroupRow) => string {
  const around = new Set(rows.map(({ key }) => key.slice(1, -1).join(' · ')))
  return around.size > 1 ? nameOf : ({ key }) => key.at(-1) ?? ''
}

function groupLines(survey: SurveyDataset, answers: Answers): readonly Line[] {
  const rows = rowsByPlace(answers)
  const attribute = placeOf(survey)
  if (attribute === null) return []
  const whole = tablesOf(answers['overview:participation'])
  const refusedRounds = new Set(
    whole === null
      ? []
      : readTables(participationTables, whole)
          .participation.rows.filter(({ cells }) => cells.comparable !== 'yes')
          .map(({ key: [round] }) => round),
  )
  return survey.rounds.flatMap(({ id: round }): readonly Line[] => {
    const own = rows.filter(({ key }) => key[0] === round)
    if (own.length === 0) return []
    const refused = own.filter(({ cells }) => cells.comparable !== 'yes')
    // Where the round itself may not be compared, that has been said, and why.
    const isRoundRefused = refusedRounds.has(round)
    return [
      {
        text: say('answered.groups', {
          attribute: { attribute: attribute.id },
          round,
          comparable: own.length - refused.length,
          groups: own.length,
          hasReasons: refused.length > 0 && !isRoundRefused,
          reasons: { list: reasonsOf(refused, shortNames(rows)) },
        }),
        leadsTo: 'overview:places',
      },
    ]
  })
}

function reasonsOf(refused: readonly GroupRow[], nameIn: (row: GroupRow) => string): readonly Label[] {
  const told = refused
    .slice(0, mostReasons)
    .map((row) => say('answered.reason', { group: nameIn(row), reason: row.cells.reason ?? shared.say('withheld') }))
  const more = refused.length - told.length
  return more > 0 ? [...told, say('answered.more', { n: more })] : told
}

/** How many answered by place and round; null without places. */
export function answeredGroups(survey: SurveyDataset, answers: Answers): GroupTable | null {
  const places = placeTable(answers)
  const attribute = placeOf(survey)
  if (attribute === null || places === null || places.rows.length === 0) return null
  const { rows, table } = places
  const rounds = survey.rounds.map(({ id }) => id)
  const nameIn = shortNames(rows)
  const first = new Map(rows.map((row) => [nameOf(row), row] as const).toReversed())
  return {
    attribute: attribute.id,
    rounds,
    leadsTo: 'overview:places',
    rows: [...new Set(rows.map(nameOf))].map((name) => {
      const own = first.get(name)
      return {
        name: own === undefined ? name : nameIn(own),
        levels: Object.fromEntries((own?.key ?? []).map((level, at) => [table.columns[at]?.id ?? '', level]).slice(1)),
        cells: rounds.map((round) => {
          const row = rows.find((candidate) => candidate.key[0] === round && nameOf(candidate) === name)
          return row === undefined ? null : { text: countOf(row), isComparable: row.cells.comparable === 'yes' }
        }),
      }
    }),
  }
}

/** `34 of 50 (68%)`, where the headcount is known; a colon where the number is withheld. */
function countOf({ cells, isWithheld }: GroupRow): Label {
  if (isWithheld('responded')) return ':'
  const responded = quantity(cells.responded, 'count')
  // Where some places have no headcount, the rate is not that of everybody who answered.
  return cells.headcount === null || cells.response_rate === null || cells.response_rate_basis !== 'own'
    ? responded
    : say('answered.of', {
        responded,
        headcount: quantity(cells.headcount, 'count'),
        rate: quantity(cells.response_rate, 'percent'),
      })
}
