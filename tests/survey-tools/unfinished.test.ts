import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { InputError } from '../../analyses/core/errors'
import type { Instrument, ResponseScale } from '../../analyses/instrument/model'
import type { SurveySource } from '../../analyses/sources/survey/fields'
import { emptiedEngine } from '../database/engine-of-tests'
import { instrumentAt } from '../fixture-project'
import {
  agreement,
  fileAt,
  hasReferences,
  instrumentOf,
  item,
  projectFolder,
  referenceFolder,
  textFile,
  valuesOf,
} from '../sources/sample-data'
import { loadSurvey } from '../sources/reading'

const database = await emptiedEngine()
const odm = instrumentAt(join(projectFolder, 'fixtures', 'odm-valtel', 'instrument.json'))
const formats = join(projectFolder, 'fixtures', 'formats')
const source = (more: Partial<SurveySource> = {}): SurveySource => ({
  kind: 'survey',
  id: 's',
  file: 'x',
  round: '2022',
  attributes: [],
  ...more,
})
const asked = instrumentOf([item('q1'), item('q2')])
const loadText = (
  text: string,
  more: Partial<SurveySource> = {},
  instrument: Instrument = asked,
): ReturnType<typeof loadSurvey> => loadSurvey(database, textFile('a.csv', text), source(more), instrument)

describe('rows that a tool marks as not finished are set aside, counted and told', () => {
  test.each(['surveyxact-semicolon/dataset.csv', 'surveyxact-comma/dataset.csv', 'surveyxact-tab/dataset.csv'])(
    '%s: one stopped on the way, one never began',
    async (path) => {
      const report = await loadSurvey(database, fileAt(join(formats, path)), source(), odm)
      expect([report.rowsRead, report.rowsUsed, report.leftOut]).toEqual([9, 7, { unfinished: 2 }])
      expect(report.notes.find(({ code }) => code === 'ingest:unfinished-set-aside')?.about).toEqual({
        count: 2,
        tool: 'SurveyXact',
      })
    },
  )

  test('LimeSurvey: a response without a time of submission', async () => {
    const file = fileAt(join(formats, 'limesurvey/results-survey771204.csv'))
    const report = await loadSurvey(database, file, source(), odm)
    expect([report.rowsRead, report.rowsUsed, report.leftOut]).toEqual([8, 7, { unfinished: 1 }])
  })

  test('they are used when that is asked for, and the rest is as it was', async () => {
    const file = fileAt(join(formats, 'surveyxact-semicolon/dataset.csv'))
    const report = await loadSurvey(database, file, source({ unfinished: 'use' }), odm)
    expect([report.rowsUsed, report.leftOut]).toEqual([8, { blank: 1 }])
    expect(report.notes.some(({ code }) => code === 'ingest:unfinished-set-aside')).toBe(false)
  })

  test('Qualtrics: not finished, a preview and spam, by code and by label', async () => {
    const head = 'StartDate,EndDate,Status,Progress,Finished,ResponseId,q1,q2\n'
    const rows = ['0,100,1,R1,1,5', '0,40,0,R2,2,', '1,100,1,R3,3,3', '8,100,1,R4,4,4', '0,100,1,R5,5,1']
    await loadText(head + rows.map((row) => `a,b,${row}\n`).join(''))
    expect(await valuesOf(database, 'responses', 'q1')).toEqual([1, 5])
    const words = ['IP Address,100,True,R1,1,5', 'IP Address,40,False,R2,2,', 'Survey Preview,100,True,R3,3,3']
    await loadText(head + words.map((row) => `a,b,${row}\n`).join(''))
    expect(await valuesOf(database, 'responses', 'q1')).toEqual([1])
  })

  test('Qualtrics without “Finished”: by the progress alone', async () => {
    await loadText(
      'StartDate,EndDate,RecordedDate,Progress,ResponseId,q1,q2\na,b,c,100,R1,1,5\na,b,c,99,R2,2,2\na,b,c,7,R3,3,3\n',
    )
    expect(await valuesOf(database, 'responses', 'q1')).toEqual([1])
  })

  test('REDCap: a survey that was not sent; a form that staff fill in says nothing', async () => {
    const survey = 'record_id,redcap_survey_identifier,a_timestamp,q1,q2,a_complete\n'
    const report = await loadText(`${survey}1,,2022-01-01,1,2,2\n2,,[not completed],3,,0\n3,,2022-01-02,4,4,1\n`)
    expect(report.leftOut).toEqual({ unfinished: 1 })
    expect(await valuesOf(database, 'responses', 'q1')).toEqual([1, 4])
    const form = await loadText('record_id,redcap_event_name,q1,q2,a_complete\n1,x,1,2,0\n2,x,3,,0\n')
    expect([form.rowsUsed, form.leftOut]).toEqual([2, {}])
  })

  test('typed non-answers and cells that cannot be used are counted of the rows in use alone', async () => {
    const report = await loadText(
      'id,submitdate,lastpage,startlanguage,q1,q2\n1,2022-01-01,3,nb,9,1\n2,,1,nb,9,77\n3,,1,nb,x,9\n',
    )
    expect(report.nonAnswers).toEqual([{ item: 'q1', kind: 'dont_know', count: 1 }])
    expect(report.notes.map(({ code }) => code)).toEqual(['ingest:unfinished-set-aside'])
  })

  test('a file of unfinished responses alone is refused in so many words', async () => {
    const loading = loadText('id,submitdate,lastpage,startlanguage,q1,q2\n1,,1,nb,1,1\n2,,1,nb,2,2\n')
    await expect(loading).rejects.toThrow(InputError)
    await expect(loading).rejects.toMatchObject({
      code: 'ingest:all-unfinished',
      about: { rows: 2, tool: 'LimeSurvey' },
    })
  })

  test('a file of no tool loses nothing to a column that is merely called so', async () => {
    const report = await loadText('finished,progress,q1,q2\n0,10,1,2\n1,100,2,3\n')
    expect(report.rowsUsed).toBe(2)
  })
})

describe.skipIf(!hasReferences)('a real export of SurveyXact, read in place', () => {
  test('340 of 999 completed, and the grade in Norwegian is 4.542 once “no grade” is no grade', async () => {
    const grades: ResponseScale = {
      ...agreement,
      id: 'grades',
      min: 1,
      max: 6,
      labels: {},
      nonResponses: [{ code: 7, kind: 'not_relevant', label: { nb: 'Ikke fått karakter' } }],
    }
    const instrument = instrumentOf([item('b_7_3', { scale: 'grades' })], [grades])
    const path = join(referenceFolder, 'formats/surveyxact/ex_survey2_semicolon_ansi/dataset.csv')
    const report = await loadSurvey(database, fileAt(path), source(), instrument)
    expect([report.rowsRead, report.leftOut['unfinished']]).toEqual([999, 659])
    expect(report.rowsUsed + (report.leftOut['blank'] ?? 0)).toBe(340)
    const answers = (await valuesOf(database, 'responses', 'b_7_3')).map(Number).filter((value) => value > 0)
    expect(answers.reduce((sum, value) => sum + value, 0) / answers.length).toBeCloseTo(4.542, 3)
  })
})
