import { beforeEach, describe, expect, test } from 'vitest'
import type { SurveyDataset } from '../../analyses/core/datasets'
import { choicesFor, defaultOf } from '../../analyses/core/options'
import { rowsOfTable } from '../../analyses/core/result'
import { createSpeaker } from '../../analyses/core/speaker'
import { analyses, messagesOf } from '../../analyses/index'
import { parseInstrument } from '../../analyses/instrument/format'
import type { AnyAnalysis } from '../../analyses/core/contract'
import { openSurvey } from '../../analyses/survey/open'
import { emptiedEngine } from '../database/engine-of-tests'
import { instrumentOf, openHandMade } from './hand-made-survey'
import { cellsOf, runOn } from './run-analysis'

const database = await emptiedEngine()
const analysis = (id: string): AnyAnalysis => {
  const found = analyses.get(id)
  if (found === undefined) throw new Error(`no analysis ${id}`)
  return found
}
const instrument = instrumentOf(
  [
    { id: 'c', kind: 'continuous', min: 0, max: 10 },
    {
      id: 'dose',
      min: 1,
      max: 4,
      labels: { '1': { en: 'No visits', nb: 'Ingen besøk' }, '2': { en: '15 mins' }, '3': { en: '30 mins' } },
      nonResponses: [{ code: 9, kind: 'dont_know', label: { en: "Don't know" } }],
    },
  ],
  [{ id: 'happiness' }],
  [
    { id: 'Happiness', dimension: 'happiness' },
    { id: 'dose', dimension: null, scale: 'dose', text: { en: 'Dose of visits' } },
    { id: 'HAPPY', dimension: null, scale: 'c' },
  ],
)
const scores = [2, 3, 1, 2, 4, 2, 4, 3, 3, 5, 7, 4, 5, 6, 6]
const people = [
  ...scores.map((value, row) => ({
    answers: { Happiness: value, dose: Math.floor(row / 5) + 1, HAPPY: value },
    places: { unit: row % 2 === 0 ? 'A' : 'B' },
  })),
  { answers: { Happiness: 9, dose: 'dont_know' as const, HAPPY: 9 }, places: { unit: 'A' } },
]
let dataset: SurveyDataset
beforeEach(async () => {
  dataset = await openHandMade(database, { instrument, people, attributes: ['unit'] })
})

