import { describe, expect, test } from 'vitest'
import { InputError } from '../../analyses/core/errors'
import { readers } from '../../analyses/readers/registry'
import { sourceOf } from '../../analyses/sources/registry'
import type { Instrument } from '../../analyses/instrument/model'
import { cellText, openTable } from '../../analyses/readers/reader'
import { loadSource } from '../../analyses/sources/loading'
import type { ImportReport } from '../../analyses/sources/report'
import type { AnySource } from '../../analyses/sources/source'
import { emptiedEngine } from '../database/engine-of-tests'
import { instrumentOf, item, refusal, textFile, valuesOf } from '../sources/sample-data'
import { asDelimited, valueFile, valueReader, type GivenColumn } from './value-table'

/** A format that gives values fills the same tables as one that gives bytes. */
const database = await emptiedEngine()

const utc = (text: string): number => Date.parse(text)

async function both(
  columns: readonly GivenColumn[],
  source: AnySource,
  table: string,
  read: readonly string[],
  instrument: Instrument | null = null,
): Promise<{ readonly bytes: ImportReport; readonly values: ImportReport }> {
  const formats = [...readers, valueReader(columns)]
  const load = async (
    file: Parameters<typeof loadSource>[2]['file'],
  ): Promise<{ readonly report: ImportReport; readonly cells: unknown }> => {
    const report = await loadSource(sourceOf(source.kind), formats, { database, file, source, instrument })
    const cells = await Promise.all(read.map((column) => valuesOf(database, table, column)))
    return { report, cells }
  }
  const bytes = await load(textFile('t.csv', asDelimited(columns)))
  const values = await load(valueFile('t'))
  expect(values.report.format).toBe('values')
  expect(values.cells).toEqual(bytes.cells)
  for (const part of ['rowsRead', 'rowsUsed', 'leftOut'] as const)
    expect(values.report[part], part).toEqual(bytes.report[part])
  expect(values.report.notes.map(({ code, about }) => [code, about])).toEqual(
    bytes.report.notes.map(({ code, about }) => [code, about]),
  )
  return { bytes: bytes.report, values: values.report }
}

describe('a survey', () => {
  const instrument = instrumentOf([item('a'), item('b', { reversed: true }), item('y', { scale: 'years' })])
  const columns: readonly GivenColumn[] = [
    { name: 'who', kind: 'texts', values: ['p1', 'p2', null, 'p4', 'p5'] },
    { name: 'role', kind: 'texts', values: ['leder', 'ansatt', 'leder', null, 'ansatt'] },
    { name: 'a', kind: 'numbers', values: [1, 5, 9, null, 7] },
    { name: 'b', kind: 'texts', values: ['Helt enig', '2', 'Vet ikke', null, 'kanskje'] },
    { name: 'y', kind: 'numbers', values: [12.5, 999, null, null, 61] },
    { name: 'w', kind: 'numbers', values: [1, 0, 2.5, 1, 1] },
  ]
  const source: AnySource = {
    id: 's',
    kind: 'survey',
    file: 's',
    round: '2022',
    attributes: ['role'],
    respondent: 'who',
    weight: 'w',
  }

  test('has the same answers, non-answers, levels, weights and notes', async () => {
    const read = ['a', 'b', 'y', 'role', '_respondent', '_weight', '_row']
    const { values } = await both(columns, source, 'responses', read, instrument)
    expect(values).toMatchObject({ rowsRead: 5, rowsUsed: 3, leftOut: { blank: 2 } })
    expect(await valuesOf(database, 'responses', 'b')).toEqual([5, 2, -128])
    expect(values.notes.map(({ code }) => code)).toContain('ingest:out-of-range')
  })

  test('turned back where the export had turned', async () => {
    await both(columns, { ...source, reverse_already: true }, 'responses', ['a', 'b'], instrument)
    expect(await valuesOf(database, 'responses', 'b')).toEqual([5, 4, -128])
  })

  test('codes that the format marks as no answer are blank, unless the instrument knows them', async () => {
    const marked = columns.map((column) => ({ ...column, missing: [5, 9, 12.5] }))
    const file = valueFile('m')
    await loadSource(sourceOf('survey'), [valueReader(marked)], { database, file, source, instrument })
    expect(await valuesOf(database, 'responses', 'a')).toEqual([1, null, -128])
    expect(await valuesOf(database, 'responses', 'y')).toEqual([null, null, null])
  })
})

describe('what a format says of its codes', () => {
  const instrument = instrumentOf([item('a'), item('b')])
  const source: AnySource = { id: 'n', kind: 'survey', file: 'n', round: '2022', attributes: ['unit', 'place'] }
  const columns: readonly GivenColumn[] = [
    {
      name: 'a',
      kind: 'numbers',
      values: [1, 11, 98, 3, 97],
      levels: [
        { value: 11, label: 'Helt enig' },
        { value: 98, label: 'Vet ikke' },
        { value: 97, label: 'Ubesvart' },
      ],
      missingRanges: [{ from: 97, to: Number.POSITIVE_INFINITY }],
    },
    { name: 'b', kind: 'numbers', values: [1, 2, 3, 4, 5] },
    {
      name: 'unit',
      kind: 'numbers',
      values: [1, 2, 9, 1, 3],
      levels: [
        { value: 1, label: 'Øst' },
        { value: 2, label: 'Vest' },
        { value: 9, label: 'Ukjent' },
      ],
      missing: [9],
    },
    { name: 'place', kind: 'levels', values: ['Å', null, 'Å', 'Ø', 'Å'] },
  ]

  const load = (): Promise<ImportReport> =>
    loadSource(sourceOf('survey'), [valueReader(columns)], { database, file: valueFile('n'), source, instrument })

  test('a name that the scale knows is the answer, in or out of what is marked; a marked code without such a name is blank', async () => {
    await load()
    expect(await valuesOf(database, 'responses', 'a')).toEqual([1, 5, -128, 3, null])
  })

  test('an attribute is known by the names of its codes, and a marked one is a blank', async () => {
    await load()
    expect(await valuesOf(database, 'responses', 'unit')).toEqual(['Øst', 'Vest', null, 'Øst', '3'])
    expect(await valuesOf(database, 'responses', 'place')).toEqual(['Å', null, 'Å', 'Ø', 'Å'])
  })
})

