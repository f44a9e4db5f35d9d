import { expect, test } from 'vitest'
import { rowsOfTable } from '../../analyses/core/result'
import { protectTables } from '../../analyses/disclosure/suppression'
import { builtTable } from '../built-table'
import { smallDataset } from '../survey-shapes'

const dataset = smallDataset('organisation', ['A', 'B', 'C'])

test('a group of people who all answered alike is withheld, however large', () => {
  const table = builtTable(
    'scores',
    {
      columns: [
        { id: 'n', kind: 'count' },
        { id: 'mean', kind: 'number' },
        { id: 'sd', kind: 'number' },
      ],
      protection: { kind: 'counts', counts: ['n'], family: ['dimension'], spreads: ['sd'] },
    },
    [
      { id: 'organisation', kind: 'text' },
      { id: 'dimension', kind: 'text', refersTo: 'dimension' },
    ],
    [
      { organisation: 'A', dimension: 'alpha', n: 20, mean: 5, sd: 0 },
      { organisation: 'B', dimension: 'alpha', n: 20, mean: 3, sd: 1 },
      { organisation: 'C', dimension: 'alpha', n: 20, mean: 4, sd: 0.5 },
    ],
  )
  const means = (minGroup: number): readonly unknown[] =>
    rowsOfTable(protectTables([table], minGroup, dataset)[0]!).map(({ cells }) => cells['mean'])
  expect(means(5)[0]).toBeNull()
  expect(means(1)).toEqual([5, 3, 4])
})
