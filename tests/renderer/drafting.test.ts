import { beforeEach, describe, expect, test } from 'vitest'
import type { Draft } from '../../analyses/drafting/draft'
import { editRedo } from '../../renderer/commands/edit-redo'
import { editUndo } from '../../renderer/commands/edit-undo'
import type { Command, CommandContext } from '../../renderer/commands/command'
import { keepDrafting, type DraftingDesk } from '../../renderer/state/drafting'
import {
  firstGrouping,
  openQuestions,
  withAnswer,
  withGrouping,
  withItemIn,
  withItemInNew,
  withRole,
  withScaleTurned,
  withSuggestions,
} from '../../renderer/state/drafting-steps'
import type { Loading } from '../../renderer/state/loading'
import { readInstrument } from '../../renderer/state/loading-steps'
import { createOpening, type Opening } from '../../renderer/state/opening'
import { changeSource, emptyProject, removeSource } from '../../renderer/state/project'
import { withDialect } from '../../renderer/state/source-change'
import type { Workbench } from '../../renderer/state/workbench'
import { dataFile } from '../../renderer/worker/data-file'
import { draftFiles } from '../../renderer/worker/file-draft'
import { guessFile } from '../../renderer/worker/file-guess'
import type { Ingest } from '../../renderer/worker/ingest'
import type { IngestCall } from '../../renderer/worker/ingest-protocol'
import { exportOfOrganisations, ownInstrument } from '../own-export'
import { startWorkbench } from './start-workbench'

const names = ['A kommun', 'B kommun']
const mini = new File([exportOfOrganisations('Organisation', names)], 'mini.csv')
const other = new File([`${exportOfOrganisations('Organisation', names)}A kommun;1;1\n`], 'mini-2024.csv')

let workbench: Workbench
let opening: Opening
let desk: DraftingDesk
/** How often an instrument was drafted, and what of. */
let asked: string[]
/** How often it was told that a draft was put by. */
let putBy: number

beforeEach(() => {
  workbench = startWorkbench({ writeDraft: async () => undefined })
  asked = []
  const files = new Map<string, File>()
  const given = {
    add: (sha256: string, added: File) => void files.set(sha256, added),
    get: (sha256: string) => files.get(sha256),
  }
  const call = async (request: Extract<IngestCall, { call: 'guess' | 'sort' | 'draft' }>): Promise<unknown> => {
    if (request.call === 'sort') return { codebook: [], drafted: null, problem: null }
    if (request.call === 'guess') return guessFile(dataFile(request.given), request)
    asked.push(request.given[0]?.name ?? '')
    return draftFiles(request, { aborted: false })
  }
  const ingest = { call } as unknown as Ingest
  const loading = { files: given } as unknown as Loading
  opening = createOpening(workbench, ingest, loading, { tell: () => undefined, tellDecisions: () => undefined })
  putBy = 0
  desk = keepDrafting(workbench, ingest, given, opening, () => void (putBy += 1))
})

const drafting = () => workbench.store.getState().session.drafting
const draft = (): Draft => {
  const made = drafting()?.draft
  if (made === null || made === undefined) throw new Error('no draft')
  return made
}
const run = (command: Command): void => {
  if (command.enabled(workbench.store.getState()))
    void command.run({ workbench, drafting: desk } as unknown as CommandContext)
}

/** Turns of the event loop until nothing changes any more. */
async function settle(): Promise<void> {
  for (let turn = 0; turn < 20; turn += 1) await new Promise((resolve) => setTimeout(resolve, 0))
}

async function drop(...files: readonly File[]): Promise<void> {
  await opening.takeFiles(files)
  await settle()
}

async function choose(...change: Parameters<DraftingDesk['choose']>): Promise<void> {
  desk.choose(...change)
  await settle()
}

