import type { Database } from '../core/database'
import type { Dataset } from '../core/datasets'
import type { AbortState, InputError } from '../core/errors'
import type { Fields, FieldValues } from '../core/fields'
import type { Label, Language, Note } from '../core/words'
import type { Instrument } from '../instrument/model'
import type { Declared, OpenTable, TableHead } from '../readers/reader'
import type { ColumnUse } from './columns'
import type { Correction } from './corrections'
import type { DataPart } from './parts'
import type { ColumnProposal } from './proposal'
import type { UnderstoodColumn } from './understood'
import type { ImportReport, LoadOptions } from './report'

/** What every source says, whatever its kind. */
type AnyKind = {
  readonly id: string
  readonly kind: string
  /** Path or name of the file. */
  readonly file: string
  /** Parts of how the file is written that are not to be found out. */
  readonly dialect?: Declared | undefined
  /** Cells that are read as others than the file holds. */
  readonly corrections?: readonly Correction[] | undefined
}

/** How a source is to be read, in the words of the recipe: beside what all say stand the declared fields of its kind. */
export type AnySource = AnyKind & { readonly [field: string]: unknown }

/** What a source says of its file whatever its kind, and keeps when it becomes another kind. */
export const fileParts = ({ dialect, corrections }: AnySource): Pick<AnySource, 'dialect' | 'corrections'> => ({
  ...(dialect === undefined ? {} : { dialect }),
  ...(corrections === undefined ? {} : { corrections }),
})

/** A source of one kind: what its declared fields say of it. */
export type SourceOf<Kind extends string, F extends Fields> = AnyKind & { readonly kind: Kind } & FieldValues<F>

/** Which role each column of a file has. Problems are collected rather than thrown, so that a preview can show them beside the columns. */
export interface ColumnMatch {
  readonly uses: readonly ColumnUse[]
  readonly problems: readonly InputError[]
}

/** What is known about a file before anybody has said what it holds. */
export interface Clues {
  readonly head: TableHead
  readonly instrument: Instrument | null
  /** Sources that the project has already. */
  readonly others: readonly AnySource[]
  /** Zone of times that carry no offset. */
  readonly timeZone?: string | undefined
}

/** A suggestion of how to read a file. */
export interface Guess<F extends Fields> {
  /** 0 … 1: of several kinds that recognise a file the surest is taken. */
  readonly sureness: number
  readonly values: FieldValues<F>
}

/** One file to be read, its columns matched and no problem among them. */
export interface LoadTask<Source extends AnySource, Match extends ColumnMatch> {
  readonly database: Database
  readonly table: OpenTable
  readonly source: Source
  readonly match: Match
  readonly instrument: Instrument | null
  readonly options: LoadOptions
  /** What was found before the reading began. */
  readonly earlierNotes: readonly Note[]
}

/** One file of which a column is looked at. */
export interface UnderstandingTask<Source extends AnySource> {
  readonly table: OpenTable
  readonly source: Source
  readonly instrument: Instrument | null
  readonly abort?: AbortState | undefined
  readonly onBytes?: ((bytes: number) => void) | undefined
}

/** Signs that the window knows, by what they stand for. */
export type SourceSign = 'document' | 'people' | 'curve' | 'alert' | 'clock' | 'target' | 'building'

/**
 * A kind of source. Everything that depends on the kind stands in its folder, whose `source.ts` exports the definition: the recipe's schema, the types, the
 * recognition of files, the panel of the window, the mapping, `check`, the import report and the help follow from it. Nothing is edited elsewhere to add one.
 *
 * Messages of the folder: `kind.<kind>` names it, `<kind>.<field>` and `<kind>.<field>.help` its fields, `role.<role>` its columns.
 */
export interface SourceDefinition<
  Kind extends string = string,
  F extends Fields = Fields,
  Match extends ColumnMatch = ColumnMatch,
  Report extends ImportReport = ImportReport,
