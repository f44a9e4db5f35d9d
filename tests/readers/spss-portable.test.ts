import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { InputError } from '../../analyses/core/errors'
import { createPortableCursor } from '../../analyses/readers/spss-portable/cursor'
import { memoryFile } from '../../analyses/readers/data-file'
import { loadSource } from '../../analyses/sources/loading'
import { readers } from '../../analyses/readers/registry'
import { sourceOf } from '../../analyses/sources/registry'
import { emptiedEngine } from '../database/engine-of-tests'
import { instrumentOf, item, refusal, valuesOf } from '../sources/sample-data'
import { cellsOf, expectFuzzed, formatBytes, formatFile, openAny, readWhole } from './cells'

const numbers = 'spss/pspp-numbers.por'
const weighted = 'spss/pspp.por'

const cursorOver = (text: string) => createPortableCursor(new TextEncoder().encode(text), 'x')

describe('numbers to the base of 30', () => {
  test.each([
    ['0/', 0],
    ['-1/', -1],
    ['T/', 29],
    ['10/', 30],
    ['.3/', 0.1],
    ['1.3/', 1.1],
    ['-13A.9/', -1000.3],
    ['IPJ2+3/', ((18 * 30 + 25) * 30 + 19) * 30 ** 4 + 2 * 27_000],
    ['1-A/', 30 ** -10],
    ['  5/', 5],
    ['1+1A/', 30 ** 40],
  ])('%s is %d', (written, value) => {
    expect(cursorOver(written).number()).toBeCloseTo(value, 12)
    expect(cursorOver(written).number() / (value || 1)).toBeCloseTo(value === 0 ? 0 : 1, 14)
  })

  test('the missing value of the system is none, and what is no number is refused', () => {
    const cursor = cursorOver('*.7/')
    expect(cursor.number()).toBeNaN()
    expect(cursor.number()).toBe(7)
    for (const written of ['/', '-/', '1x/', '1..2/', '+/', '1+TTTT/'])
      expect(() => cursorOver(written).number(), written).toThrow(InputError)
    for (const written of ['', '1', '-', '1.', '1+2', '*'])
      expect(() => cursorOver(written).number(), written).toThrow(
        expect.objectContaining({ code: 'ingest:portable-cut' }),
      )
    expect(() => cursorOver('-1/').count(9)).toThrow(InputError)
    expect(() => cursorOver('1.3/').count(9)).toThrow(InputError)
    expect(() => cursorOver('A/').count(9)).toThrow(InputError)
  })
})

