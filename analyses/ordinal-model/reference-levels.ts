import type { SurveyDataset } from '../core/datasets'
import type { ModelRows } from './model-rows'

/** A level by column to group by. */
export type ReferenceLevels = Readonly<Record<string, string>>

/** The level that the others of a column are held against in all items: the earliest round, the reference that was chosen, else the largest group, the first by code unit among equals. */
export function commonReferences(
  dataset: SurveyDataset,
  by: readonly string[],
  used: readonly ModelRows[],
): ReferenceLevels {
  return Object.fromEntries(
    by.map((id) => {
      const people = new Map<string, number>()
      for (const { levels } of used)
        for (const level of levels)
          if (level.attribute === id && isUsable(level))
            people.set(level.level, (people.get(level.level) ?? 0) + level.n)
      const rounds = dataset.rounds.map((round) => round.id).filter((round) => people.has(round))
      const chosen = dataset.attributes.find((attribute) => attribute.id === id)?.reference
      if (chosen !== undefined && people.has(chosen)) return [id, chosen]
      return [id, id === 'round' ? (rounds[0] ?? '') : largestGroup(people)]
    }),
  )
}

/** The common references, replaced where an item's model does not have them. */
export function referencesOf(by: readonly string[], common: ReferenceLevels, { levels }: ModelRows): ReferenceLevels {
  return Object.fromEntries(
    by.map((id) => {
      const own = levels.filter((level) => level.attribute === id && isUsable(level))
      return [
        id,
        own.some(({ level }) => level === common[id])
          ? (common[id] ?? '')
          : largestGroup(new Map(own.map(({ level, n }) => [level, n]))),
      ]
    }),
  )
}

const isUsable = ({ n, end, isWithheld }: ModelRows['levels'][number]): boolean => n > 0 && end === null && !isWithheld

function largestGroup(people: ReadonlyMap<string, number>): string {
  const [first] = [...people].toSorted(([a, m], [b, n]) => n - m || (a < b ? -1 : 1))
  return first?.[0] ?? ''
}
