import { existsSync, readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { isMarkedMissing, type HeaderColumn } from '../../analyses/readers/reader'
import { fileAt, referenceFolder } from '../sources/sample-data'
import { projectFolder } from '../source-files'
import { cellsOf, openAny, type Cell } from './cells'

/**
 * Files of other people that may be read in place and not kept: what haven says of each column, as numbers. Where the files are absent, the tests are skipped and
 * counted as such.
 */
const folder = join(referenceFolder, 'formats', 'spss')
const isThere = existsSync(folder)

interface ExpectedColumn {
  readonly name: string
  readonly has_label: boolean
  readonly levels: number
  readonly is_text: boolean
  readonly is_time: boolean
  readonly marked: number
  readonly n: number
  readonly distinct?: number
  readonly sum?: string | null
  readonly mean?: string | null
}
const expected: {
  readonly files: readonly {
    readonly file: string
    readonly rows: number
    readonly columns: readonly ExpectedColumn[]
  }[]
} = JSON.parse(readFileSync(join(projectFolder, 'fixtures/formats/spss/expected-others.json'), 'utf8'))

/** Seconds from the beginning of the calendar of SPSS to 1970. */
const secondsBefore1970 = 12_219_379_200

function expectNumbers(column: HeaderColumn, cells: readonly Cell[], wanted: ExpectedColumn): void {
  // haven leaves quarters as numbers, which are times here.
  const shift = column.type === 'time' && !wanted.is_time ? secondsBefore1970 : 0
  const numbers = cells.filter((cell) => typeof cell === 'number').map((value) => value + shift)
  const marked = numbers.filter((cell) => isMarkedMissing(column, cell))
  const valid = numbers.filter((cell) => !isMarkedMissing(column, cell))
  const sum = valid.reduce((total, value) => total + value, 0)
  const size = valid.reduce((total, value) => total + Math.abs(value), 0)
  expect(valid, wanted.name).toHaveLength(wanted.n)
  // A time that is marked is none, and a number that is marked stays.
  if (column.type === 'number') expect(marked, wanted.name).toHaveLength(wanted.marked)
  expect(Math.abs(sum - Number(wanted.sum)), wanted.name).toBeLessThanOrEqual(1e-13 * size)
}

describe.skipIf(!isThere).each(expected.files)('$file, as haven reads it', ({ file, rows, columns }) => {
  test('has the same rows, labels, marked codes and sums', async () => {
    const table = await openAny(fileAt(join(folder, file)))
    const cells = await cellsOf(table)
    expect(table.head.problems).toEqual([])
    expect(cells[0]).toHaveLength(rows)
    expect(table.head.columns.map(({ name }) => name)).toEqual(columns.map(({ name }) => name))
    for (const [index, wanted] of columns.entries()) {
      const column = table.head.columns[index] as HeaderColumn
      const found = cells[index] ?? []
      expect(column.label !== undefined, wanted.name).toBe(wanted.has_label)
      expect(column.levels ?? [], wanted.name).toHaveLength(wanted.levels)
      expect(column.type === 'text', wanted.name).toBe(wanted.is_text)
      if (wanted.is_time) expect(column.type, wanted.name).toBe('time')
      if (!wanted.is_text) expectNumbers(column, found, wanted)
      else {
        const texts = found.filter((cell) => cell !== null)
        expect(texts, wanted.name).toHaveLength(wanted.n)
        expect(new Set(texts).size, wanted.name).toBe(wanted.distinct)
      }
    }
  })
})

test.skipIf(!isThere)('every file of the folder is among those', () => {
  const files = readdirSync(folder).filter((name) => /\.(?:z?sav|por)$/.test(name))
  expect(files.length).toBeGreaterThan(5)
  expect(files.sort()).toEqual(expected.files.map(({ file }) => file).sort())
})

/** A table of texts beside the files, by the names of its columns. */
async function tableBeside(name: string): Promise<readonly ReadonlyMap<string, string>[]> {
  const table = await openAny(fileAt(join(folder, name)))
  const names = table.head.columns.map((column) => column.name)
  const { rows } = await table.rows(10_000, {})
  return rows.map(({ cells }) => new Map(names.map((column, index) => [column, cells[index] ?? ''])))
}

test.skipIf(!isThere)('a Norwegian survey has the labels and numbers of answers of the table beside it', async () => {
  const wanted = await tableBeside('norsk_surveyxact_expected.csv')
  const table = await openAny(fileAt(join(folder, 'norsk_surveyxact_usermissing.sav')))
  const cells = await cellsOf(table)
  expect(wanted).toHaveLength(table.head.columns.length)
  for (const [index, row] of wanted.entries()) {
    const column = table.head.columns[index] as HeaderColumn
    const found = cells[index] ?? []
    const valid = found.filter((cell) => typeof cell === 'number' && !isMarkedMissing(column, cell))
    expect(column.name).toBe(row.get('variable'))
    expect(column.label ?? '', column.name).toBe(row.get('label')?.trim())
    // The table takes an empty text for an answer.
    if (column.type === 'text') continue
    expect(valid.length, column.name).toBe(Number(row.get('n_valid_after_user_missing')))
    expect(found.filter((cell) => cell === null).length, column.name).toBe(Number(row.get('n_sysmis')))
    // The table has them in the order of the questionnaire, a system file by value.
    const labels = (column.levels ?? []).map(({ value, label }) => `${value}=${label}`)
    expect(labels, column.name).toEqual((row.get('value_labels') ?? '').split('; ').filter(Boolean).sort())
  }
})

test.skipIf(!isThere)('one table in three formats has the values of the table beside it', async () => {
  const wanted = await tableBeside('pyreadstat_sample.csv')
  const read = await Promise.all(
    ['sav', 'zsav', 'por'].map(async (format) =>
      cellsOf(await openAny(fileAt(join(folder, `pyreadstat_sample.${format}`)))),
    ),
  )
  const secondsOf = (text: string | undefined): number | null =>
    text === undefined || text === '' ? null : Date.parse(text.length > 10 ? `${text.slice(0, 23)}Z` : text) / 1000
  for (const [letters, numbers, days, times] of read) {
    expect(letters).toEqual(wanted.map((row) => row.get('mychar')))
    expect(numbers).toEqual(wanted.map((row) => Number(row.get('mynum'))))
    expect(days).toEqual(wanted.map((row) => secondsOf(row.get('mydate'))))
    expect(times).toEqual(wanted.map((row) => secondsOf(row.get('dtime'))))
  }
})
