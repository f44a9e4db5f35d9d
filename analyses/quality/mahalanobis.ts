import type { Database } from '../core/database'
import { numericColumn, quoteName } from '../core/datasets'
import { scaleOf, type Item } from '../instrument/model'
import { chiSquare } from '../numeric/distributions/chi-square'
import { choleskyOfPositiveDefinite, inverseOfCholesky } from '../numeric/matrices/positive-definite'
import { numberText } from '../survey/readable-columns'
import { answerExpression } from '../survey/scoring'
import { ordinalItems, type SurveyShape } from './shape'

/** Of people whose answers were normally distributed, this share would lie beyond the usual limit (Curran 2016; careless::mahad asks for the same test). */
const usualShare = 0.001
/** Below this part of its variance an item is a sum of the others but for rounding, and no distance can be told. */
const leastOwnVariance = 1e-9

/** Items of dimensions that were put to everybody in every round: a pattern is compared only over questions that all had. */
const comparedItems = (shape: Pick<SurveyShape, 'instrument' | 'itemsMissingByRound'>): readonly Item[] => {
  const missing = new Set(Object.values(shape.itemsMissingByRound).flat())
  return ordinalItems(shape).filter(
    ({ id, dimension, askedOf }) => dimension !== null && askedOf.length === 0 && !missing.has(id),
  )
}

/** The quantile of the chi-square distribution with one degree of freedom an item, to one decimal. */
export function usualDistance(shape: Pick<SurveyShape, 'instrument' | 'itemsMissingByRound'>): number | null {
  const { length } = comparedItems(shape)
  return length < 2 ? null : Math.round(chiSquare.quantileUpper(usualShare, length) * 10) / 10
}

/**
 * The squared distance of a row's answers from the means of all, by the covariances of the items (Mahalanobis 1936; Meade & Craig 2012), as a selection of `_source`, `_row` and
 * `value`. Covariances are of all pairs of answers that there are; an item without an answer adds nothing, so that rows with gaps lie nearer rather than further
 * (`psych::outlier`, `careless::mahad`; `stats::mahalanobis` where nothing is missing). NULL where less than half of the items were answered.
 *
 * Null where two items do not vary, or the items do not vary by themselves: one is a sum of others, or gaps leave covariances that no answers could have.
 */
export async function mahalanobisDistance(shape: SurveyShape, database: Database): Promise<string | null> {
  const candidates = comparedItems(shape)
  if (candidates.length < 2) return null
  const moments = await momentsOf(shape, database, candidates)
  const items = moments.filter(({ covariances }, index) => (covariances[index] ?? 0) > 0)
  const places = items.map(({ item }) => candidates.indexOf(item))
  const size = items.length
  if (size < 2) return null
  const matrix = Float64Array.from(
    items.flatMap(({ covariances }) => places.map((place) => covariances[place] ?? Number.NaN)),
  )
  const lower = choleskyOfPositiveDefinite(matrix, size, leastOwnVariance)
  if (lower === null) return null
  const inverse = inverseOfCholesky(lower, size)
  const answers = items.map(({ item }) => `(${answerOf(shape, item)})::DOUBLE`)
  const deviations = answers.map((answer, index) => `coalesce(${answer} - ${numberText(items[index]?.mean ?? 0)}, 0)`)
  const products = items.map((_, row) => {
    const own = Array.from(inverse.subarray(row * size, (row + 1) * size), numberText)
    return `list_inner_product("#x", [${own.join(', ')}])`
  })
  return (
    `SELECT "_source", "_row", CASE WHEN "#answered" * 2 >= ${size} THEN list_inner_product("#x", [${products.join(', ')}]) END AS value ` +
    `FROM (SELECT "_source", "_row", [${deviations.join(', ')}] AS "#x", len(list_filter([${answers.join(', ')}], a -> a IS NOT NULL)) AS "#answered" FROM ${quoteName(shape.table)})`
  )
}

const answerOf = ({ instrument }: SurveyShape, item: Item): string => answerExpression(item, scaleOf(instrument, item))

interface Moments {
  readonly item: Item
  readonly mean: number
  /** With every item, itself among them, in their order; n − 1 below the line. */
  readonly covariances: readonly number[]
}

/** Means of the answers of each item, and the covariances of each pair over the rows that have both. */
async function momentsOf(shape: SurveyShape, database: Database, items: readonly Item[]): Promise<readonly Moments[]> {
  const answers = items.map((item, index) => `(${answerOf(shape, item)})::DOUBLE AS "#a${index}"`)
  const cells = items.flatMap((_, row) => [
    `avg("#a${row}") AS "m${row}"`,
    ...items
      .slice(0, row + 1)
      .map((__, column) => `coalesce(covar_samp("#a${row}", "#a${column}"), 'NaN'::DOUBLE) AS "c${row}_${column}"`),
  ])
  const frame = await database.frame(
    `SELECT ${cells.join(', ')} FROM (SELECT ${answers.join(', ')} FROM ${quoteName(shape.table)})`,
  )
  const value = (id: string): number => numericColumn(frame, id)[0] ?? Number.NaN
  return items.map((item, row) => ({
    item,
    mean: value(`m${row}`),
    covariances: items.map((_, column) => value(`c${Math.max(row, column)}_${Math.min(row, column)}`)),
  }))
}
