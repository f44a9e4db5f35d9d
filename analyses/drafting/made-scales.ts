import { freeId } from '../core/ids'
import { clusterColumns, type AnswerCluster, type AnsweredColumn, type CandidateColumn } from './answer-clusters'
import { orderAnswers } from './answer-order'
import { backgroundTopic, countsSomething } from './background-questions'
import { codeScale } from './code-scale'
import { answersOf } from './column-answers'
import type { DraftChoices } from './draft'
import { isEvaluative, labelScale } from './label-scale'
import { continuousScale, type MadeScale, type ScaleFamily } from './made-scale'
import { sliderScales } from './slider-scale'
import { say } from './words'

/**
 * Every scale that the columns show, those of items and those that may be. Ids are given in the order of the columns and do not depend on what a person chose of roles.
 */
export function makeScales(candidates: readonly CandidateColumn[], choices: DraftChoices): readonly MadeScale[] {
  const answered = candidates.flatMap((candidate): readonly AnsweredColumn[] => {
    const answers = answersOf(candidate.column)
    return answers === null ? [] : [{ ...candidate, answers }]
  })
  const clusters = clusterColumns(answered.filter((column) => !asksForBackground(column)))
  const closed = clusters.flatMap((cluster) => {
    const scale = scaleOf(cluster, (family) => family, {}, [])
    return scale !== null && scale.isForItems && scale.isSure && cluster.basis === 'codes'
      ? [[scale.min, scale.max] as const]
      : []
  })
  const ids = new Set<string>()
  const claim = (family: ScaleFamily): string => {
    const id = freeId(family, ids)
    ids.add(id)
    return id
  }
  const scales = clusters.flatMap((cluster) => scaleOf(cluster, claim, choices, closed) ?? [])
  const taken = new Set(scales.filter(({ isForItems }) => isForItems).flatMap(({ columns }) => columns))
  const sliders = sliderScales(
    candidates.filter(({ column }) => !taken.has(column.index)),
    () => claim('slider'),
    choices,
  )
  const wished = wishedScales(candidates, [...scales, ...sliders], answered, claim, choices)
  return [
    ...scales.filter(
      (scale) => !sliders.some((slider) => slider.columns.some((column) => scale.columns.includes(column))),
    ),
    ...sliders,
    ...wished,
  ]
}

function scaleOf(
  cluster: AnswerCluster,
  claim: (family: ScaleFamily) => string,
  choices: DraftChoices,
  others: readonly (readonly [number, number])[],
): MadeScale | null {
  return cluster.basis === 'labels' ? labelScale(cluster, claim, choices) : codeScale(cluster, claim, choices, others)
}

/** A background question that stands alone, unless its answers say how much or how well. */
function asksForBackground({ column, parts, answers }: AnsweredColumn): boolean {
  const labels = answers.answers.filter(({ kind, label }) => kind === null && label !== '').map(({ label }) => label)
  const order = labels.length < 2 ? null : orderAnswers(labels)
  if (order !== null && isEvaluative(order.family) && order.isSure && order.steps.length > 2) return false
  if (parts.stem !== '') return false
  const isBare = answers.basis === 'codes' && labels.length === 0
  return backgroundTopic(column.header, parts) !== null || (isBare && countsSomething(parts))
}

/** Scales for columns that a person made items of, and of which nothing else makes a scale: the numbers as they are, from the least to the largest. */
function wishedScales(
  candidates: readonly CandidateColumn[],
  scales: readonly MadeScale[],
  answered: readonly AnsweredColumn[],
  claim: (family: ScaleFamily) => string,
  choices: DraftChoices,
): readonly MadeScale[] {
  const known = new Set(scales.flatMap(({ columns }) => columns))
  const wished = candidates.filter(
    ({ column }) => choices.roles?.[column.header.name] === 'item' && !known.has(column.index),
  )
  const clusters = clusterColumns(answered.filter(({ column }) => wished.some((each) => each.column === column)))
  const made = clusters.flatMap((cluster) => scaleOf(cluster, claim, choices, []) ?? [])
  const done = new Set(made.flatMap(({ columns }) => columns))
  return [
    ...made,
    ...wished.flatMap(({ column }): readonly MadeScale[] => {
      const { numbers } = column
      if (done.has(column.index) || numbers === null || numbers.count < column.n || !(numbers.min < numbers.max))
        return []
      const id = claim('slider')
      const [min, max] = choices.ends?.[id] ?? [Math.floor(numbers.min), Math.ceil(numbers.max)]
      return [
        continuousScale({
          id,
          min,
          max,
          columns: [column.index],
          reason: say('scale.observed', { min, max }),
          isSure: false,
          questions: [],
        }),
      ]
    }),
  ]
}
