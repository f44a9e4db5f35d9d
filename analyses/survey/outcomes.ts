import { quoteName, type SurveyDataset } from '../core/datasets'
import { scaleOf } from '../instrument/model'
import { itemInWords, type Note } from '../core/words'
import { isOneMeaning } from './item-changes'
import {
  answerExpression,
  askedCountExpression,
  scoreColumns,
  scoreExpression,
  scoringNotes,
  scoringPlan,
} from './scoring'
import { survey } from './words'

/** A dimension or an item as a number per respondent. Higher always means more of the dimension: reversed items are turned. */
export interface Outcome {
  readonly id: string
  readonly kind: 'dimension' | 'item'
  /** Which of the dataset's relations holds it. */
  readonly relation: 'scores' | 'responses'
  /** SQL over that relation: DOUBLE, NULL when missing. */
  readonly value: string
  /** The columns that `value` reads: people alike in them have the same value, so counting can come before scoring. */
  readonly from: readonly string[]
  /** How many items are behind the value, and how many were put to the respondent: SQL over `from`. */
  readonly answered: string
  readonly asked: string
  /** Lowest and highest value that the declared scale allows. */
  readonly range: readonly [number, number]
  /** True for an item that counts as min + max − answer. */
  readonly turned: boolean
  readonly unit: string | null
}

/**
 * An outcome by its id.
 * @throws Error (a bug) when the instrument has neither dimension nor item of that id; options are checked before
 */
export function outcomeOf(dataset: SurveyDataset, id: string): Outcome {
  const { instrument } = dataset
  const scoring = scoringPlan(dataset).find(({ dimension }) => dimension.id === id)
  if (scoring !== undefined) {
    const units = new Set(scoring.items.map((item) => scaleOf(instrument, item).unit))
    const [unit] = units
    return {
      id,
      kind: 'dimension',
      relation: 'scores',
      value: `(${scoreExpression(scoring, dataset)})::DOUBLE`,
      from: scoreColumns(scoring, dataset),
      answered: quoteName(`${id}#answered`),
      asked: askedCountExpression(scoring.items, dataset),
      range: scoring.range ?? [0, 1],
      turned: false,
      unit: units.size === 1 ? spokenUnit(unit) : null,
    }
  }
  const item = instrument.items.find((candidate) => candidate.id === id)
  if (item === undefined) throw new Error(`the instrument has no outcome ${id}`)
  const scale = scaleOf(instrument, item)
  const answer = answerExpression(item, scale)
  return {
    id,
    kind: 'item',
    relation: 'responses',
    value: item.reversed ? `(${scale.min + scale.max} - (${answer})::DOUBLE)` : `(${answer})::DOUBLE`,
    range: [scale.min, scale.max],
    from: [item.id],
    answered: '1',
    asked: '1',
    turned: item.reversed,
    unit: spokenUnit(scale.unit),
  }
}

/** The unit «1» of a bare number is said by no one. */
const spokenUnit = (unit: string | undefined): string | null => (unit === undefined || unit === '1' ? null : unit)

export function outcomesOf(dataset: SurveyDataset, ids: readonly string[]): readonly Outcome[] {
  return ids.map((id) => outcomeOf(dataset, id))
}

/** What readers of these outcomes must know: items left out of scores, reversed items turned, wording that changed between the loaded rounds. */
export function outcomeNotes(dataset: SurveyDataset, ids: readonly string[]): readonly Note[] {
  const notes: Note[] = [...scoringNotes(dataset, ids)]
  const turned = dataset.instrument.items.filter((item) => item.reversed && ids.includes(item.id))
  if (turned.length > 0)
    notes.push({
      code: 'survey:items-turned',
      level: 'info',
      about: { items: { list: turned.map(({ id }) => itemInWords(id)) } },
    })
  const rounds = dataset.rounds.map(({ id }) => id)
  const concerned = dataset.instrument.items.filter(
    (item) => ids.includes(item.id) || (item.dimension !== null && ids.includes(item.dimension)),
  )
  const reworded = concerned.filter((item) =>
    item.changed.some(({ kind, round }) => kind === 'wording' && rounds.includes(round) && rounds[0] !== round),
  )
  const ofTwoMeanings = dataset.instrument.items.filter(
    ({ id }) => ids.includes(id) && !isOneMeaning(dataset, id, rounds),
  )
  if (ofTwoMeanings.length > 0)
    notes.push(
      survey.warning('items-of-two-meanings', {
        count: ofTwoMeanings.length,
        items: { list: ofTwoMeanings.map(({ id }) => itemInWords(id)) },
      }),
    )
  if (reworded.length > 0)
    notes.push({
      code: 'survey:items-reworded',
      level: 'info',
      about: { items: { list: reworded.map(({ id }) => itemInWords(id)) } },
    })
  return notes
}
