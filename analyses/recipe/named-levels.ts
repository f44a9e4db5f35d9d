import type { Dataset, SurveyDataset } from '../core/datasets'
import { levelNames, type Labels, type LevelNames, type LevelsOfAttribute } from '../core/level-names'
import type { ResultTable } from '../core/result'
import type { Language } from '../core/words'

/** The attributes of data with all levels that they have anywhere: an attribute of the survey may be one of the inventory as well. */
function attributesOf(datasets: readonly (Dataset | null | undefined)[]): readonly LevelsOfAttribute[] {
  const levels = new Map<string, Set<string>>()
  const add = (id: string, own: readonly string[]): void => {
    levels.set(id, new Set([...(levels.get(id) ?? []), ...own]))
  }
  for (const dataset of datasets.filter((each) => each !== null && each !== undefined)) {
    if (dataset.kind === 'survey') add('round', dataset.roundOrder ?? dataset.rounds.map(({ id }) => id))
    if (dataset.kind === 'inventory') add('organisation', dataset.organisations)
    if (dataset.kind === 'survey' || dataset.kind === 'inventory')
      for (const { id, levels: own } of dataset.attributes) add(id, own)
    // Levels that a condition left out are in the data no more, and are still named.
    if (dataset.kind === 'survey')
      for (const { where = [] } of dataset.leftOut?.lines ?? [])
        for (const { column, in: own = [] } of where) if (levels.has(column)) add(column, own)
  }
  return [...levels].map(([id, own]) => ({ id, levels: [...own] }))
}

/** The names that the attributes of data and their levels have in a language. */
export const namesInData = (
  datasets: readonly (Dataset | null | undefined)[],
  labels: Labels | undefined,
  language: Language,
): LevelNames => levelNames(attributesOf(datasets), labels ?? {}, language)

/** The names in which a recipe's results are read. */
export const namesOf = (
  { survey, inventory }: { readonly survey: Dataset | null; readonly inventory?: Dataset | null },
  { labels, language }: { readonly labels?: Labels | undefined; readonly language: Language },
): LevelNames => namesInData([survey, inventory], labels, language)

/** A survey whose levels go by their names, as figures and sentences know it. */
export function withNamedLevels<D extends Dataset>(dataset: D, names: LevelNames): D {
  if (dataset.kind !== 'survey' && dataset.kind !== 'inventory') return dataset
  const named = (id: string, levels: readonly string[]): readonly string[] =>
    levels.map((level) => names.level(id, level))
  if (dataset.kind === 'inventory')
    return { ...dataset, attributes: dataset.attributes.map(({ id, levels }) => ({ id, levels: named(id, levels) })) }
  return {
    ...dataset,
    attributes: (dataset as SurveyDataset).attributes.map((attribute) => ({
      ...attribute,
      levels: named(attribute.id, attribute.levels),
      ...(attribute.order === undefined ? {} : { order: named(attribute.id, attribute.order) }),
      ...(attribute.reference === undefined ? {} : { reference: names.level(attribute.id, attribute.reference) }),
    })),
  }
}

/** A table in which levels and groups go by their names. */
export function withNamedCells(table: ResultTable, names: LevelNames): ResultTable {
  const columns = table.columns.map(({ id, refersTo, groupedBy = [] }) =>
    refersTo === 'level'
      ? (text: string) => names.level(id, text)
      : refersTo === 'group'
        ? (text: string) => names.group(text, groupedBy)
        : null,
  )
  if (columns.every((column) => column === null)) return table
  return {
    ...table,
    rows: table.rows.map((row) =>
      row.map((cell, index) => (typeof cell === 'string' ? (columns[index]?.(cell) ?? cell) : cell)),
    ),
  }
}
