import { describe, expect, test } from 'vitest'
import { openTable } from '../../analyses/readers/reader'
import { readers } from '../../analyses/readers/registry'
import { summariseFile } from '../../analyses/sources/file-summary'
import { valueFile, valueReader, type GivenColumn } from '../readers/value-table'
import { textFile } from './sample-data'

const ofText = async (text: string) => {
  const { table } = await openTable(readers, textFile('s.csv', text))
  return summariseFile(table)
}
const ofColumns = async (columns: readonly GivenColumn[]) => {
  const { table } = await openTable([valueReader(columns)], valueFile('s'))
  return summariseFile(table)
}

describe('what a file holds', () => {
  test('blanks, words for nothing, numbers and texts are told apart', async () => {
    const { rows, columns } = await ofText('a;b\n1,5;x\nNA;y\n;x\n-2;x\n')
    expect(rows).toBe(4)
    expect(columns[0]).toMatchObject({ blank: 2, filled: 2, numbers: 2, mean: -0.25, lowest: -2, highest: 1.5 })
    expect(columns[1]).toMatchObject({ blank: 0, filled: 4, numbers: 0, mean: null, lowest: null, distinct: 2 })
    expect(columns[1]?.values.map(({ value, count }) => [value, count])).toEqual([
      ['x', 3],
      ['y', 1],
    ])
  })

  test('what the file marks as no answer is counted apart and has no part in the mean', async () => {
    const { columns } = await ofColumns([
      {
        name: 'q',
        kind: 'numbers',
        values: [4, 2, 99, 8, null],
        levels: [
          { value: 2, label: 'To' },
          { value: 1, label: 'En' },
          { value: 99, label: 'Ubesvart' },
        ],
        missing: [99],
        missingRanges: [{ from: 8, to: 9 }],
      },
    ])
    expect(columns[0]).toMatchObject({ blank: 1, missing: 2, filled: 2, mean: 3, distinct: 4 })
    expect(columns[0]?.values).toEqual([
      { value: '2', label: 'To', count: 1, isMissing: false },
      { value: '1', label: 'En', count: 0, isMissing: false },
      { value: '99', label: 'Ubesvart', count: 1, isMissing: true },
      { value: '4', label: null, count: 1, isMissing: false },
      { value: '8', label: null, count: 1, isMissing: true },
    ])
  })

  test('a text is no number in a format that knows which is which', async () => {
    const { columns } = await ofColumns([{ name: 'id', kind: 'texts', values: ['001', '002', 'NA'] }])
    expect(columns[0]).toMatchObject({ filled: 3, numbers: 0, blank: 0 })
  })

  test('beyond a thousand different values only their number is not said', async () => {
    const lines = Array.from({ length: 1001 }, (_, row) => `${row};${row % 1000}`)
    const { columns } = await ofText(['a;b', ...lines, ''].join('\n'))
    expect(columns.map(({ distinct, mean }) => [distinct, mean])).toEqual([
      [null, 500],
      [1000, (1000 * 999) / 2 / 1001],
    ])
  })

  test('sums are exact to the last digit', async () => {
    const { columns } = await ofText('a\n10000000000000000\n1\n-10000000000000000\n1\n')
    expect(columns[0]?.mean).toBe(0.5)
  })
})
