import { describe, expect, test } from 'vitest'
import { createSpeaker } from '../../analyses/core/speaker'
import { interfaceLanguages } from '../../analyses/core/words'
import { messagesOf } from '../../analyses/index'
import { openData } from '../../analyses/recipe/open'
import { parseRecipe, writeRecipe } from '../../analyses/recipe/recipe'
import { loadSource } from '../../analyses/sources/loading'
import { sourceOf } from '../../analyses/sources/registry'
import type { SurveySource } from '../../analyses/sources/survey/fields'
import type { SurveyReport } from '../../analyses/sources/survey/source'
import { emptiedEngine } from '../database/engine-of-tests'
import { valueFile, valueReader } from '../readers/value-table'
import { loadHeadcount, loadSurvey, problemsOf } from './reading'
import { instrumentOf, item, refusal, textFile, valuesOf } from './sample-data'

const database = await emptiedEngine()
const instrument = instrumentOf([item('q1'), item('q2', { askedOf: ['leader'] })])
const source: SurveySource = {
  kind: 'survey',
  id: 's',
  file: 'x.csv',
  round: '1',
  attributes: ['organisation', 'role'],
}
const values = {
  organisation: { 'NAMSOS ': 'Namsos kommune', 'Åre Kommun': 'Åre kommun', test: null },
  role: { Avdelingsleder: 'leader', Chef: 'leader', Medarbeider: 'employee' },
}
const text = [
  'organisation;role;q1;q2',
  'NAMSOS ;Avdelingsleder;1;5',
  'Namsos kommune;Medarbeider;2;',
  'Åre Kommun;Chef;3;4',
  'test;Medarbeider;4;',
  'NAMSOS;Medarbeider;5;',
  'NAMSOS;Medarbeider;;',
  ';Medarbeider;2;2',
  '',
].join('\n')
const read = (more: Partial<SurveySource> = {}): Promise<SurveyReport> =>
  loadSurvey(database, textFile('x.csv', text), { ...source, ...more }, instrument)
const organisations = (): ReturnType<typeof valuesOf> => valuesOf(database, 'responses', 'organisation')

