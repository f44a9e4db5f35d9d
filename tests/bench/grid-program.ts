/* What the benchmark of the rows' grid uses of the program, as its sources stand. */
export { startDatabase } from '../../main/database'
export { orderedRows, storedColumns, storedValues } from '../../analyses/sources/grid/query'
export { summariseColumn } from '../../analyses/sources/grid/summary'
export { sourceOf } from '../../analyses/sources/registry'
