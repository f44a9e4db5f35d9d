import type { Frame, SurveyDataset } from '../core/datasets'
import { scaleOf, type Item } from '../instrument/model'
import { noAnswer, type AnswerPatterns } from '../numeric/correlation/crossproducts'
import { momentsOfCounts, varianceOf } from '../numeric/summary/summary'
import { uniformVariance, withinGroupAgreement } from '../numeric/agreement/within-group-agreement'
import { itemMatrixStatement, readItemPatterns } from '../survey/item-matrix'
import { keyText } from '../survey/group-counts'
import { scoringPlan } from '../survey/scoring'

/** The items behind an outcome that has a declared number of steps; none for an outcome with a continuous item. */
function itemsBehind(dataset: SurveyDataset, outcome: string): readonly Item[] {
  const plan = scoringPlan(dataset).find(({ dimension }) => dimension.id === outcome)
  const items = plan === undefined ? dataset.instrument.items.filter(({ id }) => id === outcome) : plan.items
  return items.every((item) => scaleOf(dataset.instrument, item).kind === 'ordinal') ? items : []
}

const setsOf = (
  dataset: SurveyDataset,
  outcomes: readonly string[],
): readonly { readonly outcome: string; readonly items: readonly Item[] }[] =>
  outcomes.map((outcome) => ({ outcome, items: itemsBehind(dataset, outcome) })).filter(({ items }) => items.length > 0)

/** The answers that agreement needs, as SQL; null when no outcome has ordinal items. */
export function agreementStatement(
  dataset: SurveyDataset,
  outcomes: readonly string[],
  columns: readonly string[],
): string | null {
  const items = setsOf(dataset, outcomes).flatMap((set) => set.items)
  return items.length === 0 ? null : itemMatrixStatement(dataset, items, columns)
}

/** r_wg(j) of a group, and how many answered all items of the outcome, which it stands on. */
export interface GroupAgreement {
  readonly n: number
  readonly rwgj: number
}

/** Reads agreement by group key and outcome; undefined when there is none. */
export function readAgreement(
  frame: Frame | undefined,
  dataset: SurveyDataset,
  outcomes: readonly string[],
  columns: readonly string[],
): (key: readonly string[], outcome: string) => GroupAgreement | undefined {
  const found = new Map<string, GroupAgreement>()
  if (frame !== undefined) {
    const sets = setsOf(dataset, outcomes)
    const { keys, patterns } = readItemPatterns(
      frame,
      dataset,
      sets.map(({ items }) => items),
      columns,
    )
    keys.forEach((key, group) => {
      sets.forEach(({ outcome, items }, set) => {
        const counted = patterns[group]?.[set] ?? null
        if (counted !== null) found.set(`${outcome} ${keyText(key)}`, agreementOf(counted, items, dataset))
      })
    })
  }
  return (key, outcome) => found.get(`${outcome} ${keyText(key)}`)
}

/** Over those who answered every item, as `multilevel::rwg.j`. The expected variance is that of evenly spread answers, the mean over items where scales differ. */
function agreementOf(
  { columns, counts }: AnswerPatterns,
  items: readonly Item[],
  dataset: SurveyDataset,
): GroupAgreement {
  const complete: number[] = []
  counts.forEach((_, pattern) => {
    if (columns.every((column) => column[pattern] !== noAnswer)) complete.push(pattern)
  })
  const weights = complete.map((pattern) => counts[pattern] ?? 0)
  const variances = columns.map((column) =>
    varianceOf(momentsOfCounts({ values: complete.map((pattern) => Number(column[pattern])), counts: weights })),
  )
  const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length
  const expected = items.map((item) => {
    const { min, max } = scaleOf(dataset.instrument, item)
    return uniformVariance(max - min + 1)
  })
  return {
    n: weights.reduce((sum, weight) => sum + weight, 0),
    rwgj: withinGroupAgreement(mean(variances), items.length, mean(expected)),
  }
}
