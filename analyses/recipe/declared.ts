import type { DeclaredOrders, Preparation } from '../survey/open'
import type { Recipe } from './recipe'

/** Everything that a person says of the survey as a whole, beside its sources. */
export type SurveyDeclarations = DeclaredOrders

/** What a recipe declares of the survey as a whole. */
export const declaredIn = ({ rounds, levels, reference }: Recipe): SurveyDeclarations => ({ rounds, levels, reference })

/**
 * The steps from the joined rows to what analyses see, in their order: the organisation tree with the people invited, computed variables, exclusions. A step that
 * nothing is declared for is left out.
 */
export function preparationsOf(_declared: SurveyDeclarations): readonly Preparation[] {
  return []
}
