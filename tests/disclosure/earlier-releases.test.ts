import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, expect, test, vi } from 'vitest'
import { writeInstrument } from '../../analyses/instrument/format'
import { disclosure } from '../../main/cli/disclosure'
import { run } from '../../main/cli/run'
import { randomSource } from '../random-source'
import { smallInstrument } from '../survey-shapes'

/** What has left a project is remembered in it, and what is shown later is held against it. */

const folder = mkdtempSync(join(tmpdir(), 'releases-'))
afterAll(() => rmSync(folder, { recursive: true }))
afterEach(() => void vi.restoreAllMocks())

const items = smallInstrument.items.map(({ id }) => id)
writeFileSync(join(folder, 'instrument.json'), writeInstrument(smallInstrument))

function dataFile(name: string, units: Readonly<Record<string, number>>): void {
  const random = randomSource(3)
  const rows = Object.entries(units).flatMap(([unit, people]) =>
    Array.from({ length: people }, () => [unit, ...items.map(() => 1 + Math.floor(random() * 5))].join(',')),
  )
  writeFileSync(join(folder, name), `unit,${items.join(',')}\n${rows.join('\n')}\n`)
}

const source = (round: string, id = `s${round}`): object => ({
  id,
  kind: 'survey',
  file: `${round}.csv`,
  round,
  attributes: ['unit'],
})
const everybody = { id: 'dimension-scores', as: 'everybody', where: [{ column: 'round', in: ['2022'] }] }
const only = (...units: readonly string[]): object => ({
  id: 'dimension-scores',
  as: 'units',
  where: [
    { column: 'round', in: ['2022'] },
    { column: 'unit', in: units },
  ],
})

function writeRecipe(name: string, recipe: object): string {
  const path = join(folder, `${name}.json`)
  const whole = { recipe: 1, language: 'en', instrument: 'instrument.json', sources: [source('2022')], ...recipe }
  writeFileSync(path, JSON.stringify(whole, null, 1))
  return path
}

const changed = (path: string, change: object): void =>
  writeFileSync(path, JSON.stringify({ ...(JSON.parse(readFileSync(path, 'utf8')) as object), ...change }, null, 1))

/** @returns the exit code, the report, and what is told beside it */
async function report(
  recipe: string,
  releasedTo: string | null = null,
): Promise<{ readonly code: number; readonly text: string; readonly told: string }> {
  const lines: string[] = []
  const told: string[] = []
  vi.spyOn(process.stdout, 'write').mockImplementation((text) => lines.push(String(text)) > 0)
  vi.spyOn(process.stderr, 'write').mockImplementation((text) => told.push(String(text)) > 0)
  const command = { command: 'disclosure', recipe, isAttacked: false, releasedTo, language: null } as const
  const code = await disclosure(command, new Date('2022-11-30T12:00:00'))
  return { code, text: lines.join(''), told: told.join('') }
}

/** How many of the two rows of a table are withheld whole. */
const withheldIn = (text: string): number => {
  expect(text).toContain('2 rows, ')
  return Number(/2 rows, of which (\d+) withheld/u.exec(text)?.[1] ?? 0)
}

dataFile('2022.csv', { North: 14, South: 13, East: 1 })
dataFile('2023.csv', { North: 14, South: 13, East: 6 })

test('what is shown after a release tells of few people no more than what is shown beside it', async () => {
  const alone = writeRecipe('alone', { analyses: [only('North', 'South')] })
  expect(withheldIn((await report(alone)).text)).toBe(0)

  const path = writeRecipe('later', { analyses: [everybody] })
  const first = await report(path, 'Namsos kommune')
  expect(first).toMatchObject({ code: 0, told: expect.stringContaining('released to Namsos kommune') as string })
  expect(first.text).not.toContain('Released before')

  // Everybody less two of the three units is the one person of the third.
  changed(path, { analyses: [only('North', 'South')] })
  const { text } = await report(path)
  expect(withheldIn(text)).toBe(2)
  expect(text).toContain('rows 1 and 2 withheld: beside everybody (Namsos kommune 2022-11-30)')
  expect(text).not.toMatch(/rows .* shown in part: beside/u)
  expect(text).toContain('to Namsos kommune: one analysis. Everything above is held against it.')
  expect(text).toContain('units: 2 rows are withheld because')
  // A unit by itself leaves fourteen others.
  changed(path, { analyses: [only('North')] })
  expect(withheldIn((await report(path)).text)).toBe(0)
})

