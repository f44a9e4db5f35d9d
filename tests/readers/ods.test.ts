import { strFromU8, strToU8, unzipSync, zipSync } from 'fflate'
import { describe, expect, test } from 'vitest'
import { memoryFile, type DataFile } from '../../analyses/readers/data-file'
import { createContentSink, type SheetRow } from '../../analyses/readers/ods/content'
import { createTagScanner } from '../../analyses/readers/ods/tags'
import { openTable } from '../../analyses/readers/reader'
import { readers } from '../../analyses/readers/registry'
import { summariseFile } from '../../analyses/sources/file-summary'
import { loadSource } from '../../analyses/sources/loading'
import { sourceOf } from '../../analyses/sources/registry'
import { emptiedEngine } from '../database/engine-of-tests'
import { instrumentOf, item, refusal, valuesOf } from '../sources/sample-data'
import { cellsOf, expectFuzzed, expectSameOrRefused, formatBytes, formatFile, openAny, readWhole } from './cells'

const seconds = (text: string): number => Date.parse(`${text}Z`) / 1000
const mediaType = 'application/vnd.oasis.opendocument.spreadsheet'

/** A document with some sheets, as an archive. */
const archiveOf = (sheets: string, level: 0 | 6 = 6): Uint8Array =>
  zipSync({
    mimetype: [strToU8(mediaType), { level: 0 }],
    'content.xml': [
      strToU8(
        `<office:document-content><office:body><office:spreadsheet>${sheets}</office:spreadsheet></office:body></office:document-content>`,
      ),
      { level },
    ],
  })
const number = (value: number, attributes = ''): string =>
  `<table:table-cell office:value-type="float" office:value="${value}"${attributes}/>`
const word = (text: string): string =>
  `<table:table-cell office:value-type="string"><text:p>${text}</text:p></table:table-cell>`
const row = (cells: string, attributes = ''): string => `<table:table-row${attributes}>${cells}</table:table-row>`
const sheet = (rows: string, name = 'S'): string => `<table:table table:name="${name}">${rows}</table:table>`

