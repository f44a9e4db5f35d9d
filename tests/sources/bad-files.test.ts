import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { engineOfTests, tableNames } from '../database/engine-of-tests'
import { instrumentAt } from '../fixture-project'
import { fileAt, projectFolder, refusal } from './sample-data'
import type { DataFile } from '../../analyses/readers/data-file'
import type { AnySource } from '../../analyses/sources/source'
import { loadHeadcount, loadLog, loadSurvey } from './reading'

const bad = join(projectFolder, 'fixtures', 'bad')
const database = await engineOfTests()
const instrument = instrumentAt(join(bad, 'instrument.json'))

const loadBad = (
  name: string,
  attributes: readonly string[] = ['organisation', 'role'],
): ReturnType<typeof loadSurvey> =>
  loadSurvey(
    database,
    fileAt(join(bad, name), 23),
    { kind: 'survey', id: name, file: name, round: name, attributes },
    instrument,
  )

const loadBadLog = (
  name: string,
  fields: Pick<AnySource, 'kind'> & Readonly<Record<string, string>>,
): ReturnType<typeof loadLog> =>
  loadLog(database, fileAt(join(bad, name), 17), { id: 'log', file: 'x', time_zone: 'Europe/Oslo', ...fields })

describe('refused, with the file and the place', () => {
  test.each<[string, string, number | undefined, number | string | undefined]>([
    ['empty.csv', 'empty', undefined, undefined],
    ['byte-order-mark-only.csv', 'empty', undefined, undefined],
    ['blank-lines-only.csv', 'empty', undefined, undefined],
    ['header-only.csv', 'header-only', 1, undefined],
    ['unclosed-quote.csv', 'unclosed-quote', 4, 1],
    ['ragged-rows.csv', 'ragged', 3, undefined],
    ['mixed-encoding.csv', 'mixed-encoding', 7, undefined],
    ['duplicate-header.csv', 'duplicate-header', 1, 'culture_1'],
    ['empty-header.csv', 'empty-header', 1, 4],
    ['renamed-pdf.csv', 'is-pdf', undefined, undefined],
    ['renamed-xlsx.csv', 'xlsx-damaged', undefined, undefined],
    ['not-a-survey.csv', 'no-item-matched', 1, undefined],
    ['other-items.csv', 'no-item-matched', 1, undefined],
  ])('%s', async (name, key, line, column) => {
    const before = await tableNames(database)
    const error = await refusal(loadBad(name))
    expect([error.code, error.place.file, error.place.line, error.place.column]).toEqual([
      `ingest:${key}`,
      name,
      line,
      column,
    ])
    expect((await tableNames(database)).filter((table) => table !== '_sources')).toEqual(
      before.filter((table) => table !== '_sources'),
    )
  })

  test('headcounts that are none, both lines named', async () => {
    const error = await refusal(
      loadHeadcount(database, fileAt(join(bad, 'headcount-negative.csv')), {
        kind: 'headcount',
        id: 'h',
        file: 'h.csv',
      }),
    )
    expect([error.code, error.place.line]).toEqual(['ingest:headcount-not-whole', 2])
    expect(error.about['examples']).toMatchObject({ list: [{ values: { line: '2' } }, { values: { line: '3' } }] })
  })
})

describe('loaded, and the report says what there is to say', () => {
  test.each<[string, number, number, readonly string[]]>([
    ['good.csv', 15, 15, []],
    ['windows-1252.csv', 15, 15, []],
    ['utf-16-without-mark.csv', 15, 15, []],
    ['all-equal.csv', 15, 15, []],
    ['group-of-one.csv', 16, 16, []],
    ['single-row.csv', 1, 1, []],
    ['hostile-names.csv', 108, 108, []],
    ['all-missing.csv', 15, 7, ['ingest:blank-respondents']],
    ['outside-scale.csv', 15, 15, ['ingest:out-of-range', 'ingest:unreadable']],
  ])('%s', async (name, read, used, notes) => {
    const report = await loadBad(name)
    expect([report.rowsRead, report.rowsUsed, report.notes.map(({ code }) => code)]).toEqual([read, used, notes])
  })

  test('__proto__ as header is text like any other', async () => {
    const report = await loadBad('proto-header.csv', [])
    expect(report.columns.slice(0, 2)).toMatchObject([
      { header: '__proto__', role: 'ignored' },
      { header: 'constructor', role: 'ignored' },
    ])
    expect(
      (await loadBad('proto-header.csv', ['__proto__', 'constructor']).catch((error: unknown) => error)) as object,
    ).toMatchObject({ code: 'ingest:attribute-id-taken' })
    expect((await loadBad('proto-header.csv', ['constructor'])).attributes).toEqual(['constructor'])
  })

  test('a log without the lines that have no time', async () => {
    const report = await loadBadLog('log-bad-times.csv', {
      kind: 'observations',
      time: 't',
      value: 'value',
      series: 'room',
    })
    expect([report.rowsRead, report.rowsUsed, report.leftOut]).toEqual([
      10,
      6,
      { 'time-in-gap': 1, 'unreadable-time': 2, 'no-time': 1 },
    ])
    expect(report.notes.map(({ code }) => code)).toEqual(
      expect.arrayContaining(['ingest:unreadable-value', 'ingest:blank-values', 'ingest:unordered']),
    )
  })

  test('coverage without the period that ends before it starts', async () => {
    const report = await loadBadLog('coverage-end-before-start.csv', {
      kind: 'coverage',
      start: 'from',
      end: 'to',
      subject: 'room',
    })
    expect(report.leftOut).toEqual({ 'end-before-start': 1 })
  })
})

test('two gigabytes are read in bounded memory and can be called off', async () => {
  const header = new TextEncoder().encode('organisation;role;culture_1;culture_2\n')
  const piece = new TextEncoder().encode('Østmo kommune;employee;4;5\n'.repeat(40_000))
  const pieces = Math.ceil(2 ** 31 / piece.length)
  const file: DataFile = {
    name: 'two-gigabytes.csv',
    size: header.length + pieces * piece.length,
    async *chunks() {
      yield header
      for (let index = 0; index < pieces; index += 1) yield piece
    },
  }
  expect(file.size).toBeGreaterThan(2 ** 31)
  const abort = { aborted: false }
  let share = 0
  const memory: number[] = []
  const work = loadSurvey(
    database,
    file,
    { kind: 'survey', id: 'huge', file: file.name, round: '1', attributes: ['organisation', 'role'] },
    instrument,
    {
      abort,
      onProgress: ({ bytesRead, bytesTotal }) => {
        share = bytesRead / bytesTotal
        memory.push(process.memoryUsage().arrayBuffers)
        if (share > 0.02) abort.aborted = true
      },
    },
  )
  await expect(work).rejects.toMatchObject({ name: 'Aborted' })
  expect(share).toBeGreaterThan(0.02)
  expect(share).toBeLessThan(0.2)
  expect(Math.max(...memory) - (memory[0] ?? 0)).toBeLessThan(600 * 2 ** 20)
  expect((await tableNames(database)).filter((name) => name.startsWith('_staging'))).toEqual([])
})
