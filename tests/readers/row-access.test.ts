import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { readers } from '../../analyses/readers/registry'
import { openTable, tidy } from '../../analyses/readers/reader'
import { indexRows, readRows } from '../../analyses/readers/row-access'
import { textFile } from '../sources/sample-data'
import { valueFile, valueReader } from './value-table'

const quoted = (cell: string): string => (/[;"\n]/u.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell)

describe('records by their numbers', () => {
  test.each(['utf-8', 'utf-8-mark', 'windows-1252', 'utf-16le-mark'] as const)(
    'are what stands in the file, wherever they are asked for: %s',
    async (encoding) => {
      const cell = fc.constantFrom('a', 'å;ø', 'two\nlines', '"', '', 'x  y', '12')
      const row = fc.tuple(fc.constant('k'), cell, cell)
      await fc.assert(
        fc.asyncProperty(
          fc.array(row, { minLength: 1, maxLength: 30 }),
          fc.nat({ max: 200 }),
          fc.array(fc.nat({ max: 8000 }), { minLength: 1, maxLength: 12 }),
          async (pattern, gap, asked) => {
            const rows = Array.from({ length: 6000 + gap }, (_, place) => pattern[place % pattern.length] as string[])
            const lines = ['id;b;c', ...rows.map((cells) => cells.map(quoted).join(';')), '']
            const file = textFile('x.csv', lines.join('\n'), encoding, 1 << 16)
            const dialect = { delimiter: ';', header_line: 1, ...(encoding === 'windows-1252' ? { encoding } : {}) }
            const { table } = await openTable(readers, file, dialect)
            const index = await indexRows(table)
            expect(index.rowCount).toBe(rows.length)
            const found = await readRows(table, index, asked, [2, 1])
            const there = [...new Set(asked)].filter((each) => each >= 1 && each <= rows.length).sort((a, b) => a - b)
            expect(found.map((each) => each.row)).toEqual(there)
            const lengths = rows.map((cells) => 1 + cells.join('').split('\n').length - 1)
            for (const { row: number, line, cells } of found) {
              expect(cells).toEqual([rows[number - 1]?.[2], rows[number - 1]?.[1]].map((text) => tidy(text ?? '')))
              expect(line).toBe(2 + lengths.slice(0, number - 1).reduce((sum, length) => sum + length, 0))
            }
          },
        ),
        { numRuns: Number(process.env['FUZZ_RUNS'] ?? 6) },
      )
    },
  )

  test('of a format that is read from its beginning only are found as well', async () => {
    const values = Array.from({ length: 20 }, (_, place) => place * 1.5)
    const { table } = await openTable([valueReader([{ name: 'a', kind: 'numbers', values }])], valueFile('t'))
    const index = await indexRows(table)
    expect(index.rowCount).toBe(20)
    const found = await readRows(table, index, [19, 2, 2, 0, 21, 8], [0])
    expect(found.map(({ row, cells }) => [row, cells[0]])).toEqual([
      [2, '1.5'],
      [8, '10.5'],
      [19, '27'],
    ])
  })

  test('only the part of the file around them is read once it is known where they are', async () => {
    const text = ['a;b', ...Array.from({ length: 50_000 }, (_, place) => `${place};x`), ''].join('\n')
    const whole = textFile('x.csv', text, 'utf-8', 1 << 12)
    let read = 0
    const file = {
      ...whole,
      async *chunks(from?: number) {
        for await (const chunk of whole.chunks(from)) {
          read += chunk.length
          yield chunk
        }
      },
    }
    const { table } = await openTable(readers, file)
    const index = await indexRows(table)
    read = 0
    const found = await readRows(table, index, [49_990], [0])
    expect(found).toEqual([{ row: 49_990, line: 49_991, cells: ['49989'] }])
    expect(read).toBeLessThan(whole.size / 5)
  })
})
