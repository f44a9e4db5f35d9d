import type { Condition } from './datasets'
import { InputError } from './errors'
import type { Label, Phrase } from './words'

/** Plain data only: survives structuredClone and JSON. */
export type Plain = null | boolean | number | string | readonly Plain[] | { readonly [key: string]: Plain } | object

/** What a cell holds. Null is a value that does not exist or is suppressed; a Phrase is said in the reader's language when written out. */
export type Cell = string | number | boolean | null | Phrase

export type ColumnKind = 'text' | 'count' | 'number' | 'probability' | 'verdict'

export interface TableColumn {
  /** The field's word in snake case; stable, as in the published format. */
  readonly id: string
  readonly kind: ColumnKind
  readonly unit?: string
  /** Identifies the row, so that it is never empty and never withheld; read as text without null. */
  readonly isKey?: true
  /**
   * What the ids in a text column name, so that people read labels: a dimension, an item, either (`outcome`), a choice of an option (`choice:test`),
   * codes apart by spaces (`codes:signal`, each read at `<analysis>:signal.<code>`), a time in ISO 8601 (`time`, whose `unit` is the time zone it is read in), or an attribute's id.
   * `level` is a level of the attribute that the column is called by, and `group` the name of a group, levels joined by a middle dot.
   * Cells of a `phrase` column are messages already. Verdicts are read at `<analysis>:verdict.<id>`. Absent for data text.
   */
  readonly refersTo?:
    | 'dimension'
    | 'item'
    | 'outcome'
    | 'attribute'
    | 'level'
    | 'group'
    | 'time'
    | 'phrase'
    | `choice:${string}`
    | `codes:${string}`
  /** Attributes by which the groups of a `group` column were asked for. */
  readonly groupedBy?: readonly string[]
  /** The codes that a verdict or a `codes:` column may hold: its cells are read as one of them, and each must have its words. */
  readonly codes?: readonly string[]
  /** Whether a `codes:` column may hold several of its codes in one cell, with spaces between. */
  readonly isSeveral?: true
  /** Cells of a text column that are true or false. */
  readonly isFlag?: true
  /** How a number is written for people: shares as percent, fit indices (CFI, RMSEA) with three decimals, and so on. Default `estimate` for numbers. */
  readonly as?: 'mean' | 'estimate' | 'statistic' | 'df' | 'percent' | 'correlation' | 'fit-index'
  /** Shown only when the reader asks for all columns; the file always has it. */
  readonly secondary?: boolean
  /**
   * Options under which the column is there, each with the values that it needs (`{ interval: 'bca' }`); all of them must hold. A column that is not there is in neither file nor screen.
   * Absent for columns that are always there.
   */
  readonly when?: Readonly<Record<string, OptionCondition | readonly OptionCondition[]>>
}

type OptionCondition = string | number | boolean

/**
 * How disclosure control reads a table; one rule serves screen, chart, file and report.
 *
 * - `open`: nothing in it is about persons (sensor series, indicators).
 * - `counts`: each row stands on the people counted in `counts`; under the smallest group its numbers are withheld, except the columns in `keeps`.
 *   Rows alike in the `family` columns add up to a total, so that a lone withheld row could be derived and a second one goes too.
 *   `shares` are columns in which 0 and 1 disclose everybody's answer.
 * - `groups`: the row compares the groups named in `columns`; it is withheld when one of them is withheld in table `of` (rows matched on the `match` columns).
 */
