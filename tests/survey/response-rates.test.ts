import { afterEach, describe, expect, test } from 'vitest'
import participation from '../../analyses/participation/analysis'
import roundChange from '../../analyses/round-change/analysis'
import groupComparison from '../../analyses/group-comparison/analysis'
import type { Condition, SurveyDataset } from '../../analyses/core/datasets'
import type { Label } from '../../analyses/core/words'
import { engineOfTests } from '../database/engine-of-tests'
import { clear, instrumentOf, openHandMade, type Respondent } from './hand-made-survey'
import { cellsOf, inEnglish, runOn } from './run-analysis'

const instrument = instrumentOf([{}], [{ id: 'a' }], [{ id: 'a_1' }, { id: 'a_2' }])
/** People of a round and place whose answers are spread alike, `shift` up in the second half of the items' range. */
const many = (count: number, round: string, places: Respondent['places'], up = 0): readonly Respondent[] =>
  Array.from({ length: count }, (_, index) => ({
    round,
    ...(places === undefined ? {} : { places: { shift: index % 2 === 0 ? 'day' : 'night', ...places } }),
    answers: { a_1: 1 + (index % 3) + up, a_2: 2 + (index % 3) + up },
  }))
const database = await engineOfTests()
afterEach(() => clear(database))

type Heads = readonly { readonly round: string; readonly invited: number; readonly organisation?: string | null }[]
const openWith = (
  headcount: Heads | undefined,
  people: readonly Respondent[],
  by: readonly string[] = ['organisation'],
) =>
  openHandMade(database, {
    instrument,
    attributes: ['organisation', 'shift'],
    people,
    ...(headcount === undefined ? {} : { headcount, headcountBy: by }),
  })
const people = [...many(120, '2021', { organisation: 'P' }), ...many(40, '2022', { organisation: 'P' }, 1)]
const first = { round: '2021', organisation: 'P', invited: 200 } as const
const right: Heads = [first, { round: '2022', organisation: 'P', invited: 600 }]

interface Change {
  readonly verdict: unknown
  readonly rates: readonly unknown[]
  readonly bases: readonly unknown[]
  readonly reason: string
  readonly finding: string
  readonly figure: string
  readonly codes: readonly string[]
}

const label = (dataset: SurveyDataset, value: unknown): string =>
  inEnglish(dataset, value as Label).replaceAll('\u00a0', ' ')

async function changeOf(
  dataset: SurveyDataset,
  row: Readonly<Record<string, string>> = {},
  where: readonly Condition[] = [],
): Promise<Change> {
  const outcome = await runOn(
    database,
    dataset,
    roundChange,
    { from: '2021', to: '2022', by: Object.keys(row), permutations: 999 },
    { where },
  )
  const cells = cellsOf(outcome, 'change', { outcome: 'a', ...row })
  return {
    verdict: cells['verdict'],
    rates: [cells['response_rate_1'], cells['response_rate_2']],
    bases: [cells['response_rate_basis_1'], cells['response_rate_basis_2']],
    reason: label(dataset, cells['reason']),
    finding: outcome.prose.finding.map((sentence) => label(dataset, sentence)).join(' '),
    figure:
      outcome.figures
        .find(({ id }) => id === 'change')
        ?.notes?.map((note) => label(dataset, note))
        .join(' ') ?? '',
    codes: outcome.notes.map(({ code }) => code),
  }
}

