import { describe, expect, test } from 'vitest'
import { fc, test as property } from '@fast-check/vitest'
import { record, redo, settle, startHistory, undo, type History } from '../../renderer/state/history'

describe('undo and redo', () => {
  test('walk back and forth through every step', () => {
    let history = startHistory(0)
    for (const value of [1, 2, 3]) history = record(history, value)
    expect(undo(undo(history)).present).toBe(1)
    expect(redo(undo(history)).present).toBe(3)
    expect(undo(undo(undo(undo(history)))).present).toBe(0)
    expect(redo(history).present).toBe(3)
  })

  test('a run of changes of one thing is undone as one, until it is settled', () => {
    let history = record(startHistory('a'), 'ab', 'title')
    history = record(history, 'abc', 'title')
    expect(undo(history).present).toBe('a')
    history = record(settle(history), 'abcd', 'title')
    expect(undo(history).present).toBe('abc')
    expect(undo(record(history, 'x', 'seed')).present).toBe('abcd')
  })

  test('a change after undo forgets what was undone', () => {
    const history = record(undo(record(startHistory(0), 1)), 2)
    expect(redo(history).present).toBe(2)
    expect(undo(history).present).toBe(0)
  })

  test('the same object is no change', () => {
    const history = record(startHistory({}), { a: 1 })
    expect(record(history, history.present)).toBe(history)
  })

  property.prop([
    fc.array(fc.oneof(fc.integer(), fc.constant('undo' as const), fc.constant('redo' as const)), { maxLength: 60 }),
  ])('agrees with a list and a position in it', (steps) => {
    let history: History<number> = startHistory(-1)
    let list = [-1]
    let position = 0
    for (const step of steps) {
      if (step === 'undo') {
        history = undo(history)
        position = Math.max(0, position - 1)
      } else if (step === 'redo') {
        history = redo(history)
        position = Math.min(list.length - 1, position + 1)
      } else if (step !== list[position]) {
        history = record(history, step)
        list = [...list.slice(0, position + 1), step]
        position += 1
      }
      expect(history.present).toBe(list[position])
    }
  })
})
