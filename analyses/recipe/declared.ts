import type { Exclusion } from '../quality/exclusions'
import { leavingOut } from '../quality/leave-out'
import type { DeclaredOrders, Preparation } from '../survey/open'
import type { Recipe } from './recipe'

/** Everything that a person says of the survey as a whole, beside its sources. */
export interface SurveyDeclarations extends DeclaredOrders {
  /** Who is left out of every analysis, line by line. */
  readonly exclusions?: readonly Exclusion[] | undefined
}

/** What a recipe declares of the survey as a whole. */
export const declaredIn = ({ rounds, levels, reference, exclusions }: Recipe): SurveyDeclarations => ({
  rounds,
  levels,
  reference,
  exclusions,
})

/**
 * The steps from the joined rows to what analyses see, in their order: the organisation tree with the people invited, computed variables, exclusions. A step that
 * nothing is declared for is left out.
 */
export function preparationsOf({ exclusions = [] }: SurveyDeclarations): readonly Preparation[] {
  return exclusions.length === 0 ? [] : [leavingOut(exclusions)]
}
