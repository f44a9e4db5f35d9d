/* What the benchmarks of formats use of the program, as its sources stand. */
export { startDatabase } from '../../main/database'
export { diskFile } from '../../main/cli/data-file'
export { parseInstrument } from '../../analyses/instrument/format'
export { openTable } from '../../analyses/readers/reader'
export { readers } from '../../analyses/readers/registry'
export { loadSource } from '../../analyses/sources/loading'
export { sourceOf } from '../../analyses/sources/registry'
