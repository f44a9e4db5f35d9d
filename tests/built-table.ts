import {
  tableOf,
  type ResultTable,
  type TableColumn,
  type TableDeclaration,
  type TableRow,
} from '../analyses/core/result'

/** A table of rows by column id, as analyses tabulate theirs; the columns that rows are grouped by come first. */
export const builtTable = (
  id: string,
  { columns, protection }: TableDeclaration,
  keys: readonly TableColumn[],
  rows: readonly TableRow[],
): ResultTable => tableOf<TableDeclaration>(id, { columns: [...keys, ...columns], protection }, rows, {})
