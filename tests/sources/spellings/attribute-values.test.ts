import { describe, expect, test } from 'vitest'
import { createSpeaker } from '../../../analyses/core/speaker'
import { interfaceLanguages } from '../../../analyses/core/words'
import { messagesOf } from '../../../analyses/index'
import { parseRecipe } from '../../../analyses/recipe/recipe'
import {
  proposalsFor,
  restoredValues,
  valuesOfAttributes,
  withMerges,
  type ValuesOfAttribute,
} from '../../../analyses/sources/spellings/attribute-values'
import type { ImportReport } from '../../../analyses/sources/report'
import type { SurveySource } from '../../../analyses/sources/survey/fields'
import { valuesAdvice } from '../../../main/cli/values-advice'
import { emptiedEngine } from '../../database/engine-of-tests'
import { loadHeadcount, loadSurvey } from '../reading'
import { instrumentOf, item, textFile } from '../sample-data'

const database = await emptiedEngine()
const instrument = instrumentOf([item('q1')])
const attributes = ['organisation', 'role']
const answers = {
  a: 'organisation;role;q1\nNAMSOS;Leder;1\nNamsos kommune;Medarbeider;2\nNamsos kommune;Medarbeider;5\nÅre Kommun;Leder;3\n',
  b: 'organisation;role;q1\nNamsos;Leder;2\nÅre kommun;Medarbeider;3\nUkjent;Medarbeider;3\nÅre Kommun;Leder;4\n',
}
const invited = 'round;organisation;headcount\n1;Namsos kommune;40\n1;Åre kommun;9\n'

const survey = (id: 'a' | 'b', values?: SurveySource['values']): Promise<ImportReport> =>
  loadSurvey(
    database,
    textFile(`${id}.csv`, answers[id]),
    { kind: 'survey', id, file: `${id}.csv`, round: id, attributes, ...(values === undefined ? {} : { values }) },
    instrument,
  )
const headcount = (): Promise<ImportReport> =>
  loadHeadcount(database, textFile('h.csv', invited), { kind: 'headcount', id: 'h', file: 'h.csv' })

const organisation = (reports: readonly ImportReport[]): ValuesOfAttribute =>
  valuesOfAttributes(reports)[0] ?? { attribute: '', levels: [], blanked: [] }
const levelsOf = (values: ValuesOfAttribute) => values.levels.map(({ level, rows }) => [level, rows])

