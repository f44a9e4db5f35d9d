/* What the table of correct digits is made of, as the sources stand. */
export {
  anovaGroups,
  certified,
  correctDigits,
  regressionDesign,
  regressionRows,
  univariateValues,
} from '../numeric/nist-sets'
export { chiSquare } from '../../analyses/numeric/distributions/chi-square'
export { fDistribution } from '../../analyses/numeric/distributions/f'
export { normal } from '../../analyses/numeric/distributions/normal'
export { studentT } from '../../analyses/numeric/distributions/student-t'
export { leastSquares } from '../../analyses/numeric/regression/least-squares'
export { oneWayFromValues } from '../../analyses/numeric/comparison/one-way-anova'
export { mean, standardDeviation } from '../../analyses/numeric/summary/summary'