describe('a log', () => {
  const times = ['2022-03-27T00:30:00Z', '2022-03-27T02:10:00Z', '2022-10-30T01:00:00Z'].map(utc)
  const log: readonly GivenColumn[] = [
    { name: 't', kind: 'times', values: [...times, null] },
    { name: 'room', kind: 'texts', values: ['A', 'B', null, 'A'] },
    { name: 'v', kind: 'numbers', values: [21.5, null, 3, 4] },
  ]
  const source: AnySource = { id: 'air', kind: 'observations', file: 't', time: 't', value: 'v', series: 'room' }

  test('has the same times and values', async () => {
    const { values } = await both(log, { ...source, time_zone: 'Europe/Oslo' }, 'observations', [
      'series',
      't',
      'value',
    ])
    expect(values).toMatchObject({ rowsRead: 4, rowsUsed: 2, leftOut: { 'no-subject': 1, 'no-time': 1 } })
  })

  test('local times go through the same clock', async () => {
    const local = log.map((column) => (column.kind === 'times' ? { ...column, isAbsolute: false } : column))
    const { values } = await both(local, { ...source, time_zone: 'Europe/Oslo' }, 'observations', ['series', 't'])
    expect(values.leftOut).toEqual({ 'no-subject': 1, 'no-time': 1, 'time-in-gap': 1 })
  })

  test('times as texts and numbers as texts are understood as in a file', async () => {
    const written: readonly GivenColumn[] = [
      { name: 't', kind: 'texts', values: ['31.12.2022 10:00', '01.01.2023 10:30', '02.01.2023'] },
      { name: 'v', kind: 'texts', values: ['1.5', 'varm', ''] },
    ]
    const { values } = await both(
      written,
      { id: 'w', kind: 'observations', file: 't', time: 't', value: 'v' },
      'observations',
      ['t', 'value'],
    )
    expect(values.notes.map(({ code }) => code)).toContain('ingest:unreadable-value')
  })

  test('dates that can be read both ways are settled by the whole file', async () => {
    const dates: readonly GivenColumn[] = [
      { name: 't', kind: 'texts', values: ['01/02/2022', '02/02/2022', '03/02/2022', '25/02/2022'] },
      { name: 'v', kind: 'numbers', values: [1, 2, 3, 4] },
    ]
    const short = {
      ...valueReader(dates),
      open: async (...given: Parameters<ReturnType<typeof valueReader>['open']>) => {
        const table = await valueReader(dates).open(...given)
        return { ...table, head: { ...table.head, sample: table.head.sample.slice(0, 3) } }
      },
    }
    await loadSource(sourceOf('observations'), [short], {
      database,
      file: valueFile('d'),
      source: { id: 'd', kind: 'observations', file: 't', time: 't', value: 'v' },
      instrument: null,
    })
    expect((await valuesOf(database, 'observations', 't'))[0]).toBe(utc('2022-02-01T00:00Z'))
  })
})

describe('a table written by hand', () => {
  test('is read as texts, whatever the format', async () => {
    const columns: readonly GivenColumn[] = [
      { name: 'round', kind: 'texts', values: ['2021', '2022'] },
      { name: 'unit', kind: 'texts', values: ['Øst', null] },
      { name: 'headcount', kind: 'numbers', values: [12, 7] },
    ]
    const { values } = await both(
      columns,
      { id: 'h', kind: 'headcount', file: 'h' },
      '(SELECT *, headcount AS "_row" FROM headcount)',
      ['round', 'unit', 'headcount'],
    )
    expect(values.rowsUsed).toBe(2)
  })
})

describe('which format a file is', () => {
  const sure = valueReader([{ name: 'a', kind: 'numbers', values: [1] }])

  test('one that is certain goes before one that is possible', async () => {
    expect((await openTable([...readers, sure], valueFile('x'))).reader.id).toBe('values')
    expect((await openTable([...readers, sure], textFile('x.csv', 'a;b\n1;2\n'))).reader.id).toBe('delimited')
  })

  test('a file that no format takes is refused', async () => {
    const error = await refusal(openTable([sure], textFile('x.csv', 'a;b\n1;2\n')))
    expect(error).toBeInstanceOf(InputError)
  })

  test('a cell is a text in either way of giving cells', async () => {
    const { table } = await openTable([sure], valueFile('x'))
    const block = (await table.blocks({}).next()).value
    if (!('kind' in block)) throw new Error('there is a block')
    expect([cellText(block, 0, 0, table.decode), cellText(block, 0, 7, table.decode)]).toEqual(['1', ''])
  })
})
