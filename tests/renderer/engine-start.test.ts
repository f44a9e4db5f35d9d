import { afterEach, expect, test, vi } from 'vitest'
import { HostError } from '../../analyses/core/errors'
import { engineConfiguration } from '../../analyses/engine/connection'
import { openDatabase } from '../../renderer/database/open'

/** How the engine is started in a worker, with the test in the place of the worker: the library's own messages go to it. */

interface Request {
  readonly messageId: number
  readonly type: string
  readonly data: unknown
}

const workers: StandIn[] = []
class StandIn extends EventTarget {
  readonly requests: Request[] = []
  isTerminated = false
  static answers: (request: Request, worker: StandIn) => void = () => undefined
  constructor() {
    super()
    workers.push(this)
  }
  postMessage(request: Request): void {
    this.requests.push(request)
    StandIn.answers(request, this)
  }
  terminate(): void {
    this.isTerminated = true
  }
  answer(request: Request, type: string, data: unknown): void {
    queueMicrotask(() =>
      this.dispatchEvent(
        new MessageEvent('message', { data: { messageId: 0, requestId: request.messageId, type, data } }),
      ),
    )
  }
}

function start(answers: typeof StandIn.answers): Promise<unknown> {
  workers.length = 0
  StandIn.answers = answers
  vi.stubGlobal('Worker', StandIn)
  vi.stubGlobal('location', { href: 'https://workbench.invalid/' })
  return openDatabase().catch((error: unknown) => error)
}
afterEach(() => vi.unstubAllGlobals())

test.each(['error', 'messageerror'])(
  'a worker that ends with “%s” while it starts is told, and given up',
  async (type) => {
    const error = await start((_, worker) => {
      queueMicrotask(() => worker.dispatchEvent(Object.assign(new Event(type), { message: 'no memory' })))
    })
    expect(error).toBeInstanceOf(HostError)
    expect((error as HostError).code).toBe('engine:did-not-start')
    expect(String((error as HostError).about['detail'])).toContain(type === 'error' ? 'no memory' : 'could not be read')
    expect(workers.map(({ isTerminated }) => isTerminated)).toEqual([true])
  },
)

test('the engine is opened as it is configured before anything is asked of it', async () => {
  const error = await start((request, worker) => {
    if (request.type === 'CONNECT') worker.answer(request, 'ERROR', { name: 'Error', message: 'enough', stack: '' })
    else worker.answer(request, 'OK', null)
  })
  expect((error as HostError).code).toBe('engine:did-not-start')
  const [worker] = workers
  expect(worker?.requests.map((request) => request.type)).toEqual(['INSTANTIATE', 'OPEN', 'CONNECT'])
  expect(worker?.requests[1]?.data).toEqual(engineConfiguration)
})