describe('a file that PSPP wrote', () => {
  test('has the numbers and times that PSPP reads in it', async () => {
    const [ours, theirs] = await Promise.all([
      openAny(formatFile(numbers)),
      openAny(formatFile('spss/pspp-numbers-read.sav')),
    ])
    const [cells, wanted] = await Promise.all([cellsOf(ours), cellsOf(theirs)])
    expect(ours.head.columns.map(({ name }) => name)).toEqual(theirs.head.columns.map(({ name }) => name))
    for (const [index, column] of ours.head.columns.entries()) {
      const peer = theirs.head.columns[index]
      expect(column.type, column.name).toBe(peer?.type)
      expect(column.label, column.name).toBe(peer?.label)
      expect(column.missing?.length, column.name).toBe(peer?.missing?.length)
      expect(column.missingRanges?.length, column.name).toBe(peer?.missingRanges?.length)
      if (column.type === 'text') continue
      for (const [row, cell] of (cells[index] ?? []).entries()) {
        const value = wanted[index]?.[row] ?? null
        if (value === null || cell === null) expect(cell, `${column.name}, row ${row + 1}`).toBe(value)
        // Both round what eleven digits to the base of 30 hold.
        else expect(Math.abs(Number(cell) - Number(value))).toBeLessThanOrEqual(4e-16 * Math.abs(Number(value)))
      }
    }
  })

  test('has its letters, labels, marked codes and texts, which PSPP loses where they are beyond ASCII', async () => {
    const table = await openAny(formatFile(numbers))
    const cells = await cellsOf(table)
    expect(cells[1]).toEqual([null, 'en', 'minus', 'tidel', 'tredel', 'Z', 'Å', 'ø/æ', '*.', 'a  b', '(x)', null, 'æ'])
    expect(cells[0]?.slice(0, 4)).toEqual([0, 1, -1, 0.1])
    const [x, t, large, , day] = table.head.columns
    expect(x).toMatchObject({
      name: 'X',
      label: 'Tall med desimaler',
      missing: [29, 30, -1],
      levels: [
        { value: -1, label: 'minus én' },
        { value: 1, label: 'en' },
        { value: 29, label: 'tjueni' },
      ],
    })
    expect(t?.levels).toEqual([
      { value: 'en', label: 'Én' },
      { value: 'minus', label: 'Minus' },
    ])
    // PSPP 1.6.2 writes the end of “1e30 THRU HI” in place of its beginning.
    expect(large?.missingRanges).toEqual([{ from: Number.MAX_VALUE, to: Number.POSITIVE_INFINITY }])
    // The first is the day that is marked as no answer.
    expect(day?.type).toBe('time')
    expect(cells[4]?.slice(0, 2)).toEqual([null, Date.UTC(2022, 7, 16) / 1000])
    expect(table.head).toMatchObject({
      format: 'spss-portable',
      dialect: { encoding: 'utf-8' },
      reasons: [{ message: 'ingest:spss-assumed-encoding', values: { encoding: 'utf-8' } }],
    })
  })

  test('with a weight, which PSPP cannot read again, holds what its system file holds', async () => {
    const [portable, system] = await Promise.all([openAny(formatFile(weighted)), openAny(formatFile('spss/pspp.sav'))])
    const [cells, wanted] = await Promise.all([cellsOf(portable), cellsOf(system)])
    const long = system.head.columns.findIndex(({ name }) => name === 'lang')
    for (const [index, column] of system.head.columns.entries()) {
      const found = portable.head.columns[index]
      expect(found?.name).toBe(column.name.toUpperCase())
      expect(found?.levels).toEqual(column.levels)
      expect(found?.missing).toEqual(column.missing)
      expect(found?.missingRanges).toEqual(column.missingRanges)
      // A text of a portable file has 255 bytes at most.
      if (index !== long) expect(cells[index], column.name).toEqual(wanted[index])
    }
    expect(cells[long]?.[0]).toMatch(/^x{254}/)
    expect(portable.head.dialect).toMatchObject({ weight: 'VEKT' })
  })

  test('is the same in any pieces, with any line ends, and without the blanks at the ends of its lines', async () => {
    const bytes = formatBytes(numbers)
    const wanted = await readWhole(memoryFile('x', bytes, 1))
    const text = new TextDecoder('latin1').decode(bytes)
    const written = (changed: string): Uint8Array => Uint8Array.from(changed, (letter) => letter.charCodeAt(0))
    expect(await readWhole(memoryFile('x', bytes))).toEqual(wanted)
    const lines = text.split(/\r?\n/)
    for (const changed of [lines.join('\n'), lines.join('\r\n'), lines.map((line) => line.trimEnd()).join('\n')])
      expect(await readWhole(memoryFile('x', written(changed), 333))).toEqual(wanted)
  })
})

describe('what other programs write', () => {
  const bytesOf = (text: string): Uint8Array => Uint8Array.from(text, (letter) => letter.charCodeAt(0))
  const ascii = (): string => new TextDecoder('latin1').decode(formatBytes(numbers))

  test('dates as SPSS numbers their formats, 82 higher than in a system file', async () => {
    // DATE is 20, K to the base of 30, and 102, 3C; a line is one character longer then.
    const all = ascii().replaceAll(/\r?\n/g, '')
    const shifted = all.replaceAll('/DAGK/B/0/K/B/0/', '/DAG3C/B/0/3C/B/0/')
    expect(shifted).not.toBe(all)
    const table = await openAny(memoryFile('x', bytesOf(shifted)))
    expect(table.head.columns.find(({ name }) => name === 'DAG')?.type).toBe('time')
    expect(await cellsOf(table)).toEqual(await readWhole(formatFile(numbers)))
  })

  test('characters of another machine, by the table of the file', async () => {
    // Another order of the bytes: letters and digits of the file exchanged among each other.
    const plain = ascii().replaceAll(/\r?\n/g, '')
    const moved = (letter: string): number => {
      const byte = letter.charCodeAt(0)
      return byte > 32 && byte < 127 ? 33 + ((byte - 33 + 11) % 94) : byte
    }
    const other = Uint8Array.from(plain, moved)
    const found = await readWhole(memoryFile('x', other))
    expect(found[0]).toEqual((await readWhole(formatFile(numbers)))[0])
    expect(found[1]?.slice(1, 6)).toEqual(['en', 'minus', 'tidel', 'tredel', 'Z'])
  })

  test('letters of one byte', async () => {
    const latin = bytesOf(
      new TextDecoder().decode(formatBytes(numbers)).replaceAll(/\r?\n/g, '').replace('9/Å ', '9/Å  '),
    )
    // A letter takes one byte less now, so that texts of the file are as long as they say only where blanks are added.
    const error = await refusal(readWhole(memoryFile('x', latin)))
    expect(error).toBeInstanceOf(InputError)
    const text = new TextDecoder('latin1').decode(formatBytes(numbers)).replaceAll(/\r?\n/g, '')
    const one = bytesOf(
      text
        .replaceAll('Ã\u0085', '\u00c5 ')
        .replaceAll('Ã¸/Ã¦', '\u00f8/\u00e6  ')
        .replaceAll('Ã¦', '\u00e6 ')
        .replaceAll('Ã©', '\u00e9 ')
        .replaceAll('Ã\u0089', '\u00c9 '),
    )
    const table = await openAny(memoryFile('x', one))
    expect(table.head.dialect).toMatchObject({ encoding: 'windows-1252' })
    expect((await cellsOf(table))[1]?.slice(6, 8)).toEqual(['Å', 'ø/æ'])
  })
})

