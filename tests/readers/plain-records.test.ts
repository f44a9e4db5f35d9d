import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { InputError } from '../../analyses/core/errors'
import { memoryFile } from '../../analyses/readers/data-file'
import delimited from '../../analyses/readers/delimited/reader'
import { cellText, type OpenTable, type ReadOptions } from '../../analyses/readers/reader'
import { createSurveyTable } from '../../analyses/sources/survey/table'
import { matchSurveyColumns } from '../../analyses/sources/survey/columns'
import { createPacking } from '../../analyses/sources/survey/packing'
import { instrumentOf, item } from '../sources/sample-data'

/* Cells of one character take a path of their own; what is read and what is said of a file do not depend on it. */

/** What reading comes to, be it an error. */
async function outcome(work: () => Promise<unknown>): Promise<unknown> {
  try {
    return await work()
  } catch (error) {
    if (!(error instanceof InputError)) throw error
    return { code: error.code, about: error.about, place: error.place }
  }
}

async function cellsOf(table: OpenTable, columns: readonly number[], options: ReadOptions): Promise<unknown> {
  const records: unknown[] = []
  const blocks = table.blocks(options)
  let next = await blocks.next()
  for (; next.done !== true; next = await blocks.next()) {
    const block = next.value
    for (let row = 0; row < block.rowCount; row += 1)
      records.push([
        block.firstRow + row,
        block.lines[row],
        ...columns.map((column) => cellText(block, row, column, table.decode)),
      ])
  }
  return { records, totals: next.value }
}

const instrument = instrumentOf([item('a'), item('b', { reversed: true }), item('c'), item('y', { scale: 'years' })])
const source = {
  id: 's',
  kind: 'survey',
  file: 's.csv',
  round: '2022',
  attributes: ['role'],
  respondent: 'who',
  weight: 'w',
} as const

/** All that a survey's rows become on their way to the engine, and what is said of them. */
async function surveyOf(table: OpenTable, isWhole: boolean): Promise<unknown> {
  const match = matchSurveyColumns(table.head, instrument, source)
  const survey = createSurveyTable(table, match, source, createPacking(instrument))
  const blocks = table.blocks(isWhole ? {} : { wanted: survey.wanted })
  let next = await blocks.next()
  for (; next.done !== true; next = await blocks.next()) survey.read(next.value)
  return {
    totals: next.value,
    rowsRead: survey.rowsRead(),
    batch: survey.takeBatch(),
    leftOut: survey.leftOut(),
    notes: survey.notes(),
    nonAnswers: survey.nonAnswers(),
    levels: [survey.levels('role'), survey.usedLevels('role')],
  }
}

const cell = fc.oneof(
  { weight: 6, arbitrary: fc.constantFrom('1', '2', '3', '4', '5', '9', '') },
  {
    weight: 1,
    arbitrary: fc.constantFrom('7', '12', ' ', 'x', 'é', '–', 'NA', '"3"', '"a;b"', '"l\nm"', '"', 'Helt enig', '5 '),
  },
)

const files = fc
  .record({
    rows: fc.array(fc.array(cell, { minLength: 8, maxLength: 8 }), { minLength: 1, maxLength: 30 }),
    lineEnd: fc.constantFrom('\n', '\r\n', '\r'),
    endsWithLine: fc.boolean(),
    isLatin: fc.boolean(),
    changes: fc.array(
      fc.record({
        at: fc.double({ min: 0, max: 1, noNaN: true }),
        length: fc.integer({ min: 0, max: 2 }),
        by: fc.constantFrom('', ';', '\n', '\r', '\r\n', '"', '""', ' ', '5', '9;', '\u001a', '\n\n', 'é'),
      }),
      { maxLength: 3 },
    ),
    chunkSize: fc.integer({ min: 1, max: 60 }),
  })
  .map(({ rows, lineEnd, endsWithLine, isLatin, changes, chunkSize }) => {
    const header = 'who;role;a;b;passed over;c;y;w'
    let text = [header, ...rows.map((row, at) => [at, ...row.slice(1)].join(';'))].join(lineEnd)
    if (endsWithLine) text += lineEnd
    for (const { at, length, by } of changes) {
      const place = header.length + Math.floor(at * (text.length - header.length))
      text = text.slice(0, place) + by + text.slice(place + length)
    }
    return memoryFile('s.csv', Buffer.from(text, isLatin ? 'latin1' : 'utf8'), chunkSize)
  })

const numRuns = Number(process.env['VALTEL_FUZZ'] ?? 1500)

describe('cells of one character', () => {
  test('are what they are without a path of their own, on the same lines, and with the same faults', async () => {
    let refused = 0
    const wanted = fc
      .subarray([1, 2, 3, 4, 5, 6, 7], { minLength: 1 })
      .chain((columns) => fc.record({ columns: fc.constant(columns), short: fc.subarray(columns) }))
    await fc.assert(
      fc.asyncProperty(files, wanted, async (file, { columns, short: asked }) => {
        const open = await outcome(() => delimited.open(file, { delimiter: ';' }))
        if (open === null || typeof open !== 'object' || !('blocks' in open)) return
        const table = open as OpenTable
        if (table.head.columns.length !== 8) return
        const whole = await outcome(() => cellsOf(table, columns, {}))
        const short = await outcome(() => cellsOf(table, columns, { wanted: { columns, short: asked } }))
        if (whole !== null && typeof whole === 'object' && 'code' in whole) refused += 1
        expect(short).toEqual(whole)
      }),
      { numRuns },
    )
    // Some of the files are broken, and most are not.
    expect(refused).toBeGreaterThan(numRuns / 100)
    expect(refused).toBeLessThan(numRuns / 2)
  })

  test('make the same survey, with the same notes', async () => {
    let read = 0
    await fc.assert(
      fc.asyncProperty(files, async (file) => {
        const open = await outcome(() => delimited.open(file, { delimiter: ';' }))
        if (open === null || typeof open !== 'object' || !('blocks' in open)) return
        const table = open as OpenTable
        if (table.head.columns.length !== 8) return
        const whole = await outcome(() => surveyOf(table, true))
        expect(await outcome(() => surveyOf(table, false))).toEqual(whole)
        if (whole !== null && typeof whole === 'object' && 'batch' in whole) read += 1
      }),
      { numRuns },
    )
    expect(read).toBeGreaterThan(numRuns / 4)
  })
})
