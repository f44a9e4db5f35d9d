import type { Condition } from '../../analyses/core/datasets'
import type { Instrument } from '../../analyses/instrument/model'
import type { RunRequest } from '../../analyses/recipe/run'
import { randomSource } from '../random-source'
import { instrumentOf, type Answer, type HandMade, type Respondent } from '../survey/hand-made-survey'

/** A survey that somebody may have, and the analyses that somebody may ask of it. */
export interface RandomProject {
  readonly seed: number
  readonly made: HandMade
  readonly minGroup: number
  readonly requests: readonly RunRequest[]
}

interface Chance {
  next(): number
  /** A whole number from `low` to `high`, both included. */
  whole(low: number, high: number): number
  isSo(probability: number): boolean
  one<T>(among: readonly [T, ...T[]]): T
  some<T>(among: readonly T[], most: number): readonly T[]
}

function chanceOf(seed: number): Chance {
  const next = randomSource(seed)
  const whole = (low: number, high: number): number => low + Math.floor(next() * (high - low + 1))
  return {
    next,
    whole,
    isSo: (probability) => next() < probability,
    one: (among) => among[whole(0, among.length - 1)] ?? among[0],
    some: (among, most) => {
      const left = [...among]
      const count = whole(1, Math.min(most, left.length))
      return Array.from({ length: count }, () => left.splice(whole(0, left.length - 1), 1)).flat()
    },
  }
}

/** Municipalities with few leaders, units of a handful, people who skip a question, and a report of several analyses with filters. */
export function randomProject(seed: number): RandomProject {
  const chance = chanceOf(seed)
  const instrument = randomInstrument(chance)
  const rounds = ['2021', '2022', '2023'].slice(0, chance.one([1, 1, 1, 2, 2, 3]))
  const people = randomPeople(chance, instrument, rounds)
  const attributes = chance.isSo(0.3)
    ? ['organisation', 'unit', 'role', 'tenure']
    : chance.isSo(0.5)
      ? ['organisation', 'unit', 'role']
      : ['organisation', 'role']
  const isWeighted = chance.isSo(0.15)
  const made: HandMade = { instrument, people, attributes, weighted: isWeighted }
  const minGroup = chance.one([5, 5, 5, 3, 4, 8])
  const requests = Array.from({ length: chance.whole(1, 6) }, (_, index) => randomRequest(chance, index, made, rounds))
  return { seed, made, minGroup, requests }
}

function randomInstrument(chance: Chance): Instrument {
  const dimensions = Array.from({ length: chance.whole(1, 3) }, (_, index) => ({
    id: `d${index + 1}`,
    score: chance.isSo(0.85) ? ('mean' as const) : ('sum' as const),
    minAnswered: chance.one<'half' | 'all' | number>(['half', 'half', 'all', 1]),
  }))
  const items = dimensions.flatMap(({ id }) =>
    Array.from({ length: chance.whole(2, 4) }, (_, item) => ({ id: `${id}_${item + 1}`, reversed: chance.isSo(0.15) })),
  )
  return instrumentOf([{ min: 1, max: chance.one([5, 5, 4, 7]) }], dimensions, items)
}

function randomPeople(chance: Chance, instrument: Instrument, rounds: readonly string[]): readonly Respondent[] {
  const linkage = rounds.length === 1 ? 'none' : chance.one(['none', 'all', 'some'])
  const missing = chance.one([0, 0.02, 0.05, 0.15])
  const lost = chance.one([0, 0, 0.03])
  const max = instrument.scales[0]?.max ?? 5
  const people: Respondent[] = []
  const organisations = chance.whole(1, 4)
  for (let organisation = 0; organisation < organisations; organisation += 1)
    for (let unit = chance.whole(1, 3); unit > 0; unit -= 1)
      for (const [role, size] of [
        ['employee', chance.one([1, 2, 4, 5, 6, 8, 11, 14, 20])],
        ['leader', chance.one([0, 1, 1, 2, 5])],
      ] as const)
        for (let person = 0; person < size; person += 1) {
          const name = `${organisation} ${unit} ${role} ${person}`
          const isFollowed = linkage === 'all' || (linkage === 'some' && chance.isSo(0.6))
          const place = (level: string): string | null => (chance.isSo(lost) ? null : level)
          const places = {
            organisation: place(`O${organisation + 1}`),
            unit: place(`O${organisation + 1}U${unit}`),
            role: place(role),
            tenure: place(chance.one(['under 5', '5 to 10', 'over 10'])),
          }
          const level = chance.next() * 0.6
          for (const round of isFollowed ? rounds : [chance.one(rounds as [string, ...string[]])])
            if (!isFollowed || chance.isSo(0.9))
              people.push({
                round,
                respondent: isFollowed ? name : null,
                weight: chance.one([1, 1, 0.5, 1.5, 2]),
                places,
                answers: Object.fromEntries(
                  instrument.items.map(({ id }): [string, Answer] => [
                    id,
                    chance.isSo(missing)
                      ? null
                      : 1 + Math.min(max - 1, Math.floor((level + chance.next() * 0.5) * max)),
                  ]),
                ),
              })
        }
  return people
}

/** What the attack reads. Numbers that need many draws are drawn as few times as may be. */
const kinds = [
  'dimension-scores',
  'dimension-scores',
  'item-statistics',
  'item-statistics',
  'reliability',
  'group-comparison',
  'aggregation',
  'round-change',
  'measures',
] as const

function randomRequest(chance: Chance, index: number, made: HandMade, rounds: readonly string[]): RunRequest {
  const id = chance.one(kinds)
  const attributes = made.attributes ?? []
  const groups = rounds.length > 1 && id !== 'round-change' && id !== 'measures' ? [...attributes, 'round'] : attributes
  const needsGroup = id === 'group-comparison' || id === 'aggregation'
  const by = needsGroup || chance.isSo(0.7) ? chance.some(groups, 2) : []
  const weights = made.weighted === true && chance.isSo(0.5)
  const options: Record<string, unknown> = { by }
  if (id === 'reliability')
    Object.assign(options, { draws: 0, ordinal: false, missing: chance.one(['listwise', 'pairwise']) })
  else if (id === 'aggregation') Object.assign(options, { draws: 200 })
  else if (id === 'measures') Object.assign(options, { importance: 'equal', draws: 200 })
  else if (id === 'round-change') Object.assign(options, { permutations: 999, trend: chance.isSo(0.3) })
  else Object.assign(options, { weights })
  return { id, as: `a${index + 1}`, options, where: randomFilter(chance, made, attributes, rounds) }
}

function randomFilter(
  chance: Chance,
  { people }: HandMade,
  attributes: readonly string[],
  rounds: readonly string[],
): readonly Condition[] {
  if (chance.isSo(0.35)) return []
  const columns = rounds.length > 1 && chance.isSo(0.3) ? [...attributes, 'round'] : attributes
  return chance.some(columns, 2).flatMap((column): readonly Condition[] => {
    const levels = new Set(
      people.flatMap(({ round, places }) => {
        const level = column === 'round' ? round : places?.[column]
        return typeof level === 'string' ? [level] : []
      }),
    )
    return levels.size === 0 ? [] : [{ column, in: chance.some([...levels], Math.max(1, levels.size - 1)) }]
  })
}
