import { fc, test } from '@fast-check/vitest'
import { unzipSync } from 'fflate'
import { describe, expect } from 'vitest'
import type { InputError } from '../../analyses/core/errors'
import { parseInstrument } from '../../analyses/instrument/format'
import type { Instrument } from '../../analyses/instrument/model'
import { readList, writeList } from '../../analyses/instrument-sheets/cell-list'
import { writeDelimited } from '../../analyses/instrument-sheets/delimited'
import { openSheets } from '../../analyses/instrument-sheets/open'
import { readInstrumentSheets, type ReadSheets } from '../../analyses/instrument-sheets/read'
import { instrumentSheets } from '../../analyses/instrument-sheets/tables'
import { writeWorkbook } from '../../analyses/instrument-sheets/workbook'
import { memoryFile } from '../../analyses/readers/data-file'
import { readers } from '../../analyses/readers/registry'
import { anyInstrument } from '../instrument/any-instrument'
import { filesBelow, readProjectFile } from '../source-files'

const many = Number(process.env['MANY_CASES'] ?? 1)

const parsed = (text: string, file = 'x'): Instrument => {
  const read = parseInstrument(text, file)
  if (!read.ok) throw new Error(read.problems.map(String).join('\n'))
  return read.value
}
async function readFiles(files: Readonly<Record<string, Uint8Array>>): Promise<ReadSheets> {
  const tables = []
  for (const [name, bytes] of Object.entries(files))
    tables.push(...(await openSheets(memoryFile(name, bytes), readers)))
  return readInstrumentSheets(tables, 'nb', 'my instrument')
}
async function readBack(files: Readonly<Record<string, Uint8Array>>): Promise<Instrument> {
  const { document, problems } = await readFiles(files)
  if (problems.length > 0) throw new Error(problems.map(String).join('\n'))
  return parsed(JSON.stringify(document))
}
const workbookOf = (instrument: Instrument) => ({ 'instrument.xlsx': writeWorkbook(instrumentSheets(instrument)) })
const filesOf = (instrument: Instrument) =>
  Object.fromEntries(instrumentSheets(instrument).map((sheet) => [`${sheet.name}.csv`, writeDelimited(sheet)]))

/** What tables say in one way only: codes of the file stand beside their step, and so in its order. */
const inTables = (instrument: Instrument): Instrument => ({
  ...instrument,
  scales: instrument.scales.map(({ codes, ...scale }) => ({
    ...scale,
    ...(codes === undefined
      ? {}
      : { codes: Object.fromEntries(Object.entries(codes).toSorted(([, a], [, b]) => a - b)) }),
  })),
})

describe('tables of an instrument are read again as the same instrument', () => {
  test.prop([anyInstrument], { numRuns: 12 * many })('from a workbook', async (instrument) => {
    expect(await readBack(workbookOf(instrument))).toEqual(inTables(instrument))
  })

  test.prop([anyInstrument], { numRuns: 12 * many })('from delimited files', async (instrument) => {
    expect(await readBack(filesOf(instrument))).toEqual(inTables(instrument))
  })

  const documents = filesBelow('fixtures', ['.json']).filter(
    (path) => /instrument[^/]*\.json$/.test(path) && !path.includes('/bad/'),
  )
  test('every instrument of the fixtures, from both', async () => {
    expect(documents.length).toBeGreaterThan(20)
    for (const path of documents) {
      const instrument = parsed(readProjectFile(path), path)
      expect(await readBack(workbookOf(instrument)), path).toEqual(instrument)
      expect(await readBack(filesOf(instrument)), path).toEqual(instrument)
    }
  })

  test.prop([fc.array(fc.string({ unit: fc.constantFrom(...'ab; "\n,') }).filter((text) => text !== ''))])(
    'lists in a cell hold any text',
    (texts) => {
      expect(readList(writeList(texts))).toEqual(texts)
    },
  )
})

test('a workbook is an archive that others open, the same bytes on any day', () => {
  const instrument = parsed(readProjectFile('fixtures/odm-valtel/instrument.json'))
  const bytes = writeWorkbook(instrumentSheets(instrument))
  expect(writeWorkbook(instrumentSheets(instrument))).toEqual(bytes)
  const names = Object.keys(unzipSync(bytes))
  expect(names).toContain('[Content_Types].xml')
  expect(names.filter((name) => name.startsWith('xl/worksheets/'))).toHaveLength(5)
})

