import { describe, expect, test } from 'vitest'
import type { InsertColumn } from '../../analyses/core/database'
import type { SurveyDataset } from '../../analyses/core/datasets'
import { rowsOfTable, type TableRow } from '../../analyses/core/result'
import { engineOfTests } from '../database/engine-of-tests'
import { runAnalysis } from '../fixture-project'
import { openSmallSurvey, smallInstrument } from '../survey-shapes'

type People = readonly {
  readonly country: string
  readonly role: string
  readonly round: string
  readonly answer: number
}[]

/** A survey in which everybody answers all items of alpha alike. */
async function surveyOf(people: People): Promise<SurveyDataset> {
  const factor = (id: string, of: (index: number) => string): InsertColumn => {
    const levels = [...new Set(people.map((_, index) => of(index)))].toSorted()
    return { kind: 'factor', id, levels, codes: Int32Array.from(people, (_, index) => levels.indexOf(of(index))) }
  }
  await database.insert('responses', {
    rowCount: people.length,
    columns: [
      { kind: 'integer', id: '_row', values: Int32Array.from(people, (_, index) => index + 1) },
      factor('_source', () => 'made-up'),
      factor('round', (index) => people[index]?.round ?? ''),
      { kind: 'text', id: '_respondent', values: people.map(() => null) },
      { kind: 'numeric', id: '_weight', values: new Float64Array(people.length).fill(1) },
      factor('country', (index) => people[index]?.country ?? ''),
      factor('organisation', (index) => `${people[index]?.country ?? ''} ${index % 2}`),
      factor('role', (index) => people[index]?.role ?? ''),
      ...smallInstrument.items.map(({ id, reversed }): InsertColumn => ({
        kind: 'byte',
        id,
        values: Int8Array.from(people, ({ answer }) => (reversed ? 6 - answer : answer)),
      })),
    ],
  })
  return openSmallSurvey(database)
}

/** Each count of people in a cell answers 1, 2, 3 … in turn, one higher for leaders. */
const cells = (counts: Readonly<Record<string, number>>): People =>
  Object.entries(counts).flatMap(([key, count]) => {
    const [country = '', role = ''] = key.split(' ')
    return Array.from({ length: count }, (_, index) => ({
      country,
      role,
      round: '2022',
      answer: 1 + (index % 3) + (role === 'leader' ? 1 : 0),
    }))
  })

const database = await engineOfTests()

async function run(people: People, options: Readonly<Record<string, unknown>> = {}, minGroup = 1) {
  await database.execute('DROP VIEW IF EXISTS scores')
  await database.execute('DROP TABLE IF EXISTS responses')
  const survey = await surveyOf(people)
  return runAnalysis(
    { database, datasets: { survey, series: null } as never },
    'factorial-variance',
    { outcomes: ['alpha'], factors: ['country', 'role'], ...options },
    { minGroup },
  )
}
type Outcome = Awaited<ReturnType<typeof run>>
const rows = (outcome: Outcome, id: string): readonly TableRow[] =>
  rowsOfTable(outcome.tables.find((table) => table.id === id)!).map(({ cells: own }) => own)
/** The reasons that a refusal gives. */
const reasonsOf = (outcome: Outcome): readonly string[] => {
  const reasons = outcome.refusal?.about['reasons']
  if (typeof reasons !== 'object' || reasons === null || !('list' in reasons)) throw new Error('no reasons')
  return reasons.list.map((reason) =>
    typeof reason === 'object' && 'message' in reason ? reason.message.replace('factorial-variance:obstacle.', '') : '',
  )
}
const codes = (outcome: Outcome): readonly string[] =>
  outcome.notes.map(({ code }) => code.replace('factorial-variance:', ''))

