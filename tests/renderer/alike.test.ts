import { expect, test } from 'vitest'
import type { Note } from '../../analyses/core/words'
import { alikeNotes, together } from '../../renderer/views/alike'

const note = (code: string, column: string, level: Note['level'] = 'warning'): Note => ({
  code: `ingest:${code}`,
  level,
  about: { column },
})

test('three notes of one kind are one notice with the others behind it; two are two', () => {
  const notes = [note('a', '1'), note('b', '2'), note('a', '3'), note('b', '4'), note('a', '5')]
  expect(
    alikeNotes(notes).map(({ first, others }) => [
      first.about['column'],
      ...others.map(({ about }) => about['column']),
    ]),
  ).toEqual([['1', '3', '5'], ['2'], ['4']])
})

test('a warning is never folded behind something that is only told', () => {
  const notes = [note('a', '1', 'info'), note('a', '2'), note('a', '3', 'info'), note('a', '4', 'info')]
  expect(alikeNotes(notes).map(({ first, others }) => [first.level, others.length])).toEqual([
    ['info', 2],
    ['warning', 0],
  ])
})

test('groups stand where the first of their kind stands, and lose nothing', () => {
  expect(together(['b1', 'a1', 'b2', 'c1', 'a2'], (entry) => entry.slice(0, 1))).toEqual([
    ['b1', 'b2'],
    ['a1', 'a2'],
    ['c1'],
  ])
})
