import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { writeInstrument } from '../../analyses/instrument/format'
import type { Instrument } from '../../analyses/instrument/model'
import { randomSource } from '../random-source'
import { smallInstrument } from '../survey-shapes'

/**
 * A project in which whatever is counted of few people is a number between 10 and 39, where the smallest group is 40: no other number of it lies there, so that one that
 * is told is seen to be of people.
 */
export const fewest = 10
export const minGroup = 40

const [scale] = smallInstrument.scales
if (scale === undefined) throw new Error('no scale')

export const instrument: Instrument = {
  ...smallInstrument,
  scales: [
    {
      ...scale,
      nonResponses: [
        { code: 7, kind: 'not_relevant', label: { en: 'Not relevant' } },
        { code: 8, kind: 'refused', label: { en: 'Rather not say' } },
        { code: 9, kind: 'dont_know', label: { en: 'Don’t know' } },
      ],
    },
  ],
  measures: [{ id: 'course', label: { en: 'A course', nb: 'Et kurs', sv: 'En kurs' }, for: ['alpha'], below: 4 }],
}

const items = instrument.items.map(({ id }) => id)

/** People of an organisation and a role, in each of two rounds. `null` named none. */
const groups: readonly (readonly [string | null, string | null, number])[] = [
  ['North', 'employee', 210],
  ['North', 'leader', 60],
  ['South', 'employee', 160],
  ['South', 'leader', 55],
  ['East', 'employee', 150],
  ['East', 'leader', 70],
  ['West', 'employee', 120],
  // Few leaders of an organisation that is shown.
  ['West', 'leader', 13],
  // A whole organisation of few.
  ['Few', 'employee', 17],
  // Those who named no organisation, and those who named no role.
  [null, 'employee', 11],
  ['North', null, 14],
]

interface Person {
  readonly id: string
  readonly organisation: string
  readonly role: string
  readonly weight: string
  readonly cells: string[]
}

/** Every person of one round. What is missing is missing of few, each kind of another number. */
function peopleOf(round: number): readonly Person[] {
  const random = randomSource(2022 + round)
  const people: Person[] = groups.flatMap(([organisation, role, n], group) =>
    Array.from({ length: n }, (_, person) => {
      const level = random() * 2 + (organisation === 'North' ? 0.4 : 0) + 0.2 * round
      return {
        // In each round some are another person than before.
        id: `${group}-${person % 29 === 0 ? `${person}r${round}` : person}`,
        organisation: organisation ?? '',
        role: role ?? '',
        weight: organisation === 'South' && person < 31 ? '0' : String(1 + (person % 3) / 2),
        cells: items.map(() => String(1 + Math.min(4, Math.floor(level + random() * 3)))),
      }
    }),
  )
  const change = (from: number, people_: number, item: string, cell: string): void => {
    for (const { cells } of people.slice(from, from + people_)) cells[items.indexOf(item)] = cell
  }
  change(10, 19, 'alpha_1', '')
  change(40, 23, 'alpha_2', '9')
  change(70, 18, 'alpha_3', '7')
  change(290, 16, 'beta_1', '8')
  change(330, 21, 'beta_2', 'of old')
  change(360, 26, 'beta_2', '66')
  // A dimension that few have no score of, and people who always give one answer.
  for (const item of ['beta_1', 'beta_2', 'beta_3']) change(500, 27, item, '')
  for (const { cells } of people.slice(600, 622)) cells.fill('3')
  return people
}

const heads = `round,organisation,role,headcount\n${['2021', '2022']
  .flatMap((round) =>
    groups.flatMap(([organisation, role, n]) =>
      organisation === null || role === null ? [] : [`${round},${organisation},${role},${n < minGroup ? 50 : 2 * n}`],
    ),
  )
  .join('\n')}\n`