test('a survey: labels say attributes, marked codes are no answers, and respondents are whole numbers', async () => {
  const database = await emptiedEngine()
  const report = await loadSource(sourceOf('survey'), readers, {
    database,
    file: formatFile(weighted),
    source: {
      id: 's',
      kind: 'survey',
      file: 's',
      round: '2022',
      attributes: ['KOMMUNE', 'KORT'],
      respondent: 'ID',
      weight: 'VEKT',
    },
    instrument: instrumentOf([item('q1'), item('q2')]),
  })
  expect(report).toMatchObject({ rowsRead: 4, rowsUsed: 4, format: 'spss-portable' })
  expect(await valuesOf(database, 'responses', 'q2')).toEqual([5, 4, null, null])
  expect(await valuesOf(database, 'responses', 'KORT')).toEqual(['Ja', 'Nei', 'Ja', null])
  expect(await valuesOf(database, 'responses', '_respondent')).toEqual(['1', '2', '3', '4'])
  expect(await valuesOf(database, 'responses', '_weight')).toEqual([0.625, 0.75, 0.875, 1])
})

describe('a file that is not whole', () => {
  test('cut anywhere, is refused in a sentence', async () => {
    const bytes = formatBytes(numbers)
    const text = new TextDecoder('latin1').decode(bytes)
    const end = text.search(/Z+\s*$/)
    // The first 464 characters show what the file is.
    for (let length = 490; length <= end; length += 13)
      expect(await refusal(readWhole(memoryFile('x', bytes.subarray(0, length)))), `${length}`).toBeInstanceOf(
        InputError,
      )
    expect(await refusal(readWhole(memoryFile('x', bytes.subarray(0, end))))).toMatchObject({
      code: 'ingest:spss-cut-case',
      about: { row: 14 },
    })
  })

  test('absurd numbers of variables, labels and characters are refused at once', async () => {
    const text = new TextDecoder('latin1').decode(formatBytes(numbers)).replaceAll(/\r?\n/g, '')
    for (const [written, absurd] of [
      ['47/5B/', '4TTTTTT/5B/'],
      ['/X3/-1/', '/XTTTTTT/-1/'],
      ['CI/Tall', 'CTTTTTTT/Tall'],
      ['47/5B/', '46/5B/'],
    ] as const) {
      const changed = text.replace(written, absurd)
      expect(changed).not.toBe(text)
      expect(
        await refusal(
          readWhole(
            memoryFile(
              'x',
              Uint8Array.from(changed, (letter) => letter.charCodeAt(0)),
            ),
          ),
        ),
        absurd,
      ).toBeInstanceOf(InputError)
    }
  })

  test('with some bytes changed, is read or refused, and never worse', async () => {
    await expectFuzzed([formatBytes(numbers), formatBytes(weighted)])
  })
})

test('what only begins like one is none', async () => {
  const head = readFileSync(new URL('../../fixtures/formats/spss/pspp.por', import.meta.url)).subarray(0, 300)
  const reader = readers.find(({ id }) => id === 'spss-portable')
  expect(reader?.recognise(head, 'x.por')).toBe('no')
  expect(reader?.recognise(formatBytes(weighted).subarray(0, 4096), 'x')).toBe('certain')
})
