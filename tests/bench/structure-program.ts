// What the benchmark of exploratory factors uses of the program.
export { correlationsOf, listwiseCovariances } from '../../analyses/numeric/correlation/crossproducts'
export { extractFactors } from '../../analyses/numeric/exploratory-factor/factor-extraction'
export { inOrder, oblimin } from '../../analyses/numeric/exploratory-factor/factor-rotation'
export { parallelAnalysis } from '../../analyses/numeric/exploratory-factor/parallel-analysis'
export { likeAnswers } from './factor-model-program'
