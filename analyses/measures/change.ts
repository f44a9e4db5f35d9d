import type { SurveyDataset } from '../core/datasets'
import type { Phrase } from '../core/words'
import { finite } from '../core/result'
import { studentT } from '../numeric/distributions/student-t'
import { momentsOfCounts, standardErrorOf, type Moments } from '../numeric/summary/summary'
import { equivalenceTest, meanContrast, welchContrast } from '../numeric/comparison/welch'
import { equivalenceP, hindrancesOf } from '../survey/change-verdict'
import type { Distribution } from '../survey/distribution'
import { finiteHalfWidth, gateLimits, reservationsOf, type GateFacts } from '../survey/gate'
import { isOneMeaning } from '../survey/item-changes'
import type { InvitedFacts } from '../survey/response-rates'
import { itemsSummed, scoringPlan } from '../survey/scoring'
import type { MeasuresOptions } from './options'
import { say } from './words'
import { isTestable, testedEstimate } from '../survey/tested-estimate'

/** How an outcome moved since the earlier round, before the family's adjustment. */
export interface Movement {
  readonly nBefore: number
  readonly meanBefore: number | null
  readonly change: number | null
  /** Persons who have a value in both rounds, where the change is theirs; null where rounds are compared as they are. */
  readonly nLinked: number | null
  readonly low: number | null
  readonly high: number | null
  readonly pValue: number | null
  /** p of a change by the smallest effect or more: the larger of two one-sided tests. */
  readonly equivalenceP: number | null
  readonly hindrances: readonly Phrase[]
  /** Response rates that were taken on trust. */
  readonly reservations: readonly Phrase[]
}

/** One round's side of a comparison. */
export interface RoundSide {
  readonly round: string
  readonly distribution: Distribution
  readonly invited: InvitedFacts
}

/** Tests a change as the change between rounds does: Welch between rounds, or the linked people's differences, after the same gate. */
export function movementOf(
  dataset: SurveyDataset,
  outcome: string,
  before: RoundSide,
  now: RoundSide,
  differences: Distribution | null,
  options: MeasuresOptions,
): Movement {
  const [first, second] = [momentsOfCounts(before.distribution), momentsOfCounts(now.distribution)]
  const contrast = differences === null ? welchContrast(second, first) : meanContrast(momentsOfCounts(differences))
  const { estimate: change, low, high, pValue } = testedEstimate(contrast, options.confidence)
  const equivalence = isTestable(contrast) ? equivalenceTest(contrast, options.smallest_effect) : null
  const scoring = scoringPlan(dataset).find(({ dimension }) => dimension.id === outcome)
  const items = scoring === undefined ? 1 : itemsSummed(scoring)
  const factsOf = ({ invited }: RoundSide, moments: Moments): GateFacts => {
    const reach = standardErrorOf(moments) * studentT.quantileUpper((1 - options.confidence) / 2, moments.n - 1)
    return {
      n: moments.n,
      response: invited.response,
      halfWidth: finite(finiteHalfWidth(reach, moments.n, invited.population) / items),
    }
  }
  const sides = [
    { round: before.round, facts: factsOf(before, first) },
    { round: now.round, facts: factsOf(now, second) },
  ]
  const gated = hindrancesOf(sides, gateLimits(options)).map(({ round, failure }) =>
    say('reason.side', { round, failure }),
  )
  return {
    nBefore: first.n,
    meanBefore: finite(first.mean),
    change,
    nLinked: differences === null ? null : momentsOfCounts(differences).n,
    low,
    high,
    pValue,
    equivalenceP: equivalenceP(finite(equivalence?.pLower), finite(equivalence?.pUpper)),
    hindrances: [
      ...(isOneMeaning(dataset, outcome, [before.round, now.round]) ? [] : [say('reason.meaning')]),
      ...gated,
    ],
    reservations: reservationsOf(sides),
  }
}
