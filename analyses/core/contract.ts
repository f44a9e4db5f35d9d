import type { Base, DecidedBases } from './base'
import type { Dataset, Frame, Linkage } from './datasets'
import type { AbortState } from './errors'
import type { FigureSpec } from './figure'
import type { Remember } from './memory'
import type { Note } from './words'
import type { Options, OptionsOf } from './options'
import { readTables, type ReadingsOf } from './reading'
import { tableOf, type Prose, type ResultTable, type RowsById, type TableColumn, type TableDeclaration } from './result'

/** What must be there before an analysis can say anything. What is missing is refused by code and values, before anything runs. */
export interface Needs {
  readonly data: Dataset['kind']
  readonly rounds?: number
  readonly attributes?: number
  readonly linkage?: readonly Linkage[]
}

export type Frames = Readonly<Record<string, Frame>>

/** What `read` may know and do in addition to its frames and options. */
export interface ReadContext<D extends Dataset = Dataset> {
  readonly dataset: D
  /** Every random number of a run comes from this. Whole, 0 … 2^53−1. */
  readonly seed: number
  readonly abort: AbortState
  note(note: Note): void
  /** Share of the work done, 0 … 1. */
  progress(share: number): void
  /**
   * Gives again what `make` once made of the same parameters (compared as JSON) and data (compared byte by byte), or makes it. A shortcut only: `make` depends on nothing
   * else, and gives plain data that nobody changes. Absent where nothing is kept.
   */
  readonly remember?: Remember
}

/** What `compute` may know and do in addition to its options and what was read. */
export interface ComputeContext<D extends Dataset = Dataset> extends ReadContext<D>, DecidedBases {
  /** Smallest group that may be shown; 1 means no protection. For groups that `compute` itself makes: folds, parts of a calibration. */
  readonly minGroup: number
}

/** What tables, figures and prose may know in addition to results; labels are resolved later, in the reader's language. */
export interface ReportContext<D extends Dataset = Dataset> {
  readonly dataset: D
  readonly minGroup: number
  /** Levels of an attribute in the order of the report language's alphabet. */
  levelsInOrder(attribute: string): readonly string[]
}

export type TablesById = Readonly<Record<string, ResultTable>>

/**
 * What a statement's frame holds. `rows`: answers or readings one by one, which never leave the site. `statistics`: counts and sums over groups, from which the
 * analysis works out everything, so that an aggregate of another site can take the frame's place.
 */
export interface Selection {
  readonly holds: 'rows' | 'statistics'
  readonly sql: string
}

export const rows = (sql: string): Selection => ({ holds: 'rows', sql })
export const statistics = (sql: string): Selection => ({ holds: 'statistics', sql })

/** Named statements; null where the options or the data ask for none. */
export type Selections = Readonly<Record<string, Selection | null>>

/** The frames of an analysis's statements: `FramesOf<typeof selectReliability>`. */
export type FramesOf<S extends Selections | ((...given: never) => Selections)> = S extends (
  ...given: never
) => infer Made
  ? FramesIn<Made>
  : FramesIn<S>

type FramesIn<S> = { readonly [K in keyof S as S[K] extends Selection ? K : never]: Frame } & {
  readonly [K in keyof S as S[K] extends Selection ? never : K]?: Frame
}

type TableDeclarations = Readonly<Record<string, TableDeclaration>>

/** The dataset of a kind. */
export type DatasetOf<K extends Dataset['kind']> = Extract<Dataset, { readonly kind: K }>

/** What menu, options panel, recipe validation, command-line help, help page, translation keys and conformance tests derive from. */
interface Heading {
  /** Equals the folder's name; never changes once released. */
  readonly id: string
  /** Raised whenever the same options and data may give another result. */
  readonly version: number
  readonly menu: {
    readonly group: 'quality' | 'scores' | 'comparison' | 'structure' | 'series' | 'organisations'
    readonly order: number
  }
  readonly references: readonly string[]
  readonly options: Options
  readonly needs: Needs
  readonly tables: TableDeclarations
  /** Ids of the figures it can draw; each has a title and a description in the messages. */
  readonly figures: readonly string[]
  /** From saved options of version k to version k + 1. */
  readonly migrations?: Readonly<
    Record<number, (saved: Readonly<Record<string, unknown>>) => Readonly<Record<string, unknown>>>
  >
}

/** One analysis as its folder declares it: `analysis.ts` is the table of contents, and each function stands in the file named for it. */
export interface AnalysisPage<
  K extends Dataset['kind'],
  O extends Options,
  T extends TableDeclarations,
  S extends Selections,
  R extends object,
  G extends object,
