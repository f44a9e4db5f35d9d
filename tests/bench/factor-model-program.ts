// What the benchmark of factor models uses of the program.
import { random } from '../../analyses/numeric/resampling/random'

export { fitFactorModel } from '../../analyses/numeric/factor-model/factor-model'
export { invarianceSteps } from '../../analyses/numeric/factor-model/invariance'
export { simpleStructureModel } from '../../analyses/numeric/factor-model/model'
export { incompleteSample, listwiseSample } from '../../analyses/numeric/factor-model/samples'

/** Five-point answers to items that hang on correlated factors. */
export function likeAnswers(rows: number, factors: number, perFactor: number): readonly Float64Array[] {
  const { normal } = random(1, 'answers')
  const columns = Array.from({ length: factors * perFactor }, () => new Float64Array(rows))
  for (let row = 0; row < rows; row += 1) {
    const general = normal()
    for (let factor = 0; factor < factors; factor += 1) {
      const own = 0.6 * general + 0.8 * normal()
      for (const column of columns.slice(factor * perFactor, (factor + 1) * perFactor))
        column[row] = Math.max(1, Math.min(5, Math.round(3 + 0.7 * own + 0.7 * normal())))
    }
  }
  return columns
}

/** The same with some answers taken away at random. */
export function withGaps(columns: readonly Float64Array[], share: number): readonly Float64Array[] {
  const { uniform } = random(2, 'gaps')
  return columns.map((column) => column.map((value) => (uniform() < share ? Number.NaN : value)))
}
