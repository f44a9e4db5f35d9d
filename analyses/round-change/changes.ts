import type { Base } from '../core/base'
import type { ComputeContext } from '../core/contract'
import type { SurveyDataset } from '../core/datasets'
import { stopIfAborted, type AbortState } from '../core/errors'
import { finite } from '../core/result'
import { quantity, type Phrase } from '../core/words'
import { adjust } from '../numeric/comparison/multiplicity'
import { deviationOf, type Moments } from '../numeric/summary/summary'
import { baseId, baseOf } from '../survey/bases'
import { equivalenceP, hindrancesOf, relevanceOf, verdictOf, type Verdict } from '../survey/change-verdict'
import { sampledOf, weightedMean } from '../survey/case-weights'
import type { Distribution } from '../survey/distribution'
import { reservationsOf, withReservations } from '../survey/gate'
import { isOneMeaning } from '../survey/item-changes'
import { noteFamily, noteModels } from './change-notes'
import { mixedChange, pairedChange, unpairedChange, type TestedMoments } from './change-test'
import type { RoundChangeOptions } from './options'
import { pairsOf } from './patterns'
import { factsOf, itemsOfOutcomes, meanIntervalOf, type MeanAnswers, type Reading } from './reading'
import type { ChangeResult, Side } from './result'
import { patternRounds } from './statements'
import { say } from './words'

/** A change before the family's adjustment. */
export interface UnjudgedChange {
  readonly row: Omit<ChangeResult, 'pAdjusted' | 'equivalencePAdjusted' | 'verdict' | 'reason'>
  readonly hindrances: readonly Phrase[]
  /** Response rates that were taken on trust. */
  readonly reservations: readonly Phrase[]
  readonly problem: TestedMoments['problem']
}

/** Each outcome in each group, tested by itself. */
export function readChanges(reading: Reading, abort: AbortState): readonly UnjudgedChange[] {
  const { options, dataset, comparison, weighted, isFinite, from, to } = reading
  const order = patternRounds(dataset, options)
  const places = [order.indexOf(from), order.indexOf(to)] as const
  const summed = itemsOfOutcomes(dataset)
  return reading.keys.flatMap((key) =>
    options.outcomes.map((outcome) => {
      stopIfAborted(abort)
      const [earlier, later] = [reading.distribution(from, key, outcome), reading.distribution(to, key, outcome)]
      const patterns = reading.patterns?.(key, outcome)
      const test: TestedMoments =
        comparison === 'linked'
          ? pairedChange(pairsOf(patterns ?? { values: [], counts: [] }, ...places), options)
          : comparison === 'mixed'
            ? mixedChange(earlier, later, patterns, places, options)
            : unpairedChange(
                earlier,
                later,
                options,
                isFinite ? [reading.invited(from, key).population, reading.invited(to, key).population] : null,
              )
      const items = summed(outcome)
      const sideAt = (round: string, moments: Moments, distribution: Distribution): Side =>
        sideOf(reading, outcome, {
          round,
          key,
          moments,
          sampled: weighted ? sampledOf(distribution) : moments.n,
          items,
        })
      const first = sideAt(from, test.first, earlier)
      const second = sideAt(to, test.second, later)
      const sides = [
        { round: from, facts: first },
        { round: to, facts: second },
      ]
      const gated = hindrancesOf(sides, reading.limits).map(({ round, failure }): Phrase =>
        say('reason.side', { round, failure }),
      )
      const hindrances = [...(isOneMeaning(dataset, outcome, [from, to]) ? [] : [say('reason.meaning')]), ...gated]
      const sd = (distribution: Distribution, side: Side): number | null =>
        weighted ? finite(weightedMean(distribution)?.sd) : side.sd
      return {
        row: {
          key,
          outcome,
          first: { ...first, sd: sd(earlier, first) },
          second: { ...second, sd: sd(later, second) },
          ...test.numbers,
        },
        hindrances,
        reservations: reservationsOf(sides),
        problem: test.problem,
      }
    }),
  )
}

