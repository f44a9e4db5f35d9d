import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import Papa from 'papaparse'
import { describe, expect, test } from 'vitest'
import type { Instrument, ResponseScale } from '../../analyses/instrument/model'
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
  valuesOf,
} from './sample-data'
import type { SurveySource } from '../../analyses/sources/survey/fields'
import { loadLog, loadSurvey, recognise } from './reading'

const database = await emptiedEngine()

const fixtures = join(projectFolder, 'fixtures')
const source = (more: Partial<SurveySource> = {}): SurveySource => ({
  kind: 'survey',
  id: 's',
  file: 'x',
  round: '2022',
  attributes: [],
  ...more,
})

/** Reads the answers of a file on disk, handed out in chunks of an odd size. */
const read = (
  instrument: Instrument,
  path: string,
  chunkSize: number,
  more: Partial<SurveySource> = {},
): ReturnType<typeof loadSurvey> => loadSurvey(database, fileAt(path, chunkSize), source(more), instrument)

describe('the same answers in the files of six tools', () => {
  const instrument = instrumentAt(join(fixtures, 'odm-valtel', 'instrument.json'))
  const [names = [], ...lines] = Papa.parse<string[]>(
    readFileSync(join(fixtures, 'formats', 'expected.csv'), 'utf8').trim(),
  ).data
  const sentinels: Readonly<Record<string, number>> = { '8': -127, '9': -128 }
  const expected = (id: string): readonly (string | number | null)[] =>
    lines.map((line) => {
      const cell = line[names.indexOf(id)] ?? ''
      if (cell === '') return null
      if (id === 'organisation' || id === 'role') return cell
      return id === 'years_in_position' ? Number(cell) : (sentinels[cell] ?? Number(cell))
    })

  test.each([
    ['google-forms/odm (svar).csv', { encoding: 'utf-8', delimiter: ',', headerRows: 1, lineEnd: 'lf' }],
    ['labels/svar-nb.csv', { encoding: 'utf-8', byteOrderMark: true, delimiter: ';', decimal: ',', lineEnd: 'crlf' }],
    ['labels/svar-sv.csv', { encoding: 'windows-1252', delimiter: ';', decimal: ',', lineEnd: 'crlf' }],
    [
      'limesurvey/results-survey771204.csv',
      { encoding: 'utf-8', byteOrderMark: true, delimiter: ';', decimal: '.', lineEnd: 'crlf' },
    ],
    ['nettskjema/data-402113-2022-09-01-0912.txt', { encoding: 'utf-8', delimiter: ';', decimal: '.', lineEnd: 'lf' }],
    ['qualtrics/odm_august_2022.csv', { encoding: 'utf-8', delimiter: ',', headerRows: 3 }],
    ['redcap/data.csv', { encoding: 'utf-8', delimiter: ',' }],
    ['surveyxact-comma/dataset.csv', { encoding: 'windows-1252', delimiter: ',', decimal: ',' }],
    ['surveyxact-semicolon/dataset.csv', { encoding: 'windows-1252', delimiter: ';', decimal: ',' }],
    [
      'surveyxact-tab/dataset.csv',
      { encoding: 'utf-16le', byteOrderMark: true, delimiter: '\t', decimal: ',', lineEnd: 'crlf' },
    ],
  ])('%s', async (path, dialect) => {
    const report = await read(instrument, join(fixtures, 'formats', path), 61, {
      attributes: ['organisation', 'role'],
      // The seventh stopped on the way.
      unfinished: 'use',
    })
    expect(report.dialect).toMatchObject(dialect)
    expect(report.rowsUsed).toBe(lines.length)
    for (const id of names.slice(1)) expect(await valuesOf(database, 'responses', id), id).toEqual(expected(id))
  })
})

test('constructed exports of LimeSurvey and Google Forms', async () => {
  const folder = join(fixtures, 'formats', 'constructed')
  const instrument = instrumentAt(join(folder, 'instrument.json'))
  for (const name of ['constructed_google_forms_no.csv', 'constructed_results_full_answers.csv']) {
    const report = await read(instrument, join(folder, name), 97)
    expect(report.items.length, name).toBeGreaterThan(1)
    expect(report.rowsUsed, name).toBeGreaterThan(0)
    expect(
      report.notes.filter(({ code }) => code === 'ingest:unreadable'),
      name,
    ).toEqual([])
  }
})

