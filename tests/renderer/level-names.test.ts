import { describe, expect, test } from 'vitest'
import type { Variable } from '../../analyses/variables/model'
import { withLevelsRenamed } from '../../renderer/state/level-names'
import { emptyProject, type Project } from '../../renderer/state/project'
import { putVariable } from '../../renderer/state/variables'

/* What was said of a level follows it to its new name, wherever the project names it. */

const bands: Variable = { kind: 'bands', id: 'age', of: 'years', limits: [30, 50], levels: ['young', 'middle', 'old'] }
const project: Project = {
  ...emptyProject('nb'),
  orders: { levels: { age: ['old', 'middle', 'young'] }, reference: { age: 'old' } },
  labels: { age: { label: { nb: 'Alder' }, values: { young: { nb: 'Unge' }, old: { nb: 'Eldre' } } } },
  variables: [
    bands,
    { kind: 'recode', id: 'half', of: 'age', into: { young: 'first', middle: 'first', old: 'second' }, others: 'keep' },
    {
      kind: 'condition',
      id: 'both',
      cases: [{ if: [{ of: 'age', in: ['young', 'old'] }], level: 'ends' }],
      else: 'in between',
    },
  ],
  exclusions: [{ where: [{ column: 'age', in: ['young'] }] }, { where: [{ column: 'role', in: ['young'] }] }],
  where: [{ column: 'age', in: ['young', 'middle'] }],
  analyses: [{ as: 'a', id: 'dimension-scores', version: 1, where: [{ column: 'age', in: ['old'] }], options: {} }],
}

describe('a level of another name', () => {
  test('of a computed variable takes label, order, filters, exclusions and later steps along', () => {
    const changed = putVariable(project, 0, { ...bands, levels: ['under 30', 'middle', '50+'] })
    expect(changed.orders).toEqual({ levels: { age: ['50+', 'middle', 'under 30'] }, reference: { age: '50+' } })
    expect(changed.labels?.['age']?.values).toEqual({ 'under 30': { nb: 'Unge' }, '50+': { nb: 'Eldre' } })
    expect(changed.labels?.['age']?.label).toEqual({ nb: 'Alder' })
    expect(changed.variables?.slice(1)).toEqual([
      { ...project.variables?.[1], into: { 'under 30': 'first', middle: 'first', '50+': 'second' } },
      { ...project.variables?.[2], cases: [{ if: [{ of: 'age', in: ['under 30', '50+'] }], level: 'ends' }] },
    ])
    expect(changed.exclusions).toEqual([
      { where: [{ column: 'age', in: ['under 30'] }] },
      { where: [{ column: 'role', in: ['young'] }] },
    ])
    expect(changed.where).toEqual([{ column: 'age', in: ['under 30', 'middle'] }])
    expect(changed.analyses[0]?.where).toEqual([{ column: 'age', in: ['50+'] }])
  })

  test('two names that change places keep their labels apart', () => {
    const changed = putVariable(project, 0, { ...bands, levels: ['old', 'middle', 'young'] })
    expect(changed.labels?.['age']?.values).toEqual({ old: { nb: 'Unge' }, young: { nb: 'Eldre' } })
    expect(changed.orders?.levels).toEqual({ age: ['young', 'middle', 'old'] })
  })

  test('another number of bands says nothing of what became of which', () => {
    const changed = putVariable(project, 0, { ...bands, limits: [40], levels: ['below', 'above'] })
    expect(changed.labels).toEqual(project.labels)
  })

  test('that goes into another leaves the label of that one', () => {
    const merged = withLevelsRenamed(project, 'age', new Map([['young', 'old']]))
    expect(merged.labels?.['age']?.values).toEqual({ old: { nb: 'Eldre' } })
    expect(merged.where).toEqual([{ column: 'age', in: ['old', 'middle'] }])
  })

  test('that is blank now is named nowhere, and a line for it alone is gone', () => {
    const blanked = withLevelsRenamed(project, 'age', new Map([['young', null]]))
    expect(JSON.stringify({ ...blanked, variables: blanked.variables?.slice(1), exclusions: null })).not.toContain(
      '"young"',
    )
    expect(blanked.exclusions).toEqual([{ where: [{ column: 'role', in: ['young'] }] }])
    expect(blanked.variables).toHaveLength(3)
  })
})
