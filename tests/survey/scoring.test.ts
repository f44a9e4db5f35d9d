import { itemInWords } from '../../analyses/core/words'
import { fc, test as propertyTest } from '@fast-check/vitest'
import { describe, expect, test } from 'vitest'
import { numericColumn, type SurveyDataset } from '../../analyses/core/datasets'
import { itemsOf, scaleOf, type Instrument } from '../../analyses/instrument/model'
import { openSurvey } from '../../analyses/survey/open'
import { scoringNotes, scoringPlan, scoringStatements } from '../../analyses/survey/scoring'
import { engineOfTests } from '../database/engine-of-tests'
import { clear, instrumentOf, openHandMade, type Answer, type HandMade, type Respondent } from './hand-made-survey'

const database = await engineOfTests()

async function scoresOf(
  made: HandMade,
): Promise<{
  readonly dataset: SurveyDataset
  readonly scores: Readonly<Record<string, readonly (number | null)[]>>
  readonly answered: Readonly<Record<string, readonly number[]>>
}> {
  try {
    const dataset = await openHandMade(database, made)
    const frame = await database.frame(`SELECT * FROM ${dataset.tables.scores} ORDER BY "_row"`)
    const ids = made.instrument.dimensions.map(({ id }) => id)
    return {
      dataset,
      scores: Object.fromEntries(
        ids.map((id) => [id, Array.from(numericColumn(frame, id), (value) => (Number.isNaN(value) ? null : value))]),
      ),
      answered: Object.fromEntries(ids.map((id) => [id, [...numericColumn(frame, `${id}#answered`)]])),
    }
  } finally {
    await clear(database)
  }
}

const people = (answers: readonly Readonly<Record<string, Answer>>[]): readonly Respondent[] =>
  answers.map((one) => ({ answers: one }))
const four = instrumentOf(
  [{}],
  [{ id: 'culture' }],
  [{ id: 'culture_1' }, { id: 'culture_2' }, { id: 'culture_3' }, { id: 'culture_4', reversed: true }],
)

