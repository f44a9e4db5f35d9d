import { describe, expect, test } from 'vitest'
import type { Base } from '../../analyses/core/base'
import type { Condition, SurveyDataset } from '../../analyses/core/datasets'
import { decideBases } from '../../analyses/disclosure/usable'
import { baseOf } from '../../analyses/survey/bases'
import { smallInstrument } from '../survey-shapes'

const dataset = (changes: Partial<SurveyDataset> = {}): SurveyDataset => ({
  kind: 'survey',
  instrument: smallInstrument,
  rounds: ['2021', '2022', '2023'].map((id, order) => ({ id, order, rowCount: 60 })),
  attributes: [{ id: 'organisation', levels: ['A', 'B', 'C', 'D'], parent: null, parentLevels: [-1, -1, -1, -1] }],
  linkage: 'unlinked',
  weighted: false,
  itemsMissingByRound: {},
  headcountBy: [],
  tables: { responses: 'responses', scores: 'scores', headcount: null },
  ...changes,
})

/** Organisations with as many people as said. */
const organisations = (people: Readonly<Record<string, number>>, more: Partial<Base> = {}): readonly Base[] =>
  Object.entries(people).map(([organisation, n]) => ({
    ...baseOf('culture', ['organisation'], [organisation], [n]),
    ...more,
  }))

const withheldOf = (bases: readonly Base[], data = dataset(), minGroup = 5): readonly string[] => [
  ...new Set(
    [...decideBases(() => bases, minGroup, data).withheld.values()].map(({ group }) => group['organisation'] ?? ''),
  ),
]

describe('which bases may be used', () => {
  test('of exactly the smallest number may be, one fewer may not, and the next smallest protects it', () => {
    expect(withheldOf(organisations({ A: 20, B: 12, C: 5 }))).toEqual([])
    expect(withheldOf(organisations({ A: 20, B: 12, C: 4 }))).toEqual(['C', 'B'].toSorted())
    expect(withheldOf(organisations({ A: 20, B: 12, C: 4, D: 5 }))).toEqual(['C', 'D'])
  })

  test('nobody is nobody, and without protection everybody may be used', () => {
    expect(withheldOf(organisations({ A: 20, B: 12, C: 0 }))).toEqual([])
    expect(withheldOf(organisations({ A: 20, B: 12, C: 1 }), dataset(), 1)).toEqual([])
  })

  test('a base of its own family is withheld by its size alone', () => {
    const alone = organisations({ A: 20, B: 12, C: 4 }).map((base) => ({ ...base, family: base.id }))
    expect(withheldOf(alone)).toEqual(['C'])
  })

  test('the smaller of several counts decides, and a count that does not apply decides nothing', () => {
    const [first, ...rest] = organisations({ A: 20, B: 12, C: 30 }).map((base) => ({
      ...base,
      counts: [...base.counts, null],
    }))
    expect(withheldOf([first as Base, ...rest])).toEqual([])
    expect(withheldOf([{ ...(first as Base), counts: [20, 4] }, ...rest])).toEqual(['A'])
  })

  test('where everybody answered alike each answer would be told, unless they are a whole round', () => {
    const [a, ...others] = organisations({ A: 20, B: 12, C: 30 })
    expect(withheldOf([{ ...(a as Base), isUniform: true }, ...others])).toContain('A')
    const everybody: Base = { ...baseOf('culture', [], [], [62]), isUniform: true }
    expect(decideBases(() => [everybody], 5, dataset()).usable).toContain(everybody.id)
    const where: readonly Condition[] = [{ column: 'organisation', in: ['A'] }]
    expect(decideBases(() => [everybody], 5, dataset({ where })).usable).not.toContain(everybody.id)
  })

  test('followed persons are counted once a round where rounds are taken together, and once in a round', () => {
    const followed = dataset({ linkage: 'linked' })
    expect(withheldOf(organisations({ A: 60, B: 36, C: 14 }), followed)).toEqual(['B', 'C'])
    expect(withheldOf(organisations({ A: 60, B: 36, C: 15 }), followed)).toEqual([])
    expect(withheldOf(organisations({ A: 60, B: 36, C: 14 }, { isOfOneRound: true }), followed)).toEqual([])
    const byRound = ['A', 'B', 'C'].map((organisation) =>
      baseOf('culture', ['round', 'organisation'], ['2021', organisation], [6]),
    )
    expect(withheldOf(byRound, followed)).toEqual([])
  })

  test('bases that belong together are used together', () => {
    const rounds = ['2021', '2022'].flatMap((round) =>
      organisations({ A: 20, B: 12, C: round === '2021' ? 4 : 9 }).map((base) => ({
        ...base,
        id: `${base.id} ${round}`,
        family: round,
        together: base.id,
      })),
    )
    const { usable } = decideBases(() => rounds, 5, dataset())
    expect([...usable].map((id) => id.slice(-6))).toEqual(['] 2021', '] 2022'])
    expect([...usable].every((id) => id.includes('"A"'))).toBe(true)
  })

  test('it is asked again without the people of those withheld, which keep the count that they left with', () => {
    // Nine leaders, of whom six work at C and D, which are withheld: the three who are left are too few.
    const asked: number[] = []
    const { usable, withheld } = decideBases(
      (gone) => {
        asked.push(gone.size)
        const isGone = (organisation: string): boolean =>
          [...gone].some((id) => id === baseOf('culture', ['organisation'], [organisation], []).id)
        const leaders = 3 + (isGone('C') ? 0 : 3) + (isGone('D') ? 0 : 3)
        return [
          ...organisations({ A: 40, B: 30, C: 4, D: 4 }),
          ...[
            ['employee', 60],
            ['leader', leaders],
          ].map(([role, n]) => baseOf('role', ['role'], [String(role)], [Number(n)])),
        ]
      },
      5,
      dataset(),
    )
    expect(asked).toEqual([0, 2, 4])
    expect([...usable]).toEqual(['["culture","A"]', '["culture","B"]'])
    expect([...withheld.values()].map(({ group, counts }) => [Object.values(group)[0], counts[0]])).toEqual([
      ['C', 4],
      ['D', 4],
      ['employee', 60],
      ['leader', 3],
    ])
  })
})
