import type { ReportContext } from '../core/contract'
import type { SurveyDataset } from '../core/datasets'
import { namesOf, rowsWith } from '../core/reading'
import type { Prose } from '../core/result'
import { fewInWords, intervalPhrase, percentOf, quantity, type Label } from '../core/words'
import type { Verdict } from '../survey/change-verdict'
import { groupColumns } from '../survey/groups'
import type { PriorityRow, Tables } from './declarations'
import { importanceOutcome, roundsOf, type MeasuresOptions } from './options'
import { inLanguage, measuresOf } from './tables'
import { say } from './words'

/** The most priorities that get a sentence each, and the most groups that do. */
const prioritiesInWords = 3
const groupsInWords = 8

/** Names of outcomes within sentences: an item's statement stands in quotation marks. */
interface Names {
  readonly of: (outcome: string) => Label
  readonly list: (rows: readonly PriorityRow[]) => Label
}

function namesIn({ instrument }: SurveyDataset): Names {
  const of = (id: string): Label =>
    instrument.dimensions.some((dimension) => dimension.id === id)
      ? { dimension: id }
      : say('quoted', { item: { item: id } })
  return { of, list: (rows) => fewInWords(rows.map(({ cells }) => of(cells.outcome))) }
}

/** What ranks first, which measures belong to it, and what moved. No sentence says why anything is as it is. */
export function sayMeasures(
  { priorities: { rows } }: Tables,
  options: MeasuresOptions,
  context: ReportContext<SurveyDataset>,
): Prose {
  const { dataset } = context
  const { from, to } = roundsOf(dataset, options)
  const names = namesIn(dataset)
  const shown = rows.filter((row) => !row.isWithheld('mean'))
  const isByGroup = groupColumns(dataset, options.by).length > 0
  return {
    method: methodSentences(rowsWith(rows, 'importance_raw').length > 0, options, dataset),
    finding: [
      ...(isByGroup ? groupSentences(shown, names) : stateSentences(shown, names, dataset)),
      ...(rows.length > 0 && shown.length === 0 ? [say('say.finding.withheld', { min: context.minGroup })] : []),
      ...(from !== null && !isByGroup ? movementSentences(shown, from, to, names) : []),
    ],
  }
}

function methodSentences(isWeighed: boolean, options: MeasuresOptions, dataset: SurveyDataset): readonly Label[] {
  const { from, to } = roundsOf(dataset, options)
  const outcome = importanceOutcome(dataset, options)
  return [
    say('say.method.gap', {
      round: to,
      target: say(`say.target.${options.target_rule}`, {
        share: quantity(options.target_share, 'percent'),
        target: quantity(options.target, 'mean'),
      }),
      confidence: percentOf(options.confidence),
    }),
    isWeighed
      ? say('say.method.importance', {
          outcome: outcome === null ? '' : namesIn(dataset).of(outcome),
          measure: say(`option.importance.choice.${options.importance}`),
          draws: options.draws,
        })
      : say('say.method.equal'),
    ...(from === null ? [] : [say('say.method.change', { from, to })]),
  ]
}

/** What is clearly below its target, the highest priority first. */
function belowInOrder(rows: readonly PriorityRow[]): readonly PriorityRow[] {
  return rowsWith(rows, 'rank')
    .filter(({ cells }) => cells.evidence === 'below')
    .toSorted((a, b) => a.cells.rank - b.cells.rank)
}

function stateSentences(rows: readonly PriorityRow[], names: Names, dataset: SurveyDataset): readonly Label[] {
  const first = belowInOrder(rows).slice(0, prioritiesInWords)
  const reached = rows.filter(({ cells }) => cells.evidence === 'reached')
  const unsure = rows.filter(({ cells }) => cells.evidence === 'unsure')
  return [
    ...prioritySentences(first, names),
    ...suggestionSentences(first, names, dataset),
    ...(reached.length > 0
      ? [say('say.finding.reached', { outcomes: names.list(reached), count: reached.length })]
      : []),
    ...(unsure.length > 0 ? [say('say.finding.unsure', { outcomes: names.list(unsure), count: unsure.length })] : []),
  ]
}

