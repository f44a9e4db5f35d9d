import type { Attribute, Condition, SurveyDataset } from '../../analyses/core/datasets'
import { rowsOfTable, type ResultTable } from '../../analyses/core/result'
import { changeCondition } from './project'

/** A group of respondents on the way from everybody to those that the filter leaves. */
export interface Step {
  readonly attribute: string
  readonly level: string
  /** The filter that leads back to it. */
  readonly where: readonly Condition[]
}

type Attributes = SurveyDataset['attributes']

/** Whether an attribute is a place of the organisation tree, with places within or above it. */
const isPlace = ({ id, parent }: Attribute, attributes: Attributes): boolean =>
  parent !== null || attributes.some((other) => other.parent === id) || id === 'organisation'

function isBelow(inner: Attribute, outer: string, attributes: Attributes): boolean {
  if (inner.parent === null) return false
  if (inner.parent === outer) return true
  const parent = attributes.find(({ id }) => id === inner.parent)
  return parent !== undefined && isBelow(parent, outer, attributes)
}

/**
 * The filter narrowed to one level of each of these attributes. Conditions on places within a place that is chosen anew are lifted, since they were about another one.
 * @param levels attribute → level, of one row of a table
 */
export function drillInto(
  where: readonly Condition[],
  attributes: Attributes,
  levels: Readonly<Record<string, string>>,
): readonly Condition[] {
  let next = where
  for (const [attribute, level] of Object.entries(levels)) {
    const isSame = next.some(
      ({ column, in: values }) => column === attribute && values.length === 1 && values[0] === level,
    )
    if (isSame) continue
    const inner = attributes.filter((other) => isBelow(other, attribute, attributes)).map(({ id }) => id)
    next = changeCondition(
      next.filter(({ column }) => !inner.includes(column) || Object.hasOwn(levels, column)),
      attribute,
      [level],
    )
  }
  return next
}

/** The one level that a filter leaves of an attribute. */
const onlyLevel = (where: readonly Condition[], attribute: string): string | null => {
  const condition = where.find(({ column }) => column === attribute)
  return condition?.in.length === 1 ? (condition.in[0] ?? null) : null
}

/**
 * The way from everybody to those that the filter leaves: places from the widest to the narrowest, the wider ones read off the organisation tree, then other
 * groups. Empty where no attribute is narrowed to one level.
 */
export function wayDown(where: readonly Condition[], attributes: Attributes): readonly Step[] {
  const narrowed = attributes.filter((attribute) => onlyLevel(where, attribute.id) !== null)
  const places = narrowed.filter((attribute) => isPlace(attribute, attributes))
  const deepest = places.find((place) => places.every((other) => !isBelow(other, place.id, attributes)))
  const path = deepest === undefined ? [] : placesTo(deepest, onlyLevel(where, deepest.id) ?? '', where, attributes)
  const others = narrowed
    .filter((attribute) => !isPlace(attribute, attributes))
    .map(({ id }) => ({ attribute: id, level: onlyLevel(where, id) ?? '' }))
  const steps = [...path, ...others]
  return steps.map(({ attribute, level }, index) => ({
    attribute,
    level,
    where: changeCondition(
      where.filter(
        ({ column }) => column === attribute || !isOnWay(column, attributes, steps) || isKept(column, index, steps),
      ),
      attribute,
      [level],
    ),
  }))
}

interface Place {
  readonly attribute: string
  readonly level: string
}

/** Whether a condition takes part in the way: one on a place, or on a group that is a step. */
function isOnWay(column: string, attributes: Attributes, steps: readonly Place[]): boolean {
  const attribute = attributes.find(({ id }) => id === column)
  return steps.some((step) => step.attribute === column) || (attribute !== undefined && isPlace(attribute, attributes))
}

const isKept = (column: string, index: number, steps: readonly Place[]): boolean =>
  steps.slice(0, index).some((step) => step.attribute === column)

/** A place with the places that it lies in, the widest first, as far as the tree or the filter tells them. */
function placesTo(
  place: Attribute,
  level: string,
  where: readonly Condition[],
  attributes: Attributes,
): readonly Place[] {
  const own = { attribute: place.id, level }
  const parent = attributes.find(({ id }) => id === place.parent)
  if (parent === undefined) return [own]
  const at = place.parentLevels[place.levels.indexOf(level)] ?? -1
  const above = parent.levels[at] ?? onlyLevel(where, parent.id)
  return above === null ? [own] : [...placesTo(parent, above, where, attributes), own]
}

