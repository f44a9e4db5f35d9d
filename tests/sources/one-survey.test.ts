import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, expect, test } from 'vitest'
import { createSpeaker } from '../../analyses/core/speaker'
import { messagesOf } from '../../analyses/index'
import { executeAnalyses, loadProject, sourceEntry } from '../../analyses/recipe/execute'
import { parseRecipe, type Recipe } from '../../analyses/recipe/recipe'
import { resultsDocument, type ResultsDocument } from '../../analyses/recipe/results'
import { openTable } from '../../analyses/readers/reader'
import { readers } from '../../analyses/readers/registry'
import { summariseFile } from '../../analyses/sources/file-summary'
import { openDatabase } from '../../main/database'
import { fileOf, instrumentAt } from '../fixture-project'
import { projectFolder } from '../source-files'

/**
 * One survey in every format that is read, written by the programs that people use (`SOURCE.md` says which). One recipe runs on each, and what it gives is
 * the same to the last byte but for what names the file and how it is written.
 */
const folder = join(projectFolder, 'fixtures/formats/one-survey')
const instrument = instrumentAt(join(folder, 'instrument.json'))
const parsed = parseRecipe(readFileSync(join(folder, 'recipe.json'), 'utf8'), 'recipe.json')
if (!parsed.ok) throw new Error(parsed.problems.map(String).join('\n'))
const declared = parsed.value

/** What `results.json` holds of the survey in a file. */
async function resultsOf(name: string, recipe: Recipe = declared): Promise<ResultsDocument> {
  const database = await openDatabase()
  try {
    const { datasets, reports } = await loadProject(database, recipe, instrument, () => fileOf(join(folder, name)))
    return resultsDocument({
      workbench: '',
      engine: '',
      ranAt: '',
      recipe,
      sources: reports.map(sourceEntry),
      outcomes: await executeAnalyses(database, recipe, datasets),
      figureFormats: [],
      speaker: createSpeaker(recipe.language, messagesOf(recipe.language), instrument),
    })
  } finally {
    await database.close()
  }
}

/** The bytes of `results.json` without what is the file's own. */
const comparable = (results: ResultsDocument): string =>
  JSON.stringify(
    { ...results, sources: results.sources.map((source) => ({ ...source, file: '', sha256: '', dialect: null })) },
    null,
    1,
  )

let ofText: ResultsDocument
beforeAll(async () => {
  ofText = await resultsOf('survey.csv')
}, 60_000)

test('the survey has both rounds, every analysis runs, and answers, weights and blanks count', () => {
  expect(ofText.sources.map((source) => [source.rows_read, source.rows_used])).toEqual([[120, 120]])
  expect(ofText.analyses.map(({ as, status, n_used }) => [as, status, n_used])).toEqual(
    declared.analyses.map(({ as }) => [as, 'ok', 120]),
  )
})

const others = [
  'survey.xlsx',
  'survey.ods',
  'haven.sav',
  'haven.zsav',
  'pspp.sav',
  'pspp.zsav',
  'pspp.por',
  'haven.dta',
  'survey.parquet',
  'survey.feather',
  'survey.jsonl',
]

test.each(others)(
  '%s gives the results of survey.csv',
  async (name) => {
    const results = await resultsOf(name)
    expect(results.sources[0]?.file).toBe(name)
    expect(comparable(results)).toBe(comparable(ofText))
  },
  60_000,
)

/** The analysis of the shifts alone, in whichever order they are known. */
const byShift: Recipe = {
  ...declared,
  levels: undefined,
  analyses: declared.analyses.filter(({ as }) => as === 'shifts'),
}
const shiftsOf = ({ analyses }: ResultsDocument): unknown => analyses[0]?.tables[0]?.rows.map(([shift]) => shift)

test.each(['haven.sav', 'pspp.sav', 'pspp.zsav', 'pspp.por', 'haven.dta', 'survey.feather'])(
  '%s stores the order of the shifts itself',
  async (name) => {
    const results = await resultsOf(name, byShift)
    expect(shiftsOf(results)).toEqual(['tidlig', 'sen', 'natt'])
    expect(results.analyses).toEqual(ofText.analyses.filter(({ as }) => as === 'shifts'))
  },
  60_000,
)

test('of texts nobody knows the order, which the recipe then declares', async () => {
  expect(shiftsOf(await resultsOf('survey.csv', byShift))).toEqual(['natt', 'sen', 'tidlig'])
}, 60_000)

test.each(others)('%s: columns that the recipe does not read are those of survey.csv', async (name) => {
  const columnsOf = async (file: string): Promise<unknown> => {
    const summary = await summariseFile((await openTable(readers, fileOf(join(folder, file)))).table)
    return summary.columns
      .filter((column) => /^(id|dato|org|vekt|fritekst)$/i.test(column.name))
      .map((column) => {
        const texts = column.name.toLowerCase() === 'fritekst' ? column.values.map(({ value }) => value).sort() : []
        const { blank, filled, distinct, mean } = column
        return { name: column.name.toLowerCase(), blank, filled, distinct, mean: texts.length > 0 ? null : mean, texts }
      })
  }
  expect(await columnsOf(name)).toEqual(await columnsOf('survey.csv'))
})
