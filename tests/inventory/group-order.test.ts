import { expect, test } from 'vitest'
import { groupOrder } from '../../analyses/inventory/compute'
import type { InventoryDataset } from '../../analyses/core/datasets'

const attributes: InventoryDataset['attributes'] = [
  { id: 'country', levels: ['NO', 'SE'], order: ['SE', 'NO'] },
  { id: 'type', levels: ['kommune', 'region'] },
]

test('groups are in the declared order of the first column, then in that of the next, then by their names', () => {
  const names = ['NO · region', 'SE · region', 'NO · kommune', 'FI · region', 'SE · kommune']
  const inOrder = (shuffled: readonly string[]): readonly string[] =>
    shuffled.toSorted(groupOrder({ attributes }, ['country', 'type']))
  const expected = ['FI · region', 'SE · kommune', 'SE · region', 'NO · kommune', 'NO · region']
  expect(inOrder(names)).toEqual(expected)
  expect(inOrder(names.toReversed())).toEqual(expected)
})
