import { fc, test as propertyTest } from '@fast-check/vitest'
import { describe, expect, test } from 'vitest'
import { attack, attackRule, type Findings } from '../../analyses/attack/attack'
import { eliminateFew } from '../../analyses/attack/elimination'
import { readPeople, type People } from '../../analyses/attack/people'
import type { Statement } from '../../analyses/attack/statements'
import { engineOfTests } from '../database/engine-of-tests'
import { randomSource } from '../random-source'
import { clear, instrumentOf, openHandMade, type Respondent } from '../survey/hand-made-survey'
import { attacked, published, type Asked } from './attacked'
import { complaintsOf } from './many-projects'
import { randomProject } from './random-project'

/** The attacker itself: that it finds what is there, says of it what the raw data say, and finds nothing where there is nothing. */

const database = await engineOfTests()

const instrument = instrumentOf(
  [{}],
  [{ id: 'culture' }, { id: 'technology' }],
  ['culture', 'technology'].flatMap((dimension) => [1, 2, 3, 4].map((item) => ({ id: `${dimension}_${item}` }))),
)

function staff(seed: number, places: readonly Readonly<Record<string, string | number>>[]): readonly Respondent[] {
  const random = randomSource(seed)
  return places.flatMap(({ people, ...place }) =>
    Array.from({ length: Number(people) }, () => ({
      places: Object.fromEntries(Object.entries(place).map(([id, level]) => [id, String(level)])),
      answers: Object.fromEntries(instrument.items.map(({ id }) => [id, 1 + Math.floor(random() * 5)])),
    })),
  )
}

/** Publishes without protection, and attacks with the usual smallest group: what somebody could take out of it. */
async function attackUnprotected(people: readonly Respondent[], requests: readonly Asked[]): Promise<Findings> {
  await clear(database)
  const survey = await openHandMade(database, { instrument, people, attributes: ['organisation', 'unit', 'role'] })
  const outcomes = await published(database, survey, requests, 1)
  return attack(outcomes, await readPeople(database, survey), attackRule(5), { abort: { aborted: false } })
}

const scores = (as: string, where: Asked['where'] = []): Asked => ({ id: 'dimension-scores', as, where, options: {} })

describe('what was worked out by hand of published numbers', () => {
  test('an organisation less two of its three units is the one person of the third', async () => {
    const people = staff(11, [
      { organisation: 'P', unit: 'A', role: 'employee', people: 14 },
      { organisation: 'P', unit: 'B', role: 'employee', people: 13 },
      { organisation: 'P', unit: 'C', role: 'employee', people: 1 },
      { organisation: 'Q', unit: 'X', role: 'employee', people: 20 },
    ])
    const { derived } = await attackUnprotected(people, [
      scores('whole', [{ column: 'organisation', in: ['P'] }]),
      scores('first', [{ column: 'unit', in: ['A'] }]),
      scores('second', [{ column: 'unit', in: ['B'] }]),
    ])
    const alone = people[27]?.answers ?? {}
    const beyondLowest = [1, 2, 3, 4].reduce((sum, item) => sum + Number(alone[`culture_${item}`]) - 1, 0)
    const found = derived.find(({ unknowns }) => unknowns.includes('culture_1'))
    expect(found).toMatchObject({ people: 1, rows: [27] })
    expect(found?.from.map(({ as }) => as).toSorted()).toEqual(['first', 'second', 'whole'])
    expect(Math.abs(found?.value?.truth ?? 0)).toBeCloseTo(beyondLowest, 9)
  })

  test('all answers less those of people who answered everything are those of who skipped one', async () => {
    const people = staff(14, [
      { organisation: 'P', unit: 'A', role: 'employee', people: 12 },
      { organisation: 'P', unit: 'B', role: 'employee', people: 12 },
    ]).map((person, index) => (index === 5 ? { ...person, answers: { ...person.answers, culture_4: null } } : person))
    const { derived } = await attackUnprotected(people, [
      { id: 'item-statistics', as: 'items', where: [], options: { by: ['unit'] } },
      { id: 'reliability', as: 'reliability', where: [], options: { by: ['unit'], draws: 0, ordinal: false } },
    ])
    for (const item of ['culture_1', 'culture_2', 'culture_3'])
      expect(derived.filter(({ unknowns, rows }) => unknowns[0] === item && rows[0] === 5)).not.toEqual([])
  })

  test('a dimension is the mean of its items: everybody by dimension, less employees by item, is the one leader', async () => {
    const people = staff(13, [
      { organisation: 'P', unit: 'A', role: 'employee', people: 14 },
      { organisation: 'P', unit: 'A', role: 'leader', people: 1 },
    ])
    const { derived } = await attackUnprotected(people, [
      scores('everybody'),
      {
        id: 'item-statistics',
        as: 'employees',
        where: [{ column: 'role', in: ['employee'] }],
        options: { by: ['unit'] },
      },
    ])
    const leader = derived.find(({ unknowns }) => unknowns.length === 4 && unknowns.includes('culture_1'))
    expect(leader).toMatchObject({ people: 1, rows: [14] })
    expect(leader?.value?.derived).toBeCloseTo(leader?.value?.truth ?? Number.NaN, 9)
  })

  test('quartiles, median, mean and standard deviation of five people are their five scores', async () => {
    const people = staff(15, [
      { organisation: 'P', unit: 'A', role: 'employee', people: 5 },
      { organisation: 'P', unit: 'B', role: 'employee', people: 20 },
    ])
    const { certain, derived } = await attackUnprotected(people, [
      { id: 'dimension-scores', as: 'units', where: [], options: { by: ['unit'] } },
    ])
    expect(derived).toEqual([])
    const five = certain.filter(({ n, outcome }) => n === 5 && outcome === 'culture')
    expect(five.reduce((sum, { people: sharing }) => sum + sharing, 0)).toBeGreaterThanOrEqual(3)
    expect(five.every(({ samples }) => samples === 1)).toBe(true)
  })

  test('one table of everybody, or of large groups, gives nothing away', async () => {
    const people = staff(16, [
      { organisation: 'P', unit: 'A', role: 'employee', people: 40 },
      { organisation: 'P', unit: 'B', role: 'employee', people: 50 },
    ])
    const findings = await attackUnprotected(people, [
      scores('everybody'),
      { id: 'dimension-scores', as: 'units', where: [], options: { by: ['unit'] } },
    ])
    expect(findings.statements).toBeGreaterThan(6)
    expect(complaintsOf(findings)).toEqual([])
  })
})

