import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { rowsOfTable } from '../analyses/core/result'
import { loadProject } from '../analyses/recipe/execute'
import { parseRecipe } from '../analyses/recipe/recipe'
import type { Datasets } from '../analyses/recipe/run'
import type { Database } from '../analyses/core/database'
import { openDatabase } from '../main/database'
import { fileOf, instrumentAt, runAnalysis } from './fixture-project'
import { projectFolder } from './source-files'

/**
 * A Norwegian SurveyXact export that may be read but not kept: 999 rows of which 340 are completed, seven items on attitude to mathematics (1 … 4, the first and third reversed),
 * scored where at least four are answered, compared between girls and boys. The numbers are R 4.2.2's (rowMeans, t.test, effectsize 0.8.3).
 */
const file = join(projectFolder, '..', 'shared', 'data', 'reference-only', 'surveys', 'surveyxact_norsk_numeric.csv')
/** Where the file is absent, the tests are skipped and counted as such. */
const isThere = existsSync(file)

const instrument = {
  instrument: 1,
  id: 'attitude',
  version: '1',
  label: { nb: 'Holdning til matematikk' },
  scales: [{ id: 'agree4', min: 1, max: 4, labels: { '1': { nb: 'Helt uenig' }, '4': { nb: 'Helt enig' } } }],
  dimensions: [{ id: 'mathematics', label: { nb: 'Matematikk' }, min_answered: 'half' }],
  items: [1, 2, 3, 4, 5, 6, 7].map((number) => ({
    id: `hm_${number}`,
    dimension: 'mathematics',
    scale: 'agree4',
    text: { nb: `Utsagn ${number}` },
    reversed: number === 1 || number === 3,
  })),
}
const recipe = {
  recipe: 1,
  instrument: 'instrument.json',
  sources: [
    {
      id: 'export',
      kind: 'survey',
      file: 'export.csv',
      round: '2020',
      columns: { b_1: 'gender', stato_4: 'completed' },
      attributes: ['gender', 'completed'],
    },
  ],
  protect: { min_group: 1 },
}

describe.skipIf(!isThere)('a real export that is not in the project gives R’s numbers', () => {
  let folder: string
  let database: Database
  let datasets: Datasets
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'valtel-export-'))
    writeFileSync(join(folder, 'instrument.json'), JSON.stringify(instrument))
    const parsed = parseRecipe(JSON.stringify(recipe), 'recipe.json')
    if (!parsed.ok) throw new Error(parsed.problems.map(String).join())
    database = await openDatabase()
    datasets = (
      await loadProject(database, parsed.value, instrumentAt(join(folder, 'instrument.json')), () => fileOf(file))
    ).datasets
  })
  afterAll(async () => {
    await database.close()
    rmSync(folder, { recursive: true, force: true })
  })

  const where = [
    { column: 'completed', in: ['1'] },
    { column: 'gender', in: ['1', '2'] },
  ]
  const near = (found: unknown, expected: number): void =>
    expect(Math.abs(Number(found) / expected - 1), `${String(found)} for ${expected}`).toBeLessThan(1e-9)

  test('means by gender', async () => {
    const outcome = await runAnalysis({ database, datasets }, 'dimension-scores', { by: ['gender'] }, { where })
    const rows = rowsOfTable(outcome.tables[0]!).map(({ cells }) => cells)
    expect(rows.map(({ gender, n }) => [gender, n])).toEqual([
      ['1', 197],
      ['2', 121],
    ])
    near(rows[0]?.['mean'], 2.339086294416244)
    near(rows[1]?.['mean'], 2.4813065722156633)
  })

  test('Welch’s test and its interval', async () => {
    const outcome = await runAnalysis(
      { database, datasets },
      'group-comparison',
      { outcomes: ['mathematics'], by: ['gender'], test: 'welch', pairwise: 'welch-holm' },
      { where },
    )
    const [pair] = rowsOfTable(outcome.tables.find(({ id }) => id === 'pairwise')!).map(({ cells }) => cells)
    expect([pair?.['group_a'], pair?.['group_b']]).toEqual(['1', '2'])
    near(pair?.['estimate'], -0.14222027779941948)
    near(pair?.['se'], 0.07377572720202684)
    near(pair?.['statistic'], -1.9277380676975864)
    near(pair?.['df'], 259.4124723430968)
    near(pair?.['p_value'], 0.05497937933326437)
    near(pair?.['conf_low'], -0.2874958143457454)
    near(pair?.['hedges_g'], -0.22066493548343827)
    near(pair?.['cliffs_delta'], -0.12413474850023073)
    const [omnibus] = rowsOfTable(outcome.tables.find(({ id }) => id === 'omnibus')!).map(({ cells }) => cells)
    near(omnibus?.['statistic'], 1.9277380676975864 ** 2)
    near(omnibus?.['p_value'], 0.05497937933326437)
  })
})