describe('without interactions', () => {
  test('one answer in each combination is tested, as R has it', async () => {
    const answers = { NO: [1, 3, 2], SE: [5, 4, 3] } as const
    const people = Object.entries(answers).flatMap(([country, own]) =>
      own.map((answer, index) => ({ country, role: `r${index}`, round: '2022', answer })),
    )
    expect(reasonsOf(await run(people))).toEqual(['no-replication'])
    const outcome = await run(people, { interactions: false })
    // anova(lm(y ~ a + b))
    const [country, role, rest] = rows(outcome, 'anova')
    expect([country?.['sum_sq'], role?.['sum_sq'], rest?.['sum_sq']].map(Number)).toEqual([
      expect.closeTo(6, 10),
      expect.closeTo(1, 10),
      expect.closeTo(3, 10),
    ])
    expect([country?.['df'], role?.['df'], rest?.['df']]).toEqual([1, 2, 2])
    expect(Number(country?.['p_value'])).toBeCloseTo(0.183503419072274, 10)
    // A person who is alone in a combination does not determine an effect alone.
    expect(Number(country?.['hc3_p_value'])).toBeGreaterThan(0)
  })

  test('a combination that nobody is in leaves no mean and no type open', async () => {
    const people = cells({ 'NO employee': 12, 'NO leader': 9, 'SE employee': 15 })
    const outcome = await run(people, { type: 3, interactions: false })
    expect(outcome.status).toBe('ok')
    expect(codes(outcome)).not.toContain('type-3-needs-cells')
    const means = rows(outcome, 'marginal_means')
    expect(means.filter((row) => row['estimate'] === null)).toEqual([])
    expect(means.map((row) => row['term'])).not.toContain('role:country')
  })
})

describe('factors that cannot be crossed', () => {
  const people = cells({ 'NO employee': 12, 'NO leader': 12, 'SE employee': 12, 'SE leader': 12 })
  test('an organisation within its country is refused by name', async () => {
    const outcome = await run(people, { factors: ['country', 'organisation'] })
    expect(outcome.refusal?.code).toBe('factorial-variance:nested-factors')
    expect(outcome.refusal?.about).toEqual({ inner: { attribute: 'organisation' }, outer: { attribute: 'country' } })
  })
  test('a factor with one level leaves nothing to test', async () => {
    const outcome = await run(people, { factors: ['round', 'role'] })
    expect(outcome.refusal?.code).toBe('factorial-variance:nothing-to-test')
    expect(reasonsOf(outcome)).toEqual(['factor-constant'])
  })
})

