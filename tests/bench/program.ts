/* What the benchmarks use of the program, as its sources stand. */
export { openDatabase, startDatabase } from '../../main/database'
export { diskFile } from '../../main/cli/data-file'
export { parseInstrument } from '../../analyses/instrument/format'
export { executeAnalyses, loadProject } from '../../analyses/recipe/execute'
export { scoringStatements } from '../../analyses/survey/scoring'
