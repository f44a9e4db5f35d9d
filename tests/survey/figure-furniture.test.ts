import { describe, expect, test } from 'vitest'
import {
  coefficientCells,
  confidenceMark,
  limitNote,
  peopleNotes,
  sizeAside,
  withheldMark,
  withheldNote,
} from '../../analyses/survey/figure-furniture'
import { withinAxis } from '../../analyses/survey/score-axis'

describe('what figures of surveys share', () => {
  test('an interval ends where the scale does, and nowhere where there is none', () => {
    const axis = { scale: 'linear', label: '', unit: null } as const
    expect([0.4, 3, 5.2].map((value) => withinAxis({ ...axis, domain: [1, 5] }, value))).toEqual([1, 3, 5])
    expect(withinAxis(axis, 7.5)).toBe(7.5)
  })

  test('an interval is that of its row, upright or lying', () => {
    const rows = [{ cells: { conf_low: 1, conf_high: 2 } }, { cells: { conf_low: null, conf_high: null } }]
    const mark = confidenceMark(rows, ['a', 'b'], { role: 'main' })
    expect(mark).toEqual({
      mark: 'interval',
      along: 'x',
      at: ['a', 'b'],
      low: [1, null],
      high: [2, null],
      tone: { role: 'main' },
    })
    expect(confidenceMark(rows, [3, 4], { role: 'main' }, 'y')).toMatchObject({ along: 'y', at: [3, 4] })
  })

  test('what is not shown is told, and only then', () => {
    expect(limitNote(3, 3)).toEqual([])
    expect(limitNote(3, 4)).toEqual([{ message: 'survey:figure-limited', values: { shown: 3, total: 4 } }])
    expect(withheldNote(false, { minGroup: 5 })).toEqual([])
    expect(withheldNote(true, { minGroup: 5 })).toEqual([{ message: 'survey:withheld-note', values: { min: 5 } }])
    expect(withheldMark([], 1)).toEqual([])
    expect(withheldMark(['a'], 1)).toMatchObject([{ mark: 'text', x: [1], y: ['a'], text: [':'] }])
    expect(sizeAside(null)).toEqual({})
    expect(sizeAside(7)).toEqual({ aside: { message: 'survey:n', values: { n: 7 } } })
  })

  test('people who are the same in all rows are told once', () => {
    const table = { id: 'fit', columns: [], rows: [], protection: { kind: 'open' }, suppressed: [] } as const
    const rows = [{ cells: { n: 40 } }, { cells: { n: 40 } }]
    expect(peopleNotes({ rows, table }, { minGroup: 5 })).toEqual([
      { message: 'survey:people-note', values: { n: 40 } },
    ])
    expect(peopleNotes({ rows: [], table }, { minGroup: 5 })).toEqual([])
    expect(
      peopleNotes({ rows: [{ cells: { n: null } }], table: { ...table, suppressed: [[0, 1]] } }, { minGroup: 5 }),
    ).toEqual([{ message: 'survey:withheld-note', values: { min: 5 } }])
  })

  test('a cell has its number beside its colour', () => {
    const mark = coefficientCells([
      { x: 'a', y: 'item', value: -0.4, detail: 'one' },
      { x: 'b', y: 'item', value: null, detail: 'other' },
    ])
    expect(mark).toMatchObject({
      mark: 'cell',
      x: ['a', 'b'],
      y: ['item', 'item'],
      value: [-0.4, null],
      domain: [-1, 1],
    })
    expect(mark).toMatchObject({
      text: [
        { value: -0.4, as: 'correlation' },
        { value: null, as: 'correlation' },
      ],
      details: ['one', 'other'],
    })
  })
})
