import { describe, expect, test } from 'vitest'
import { itemInWords } from '../../analyses/core/words'
import type { SurveySource } from '../../analyses/sources/survey/fields'
import { emptiedEngine } from '../database/engine-of-tests'
import { loadSurvey, problemsOf, recognise } from './reading'
import { instrumentOf, item, refusal, textFile, valuesOf } from './sample-data'

const database = await emptiedEngine()
const instrument = instrumentOf([item('q1', { aliases: ['item_one'] }), item('q2')])
const source: SurveySource = { kind: 'survey', id: 's', file: 'x', round: '1' }

const read = (text: string, more: Partial<SurveySource> = {}): ReturnType<typeof loadSurvey> =>
  loadSurvey(database, textFile('x.csv', text), { ...source, ...more }, instrument)

const answers = (id: string): ReturnType<typeof valuesOf> => valuesOf(database, 'responses', id)

describe('two headers alike', () => {
  const comments = 'Tidsmerke,q1,Kommentar,q2,Kommentar\n2022,1,bra,2,fint\n2022,3,,4,\n2022,5,ok,5,\n'

  test('are no matter where neither is read', async () => {
    const report = await read(comments)
    expect([await answers('q1'), await answers('q2')]).toEqual([
      [1, 3, 5],
      [2, 4, 5],
    ])
    expect(report.columns.map(({ header }) => header)).toEqual([
      'Tidsmerke',
      'q1',
      'Kommentar #1',
      'q2',
      'Kommentar #2',
    ])
  })

  test('are told apart in the mapping, and refused where it does not say which', async () => {
    await read(comments, { columns: { 'Kommentar #2': 'remark' } })
    expect(await answers('remark')).toEqual(['fint', null, null])
    const failure = await refusal(read(comments, { columns: { Kommentar: 'remark' } }))
    expect([failure.code, failure.about['one'], failure.about['two']]).toEqual([
      'ingest:duplicate-header',
      'Kommentar #1',
      'Kommentar #2',
    ])
    const twice = 'id,id,q1,q2\n1,7,1,2\n2,8,2,3\n'
    expect((await refusal(read(twice, { respondent: 'id' }))).code).toBe('ingest:duplicate-header')
    await read(twice, { respondent: 'id #2' })
    expect(await answers('_respondent')).toEqual(['7', '8'])
  })

  test('of two branches are one item', async () => {
    const report = await read('gren,q1,q2,q1\na,1,2,\nb,,3,3\na,5,4,\nb,,1,2\n')
    expect(await answers('q1')).toEqual([1, 3, 5, 2])
    expect(report.notes.map(({ code }) => code)).toEqual(['ingest:columns-joined'])
    expect(report.notes[0]?.about['item']).toEqual(itemInWords('q1'))
    expect(report.rowsUsed).toBe(4)
  })

  test('that one row fills both are never read as one', async () => {
    const problems = await problemsOf(textFile('x.csv', 'q1,q2,q1\n1,2,3\n'), source, instrument)
    expect(problems.map(({ code }) => code)).toEqual(['ingest:duplicate-header'])
    const rows = Array.from({ length: 600 }, () => '1,2,\n').join('')
    const late = await refusal(read(`q1,q2,q1\n${rows}1,2,3\n`))
    expect([late.code, late.place.line]).toEqual(['ingest:both-filled', 602])
    await read('q1,q2,q1\n1,2,3\n', { columns: { 'q1 #2': 'q1' } })
    expect(await answers('q1')).toEqual([3])
  })
})

describe('a column without a header', () => {
  test('may have content where it is not read, and goes by its place', async () => {
    const text = 'id;q1;;q2;\n1;1;bra;2;x\n2;3;;4;\n'
    const report = await read(text)
    expect(await answers('q2')).toEqual([2, 4])
    expect(report.columns.map(({ header }) => header)).toEqual(['id', 'q1', '#3', 'q2', '#5'])
    await read(text, { columns: { '#3': 'remark' } })
    expect(await answers('remark')).toEqual(['bra', null])
  })

  test('is refused where it could be an item that is missing', async () => {
    expect((await refusal(read('id;q1;\n1;1;2\n2;3;4\n'))).code).toBe('ingest:empty-header')
    await read('id;q1;\n1;1;2\n2;3;4\n', { columns: { '#3': 'q2' } })
    expect(await answers('q2')).toEqual([2, 4])
  })
})

describe('what stands above the header', () => {
  test.each([
    ['a title', 'Resultater fra undersøkelsen 2022\nid;q1;q2\n1;1;2\n2;3;4\n', 2],
    ['a title with a comma', 'Resultater, undersøkelsen 2022\n\nid;q1;q2\n1;1;2\n2;3;4\n', 3],
    ['a title that a spreadsheet padded', 'Resultater fra undersøkelsen 2022;;\n;;\nid;q1;q2\n1;1;2\n2;3;4\n', 3],
    ['comments', '# exported by logger 7\n# 2022-08-31, 12:00\nid;q1;q2\n1;1;2\n2;3;4\n', 3],
    ['facts', 'Undersøkelse;ODM\nUttrekk;31.08.2022\nid;q1;q2;kommune;rolle\n1;1;2;Ås;leder\n2;3;4;Bø;leder\n', 3],
    ['nothing', 'id;q1;q2\n1;1;2\n2;3;4\n', 1],
    ['nothing, and a header that begins with #', '# id;q1;q2\n1;1;2\n2;3;4\n', 1],
  ])('%s', async (_, text, line) => {
    const report = await read(text)
    expect([await answers('q1'), await answers('q2')]).toEqual([
      [1, 3],
      [2, 4],
    ])
    expect([report.dialect['headerLine'], report.rowsRead]).toEqual([line, 2])
    expect(report.reasons.some(({ message }) => message === 'ingest:reason-header-line')).toBe(line > 1)
  })

  test('is known by the line of the header where that is declared', async () => {
    const text = 'q1;q2;x\nid;q1;q2\n1;1;2\n2;3;4\n'
    await read(text, { dialect: { header_line: 2 } })
    expect(await answers('q2')).toEqual([2, 4])
    const { head } = await recognise(textFile('x.csv', 'Tittel\nid;q1;q2\n1;1;2\n'))
    expect([head.headerLine, head.sample.length]).toEqual([2, 1])
  })
})
