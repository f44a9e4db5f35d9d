import { quoteText, type Condition, type Dataset, type SeriesDataset } from '../core/datasets'
import { InputError, type Place } from '../core/errors'
import type { Note } from '../core/words'
import { filterSurvey } from '../survey/filter'
import { filterIndicators, filterInventory } from './organisation-filter'

/** The data that a filter leaves to an analysis. @throws InputError when it names what the data do not have */
export function filterDataset(
  whole: Dataset,
  where: readonly Condition[],
  place: Place,
): { readonly dataset: Dataset; readonly notes: readonly Note[] } {
  switch (whole.kind) {
    case 'survey':
      return filterSurvey(whole, where)
    case 'series':
      return filterSeries(whole, where, place)
    case 'indicators':
      return { dataset: filterIndicators(whole, where, place), notes: [] }
    case 'inventory':
      return { dataset: filterInventory(whole, where, place), notes: [] }
  }
}

/** Series are chosen by option; a filter can only narrow the list they are chosen from. */
function filterSeries(
  dataset: SeriesDataset,
  where: readonly Condition[],
  place: Place,
): { readonly dataset: SeriesDataset; readonly notes: readonly Note[] } {
  let series = dataset.series
  for (const condition of where) {
    if (condition.column !== 'series') {
      throw new InputError(
        'core:option-no-such-column',
        { option: 'where', value: condition.column, columns: 'series' },
        place,
      )
    }
    series = series.filter(({ id }) => condition.in.includes(id))
  }
  return { dataset: { ...dataset, series }, notes: [] }
}

/** Gives one row, one column `n`: the respondents, organisations or observations that an analysis takes. */
export function countStatement(dataset: Dataset, options: Readonly<Record<string, unknown>>): string {
  if (dataset.kind === 'survey') return `SELECT count(*) AS n FROM ${dataset.tables.responses}`
  if (dataset.kind === 'inventory') return `SELECT count(DISTINCT organisation) AS n FROM ${dataset.tables.ratings}`
  if (dataset.kind === 'indicators') {
    const chosen = Array.isArray(options['sources']) ? options['sources'].map(String) : dataset.sources
    return `SELECT count(*) AS n FROM ${dataset.tables.indicators} WHERE _source IN (${chosen.map(quoteText).join(', ')})`
  }
  const chosen =
    typeof options['series'] === 'string'
      ? [options['series']]
      : Array.isArray(options['series'])
        ? options['series'].map(String)
        : dataset.series.map(({ id }) => id)
  const list = chosen.map(quoteText).join(', ')
  const parts = [dataset.tables.observations, dataset.tables.events].filter((relation) => relation !== null)
  if (parts.length === 0 || list === '') return 'SELECT 0 AS n'
  return `SELECT ${parts.map((relation) => `(SELECT count(*) FROM ${relation} WHERE series::VARCHAR IN (${list}))`).join(' + ')} AS n`
}
