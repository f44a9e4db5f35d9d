import { describe, expect, test } from 'vitest'
import { typeHeadcounts, withFile } from '../../analyses/organisations/edits'

const levels = ['region', 'organisation', 'unit']

describe('edits of the tree', () => {
  test('a headcount is typed over, and taken away', () => {
    const once = typeHeadcounts({}, levels, [{ round: '1', path: ['R', 'A', null], headcount: 5 }])
    const twice = typeHeadcounts(once, levels, [{ round: '1', path: [null, 'A', null], headcount: 6 }])
    expect(twice.headcounts).toEqual([{ round: '1', place: { organisation: 'A' }, headcount: 6 }])
    expect(typeHeadcounts(twice, levels, [{ round: '1', path: ['R', 'A', null], headcount: null }])).toEqual({})
  })

  test('a file goes before what was declared, and its levels stand where it has them', () => {
    const own = { tree: { levels: ['organisation', 'unit'], places: [{ organisation: 'A', unit: 'x' }] } }
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
