import type { InventoryDataset, InventoryLevel } from '../../core/datasets'
import { InputError } from '../../core/errors'
import { completedOrder, orderByNames } from '../../instrument/level-order'
import type { InventoryPart } from '../parts'

/**
 * Inventories in the engine as one dataset, in the order of the recipe; null without any.
 * @param orders of levels that a person gave, by attribute; usual words have an order of their own
 * @throws InputError when two files have different scales or the same organisation
 */
export function inventoryDataset(
  reports: readonly InventoryPart[],
  orders: Readonly<Record<string, readonly string[]>> = {},
): InventoryDataset | null {
  const [first] = reports
  if (first === undefined) return null
  const levels = new Map<number, InventoryLevel>()
  const sources = new Map<string, string>()
  const attributes = new Map<string, Set<string>>()
  for (const report of reports) {
    if (
      report.isScaleDeclared !== first.isScaleDeclared ||
      (first.isScaleDeclared && JSON.stringify(report.levels) !== JSON.stringify(first.levels))
    ) {
      throw new InputError('ingest:other-levels', { source: report.source, other: first.source }, { file: report.file })
    }
    for (const level of report.levels) levels.set(level.value, level)
    for (const name of report.organisations) {
      const other = sources.get(name)
      if (other !== undefined)
        throw new InputError(
          'ingest:organisation-in-other-source',
          { organisation: name, other },
          { file: report.file },
        )
      sources.set(name, report.source)
    }
    for (const { id, levels: own } of report.attributes) {
      const known = attributes.get(id) ?? new Set<string>()
      for (const level of own) known.add(level)
      attributes.set(id, known)
    }
  }
  return {
    kind: 'inventory',
    organisations: [...sources.keys()],
    areas: [...new Set(reports.flatMap(({ areas }) => areas))],
    attributes: [...attributes].map(([id, own]) => {
      const known = [...own].sort((a, b) => (a < b ? -1 : a > b ? 1 : 0))
      const given = Object.hasOwn(orders, id) ? orders[id] : undefined
      const order = given === undefined ? orderByNames(known) : completedOrder(known, given)
      return { id, levels: known, ...(order === null ? {} : { order }) }
    }),
    levels: [...levels.values()].sort((a, b) => a.value - b.value),
    isScaleDeclared: first.isScaleDeclared,
    tables: { ratings: 'inventory' },
  }
}
