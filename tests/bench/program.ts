/* What the benchmarks use of the program, as its sources stand. */
export { openDatabase } from '../../main/database'
export { diskFile } from '../../main/cli/data-file'
export { parseInstrument } from '../../analyses/recipe/instrument-format'
export { executeAnalyses, loadProject } from '../../analyses/recipe/execute'
export { scoringStatements, givenColumn } from '../../analyses/survey/scoring'
export { driveWindow } from '../e2e/window-driver'
