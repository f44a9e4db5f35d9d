import { describe, expect, test } from 'vitest'
import type { ValuesOfAttribute } from '../../analyses/sources/spellings/attribute-values'
import { mergeLevels, restoreSpellings } from '../../renderer/state/attribute-values'
import { emptyProject, type Project } from '../../renderer/state/project'
import { readProject, writeProject } from '../../renderer/state/project-file'

const identity = (name: string) => ({ name, sha256: '0'.repeat(64), size: 1 })
const project: Project = {
  ...emptyProject('nb'),
  instrument: { name: 'i.json', text: '{}' },
  sources: [
    {
      source: { kind: 'survey', id: 'a', file: 'a.csv', round: '1', attributes: ['organisation', 'role'] },
      identity: identity('a.csv'),
    },
    { source: { kind: 'headcount', id: 'h', file: 'h.csv' }, identity: identity('h.csv') },
    { source: { kind: 'indicators', id: 'i', file: 'i.csv' }, identity: identity('i.csv') },
  ],
  orders: { levels: { organisation: ['NAMSOS', 'Åre', 'Namsos'] }, reference: { organisation: 'NAMSOS', role: 'x' } },
  where: [{ column: 'organisation', in: ['NAMSOS', 'Namsos', 'Åre'] }],
  analyses: [
    { as: 'x', id: 'accuracy', version: 1, where: [{ column: 'organisation', in: ['NAMSOS'] }], options: {} },
    { as: 'y', id: 'accuracy', version: 1, where: [{ column: 'role', in: ['NAMSOS'] }], options: {} },
  ],
}
const values: ValuesOfAttribute = {
  attribute: 'organisation',
  levels: [
    {
      level: 'NAMSOS',
      rows: 3,
      isInvited: true,
      spellings: [
        { source: 'a', text: 'NAMSOS', rows: 3 },
        { source: 'h', text: 'NAMSOS', rows: 1 },
      ],
    },
    { level: 'Namsos', rows: 9, isInvited: false, spellings: [{ source: 'a', text: 'Namsos', rows: 9 }] },
  ],
  blanked: [],
}
const declared = (changed: Project) => changed.sources.map(({ source }) => source['values'])

describe('merging levels', () => {
  const merged = mergeLevels(project, values, [{ from: 'NAMSOS', into: 'Namsos' }])

  test('changes every source that has the spelling, and no other', () => {
    expect(declared(merged)).toEqual([
      { organisation: { NAMSOS: 'Namsos' } },
      { organisation: { NAMSOS: 'Namsos' } },
      undefined,
    ])
    expect(merged.sources[2]).toBe(project.sources[2])
  })

  test('takes the order, the reference and the filters along', () => {
    expect(merged.orders).toEqual({
      levels: { organisation: ['Namsos', 'Åre'] },
      reference: { organisation: 'Namsos', role: 'x' },
    })
    expect(merged.where).toEqual([{ column: 'organisation', in: ['Namsos', 'Åre'] }])
    expect(merged.analyses.map(({ where }) => where)).toEqual([
      [{ column: 'organisation', in: ['Namsos'] }],
      [{ column: 'role', in: ['NAMSOS'] }],
    ])
  })

  test('a value that is blank is filtered by no more', () => {
    const blanked = mergeLevels(project, values, [{ from: 'NAMSOS', into: null }])
    expect(blanked.analyses[0]?.where).toEqual([])
    expect(blanked.orders?.levels).toEqual({ organisation: ['Åre', 'Namsos'] })
    expect(blanked.orders?.reference).toEqual({ role: 'x' })
  })

  test('is taken apart again, and leaves nothing behind in the file', () => {
    const apart = restoreSpellings(merged, 'organisation', [
      { source: 'a', text: 'NAMSOS', rows: 3 },
      { source: 'h', text: 'NAMSOS', rows: 1 },
    ])
    expect(apart.sources).toEqual(project.sources)
  })

  test('is saved and opened again', () => {
    const read = readProject(writeProject(merged), 'p.json', () => 1)
    expect(read.ok && read.project).toEqual(merged)
  })
})