describe('the values of all sources', () => {
  test('are counted together, and the headcount says which are invited', async () => {
    const reports = [await survey('a'), await survey('b', { organisation: { Ukjent: null } }), await headcount()]
    const values = organisation(reports)
    expect(levelsOf(values)).toEqual([
      ['NAMSOS', 1],
      ['Namsos kommune', 2],
      ['Åre Kommun', 2],
      ['Namsos', 1],
      ['Åre kommun', 1],
    ])
    expect(values.levels.filter(({ isInvited }) => isInvited).map(({ level }) => level)).toEqual([
      'Namsos kommune',
      'Åre kommun',
    ])
    expect(values.blanked).toEqual([{ source: 'b', text: 'Ukjent', rows: 1 }])
    expect(valuesOfAttributes(reports).map(({ attribute }) => attribute)).toEqual(['organisation', 'role'])
    expect(proposalsFor(values).map(({ from, into }) => [from, into])).toEqual([
      ['Åre Kommun', 'Åre kommun'],
      ['Namsos', 'Namsos kommune'],
      ['NAMSOS', 'Namsos kommune'],
    ])
  })

  test('once proposals are followed, every source says what it has itself, and nothing is proposed any more', async () => {
    const values = organisation([await survey('a'), await survey('b'), await headcount()])
    const merges = proposalsFor(values)
    const declared = (['a', 'b', 'h'] as const).map((source) => withMerges(undefined, values, source, merges))
    expect(declared).toEqual([
      { organisation: { NAMSOS: 'Namsos kommune', 'Åre Kommun': 'Åre kommun' } },
      { organisation: { Namsos: 'Namsos kommune', 'Åre Kommun': 'Åre kommun' } },
      undefined,
    ])
    const after = organisation([await survey('a', declared[0]), await survey('b', declared[1]), await headcount()])
    expect(levelsOf(after)).toEqual([
      ['Namsos kommune', 4],
      ['Åre kommun', 3],
      ['Ukjent', 1],
    ])
    expect(proposalsFor(after)).toEqual([])
  })

  test('can be renamed, merged further, blanked and taken apart again', async () => {
    const first = organisation([await survey('a')])
    const merged = withMerges(undefined, first, 'a', [{ from: 'NAMSOS', into: 'Namsos kommune' }])
    const second = organisation([await survey('a', merged)])
    const renamed = withMerges(merged, second, 'a', [{ from: 'Namsos kommune', into: 'Nåavmesjenjaelmie' }])
    expect(renamed).toEqual({ organisation: { NAMSOS: 'Nåavmesjenjaelmie', 'Namsos kommune': 'Nåavmesjenjaelmie' } })
    const third = organisation([await survey('a', renamed)])
    expect(levelsOf(third)[0]).toEqual(['Nåavmesjenjaelmie', 3])
    const blanked = withMerges(renamed, third, 'a', [{ from: 'Åre Kommun', into: null }])
    expect(blanked?.['organisation']?.['Åre Kommun']).toBeNull()
    const restored = restoredValues(blanked, 'organisation', ['NAMSOS', 'Åre Kommun'])
    expect(restored).toEqual({ organisation: { 'Namsos kommune': 'Nåavmesjenjaelmie' } })
    expect(restoredValues(restored, 'organisation', ['Namsos kommune'])).toBeUndefined()
    expect(restoredValues({ role: { Leder: 'leader' }, ...restored }, 'organisation', ['Namsos kommune'])).toEqual({
      role: { Leder: 'leader' },
    })
  })

  test('where the headcount has two spellings of its own, the answers say which of them it is', async () => {
    const twice = await loadHeadcount(database, textFile('h.csv', `${invited}2;ÅRE KOMMUN;9\n`), {
      kind: 'headcount',
      id: 'h',
      file: 'h.csv',
    })
    const values = organisation([await survey('b'), twice])
    expect(new Set(proposalsFor(values).map(({ from, into }) => `${from} → ${into}`))).toEqual(
      new Set(['ÅRE KOMMUN → Åre kommun', 'Åre Kommun → Åre kommun', 'Namsos → Namsos kommune']),
    )
  })
})

test('the command line names what may be one, and what to write in the recipe', async () => {
  const reports = [await survey('a')]
  const recipe = parseRecipe(
    JSON.stringify({
      recipe: 1,
      instrument: 'i.json',
      sources: [{ kind: 'survey', id: 'a', file: 'a.csv', attributes, values: { organisation: { x: 'y' } } }],
    }),
    'r.json',
  )
  if (!recipe.ok) throw new Error('the recipe is not read')
  const speaker = createSpeaker('en', messagesOf('en'), instrument)
  const lines = valuesAdvice(recipe.value, reports, speaker)
  expect(lines.slice(0, -1)).toEqual([
    'Organisation: “NAMSOS” (one row) may be “Namsos kommune”: the same name with and without what it is (94 % sure).',
    'Role: “Leder” (2 rows) may be “leader”: a usual name of this role (90 % sure).',
    'Role: “Medarbeider” (2 rows) may be “employee”: a usual name of this role (90 % sure).',
  ])
  expect(JSON.parse(`{${lines.at(-1)?.split('\n').slice(1).join('\n') ?? ''}}`)).toEqual({
    values: { organisation: { x: 'y', NAMSOS: 'Namsos kommune' }, role: { Leder: 'leader', Medarbeider: 'employee' } },
  })
  for (const language of interfaceLanguages)
    expect(
      valuesAdvice(recipe.value, reports, createSpeaker(language, messagesOf(language), instrument)).join(' '),
    ).not.toMatch(/ingest:|merge-/)
})
