import { fc, test as propertyTest } from '@fast-check/vitest'
import { describe, expect, test } from 'vitest'
import { blankByte, nonAnswerCode } from '../../analyses/core/datasets'
import { answerPatternsOf, answerSumsOf, packedColumnsOf } from '../../analyses/instrument/packed-answers'
import type { Instrument } from '../../analyses/instrument/model'
import { createPacking } from '../../analyses/sources/survey/packing'
import { instrumentOf as surveyOf } from '../survey/hand-made-survey'

/** An instrument of two dimensions with items of one scale, every third one reversed. */
const scaled = (min: number, max: number, count: number): Instrument =>
  surveyOf(
    [{ id: 's', min, max }],
    [{ id: 'd' }, { id: 'e' }],
    [
      ...Array.from({ length: count }, (_, index) => ({
        id: `d${index}`,
        dimension: 'd',
        scale: 's',
        reversed: index % 3 === 1,
      })),
      { id: 'e0', dimension: 'e', scale: 's' },
    ],
  )

const columnsOf = (
  instrument: Instrument,
  answers: ReadonlyMap<string, Int8Array>,
  rowCount: number,
): ReadonlyMap<string, readonly number[]> =>
  new Map(
    createPacking(instrument)
      .pack(answers, rowCount)
      .map((column) => [
        column.id,
        column.kind === 'byte' || column.kind === 'integer' ? Array.from(column.values) : [],
      ]),
  )

describe('answers that an import puts together', () => {
  const cell = fc.oneof(
    { weight: 6, arbitrary: fc.nat() },
    {
      weight: 1,
      arbitrary: fc.constantFrom('blank' as const, ...(Object.keys(nonAnswerCode) as (keyof typeof nonAnswerCode)[])),
    },
  )
  propertyTest.prop([
    fc
      .integer({ min: -100, max: 99 })
      .chain((min) => fc.tuple(fc.constant(min), fc.integer({ min: min + 1, max: 100 }))),
    fc.integer({ min: 1, max: 14 }),
    fc.array(fc.array(cell, { minLength: 14, maxLength: 14 }), { minLength: 1, maxLength: 11 }),
    fc.nat(3),
  ])('are the sum of the turned ones, their number, and each in its place', ([min, max], count, rows, offset) => {
    const instrument = scaled(min, max, count)
    const items = instrument.items.filter(({ dimension }) => dimension === 'd')
    const given = rows.map((row) =>
      items.map((_, index) => {
        const drawn = row[index] ?? 'blank'
        return typeof drawn === 'number' ? min + (drawn % (max - min + 1)) : drawn
      }),
    )
    const answers = new Map(
      items.map(({ id }, index) => {
        // An array may begin anywhere in its buffer.
        const values = new Int8Array(rows.length + offset).subarray(offset)
        given.forEach((row, at) => {
          const each = row[index] ?? 'blank'
          values[at] = typeof each === 'number' ? each : each === 'blank' ? blankByte : nonAnswerCode[each]
        })
        return [id, values]
      }),
    )
    const columns = columnsOf(instrument, answers, rows.length)
    const sums = answerSumsOf(instrument, items)
    const numbers = given.map((row) =>
      row.map((each, index) =>
        typeof each !== 'number' ? null : items[index]?.reversed === true ? min + max - each : each,
      ),
    )
    expect(columns.get(sums?.sum ?? '')).toEqual(
      numbers.map((row) => row.reduce<number>((sum, each) => sum + (each ?? 0), 0)),
    )
    expect(columns.get(sums?.answered ?? '')).toEqual(numbers.map((row) => row.filter((each) => each !== null).length))
    for (const { column, fields, dimension } of answerPatternsOf(instrument)) {
      if (dimension !== 'd') {
        expect(columns.has(column)).toBe(false)
        continue
      }
      const read = (columns.get(column) ?? []).map((pattern) =>
        fields.map(({ base, shift, bits }) => {
          const code = (pattern >> shift) & (2 ** bits - 1)
          return code === 0 ? null : code + base
        }),
      )
      const places = fields.map(({ item }) => items.findIndex(({ id }) => id === item))
      expect(read).toEqual(
        given.map((row) => places.map((place) => (typeof row[place] === 'number' ? row[place] : null))),
      )
    }
  })

  test('a column is named by all that its numbers depend on', () => {
    const five = scaled(1, 5, 3)
    const turned = { ...five, items: five.items.map((item) => ({ ...item, reversed: !item.reversed })) }
    const others = [turned, scaled(1, 7, 3), scaled(0, 5, 3), scaled(1, 5, 4)].map((each) => [
      ...packedColumnsOf(each).keys(),
    ])
    const sumsOf = (columns: readonly string[]): string => columns.find((column) => column.startsWith('#sum')) ?? ''
    const names = [[...packedColumnsOf(five).keys()], ...others].map(sumsOf)
    expect(new Set(names).size).toBe(names.length)
    // What a pattern holds does not depend on how its items are turned.
    expect(answerPatternsOf(turned)).toEqual(answerPatternsOf(five))
  })
})
