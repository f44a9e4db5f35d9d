import { readFileSync } from 'node:fs'
import { beforeEach, describe, expect, test } from 'vitest'
import type { Host } from '../../preload/contract'
import type { Loading } from '../../renderer/state/loading'
import { readInstrument } from '../../renderer/state/loading-steps'
import { createOpening, type Opening } from '../../renderer/state/opening'
import { changeSource, emptyProject } from '../../renderer/state/project'
import { writeProject } from '../../renderer/state/project-file'
import { canUndo, isUnsaved, type Workbench } from '../../renderer/state/workbench'
import type { Ingest } from '../../renderer/worker/ingest'
import type { IngestCall, SortedGiven } from '../../renderer/worker/ingest-protocol'
import { surveySource } from './loading-data'
import { startWorkbench } from './start-workbench'

const instrumentText = readFileSync('fixtures/sample/instrument.json', 'utf8')
const fileOf = (name: string, content: string | Uint8Array<ArrayBuffer>): File => new File([content], name)

describe('what is dropped on the window', () => {
  let workbench: Workbench
  let opening: Opening
  let told: string[]
  let guesses: Extract<IngestCall, { call: 'guess' }>[]
  let drafts: unknown[]
  let sorts: Extract<IngestCall, { call: 'sort' }>[]
  let sorted: SortedGiven
  let decided: string[]
  let failure: Error | null
  let recent: ReturnType<Host['openRecentProject']>

  beforeEach(() => {
    drafts = []
    told = []
    guesses = []
    sorts = []
    sorted = { codebook: [], drafted: null, problem: null }
    decided = []
    failure = null
    const host: Partial<Host> = {
      writeDraft: async (draft) => void drafts.push(draft),
      openRecentProject: () => recent,
    }
    workbench = startWorkbench(host)
    // As loading does: the session's instrument is the project's.
    workbench.store.subscribe(({ history, session }, before) => {
      if (history.present.instrument !== before.history.present.instrument && session === before.session)
        workbench.patchSession(() => ({ instrument: readInstrument(history.present.instrument) }))
    })
    const files = new Map<string, File>()
    const loading = {
      files: {
        add: (sha256: string, file: File) => void files.set(sha256, file),
        get: (sha256: string) => files.get(sha256),
      },
    } as unknown as Loading
    const call = async (asked: Extract<IngestCall, { call: 'guess' | 'sort' }>): Promise<unknown> => {
      if (asked.call === 'sort') {
        sorts.push(asked)
        if (failure !== null) throw failure
        return sorted
      }
      guesses.push(asked)
      if (failure !== null) throw failure
      const { instrument, given, again } = asked
      if (again !== undefined) return { source: { ...again.source, attributes: ['role'] } }
      const source = surveySource(given.name.replace('.csv', ''))
      return { source: instrument === null ? source : { ...source, attributes: ['role'] } }
    }
    opening = createOpening(workbench, { call } as unknown as Ingest, loading, {
      tell: (key) => void told.push(key),
      tellDecisions: (decisions) => void decided.push(...decisions.map(({ message }) => message)),
    })
  })

  const state = () => workbench.store.getState()
  const rejections = () =>
    state().session.rejected.map(({ name, problems }) => [
      name,
      problems.map((problem) => 'code' in problem && problem.code),
    ])

  test('data become sources, and the window shows the first of them', async () => {
    await opening.takeFiles([fileOf('2021.csv', 'a;b\n1;2\n'), fileOf('2022.csv', 'a;b\n1;22\n')])
    expect(workbench.project().sources.map(({ source }) => source.id)).toEqual(['2021', '2022'])
    expect(state().window).toMatchObject({ screen: 'data', source: '2021' })
    expect(guesses[1]).toMatchObject({ others: [{ id: '2021', round: '2021' }] })
    expect(state().session.arriving).toEqual([])
  })

  test('several files of one export are one source, and the others say what its answers mean while an instrument is drafted', async () => {
    sorted = { codebook: [0, 2], drafted: null, problem: null }
    await opening.takeFiles([
      fileOf('labels.csv', 'a;1;b\n'),
      fileOf('dataset.csv', 'a;b\n1;2\n'),
      fileOf('elements.json', '[{"elementId": 1, "elementType": "RADIO"}]'),
    ])
    expect(sorts.map(({ isDraftWanted }) => isDraftWanted)).toEqual([true])
    expect(workbench.project().sources.map(({ source }) => source.id)).toEqual(['dataset'])
    expect(workbench.project().instrument).toBeNull()
    expect(state().session.codebooks.map(({ name }) => name)).toEqual(['labels.csv', 'elements.json'])
    expect([rejections(), state().session.arriving, told, decided]).toEqual([[], [], [], []])
  })

  test('of a codebook that comes without answers an instrument is made at once', async () => {
    const draft = { text: instrumentText, decisions: [{ message: 'survey-tools:drafted' as const }] }
    sorted = { codebook: [0], drafted: draft, problem: null }
    await opening.takeFiles([fileOf('labels.csv', 'a;1;b\n')])
    expect(workbench.project().instrument).toEqual({ name: 'instrument.json', text: instrumentText })
    expect(decided).toEqual(['survey-tools:drafted'])
  })

  test('a codebook beside an instrument is told and not used; one that cannot be read is told', async () => {
    await opening.takeFiles([fileOf('i.json', instrumentText)])
    sorted = { codebook: [0], drafted: null, problem: null }
    await opening.takeFiles([fileOf('labels.csv', 'a;1;b\n')])
    expect(sorts.at(-1)?.isDraftWanted).toBe(false)
    expect(told).toEqual(['told.instrument-loaded', 'told.codebook-unused'])
    expect(workbench.project().sources).toEqual([])
    sorted = {
      ...sorted,
      problem: { kind: 'input', code: 'survey-tools:codebook-unreadable', about: {}, place: {} } as never,
    }
    await opening.takeFiles([fileOf('survey.lss', '<document>')])
    expect(rejections()).toEqual([['survey.lss', ['survey-tools:codebook-unreadable']]])
  })

  test('what cannot be looked at is told, and the rest is taken', async () => {
    failure = new Error('broken')
    await opening.takeFiles([fileOf('2021.csv', 'a;b\n'), fileOf('i.json', instrumentText)])
    expect(rejections()).toEqual([['2021.csv', [false]]])
    expect(workbench.project().instrument?.name).toBe('i.json')
    expect(state().session.arriving).toEqual([])
  })

  test('a guess that was made without an instrument is made again when one comes', async () => {
    await opening.takeFiles([fileOf('2021.csv', 'a;b\n1;2\n'), fileOf('2022.csv', 'a;b\n1;22\n')])
    const touched = { ...surveySource('2022'), round: 'second' }
    workbench.change((project) => changeSource(project, '2022', () => touched))
    await opening.takeFiles([fileOf('i.json', instrumentText)])
    await expect
      .poll(() => workbench.project().sources.map(({ source }) => source))
      .toEqual([
        { ...surveySource('2021'), attributes: ['role'] },
        { ...touched, attributes: ['role'] },
      ])
    expect(guesses.slice(2).map(({ again, others }) => [again?.source.id, again?.earlier, others.length])).toEqual([
      ['2021', null, 1],
      ['2022', null, 1],
    ])
    expect(told).toEqual(['told.instrument-loaded'])
  })

  test('an instrument that cannot be read leaves the one that works, and no step to undo', async () => {
    await opening.takeFiles([fileOf('i.json', instrumentText)])
    const before = state().history
    const latin1 = Uint8Array.from([0x7b, 0x22, 0xe5, 0x22, 0x7d])
    await opening.takeFiles([fileOf('broken.json', '{"instrument":1}'), fileOf('latin.json', latin1)])
    expect(state().history).toBe(before)
    expect(state().session.instrument.instrument).not.toBeNull()
    const [latin, broken] = rejections()
    expect(latin).toEqual(['latin.json', ['recipe:not-text']])
    expect(broken?.[0]).toBe('broken.json')
    expect(broken?.[1]).toContain('recipe:key-missing')
  })

  test('files that come while a project is being opened go into that project', async () => {
    let give: ((project: Awaited<typeof recent>) => void) | undefined
    recent = new Promise((resolve) => {
      give = resolve
    })
    const bytes = writeProject({ ...emptyProject('nb'), title: 'Saved before' })
    const opened = opening.openRecent('some')
    const taken = opening.takeFiles([fileOf('2021.csv', 'a;b\n1;2\n')])
    await new Promise((resolve) => setTimeout(resolve, 20))
    expect(workbench.project().sources).toEqual([])
    give?.({ id: 'some', name: 'saved.json', path: '/saved.json', bytes })
    await Promise.all([opened, taken])
    expect(workbench.project()).toMatchObject({ title: 'Saved before', sources: [{ source: { id: '2021' } }] })
  })

  test('a project is opened, and what was unsaved is set aside', async () => {
    await opening.takeFiles([fileOf('2021.csv', 'a;b\n1;2\n')])
    const saved = { ...emptyProject('sv'), title: 'Mognad', instrument: { name: 'i.json', text: instrumentText } }
    await opening.takeFiles([new File([new Uint8Array(writeProject(saved))], 'p.json')])
    expect(workbench.project()).toEqual(saved)
    expect(told).toEqual(['told.set-aside'])
    expect(isUnsaved(state())).toBe(false)
    expect(canUndo(state())).toBe(false)
  })

  test('a recipe that asks for formats which are not written opens without them, and says so', async () => {
    const recipe = {
      recipe: 1,
      sources: [{ id: 'heads', kind: 'headcount', file: 'heads.csv' }],
      output: { tables: ['csv', 'xlsx'] },
    }
    await opening.takeFiles([fileOf('r.json', JSON.stringify(recipe))])
    expect(told).toEqual(['told.formats-left-out'])
    expect(workbench.project().output.tables).toEqual(['csv'])
  })

  test('a draft is opened as unsaved work, and is then no draft any more', async () => {
    const project = { ...emptyProject('nb'), title: 'Utkast', instrument: { name: 'i.json', text: '{}' } }
    const draft = { savedAt: '', name: 'p.json', projectId: 'f'.repeat(24), bytes: writeProject(project) }
    await opening.openDraft(draft)
    expect(state().place).toMatchObject({ id: draft.projectId, name: 'p.json' })
    expect(isUnsaved(state())).toBe(true)
    expect(drafts).toEqual([null])
  })

  test('a draft that cannot be read stays', async () => {
    await opening.openDraft({ savedAt: '', name: 'p.json', projectId: null, bytes: new Uint8Array([0xff]) })
    expect(rejections()).toEqual([['p.json', ['recipe:not-text']]])
    expect(drafts).toEqual([])
  })
})
