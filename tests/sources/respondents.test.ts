import { describe, expect, test } from 'vitest'
import type { SurveySource } from '../../analyses/sources/survey/fields'
import { emptiedEngine } from '../database/engine-of-tests'
import { loadSurvey, recognise } from './reading'
import { instrumentOf, item, refusal, textFile, valuesOf } from './sample-data'

const database = await emptiedEngine()
const instrument = instrumentOf([item('q1'), item('q2')])
type Row = readonly (string | number)[]
const fileOf = (name: string, header: string, rows: readonly Row[]) =>
  textFile(name, `${[header, ...rows.map((row) => row.join(';'))].join('\n')}\n`)
const read = (header: string, rows: readonly Row[], more: Partial<SurveySource> & { readonly id: string }) =>
  loadSurvey(
    database,
    fileOf(`${more.id}.csv`, header, rows),
    { kind: 'survey', file: `${more.id}.csv`, attributes: [], ...more },
    instrument,
  )
const people = (ids: readonly (string | number)[]): readonly Row[] => ids.map((id, row) => [id, 1 + (row % 5), 3])
const numbers = Array.from({ length: 30 }, (_, index) => index + 1)

describe('ids of two rounds', () => {
  const roundOf = (round: string, ids: readonly (string | number)[]) =>
    read('id;q1;q2', people(ids), { id: `r${round}`, round, respondent: 'id' })
  const told = async (first: readonly (string | number)[], second: readonly (string | number)[]) => {
    await roundOf('2021', first)
    return (await roundOf('2022', second)).notes.map(({ code, about }) => [code, about])
  }

  test.each([
    ['leading zeros', (id: number) => String(id).padStart(3, '0')],
    ['a decimal part that a spreadsheet gave them', (id: number) => `${id}.0`],
    ['the same with a comma', (id: number) => `${id},00`],
    ['blanks within', (id: number) => `${String(id).slice(0, 1)} ${String(id).slice(1)}.0`],
  ])('that differ in %s alone are said not to meet, and why', async (_, written) => {
    expect(await told(numbers.map(written), numbers)).toEqual([
      ['ingest:ids-written-differently', { here: 30, there: 30, common: 0, alike: 30 }],
    ])
  })

  test('that differ in capitals', async () => {
    expect(
      await told(
        numbers.map((id) => `ab${id}`),
        numbers.map((id) => `AB${id}`),
      ),
    ).toEqual([['ingest:ids-written-differently', { here: 30, there: 30, common: 0, alike: 30 }]])
  })

  test('that have nothing in common are said to', async () => {
    expect(
      await told(
        numbers,
        numbers.map((id) => id + 100),
      ),
    ).toEqual([['ingest:ids-hardly-meet', { here: 30, there: 30, common: 0 }]])
  })

  test('that meet for a quarter and more are not remarked upon; fewer are', async () => {
    expect(await told(numbers.slice(0, 20), numbers.slice(15))).toEqual([])
  })

  test('of which a spreadsheet changed some only, those below 100', async () => {
    const many = Array.from({ length: 120 }, (_, index) => index + 1)
    expect(
      await told(
        many.map((id) => String(id).padStart(3, '0')),
        many.map((id) => (id < 41 ? id : String(id).padStart(3, '0'))),
      ),
    ).toEqual([['ingest:ids-written-differently', { here: 120, there: 120, common: 80, alike: 120 }]])
  })

  test('of which few meet', async () => {
    expect(await told(numbers.slice(0, 16), numbers.slice(14))).toEqual([
      ['ingest:ids-hardly-meet', { here: 16, there: 16, common: 2 }],
    ])
  })

  test('in one file, where a column says the round', async () => {
    const rows = [
      ...people(numbers.map((id) => String(id).padStart(3, '0'))).map((row) => ['2021', ...row]),
      ...people(numbers).map((row) => ['2022', ...row]),
    ]
    const { notes } = await read('round;id;q1;q2', rows, { id: 'both', respondent: 'id' })
    expect(notes.map(({ code, about }) => [code, about])).toEqual([
      ['ingest:ids-written-differently', { here: 30, there: 30, common: 0, alike: 30 }],
    ])
    const met = rows.map(([round, id, ...answers]) => [round ?? '', Number(id), ...answers])
    expect((await read('round;id;q1;q2', met, { id: 'both', respondent: 'id' })).notes).toEqual([])
  })
})

