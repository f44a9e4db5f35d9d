import type { MixedModelData, RandomTerm } from '../numeric/mixed-model/mixed-model'
import type { SurveyDataset } from '../core/datasets'
import { levelOrder } from '../survey/level-comparison'
import type { ComponentLevels } from './levels'
import type { Observations, ReadObservations } from './observations'
import type { VarianceComponentsOptions } from './options'
import { personComponent } from './random-components'

/** A model's columns, and how to find its levels again. */
export interface Design {
  readonly data: MixedModelData
  /** One a random term. */
  readonly levelCounts: readonly number[]
  /** By component: the model's number of each level of `ComponentLevels.keys`; −1 for a level without observations. */
  readonly numberOfLevel: ReadonlyMap<string, Int32Array>
}

/** The intercept's name in tables. */
const interceptTerm = '(Intercept)'

/**
 * Intercept, treatment contrasts of the fixed columns against their reference, else their first level in order (rounds in time), covariates as they are; an intercept for each level
 * of each component, persons last.
 */
export function designOf(
  observations: Observations,
  components: readonly ComponentLevels[],
  read: Pick<ReadObservations, 'columns' | 'keys'>,
  options: VarianceComponentsOptions,
  dataset: SurveyDataset,
): Design {
  const rows = observations.response.length
  const fixed: { id: string; values: Float64Array }[] = [{ id: interceptTerm, values: new Float64Array(rows).fill(1) }]
  for (const column of options.fixed) {
    const position = read.columns.indexOf(column)
    const levelOf = (row: number): string => read.keys[observations.place[row] ?? 0]?.[position] ?? ''
    const present = [...new Set(observations.place)].map((place) => read.keys[place]?.[position] ?? '')
    const levels = [...new Set(present)].toSorted(levelOrder(dataset, column, true))
    for (const level of levels.slice(1))
      fixed.push({
        id: `${column}: ${level}`,
        values: Float64Array.from({ length: rows }, (_, row) => (levelOf(row) === level ? 1 : 0)),
      })
  }
  options.covariates.forEach((id, index) =>
    fixed.push({ id, values: observations.covariates[index] ?? new Float64Array(rows) }),
  )

  const numberOfLevel = new Map<string, Int32Array>()
  const random: RandomTerm[] = components.map(({ id, keys, levelOfPlace }) => {
    const numbers = new Int32Array(keys.length).fill(-1)
    let levels = 0
    const codes = observations.place.map((place) => {
      const level = levelOfPlace[place] ?? 0
      if ((numbers[level] ?? -1) < 0) {
        numbers[level] = levels
        levels += 1
      }
      return numbers[level] ?? 0
    })
    numberOfLevel.set(id, numbers)
    return { id, codes, levels }
  })
  const { person } = observations
  if (person !== null) {
    const numbers = new Int32Array(observations.persons).fill(-1)
    let levels = 0
    const codes = person.map((known) => {
      if ((numbers[known] ?? -1) < 0) {
        numbers[known] = levels
        levels += 1
      }
      return numbers[known] ?? 0
    })
    // Where nobody answered twice, persons cannot be told from the rest.
    if (levels < rows) random.push({ id: personComponent, codes, levels })
  }
  return {
    data: {
      response: observations.response,
      ...(observations.counts === null ? {} : { counts: observations.counts }),
      fixed,
      random,
    },
    levelCounts: random.map(({ levels }) => levels),
    numberOfLevel,
  }
}
