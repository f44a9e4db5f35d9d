import { describe, expect, test } from 'vitest'
import type { Mutation, OperatorName } from './operators'
import { roomOf, sampleMutations } from './sample'

const mutation = (file: string, operator: OperatorName, start: number): Mutation => ({
  file,
  operator,
  start,
  end: start + 1,
  line: 1,
  change: `number ${start}`,
  code: operator,
  replacement: '',
})
const many = (file: string, operator: OperatorName, count: number): Mutation[] =>
  Array.from({ length: count }, (_, index) => mutation(file, operator, index))

const all = [
  ...many('analyses/drivers/compute.ts', 'constant', 500),
  ...many('analyses/drivers/compute.ts', 'note', 3),
  ...many('renderer/views/start/start.tsx', 'constant', 200),
  ...many('main/ipc.ts', 'guard', 2),
]

describe('a sample', () => {
  test('is the same for the same seed, and another for another', () => {
    expect(sampleMutations(all, 20, 7)).toEqual(sampleMutations(all, 20, 7))
    expect(sampleMutations(all, 20, 7)).not.toEqual(sampleMutations(all, 20, 8))
  })

  test('spreads over rooms and operators however many mutations each has', () => {
    const sample = sampleMutations(all, 12, 1)
    const count = (room: string) => sample.filter(({ file }) => roomOf(file) === room).length
    expect([count('main'), count('analyses/drivers'), count('renderer/views')]).toEqual([2, 5, 5])
    expect(sample.filter(({ operator }) => operator === 'note').length).toBeGreaterThanOrEqual(2)
  })

  test('stays what it is when others come or go elsewhere', () => {
    const before = sampleMutations(all, 12, 1)
    const more = sampleMutations([...many('main/arguments.ts', 'constant', 40), ...all], 12, 1)
    const inRooms = (sample: readonly Mutation[]) => sample.filter(({ file }) => roomOf(file) !== 'main')
    expect(inRooms(before).slice(0, 8)).toEqual(inRooms(more).slice(0, 8))
    const [first] = before
    const fewer = sampleMutations(
      all.filter((each) => each !== first),
      12,
      1,
    )
    expect(fewer.filter((each) => before.includes(each))).toHaveLength(11)
  })

  test('holds each mutation once, and all when that many are asked for', () => {
    expect(new Set(sampleMutations(all, 1000, 3)).size).toBe(all.length)
  })

  test('draws another one for one that cannot be used', () => {
    const sample = sampleMutations(all, 12, 1, ({ operator }) => operator !== 'guard')
    expect(sample).toHaveLength(12)
    expect(sample.some(({ operator }) => operator === 'guard')).toBe(false)
  })
})

test.each([
  ['analyses/drivers/compute.ts', 'analyses/drivers'],
  ['analyses/index.ts', 'analyses'],
  ['renderer/views/start/start.tsx', 'renderer/views'],
  ['main/ipc.ts', 'main'],
  ['main/services/files.ts', 'main/services'],
  ['preload/contract.ts', 'preload'],
])('%s lies in the room %s', (file, room) => {
  expect(roomOf(file)).toBe(room)
})