describe.skipIf(!hasReferences)('real exports, read in place (left out where the folder is not there)', () => {
  const formats = join(referenceFolder, 'formats')
  const four: ResponseScale = { ...agreement, id: 'four', min: 1, max: 4, labels: {}, nonResponses: [] }
  const surveyxact = instrumentOf(
    ['hm_1', 'hm_2', 'hm_3', 'hm_4', 'hm_5', 'hm_6', 'hm_7', 'up_01'].map((id) => item(id, { scale: 'four' })),
    [four],
  )

  test('SurveyXact: the semicolon and the UTF-16 file hold the same answers, completed by a third of those invited', async () => {
    const semicolon = await read(surveyxact, join(formats, 'surveyxact/ex_survey2_semicolon_ansi/dataset.csv'), 4093)
    expect(semicolon.dialect).toMatchObject({ encoding: 'windows-1252', delimiter: ';', lineEnd: 'lf', headerRows: 1 })
    const first = await Promise.all(semicolon.items.map((id) => valuesOf(database, 'responses', id)))
    const wide = await read(surveyxact, join(formats, 'surveyxact/ex_survey2_tab_utf16/dataset.csv'), 4093)
    expect(wide.dialect).toMatchObject({ encoding: 'utf-16le', byteOrderMark: true, delimiter: '\t', lineEnd: 'crlf' })
    expect([semicolon.rowsRead, wide.rowsRead]).toEqual([999, 999])
    expect(wide.rowsUsed).toBe(semicolon.rowsUsed)
    expect(await Promise.all(wide.items.map((id) => valuesOf(database, 'responses', id)))).toEqual(first)
    expect(wide.columns.filter(({ role }) => role === 'system').map(({ header }) => header)).toContain('stato_4')
  })

  test('SurveyXact against the published numeric table', async () => {
    const path = join(referenceFolder, 'surveys', 'surveyxact_norsk_numeric.csv')
    const [head = '', ...rows] = readFileSync(path, 'utf8').trim().split('\n')
    const columns = head.split(',').map((name) => name.replaceAll('"', ''))
    const report = await read(surveyxact, join(formats, 'surveyxact/ex_survey2_semicolon_ansi/dataset.csv'), 4093, {
      unfinished: 'use',
    })
    for (const id of report.items.filter((name) => columns.includes(name))) {
      const published = rows
        .map((row) => row.split(',')[columns.indexOf(id)] ?? '')
        .filter((cell) => cell !== '' && cell !== 'NA')
        .map(Number)
      const ours = (await valuesOf(database, 'responses', id)).filter((value) => value !== null).map(Number)
      expect(
        ours.reduce((sum, value) => sum + value, 0),
        id,
      ).toBe(published.reduce((sum, value) => sum + value, 0))
      expect(ours.length, id).toBe(published.length)
    }
  })

  test('Nettskjema', async () => {
    const scale: ResponseScale = { ...agreement, id: 'any', min: -9, max: 9, labels: {}, nonResponses: [] }
    const number: ResponseScale = { id: 'number', kind: 'continuous', min: 0, max: 100, labels: {}, nonResponses: [] }
    const instrument = instrumentOf(
      [
        item('radio', { scale: 'any' }),
        item('grants', { scale: 'any', aliases: ['radio_matrix.grants'] }),
        item('number_decimal', { scale: 'number' }),
        item('number_integer', { scale: 'number' }),
      ],
      [scale, number],
    )
    const report = await read(instrument, join(formats, 'nettskjema/data-123823-2025-08-19-2249.txt'), 13)
    expect(report.dialect).toMatchObject({ encoding: 'utf-8', delimiter: ';', decimal: '.', headerRows: 1 })
    expect((await valuesOf(database, 'responses', 'number_decimal'))[0]).toBe(4.5)
    expect((await valuesOf(database, 'responses', 'number_integer'))[0]).toBe(77)
    expect(report.columns.filter(({ role }) => role === 'system').map(({ header }) => header)).toEqual([
      '$submission_id',
      '$created',
      '$answer_time_ms',
    ])
  })

  test('Qualtrics with three header rows, and the old export with two and a comma at the end', async () => {
    const instrument = instrumentOf([item('q1', { text: { en: 'This is a multiple choice question.' } })])
    const report = await read(instrument, join(formats, 'qualtrics/sample_3header.csv'), 29)
    expect([report.dialect.headerRows, report.rowsRead]).toEqual([3, 1])
    const old = await read(instrument, join(formats, 'qualtrics/sample_legacy_2header.csv'), 29)
    expect([old.dialect.headerRows, old.rowsRead, old.dialect.byteOrderMark]).toEqual([2, 1, true])
    expect(await valuesOf(database, 'responses', 'q1')).toEqual([2])
  })

  test('REDCap: both decimal marks in one file', async () => {
    const size: ResponseScale = { id: 'size', kind: 'continuous', min: 0, max: 300, labels: {}, nonResponses: [] }
    const instrument = instrumentOf(
      ['height', 'weight', 'bmi'].map((id) => item(id, { scale: 'size' })),
      [size],
    )
    const report = await read(instrument, join(formats, 'redcap/decimal-comma/data.csv'), 11)
    expect(await valuesOf(database, 'responses', 'height')).toEqual([1.54, 1.84, 1.95, 1.61])
    expect(await valuesOf(database, 'responses', 'bmi')).toEqual([22.1, 27.3, 32.5, 17.7])
    expect(report.notes.filter(({ level }) => level === 'warning')).toEqual([])
  })

  test('REDCap: line breaks inside cells', async () => {
    const { head } = await recognise(fileAt(join(formats, 'redcap/simple/data.csv')))
    expect(head.sample.length).toBe(5)
    expect(head.problems).toEqual([])
  })

  test('SurveyMonkey: two header rows, texts as answers', async () => {
    const liking: ResponseScale = {
      ...agreement,
      id: 'liking',
      labels: {
        '1': { en: 'Very unfavorably' },
        '2': { en: 'Somewhat unfavorably' },
        '3': { en: 'Neither favorably nor unfavorably (neutral)' },
        '4': { en: 'Somewhat favorably' },
        '5': { en: 'Very favorably' },
      },
      nonResponses: [{ code: 9, kind: 'dont_know', label: { en: 'Unfamiliar (N/A)' } }],
    }
    const instrument = instrumentOf(
      [
        item('han', { scale: 'liking', text: { en: 'Han Solo' } }),
        item('jar_jar', { scale: 'liking', text: { en: 'Jar Jar Binks' } }),
      ],
      [liking],
    )
    const report = await read(instrument, join(formats, 'surveymonkey/starwars_excerpt_two_header_utf8.csv'), 43)
    expect([report.dialect.headerRows, report.items]).toEqual([2, ['han', 'jar_jar']])
    expect(report.rowsUsed + (report.leftOut.blank ?? 0)).toBe(report.rowsRead)
    expect(report.notes.filter(({ code }) => code === 'ingest:unreadable')).toEqual([])
    expect((await valuesOf(database, 'responses', 'han')).every((value) => value !== null)).toBe(true)
  })
})

