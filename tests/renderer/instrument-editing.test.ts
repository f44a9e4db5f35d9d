import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import type { Database } from '../../analyses/core/database'
import { renameDimension } from '../../analyses/instrument/edits/dimensions'
import { addItem, removeItems, renameItem, setReversed } from '../../analyses/instrument/edits/items'
import { renameScale } from '../../analyses/instrument/edits/scales'
import { editText } from '../../analyses/instrument/edits/texts'
import { parseInstrument } from '../../analyses/instrument/format'
import { editInstrument, openInstrument, writeInstrumentText } from '../../renderer/state/instrument-editing'
import { watchedProject } from '../../renderer/state/instrument-preview'
import { keepLoaded } from '../../renderer/state/loading'
import { emptyProject, type Project } from '../../renderer/state/project'
import type { Workbench } from '../../renderer/state/workbench'
import type { Ingest } from '../../renderer/worker/ingest'
import { entryOf, surveySource } from './loading-data'
import { startWorkbench } from './start-workbench'

const text = readFileSync('fixtures/bad/instrument.json', 'utf8')
const own = text.replace(/"illustrative": true,\s*/, '')
const [item = '', other = ''] = openInstrument({ name: 'i.json', text }).document?.parts.items.map(({ id }) => id) ?? []
const [dimension = ''] = openInstrument({ name: 'i.json', text }).document?.parts.dimensions.map(({ id }) => id) ?? []
const [scale = ''] = openInstrument({ name: 'i.json', text }).document?.parts.scales.map(({ id }) => id) ?? []

function workbenchWith(instrument: string, rest: Partial<Project> = {}): Workbench {
  const workbench = startWorkbench()
  workbench.openProject(
    { ...emptyProject('nb'), instrument: { name: 'i.json', text: instrument }, ...rest },
    { id: null, name: null, isSaved: true },
  )
  return workbench
}
const textOf = (workbench: Workbench): string => workbench.project().instrument?.text ?? ''

describe('an edit in the project', () => {
  test('is one step for the words typed in a row, and undo gives the file back byte for byte', () => {
    const workbench = workbenchWith(own)
    for (const words of ['J', 'Je', 'Jeg']) editInstrument(workbench, editText('items', item, 'text', 'nb', words))
    expect(textOf(workbench)).toContain('"Jeg"')
    workbench.undo()
    expect(textOf(workbench)).toBe(own)
    workbench.redo()
    expect(textOf(workbench)).toContain('"Jeg"')
  })

  test('of another kind is a step of its own, and one that is refused is none', () => {
    const workbench = workbenchWith(own)
    editInstrument(workbench, setReversed([item], true))
    const turned = textOf(workbench)
    editInstrument(workbench, addItem(dimension))
    workbench.undo()
    expect(textOf(workbench)).toBe(turned)
    expect(editInstrument(workbench, renameItem(item, other))?.ok).toBe(false)
    expect(textOf(workbench)).toBe(turned)
  })

  test('makes a copy of an illustrative instrument, once', () => {
    const bundled = readFileSync('fixtures/odm-valtel/instrument.json', 'utf8')
    const workbench = workbenchWith(bundled)
    editInstrument(workbench, setReversed(['culture_1'], true))
    editInstrument(workbench, setReversed(['culture_2'], true))
    const read = parseInstrument(textOf(workbench), 'x')
    expect(read.ok && [read.value.id, read.value.version, read.value.illustrative]).toEqual([
      'odm-valtel-own',
      '1',
      false,
    ])
    expect(workbench.project().instrument?.name).toBe('i-own.json')
  })

  test('carries a new id to the mapping, the codes, the orders and the options of analyses', () => {
    const source = {
      ...surveySource('a'),
      columns: { Q1: item, Land: 'country' },
      codes: { [item]: { '9': 1 }, [scale]: { '8': 1 } },
    }
    const workbench = workbenchWith(own, {
      sources: [entryOf(source, 'a'.repeat(64))],
      orders: { levels: { [item]: ['1', '2'] }, reference: { country: 'x' } },
      where: [{ column: item, in: ['1'] }],
      analyses: [
        {
          as: 'x',
          id: 'dimension-scores',
          version: 2,
          where: [],
          options: { dimensions: [dimension], by: ['country'] },
        },
        {
          as: 'y',
          id: 'group-comparison',
          version: 1,
          where: [],
          options: { outcomes: [item, dimension], test: 'welch' },
        },
      ],
    })
    editInstrument(workbench, renameItem(item, 'q_new'))
    editInstrument(workbench, renameDimension(dimension, 'd_new'))
    editInstrument(workbench, renameScale(scale, 's_new'))
    const { sources, orders, where, analyses } = workbench.project()
    expect(sources[0]?.source).toMatchObject({
      columns: { Q1: 'q_new', Land: 'country' },
      codes: { q_new: { '9': 1 }, s_new: { '8': 1 } },
    })
    expect(orders).toEqual({ levels: { q_new: ['1', '2'] }, reference: { country: 'x' } })
    expect(where).toEqual([{ column: 'q_new', in: ['1'] }])
    expect(analyses.map(({ options }) => options)).toEqual([
      { dimensions: ['d_new'], by: ['country'] },
      { outcomes: ['q_new', 'd_new'], test: 'welch' },
    ])
    workbench.undo()
    workbench.undo()
    workbench.undo()
    expect(textOf(workbench)).toBe(own)
    expect(workbench.project().where).toEqual([{ column: item, in: ['1'] }])
  })
})

