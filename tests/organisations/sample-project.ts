import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import Papa from 'papaparse'
import type { Instrument } from '../../analyses/instrument/model'
import { memoryFile } from '../../analyses/readers/data-file'
import { executeAnalyses, loadProject } from '../../analyses/recipe/execute'
import { parseRecipe, type Recipe } from '../../analyses/recipe/recipe'
import type { AnalysisOutcome } from '../../analyses/recipe/run'
import { emptiedEngine } from '../database/engine-of-tests'
import { instrumentAt } from '../fixture-project'
import { projectFolder } from '../sources/sample-data'

const folder = join(projectFolder, 'fixtures', 'sample')
export const sampleInstrument: Instrument = instrumentAt(join(folder, 'instrument.json'))

const parsed = (text: string): string[][] => Papa.parse<string[]>(text, { skipEmptyLines: true }).data

/** The first round of the sample and its headcount, as rows of texts under the ids of attributes. */
export const sampleTables: Readonly<Record<string, readonly (readonly string[])[]>> = {
  '2021.csv': renamed(parsed(readFileSync(join(folder, '2021.csv'), 'latin1'))),
  'headcount.csv': parsed(readFileSync(join(folder, 'headcount.csv'), 'utf8')),
}

function renamed([header = [], ...rows]: string[][]): string[][] {
  const ids: Readonly<Record<string, string>> = {
    Land: 'country',
    Region: 'region',
    Organisasjon: 'organisation',
    Enhet: 'unit',
    Rolle: 'role',
  }
  return [header.map((name) => ids[name] ?? name), ...rows]
}

/** A table without some of its columns; rows that then stand twice are added up in their last column where that counts people. */
export function without(
  table: readonly (readonly string[])[],
  columns: readonly string[],
): readonly (readonly string[])[] {
  const kept = (table[0] ?? []).map((name) => !columns.includes(name))
  return table.map((row) => row.filter((_, index) => kept[index]))
}

export interface Declared {
  readonly tree?: unknown
  readonly headcounts?: unknown
}

/** A recipe over tables that stand in memory. @throws Error naming every problem of the recipe */
export function recipeOver(
  files: readonly string[],
  declared: Declared,
  analyses: readonly unknown[],
  attributes: readonly string[],
): Recipe {
  const document = {
    recipe: 1,
    language: 'en',
    instrument: 'instrument.json',
    sources: files.map((file) =>
      file.startsWith('headcount')
        ? { id: file, kind: 'headcount', file }
        : {
            id: file,
            kind: 'survey',
            file,
            round: file.slice(0, 4),
            attributes,
            unfinished: 'use',
            dialect: { delimiter: ';', decimal: ',' },
          },
    ),
    ...declared,
    analyses,
  }
  const parsed = parseRecipe(JSON.stringify(document), 'recipe.json')
  if (!parsed.ok) throw new Error(parsed.problems.map(String).join('\n'))
  return parsed.value
}

const database = await emptiedEngine()

/** Loads and runs a recipe over tables as the command line does. */
export async function runOver(
  recipe: Recipe,
  tables: Readonly<Record<string, readonly (readonly string[])[]>>,
): Promise<{
  readonly outcomes: readonly AnalysisOutcome[]
  readonly datasets: Awaited<ReturnType<typeof loadProject>>['datasets']
}> {
  for (const table of ['responses', 'headcount', '_sources']) await database.execute(`DROP TABLE IF EXISTS ${table}`)
  const { datasets } = await loadProject(database, recipe, sampleInstrument, (name) => {
    const text = Papa.unparse(
      [...(tables[name] ?? [])].map((row) => [...row]),
      { delimiter: ';' },
    )
    return memoryFile(name, new TextEncoder().encode(`${text}\n`))
  })
  return { datasets, outcomes: await executeAnalyses(database, recipe, datasets) }
}

export { database as sampleEngine }
