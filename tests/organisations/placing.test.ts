import { describe, expect, test } from 'vitest'
import { placingOf } from '../../analyses/organisations/placing'
import { treeSchema } from '../../analyses/organisations/tree'

const tree = treeSchema.parse({
  levels: ['country', 'region', 'organisation', 'unit'],
  places: [
    { region: 'Trøndelag', country: 'Norge' },
    { organisation: 'Namsos', region: 'Trøndelag' },
    { organisation: 'Åre', region: 'Jämtland', country: 'Sverige' },
    { organisation: 'Namsos', unit: 'Hjemmetjenesten' },
    { organisation: 'Åre', unit: 'Hemtjänsten' },
    { organisation: 'Åre', unit: 'Hjemmetjenesten' },
  ],
  moves: [{ from: { organisation: 'Åre', unit: 'IT' }, to: { organisation: 'Namsos' } }],
})

describe('a declared tree', () => {
  test('gives the wider places of an organisation, step by step', () => {
    expect(placingOf(tree).place([null, null, 'Namsos', null])).toEqual(['Norge', 'Trøndelag', 'Namsos', null])
    expect(placingOf(tree).place([null, null, 'Åre', 'x'])).toEqual(['Sverige', 'Jämtland', 'Åre', 'x'])
  })

  test('goes before what the data say', () => {
    expect(placingOf(tree).place(['Sverige', 'Nordland', 'Namsos', null])).toEqual([
      'Norge',
      'Trøndelag',
      'Namsos',
      null,
    ])
  })

  test('leaves places alone that it does not have', () => {
    expect(placingOf(tree).place([null, 'Halland', 'Falkenberg', null])).toEqual([null, 'Halland', 'Falkenberg', null])
    expect(placingOf(tree).place([null, null, null, null])).toEqual([null, null, null, null])
  })

  test('gives the organisation of a unit whose name it has once, and names one that it has twice', () => {
    const placing = placingOf(tree)
    expect(placing.place([null, null, null, 'Hemtjänsten'])).toEqual(['Sverige', 'Jämtland', 'Åre', 'Hemtjänsten'])
    expect(placing.ambiguous()).toEqual([])
    expect(placing.place([null, null, null, 'Hjemmetjenesten'])).toEqual([null, null, null, 'Hjemmetjenesten'])
    expect(placing.ambiguous()).toEqual(['Hjemmetjenesten'])
  })

  test('moves the unit of one organisation and no other, with the places around it', () => {
    const placing = placingOf(tree)
    expect(placing.unusedMoves()).toEqual([0])
    expect(placing.place(['Sverige', 'Jämtland', 'Åre', 'IT'])).toEqual(['Norge', 'Trøndelag', 'Namsos', 'IT'])
    expect(placing.place(['Norge', 'Trøndelag', 'Levanger', 'IT'])).toEqual(['Norge', 'Trøndelag', 'Levanger', 'IT'])
    expect(placing.unusedMoves()).toEqual([])
  })
})
