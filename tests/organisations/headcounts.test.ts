import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { resolveHeadcounts, type HeadcountRow } from '../../analyses/organisations/headcounts'

const levels = ['region', 'organisation', 'unit']
const row = (path: readonly (string | null)[], people: number, isTyped = true): HeadcountRow => ({
  round: '1',
  path,
  others: {},
  people,
  isTyped,
})
const resolved = (...rows: readonly HeadcountRow[]): { rows: unknown; kinds: readonly string[] } => {
  const { rows: left, findings } = resolveHeadcounts(levels, rows)
  return {
    rows: left.map(({ path, people }) => [path.findLast((name) => name !== null), people]),
    kinds: findings.map(({ kind }) => kind),
  }
}

describe('headcounts at several levels', () => {
  test('a total that its parts add up to is counted once', () => {
    expect(resolved(row(['R', 'A', null], 100), row(['R', 'A', 'x'], 60), row(['R', 'A', 'y'], 40))).toEqual({
      rows: [
        ['x', 60],
        ['y', 40],
      ],
      kinds: ['total'],
    })
  })

  test('what the parts leave of a total counts for it alone, and is told', () => {
    expect(resolved(row(['R', 'A', null], 100), row(['R', 'A', 'x'], 60))).toEqual({
      rows: [
        ['x', 60],
        ['A', 40],
      ],
      kinds: ['parts-short'],
    })
  })

  test('parts that have more people than their total are counted, and that is told', () => {
    expect(resolved(row(['R', 'A', null], 50), row(['R', 'A', 'x'], 60))).toEqual({
      rows: [['x', 60]],
      kinds: ['parts-exceed'],
    })
  })

  test('sums go up several levels', () => {
    expect(
      resolved(
        row(['R', null, null], 150),
        row(['R', 'A', null], 100),
        row(['R', 'A', 'x'], 60),
        row(['R', 'B', null], 50),
      ),
    ).toEqual({
      rows: [
        ['x', 60],
        ['B', 50],
        ['A', 40],
      ],
      kinds: ['parts-short', 'total'],
    })
  })

  test('a number typed in stands in place of that of a file', () => {
    expect(resolved(row(['R', 'A', null], 90, false), row(['R', 'A', null], 100))).toEqual({
      rows: [['A', 100]],
      kinds: ['in-place-of-file'],
    })
    expect(resolved(row(['R', 'A', null], 100, false), row(['R', 'A', null], 100))).toEqual({
      rows: [['A', 100]],
      kinds: [],
    })
  })

  test('a row of a file without a unit is a total only where the units add up to it', () => {
    const file = (path: readonly (string | null)[], people: number): HeadcountRow => row(path, people, false)
    expect(resolved(file(['R', 'A', null], 100), file(['R', 'A', 'x'], 60), file(['R', 'A', 'y'], 40)).rows).toEqual([
      ['x', 60],
      ['y', 40],
    ])
    expect(resolved(file(['R', 'A', null], 10), file(['R', 'A', 'x'], 60), file(['R', 'A', 'y'], 40))).toEqual({
      rows: [
        ['A', 10],
        ['x', 60],
        ['y', 40],
      ],
      kinds: ['rest-or-total'],
    })
  })

  test('a row without a role is a total only where those with one add up to it', () => {
    const file = (role: string | null, people: number): HeadcountRow => ({
      ...row(['R', 'A', null], people, false),
      others: { role },
    })
    expect(resolved(file('leader', 40), file('employee', 60), file(null, 100))).toEqual({
      rows: [
        ['A', 40],
        ['A', 60],
      ],
      kinds: ['total'],
    })
    expect(resolved(file('leader', 40), file(null, 100))).toEqual({
      rows: [
        ['A', 40],
        ['A', 100],
      ],
      kinds: ['blank-or-total'],
    })
    expect(resolved(file(null, 100), file('leader', 0)).kinds).toEqual(['blank-or-total'])
  })

  test('a total of all roles of all places is one too, also where no attribute is a place', () => {
    const file = (role: string | null, people: number): HeadcountRow => ({
      ...row([null, null, null], people, false),
      others: { role },
    })
    expect(resolved(file('leader', 40), file('employee', 60), file(null, 100)).kinds).toEqual(['total'])
    const bare = ['leader', 'employee', null].map((role, index) => ({
      ...file(role, [40, 60, 100][index] ?? 0),
      path: [],
    }))
    expect(resolveHeadcounts([], bare).rows.map(({ people }) => people)).toEqual([40, 60])
  })

  test('units of one name in two organisations are two places', () => {
    expect(resolved(row([null, 'A', 'x'], 5), row([null, 'B', 'x'], 7)).rows).toEqual([
      ['x', 5],
      ['x', 7],
    ])
  })

  test('whatever is typed, rows add up to the larger of each total and its parts', () => {
    const numbers = fc.array(fc.nat(50), { minLength: 1, maxLength: 4 })
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.option(fc.nat(150)), numbers), { minLength: 1, maxLength: 4 }),
        fc.option(fc.nat(400)),
        (organisations, region) => {
          const rows = [
            ...(region === null ? [] : [row(['R', null, null], region)]),
            ...organisations.flatMap(([total, units], index) => [
              ...(total === null ? [] : [row(['R', `O${index}`, null], total)]),
              ...units.map((people, unit) => row(['R', `O${index}`, `u${unit}`], people)),
            ]),
          ]
          const sum = organisations.reduce(
            (all, [total, units]) =>
              all +
              Math.max(
                total ?? 0,
                units.reduce((a, b) => a + b, 0),
              ),
            0,
          )
          const { rows: left } = resolveHeadcounts(levels, rows)
          expect(left.reduce((all, { people }) => all + people, 0)).toBe(Math.max(region ?? 0, sum))
          expect(left.every(({ people }) => people >= 0)).toBe(true)
        },
      ),
      { numRuns: 500 },
    )
  })
})
