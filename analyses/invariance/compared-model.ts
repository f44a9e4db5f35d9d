import type { Label } from '../core/words'
import { pickItems } from '../survey/item-matrix'
import { rowsAnswering, type ComparedData, type DimensionItems } from './groups'
import type { InvarianceOptions } from './options'
import { say } from './words'

/** A factor model that is to be compared over groups. */
export interface ComparedModel {
  /** The one dimension of the model; null for a model of several. */
  readonly dimension: string | null
  readonly dimensions: readonly DimensionItems[]
  /** People of each group that the model can use. */
  readonly counts: readonly number[]
}

/** A model's name in a note. */
export const modelLabel = ({ dimension }: Pick<ComparedModel, 'dimension'>): Label =>
  dimension === null ? say('model.joint') : { dimension }

/** One model of all dimensions, or one for each. */
export function modelsOf(data: ComparedData, options: InvarianceOptions): readonly ComparedModel[] {
  const isSeparate = options.model === 'separate' || data.dimensions.length === 1
  const models = isSeparate
    ? data.dimensions.map((own) => ({ dimension: own.dimension, dimensions: [own] }))
    : [{ dimension: null, dimensions: data.dimensions }]
  return models.map((model) => {
    const ids = model.dimensions.flatMap(({ items }) => items.map(({ id }) => id))
    const least = options.missing === 'listwise' ? ids.length : 1
    return { ...model, counts: data.included.map(({ matrix }) => rowsAnswering(pickItems(matrix, ids), least)) }
  })
}