> {
  /** Equals the folder, and never changes once released. */
  readonly kind: Kind
  /** Place in lists. */
  readonly order: number
  readonly sign: SourceSign
  readonly fields: F
  /** The data that sources of the kind become part of. */
  readonly opens: Dataset['kind']
  /** Whether a file of the kind cannot be read without an instrument. */
  readonly needsInstrument?: boolean
  /** Nothing of the kind is about persons, so that nothing of it is withheld. */
  readonly isAboutOrganisations?: boolean
  /** Where its rows stand in the engine. */
  readonly stored: Storage
  /** What a file seems to hold, as far as its beginning shows; null where nothing speaks for the kind. */
  recognise(clues: Clues): Guess<F> | null
  /** Fields of a file that was made a source of the kind by hand, beside the headers, which are taken in their order. */
  blank?(file: string, others: readonly AnySource[]): Partial<FieldValues<F>>
  /** Which column is which. */
  match(head: TableHead, source: SourceOf<Kind, F>, instrument: Instrument | null): Match
  /**
   * Columns without a role that are like something which has no column yet. None of them is used before a person has confirmed it, which puts it into the mapping.
   * @param others sources of the same project, whose headers say what a column was called before
   */
  propose?(
    head: TableHead,
    source: SourceOf<Kind, F>,
    instrument: Instrument | null,
    others: readonly AnySource[],
  ): readonly ColumnProposal[]
  /**
   * What every different value of one column is read as, over the whole file; nothing is stored.
   * @param index of the column, from 0
   * @throws InputError at a record that cannot be read; Aborted
   */
  understand?(task: UnderstandingTask<SourceOf<Kind, F>>, index: number): Promise<UnderstoodColumn>
  /**
   * Reads the rows into the engine, beside what is there; a source that is loaded again replaces its earlier rows.
   * Nothing is changed when it fails or is called off.
   * @throws InputError when the file cannot be used; Aborted; QueryError when rows were lost on the way
   */
  load(task: LoadTask<SourceOf<Kind, F>, Match>): Promise<Report>
  /**
   * Changes what corrections changed in the rows that are in the engine, without reading the file again, where the result cannot be told from a reading.
   * @returns what a reading would tell; null where the file has to be read: nothing has been changed then
   * @throws QueryError
   */
  amend?(amendment: Amendment<SourceOf<Kind, F>>): Promise<ImportReport | null>
  /** What the loaded source brings to the data that it becomes part of. */
  part(report: Report): DataPart
  /** What stands beside the rows read and used, for people. */
  facts?(report: Report, language: Language): readonly Fact[]
  /** Words after the file's name that tell the sources of the kind apart. */
  subtitle?(source: SourceOf<Kind, F>): Label | null
}

/** A source whose rows are in the engine, and the same with other corrections. */
export interface Amendment<Source extends AnySource = AnySource> {
  readonly database: Database
  /** The source as its file was read. */
  readonly before: Source
  /** The source as it is wanted now. */
  readonly source: Source
  readonly instrument: Instrument
  /** What the reading told. */
  readonly report: ImportReport
  /** The file, without any corrections. */
  readonly table: OpenTable
  /** What stands in the file. @param cells record numbers, with places of columns from 0 */
  cellsOf(cells: readonly { readonly row: number; readonly index: number }[]): Promise<readonly (string | undefined)[]>
}

/** Rows of one kind of source in the engine. */
export interface Storage {
  readonly table: string
  /** SQL that holds for the rows of a source in it. */
  rows(id: string): string
  /** The rows have a `_row`, and the order of the sources in the table is that of the project. */
  readonly isOrdered?: boolean
  /** `_row` is the number of the record in the file, so that what is stored can be held against what stands there. */
  readonly keepsRowNumbers?: boolean
}

/** One line of an import report: a term and its value. */
export interface Fact {
  /** Key of a message of the room. */
  readonly term: string
  readonly value: number | readonly string[]
  readonly more?: Label
}

/** A definition whose own types nobody outside its folder needs. */
export type AnySourceDefinition = SourceDefinition

/** Declares a kind of source. */
export function defineSource<
  const Kind extends string,
  const F extends Fields,
  Match extends ColumnMatch,
  Report extends ImportReport,
>(definition: SourceDefinition<Kind, F, Match, Report>): AnySourceDefinition {
  return definition as unknown as AnySourceDefinition
}
