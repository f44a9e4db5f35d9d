import { describe, expect, test } from 'vitest'
import { putInOrder, removeSource, registryEntries } from '../../analyses/sources/staging'
import { sourceOf } from '../../analyses/sources/registry'
import { emptiedEngine } from '../database/engine-of-tests'
import { load, loadHeadcount, loadSurvey, problemsOf } from './reading'
import { instrumentOf, item, refusal, textFile, valuesOf } from './sample-data'

/** What holds for every kind of source, because every kind is read the same way. */
const database = await emptiedEngine()

const log = textFile('t.csv', 't,type,v\n2022-07-01,fall,1\n2022-07-02,fall,2\n')
const events = { id: 'log', kind: 'events', file: 't.csv', time: 't', event: 'type' }
const observations = { id: 'log', kind: 'observations', file: 't.csv', time: 't', value: 'v' }

describe('a source that is made another kind', () => {
  test('leaves no rows in the table that it was in', async () => {
    await load(database, log, events)
    await load(database, log, observations)
    expect(await valuesOf(database, 'events', 't')).toEqual([])
    expect(await valuesOf(database, 'observations', 'value')).toEqual([1, 2])
    expect((await registryEntries(database)).map(({ id, kind, table }) => [id, kind, table])).toEqual([
      ['log', 'observations', 'observations'],
    ])
    await removeSource(database, 'log')
    expect(await valuesOf(database, 'observations', 'value')).toEqual([])
    expect(await registryEntries(database)).toEqual([])
  })

  test('keeps what it was when it cannot be read as the other', async () => {
    await load(database, log, events)
    await refusal(load(database, log, { ...observations, value: 'nothing such' }))
    expect(await valuesOf(database, 'events', 'type')).toEqual(['fall', 'fall'])
  })
})

test('sources of one table stand in the order of the project', async () => {
  const other = textFile('u.csv', 't,type,v\n2022-06-01,alarm,1\n')
  await load(database, log, events)
  await load(database, other, { ...events, id: 'first', file: 'u.csv' })
  const { rows } = sourceOf('events').stored
  await putInOrder(database, 'events', [rows('first'), rows('log')])
  expect(await valuesOf(database, 'events', 'type', 'rowid')).toEqual(['alarm', 'fall', 'fall'])
})

describe('a file whose beginning hides how it is written', () => {
  const rows = Array.from({ length: 60_000 }, (_, row) => `2022;unit ${row};1`).join('\n')
  const file = textFile('h.csv', `round;unit;headcount\n${rows}\n2022;Åsen;3\n`, 'windows-1252', 65_521)

  test('is read again, whatever its kind', async () => {
    const report = await loadHeadcount(database, file, { id: 'h', kind: 'headcount', file: 'h.csv' })
    expect([report.dialect['encoding'], report.rowsUsed]).toEqual(['windows-1252', 60_001])
    expect(report.notes[0]).toMatchObject({ code: 'ingest:encoding-late', about: { line: '60002' } })
    expect(await valuesOf(database, '(SELECT * FROM headcount WHERE headcount = 3)', 'unit', 'unit')).toEqual(['Åsen'])
  })

  test('is refused where the encoding was declared', async () => {
    const source = { id: 'h', kind: 'headcount', file: 'h.csv', dialect: { encoding: 'utf-8' } }
    expect((await refusal(load(database, file, source))).code).toBe('ingest:not-utf-8')
  })
})

describe('a survey', () => {
  const instrument = instrumentOf([item('a')])
  const answers = textFile('s.csv', 'a;b\n1;x\n')

  test('is not read without its instrument', async () => {
    const source = { id: 's', kind: 'survey', file: 's.csv', round: '1' }
    expect((await refusal(load(database, answers, source))).code).toBe('recipe:instrument-missing')
    expect(await problemsOf(answers, source)).toEqual([])
  })

  test.each(['constructor', 'toString', '__proto__'])('an attribute %s is looked for like any other', async (id) => {
    const source = { id: 's', kind: 'survey', file: 's.csv', round: '1', attributes: [id] }
    const error = await refusal(loadSurvey(database, answers, source, instrument))
    expect(error.code).toBe(id.startsWith('_') ? 'ingest:attribute-id-taken' : 'ingest:attribute-not-found')
  })
})
