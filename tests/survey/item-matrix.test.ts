import { beforeAll, describe, expect, it } from 'vitest'
import type { SurveyDataset } from '../../analyses/core/datasets'
import { filterSurvey } from '../../analyses/survey/filter'
import { answerPatterns, noAnswer, type AnswerPatterns } from '../../analyses/numeric/correlation/crossproducts'
import {
  itemMatrixStatement,
  pickItems,
  readItemMatrices,
  readItemPatterns,
  type GroupedItemMatrix,
} from '../../analyses/survey/item-matrix'
import { engineOfTests } from '../database/engine-of-tests'
import { clear, instrumentOf, openHandMade, type Answer, type HandMade, type Respondent } from './hand-made-survey'

const instrument = instrumentOf(
  [
    { id: 'five' },
    { id: 'zero', min: 0, max: 10 },
    { id: 'around', min: -3, max: 3 },
    { id: 'mass', kind: 'continuous', min: 0, max: 200 },
  ],
  [{ id: 'a' }],
  [
    ...Array.from({ length: 20 }, (_, index) => ({ id: `a_${index + 1}`, reversed: index % 4 === 1 })),
    { id: 'a_zero', scale: 'zero', reversed: true },
    { id: 'a_around', scale: 'around' },
    { id: 'a_mass', scale: 'mass', reversed: true },
    { id: 'a_asked', askedOf: ['leader'] },
  ],
)
const places = ['North', 'South', 'West']

/** A made-up answer: within the scale, and here and there a blank, a typed one, or one beyond the scale. */
function answerOf(item: (typeof instrument.items)[number], row: number, position: number): Answer {
  const { min, max, kind } = instrument.scales.find(({ id }) => id === item.scale) ?? {
    min: 1,
    max: 5,
    kind: 'ordinal',
  }
  const draw = (row * 31 + position * 17 + row * position) % 101
  if (draw === 5) return null
  if (kind === 'continuous') return draw === 6 ? 999 : min + ((max - min) * draw) / 101
  return draw === 7 ? 'dont_know' : draw === 8 ? max + 1 : min + (draw % (max - min + 1))
}

const people: readonly Respondent[] = Array.from({ length: 400 }, (_, row) => ({
  round: row % 3 === 0 ? '2021' : '2022',
  places: {
    organisation: row % 50 === 49 ? null : (places[row % 7 === 0 ? 2 : row % 2] ?? null),
    role: row % 5 === 0 ? 'leader' : 'employee',
  },
  answers: Object.fromEntries(instrument.items.map((item, position) => [item.id, answerOf(item, row, position)])),
}))

/** What the matrix must hold, from the people themselves. */
function expected(person: Respondent, id: string): number {
  const item = instrument.items.find((candidate) => candidate.id === id)
  const scale = instrument.scales.find((candidate) => candidate.id === item?.scale)
  const answer = person.answers[id]
  const none = scale?.kind === 'continuous' ? Number.NaN : noAnswer
  if (
    item === undefined ||
    scale === undefined ||
    typeof answer !== 'number' ||
    answer < scale.min ||
    answer > scale.max
  )
    return none
  if (item.askedOf.length > 0 && person.places?.['role'] !== 'leader') return none
  return item.reversed ? scale.min + scale.max - answer : answer
}

const database = await engineOfTests()

const open = async (made: HandMade): Promise<SurveyDataset> => {
  await clear(database)
  return openHandMade(database, made)
}

describe.each([{ packed: true }, { packed: false }])(
  'item matrix, answers put together by the import: $packed',
  ({ packed }) => {
    let dataset: SurveyDataset

    beforeAll(async () => {
      dataset = await open({ instrument, people, attributes: ['organisation', 'role'], packed })
      expect(dataset.packedColumns?.length).toBe(packed ? 3 : 0)
    })

    const read = async (
      from: SurveyDataset,
      columns: readonly string[],
      ids?: readonly string[],
    ): Promise<GroupedItemMatrix> => {
      const items = instrument.items.filter(({ id }) => ids?.includes(id) ?? true)
      return readItemMatrices(await database.frame(itemMatrixStatement(from, items, columns)), from, items, columns)
    }

    it('has every answer of everybody', async () => {
      const { keys, matrices } = await read(dataset, [])
      expect(keys).toEqual([[]])
      const [matrix] = matrices
      expect(matrix?.rowCount).toBe(people.length)
      instrument.items.forEach(({ id }, index) =>
        expect(Array.from(matrix?.columns[index] ?? [])).toEqual(people.map((person) => expected(person, id))),
      )
    })

    it('has the groups apart, and leaves out those without one', async () => {
      const { keys, matrices } = await read(dataset, ['round', 'organisation'])
      expect(keys).toHaveLength(6)
      keys.forEach(([round, place], group) => {
        const own = people.filter((person) => person.round === round && person.places?.['organisation'] === place)
        expect(matrices[group]?.rowCount).toBe(own.length)
        instrument.items.forEach(({ id }, index) =>
          expect(Array.from(matrices[group]?.columns[index] ?? [])).toEqual(own.map((person) => expected(person, id))),
        )
      })
    })

    it('reads filtered people, some items, in the order asked for', async () => {
      const { dataset: fewer } = filterSurvey(dataset, [{ column: 'role', in: ['leader'] }])
      const { matrices } = await read(fewer, [], ['a_2', 'a_20', 'a_asked'])
      const leaders = people.filter((person) => person.places?.['role'] === 'leader')
      const picked = pickItems(matrices[0] as GroupedItemMatrix['matrices'][number], ['a_asked', 'nothing', 'a_2'])
      expect(picked.items.map(({ id }) => id)).toEqual(['a_asked', 'a_2'])
      expect(Array.from(picked.columns[0] ?? [])).toEqual(leaders.map((person) => expected(person, 'a_asked')))
      expect(Array.from(picked.columns[1] ?? [])).toEqual(leaders.map((person) => expected(person, 'a_2')))
    })
  },
)

