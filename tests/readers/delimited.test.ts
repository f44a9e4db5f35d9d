import fc from 'fast-check'
import Papa from 'papaparse'
import { describe, expect, test } from 'vitest'
import { memoryFile } from '../../analyses/readers/data-file'
import { readTableHead } from '../../analyses/readers/delimited/dialect'
import delimited from '../../analyses/readers/delimited/reader'
import { readRecords } from '../../analyses/readers/delimited/records'
import type { Layout, RecordBlock } from '../../analyses/readers/delimited/record-block'
import { createCellDecoder } from '../../analyses/readers/delimited/scanner'
import type { Encoding } from '../../analyses/readers/delimited/settings'
import { cellText } from '../../analyses/readers/reader'
import { encode, refusal, textFile } from '../sources/sample-data'

interface Reading {
  readonly rows: readonly (readonly string[])[]
  readonly lines: readonly number[]
}

async function readAll(
  bytes: Uint8Array,
  chunkSize: number,
  layout: Layout,
  encoding: Encoding,
  markLength: number,
  headerRecords = 0,
): Promise<Reading> {
  const decode = createCellDecoder(encoding === 'windows-1252' ? encoding : 'utf-8', layout.quote)
  const rows: string[][] = []
  const lines: number[] = []
  for await (const block of readRecords(memoryFile('table.csv', bytes, chunkSize), layout, {
    encoding,
    markLength,
    hasQuotedLines: false,
    headerRecords,
  })) {
    for (let row = 0; row < block.rowCount; row += 1) {
      rows.push(cellsOf(block, row, decode))
      lines.push(block.lines[row] ?? 0)
    }
  }
  return { rows, lines }
}

function cellsOf(block: RecordBlock, row: number, decode: ReturnType<typeof createCellDecoder>): string[] {
  return Array.from({ length: block.width }, (_, column) => cellText(block, row, column, decode))
}

const plainLayout = (width: number, delimiter = ';'): Layout => ({
  delimiter: delimiter.charCodeAt(0),
  quote: 34,
  collapses: false,
  width,
  required: width,
})