describe('an instrument with faults', () => {
  const load = (workbench: Workbench) =>
    keepLoaded(
      workbench,
      { call: () => Promise.resolve({}) } as unknown as Ingest,
      Promise.resolve({ memory: () => Promise.resolve(0) } as Partial<Database> as Database),
    )
  const instrumentIn = (workbench: Workbench) => workbench.store.getState().session.instrument

  test('leaves the version before it in use while it is edited, and none where a project was opened with it', () => {
    const workbench = workbenchWith(own)
    const loading = load(workbench)
    const before = instrumentIn(workbench).instrument
    expect(before).not.toBeNull()
    editInstrument(workbench, addItem(dimension))
    expect(instrumentIn(workbench).instrument).toBe(before)
    expect(instrumentIn(workbench).problems.map(({ code }) => code)).toEqual(['recipe:text-missing'])
    workbench.openProject(
      { ...emptyProject('nb'), instrument: { name: 'i.json', text: '{' } },
      { id: null, name: null, isSaved: true },
    )
    expect(instrumentIn(workbench).instrument).toBeNull()
    writeInstrumentText(workbench, own, null)
    expect(instrumentIn(workbench).problems).toEqual([])
    expect(instrumentIn(workbench).instrument?.id).toBe(before?.id)
    loading.stop()
  })

  test('has each fault at its part and field', () => {
    const workbench = workbenchWith(own)
    editInstrument(workbench, addItem(dimension))
    const file = workbench.project().instrument
    const problems = file === null ? [] : openInstrument(file).problems
    expect(problems.map(({ part, field }) => [part?.section, field])).toEqual([['items', 'text']])
    editInstrument(workbench, removeItems([problems[0]?.part?.key ?? '']))
    expect(textOf(workbench)).toBe(own)
  })
})

test('the preview is beside the analyses of the project on its own screen only', () => {
  const project: Project = { ...emptyProject('nb'), instrument: { name: 'i.json', text } }
  expect(watchedProject(project, { screen: 'instrument' }).analyses.map(({ id }) => id)).toEqual([
    'dimension-scores',
    'reliability',
  ])
  expect(watchedProject(project, { screen: 'analyses' })).toBe(project)
  expect(watchedProject(emptyProject('nb'), { screen: 'instrument' }).analyses).toEqual([])
})
