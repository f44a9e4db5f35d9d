import { random, type Random } from '../../analyses/numeric/resampling/random'
import type { MoverData } from '../../analyses/round-change/mover-data'
import { topMovers } from '../../analyses/round-change/top-movers'

/** Two rounds in which no mean differs. */
export interface UnchangedRounds {
  readonly n1: number
  readonly n2: number
  /** Standard deviation of the later round's answers, before they are rounded to a scale from 1 to 5, in units of the earlier's. */
  readonly spreadRatio: number
  readonly items: number
}

/** The narrower round's standard deviation before rounding, in points. */
const narrower = 0.6
/** What the items of a person have in common, as a share of their variance. */
const common = 0.3
/** Organisations lie this far above and below the middle in both rounds. */
const organisations = [-0.3, -0.1, 0.1, 0.3]

/**
 * Answers from 1 to 5 whose expectation is 3 in both rounds: normal about the middle of the scale, of one spread a round, rounded and cut off symmetrically. Items
 * of a person go together, and as many of each round as can be belong to each of four organisations.
 */
export function unchangedRounds({ n1, n2, spreadRatio, items }: UnchangedRounds, { normal }: Random): MoverData {
  const people = n1 + n2
  const isLater = Uint8Array.from({ length: people }, (_, person) => (person < n1 ? 0 : 1))
  const stratum = Int32Array.from({ length: people }, (_, person) => person % organisations.length)
  const base = narrower / Math.min(1, spreadRatio)
  const own = Float64Array.from({ length: people }, () => normal())
  return {
    isLater,
    stratum,
    keepsSpreads: true,
    items: Array.from({ length: items }, () =>
      Int8Array.from({ length: people }, (_, person) => {
        const spread = isLater[person] === 1 ? base * spreadRatio : base
        const value = Math.sqrt(common) * (own[person] as number) + Math.sqrt(1 - common) * normal()
        return Math.min(
          4,
          Math.max(0, Math.round(2 + (organisations[stratum[person] as number] as number) + spread * value)),
        )
      }),
    ),
  }
}

/** In how many of the surveys at least one item lies beyond its reference, although nothing has changed. */
export function falseAlarms(rounds: UnchangedRounds, surveys: number, permutations: number): number {
  let found = 0
  for (let survey = 0; survey < surveys; survey += 1) {
    const stream = random(survey, `unchanged rounds ${JSON.stringify(rounds)}`)
    const movers = topMovers(unchangedRounds(rounds, stream), permutations, stream, { aborted: false })
    if (movers.some(({ pMax }) => pMax <= 0.05)) found += 1
  }
  return found
}
