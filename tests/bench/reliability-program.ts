/* What the benchmark of reliability uses of the program, as its sources stand. */
export { openDatabase } from '../../main/database'
export { diskFile } from '../../main/cli/data-file'
export { parseInstrument } from '../../analyses/instrument/format'
export { executeAnalyses, loadProject } from '../../analyses/recipe/execute'
export { listwiseCovariances, pairwiseCovariances } from '../../analyses/numeric/correlation/crossproducts'
export { itemMatrixStatement, readItemMatrices } from '../../analyses/survey/item-matrix'
