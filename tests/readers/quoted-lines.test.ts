import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { memoryFile } from '../../analyses/readers/data-file'
import delimited from '../../analyses/readers/delimited/reader'
import type { DelimitedHead } from '../../analyses/readers/delimited/dialect'
import { cellText, type SampleRecord } from '../../analyses/readers/reader'
import { encode, refusal } from '../sources/sample-data'

type Written = Parameters<typeof encode>[1]

const quoted = (text: string): string => `"${text.replaceAll('"', '""')}"`

interface Read {
  readonly head: DelimitedHead
  readonly names: readonly string[]
  readonly records: readonly SampleRecord[]
}

/** A file as both ways of reading give it, which have to agree. */
async function read(text: string, encoding: Written = 'utf-8', chunkSize = 5): Promise<Read> {
  const table = await delimited.open(memoryFile('t.csv', encode(text, encoding), chunkSize), {})
  const records: SampleRecord[] = []
  for await (const block of table.blocks({}))
    for (let row = 0; row < block.rowCount; row += 1)
      records.push({
        line: block.lines[row] ?? 0,
        cells: table.head.columns.map((_, column) => cellText(block, row, column, table.decode)),
      })
  expect((await table.rows(10_000, {})).rows).toEqual(records)
  return { head: table.head as DelimitedHead, names: table.head.columns.map(({ name }) => name), records }
}

const isTold = ({ head }: Read): boolean => head.reasons.some(({ message }) => message === 'ingest:reason-quoted-lines')

describe('lines that are each one quoted cell', () => {
  test.each(['utf-8', 'utf-8-mark', 'utf-16le-mark', 'windows-1252'] as const)(
    'are read as the records inside: %s',
    async (encoding) => {
      const found = await read('"id;sted;q1"\r\n"1;""Bærum; """"øst"""" "";3"\r\n\r\n"2;Ås;4"\r\n', encoding)
      expect(found.names).toEqual(['id', 'sted', 'q1'])
      expect(found.records).toEqual([
        { line: 2, cells: ['1', 'Bærum; "øst" ', '3'] },
        { line: 4, cells: ['2', 'Ås', '4'] },
      ])
      expect(isTold(found)).toBe(true)
    },
  )

  test('whatever they hold, and wherever the file is cut in pieces', async () => {
    const cell = fc.constantFrom('1', '5', '', 'Ås', 'a;b', 'said "no"', 'two\nlines', ' ', "it's", '12,5')
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(fc.constantFrom('x', 'y;z'), cell, cell), { minLength: 1, maxLength: 12 }),
        fc.constantFrom('\n', '\r\n', '\r'),
        fc.constantFrom(';', ',', '\t', '|'),
        fc.integer({ min: 1, max: 9 }),
        async (rows, lineEnd, delimiter, chunkSize) => {
          const inner = (text: string): string => (/[";,\n]/.test(text) ? quoted(text) : text)
          const table = [['navn', 'q1', 'q2'], ...rows]
          const text = table.map((row) => quoted(row.map(inner).join(delimiter)) + lineEnd).join('')
          const found = await read(text, 'utf-8', chunkSize)
          expect(found.names).toEqual(['navn', 'q1', 'q2'])
          expect(found.records.map(({ cells }) => cells)).toEqual(rows)
          expect(isTold(found)).toBe(true)
        },
      ),
      { numRuns: 100 },
    )
  })

  test.each([
    ['a column of texts', '"Kommentar"\n"Bra, takk"\n"Fint, men kaldt"\n'],
    ['a question and answers with a comma', '"Hva er bra, mener du?"\n"Mat, vin"\n"Ro, fred"\n'],
    ['numbers with a decimal comma', '"Vekt, kg"\n"1,5"\n"2,5"\n'],
    ['numbers without a header', '"1,5"\n"2,5"\n"3,5"\n'],
    ['a line that is not quoted', '"id;q1"\n1;3\n"2;4"\n'],
    ['quoted cells', '"id";"q1"\n"1";"3"\n'],
  ])('are left as they are: %s', async (_name, text) => {
    const table = await delimited.open(memoryFile('t.csv', encode(text, 'utf-8'), 5), {})
    expect(table.head.reasons.map(({ message }) => message)).not.toContain('ingest:reason-quoted-lines')
  })

  test('are left as they are where cells are said never to be quoted', async () => {
    const table = await delimited.open(memoryFile('t.csv', encode('"id;q1"\n"1;3"\n', 'utf-8')), { quote: '' })
    expect(table.head.columns.map(({ name }) => name)).toEqual(['"id', 'q1"'])
  })
})

describe('a line far below that is none', () => {
  const beginning = `"id;sted;q1"\n${'"1;Bærum;3"\n'.repeat(120_000)}`
  test.each([
    ['without quotes', '2;Oslo;4\n', 'line-not-quoted', 120_002],
    ['with text after the quote', '"2;"Oslo";4"\n', 'line-not-quoted', 120_002],
    ['whose quote is not closed', '"2;Oslo;4\n', 'unclosed-quote', 120_002],
    ['with fewer cells inside', '"2;Oslo"\n', 'ragged', 120_002],
  ])('is refused: %s', async (_name, last, code, line) => {
    const error = await refusal(read(beginning + last, 'utf-8', 65_536))
    expect([error.code, error.place.line]).toEqual([`ingest:${code}`, line])
  })

  test('in another encoding is told by its byte in the file', async () => {
    const plain = beginning.replaceAll('æ', 'e')
    const bytes = Uint8Array.from([...encode(plain, 'utf-8'), ...encode('"2;Ås;4"\n', 'windows-1252')])
    const table = await delimited.open(memoryFile('t.csv', bytes, 65_536), {})
    const error = await refusal(
      table
        .blocks({})
        .next()
        .then(async () => table.rows(1_000_000, {})),
    )
    expect([error.code, error.place.line, error.about['byte']]).toEqual(['ingest:not-utf-8', 120_002, plain.length + 3])
  })
})