function prioritySentences([first, ...next]: readonly PriorityRow[], names: Names): readonly Label[] {
  if (first === undefined) return [say('say.finding.none-below')]
  const { cells } = first
  return [
    say('say.finding.first', {
      outcome: names.of(cells.outcome),
      mean: quantity(cells.mean, 'mean'),
      target: quantity(cells.target, 'mean'),
      gap: quantity(cells.gap, 'estimate'),
      interval: intervalPhrase(cells.gap_low, cells.gap_high, 'estimate'),
      importance: quantity(cells.importance, 'percent'),
      isWeighed: cells.importance_raw !== null,
      importanceInterval: intervalPhrase(cells.importance_low, cells.importance_high, 'percent'),
    }),
    ...(next.length > 0 ? [say('say.finding.next', { outcomes: names.list(next), count: next.length })] : []),
  ]
}

/** The measures of the instrument for the first priorities, and which of these have none. */
function suggestionSentences(rows: readonly PriorityRow[], names: Names, dataset: SurveyDataset): readonly Label[] {
  const suggested = rows.map((row) => ({ row, measures: measuresOf(dataset, row.cells.measure_ids) }))
  const without = suggested.filter(({ measures }) => measures.length === 0).map(({ row }) => row)
  return [
    ...suggested
      .filter(({ measures }) => measures.length > 0)
      .map(({ row, measures }) =>
        say('say.finding.measures', {
          outcome: names.of(row.cells.outcome),
          measures: fewInWords(measures.map(({ label }) => inLanguage(label))),
          count: measures.length,
        }),
      ),
    ...(without.length > 0 && dataset.instrument.measures.length > 0
      ? [say('say.finding.no-measure', { outcomes: names.list(without), count: without.length })]
      : []),
    ...(without.length < suggested.length ? [say('say.finding.suggestion')] : []),
  ]
}

function groupSentences(rows: readonly PriorityRow[], names: Names): readonly Label[] {
  return namesOf(rows)
    .slice(0, groupsInWords)
    .flatMap((group): readonly Label[] => {
      const [first] = belowInOrder(rows.filter(({ name }) => name === group))
      if (first === undefined) return []
      const { cells } = first
      return [
        say('say.finding.first-of-group', {
          group,
          outcome: names.of(cells.outcome),
          gap: quantity(cells.gap, 'estimate'),
          interval: intervalPhrase(cells.gap_low, cells.gap_high, 'estimate'),
          hasMeasure: cells.measure !== null,
          measure: cells.measure ?? '',
        }),
      ]
    })
}

/** Whether outcomes changed since the earlier round. A change after a measure is not an effect of it. */
function movementSentences(rows: readonly PriorityRow[], from: string, to: string, names: Names): readonly Label[] {
  const of = (...verdicts: readonly Verdict[]): readonly PriorityRow[] =>
    rows.filter(({ cells }) => cells.verdict !== null && verdicts.includes(cells.verdict))
  const moved = of('changed', 'changed-below-relevance')
  const about = (key: Parameters<typeof say>[0], told: readonly PriorityRow[]): readonly Label[] =>
    told.length > 0 ? [say(key, { from, outcomes: names.list(told), count: told.length })] : []
  return [
    ...(moved.length > 0
      ? [say('say.finding.moved', { from, to, outcomes: fewInWords(moved.map((row) => movedOne(row, names))) })]
      : []),
    ...about('say.finding.unchanged', of('practically-unchanged')),
    ...about('say.finding.inconclusive', of('inconclusive')),
    ...about('say.finding.not-comparable', of('not-comparable')),
  ]
}

function movedOne({ cells }: PriorityRow, names: Names): Label {
  return say('say.moved-one', {
    outcome: names.of(cells.outcome),
    change: quantity(cells.change, 'estimate'),
    interval: intervalPhrase(cells.change_low, cells.change_high, 'estimate'),
  })
}
