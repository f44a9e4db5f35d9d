import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { mergeDimensions, removeDimension } from '../../analyses/instrument/edits/dimensions'
import { removeItems, renameItem } from '../../analyses/instrument/edits/items'
import { removeScale } from '../../analyses/instrument/edits/scales'
import { editInstrument, openInstrument } from '../../renderer/state/instrument-editing'
import { nothingTaken } from '../../renderer/state/instrument-removals'
import { emptyProject, type Project, type ProjectAnalysis } from '../../renderer/state/project'
import { startWorkbench } from './start-workbench'

/* What names a part of the instrument goes when the part goes: nothing in a project names a thing that is not there. */

const text = readFileSync('fixtures/odm-valtel/instrument.json', 'utf8').replace('"illustrative": true,', '')
const analysis = (as: string, id: string, options: ProjectAnalysis['options']): ProjectAnalysis => ({
  as,
  id,
  version: 1,
  where: [{ column: 'culture_1', in: ['5'] }],
  options,
})
const project: Project = {
  ...emptyProject('nb'),
  instrument: { name: 'i.json', text },
  sources: [
    {
      source: {
        id: 'r1',
        kind: 'survey',
        file: 'r1.csv',
        attributes: ['organisation'],
        columns: { A: 'culture_1', B: 'culture_2', C: 'organisation' },
        codes: { culture_1: { '0': 1 }, agree5: { '6': 5 } },
      } as never,
      identity: { name: 'r1.csv', sha256: '', size: 0 },
    },
  ],
  orders: {
    rounds: ['2021', '2022'],
    levels: { culture_1: ['1', '2'], organisation: ['A'] },
    reference: { culture_1: '1' },
  },
  where: [
    { column: 'culture_1', in: ['4'] },
    { column: 'organisation', in: ['A'] },
  ],
  labels: { culture_1: { values: { '5': { nb: 'Helt enig' } } }, organisation: { label: { nb: 'Sted' } } },
  variables: [
    { kind: 'mean', id: 'both', of: ['culture_1', 'culture_2'], needed: 2 },
    { kind: 'bands', id: 'agreeing', of: 'culture_1', limits: [4], levels: ['no', 'yes'] },
    { kind: 'combination', id: 'crossed', of: ['organisation', 'agreeing'] },
  ],
  exclusions: [
    { rule: 'non-answers' },
    { where: [{ column: 'agreeing', in: ['no'] }] },
    { where: [{ column: 'organisation', in: ['A'] }] },
  ],
  analyses: [
    analysis('a', 'item-statistics', { items: ['culture_1', 'culture_2'], by: ['organisation'] }),
    analysis('b', 'drivers', { outcome: 'culture_1', predictors: ['technology', 'culture'] }),
    { ...analysis('c', 'dimension-scores', { dimensions: ['technology'] }), where: [] },
  ],
}

function edited(...edits: readonly Parameters<typeof editInstrument>[1][]) {
  const workbench = startWorkbench()
  workbench.openProject(project, { id: null, name: null, isSaved: true })
  const taken = edits.map((edit) => {
    const result = editInstrument(workbench, edit)
    if (result?.ok !== true) throw new Error('the edit can be made')
    return result.taken
  })
  return { workbench, taken, present: workbench.project() }
}

/** Whether the project says an id anywhere but in the instrument's own text. */
const names = (given: Project, id: string): boolean =>
  JSON.stringify({ ...given, instrument: null }).includes(`"${id}"`)

describe('a part that is removed', () => {
  test('takes along every name of an item, says how much, and comes back as one step', () => {
    const { workbench, taken, present } = edited(removeItems(['culture_1']))
    expect(names(present, 'culture_1')).toBe(false)
    expect(taken).toEqual([{ files: 1, analyses: 2, filters: 1, variables: 3, exclusions: 1 }])
    expect(present.labels).toEqual({ organisation: { label: { nb: 'Sted' } } })
    expect(present.variables).toEqual([{ kind: 'mean', id: 'both', of: ['culture_2'], needed: 1 }])
    expect(present.exclusions).toEqual([project.exclusions?.[0], project.exclusions?.[2]])
    expect(present.sources[0]?.source).toMatchObject({
      columns: { B: 'culture_2', C: 'organisation' },
      codes: { agree5: { '6': 5 } },
    })
    expect(present.orders).toEqual({ rounds: ['2021', '2022'], levels: { organisation: ['A'] } })
    expect(present.where).toEqual([{ column: 'organisation', in: ['A'] }])
    expect(present.analyses.map(({ options }) => options)).toEqual([
      { items: ['culture_2'], by: ['organisation'] },
      { predictors: ['technology', 'culture'] },
      { dimensions: ['technology'] },
    ])
    expect(present.analyses[2]).toBe(project.analyses[2])
    workbench.undo()
    expect(workbench.project()).toBe(project)
  })

  test('takes along the names of a dimension, whose items stay', () => {
    const { present, taken } = edited(removeDimension('technology'))
    expect(names(present, 'technology')).toBe(false)
    expect(taken).toEqual([{ ...nothingTaken, analyses: 2 }])
    expect(present.analyses[2]?.options).toEqual({})
    expect(openInstrument(present.instrument ?? { name: '', text: '' }).problems).toEqual([])
    expect(names(present, 'culture_1')).toBe(true)
  })

  test('that becomes part of another is gone as well', () => {
    const { present } = edited(mergeDimensions(['culture', 'technology']))
    expect(names(present, 'culture')).toBe(false)
    expect(names(present, 'technology')).toBe(true)
  })

  test('takes along the codes of a scale', () => {
    const { present } = edited(removeItems([...itemsOn('agree5')]), removeScale('agree5'))
    expect(names(present, 'agree5')).toBe(false)
  })

  test('of another name is not gone', () => {
    const { present, taken } = edited(renameItem('culture_1', 'kultur_1'))
    expect(names(present, 'kultur_1')).toBe(true)
    expect(taken).toEqual([nothingTaken])
    expect(names(present, 'culture_1')).toBe(false)
    expect(present.variables?.map((variable) => 'of' in variable && variable.of)).toEqual([
      ['kultur_1', 'culture_2'],
      'kultur_1',
      ['organisation', 'agreeing'],
    ])
    expect(present.labels).toHaveProperty('kultur_1')
    expect(present.exclusions).toEqual(project.exclusions)
  })

  test('leaves measures and the rest of the instrument without its name', () => {
    const { present } = edited(removeItems(['culture_1']))
    const parts = openInstrument(present.instrument ?? { name: '', text: '' }).document?.parts
    expect(parts?.measures.flatMap((measure) => measure.for)).not.toContain('culture_1')
  })
})

const itemsOn = (scale: string): readonly string[] =>
  (openInstrument({ name: 'i.json', text }).document?.parts.items ?? []).flatMap((item) =>
    item.scale === scale ? [item.key] : [],
  )
