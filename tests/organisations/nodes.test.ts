import { describe, expect, test } from 'vitest'
import { organisationNodes } from '../../analyses/organisations/nodes'
import { countIn, pastedCounts } from '../../renderer/state/organisations'

const levels = ['region', 'organisation', 'unit']
const cell = (
  path: readonly (string | null)[],
  people: number,
): { path: readonly (string | null)[]; round: string; people: number } => ({ path, round: '1', people })
const nodes = (
  answered: readonly ReturnType<typeof cell>[],
  invited: readonly ReturnType<typeof cell>[] = [],
): readonly (readonly [string, number, number | null | undefined, number | null | undefined])[] =>
  organisationNodes({
    counts: { levels, answered, invited },
    rounds: ['1'],
    tree: { levels, places: [{ region: 'R', organisation: 'Z' }] },
    headcounts: [],
    minGroup: 5,
    compare: (a, b) => a.localeCompare(b, 'nb'),
  }).map(({ name, nesting, rounds }) => [name, nesting, rounds[0]?.respondents, rounds[0]?.rate])

describe('the nodes of a tree', () => {
  test('stand within each other by name, those that nobody answered from too', () => {
    expect(
      nodes(
        [cell(['R', 'B', 'x'], 10), cell(['R', 'A', 'x'], 20)],
        [cell(['R', 'A', null], 40), cell(['R', 'B', null], 20)],
      ),
    ).toEqual([
      ['R', 0, 30, 0.5],
      ['A', 1, 20, 0.5],
      ['x', 2, 20, null],
      ['B', 1, 10, 0.5],
      ['x', 2, 10, null],
      ['Z', 1, 0, null],
    ])
  })

  test('a small group is withheld, and so is one from which it would follow', () => {
    const shown = nodes(
      [cell(['R', 'A', 'x'], 3), cell(['R', 'A', 'y'], 20), cell(['R', 'A', 'z'], 30)],
      [cell(['R', 'A', 'x'], 6), cell(['R', 'A', 'y'], 40), cell(['R', 'A', 'z'], 60)],
    )
    expect(
      shown.filter(([name]) => ['A', 'x', 'y', 'z'].includes(name)).map(([name, , n, rate]) => [name, n, rate]),
    ).toEqual(
      [
        ['A', 53, 0.5],
        ['x', null, null],
        ['y', 20, 0.5],
        ['z', null, null],
      ].map(([name, n, rate]) => [name, n, name === 'A' ? 53 / 106 : rate]),
    )
  })

  test('people without a unit are a group as well', () => {
    const shown = nodes([cell(['R', 'A', null], 2), cell(['R', 'A', 'y'], 20)])
    expect(shown.find(([name]) => name === 'y')?.[2]).toBeNull()
    expect(shown.find(([name]) => name === 'A')?.[2]).toBe(22)
  })

  test('no rate is told above a place that nobody counted', () => {
    const shown = nodes([cell(['R', 'A', null], 20), cell(['R', 'B', null], 20)], [cell(['R', 'A', null], 30)])
    expect(shown.map(([name, , , rate]) => [name, rate])).toEqual([
      ['R', null],
      ['A', 20 / 30],
      ['B', null],
      ['Z', null],
    ])
  })
})

describe('headcounts that are pasted', () => {
  test('are whole numbers, with or without marks between thousands', () => {
    expect(pastedCounts('12\t1 200\r\n\t1.200\r\n')).toEqual([
      [12, 1200],
      [null, 1200],
    ])
    expect(['1,5', 'ca. 20', '-3', '12 3', '99999999999'].map(countIn)).toEqual([
      undefined,
      undefined,
      undefined,
      undefined,
      undefined,
    ])
  })
})
