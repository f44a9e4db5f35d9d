import { createSocket } from 'node:dgram'
import type { EventEmitter } from 'node:events'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { findBrowser } from '../../main/chromium/browsers'
import { launchWorkbench, patience, type LaunchOptions, type Workbench } from './launch'

/** A server on this machine that nobody should ever reach: it remembers each connection and each request. */
interface Canary {
  readonly address: string
  readonly port: number
  readonly udpPort: number
  /** What came in since the last call. */
  take(): string[]
  close(): Promise<void>
}

async function openCanary(): Promise<Canary> {
  let seen: string[] = []
  const server: Server = createServer((request, response) => {
    seen.push(`${request.method} ${request.url}`)
    response.writeHead(200, {
      'Content-Type': 'text/html',
      'Access-Control-Allow-Origin': '*',
      'Cross-Origin-Resource-Policy': 'cross-origin',
    })
    response.end('<!doctype html><title>canary</title>')
  })
  server.on('connection', (socket) => seen.push(`connection ${socket.remotePort ?? ''}`))
  server.on('upgrade', (request, socket) => {
    seen.push(`upgrade ${request.url ?? ''}`)
    socket.destroy()
  })
  const udp = createSocket('udp4')
  udp.on('message', () => seen.push('datagram'))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  await new Promise<void>((resolve) => udp.bind(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return {
    address: `http://127.0.0.1:${port}`,
    port,
    udpPort: udp.address().port,
    take() {
      const taken = seen
      seen = []
      return taken
    },
    async close() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
      await new Promise<void>((resolve) => udp.close(resolve))
    },
  }
}

interface Target {
  /** Address of the canary with a path that tells the ways out apart. */
  readonly address: string
  readonly udpPort: number
}

/**
 * Every way out that a page has, by name; each is tried and its failure swallowed. Run in the page. The parts that
 * leave the page (navigation) are tried apart.
 */
const waysOut: Readonly<Record<string, (target: Target) => Promise<unknown>>> = {
  fetch: ({ address }) => fetch(`${address}/fetch`),
  'fetch without CORS': ({ address }) => fetch(`${address}/no-cors`, { mode: 'no-cors', method: 'POST', body: 'x' }),
  'fetch kept alive': ({ address }) => fetch(`${address}/keepalive`, { mode: 'no-cors', keepalive: true }),
  XMLHttpRequest: ({ address }) =>
    new Promise((resolve) => {
      const request = new XMLHttpRequest()
      request.onloadend = resolve
      request.open('GET', `${address}/xhr`)
      request.send()
    }),
  beacon: async ({ address }) => navigator.sendBeacon(`${address}/beacon`, 'x'),
  image: ({ address }) =>
    new Promise((resolve) => {
      const image = new Image()
      image.onload = resolve
      image.onerror = resolve
      image.src = `${address}/image.png`
    }),
  script: async ({ address }) =>
    document.head.append(Object.assign(document.createElement('script'), { src: `${address}/script.js` })),
  stylesheet: async ({ address }) =>
    document.head.append(
      Object.assign(document.createElement('link'), { rel: 'stylesheet', href: `${address}/style.css` }),
    ),
  'style that imports': async ({ address }) =>
    document.head.append(
      Object.assign(document.createElement('style'), {
        textContent: `@import url(${address}/import.css); @font-face { font-family: canary; src: url(${address}/font.woff2) } body { background: url(${address}/background.png); font-family: canary }`,
      }),
    ),
  hints: async ({ address }) => {
    for (const rel of ['preload', 'prefetch', 'preconnect', 'dns-prefetch', 'modulepreload', 'manifest', 'icon'])
      document.head.append(
        Object.assign(document.createElement('link'), { rel, href: `${address}/${rel}`, as: 'fetch' }),
      )
  },
  frame: async ({ address }) =>
    document.body.append(Object.assign(document.createElement('iframe'), { src: `${address}/frame` })),
  object: async ({ address }) =>
    document.body.append(Object.assign(document.createElement('object'), { data: `${address}/object` })),
  embed: async ({ address }) =>
    document.body.append(Object.assign(document.createElement('embed'), { src: `${address}/embed` })),
  media: async ({ address }) => {
    document.body.append(
      Object.assign(document.createElement('video'), { src: `${address}/video`, autoplay: true, muted: true }),
    )
    document.body.append(Object.assign(document.createElement('audio'), { src: `${address}/audio`, preload: 'auto' }))
  },
  'picture in markup': async ({ address }) => {
    const holder = document.createElement('div')
    holder.innerHTML = `<img src="${address}/markup.png"><svg><image href="${address}/svg.png"/></svg><input type="image" src="${address}/input.png">`
    document.body.append(holder)
  },
  'form into a frame': async ({ address }) => {
    const form = Object.assign(document.createElement('form'), {
      action: `${address}/form`,
      method: 'post',
      target: '_blank',
    })
    document.body.append(form)
    form.submit()
  },
  'event source': ({ address }) =>
    new Promise((resolve) => {
      const source = new EventSource(`${address}/events`)
      source.onerror = () => {
        source.close()
        resolve(null)
      }
    }),
  'web socket': ({ address }) =>
    new Promise((resolve) => {
      const socket = new WebSocket(`${address.replace('http:', 'ws:')}/socket`)
      socket.onerror = resolve
      socket.onclose = resolve
    }),
  'module script': async ({ address }) =>
    document.head.append(
      Object.assign(document.createElement('script'), { type: 'module', src: `${address}/module.js` }),
    ),
  'worker from a blob': ({ address }) =>
    new Promise((resolve) => {
      const source = `fetch('${address}/worker', { mode: 'no-cors' }).finally(() => postMessage(1)); try { importScripts('${address}/imported.js') } catch {}`
      const worker = new Worker(URL.createObjectURL(new Blob([source], { type: 'text/javascript' })))
      worker.onmessage = resolve
      worker.onerror = resolve
    }),
  'pinging link': async ({ address }) => {
    const link = Object.assign(document.createElement('a'), { href: '#', ping: `${address}/ping` })
    document.body.append(link)
    link.click()
  },
  'new window': async ({ address }) => window.open(`${address}/window`),
  'peer connection': async ({ udpPort }) => {
    const peer = new RTCPeerConnection({ iceServers: [{ urls: `stun:127.0.0.1:${udpPort}` }] })
    peer.createDataChannel('canary')
    await peer.setLocalDescription(await peer.createOffer())
    await new Promise((resolve) => setTimeout(resolve, 1500))
    peer.close()
  },
}

const pause = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds))

