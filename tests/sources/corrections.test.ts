import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { createSpeaker } from '../../analyses/core/speaker'
import { interfaceLanguages } from '../../analyses/core/words'
import { messagesOf } from '../../analyses/index'
import { readers } from '../../analyses/readers/registry'

import { parseRecipe, writeRecipe } from '../../analyses/recipe/recipe'
import type { Correction } from '../../analyses/sources/corrections'
import { loadSource } from '../../analyses/sources/loading'
import { sourceOf } from '../../analyses/sources/registry'
import type { AnySource } from '../../analyses/sources/source'
import { emptiedEngine } from '../database/engine-of-tests'
import { asDelimited, valueFile, valueReader, type GivenColumn } from '../readers/value-table'
import { load, loadSurvey, problemsOf } from './reading'
import { instrumentOf, item, refusal, textFile, valuesOf } from './sample-data'

const database = await emptiedEngine()
const instrument = instrumentOf([item('q1'), item('q2'), item('y', { scale: 'years' })])
const source = { id: 's', kind: 'survey', file: 'x.csv', round: '1', attributes: ['organisation'], weight: 'w' }
const header = ['organisation', 'q1', 'q2', 'y', 'w', 'comment'] as const
const read = ['_row', 'organisation', 'q1', 'q2', 'y', '_weight'] as const

async function stored(): Promise<Readonly<Record<string, unknown>>> {
  const columns = await Promise.all(read.map((column) => valuesOf(database, 'responses', column)))
  return Object.fromEntries(read.map((column, index) => [column, columns[index]]))
}

const csv = (rows: readonly (readonly string[])[]): string =>
  [header, ...rows].map((cells) => `${cells.join(';')}\n`).join('')

const plain = [
  ['Åre', '1', '5', '12,5', '1', 'fint'],
  ['Namsos', '44', '4', '3,0', '2', ''],
  ['', '3', 'Helt enig', '', '1', 'x'],
  ['Namsos', '', '', '', '1', ''],
]
const correction = (row: number, column: string, to: string): Correction => ({
  row,
  column,
  from: plain[row - 1]?.[header.indexOf(column as never)] ?? '',
  to,
})

