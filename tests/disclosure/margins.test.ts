import { expect, test } from 'vitest'
import type { Attribute } from '../../analyses/core/datasets'
import { marginsOf } from '../../analyses/disclosure/margins'

/** Two units have a name in common; the others stand in one organisation each. */
const keys = [
  ['Norge', 'Nord', 'Dagvakt'],
  ['Norge', 'Nord', 'Kjøkken'],
  ['Norge', 'Sør', 'Dagvakt'],
  ['Sverige', 'Väst', 'Mottak'],
] as const
const attributes: readonly Attribute[] = [
  { id: 'country', levels: ['Norge', 'Sverige'], parent: null, parentLevels: [-1, -1] },
  { id: 'organisation', levels: ['Nord', 'Sør', 'Väst'], parent: 'country', parentLevels: [0, 0, 1] },
  { id: 'unit', levels: ['Dagvakt', 'Kjøkken', 'Mottak'], parent: 'organisation', parentLevels: [-2, 0, 2] },
]
const among = (...by: readonly ('country' | 'organisation' | 'unit')[]) => {
  const positions = by.map((id) => ['country', 'organisation', 'unit'].indexOf(id))
  const rows = keys.map((key) => positions.map((position) => key[position] ?? ''))
  return marginsOf(by, rows, attributes).map(({ members, levels }) => [levels, members])
}

test('units in organisations add up to organisations, countries and all; a name of a unit without its organisation is no place', () => {
  expect(among('organisation', 'unit')).toEqual(
    expect.arrayContaining([
      [{}, [0, 1, 2, 3]],
      [{ country: 'Norge' }, [0, 1, 2]],
      [{ country: 'Sverige' }, [3]],
      [{ organisation: 'Nord' }, [0, 1]],
      [{ organisation: 'Sør' }, [2]],
      [{ organisation: 'Väst' }, [3]],
    ]),
  )
  expect(among('organisation', 'unit')).toHaveLength(6)
})

test('in three columns of the tree each place is known with all that are above it', () => {
  expect(among('country', 'organisation', 'unit').map(([levels]) => levels)).toEqual([
    {},
    { country: 'Norge' },
    { country: 'Sverige' },
    { country: 'Norge', organisation: 'Nord' },
    { country: 'Norge', organisation: 'Sør' },
    { country: 'Sverige', organisation: 'Väst' },
  ])
})
