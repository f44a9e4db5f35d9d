import type { SurveyDataset } from '../core/datasets'
import { InputError } from '../core/errors'
import type { Adjustment } from '../numeric/comparison/multiplicity'

/** The attribute within whose levels round labels are exchanged, and whose levels differ at random in a trend, where the data have it. */
export const stratumAttribute = 'organisation'

export interface RoundChangeOptions {
  readonly outcomes: readonly string[]
  readonly by: readonly string[]
  readonly from: string | null
  readonly to: string | null
  readonly linkage: 'declared' | 'unlinked' | 'linked'
  readonly smallest_effect: number
  readonly min_n: number
  readonly min_response_rate: number
  readonly max_half_width: number
  readonly confidence: number
  readonly adjust: Adjustment
  readonly permutations: number
  readonly trend: boolean
  readonly weights: boolean
  readonly finite_population: boolean
}

/** How two rounds are compared: as independent samples, person by person, or by a mixed model where some persons are in both. */
export type Comparison = 'unlinked' | 'linked' | 'mixed'

/** Earlier and later round as asked for; the first and the last where nothing is said. */
export function roundsOf(
  dataset: SurveyDataset,
  options: Pick<RoundChangeOptions, 'from' | 'to'>,
): { readonly from: string; readonly to: string } {
  return { from: options.from ?? dataset.rounds[0]?.id ?? '', to: options.to ?? dataset.rounds.at(-1)?.id ?? '' }
}

/**
 * How the rounds are to be compared.
 * @throws InputError when the test asked for is wrong for how the rounds are linked
 */
export function comparisonOf(dataset: SurveyDataset, { linkage }: Pick<RoundChangeOptions, 'linkage'>): Comparison {
  if (linkage === 'declared') return dataset.linkage === 'partly-linked' ? 'mixed' : dataset.linkage
  if (linkage === 'linked') {
    if (dataset.linkage !== 'linked')
      throw new InputError('round-change:not-linked', { linkage: { message: `core:linkage.${dataset.linkage}` } })
    return 'linked'
  }
  if (dataset.linkage === 'linked') throw new InputError('round-change:wrongly-unlinked')
  return 'unlinked'
}

/** Whether case weights are used: only where rounds are compared as independent samples. */
export const usesWeights = (
  dataset: SurveyDataset,
  options: Pick<RoundChangeOptions, 'weights' | 'linkage'>,
): boolean => options.weights && dataset.weighted && comparisonOf(dataset, options) === 'unlinked'
