import { beforeEach, describe, expect, test } from 'vitest'
import { Aborted } from '../../analyses/core/errors'
import { removeSource } from '../../analyses/sources/staging'
import { sourceOf } from '../../analyses/sources/registry'
import { summarizeSurvey } from '../../analyses/recipe/open'
import type { DataPart, SurveyPart } from '../../analyses/sources/parts'
import { emptiedEngine, tableNames } from '../database/engine-of-tests'
import { encode, instrumentOf, item, refusal, textFile, valuesOf } from './sample-data'
import { memoryFile, type DataFile } from '../../analyses/readers/data-file'
import type { LoadOptions } from '../../analyses/sources/report'
import type { SurveySource } from '../../analyses/sources/survey/fields'
import { loadHeadcount, loadSurvey, problemsOf } from './reading'

const database = await emptiedEngine()

const instrument = instrumentOf([
  item('a'),
  item('b', { reversed: true }),
  item('c', { askedOf: ['leader'] }),
  item('y', { scale: 'years' }),
])
const source = (more: Partial<SurveySource> = {}): SurveySource => ({
  kind: 'survey',
  id: 'r1',
  file: 't.csv',
  round: '2021',
  attributes: ['role'],
  ...more,
})
const read = (
  file: DataFile,
  more: Partial<SurveySource> = {},
  options: LoadOptions = {},
): ReturnType<typeof loadSurvey> => loadSurvey(database, file, source(more), instrument, options)
const first = textFile(
  'first.csv',
  'role;a;b;c;y;comment\nleader;5;1;9;7,5;x\nemployee;;;;;only words\nemployee;Helt uenig;8;;12;\n;3;2;;;\n',
)

