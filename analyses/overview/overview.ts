import type { SurveyDataset } from '../core/datasets'
import { readTables, rowsWith } from '../core/reading'
import { quantity, type Label, type Phrase } from '../core/words'
import type { AnalysisOutcome } from '../recipe/run'
import { tables as seriesTables } from '../series-overview/declarations'
import { answeredGroups, answeredLines } from './answered'
import { cautionLines } from './cautions'
import { changeLines } from './change'
import { dimensionLines } from './dimensions'
import { nextLines } from './next'
import type { Line, Section, SectionName } from './page'
import type { Answers, Question, QuestionName, Subject } from './question'
import { overviewQuestions, surveyOf, tablesOf } from './questions'
import { say } from './words'

/** The most series that get a line of their own; the analysis has the others. */
const mostSeries = 12

/**
 * The overview of a project as sentences: who answered, where the dimensions stand, what changed, what must not be concluded and what to look at next; of logs,
 * targets and inventories what their own overviews find. Sections without anything to say are left out. Every number is one that an answer's tables show.
 */
export function overviewOf(subject: Subject, answers: Answers): readonly Section[] {
  const survey = surveyOf(subject)
  const questions = overviewQuestions(subject, answers)
  return [
    ...(survey === null || survey.rounds.length === 0 ? [] : surveySections(survey, subject, answers, questions)),
    ...(['series', 'indicators', 'inventory'] as const).flatMap((id) => wholeSection(id, answers, questions)),
  ].filter(({ lines, groups, isPending }) => lines.length > 0 || groups !== undefined || isPending)
}

function surveySections(
  survey: SurveyDataset,
  subject: Subject,
  answers: Answers,
  questions: readonly Question[],
): readonly Section[] {
  const section = (
    id: SectionName,
    heading: Label,
    behind: readonly QuestionName[],
    lines: readonly Line[],
  ): Section => {
    const asked = questions.filter(({ as }) => behind.includes(as))
    return {
      id,
      heading,
      lines: [
        ...lines,
        ...refusedLines(
          asked.filter(({ as }) => behind.indexOf(as) === 0 || as !== 'overview:participation'),
          answers,
        ),
      ],
      isPending: asked.some(({ as }) => answers[as] == null),
    }
  }
  const groups = answeredGroups(survey, answers)
  // Which rounds are compared is known when participation is.
  const awaitsRounds = answers['overview:participation'] == null
  const change = section('change', say('heading.change'), ['overview:change'], changeLines(survey, answers))
  return [
    {
      ...section(
        'answered',
        say('heading.answered'),
        ['overview:participation', 'overview:places'],
        answeredLines(survey, subject, answers),
      ),
      ...(groups === null ? {} : { groups }),
    },
    section(
      'dimensions',
      say('heading.dimensions', { round: survey.rounds.at(-1)?.id ?? '' }),
      ['overview:dimensions'],
      dimensionLines(survey, answers),
    ),
    { ...change, isPending: change.isPending || (awaitsRounds && survey.rounds.length > 1) },
    section('cautions', say('heading.cautions'), ['overview:participation'], cautionLines(survey, subject, answers)),
    section(
      'next',
      say('heading.next'),
      ['overview:participation', 'overview:place-differences', 'overview:person-differences', 'overview:items'],
      nextLines(survey, answers),
    ),
  ]
}

/** Why an analysis could not answer, in its own words. */
function refusedLines(asked: readonly Question[], answers: Answers): readonly Line[] {
  return asked.flatMap(({ as }) => {
    const refusal = answers[as]?.refusal ?? null
    const text: Phrase | null = refusal === null ? null : { message: refusal.code, values: refusal.about }
    return text === null ? [] : [{ text, leadsTo: as }]
  })
}

/** What an analysis of logs, targets or an inventory found, in its own sentences. */
function wholeSection(
  id: 'series' | 'indicators' | 'inventory',
  answers: Answers,
  questions: readonly Question[],
): readonly Section[] {
  const asked = questions.find(({ as }) => as === `overview:${id}`)
  if (asked === undefined) return []
  const answer = answers[asked.as]
  return [
    {
      id,
      heading: { message: `${asked.id}:title` },
      isPending: answer == null,
      lines: [
        ...(answer?.prose.finding ?? []).map((text): Line => ({ text, leadsTo: asked.as })),
        ...refusedLines([asked], answers),
        ...(id === 'series' ? seriesLines(answer) : []),
      ],
    },
  ]
}

/** One line a series with readings: how many there are, and a small picture of them. */
function seriesLines(answer: AnalysisOutcome | null | undefined): readonly Line[] {
  const tables = tablesOf(answer)
  if (tables === null) return []
  const { series, trace } = readTables(seriesTables, tables)
  const more = series.rows.length - mostSeries
  const rest: Line = { text: say('series.more', { n: more }), leadsTo: 'overview:series' }
  const lines = series.rows.slice(0, mostSeries).map(({ cells }): Line => {
    const about = {
      series: cells.series,
      n: cells.n,
      hasValues: cells.min !== null && cells.max !== null,
      mean: quantity(cells.mean, 'mean'),
      min: quantity(cells.min, 'mean'),
      max: quantity(cells.max, 'mean'),
      unit: cells.unit ?? '',
    }
    const text = say('series.line', about)
    const points = rowsWith(trace.rows, 'value').filter((row) => row.cells.series === cells.series)
    return {
      text,
      leadsTo: 'overview:series',
      ...(points.length < 2 || cells.min === null || cells.max === null
        ? {}
        : {
            picture: {
              range: [cells.min, cells.max],
              points: points.map((point) => ({ label: quantity(point.cells.value, 'mean'), value: point.cells.value })),
              description: text,
            },
          }),
    }
  })
  return more > 0 ? [...lines, rest] : lines
}
