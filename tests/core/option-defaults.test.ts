import { describe, expect, test } from 'vitest'
import type { SurveyDataset } from '../../analyses/core/datasets'
import { defaultOf, type Option } from '../../analyses/core/options'

type Columns = Extract<Option, { readonly kind: 'columns' }>

/** A survey with these attributes, each with the one that it lies within, and so many rounds. */
const surveyWith = (
  attributes: Readonly<Record<string, string | null>>,
  rounds: number,
  ...more: readonly Partial<SurveyDataset>[]
): SurveyDataset =>
  Object.assign(
    {
      kind: 'survey',
      attributes: Object.entries(attributes).map(([id, parent]) => ({ id, parent })),
      rounds: Array.from({ length: rounds }, (_, index) => ({ id: String(2021 + index) })),
      instrument: { dimensions: [{ id: 'alpha' }, { id: 'beta' }], items: [{ id: 'alpha_1' }] },
    },
    ...more,
  ) as unknown as SurveyDataset

const columns = (more: Partial<Columns>): Columns => ({ kind: 'columns', of: 'group', default: 'first', ...more })

describe('columns that nobody chose', () => {
  const places = { role: null, unit: 'organisation', organisation: null }

  test('the first is the organisation, where there is one', () => {
    expect(defaultOf(columns({}), surveyWith(places, 2))).toEqual(['organisation'])
    expect(defaultOf(columns({ of: 'attribute' }), surveyWith(places, 2))).toEqual(['organisation'])
  })

  test('otherwise the first attribute, and the round only where there is nothing else', () => {
    expect(defaultOf(columns({}), surveyWith({ role: null, place: null }, 2))).toEqual(['role'])
    expect(defaultOf(columns({}), surveyWith({}, 2))).toEqual(['round'])
  })

  test('of columns to cross, an attribute and the round come first, and places within places last', () => {
    const crossed = (attributes: Readonly<Record<string, string | null>>, rounds: number, take: number): unknown =>
      defaultOf(columns({ take }), surveyWith(attributes, rounds))
    expect(crossed(places, 2, 2)).toEqual(['role', 'round'])
    expect(crossed(places, 2, 9)).toEqual(['role', 'round', 'organisation', 'unit'])
    expect(crossed(places, 1, 2)).toEqual(['role', 'organisation'])
    expect(crossed({ unit: 'organisation', organisation: null }, 1, 2)).toEqual(['organisation', 'unit'])
    expect(crossed({ unit: 'organisation', organisation: null }, 2, 2)).toEqual(['organisation', 'round'])
  })
})