describe('a survey in the engine', () => {
  test('items as answered, non-answers by type, attributes as enumerations, rows by number', async () => {
    const report = await read(first)
    expect([report.rowsRead, report.rowsUsed, report.leftOut]).toEqual([4, 3, { blank: 1 }])
    expect(await valuesOf(database, 'responses', '_row')).toEqual([1, 3, 4])
    expect(await valuesOf(database, 'responses', '_source')).toEqual(['r1', 'r1', 'r1'])
    expect(await valuesOf(database, 'responses', 'round')).toEqual(['2021', '2021', '2021'])
    expect(await valuesOf(database, 'responses', 'role')).toEqual(['leader', 'employee', null])
    expect(await valuesOf(database, 'responses', 'a')).toEqual([5, 1, 3])
    expect(await valuesOf(database, 'responses', 'b')).toEqual([1, -127, 2])
    expect(await valuesOf(database, 'responses', 'c')).toEqual([-128, null, null])
    expect(await valuesOf(database, 'responses', 'y')).toEqual([7.5, 12, null])
    expect(await valuesOf(database, 'responses', '_weight')).toEqual([1, 1, 1])
    expect(await valuesOf(database, 'responses', '_respondent')).toEqual([null, null, null])
    expect(report.nonAnswers).toEqual([
      { item: 'b', kind: 'not_relevant', count: 1 },
      { item: 'c', kind: 'dont_know', count: 1 },
    ])
    expect(report.sha256).toMatch(/^[0-9a-f]{64}$/)
    expect(report.columns.at(-1)).toMatchObject({ header: 'comment', role: 'ignored' })
    const types = await valuesOf(
      database,
      `(SELECT column_name, data_type FROM duckdb_columns() WHERE table_name = 'responses')`,
      'data_type',
      'column_name',
    )
    expect(new Set(types)).toEqual(
      new Set(['DOUBLE', "ENUM('2021')", 'INTEGER', "ENUM('r1')", 'TINYINT', "ENUM('employee', 'leader')", 'VARCHAR']),
    )
    expect((await tableNames(database)).filter((name) => name.startsWith('_staging'))).toEqual([])
  })

  test('a second round joins the first, with attributes and items of its own', async () => {
    await read(first)
    const second = textFile('second.csv', 'role,unit,a\nleder,Øst,4\nleader,"Vest, ""indre""",5\n')
    const report = await read(second, { id: 'r2', round: '2022', attributes: ['role', 'unit'] })
    expect(report.missingItems).toEqual(['b', 'c', 'y'])
    const order = '"round", "_row"'
    expect(await valuesOf(database, 'responses', 'round', order)).toEqual(['2021', '2021', '2021', '2022', '2022'])
    expect(await valuesOf(database, 'responses', 'role', order)).toEqual([
      'leader',
      'employee',
      null,
      'leder',
      'leader',
    ])
    expect(await valuesOf(database, 'responses', 'unit', order)).toEqual([null, null, null, 'Øst', 'Vest, "indre"'])
    expect(await valuesOf(database, 'responses', 'a', order)).toEqual([5, 1, 3, 4, 5])
    expect(await valuesOf(database, 'responses', 'b', order)).toEqual([1, -127, 2, null, null])
  })

  test('loaded again, a source replaces its rows; taken out, it leaves the others', async () => {
    await read(first)
    await read(textFile('other.csv', 'role;a\nx;1\n'), { id: 'r2', round: '2022' })
    await read(textFile('again.csv', 'role;a\nboss;2\n'))
    expect(await valuesOf(database, 'responses', 'role', '"round"')).toEqual(['boss', 'x'])
    await removeSource(database, 'r1')
    expect(await valuesOf(database, 'responses', 'role', '"round"')).toEqual(['x'])
    await read(first)
    expect((await valuesOf(database, 'responses', 'a')).length).toBe(4)
  })

  test('many rows over several batches are all there, in order', async () => {
    const rows = Array.from(
      { length: 150_000 },
      (_, row) => `${row % 3 === 0 ? '' : `unit ${row % 700}`};${(row % 5) + 1};${row % 11 === 0 ? 'Vet ikke' : ''}`,
    )
    const report = await read(memoryFile('big.csv', encode(`role;a;b\r\n${rows.join('\r\n')}`, 'utf-8'), 65_521))
    expect(report.rowsUsed).toBe(150_000)
    const frame = await database.frame(
      `SELECT count(*) FILTER (WHERE "a" = ("_row" - 1) % 5 + 1) AS a, count(*) FILTER (WHERE "role" IS NOT DISTINCT FROM CASE WHEN ("_row" - 1) % 3 = 0 THEN NULL ELSE concat('unit ', ("_row" - 1) % 700) END) AS r, count(*) FILTER (WHERE ("b" IS NOT NULL) = (("_row" - 1) % 11 = 0)) AS b FROM responses`,
    )
    expect(
      ['a', 'r', 'b'].map((id) => (frame.columns[id]?.kind === 'numeric' ? frame.columns[id].values[0] : null)),
    ).toEqual([150_000, 150_000, 150_000])
  })

  test('reversed codes of the export are turned back, and it says so', async () => {
    const report = await read(textFile('t.csv', 'a;b\n1;1\n1;9\n1;Helt enig\n'), {
      attributes: [],
      reverse_already: true,
    })
    expect(await valuesOf(database, 'responses', 'b')).toEqual([5, -128, 5])
    expect(await valuesOf(database, 'responses', 'a')).toEqual([1, 1, 1])
    expect(report.notes.map(({ code }) => code)).toContain('ingest:turned-back')
  })

  test('weights and respondents', async () => {
    const report = await read(textFile('t.csv', 'id;w;a\np1;1,5;1\np2;;2\np3;-1;3\n;0;4\n'), {
      attributes: [],
      respondent: 'id',
      weight: 'w',
    })
    expect([report.rowsUsed, report.leftOut, report.weighted, report.hasRespondents]).toEqual([
      2,
      { 'no-weight': 2 },
      true,
      true,
    ])
    expect(await valuesOf(database, 'responses', '_weight')).toEqual([1.5, 0])
    expect(await valuesOf(database, 'responses', '_respondent')).toEqual(['p1', null])
    expect(report.notes.map(({ code }) => code)).toEqual(
      expect.arrayContaining(['ingest:weight-unusable', 'ingest:blank-respondent-ids', 'ingest:zero-weights']),
    )
  })

  test('a column of rounds', async () => {
    const report = await read(textFile('t.csv', 'runde;a\n2022;1\n2021;2\n;3\n'), { attributes: [], round: undefined })
    expect([report.rounds.toSorted(), report.leftOut]).toEqual([['2021', '2022'], { 'no-round': 1 }])
    expect(await valuesOf(database, 'responses', 'round')).toEqual(['2022', '2021'])
  })

  test('answers that cannot be used are counted and named by line', async () => {
    const report = await read(textFile('t.csv', 'a;y\n1;1\n7;61\nja;lenge\nNA;\n0;2\n2;3\n'), { attributes: [] })
    const found = report.notes.map(({ code, about }) => [code, about['count']])
    expect(found).toEqual(
      expect.arrayContaining([
        ['ingest:out-of-range', 2],
        ['ingest:unreadable', 1],
        ['ingest:blank-word', 1],
        ['ingest:out-of-range', 1],
      ]),
    )
    const range = report.notes.find(({ code }) => code === 'ingest:out-of-range')
    expect(range?.about['examples']).toEqual({
      list: [
        { message: 'ingest:example', values: { line: '3', value: '7' } },
        { message: 'ingest:example', values: { line: '6', value: '0' } },
      ],
    })
    expect(report.leftOut).toEqual({ blank: 3 })
  })

  test('answers from roles an item is not put to are told and kept', async () => {
    const report = await read(textFile('t.csv', 'role;a;c\nleader;1;2\nemployee;1;3\nemployee;1;\n'))
    expect(
      report.notes.filter(({ code }) => code === 'ingest:answered-not-asked').map(({ about }) => about['count']),
    ).toEqual([1])
    expect(await valuesOf(database, 'responses', 'c')).toEqual([2, 3, null])
    const other = await read(textFile('t.csv', 'role;a;c\nLeder;1;2\nAnsatt;1;3\n'))
    expect(other.notes.map(({ code }) => code)).toContain('ingest:asked-of-other-names')
  })

  test('hostile texts stay texts', async () => {
    const names = [
      '<b>x</b>',
      '=1+1',
      "O'Brien; DROP TABLE responses",
      '"quoted"',
      '👩‍⚕️',
      'שלום',
      '__proto__',
      '\u202Eabc',
    ]
    await read(textFile('t.csv', `role;a\n${names.map((name) => `"${name.replaceAll('"', '""')}";1`).join('\n')}\n`))
    expect(await valuesOf(database, 'responses', 'role')).toEqual(names)
  })

  test('rounds without a common item are told', async () => {
    await read(textFile('one.csv', 'a\n1\n'), { attributes: [] })
    const report = await read(textFile('two.csv', 'b\n1\n'), { id: 'r2', round: '2022', attributes: [] })
    expect(report.notes.map(({ code }) => code)).toContain('ingest:no-common-items')
  })

  test('what is no UTF-8 only far into the file is read as windows-1252', async () => {
    const text = `role;a\n${'employee;1\n'.repeat(120_000)}ansatt på Østerdal;2\n`
    const report = await read(memoryFile('late.csv', encode(text, 'windows-1252'), 65_521))
    expect([report.dialect.encoding, report.rowsUsed]).toEqual(['windows-1252', 120_001])
    expect(report.notes[0]?.code).toBe('ingest:encoding-late')
    expect((await valuesOf(database, 'responses', 'role', '"_row" DESC LIMIT 1'))[0]).toBe('ansatt på Østerdal')
  })

  test('progress goes from nothing to everything', async () => {
    const seen: number[] = []
    await read(
      memoryFile('p.csv', encode(`a\n${'1\n'.repeat(50_000)}`, 'utf-8'), 1000),
      { attributes: [] },
      { onProgress: ({ bytesRead }) => seen.push(bytesRead) },
    )
    expect(seen).toEqual(seen.toSorted((a, b) => a - b))
    expect(seen.at(-1)).toBe(100_002)
    expect(seen.length).toBeGreaterThan(2)
  })
})

test.each([
  ['1', '2', '10', '9'],
  ['9', '10', '10'],
  ['a', 'b', 'aa', 'b'],
  ['b', 'a', ''],
  ['1', '', '2', '', '3'],
  ['10', '9', '9'],
  ['01', '1', '02'],
  ['2', '1', '2'],
  ['x', 'X', 'xx'],
])('a respondent’s second row is told of wherever it stands, and read: %j', async (...ids) => {
  const text = `id;a\n${ids.map((id) => `${id};1\n`).join('')}`
  const given = ids.filter((id) => id !== '')
  const work = read(textFile('ids.csv', text), { attributes: [], respondent: 'id' })
  const { rowsUsed, notes } = await work
  expect(rowsUsed).toBe(ids.length)
  expect(notes.some(({ code }) => code === 'ingest:respondent-twice')).toBe(new Set(given).size < given.length)
})

describe('nothing is half-loaded', () => {
  const unchanged = async (work: () => Promise<unknown>): Promise<string> => {
    const before = await valuesOf(database, 'responses', 'a')
    const error = await refusal(work())
    expect(await valuesOf(database, 'responses', 'a')).toEqual(before)
    expect((await tableNames(database)).filter((name) => name.startsWith('_staging'))).toEqual([])
    return error.code
  }
  beforeEach(async () => {
    await read(first)
  })

  test.each<[string, string, Partial<SurveySource>]>([
    ['ingest:ragged', `a;b\n${'1;2\n'.repeat(100_000)}1\n`, {}],
    ['ingest:unclosed-quote', `a;b\n${'1;2\n'.repeat(100_000)}"1;2\n`, {}],
    ['ingest:no-answers', 'a;b\n;\n;\n', {}],
    ['ingest:header-only', 'a;b\n', {}],
    ['ingest:no-item-matched', 'x;z\n1;2\n', {}],
    [
      'ingest:too-many-levels',
      `a;unit\n${Array.from({ length: 25_000 }, (_, row) => `1;u${row}`).join('\n')}\n`,
      { attributes: ['unit'] },
    ],
  ])('%s', async (code, text, more) => {
    expect(
      await unchanged(() =>
        read(textFile('bad.csv', text, 'utf-8', 5000), { id: 'r2', round: '2022', attributes: [], ...more }),
      ),
    ).toBe(code)
  })

  test('the same file twice', async () => {
    expect(await unchanged(() => read(first, { id: 'r2', round: '2022' }))).toBe('ingest:same-file')
  })

  test('another instrument', async () => {
    const other = { ...instrument, id: 'another' }
    expect(
      await unchanged(() =>
        loadSurvey(database, textFile('x.csv', 'a\n1\n'), source({ id: 'r2', attributes: [] }), other),
      ),
    ).toBe('ingest:other-instrument')
  })

  test('a respondent in two files of one round', async () => {
    await read(textFile('x.csv', 'id;a\np1;1\n'), { attributes: [], respondent: 'id' })
    expect(
      await unchanged(() => read(textFile('y.csv', 'id;a\np1;2\n'), { id: 'r2', attributes: [], respondent: 'id' })),
    ).toBe('ingest:respondent-in-other-source')
  })

  test('an abort in the middle', async () => {
    const abort = { aborted: false }
    const file = memoryFile('long.csv', encode(`a;b\n${'1;2\n'.repeat(400_000)}`, 'utf-8'), 50_000)
    const work = read(
      file,
      { id: 'r2', round: '2022', attributes: [] },
      { abort, onProgress: ({ rowsRead }) => void (abort.aborted = rowsRead > 100_000) },
    )
    await expect(work).rejects.toBeInstanceOf(Aborted)
    expect((await valuesOf(database, 'responses', 'a')).length).toBe(3)
    expect((await tableNames(database)).filter((name) => name.startsWith('_staging'))).toEqual([])
  })

  test('a declared encoding that the bytes are not', async () => {
    const file = memoryFile('w.csv', encode('role;a\nøst;1\n', 'windows-1252'))
    const error = await refusal(read(file, { id: 'r2', dialect: { encoding: 'utf-8' } }))
    expect([error.code, error.place.file, error.place.line, error.about['byte']]).toEqual([
      'ingest:not-utf-8',
      'w.csv',
      2,
      7,
    ])
  })
})

test('all problems of a source are found at once', async () => {
  const problems = await problemsOf(
    textFile('x.csv', 'a;x;x\n1;2;3\n'),
    source({ columns: { Kommune: 'organisation', Spm1: 'a' }, attributes: ['organisation', 'role'] }),
    instrument,
  )
  expect(problems.map(({ code }) => code)).toEqual([
    'ingest:column-not-found',
    'ingest:column-not-found',
    'ingest:attribute-not-found',
    'ingest:attribute-not-found',
  ])
  const error = await refusal(
    read(textFile('x.csv', 'a;b\n1;2\n'), {
      columns: { Kommune: 'organisation', Spm1: 'a' },
      attributes: ['organisation'],
    }),
  )
  expect([error.code, error.about['missing']]).toEqual(['ingest:columns-not-found', { list: ['Kommune', 'Spm1'] }])
})

test('what several sources come to', async () => {
  const one = await read(first)
  const two = await read(textFile('2.csv', 'unit;a\nx;1\n'), { id: 'r2', round: '2022', attributes: ['unit'] })
  const three = await read(textFile('3.csv', 'unit;b\nx;1\n'), { id: 'r3', round: '2022', attributes: ['unit'] })
  const heads = await loadHeadcount(database, textFile('h.csv', 'round,role,headcount\n2021,leader,5\n'), {
    kind: 'headcount',
    id: 'h',
    file: 'h.csv',
  })
  const parts = [one, two, three, heads].map((report) => sourceOf(report.kind).part(report) as SurveyPart & DataPart)
  expect(summarizeSurvey(instrument, parts)).toEqual({
    instrument,
    attributes: ['role', 'unit'],
    itemsMissingByRound: { '2021': [], '2022': ['c', 'y'] },
    weighted: false,
    headcountBy: ['role'],
    rounds: ['2021', '2022'],
    fileLevels: {},
  })
})
