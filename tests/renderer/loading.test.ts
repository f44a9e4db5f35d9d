import { readFileSync } from 'node:fs'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { Database } from '../../analyses/core/database'
import { Aborted, InputError } from '../../analyses/core/errors'
import { keepLoaded, type Loading } from '../../renderer/state/loading'
import {
  addSource,
  changeSource,
  chooseReference,
  orderLevelsAs,
  orderRoundsAs,
  removeSource,
  withoutRoundOrder,
} from '../../renderer/state/project'
import type { Workbench } from '../../renderer/state/workbench'
import type { Ingest } from '../../renderer/worker/ingest'
import type { IngestCall } from '../../renderer/worker/ingest-protocol'
import { entryOf, reportOf, surveySource } from './loading-data'
import { startWorkbench } from './start-workbench'

const hash = (letter: string): string => letter.repeat(64)
const log = (id: string) => entryOf({ id, kind: 'events', file: `${id}.csv`, time: 't', time_zone: 'UTC' }, hash(id))

/** A worker that answers at once, or when it is let go, and fails where it is asked to. */
function ingestHere() {
  const calls: string[] = []
  const broken = new Set<string>()
  let gate: Promise<void> = Promise.resolve()
  let open: () => void = () => undefined
  let stops = true
  const answer = async (call: IngestCall, signal?: AbortSignal): Promise<unknown> => {
    calls.push(
      'source' in call ? `${call.call} ${call.source.id}` : 'id' in call ? `${call.call} ${call.id}` : call.call,
    )
    if (call.call === 'open') return { kind: 'series', sources: call.reports.map(({ source }) => source) }
    if (call.call !== 'load') return { problems: [], report: null }
    await gate
    if (signal?.aborted === true && stops) throw new Aborted()
    if (broken.has(call.source.id)) throw new InputError('ingest:no-rows', {}, {})
    return { problems: [], report: reportOf(call.source.id, call.source.kind, hash(call.source.id.slice(0, 1))) }
  }
  return {
    ingest: { call: answer } as unknown as Ingest,
    calls,
    broken,
    /** @param then whether what is held back stops when it is called off meanwhile */
    holdBack: (then: 'stops' | 'keeps going' = 'stops') => {
      stops = then === 'stops'
      gate = new Promise((resolve) => (open = resolve))
    },
    letGo: () => open(),
  }
}

