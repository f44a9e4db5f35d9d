// What the benchmark of resampling uses of the program.
import { random } from '../../analyses/numeric/resampling/random'
import type { ValueCounts } from '../../analyses/numeric/summary/summary'

export { percentileInterval, resampledMeans } from '../../analyses/numeric/resampling/bootstrap'
export { random }

/** Dimension scores of n people: means of six items from 1 to 5. */
export const likeScores = (n: number): ValueCounts => {
  const { normal } = random(n, 'scores')
  const counts = new Map<number, number>()
  for (let person = 0; person < n; person += 1) {
    const score = Math.round(Math.min(5, Math.max(1, 3.5 + 0.8 * normal())) * 6) / 6
    counts.set(score, (counts.get(score) ?? 0) + 1)
  }
  const values = [...counts.keys()].toSorted((a, b) => a - b)
  return { values, counts: values.map((value) => counts.get(value) ?? 0) }
}