const familyOf = (outcome: string): string => `change ${outcome}`

/** The family of p values, and counts of what happened, stand on every group's people of both rounds by outcome. */
export function basesOfChanges(changes: readonly UnjudgedChange[], columns: readonly string[]): readonly Base[] {
  return changes.map(({ row: { key, outcome, first, second } }) =>
    baseOf(familyOf(outcome), columns, key, [first.n, second.n], {
      isUniform: first.sd === 0 || second.sd === 0,
      isOfOneRound: true,
    }),
  )
}

/** P values adjusted over the changes that may be used, and what is to be said of each. */
export function judgedChanges(
  changes: readonly UnjudgedChange[],
  options: RoundChangeOptions,
  context: ComputeContext<SurveyDataset>,
): readonly ChangeResult[] {
  const isUsable = ({ row }: UnjudgedChange): boolean => context.usable.has(baseId(familyOf(row.outcome), row.key))
  const adjusted = (pOf: (row: UnjudgedChange['row']) => number | null): readonly (number | null)[] =>
    adjust(
      changes.map((change) => (change.hindrances.length === 0 && isUsable(change) ? pOf(change.row) : null)),
      options.adjust,
    )
  const family = adjusted(({ pValue }) => pValue)
  const equivalences = adjusted(({ tostPLower, tostPUpper }) => equivalenceP(tostPLower, tostPUpper))
  const shown = changes.map(isUsable)
  noteFamily(
    family.filter((_, index) => shown[index] === true),
    options,
    context,
  )
  noteModels(
    changes.filter(isUsable).map(({ problem }) => problem),
    context,
  )
  return changes.map(({ row, hindrances, reservations, problem }, index) => {
    const pAdjusted = family[index] ?? null
    const equivalencePAdjusted = equivalences[index] ?? null
    const verdict = verdictOf({ pAdjusted, equivalencePAdjusted }, hindrances.length === 0, options.confidence)
    return {
      ...row,
      pAdjusted,
      equivalencePAdjusted,
      verdict,
      reason:
        verdict === 'not-comparable'
          ? say('reason.not-comparable', { reasons: { list: hindrances } })
          : withReservations(
              pAdjusted === null
                ? say(`reason.${untestedBecause(row, problem)}`)
                : reasonOf(verdict, { ...row, pAdjusted, equivalencePAdjusted }, options),
              reservations,
            ),
    }
  })
}

/** Why a comparison that passed the gate has no test. */
function untestedBecause(
  { first, second }: { readonly first: Side; readonly second: Side },
  problem: TestedMoments['problem'],
): 'not-fitted' | 'same-change' | 'no-variation' {
  if ((first.sd ?? 0) === 0 && (second.sd ?? 0) === 0) return 'no-variation'
  return problem === 'not-fitted' ? 'not-fitted' : 'same-change'
}

function reasonOf(
  verdict: Exclude<Verdict, 'not-comparable'>,
  {
    low,
    high,
    pAdjusted,
    equivalencePAdjusted,
  }: Pick<ChangeResult, 'low' | 'high' | 'pAdjusted' | 'equivalencePAdjusted'>,
  { smallest_effect: effect }: RoundChangeOptions,
): Phrase {
  return say(`reason.${verdict}`, {
    p: quantity(pAdjusted, 'probability'),
    equivalence: quantity(equivalencePAdjusted, 'probability'),
    effect: quantity(effect, 'estimate'),
    relevance: relevanceOf(low, high, effect),
  })
}

function sideOf(reading: Reading, outcome: string, answers: MeanAnswers): Side {
  const { moments } = answers
  const { low, high } = meanIntervalOf(reading, outcome)(moments)
  const { halfWidth, response } = factsOf(reading, answers)
  return {
    n: moments.n,
    mean: finite(moments.mean),
    sd: finite(deviationOf(moments)),
    low: finite(low),
    high: finite(high),
    halfWidth,
    response,
  }
}
