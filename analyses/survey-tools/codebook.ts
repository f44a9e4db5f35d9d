import type { Text } from '../core/words'
import type { TableHead } from '../readers/reader'

/** A file that may be part of a codebook, as far as its beginning shows. */
export interface CodebookFile {
  readonly name: string
  /** Its first characters; empty for a file that is no text. */
  readonly beginning: string
  /** Its head as a table; null where it is none. */
  readonly head: TableHead | null
}

/** A part of a codebook: the records of a table, the header among them, or a text. */
export interface CodebookPart {
  readonly file: string
  readonly rows: readonly (readonly string[])[]
  readonly text: string
}

/** How the codebook of a survey tool is recognised and read. */
export interface CodebookReader {
  /** The parts that a codebook has, and whether a part is a table or a text. */
  readonly parts: Readonly<Record<string, 'table' | 'text'>>
  /** Which part a file is; null when it is none. */
  recognise(file: CodebookFile): string | null
  /**
   * @param parts those there are, by name; at least one
   * @throws InputError when a part cannot be understood
   */
  read(parts: Readonly<Record<string, CodebookPart>>): Codebook
}

/** What a survey tool says of the questions behind the columns of an export. */
export interface Codebook {
  /** Of the survey; null where the codebook does not have it. */
  readonly title: Text | null
  readonly variables: readonly CodebookVariable[]
}

/** One column of the export. */
export interface CodebookVariable {
  /** Its header in the export. */
  readonly column: string
  /** The question, or the row of a matrix. */
  readonly text: Text
  readonly kind: 'choice' | 'checkbox' | 'number' | 'text'
  /** In the order of the questionnaire. */
  readonly answers: readonly CodebookAnswer[]
  /** Different numbers that stand in the first rows of the data, where they lie beside the codebook; without what is marked as no answer. */
  readonly seen?: readonly number[]
  /** Of a number. */
  readonly range?: readonly [number, number]
  /** Questions that stand together under one heading: a matrix or a grid. */
  readonly block: { readonly id: string; readonly title: Text } | null
  /** The condition under which the question is put, in the tool's own writing. */
  readonly condition?: string
  /** Values of another column under which it is put, where the condition says no more than that. */
  readonly askedWhen?: { readonly column: string; readonly codes: readonly string[] }
}

export interface CodebookAnswer {
  /** As the export has it. */
  readonly code: string
  /** Empty where the tool has none. */
  readonly label: Text
}
