import type { ComputeContext } from '../core/contract'
import type { SurveyDataset } from '../core/datasets'
import { buildTable, finite, tableRecords } from '../core/result'
import { deviationOf, momentsOfCounts } from '../numeric/summary/summary'
import { keyCells, keyColumns } from '../survey/groups'
import { protectTables } from '../disclosure/suppression'
import { outcomeColumn, randomTable } from './declarations'
import type { Observations, ReadObservations } from './observations'
import type { RandomComponent } from './options'

/** A level of a component, or of a fixed column, and how many answered there. */
export interface LevelCounts {
  readonly component: string
  /** Levels of the component's columns. */
  readonly key: readonly string[]
  readonly columns: readonly string[]
  readonly n: number
  readonly sd: number | null
}

/** The levels of one component or fixed column for one outcome. */
export interface ComponentLevels {
  readonly id: string
  readonly isRandom: boolean
  readonly outcome: string
  readonly counts: readonly LevelCounts[]
  /** Which level each combination of key columns belongs to. */
  readonly levelOfPlace: Int32Array
  /** Name of a level among all of the outcome. */
  key(level: number): string
}

/** Levels in the order of first appearance, those without an observation included. */
export function levelsOf(
  outcome: string,
  observations: Observations,
  read: ReadObservations,
  components: readonly RandomComponent[],
  fixed: readonly string[],
): readonly ComponentLevels[] {
  const wanted = [
    ...components.map(({ id, columns }) => ({ id, columns, isRandom: true })),
    ...fixed.map((id) => ({ id, columns: [id], isRandom: false })),
  ]
  return wanted.map(({ id, columns, isRandom }) => {
    const positions = columns.map((column) => read.columns.indexOf(column))
    const numbers = new Map<string, number>()
    const keys: (readonly string[])[] = []
    const levelOfPlace = Int32Array.from(read.keys, (place) => {
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
    const values: number[][] = keys.map(() => [])
    const counts: number[][] = keys.map(() => [])
    observations.response.forEach((value, row) => {
      const level = levelOfPlace[observations.place[row] ?? 0] ?? 0
      values[level]?.push(value)
      counts[level]?.push(observations.counts?.[row] ?? 1)
    })
    return {
      id,
      isRandom,
      outcome,
      levelOfPlace,
      counts: keys.map((key, level) => {
        const moments = momentsOfCounts({ values: values[level] ?? [], counts: counts[level] ?? [] })
        return { component: id, key, columns, n: moments.n, sd: finite(deviationOf(moments)) }
      }),
      key: (level) => `${isRandom ? 'random' : 'fixed'} ${id} ${level}`,
    }
  })
}

/** The levels that disclosure control withholds, by outcome: nobody in them takes part in a model whose numbers are shown. */
export function withheldLevels(
  outcomes: readonly (readonly ComponentLevels[])[],
  columns: readonly string[],
  { dataset, minGroup }: ComputeContext<SurveyDataset>,
): readonly ReadonlySet<string>[] {
  const withheld = outcomes.map(() => new Set<string>())
  if (minGroup <= 1) return withheld
  const places = outcomes.flatMap((components, index) =>
    components.flatMap((component) => component.counts.map((counts, level) => ({ index, component, counts, level }))),
  )
  const table = buildTable(
    'random',
    randomTable,
    [...keyColumns(columns), outcomeColumn],
    places.map(({ component, counts }) => ({
      ...keyCells(counts.columns, counts.key),
      outcome: component.outcome,
      component: `${component.isRandom ? '' : 'fixed '}${component.id}`,
      n: counts.n,
      estimate: 0,
      sd: counts.sd,
    })),
  )
  const [shown] = protectTables([table], minGroup, dataset)
  for (const record of shown === undefined ? [] : tableRecords(shown)) {
    const place = places[record.index]
    if (place !== undefined && record.withheld.has('estimate'))
      withheld[place.index]?.add(place.component.key(place.level))
  }
  return withheld
}
