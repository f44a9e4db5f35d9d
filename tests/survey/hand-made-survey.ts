import { nonAnswerCode, blankByte, type SurveyDataset } from '../../analyses/core/datasets'
import type { Database, InsertColumn } from '../../analyses/core/database'
import {
  scaleOf,
  type Dimension,
  type Instrument,
  type Item,
  type NonResponseKind,
  type ResponseScale,
} from '../../analyses/instrument/model'
import { createPacking } from '../../analyses/sources/survey/packing'
import { openSurvey } from '../../analyses/survey/open'

/** An answer as a test writes it: a number, a typed non-answer, or null for a blank. */
export type Answer = number | NonResponseKind | null

export interface Respondent {
  readonly round?: string
  readonly respondent?: string | null
  readonly weight?: number
  readonly places?: Readonly<Record<string, string | null>>
  readonly answers: Readonly<Record<string, Answer>>
}

export function instrumentOf(
  scales: readonly Partial<ResponseScale>[],
  dimensions: readonly (Partial<Dimension> & { readonly id: string })[],
  items: readonly (Partial<Item> & { readonly id: string })[],
): Instrument {
  return {
    id: 'hand-made',
    version: '1',
    illustrative: true,
    label: { en: 'Hand-made' },
    scales: scales.map((scale, index) => ({
      id: `s${index}`,
      kind: 'ordinal',
      min: 1,
      max: 5,
      labels: {},
      nonResponses: [],
      ...scale,
    })),
    dimensions: dimensions.map((dimension) => ({
      label: { en: dimension.id },
      score: 'mean',
      minAnswered: 'half',
      ...dimension,
    })),
    items: items.map((item) => ({
      dimension: item.id.split('_')[0] ?? null,
      scale: scales[0]?.id ?? 's0',
      text: { en: item.id },
      reversed: false,
      aliases: [],
      askedOf: [],
      changed: [],
      ...item,
    })),
    measures: [],
    references: [],
  }
}

export interface HandMade {
  readonly instrument: Instrument
  readonly people: readonly Respondent[]
  readonly attributes?: readonly string[]
  readonly itemsMissingByRound?: Readonly<Record<string, readonly string[]>>
  /** Rows of the headcount: round, places, people invited. */
  readonly headcount?: readonly (Readonly<Record<string, string | number | null>> & { readonly invited: number })[]
  readonly headcountBy?: readonly string[]
  /** An import put the answers of each dimension together as well. */
  readonly packed?: boolean
  /** Items that no source had. */
  readonly absent?: readonly string[]
  readonly weighted?: boolean
}

/** Answers by item as an import reads them, which takes none outside the scale. */
function answersWithin({ instrument, people, absent = [] }: HandMade): ReadonlyMap<string, Int8Array> {
  return new Map(
    instrument.items
      .filter((item) => scaleOf(instrument, item).kind === 'ordinal' && !absent.includes(item.id))
      .map((item) => {
        const { min, max } = scaleOf(instrument, item)
        const values = Int8Array.from(people, ({ answers }) => {
          const answer = answers[item.id]
          return typeof answer === 'number' && answer >= min && answer <= max ? answer : blankByte
        })
        return [item.id, values]
      }),
  )
}

/** Puts a handful of people into an engine as an import would, and opens them as a survey. */
export async function openHandMade(database: Database, made: HandMade): Promise<SurveyDataset> {
  const { instrument, people, attributes = [], absent = [] } = made
  const factor = (id: string, texts: readonly (string | null)[]): InsertColumn => {
    const levels = [...new Set(texts)].filter((text) => text !== null)
    return {
      kind: 'factor',
      id,
      levels,
      codes: Int32Array.from(texts, (text) => (text === null ? -1 : levels.indexOf(text))),
    }
  }
  const column = (item: Item): InsertColumn => {
    const answers = people.map(({ answers: given }) => given[item.id] ?? null)
    if (scaleOf(instrument, item).kind === 'continuous')
      return {
        kind: 'numeric',
        id: item.id,
        values: Float64Array.from(answers, (answer) => (typeof answer === 'number' ? answer : Number.NaN)),
      }
    return {
      kind: 'byte',
      id: item.id,
      values: Int8Array.from(answers, (answer) =>
        answer === null ? blankByte : typeof answer === 'number' ? answer : nonAnswerCode[answer],
      ),
    }
  }
  await database.insert('responses', {
    rowCount: people.length,
    columns: [
      { kind: 'integer', id: '_row', values: Int32Array.from(people, (_, row) => row + 1) },
      factor(
        '_source',
        people.map(() => 'hand'),
      ),
      factor(
        'round',
        people.map(({ round }) => round ?? '2021'),
      ),
      { kind: 'text', id: '_respondent', values: people.map(({ respondent }) => respondent ?? null) },
      { kind: 'numeric', id: '_weight', values: Float64Array.from(people, ({ weight }) => weight ?? 1) },
      ...attributes.map((id) =>
        factor(
          id,
          people.map(({ places }) => places?.[id] ?? null),
        ),
      ),
      ...instrument.items.filter(({ id }) => !absent.includes(id)).map(column),
      ...(made.packed === true ? createPacking(instrument).pack(answersWithin(made), people.length) : []),
    ],
  })
  if (made.headcount !== undefined) {
    const rows = made.headcount
    await database.insert('headcount', {
      rowCount: rows.length,
      columns: [
        ...['round', ...(made.headcountBy ?? [])].map((id) =>
          factor(
            id,
            rows.map((row) => (typeof row[id] === 'string' ? row[id] : null)),
          ),
        ),
        { kind: 'integer', id: 'headcount', values: Int32Array.from(rows, ({ invited }) => invited) },
      ],
    })
  }
  return openSurvey(database, {
    instrument,
    attributes,
    itemsMissingByRound: made.itemsMissingByRound ?? {},
    weighted: made.weighted ?? false,
    headcountBy: made.headcount === undefined ? null : (made.headcountBy ?? []),
  })
}

/** Makes an engine as good as new, which is quicker than another one. */
export async function clear(database: Database): Promise<void> {
  await database.execute('DROP VIEW IF EXISTS scores')
  for (const table of ['responses', 'score_sums', 'headcount']) await database.execute(`DROP TABLE IF EXISTS ${table}`)
}