describe('ids that are unique within a country', () => {
  const ids = numbers.slice(0, 15)
  const sourceOf = (
    country: string,
    round: string,
    within?: readonly string[],
    written: (id: string | number) => string = String,
  ) =>
    read(
      'id;country;q1;q2',
      people(ids).map(([id = '', answer = '']) => [written(id), country, answer, round === '2021' ? 1 : 2]),
      {
        id: `${country}${round}`,
        round,
        attributes: ['country'],
        respondent: 'id',
        ...(within === undefined ? {} : { respondent_within: within }),
      },
    )

  test('are refused where nothing says so', async () => {
    await sourceOf('NO', '2021')
    expect(await refusal(sourceOf('SE', '2021'))).toMatchObject({ code: 'ingest:respondent-in-other-source' })
  })

  test.each([
    ['round by round', ['NO 2021', 'SE 2021', 'NO 2022', 'SE 2022']],
    ['country by country', ['NO 2021', 'NO 2022', 'SE 2021', 'SE 2022']],
  ])('are two persons, each linked to its own in the other round, %s', async (_, files) => {
    const notes: unknown[] = []
    for (const name of files) {
      const [country = '', round = ''] = name.split(' ')
      notes.push(...(await sourceOf(country, round, ['country'])).notes)
    }
    expect(notes).toEqual([])
    const respondents = await valuesOf(database, 'responses', '_respondent')
    const times = new Map<unknown, number>()
    for (const id of respondents) times.set(id, (times.get(id) ?? 0) + 1)
    expect([times.size, new Set(times.values())]).toEqual([30, new Set([2])])
  })

  test('and that have lost their zeros in one round are said to differ in nothing else', async () => {
    await sourceOf('NO', '2021', ['country'], (id) => String(id).padStart(3, '0'))
    expect((await sourceOf('NO', '2022', ['country'])).notes).toMatchObject([
      { code: 'ingest:ids-written-differently', about: { here: 15, there: 15, common: 0, alike: 15 } },
    ])
  })
})

describe('a column of rounds, whatever it is called', () => {
  const rows = numbers.slice(0, 12).flatMap((id) => [
    [id, 'baseline_arm_1', '', 2, 3, 2],
    [id, 'followup_arm_1', '', 3, 4, 2],
  ])
  const header = 'record_id;redcap_event_name;redcap_repeat_instance;q1;q2;survey_complete'

  test.each([
    ['a mapping', { columns: { redcap_event_name: 'round' } }],
    ['its name', { round_column: 'redcap_event_name' }],
    ['what it holds', {}],
  ] as const)('is found by %s', async (_, more) => {
    const report = await read(header, rows, { id: 's', respondent: 'record_id', ...more })
    expect([report.rounds, report.rowsUsed]).toEqual([['baseline_arm_1', 'followup_arm_1'], 24])
    expect(new Set(await valuesOf(database, 'responses', '_respondent')).size).toBe(12)
  })

  test.each([
    ['round', ['a', 'b']],
    ['Runde', ['Uke B', 'Uke A', 'Uke C']],
    ['Wave', ['1', '2']],
    ['År', ['2021', '2022']],
    ['Måling', ['før', 'etter']],
    ['Mättillfälle', ['vår 2021', 'höst 2021']],
  ])('%s is the round and no attribute of a file that was just given', async (name, rounds) => {
    const file = fileOf(
      'given.csv',
      `${name};q1;q2`,
      numbers.map((id) => [rounds[id % rounds.length] ?? '', 1 + (id % 5), 3]),
    )
    const { source } = await recognise(file, { instrument })
    expect(source).toEqual({ kind: 'survey', id: 'given', file: 'given.csv', attributes: [] })
    const report = await loadSurvey(database, file, source, instrument)
    expect(report.rounds.toSorted()).toEqual(rounds.toSorted())
  })
})
