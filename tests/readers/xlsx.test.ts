import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { zipSync } from 'fflate'
import { describe, expect, test } from 'vitest'
import { InputError } from '../../analyses/core/errors'
import { memoryFile, type DataFile } from '../../analyses/readers/data-file'
import { cellText, openTable, type OpenTable } from '../../analyses/readers/reader'
import { readers } from '../../analyses/readers/registry'
import { createSheetCells } from '../../analyses/readers/sheet-cells'
import { chooseSheet } from '../../analyses/readers/sheet-table'
import { createRowScanner } from '../../analyses/readers/xlsx/cells'
import { timeOfSerial } from '../../analyses/readers/xlsx/sheet-rows'
import { loadSource } from '../../analyses/sources/loading'
import { sourceOf } from '../../analyses/sources/registry'
import { summariseFile } from '../../analyses/sources/file-summary'
import { emptiedEngine } from '../database/engine-of-tests'
import { fileOf } from '../fixture-project'
import { projectFolder } from '../source-files'
import { instrumentOf, item, referenceFolder, refusal, valuesOf } from '../sources/sample-data'

const folder = join(projectFolder, 'fixtures/formats/xlsx')
const bytesOf = (name: string): Uint8Array => new Uint8Array(readFileSync(join(folder, name)))

const open = async (file: DataFile, declared = {}): Promise<OpenTable> => {
  const { table } = await openTable(readers, file, declared)
  const [problem] = table.head.problems
  if (problem !== undefined) throw problem
  return table
}

async function textsOf(table: OpenTable): Promise<readonly (readonly string[])[]> {
  const rows: string[][] = []
  for await (const block of table.blocks({}))
    for (let row = 0; row < block.rowCount; row += 1)
      rows.push(table.head.columns.map((_, column) => cellText(block, row, column, table.decode)))
  return rows
}

const header = ['Kommune', 'Svar', 'Vekt', 'Dato', 'Kommentar', 'Andel']
const rows = [
  ['Åre', '1', '1.25', '2022-08-15', 'kort', '0.125'],
  ['Øyer', '5', '0.875', '1900-02-28 00:00:00', 'a < b & "c"', '1'],
  ['Ängelholm', '', '1.137', '2022-03-27 02:30:00', '', '0'],
  ['Åre', '3', '0.64', '', 'linje\nto', ''],
]

describe.each(['openpyxl.xlsx', 'title-and-sheets.xlsx', 'from-1904.xlsx'])('%s', (name) => {
  test('has its names and cells, dates by either calendar, and no empty rows', async () => {
    const table = await open(memoryFile(name, bytesOf(name), 777))
    expect(table.head.columns.map((column) => column.name)).toEqual(header)
    // No workbook can hold a day before 1904 that counts from there.
    const wanted = name === 'from-1904.xlsx' ? rows.map((row) => [...row]) : rows
    const found = await textsOf(table)
    expect(found.map((row) => row.toSpliced(3, 1))).toEqual(wanted.map((row) => row.toSpliced(3, 1)))
    expect(found.filter((_, index) => index !== 1).map((row) => row[3])).toEqual(
      wanted.filter((_, index) => index !== 1).map((row) => row[3]),
    )
  })
})

test('what LibreOffice writes', async () => {
  const table = await open(memoryFile('l.xlsx', bytesOf('libreoffice.xlsx')))
  const found = await textsOf(table)
  expect(found.map((row) => row.toSpliced(3, 1))).toEqual(rows.map((row) => row.toSpliced(3, 1)))
})

test('a choice that another format knows is refused', async () => {
  const file = memoryFile('s.sav', new Uint8Array(readFileSync(join(projectFolder, 'fixtures/formats/spss/pspp.sav'))))
  expect(await refusal(open(file, { encoding: 'utf-16le' }))).toMatchObject({ code: 'ingest:setting-unknown' })
  expect((await open(file, { encoding: 'windows-1252' })).head.dialect).toMatchObject({ encoding: 'windows-1252' })
})

test('the sheet is the largest that is seen, or the one that is named', async () => {
  const file = memoryFile('t.xlsx', bytesOf('title-and-sheets.xlsx'))
  const table = await open(file)
  expect(table.head.dialect).toMatchObject({ sheet: 'Svar' })
  expect(table.head.headerLine).toBe(4)
  expect(table.head.reasons.map(({ message }) => message)).toEqual(['ingest:sheet-chosen', 'ingest:reason-header-line'])
  expect(table.head.reasons[1]?.values).toEqual({ line: '4' })
  expect((await open(file, { sheet: 'Skjult' })).head.dialect).toMatchObject({ sheet: 'Skjult' })
  expect(await refusal(open(file, { sheet: 'Ark9' }))).toMatchObject({ code: 'ingest:sheet-unknown' })
})

