import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, expect, test, vi } from 'vitest'
import { check } from '../../main/cli/check'
import { draft } from '../../main/cli/draft'
import { projectFolder } from '../source-files'

const folder = mkdtempSync(join(tmpdir(), 'valtel-draft-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))
afterEach(() => vi.restoreAllMocks())

const said: string[] = []
const listen = (): void => {
  said.length = 0
  for (const stream of [process.stdout, process.stderr])
    vi.spyOn(stream, 'write').mockImplementation((text) => {
      said.push(String(text))
      return true
    })
}
const formats = join(projectFolder, 'fixtures', 'formats')
const command = (files: readonly string[], out: string): Parameters<typeof draft>[0] => ({
  command: 'draft',
  files,
  answers: [],
  out,
  force: false,
  language: 'en',
})

test('the three files of one export of SurveyXact become an instrument and a recipe that check accepts as they stand', async () => {
  listen()
  const files = ['dataset', 'structure', 'labels'].map((name) => join(formats, 'surveyxact-semicolon', `${name}.csv`))
  const out = join(folder, 'surveyxact')
  expect(await draft(command(files, out)), said.join('')).toBe(0)
  expect(said.join('')).toContain('kept apart from the scale: Ikke relevant and Vet ikke.')
  const recipe = JSON.parse(readFileSync(join(out, 'recipe.json'), 'utf8')) as { sources: { kind: string }[] }
  expect(recipe.sources.map(({ kind }) => kind)).toEqual(['survey'])
  expect(await check({ command: 'check', recipe: join(out, 'recipe.json'), language: 'en' }), said.join('')).toBe(0)
  expect(await draft(command(files, out))).toBe(2)
  expect(said.at(-1)).toContain('is there already')
})

test('a codebook alone, and a file that is not there, are refused in words', async () => {
  listen()
  const out = join(folder, 'none')
  expect(await draft(command([join(formats, 'surveyxact-semicolon/labels.csv')], out))).toBe(2)
  expect(said.at(-1)).toContain('Only a codebook was given')
  expect(await draft(command([join(formats, 'no-such-file.csv')], out))).toBe(2)
  expect(said.at(-1)).toContain('no-such-file.csv')
})

test('a recipe is written from whatever folder the files are in', async () => {
  listen()
  cpSync(join(formats, 'constructed'), join(folder, 'given'), { recursive: true })
  const files = ['constructed_results_full_answers.csv', 'constructed_survey_123456.lss']
  const out = join(folder, 'deep', 'draft')
  expect(
    await draft(
      command(
        files.map((name) => join(folder, 'given', name)),
        out,
      ),
    ),
    said.join(''),
  ).toBe(0)
  const recipe = JSON.parse(readFileSync(join(out, 'recipe.json'), 'utf8')) as { sources: { file: string }[] }
  expect(recipe.sources[0]?.file).toBe('../../given/constructed_results_full_answers.csv')
  expect(await check({ command: 'check', recipe: join(out, 'recipe.json'), language: 'en' }), said.join('')).toBe(0)
})

test('answers without a codebook are drafted from as they are, and open questions are told with what answers them', async () => {
  listen()
  const out = join(folder, 'answers-alone')
  const file = join(projectFolder, 'fixtures/surveys/drafting/sv-medarbetare_2023.csv')
  expect(await draft(command([file], out)), said.join('')).toBe(0)
  expect(said.join('')).toContain('--answer "reversed:q_4=reversed"')
  const recipe = JSON.parse(readFileSync(join(out, 'recipe.json'), 'utf8')) as { sources: Record<string, unknown>[] }
  expect(recipe.sources[0]).toMatchObject({ round: '2023', attributes: ['organisation', 'role'] })
  expect(await check({ command: 'check', recipe: join(out, 'recipe.json'), language: 'en' }), said.join('')).toBe(0)
  const wrong = {
    ...command([file], join(folder, 'wrong')),
    answers: [{ question: 'reversed:q_4', choice: 'perhaps' }],
  }
  expect(await draft(wrong)).toBe(2)
  expect(said.at(-1)).toContain('The choices are reversed and as-is')
})

test('later files are read as what was drafted of the first says, each in a round of its own', async () => {
  listen()
  const steps = ['Helt uenig', 'Uenig', 'Verken eller', 'Enig', 'Helt enig']
  const table = (places: readonly string[], slip: string): string =>
    [
      ['Avdeling du hører til', 'Jeg trives', 'Jeg lærer', 'Jeg blir hørt'],
      ...Array.from({ length: 90 }, (_, row) => [
        places[row % places.length],
        ...[0, 1, 2].map((item) => (row === 3 && item === 0 ? slip : steps[(row + item) % 5])),
      ]),
    ]
      .map((cells) => cells.join(';'))
      .join('\n')
  const files = ['svar-2022.csv', 'svar-2023.csv'].map((name) => join(folder, name))
  writeFileSync(files[0] ?? '', table(['Namsos kommune', 'Åre kommun'], 'Helt enigg'))
  writeFileSync(files[1] ?? '', table(['Namsos kommune', 'Åre kommun', 'Røros kommune'], 'Helt enigg'))
  const out = join(folder, 'rounds')
  expect(await draft(command(files, out)), said.join('')).toBe(0)
  const { sources } = JSON.parse(readFileSync(join(out, 'recipe.json'), 'utf8')) as {
    readonly sources: readonly Readonly<Record<string, unknown>>[]
  }
  const settings = sources.map(({ columns, attributes, codes }) => ({ columns, attributes, codes }))
  expect(settings[0]?.codes).toEqual({ agreement: { 'Helt enigg': 5 } })
  expect(settings[1]).toEqual(settings[0])
  expect(sources.map(({ round }) => round)).toEqual(['2022', '2023'])
  expect(await check({ command: 'check', recipe: join(out, 'recipe.json'), language: 'en' }), said.join('')).toBe(0)
})
