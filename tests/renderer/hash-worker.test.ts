import { createHash } from 'node:crypto'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import type { HashAnswer, HashRequest } from '../../renderer/worker/hash-worker'

/** The worker's own code, with the test at the other end of its messages. */

const answers: HashAnswer[] = []
let told: () => void = () => undefined
beforeAll(async () => {
  vi.stubGlobal('postMessage', (answer: HashAnswer) => {
    answers.push(answer)
    if (!('share' in answer)) told()
  })
  await import('../../renderer/worker/hash-worker')
})
afterAll(() => vi.unstubAllGlobals())

const piece = new Uint8Array(600_000).map((_, index) => index % 251)

/** What the worker answers of a file of so many pieces, which stream as those of a browser do and are nowhere whole. */
async function answersFor(pieces: number): Promise<{ readonly digest: string; readonly expected: string }> {
  answers.length = 0
  const hash = createHash('sha256')
  for (let index = 0; index < pieces; index += 1) hash.update(piece)
  let left = pieces
  const stream = () =>
    new ReadableStream<Uint8Array>({
      pull(controller) {
        if (left > 0) controller.enqueue(piece)
        else controller.close()
        left -= 1
      },
    })
  const file = { name: 'a.csv', size: pieces * piece.length, slice: () => ({ stream }) } as unknown as File
  const done = new Promise<void>((resolve) => (told = resolve))
  const receive = globalThis.onmessage as unknown as (event: { readonly data: HashRequest }) => void
  receive({ data: { id: 7, file } })
  await done
  expect(answers.every(({ id }) => id === 7)).toBe(true)
  const last = answers.at(-1)
  return { digest: last !== undefined && 'sha256' in last ? last.sha256 : '', expected: hash.digest('hex') }
}

test('a file is digested', async () => {
  const { digest, expected } = await answersFor(2)
  expect(digest).toBe(expected)
})

test('of a file too large for the memory shares are told on the way, from a little to all of it', async () => {
  const { digest, expected } = await answersFor(400)
  expect(digest).toBe(expected)
  // A piece is a quarter of a hundredth, and every share is more than a hundredth beyond the last, by two pieces at most.
  const shares = answers.flatMap((answer) => ('share' in answer ? [answer.share] : []))
  const steps = shares.map((share, index) => share - (shares[index - 1] ?? 0))
  expect(Math.min(...steps)).toBeGreaterThan(0.0099)
  expect(Math.max(...steps)).toBeLessThan(0.0151)
  expect(shares.at(-1)).toBeGreaterThan(0.98)
  expect(shares.at(-1)).toBeLessThanOrEqual(1)
})