describe('an ordinal item that stands alone', () => {
  test('groups people by its labels, in the order of the scale, as R has it', async () => {
    const comparison = analysis('group-comparison')
    const options = { outcomes: ['happiness'], by: 'dose', test: 'fisher', contrasts: 'polynomial' }
    const outcome = await runOn(database, dataset, comparison, options)
    // contr.poly of lm() in R, as in the published analysis of these data.
    const linear = cellsOf(outcome, 'contrasts', { contrast: 'linear' })
    expect(linear['estimate']).toBeCloseTo(3.2, 10)
    expect(linear['se']).toBeCloseTo(0.7211103, 7)
    expect(linear['p_value']).toBeCloseTo(0.0008102, 7)
    const table = outcome.tables.find(({ id }) => id === 'descriptives')
    expect(table === undefined ? [] : rowsOfTable(table).map(({ cells }) => [cells['dose'], cells['n']])).toEqual([
      ['No visits', 5],
      ['15 mins', 5],
      ['30 mins', 5],
    ])
    expect(createSpeaker('en', messagesOf('en'), instrument).label({ attribute: 'dose' })).toBe('Dose of visits')
  })

  test('is offered after the attributes and is no default; an item of a dimension or a continuous one is not', () => {
    expect(choicesFor('group', dataset)).toEqual(['round', 'unit', 'dose'])
    expect(choicesFor('attribute', dataset)).toEqual(['unit', 'dose'])
    expect(choicesFor('nesting', dataset)).toEqual(['round', 'unit'])
    expect(defaultOf({ kind: 'columns', of: 'group', default: 'first' }, { ...dataset, attributes: [] })).toEqual([
      'round',
    ])
    expect(dataset.groupingItems).toEqual([{ id: 'dose', codes: [1, 2, 3] }])
  })

  test('is not one whose column is left from an attribute of the same name in a file that is gone', async () => {
    await database.execute('DROP TABLE responses')
    const rest = { ...instrument, items: instrument.items.filter(({ id }) => id !== 'dose') }
    await openHandMade(database, {
      instrument: rest,
      people: people.map((person) => ({ ...person, places: { dose: 'many' } })),
      attributes: ['dose'],
    })
    const opened = await openSurvey(database, {
      instrument,
      attributes: [],
      itemsMissingByRound: {},
      weighted: false,
      headcountBy: null,
    })
    expect(opened.groupingItems ?? []).toEqual([])
  })

  test('filters by its labels in any language, and by its codes', async () => {
    const means = async (values: readonly string[]) => {
      const where = [{ column: 'dose', in: values }]
      const outcome = await runOn(database, dataset, analysis('dimension-scores'), {}, { where })
      return cellsOf(outcome, 'scores', { dimension: 'happiness' })['mean']
    }
    expect(await means(['No visits'])).toBeCloseTo(2.4, 10)
    expect(await means(['Ingen besøk'])).toBeCloseTo(2.4, 10)
    expect(await means(['1', '30 mins'])).toBeCloseTo(4, 10)
    expect((await runOn(database, dataset, analysis('dimension-scores'), { by: ['unit', 'dose'] })).status).toBe('ok')
    await expect(means(['4 visits'])).rejects.toMatchObject({ code: 'survey:filter-no-such-value' })
  })

  test('is held against the level that a person chose', async () => {
    const chosen = { ...dataset, groupingItems: [{ id: 'dose', codes: [1, 2, 3], reference: '30 mins' }] }
    const outcome = await runOn(database, chosen, analysis('group-comparison'), {
      outcomes: ['happiness'],
      by: 'dose',
      test: 'fisher',
      contrasts: 'reference',
    })
    expect(cellsOf(outcome, 'contrasts', { group: 'No visits' })['reference']).toBe('30 mins')
    expect(cellsOf(outcome, 'contrasts', { group: 'No visits' })['estimate']).toBeCloseTo(-3.2, 10)
  })

  test('is no outcome of the analysis that groups by it', async () => {
    await expect(
      runOn(database, dataset, analysis('group-comparison'), { outcomes: ['dose'], by: 'dose' }),
    ).rejects.toMatchObject({ code: 'core:option-no-such-column' })
  })
})

describe('a dimension and an item that differ only in case', () => {
  test('are told apart, also in one model', async () => {
    const outcome = await runOn(database, dataset, analysis('drivers'), {
      outcome: 'HAPPY',
      predictors: ['happiness', 'Happiness'],
    })
    expect(['ok', 'refused']).toContain(outcome.status)
    const alone = await runOn(database, dataset, analysis('drivers'), {
      outcome: 'Happiness',
      predictors: ['happiness'],
    })
    expect(alone.status).not.toBe('failed')
    const both = await runOn(database, dataset, analysis('group-comparison'), {
      outcomes: ['happiness', 'Happiness'],
      by: 'unit',
    })
    const table = both.tables.find(({ id }) => id === 'descriptives')
    expect(table === undefined ? [] : rowsOfTable(table).map(({ cells }) => cells['outcome'])).toEqual([
      'happiness',
      'happiness',
      'Happiness',
      'Happiness',
    ])
  })

  test('are read from an instrument; two items, and a name used twice, are not', () => {
    const problems = (dimension: string, ...items: readonly string[]) => {
      const parsed = parseInstrument(
        JSON.stringify({
          instrument: 1,
          id: 'i',
          version: '1',
          label: { en: 'I' },
          scales: [{ id: 's', min: 1, max: 5 }],
          dimensions: [{ id: dimension, label: { en: 'D' } }],
          items: items.map((id) => ({ id, scale: 's', text: { en: id }, dimension })),
        }),
        'i.json',
      )
      return parsed.ok ? [] : parsed.problems.map(({ code, about }) => `${code} ${String(about['first'])}`)
    }
    expect(problems('happiness', 'Happiness', 'HAPPINESS_2')).toEqual([])
    expect(problems('happiness', 'happiness')).toEqual(['recipe:item-twice dimensions[0].id'])
    expect(problems('happiness', 'Happiness', 'HAPPINESS')).toEqual(['recipe:item-twice items[0].id'])
  })
})