/** The filter without any step of the way: conditions with several levels, and those on rounds, stay. */
export function withoutWay(where: readonly Condition[], attributes: Attributes): readonly Condition[] {
  const steps = wayDown(where, attributes)
  return where.filter(({ column }) => !steps.some(({ attribute }) => attribute === column))
}

/**
 * Levels of attributes that a row of a table stands for: those of the attribute in the column and of the places around it in the same row; null where the column holds
 * no group that can be filtered to.
 * @param cells of the row, by column id
 */
export function groupInRow(
  column: string,
  cells: Readonly<Record<string, unknown>>,
  attributes: Attributes,
): Readonly<Record<string, string>> | null {
  const level = cells[column]
  if (typeof level !== 'string') return null
  const own = attributes.find(({ id }) => id === column)
  if (own !== undefined) {
    if (!own.levels.includes(level)) return null
    const around = attributes.filter(({ id }) => isBelow(own, id, attributes))
    return Object.fromEntries([
      ...around.flatMap(({ id, levels }): [string, string][] => {
        const cell = cells[id]
        return typeof cell === 'string' && levels.includes(cell) ? [[id, cell]] : []
      }),
      [column, level],
    ])
  }
  if (!groupColumns.has(column)) return null
  const having = attributes.filter(({ levels }) => levels.includes(level))
  const [only] = having
  return having.length === 1 && only !== undefined ? { [only.id]: level } : null
}

/** Columns in which comparisons name a group, whatever attribute it is of. */
const groupColumns: ReadonlySet<string> = new Set(['group', 'group_a', 'group_b', 'group_name', 'reference'])

/**
 * Whether disclosure control withholds the group that a row is about, and not only what a few of its people answered.
 * @param withheld ids of the columns that are withheld in the row
 */
export function isGroupWithheld({ protection }: ResultTable, withheld: ReadonlySet<string>): boolean {
  return protection.kind === 'counts' ? protection.counts.some((column) => withheld.has(column)) : withheld.size > 0
}

/**
 * The groups that a table shows, by the names that a figure of it can give them: a level by itself (`Åre`), or the levels of a row's key joined by a middle dot
 * (`2022 · Åre`). A group that disclosure control withholds is not shown. A name that stands for several groups is left out.
 * @param nameOf the name of an attribute's level in the language of the figure
 * @returns name → attribute → level
 */
export function groupsInTable(
  table: ResultTable,
  attributes: Attributes,
  nameOf: (attribute: string, level: string) => string,
): ReadonlyMap<string, Readonly<Record<string, string>>> {
  const found = new Map<string, Readonly<Record<string, string>> | null>()
  const add = (name: string, levels: Readonly<Record<string, string>>): void => {
    const known = found.get(name)
    if (known === undefined) found.set(name, levels)
    else if (known !== null && JSON.stringify(known) !== JSON.stringify(levels)) found.set(name, null)
  }
  const keys = table.columns.filter(({ id }) => id === 'round' || attributes.some((own) => own.id === id))
  for (const { cells, withheld } of rowsOfTable(table)) {
    if (isGroupWithheld(table, withheld)) continue
    const groups = table.columns.flatMap(({ id }) => {
      const levels = groupInRow(id, cells, attributes)
      const [attribute, level] = Object.entries(levels ?? {}).at(-1) ?? ['', '']
      return levels === null
        ? []
        : [{ name: nameOf(attribute, level), levels, isKey: keys.some((key) => key.id === id) }]
    })
    for (const { name, levels } of groups) add(name, levels)
    const ofKey = groups.filter(({ isKey }) => isKey)
    const names = keys.flatMap(({ id }) => (typeof cells[id] === 'string' ? [nameOf(id, cells[id])] : []))
    if (ofKey.length > 0 && names.length > 1)
      add(names.join(' · '), Object.assign({}, ...ofKey.map(({ levels }) => levels)) as Record<string, string>)
  }
  return new Map([...found].flatMap(([name, levels]) => (levels === null ? [] : [[name, levels] as const])))
}