async function waitUntil(condition: () => boolean): Promise<void> {
  for (const end = Date.now() + patience; !condition() && Date.now() < end;) await pause(50)
}

/**
 * Tries ways out and gives those that the canary heard of. A request tells by its path which way it came; a datagram came
 * from a peer connection; a bare connection is laid to the way being tried.
 *
 * @param awaited ways that are surely heard of, so that they are waited for
 */
async function tryWaysOut(
  page: Page,
  canary: Canary,
  names: readonly string[] = Object.keys(waysOut),
  awaited: readonly string[] = [],
): Promise<string[]> {
  const all = Object.keys(waysOut)
  const heard = new Set<string>()
  const listen = (current: string) => {
    for (const line of canary.take()) {
      const index = /^\S+ \/(\d+)\//.exec(line)?.[1]
      if (line === 'datagram') heard.add('peer connection')
      else heard.add(index === undefined ? current : (all[Number(index)] ?? line))
    }
  }
  canary.take()
  for (const name of names) {
    const way = waysOut[name]
    if (way === undefined) throw new Error(`There is no way out named ${name}.`)
    const target = { address: `${canary.address}/${all.indexOf(name)}`, udpPort: canary.udpPort }
    // A refusal is what is hoped for, and some ways never say how they ended.
    await Promise.race([page.evaluate(way, target).catch(() => undefined), pause(2500)])
    await pause(100)
    listen(name)
  }
  await waitUntil(() => {
    listen('afterwards')
    return awaited.every((name) => heard.has(name))
  })
  await pause(1000)
  listen('afterwards')
  return all.filter((name) => heard.has(name)).concat(heard.has('afterwards') ? ['afterwards'] : [])
}

let canary: Canary
beforeAll(async () => {
  canary = await openCanary()
})
afterAll(() => canary.close())

/** Scripts that would lead the page to another address. */
const waysToLeave = ({ address, port }: Canary): readonly string[] => [
  `location.href = '${address}/location'`,
  `location.assign('http://localhost:${port}/assign')`,
  `location.replace('${address}/replace')`,
  `document.body.append(Object.assign(document.createElement('meta'), { httpEquiv: 'refresh', content: '0;url=${address}/refresh' }))`,
  `Object.assign(document.createElement('a'), { href: '${address}/link' }).click()`,
]

