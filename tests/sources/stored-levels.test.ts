import { expect, test } from 'vitest'
import { openData } from '../../analyses/recipe/open'
import { loadSource } from '../../analyses/sources/loading'
import { sourceOf } from '../../analyses/sources/registry'
import { storedOrder } from '../../analyses/sources/survey/stored-levels'
import type { DeclaredOrders } from '../../analyses/survey/open'
import { emptiedEngine } from '../database/engine-of-tests'
import { valueFile, valueReader, type GivenColumn } from '../readers/value-table'
import { instrumentOf, item } from './sample-data'

const database = await emptiedEngine()
const instrument = instrumentOf([item('q1')])
const levels = [
  { value: 3, label: 'Sentrum' },
  { value: 1, label: 'Øst' },
  { value: 2, label: 'A\u030asen' },
  { value: 9, label: 'Ukjent' },
]
const columns: readonly GivenColumn[] = [
  { name: 'q1', kind: 'numbers', values: [1, 2, 3, 4] },
  { name: 'place', kind: 'numbers', values: [1, 3, 2, 9], levels, missing: [9] },
  {
    name: 'wave',
    kind: 'numbers',
    values: [2, 1, 2, 1],
    levels: [
      { value: 1, label: 'Vest' },
      { value: 2, label: 'Alfa' },
    ],
  },
]

const opened = async (declared: DeclaredOrders = {}) => {
  const source = { id: 's', kind: 'survey', file: 'n', attributes: ['place'], round_column: 'wave' } as const
  const report = await loadSource(sourceOf('survey'), [valueReader(columns)], {
    database,
    file: valueFile('n'),
    source,
    instrument,
  })
  return openData(database, 'survey', instrument, [report], declared)
}

test('levels and rounds stand in the order in which the file stores them, those that do not occur left out', async () => {
  const survey = await opened()
  expect(survey?.attributes[0]?.order).toEqual(['Øst', 'Åsen', 'Sentrum'])
  expect(survey?.rounds.map(({ id }) => id)).toEqual(['Vest', 'Alfa'])
})

test('a person goes before the file', async () => {
  const survey = await opened({ levels: { place: ['Sentrum'] }, rounds: ['Alfa', 'Vest'] })
  expect(survey?.attributes[0]?.order).toEqual(['Sentrum', 'Øst', 'Åsen'])
  expect(survey?.rounds.map(({ id }) => id)).toEqual(['Alfa', 'Vest'])
})

test('texts have an order only where the format says so', () => {
  const column = {
    position: 1,
    name: 'a',
    names: ['a'],
    isRowNumber: false,
    levels: [
      { value: 'B', label: 'B' },
      { value: 'A', label: 'A' },
    ],
  }
  expect(storedOrder(column)).toEqual([])
  expect(storedOrder({ ...column, measure: 'nominal' })).toEqual([])
  expect(storedOrder({ ...column, measure: 'ordinal' })).toEqual(['B', 'A'])
  expect(storedOrder(undefined)).toEqual([])
})