describe('corrections of cells', () => {
  test('are read instead of what the file holds, in items, attributes, numbers and weights', async () => {
    const corrections = [
      correction(2, 'q1', '4'),
      correction(1, 'organisation', 'Namsos'),
      correction(3, 'organisation', 'Östersund'),
      correction(1, 'y', '13,5'),
      correction(2, 'w', '1,5'),
      correction(3, 'q2', ''),
      correction(4, 'q2', 'Vet ikke'),
    ]
    const report = await loadSurvey(database, textFile('x.csv', csv(plain)), { ...source, corrections }, instrument)
    expect(report).toMatchObject({ rowsRead: 4, rowsUsed: 4, corrected: 7 })
    expect(await stored()).toEqual({
      _row: [1, 2, 3, 4],
      organisation: ['Namsos', 'Namsos', 'Östersund', 'Namsos'],
      q1: [1, 4, 3, null],
      q2: [5, 4, null, -128],
      y: [13.5, 3, null, null],
      _weight: [1, 1.5, 1, 1],
    })
    for (const language of interfaceLanguages) {
      const speaker = createSpeaker(language, messagesOf(language), instrument)
      const note = report.notes.find(({ code }) => code === 'ingest:corrected')
      expect(note?.about).toEqual({ count: 7 })
      expect(speaker.note(note as never)).toMatch(/7 cel/u)
    }
  })

  test('give what the same file with other cells gives, whichever cells they are and whichever encoding the file has', async () => {
    const cell = fc.constantFrom('1', '2', '5', '9', 'Helt enig', 'Vet ej', '', 'x', '12,5', '7', 'Åre', '"', 'ø€')
    const row = fc.record({ place: fc.nat(), column: fc.nat(), to: cell })
    const organisation = fc.constantFrom('Åre', 'Namsos', 'Røros', '')
    const answer = fc.constantFrom('1', '3', '5', '8', 'Delvis enig', '', 'kanskje')
    const weight = fc.constantFrom('1', '0,5', '2')
    const rows = fc.array(fc.tuple(organisation, answer, answer, fc.constantFrom('12,5', '', '3,0'), weight, cell), {
      minLength: 4,
      maxLength: 12,
    })
    await fc.assert(
      fc.asyncProperty(
        rows,
        fc.array(row, { minLength: 1, maxLength: 5 }),
        fc.constantFrom('utf-8', 'windows-1252', 'utf-16le-mark'),
        async (given, changes, encoding) => {
          const first = ['Åre', '1', '2', '12,5', '1', 'å']
          const before = [first, ...given].map((cells) => cells.map((text) => (text === '"' ? '' : text)))
          const after = before.map((cells) => [...cells])
          const corrections = new Map<string, Correction>()
          for (const { place, column, to } of changes) {
            const at = 1 + (place % given.length)
            const name = header[column % header.length] as string
            const index = column % header.length
            corrections.set(`${at} ${index}`, { row: at + 1, column: name, from: before[at]?.[index] ?? '', to })
            ;(after[at] as string[])[index] = to === '"' ? '""""' : to
          }
          const file = (rows: readonly (readonly string[])[]) => textFile('x.csv', csv(rows), encoding as 'utf-8', 64)
          const dialect = { delimiter: ';', decimal: ',', ...(encoding === 'windows-1252' ? { encoding } : {}) }
          const asWritten = { ...source, dialect }
          const results: unknown[] = []
          for (const [rows, read_] of [
            [after, asWritten],
            [before, { ...asWritten, corrections: [...corrections.values()] }],
          ] as const) {
            const report = await loadSurvey(database, file(rows), read_, instrument)
            const { rowsRead, rowsUsed, leftOut, nonAnswers } = report
            const notes = report.notes.filter(({ code }) => code !== 'ingest:corrected')
            results.push({ rowsRead, rowsUsed, leftOut, nonAnswers, notes, stored: await stored() })
          }
          expect(results[1]).toEqual(results[0])
        },
      ),
      { numRuns: Number(process.env['FUZZ_RUNS'] ?? 30) },
    )
  })

  test('of a format that gives values keep numbers numbers, and names of codes names', async () => {
    const columns: readonly GivenColumn[] = [
      {
        name: 'organisation',
        kind: 'numbers',
        values: [1, 2, 1, 2],
        levels: [
          { value: 1, label: 'Åre' },
          { value: 2, label: 'Namsos' },
        ],
      },
      { name: 'q1', kind: 'numbers', values: [1, 44, 3, null] },
      { name: 'q2', kind: 'levels', values: ['5', '4', 'Helt enig', '2'] },
      { name: 'y', kind: 'numbers', values: [12.5, 3, null, 8] },
      { name: 'w', kind: 'numbers', values: [1, 2, 1, 1] },
    ]
    const corrections: readonly Correction[] = [
      { row: 1, column: 'organisation', from: '1', to: '2' },
      { row: 2, column: 'q1', from: '44', to: '4' },
      { row: 4, column: 'q1', from: '', to: 'Helt enig' },
      { row: 3, column: 'q2', from: 'Helt enig', to: '1' },
      { row: 1, column: 'y', from: '12.5', to: '' },
    ]
    expect(asDelimited(columns)).toContain('44')
    const formats = [...readers, valueReader(columns)]
    const given = { database, file: valueFile('t'), source: { ...source, corrections }, instrument }
    await loadSource(sourceOf('survey'), formats, given)
    expect(await stored()).toEqual({
      _row: [1, 2, 3, 4],
      organisation: ['Namsos', 'Namsos', 'Åre', 'Namsos'],
      q1: [1, 4, 3, 5],
      q2: [5, 4, 1, 2],
      y: [null, 3, null, 8],
      _weight: [1, 2, 1, 1],
    })
  })

  test('are refused with row and column where the file holds something else, has no such row, or no such column', async () => {
    const refused = (corrections: readonly Correction[], rows = plain) =>
      refusal(loadSurvey(database, textFile('x.csv', csv(rows)), { ...source, corrections }, instrument))
    expect(await refused([{ row: 2, column: 'q1', from: '4', to: '5' }])).toMatchObject({
      code: 'ingest:correction-other',
      about: { row: 2, column: 'q1', from: '4', found: '44' },
      place: { file: 'x.csv', line: 3, column: 'q1' },
    })
    expect(await refused([{ row: 5, column: 'q1', from: '4', to: '5' }])).toMatchObject({
      code: 'ingest:correction-row',
      about: { row: 5, column: 'q1', rows: 4 },
    })
    const lost = [{ row: 1, column: 'gone', from: '4', to: '5' }]
    expect(await refused(lost)).toMatchObject({ code: 'ingest:correction-column', about: { column: 'gone', row: 1 } })
    const shown = await problemsOf(textFile('x.csv', csv(plain)), { ...source, corrections: lost }, instrument)
    expect(shown.map(({ code }) => code)).toEqual(['ingest:correction-column'])
  })

  test('of series and of tables that are written by hand are read as well', async () => {
    const log: AnySource = {
      id: 'o',
      kind: 'observations',
      file: 'o.csv',
      time: 'time',
      value: 'value',
      time_zone: 'UTC',
    }
    const text = 'time;value\n2022-01-01 00:00;1\n2022-01-01 01:00;7000\n2022-01-01 02:00;3\n'
    const corrections = [{ row: 2, column: 'value', from: '7000', to: '2' }]
    await load(database, textFile('o.csv', text), { ...log, corrections })
    expect(await valuesOf(database, 'observations', 'value')).toEqual([1, 2, 3])
    const people: AnySource = { id: 'h', kind: 'headcount', file: 'h.csv', n: 'n' }
    const counted = 'organisation;round;n\nÅre;1;10\nNamsos;1;9\n'
    const written = textFile('h.csv', counted)
    const wrong = [{ row: 1, column: 'n', from: '11', to: '12' }]
    await load(database, written, { ...people, corrections: [{ row: 1, column: 'n', from: '10', to: '12' }] })
    expect(await valuesOf(database, 'headcount', 'headcount', 'headcount')).toEqual([9, 12])
    expect(await refusal(load(database, written, { ...people, corrections: wrong }))).toMatchObject({
      code: 'ingest:correction-other',
      place: { line: 2 },
    })
  })
})