export type Protection =
  | { readonly kind: 'open' }
  | {
      readonly kind: 'counts'
      readonly counts: readonly string[]
      readonly keeps?: readonly string[]
      readonly family: readonly string[]
      readonly shares?: readonly string[]
      /** Counts, means and standard deviations that describe the answers of the same people. */
      readonly describes?: readonly Description[]
      /** Columns that tell more of the answers of a part of the respondents than their sum, and so need more people than a sum. */
      readonly detail?: DetailColumns
      /** Measures of spread: 0 says that everybody in the row answered alike, and the mean then says how. */
      readonly spreads?: readonly string[]
      /** The column in which the rows of one distribution differ (a category's value): such rows are shown or withheld together. */
      readonly distributionOver?: string
      /** Columns that tell the answers of a few (a minimum, a mean without some), each with the columns that count those few; 0 is nobody. */
      readonly extremes?: Readonly<Record<string, readonly string[]>>
      /** Whom a count column counts, beyond the row's keys and the filter (`n_1`: the round compared from), so that nested releases can be told. */
      readonly conditions?: Readonly<Record<string, readonly Condition[]>>
      /** The sums of answers that a row tells. Absent where rows tell none, as those of models and correlations do. */
      readonly sums?: readonly RowSum[]
    }
  | {
      readonly kind: 'groups'
      readonly of: string
      readonly columns: readonly string[]
      readonly groupColumn: string
      readonly match: readonly string[]
      /** Columns from which the spread of the groups can be worked out; withheld where that of either group is. */
      readonly spread?: readonly string[]
    }

/** Columns that describe the answers of one set of people. */
export interface Description {
  readonly n: string
  readonly mean: string
  readonly sd: string
}

/** Columns by what they tell of the answers. How many people each kind needs is disclosure control's to say. */
export interface DetailColumns {
  /** Standard deviations, and what they can be worked out from: standard errors, intervals, tests of the group's mean. */
  readonly spread?: readonly string[]
  /** Medians and quartiles, extremes, and how many people share an extreme. */
  readonly quantiles?: readonly string[]
  /** How many people, or which share, gave single answers. */
  readonly distribution?: readonly string[]
  /** Skewness and kurtosis. */
  readonly shape?: readonly string[]
}

/**
 * A sum of answers that can be worked out from a row, as from a mean, a share or a spread. Disclosure control must know whose answers it takes together, since sums that are
 * told beside each other can be subtracted: those of the row's group who have a value of its outcome, and whatever the basis asks besides.
 */
export interface RowSum {
  /** The column that counts these people. */
  readonly n: string
  /** The columns that tell the sum, where they alone are withheld with it. Absent where the whole row is. */
  readonly columns?: readonly string[]
  /** The columns that name an attribute and one of its levels, where the row's group is not in columns of its own. */
  readonly level?: readonly [attribute: string, level: string]
  /** Whom the column counts here, where it counts the same number in several sums: persons who were followed, in each of their rounds. */
  readonly where?: readonly Condition[]
  /** Answers count by case weight, and people of weight 0 do not. */
  readonly isWeighted?: true
  readonly basis?: SumBasis
}

/** Names a row by its outcome and the levels of its group, in the order of the columns that rows are grouped by. */
export const sumKey = (outcome: string, levels: readonly (string | null | undefined)[]): string =>
  JSON.stringify([outcome, ...levels.map((level) => level ?? null)])

/** Whose answers are in a sum, beyond those who are of the group and have a value of the outcome. All of it holds together. */
export interface SumBasis {
  /** Those who have a value of each of these items and dimensions; by outcome and group (`sumKey`) where they differ. */
  readonly complete?: readonly string[] | Readonly<Record<string, readonly string[]>>
  /** Those whom the item was put to; of a dimension, those who answered every item that was put to them. */
  readonly isAsked?: true
  /** Those who are in these rounds under one respondent id, once in each, in the same group: with a value of the outcome in each, or with or without one. */
  readonly followed?: { readonly rounds: readonly string[]; readonly hasValue: boolean }
  /** Those of whom these attributes are known. */
  readonly known?: readonly string[]
  /** Those of positive case weight, who count alike. */
  readonly hasWeight?: true
}

/**
 * A table as an analysis declares it. In the result, columns of the groups asked for (round, attributes) come before the declared ones.
 * Declared `as const satisfies TableDeclaration`, so that its cells have types.
 */
export interface TableDeclaration {
  readonly columns: readonly TableColumn[]
  readonly protection: Protection
}