test('the results of a run are held against it, and the release itself is not written', async () => {
  const path = writeRecipe('run', { analyses: [everybody] })
  await report(path, 'Namsos kommune')
  changed(path, { analyses: [only('North', 'South')] })
  vi.spyOn(process.stderr, 'write').mockImplementation(() => true)
  vi.spyOn(process.stdout, 'write').mockImplementation(() => true)
  const out = join(folder, 'out')
  const command = { command: 'run', recipe: path, out, tablesOnly: true, force: true, language: null } as const
  expect(
    await run(command, { workbench: '0', outFolder: join(import.meta.dirname, '../../out'), now: new Date() }),
  ).toBe(0)
  const results = JSON.parse(readFileSync(join(out, 'results.json'), 'utf8')) as {
    readonly analyses: readonly {
      readonly as: string
      readonly tables: readonly { readonly rows: readonly (readonly unknown[])[] }[]
    }[]
  }
  expect(results.analyses.map(({ as }) => as)).toEqual(['units'])
  expect(results.analyses[0]?.tables[0]?.rows.map(([, n]) => n)).toEqual([null, null])
})

test('a round that is added later changes nothing of whom the release was about', async () => {
  const path = writeRecipe('round', { analyses: [{ id: 'dimension-scores', as: 'all' }] })
  await report(path, 'Namsos kommune')
  changed(path, { sources: [source('2022'), source('2023')], analyses: [only('North', 'South')] })
  expect(withheldIn((await report(path)).text)).toBe(2)
})

test('releases are decided one after another, each by the rule of then', async () => {
  const path = writeRecipe('rules', { analyses: [everybody], protect: { min_group: 2 } })
  await report(path, 'Namsos kommune')
  changed(path, { analyses: [only('South')], protect: { min_group: 14 } })
  // Thirteen people are fewer than the rule of now lets be shown.
  expect((await report(path)).text).toContain('nothing, since there is no result')
  // Everybody less the fourteen of one unit would be fourteen others.
  changed(path, { analyses: [only('North')] })
  expect(withheldIn((await report(path)).text)).toBe(0)
  await report(path, 'Åre kommun')
  changed(path, { analyses: [only('East', 'South')] })
  const { text } = await report(path)
  expect(text).toContain('to Namsos kommune: one analysis.')
  expect(text).toContain('to Åre kommun: one analysis.')
  expect(withheldIn(text)).toBe(0)
})

test('a release whose file, instrument or people are others now is said not to be held against', async () => {
  const path = writeRecipe('others', { analyses: [everybody] })
  await report(path, 'Namsos kommune')
  changed(path, { analyses: [only('North', 'South')] })
  changed(path, { exclusions: [{ rows: [1], source: 's2022' }] })
  expect((await report(path)).text).toContain(
    'since exclusions, computed variables or the organisation tree have changed',
  )
  changed(path, { exclusions: [], sources: [source('2022', 'other')] })
  expect((await report(path)).text).toContain('since a file of then is no longer there')
  changed(path, { sources: [source('2022')] })
  writeFileSync(
    join(folder, 'instrument.json'),
    writeInstrument({ ...smallInstrument, version: `${smallInstrument.version}.1` }),
  )
  expect((await report(path)).text).toContain('since the instrument has changed')
  writeFileSync(join(folder, 'instrument.json'), writeInstrument(smallInstrument))
  expect((await report(path)).text).toContain('Everything above is held against it.')
})

test('a release of an analysis that this version does not know is said not to be held against, and the others run', async () => {
  const path = writeRecipe('unknown', { analyses: [everybody] })
  await report(path, 'Namsos kommune')
  const { releases } = JSON.parse(readFileSync(path, 'utf8')) as {
    releases: readonly { analyses: readonly object[] }[]
  }
  const [first] = releases
  const other = { ...first, analyses: [...(first?.analyses ?? []), { id: 'of-a-later-version', as: 'other' }] }
  changed(path, { releases: [other], analyses: [only('North', 'South')] })
  const { code, text } = await report(path)
  expect(code).toBe(0)
  expect(text).toContain('Not everything is held against it, since an analysis of then no longer runs.')
  expect(withheldIn(text)).toBe(2)
})

test('the rest of the recipe stays as it was typed', async () => {
  const path = join(folder, 'typed.json')
  const typed = `{ "recipe": 1, "language": "en",
   "instrument": "instrument.json",
   "sources": [ { "id": "s", "kind": "survey", "file": "2022.csv", "round": "2022",   "attributes": ["unit"] } ],
   "analyses": [ { "id": "dimension-scores" } ] }
`
  writeFileSync(path, typed)
  await report(path, 'Namsos kommune')
  const now = readFileSync(path, 'utf8')
  expect(now.startsWith(typed.slice(0, typed.indexOf('} ]\n') - 1).slice(0, 180))).toBe(true)
  expect((JSON.parse(now) as { releases: readonly object[] }).releases).toMatchObject([
    { on: '2022-11-30', to: 'Namsos kommune', analyses: [{ id: 'dimension-scores' }] },
  ])
})

test('nothing is remembered where nothing of the survey has a result', async () => {
  const path = writeRecipe('nothing', { analyses: [] })
  const before = readFileSync(path, 'utf8')
  const { code, told } = await report(path, 'Namsos kommune')
  expect(code).toBe(0)
  expect(told).toContain('Nothing is remembered')
  expect(readFileSync(path, 'utf8')).toBe(before)
})