test('no cell of a delimited file begins as a formula', () => {
  const text = new TextDecoder().decode(
    writeDelimited({ name: 'items', columns: ['id'], rows: [['=1+1'], ["'-x"], ['a']] }),
  )
  expect(text).toBe("id\r\n'=1+1\r\n''-x\r\na\r\n")
})

describe('a codebook that is kept by hand', () => {
  const read = (...lines: readonly string[]): Promise<ReadSheets> =>
    readFiles({ 'kodebok.csv': new TextEncoder().encode(`${lines.join('\n')}\n`) })
  const told = (problems: readonly InputError[]) =>
    problems.map(
      ({ code, place }) =>
        `${code.replace('instrument-sheets:', '')} ${place.line}${place.column === undefined ? '' : ` ${place.column}`}`,
    )

  test('needs no more than texts and answers; dimensions are made of what it calls them', async () => {
    const { document, problems } = await read(
      'Variabel;Dimensjon;Spørsmål;Verdier;Snudd',
      'q1;Kultur og kompetanse;Vi prøver nye ting;1 = Helt uenig, 2 = Uenig, 5 = Helt enig;',
      'q2;Kultur og kompetanse;Vi er redde for nytt;1 = Helt uenig, 2 = Uenig, 5 = Helt enig;ja',
      'q3;Teknologi/utstyr;Utstyret virker;1 = Helt uenig, 2 = Uenig, 5 = Helt enig;nei',
    )
    expect(told(problems)).toEqual([])
    const { dimensions, items, scales } = parsed(JSON.stringify(document))
    expect(dimensions.map(({ id, label }) => [id, label.nb])).toEqual([
      ['Kultur og kompetanse', 'Kultur og kompetanse'],
      ['teknologi_utstyr', 'Teknologi/utstyr'],
    ])
    expect(items.map(({ id, dimension, reversed }) => [id, dimension, reversed])).toEqual([
      ['q1', 'Kultur og kompetanse', false],
      ['q2', 'Kultur og kompetanse', true],
      ['q3', 'teknologi_utstyr', false],
    ])
    expect(scales).toHaveLength(1)
    expect(scales[0]).toMatchObject({ min: 1, max: 5, labels: { '2': { nb: 'Uenig' } } })
  })

  test('may have its headers in Swedish or English, several languages, and no ids', async () => {
    const swedish = await read(
      'Fråga (svenska);Question (English);Min;Max;Omvänd',
      'Vi provar nytt;We try;0;10;x',
      'Vi väntar;We wait;0;10;',
    )
    expect(told(swedish.problems)).toEqual([])
    const { items, scales } = parsed(JSON.stringify(swedish.document))
    expect(items.map(({ id, text, reversed }) => [id, text, reversed])).toEqual([
      ['item-1', { sv: 'Vi provar nytt', en: 'We try' }, true],
      ['item-1-2', { sv: 'Vi väntar', en: 'We wait' }, false],
    ])
    expect([scales[0]?.min, scales[0]?.max]).toEqual([0, 10])
  })

  test('is told of what is wrong by row and column', async () => {
    const { problems } = await read(
      'id;dimension;text_nb;scale;reversed;min;max',
      'q1;A;Tekst;;maybe;1;5',
      'Q1;A;;;;1;five',
      '*;A;Tekst;other;;;',
    )
    expect(told(problems)).toEqual([
      'not-yes-or-no 2 reversed',
      'id-twice 3 id',
      'no-text 3 text_nb',
      'not-a-number 3 max',
      'no-scale 3',
      'not-an-id 4 id',
      'scale-unknown 4 scale',
    ])
  })

  test('without texts is none', async () => {
    expect(told((await read('a;b', '1;2', '3;4')).problems)).toEqual(['no-items 1'])
  })

  test('says which columns stand for nothing', async () => {
    expect((await read('id;text_nb;min;max;Kommentar', 'q1;Tekst;1;5;hei', 'q2;Tekst to;1;5;hopp')).unused).toEqual([
      'Kommentar',
    ])
  })
})
