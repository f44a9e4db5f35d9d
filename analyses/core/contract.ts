import type {
  Dataset,
  Frame,
  IndicatorsDataset,
  InventoryDataset,
  Linkage,
  SeriesDataset,
  SurveyDataset,
} from './datasets'
import type { AbortState, MessageCode } from './errors'
import type { FigureSpec } from './figure'
import type { Remember } from './memory'
import type { Note, Values } from './words'
import type { Options, OptionValues } from './options'
import type { Prose, ResultTable, TableDeclaration } from './result'

/** What must be there before an analysis can say anything. What is missing is refused by code and values, before anything runs. */
export interface Needs {
  readonly data: Dataset['kind']
  readonly rounds?: number
  readonly attributes?: number
  readonly linkage?: readonly Linkage[]
}

/** What `compute` may know and do besides its frames and options. */
export interface ComputeContext<D extends Dataset = Dataset> {
  readonly dataset: D
  /** Every random number of a run comes from this. Whole, 0 … 2^53−1. */
  readonly seed: number
  readonly abort: AbortState
  /** Smallest group that may be shown; 1 means no protection. For compute that must itself hold back, e.g. dots of a raincloud. */
  readonly minGroup: number
  note(note: Note): void
  /** Share of the work done, 0 … 1. */
  progress(share: number): void
  /**
   * Gives again what `make` once made of the same parameters (compared as JSON) and data (compared byte by byte), or makes it. A shortcut only: `make` depends on nothing
   * else, and gives plain data that nobody changes. Absent where nothing is kept.
   */
  readonly remember?: Remember
}

/** What tables, figures and prose may know besides results: labels are resolved later, in the reader's language. */
export interface ReportContext<D extends Dataset = Dataset> {
  readonly dataset: D
  readonly minGroup: number
  /** Levels of an attribute in the order of the report language's alphabet. */
  levelsInOrder(attribute: string): readonly string[]
}

export type TablesById = Readonly<Record<string, ResultTable>>

/**
 * One analysis: a declaration and pure functions. Menu, options panel, recipe validation, command-line help, help page,
 * translation keys and conformance tests derive from it.
 */
export interface Analysis<O extends Options = Options, R extends object = object, D extends Dataset = Dataset> {
  /** Equals the folder's name; never changes once released. */
  readonly id: string
  /** Raised whenever the same options and data may give another result. */
  readonly version: number
  readonly menu: {
    readonly group: 'quality' | 'scores' | 'comparison' | 'structure' | 'series' | 'organisations'
    readonly order: number
  }
  readonly references: readonly string[]
  readonly options: O
  readonly needs: Needs
  readonly tables: Readonly<Record<string, TableDeclaration>>
  /** Ids of the figures it can draw; each has a title and a description in the messages. */
  readonly figures: readonly string[]
  /** Message keys beyond the derived ones (notes, refusals, sentences, verdicts, labels of figures), so that translations are complete and nothing is left over. */
  readonly messages: readonly string[]
  /** Named SQL over the dataset's relations: columns or sufficient statistics. Grouping runs in the engine; rows cross only where a statistic needs them. */
  select(dataset: D, options: OptionValues<O>): Readonly<Record<string, string>>
  /**
   * Pure: same frames, options, seed → same result, bit for bit. Never mutates frames. Polls `context.abort` in long loops.
   * @throws InputError (a refusal) when the data cannot answer the question
   */
  compute(frames: Readonly<Record<string, Frame>>, options: OptionValues<O>, context: ComputeContext<D>): R | Promise<R>
  /** All tables, before disclosure control, which the runner applies to each by its declared protection. */
  tabulate(result: R, options: OptionValues<O>, context: ReportContext<D>): readonly ResultTable[]
  /** Drawn from the tables after disclosure control, so that no figure can show what a table withholds. */
  draw(tables: TablesById, options: OptionValues<O>, context: ReportContext<D>): readonly FigureSpec[]
  /** Said from the tables after disclosure control. */
  say(tables: TablesById, options: OptionValues<O>, context: ReportContext<D>): Prose
  /** From saved options of version k to version k + 1. */
  readonly migrations?: Readonly<
    Record<number, (saved: Readonly<Record<string, unknown>>) => Readonly<Record<string, unknown>>>
  >
}

/** An analysis whose options, result and data types are known only to itself, as the registry holds it. */
export type AnyAnalysis = Analysis<Options, object, Dataset>

/** Checks a declaration's types where it is written. The registry does the rest. */
export function defineSurveyAnalysis<const O extends Options, R extends object>(
  analysis: Analysis<O, R, SurveyDataset>,
): AnyAnalysis {
  return analysis as unknown as AnyAnalysis
}

export function defineSeriesAnalysis<const O extends Options, R extends object>(
  analysis: Analysis<O, R, SeriesDataset>,
): AnyAnalysis {
  return analysis as unknown as AnyAnalysis
}

export function defineIndicatorsAnalysis<const O extends Options, R extends object>(
  analysis: Analysis<O, R, IndicatorsDataset>,
): AnyAnalysis {
  return analysis as unknown as AnyAnalysis
}

export function defineInventoryAnalysis<const O extends Options, R extends object>(
  analysis: Analysis<O, R, InventoryDataset>,
): AnyAnalysis {
  return analysis as unknown as AnyAnalysis
}

/** Raised as an InputError; listed here so that results.json has the same shape for all refusals. */
export interface Refusal {
  readonly code: MessageCode
  readonly about: Values
}

/** Keys that an analysis's messages.<language>.json must have, exactly. Columns and verdicts that core names are left out by `shared`. */
export function derivedMessageKeys(analysis: AnyAnalysis, shared: ReadonlySet<string>): readonly string[] {
  const keys = new Set<string>(['title', 'summary'])
  for (const [id, option] of Object.entries(analysis.options)) {
    if (!shared.has(`option.${id}.label`)) keys.add(`option.${id}.label`)
    if (!shared.has(`option.${id}.help`)) keys.add(`option.${id}.help`)
    if (option.kind === 'choice') {
      for (const choice of option.choices)
        if (!shared.has(`option.${id}.choice.${choice}`)) keys.add(`option.${id}.choice.${choice}`)
    }
  }
  for (const [id, table] of Object.entries(analysis.tables)) {
    keys.add(`table.${id}`)
    for (const column of table.columns) if (!shared.has(`column.${column.id}`)) keys.add(`column.${column.id}`)
  }
  for (const id of analysis.figures) {
    keys.add(`figure.${id}.title`)
    keys.add(`figure.${id}.description`)
  }
  for (const key of analysis.messages) keys.add(key)
  return [...keys]
}