describe('what a spreadsheet holds', () => {
  test('every type of value, repeated cells and rows, and nothing that stands beside the cells', async () => {
    const table = await openAny(formatFile('ods/everything.fods'))
    expect(table.head.columns.map(({ name }) => name)).toEqual(['Tall', 'Tekst', 'Dato', 'Tid', 'Ja', 'q1', 'q2', 'q3'])
    expect(await cellsOf(table)).toEqual([
      [1.25, 0.125, -12.5, 9, 9, 9],
      ['to  mellomrom \nog en linje', 'se her\tx\ny', 'sagt <slik>', null, null, null],
      [seconds('2022-08-15T00:00'), seconds('1899-12-31T23:59:59.5'), null, null, null, null],
      ['08:05:07.5', '26:30:00', null, null, null, null],
      ['TRUE', 'FALSE', 'TRUE', null, null, null],
      [4, null, null, null, null, null],
      [4, null, null, null, null, null],
      [4, 5, 5, null, null, null],
    ])
    expect(table.head.sample.map(({ line }) => line)).toEqual([2, 3, 6, 7, 8, 9])
    // Two rows between are blank, and the million below are none at all.
    expect(await table.rows(100, {})).toMatchObject({ blankLines: 2, rows: { length: 6 } })
  })

  const kommuner = ['Åre', 'Øyer', 'Ängelholm', 'Åre']
  const days = [seconds('2022-08-15T00:00'), seconds('1900-02-28T00:00'), seconds('2022-03-27T02:30'), null]
  const comments = ['kort', 'a < b & "c"', null, 'linje\nto']

  test.each([
    ['gnumeric.ods', days, ['Andel', [0.125, 1, 0, null]]],
    // The program counts the days before March 1900 otherwise than Excel.
    ['libreoffice.ods', days.with(1, seconds('1900-02-27T00:00')), ['Andel', [0.125, 1, 0, null]]],
    ['pandas.ods', days.with(1, null), ['Ja', ['TRUE', 'FALSE', 'TRUE', 'FALSE']]],
  ] as const)('%s has its names and cells', async (name, dates, [last, values]) => {
    const table = await openAny(formatFile(`ods/${name}`, 333))
    const names = ['Kommune', 'Svar', 'Vekt', 'Dato', 'Kommentar', last]
    expect(table.head.columns.map((column) => column.name)).toEqual(names)
    expect(await cellsOf(table)).toEqual([
      kommuner,
      [1, 5, null, 3],
      [1.25, 0.875, 1.137, 0.64],
      dates,
      comments,
      values,
    ])
  })

  test('the sheet is the one with most cells that is seen, or the one that is named', async () => {
    const file = formatFile('ods/libreoffice.ods')
    const { table } = await openTable(readers, file)
    expect(table.head.dialect).toMatchObject({ sheet: 'Svar', headerRows: 1 })
    expect(table.head.headerLine).toBe(4)
    expect(table.head.reasons).toEqual([
      { message: 'ingest:sheet-chosen', values: { sheet: 'Svar', others: { list: ['Om undersøkelsen', 'Skjult'] } } },
      { message: 'ingest:reason-header-line', values: { line: '4' } },
    ])
    const hidden = await openTable(readers, file, { sheet: 'Skjult' })
    expect((await summariseFile(hidden.table)).rows).toBe(398)
    expect(await refusal(openTable(readers, file, { sheet: 'Ark9' }))).toMatchObject({ code: 'ingest:sheet-unknown' })
  })

  test('formulas without a stored value are said, and results that are empty texts are not', async () => {
    const formula = (inside: string, content = ''): string =>
      `<table:table-cell table:formula="of:=[.A2]*2"${inside}>${content}</table:table-cell>`
    const reasonsOf = async (cells: string) => {
      const names = row(['a', 'b', 'c', 'd'].map(word).join(''))
      return (await openAny(memoryFile('f.ods', archiveOf(sheet(names + row(number(1) + cells)))))).head.reasons
    }
    const blank = (list: readonly string[]) => [
      { message: 'ingest:sheet-formulas', values: { count: list.length, columns: { list } } },
    ]
    expect(await reasonsOf(formula('') + number(2) + formula(' office:value-type="float"'))).toEqual(blank(['B', 'D']))
    expect(await reasonsOf(formula(' table:number-columns-repeated="3"'))).toEqual(blank(['B', 'C', 'D']))
    // As LibreOffice writes an empty text, a number and an error.
    const computed =
      formula('', '<text:p/>') +
      formula(' office:value-type="float" office:value="2"', '<text:p>2</text:p>') +
      formula(' office:value-type="string" office:string-value="" calcext:value-type="error"', '<text:p>#N/A</text:p>')
    expect(await reasonsOf(computed)).toEqual([])
    expect(await reasonsOf(formula(' office:value-type="string" office:string-value=""'))).toEqual([])
  })

  test('a survey loads as from CSV', async () => {
    const database = await emptiedEngine()
    const columns = { Svar: 'q1' }
    const source = {
      id: 's',
      kind: 'survey',
      file: 's',
      round: '2022',
      attributes: ['Kommune'],
      columns,
      weight: 'Vekt',
    }
    const load = (file: DataFile) =>
      loadSource(sourceOf('survey'), readers, { database, file, source, instrument: instrumentOf([item('q1')]) })
    const stored = () =>
      Promise.all(['q1', 'Kommune', '_weight'].map((column) => valuesOf(database, 'responses', column)))
    expect(await load(formatFile('ods/gnumeric.ods'))).toMatchObject({ rowsRead: 4, rowsUsed: 3 })
    const found = await stored()
    await load(formatFile('xlsx/table.csv'))
    expect(found).toEqual(await stored())
  })

  test('rows that are repeated are records, each on its own row, and blank ones are none', async () => {
    const blank = row(
      '<table:table-cell table:number-columns-repeated="16384"/>',
      ' table:number-rows-repeated="1000000"',
    )
    const rows = `${row(word('a') + word('b'))}${row(number(3) + number(4), ' table:number-rows-repeated="9000"')}${blank}${row(number(5))}${blank}`
    const table = await openAny(memoryFile('r.ods', archiveOf(sheet(rows))))
    const summary = await summariseFile(table)
    expect(summary).toMatchObject({ rows: 9001, blankLines: 1_000_000 })
    expect(summary.columns.map(({ filled, mean }) => [filled, mean])).toEqual([
      [9001, 27_005 / 9001],
      [9000, 4],
    ])
  })

  test('a header over several columns, in cells that it covers', async () => {
    const covered = '<table:covered-table-cell table:number-columns-repeated="2"/>'
    const stem = `<table:table-cell table:number-columns-spanned="3" office:value-type="string"><text:p>Hva synes du?</text:p></table:table-cell>${covered}`
    const rows =
      row(word('ID') + stem) +
      row(word('') + word('Lønn') + word('Tid') + word('Response')) +
      row(number(1) + number(2) + number(3) + word('x'))
    const table = await openAny(memoryFile('h.ods', archiveOf(sheet(rows))))
    expect(table.head.columns.map(({ name }) => name)).toEqual([
      'ID',
      'Hva synes du? [Lønn]',
      'Hva synes du? [Tid]',
      'Response',
    ])
  })
})