describe('the whole program', () => {
  let workbench: Workbench
  let folder: string
  let netLog: string
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'valtel-netlog-'))
    netLog = join(folder, 'net-log.json')
    workbench = await launchWorkbench({ switches: [['log-net-log', netLog]] })
  })
  afterAll(async () => {
    await workbench.close()
    await rm(folder, { recursive: true, force: true })
  })

  test('no way out of the page reaches a server on this machine', async () => {
    expect(await tryWaysOut(workbench.page, canary)).toEqual([])
  })

  test('the page cannot be led away', async () => {
    const { page } = workbench
    const before = page.url()
    for (const leave of waysToLeave(canary)) {
      await page.evaluate(leave).catch(() => undefined)
      await pause(300)
      expect(page.url()).toBe(before)
    }
    expect(canary.take()).toEqual([])
  })

  test('the page opens no window', async () => {
    const { page } = workbench
    await page.evaluate(() => void window.open('about:blank'))
    await pause(300)
    await expect
      .poll(
        () =>
          page
            .context()
            .pages()
            .filter((each) => !each.isClosed() && each !== page).length,
      )
      .toBe(0)
  })

  test('permissions are refused', async () => {
    const states = await workbench.page.evaluate(async () => {
      const names = ['geolocation', 'notifications', 'camera', 'microphone', 'midi', 'clipboard-read']
      const found: Record<string, string> = {}
      for (const name of names)
        found[name] = (await navigator.permissions.query({ name: name as PermissionName })).state
      return found
    })
    for (const [name, state] of Object.entries(states)) expect(state, name).toBe('denied')
    const camera = await workbench.page.evaluate(() =>
      navigator.mediaDevices.getUserMedia({ video: true }).then(
        () => 'given',
        (error: Error) => error.name,
      ),
    )
    expect(camera).not.toBe('given')
  })

  test('string evaluation is refused to the page', async () => {
    const refused = await workbench.page.evaluate(
      () =>
        new Promise<string>((resolve) => {
          // In a task of its own: what Playwright calls directly is exempt from the policy.
          setTimeout(() => {
            try {
              resolve(String(new (Function.prototype.constructor as new (body: string) => () => number)('return 2')()))
            } catch (error) {
              resolve((error as Error).name)
            }
          }, 0)
        }),
    )
    expect(refused).toBe('EvalError')
  })

  test('only the contract is within reach of the page', async () => {
    const reach = await workbench.page.evaluate(() => ({
      node: ['require', 'process', 'module', 'Buffer', 'electron'].filter((name) => name in globalThis),
      host: Object.keys(globalThis.valtelHost).toSorted(),
      isFrozen: Object.isFrozen(globalThis.valtelHost),
      isIsolated: globalThis.crossOriginIsolated,
    }))
    expect(reach.node).toEqual([])
    expect(reach.host).toContain('describeHost')
    expect(reach.isFrozen).toBe(true)
    expect(reach.isIsolated).toBe(true)
  })

  test('the shield lists the walls', async () => {
    const reply = await workbench.page.evaluate(() => globalThis.valtelHost.describeHost())
    if (!reply.ok) throw new Error(reply.failure.message)
    expect(reply.value.host).toBe(workbench.hostName)
    expect(reply.value.walls.map(({ id }) => id)).toContain('content-security-policy')
    expect(reply.value.walls.every(({ detail }) => detail !== '')).toBe(true)
  })

  test("the browser's own log of the run names no connection", async () => {
    await workbench.close()
    const { events, names } = await readNetLog(netLog)
    expect(events.length).toBeGreaterThan(0)
    expect([...names.values()], 'a newer browser may name its events otherwise').toEqual(
      expect.arrayContaining(leaving),
    )
    const left = events.filter(({ type }) => leaving.includes(names.get(type) ?? ''))
    expect(left.map(({ type, params }) => `${names.get(type)} ${JSON.stringify(params)}`)).toEqual([])
  })
})

/** Events of the browser's log that say that something left. */
const leaving = [
  'TCP_CONNECT',
  'TCP_CONNECT_ATTEMPT',
  'SSL_CONNECT',
  'SOCKET_BYTES_SENT',
  'UDP_BYTES_SENT',
  'QUIC_SESSION',
]

interface NetEvent {
  readonly type: number
  readonly params?: unknown
}

/** Chromium writes the log line by line and may end before its closing brackets. */
async function readNetLog(path: string): Promise<{ events: NetEvent[]; names: Map<number, string> }> {
  const text = (await readFile(path, 'utf8')).trimEnd()
  const parse = (given: string) =>
    JSON.parse(given) as { constants: { logEventTypes: Record<string, number> }; events: NetEvent[] }
  let log: ReturnType<typeof parse>
  try {
    log = parse(text)
  } catch {
    log = parse(`${text.replace(/,\s*$/, '')}]}`)
  }
  return {
    events: log.events,
    names: new Map(Object.entries(log.constants.logEventTypes).map(([name, type]) => [type, name])),
  }
}

