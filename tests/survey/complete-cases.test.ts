import { describe, expect, test } from 'vitest'
import { numericColumn } from '../../analyses/core/datasets'
import { completeCasesStatement } from '../../analyses/survey/complete-cases'
import { engineOfTests } from '../database/engine-of-tests'
import { instrumentOf, openHandMade } from './hand-made-survey'

const instrument = instrumentOf([{}], [{ id: 'a' }, { id: 'b' }], [{ id: 'a_1' }, { id: 'b_1', reversed: true }])

const database = await engineOfTests()

describe('respondents with complete answers', () => {
  test('have a value of every outcome, scores and items turned, in the order of the files', async () => {
    const dataset = await openHandMade(database, {
      instrument,
      attributes: ['organisation'],
      people: [
        { places: { organisation: 'B' }, answers: { a_1: 5, b_1: 1 } },
        { places: { organisation: 'A' }, answers: { a_1: 4 } },
        { places: { organisation: null }, answers: { a_1: 2, b_1: 4 } },
      ],
    })
    const read = async (
      ...given: Parameters<typeof completeCasesStatement>
    ): Promise<readonly (readonly number[])[]> => {
      const frame = await database.frame(completeCasesStatement(...given))
      return Object.keys(given[1]).map((name) => [...numericColumn(frame, name)])
    }
    expect(await read(dataset, { y: 'a', x0: 'b_1' })).toEqual([
      [5, 2],
      [5, 2],
    ])
    expect(await read(dataset, { y: 'a' }, ['organisation'])).toEqual([[5, 4, 2]])
    expect(await read(dataset, { x0: 'a_1', x1: 'b' }, [], `"organisation"::VARCHAR = 'B'`)).toEqual([[5], [5]])
  })
})
