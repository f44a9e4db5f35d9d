import { spawnSync } from 'node:child_process'
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { resultsSchema } from '../../analyses/recipe/results-schema'
import { projectFolder } from '../source-files'

/** The built command line, run as a person runs it. */
const program = join(projectFolder, 'out', 'main', 'cli.js')
let folder: string

beforeAll(() => {
  expect(existsSync(program), 'the program has been built').toBe(true)
  folder = mkdtempSync(join(tmpdir(), 'valtel-cli-'))
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

function cli(
  given: readonly string[],
  environment: NodeJS.ProcessEnv = {},
): { readonly code: number | null; readonly out: string; readonly errors: readonly string[] } {
  const { status, stdout, stderr } = spawnSync(process.execPath, [program, ...given], {
    cwd: projectFolder,
    encoding: 'utf8',
    env: { ...process.env, ...environment },
    timeout: 300_000,
  })
  return { code: status, out: stdout, errors: stderr.split('\n').filter((line) => line !== '') }
}

function recipeIn(name: string, recipe: unknown, files: Readonly<Record<string, string | Buffer>>): string {
  const place = join(folder, name)
  mkdirSync(place, { recursive: true })
  for (const [file, content] of Object.entries(files)) writeFileSync(join(place, file), content)
  writeFileSync(join(place, 'recipe.json'), JSON.stringify(recipe, null, 2))
  return join(place, 'recipe.json')
}

const instrument = readFileSync(join(projectFolder, 'fixtures/odm-valtel/instrument.json'), 'utf8')
const survey =
  'organisation;role;culture_1;culture_2;culture_3\nBlåvik;leader;4;5;3\nBlåvik;employee;3;4;4\nØyer;leader;2;2;1\nØyer;employee;5;4;4\n'
const surveyRecipe = {
  recipe: 1,
  language: 'en',
  instrument: 'instrument.json',
  sources: [{ id: 'one', kind: 'survey', file: 'one.csv', round: '2022', attributes: ['organisation', 'role'] }],
  protect: { min_group: 1 },
  analyses: [
    { id: 'dimension-scores', as: 'scores', options: { by: ['organisation'] } },
    { id: 'round-change', as: 'change' },
  ],
}

describe('the list of analyses', () => {
  test('lists the analyses, and each with options, limits, defaults and tables', () => {
    const list = cli(['describe'])
    expect(list.code).toBe(0)
    expect(list.out).toContain('round-change')
    const one = cli(['describe', 'round-change'])
    expect(one.out).toContain('smallest_effect')
    expect(one.out).toContain('equivalence_low')
    const json = cli(['describe', 'round-change', '--json', '--language', 'sv'])
    expect(JSON.parse(json.out)).toMatchObject({ id: 'round-change' })
    expect(cli(['describe', 'nothing-such']).code).toBe(2)
  })
})

describe('arguments', () => {
  test.each([
    [['run', 'a.json']],
    [['run']],
    [['dance']],
    [['run', 'a.json', '--out', 'b', '--colour', 'red']],
    [['check', 'a.json', '--language', 'fi']],
  ])('%j are refused in one line', (given) => {
    const { code, errors } = cli(given)
    expect(code).toBe(2)
    expect(errors).toHaveLength(1)
  })
})

describe('columns', () => {
  test('says of a file how it is read and what each column holds', () => {
    const place = join(folder, 'columns.csv')
    writeFileSync(place, 'Enhet;Svar;Vekt\nØst;1;1,25\nØst;3;0,5\nVest;NA;\n')
    const spoken = cli(['columns', place, '--language', 'nb'])
    expect(spoken.code).toBe(0)
    expect(spoken.out).toContain('columns.csv: 3 rader, 3 kolonner')
    expect(spoken.out).toMatch(/3 {2}Vekt +2 +1 +0 +0,875 +0,5 +1,25 +2\n/)
    const { columns, rows } = JSON.parse(cli(['columns', place, '--json']).out)
    expect(rows).toBe(3)
    expect(columns[1]).toMatchObject({ name: 'Svar', filled: 2, blank: 1, numbers: 2, mean: 2 })
    expect(columns[0].values).toEqual([
      { value: 'Øst', label: null, count: 2, isMissing: false },
      { value: 'Vest', label: null, count: 1, isMissing: false },
    ])
  })

  test('a file that is not there, or that cannot be read, is said in a sentence', () => {
    const missing = cli(['columns', join(folder, 'ingen.csv')])
    expect(missing.code).toBe(2)
    expect(missing.errors.join(' ')).toContain('cannot be read (ENOENT)')
    writeFileSync(join(folder, 'ragged.csv'), 'a;b\n1;2\n3\n')
    expect(cli(['columns', join(folder, 'ragged.csv')])).toMatchObject({ code: 2, out: '' })
  })

  test('a file of which only the end shows its encoding is read again by that, as run reads it', () => {
    const late = join(folder, 'late.csv')
    const rows = `${'1;x;3\n'.repeat(300_000)}1;Østerdal;3\n`
    writeFileSync(late, Buffer.from(`a;b;c\n${rows}`, 'latin1'))
    const { code, out } = cli(['columns', late, '--json'])
    expect(code).toBe(0)
    expect(JSON.parse(out)).toMatchObject({ rows: 300_001, dialect: { encoding: 'windows-1252' } })
  })
})

describe('the overview', () => {
  test('prints sentences in the language asked for, with the numbers that a run gives', () => {
    const { code, out } = cli(['overview', 'fixtures/sample/recipe.json', '--language', 'sv'])
    expect(code).toBe(0)
    expect(out).toContain('Vilka som har svarat\n- I omgång 2021 svarade 1\u00a0069 av 1\u00a0844 inbjudna')
    expect(out).toContain('De lägsta medelvärdena har Sociala relationer och nätverk (3,32 [3,25; 3,39]) och Teknologi')
    expect(out).toContain('Slutsatser man inte kan dra')
  })

  test('a recipe that cannot be used is refused, and one that is missing is asked for', () => {
    const nowhere = cli(['overview', join(folder, 'nowhere.json')])
    expect(nowhere.code).toBe(2)
    expect(nowhere.out).toBe('')
    expect(cli(['overview']).errors).toEqual(['overview needs a recipe: overview RECIPE.json'])
  })
})

describe('check', () => {
  test('finds the sample good', () => {
    const { code, out, errors } = cli(['check', 'fixtures/sample/recipe.json', '--language', 'en'])
    expect(errors.filter((line) => line.includes('recipe.json'))).toEqual([])
    expect(code).toBe(0)
    expect(out).toContain('can be run')
  })

  test('says every problem, not the first', () => {
    const recipe = recipeIn(
      'many-problems',
      {
        ...surveyRecipe,
        analyses: [
          { id: 'nothing-such' },
          { id: 'dimension-scores', options: { confidence: 2 } },
          { id: 'participation', where: [{ column: 'planet', in: ['Mars'] }] },
        ],
      },
      { 'one.csv': survey, 'instrument.json': instrument },
    )
    const { code, errors } = cli(['check', recipe, '--language', 'en'])
    expect(code).toBe(2)
    const text = errors.join('\n')
    expect(text).toContain('analyses[0].id')
    expect(text).toMatch(/analyses\[1\]\.options\.confidence/)
    expect(text).toContain('planet')
  })

  test('says everything that is wrong with every source', () => {
    const [first, second] = ['one', 'two'].map((id) => ({
      id,
      kind: 'survey',
      file: `${id}.csv`,
      round: id,
      respondent: `no respondent ${id}`,
      attributes: ['organisation', `planet ${id}`],
    }))
    const recipe = recipeIn(
      'many-source-problems',
      { ...surveyRecipe, sources: [first, second] },
      { 'one.csv': survey, 'two.csv': survey, 'instrument.json': instrument },
    )
    const { code, errors } = cli(['check', recipe, '--language', 'en'])
    expect(code).toBe(2)
    const text = errors.join('\n')
    for (const id of ['one', 'two']) {
      expect(text).toContain(`no respondent ${id}`)
      expect(text).toContain(`planet ${id}`)
    }
  })

  test('names rounds and levels that are put in order and are not in the data', () => {
    const recipe = recipeIn(
      'orders',
      { ...surveyRecipe, rounds: ['2021', '1066'], levels: { colour: ['red'] } },
      { 'one.csv': survey, 'instrument.json': instrument },
    )
    const { code, errors } = cli(['check', recipe, '--language', 'en'])
    expect(code).toBe(2)
    const text = errors.join('\n')
    expect(text).toMatch(/rounds\[\d\].*no round “1066”/)
    expect(text).toMatch(/levels\.colour.*no attribute “colour”/)
  })
})

describe('run', () => {
  test('writes tables and results, and names what was refused by exit code 1', () => {
    const recipe = recipeIn('one-round', surveyRecipe, { 'one.csv': survey, 'instrument.json': instrument })
    const out = join(folder, 'one-round-out')
    const { code, errors } = cli(['run', recipe, '--out', out, '--tables-only'])
    expect(code, errors.join('\n')).toBe(1)
    const results = resultsSchema.parse(JSON.parse(readFileSync(join(out, 'results.json'), 'utf8')))
    expect(results.analyses.map(({ as, status }) => [as, status])).toEqual([
      ['scores', 'ok'],
      ['change', 'refused'],
    ])
    expect(results.analyses[1]?.refusal?.code).toBe('core:needs-rounds')
    const scores = results.analyses[0]?.tables[0]
    const column = (id: string): number => scores?.columns.findIndex((candidate) => candidate.id === id) ?? -1
    const culture = scores?.rows.filter((row) => row[column('dimension')] === 'culture') ?? []
    expect(culture.map((row) => row[column('organisation')])).toEqual(['Blåvik', 'Øyer'])
    expect(readFileSync(join(out, 'tables', 'scores.scores.csv'), 'utf8').split('\r\n')[0]).toContain('organisation,')
    expect(existsSync(join(out, 'figures', 'scores.profile.csv'))).toBe(true)
  })

  test('an existing folder is refused, and replaced whole with --force', () => {
    const recipe = recipeIn(
      'again',
      { ...surveyRecipe, analyses: [] },
      { 'one.csv': survey, 'instrument.json': instrument },
    )
    const out = join(folder, 'again-out')
    mkdirSync(out)
    writeFileSync(join(out, 'mine.txt'), 'mine')
    expect(cli(['run', recipe, '--out', out]).code).toBe(2)
    expect(readdirSync(out)).toEqual(['mine.txt'])
    expect(cli(['run', recipe, '--out', out, '--force']).code).toBe(0)
    expect(existsSync(join(out, 'mine.txt'))).toBe(false)
    expect(existsSync(join(out, 'results.json'))).toBe(true)
  })
})

describe('run, when something is missing or wrong', () => {
  const cases: readonly (readonly [string, object, Readonly<Record<string, string | Buffer>>, RegExp])[] = [
    ['an empty file', surveyRecipe, { 'one.csv': '' }, /one\.csv/],
    ['a header only', surveyRecipe, { 'one.csv': 'organisation;culture_1\n' }, /one\.csv/],
    ['an unclosed quote', surveyRecipe, { 'one.csv': 'organisation;culture_1\n"Blåvik;4\nØyer;5\n' }, /one\.csv:2/],
    ['ragged rows', surveyRecipe, { 'one.csv': `${survey}Øyer;leader;4;4;4;4;4\n` }, /one\.csv:6/],
    ['a PDF by another name', surveyRecipe, { 'one.csv': '%PDF-1.7\n%âãÏÓ\n1 0 obj\n' }, /one\.csv.*PDF/],
    ['columns that match nothing', surveyRecipe, { 'one.csv': 'a;b\n1;2\n' }, /one\.csv/],
    [
      'a file that is not there',
      { ...surveyRecipe, sources: [{ ...surveyRecipe.sources[0], file: 'gone.csv' }] },
      { 'one.csv': survey },
      /gone\.csv/,
    ],
    [
      'unknown keys in the recipe',
      { ...surveyRecipe, colour: 'red' },
      { 'one.csv': survey },
      /recipe\.json:\d+.*colour/,
    ],
    [
      'an instrument with an item twice',
      surveyRecipe,
      { 'one.csv': survey, 'instrument.json': instrument.replace('"culture_2"', '"culture_1"') },
      /instrument\.json:\d+.*culture_1/,
    ],
    [
      'the same file twice',
      {
        ...surveyRecipe,
        sources: [surveyRecipe.sources[0], { ...surveyRecipe.sources[0], id: 'two', file: 'two.csv', round: '2021' }],
      },
      { 'one.csv': survey, 'two.csv': survey },
      /two\.csv/,
    ],
  ]
  test.each(cases)(
    '%s: exit code 2, a sentence with its place, and nothing written',
    (name, recipe, files, expected) => {
      const path = recipeIn(`bad ${name}`, recipe, { 'instrument.json': instrument, ...files })
      const out = join(folder, `bad ${name} out`)
      const { code, errors } = cli(['run', path, '--out', out, '--language', 'en'])
      expect(code, errors.join('\n')).toBe(2)
      expect(errors.join('\n')).toMatch(expected)
      expect(errors.join('\n')).not.toMatch(/\n\s+at /)
      expect(existsSync(out)).toBe(false)
      expect(readdirSync(folder).filter((entry) => entry.includes('.partial'))).toEqual([])
    },
  )

  test.each([
    ['nb', { tables: ['xlsx'] }, /recipe\.json:\d+ output\.tables\[0\]: Formatet «xlsx» skrives ikke .* csv\./],
    ['sv', { report: ['html'] }, /recipe\.json:\d+ output\.report\[0\]: Formatet ”html” skrivs inte .* ur receptet\./],
    [
      'en',
      { tables: ['csv'], report: ['docx'] },
      /recipe\.json:\d+ output\.report\[0\]: The format “docx” is not written/,
    ],
  ] as const)('what cannot be written is refused by check and by run: %s %j', (language, output, expected) => {
    const path = recipeIn(
      `formats ${language}`,
      { ...surveyRecipe, analyses: [surveyRecipe.analyses[0]], output },
      { 'one.csv': survey, 'instrument.json': instrument },
    )
    const out = join(folder, `formats ${language} out`)
    for (const given of [
      ['check', path],
      ['run', path, '--out', out],
    ]) {
      const { code, errors } = cli([...given, '--language', language])
      expect(code, errors.join('\n')).toBe(2)
      expect(errors.filter((line) => line.includes('recipe.json'))).toEqual([expect.stringMatching(expected)])
    }
    expect(existsSync(out)).toBe(false)
  })

  test('without a browser the tables are written and the message says what is missing', () => {
    const recipe = recipeIn(
      'no-browser',
      { ...surveyRecipe, analyses: [surveyRecipe.analyses[0]], output: { figures: ['svg'] } },
      { 'one.csv': survey, 'instrument.json': instrument },
    )
    const out = join(folder, 'no-browser-out')
    const { code, errors } = cli(['run', recipe, '--out', out], {
      VALTEL_BROWSER: '/nowhere/chromium',
      VALTEL_HOST: 'chromium',
    })
    expect(code).toBe(0)
    expect(existsSync(join(out, 'tables', 'scores.scores.csv'))).toBe(true)
    expect(existsSync(join(out, 'figures', 'scores.profile.svg'))).toBe(false)
    expect(errors.join('\n')).toMatch(/Chromium/)
  })
})

describe('what run gives', () => {
  test('figures at exact millimetres, and the same numbers whatever the language', () => {
    const recipe = recipeIn(
      'figures',
      {
        ...surveyRecipe,
        analyses: [surveyRecipe.analyses[0]],
        output: { figures: ['svg', 'pdf', 'png'], profile: 'report-a4' },
      },
      { 'one.csv': survey, 'instrument.json': instrument },
    )
    const [nb, sv] = (['nb', 'sv'] as const).map((language) => {
      const out = join(folder, `figures-${language}`)
      const { code, errors } = cli(['run', recipe, '--out', out, '--language', language])
      expect(code, errors.join('\n')).toBe(0)
      return out
    })
    const svg = readFileSync(join(nb ?? '', 'figures', 'scores.profile.svg'), 'utf8')
    expect(svg).toMatch(/<svg[^>]* width="160mm"/)
    expect(
      readFileSync(join(nb ?? '', 'figures', 'scores.profile.pdf'))
        .subarray(0, 5)
        .toString(),
    ).toBe('%PDF-')
    expect(
      readFileSync(join(nb ?? '', 'figures', 'scores.profile.png'))
        .subarray(1, 4)
        .toString(),
    ).toBe('PNG')
    const numbers = (out: string): unknown =>
      (
        JSON.parse(readFileSync(join(out, 'results.json'), 'utf8')) as { analyses: { tables: { rows: unknown }[] }[] }
      ).analyses.map(({ tables }) => tables.map(({ rows }) => rows))
    expect(numbers(sv ?? '')).toEqual(numbers(nb ?? ''))
  })

  test('a golden survey gives R’s numbers from the built program', () => {
    const place = join(folder, 'golden')
    cpSync(join(projectFolder, 'fixtures', 'golden'), place, { recursive: true })
    const out = join(folder, 'golden-out')
    const { code, errors } = cli(['run', join(place, 'recipe.json'), '--out', out, '--tables-only', '--language', 'en'])
    expect(code, errors.join('\n')).not.toBe(2)
    const golden = JSON.parse(readFileSync(join(place, 'golden_synthetic.json'), 'utf8')) as {
      score: readonly { dim: string; n: number; mean: number; sd: number }[]
    }
    const results = JSON.parse(readFileSync(join(out, 'results.json'), 'utf8')) as {
      analyses: { as: string; tables: { id: string; columns: { id: string }[]; rows: unknown[][] }[] }[]
    }
    const table = results.analyses.find(({ as }) => as === 'scores')?.tables[0]
    expect(table).toBeDefined()
    for (const expected of golden.score) {
      const record = table?.rows
        .map((row) => Object.fromEntries(table.columns.map(({ id }, index) => [id, row[index]])))
        .find((row) => row['dimension'] === expected.dim && row['n'] === expected.n)
      expect(record, expected.dim).toBeDefined()
      expect(Math.abs(Number(record?.['mean']) / expected.mean - 1)).toBeLessThan(1e-9)
      expect(Math.abs(Number(record?.['sd']) / expected.sd - 1)).toBeLessThan(1e-9)
    }
  })
})
