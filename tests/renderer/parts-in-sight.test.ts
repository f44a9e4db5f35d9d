import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { Aborted } from '../../analyses/core/errors'
import { createPartsInSight, retryAfter } from '../../renderer/state/parts-in-sight'

/** Readings that are answered by hand, in the order in which they were asked for. */
function asked() {
  const calls: {
    readonly key: string
    readonly signal: AbortSignal
    readonly keep: (part: string) => void
    readonly end: () => void
    readonly fail: (error: unknown) => void
  }[] = []
  const read = (key: string, keep: (part: string) => void, signal: AbortSignal): Promise<void> =>
    new Promise((resolve, reject) => calls.push({ key, signal, keep, end: resolve, fail: reject }))
  const last = () => calls.at(-1) ?? expect.unreachable('nothing was asked for')
  return { calls, read, last, keys: () => calls.map(({ key }) => key) }
}

const rest = (): Promise<unknown> => vi.advanceTimersByTimeAsync(0)

describe('parts that come in sight', () => {
  beforeEach(() => void vi.useFakeTimers())
  afterEach(() => void vi.useRealTimers())

  test('are asked for once, and kept', async () => {
    const { read, keys, last } = asked()
    const changed = vi.fn<() => void>()
    const parts = createPartsInSight(read, changed, 10)
    parts.want(['a'])
    last().keep('half')
    expect(parts.at('a')).toBe('half')
    last().keep('all')
    last().end()
    await rest()
    parts.want(['b', 'a'])
    expect(keys()).toEqual(['a', 'b'])
    expect(parts.at('a')).toBe('all')
    expect(changed).toHaveBeenCalledTimes(2)
  })

  test('that failed are told, and asked for again by themselves, without anybody scrolling', async () => {
    const { read, keys, last } = asked()
    const parts = createPartsInSight(read, () => undefined, 10)
    parts.want(['a', 'b'])
    last().fail(new Error('the engine was replaced'))
    await rest()
    expect(parts.problem()).toEqual({ kind: 'bug', detail: 'the engine was replaced' })
    await vi.advanceTimersByTimeAsync(retryAfter[0] ?? 0)
    expect(keys()).toEqual(['a', 'b', 'b'])
    last().keep('rows')
    last().end()
    await rest()
    expect(parts.problem()).toBeNull()
    expect(parts.at('b')).toBe('rows')
  })

  test('are left to a person after some times, who can have them read again at once', async () => {
    const { read, calls, last } = asked()
    const parts = createPartsInSight(read, () => undefined, 10)
    parts.want(['a'])
    for (const wait of [...retryAfter, 1_000_000]) {
      last().fail(new Error('no'))
      await vi.advanceTimersByTimeAsync(wait)
    }
    expect(calls).toHaveLength(1 + retryAfter.length)
    expect(parts.problem()).not.toBeNull()
    parts.want(['a'])
    expect(calls).toHaveLength(1 + retryAfter.length)
    parts.again()
    expect(calls).toHaveLength(2 + retryAfter.length)
    expect(parts.problem()).toBeNull()
  })

  test('of which a half had come are read to the end when they come in sight again', async () => {
    const { read, keys, last } = asked()
    const parts = createPartsInSight(read, () => undefined, 10)
    parts.want(['a'])
    const first = last()
    first.keep('half')
    parts.want(['b'])
    expect(first.signal.aborted).toBe(true)
    first.fail(new Aborted())
    first.keep('too late')
    await rest()
    expect(parts.at('a')).toBe('half')
    parts.want(['a'])
    expect(keys()).toEqual(['a', 'b', 'a'])
  })

  test('are no problem where something else called them off, and come all the same', async () => {
    const { read, calls, last } = asked()
    const parts = createPartsInSight(read, () => undefined, 10)
    parts.want(['a'])
    last().fail(new Aborted())
    await rest()
    expect(parts.problem()).toBeNull()
    await vi.advanceTimersByTimeAsync(retryAfter[0] ?? 0)
    expect(calls).toHaveLength(2)
  })

  test('are forgotten from the oldest on, and none is asked for after the end', async () => {
    const { read, calls, last } = asked()
    const parts = createPartsInSight(read, () => undefined, 2)
    for (const key of ['a', 'b', 'c']) {
      parts.want([key])
      last().keep(key)
      last().end()
      await rest()
    }
    expect(['a', 'b', 'c'].map((key) => parts.at(key))).toEqual([undefined, 'b', 'c'])
    parts.want(['a'])
    last().fail(new Error('no'))
    await rest()
    parts.close()
    await vi.advanceTimersByTimeAsync(1_000_000)
    expect(calls).toHaveLength(4)
    expect(parts.at('c')).toBeUndefined()
  })
})