describe('a score', () => {
  test('reverses on the declared scale, even where its lowest category is never used', async () => {
    const { scores } = await scoresOf({
      instrument: four,
      people: people([
        { culture_1: 4, culture_2: 4, culture_3: 4, culture_4: 2 },
        { culture_1: 5, culture_2: 5, culture_3: 5, culture_4: 5 },
      ]),
    })
    expect(scores['culture']).toEqual([4, 4])
  })

  test('needs half of the items, half of five being three', async () => {
    const five = instrumentOf(
      [{}],
      [{ id: 'a' }],
      ['a_1', 'a_2', 'a_3', 'a_4', 'a_5'].map((id) => ({ id })),
    )
    const { scores, answered } = await scoresOf({
      instrument: five,
      people: people([{ a_1: 1, a_2: 2, a_3: 4 }, { a_1: 1, a_2: 2 }, {}, { a_1: 5, a_2: 5, a_3: 5, a_4: 5, a_5: 4 }]),
    })
    expect(scores['a']).toEqual([7 / 3, null, null, 24 / 5])
    expect(answered['a']).toEqual([3, 2, 0, 5])
  })

  test('leaves out typed non-answers and whatever lies outside the declared scale', async () => {
    const { scores, answered } = await scoresOf({
      instrument: four,
      people: people([
        { culture_1: 3, culture_2: 'dont_know', culture_3: 'not_relevant', culture_4: 1 },
        { culture_1: 7, culture_2: 0, culture_3: 4, culture_4: 'refused' },
      ]),
    })
    expect(scores['culture']).toEqual([4, null])
    expect(answered['culture']).toEqual([2, 1])
  })

  test('can be a sum, which is prorated, and can need all items or a number of them', async () => {
    const instrument = instrumentOf(
      [{}],
      [
        { id: 'sum', score: 'sum' },
        { id: 'all', minAnswered: 'all' },
        { id: 'one', minAnswered: 1 },
      ],
      ['sum_1', 'sum_2', 'sum_3', 'all_1', 'all_2', 'one_1', 'one_2', 'one_3'].map((id) => ({ id })),
    )
    const { scores } = await scoresOf({
      instrument,
      people: people([
        { sum_1: 2, sum_2: 3, all_1: 4, one_3: 5 },
        { sum_1: 1, sum_2: 2, sum_3: 4, all_1: 4, all_2: 5 },
      ]),
    })
    expect(scores).toEqual({ sum: [7.5, 7], all: [null, 4.5], one: [5, null] })
  })

  test('asks of a role what was asked of it', async () => {
    const instrument = instrumentOf(
      [{}],
      [{ id: 'a' }],
      [
        { id: 'a_1' },
        { id: 'a_2' },
        { id: 'a_3', askedOf: ['leader'] },
        { id: 'a_4', askedOf: ['leader'] },
        { id: 'a_5', askedOf: ['leader'] },
      ],
    )
    const of = (role: string | null, answers: Readonly<Record<string, Answer>>): Respondent => ({
      places: { role },
      answers,
    })
    const { scores, answered } = await scoresOf({
      instrument,
      attributes: ['role'],
      people: [
        of('employee', { a_1: 2 }),
        of('leader', { a_1: 2, a_2: 4 }),
        of('leader', { a_1: 2, a_2: 4, a_5: 3 }),
        of('employee', { a_1: 2, a_3: 5 }),
        of(null, { a_1: 2, a_3: 5 }),
        of(null, { a_1: 2, a_3: 5, a_4: 5 }),
      ],
    })
    expect(scores['a']).toEqual([2, null, 3, 2, null, 4])
    expect(answered['a']).toEqual([1, 2, 3, 1, 2, 3])
  })

  test('of one continuous item is that number', async () => {
    const instrument = instrumentOf(
      [{ id: 'kg', kind: 'continuous', min: 0, max: 300, unit: 'kg' }],
      [{ id: 'weight' }],
      [{ id: 'weight_1', scale: 'kg' }],
    )
    const { scores } = await scoresOf({
      instrument,
      people: people([{ weight_1: 71.25 }, { weight_1: null }, { weight_1: 301 }, { weight_1: 0 }]),
    })
    expect(scores['weight']).toEqual([71.25, null, null, 0])
  })

  test('of a dimension with an id full of quotes is no injection', async () => {
    const id = `a"b'; DROP TABLE responses; --`
    const instrument = instrumentOf(
      [{}],
      [{ id }],
      [
        { id: `${id}_1`, dimension: id },
        { id: 'x"#given', dimension: id },
      ],
    )
    const { scores } = await scoresOf({ instrument, people: people([{ [`${id}_1`]: 2, 'x"#given': 5 }]) })
    expect(scores[id]).toEqual([3.5])
  })
})