/** The rows that a scanner makes of markup that comes in two parts. */
function scanned(markup: string, cut: number): { readonly rows: readonly SheetRow[]; readonly isWhole: boolean } {
  const rows: SheetRow[] = []
  let isDamaged = false
  const sink = {
    sheet: () => undefined,
    sheetEnd: () => undefined,
    row: (own: SheetRow) => void rows.push(own),
    damaged: () => void (isDamaged = true),
  }
  const scanner = createTagScanner(createContentSink(sink))
  const isTaken = scanner.take(markup.slice(0, cut)) && scanner.take(markup.slice(cut))
  return { rows, isWhole: isTaken && scanner.finish() && !isDamaged }
}

const document = (cells: string): string =>
  `<d><spreadsheet><table name="S"><table-row>${cells}</table-row></table></spreadsheet></d>`

describe('the markup', () => {
  test('is read alike wherever it is cut', () => {
    const markup = strFromU8(formatBytes('ods/everything.fods')).replace(
      '<table:named-expressions/>',
      "<!-- > <table:table> --><?x <y> ?><a b='>' c=\"'/>\"/><![CDATA[<z>]]>",
    )
    const whole = scanned(markup, 0)
    expect(whole).toMatchObject({ isWhole: true, rows: { length: 7 } })
    for (let cut = 0; cut < markup.length; cut += 1) expect(scanned(markup, cut)).toEqual(whole)
  })

  test.each([
    ['<table-cell value-type="float" value="abc"><p>abc</p></table-cell>', 'abc'],
    ['<table-cell value-type="float" value=""><p>7</p></table-cell>', '7'],
    ['<table-cell value-type="float" value="INF"><p>INF</p></table-cell>', 'INF'],
    ["<table-cell\n value-type = 'float'\n value = '1e3' />", 1000],
    ['<table-cell value-type="date" date-value="2022-02-30"><p>30.2.</p></table-cell>', '30.2.'],
    ['<table-cell value-type="date" date-value="2022-08-15T08:30:00Z"/>', seconds('2022-08-15T08:30') * 1000],
    ['<table-cell value-type="time" time-value="-PT1H"/>', '-01:00:00'],
    ['<table-cell value-type="time" time-value="i morgen"><p>i morgen</p></table-cell>', 'i morgen'],
    ['<table-cell value-type="boolean"><p>true</p></table-cell>', 'TRUE'],
    ['<table-cell value-type="boolean" value="false"><p>FALSE</p></table-cell>', 'FALSE'],
    ['<table-cell><p>uten type</p></table-cell>', 'uten type'],
    ['<table-cell formula="x" value-type="string" string-value="#DIV/0!"><p>#DIV/0!</p></table-cell>', undefined],
    ['<table-cell formula="x" value-type="float" value="0"><p>Err:502</p></table-cell>', undefined],
    ['<table-cell value-type="string"><p>#DIV/0!</p></table-cell>', '#DIV/0!'],
    ['<table-cell value-type="string"><p><![CDATA[a<b]]>&#x26;&#229;</p></table-cell>', 'a<b&å'],
    [
      '<table-cell><p>a<ruby><ruby-base>b</ruby-base><ruby-text>c</ruby-text></ruby><note>d</note></p></table-cell>',
      'ab',
    ],
    [
      '<table-cell><table><table-row><table-cell><p>inne</p></table-cell></table-row></table><p>ute</p></table-cell>',
      'ute',
    ],
    ['<table-cell value-type="string"><p/></table-cell>', undefined],
  ])('%s', (cell, value) => {
    const { rows, isWhole } = scanned(document(cell), 9)
    expect([isWhole, rows[0]?.cells[0]?.value]).toEqual([true, value])
  })

  test.each([
    '<d><spreadsheet></d></spreadsheet>',
    '<d><spreadsheet/></d><d/>',
    '<!DOCTYPE d [<!ENTITY a "b">]><d/>',
    '<d><spreadsheet/>',
    '<d a="',
    'ingenting',
    `${'<a>'.repeat(300)}${'</a>'.repeat(300)}`,
    document('<table-cell number-columns-repeated="0"/>'),
    document('<table-cell number-columns-repeated="-1"/>'),
  ])('is refused where it is none: %.60s', (markup) => {
    expect(scanned(markup, 5).isWhole).toBe(false)
  })

  test('a tag that never ends is given up before it costs', () => {
    const scanner = createTagScanner({ open: () => undefined, close: () => undefined, text: () => undefined })
    scanner.take('<d><a b="')
    const filler = 'x'.repeat(1 << 19)
    const taken = Array.from({ length: 40 }, () => scanner.take(filler))
    expect(taken.filter(Boolean).length).toBeLessThan(9)
  })
})

