import type { SurveyDataset } from '../core/datasets'
import { readTables } from '../core/reading'
import { intervalPhrase, percentOf, quantity, type Label } from '../core/words'
import { tables as scoreTables, type ScoreRow } from '../dimension-scores/declarations'
import { outcomeOf } from '../survey/outcomes'
import { survey as shared } from '../survey/words'
import type { Line, Picture } from './page'
import type { Answers } from './question'
import { tablesOf } from './questions'
import { say } from './words'

/** The rows of dimension scores in a round; those of the only round have no round in their key. */
export function scoreRows(answers: Answers, round: string | undefined): readonly ScoreRow[] {
  const tables = tablesOf(answers['overview:dimensions'])
  if (tables === null) return []
  return readTables(scoreTables, tables).scores.rows.filter(({ key }) => key.length === 0 || key[0] === round)
}

/** One line a dimension: its mean in the last round, and a small picture over all rounds. */
export function dimensionLines(survey: SurveyDataset, answers: Answers): readonly Line[] {
  const confidence = Number(answers['overview:dimensions']?.options['confidence'] ?? 0.95)
  return survey.instrument.dimensions.flatMap(({ id }): readonly Line[] => {
    const inRound = (round: string | undefined): ScoreRow | undefined =>
      scoreRows(answers, round).find(({ cells }) => cells.dimension === id)
    if (survey.rounds.every((round) => inRound(round.id) === undefined)) return []
    const range = outcomeOf(survey, id).range
    const latest = inRound(survey.rounds.at(-1)?.id)
    return [
      {
        text: dimensionText(id, latest, range, confidence),
        leadsTo: 'overview:dimensions',
        parts: partsOf(id, latest),
        picture: pictureOf(survey, id, inRound, range),
      },
    ]
  })
}

function dimensionText(
  dimension: string,
  row: ScoreRow | undefined,
  [min, max]: readonly [number, number],
  confidence: number,
): Label {
  const about = { dimension: { dimension } }
  const mean = row?.cells.mean ?? null
  if (row === undefined || mean === null)
    return say(row?.isWithheld('mean') === true ? 'dimension.withheld' : 'dimension.none', about)
  return say('dimension.line', {
    ...about,
    mean: quantity(mean, 'mean'),
    min: quantity(min, 'df'),
    max: quantity(max, 'df'),
    hasInterval: row.cells.conf_low !== null && row.cells.conf_high !== null,
    low: quantity(row.cells.conf_low, 'mean'),
    high: quantity(row.cells.conf_high, 'mean'),
    confidence: percentOf(confidence),
    n: row.cells.n,
  })
}

function partsOf(dimension: string, row: ScoreRow | undefined): NonNullable<Line['parts']> {
  const isWithheld = row?.isWithheld('mean') === true
  const hasMean = row !== undefined && row.cells.mean !== null
  return {
    name: { dimension },
    value: isWithheld ? ':' : quantity(row?.cells.mean ?? null, 'mean'),
    interval: hasMean ? intervalPhrase(row.cells.conf_low, row.cells.conf_high, 'mean') : '',
    n: hasMean ? shared.say('n', { n: row.cells.n }) : '',
  }
}

function pictureOf(
  survey: SurveyDataset,
  dimension: string,
  inRound: (round: string) => ScoreRow | undefined,
  range: readonly [number, number],
): Picture {
  const points = survey.rounds.map(({ id: round }) => {
    const row = inRound(round)
    const value = row?.cells.mean ?? null
    const said =
      row?.isWithheld('mean') === true
        ? shared.say('withheld')
        : value === null
          ? say('dimension.no-value')
          : quantity(value, 'mean')
    return { label: say('dimension.point', { round, value: said }), value }
  })
  return {
    range,
    points,
    description: say('dimension.picture', {
      dimension: { dimension },
      min: quantity(range[0], 'df'),
      max: quantity(range[1], 'df'),
      points: { list: points.map(({ label }) => label) },
    }),
  }
}