test('days of both calendars', () => {
  const day = (text: string): number => Date.parse(`${text}T00:00:00Z`)
  // Excel: 44788 is 15 August 2022, 1 is 1 January 1900, 59 is 28 February and 61 is 1 March 1900.
  expect([44788, 1, 59, 61].map((serial) => timeOfSerial(serial, false))).toEqual(
    ['2022-08-15', '1900-01-01', '1900-02-28', '1900-03-01'].map(day),
  )
  expect(timeOfSerial(43326, true)).toBe(day('2022-08-15'))
  expect(timeOfSerial(1e12, false)).toBeNaN()
})

test('a survey loads as from CSV', async () => {
  const database = await emptiedEngine()
  const source = {
    id: 's',
    kind: 'survey',
    file: 's',
    round: '2022',
    attributes: ['Kommune'],
    columns: { Svar: 'q1' },
    weight: 'Vekt',
  }
  const instrument = instrumentOf([item('q1')])
  const load = (file: DataFile) => loadSource(sourceOf('survey'), readers, { database, file, source, instrument })
  const report = await load(memoryFile('a.xlsx', bytesOf('openpyxl.xlsx')))
  const columns = ['q1', 'Kommune', '_weight']
  const found = await Promise.all(columns.map((column) => valuesOf(database, 'responses', column)))
  expect(report).toMatchObject({ rowsRead: 4, rowsUsed: 3 })
  await load(memoryFile('a.csv', bytesOf('table.csv')))
  expect(found).toEqual(await Promise.all(columns.map((column) => valuesOf(database, 'responses', column))))
})

/** The smallest workbook that has these rows in its one sheet. */
function workbookOf(rows: string): DataFile {
  const text = (content: string): Uint8Array => new TextEncoder().encode(content)
  const archive = zipSync({
    'xl/workbook.xml': text('<workbook xmlns:r="r"><sheets><sheet name="S" r:id="i"/></sheets></workbook>'),
    'xl/_rels/workbook.xml.rels': text(
      '<Relationships><Relationship Id="i" Type="x/worksheet" Target="s.xml"/></Relationships>',
    ),
    'xl/s.xml': text(`<worksheet><sheetData>${rows}</sheetData></worksheet>`),
  })
  return memoryFile('late.xlsx', archive)
}

test.each([
  ['to the right', 'A', 'AB'],
  ['to the left', 'B', 'A'],
])('a cell %s of the table, far below its beginning, is refused and never left out', async (_, column, beside) => {
  const cell = (name: string, row: number, value: string): string => `<c r="${name}${row}"><v>${value}</v></c>`
  const rows = (last: string): string =>
    Array.from({ length: 2000 }, (_row, index) => {
      const row = index + 1
      const own = row === 1 ? `<c r="${column}1" t="str"><v>a</v></c>` : cell(column, row, '3')
      const other = row === 1500 ? cell(beside, row, last) : ''
      return `<row r="${row}">${beside < column ? other + own : own + other}</row>`
    }).join('')
  expect((await summariseFile(await open(workbookOf(rows(''))))).rows).toBe(1999)
  const error = await refusal(open(workbookOf(rows('7'))).then(summariseFile))
  expect([error.code, error.about['cell'], error.place.line]).toEqual(['ingest:sheet-outside', `${beside}1500`, 1500])
})

