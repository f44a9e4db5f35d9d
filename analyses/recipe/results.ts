import type { InputError } from '../core/errors'
import { placeText } from '../core/errors'
import type { Note } from '../core/words'
import type { Cell, ResultTable } from '../core/result'
import type { Speaker } from '../core/speaker'
import { noteWithoutFew } from '../disclosure/few-people'
import { withoutCells, withPeopleCounted } from '../sources/report'
import type { Recipe, RecipeSource } from './recipe'
import type { AnalysisOutcome } from './run'

/** The import of one source, as results.json records it. */
export interface SourceEntry {
  readonly id: string
  readonly file: string
  readonly sha256: string
  readonly rows_read: number
  readonly rows_used: number
  readonly dialect: unknown
  /** Cells that were read as others than the file holds, where there are any. Which they are is not told: they are answers of persons. */
  readonly corrected?: number
  readonly notes: readonly Note[]
}

/** The document `results.json`: numbers at full double precision, everything in the recipe's language. */
export interface ResultsDocument {
  readonly results: 1
  readonly workbench: string
  readonly engine: string
  readonly ran_at: string
  readonly recipe: Recipe
  readonly sources: readonly (Omit<SourceEntry, 'notes'> & { readonly notes: readonly NoteEntry[] })[]
  readonly analyses: readonly AnalysisEntry[]
}

interface NoteEntry {
  readonly code: string
  readonly level: 'info' | 'warning'
  readonly message: string
  readonly about: unknown
  readonly concerns?: Note['concerns']
}

export interface AnalysisEntry {
  readonly id: string
  readonly as: string
  readonly version: number
  readonly status: 'ok' | 'refused' | 'failed'
  readonly refusal: { readonly code: string; readonly message: string; readonly about: unknown } | null
  readonly options: unknown
  readonly n_used: number | null
  readonly notes: readonly NoteEntry[]
  readonly tables: readonly TableEntry[]
  readonly figures: readonly {
    readonly id: string
    readonly title: string
    readonly description: string
    readonly files: readonly string[]
    readonly data: string
  }[]
  readonly prose: { readonly method: string; readonly finding: string }
}

interface TableEntry {
  readonly id: string
  readonly title: string
  readonly columns: readonly { readonly id: string; readonly kind: string; readonly unit?: string }[]
  readonly rows: readonly (readonly (string | number | boolean | null)[])[]
  readonly suppressed: readonly (readonly [number, number])[]
}

/** Where the files of an analysis go, relative to the output folder. */
export const fileNames = {
  table: (as: string, table: string): string => `tables/${as}.${table}.csv`,
  figure: (as: string, figure: string, format: string): string => `figures/${as}.${figure}.${format}`,
  figureData: (as: string, figure: string): string => `figures/${as}.${figure}.csv`,
}

/**
 * Puts outcomes into the document's words.
 * @param recipe as run, defaults filled in; its analyses take over the options that the outcomes were computed with
 * @param figureFormats those actually drawn: none when tables alone were asked for or no browser was found
 */
export function resultsDocument(input: {
  readonly workbench: string
  readonly engine: string
  readonly ranAt: string
  readonly recipe: Recipe
  readonly sources: readonly SourceEntry[]
  readonly outcomes: readonly AnalysisOutcome[]
  readonly figureFormats: readonly string[]
  readonly speaker: Speaker
}): ResultsDocument {
  const { speaker, outcomes } = input
  return {
    results: 1,
    workbench: input.workbench,
    engine: input.engine,
    ran_at: input.ranAt,
    recipe: {
      ...input.recipe,
      sources: input.recipe.sources.map(withoutCorrections),
      analyses: input.recipe.analyses.map((entry, index) => ({ ...entry, ...filledIn(outcomes[index]) })),
    },
    sources: input.sources.map((source) => ({
      ...source,
      notes: source.notes.map((note) => noteEntry(releasedNote(note, input.recipe.protect.min_group), speaker)),
    })),
    analyses: outcomes.map((outcome) => analysisEntry(outcome, input.figureFormats, speaker)),
  }
}

/** A note of an import as it may leave the workbench: no cell of a file, and no number of few people. */
export const releasedNote = (note: Note, minGroup: number): Note =>
  noteWithoutFew(withPeopleCounted(withoutCells(note)), minGroup)

/** Corrections hold answers of persons, and are told as a number only. */
function withoutCorrections(source: RecipeSource): RecipeSource {
  const { corrections, ...rest } = source
  return corrections === undefined ? source : rest
}

function filledIn(outcome: AnalysisOutcome | undefined): object {
  return outcome === undefined
    ? {}
    : { as: outcome.as, version: outcome.version, where: [...outcome.where], options: { ...outcome.options } }
}

function analysisEntry(outcome: AnalysisOutcome, formats: readonly string[], speaker: Speaker): AnalysisEntry {
  const { id, as } = outcome
  return {
    id,
    as,
    version: outcome.version,
    status: outcome.status,
    refusal:
      outcome.refusal === null
        ? null
        : {
            code: outcome.refusal.code,
            message: speaker.text(outcome.refusal.code, outcome.refusal.about),
            about: outcome.refusal.about,
          },
    options: outcome.options,
    n_used: outcome.nUsed,
    notes: outcome.notes.map((note) => noteEntry(note, speaker)),
    tables: outcome.tables.map((table) => tableEntry(table, id, speaker)),
    figures: outcome.figures.map((figure) => ({
      id: figure.id,
      title: speaker.label(figure.title),
      description: speaker.label(figure.description),
      files: formats.map((format) => fileNames.figure(as, figure.id, format)),
      data: fileNames.figureData(as, figure.id),
    })),
    prose: { method: speaker.sentences(outcome.prose.method), finding: speaker.sentences(outcome.prose.finding) },
  }
}

function noteEntry(note: Note, speaker: Speaker): NoteEntry {
  return {
    code: note.code,
    level: note.level,
    message: speaker.note(note),
    about: note.about,
    ...(note.concerns === undefined ? {} : { concerns: note.concerns }),
  }
}

function tableEntry(table: ResultTable, analysis: string, speaker: Speaker): TableEntry {
  return {
    id: table.id,
    title: speaker.text(`${analysis}:table.${table.id}`),
    columns: table.columns.map(({ id, kind, unit }) => ({ id, kind, ...(unit === undefined ? {} : { unit }) })),
    rows: table.rows.map((row) => row.map((cell) => spoken(cell, speaker))),
    suppressed: table.suppressed,
  }
}

function spoken(cell: Cell, speaker: Speaker): string | number | boolean | null {
  return typeof cell === 'object' && cell !== null ? speaker.text(cell.message, cell.values) : cell
}

/** An input error as one line: place, what is wrong, what to do. */
export function errorLine(error: InputError, speaker: Speaker): string {
  const place = placeText(error.place).replace(/^ at /, '')
  return place === '' ? speaker.text(error.code, error.about) : `${place}: ${speaker.text(error.code, error.about)}`
}
