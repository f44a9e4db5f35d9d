import type { SurveyDataset } from '../core/datasets'
import { InputError } from '../core/errors'
import type { Options, OptionsOf } from '../core/options'
import { core } from '../core/words'
import { gateOptions } from '../survey/gate'
import { code } from './words'

/** The attribute within whose levels round labels are exchanged, and whose levels differ at random in a trend, where the data have it. */
export const stratumAttribute = 'organisation'

export const options = {
  outcomes: { kind: 'columns', of: 'outcome', default: 'all', min: 1 },
  by: { kind: 'columns', of: 'attribute', default: [], max: 4 },
  from: { kind: 'column', of: 'round', default: null },
  to: { kind: 'column', of: 'round', default: null, prefer: 'last' },
  linkage: { kind: 'choice', choices: ['declared', 'unlinked', 'linked'], default: 'declared' },
  smallest_effect: { kind: 'number', default: 0.3, min: 0, max: 1000, step: 0.05, unit: 'core:unit.scale-points' },
  ...gateOptions,
  confidence: { kind: 'number', default: 0.95, min: 0.5, max: 0.999, step: 0.01 },
  adjust: { kind: 'choice', choices: ['holm', 'bh', 'none'], default: 'holm' },
  permutations: { kind: 'number', default: 9999, min: 999, max: 99999, integer: true },
  trend: { kind: 'flag', default: true },
  weights: { kind: 'flag', default: false },
  finite_population: { kind: 'flag', default: false },
} as const satisfies Options

export type RoundChangeOptions = OptionsOf<typeof options>

/** How two rounds are compared: as independent samples, person by person, or by a mixed model where some persons are in both. */
export type Comparison = 'unlinked' | 'linked' | 'mixed'

/**
 * How the rounds are to be compared. Where only some persons are in both, those can be paired when that is asked for: the others are left out of the pairs.
 * @throws InputError when the test asked for is wrong for how the rounds are linked
 */
export function comparisonOf(dataset: SurveyDataset, { linkage }: Pick<RoundChangeOptions, 'linkage'>): Comparison {
  if (linkage === 'declared') return dataset.linkage === 'partly-linked' ? 'mixed' : dataset.linkage
  if (linkage === 'linked') {
    if (dataset.linkage === 'unlinked')
      throw new InputError(code('not-linked'), { linkage: core.say(`linkage.${dataset.linkage}`) })
    return 'linked'
  }
  if (dataset.linkage === 'linked') throw new InputError(code('wrongly-unlinked'))
  return 'unlinked'
}

/** Whether case weights are used: only where rounds are compared as independent samples. */
export const usesWeights = (
  dataset: SurveyDataset,
  options: Pick<RoundChangeOptions, 'weights' | 'linkage'>,
): boolean => options.weights && dataset.weighted && comparisonOf(dataset, options) === 'unlinked'
