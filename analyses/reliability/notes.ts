import type { ComputeContext } from '../core/contract'
import type { SurveyDataset } from '../core/datasets'
import { itemInWords, type Label, type Value } from '../core/words'
import type { ScaleProblem } from '../numeric/reliability/reliability-scale'
import type { ScaleInGroup } from './result'
import { survey } from '../survey/words'
import type { ReliabilityOptions } from './options'
import { info, say, warning } from './words'
import { smallest } from '../numeric/summary/extremes'

/** Groups that a note names. */
const groupsNamed = 5

const noteOf: Readonly<Record<ScaleProblem['code'], typeof info>> = {
  'constant-item': warning,
  'unanswered-item': warning,
  'negative-item-rest': warning,
  'too-few-items': warning,
  'too-few-rows': warning,
  'negative-alpha': warning,
  'two-items': info,
  'collinear-items': warning,
  'no-one-factor-solution': warning,
  heywood: warning,
  'interval-failed': warning,
  'interval-incomplete': info,
  'polychoric-boundary': warning,
  'polychoric-not-positive-definite': warning,
  'too-many-categories': info,
}

/** One note for each kind of problem in each dimension, with the items, the most extreme value and the groups it is about. */
export function noteScales(
  scales: readonly ScaleInGroup[],
  columns: readonly string[],
  options: ReliabilityOptions,
  context: ComputeContext<SurveyDataset>,
): void {
  const cases = new Map<
    string,
    {
      readonly code: ScaleProblem['code']
      readonly dimension: string
      readonly found: { readonly scale: ScaleInGroup; readonly problem: ScaleProblem }[]
    }
  >()
  for (const scale of scales) {
    for (const problem of scale.problems) {
      const name = JSON.stringify([problem.code, scale.dimension])
      const known = cases.get(name) ?? { code: problem.code, dimension: scale.dimension, found: [] }
      known.found.push({ scale, problem })
      cases.set(name, known)
    }
  }
  for (const { code, dimension, found } of cases.values()) {
    const items = new Set(
      found.flatMap(({ scale, problem }) => itemsIn(problem).map((item) => scale.itemIds[item] ?? '')),
    )
    const values = found.flatMap(({ problem }) =>
      'value' in problem ? [problem.value] : 'count' in problem ? [problem.count] : [],
    )
    const names = [...new Set(found.map(({ scale }) => scale.key.join(' · ')))]
    const isCount = found.some(({ problem }) => 'count' in problem)
    context.note(
      noteOf[code](code, {
        dimension: { dimension },
        items: { list: [...items].map(itemInWords) },
        n: items.size,
        cases: found.length,
        value: valueOf(values, isCount),
        where:
          columns.length === 0
            ? ''
            : say('in-groups', {
                groups: { list: names.slice(0, groupsNamed) },
                more: Math.max(0, names.length - groupsNamed),
              }),
      }),
    )
  }
  noteIncomplete(scales, options, context)
}

/** The smallest value: for negative numbers and for counts that are too small, it says most. */
function valueOf(values: readonly number[], isCount: boolean): Value {
  if (values.length === 0) return 0
  return isCount ? smallest(values) : { value: smallest(values), as: 'correlation' }
}

function itemsIn(problem: ScaleProblem): readonly number[] {
  if ('item' in problem) return [problem.item]
  return 'pairs' in problem ? problem.pairs.flat() : []
}

/** How many answered only a part of a dimension, so that they are in none of its numbers. */
function noteIncomplete(
  scales: readonly ScaleInGroup[],
  { missing }: ReliabilityOptions,
  context: ComputeContext<SurveyDataset>,
): void {
  if (missing !== 'listwise') return
  const lost = new Map<string, number>()
  for (const { dimension, answeredRows, completeRows } of scales)
    lost.set(dimension, (lost.get(dimension) ?? 0) + answeredRows - completeRows)
  const concerned = [...lost].filter(([, count]) => count > 0)
  if (concerned.length === 0) return
  context.note(
    info('incomplete', {
      dimensions: {
        list: concerned.map(([dimension, count]): Label =>
          survey.say('dimension-with', { dimension: { dimension }, number: { people: count } }),
        ),
      },
    }),
  )
}
