/* What the benchmark of linear models uses of the program, and the made-up scores that it computes on. */
import { bootstrapImportance } from '../../analyses/numeric/regression/importance-bootstrap'
import { heteroscedasticCovariance, leastSquares } from '../../analyses/numeric/regression/least-squares'
import { factorialSums } from '../../analyses/numeric/comparison/factorial-anova'
import { random } from '../../analyses/numeric/resampling/random'
import { momentsOfCounts } from '../../analyses/numeric/summary/summary'

export { openMadeUp } from './comparison-program'

/** Scores of five five-point items on six dimensions that go together; the last is the outcome. */
export const likeScores = (people: number, dimensions = 7): readonly Float64Array[] => {
  const { normal } = random(people, 'scores')
  const columns = Array.from({ length: dimensions }, () => new Float64Array(people))
  for (let row = 0; row < people; row += 1) {
    const common = normal()
    for (const column of columns)
      column[row] = Math.round(5 * Math.min(5, Math.max(1, 3.4 + 0.4 * common + 0.6 * normal()))) / 5
  }
  return columns
}

/** Coefficients with HC3 standard errors. */
export const robustFit = (columns: readonly Float64Array[]): Float64Array => {
  const design = { columns: columns.slice(0, -1), intercept: true }
  const fit = leastSquares(design, columns.at(-1) ?? [])
  return heteroscedasticCovariance(fit, design)
}

export const bootstrap = (columns: readonly Float64Array[], draws: number): readonly Float64Array[] =>
  bootstrapImportance(columns, { draws, random: random(20221122) })

/** Types 2 of three factors of 3, 4 and 2 levels over people dealt to them at random, from the counts of each value in each cell. */
export const threeFactors = (scores: Float64Array): ReturnType<typeof factorialSums> => {
  const cells = new Map<number, Map<number, number>>()
  scores.forEach((value, row) => {
    const cell = row % 24
    const counts = cells.get(cell) ?? new Map<number, number>()
    counts.set(value, (counts.get(value) ?? 0) + 1)
    cells.set(cell, counts)
  })
  return factorialSums(
    [...cells].map(([cell, counts]) => ({
      levels: [cell % 3, Math.floor(cell / 3) % 4, Math.floor(cell / 12)],
      moments: momentsOfCounts({ values: [...counts.keys()], counts: [...counts.values()] }),
    })),
    [3, 4, 2],
    2,
  )
}
