import { expect, test } from 'vitest'
import { numericColumn } from '../../analyses/core/datasets'
import { indicatorOf, indicators, type IndicatorId } from '../../analyses/quality/indicators'
import { openDatabase } from '../../main/database'
import { readProjectFile } from '../source-files'
import { openAnswers } from './answers'

const { values: expected } = JSON.parse(readProjectFile('analyses/quality/reference/indicators.json')) as {
  readonly values: Readonly<Record<IndicatorId, readonly (number | null)[]>>
}

const database = await openDatabase()
const { shape } = await openAnswers(database)

async function valuesOf(id: IndicatorId): Promise<readonly (number | null)[]> {
  const relation = indicatorOf(id).values(shape)
  if (relation === null) throw new Error(`${id} cannot be computed`)
  const frame = await database.frame(
    `SELECT v.value::DOUBLE AS value FROM responses r LEFT JOIN (${relation}) v USING ("_source", "_row") ORDER BY r."_row"`,
  )
  return [...numericColumn(frame, 'value')].map((value) => (Number.isNaN(value) ? null : value))
}

test.each(Object.entries(expected))('%s has the values that R computes', async (id, wanted) => {
  const found = await valuesOf(id as IndicatorId)
  expect(found).toHaveLength(wanted.length)
  for (const [row, value] of wanted.entries()) {
    const own = found[row] ?? null
    if (value === null || own === null) expect([row + 1, own]).toEqual([row + 1, value])
    else expect(Math.abs(own - value), `row ${row + 1}: ${own} for ${value}`).toBeLessThanOrEqual(1e-9)
  }
})

test('every indicator says where it is published, but for those that need no more than arithmetic', () => {
  const plain: readonly IndicatorId[] = ['repeated-id', 'impossible-values', 'too-early', 'too-late']
  expect(indicators.filter(({ references }) => references.length === 0).map(({ id }) => id)).toEqual(plain)
})