export interface ResultTable {
  readonly id: string
  readonly columns: readonly TableColumn[]
  readonly rows: readonly (readonly Cell[])[]
  readonly protection: Protection
  /** Cells withheld by disclosure control, as [row, column]; each is null in `rows`. */
  readonly suppressed: readonly (readonly [number, number])[]
}

export type TableRow = Readonly<Record<string, Cell>>

/** What a cell of a declared column holds. */
export type CellOf<C extends TableColumn> = string extends C['id']
  ? Cell
  : C['kind'] extends 'count' | 'number' | 'probability'
    ? number | null
    : C extends { readonly isKey: true }
      ? TextOf<C>
      : TextOf<C> | null

type TextOf<C extends TableColumn> = C extends { readonly refersTo: 'phrase' }
  ? Phrase
  : C extends { readonly isFlag: true }
    ? boolean
    : C extends { readonly isSeveral: true }
      ? string
      : C extends { readonly codes: readonly (infer Code)[] }
        ? Code
        : string

export type ColumnOf<D extends TableDeclaration> = D['columns'][number]
export type ColumnIdOf<D extends TableDeclaration> = ColumnOf<D>['id']

/** A row by column id. A misspelt column does not compile. */
export type CellsOf<D extends TableDeclaration> = { readonly [C in ColumnOf<D> as C['id']]: CellOf<C> }

/** The rows of a table as an analysis tabulates them: by themselves, with the group that each is of, or with the zone that their times are read in. */
export type RowsOf<D extends TableDeclaration> = readonly CellsOf<D>[] | GroupedRows<D> | ZonedRows<D>

/** The rows of all tables of an analysis, by table id. */
export type RowsById<T extends Readonly<Record<string, TableDeclaration>>> = { readonly [K in keyof T]: RowsOf<T[K]> }

export interface GroupedRows<D extends TableDeclaration> {
  /** Columns to group by, the first columns of the table. */
  readonly by: readonly string[]
  /** The cells of each row, and the levels of its group in the order of `by`; null where it has none. */
  readonly rows: readonly (CellsOf<D> & { readonly key: readonly (string | null)[] })[]
  /** Whom the count columns count, where the options decide it (`n_1`: the round compared from). */
  readonly conditions?: Readonly<Record<string, readonly Condition[]>>
  /** The sums that rows tell, where the options decide it. */
  readonly sums?: readonly RowSum[]
}

export interface ZonedRows<D extends TableDeclaration> {
  /** The time zone in which people read the times of the table. */
  readonly zone: string
  readonly rows: readonly CellsOf<D>[]
}

/** Builds a table from typed rows. Columns that the options leave out are not in it. */
export function tableOf<const D extends TableDeclaration>(
  id: string,
  declaration: D,
  rows: RowsOf<D>,
  options: Readonly<Record<string, unknown>>,
): ResultTable {
  const by = 'by' in rows ? rows.by : []
  refuseTaken(by, declaration.columns)
  const zone = 'zone' in rows ? { unit: rows.zone } : {}
  const columns = declaration.columns
    .filter((column) => isThere(column, options))
    .map((column) =>
      column.refersTo === 'time'
        ? { ...column, ...zone }
        : column.refersTo === 'group'
          ? { ...column, groupedBy: groupsIn(options) }
          : column,
    )
  const keys = by.map((column): TableColumn => ({ id: column, kind: 'text', refersTo: 'level' }))
  const absent = new Set(declaration.columns.filter((column) => !isThere(column, options)).map((column) => column.id))
  return {
    id,
    columns: [...keys, ...columns],
    protection: 'by' in rows ? protectionOf(declaration.protection, rows) : declaration.protection,
    suppressed: [],
    rows:
      'by' in rows
        ? orderedRows(id, columns, rows.rows, (row) => by.map((_, position) => row.key[position] ?? null), absent)
        : orderedRows(id, columns, ('zone' in rows ? rows.rows : rows) as readonly TableRow[], null, absent),
  }
}