type Request = Readonly<Record<string, unknown>> & { readonly id: string; readonly as: string }
const quick = { draws: 200 }
const by = ['organisation']
const analyses: readonly Request[] = [
  { id: 'participation', as: 'participation', options: { by } },
  { id: 'participation', as: 'participation-by-role', options: { by: ['organisation', 'role'] } },
  { id: 'item-statistics', as: 'items', options: { by } },
  { id: 'item-statistics', as: 'items-by-role', options: { by: ['organisation', 'role'], weights: true } },
  { id: 'reliability', as: 'reliability', options: { by, ...quick } },
  { id: 'dimension-scores', as: 'scores', options: { by } },
  { id: 'dimension-scores', as: 'scores-by-role', options: { by: ['organisation', 'role'], weights: true } },
  { id: 'group-comparison', as: 'groups', options: { by } },
  { id: 'group-comparison', as: 'groups-weighted', options: { by: ['organisation', 'role'], weights: true } },
  { id: 'factorial-variance', as: 'factors', options: { factors: ['organisation', 'role'] } },
  { id: 'round-change', as: 'change', options: { by, from: '2021', to: '2022', permutations: 999 } },
  {
    id: 'round-change',
    as: 'change-by-role',
    options: { by: ['organisation', 'role'], from: '2021', to: '2022', permutations: 999, min_n: 2, max_half_width: 9 },
  },
  { id: 'ordinal-model', as: 'ordinal', options: { outcomes: ['alpha_1', 'beta_2'], by, dimensions: ['beta'] } },
  { id: 'measures', as: 'measures', options: { by, importance: 'equal' } },
  { id: 'measures', as: 'measures-important', options: { important_for: 'beta', ...quick } },
  { id: 'structure', as: 'structure', options: { draws: 100 } },
  { id: 'invariance', as: 'invariance', options: { by } },
  { id: 'revalidation', as: 'revalidation', options: { dimension: 'alpha', by: 'organisation', ...quick } },
  { id: 'aggregation', as: 'aggregation', options: { by } },
  { id: 'variance-components', as: 'components', options: { random: ['organisation'] } },
  { id: 'drivers', as: 'drivers', options: { outcome: 'alpha', predictors: ['beta'], repeats: 1, folds: 2, ...quick } },
]

const ofLastRound = { column: 'round', in: ['2022'] }
const needsRounds = ['participation', 'round-change', 'measures']
const everybody = analyses.map((one): Request => ({ ...one, where: needsRounds.includes(one.id) ? [] : [ofLastRound] }))

/** All analyses of everybody, and again of those whom a filter leaves: few, and an organisation of whose roles one is few. */
export const requests: readonly Request[] = [
  ...everybody,
  ...analyses.map((one) => ({ ...one, as: `${one.as}-of-few`, where: [{ column: 'organisation', in: ['Few'] }] })),
  ...analyses
    .filter(({ as }) => as.endsWith('-by-role') || as === 'factors')
    .map((one) => ({ ...one, as: `${one.as}-of-west`, where: [{ column: 'organisation', in: ['West'] }] })),
]

/** Writes the project into a folder. @returns the path of its recipe */
export function writeProjectOfFew(folder: string, asked: readonly Request[]): string {
  const head = ['id', 'organisation', 'role', 'weight', ...items].join(',')
  for (const [index, round] of ['2021', '2022'].entries())
    writeFileSync(
      join(folder, `${round}.csv`),
      `${head}\n${peopleOf(index)
        .map(({ id, organisation, role, weight, cells }) => [id, organisation, role, weight, ...cells].join(','))
        .join('\n')}\n`,
    )
  writeFileSync(join(folder, 'heads.csv'), heads)
  writeFileSync(join(folder, 'instrument.json'), writeInstrument(instrument))
  const sources = ['2021', '2022'].map((round) => ({
    id: `r${round}`,
    kind: 'survey',
    file: `${round}.csv`,
    round,
    respondent: 'id',
    weight: 'weight',
    attributes: ['organisation', 'role'],
  }))
  const path = join(folder, 'recipe.json')
  writeFileSync(
    path,
    JSON.stringify({
      recipe: 1,
      title: 'Few',
      language: 'sv',
      seed: 1,
      instrument: 'instrument.json',
      sources: [...sources, { id: 'heads', kind: 'headcount', file: 'heads.csv' }],
      protect: { min_group: minGroup },
      analyses: asked,
      output: { tables: ['csv'], figures: [] },
    }),
  )
  return path
}
