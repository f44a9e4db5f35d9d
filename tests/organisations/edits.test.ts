import { describe, expect, test } from 'vitest'
import { addNode, canMove, moveNode, removeNode, typeHeadcounts, withFile } from '../../analyses/organisations/edits'
import { placingOf } from '../../analyses/organisations/placing'

const levels = ['region', 'organisation', 'unit']
const place = (declared: ReturnType<typeof moveNode>, path: readonly (string | null)[]): unknown =>
  placingOf(declared.tree ?? { levels: [], places: [] }).place(path)

describe('edits of the tree', () => {
  test('an organisation that is moved is placed by its name, wherever the data have it', () => {
    const moved = moveNode({}, levels, { path: ['R', 'A', null], isInData: true }, ['S', null, null])
    expect(moved).toEqual({ tree: { levels, places: [{ region: 'S', organisation: 'A' }] } })
    expect(place(moved, ['R', 'A', 'x'])).toEqual(['S', 'A', 'x'])
    expect(place(moved, [null, 'A', null])).toEqual(['S', 'A', null])
  })

  test('a unit that is moved takes its headcounts along, and back again it leaves nothing', () => {
    const counted = typeHeadcounts({}, levels, [{ round: '1', path: ['R', 'A', 'x'], headcount: 9 }])
    expect(counted.headcounts).toEqual([{ round: '1', place: { organisation: 'A', unit: 'x' }, headcount: 9 }])
    const moved = moveNode(counted, levels, { path: ['R', 'A', 'x'], isInData: true }, ['R', 'B', null])
    expect(moved.tree?.moves).toEqual([
      { from: { organisation: 'A', unit: 'x' }, to: { region: 'R', organisation: 'B' } },
    ])
    expect(moved.headcounts).toEqual([{ round: '1', place: { organisation: 'B', unit: 'x' }, headcount: 9 }])
    expect(place(moved, ['R', 'A', 'x'])).toEqual(['R', 'B', 'x'])
    expect(place(moved, ['R', 'C', 'x'])).toEqual(['R', 'C', 'x'])
    const back = moveNode(moved, levels, { path: ['R', 'B', 'x'], isInData: true }, ['R', 'A', null])
    expect(back.headcounts).toEqual(counted.headcounts)
    expect(place(back, ['R', 'A', 'x'])).toEqual(['R', 'A', 'x'])
    expect(back.tree?.moves).toBeUndefined()
  })

  test('a place goes into a wider one that it is not in, and into no other', () => {
    expect(canMove(['R', 'A', 'x'], ['R', 'B', null])).toBe(true)
    expect(canMove(['R', 'A', 'x'], ['R', 'A', null])).toBe(false)
    expect(canMove(['R', 'A', null], ['S', 'B', null])).toBe(false)
    expect(canMove(['R', 'A', null], ['R', 'A', 'x'])).toBe(false)
    expect(canMove(['R', 'A', null], ['S', null, null])).toBe(true)
    expect(canMove([null, 'A', null], ['S', null, null])).toBe(true)
  })

  test('a place with a level that the tree lacks gives it the level', () => {
    const added = addNode({}, ['region', 'organisation'], ['R', 'A'])
    const more = addNode(added, ['country', 'region', 'organisation'], ['N', 'R', null])
    expect(more.tree?.levels).toEqual(['country', 'region', 'organisation'])
    expect(place(more, [null, null, 'A'])).toEqual(['N', 'R', 'A'])
    expect(removeNode(more, more.tree?.levels ?? [], ['N', 'R', null]).tree?.places).toEqual([
      { region: 'R', organisation: 'A' },
    ])
  })

  test('a headcount is typed over, and taken away', () => {
    const once = typeHeadcounts({}, levels, [{ round: '1', path: ['R', 'A', null], headcount: 5 }])
    const twice = typeHeadcounts(once, levels, [{ round: '1', path: [null, 'A', null], headcount: 6 }])
    expect(twice.headcounts).toEqual([{ round: '1', place: { organisation: 'A' }, headcount: 6 }])
    expect(typeHeadcounts(twice, levels, [{ round: '1', path: ['R', 'A', null], headcount: null }])).toEqual({})
  })

  test('a file goes before what was declared, and its levels stand where it has them', () => {
    const own = addNode({}, ['organisation', 'unit'], ['A', 'x'])
    const joined = withFile(own, ['organisation', 'unit'], {
      tree: { levels: ['region', 'organisation'], places: [{ region: 'R' }, { region: 'R', organisation: 'A' }] },
      headcounts: [{ round: '1', place: { region: 'R', organisation: 'A' }, headcount: 4 }],
    })
    expect(joined).toEqual({
      tree: {
        levels: ['region', 'organisation', 'unit'],
        places: [{ organisation: 'A', unit: 'x' }, { region: 'R' }, { region: 'R', organisation: 'A' }],
      },
      headcounts: [{ round: '1', place: { organisation: 'A' }, headcount: 4 }],
    })
  })
})