describe('formulas', () => {
  const names = ['a', 'b', 'c', 'd'].map((name) => `<c t="inlineStr"><is><t>${name}</t></is></c>`).join('')
  const sheetOf = (cells: string): DataFile =>
    workbookOf(`<row r="1">${names}</row><row r="2"><c r="A2"><v>1</v></c>${cells}</row>`)
  const blank = (list: readonly string[]) => [
    { message: 'ingest:sheet-formulas', values: { count: list.length, columns: { list } } },
  ]

  test.each([
    // As openpyxl writes them, and with it pandas; in its other ways of writing; and without any value.
    ['<c r="B2"><f>A2*2</f><v></v></c>', ['B']],
    ['<c r="B2"><f>A2*2</f><v/></c><c r="D2" s="3"><f t="shared" si="0"/><v /></c>', ['B', 'D']],
    ['<c r="D2"><f>A2*2</f></c><c r="C2" t="str"><f>A2&amp;""</f></c>', ['C', 'D']],
    ['<c r="AB2"><f>A2*2</f><v></v></c>', ['AB']],
  ])('without a stored value are said: %s', async (cells, columns) => {
    expect((await open(sheetOf(cells))).head.reasons).toEqual(blank(columns))
  })

  test.each([
    '<c r="B2"><f>A2*2</f><v>2</v></c>',
    // As Excel and LibreOffice write a result that is an empty text.
    '<c r="B2" t="str"><f>IF(A2&gt;2,"",A2)</f><v></v></c>',
    '<c r="B2" t="e"><f>1/0</f><v>#DIV/0!</v></c>',
    '<c r="B2" s="1"/><c r="C2"><v></v></c>',
  ])('with one, and blank cells without a formula, are not: %s', async (cells) => {
    expect((await open(sheetOf(cells))).head.reasons).toEqual([])
  })

  test('without any value are found, however many', () => {
    const columns: number[] = []
    const scanner = createRowScanner({
      row: () => undefined,
      cell: () => undefined,
      number: () => undefined,
      shared: () => undefined,
      onBlankFormula: (column) => void columns.push(column),
    })
    const rows = scanner.take(`<sheetData>${'<row><c r="C1"><f>B1</f></c></row>'.repeat(40_000)}</sheetData>`)
    scanner.read(rows)
    expect([columns.length, columns[0], scanner.finish()]).toEqual([40_000, 2, true])
  })

  test('a sheet of nothing else is refused with their sentence', async () => {
    const file = workbookOf('<row r="1"><c r="A1"><f>B1</f><v></v></c></row>')
    expect(await refusal(open(file))).toMatchObject({
      code: 'ingest:sheet-formulas',
      about: { columns: { list: ['A'] } },
    })
  })
})

test('a column whose first value comes late loses none, and blocks join where they meet', async () => {
  const cell = (column: string, row: number, value: number): string => `<c r="${column}${row}"><v>${value}</v></c>`
  const rowsOf = Array.from({ length: 9000 }, (_, index) => {
    const row = index + 2
    return `<row r="${row}">${cell('A', row, row)}${row >= 6000 || row === 4100 ? cell('B', row, row / 4) : ''}</row>`
  })
  const names =
    '<row r="1"><c r="A1" t="inlineStr"><is><t>a</t></is></c><c r="B1" t="inlineStr"><is><t>b</t></is></c></row>'
  const { rows: count, columns } = await summariseFile(await open(workbookOf(`${names}${rowsOf.join('')}`)))
  expect(count).toBe(9000)
  // Rows 2 to 9001, and of them row 4100 and those from 6000 on.
  expect(columns.map(({ filled, mean }) => [filled, mean])).toEqual([
    [9000, 4501.5],
    [3003, ((3002 * (6000 + 9001)) / 2 + 4100) / 4 / 3003],
  ])
})

test('a day beyond the calendar is none, among texts too', async () => {
  const cells = createSheetCells({ headerEnd: 0, firstColumn: 0, width: null }, 't.xlsx')
  cells.row(1)
  cells.text(0, 'når')
  cells.row(2)
  cells.time(0, timeOfSerial(1e12, false))
  cells.number(1, 4)
  cells.row(3)
  cells.time(0, timeOfSerial(44788, false))
  expect([...cells.blocks(true)].map(({ rowCount, columns }) => [rowCount, columns[0]])).toEqual([
    [3, { kind: 'texts', values: ['når', null, '2022-08-15'] }],
  ])
})

test.each([
  [['Ark1:900', 'Kodebok:5000'], 'Ark1'],
  [['Blad1:900', 'Blad2:5000'], 'Blad2'],
  [['labels:5000', 'structure:7000', 'dataset:900'], 'dataset'],
  [['Svar:10', 'Tall:5000'], 'Svar'],
  [['Form Responses 1:10', 'Pivot:5000'], 'Form Responses 1'],
  [['Skjult:5000:hidden', 'Läs mig:20', 'Enhet A:300'], 'Enhet A'],
  [['Data:10:hidden', 'Les meg:20'], 'Les meg'],
])('of the sheets %s the one with the answers is read', (described, expected) => {
  const sheets = described.map((text) => {
    const [name = '', size, hidden] = text.split(':')
    return { name, size: Number(size), isHidden: hidden !== undefined }
  })
  const { sheet, reasons } = chooseSheet(sheets, undefined, ({ size }) => size, memoryFile('t.xlsx', new Uint8Array()))
  expect(sheet.name).toBe(expected)
  expect(reasons.map(({ message }) => message)).toEqual(['ingest:sheet-chosen'])
})