describe('cells', () => {
  test('balanced cells give the same sums of squares under every type', async () => {
    const people = cells({ 'NO employee': 12, 'NO leader': 12, 'SE employee': 12, 'SE leader': 12 })
    const [first, second, third] = [
      await run(people, { type: 1 }),
      await run(people, { type: 2 }),
      await run(people, { type: 3 }),
    ]
    const sums = (outcome: Outcome): readonly number[] => rows(outcome, 'anova').map((row) => Number(row['sum_sq']))
    sums(first).forEach((value, at) => {
      expect(sums(second)[at]).toBeCloseTo(value, 10)
      expect(sums(third)[at]).toBeCloseTo(value, 10)
    })
    // 48 people, leaders one higher: Σ n(m − mean)² = 48/4.
    expect(rows(first, 'anova').find((row) => row['term'] === 'role')?.['sum_sq']).toBeCloseTo(12, 10)
    expect(rows(first, 'anova').map((row) => row['term'])).toEqual(['country', 'role', 'country:role', 'residuals'])
  })

  test('an empty cell leaves type 3 open but for the interaction, which has no degrees of freedom left', async () => {
    const people = cells({ 'NO employee': 12, 'NO leader': 9, 'SE employee': 15 })
    const third = await run(people, { type: 3 })
    expect(third.refusal?.code).toBe('factorial-variance:nothing-to-test')
    // Not the two levels, the number of people or the spread within combinations, which are all there.
    expect(reasonsOf(third)).toEqual(['type-3-needs-cells'])
    const second = await run(people)
    expect(codes(second)).toEqual(expect.arrayContaining(['cells-empty', 'fewer-degrees']))
    const [country, role, interaction] = rows(second, 'anova')
    expect([country?.['df'], role?.['df'], interaction?.['df']]).toEqual([1, 1, 0])
    expect(interaction?.['p_value']).toBeNull()
    const means = rows(second, 'marginal_means')
    expect(means.find((row) => row['term'] === 'country' && row['country'] === 'SE')?.['estimate']).toBeNull()
    expect(means.find((row) => row['term'] === 'country' && row['country'] === 'NO')?.['estimate']).toBeCloseTo(2.5, 10)
  })

  test('what type 3 leaves open is said not to be tested, never that nothing could be shown', async () => {
    const people = cells({ 'NO employee': 12, 'NO leader': 9, 'SE employee': 15, 'SE leader': 10, 'DK employee': 8 })
    const outcome = await run(people, { type: 3 })
    expect(rows(outcome, 'anova').map((row) => [row['term'], row['p_value'] === null])).toEqual([
      ['country', true],
      ['role', true],
      ['country:role', false],
      ['residuals', true],
    ])
    const said = outcome.prose.finding.map((sentence) =>
      typeof sentence === 'object' && 'message' in sentence ? sentence.message : '',
    )
    expect(said).toContain('factorial-variance:say.finding.untested')
    expect(said).not.toContain('factorial-variance:say.finding.undecided')
  })

  test('answers alike within every cell are no test, and the means stay', async () => {
    const people = cells({ 'NO employee': 1, 'NO leader': 1, 'SE employee': 1, 'SE leader': 1 })
    expect(reasonsOf(await run(people))).toEqual(['no-replication'])
    const alike = people.flatMap((person) => [person, person, person])
    expect(reasonsOf(await run(alike))).toEqual(['no-variation-within'])
  })
})

test('more levels than lines that can be told apart are in the table and not in a figure, with a note', async () => {
  const letters = [...'ABCDEFGH']
  const people = letters.flatMap((country) => letters.flatMap((role) => cells({ [`${country} ${role}`]: 4 })))
  const outcome = await run(people)
  expect(outcome.figures).toEqual([])
  expect(codes(outcome)).toContain('figure-left-out')
  expect(rows(outcome, 'marginal_means')).toHaveLength(8 + 8 + 64)
})

describe('protection', () => {
  test('a small cell is in no number, and counts as empty', async () => {
    const full = cells({
      'DK employee': 22,
      'DK leader': 14,
      'DK temporary': 15,
      'NO employee': 30,
      'NO leader': 12,
      'NO temporary': 13,
      'SE employee': 31,
      'SE leader': 3,
      'SE temporary': 17,
    })
    const shown = await run(full, { type: 2 }, 5)
    expect(codes(shown)).toContain('cells-withheld')
    const means = rows(shown, 'marginal_means')
    // The three are not counted anywhere, and no mean is taken over them.
    expect(means.find((row) => row['country'] === 'SE' && row['role'] === 'leader')).toMatchObject({
      n: null,
      estimate: null,
      sd: null,
    })
    const table = shown.tables.find(({ id }) => id === 'marginal_means')!
    const withheld = new Set(table.suppressed.map(([row]) => row))
    expect(withheld.size).toBe(means.filter((row) => row['term'] === 'country:role' && row['estimate'] === null).length)
    expect(withheld.size).toBeGreaterThan(1)
    expect(means.filter((row) => row['term'] === 'country:role').length).toBeGreaterThan(3)
    expect(means.find((row) => row['term'] === 'country' && row['country'] === 'SE')?.['n']).toBeNull()
    const changed = await run(
      full.map((person) => (person.country === 'SE' && person.role === 'leader' ? { ...person, answer: 5 } : person)),
      { type: 2 },
      5,
    )
    expect(JSON.stringify([changed.tables, changed.figures])).toBe(JSON.stringify([shown.tables, shown.figures]))
  })
})