describe('the gate', () => {
  test('asks for the rate of the group', async () => {
    const change = await changeOf(await openWith(right, people), { organisation: 'P' })
    expect(change).toMatchObject({ verdict: 'not-comparable', rates: [0.6, 40 / 600], bases: ['own', 'own'] })
    expect(change.reason).toBe('response rate of 7% (at least 30% needed) in round 2022')
  })

  test('asks for the rate of everybody where the groups have no headcount', async () => {
    const change = await changeOf(await openWith(right, people), { shift: 'day' })
    expect(change).toMatchObject({ verdict: 'not-comparable', rates: [0.6, 40 / 600], bases: ['whole', 'whole'] })
    expect(change.reason).toBe('response rate of 7% among everybody (at least 30% needed) in round 2022')
    expect(change.codes).toContain('survey:rate-whole')
  })

  test('asks for the rate of the nearest place that has a headcount', async () => {
    const others = [...many(90, '2021', { organisation: 'Q' }), ...many(90, '2022', { organisation: 'Q' })]
    const heads = [...right, ...['2021', '2022'].map((round) => ({ round, organisation: 'Q', invited: 100 }))]
    const dataset = await openWith(heads, [...people, ...others])
    const change = await changeOf(dataset, { organisation: 'P', shift: 'day' })
    expect(change.reason).toBe('response rate of 7% in P (at least 30% needed) in round 2022')
    expect((await changeOf(dataset, { organisation: 'Q', shift: 'day' })).rates).toEqual([0.9, 0.9])
  })

  test('takes a filter that keeps everybody for the whole, and one that does not for part of it', async () => {
    const dataset = await openWith(right, people)
    const all = await changeOf(dataset, {}, [{ column: 'shift', in: ['day', 'night'] }])
    expect(all).toMatchObject({ verdict: 'not-comparable', bases: ['own', 'own'] })
    const some = await changeOf(dataset, {}, [{ column: 'shift', in: ['night'] }])
    expect(some).toMatchObject({ verdict: 'not-comparable', rates: [0.6, 40 / 600], bases: ['whole', 'whole'] })
  })

  test('asks everybody’s rate where the filter itself has no headcount', async () => {
    const heads = [
      { round: '2021', organisation: 'P', invited: 200 },
      { round: '2022', organisation: 'P kommune', invited: 600 },
    ]
    const change = await changeOf(await openWith(heads, people), {}, [{ column: 'organisation', in: ['P'] }])
    expect(change).toMatchObject({ verdict: 'not-comparable', rates: [0.6, 40 / 600], bases: ['own', 'whole'] })
  })

  test('asks everybody’s rate of a group whose name is misspelt in the headcount', async () => {
    const heads = [
      { round: '2021', organisation: 'P', invited: 200 },
      { round: '2022', organisation: 'P kommune', invited: 600 },
    ]
    const change = await changeOf(await openWith(heads, people), { organisation: 'P' })
    expect(change).toMatchObject({ verdict: 'not-comparable', bases: ['own', 'whole'] })
  })

  test.each([
    ['a round that the headcount lacks', [first]],
    ['a misspelt round', [first, { round: '2O22', organisation: 'P', invited: 600 }]],
    ['fewer invited than responded', [first, { round: '2022', organisation: 'P', invited: 30 }]],
    ['nobody invited', [first, { round: '2022', organisation: 'P', invited: 0 }]],
  ] as const)('says that the rate is unknown for %s, in reason, prose and figure', async (_name, heads) => {
    const change = await changeOf(
      await openWith(
        heads.filter((row) => row !== undefined),
        people,
      ),
    )
    expect(change).toMatchObject({ verdict: 'changed', rates: [0.6, null], bases: ['own', 'unknown'] })
    expect(change.reason).toMatch(/; response rate unknown in 2022$/)
    expect(change.finding).toContain('The response rate is unknown in 2022')
    expect(change.figure).toContain('The response rate is unknown in 2022')
    expect(change.codes).toContain('survey:rate-unknown')
  })

  test('says so once for both rounds where there is no headcount at all', async () => {
    const change = await changeOf(await openWith(undefined, people))
    expect(change.reason).toMatch(/; response rate unknown in 2021 and 2022$/)
    expect(change.codes).toContain('round-change:headcount-unknown')
    expect(change.codes).not.toContain('survey:rate-unknown')
  })

  test('says nothing of rates that are known and high enough', async () => {
    const change = await changeOf(await openWith([first, { round: '2022', organisation: 'P', invited: 60 }], people))
    expect(change).toMatchObject({ verdict: 'changed', rates: [0.6, 40 / 60] })
    expect(`${change.reason} ${change.finding} ${change.figure}`).not.toContain('response rate')
    expect(change.codes.filter((code) => code.startsWith('survey:rate'))).toEqual([])
  })
})

describe('participation', () => {
  const some = [...many(30, '2021', { organisation: 'P' }), ...many(20, '2021', { organisation: 'Q' })]

  test('of a sum in which a place is missing is that of the others, and said to be', async () => {
    const dataset = await openWith([{ round: '2021', organisation: 'P', invited: 60 }], some)
    const outcome = await runOn(database, dataset, participation)
    // Never 50 of 60.
    expect(cellsOf(outcome, 'participation', { round: '2021' })).toMatchObject({
      responded: 50,
      headcount: 60,
      response_rate: 0.5,
      response_rate_basis: 'part',
    })
    expect(outcome.prose.finding.map((sentence) => label(dataset, sentence)).join(' ')).toContain(
      'Of the 60 in the headcount, which lacks some places, 50% did',
    )
    expect(outcome.notes.map(({ code }) => code)).toContain('participation:counted-in-part')
  })

  test('of a group without a headcount is not that of others, but its gate is', async () => {
    const dataset = await openWith([{ round: '2021', organisation: 'P', invited: 200 }], some)
    const outcome = await runOn(database, dataset, participation, { by: ['organisation'] })
    const cells = cellsOf(outcome, 'participation', { organisation: 'Q' })
    expect(cells).toMatchObject({ response_rate: null, response_rate_basis: 'whole', comparable: 'no' })
    expect(label(dataset, cells['reason'])).toBe('response rate of 15% among everybody (at least 30% needed)')
  })

  test('of a headcount that is counted for nobody in particular is known for all and for no group', async () => {
    const dataset = await openWith([{ round: '2021', organisation: null, invited: 100 }], some)
    const whole = cellsOf(await runOn(database, dataset, participation), 'participation', { round: '2021' })
    expect(whole).toMatchObject({ response_rate: 0.5, response_rate_basis: 'own' })
    const group = await runOn(database, dataset, participation, { by: ['organisation'] })
    expect(cellsOf(group, 'participation', { organisation: 'P' })).toMatchObject({ response_rate_basis: 'whole' })
  })

  test('says in the reason of a comparable group that its rate is unknown', async () => {
    const dataset = await openWith(undefined, some)
    const outcome = await runOn(database, dataset, participation, { max_half_width: 3 })
    expect(label(dataset, cellsOf(outcome, 'participation', { round: '2021' })['reason'])).toBe(
      'meets the limits; response rate unknown',
    )
  })
})

test('a finite population is one that everybody who answered belongs to', async () => {
  const dataset = await openWith(
    [{ round: '2021', organisation: 'P', invited: 60 }],
    [...many(30, '2021', { organisation: 'P' }), ...many(20, '2021', { organisation: 'Q' })],
  )
  const outcome = await runOn(database, dataset, groupComparison, { by: ['round', 'shift'], finite_population: true })
  expect(outcome.notes.map(({ code }) => code)).toContain('group-comparison:headcount-unknown')
})