/** What a scanner makes of the rows of a sheet: cells by row and column, and whether it was whole. */
function scanned(markup: string, around = true): { readonly cells: readonly string[]; readonly isWhole: boolean } {
  const cells: string[] = []
  let row = 0
  const scanner = createRowScanner({
    row: (next) => void (row = next),
    cell: (column, _type, _style, value) => void cells.push(`${row}:${column} ${value}`),
    number: (column, _style, value) => void cells.push(`${row}:${column} ${value}`),
    shared: (column, index) => void cells.push(`${row}:${column} ${index}`),
  })
  scanner.read(scanner.take(around ? `<worksheet><sheetData>${markup}</sheetData></worksheet>` : markup))
  return { cells, isWhole: scanner.finish() }
}

/** Pieces of the markup of a sheet, more or less whole. */
const cellTags = [
  '<c r="A1">',
  '<c r="AB7" s="2">',
  '<c r="C3" s="1" t="s">',
  '<c t="n">',
  '<c>',
  '<c  r="D4">',
  "<c r='E5'>",
]
const values = [
  '<v>1</v>',
  '<v>0012</v>',
  '<v>-3.25E-2</v>',
  '<v>12345678901234567890</v>',
  '<v></v>',
  '<v>x</v>',
  '<v> 4</v>',
]
const pieces = [
  '<row r="1">',
  '<row r="12" ht="15">',
  '<row>',
  '<row r="3"/>',
  '</row>',
  ...cellTags.flatMap((tag) => values.map((value) => `${tag}${value}</c>`)),
  ...cellTags,
  ...values,
  '</c>',
  '</row><row>',
  '</row><row r="9">',
  '<c r="B2" s="3"/>',
  '<c r="F6" t="str"><v>text</v></c>',
  '<c r="G7" t="b"><v>1</v></c>',
  '<c r="H8"><f>1+1</f><v>2</v></c>',
  '<!-- <c r="A1"><v>9</v></c> -->',
  ' ',
  '<cols/>',
]

/** Every call that a scanner makes, with numbers as numbers. */
function allCells(markup: string): { readonly cells: readonly (readonly unknown[])[]; readonly isWhole: boolean } {
  const cells: (readonly unknown[])[] = []
  const scanner = createRowScanner({
    row: (row) => void cells.push(['row', row]),
    cell: (column, type, style, value) => {
      const isCounted = (type === 's' || type === 'n') && value !== '' && !Number.isNaN(Number(value))
      if (isCounted && type === 's') cells.push(['shared', column, Number(value)])
      else if (isCounted) cells.push(['number', column, style, Number(value)])
      else cells.push(['cell', column, type, style, value])
    },
    number: (column, style, value) => void cells.push(['number', column, style, value]),
    shared: (column, index) => void cells.push(['shared', column, index]),
  })
  scanner.read(scanner.take(markup))
  return { cells, isWhole: scanner.finish() }
}

describe('the markup of a sheet', () => {
  test.each([
    ['<row r="1"><c r="A1"><v>1</v></c></row><row r="2" ht="15"/>', ['1:0 1']],
    ['<row><c><v>1</v></c><c><v>2</v></c></row><row><c><v>3</v></c></row>', ['1:0 1', '1:1 2', '2:0 3']],
    ['<row r="3"><c\n r = "C3" ><v>1</v></c></row>', ['3:2 1']],
    ['<row r="1"><!--<c r="A1"><v>9</v></c>--><c r="B1"><v>1</v></c></row>', ['1:1 1']],
    [
      '<row r="1"><c r="A1" s="1"/><c r="AB1" t="str"><f>A1&amp;"x"</f><v>a &lt; b_x000D_</v></c></row>',
      ['1:27 a < b\r'],
    ],
    [
      '<row r="1"><c r="A1" t="inlineStr"><is><r><t>a</t></r><rPh><t>x</t></rPh><r><t xml:space="preserve"> b</t></r></is></c></row>',
      ['1:0 a b'],
    ],
    ['<row r="1"><c r="A1"><f>1+1</f></c></row>', []],
    ['', []],
  ])('%s', (markup, cells) => {
    expect(scanned(markup)).toEqual({ cells, isWhole: true })
  })

  test('with a prefix', () => {
    const markup =
      '<x:worksheet><x:sheetData><x:row r="1"><x:c r="A1"><x:v>1</x:v></x:c></x:row></x:sheetData></x:worksheet>'
    expect(scanned(markup, false)).toEqual({ cells: ['1:0 1'], isWhole: true })
  })

  test.each([
    '<row r="1"><c r="A1"><v>1</v><c r="B1"><v>2</v></row>',
    '<row r="1"><c r="A1"><v>1</v></c>',
    '<row r="1"',
  ])('cut, it is damaged: %s', (markup) => {
    expect(scanned(markup).isWhole).toBe(false)
  })

  test('pieces in any order are read as with a prefix, for which there is no quick way', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...pieces), { maxLength: 40 }), (parts) => {
        const markup = `<worksheet><sheetData>${parts.join('')}</sheetData></worksheet>`
        const plain = allCells(markup)
        const careful = allCells(markup.replace(/<(\/?)(?=\w)/g, '<$1x:'))
        expect(plain.isWhole).toBe(careful.isWhole)
        if (plain.isWhole) expect(plain.cells).toEqual(careful.cells)
      }),
      { numRuns: 4000 },
    )
  })

  test('without rows, or with one that does not end, is given up before it costs', () => {
    const filler = 'x'.repeat(1 << 20)
    for (const begin of ['<worksheet>', '<worksheet><sheetData><row r="1">']) {
      const taken: string[] = []
      const scanner = createRowScanner({
        row: (next) => void taken.push(String(next)),
        cell: (_column, _type, _style, value) => void taken.push(value),
        number: (_column, _style, value) => void taken.push(String(value)),
        shared: (_column, index) => void taken.push(String(index)),
      })
      scanner.read(scanner.take(begin))
      for (let piece = 0; piece < 40; piece += 1) scanner.read(scanner.take(filler))
      expect([scanner.finish(), taken]).toEqual([false, []])
    }
  })
})