describe('the engine follows the project', () => {
  let workbench: Workbench
  let here: ReturnType<typeof ingestHere>
  let loading: Loading

  beforeEach(() => {
    workbench = startWorkbench()
    here = ingestHere()
    const database = { memory: () => Promise.resolve(1024) } as Partial<Database> as Database
    loading = keepLoaded(workbench, here.ingest, Promise.resolve(database))
    for (const id of ['a', 'b']) loading.files.add(hash(id), new File(['x'], `${id}.csv`))
  })
  afterEach(() => loading.stop())

  const session = () => workbench.store.getState().session
  const statusOf = (id: string) => session().sources[id]?.status
  /** Turns of the event loop enough for every answer that is not held back. */
  async function settle(): Promise<void> {
    for (let turn = 0; turn < 5; turn += 1) await new Promise((resolve) => setTimeout(resolve, 0))
  }

  /** Source a is being read and held back. */
  async function beginReading(then?: 'stops' | 'keeps going'): Promise<void> {
    here.holdBack(then)
    workbench.change((project) => addSource(project, log('a')))
    await settle()
  }
  async function letReadingEnd(): Promise<void> {
    here.letGo()
    await settle()
  }

  test('sources are read one after the other and opened together; the memory is told', async () => {
    workbench.change((project) => addSource(addSource(project, log('a')), log('b')))
    await settle()
    expect(here.calls).toEqual(['inspect a', 'load a', 'inspect b', 'load b', 'open'])
    expect(session().series.dataset).toMatchObject({ sources: ['a', 'b'] })
    expect(session().engine).toEqual({ status: 'ready', memory: 1024, problem: null })
  })

  test('a source that cannot be read leaves the others as they are', async () => {
    here.broken.add('a')
    workbench.change((project) => addSource(addSource(project, log('a')), log('b')))
    await settle()
    expect([statusOf('a'), statusOf('b')]).toEqual(['failed', 'ready'])
    expect(session().sources['a']?.problem).toMatchObject({ code: 'ingest:no-rows' })
    expect(session().series.dataset).toMatchObject({ sources: ['b'] })
  })

  test('a reading that was called off stays listed and can be asked for again', async () => {
    await beginReading()
    expect(statusOf('a')).toBe('reading')
    loading.cancel('a')
    await letReadingEnd()
    expect(statusOf('a')).toBe('cancelled')
    loading.readAgain('a')
    await settle()
    expect(statusOf('a')).toBe('ready')
  })

  test('a change made and taken back while a file is read ends with the file read', async () => {
    await beginReading()
    workbench.change((project) => changeSource(project, 'a', (source) => ({ ...source, dialect: { delimiter: ';' } })))
    workbench.undo()
    await letReadingEnd()
    expect(here.calls.filter((call) => call === 'load a')).toHaveLength(2)
    expect(statusOf('a')).toBe('ready')
  })

  test('a reading that the engine did not outlive is begun again in the new one', async () => {
    await beginReading()
    loading.readEverythingAgain()
    await letReadingEnd()
    expect(statusOf('a')).toBe('ready')
    expect(session().series.status).toBe('ready')
  })

  test('rows that came in after the engine was lost do not count as loaded', async () => {
    await beginReading('keeps going')
    loading.readEverythingAgain()
    await letReadingEnd()
    expect(here.calls.filter((call) => call === 'load a')).toHaveLength(2)
    expect(statusOf('a')).toBe('ready')
  })

  test('a survey is not read without an instrument', async () => {
    workbench.change((project) => addSource(project, entryOf(surveySource('a'), hash('a'))))
    await settle()
    expect(session().sources['a']?.problem).toMatchObject({ code: 'recipe:instrument-missing' })
    expect(here.calls).toEqual(['inspect a', 'remove a'])
    expect(session().survey.status).toBe('absent')
  })

  test('an instrument is read at once, although a file is being read', async () => {
    await beginReading()
    workbench.change((project) => ({ ...project, instrument: { name: 'i.json', text: '{' } }))
    expect(session().instrument.problems).toHaveLength(1)
    here.letGo()
  })

  test('an order that the user gives, and takes back, opens the data anew and reads nothing', async () => {
    const instrument = { name: 'i.json', text: readFileSync('fixtures/sample/instrument.json', 'utf8') }
    workbench.change((project) => addSource({ ...project, instrument }, entryOf(surveySource('a'), hash('a'))))
    await settle()
    here.calls.length = 0
    workbench.change((project) => orderRoundsAs(project, ['b', 'a']))
    await settle()
    expect(here.calls).toEqual(['open'])
    workbench.change(withoutRoundOrder)
    await settle()
    expect(here.calls).toEqual(['open', 'open'])
    workbench.change((project) => orderLevelsAs(project, 'size', ['small', 'large']))
    await settle()
    workbench.change((project) => chooseReference(project, 'size', 'large'))
    await settle()
    expect(here.calls).toEqual(['open', 'open', 'open', 'open'])
    expect(workbench.project().orders).toEqual({ levels: { size: ['small', 'large'] }, reference: { size: 'large' } })
    workbench.change((project) => chooseReference(orderLevelsAs(project, 'size', undefined), 'size', undefined))
    expect(workbench.project()).not.toHaveProperty('orders')
  })

  test('what is taken away leaves the engine and the session', async () => {
    workbench.change((project) => addSource(addSource(project, log('a')), log('b')))
    await settle()
    here.calls.length = 0
    workbench.change((project) => removeSource(project, 'a'))
    await settle()
    expect(here.calls).toEqual(['remove a', 'open'])
    expect(Object.keys(session().sources)).toEqual(['b'])
    expect(session().series.dataset).toMatchObject({ sources: ['b'] })
  })
})