describe.skipIf(!hasReferences)('real sensor logs, read in place (left out where the folder is not there)', () => {
  const logs = join(referenceFolder, 'timeseries')

  test('room climate whose header lacks the name of the first column', async () => {
    const file = fileAt(join(logs, 'occupancy/datatraining.txt'), 8191)
    const { head, source: found } = await recognise(file, { timeZone: 'Europe/Brussels' })
    expect([head.dialect['rowNumbers'], found]).toMatchObject([
      true,
      { kind: 'observations', time: 'date', value: 'Temperature' },
    ])
    const report = await loadLog(database, file, {
      kind: 'observations',
      id: 'co2',
      file: 'x',
      time: 'date',
      value: 'CO2',
      unit: 'ppm',
      time_zone: 'Europe/Brussels',
    })
    expect([report.rowsRead, report.rowsUsed, report.notes]).toEqual([8143, 8143, []])
    expect([report.first, report.last]).toEqual([
      Date.parse('2015-02-04T16:51:00Z'),
      Date.parse('2015-02-10T08:33:00Z'),
    ])
    expect((await valuesOf(database, 'observations', 'value'))[0]).toBe(721.25)
  })

  test.each([
    ['OrdonezA_Sensors.txt', 'Location', 409],
    ['OrdonezB_Sensors.txt', 'Location', 2334],
    ['OrdonezA_ADLs.txt', 'Activity', 248],
    ['OrdonezB_ADLs.txt', 'Activity', 493],
  ])('%s: repeated tabs and a line of dashes', async (name, event, rows) => {
    const report = await loadLog(database, fileAt(join(logs, 'adl_ordonez', name), 509), {
      kind: 'events',
      id: 'home',
      file: name,
      time: 'Start time',
      event,
      time_zone: 'Europe/Madrid',
    })
    expect([report.dialect.collapses, report.dialect.ruledLine, report.rowsRead, report.rowsUsed]).toEqual([
      true,
      true,
      rows,
      rows,
    ])
    expect(
      (await valuesOf(database, 'events', 'type')).every(
        (type) => typeof type === 'string' && type.trim() === type && type !== '',
      ),
    ).toBe(true)
  })

  test('weighings with the month first and rows in no order', async () => {
    const report = await loadLog(database, fileAt(join(logs, 'fitbit/weightLogInfo_2016.csv'), 37), {
      kind: 'observations',
      id: 'weight',
      file: 'x',
      time: 'Date',
      value: 'WeightKg',
      series: 'Id',
      unit: 'kg',
      time_zone: 'America/New_York',
    })
    expect([report.rowsUsed, report.subjects.length]).toEqual([67, 8])
    expect(report.notes.map(({ code }) => code)).toContain('ingest:times-month-first')
    expect(report.first).toBe(Date.parse('2016-04-12T04:00Z'))
  })
})
