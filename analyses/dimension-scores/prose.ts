import type { ReportContext } from '../core/contract'
import type { SurveyDataset } from '../core/datasets'
import { namesOf, rowsWith, type RowWith } from '../core/reading'
import type { Prose } from '../core/result'
import { quantity, type Label } from '../core/words'
import { isOverlapping } from '../survey/overlap'
import { groupLabel } from '../survey/groups'
import type { ScoreRow, Tables } from './declarations'
import type { DimensionScoresOptions } from './options'
import { say } from './words'

/** Groups of which each gets a sentence; of more, each dimension does. */
const mostSentences = 3

type MeanRow = RowWith<ScoreRow, 'mean'>

/** How scores were made, and which are highest and lowest: of the dimensions in few groups, of the groups in each dimension. */
export function sayDimensionScores(
  { scores: { rows } }: Tables,
  options: DimensionScoresOptions,
  { dataset }: ReportContext<SurveyDataset>,
): Prose {
  const method = methodSentences(options, dataset)
  const shown = rowsWith(rows, 'mean')
  const groups = namesOf(shown)
  if (shown.length === 0) return { method, finding: [say('say.finding.nothing')] }
  return {
    method,
    finding:
      groups.length <= mostSentences
        ? groups.flatMap((group) =>
            profileSentence(
              shown.filter(({ name }) => name === group),
              options,
            ),
          )
        : groupSentences(shown, options),
  }
}

function methodSentences(
  { dimensions, confidence, weights }: DimensionScoresOptions,
  { instrument, weighted }: SurveyDataset,
): readonly Label[] {
  const chosen = instrument.dimensions.filter(({ id }) => dimensions.includes(id))
  const isUsual = chosen.every(({ score, minAnswered }) => score === 'mean' && minAnswered === 'half')
  return [
    say(isUsual ? 'say.method.half' : 'say.method.declared', {
      instrument: instrument.id,
      version: instrument.version,
    }),
    say('say.method.interval', { confidence: quantity(confidence, 'percent') }),
    ...(weights && weighted ? [say('say.method.weighted')] : []),
  ]
}

function profileSentence(rows: readonly MeanRow[], options: DimensionScoresOptions): readonly Label[] {
  const [highest, lowest] = ends(rows)
  if (highest === undefined || lowest === undefined) return []
  const group = groupLabel(highest.key)
  const [first, last] = [highest.cells.dimension, lowest.cells.dimension]
  if (first === last)
    return [say('say.finding.one', { group, dimension: { dimension: first }, mean: meanOf(highest, options) })]
  return [
    say('say.finding.profile', {
      group,
      highest: { dimension: first },
      highestMean: meanOf(highest, options),
      lowest: { dimension: last },
      lowestMean: meanOf(lowest, options),
    }),
  ]
}

/** The mean with its interval, where there is one, and n. */
function meanOf({ cells }: MeanRow, { confidence }: DimensionScoresOptions): Label {
  const [mean, n] = [quantity(cells.mean, 'mean'), cells.n ?? 0]
  if (cells.conf_low === null || cells.conf_high === null) return say('say.mean-alone', { mean, n })
  return say('say.mean', {
    mean,
    n,
    confidence: quantity(confidence, 'percent'),
    low: quantity(cells.conf_low, 'mean'),
    high: quantity(cells.conf_high, 'mean'),
  })
}

/**
 * The ends of each dimension with their intervals. Two groups picked because they lie at the ends say less than their intervals, so nothing is concluded where the
 * intervals are apart, and that the order is open is said where they are not.
 */
function groupSentences(rows: readonly MeanRow[], options: DimensionScoresOptions): readonly Label[] {
  const dimensions = [...new Set(rows.map(({ cells }) => cells.dimension))]
  return dimensions.flatMap((dimension) => {
    const own = rows.filter(({ cells }) => cells.dimension === dimension)
    const [highest, lowest] = ends(own)
    if (highest === undefined || lowest === undefined || own.length < 2) return []
    return [
      say('say.finding.groups', {
        dimension: { dimension },
        groups: own.length,
        highest: groupLabel(highest.key),
        highestMean: meanOf(highest, options),
        lowest: groupLabel(lowest.key),
        lowestMean: meanOf(lowest, options),
        isOverlapping: isOverlapping(lowest.cells.conf_high, highest.cells.conf_low),
      }),
    ]
  })
}

/** The rows with the highest and the lowest mean. */
function ends(rows: readonly MeanRow[]): readonly [MeanRow | undefined, MeanRow | undefined] {
  const sorted = rows.toSorted((a, b) => b.cells.mean - a.cells.mean)
  return [sorted[0], sorted.at(-1)]
}
