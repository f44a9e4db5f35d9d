import type { SurveyDataset } from '../core/datasets'
import { readTables, rowsWith } from '../core/reading'
import { intervalPhrase, quantity } from '../core/words'
import { tables as comparisonTables } from '../group-comparison/declarations'
import { tables as itemTables } from '../item-statistics/declarations'
import { outcomeOf } from '../survey/outcomes'
import { unitLabel } from '../survey/score-axis'
import { comparablePlaces } from './answered'
import { scoreRows } from './dimensions'
import type { Line } from './page'
import type { Answers, QuestionName } from './question'
import { judgedRound, personOf, placeOf, tablesOf } from './questions'
import { say } from './words'

/** The most items that are named for their don't-knows. */
const mostItems = 3
/** From this share on, so many do not know that the item itself is worth a look. */
const manyDoNotKnow = 0.1

/** Where to look next: the largest differences, the lowest dimension, and items that many could not answer. */
export function nextLines(survey: SurveyDataset, answers: Answers): readonly Line[] {
  const place = placeOf(survey)
  const person = personOf(survey)
  const round = judgedRound(survey, answers)
  const isJudged = answers['overview:participation']?.status === 'ok'
  return [
    ...(round === null && isJudged && (place !== null || person !== null)
      ? [{ text: say('next.no-comparison'), leadsTo: 'overview:participation' as const }]
      : []),
    ...(place === null || round === null
      ? []
      : differenceLines(survey, answers, { attribute: place.id, round, among: comparablePlaces(answers, round) })),
    ...(person === null || round === null
      ? []
      : differenceLines(survey, answers, { attribute: person.id, round, among: null })),
    ...lowestLines(survey, answers),
    ...unknownLines(answers),
  ]
}

interface Differences {
  readonly attribute: string
  readonly round: string
  /** Groups that may be compared; null where no group is judged by itself. */
  readonly among: ReadonlySet<string> | null
}

/** The widest of the pairs that differ by more than chance; where there is none, that this is no proof of likeness. */
function differenceLines(
  survey: SurveyDataset,
  answers: Answers,
  { attribute, round, among }: Differences,
): readonly Line[] {
  const leadsTo: QuestionName = among === null ? 'overview:person-differences' : 'overview:place-differences'
  const outcome = answers[leadsTo]
  const tables = tablesOf(outcome)
  if (outcome == null || tables === null) return []
  const { pairwise } = readTables(comparisonTables, tables)
  const tested = rowsWith(pairwise.rows, 'estimate', 'p_adjusted').filter(
    ({ cells }) => among === null || (among.has(cells.group_a) && among.has(cells.group_b)),
  )
  if (tested.length === 0) return []
  const level = 1 - Number(outcome.options['confidence'])
  const [widest] = tested
    .filter(({ cells }) => cells.p_adjusted < level)
    .toSorted((a, b) => Math.abs(b.cells.estimate) - Math.abs(a.cells.estimate))
  if (widest === undefined) return [{ text: say('next.no-difference', { attribute: { attribute }, round }), leadsTo }]
  const { cells } = widest
  return [
    {
      leadsTo,
      text: say('next.difference', {
        attribute: { attribute },
        round,
        outcome: { outcome: cells.outcome },
        a: cells.group_a,
        b: cells.group_b,
        isAbove: cells.estimate >= 0,
        size: quantity(Math.abs(cells.estimate), 'estimate'),
        unit: unitLabel(survey, cells.outcome),
        interval: intervalPhrase(cells.conf_low, cells.conf_high, 'estimate'),
      }),
    },
  ]
}

/** The most dimensions of which it is said that one of them is the lowest. */
const mostLowest = 3

/**
 * The dimension with the lowest mean in the last round, where all lie on one scale: one where its interval lies below those of the others, a few where theirs reach down to it, and
 * none where most do.
 */
function lowestLines(survey: SurveyDataset, answers: Answers): readonly Line[] {
  const rows = rowsWith(scoreRows(answers, survey.rounds.at(-1)?.id), 'mean')
  const ranges = new Set(rows.map(({ cells }) => outcomeOf(survey, cells.dimension).range.join(' ')))
  if (rows.length < 2 || ranges.size !== 1) return []
  const sorted = rows.toSorted((a, b) => a.cells.mean - b.cells.mean)
  const [lowest] = sorted
  const end = lowest?.cells.conf_high ?? null
  if (lowest === undefined || end === null) return []
  const together = sorted.filter((row) => row === lowest || (row.cells.conf_low ?? end) <= end)
  if (together.length === sorted.length || together.length > mostLowest) return []
  return [
    {
      leadsTo: 'overview:dimensions',
      text: say('next.lowest', {
        count: together.length,
        dimensions: {
          list: together.map(({ cells }) =>
            say('next.lowest-mean', {
              dimension: { dimension: cells.dimension },
              mean: quantity(cells.mean, 'mean'),
              interval: intervalPhrase(cells.conf_low, cells.conf_high, 'mean'),
            }),
          ),
        },
      }),
    },
  ]
}

/** Items to which many of those asked answered that they do not know, the most first. */
function unknownLines(answers: Answers): readonly Line[] {
  const tables = tablesOf(answers['overview:items'])
  if (tables === null) return []
  const shares = rowsWith(readTables(itemTables, tables).items.rows, 'n', 'dont_know')
    .map(({ cells }) => {
      const asked = cells.n + cells.dont_know + (cells.blank ?? 0) + (cells.not_relevant ?? 0) + (cells.refused ?? 0)
      return { item: cells.item, share: asked === 0 ? 0 : cells.dont_know / asked }
    })
    .filter(({ share }) => share >= manyDoNotKnow)
    .toSorted((a, b) => b.share - a.share)
  return shares
    .slice(0, mostItems)
    .map(({ item, share }) => ({
      leadsTo: 'overview:items',
      text: say('next.do-not-know', { item: { item }, share: quantity(share, 'percent') }),
    }))
}