describe('a recipe with corrections', () => {
  const recipe = (corrections: readonly unknown[]): string =>
    JSON.stringify({ recipe: 1, instrument: 'i.json', sources: [{ ...source, corrections }] })

  test('is written and read again as it was', () => {
    const corrections = [{ row: 2, column: 'q1', from: '44', to: '4', reason: 'typing', on: '2026-11-30' }]
    const parsed = parseRecipe(recipe(corrections), 'r.json')
    if (!parsed.ok) throw new Error('refused')
    expect(parsed.value.sources[0]).toMatchObject({ corrections })
    expect(parseRecipe(writeRecipe(parsed.value), 'r.json')).toMatchObject({ ok: true, value: parsed.value })
  })

  test.each([
    [
      'twice the same cell',
      [
        { row: 2, column: 'a', from: '1', to: '2' },
        { row: 2, column: 'a', from: '1', to: '3' },
      ],
    ],
    ['row 0', [{ row: 0, column: 'a', from: '1', to: '2' }]],
    ['no such day', [{ row: 1, column: 'a', from: '1', to: '2', on: '2026-02-30' }]],
    ['something else', [{ row: 1, column: 'a', from: '1', into: '2' }]],
  ])('is refused by its place: %s', (_, corrections) => {
    const parsed = parseRecipe(recipe(corrections), 'r.json')
    expect(parsed.ok).toBe(false)
    if (!parsed.ok) expect(parsed.problems[0]?.place.path).toMatch(/^sources\[0\]\.corrections\[\d\]/u)
  })
})
