import { createHash } from 'node:crypto'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { createSpeaker } from '../analyses/core/speaker'
import { interfaceLanguages } from '../analyses/core/words'
import { messagesOf } from '../analyses/index'
import type { Instrument } from '../analyses/instrument/model'
import { recipeSchema } from '../analyses/recipe/recipe'
import { resultsDocument } from '../analyses/recipe/results'
import type { AnalysisOutcome } from '../analyses/recipe/run'
import { projectFolder } from './source-files'

/**
 * What `results.json` holds of one analysis, as two digests: of the numbers (tables, options, n, what is withheld) and of the words in every language
 * (titles, notes, prose). A change that only moves code leaves both as they are; one that only improves a sentence leaves the numbers.
 */
export interface KeptResult {
  readonly numbers: string
  readonly words: string
}

const path = join(projectFolder, 'tests', 'kept-results.json')

/** Set when a change is meant: the digests are then written anew instead of compared, and the CHANGELOG says what became different. */
export const isKeepingAnew = process.env['KEEP_RESULTS'] === 'anew'

const kept = existsSync(path)
  ? (JSON.parse(readFileSync(path, 'utf8')) as Readonly<Record<string, KeptResult>>)
  : ({} as Readonly<Record<string, KeptResult>>)

export function keptResult(name: string): KeptResult | undefined {
  return kept[name]
}

/** Adds or replaces results under their names; the file keeps the order of the alphabet. */
export function keepAnew(results: Readonly<Record<string, KeptResult>>): void {
  const present = existsSync(path) ? (JSON.parse(readFileSync(path, 'utf8')) as Record<string, KeptResult>) : {}
  const names = Object.keys({ ...present, ...results }).sort()
  const lines = names.map((name) => `  ${JSON.stringify(name)}: ${JSON.stringify(results[name] ?? present[name])}`)
  writeFileSync(path, `{\n${lines.join(',\n')}\n}\n`)
}

const anyRecipe = recipeSchema.parse({ recipe: 1, sources: [{ id: 'any', kind: 'headcount', file: 'any.csv' }] })

export function digestsOf(outcome: AnalysisOutcome, instrument: Instrument | null): KeptResult {
  const records = interfaceLanguages.map((language) => {
    const [record] = resultsDocument({
      workbench: '',
      engine: '',
      ranAt: '',
      recipe: anyRecipe,
      sources: [],
      outcomes: [outcome],
      figureFormats: [],
      speaker: createSpeaker(language, messagesOf(language), instrument),
    }).analyses
    if (record === undefined) throw new Error('an outcome has a record')
    return record
  })
  const [first] = records
  // A phrase in a cell is a word; the numbers are those of the outcome itself.
  const numbers = {
    as: outcome.as,
    status: outcome.status,
    refusal: first?.refusal?.code ?? null,
    options: first?.options,
    n_used: first?.n_used,
    notes: outcome.notes,
    tables: outcome.tables.map(({ id, columns, rows, suppressed }) => ({
      id,
      columns: columns.map((column) => ({ id: column.id, kind: column.kind, unit: column.unit })),
      rows,
      suppressed,
    })),
    figures: first?.figures.map(({ id }) => id),
  }
  return { numbers: digest(numbers), words: digest(records) }
}

function digest(plain: unknown): string {
  return createHash('sha256').update(JSON.stringify(plain)).digest('hex').slice(0, 20)
}
