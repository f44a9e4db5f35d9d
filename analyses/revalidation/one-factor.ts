import type { completeAnswers } from '../numeric/factor-model/answer-sample'
import { fitFactorModel } from '../numeric/factor-model/factor-model'
import { undefinedIndices } from '../numeric/factor-model/fit-indices'
import { oneFactorModel } from '../numeric/factor-model/model'
import type { FitMeasures } from '../survey/factor-fit'

/** A factor needs three items. */
export const fewestItems = 3

/**
 * Fit of one factor to some of the items; null where there is none.
 * @param items places of the items in the sample
 */
export function fitOf(
  items: readonly number[],
  { count, covariance }: ReturnType<typeof completeAnswers>,
  poll: () => void,
): FitMeasures | null {
  const size = Math.round(Math.sqrt(covariance.length))
  const part = Float64Array.from(
    { length: items.length * items.length },
    (_, place) =>
      covariance[
        (items[Math.floor(place / items.length)] as number) * size + (items[place % items.length] as number)
      ] as number,
  )
  const result = fitFactorModel(oneFactorModel(items.length), [{ count, covariance: part }], {
    identification: 'variance',
    poll,
  })
  if (!result.converged) return null
  const { fit } = result
  // A model without degrees of freedom fits by construction, which says nothing.
  return fit.df === 0 ? { ...undefinedIndices, chiSquare: fit.chiSquare, df: 0 } : fit
}
