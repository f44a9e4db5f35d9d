import { random } from '../../analyses/numeric/resampling/random'
import { momentsOf, standardErrorOf } from '../../analyses/numeric/summary/summary'
import { criticalValues } from '../../analyses/survey/critical-values'
import { meanIntervals } from '../../analyses/survey/mean-interval'

/** Samples of scores from 1 to 5. */
interface BoundedAnswers {
  /** Chances of the answers 1 to 5. */
  readonly chances: readonly number[]
  /** Items that a score is the mean of; half of their answers are a person's common one. */
  readonly items: number
  readonly n: number
}

/** In how many of the samples the interval holds the mean of the population: the program's, and Student's beside it. */
export function coverage(
  answers: BoundedAnswers,
  samples: number,
): { readonly program: number; readonly student: number } {
  const { chances, items, n } = answers
  const { uniform } = random(1, `bounded answers ${JSON.stringify(answers)}`)
  const expected = chances.reduce((sum, chance, index) => sum + chance * (index + 1), 0)
  const answer = (): number => {
    let left = uniform()
    let index = 0
    while (index < chances.length - 1 && left >= (chances[index] as number)) {
      left -= chances[index] as number
      index += 1
    }
    return index + 1
  }
  const intervalOf = meanIntervals(0.95)
  const critical = criticalValues(0.95)(n - 1)
  const found = { program: 0, student: 0 }
  for (let sample = 0; sample < samples; sample += 1) {
    const scores = Float64Array.from({ length: n }, () => {
      const common = answer()
      let sum = 0
      for (let item = 0; item < items; item += 1) sum += uniform() < 0.5 ? common : answer()
      return sum / items
    })
    const moments = momentsOf(scores)
    const se = standardErrorOf(moments)
    const { low, high } = intervalOf({ n, mean: moments.mean, se, isWeighted: false }, [1, 5])
    if (low <= expected + 1e-12 && expected - 1e-12 <= high) found.program += 1
    if (Math.abs(moments.mean - expected) <= critical * se + 1e-12) found.student += 1
  }
  return found
}
