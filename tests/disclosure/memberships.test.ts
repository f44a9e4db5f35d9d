import { beforeAll, describe, expect, test } from 'vitest'
import type { AnyAnalysis } from '../../analyses/core/contract'
import type { Condition, SurveyDataset } from '../../analyses/core/datasets'
import type { Option } from '../../analyses/core/options'
import { toldSums } from '../../analyses/disclosure/told-sums'
import { analyses } from '../../analyses/index'
import { random } from '../../analyses/numeric/resampling/random'
import { computeAnalysis } from '../../analyses/recipe/execute'
import { membershipsOf } from '../../analyses/recipe/memberships'
import { releaseOf } from '../../analyses/recipe/run'
import { engineOfTests } from '../database/engine-of-tests'
import { askedOnce } from './asked-once'
import { clear, instrumentOf, openHandMade, type Respondent } from '../survey/hand-made-survey'

/** Whom the rows of every analysis say that they stand on, counted in the data: the two must agree, or nothing is known of what can be subtracted. */

const database = askedOnce(await engineOfTests())
/** What these tell are counts, correlations and models of everybody. */
const withoutSums = ['participation', 'structure', 'invariance', 'drivers']
const surveys = [...analyses.values()].filter(({ id, needs }) => needs.data === 'survey' && !withoutSums.includes(id))

const instrument = instrumentOf(
  [{}],
  [{ id: 'a' }, { id: 'b', score: 'sum', minAnswered: 2 }],
  [
    ...['a_1', 'a_2', 'a_3', 'a_4'].map((id) => ({
      id,
      reversed: id === 'a_4',
      askedOf: id === 'a_3' ? ['leader'] : [],
    })),
    ...['b_1', 'b_2', 'b_3'].map((id) => ({ id })),
    { id: 'alone', dimension: null },
  ],
)

interface Sample {
  readonly rounds: readonly string[]
  readonly isFollowed?: boolean
  /** Some are in one round only. */
  readonly isFollowedInPart?: boolean
  readonly isWeighted?: boolean
}
const samples: Readonly<Record<string, Sample>> = {
  'one round': { rounds: ['2021'] },
  'two rounds and weights, of which some are 0': { rounds: ['2021', '2022'], isWeighted: true },
  'two rounds in which persons are followed': { rounds: ['2021', '2022'], isFollowed: true },
  'three rounds in which some persons are followed': { rounds: ['2020', '2021', '2022'], isFollowedInPart: true },
}

function peopleOf({ rounds, isFollowed = false, isFollowedInPart = false }: Sample): readonly Respondent[] {
  const { uniform: next } = random(20240301, 'memberships')
  return rounds.flatMap((round, roundIndex) =>
    Array.from({ length: 90 }, (_, person): Respondent | null => {
      if (isFollowedInPart && person % 7 === roundIndex) return null
      const isLeader = person % 5 === 4
      const level = next() * 2
      const answers = Object.fromEntries(
        instrument.items.map(({ id }) => {
          const answer = 1 + Math.min(4, Math.floor(level + next() * 3))
          return [id, next() < 0.1 ? (next() < 0.5 ? null : answer) : answer]
        }),
      )
      return {
        round,
        respondent: isFollowed || isFollowedInPart ? `p${person}` : null,
        weight: person % 11 === 0 ? 0 : 0.5 + (person % 4),
        places: {
          organisation: person % 13 === 0 ? null : `O${person % 3}`,
          unit: person % 17 === 0 ? null : `O${person % 3} U${person % 2}`,
          role: person % 19 === 0 ? null : isLeader ? 'leader' : 'employee',
        },
        answers,
      }
    }).filter((one) => one !== null),
  )
}

type Options = Readonly<Record<string, unknown>>

/** What differs from the options taken by themselves: what people are divided by, and each choice of each option. */
function variants(analysis: AnyAnalysis, sample: Sample): readonly Options[] {
  const own: [string, Option][] = Object.entries(analysis.options)
  const few: Options = Object.fromEntries(
    own.flatMap(([id, option]): [string, unknown][] =>
      option.kind === 'number' && /^(draws|permutations|min_n|min_response_rate)$/u.test(id) ? [[id, option.min]] : [],
    ),
  )
  const [from] = sample.rounds
  const pair =
    Object.hasOwn(analysis.options, 'from') && sample.rounds.length > 1 ? { from, to: sample.rounds.at(-1) } : {}
  const by = Object.hasOwn(analysis.options, 'by') ? ['by'] : []
  const groups = by.flatMap((id) => [
    { [id]: ['organisation'] },
    { [id]: ['unit', 'role'] },
    { [id]: ['alone'] },
    { [id]: ['role', 'organisation'] },
    ...(sample.rounds.length > 1 ? [{ [id]: ['round', 'organisation'] }] : []),
    { [id]: 'organisation' },
  ])
  const choices = own.flatMap(([id, option]): Options[] => {
    // The default is chosen in all others.
    if (option.kind === 'choice')
      return option.choices.filter((choice) => choice !== option.default).map((choice) => ({ [id]: choice }))
    return option.kind === 'flag' ? [{ [id]: !option.default }] : []
  })
  return [{}, ...groups, ...choices.map((choice) => ({ ...choice, ...groups[0] }))].map((options) => ({
    ...few,
    ...pair,
    ...options,
  }))
}

/** Sums whose people are not those that the row counts; and how many sums there are. */
async function unknownOf(
  dataset: SurveyDataset,
  analysis: AnyAnalysis,
  options: Options,
  where: readonly Condition[],
): Promise<{ readonly unknown: readonly string[]; readonly known: number }> {
  const run = await computeAnalysis(
    database,
    {
      request: { id: analysis.id, as: analysis.id, options, where },
      datasets: { survey: dataset, series: null },
      seed: 1,
      publication: { minGroup: 1, language: 'en' },
    },
    {},
  )
  expect(run.status, JSON.stringify(run.refusal)).not.toBe('failed')
  const told = toldSums([releaseOf(run)], [run.tables])
  const memberships = membershipsOf(dataset, told, 'en')
  const frames = []
  for (const { statement } of memberships.plans) frames.push(await database.frame(statement))
  const systems = memberships.systems(frames)(told)
  return {
    unknown: systems.flatMap((system) => system.unknown.map((one) => JSON.stringify([options, where, one]))),
    known: systems.reduce((sum, system) => sum + system.sums.length, 0),
  }
}

describe.each(Object.entries(samples))('%s', (_name, sample) => {
  let dataset: SurveyDataset
  beforeAll(async () => {
    await clear(database)
    dataset = await openHandMade(database, {
      instrument,
      people: peopleOf(sample),
      attributes: ['organisation', 'unit', 'role'],
      weighted: sample.isWeighted ?? false,
    })
  })

  test.each(surveys.map((analysis) => [analysis.id, analysis] as const))(
    'the people whom the rows of %s count are those whom they are declared to stand on',
    async (_id, analysis) => {
      let known = 0
      for (const options of variants(analysis, sample))
        for (const where of [[], [{ column: 'role', in: ['employee'] }]]) {
          const found = await unknownOf(dataset, analysis, options, where)
          expect(found.unknown.slice(0, 2)).toEqual([])
          known += found.known
        }
      if ((analysis.needs.rounds ?? 1) <= sample.rounds.length) expect(known).toBeGreaterThan(0)
    },
    120_000,
  )
})
