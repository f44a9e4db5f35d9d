import type { NonResponseKind } from '../instrument/model'
import type { HeaderColumn, TableHead } from '../readers/reader'
import type { CodebookReader } from './codebook'

/** What a column holds that a survey tool writes beside the answers. */
export type SystemRole = 'id' | 'time' | 'status' | 'person' | 'technical'

/** Columns that a tool writes for itself. */
export interface SystemColumns {
  readonly role: SystemRole
  /** Matches a whole header in lower case. */
  readonly names: RegExp
}

/**
 * A survey tool by the shape of what it exports. A tool is a folder whose `tool.ts` exports the result of `defineSurveyTool`, and is found by the registry. It says
 */
export interface SurveyTool {
  /** Equals the folder. */
  readonly id: string
  /** The name it goes by, which is the same in every language. */
  readonly name: string
  /** Columns of its own, `person` for those that may say who answered. */
  readonly systemColumns: readonly SystemColumns[]
  /**
   * Whether a file is an export of the tool, as far as its head shows.
   * @returns null where nothing speaks for it
   */
  recognise(head: TableHead): ToolSigns | null
  /**
   * How rows of people who did not finish are told from the others.
   * @param read columns, from 0, whose answers are read
   * @returns null where the export does not say it
   */
  unfinished?(head: TableHead, read: readonly number[]): UnfinishedRows | null
  /** Columns, from 0, whose cells say that a row belongs to a form that is filled in several times. */
  repeated?(head: TableHead): readonly number[]
  /**
   * The column, from 0, of the record that several rows belong to, where background questions are answered in one of these rows alone.
   * @returns null where every row stands for itself
   */
  record?(head: TableHead): number | null
  /** Words, in lower case, that the tool writes in place of an answer, with what they say; null for those that say no more than a blank. */
  readonly missingWords?: ReadonlyMap<string, NonResponseKind | null>
  readonly codebook?: CodebookReader
}

/** What speaks for a tool. */
export interface ToolSigns {
  /** 0 … 1: of several tools that recognise a file, the surest is taken. */
  readonly sureness: number
  /** Headers by which it was recognised, as they stand in the file. */
  readonly headers: readonly string[]
}

/** How rows of people who did not finish are told from the others. */
export interface UnfinishedRows {
  /** Columns, from 0, that say it. */
  readonly columns: readonly number[]
  /** @param cells of these columns, in their order, white space tidied */
  isUnfinished(cells: readonly string[]): boolean
}

export function defineSurveyTool(tool: SurveyTool): SurveyTool {
  return tool
}

/** Whether one of a column's headers matches. @param names matches a whole header in lower case */
export function hasName({ names }: HeaderColumn, pattern: RegExp): boolean {
  return names.some((name) => pattern.test(name.toLowerCase()))
}

/** The columns whose headers match, from 0. */
export function columnsNamed({ columns }: TableHead, pattern: RegExp): readonly number[] {
  return columns.flatMap((column, index) => (hasName(column, pattern) ? [index] : []))
}

/**
 * The signs of a tool that is known by columns of its own.
 * @param sure so many of the columns leave no doubt
 * @param fewest with fewer columns nothing speaks for the tool
 */
export function signsOf(head: TableHead, pattern: RegExp, fewest: number, sure: number): ToolSigns | null {
  const found = columnsNamed(head, pattern)
  if (found.length < fewest) return null
  return { sureness: found.length >= sure ? 1 : 0.7, headers: headersOf(head, found) }
}

/** Headers that are enough to say what a file is known by. */
const mostHeaders = 4

export function headersOf({ columns }: TableHead, indexes: readonly number[]): readonly string[] {
  return indexes.slice(0, mostHeaders).map((index) => columns[index]?.name ?? '')
}