type Prepare = NonNullable<LaunchOptions['prepare']>
type StandIn = Parameters<Prepare>[0]
type StandInSession = StandIn['session']['defaultSession']

/** Changes every session before main gets it. */
const changingSessions =
  (change: (session: StandInSession) => void): Prepare =>
  (electron) => {
    const { fromPartition } = electron.session
    electron.session.fromPartition = (name) => {
      const session = fromPartition(name)
      change(session)
      return session
    }
  }
/** Takes listeners of pages away before they are heard. */
const withoutListeners =
  (...names: readonly string[]): Prepare =>
  (electron) => {
    electron.app.on('web-contents-created', (_event: unknown, contents: EventEmitter) => {
      const on = contents.on.bind(contents)
      contents.on = (name, listener) => (names.includes(String(name)) ? contents : on(name, listener))
    })
  }
/** Answers requests of the bundle otherwise. */
const answering = (answer: (request: Request, given: () => Promise<Response>) => Promise<Response>): Prepare =>
  changingSessions((session) => {
    const { handle } = session.protocol
    session.protocol.handle = (scheme, handler) =>
      handle(scheme, (request) => answer(request, async () => handler(request)))
  })

const withoutSwitches: Prepare = (electron) => {
  electron.app.commandLine.appendSwitch = () => undefined
}
const withoutFilter = changingSessions((session) => {
  session.webRequest.onBeforeRequest = () => undefined
})
const withoutPolicy = answering(async (_, given) => {
  const answer = await given()
  const headers = new Headers(answer.headers)
  for (const name of ['Content-Security-Policy', 'Cross-Origin-Embedder-Policy', 'Cross-Origin-Opener-Policy'])
    headers.delete(name)
  return new Response(answer.body, { status: answer.status, headers })
})
/** Newer browsers ask for leave before a page may reach this machine's own addresses; main refuses that too. */
const withoutPermissions = changingSessions((session) => {
  session.grantedPermissions = async () => ['local-network-access']
})
const withoutEnd = changingSessions((session) => {
  session.mayReachNetwork = () => true
})
const withoutWindowRule: Prepare = (electron) => {
  electron.app.on('web-contents-created', (_event: unknown, contents: { setWindowOpenHandler: unknown }) => {
    contents.setWindowOpenHandler = () => undefined
  })
}

const walls = {
  policy: withoutPolicy,
  filter: withoutFilter,
  switches: withoutSwitches,
  permissions: withoutPermissions,
  'nothing but what is served': withoutEnd,
  'new windows': withoutWindowRule,
  navigation: withoutListeners('will-navigate', 'will-frame-navigate'),
  redirects: withoutListeners('will-redirect'),
} as const satisfies Readonly<Record<string, Prepare>>
type WallName = keyof typeof walls

/** Runs the program with all walls down but those named. */
async function withOnly<Value>(
  standing: readonly WallName[],
  visit: (page: Page) => Promise<Value>,
  prepare: Prepare = () => undefined,
): Promise<Value> {
  const workbench = await launchWorkbench({
    prepare: (electron) => {
      prepare(electron)
      for (const [name, takeDown] of Object.entries(walls)) if (!standing.includes(name as WallName)) takeDown(electron)
    },
  })
  try {
    return await visit(workbench.page)
  } finally {
    await workbench.close()
  }
}

/** Where `tryWaysOut` must show something when nothing is in the way; else it could not tell a wall from a mistake. */
const surelyOpen = [
  'fetch',
  'fetch without CORS',
  'XMLHttpRequest',
  'beacon',
  'image',
  'script',
  'stylesheet',
  'frame',
  'event source',
  'web socket',
  'worker from a blob',
  'peer connection',
]

/** Goes to an address; gives whether the page is still where it was, and what the canary heard. */
async function goTo(page: Page, address: string): Promise<{ readonly heard: string[]; readonly stayed: boolean }> {
  const before = page.url()
  canary.take()
  await page.evaluate((to) => void (location.href = to), address).catch(() => undefined)
  await pause(800)
  return { heard: canary.take().filter((line) => line.startsWith('GET')), stayed: page.url() === before }
}

/** Goes to an address and waits until the canary has heard of it. */
async function arriveAt(page: Page, address: string): Promise<string[]> {
  const heard: string[] = []
  canary.take()
  await page.evaluate((to) => void (location.href = to), address).catch(() => undefined)
  await waitUntil(() => heard.push(...canary.take().filter((line) => line.startsWith('GET'))) > 0)
  return heard
}

