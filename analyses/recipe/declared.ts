import { organisationStep } from '../organisations/prepare'
import type { OrganisationTree, TypedHeadcount } from '../organisations/tree'
import type { Exclusion } from '../quality/exclusions'
import { leavingOut } from '../quality/leave-out'
import { partingRepeated } from '../quality/part-repeated'
import { computing } from '../variables/compute'
import type { Variable } from '../variables/model'
import type { DeclaredOrders, Preparation } from '../survey/open'
import type { Recipe } from './recipe'

/** Everything that a person says of the survey as a whole, beside its sources. */
export interface SurveyDeclarations extends DeclaredOrders {
  /** Where organisations and their units belong. */
  readonly tree?: OrganisationTree | undefined
  /** People invited by place and round, typed in. */
  readonly headcounts?: readonly TypedHeadcount[] | undefined
  /** Variables that are computed, in their order. */
  readonly variables?: readonly Variable[] | undefined
  /** Who is left out of every analysis, line by line. */
  readonly exclusions?: readonly Exclusion[] | undefined
}

/** What a recipe declares of the survey as a whole. */
export const declaredIn = ({
  rounds,
  levels,
  reference,
  tree,
  headcounts,
  variables,
  exclusions,
}: Recipe): SurveyDeclarations => ({ rounds, levels, reference, tree, headcounts, variables, exclusions })

/**
 * The steps from the joined rows to what analyses see, in their order: the organisation tree with the people invited, computed variables, exclusions, and the parting of rows that still share
 * an id. A step that nothing is declared for leaves everything as it is.
 */
export function preparationsOf({
  tree,
  headcounts,
  variables = [],
  exclusions = [],
}: SurveyDeclarations): readonly Preparation[] {
  return [
    organisationStep(tree, headcounts),
    ...(variables.length === 0 ? [] : [computing(variables)]),
    ...(exclusions.length === 0 ? [] : [leavingOut(exclusions)]),
    partingRepeated,
  ]
}