/** The attributes that the option `by` names. */
const groupsIn = ({ by }: Readonly<Record<string, unknown>>): readonly string[] =>
  [by].flat().filter((id) => typeof id === 'string')

/** @throws InputError when an attribute that rows are grouped by is called like one of the declared columns, there or not */
function refuseTaken(keys: readonly string[], columns: readonly TableColumn[]): void {
  const taken = keys.find((key) => columns.some((column) => column.id === key))
  if (taken !== undefined) throw new InputError('core:column-name-taken', { column: taken })
}

/** The declared protection, with what only the rows can tell: what a withheld comparison is about stays in its row. */
function protectionOf<D extends TableDeclaration>(
  declared: Protection,
  { by, conditions, sums }: Pick<GroupedRows<D>, 'by' | 'conditions' | 'sums'>,
): Protection {
  if (declared.kind === 'groups') return { ...declared, columns: [...declared.columns, ...by] }
  if (declared.kind !== 'counts') return declared
  return { ...declared, ...(conditions === undefined ? {} : { conditions }), ...(sums === undefined ? {} : { sums }) }
}

/** Whether the options let a column be there. */
export function isThere(column: TableColumn, options: Readonly<Record<string, unknown>>): boolean {
  return Object.entries(column.when ?? {}).every(([option, needed]) =>
    [needed].flat().some((value) => value === options[option]),
  )
}

/**
 * The cells of each row in the order of the columns, those of its group first. The rows of large tables are walked through once, since copies of them cost
 * more than all that is computed for them.
 * @param absent columns that the options leave out
 * @throws Error (a bug) when a row has a cell of no column or of an absent one, or a number is NaN or infinite
 */
function orderedRows<R extends object>(
  table: string,
  columns: readonly TableColumn[],
  rows: readonly R[],
  keyOf: ((row: R) => readonly Cell[]) | null,
  absent: ReadonlySet<string>,
): readonly (readonly Cell[])[] {
  const known = new Set(columns.map((column) => column.id))
  return rows.map((row) => {
    const own = row as TableRow
    for (const id of Object.keys(row)) {
      if (known.has(id) || (id === 'key' && keyOf !== null)) continue
      if (!absent.has(id)) throw new Error(`table ${table} has no column ${id}`)
      if ((own[id] ?? null) !== null) throw new Error(`table ${table}: column ${id} has a value where it is not to be`)
    }
    const cells = columns.map(({ id }) => {
      const cell = Object.hasOwn(own, id) ? (own[id] ?? null) : null
      if (typeof cell === 'number' && !Number.isFinite(cell))
        throw new Error(`table ${table}, column ${id}: ${cell} is no result`)
      return cell
    })
    return keyOf === null ? cells : [...keyOf(row), ...cells]
  })
}

/** The rows of a table keyed by column id, with the row's number and which columns are withheld in it. */
export function rowsOfTable(
  table: ResultTable,
): readonly { readonly index: number; readonly cells: TableRow; readonly withheld: ReadonlySet<string> }[] {
  const withheld = new Map<number, Set<string>>()
  for (const [row, column] of table.suppressed) {
    const id = table.columns[column]?.id
    if (id === undefined) continue
    const set = withheld.get(row) ?? new Set<string>()
    set.add(id)
    withheld.set(row, set)
  }
  return table.rows.map((row, index) => ({
    index,
    cells: Object.fromEntries(table.columns.map((column, position) => [column.id, row[position] ?? null])),
    withheld: withheld.get(index) ?? new Set<string>(),
  }))
}

/** A number for a table: what is not finite does not exist, and what is not there is not either. */
export function finite(value: number | null | undefined): number | null {
  return typeof value === 'number' && Number.isFinite(value) ? value : null
}

/** What was done and what was found, each a list of sentences in reading order. */
export interface Prose {
  readonly method: readonly Label[]
  readonly finding: readonly Label[]
}