describe.skipIf(findBrowser() === null)('each wall alone, on the stand-in', () => {
  let open: string[] = []
  beforeAll(async () => {
    open = await withOnly([], (page) => tryWaysOut(page, canary, undefined, surelyOpen))
  })
  const openBut = (...names: readonly string[]) => open.filter((name) => !names.includes(name) && name !== 'afterwards')

  test('without any wall the canary hears of it', () => {
    expect(open).toEqual(expect.arrayContaining(surelyOpen))
  })

  test('the policy stops what a page and its workers ask for', async () => {
    // It does not govern windows, connection hints and peer connections: other walls do.
    const names = openBut('new window', 'hints', 'peer connection', 'form into a frame', 'pinging link')
    expect(await withOnly(['policy'], (page) => tryWaysOut(page, canary, names))).toEqual([])
  })

  test('the switches leave no address to be reached, by name or by number', async () => {
    expect(await withOnly(['switches'], (page) => tryWaysOut(page, canary, openBut()))).toEqual([])
  })

  test('the request filter stops what reaches it', async () => {
    // On the stand-in it is not shown sockets, hints and peer connections.
    const names = openBut('new window', 'hints', 'peer connection', 'web socket', 'form into a frame')
    expect(await withOnly(['filter'], (page) => tryWaysOut(page, canary, names))).toEqual([])
  })

  test('the rule for new windows opens none', async () => {
    await withOnly(['new windows'], async (page) => {
      expect(await tryWaysOut(page, canary, ['new window', 'form into a frame'])).toEqual([])
      await expect.poll(() => page.context().pages().length).toBe(1)
    })
  })

  test('the stand-in asks nothing of the network that main does not serve', async () => {
    // Sockets, hints and peer connections never come to it.
    const names = openBut('new window', 'hints', 'peer connection', 'web socket', 'form into a frame')
    expect(await withOnly(['nothing but what is served'], (page) => tryWaysOut(page, canary, names))).toEqual([])
  })

  test('the rule for navigation keeps the page where it is', async () => {
    const address = `${canary.address}/navigation`
    expect(await withOnly(['navigation'], (page) => goTo(page, address))).toEqual({ heard: [], stayed: true })
    expect(await withOnly([], (page) => arriveAt(page, address))).toContain('GET /navigation')
  })

  describe('a page that is sent on from an address of its own', () => {
    const redirect = answering(async (request, given) =>
      request.url.endsWith('/moved')
        ? new Response(null, { status: 302, headers: { Location: `${canary.address}/redirected` } })
        : given(),
    )
    const moved = (page: Page) => new URL('/moved', page.url()).href
    const follow = (standing: readonly WallName[]) => withOnly(standing, (page) => goTo(page, moved(page)), redirect)

    test('arrives when nothing is in the way', async () => {
      expect(await withOnly([], (page) => arriveAt(page, moved(page)), redirect)).toContain('GET /redirected')
    })
    test('is kept by the rule for redirects', async () => {
      expect(await follow(['redirects'])).toEqual({ heard: [], stayed: true })
    })
    test('is kept by the request filter', async () => {
      expect(await follow(['filter'])).toEqual({ heard: [], stayed: true })
    })
  })

  test('a download is called off by main', async () => {
    const ends: boolean[] = []
    const listen = changingSessions((session) => {
      // After main, which locks the session in the same turn.
      setImmediate(() =>
        session.on('will-download', (event: { readonly defaultPrevented: boolean }) =>
          ends.push(event.defaultPrevented),
        ),
      )
    })
    await withOnly(
      [],
      async (page) => {
        await page.evaluate(() => {
          const href = URL.createObjectURL(new Blob(['x']))
          Object.assign(document.createElement('a'), { href, download: 'x.csv' }).click()
        })
        await expect.poll(() => ends).toEqual([true])
      },
      listen,
    )
  })

  test('every session is locked, the one that no window uses too', async () => {
    let electron: StandIn | undefined
    const workbench = await launchWorkbench({ prepare: (made) => (electron = made) })
    try {
      const sessions = [electron?.session.defaultSession, electron?.session.fromPartition('valtel-workbench')]
      for (const session of sessions) {
        expect(session?.isSpellCheckerEnabled).toBe(false)
        expect(await session?.grantedPermissions()).toEqual([])
        expect(await session?.lets({ url: canary.address, method: 'GET', resourceType: 'fetch' })).toBe(false)
        const event = { defaultPrevented: false, preventDefault: () => void (event.defaultPrevented = true) }
        session?.emit('will-download', event)
        expect(event.defaultPrevented).toBe(true)
      }
    } finally {
      await workbench.close()
    }
  })
})
