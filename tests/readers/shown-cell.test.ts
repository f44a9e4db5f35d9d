import { expect, test } from 'vitest'
import { shownCell } from '../../analyses/readers/shown-cell'
import type { HeaderColumn } from '../../analyses/readers/reader'

const column: HeaderColumn = {
  position: 1,
  name: 'kommune',
  names: ['kommune'],
  isRowNumber: false,
  levels: [
    { value: 1, label: 'Åre' },
    { value: 2, label: '' },
    { value: 'Øyer', label: 'Øyer' },
    { value: 2147483622, label: 'Vet ikke' },
  ],
}

test.each([
  ['1', 'Åre (1)'],
  ['2', '2'],
  ['3', '3'],
  ['', ''],
  ['Øyer', 'Øyer'],
  ['2147483622', 'Vet ikke'],
])('the cell “%s” is shown as “%s”', (cell, shown) => {
  expect(shownCell(column, cell)).toBe(shown)
})
