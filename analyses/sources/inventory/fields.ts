import type { Fields } from '../../core/fields'
import type { SourceOf } from '../source'

/** How an inventory of organisations is read. */
export const inventoryFields = {
  columns: {
    kind: 'mapping',
    roles: [{ role: 'organisation', required: true }, { role: 'area' }, { role: 'level' }],
    takesIds: true,
    attributes: 'attributes',
    meaning:
      'Header in the file → `organisation`, an attribute or an area; in a file with a row a rating also `area` and `level`.',
  },
  attributes: {
    kind: 'ids',
    meaning: 'Country, type and the like; those with usual headers when absent.',
    isUnseen: true,
  },
  values: {
    kind: 'values',
    isUnseen: true,
    meaning: 'Attribute, or `organisation` → spelling in the file → the level that it is; null treats it as blank.',
  },
  areas: {
    kind: 'headers',
    meaning: 'Areas in the order in which they are shown; every other column of levels when absent.',
    isUnseen: true,
  },
  levels: {
    kind: 'levels',
    meaning: 'The ordinal scale that the organisations are rated on. Without one, whole numbers are taken as they are.',
  },
} as const satisfies Fields

/** Organisations rated in areas. */
export type InventorySource = SourceOf<'inventory', typeof inventoryFields>
