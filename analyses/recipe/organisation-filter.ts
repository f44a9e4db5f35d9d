import { quoteName, quoteText, type Condition, type IndicatorsDataset, type InventoryDataset } from '../core/datasets'
import { InputError, type Place } from '../core/errors'

function refuse(condition: Condition, columns: readonly string[], place: Place): never {
  throw new InputError(
    'core:option-no-such-column',
    { option: 'where', value: condition.column, columns: columns.join(', ') },
    place,
  )
}

/** Indicators are chosen by their source. @throws InputError for any other column */
export function filterIndicators(
  dataset: IndicatorsDataset,
  where: readonly Condition[],
  place: Place,
): IndicatorsDataset {
  let { sources } = dataset
  for (const condition of where) {
    if (condition.column !== 'source') refuse(condition, ['source'], place)
    sources = sources.filter((source) => condition.in.includes(source))
  }
  return { ...dataset, sources }
}

/** Organisations by name or attribute, areas by name. @throws InputError for any other column */
export function filterInventory(
  dataset: InventoryDataset,
  where: readonly Condition[],
  place: Place,
): InventoryDataset {
  const columns = ['organisation', 'area', ...dataset.attributes.map(({ id }) => id)]
  const clauses: string[] = []
  let { areas, attributes, organisations } = dataset
  for (const condition of where) {
    if (!columns.includes(condition.column)) refuse(condition, columns, place)
    clauses.push(`${quoteName(condition.column)} IN (${condition.in.map(quoteText).join(', ')})`)
    if (condition.column === 'area') areas = areas.filter((area) => condition.in.includes(area))
    if (condition.column === 'organisation') organisations = organisations.filter((name) => condition.in.includes(name))
    attributes = attributes.map((attribute) =>
      attribute.id === condition.column
        ? { ...attribute, levels: attribute.levels.filter((level) => condition.in.includes(level)) }
        : attribute,
    )
  }
  if (clauses.length === 0) return dataset
  return {
    ...dataset,
    areas,
    attributes,
    organisations,
    tables: { ratings: `(SELECT * FROM ${dataset.tables.ratings} WHERE ${clauses.join(' AND ')})` },
  }
}
