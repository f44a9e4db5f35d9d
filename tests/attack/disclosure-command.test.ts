import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, expect, test, vi } from 'vitest'
import { disclosure } from '../../main/cli/disclosure'
import { randomSource } from '../random-source'
import { smallInstrument } from '../survey-shapes'
import { writeInstrument } from '../../analyses/instrument/format'

/** The report for a data protection officer, as the command line prints it. */

const folder = mkdtempSync(join(tmpdir(), 'disclosure-'))
afterAll(() => rmSync(folder, { recursive: true }))
afterEach(() => void vi.restoreAllMocks())

const items = smallInstrument.items.map(({ id }) => id)

/** A report of one row for each of some units, and a recipe beside it. @returns where the recipe stands */
function recipeWith(name: string, units: Readonly<Record<string, number>>, recipe: object): string {
  const random = randomSource(3)
  const rows = Object.entries(units).flatMap(([unit, people]) =>
    Array.from({ length: people }, () => [unit, ...items.map(() => 1 + Math.floor(random() * 5))].join(',')),
  )
  writeFileSync(join(folder, `${name}.csv`), `unit,${items.join(',')}\n${rows.join('\n')}\n`)
  writeFileSync(join(folder, 'instrument.json'), writeInstrument(smallInstrument))
  const path = join(folder, `${name}.json`)
  writeFileSync(
    path,
    JSON.stringify({
      recipe: 1,
      title: 'Units',
      language: 'en',
      instrument: 'instrument.json',
      sources: [{ id: 's', kind: 'survey', file: `${name}.csv`, round: '2022', attributes: ['unit'] }],
      ...recipe,
    }),
  )
  return path
}

async function printed(
  recipe: string,
  isAttacked: boolean,
  language: 'nb' | 'sv' | null = null,
): Promise<readonly [number, string]> {
  const lines: string[] = []
  vi.spyOn(process.stdout, 'write').mockImplementation((text) => lines.push(String(text)) > 0)
  vi.spyOn(process.stderr, 'write').mockImplementation(() => true)
  const code = await disclosure({ command: 'disclosure', recipe, isAttacked, releasedTo: null, language }, new Date())
  return [code, lines.join('')]
}

const byUnit = { id: 'dimension-scores', as: 'units', options: { by: ['unit'] } }

test('the report tells the rule, what is released and withheld, and what is guaranteed', async () => {
  const recipe = recipeWith('told', { North: 20, South: 22, East: 3 }, { analyses: [byUnit] })
  const [code, text] = await printed(recipe, false)
  expect(code).toBe(0)
  expect(text).toContain('Disclosure report: Units')
  expect(text).toContain('The smallest group has 5 people.')
  // Two dimensions by three units; one unit is small, and another goes with it, since the total may be known.
  expect(text).toContain('6 rows, of which 4 withheld')
  expect(text).toContain('No sum or mean of answers about fewer than 5 people follows')
  expect(text).toContain('The project has not been attacked.')
})

test('an attack finds nothing where everybody is in one table', async () => {
  const recipe = recipeWith('whole', { North: 40 }, { analyses: [{ id: 'dimension-scores', as: 'whole' }] })
  const [code, text] = await printed(recipe, true)
  expect(code).toBe(0)
  expect(text).toContain('Nothing was found. 6 numbers were read as sums over people')
})

test('what can be worked out without protection is named, without anybody’s answers, and ends with 1', async () => {
  const open = recipeWith('open', { North: 12, Alone: 1 }, { protect: { min_group: 1 }, analyses: [byUnit] })
  const [code, text] = await printed(open, true)
  expect(code).toBe(1)
  expect(text).toContain('Disclosure control is switched off')
  expect(text).toMatch(/One person: .* follows from units, “Dimension scores”, row 1/)
  expect(text).not.toContain('What is guaranteed')
})

test('in Norwegian and Swedish', async () => {
  const recipe = recipeWith('languages', { North: 20, East: 3 }, { analyses: [byUnit] })
  const [, norwegian] = await printed(recipe, true, 'nb')
  expect(norwegian).toContain('Den minste gruppen har 5 personer.')
  const [, swedish] = await printed(recipe, true, 'sv')
  expect(swedish).toContain('Den minsta gruppen har 5 personer.')
})

test('a recipe that cannot be used is refused', async () => {
  const [code, text] = await printed(join(folder, 'nowhere.json'), true)
  expect([code, text]).toEqual([2, ''])
})
