import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import type { SurveySource } from '../../analyses/sources/survey/fields'
import { nonAnswerCode } from '../../analyses/core/datasets'
import { emptiedEngine } from '../database/engine-of-tests'
import {
  fileAt,
  hasReferences,
  instrumentOf,
  item,
  referenceFolder,
  textFile,
  valuesOf,
  years,
} from '../sources/sample-data'
import { loadSurvey, recognise } from '../sources/reading'

const database = await emptiedEngine()
const asked = instrumentOf([item('q1'), item('q2')])
const text = [
  'record_id,redcap_repeat_instrument,redcap_repeat_instance,unit,intake_complete,q1,q2,checkin_complete',
  'a1,,,North,2,,,',
  'a1,checkin,1,,,4,5,2',
  'a1,checkin,2,,,5,UNK,2',
  'b2,,,South,2,,,',
  'b2,checkin,1,,,2,NASK,2',
  'c3,checkin,1,,,3,MSK,2',
].join('\n')
const file = () => textFile('checkin_DATA_2024.csv', `${text}\n`)
const source = (more: Partial<SurveySource> = {}): SurveySource => ({
  kind: 'survey',
  id: 's',
  file: 'x',
  respondent: 'record_id',
  round_column: 'redcap_repeat_instance',
  attributes: ['unit'],
  ...more,
})

describe('a record of REDCap with a form that is filled in several times', () => {
  test('has its background in each of its rows, and this is said', async () => {
    const report = await loadSurvey(database, file(), source(), asked)
    expect([report.rowsRead, report.rowsUsed, report.leftOut]).toEqual([6, 4, { blank: 2 }])
    expect(await valuesOf(database, 'responses', 'unit')).toEqual(['North', 'North', 'South', null])
    expect(await valuesOf(database, 'responses', 'round')).toEqual(['1', '2', '1', '1'])
    const note = report.notes.find(({ code }) => code === 'ingest:background-of-record')
    expect(note?.about).toEqual({ count: 3, tool: 'REDCap', column: 'record_id' })
  })

  test('keeps what each row has of its own when that is asked for', async () => {
    const report = await loadSurvey(database, file(), source({ background: 'row' }), asked)
    expect(await valuesOf(database, 'responses', 'unit')).toEqual([null, null, null, null])
    expect(report.notes.some(({ code }) => code === 'ingest:background-of-record')).toBe(false)
  })

  test('is proposed with its instances as rounds', async () => {
    const { source: guess } = await recognise(file(), { instrument: asked })
    expect(guess).toMatchObject({ kind: 'survey', attributes: ['unit'] })
    const report = await loadSurvey(database, file(), { ...guess, id: 's' }, asked)
    expect(report.rounds).toEqual(['1', '2'])
  })

  test('codes for missing data are typed, or blank where they say nothing of the person', async () => {
    const report = await loadSurvey(database, file(), source(), asked)
    expect(await valuesOf(database, 'responses', 'q2')).toEqual([
      5,
      nonAnswerCode.dont_know,
      null,
      nonAnswerCode.refused,
    ])
    expect(report.notes.some(({ code }) => code === 'ingest:unreadable')).toBe(false)
  })

  test('an answer that was given anew counts from then on', async () => {
    const moved = text.replace('a1,checkin,2,,,5,UNK,2', 'a1,checkin,2,West,,5,UNK,2\na1,checkin,3,,,1,1,2')
    await loadSurvey(database, textFile('moved.csv', `${moved}\n`), source(), asked)
    expect(await valuesOf(database, 'responses', 'unit')).toEqual(['North', 'West', 'West', 'South', null])
  })
})

describe('a file that is no export of REDCap', () => {
  test('takes no attribute from another row, and UNK is no answer that is known', async () => {
    const other = 'id,unit,q1,q2\na1,North,1,2\na1,,2,UNK\n'
    const report = await loadSurvey(
      database,
      textFile('other.csv', other),
      { kind: 'survey', id: 's', file: 'x', round: '1', attributes: ['unit'] },
      asked,
    )
    expect(await valuesOf(database, 'responses', 'unit')).toEqual(['North', null])
    expect(report.notes.map(({ code }) => code)).toContain('ingest:unreadable')
  })
})

describe.skipIf(!hasReferences)('a real export with repeated appointments, read in place', () => {
  test('each appointment has the county of its patient, as joined by another program', async () => {
    const cognition = instrumentOf(
      [item('cog_1', { scale: 'cognition' })],
      [{ ...years, id: 'cognition', min: 0, max: 10 }],
    )
    const path = join(referenceFolder, 'formats/redcap/multilevel-model-1/data.csv')
    const wanted = source({ respondent: 'patient_id', attributes: ['county_id'] })
    const report = await loadSurvey(database, fileAt(path), wanted, cognition)
    expect([report.rowsUsed, report.rounds.length, report.leftOut]).toEqual([200, 10, { blank: 20 }])
    const counties = await valuesOf(database, 'responses', 'county_id')
    expect(counties.filter((county) => county === '51')).toHaveLength(80)
    expect(counties.filter((county) => county === '72')).toHaveLength(80)
    expect(counties.filter((county) => county === '55')).toHaveLength(40)
    const answers = (await valuesOf(database, 'responses', 'cog_1')).map(Number)
    expect(answers.reduce((sum, value) => sum + value, 0) / 200).toBeCloseTo(4.778, 12)
  })
})