> extends Heading {
  readonly options: O
  readonly needs: Needs & { readonly data: K }
  readonly tables: T
  /** SQL over the dataset's relations. Grouping runs in the engine; rows cross only where a statistic needs them. */
  select(dataset: DatasetOf<K>, options: OptionsOf<O>): S
  /**
   * What each group contributes by itself, read from the frames before the runner decides which groups may be used. Absent where `bases` and `compute` take the frames as they are.
   * Pure, as `compute` is.
   * @throws InputError (a refusal) when the data cannot answer the question
   */
  read?(frames: FramesOf<S>, options: OptionsOf<O>, context: ReadContext<DatasetOf<K>>): G
  /**
   * The people behind whatever is computed from several groups together (tests, models, ranks, families of p values) and behind what notes say. The runner decides which of
   * these bases may be used, and `compute` receives those. Absent where every number belongs to one row of a table, which is withheld by its declared protection.
   * @param withheld ids of bases found to be withheld so far: where people belong to several bases, those of a withheld one no longer count in the others
   */
  bases?(read: G, options: OptionsOf<O>, dataset: DatasetOf<K>, withheld: ReadonlySet<string>): readonly Base[]
  /**
   * Pure: same frames, options, seed → same result, bit for bit. Never mutates what it is given. Polls `context.abort` in long loops.
   * @param read what `read` gave, or the frames where there is none
   * @throws InputError (a refusal) when the data cannot answer the question
   */
  compute(read: G, options: OptionsOf<O>, context: ComputeContext<DatasetOf<K>>): R | Promise<R>
  /** The rows of all tables, before disclosure control, which the runner applies to each by its declared protection. */
  tabulate(result: R, options: OptionsOf<O>, context: ReportContext<DatasetOf<K>>): RowsById<T>
  /** Draws the figures from the tables after disclosure control, so that no figure can show what a table withholds. */
  depict(tables: ReadingsOf<T>, options: OptionsOf<O>, context: ReportContext<DatasetOf<K>>): readonly FigureSpec[]
  /** Writes the sentences from the tables after disclosure control. */
  say(tables: ReadingsOf<T>, options: OptionsOf<O>, context: ReportContext<DatasetOf<K>>): Prose
}

/** An analysis as the registry and the runner know it: its own types are known to its folder alone. */
export interface AnyAnalysis extends Heading {
  select(dataset: Dataset, options: Readonly<Record<string, unknown>>): Selections
  read?(frames: Frames, options: Readonly<Record<string, unknown>>, context: ReadContext): object
  bases?(
    read: object,
    options: Readonly<Record<string, unknown>>,
    dataset: Dataset,
    withheld: ReadonlySet<string>,
  ): readonly Base[]
  compute(read: object, options: Readonly<Record<string, unknown>>, context: ComputeContext): object | Promise<object>
  tabulate(result: object, options: Readonly<Record<string, unknown>>, context: ReportContext): readonly ResultTable[]
  depict(tables: TablesById, options: Readonly<Record<string, unknown>>, context: ReportContext): readonly FigureSpec[]
  say(tables: TablesById, options: Readonly<Record<string, unknown>>, context: ReportContext): Prose
}

/** Checks a declaration's types where it is written, builds its tables and reads them again by their declarations. */
export function defineAnalysis<
  const K extends Dataset['kind'],
  const O extends Options,
  const T extends TableDeclarations,
  S extends Selections,
  R extends object,
  G extends object = FramesOf<S>,
>(page: AnalysisPage<K, O, T, S, R, G>): AnyAnalysis {
  // The runner calls with options that `fillOptions` checked, with data of the kind needed, and hands `compute` what `read` gave.
  const own = page as unknown as AnalysisPage<Dataset['kind'], Options, TableDeclarations, Selections, object, object>
  return {
    ...(page as unknown as AnyAnalysis),
    tabulate: (result, options, context) =>
      Object.entries(own.tabulate(result, options as never, context)).map(([id, filled]) =>
        tableOf(id, declared(own.tables, id), filled, options),
      ),
    depict: (tables, options, context) => own.depict(readTables(own.tables, tables), options as never, context),
    say: (tables, options, context) => own.say(readTables(own.tables, tables), options as never, context),
  }
}

function declared(tables: TableDeclarations, id: string): TableDeclaration {
  const declaration = tables[id]
  if (declaration === undefined) throw new Error(`no table ${id} is declared`)
  return declaration
}

/**
 * Message keys that follow from a declaration: titles of tables and figures, labels of options and columns, words of codes and verdicts. An analysis's
 * `messages.en.json` holds those that core does not, and besides them only what its sources say.
 */
export function derivedMessageKeys(analysis: AnyAnalysis): ReadonlySet<string> {
  const keys = new Set<string>(['title', 'summary'])
  for (const [id, option] of Object.entries(analysis.options)) {
    keys.add(`option.${id}.label`)
    keys.add(`option.${id}.help`)
    if (option.kind === 'choice') for (const choice of option.choices) keys.add(`option.${id}.choice.${choice}`)
  }
  for (const [id, table] of Object.entries(analysis.tables)) {
    keys.add(`table.${id}`)
    for (const column of table.columns) {
      keys.add(`column.${column.id}`)
      const group = wordsOfCodes(column)
      for (const code of column.codes ?? []) keys.add(`${group}.${code}`)
    }
  }
  for (const id of analysis.figures) {
    keys.add(`figure.${id}.title`)
    keys.add(`figure.${id}.description`)
  }
  return keys
}

/** Where the words of a column's codes stand: `verdict`, `signal`, `option.test.choice`. */
function wordsOfCodes({ kind, refersTo }: TableColumn): string {
  if (kind === 'verdict') return 'verdict'
  const [of, name = ''] = refersTo?.split(':') ?? []
  return of === 'choice' ? `option.${name}.choice` : name
}
