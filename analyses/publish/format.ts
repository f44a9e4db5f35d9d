import type { ResultTable } from '../core/result'
import type { Speaker } from '../core/speaker'
import type { AnalysisOutcome } from '../recipe/run'

/**
 * One way of writing results. A format is found because its folder under `publish/` has a `format.ts` that exports one as its default; its words lie beside
 * it in `messages.<language>.json`. What no format writes is refused where a recipe asks for it.
 */
export interface Format {
  /** Equals the folder, and is the word by which a recipe asks for it. */
  readonly id: string
  /** One table in a file of its own. The window offers it in the words of the format's message `save-table`. */
  readonly table?: {
    readonly extension: 'csv' | 'tsv' | 'txt' | 'html' | 'xlsx' | 'docx'
    /** Tells the file from the same table in another format of that extension: `name.ending.extension`. */
    readonly ending?: string
    readonly write: (table: PublishedTable, analysis: string, speaker: Speaker) => Uint8Array
  }
  /** What a table is on the clipboard under this type; pasting programs choose. */
  readonly clipboard?: {
    readonly type: 'text/plain' | 'text/html'
    readonly write: (table: PublishedTable, analysis: string, speaker: Speaker) => string
  }
  /** What is written for a recipe that asks for the format in this list of its `output`. */
  readonly output?: {
    readonly list: 'tables' | 'report'
    readonly write: (material: Material) => readonly OutputFile[]
  }
}

/** The part of a table that is written. */
export type PublishedTable = Pick<ResultTable, 'id' | 'columns' | 'rows' | 'suppressed'>

/** What an output is written from. */
export interface Material {
  /** The title of the recipe. */
  readonly title: string
  readonly outcomes: readonly AnalysisOutcome[]
  /** Speaks the language of the recipe. */
  readonly speaker: Speaker
}

/** A file of an output folder; folders in its name are separated by `/`. */
export interface OutputFile {
  readonly name: string
  readonly bytes: Uint8Array
}

/** Whether a cell is withheld, by the positions of its row and column. */
export function isWithheldIn({
  suppressed,
}: Pick<PublishedTable, 'suppressed'>): (row: number, column: number) => boolean {
  const withheld = new Set(suppressed.map(([row, column]) => `${row} ${column}`))
  return (row, column) => withheld.has(`${row} ${column}`)
}