describe('a workbook that cannot be read', () => {
  test('cut anywhere, it is refused in a sentence', async () => {
    const bytes = bytesOf('openpyxl.xlsx')
    for (let length = 4; length < bytes.length; length += 211)
      expect(await refusal(open(memoryFile('c.xlsx', bytes.subarray(0, length))))).toBeInstanceOf(InputError)
  })

  test('one that would swell a thousandfold is not unpacked', async () => {
    const bomb = zipSync({ 'xl/workbook.xml': [new Uint8Array(100_000_000), { level: 6 }] })
    expect(bomb.length).toBeLessThan(400_000)
    expect(await refusal(open(memoryFile('b.xlsx', bomb)))).toMatchObject({ code: 'ingest:zip-bomb' })
  })

  test('one with a password, and an old one, are called so', async () => {
    const compound = new Uint8Array(2048)
    compound.set([0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1])
    expect(await refusal(open(memoryFile('o.xls', compound)))).toMatchObject({ code: 'ingest:is-xls' })
    for (const [index, letter] of [...'EncryptedPackage'].entries()) compound[1024 + 2 * index] = letter.charCodeAt(0)
    expect(await refusal(open(memoryFile('p.xlsx', compound)))).toMatchObject({ code: 'ingest:xlsx-encrypted' })
  })

  test('a document type in it is refused', async () => {
    const text = (content: string): Uint8Array => new TextEncoder().encode(content)
    const archive = zipSync({ 'xl/workbook.xml': text('<!DOCTYPE workbook [<!ENTITY a "b">]><workbook/>') })
    expect(await refusal(open(memoryFile('d.xlsx', archive)))).toMatchObject({ code: 'ingest:xlsx-damaged' })
  })
})

/** How many changed files are tried; more with `FUZZ=10000`. */
const runs = Number(process.env['FUZZ'] ?? 300)

test('a workbook with some bytes changed is read or refused, and never worse', async () => {
  const original = bytesOf('title-and-sheets.xlsx')
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.tuple(fc.nat(20_000), fc.nat(255)), { minLength: 1, maxLength: 6 }),
      async (changes) => {
        const bytes = original.slice()
        for (const [at, value] of changes) bytes[at % bytes.length] = value
        const outcome: unknown = await open(memoryFile('f.xlsx', bytes))
          .then(textsOf)
          .catch((error: unknown) => error)
        expect(Array.isArray(outcome) || outcome instanceof InputError, String(outcome)).toBe(true)
      },
    ),
    { numRuns: runs },
  )
})

/** A real export that is not part of the project. The numbers are those that openpyxl 3.0.9 gives. */
const real = join(referenceFolder, 'formats/surveyxact/ex_survey2.xlsx')
test.skipIf(!existsSync(real))(
  'the workbook of SurveyXact: its largest sheet, with rows, columns and means',
  async () => {
    const { rows, columns } = await summariseFile(await open(fileOf(real)))
    expect([rows, columns.length]).toEqual([999, 242])
    const of = (name: string) => columns.find((column) => column.name === name)
    expect(of('v_1_1')).toMatchObject({ filled: 999, mean: 81 / 999 })
    expect(of('bp_34')).toMatchObject({ numbers: 10, mean: 4.9 })
  },
)