describe('several rounds', () => {
  test('are scored on the items they have in common', async () => {
    const made: HandMade = {
      instrument: four,
      people: [
        { round: '2021', answers: { culture_1: 1, culture_2: 2, culture_3: 5, culture_4: 1 } },
        { round: '2022', answers: { culture_1: 1, culture_2: 2, culture_4: 1 } },
      ],
      itemsMissingByRound: { '2022': ['culture_3'] },
    }
    const { scores, dataset } = await scoresOf(made)
    expect(scores['culture']).toEqual([8 / 3, 8 / 3])
    expect(scoringNotes(dataset, ['culture'])).toEqual([
      {
        code: 'survey:items-not-in-every-round',
        level: 'warning',
        about: {
          dimension: { dimension: 'culture' },
          items: { list: [itemInWords('culture_3')] },
          rounds: { list: ['2022'] },
          left: 3,
        },
      },
    ])
    expect(scoringNotes(dataset, ['other'])).toEqual([])
  })

  test('leave out an item whose meaning changed between them, not one whose wording did or that changed before', async () => {
    const changed = (
      round: string,
      kind: 'wording' | 'meaning',
    ): readonly { round: string; kind: 'wording' | 'meaning' }[] => [{ round, kind }]
    const instrument = instrumentOf(
      [{}],
      [{ id: 'a' }],
      [
        { id: 'a_1', changed: changed('2022', 'meaning') },
        { id: 'a_2', changed: changed('2022', 'wording') },
        { id: 'a_3', changed: changed('2019', 'meaning') },
      ],
    )
    const { dataset, scores } = await scoresOf({
      instrument,
      people: [
        { round: '2021', answers: { a_1: 5, a_2: 1, a_3: 1 } },
        { round: '2022', answers: { a_1: 5, a_2: 3, a_3: 3 } },
      ],
    })
    expect(scoringPlan(dataset)[0]?.items.map(({ id }) => id)).toEqual(['a_2', 'a_3'])
    expect(scores['a']).toEqual([1, 3])
    expect(scoringNotes(dataset, ['a']).map(({ code }) => code)).toEqual(['survey:items-changed-in-meaning'])
  })

  test('without any item in common give no scores, and say so', async () => {
    const instrument = instrumentOf([{}], [{ id: 'a' }], [{ id: 'a_1' }, { id: 'a_2' }])
    const { scores, dataset } = await scoresOf({
      instrument,
      people: [
        { round: '1', answers: { a_1: 5 } },
        { round: '2', answers: { a_2: 1 } },
      ],
      itemsMissingByRound: { '1': ['a_2'], '2': ['a_1'] },
    })
    expect(scores['a']).toEqual([null, null])
    expect(scoringPlan(dataset)[0]?.range).toBeNull()
    expect(scoringNotes(dataset, ['a'])).toHaveLength(1)
  })

  test('keep the scores of a dimension that one of them did not ask at all', async () => {
    const instrument = instrumentOf(
      [{}],
      [{ id: 'a' }, { id: 'b' }],
      [
        { id: 'a_1', dimension: 'a' },
        { id: 'b_1', dimension: 'b' },
      ],
    )
    const { scores, dataset } = await scoresOf({
      instrument,
      people: [
        { round: '1', answers: { a_1: 5, b_1: 2 } },
        { round: '2', answers: { a_1: 4, b_1: 3 } },
        { round: '3', answers: { a_1: 1 } },
      ],
      itemsMissingByRound: { '3': ['b_1'] },
    })
    expect(scores['a']).toEqual([5, 4, 1])
    expect(scores['b']).toEqual([2, 3, null])
    expect(scoringNotes(dataset, ['a', 'b'])).toEqual([
      {
        code: 'survey:dimension-not-in-round',
        level: 'warning',
        about: { dimension: { dimension: 'b' }, rounds: { list: ['3'] } },
      },
    ])
  })
})

