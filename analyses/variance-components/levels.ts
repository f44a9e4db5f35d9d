import type { Base, DecidedBases } from '../core/base'
import { finite } from '../core/result'
import { deviationOf, momentsOfCounts, type Moments } from '../numeric/summary/summary'
import { baseId, baseOf } from '../survey/bases'
import { restrict, type Observations } from './observations'
import type { RandomComponent } from './random-components'

/** A component, or a fixed column, and which of its levels each combination of key columns belongs to. */
export interface ComponentLevels {
  readonly id: string
  readonly isRandom: boolean
  /** Columns that identify a level. */
  readonly columns: readonly string[]
  /** Levels of the columns, in the order of first appearance. */
  readonly keys: readonly (readonly string[])[]
  readonly levelOfPlace: Int32Array
}

/** A level of a component, and how many answered there. */
export interface LevelCounts {
  readonly component: string
  readonly key: readonly string[]
  readonly columns: readonly string[]
  readonly n: number
  readonly sd: number | null
}

/** @param places combinations of the key columns, whose names are `columns` */
export function levelsOf(
  places: readonly (readonly string[])[],
  columns: readonly string[],
  components: readonly RandomComponent[],
  fixed: readonly string[],
): readonly ComponentLevels[] {
  const wanted = [
    ...components.map((component) => ({ id: component.id, columns: component.columns, isRandom: true })),
    ...fixed.map((id) => ({ id, columns: [id], isRandom: false })),
  ]
  return wanted.map(({ id, columns: own, isRandom }) => {
    const positions = own.map((column) => columns.indexOf(column))
    const numbers = new Map<string, number>()
    const keys: (readonly string[])[] = []
    const levelOfPlace = Int32Array.from(places, (place) => {
      const key = positions.map((position) => place[position] ?? '')
      const text = JSON.stringify(key)
      let level = numbers.get(text)
      if (level === undefined) {
        level = keys.length
        numbers.set(text, level)
        keys.push(key)
      }
      return level
    })
    return { id, isRandom, columns: own, keys, levelOfPlace }
  })
}

const familyOf = (outcome: string, { id, isRandom }: ComponentLevels): string =>
  `${outcome} ${isRandom ? 'random' : 'fixed'} ${id}`

/**
 * The levels of every component and fixed column. Every observation belongs to one level of each: those of a withheld level take part in no model, and no longer count in the
 * other levels.
 */
export function basesOfLevels(
  outcome: string,
  observations: Observations,
  levels: readonly ComponentLevels[],
  withheld: ReadonlySet<string>,
): readonly Base[] {
  const kept = without(outcome, observations, levels, (id) => withheld.has(id))
  return levels.flatMap((component) => {
    const family = familyOf(outcome, component)
    const moments = momentsByLevel(kept, component)
    return component.keys.map((key, level) => {
      const own = moments[level]
      return baseOf(family, component.columns, key, [own?.n ?? 0], {
        isUniform: own !== undefined && deviationOf(own) === 0,
      })
    })
  })
}

/** The observations of nobody in a withheld level, and how many are withheld. */
export function usableObservations(
  outcome: string,
  observations: Observations,
  levels: readonly ComponentLevels[],
  { usable }: DecidedBases,
): { readonly observations: Observations; readonly withheld: number } {
  return {
    observations: without(outcome, observations, levels, (id) => !usable.has(id)),
    withheld: levels
      .flatMap((component) => component.keys.map((key) => baseId(familyOf(outcome, component), key)))
      .filter((id) => !usable.has(id)).length,
  }
}

/** The levels of a component with their numbers in the model; a withheld one keeps those that it left with. */
export function countLevels(
  outcome: string,
  observations: Observations,
  component: ComponentLevels,
  { withheld }: DecidedBases,
): readonly LevelCounts[] {
  const moments = momentsByLevel(observations, component)
  return component.keys.map((key, level): LevelCounts => {
    const named = { component: component.id, key, columns: component.columns }
    const left = withheld.get(baseId(familyOf(outcome, component), key))
    if (left !== undefined) return { ...named, n: left.counts[0] ?? 0, sd: left.isUniform === true ? 0 : null }
    const own = moments[level]
    return { ...named, n: own?.n ?? 0, sd: own === undefined ? null : finite(deviationOf(own)) }
  })
}

function without(
  outcome: string,
  observations: Observations,
  levels: readonly ComponentLevels[],
  isOut: (id: string) => boolean,
): Observations {
  const out = levels.map((component) => component.keys.map((key) => isOut(baseId(familyOf(outcome, component), key))))
  if (!out.some((own) => own.includes(true))) return observations
  return restrict(
    observations,
    (place) => !levels.some(({ levelOfPlace }, component) => out[component]?.[levelOfPlace[place] ?? 0] === true),
  )
}

function momentsByLevel(observations: Observations, { keys, levelOfPlace }: ComponentLevels): readonly Moments[] {
  const values: number[][] = keys.map(() => [])
  const counts: number[][] = keys.map(() => [])
  observations.response.forEach((value, row) => {
    const level = levelOfPlace[observations.place[row] ?? 0] ?? 0
    values[level]?.push(value)
    counts[level]?.push(observations.counts?.[row] ?? 1)
  })
  return keys.map((_, level) => momentsOfCounts({ values: values[level] ?? [], counts: counts[level] ?? [] }))
}
