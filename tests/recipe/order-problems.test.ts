import { expect, test } from 'vitest'
import { orderProblems } from '../../analyses/recipe/order-problems'
import type { Recipe } from '../../analyses/recipe/recipe'
import { fixtureOfTests } from '../fixture-project'

const { recipe, datasets } = await fixtureOfTests('fixtures/sample/recipe.json')
const survey = datasets.survey!
const rounds = survey.rounds.map(({ id }) => id)
const [attribute] = survey.attributes
const { id: role, levels } = attribute!
const problemsOf = (orders: Partial<Recipe>) =>
  orderProblems({ ...recipe, ...orders }, survey).map(({ code, about, place }) => [code, about['nearest'], place.path])

test('orders that the data can follow are none', () => {
  expect(problemsOf({})).toEqual([])
  expect(
    problemsOf({
      rounds: rounds.toReversed(),
      levels: { [role]: [...levels] },
      reference: { [role]: levels[0] ?? '' },
    }),
  ).toEqual([])
})

test('rounds that the data do not have are named, with the nearest there is', () => {
  const misspelt = `${rounds[0]}x`
  expect(problemsOf({ rounds: [...rounds, 'never', misspelt] })).toEqual([
    ['recipe:order-round-unknown', '', `rounds[${rounds.length}]`],
    ['recipe:order-round-unknown', rounds[0], `rounds[${rounds.length + 1}]`],
  ])
})

test('so are attributes and levels', () => {
  expect(
    problemsOf({
      levels: { [role]: [...levels, 'nobody at all'], colour: ['red'] },
      reference: { [role]: 'nobody at all', colour: 'red' },
    }),
  ).toEqual([
    ['recipe:order-level-unknown', '', `levels.${role}[${levels.length}]`],
    ['recipe:order-attribute-unknown', '', 'levels.colour'],
    ['recipe:order-level-unknown', '', `reference.${role}`],
    ['recipe:order-attribute-unknown', '', 'reference.colour'],
  ])
})
