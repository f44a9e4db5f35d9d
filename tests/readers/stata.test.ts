import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { InputError } from '../../analyses/core/errors'
import { memoryFile } from '../../analyses/readers/data-file'
import { projectFolder } from '../source-files'
import { refusal } from '../sources/sample-data'
import { cellsOf, expectFuzzed, formatBytes, formatFile, openAny, readWhole } from './cells'

interface ExpectedColumn {
  readonly name: string
  readonly label: string
  readonly is_text: boolean
  readonly values: readonly (string | null)[]
  readonly tags: readonly (string | null)[]
  readonly labels: readonly { readonly value: number | null; readonly tag: string | null; readonly label: string }[]
}
const expected: {
  readonly files: readonly {
    readonly file: string
    readonly rows: number
    readonly columns: readonly ExpectedColumn[]
  }[]
} = JSON.parse(readFileSync(join(projectFolder, 'fixtures/formats/stata/expected.json'), 'utf8'))

/** The number by which names of codes list .a, .b and so on. */
const codeOf = (tag: string): number => 2_147_483_622 + tag.charCodeAt(0) - 97
/** Periods that haven leaves as numbers. */
const periods = ['maaned', 'kvartal', 'uke']

describe.each(expected.files)('$file, as haven reads it', ({ file, rows, columns }) => {
  test('has the same rows, names, labels, values and missing values', async () => {
    const table = await openAny(formatFile(`stata/${file}`))
    const cells = await cellsOf(table)
    expect(table.head.format).toBe('stata')
    expect(table.head.columns.map(({ name }) => name)).toEqual(columns.map(({ name }) => name))
    for (const [index, wanted] of columns.entries()) {
      const column = table.head.columns[index]
      const labels = wanted.labels.map(({ value, tag, label }) => ({
        value: tag === null ? value : codeOf(tag),
        label,
      }))
      expect(column?.label ?? '', wanted.name).toBe(wanted.label)
      expect(column?.levels ?? [], wanted.name).toEqual(labels)
      expect(cells[index], wanted.name).toHaveLength(rows)
      // A missing value with a name is a code that is marked; one without is none.
      const named = new Set(column?.missing ?? [])
      const values = wanted.values.map((value, row) => {
        const tag = wanted.tags[row] ?? null
        if (tag !== null && named.has(codeOf(tag))) return codeOf(tag)
        return value === null || wanted.is_text ? value : Number(value)
      })
      if (!periods.includes(wanted.name)) expect(cells[index], wanted.name).toEqual(values)
    }
  })
})

test('months, quarters and weeks begin with their first day', async () => {
  const table = await openAny(formatFile('stata/pandas-118-big.dta'))
  const cells = await cellsOf(table)
  const days = (name: string): readonly string[] =>
    (cells[table.head.columns.findIndex((column) => column.name === name)] ?? []).map((seconds) =>
      new Date(Number(seconds) * 1000).toISOString().slice(0, 10),
    )
  expect(days('maaned')).toEqual(['2022-01-01', '2022-02-01', '2022-03-01', '2022-04-01'])
  expect(days('kvartal')).toEqual(['2022-01-01', '2022-04-01', '2022-07-01', '2022-10-01'])
  expect(days('uke')).toEqual(['2022-01-01', '2022-01-08', '2022-01-15', '2022-01-22'])
})

test('the encoding of a release that does not name it is found, said, and can be chosen', async () => {
  const found = await openAny(formatFile('stata/pandas-1252.dta'))
  expect(found.head.dialect).toMatchObject({ release: 114, encoding: 'windows-1252' })
  expect(found.head.reasons.map(({ message }) => message)).toEqual(['ingest:stata-encoding'])
  expect(found.head.sample.map(({ cells }) => cells[0])).toEqual(['Åse', 'Øyvind', 'Ängelholm', 'née'])
  expect((await openAny(formatFile('stata/haven-13.dta'))).head.dialect).toMatchObject({ encoding: 'utf-8' })
})

describe('a file that is not whole, or not of a release that is read', () => {
  test.each(['haven-8.dta', 'haven-13.dta', 'haven-14.dta', 'pandas-117-big.dta'])(
    '%s, cut anywhere, is refused in a sentence',
    async (name) => {
      const bytes = formatBytes(`stata/${name}`)
      for (let length = 90; length < bytes.length; length += 61)
        expect(await refusal(readWhole(memoryFile(name, bytes.subarray(0, length)))), `${length}`).toBeInstanceOf(
          InputError,
        )
    },
  )

  test('an older and a newer release are named', async () => {
    const old = formatBytes('stata/haven-8.dta').slice()
    old[0] = 110
    const young = new TextEncoder().encode('<stata_dta><header><release>121</release>')
    for (const [bytes, release] of [
      [old, 110],
      [young, 121],
    ] as const)
      expect(await refusal(readWhole(memoryFile('x.dta', bytes)))).toMatchObject({
        code: 'ingest:stata-release',
        about: { release },
      })
  })

  test('a file with some bytes changed is read or refused, and never worse', async () => {
    await expectFuzzed(expected.files.map(({ file }) => formatBytes(`stata/${file}`)))
  })
})