describe('values that a source declares', () => {
  test('are the levels that everything downstream sees, and a null is a blank', async () => {
    const report = await read({ values })
    expect(await organisations()).toEqual([
      'Namsos kommune',
      'Namsos kommune',
      'Åre kommun',
      null,
      'Namsos kommune',
      null,
    ])
    expect(await valuesOf(database, 'responses', 'role')).toEqual([
      'leader',
      'employee',
      'leader',
      'employee',
      'employee',
      'employee',
    ])
    const survey = await openData(database, 'survey', instrument, [report])
    expect(survey?.attributes.map(({ id, levels }) => [id, levels.toSorted()])).toEqual([
      ['organisation', ['Namsos kommune', 'Åre kommun']],
      ['role', ['employee', 'leader']],
    ])
  })

  test('are reported with the rows of each spelling, and rows that are left out count nowhere', async () => {
    const { spellings, notes } = await read({ values })
    expect(spellings['organisation']).toEqual([
      { text: 'NAMSOS', level: 'Namsos kommune', rows: 2 },
      { text: 'Namsos kommune', level: 'Namsos kommune', rows: 1 },
      { text: 'Åre Kommun', level: 'Åre kommun', rows: 1 },
      { text: 'test', level: null, rows: 1 },
    ])
    expect(spellings['role']?.map(({ level, rows }) => [level, rows])).toEqual([
      ['leader', 1],
      ['employee', 4],
      ['leader', 1],
    ])
    expect(notes.find(({ code }) => code === 'ingest:attribute-blank')?.about).toMatchObject({ count: 2 })
    const speaker = createSpeaker('en', messagesOf('en'), instrument)
    expect(notes.filter(({ code }) => code.startsWith('ingest:value')).map(speaker.note)).toEqual([
      'Organisation: 2 values in 3 rows are read as another: “NAMSOS” as “Namsos kommune” (2) and “Åre Kommun” as “Åre kommun” (1).',
      'Organisation: one value in one row is treated as blank: “test” (1).',
      'Role: 3 values in 6 rows are read as another: “Medarbeider” as “employee” (4), “Avdelingsleder” as “leader” (1) and “Chef” as “leader” (1).',
    ])
  })

  test('let items be asked of roles that the file calls otherwise', async () => {
    const asked = async (more: Partial<SurveySource>): Promise<readonly string[]> =>
      (await read(more)).notes.map(({ code }) => code).filter((code) => code.includes('asked'))
    expect(await asked({})).toEqual(['ingest:asked-of-other-names'])
    expect(await asked({ values })).toEqual(['ingest:answered-not-asked'])
    expect(await asked({ values: { role: { ...values.role, Medarbeider: 'leader' } } })).toEqual([])
  })

  test('are one step: two levels can be exchanged', async () => {
    const { spellings } = await read({ values: { role: { Chef: 'Medarbeider', Medarbeider: 'Chef' } } })
    expect(spellings['role']?.map(({ text: spelling, level }) => [spelling, level])).toEqual([
      ['Avdelingsleder', 'Avdelingsleder'],
      ['Medarbeider', 'Chef'],
      ['Chef', 'Medarbeider'],
    ])
  })

  test('that no row has are told', async () => {
    const { notes } = await read({ values: { organisation: { Steinkjer: 'Steinkjer kommune', test: 'test' } } })
    expect(notes.find(({ code }) => code === 'ingest:values-absent')?.about).toMatchObject({
      count: 1,
      spellings: { list: ['Steinkjer'] },
    })
  })

  test('hold for the names that a file has for its codes, whose order they keep', async () => {
    const levels = [
      { value: 2, label: 'Mellomleder' },
      { value: 1, label: 'Medarbeider' },
      { value: 3, label: 'Chef' },
    ]
    const report = (await loadSource(
      sourceOf('survey'),
      [
        valueReader([
          { name: 'q1', kind: 'numbers', values: [1, 2, 3] },
          { name: 'role', kind: 'numbers', values: [3, 2, 1], levels },
        ]),
      ],
      {
        database,
        file: valueFile('n'),
        source: { ...source, attributes: ['role'], values: { role: { ...values.role, Mellomleder: 'leader' } } },
        instrument,
      },
    )) as SurveyReport
    expect(report.levels).toEqual({ role: ['employee', 'leader'] })
    expect(await valuesOf(database, 'responses', 'role')).toEqual(['leader', 'leader', 'employee'])
  })

  test('make one round of two spellings, in which nobody may stand twice', async () => {
    const rounds = 'id;wave;q1\n1;2021 ;1\n2;høst 2021;2\n1;2022;3\n'
    const linked: SurveySource = {
      kind: 'survey',
      id: 's',
      file: 'x.csv',
      round_column: 'wave',
      respondent: 'id',
      values: { round: { 'høst 2021': '2021' } },
    }
    const report = await loadSurvey(database, textFile('x.csv', rounds), linked, instrument)
    expect(report.rounds).toEqual(['2021', '2022'])
    const { notes } = await loadSurvey(
      database,
      textFile('x.csv', rounds),
      { ...linked, values: { round: { 'høst 2021': '2021', '2022': '2021' } } },
      instrument,
    )
    expect(notes.map(({ code }) => code)).toContain('ingest:respondent-twice')
  })

  test('stay right over many batches of rows', async () => {
    const rows = Array.from({ length: 150_000 }, (_, row) => `${['A', 'a ', 'B', 'x'][row % 4]};;${(row % 5) + 1};`)
    const many = textFile('x.csv', `organisation;role;q1;q2\n${rows.join('\n')}\n`, 'utf-8', 65_536)
    const { spellings } = await loadSurvey(
      database,
      many,
      { ...source, values: { organisation: { a: 'A', x: null } } },
      instrument,
    )
    expect(spellings['organisation']?.map(({ rows: count }) => count)).toEqual([37_500, 37_500, 37_500, 37_500])
    const frame = await database.frame(
      'SELECT count(*) FILTER (WHERE organisation = \'A\' AND "_row" % 4 IN (1, 2)) AS a, count(*) FILTER (WHERE organisation = \'B\' AND "_row" % 4 = 3) AS b, count(*) FILTER (WHERE organisation IS NULL AND "_row" % 4 = 0) AS x FROM responses',
    )
    const counts = ['a', 'b', 'x'].map((id) => frame.columns[id])
    expect(counts.map((column) => (column?.kind === 'numeric' ? column.values[0] : null))).toEqual([
      75_000, 37_500, 37_500,
    ])
  })
})

describe('the headcount meets the answers', () => {
  const invited = 'round;organisation;headcount\n1;ÅRE;10\n1;Åre kommun;5\n1;Namsos;7\n2;ÅRE;3\n'
  const headcount = { kind: 'headcount', id: 'h', file: 'h.csv' } as const

  test('rows that become one are added up, and that is told', async () => {
    const report = await loadHeadcount(database, textFile('h.csv', invited), {
      ...headcount,
      values: { organisation: { ÅRE: 'Åre kommun' } },
    })
    expect(await valuesOf(database, 'headcount', 'headcount', '"round", organisation')).toEqual([7, 15, 3])
    expect(report.spellings['organisation']).toEqual([
      { text: 'ÅRE', level: 'Åre kommun', rows: 2 },
      { text: 'Åre kommun', level: 'Åre kommun', rows: 1 },
      { text: 'Namsos', level: 'Namsos', rows: 1 },
    ])
    expect(report.notes.map(({ code, about }) => [code, about['count']])).toEqual([
      ['ingest:values-read-as', 1],
      ['ingest:headcount-added-up', 1],
    ])
    expect(report.rowsUsed).toBe(4)
  })

  test('rows that were alike as written are still refused', async () => {
    const twice = textFile('h.csv', `${invited}1;ÅRE;2\n`)
    expect((await refusal(loadHeadcount(database, twice, headcount))).code).toBe('ingest:headcount-twice')
  })
})

