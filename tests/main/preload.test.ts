import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { channelOf, channelOfEvent, figureHostMethods, hostEvents, hostMethods } from '../../preload/contract'

/** What the page is given, with Electron's two ends of the bridge played by the test: main is the functions that answer and the events that it sends. */

type Listener = (event: unknown, value: unknown) => void
const main = { asked: [] as (readonly unknown[])[], listeners: new Map<string, Set<Listener>>() }
const page: Record<string, unknown> = {}
vi.mock('electron', () => ({
  contextBridge: { exposeInMainWorld: (name: string, value: unknown) => void (page[name] = value) },
  ipcRenderer: {
    invoke: (...given: readonly unknown[]) => {
      main.asked.push(given)
      return Promise.resolve('answer')
    },
    on: (channel: string, listener: Listener) => {
      main.listeners.set(channel, (main.listeners.get(channel) ?? new Set()).add(listener))
    },
    off: (channel: string, listener: Listener) => void main.listeners.get(channel)?.delete(listener),
  },
}))
beforeAll(() => import('../../preload/index'))
afterAll(() => vi.restoreAllMocks())

test('the page sees three names, under which its code looks for them', () => {
  expect(Object.keys(page).toSorted()).toEqual(['listenToValtelHost', 'valtelFigureHost', 'valtelHost'])
})

describe.each([
  ['valtelHost', 'host', hostMethods],
  ['valtelFigureHost', 'figure', figureHostMethods],
] as const)('%s', (name, contract, methods) => {
  test('has every method of its contract, and each asks main on its own channel with what it was given', async () => {
    const host = page[name] as Readonly<Record<string, (...given: readonly unknown[]) => Promise<unknown>>>
    expect(Object.keys(host)).toEqual(Object.keys(methods))
    for (const [method, call] of Object.entries(host)) {
      expect(await call('one', 2)).toBe('answer')
      expect(main.asked.at(-1)).toEqual([channelOf(contract, method), 'one', 2])
    }
  })
})

test('what main sends reaches who listens, without the event of Electron, until listening is stopped', () => {
  const listen = page['listenToValtelHost'] as (event: string, listener: (value: unknown) => void) => () => void
  const send = (event: keyof typeof hostEvents, value: unknown): void => {
    for (const listener of main.listeners.get(channelOfEvent(event)) ?? []) listener({ sender: 'electron' }, value)
  }
  for (const event of Object.keys(hostEvents) as (keyof typeof hostEvents)[]) {
    const heard: unknown[] = []
    const stop = listen(event, (...given) => heard.push(given))
    send(event, 'first')
    stop()
    send(event, 'second')
    expect(heard).toEqual([['first']])
  }
  expect(() => listen('no-such-event', () => undefined)).toThrow('The host has no event no-such-event')
})
