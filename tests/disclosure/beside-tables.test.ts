import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { afterAll, expect, test, vi } from 'vitest'
import { createSpeaker } from '../../analyses/core/speaker'
import { interfaceLanguages, type InterfaceLanguage } from '../../analyses/core/words'
import { reportDisclosure } from '../../analyses/disclosure-report/report'
import { reportText } from '../../analyses/disclosure-report/text'
import { analyses, messagesOf } from '../../analyses/index'
import { bundleFiles } from '../../analyses/publish/bundle'
import { passportOf } from '../../analyses/publish/passport'
import { computeAnalyses, loadProject, sourceEntry } from '../../analyses/recipe/execute'
import { publishTogether } from '../../analyses/recipe/publishing'
import { parseRecipe, type Recipe } from '../../analyses/recipe/recipe'
import type { ComputedRun, Datasets } from '../../analyses/recipe/run'
import type { ImportReport } from '../../analyses/sources/report'
import type { Instrument } from '../../analyses/instrument/model'
import type { Database } from '../../analyses/core/database'
import { resultsSchema } from '../../analyses/recipe/results-schema'
import { run } from '../../main/cli/run'
import { openDatabase } from '../../main/database'
import { fileOf, instrumentAt } from '../fixture-project'
import { fewest, minGroup, requests, writeProjectOfFew } from './project-of-few'

/** Nothing beside the tables speaks of few people: whatever leaves the workbench is searched for the numbers that few people have in this project. */

const folder = mkdtempSync(join(tmpdir(), 'few-'))
afterAll(() => rmSync(folder, { recursive: true }))

/** Numbers between 10 and 39 that are no numbers of few people, by where they stand. */
const allowed: readonly (readonly [place: RegExp, reason: string])[] = [
  [/^disclosure report$/, 'rows of a table'],
  [/^figure drivers /, 'parts that everybody is divided into by prediction'],
  [/^figure drivers\.description$/, 'the same parts'],
  [/^figure item-statistics (diverging|stacked)\.description/, 'bars and panels of the figure'],
  [/^figure item-statistics\.description$/, 'the same bars'],
  [/^figure ordinal-model odds\.panels\.x\.ticks/, 'odds on an axis'],
  [/^figure round-change /, 'comparisons, and items'],
  [/^figure round-change\.description$/, 'the same comparisons and items'],
  [/^figure structure paths\.panels\.marks\.(width|height|y)$/, 'sizes and places of a drawing'],
  [/^note round-change:movers-left-out\./, 'items'],
  [/^note recipe:withheld-beside\./, 'rows that are withheld'],
  [/^prose invariance\.finding$/, 'degrees of freedom'],
  [/^prose round-change\.finding$/, 'comparisons that are withheld'],
  [/^prose structure\.finding$/, 'degrees of freedom'],
  [/^source heads\.csv\.rows_(read|used)$/, 'rows of a headcount'],
  [/^table drivers calibration\.bin$/, 'the number that a part goes by'],
  [
    /^table (invariance steps|revalidation invariance|structure (adequacy|fit))\.(delta_|baseline_)?df$/,
    'degrees of freedom',
  ],
  [/^table structure fit\.parameters$/, 'parameters of a model'],
  // Cells of a distribution over the people of a row that is shown, whose sums are held against all others; and what the counts of a row leave by subtraction.
  [/^table item-statistics categories\.count$/, 'how many gave one answer'],
  [/^table item-statistics items\.(blank|dont_know|not_relevant|refused)$/, 'how many gave no answer'],
  [/^table round-change change\.n_unlinked$/, 'the people of both rounds without those who were followed'],
]

const isFew = (number: number): boolean => Number.isInteger(number) && number >= fewest && number < minGroup

/** Whole numbers of a text that are no part of a decimal, a percentage, a date or a name. */
const numbersIn = (text: string): readonly number[] =>
  [...text.matchAll(/(?<![\d.,:\-−–\p{L}_]|\d\s)\d+(?!\s?%|[\d:\p{L}_-]|[.,]\d|\s\d{3})/gu)]
    .map(([digits]) => Number(digits))
    .filter(isFew)

/** What was found, each place once. */
class Search {
  readonly found = new Map<string, string>()
  readonly met = new Set<RegExp>()

  /** Goes through every number and text of plain data, by the names that lead to it. */
  through(place: string, value: unknown): void {
    if (typeof value === 'number') {
      if (isFew(value)) this.remember(place, String(value))
    } else if (typeof value === 'string') {
      const numbers = numbersIn(value)
      if (numbers.length > 0) this.remember(place, `${numbers.join(' ')} in “${value}”`)
    } else if (Array.isArray(value)) for (const each of value) this.through(place, each)
    else if (typeof value === 'object' && value !== null)
      for (const [name, each] of Object.entries(value)) this.through(`${place}.${name}`, each)
  }

