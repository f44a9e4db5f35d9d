import { fc, test as property } from '@fast-check/vitest'
import { describe, expect, test } from 'vitest'
import type { ResultTable } from '../../analyses/core/result'
import { createSpeaker } from '../../analyses/core/speaker'
import { delimitedText } from '../../analyses/publish/delimited-text'
import { memoryFile } from '../../analyses/readers/data-file'
import delimited from '../../analyses/readers/delimited/reader'
import { machineCsv } from '../../analyses/publish/csv/machine-csv'
import { excelCsv, tabbedText } from '../../analyses/publish/excel/spreadsheet-text'
import { htmlTable } from '../../analyses/publish/html/html-table'

const catalog = {
  'core:column.n': 'n',
  'core:column.mean': 'Gjennomsnitt',
  'core:column.p_value': 'p',
  'core:column.organisation': 'Organisasjon',
  'core:column.note': 'Merknad; =x',
}
const nb = createSpeaker('nb', catalog, null)
const en = createSpeaker('en', catalog, null)

const table: ResultTable = {
  id: 'means',
  protection: { kind: 'open' },
  columns: [
    { id: 'organisation', kind: 'text' },
    { id: 'n', kind: 'count' },
    { id: 'mean', kind: 'number', as: 'mean' },
    { id: 'p_value', kind: 'probability' },
  ],
  rows: [
    ['=1+1', 1234, -3.456789012345678, 0.00004],
    ['Ærøy; "by"', null, null, 0.046],
    ['<b>x</b>\tæ\nø', 12, 1e-7, null],
  ],
  suppressed: [[1, 1]],
}

describe('for programs', () => {
  test('a point, a plain hyphen, full precision, and no formula', () => {
    const lines = machineCsv(table, () => '').split('\r\n')
    expect(lines[0]).toBe('organisation,n,mean,p_value')
    expect(lines[1]).toBe("'=1+1,1234,-3.456789012345678,0.00004")
    expect(lines[2]).toBe('"Ærøy; ""by""",,,0.046')
  })

  test.each(['=1', '+1', '-1', '@a', '\ta', '\ra'])('%j is not run', (text) => {
    const csv = machineCsv({ columns: [{ id: 'a', kind: 'text' }], rows: [[text]] }, () => '')
    expect(csv.split('\r\n')[1]?.replace(/^"/, '')).toMatch(/^'/)
  })
})

describe('for Excel', () => {
  test('comma and semicolons in bokmål, with a byte order mark', () => {
    const csv = excelCsv(table, 'any', nb)
    expect(csv.startsWith('\uFEFF')).toBe(true)
    const lines = csv.slice(1).split('\r\n')
    expect(lines[0]).toBe(
      'organisation;n;Gjennomsnitt;p'.replace('organisation', nb.columnTitle(table.columns[0]!, 'any')),
    )
    expect(lines[1]).toBe("'=1+1;1234;-3,456789012345678;0,00004")
    expect(lines[2]).toBe('"Ærøy; ""by""";:;..;0,046')
  })

  test('point and commas in English', () => {
    expect(excelCsv(table, 'any', en).slice(1).split('\r\n')[1]).toBe("'=1+1,1234,-3.456789012345678,0.00004")
  })

  test('a number that is small is still a number', () => {
    expect(excelCsv(table, 'any', nb)).toContain('1e-7')
  })
})

describe('for the clipboard', () => {
  test('tabs between cells and one line a row', () => {
    const lines = tabbedText(table, 'any', nb).split('\r\n')
    expect(lines.length).toBe(4)
    expect(lines.every((line) => line.split('\t').length === 4)).toBe(true)
    expect(lines[1]?.startsWith("'=1+1\t")).toBe(true)
  })

  test('HTML has horizontal rules only, shows markup as text, and rounds for people', () => {
    const html = htmlTable(table, 'any', nb, { title: 'Tabell <1>', notes: ['n under 5 & skjult'] })
    expect(html).not.toMatch(/border-(left|right)/)
    expect(html).toContain('&lt;b&gt;x&lt;/b&gt;')
    expect(html).not.toContain('<b>')
    expect(html).toContain('x:num="-3.456789012345678">−3,46<')
    expect(html).toContain('>&lt;\u00a00,001<')
    expect(html).toContain('>:<')
    expect(html).toContain('>..<')
    expect(html).toContain("mso-number-format:'\\@'\">=1+1<")
    expect(html).toContain('Tabell &lt;1&gt;')
  })
})

describe('delimited text', () => {
  test('a first record of empty cells is a record', async () => {
    const bytes = new TextEncoder().encode(
      delimitedText(
        [
          ['first', 'second'],
          ['', ''],
          ['1', '2'],
        ],
        ',',
      ),
    )
    const table = await delimited.open(memoryFile('t.csv', bytes), {})
    const read = await table.rows(100, {})
    expect(read.rows.map(({ cells }) => cells)).toEqual([
      ['', ''],
      ['1', '2'],
    ])
  })

  const cell = fc.string({ unit: fc.constantFrom(...'aæ1 ,.;"\'\n\r\t=-\u00a0'), maxLength: 6 })

  property.prop([
    fc.array(fc.array(cell, { minLength: 3, maxLength: 3 }), { minLength: 1, maxLength: 8 }),
    fc.constantFrom(',' as const, ';' as const),
  ])('is read again as it was written', async (rows, delimiter) => {
    const header = ['first', 'second', 'third']
    const text = delimitedText([header, ...rows], delimiter)
    expect(text.endsWith('\r\n')).toBe(true)
    const bytes = new TextEncoder().encode(text)
    const table = await delimited.open(memoryFile('t.csv', bytes), { delimiter, encoding: 'utf-8', header_rows: 1 })
    const read = await table.rows(100, {})
    // Whoever reads texts sees one kind of line end.
    const alike = (given: string): string => given.replace(/\r\n?/g, '\n')
    expect(read.rows.map(({ cells }) => cells)).toEqual(rows.map((row) => row.map(alike)))
  })
})