/** Writes a table as RFC 4180 has it, with quotes where they are needed or everywhere. */
function write(
  rows: readonly (readonly string[])[],
  delimiter: string,
  lineEnd: string,
  quotesAll: boolean,
  endsWithLine: boolean,
): string {
  const cell = (text: string): string =>
    quotesAll || /["\r\n]/.test(text) || text.includes(delimiter) || text.startsWith(' ')
      ? `"${text.replaceAll('"', '""')}"`
      : text
  return rows.map((row) => row.map(cell).join(delimiter)).join(lineEnd) + (endsWithLine ? lineEnd : '')
}

const latin = fc.string({ unit: fc.constantFrom(...'abc 123,.;\t|"\'\n\råæøÅÄÖé€=<>'), maxLength: 8 })
const unicode = fc.oneof(
  latin,
  fc.string({ unit: 'grapheme', maxLength: 6 }).filter((text) => !text.includes('\0')),
  fc.constantFrom('', '5', '9', '"', '""', '\n', 'Helt enig', '日本', '👍🏽', 'שלום'),
)

const tables = fc.record({
  width: fc.integer({ min: 2, max: 6 }),
  delimiter: fc.constantFrom(';', ',', '\t', '|'),
  lineEnd: fc.constantFrom('\n', '\r\n', '\r'),
  encoding: fc.constantFrom('utf-8', 'utf-8-mark', 'utf-16le', 'utf-16le-mark', 'utf-16be', 'windows-1252'),
  quotesAll: fc.boolean(),
  endsWithLine: fc.boolean(),
  chunkSize: fc.integer({ min: 1, max: 40 }),
  seedRows: fc.array(fc.array(unicode, { minLength: 6, maxLength: 6 }), { minLength: 1, maxLength: 12 }),
  latinRows: fc.array(fc.array(latin, { minLength: 6, maxLength: 6 }), { minLength: 1, maxLength: 12 }),
})

describe('records', () => {
  test('any table comes back as it was written, whatever the dialect and wherever the pieces are cut', async () => {
    await fc.assert(
      fc.asyncProperty(
        tables,
        async ({ width, delimiter, lineEnd, encoding, quotesAll, endsWithLine, chunkSize, seedRows, latinRows }) => {
          const rows = (encoding === 'windows-1252' ? latinRows : seedRows).map((row) => row.slice(0, width))
          const text = write(rows, delimiter, lineEnd, quotesAll, endsWithLine)
          const bytes = encode(text, encoding)
          const marked = encoding.endsWith('mark')
          const plain = encoding.replace('-mark', '') as Encoding
          const { rows: read } = await readAll(
            bytes,
            chunkSize,
            plainLayout(width, delimiter),
            plain,
            marked ? (plain === 'utf-8' ? 3 : 2) : 0,
          )
          expect(read).toEqual(rows)
        },
      ),
      { numRuns: 400 },
    )
  })

  test('papaparse reads the same cells', async () => {
    await fc.assert(
      fc.asyncProperty(tables, async ({ width, delimiter, lineEnd, quotesAll, chunkSize, seedRows }) => {
        const rows = seedRows.map((row) => row.slice(0, width))
        const text = write(rows, delimiter, lineEnd, quotesAll, true)
        const oracle = Papa.parse<string[]>(text, { delimiter, newline: lineEnd as '\n', skipEmptyLines: true }).data
        const { rows: read } = await readAll(
          encode(text, 'utf-8'),
          chunkSize,
          plainLayout(width, delimiter),
          'utf-8',
          0,
        )
        expect(read).toEqual(oracle)
      }),
      { numRuns: 200 },
    )
  })

  test('lines are physical lines, those inside cells and the blank ones included', async () => {
    const { rows, lines } = await readAll(
      encode('a;b\r\n"x\r\ny\r\nz";1\r\n\r\n2;3\r\n4;"5"', 'utf-8'),
      3,
      plainLayout(2),
      'utf-8',
      0,
      1,
    )
    expect(rows).toEqual([
      ['x\r\ny\r\nz', '1'],
      ['2', '3'],
      ['4', '5'],
    ])
    expect(lines).toEqual([2, 6, 7])
  })

  test('a record longer than the buffer is read whole', async () => {
    const long = 'ø'.repeat(900_000)
    const { rows } = await readAll(
      encode(`${'a;b\n'.repeat(300_000)}"${long}";c\nd;e\n`, 'utf-8'),
      65_536,
      plainLayout(2),
      'utf-8',
      0,
    )
    expect(rows.length).toBe(300_002)
    expect(rows[300_000]).toEqual([long, 'c'])
    expect(rows[300_001]).toEqual(['d', 'e'])
  })

  test('empty cells after the last column and before a missing one do not matter', async () => {
    const { rows } = await readAll(encode('1;2;;\n3;4\n5;6;\n', 'utf-8'), 5, plainLayout(2), 'utf-8', 0)
    expect(rows).toEqual([
      ['1', '2'],
      ['3', '4'],
      ['5', '6'],
    ])
  })

  test('repeated tabs count as one, with blanks around them and none at the end', async () => {
    const { rows } = await readAll(
      encode(
        '2012-11-11 21:14:00\t\t2012-11-12 00:22:59\t\tTV\r\n2012-11-12 00:24:00 \t2012-11-12 00:43:59\t\tTV\t\t\r\n',
        'utf-8',
      ),
      11,
      { ...plainLayout(3, '\t'), collapses: true },
      'utf-8',
      0,
    )
    expect(rows).toEqual([
      ['2012-11-11 21:14:00', '2012-11-12 00:22:59', 'TV'],
      ['2012-11-12 00:24:00 ', '2012-11-12 00:43:59', 'TV'],
    ])
  })
})

describe('what cannot be read is named', () => {
  const read = (text: string, encoding: Encoding = 'utf-8', chunkSize = 6): Promise<unknown> =>
    readAll(encode(text, encoding), chunkSize, plainLayout(2), encoding, 0)

  test('a quote that never closes, by the line and column where it opens', async () => {
    const error = await refusal(read('a;b\n1;"2\n3;4\n5;6\n'))
    expect([error.code, error.place.line, error.place.column, error.about['lines']]).toEqual([
      'ingest:unclosed-quote',
      2,
      2,
      4,
    ])
  })

  test('a quote that swallows lines up to the next one', async () => {
    const error = await refusal(read('"a";"b"\n"1";"2\n"3";"4"\n'))
    expect([error.code, error.place.line, error.about['to']]).toEqual(['ingest:quote-swallows', 2, 3])
  })

  test('text after a closing quote', async () => {
    const error = await refusal(read('a;b\n"1"x;2\n'))
    expect([error.code, error.place.line, error.place.column]).toEqual(['ingest:text-after-quote', 2, 1])
  })

  test('an unclosed quote in a large file ends the reading instead of filling the memory', async () => {
    const bytes = encode(`a;b\n1;"2\n${'3;4\n'.repeat(6_000_000)}`, 'utf-8')
    const error = await refusal(readAll(bytes, 1 << 18, plainLayout(2), 'utf-8', 0))
    expect([error.code, error.place.line, error.place.column]).toEqual(['ingest:unclosed-quote', 2, 2])
  })

  test('ragged records, up to five, with what was found and expected', async () => {
    const error = await refusal(read('a;b\n1\n1;2\n1;2;3\n1;2\n1\n1\n1\n1\n'))
    expect([error.code, error.place.line, error.about['expected']]).toEqual(['ingest:ragged', 2, 2])
    const { list } = error.about['lines'] as unknown as {
      readonly list: readonly { readonly values: { readonly line: string; readonly found: number } }[]
    }
    expect(list.map(({ values }) => [values.line, values.found])).toEqual([
      ['2', 1],
      ['4', 3],
      ['6', 1],
      ['7', 1],
      ['8', 1],
    ])
  })

  test('a ragged record over several lines points at its quote', async () => {
    const error = await refusal(read('a;b\n"1;2\n3;4\n5";6;7\n'))
    expect([error.code, error.place.line, error.about['to']]).toEqual(['ingest:ragged-over-lines', 2, '4'])
  })

  test('the byte and line that are not UTF-8, wherever the pieces are cut', async () => {
    for (const chunkSize of [1, 2, 3, 1000]) {
      const error = await refusal(readAll(encode('a;b\næ;1\n', 'windows-1252'), chunkSize, plainLayout(2), 'utf-8', 0))
      expect([error.code, error.place.line, error.about['byte']]).toEqual(['ingest:not-utf-8', 2, 4])
    }
  })

  test('a character cut off at the end of the file', async () => {
    const error = await refusal(readAll(encode('a;b\n1;ø', 'utf-8').subarray(0, -1), 2, plainLayout(2), 'utf-8', 0))
    expect(error.code).toBe('ingest:not-utf-8')
  })

  test('binary zeros', async () => {
    const error = await refusal(read('a;b\n1;2\n3;\u00004\n'))
    expect([error.code, error.place.line, error.about['byte']]).toEqual(['ingest:binary', 3, 10])
  })

  test('half a UTF-16 unit at the end', async () => {
    const error = await refusal(
      readAll(encode('a;b\n1;2\n', 'utf-16le').subarray(0, -1), 5, plainLayout(2), 'utf-16le', 0),
    )
    expect(error.code).toBe('ingest:not-utf-16')
  })

  test('a file that changes while it is read', async () => {
    const file = { ...textFile('t.csv', 'a;b\n1;2\n'), size: 100 }
    const work = (async () => {
      for await (const block of readRecords(file, plainLayout(2), {
        encoding: 'utf-8',
        markLength: 0,
        hasQuotedLines: false,
        headerRecords: 1,
      }))
        expect(block.rowCount).toBe(1)
    })()
    expect((await refusal(work)).code).toBe('ingest:file-changed')
  })
})

describe('a table read whole, by papaparse', () => {
  const both = async (
    bytes: Uint8Array,
    chunkSize: number,
  ): Promise<{ readonly whole: unknown; readonly streamed: unknown }> => {
    const table = await delimited.open(memoryFile('t.csv', bytes, chunkSize), {})
    const width = table.head.columns.length
    const outcome = async (work: Promise<unknown>): Promise<unknown> =>
      work.catch((error: unknown) => [(error as { code: string }).code, (error as { place: unknown }).place])
    const streamed = (async () => {
      const rows: { readonly line: number; readonly cells: readonly string[] }[] = []
      for await (const block of table.blocks({}))
        for (let row = 0; row < block.rowCount; row += 1)
          rows.push({
            line: block.lines[row] ?? 0,
            // One kind of line end, as whoever reads texts sees it.
            cells: Array.from({ length: width }, (_, column) =>
              cellText(block, row, column, table.decode).replace(/\r\n?/g, '\n'),
            ),
          })
      return rows
    })()
    const whole = table
      .rows(1000, {})
      .then(({ rows }) =>
        rows.map(({ line, cells }) => ({
          line,
          cells: Array.from({ length: width }, (_, column) => cells[column] ?? ''),
        })),
      )
    return { whole: await outcome(whole), streamed: await outcome(streamed) }
  }

  test('has the same cells on the same lines as the scanner finds, and the same faults', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.array(unicode, { minLength: 3, maxLength: 3 }), { minLength: 1, maxLength: 10 }),
        fc.constantFrom('\n', '\r\n', '\r'),
        fc.constantFrom(';', ',', '\t'),
        fc.integer({ min: 1, max: 40 }),
        fc.boolean(),
        fc.constantFrom('', '"', 'x;', '\n\n', 'a;b;c;d', '"a"b;c;d'),
        async (rows, lineEnd, delimiter, chunkSize, quotesAll, ending) => {
          const text = write([['first', 'second', 'third'], ...rows], delimiter, lineEnd, quotesAll, true) + ending
          const { whole, streamed } = await both(encode(text, 'utf-8'), chunkSize)
          expect(whole).toEqual(streamed)
        },
      ),
      { numRuns: 300 },
    )
  })

  test('tabs in a row, a separator line and a ruled line', async () => {
    for (const text of [
      'a\t\tb\n1\t\t\t2\n3\t4\n',
      'sep=;\r\na;b\r\n1;2\r\n',
      'a;b\n---;---\n1;2\n',
      'a;b\n\n1;2\n \n3;4',
    ]) {
      const { whole, streamed } = await both(encode(text, 'utf-8'), 3)
      expect(whole).toEqual(streamed)
      expect(Array.isArray(whole) && whole.length > 0).toBe(true)
    }
  })

  test('is refused where it is longer than such a table can be', async () => {
    const table = await delimited.open(textFile('t.csv', 'a;b\n1;2\n3;4\n5;6\n'), {})
    expect((await refusal(table.rows(2, {}))).code).toBe('ingest:table-too-long')
    expect((await table.rows(3, {})).rows).toHaveLength(3)
    const large = { ...textFile('t.csv', 'a;b\n1;2\n'), size: 2 ** 27 }
    const head = await readTableHead(textFile('t.csv', 'a;b\n1;2\n'))
    expect(head.columns).toHaveLength(2)
    expect((await refusal((await delimited.open(large, {})).rows(9, {}))).code).toBe('ingest:table-too-long')
  })
})
