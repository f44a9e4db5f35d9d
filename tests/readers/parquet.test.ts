import { expect, test } from 'vitest'
import { InputError } from '../../analyses/core/errors'
import { memoryFile } from '../../analyses/readers/data-file'
import { refusal } from '../sources/sample-data'
import { cellsOf, expectFuzzed, formatBytes, formatFile, openAny, readWhole } from './cells'

const names = ['uncompressed', 'snappy', 'zstd', 'gzip', 'brotli', 'lz4_raw'].map((codec) => `${codec}.parquet`)
const expected: Readonly<Record<string, readonly (string | number | null)[]>> = JSON.parse(
  new TextDecoder().decode(formatBytes('parquet/expected.json')),
)

test.each(names)('%s has the cells that DuckDB reads in it', async (name) => {
  const table = await openAny(formatFile(`parquet/${name}`))
  expect(table.head.format).toBe('parquet')
  expect(table.head.columns.map((column) => column.name)).toEqual(Object.keys(expected))
  const cells = await cellsOf(table)
  for (const [index, [column, values]] of Object.entries(expected).entries())
    expect(cells[index], column).toEqual(values)
})

test('what is not read, and what is read as text, is said', async () => {
  const { head } = await openAny(formatFile('parquet/snappy.parquet'))
  expect(head.reasons).toEqual([
    { message: 'ingest:parquet-not-read', values: { columns: { list: ['liste'] } } },
    { message: 'ingest:parquet-long-numbers', values: { columns: { list: ['for_stort'] } } },
  ])
  const types = Object.fromEntries(head.columns.map(({ name, type }) => [name, type]))
  expect(types).toMatchObject({ q1: 'number', stort: 'number', for_stort: 'text', dag: 'time', klokke: 'text' })
})

test('a time with a zone is absolute, one without is that on the wall', async () => {
  const table = await openAny(formatFile('parquet/zstd.parquet'))
  const block = (await table.blocks({}).next()).value
  const isAbsolute = (name: string): unknown => {
    const index = table.head.columns.findIndex((column) => column.name === name)
    const column = block !== undefined && 'kind' in block && block.kind === 'values' ? block.columns[index] : undefined
    return column?.kind === 'times' ? column.isAbsolute : undefined
  }
  expect([isAbsolute('tid'), isAbsolute('tid_utc'), isAbsolute('dag')]).toEqual([false, true, false])
})

test('a file that is cut anywhere is refused in a sentence, and an encrypted one is called so', async () => {
  const bytes = formatBytes('parquet/snappy.parquet')
  for (let length = 5; length < bytes.length; length += 43)
    expect(await refusal(readWhole(memoryFile('x.parquet', bytes.subarray(0, length))))).toBeInstanceOf(InputError)
  const encrypted = bytes.slice()
  encrypted.set(new TextEncoder().encode('PARE'))
  expect((await refusal(readWhole(memoryFile('x.parquet', encrypted)))).code).toBe('ingest:parquet-encrypted')
})

test('a file with some bytes changed is read or refused, and never worse', async () => {
  await expectFuzzed(names.map((name) => formatBytes(`parquet/${name}`)))
}, 60_000)