describe('a spreadsheet that cannot be read', () => {
  test('one with a password is called so', async () => {
    expect(await refusal(openAny(formatFile('ods/password.ods')))).toMatchObject({ code: 'ingest:ods-encrypted' })
  })

  test('an empty sheet, one without sheets and one without content are told', async () => {
    const empty = memoryFile('e.ods', archiveOf(sheet(row('<table:table-cell/>'))))
    expect(await refusal(openAny(empty))).toMatchObject({ code: 'ingest:sheet-empty', about: { sheet: 'S' } })
    expect(await refusal(openAny(memoryFile('n.ods', archiveOf(''))))).toMatchObject({ code: 'ingest:sheet-none' })
    const bare = zipSync({ mimetype: [strToU8(mediaType), { level: 0 }] })
    expect(await refusal(openAny(memoryFile('b.ods', bare)))).toMatchObject({ code: 'ingest:zip-part-missing' })
  })

  test('few bytes that stand for billions of cells are refused at once', async () => {
    const refused = async (rows: string): Promise<void> =>
      expect(await refusal(readWhole(memoryFile('b.ods', archiveOf(sheet(row(word('a')) + rows)))))).toMatchObject({
        code: 'ingest:ods-large',
      })
    const cells = (columns: number): string => number(1, ` table:number-columns-repeated="${columns}"`)
    await refused(row(cells(16_384), ' table:number-rows-repeated="1048576"'))
    await refused(row(cells(20), ' table:number-rows-repeated="1048576"'))
    await refused(row(number(1), ' table:number-rows-repeated="99999999999999999999"'))
    await refused(row(cells(64), ' table:number-rows-repeated="1000"').repeat(300))
  })

  test('one that would swell a thousandfold is not unpacked', async () => {
    const bomb = zipSync({
      mimetype: [strToU8(mediaType), { level: 0 }],
      'content.xml': [new Uint8Array(100_000_000), { level: 6 }],
    })
    expect(bomb.length).toBeLessThan(400_000)
    expect(await refusal(openAny(memoryFile('b.ods', bomb)))).toMatchObject({ code: 'ingest:zip-bomb' })
  })

  test('text that is no UTF-8 is refused', async () => {
    const bytes = formatBytes('ods/everything.fods').slice()
    bytes[strFromU8(bytes, true).indexOf('mellomrom')] = 0xe5
    expect(await refusal(openAny(memoryFile('l.fods', bytes)))).toMatchObject({ code: 'ingest:ods-damaged' })
  })

  test('changed bytes are refused or change nothing', async () => {
    await expectSameOrRefused(['ods/gnumeric.ods', 'ods/pandas.ods'])
  })

  test('changed documents without a sum of their bytes are read or refused, and never worse', async () => {
    const content = unzipSync(formatBytes('ods/gnumeric.ods'))['content.xml'] as Uint8Array
    const flat = strToU8(strFromU8(content).replace('office:version', `office:mimetype="${mediaType}" office:version`))
    await expectFuzzed([formatBytes('ods/everything.fods'), flat])
  })
})
