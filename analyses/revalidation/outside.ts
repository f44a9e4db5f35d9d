import type { ComputeContext } from '../core/contract'
import type { SurveyDataset } from '../core/datasets'
import type { Item } from '../instrument/model'
import { finite } from '../core/result'
import type { AnswerColumn } from '../numeric/correlation/crossproducts'
import { answerSample, completeAnswers } from '../numeric/factor-model/answer-sample'
import { heterotraitMonotraitRatios } from '../numeric/factor-model/discriminant-validity'
import { fitFactorModel } from '../numeric/factor-model/factor-model'
import { simpleStructureModel } from '../numeric/factor-model/model'
import { modificationIndices } from '../numeric/factor-model/score-tests'
import { itemScaleCorrelations } from '../numeric/reliability/item-scale-correlations'
import { varyingItems } from '../survey/varying-items'
import type { ItemElsewhere } from './result'
import { warning } from './words'

/** The answers to the items of all dimensions that vary, of those who answered all of them. */
export interface WholeAnswers {
  readonly items: readonly Item[]
  readonly columns: readonly AnswerColumn[]
  readonly sample: ReturnType<typeof completeAnswers> | null
}

/** @param used the items of the dimension that its own numbers are of */
export function readWhole(
  dimension: string,
  used: readonly Item[],
  everything: readonly Item[],
  columnOf: (item: Item) => AnswerColumn,
): WholeAnswers {
  const candidates = everything.filter((item) => item.dimension !== dimension || used.includes(item))
  const { kept } = varyingItems(candidates.map(columnOf), 'listwise')
  const items = kept.map((index) => candidates[index] as Item)
  const columns = items.map(columnOf)
  return { items, columns, sample: items.length === 0 ? null : completeAnswers(columns) }
}

interface Outside {
  readonly n: number
  readonly rows: readonly ItemElsewhere[]
  readonly htmt: readonly { readonly dimension: string; readonly ratio: number | null }[]
}

/** The dimension's items beside the other dimensions: correlations with their scores, cross-loadings in the model of all, and HTMT. */
export function outsideOf(
  dimension: string,
  used: readonly Item[],
  { items, columns, sample }: WholeAnswers,
  isUsable: boolean,
  context: ComputeContext<SurveyDataset>,
  poll: () => void,
): Outside {
  const dimensions = [...new Set(items.flatMap((item) => (item.dimension === null ? [] : [item.dimension])))]
  // Its own first, then the others in the order of the instrument.
  const others = context.dataset.instrument.dimensions.flatMap(({ id }) => (id === dimension ? [] : [id]))
  const all = [dimension, ...others]
  const empty = (item: Item, other: string): ItemElsewhere => ({
    item: item.id,
    dimension: other,
    r: null,
    modification: null,
  })
  const nothing: Outside = { n: 0, rows: used.flatMap((item) => all.map((other) => empty(item, other))), htmt: [] }
  if (
    sample === null ||
    !isUsable ||
    sample.count <= items.length ||
    dimensions.length < 2 ||
    !dimensions.includes(dimension)
  ) {
    context.note(warning('no-whole-model', { items: items.length }, { table: 'elsewhere' }))
    return { ...nothing, n: sample?.count ?? 0 }
  }
  const dimensionOf = items.map((item) => dimensions.indexOf(item.dimension ?? ''))
  const correlations = itemScaleCorrelations(sample.covariance, dimensionOf, dimensions.length)
  const result = fitFactorModel(simpleStructureModel(dimensionOf), [answerSample(columns, 'listwise')], { poll })
  if (!result.converged) context.note(warning('whole-model-not-fitted', {}, { table: 'elsewhere' }))
  const indices = result.converged ? modificationIndices(result).filter(({ entry }) => entry.kind === 'loading') : []
  const ratios = heterotraitMonotraitRatios(sample.covariance, dimensionOf, dimensions.length)
  const position = dimensions.indexOf(dimension)
  return {
    n: sample.count,
    rows: used.flatMap((item) =>
      all.map((other): ItemElsewhere => {
        const [row, column] = [items.indexOf(item), dimensions.indexOf(other)]
        if (row < 0 || column < 0) return empty(item, other)
        return {
          item: item.id,
          dimension: other,
          r: finite(correlations[row * dimensions.length + column]),
          modification: indices.find(({ entry }) => entry.row === row && entry.column === column) ?? null,
        }
      }),
    ),
    htmt: others.flatMap((other) => {
      const column = dimensions.indexOf(other)
      return column < 0 ? [] : [{ dimension: other, ratio: finite(ratios[position * dimensions.length + column]) }]
    }),
  }
}
