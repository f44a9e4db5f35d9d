import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Correction } from '../../analyses/sources/corrections'
import { correctCell, giveReason, takeBackCorrections } from '../../renderer/state/corrections'
import { addSource, emptyProject, type Project } from '../../renderer/state/project'
import { readProject, writeProject } from '../../renderer/state/project-file'
import { columnWindow, movedBy, rowHeight, rowWindow, scrolledTo } from '../../renderer/views/data/rows/grid-geometry'
import { notedLines } from '../../renderer/views/data/rows/noted-lines'

describe('which rows are in sight', () => {
  const rows = fc.integer({ min: 1, max: 20_000_000 })
  const viewport = fc.integer({ min: 40, max: 1200 })

  test('every row can be scrolled to, however many there are, and is then drawn within what is seen', () => {
    fc.assert(
      fc.property(rows, viewport, fc.double({ min: 0, max: 1, noNaN: true }), (count, seen, share) => {
        const row = Math.min(count - 1, Math.floor(share * count))
        const { height } = rowWindow(count, 0, seen)
        expect(height).toBeLessThanOrEqual(30_000_000)
        const scrolled = scrolledTo(count, row, 0, seen)
        const { first, end, offset } = rowWindow(count, scrolled, seen)
        expect(row).toBeGreaterThanOrEqual(first)
        expect(row).toBeLessThan(end)
        const top = offset + (row - first) * rowHeight - Math.max(0, Math.min(scrolled, height - seen))
        expect(top).toBeGreaterThan(-1)
        expect(top).toBeLessThan(Math.max(seen - rowHeight, 0) + 1)
        expect(end - first).toBeLessThan(seen / rowHeight + 16)
      }),
    )
  })

  test('the end of the scroll bar is the last row', () => {
    fc.assert(
      fc.property(rows, viewport, (count, seen) => {
        const { height } = rowWindow(count, 0, seen)
        const { end, first, offset } = rowWindow(count, height, seen)
        expect(end).toBe(count)
        const bottom = offset + (end - first) * rowHeight
        expect(Math.abs(bottom - Math.max(height, bottom))).toBeLessThan(1)
      }),
    )
  })

  test('columns are those that the window crosses, and one beside each', () => {
    const starts = [0, 100, 250, 300, 500, 600]
    expect(columnWindow(starts, 0, 100)).toEqual({ first: 0, end: 2 })
    expect(columnWindow(starts, 260, 30)).toEqual({ first: 1, end: 4 })
    expect(columnWindow(starts, 590, 400)).toEqual({ first: 3, end: 5 })
    expect(columnWindow([0], 0, 400)).toEqual({ first: 0, end: 0 })
  })
})

test('the keys of a spreadsheet lead where they lead there', () => {
  const from = { row: 5, column: 2 }
  const to = (key: string, isFar = false, place = from) => movedBy(key, isFar, place, 100, 8, 20)
  expect(to('ArrowDown')).toEqual({ row: 6, column: 2 })
  expect(to('ArrowDown', true)).toEqual({ row: 99, column: 2 })
  expect(to('ArrowUp', true)).toEqual({ row: 0, column: 2 })
  expect(to('ArrowUp', true, { row: 0, column: 2 })).toEqual({ row: -1, column: 2 })
  expect(to('ArrowUp', false, { row: -1, column: 2 })).toEqual({ row: -1, column: 2 })
  expect(to('ArrowRight', true)).toEqual({ row: 5, column: 7 })
  expect(to('Home')).toEqual({ row: 5, column: 0 })
  expect(to('Home', true)).toEqual({ row: 0, column: 0 })
  expect(to('End', true)).toEqual({ row: 99, column: 7 })
  expect(to('PageDown')).toEqual({ row: 25, column: 2 })
  expect(to('PageUp')).toEqual({ row: 0, column: 2 })
  expect(to('x')).toBeNull()
})

test('lines that notes name are found wherever they stand in a note, each once', () => {
  const note = (code: string, about: object) => ({ code, level: 'warning', about }) as never
  const example = (line: string) => ({ message: 'ingest:example', values: { line, value: 'x' } })
  const notes = [
    note('ingest:unreadable', { count: 2, examples: { list: [example('17'), example('4')] } }),
    note('ingest:out-of-range', { examples: { list: [example('4'), example('99')] } }),
  ]
  expect(notedLines(notes).map(({ line, note: named }) => [line, named.code])).toEqual([
    [17, 'ingest:unreadable'],
    [4, 'ingest:unreadable'],
    [99, 'ingest:out-of-range'],
  ])
})

describe('corrections of a project', () => {
  const identity = { name: 'x.csv', sha256: 'a'.repeat(64), size: 10 }
  const project = addSource(emptyProject('en'), {
    source: { id: 's', kind: 'observations', file: 'x.csv', time: 't', value: 'v', time_zone: 'UTC' },
    identity,
  })
  const of = ({ sources }: Project): readonly Correction[] | undefined => sources[0]?.source.corrections
  const first: Correction = { row: 3, column: 'v', from: '70', to: '7', on: '2026-11-30' }

  test('are one a cell: a cell that is corrected again keeps its reason, and the text of the file takes the correction back', () => {
    const once = giveReason(correctCell(project, 's', first), 's', first, ' typing ')
    const twice = correctCell(once, 's', { ...first, to: '' })
    expect(of(twice)).toEqual([{ ...first, to: '', reason: 'typing' }])
    const both = correctCell(twice, 's', { ...first, row: 4 })
    expect(of(both)).toHaveLength(2)
    expect(of(takeBackCorrections(both, 's', [first]))).toEqual([{ ...first, row: 4 }])
    expect(correctCell(once, 's', { ...first, to: '70' })).toEqual(project)
    expect(of(giveReason(once, 's', first, ''))).toEqual([first])
    expect(correctCell(project, 's', { ...first, to: '70' }).sources).toEqual(project.sources)
  })

  test('are saved with the project and opened again as they were', () => {
    const corrected = correctCell(project, 's', first)
    const read = readProject(writeProject(corrected), 'p.json', () => 1)
    expect(read.ok && of(read.project)).toEqual([first])
  })
})
