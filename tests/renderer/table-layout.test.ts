import { describe, expect, test } from 'vitest'
import type { Cell, ResultTable, TableColumn } from '../../analyses/core/result'
import type { Note } from '../../analyses/core/words'
import { noteSign, repeatedKeys, tableLayout } from '../../renderer/views/analysis/table-layout'

const columns: readonly TableColumn[] = [
  { id: 'round', kind: 'text' },
  { id: 'organisation', kind: 'text' },
  { id: 'n', kind: 'count' },
  { id: 'sd', kind: 'number', secondary: true },
  { id: 'reason', kind: 'text' },
]
const long = 'x'.repeat(37)
const rows: readonly (readonly Cell[])[] = [
  ['2021', 'Blåvik', 5, 1, 'short'],
  ['2021', 'Øyer', null, null, long],
]
const speaker = { cell: (_column: TableColumn, cell: Cell) => String(cell) }
const note = (concerns: Note['concerns']): Note => ({
  code: 'core:x',
  level: 'info',
  about: {},
  ...(concerns === undefined ? {} : { concerns }),
})
const table = (more: Partial<ResultTable>): ResultTable => ({
  id: 't',
  columns,
  rows: [],
  suppressed: [],
  protection: { kind: 'counts', counts: ['n'], family: [] },
  ...more,
})
const layout = (showsAllColumns = false, notes: readonly Note[] = []) =>
  tableLayout(table({ columns, rows, suppressed: [[1, 2]] }), 'any', speaker, notes, showsAllColumns)

describe('a table on the screen', () => {
  test('leaves out secondary columns until all are asked for, and keeps their positions', () => {
    expect(layout().columns.map(({ index }) => index)).toEqual([0, 1, 2, 4])
    expect(layout(true).columns.map(({ index }) => index)).toEqual([0, 1, 2, 3, 4])
  })

  test('is identified by the text columns at its start', () => {
    expect(layout().keyCount).toBe(2)
    const words = tableLayout(table({ columns: columns.slice(0, 2) }), 'any', speaker, [], false)
    expect(words.keyCount).toBe(2)
  })

  test('gives several lines to a text column that holds more than a name', () => {
    expect([...layout().sentences]).toEqual([4])
    const names = rows.map((row) => row.with(4, 'x'.repeat(36)))
    expect(tableLayout(table({ columns, rows: names }), 'any', speaker, [], false).sentences.size).toBe(0)
  })

  test('knows what is withheld', () => {
    const { isWithheld, isGroupWithheld, withheldCount } = layout()
    // The group of the second row, since its number of people is.
    expect([isGroupWithheld(0), isGroupWithheld(1)]).toEqual([false, true])
    expect(withheldCount).toBe(1)
    expect([isWithheld(1, 2), isWithheld(0, 2), isWithheld(1, 1)]).toEqual([true, false, false])
  })

  test('marks cells, columns and rows with the signs of their notes', () => {
    const { markOf } = layout(false, [
      note({ table: 't', row: 1, column: 'n' }),
      note({ table: 't', column: 'n' }),
      note({ table: 't', row: 1 }),
      note({ table: 't', row: 1, column: 'n' }),
      note(undefined),
    ])
    expect([markOf(1, 'n'), markOf(undefined, 'n'), markOf(1, undefined), markOf(0, 'n')]).toEqual([
      'a d',
      'b',
      'c',
      '',
    ])
  })
})

test('notes are signed with letters, and with two when those are used up', () => {
  expect([0, 25, 26, 27, 52, 701, 702].map(noteSign)).toEqual(['a', 'z', 'aa', 'ab', 'ba', 'zz', 'aaa'])
})

describe('keys that repeat the row above', () => {
  test('are not drawn again, except the last one and what comes after a difference', () => {
    expect(repeatedKeys(['a', 'b', 'c'], ['a', 'b', 'd'], 3)).toBe(2)
    expect(repeatedKeys(['a', 'b', 'c'], ['a', 'x', 'c'], 3)).toBe(1)
    expect(repeatedKeys(['a', 'b', 'c'], ['x', 'b', 'c'], 3)).toBe(0)
    expect(repeatedKeys(['a', 'b', 'c'], ['a', 'b', 'c'], 3)).toBe(2)
    expect(repeatedKeys(['a', 1], ['a', 1], 1)).toBe(0)
    expect(repeatedKeys([1], [1], 0)).toBe(0)
  })

  test('there are none in the first row', () => {
    expect(repeatedKeys(['a'], undefined, 2)).toBe(0)
  })
})
