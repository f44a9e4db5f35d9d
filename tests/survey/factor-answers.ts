import { random } from '../../analyses/numeric/resampling/random'
import type { Respondent } from './hand-made-survey'

/** An item: its id, its factor, its loading (0 … 1), whether it is answered the other way round, and what else it loads on. */
export interface MadeItem {
  readonly id: string
  readonly factor: number
  readonly loading: number
  readonly isReversed?: boolean
  readonly also?: readonly [factor: number, loading: number]
}

/**
 * People whose answers on a scale of seven steps follow a factor model: normal factors that correlate by a common part, cut at equal steps.
 * @param common share of the factors' variance that they have in common, 0 … 1
 */
export function factorAnswers(
  count: number,
  items: readonly MadeItem[],
  factors: number,
  common: number,
  seed: number,
  more: (index: number) => Partial<Respondent> = () => ({}),
): readonly Respondent[] {
  const generator = random(seed, 'factor answers')
  return Array.from({ length: count }, (_, index): Respondent => {
    const shared = generator.normal()
    const scores = Array.from(
      { length: factors },
      () => Math.sqrt(common) * shared + Math.sqrt(1 - common) * generator.normal(),
    )
    const answers = Object.fromEntries(
      items.map(({ id, factor, loading, isReversed, also }) => {
        const told = loading * (scores[factor] ?? 0) + (also === undefined ? 0 : also[1] * (scores[also[0]] ?? 0))
        const rest = Math.sqrt(Math.max(0, 1 - loading * loading - (also === undefined ? 0 : also[1] * also[1])))
        const answer = Math.min(7, Math.max(1, Math.round(4 + 1.3 * (told + rest * generator.normal()))))
        return [id, isReversed === true ? 8 - answer : answer]
      }),
    )
    return { ...more(index), answers: { ...answers, ...more(index).answers } }
  })
}