describe('a file without an instrument', () => {
  test('is drafted from, and nothing of that is in the project', async () => {
    await drop(mini)
    expect(draft().columns.map(({ role }) => role)).toEqual(['attribute', 'item', 'item'])
    expect(draft().columns[0]?.levels).toEqual([
      { text: 'A kommun', count: 20 },
      { text: 'B kommun', count: 20 },
    ])
    expect(workbench.project().instrument).toBeNull()
    expect(workbench.project().analyses).toEqual([])
    expect(drafting()?.isWorking).toBe(false)
  })

  test('confirmed, it is one step: an instrument that reads, how the file is read by it, and a first analysis by organisation', async () => {
    await drop(mini)
    await choose((choices) => withSuggestions(choices, draft()))
    const before = workbench.project()
    desk.confirm()
    await settle()
    const after = workbench.project()
    expect(readInstrument(after.instrument).instrument?.items).toHaveLength(2)
    expect(after.sources[0]?.source).toMatchObject({ kind: 'survey', attributes: ['organisation'] })
    expect(after.analyses).toMatchObject([{ options: { by: ['organisation'] } }])
    expect(workbench.store.getState().window).toMatchObject({ screen: 'analyses', analysis: after.analyses[0]?.as })
    expect(drafting()).toBeNull()
    workbench.undo()
    expect(workbench.project()).toBe(before)
    workbench.redo()
    expect(workbench.project()).toBe(after)
  })

  test('a second file that came with it is read by what was confirmed of the first', async () => {
    await drop(mini, other)
    expect(drafting()?.source).toBe('mini')
    await choose((choices) => withSuggestions(choices, draft()))
    desk.confirm()
    await settle()
    expect(workbench.project().sources.map(({ source }) => source)).toMatchObject([
      { id: 'mini', attributes: ['organisation'] },
      { id: 'mini-2024', attributes: ['organisation'] },
    ])
  })

  test('thrown away, it waits as it did, and can be drafted from again', async () => {
    await drop(mini)
    await choose((choices) => withRole(choices, 'Jag trivs', 'unused'))
    const before = workbench.project()
    desk.throwAway()
    await settle()
    expect([drafting(), workbench.project()]).toEqual([null, before])
    desk.draftAgain()
    await settle()
    expect(draft().columns.map(({ role }) => role)).toEqual(['attribute', 'item', 'item'])
  })

  test('an instrument that comes ends the draft; taken back, the draft is there with what was decided', async () => {
    await drop(mini)
    await choose((choices) => withRole(choices, 'Jag trivs', 'unused'))
    await drop(new File([ownInstrument()], 'mini.json'))
    expect([drafting(), putBy]).toEqual([null, 1])
    workbench.undo()
    await settle()
    expect(draft().columns.map(({ role }) => role)).toEqual(['attribute', 'unused', 'item'])
  })

  test('nothing is told of a draft in which nothing was decided, nor of one that was confirmed', async () => {
    await drop(mini)
    await drop(new File([ownInstrument()], 'mini.json'))
    workbench.undo()
    await settle()
    await choose((choices) => withSuggestions(choices, draft()))
    desk.confirm()
    await settle()
    expect([workbench.project().instrument === null, putBy]).toEqual([false, 0])
  })

  test('read otherwise it is drafted anew; taken back, it is there with what was decided of that reading', async () => {
    await drop(mini)
    await choose((choices) => withRole(choices, 'Jag trivs', 'unused'))
    const id = workbench.project().sources[0]?.source.id ?? ''
    workbench.change((project) => changeSource(project, id, (source) => withDialect(source, 'delimiter', '\t')))
    await settle()
    expect(draft().columns).toHaveLength(1)
    workbench.undo()
    await settle()
    expect(draft().columns.map(({ role }) => role)).toEqual(['attribute', 'unused', 'item'])
  })

  test('a file that was removed is drafted from no more, nor one of another project', async () => {
    await drop(mini)
    workbench.change((project) => removeSource(project, 'mini'))
    expect(drafting()).toBeNull()
    workbench.undo()
    await settle()
    expect(drafting()?.source).toBe('mini')
    desk.throwAway()
    workbench.openProject(emptyProject('sv'), { id: null, name: null, isSaved: false })
    expect(drafting()).toBeNull()
    // What was thrown away in one project is no word about another.
    await drop(mini)
    expect(drafting()?.source).toBe('mini')
  })
})

describe('choices', () => {
  test('have an undo of their own, which goes before that of the project while the draft is shown', async () => {
    await drop(mini)
    const project = workbench.project()
    await choose((choices) => withRole(choices, 'Jag trivs', 'unused'))
    await choose((choices) => withRole(choices, 'Organisation', 'unused'))
    const roles = () => draft().columns.map(({ role }) => role)
    expect(roles()).toEqual(['unused', 'unused', 'item'])
    run(editUndo)
    await settle()
    expect(roles()).toEqual(['attribute', 'unused', 'item'])
    run(editUndo)
    run(editRedo)
    await settle()
    expect(roles()).toEqual(['attribute', 'unused', 'item'])
    run(editUndo)
    expect(workbench.project()).toBe(project)
    run(editUndo)
    expect(workbench.project().sources).toEqual([])
  })

  test('on another screen, undo is that of the project', async () => {
    await drop(mini)
    await choose((choices) => withRole(choices, 'Jag trivs', 'unused'))
    workbench.patchWindow({ screen: 'analyses' })
    run(editUndo)
    expect(workbench.project().sources).toEqual([])
  })

  test('a run of small changes of one thing is undone as one', async () => {
    await drop(mini)
    for (const role of ['unused', 'time', 'free-text'] as const)
      desk.choose((choices) => withRole(choices, 'Jag trivs', role), 'role')
    desk.settle()
    desk.choose((choices) => withRole(choices, 'Jag trivs', 'weight'), 'role')
    desk.undo()
    expect(drafting()?.choices.present.roles).toEqual({ 'Jag trivs': 'free-text' })
    desk.undo()
    expect(drafting()?.choices.present.roles).toBeUndefined()
    await settle()
  })

  test('the draft shown is that of the latest choice, however fast they follow on each other', async () => {
    await drop(mini)
    for (const role of ['unused', 'item', 'unused', 'item', 'attribute'] as const)
      desk.choose((choices) => withRole(choices, 'Jag trivs', role))
    await settle()
    expect(draft().columns[1]?.role).toBe('attribute')
    expect(drafting()?.isWorking).toBe(false)
  })
})

