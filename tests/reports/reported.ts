import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect } from 'vitest'
import { rowsOfTable, type Cell } from '../../analyses/core/result'
import { createSpeaker, type Speaker } from '../../analyses/core/speaker'
import type { Language } from '../../analyses/core/words'
import { messagesOf } from '../../analyses/index'
import type { AnalysisOutcome } from '../../analyses/recipe/run'
import { engineOfTests, tableNames } from '../database/engine-of-tests'
import { openFixture, runAnalysis, type FixtureProject } from '../fixture-project'
import { projectFolder } from '../source-files'
import { cellsOf } from '../survey/run-analysis'

/** One analysis of a report, as it was run: its cells, what it says, and what it and the reading of its files note. */
export interface Ran {
  readonly outcome: AnalysisOutcome
  /** Codes of the notes of the analysis. */
  readonly notes: readonly string[]
  /** What was told while the files were read, code → text. */
  readonly imported: ReadonlyMap<string, string>
  cells(table: string, row?: Readonly<Record<string, Cell>>): Readonly<Record<string, Cell>>
  column(table: string, id: string): readonly (Cell | undefined)[]
  sentences(language?: Language): string
  /** The note in words; empty where there is none. */
  says(code: string, language?: Language): string
}

function ranOf(outcome: AnalysisOutcome, { instrument, reports }: FixtureProject): Ran {
  const speaker = (language: Language): Speaker => createSpeaker(language, messagesOf(language), instrument)
  const imported = reports.flatMap(({ notes }) => notes).map((note) => [note.code, speaker('en').note(note)] as const)
  return {
    outcome,
    notes: outcome.notes.map(({ code }) => code),
    imported: new Map(imported),
    cells: (table, row = {}) => cellsOf(outcome, table, row),
    column: (table, column) =>
      outcome.tables
        .filter(({ id }) => id === table)
        .flatMap((found) => rowsOfTable(found).map(({ cells }) => cells[column])),
    sentences: (language = 'en') => speaker(language).sentences(outcome.prose.finding),
    says: (code, language = 'en') => {
      const note = outcome.notes.find((one) => one.code === code)
      return note === undefined ? '' : speaker(language).note(note)
    },
  }
}

/** What runs the reports of one file of tests, in the one engine that it has. */
export interface Reports {
  /**
   * Runs every analysis of a recipe of `fixtures/reports` from its files to its sentences.
   * @returns by the name that the recipe gives each analysis
   */
  all(name: string, recipeName?: string): Promise<ReadonlyMap<string, Ran>>
  /** The one analysis of a report that has no other. */
  one(name: string, recipeName?: string): Promise<Ran>
}

export async function reportsOfTests(): Promise<Reports> {
  const database = await engineOfTests()
  const all: Reports['all'] = async (name, recipeName = 'recipe') => {
    await database.execute('DROP VIEW IF EXISTS scores')
    for (const table of await tableNames(database)) await database.execute(`DROP TABLE "${table}"`)
    const project = await openFixture(`fixtures/reports/${name}/${recipeName}.json`, database)
    const ran = new Map<string, Ran>()
    for (const { id, as, options } of project.recipe.analyses)
      ran.set(as ?? id, ranOf(await runAnalysis(project, id, options ?? {}), project))
    return ran
  }
  return {
    all,
    one: async (name, recipeName) => {
      const [only, ...others] = (await all(name, recipeName)).values()
      if (only === undefined || others.length > 0) throw new Error(`${name} has not one analysis`)
      return only
    },
  }
}

type Values = { readonly [key: string]: number | Values }
const stated = JSON.parse(readFileSync(join(projectFolder, 'tests/reports/reference/reports.json'), 'utf8')) as {
  readonly values: Values
}

/** What R gives for a report; `pairs.AB` is the part AB of pairs. */
export function referenceOf(path: string): Readonly<Record<string, number>> {
  let found: Values | number | undefined = stated.values
  for (const key of path.split('.')) found = typeof found === 'object' ? found[key] : undefined
  if (typeof found !== 'object') throw new Error(`no reference ${path}`)
  return found as Readonly<Record<string, number>>
}

/** @param digits relative tolerance, as 10 to the minus `digits` */
export function expectCells(
  cells: Readonly<Record<string, Cell>>,
  reference: Readonly<Record<string, number>>,
  digits = 9,
): void {
  for (const [column, value] of Object.entries(reference)) {
    const got = cells[column]
    if (typeof got !== 'number') throw new Error(`${column} is ${String(got)}`)
    expect(Math.abs(got - value) / Math.max(1e-12, Math.abs(value)), `${column}: ${got} for ${value}`).toBeLessThan(
      10 ** -digits,
    )
  }
}
