import type { Labels } from '../../analyses/core/level-names'
import type { Condition } from '../../analyses/core/datasets'
import type { Exclusion } from '../../analyses/quality/exclusions'
import { levelsNow, withLevelNames, type LevelNamesNow } from '../../analyses/variables/edits'
import { chooseReference, orderLevelsAs, type Project } from './project'

const ownOf = <Value>(of: Readonly<Record<string, Value>> | undefined, id: string): Value | undefined =>
  of !== undefined && Object.hasOwn(of, id) ? of[id] : undefined

/**
 * A project in which levels of an attribute go by other names: the order, the reference, filters, labels, exclusions and computed variables follow. Where several levels
 * become one, the label of the level that had the name already stays.
 */
export function withLevelsRenamed(project: Project, attribute: string, becomes: LevelNamesNow): Project {
  if (becomes.size === 0) return project
  const order = ownOf(project.orders?.levels, attribute)
  const reference = ownOf(project.orders?.reference, attribute)
  const ordered = order === undefined ? project : orderLevelsAs(project, attribute, someOf(levelsNow(order, becomes)))
  const held =
    reference === undefined ? ordered : chooseReference(ordered, attribute, levelsNow([reference], becomes)[0])
  const conditions = (where: readonly Condition[]): readonly Condition[] =>
    where.flatMap((condition) => {
      if (condition.column !== attribute) return [condition]
      const kept = levelsNow(condition.in, becomes)
      return kept.length === 0 ? [] : [{ ...condition, in: [...kept] }]
    })
  const { labels, exclusions, variables, ...others } = held
  return {
    ...others,
    ...(labels === undefined ? {} : { labels: labelsNow(labels, attribute, becomes) }),
    ...someList(
      'exclusions',
      exclusions?.flatMap((line) => exclusionNow(line, attribute, becomes)),
    ),
    ...someList(
      'variables',
      variables?.flatMap((variable) => withLevelNames(variable, attribute, becomes) ?? []),
    ),
    where: conditions(project.where),
    analyses: project.analyses.map((analysis) => ({ ...analysis, where: conditions(analysis.where) })),
  }
}

/** A list under its key; nothing where it is absent or empty: an absent key and an empty one must not differ in a file. */
const someList = <Key extends string, Entry>(
  key: Key,
  list: readonly Entry[] | undefined,
): { readonly [name in Key]?: readonly Entry[] } =>
  list === undefined || list.length === 0 ? {} : ({ [key]: list } as { readonly [name in Key]?: readonly Entry[] })

const someOf = (levels: readonly string[]): readonly string[] | undefined => (levels.length === 0 ? undefined : levels)

function labelsNow(labels: Labels, attribute: string, becomes: LevelNamesNow): Labels {
  const own = ownOf(labels, attribute)
  if (own?.values === undefined) return labels
  const stay = Object.entries(own.values).filter(([level]) => !becomes.has(level))
  const taken = new Set(stay.map(([level]) => level))
  const moved = Object.entries(own.values).flatMap(([level, names]) => {
    const [now] = becomes.has(level) ? levelsNow([level], becomes) : []
    if (now === undefined || taken.has(now)) return []
    taken.add(now)
    return [[now, names] as const]
  })
  return { ...labels, [attribute]: { ...own, values: Object.fromEntries([...stay, ...moved]) } }
}

/** A line that is confined to levels that nobody has any more leaves out nobody, and goes. */
function exclusionNow(line: Exclusion, attribute: string, becomes: LevelNamesNow): readonly Exclusion[] {
  if (line.where === undefined) return [line]
  const where = line.where.map((condition) =>
    condition.column === attribute && condition.in !== undefined
      ? { ...condition, in: [...levelsNow(condition.in, becomes)] }
      : condition,
  )
  return where.some((condition) => condition.in?.length === 0) ? [] : [{ ...line, where }]
}