describe('what a choice does', () => {
  const asking = (id: string, suggested: string | null, isAnswered = false): Draft['questions'][number] => ({
    id,
    about: 'direction',
    columns: [],
    text: { message: 'core:yes' },
    choices: [
      { id: 'a', label: { message: 'core:yes' }, gives: { directions: { [id]: 'as-read' } } },
      { id: 'b', label: { message: 'core:no' }, gives: { directions: { [id]: 'turned' } } },
    ],
    suggested,
    chosen: suggested,
    isAnswered,
  })

  test('suggestions are taken where there is one and nothing was said', async () => {
    await drop(mini)
    const made: Draft = {
      ...draft(),
      questions: [asking('x', 'b'), asking('y', null), asking('z', 'a', true), asking('w', 'a')],
    }
    expect(openQuestions(made).map(({ id }) => id)).toEqual(['x', 'y', 'w'])
    expect(withSuggestions({}, made)).toMatchObject({ directions: { x: 'turned', w: 'as-read' }, answered: ['x', 'w'] })
    expect(withAnswer({ answered: ['x'] }, asking('y', null), 'b')).toMatchObject({
      directions: { y: 'turned' },
      answered: ['x', 'y'],
    })
    expect(withAnswer({}, asking('y', null), 'no such choice')).toEqual({})
  })

  test('nothing is confirmed while something is still to be decided', async () => {
    await drop(mini)
    const before = workbench.project()
    const made: Draft = { ...draft(), questions: [asking('x', 'b')] }
    workbench.patchSession(({ drafting: present }) => ({
      drafting: present === null ? null : { ...present, draft: made },
    }))
    desk.confirm()
    expect(workbench.project()).toBe(before)
  })

  test('a scale is turned and turned back, and another grouping begins anew', () => {
    const turned = withScaleTurned({}, 's')
    expect(turned.directions).toEqual({ s: 'turned' })
    expect(withScaleTurned(turned, 's').directions).toEqual({ s: 'as-read' })
    const moved = withItemIn({ roles: { a: 'item' } }, 'a', null)
    expect(moved.dimensionOf).toEqual({ a: null })
    expect(withGrouping(moved, 'prefix')).toEqual(expect.objectContaining({ grouping: 'prefix', roles: { a: 'item' } }))
    expect(withGrouping(moved, 'prefix').dimensionOf).toBeUndefined()
  })

  test('a new dimension has an id of its own', async () => {
    await drop(mini)
    const made: Draft = {
      ...draft(),
      dimensions: [{ id: 'dimension', label: { sv: 'A' }, items: [], reason: { message: 'core:yes' } }],
    }
    expect(withItemInNew({}, made, 'Jag trivs', 'Ny')).toMatchObject({
      dimensionOf: { 'Jag trivs': 'dimension-2' },
      dimensionLabels: { 'dimension-2': 'Ny' },
    })
  })

  test('the first result is by organisation where there is one, else by what the file has', async () => {
    await drop(mini)
    const [first, ...rest] = draft().columns
    if (first === undefined) throw new Error('no column')
    const as = (...ids: readonly string[]): Draft => ({
      ...draft(),
      columns: [...ids.map((id) => ({ ...first, id })), ...rest],
    })
    const scattered = {
      ...first,
      id: 'organisation',
      levels: [
        { text: 'A', count: 40 },
        { text: 'B', count: 4 },
      ],
    }
    expect(firstGrouping(as('age', 'unit', 'organisation'), 5)).toBe('organisation')
    expect(firstGrouping(as('age', 'region', 'unit'), 5)).toBe('unit')
    expect(firstGrouping(as('age', 'sex'), 5)).toBe('age')
    expect(firstGrouping(as(), 5)).toBeNull()
    // Groups of whom nothing could be shown are no first result.
    expect(firstGrouping({ ...draft(), columns: [scattered, { ...first, id: 'unit' }] }, 5)).toBe('unit')
    expect(firstGrouping({ ...draft(), columns: [scattered] }, 5)).toBeNull()
    expect(firstGrouping({ ...draft(), columns: [scattered] }, 4)).toBe('organisation')
  })
})
