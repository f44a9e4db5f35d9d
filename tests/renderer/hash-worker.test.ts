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

test('a file is digested, and shares of it are told on the way, from a little to all of it', async () => {
  const bytes = new Uint8Array(9_000_000).map((_, index) => index % 251)
  // A browser streams a file in pieces; here it does so where it was put together from them.
  const pieces = Array.from({ length: 30 }, (_, index) => bytes.slice(index * 300_000, (index + 1) * 300_000))
  const file = new File(pieces, 'a.csv')
  const done = new Promise<void>((resolve) => (told = resolve))
  const receive = globalThis.onmessage as unknown as (event: { readonly data: HashRequest }) => void
  receive({ data: { id: 7, file } })
  await done
  expect(answers.every(({ id }) => id === 7)).toBe(true)
  expect(answers.at(-1)).toEqual({ id: 7, sha256: createHash('sha256').update(bytes).digest('hex') })
  const shares = answers.flatMap((answer) => ('share' in answer ? [answer.share] : []))
  expect(shares.length).toBeGreaterThan(2)
  expect(shares).toEqual(shares.toSorted((a, b) => a - b))
  expect(shares[0]).toBeGreaterThan(0)
  expect(shares.at(-1)).toBeLessThanOrEqual(1)
  expect(shares.at(-1)).toBeGreaterThan(0.9)
})