test('every sum that is read from unprotected tables is borne by the raw data', { timeout: 240_000 }, async () => {
  let read = 0
  for (let seed = 1; seed <= 20; seed += 1) {
    const project = randomProject(seed)
    await clear(database)
    const survey = await openHandMade(database, project.made)
    const outcomes = await published(database, survey, project.requests, 1)
    const findings = attack(outcomes, await readPeople(database, survey), attackRule(project.minGroup), {
      abort: { aborted: false },
    })
    expect(findings.unread, `seed ${seed}`).toEqual([])
    for (const { value, people } of findings.derived) {
      expect(people, `seed ${seed}`).toBeLessThan(project.minGroup)
      if (value !== null) expect(Math.abs(value.derived - value.truth), `seed ${seed}`).toBeLessThan(1e-6)
    }
    read += findings.statements
  }
  expect(read).toBeGreaterThan(1500)
})

test(
  'nothing about few people follows from all that random projects show together: no sum, and no answer that all samples have',
  { timeout: 240_000 },
  async () => {
    let read = 0
    for (let seed = 1; seed <= 60; seed += 1) {
      const { derived, certain, isComplete, statements } = await attacked(database, randomProject(seed))
      expect(derived, `seed ${seed}`).toEqual([])
      expect(certain, `seed ${seed}`).toEqual([])
      expect(isComplete, `seed ${seed}`).toBe(true)
      read += statements
    }
    expect(read).toBeGreaterThan(1200)
  },
)

describe('against every set of few people, one after another', () => {
  const size = 8
  const least = 4
  const groups = fc.array(fc.uniqueArray(fc.nat({ max: size - 1 }), { minLength: least, maxLength: size }), {
    minLength: 1,
    maxLength: 6,
  })

  propertyTest.prop([groups], { numRuns: 300 })('sums of groups give away the smallest sets and no others', (sums) => {
    const people = peopleOf(size)
    const { derived, isComplete } = eliminateFew(people, sums.map(sumOf), least, {
      abort: { aborted: false },
      progress: () => undefined,
    })
    const rows = sums.map((members) => Array.from({ length: size }, (_, person) => (members.includes(person) ? 1 : 0)))
    const telling = subsetsOf(size, least - 1).filter((set) => isTold(rows, set))
    const smallest = telling.filter((set) => !telling.some((other) => isProperPart(other, set)))
    expect(isComplete).toBe(true)
    expect(new Set(derived.map((one) => one.rows.join(' ')))).toEqual(new Set(smallest.map((set) => set.join(' '))))
  })

  function peopleOf(count: number): People {
    return {
      instrument,
      scored: new Map(),
      isWeighted: false,
      rows: Array.from({ length: count }, (_, person) => ({
        person: String(person),
        places: {},
        weight: 1,
        answers: { culture_1: 1 + (person % 5) },
      })),
    }
  }

  const sumOf = (rows: readonly number[]): Statement => ({
    origin: { as: 'a', table: 't', row: 0, column: 'mean' },
    parts: [{ unknown: 'culture_1', measure: 'power 1', rows: [...rows].sort((a, b) => a - b), factor: [1, 1] }],
    published: rows.reduce((sum, row) => sum + 1 + (row % 5), 0),
  })

  const isProperPart = (part: readonly number[], whole: readonly number[]): boolean =>
    part.length < whole.length && part.every((person) => whole.includes(person))

  function subsetsOf(count: number, most: number): readonly (readonly number[])[] {
    const sets: number[][] = []
    for (let bits = 1; bits < 2 ** count; bits += 1) {
      const set = Array.from({ length: count }, (_, person) => person).filter((person) => ((bits >> person) & 1) === 1)
      if (set.length <= most) sets.push(set)
    }
    return sets
  }

  /** Some combination is 0 outside of the set and not in it: the rank falls when the columns of the set are left out. */
  function isTold(rows: readonly (readonly number[])[], set: readonly number[]): boolean {
    return rank(rows) > rank(rows.map((row) => row.filter((_, person) => !set.includes(person))))
  }

  /** Rank over the rationals by fraction-free elimination, apart from the code under test. */
  function rank(rows: readonly (readonly number[])[]): number {
    let left = rows.map((row) => row.map(BigInt))
    let found = 0
    for (let column = 0; column < (rows[0]?.length ?? 0); column += 1) {
      const pivot = left.find((row) => row[column] !== 0n)
      if (pivot === undefined) continue
      found += 1
      const head = pivot[column] ?? 1n
      left = left
        .filter((row) => row !== pivot)
        .map((row) => row.map((value, at) => value * head - (pivot[at] ?? 0n) * (row[column] ?? 0n)))
    }
    return found
  }
})
