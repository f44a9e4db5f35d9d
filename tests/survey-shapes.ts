import { randomSource } from './random-source'
import { blankByte, nonAnswerCode, type SurveyDataset } from '../analyses/core/datasets'
import type { Database, InsertColumn } from '../analyses/core/database'
import type { Instrument } from '../analyses/instrument/model'
import { openSurvey } from '../analyses/survey/open'

/** How answers of a made-up survey come about. */
export interface Shape {
  readonly rows: number
  readonly rounds: readonly string[]
  readonly organisations: number
  /** Which item is answered alike by all, which by none. */
  readonly constantItems?: boolean
  readonly missingItems?: boolean
  readonly loneGroup?: boolean
  /** Whether the items of a dimension go together and the dimensions a little, as people's answers do; each answer is drawn by itself otherwise. */
  readonly coherentItems?: boolean
}

/** An instrument of two dimensions: four items of which one is reversed, and three. */
export const smallInstrument: Instrument = {
  id: 'small',
  version: '1',
  illustrative: true,
  label: { en: 'Small' },
  scales: [
    {
      id: 'five',
      kind: 'ordinal',
      min: 1,
      max: 5,
      labels: { '1': { en: 'Disagree' }, '5': { en: 'Agree' } },
      nonResponses: [{ code: 9, kind: 'dont_know', label: { en: 'Don’t know' } }],
    },
  ],
  dimensions: [
    { id: 'alpha', label: { en: 'Alpha', nb: 'Ålfa' }, score: 'mean', minAnswered: 'half' },
    { id: 'beta', label: { en: 'Beta' }, score: 'mean', minAnswered: 'half' },
  ],
  items: ['alpha_1', 'alpha_2', 'alpha_3', 'alpha_4', 'beta_1', 'beta_2', 'beta_3'].map((id) => ({
    id,
    dimension: id.split('_')[0] ?? null,
    scale: 'five',
    text: { en: `Statement ${id}` },
    reversed: id === 'alpha_4',
    aliases: [],
    askedOf: [],
    changed: [],
  })),
  measures: [],
  references: [],
}

/** Puts a made-up survey of a shape into an engine. The same shape gives the same answers. */
export async function surveyOfShape(database: Database, shape: Shape): Promise<SurveyDataset> {
  const random = randomSource(20221122)
  const { rows } = shape
  const indices = Array.from({ length: rows }, (_, row) => row)
  const factor = (id: string, levels: readonly string[], codeOf: (row: number) => number): InsertColumn => ({
    kind: 'factor',
    id,
    levels,
    codes: Int32Array.from(indices, codeOf),
  })
  const organisations = Array.from(
    { length: Math.max(1, shape.organisations) },
    (_, index) => `Org ${String(index + 1).padStart(5, '0')}`,
  )
  const organisationOf = (row: number): number =>
    shape.loneGroup === true ? (row === 0 ? 0 : 1 + (row % (organisations.length - 1))) : row % organisations.length
  const common = indices.map(() => (shape.coherentItems === true ? random() : 0))
  const levels = new Map(
    smallInstrument.dimensions.map(({ id }) => [
      id,
      common.map((level) => (shape.coherentItems === true ? 0.3 * level + 0.7 * random() : 0)),
    ]),
  )
  const columns: InsertColumn[] = [
    { kind: 'integer', id: '_row', values: Int32Array.from(indices, (row) => row + 1) },
    factor('_source', ['made-up'], () => 0),
    factor('round', shape.rounds, (row) => (row >> 1) % shape.rounds.length),
    { kind: 'text', id: '_respondent', values: indices.map(() => null) },
    { kind: 'numeric', id: '_weight', values: new Float64Array(rows).fill(1) },
    factor('country', ['NO', 'SE'], (row) => organisationOf(row) % 2),
    factor('organisation', organisations, organisationOf),
    factor('role', ['employee', 'leader'], (row) => (row % 7 === 0 ? 1 : 0)),
    ...smallInstrument.items.map(({ id, dimension, reversed }, item): InsertColumn => ({
      kind: 'byte',
      id,
      values: Int8Array.from(indices, (row) => {
        if (shape.missingItems === true && (item === 0 || id.startsWith('beta'))) return blankByte
        if (shape.constantItems === true) return 3
        const draw = random()
        if (draw < 0.03) return blankByte
        if (draw < 0.05) return nonAnswerCode.dont_know
        if (shape.coherentItems !== true) return 1 + Math.floor(random() * 5)
        const answer = 1 + Math.floor((0.6 * (levels.get(dimension ?? '')?.[row] ?? 0) + 0.4 * random()) * 5)
        return reversed ? 6 - answer : answer
      }),
    })),
  ]
  await database.insert('responses', { rowCount: rows, columns })
  return openSmallSurvey(database)
}

/** The survey of the small instrument that stands in an engine, its people in countries, organisations and roles. */
export const openSmallSurvey = (database: Database): Promise<SurveyDataset> =>
  openSurvey(database, {
    instrument: smallInstrument,
    attributes: ['country', 'organisation', 'role'],
    itemsMissingByRound: {},
    weighted: false,
    headcountBy: null,
  })

/** What is known of a survey of the small instrument in one round, without an engine that holds it. */
export const smallDataset = (attribute: string, levels: readonly string[]): SurveyDataset => ({
  kind: 'survey',
  instrument: smallInstrument,
  rounds: [{ id: '2022', order: 0, rowCount: 60 }],
  attributes: [{ id: attribute, levels, parent: null, parentLevels: levels.map(() => -1) }],
  linkage: 'unlinked',
  weighted: false,
  itemsMissingByRound: {},
  headcountBy: [],
  tables: { responses: 'responses', scores: 'scores', headcount: null },
})
