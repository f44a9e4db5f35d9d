import { expect, test } from 'vitest'
import type { DecidedBases } from '../../analyses/core/base'
import type { SurveyDataset } from '../../analyses/core/datasets'
import { decideBases } from '../../analyses/disclosure/usable'
import { attributesOf } from '../../analyses/survey/open'
import { basesOfLevels, countLevels, levelsOf, usableObservations } from '../../analyses/variance-components/levels'
import type { Observations } from '../../analyses/variance-components/observations'

type Place = readonly [...string[], number]

/** As many people as each place says, whose answers differ. */
function observed(places: readonly Place[]): Observations {
  const place = Int32Array.from(places.flatMap((own, index) => Array.from({ length: Number(own.at(-1)) }, () => index)))
  return {
    response: Float64Array.from(place, (_, row) => 1 + (row % 5)),
    counts: null,
    place,
    person: null,
    persons: 0,
    covariates: [],
    withoutCovariate: new Int32Array(0),
  }
}

function decide(
  places: readonly Place[],
  columns: readonly string[],
  components: readonly { readonly id: string; readonly columns: readonly string[] }[],
  minGroup: number,
): {
  readonly decided: DecidedBases
  readonly levels: ReturnType<typeof levelsOf>
  readonly observations: Observations
} {
  const keys = places.map((place) => place.slice(0, -1).map(String))
  const dataset = {
    kind: 'survey',
    linkage: 'unlinked',
    rounds: [],
    attributes: attributesOf(columns, keys),
  } as unknown as SurveyDataset
  const levels = levelsOf(keys, columns, components, [])
  const observations = observed(places)
  return {
    levels,
    observations,
    decided: decideBases((withheld) => basesOfLevels('culture', observations, levels, withheld), minGroup, dataset),
  }
}

/** Two organisations; the units of one are 23 and 4 people, of the other 40, 30 and 6. */
const units: readonly Place[] = [
  ['Nord', 'Pleie', 23],
  ['Nord', 'Lege', 4],
  ['Sør', 'Pleie', 40],
  ['Sør', 'Hjemme', 30],
  ['Sør', 'Dag', 6],
]
const tree = ['organisation', 'unit']
const components = [
  { id: 'organisation', columns: ['organisation'] },
  { id: 'unit', columns: tree },
]

test('what an organisation’s number and its other units would let derive is withheld too', () => {
  const { withheld } = decide(units, tree, components, 5).decided
  expect([...withheld.values()].map(({ group }) => Object.values(group).join('/')).sort()).toEqual([
    'Nord/Lege',
    'Nord/Pleie',
  ])
})

test('without protection nothing is withheld', () => {
  expect(decide(units, tree, components, 1).decided.withheld.size).toBe(0)
})

test('who belongs to a withheld level no longer counts in the others', () => {
  // Of the 9 leaders 6 work at the two places that are withheld: the 3 who are left are too few for a number of their own.
  const crossed: readonly Place[] = [
    ['Nord', 'employee', 30],
    ['Sør', 'employee', 30],
    ['Vest', 'employee', 1],
    ['Øst', 'employee', 1],
    ['Nord', 'leader', 3],
    ['Vest', 'leader', 3],
    ['Øst', 'leader', 3],
  ]
  const roles = [
    { id: 'organisation', columns: ['organisation'] },
    { id: 'role', columns: ['role'] },
  ]
  const { decided, levels, observations } = decide(crossed, ['organisation', 'role'], roles, 5)
  expect([...decided.withheld.values()].map(({ group, counts }) => [group, counts[0]])).toEqual([
    [{ organisation: 'Vest' }, 4],
    [{ organisation: 'Øst' }, 4],
    [{ role: 'employee' }, 60],
    [{ role: 'leader' }, 3],
  ])
  const used = usableObservations('culture', observations, levels, decided)
  expect([used.observations.response.length, used.withheld]).toEqual([0, 4])
  const [, role] = levels.map((component) => countLevels('culture', used.observations, component, decided))
  expect(role?.map(({ key, n }) => [key[0], n])).toEqual([
    ['employee', 60],
    ['leader', 3],
  ])
})