describe('a row of the headcount that is named a total', () => {
  const head = 'round;organisation;role;headcount\n1;A;leader;10\n1;A;employee;30\n1;B;employee;20\n'
  const loaded = async (...rows: readonly string[]): Promise<{ counts: unknown; notes: unknown }> => {
    const file = textFile('h.csv', `${head}${rows.join('\n')}\n`)
    const { notes } = await loadHeadcount(database, file, { kind: 'headcount', id: 'h', file: 'h.csv' })
    return {
      counts: await valuesOf(database, 'headcount', 'headcount', '"round", organisation, role'),
      notes: notes.map(({ code, about }) => [code, about]),
    }
  }
  const parts = [30, 10, 20]

  test.each(['Totalt', 'SUM', 'I alt', 'Summa:', 'Grand total'])(
    'is the sum of the others, and counted once: %s',
    async (word) => {
      expect(await loaded(`1;${word};;60`)).toEqual({
        counts: parts,
        notes: [['ingest:headcount-totals', { count: 1 }]],
      })
    },
  )

  test('may stand beside totals of its parts', async () => {
    expect(await loaded('1;A;Totalt;40', '1;B;Totalt;20', '1;Totalt;Totalt;60')).toEqual({
      counts: parts,
      notes: [['ingest:headcount-totals', { count: 3 }]],
    })
  })

  test('counts what its parts leave for the whole alone', async () => {
    expect(await loaded('1;A;Totalt;45', '1;Totalt;;70')).toEqual({
      counts: [30, 10, 5, 20, 5],
      notes: [
        ['ingest:headcount-total-short', { line: '5', total: 45, parts: 40, rest: 5 }],
        ['ingest:headcount-total-short', { line: '6', total: 70, parts: 65, rest: 5 }],
      ],
    })
  })

  test('gives way to parts that have more people, and that is told', async () => {
    expect(await loaded('1;Totalt;;50')).toEqual({
      counts: parts,
      notes: [['ingest:headcount-total-exceeded', { line: '5', total: 50, parts: 60, rest: -10 }]],
    })
  })

  test('is a row like any other where its round has no parts', async () => {
    expect(await loaded('2;Totalt;;80')).toEqual({ counts: [...parts, 80], notes: [] })
  })

  test('is not a place whose name only begins so', async () => {
    expect(await loaded('1;Totalforsvaret;leader;60')).toEqual({ counts: [...parts, 60], notes: [] })
  })
})

describe('values that cannot be', () => {
  const problems = async (wrong: SurveySource['values']): Promise<readonly string[]> =>
    (await problemsOf(textFile('x.csv', text), { ...source, values: wrong }, instrument)).map(({ code }) => code)

  test.each([
    [{ organization: { a: 'b' } }, 'ingest:values-for-unknown'],
    [{ round: { a: 'b' } }, 'ingest:values-for-unknown'],
    [{ role: { '\u00a0': 'b' } }, 'ingest:values-empty'],
    [{ role: { a: ' ' } }, 'ingest:values-empty'],
    [{ role: { 'a b': 'b', 'a\u00a0b': 'c' } }, 'ingest:values-twice'],
  ])('%j', async (wrong, code) => {
    expect(await problems(wrong)).toEqual([code])
  })

  test('a round cannot be blank', async () => {
    const found = await problemsOf(
      textFile('x.csv', 'wave;q1\n1;1\n'),
      { kind: 'survey', id: 's', file: 'x.csv', round_column: 'wave', values: { round: { '1': null } } },
      instrument,
    )
    expect(found.map(({ code }) => code)).toEqual(['ingest:values-round-blank'])
  })

  test('are said in sentences in every language', async () => {
    const [found] = await problemsOf(
      textFile('x.csv', text),
      { ...source, values: { organization: { a: 'b' } } },
      instrument,
    )
    const said = interfaceLanguages.map((language) =>
      createSpeaker(language, messagesOf(language), instrument).text(found?.code ?? 'core:yes', found?.about),
    )
    expect(said.every((sentence) => sentence.includes('organisation') && !/[{}]/.test(sentence))).toBe(true)
    expect(found?.place).toMatchObject({ file: 'x.csv', path: 'values.organization' })
  })

  test('are refused by the recipe where they are no values at all', () => {
    const parse = (given: unknown): boolean =>
      parseRecipe(
        JSON.stringify({ recipe: 1, instrument: 'i.json', sources: [{ ...source, values: given }] }),
        'r.json',
      ).ok
    expect([values, { role: { a: 1 } }, { role: { a: '' } }, { role: ['a'] }].map(parse)).toEqual([
      true,
      false,
      false,
      false,
    ])
  })
})

test('the recipe keeps them as they are', () => {
  const parsed = parseRecipe(
    JSON.stringify({ recipe: 1, instrument: 'i.json', sources: [{ ...source, values }] }),
    'recipe.json',
  )
  if (!parsed.ok) throw new Error('the recipe is not read')
  const again = parseRecipe(writeRecipe(parsed.value), 'recipe.json')
  expect(again.ok && again.value.sources[0]?.['values']).toEqual(values)
})