describe('over random answers', () => {
  /** The rule in its simplest words, written apart from the SQL. */
  function scoreOf(
    instrument: Instrument,
    dimension: string,
    answers: Readonly<Record<string, Answer>>,
  ): number | null {
    const items = itemsOf(instrument, dimension)
    const rule = instrument.dimensions.find(({ id }) => id === dimension)
    const values = items.flatMap((item) => {
      const scale = scaleOf(instrument, item)
      const answer = answers[item.id]
      if (typeof answer !== 'number' || answer < scale.min || answer > scale.max) return []
      return [item.reversed ? scale.min + scale.max - answer : answer]
    })
    const needed =
      rule?.minAnswered === 'half'
        ? Math.ceil(items.length / 2)
        : rule?.minAnswered === 'all'
          ? items.length
          : (rule?.minAnswered ?? 0)
    if (values.length < Math.max(1, needed)) return null
    const sum = values.reduce((total, value) => total + value, 0)
    return rule?.score === 'sum' ? (sum * items.length) / values.length : sum / values.length
  }

  const instruments = fc
    .record({
      scale: fc.constantFrom({ min: 1, max: 5 }, { min: 0, max: 10 }, { min: -2, max: 2 }, { min: 1, max: 100 }),
      dimensions: fc.array(
        fc.record({
          score: fc.constantFrom('mean' as const, 'sum' as const),
          rule: fc.constantFrom('half' as const, 'all' as const, 1, 2),
          items: fc.array(fc.boolean(), { minLength: 1, maxLength: 9 }),
        }),
        { minLength: 1, maxLength: 3 },
      ),
    })
    .map(({ scale, dimensions }) =>
      instrumentOf(
        [{ id: 's', ...scale }],
        dimensions.map(({ score, rule, items }, index) => ({
          id: `d${index}`,
          score,
          minAnswered: typeof rule === 'number' ? Math.min(rule, items.length) : rule,
        })),
        dimensions.flatMap(({ items }, index) =>
          items.map((reversed, position) => ({ id: `d${index}_${position}`, scale: 's', reversed })),
        ),
      ),
    )
  const answerFor = fc.oneof(
    { weight: 8, arbitrary: fc.integer({ min: -3, max: 101 }) },
    { weight: 1, arbitrary: fc.constant(null) },
    { weight: 1, arbitrary: fc.constantFrom('dont_know' as const, 'not_relevant' as const, 'refused' as const) },
  )

  propertyTest.prop(
    [
      instruments,
      fc.array(fc.array(answerFor, { minLength: 27, maxLength: 27 }), { minLength: 1, maxLength: 12 }),
      fc.constantFrom('items', 'patterns', 'sums'),
    ],
    { numRuns: 60 },
  )(
    'scores of packed sums, of patterns and of the items themselves give the rule to the last bit',
    async (instrument, drawn, from) => {
      await clear(database)
      const rows = drawn.map((answers): Respondent => ({
        answers: Object.fromEntries(instrument.items.map((item, index) => [item.id, answers[index] ?? null])),
      }))
      const dataset = await openHandMade(database, { instrument, people: rows, packed: from !== 'items' })
      const { packedColumns: stored = [] } = dataset
      const packedColumns = stored.filter((name) => from === 'sums' || name.startsWith('#pattern'))
      for (const statement of scoringStatements({ ...dataset, packedColumns })) await database.execute(statement)
      const frame = await database.frame(`SELECT * FROM ${dataset.tables.scores} ORDER BY "_row"`)
      for (const { id } of instrument.dimensions) {
        const found = Array.from(numericColumn(frame, id), (value) => (Number.isNaN(value) ? null : value))
        expect(found).toEqual(rows.map(({ answers }) => scoreOf(instrument, id, answers)))
      }
    },
  )

  test('sums of packed answers are really taken where an import made them', async () => {
    await clear(database)
    const dataset = await openHandMade(database, { instrument: four, people: people([{ culture_1: 1 }]), packed: true })
    expect(scoringStatements(dataset).join('\n')).not.toContain('CREATE OR REPLACE TABLE')
    const counted = (packedColumns: readonly string[]): string =>
      scoringStatements({ ...dataset, packedColumns }).join('\n')
    expect(counted([])).toContain('CREATE OR REPLACE TABLE')
    const patterns = dataset.packedColumns?.filter((name) => name.startsWith('#pattern')) ?? []
    expect(counted(patterns)).toContain('CREATE OR REPLACE TABLE')
    expect(counted(patterns)).toContain('bit_count')
    expect(counted([])).not.toContain('bit_count')
  })

  test('sums that an import made by another instrument are not taken: an item was turned since', async () => {
    await clear(database)
    const turned = {
      ...four,
      items: four.items.map((item) => (item.id === 'culture_1' ? { ...item, reversed: !item.reversed } : item)),
    }
    const rows = people([{ culture_1: 1, culture_2: 1, culture_3: 1, culture_4: 1 }])
    const before = await openHandMade(database, { instrument: turned, people: rows, packed: true })
    const scored = async (instrument: typeof four): Promise<unknown> => {
      const opened = await openSurvey(database, {
        instrument,
        attributes: [],
        itemsMissingByRound: {},
        weighted: false,
        headcountBy: null,
      })
      const frame = await database.frame(`SELECT "culture" FROM ${opened.tables.scores}`)
      return [...numericColumn(frame, 'culture')]
    }
    expect(before.packedColumns).not.toEqual([])
    for (const instrument of [four, turned, four])
      expect(await scored(instrument)).toEqual(rows.map(({ answers }) => scoreOf(instrument, 'culture', answers)))
    expect(await scored(four)).not.toEqual(await scored(turned))
  })
})
