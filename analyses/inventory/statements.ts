import { rows, type Selection } from '../core/contract'
import { quoteName, type InventoryDataset } from '../core/datasets'

/** The ratings one by one: the exact tests go through the arrangements of whole samples. */
export function selectInventory({ attributes, tables }: InventoryDataset): { readonly ratings: Selection } {
  const columns = ['_source', '_row', 'organisation', 'area', 'value', ...attributes.map(({ id }) => id)]
  return {
    ratings: rows(`SELECT ${columns.map(quoteName).join(', ')} FROM ${tables.ratings} ORDER BY "_source", "_row"`),
  }
}
