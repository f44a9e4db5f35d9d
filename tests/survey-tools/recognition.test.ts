import { readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { interfaceLanguages } from '../../analyses/core/words'
import { messagesOf } from '../../analyses/index'
import { openTable, type HeaderColumn, type OpenTable } from '../../analyses/readers/reader'
import { readers } from '../../analyses/readers/registry'
import { isToolColumn, recogniseTool, surveyTools, toolPhrases } from '../../analyses/survey-tools/registry'
import { filesBelow, readProjectFile } from '../source-files'
import { fileAt, hasReferences, projectFolder, referenceFolder, textFile } from '../sources/sample-data'

const open = async (path: string): Promise<OpenTable> => (await openTable(readers, fileAt(path))).table
const toolOf = async (path: string): Promise<string | null> => recogniseTool((await open(path)).head)?.tool.id ?? null
const toolOfText = async (text: string): Promise<string | null> =>
  recogniseTool((await openTable(readers, textFile('a.csv', text))).table.head)?.tool.id ?? null
const column = (name: string): HeaderColumn => ({ position: 1, name, names: [name], isRowNumber: false })

test('a tool goes by the name of its folder', () => {
  const folders = readdirSync(join(projectFolder, 'analyses', 'survey-tools')).filter((name) =>
    statSync(join(projectFolder, 'analyses', 'survey-tools', name)).isDirectory(),
  )
  expect([...surveyTools.keys()]).toEqual(folders.toSorted())
  for (const [id, tool] of surveyTools) expect(tool.id).toBe(id)
})

describe('exports are recognised by their shape', () => {
  const formats = join(projectFolder, 'fixtures', 'formats')
  test.each([
    ['google-forms/odm (svar).csv', 'google-forms'],
    ['constructed/constructed_google_forms_no.csv', 'google-forms'],
    ['limesurvey/results-survey771204.csv', 'limesurvey'],
    ['constructed/constructed_results_full_answers.csv', 'limesurvey'],
    ['constructed/constructed_results-survey123456_comma.csv', 'limesurvey'],
    ['constructed/constructed_results-survey123456_semicolon.csv', 'limesurvey'],
    ['nettskjema/data-402113-2022-09-01-0912.txt', 'nettskjema'],
    ['qualtrics/odm_august_2022.csv', 'qualtrics'],
    ['redcap/data.csv', 'redcap'],
    ['surveyxact-comma/dataset.csv', 'surveyxact'],
    ['surveyxact-semicolon/dataset.csv', 'surveyxact'],
    ['surveyxact-tab/dataset.csv', 'surveyxact'],
    ['labels/svar-nb.csv', null],
  ])('%s', async (path, tool) => {
    expect(await toolOf(join(formats, path))).toBe(tool)
  })

  test.each([
    ['ID;Starttidspunkt;Fullføringstidspunkt;E-postadresse;Navn;Hvor enig er du?\n1;a;b;anonymous;;Enig\n', 'ms-forms'],
    ['ID,Start time,Completion time,Email,Name,How much?\n1,a,b,anonymous,,Agree\n', 'ms-forms'],
    ['ID;Starttid;Slutförandetid;E-post;Namn;Hur mycket?\n1;a;b;anonymous;;Ja\n', 'ms-forms'],
    ['ID;Starttidspunkt;Fuldførelsestidspunkt;Mail;Navn;Hvor meget?\n1;a;b;anonymous;;Ja\n', 'ms-forms'],
    ['Respondent ID,Collector ID,Start Date,End Date,IP Address,How?\n,,,,,Response\n1,2,a,b,c,Well\n', 'surveymonkey'],
    ['time,value\n2022-01-01,3\n2022-01-02,4\n', null],
    ['Timestamp,Value\n2022-01-01 10:00,3\n2022-01-02 10:00,4\n', null],
    ['id,name,score\n1,a,3\n2,b,4\n', null],
  ])('%j', async (text, tool) => {
    expect(await toolOfText(text)).toBe(tool)
  })
})

describe.skipIf(!hasReferences)('real exports, read in place (left out where the folder is not there)', () => {
  test.each([
    ['surveyxact/ex_survey2_semicolon_ansi/dataset.csv', 'surveyxact'],
    ['surveyxact/ex_survey2_tab_utf16/dataset.csv', 'surveyxact'],
    ['nettskjema/data-123823-2025-08-19-2249.txt', 'nettskjema'],
    ['qualtrics/sample_3header.csv', 'qualtrics'],
    ['qualtrics/sample_legacy_2header.csv', 'qualtrics'],
    ['redcap/checkboxes-1/data.csv', 'redcap'],
    ['redcap/clinical-trial-1/data.csv', 'redcap'],
    ['redcap/decimal-comma/data.csv', 'redcap'],
    ['redcap/multilevel-model-1/data.csv', 'redcap'],
    ['redcap/simple/data.csv', 'redcap'],
    ['redcap/survey/data.csv', 'redcap'],
    ['redcap/validation-types-1/data.csv', 'redcap'],
    ['surveymonkey/starwars_excerpt_two_header_utf8.csv', 'surveymonkey'],
  ])('%s', async (path, tool) => {
    expect(await toolOf(join(referenceFolder, 'formats', path))).toBe(tool)
  })
})

test('a window says by what a file was recognised, and which columns may say who answered', async () => {
  const text =
    'StartDate,EndDate,Finished,IPAddress,RecipientEmail,Progress,ResponseId,Q1\na,b,1,1.2.3.4,x@y.no,100,R_1,3\n'
  const { head } = (await openTable(readers, textFile('a.csv', text))).table
  const [recognised, persons] = toolPhrases(head)
  expect(recognised).toMatchObject({ message: 'survey-tools:recognised', values: { tool: 'Qualtrics' } })
  expect(persons?.message).toBe('survey-tools:persons')
  expect(JSON.stringify(persons?.values)).toContain('["IPAddress","RecipientEmail"]')
})

test.each([
  [
    'Tidsmerke,Kjønn,Hvor enig er du? [Kurs]\n2022/09/01 9:12:04 AM GMT+2,Mann,Enig\n',
    ['Tidsmerke', 'Hvor enig er du? [Kurs]'],
  ],
  ['Tidsmerke,Kjønn\n2022/09/01 9:12:04 AM GMT+2,Mann\n', ['Tidsmerke']],
])('a form of Google is known by its time and by the rows of its grids: %j', async (text, headers) => {
  const [recognised] = toolPhrases((await openTable(readers, textFile('a.csv', text))).table.head)
  expect(recognised?.values).toMatchObject({ tool: 'Google Forms', headers: { list: headers } })
})

test('the row of import ids makes an export of Qualtrics certain, with a single column of its own', async () => {
  const rows = [
    'ResponseId,Q1',
    'Response ID,How?',
    '"{""ImportId"":""_recordId""}","{""ImportId"":""QID1""}"',
    'R_1,3',
    'R_2,4',
  ]
  const { head } = (await openTable(readers, textFile('a.csv', `${rows.join('\n')}\n`))).table
  expect(recogniseTool(head)).toMatchObject({ tool: { id: 'qualtrics' }, sureness: 1 })
  const plain = (await openTable(readers, textFile('a.csv', 'ResponseId,Q1\nR_1,3\nR_2,4\n'))).table
  expect(recogniseTool(plain.head)).toBeNull()
})

test('repeated forms of REDCap are told', async () => {
  const text = 'record_id,redcap_repeat_instrument,redcap_repeat_instance,a,b_complete\n1,,,3,2\n1,visit,1,,\n'
  const { head } = (await openTable(readers, textFile('a.csv', text))).table
  expect(toolPhrases(head).map(({ message }) => message)).toEqual(['survey-tools:recognised', 'survey-tools:repeated'])
})

test.each(
  [
    '$submission_id $created $answer_time_ms stato_1 respid respondentid responseid responseset svar-id svarid collectorid',
    'record_id recordid submission_id externalreference externaldatareference token seed id startdate enddate recordeddate',
    'submitdate datestamp created timestamp tidsmerke tidstämpel tidsstempel starttidspunkt fullføringstidspunkt starttid',
    'slutförandetid status progress finished ipaddress ipaddr refurl lastpage startlanguage interviewtime grouptime12',
    'q1time_x userlanguage distributionchannel recipientlastname recipientfirstname recipientemail locationlatitude',
    'locationlongitude locationaccuracy email e-post e-postadresse e-postadress name navn namn redcap_event_name',
    'redcap_repeat_instrument form_complete form_survey_timestamp form_timestamp',
  ]
    .join(' ')
    .split(' ')
    .concat('respondent id', 'response id', 'collector id', 'start date', 'end date', 'date submitted', 'start time')
    .concat('completion time', 'last modified time', 'tidspunkt for siste endring', 'senast ändrad', 'ip address')
    .concat('duration (in seconds)', 'email address', 'first name', 'last name', 'custom data 1', 'total points')
    .concat('quiz feedback', 'submitdate. Dato for innsending'),
)('a column of its own: %s', (name) => {
  expect(isToolColumn(column(name.toUpperCase()))).toBe(true)
})

test.each(['culture_1', 'Hvor enig er du?', 'role', 'kommune', 'timeliness', 'identity', 'complete picture'])(
  'no column of its own: %s',
  (name) => {
    expect(isToolColumn(column(name))).toBe(false)
  },
)

test.each(interfaceLanguages)('%s says what English says, and nothing is said by nobody', (language) => {
  const keysIn = (spoken: typeof language): readonly string[] =>
    Object.keys(messagesOf(spoken)).filter((key) => key.startsWith('survey-tools:'))
  expect(keysIn(language).toSorted()).toEqual(keysIn('en').toSorted())
  const sources = ['analyses/survey-tools', 'analyses/sources', 'main/cli', 'renderer'].flatMap((folder) =>
    filesBelow(folder, ['.ts', '.tsx']).map(readProjectFile),
  )
  const whole = sources
    .join('\n')
    .replaceAll('non-answer.${kind}', 'non-answer.dont_know non-answer.not_relevant non-answer.refused')
  expect(keysIn('en').filter((key) => !whole.includes(key.slice('survey-tools:'.length)))).toEqual([])
})
