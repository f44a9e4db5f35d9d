import type { SurveyDataset } from '../core/datasets'
import { InputError } from '../core/errors'
import type { Values } from '../core/words'
import { nearestName } from '../sources/columns'
import { declaredOrders, type Recipe } from './recipe'

/** Rounds, attributes and levels that a recipe puts in order and that the data do not have: misspelt, or of other data. */
export function orderProblems(recipe: Recipe, dataset: SurveyDataset): readonly InputError[] {
  const { rounds = [], levels = {}, reference = {} } = declaredOrders(recipe)
  const known = dataset.rounds.map(({ id }) => id)
  return [
    ...rounds.flatMap((round, index) =>
      known.includes(round)
        ? []
        : [new InputError('recipe:order-round-unknown', about({ round }, round, known), { path: `rounds[${index}]` })],
    ),
    ...Object.entries(levels).flatMap(([attribute, given]) =>
      levelProblems(dataset, attribute, given, `levels.${attribute}`, (index) => `[${index}]`),
    ),
    ...Object.entries(reference).flatMap(([attribute, level]) =>
      levelProblems(dataset, attribute, [level], `reference.${attribute}`, () => ''),
    ),
  ]
}

/** @param place of a level within `path` */
function levelProblems(
  { attributes }: SurveyDataset,
  attribute: string,
  given: readonly string[],
  path: string,
  place: (index: number) => string,
): readonly InputError[] {
  const known = attributes.find(({ id }) => id === attribute)?.levels
  if (known === undefined) {
    const ids = attributes.map(({ id }) => id)
    return [new InputError('recipe:order-attribute-unknown', about({ attribute }, attribute, ids), { path })]
  }
  return given.flatMap((level, index) =>
    known.includes(level)
      ? []
      : [
          new InputError('recipe:order-level-unknown', about({ attribute, level }, level, known), {
            path: `${path}${place(index)}`,
          }),
        ],
  )
}

const mostNamed = 12

const about = <V extends Readonly<Record<string, string>>>(
  values: V,
  name: string,
  known: readonly string[],
): V & Values => {
  const nearest = nearestName(name, known)
  return { ...values, known: { list: known.slice(0, mostNamed) }, hasNearest: nearest !== null, nearest: nearest ?? '' }
}
