import type { Attribute, Condition, SurveyDataset } from '../core/datasets'
import { readTables } from '../core/reading'
import type { ResultTable } from '../core/result'
import type { AnalysisOutcome } from '../recipe/run'
import { tables as participationTables } from '../participation/declarations'
import { filterSurvey } from '../survey/filter'
import { roleAttribute } from '../survey/scoring'
import type { Answers, Question, Subject } from './question'

/** Attributes of the organisation tree in the order in which they are compared: organisations first, then what lies within and above them. */
const places = ['organisation', 'unit', 'region', 'country'] as const

/** With more levels than this, an attribute is compared in an analysis of its own, not on a first page: pairs grow with the square. */
const mostLevels = 60

/** The tables of an outcome by id, to be read by their declarations; null without a result. */
export function tablesOf(outcome: AnalysisOutcome | null | undefined): Readonly<Record<string, ResultTable>> | null {
  if (outcome?.status !== 'ok') return null
  return Object.fromEntries(outcome.tables.map((table) => [table.id, table]))
}

/** The survey as the subject's conditions leave it; a condition that the data do not have is left to the analyses, which say what is wrong with it. */
export function surveyOf({ datasets, where }: Subject): SurveyDataset | null {
  const { survey } = datasets
  if (survey === null) return null
  const known = where.flatMap(({ column, in: values }): readonly Condition[] => {
    const levels =
      column === 'round'
        ? survey.rounds.map(({ id }) => id)
        : (survey.attributes.find(({ id }) => id === column)?.levels ?? [])
    const kept = values.filter((value) => levels.includes(value))
    return kept.length === 0 ? [] : [{ column, in: kept }]
  })
  return filterSurvey(survey, known).dataset
}

/** Whether people can be told apart by an attribute: it has several levels, and no place within its places is the only one of its kind. */
export function hasSeveral({ id, levels }: Attribute, attributes: readonly Attribute[]): boolean {
  const isAroundOne = (outer: string): boolean =>
    attributes.some((inner) => inner.parent === outer && (inner.levels.length === 1 || isAroundOne(inner.id)))
  return levels.length > 1 && !isAroundOne(id)
}

const isCompared = (attribute: Attribute, attributes: readonly Attribute[]): boolean =>
  attribute.levels.length <= mostLevels && hasSeveral(attribute, attributes)

/** The place of work that is compared: the first of organisation, unit, region and country that has several levels. */
export function placeOf({ attributes }: SurveyDataset): Attribute | null {
  for (const id of places) {
    const attribute = attributes.find((candidate) => candidate.id === id)
    if (attribute !== undefined && isCompared(attribute, attributes)) return attribute
  }
  return null
}

/** The property of persons that is compared: the role where there is one, else the first attribute that is no place. */
export function personOf({ attributes }: SurveyDataset): Attribute | null {
  const own = attributes.filter(
    (attribute) => !(places as readonly string[]).includes(attribute.id) && isCompared(attribute, attributes),
  )
  return own.find(({ id }) => id === roleAttribute) ?? own[0] ?? null
}

/**
 * The analyses behind the overview, with their options. Which rounds are compared follows from participation, so that there are more
 * questions once that is answered.
 */
export function overviewQuestions(subject: Subject, answers: Answers): readonly Question[] {
  const survey = surveyOf(subject)
  const { series, indicators, inventory } = subject.datasets
  const whole = (name: 'series' | 'indicators' | 'inventory', id: string): Question => ({
    as: `overview:${name}`,
    id,
    options: {},
    where: [],
  })
  return [
    ...(survey === null || survey.rounds.length === 0 ? [] : surveyQuestions(survey, answers)),
    ...(series === null || series.series.length === 0 ? [] : [whole('series', 'series-overview')]),
    ...(indicators == null ? [] : [whole('indicators', 'indicators')]),
    ...(inventory == null ? [] : [whole('inventory', 'inventory')]),
  ]
}

function surveyQuestions(survey: SurveyDataset, answers: Answers): readonly Question[] {
  const place = placeOf(survey)
  const person = personOf(survey)
  const inRound = (round: string): readonly Condition[] =>
    survey.rounds.length < 2 ? [] : [{ column: 'round', in: [round] }]
  // People of the only round are described as everybody, as other results of the project describe them.
  const byRound = survey.rounds.length < 2 ? [] : ['round']
  const judged = judgedRound(survey, answers)
  const hasDimensions = survey.instrument.dimensions.some(({ id }) =>
    survey.instrument.items.some(({ dimension }) => dimension === id),
  )
  const rounds = comparedRounds(survey, answers)
  return [
    { as: 'overview:participation', id: 'participation', options: {}, where: [] },
    ...(place === null
      ? []
      : [{ as: 'overview:places' as const, id: 'participation', options: { by: [place.id] }, where: [] }]),
    ...(hasDimensions
      ? [{ as: 'overview:dimensions' as const, id: 'dimension-scores', options: { by: byRound }, where: [] }]
      : []),
    ...(hasDimensions && rounds !== null
      ? [{ as: 'overview:change' as const, id: 'round-change', options: { from: rounds[0], to: rounds[1] }, where: [] }]
      : []),
    ...(hasDimensions && place !== null && judged !== null
      ? [
          {
            as: 'overview:place-differences' as const,
            id: 'group-comparison',
            options: { by: [place.id] },
            where: inRound(judged),
          },
        ]
      : []),
    ...(hasDimensions && person !== null && judged !== null
      ? [
          {
            as: 'overview:person-differences' as const,
            id: 'group-comparison',
            options: { by: [person.id] },
            where: inRound(judged),
          },
        ]
      : []),
    { as: 'overview:items', id: 'item-statistics', options: {}, where: inRound(survey.rounds.at(-1)?.id ?? '') },
  ]
}

/** Rounds in which everybody together may be compared, in time; null while that is not known. */
function comparableRounds({ rounds }: SurveyDataset, answers: Answers): readonly string[] | null {
  const tables = tablesOf(answers['overview:participation'])
  if (tables === null) return null
  const { participation } = readTables(participationTables, tables)
  return rounds
    .map(({ id }) => id)
    .filter((id) => participation.rows.some(({ key: [round], cells }) => round === id && cells.comparable === 'yes'))
}

/** The last round in which groups may be compared; null where there is none, and while that is not known. */
export function judgedRound(survey: SurveyDataset, answers: Answers): string | null {
  return comparableRounds(survey, answers)?.at(-1) ?? null
}

/**
 * The last two rounds that may be compared; where fewer than two may, the last two, so that the analysis says why not. Null while that is not known, and with
 * fewer than two rounds.
 */
function comparedRounds(survey: SurveyDataset, answers: Answers): readonly [string, string] | null {
  const mayBe = comparableRounds(survey, answers)
  if (mayBe === null) return null
  const [from, to] = (mayBe.length < 2 ? survey.rounds.map(({ id }) => id) : mayBe).slice(-2)
  return from === undefined || to === undefined ? null : [from, to]
}
