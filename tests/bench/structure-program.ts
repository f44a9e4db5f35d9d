// What the benchmark of exploratory factors uses of the program.
export { correlationsOf, listwiseCovariances } from '../../analyses/numeric/crossproducts'
export { extractFactors } from '../../analyses/numeric/factor-extraction'
export { inOrder, oblimin } from '../../analyses/numeric/factor-rotation'
export { parallelAnalysis } from '../../analyses/numeric/parallel-analysis'
export { likeAnswers } from './factor-model-program'
