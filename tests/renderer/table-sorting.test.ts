import { describe, expect, test } from 'vitest'
import type { Cell, ResultTable } from '../../analyses/core/result'
import { createSpeaker } from '../../analyses/core/speaker'
import { messagesOf } from '../../analyses/index'
import { nextSorting, sortedRows, type Sorting } from '../../renderer/views/analysis/table-sorting'

const speaker = createSpeaker('nb', messagesOf('nb'), null)

function table(rows: readonly (readonly Cell[])[]): Pick<ResultTable, 'columns' | 'rows'> {
  return {
    columns: [
      { id: 'group', kind: 'text', refersTo: 'level:organisation' },
      { id: 'mean', kind: 'number' },
    ] as unknown as ResultTable['columns'],
    rows,
  }
}

const orderOf = (
  rows: readonly (readonly Cell[])[],
  sorting: Sorting | null,
  withheld: (row: number, column: number) => boolean = () => false,
): readonly Cell[] =>
  sortedRows(table(rows), sorting, 'group-comparison', speaker, withheld).map((row) => rows[row]?.[0] ?? null)

describe('sorting a table on the screen', () => {
  test('a header goes from ascending to descending to the order of the analysis, and another header begins anew', () => {
    const first = nextSorting(null, 'mean')
    const second = nextSorting(first, 'mean')
    expect([first, second, nextSorting(second, 'mean'), nextSorting(second, 'group')]).toEqual([
      { column: 'mean', direction: 'ascending' },
      { column: 'mean', direction: 'descending' },
      null,
      { column: 'group', direction: 'ascending' },
    ])
  })

  const numbers = [
    ['ten', 10],
    ['nine', 9],
    ['blank', null],
    ['minus', -1.5],
    ['thousand', 1000],
  ] as const

  test('numbers are compared as numbers, and what is blank stands last in either direction', () => {
    expect(orderOf(numbers, { column: 'mean', direction: 'ascending' })).toEqual([
      'minus',
      'nine',
      'ten',
      'thousand',
      'blank',
    ])
    expect(orderOf(numbers, { column: 'mean', direction: 'descending' })).toEqual([
      'thousand',
      'ten',
      'nine',
      'minus',
      'blank',
    ])
  })

  test('a withheld number is no number to sort by: its place says nothing about it', () => {
    const withheld = (row: number, column: number): boolean => row === 3 && column === 1
    expect(orderOf(numbers, { column: 'mean', direction: 'ascending' }, withheld)).toEqual([
      'nine',
      'ten',
      'thousand',
      'blank',
      'minus',
    ])
    expect(orderOf(numbers, { column: 'mean', direction: 'descending' }, withheld)).toEqual([
      'thousand',
      'ten',
      'nine',
      'blank',
      'minus',
    ])
  })

  test('names stand as the language sorts them, numbers within them by their size', () => {
    const names = [['Østre'], ['Ålesund'], ['Namsos 10'], ['Namsos 9'], ['Ærfugl']] as const
    expect(orderOf(names, { column: 'group', direction: 'ascending' })).toEqual([
      'Namsos 9',
      'Namsos 10',
      'Ærfugl',
      'Østre',
      'Ålesund',
    ])
  })

  test('rows that are alike keep the order of the analysis, as does a table that is sorted by nothing', () => {
    const alike = [
      ['c', 2],
      ['a', 1],
      ['b', 2],
      ['d', 1],
    ] as const
    expect(orderOf(alike, { column: 'mean', direction: 'descending' })).toEqual(['c', 'b', 'a', 'd'])
    expect(orderOf(alike, null)).toEqual(['c', 'a', 'b', 'd'])
    expect(orderOf(alike, { column: 'gone', direction: 'ascending' })).toEqual(['c', 'a', 'b', 'd'])
  })
})