  private remember(place: string, what: string): void {
    const pattern = allowed.find(([pattern]) => pattern.test(place))?.[0]
    if (pattern !== undefined) this.met.add(pattern)
    else if (!this.found.has(place)) this.found.set(place, what)
  }
}

interface Computed {
  readonly recipe: Recipe
  readonly instrument: Instrument
  readonly database: Database
  readonly datasets: Datasets
  readonly reports: readonly ImportReport[]
  readonly runs: readonly ComputedRun[]
}

async function computed(): Promise<Computed> {
  const path = writeProjectOfFew(folder, requests)
  const parsed = parseRecipe(readFileSync(path, 'utf8'), path)
  if (!parsed.ok) throw new Error(parsed.problems.map(String).join('\n'))
  const recipe = parsed.value
  const instrument = instrumentAt(join(folder, 'instrument.json'))
  const database = await openDatabase()
  const { datasets, reports } = await loadProject(database, recipe, instrument, (name) =>
    fileOf(resolve(dirname(path), name)),
  )
  const runs = await computeAnalyses(database, recipe, datasets)
  return { recipe, instrument, database, datasets, reports, runs }
}

test('what a project releases speaks of no few people', { timeout: 300_000 }, async () => {
  const { recipe, instrument, database, datasets, reports, runs } = await computed()
  expect(new Set(runs.map(({ prepared }) => prepared.id))).toEqual(
    new Set([...analyses.values()].filter(({ needs }) => needs.data === 'survey').map(({ id }) => id)),
  )
  const releasedIn = async (language: InterfaceLanguage): Promise<Search> => {
    const outcomes = await publishTogether(database, datasets.survey, runs, { minGroup, language })
    const speaker = createSpeaker(language, messagesOf(language), instrument)
    const provenance = { workbench: '0', data: {}, seed: 1, minGroup, date: '2022-11-22T00:00:00.000Z' }
    const files = bundleFiles({
      recipe: { ...recipe, language },
      outcomes,
      speaker,
      provenance,
      engine: '',
      sources: reports.map(sourceEntry),
      figureFormats: [],
      documents: [],
    })
    const json = files.find(({ name }) => name === 'results.json')
    const results = resultsSchema.parse(JSON.parse(new TextDecoder().decode(json?.bytes)))
    const search = new Search()
    for (const { notes, ...source } of results.sources) {
      search.through(`source ${source.file}`, source)
      for (const { code, ...note } of notes) search.through(`source ${code}`, note)
    }
    for (const { id, tables, notes, refusal, prose, figures, n_used } of results.analyses) {
      search.through('n_used', n_used)
      for (const { code, ...note } of notes) search.through(`note ${code}`, note)
      if (refusal !== null) search.through(`refusal ${refusal.code}`, refusal)
      search.through(`prose ${id}`, prose)
      search.through(`figure ${id}`, figures)
      for (const table of tables)
        for (const row of table.rows)
          table.columns.forEach((column, at) => search.through(`table ${id} ${table.id}.${column.id}`, row[at]))
    }
    for (const outcome of outcomes) {
      search.through('passport', passportOf(outcome, provenance))
      for (const { data: _, ...figure } of outcome.figures) search.through(`figure ${outcome.id} ${figure.id}`, figure)
    }
    const report = reportDisclosure({ title: recipe.title, minGroup, earlier: [] }, outcomes, null)
    for (const line of reportText(report, speaker.label).split('\n')) search.through('disclosure report', line)
    return search
  }
  const met = new Set<RegExp>()
  for (const language of interfaceLanguages) {
    const search = await releasedIn(language)
    expect([...search.found], language).toEqual([])
    for (const pattern of search.met) met.add(pattern)
  }
  await database.close()
  expect(allowed.filter(([pattern]) => !met.has(pattern)).map(([, reason]) => reason)).toEqual([])
})

test('what the command line prints speaks of no few people', { timeout: 120_000 }, async () => {
  const recipe = writeProjectOfFew(folder, requests.slice(0, 3))
  const printed: string[] = []
  for (const stream of [process.stdout, process.stderr])
    vi.spyOn(stream, 'write').mockImplementation((text) => printed.push(String(text)) > 0)
  for (const language of interfaceLanguages)
    await run(
      { command: 'run', recipe, out: join(folder, language), force: false, tablesOnly: true, language },
      { workbench: '0', outFolder: folder, now: new Date('2022-11-22') },
    )
  vi.restoreAllMocks()
  const lines = printed.join('').split(/[\n\r]/u)
  expect(lines.some((line) => line.includes('2021.csv: '))).toBe(true)
  const search = new Search()
  for (const line of lines) search.through('printed', line)
  expect([...search.found]).toEqual([])
})