/** Patterns with their counts, whatever their order. */
const listed = (patterns: AnswerPatterns | null | undefined): readonly string[] =>
  patterns === null || patterns === undefined
    ? []
    : Array.from(
        patterns.counts,
        (count, at) => `${patterns.columns.map((column) => column[at]).join(',')}: ${count}`,
      ).toSorted()

describe('patterns', () => {
  it.each([
    { rows: 400, by: [] },
    { rows: 400, by: ['organisation'] },
    { rows: 20_000, by: [] },
  ])('are those of the unpacked answers: $rows rows by $by', async ({ rows, by }) => {
    const sized = instrumentOf(
      [
        { id: 'five' },
        { id: 'seven', max: 7 },
        { id: 'around', min: -3, max: 3 },
        { id: 'mass', kind: 'continuous', min: 0, max: 200 },
      ],
      [{ id: 'a' }, { id: 'b' }, { id: 'c' }, { id: 'd' }, { id: 'e' }],
      [
        ...Array.from({ length: 5 }, (_, index) => ({ id: `a_${index + 1}`, reversed: index === 2 })),
        ...Array.from({ length: 4 }, (_, index) => ({ id: `b_${index + 1}`, scale: 'seven', reversed: index === 3 })),
        ...Array.from({ length: 3 }, (_, index) => ({ id: `c_${index + 1}`, scale: 'around' })),
        { id: 'd_1', scale: 'mass' },
        ...Array.from({ length: 12 }, (_, index) => ({ id: `e_${index + 1}` })),
      ],
    )
    const answer = (row: number, position: number): Answer => {
      const draw = (Math.imul(row + 1, 2654435761) ^ Math.imul(position + 3, 40503)) >>> 7
      const { min, max } = sized.scales.find(({ id }) => id === sized.items[position]?.scale) ?? { min: 1, max: 5 }
      return draw % 23 === 0 ? null : min + (draw % (max - min + 1))
    }
    const dataset = await open({
      instrument: sized,
      attributes: ['organisation'],
      people: Array.from({ length: rows }, (_, row) => ({
        places: { organisation: places[row % 3] ?? null },
        answers: Object.fromEntries(sized.items.map(({ id }, position) => [id, answer(row, position)])),
      })),
    })
    const sets = sized.dimensions.map(({ id }) => sized.items.filter(({ dimension }) => dimension === id))
    const frame = await database.frame(itemMatrixStatement(dataset, sets.flat(), by))
    const matrices = readItemMatrices(frame, dataset, sets.flat(), by)
    const read = readItemPatterns(frame, dataset, sets, by)
    expect(read.keys).toEqual(matrices.keys)
    expect(read.rowCounts).toEqual(matrices.matrices.map(({ rowCount }) => rowCount))
    matrices.matrices.forEach((matrix, group) =>
      sets.forEach((items, set) => {
        const patterns = read.patterns[group]?.[set]
        if (items[0]?.dimension === 'd') expect(patterns).toBeNull()
        else
          expect(listed(patterns)).toEqual(
            listed(
              answerPatterns(
                pickItems(
                  matrix,
                  items.map(({ id }) => id),
                ).columns as readonly Int8Array[],
              ),
            ),
          )
      }),
    )
  })
})

describe('nobody', () => {
  it('is one group of no rows, or none', async () => {
    const dataset = await open({ instrument, people: [], attributes: ['organisation', 'role'] })
    const items = instrument.items
    const everybody = readItemMatrices(
      await database.frame(itemMatrixStatement(dataset, items, [])),
      dataset,
      items,
      [],
    )
    expect(everybody.matrices.map(({ rowCount }) => rowCount)).toEqual([0])
    const groups = readItemMatrices(
      await database.frame(itemMatrixStatement(dataset, items, ['organisation'])),
      dataset,
      items,
      ['organisation'],
    )
    expect(groups.keys).toEqual([])
  })
})
