import { afterEach, expect, test } from 'vitest'
import type { AnyAnalysis } from '../../analyses/core/contract'
import aggregation from '../../analyses/aggregation/analysis'
import dimensionScores from '../../analyses/dimension-scores/analysis'
import groupComparison from '../../analyses/group-comparison/analysis'
import measures from '../../analyses/measures/analysis'
import { random } from '../../analyses/numeric/resampling/random'
import reliability from '../../analyses/reliability/analysis'
import roundChange from '../../analyses/round-change/analysis'
import varianceComponents from '../../analyses/variance-components/analysis'
import { engineOfTests } from '../database/engine-of-tests'
import { clear, instrumentOf, openHandMade, type Respondent } from '../survey/hand-made-survey'
import { runOn } from '../survey/run-analysis'

/** Whatever the few people of a withheld group answer, what is told stays the same. */

const database = await engineOfTests()
afterEach(() => clear(database))

const names = ['a_1', 'a_2', 'a_3', 'b_1', 'b_2', 'b_3'] as const
const instrument = instrumentOf(
  [{}],
  [{ id: 'a' }, { id: 'b' }],
  names.map((id) => ({ id })),
)

/** Three people at `Few`, in two rounds, followed or not like everybody else; what they answer depends on `few` alone. */
function people(few: 'alike' | 'apart', isFollowed: boolean): readonly Respondent[] {
  const { uniform: next } = random(20221122, 'withheld answers')
  const made: Respondent[] = []
  for (const round of ['2021', '2022']) {
    for (const [organisation, size] of [
      ['North', 24],
      ['South', 20],
      ['West', 16],
      ['Few', 3],
    ] as const) {
      for (let person = 0; person < size; person += 1) {
        const level = next() * 2
        const drawn = Object.fromEntries(names.map((id) => [id, 1 + Math.min(4, Math.floor(level + next() * 3))]))
        const own =
          few === 'alike'
            ? { a_1: 4, a_2: 4, a_3: 4, b_1: 5, b_2: 5, b_3: 5 }
            : { ...drawn, a_1: round === '2021' ? 1 : 5 }
        made.push({
          round,
          respondent: isFollowed ? `${organisation} ${person}` : null,
          places: { organisation },
          answers: organisation === 'Few' ? own : drawn,
        })
      }
    }
  }
  return made
}

const cases: readonly (readonly [string, AnyAnalysis, Readonly<Record<string, unknown>>])[] = [
  ['scores over both rounds', dimensionScores, { by: ['organisation'] }],
  ['comparisons over both rounds', groupComparison, { by: ['organisation'] }],
  ['reliability over both rounds', reliability, { by: ['organisation'], draws: 0 }],
  ['reliability by round', reliability, { by: ['round', 'organisation'], draws: 0 }],
  ['aggregation over both rounds', aggregation, { by: ['organisation'] }],
  ['variance components over both rounds', varianceComponents, { random: 'organisation' }],
  ['changes, without a gate', roundChange, { by: ['organisation'], min_n: 2, max_half_width: 1000, permutations: 999 }],
  [
    'changes of unlinked rounds, without a gate',
    roundChange,
    { by: ['organisation'], min_n: 2, max_half_width: 1000, permutations: 999 },
  ],
  [
    'measures that moved, without a gate',
    measures,
    { by: ['organisation'], importance: 'equal', min_n: 2, max_half_width: 1000 },
  ],
]

/** Sums over values in another order differ in their last digits. */
const rounded = (told: object): unknown =>
  JSON.parse(
    JSON.stringify(told, (_key, value: unknown) => (typeof value === 'number' ? Number(value.toPrecision(9)) : value)),
  )

test.each(cases)('%s', async (name, analysis, options) => {
  const told = async (few: 'alike' | 'apart'): Promise<unknown> => {
    const dataset = await openHandMade(database, {
      instrument,
      people: people(few, !name.includes('unlinked')),
      attributes: ['organisation'],
    })
    const { refusal, notes, tables, prose } = await runOn(database, dataset, analysis, options, { minGroup: 5 })
    await clear(database)
    expect(refusal).toBeNull()
    expect(tables.some(({ suppressed }) => suppressed.length > 0)).toBe(true)
    return rounded({ notes, tables, prose })
  }
  expect(await told('apart')).toEqual(await told('alike'))
})
