import type { AbortSource, Database } from '../core/database'
import { numericColumn, quoteName, type SurveyDataset } from '../core/datasets'
import { answerTerms, scoreExpression, scoringPlan } from '../survey/scoring'
import { matchTable } from './leave-out'

/** The mean of a dimension's scores over some of the people; the mean is null where it would say something of fewer people than may be shown. */
export interface MeanOf {
  readonly dimension: string
  readonly n: number | null
  readonly mean: number | null
}

/** What the scores are when one part of the exclusions holds. */
export interface Variant {
  /** Nobody left out, everybody whom the lines name, or those of one line alone. */
  readonly leaves: 'nobody' | 'all' | number
  readonly people: number
  readonly means: readonly MeanOf[]
}

/**
 * What the scores would be with and without each line of the exclusions. Two variants whose people differ by fewer than `minGroup` would give away the mean of those few: the
 * variant with the fewer people is then withheld for the dimension.
 * @param survey as it was opened, no filter applied
 * @throws QueryError, Aborted
 */
export async function compareExclusions(
  database: Database,
  survey: SurveyDataset,
  minGroup: number,
  abort?: AbortSource,
): Promise<readonly Variant[]> {
  const { leftOut } = survey
  if (leftOut === undefined) return []
  const leaves: readonly Variant['leaves'][] = ['nobody', 'all', ...leftOut.lines.keys()]
  const plan = scoringPlan(survey).filter(({ items }) => items.length > 0)
  const terms = plan.flatMap(({ dimension, items }) => {
    const { sum, answered } = answerTerms(items, survey)
    return [`${sum} AS ${quoteName(`${dimension.id}#sum`)}`, `${answered} AS ${quoteName(`${dimension.id}#answered`)}`]
  })
  if (terms.length === 0) return []
  const scores = plan.map((scoring, index) => `${scoreExpression(scoring, survey)} AS "#d${index}"`)
  const isIn = (variant: Variant['leaves']): string =>
    variant === 'nobody'
      ? 'TRUE'
      : variant === 'all'
        ? 'lines IS NULL'
        : `(lines IS NULL OR NOT list_contains(lines, ${variant}))`
  const cells = leaves.flatMap((variant, place) => [
    `(count(*) FILTER (WHERE ${isIn(variant)}))::DOUBLE AS p${place}`,
    ...plan.flatMap((_, index) => [
      `(count("#d${index}") FILTER (WHERE ${isIn(variant)}))::DOUBLE AS n${place}_${index}`,
      `avg("#d${index}") FILTER (WHERE ${isIn(variant)}) AS m${place}_${index}`,
    ]),
  ])
  const frame = await database.frame(
    `SELECT ${cells.join(', ')} FROM (SELECT "_source", "_row", ${scores.join(', ')} FROM (SELECT *, ${terms.join(', ')} FROM ${quoteName(leftOut.everybody)})) r ` +
      `LEFT JOIN (SELECT "_source", "_row", list(line) AS lines FROM ${matchTable} GROUP BY ALL) m ON m."_source" = r."_source"::VARCHAR AND m."_row" = r."_row"`,
    abort,
  )
  const value = (id: string): number => numericColumn(frame, id)[0] ?? Number.NaN
  const means = plan.map(({ dimension }, index) =>
    withheld(
      leaves.map((_, place) => ({
        dimension: dimension.id,
        n: value(`n${place}_${index}`),
        mean: value(`m${place}_${index}`),
      })),
      minGroup,
    ),
  )
  return leaves.map((variant, place) => ({
    leaves: variant,
    people: value(`p${place}`),
    means: means.flatMap((column) => column[place] ?? []),
  }))
}

/** Shows a variant where it has as many people as may be shown and differs from each that is shown by as many, or by none. */
function withheld(
  variants: readonly { readonly dimension: string; readonly n: number; readonly mean: number }[],
  minGroup: number,
): readonly MeanOf[] {
  const shown: number[] = []
  return variants.map(({ dimension, n, mean }) => {
    const isShown = n >= minGroup && shown.every((other) => other === n || Math.abs(other - n) >= minGroup)
    if (!isShown) return { dimension, n: null, mean: null }
    shown.push(n)
    return { dimension, n, mean }
  })
}
