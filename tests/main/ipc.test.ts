import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { refusal } from '../../main/failure'
import { serveHost } from '../../main/ipc'
import { channelOf, figureHostMethods, hostMethods, type FigureHost, type Host } from '../../preload/contract'

interface Frame {
  readonly url: string
  readonly parent: object | null
}
type Handler = (event: { sender: { id: number }; senderFrame: Frame | null }, ...given: unknown[]) => Promise<unknown>

const handlers = vi.hoisted(() => new Map<string, unknown>())
vi.mock('electron', () => ({
  ipcMain: { handle: (channel: string, handler: unknown) => void handlers.set(channel, handler) },
}))

const workbenchId = 7
const figureId = 8
const ownFrame: Frame = { url: 'app://workbench/index.html', parent: null }

let called: unknown[][]
/** What was written on the standard error. */
let written: string[]
beforeEach(() => {
  handlers.clear()
  called = []
  written = []
  vi.spyOn(process.stderr, 'write').mockImplementation((text) => written.push(String(text)) > 0)
  const host = {
    describeHost: async () => 'described',
    forgetProject: async (...given: unknown[]) => void called.push(given),
    openProject: async () => {
      throw refusal('file-missing', 'gone', { path: '/a' })
    },
    readSettings: async () => {
      throw new TypeError('a mistake')
    },
  } as unknown as Host
  const figureHost = { nextTask: async () => 'task' } as unknown as FigureHost
  serveHost(
    host,
    figureHost,
    (id) => id === workbenchId,
    (id) => id === figureId,
  )
})

afterEach(() => {
  vi.restoreAllMocks()
})

function call(
  channel: string,
  given: readonly unknown[] = [],
  { sender = workbenchId, frame = ownFrame }: { readonly sender?: number; readonly frame?: Frame | null } = {},
): Promise<unknown> {
  return (handlers.get(channel) as Handler)({ sender: { id: sender }, senderFrame: frame }, ...given)
}
const describeHost = channelOf('host', 'describeHost')
const nextTask = channelOf('figure', 'nextTask')
const refused = { ok: false, failure: { code: 'sender-refused' } }

test('every method of both contracts has its channel, and nothing else has one', () => {
  expect([...handlers.keys()].toSorted()).toEqual(
    [
      ...Object.keys(hostMethods).map((method) => channelOf('host', method)),
      ...Object.keys(figureHostMethods).map((method) => channelOf('figure', method)),
    ].toSorted(),
  )
})

describe('callers', () => {
  test('the workbench and the figure page are heard, each on its own channels', async () => {
    expect(await call(describeHost)).toEqual({ ok: true, value: 'described' })
    expect(await call(nextTask, [], { sender: figureId })).toEqual({ ok: true, value: 'task' })
    expect(await call(describeHost, [], { sender: figureId })).toMatchObject(refused)
    expect(await call(nextTask)).toMatchObject(refused)
  })

  test.each<[string, Frame | null]>([
    ['a frame that is gone', null],
    ['a frame inside the page', { ...ownFrame, parent: {} }],
    ['another site', { ...ownFrame, url: 'https://example.org/' }],
    ['a site whose name begins like ours', { ...ownFrame, url: 'app://workbench.example.org/' }],
    ['a blank page', { ...ownFrame, url: 'about:blank' }],
  ])('%s is refused', async (_, frame) => {
    expect(await call(describeHost, [], { frame })).toMatchObject(refused)
  })

  test('another window is refused', async () => {
    expect(await call(describeHost, [], { sender: 99 })).toMatchObject(refused)
  })
})

describe('calls', () => {
  const forgetProject = channelOf('host', 'forgetProject')

  test('arguments are checked before the method sees them', async () => {
    expect(await call(forgetProject, ['../../etc/passwd'])).toMatchObject({
      ok: false,
      failure: { code: 'arguments-refused', about: { method: 'forgetProject', place: '0' } },
    })
    expect(called).toEqual([])
    expect(await call(forgetProject, ['0'.repeat(24)])).toEqual({ ok: true, value: undefined })
    expect(called).toEqual([['0'.repeat(24)]])
  })

  test('a refusal is a value with its code and what it is about', async () => {
    expect(await call(channelOf('host', 'openProject'))).toEqual({
      ok: false,
      failure: { code: 'file-missing', about: { path: '/a' }, message: 'gone' },
    })
  })

  test('bugs and strange callers are told on the standard error, refusals are not', async () => {
    expect(await call(channelOf('host', 'readSettings'))).toMatchObject({ ok: false, failure: { code: 'bug' } })
    expect(await call(channelOf('host', 'recentProjects')), 'not implemented').toMatchObject({
      failure: { code: 'bug' },
    })
    await call(describeHost, [], { frame: null })
    await call(channelOf('host', 'openProject'))
    await call(forgetProject, ['x'])
    expect(written.map((line) => line.split('\n')[0])).toEqual([
      'readSettings: TypeError: a mistake',
      'recentProjects: Error: recentProjects is not implemented.',
      'describeHost: A page that is not the workbench called the host: a frame that is gone',
    ])
  })
})
