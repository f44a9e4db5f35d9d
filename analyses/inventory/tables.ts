import type { ReportContext } from '../core/contract'
import type { InventoryDataset } from '../core/datasets'
import { textIn, type Phrase } from '../core/words'
import { buildTable, type ResultTable, type TableColumn, type TableDeclaration } from '../core/result'
import type { InventoryOptions, InventoryResult, OrganisationRatings } from './compute'

// Nothing in them is about persons, so nothing is withheld.
const protection = { kind: 'open' } as const

export const ratingsTable: TableDeclaration = {
  protection,
  columns: [
    { id: 'organisation', kind: 'text' },
    { id: 'area', kind: 'text' },
    { id: 'value', kind: 'number', as: 'df' },
    { id: 'label', kind: 'text' },
  ],
}

export const groupsTable: TableDeclaration = {
  protection,
  columns: [
    { id: 'area', kind: 'text' },
    { id: 'group', kind: 'text' },
    { id: 'n', kind: 'count' },
    { id: 'missing', kind: 'count' },
    { id: 'median', kind: 'number', as: 'df' },
    { id: 'min', kind: 'number', as: 'df' },
    { id: 'max', kind: 'number', as: 'df' },
  ],
}

export const comparisonTable: TableDeclaration = {
  protection,
  columns: [
    { id: 'area', kind: 'text' },
    { id: 'group_a', kind: 'text' },
    { id: 'group_b', kind: 'text' },
    { id: 'n_a', kind: 'count' },
    { id: 'n_b', kind: 'count' },
    { id: 'median_a', kind: 'number', as: 'df' },
    { id: 'median_b', kind: 'number', as: 'df' },
    { id: 'cliffs_delta', kind: 'number', as: 'correlation' },
    { id: 'delta_low', kind: 'number', as: 'correlation' },
    { id: 'delta_high', kind: 'number', as: 'correlation' },
    { id: 'statistic', kind: 'number', as: 'df' },
    { id: 'p_value', kind: 'probability' },
    { id: 'p_adjusted', kind: 'probability' },
    { id: 'smallest_p', kind: 'probability' },
    { id: 'method', kind: 'text', refersTo: 'codes:method', secondary: true },
  ],
}

export const overallTable: TableDeclaration = {
  protection,
  columns: [
    { id: 'area', kind: 'text' },
    { id: 'groups', kind: 'count' },
    { id: 'n', kind: 'count' },
    { id: 'p_value', kind: 'probability' },
    { id: 'p_adjusted', kind: 'probability' },
    { id: 'smallest_p', kind: 'probability' },
    { id: 'method', kind: 'text', refersTo: 'codes:method', secondary: true },
  ],
}

/** A level's name in the reader's language; its number where it has none. */
export function levelName(dataset: InventoryDataset, value: number): Phrase | string {
  const label = dataset.levels.find((level) => level.value === value)?.label
  if (label === undefined || !dataset.isScaleDeclared) return String(value)
  return {
    message: 'core:in-language',
    values: { nb: textIn(label, 'nb'), sv: textIn(label, 'sv'), en: label.en ?? textIn(label, 'nb') },
  }
}

/** Organisations by group and then by the alphabet of the report; those without a group last. */
function organisationsInOrder(
  organisations: readonly OrganisationRatings[],
  context: ReportContext<InventoryDataset>,
): readonly OrganisationRatings[] {
  const alphabet = new Map(context.levelsInOrder('organisation').map((name, index) => [name, index]))
  const place = ({ organisation }: OrganisationRatings): number => alphabet.get(organisation) ?? 0
  const groups = [...new Set(organisations.map(({ group }) => group))].sort((a, b) =>
    a === null ? 1 : b === null ? -1 : a < b ? -1 : a > b ? 1 : 0,
  )
  return groups.flatMap((group) =>
    organisations.filter((organisation) => organisation.group === group).toSorted((a, b) => place(a) - place(b)),
  )
}

export function tabulateInventory(
  result: InventoryResult,
  options: InventoryOptions,
  context: ReportContext<InventoryDataset>,
): readonly ResultTable[] {
  const { dataset } = context
  const keys: readonly TableColumn[] = dataset.attributes.map(({ id }) => ({ id, kind: 'text' }))
  return [
    buildTable(
      'ratings',
      ratingsTable,
      keys,
      organisationsInOrder(result.organisations, context).flatMap(({ organisation, attributes, values }) =>
        options.areas.map((area, index) => {
          const value = values[index] ?? null
          return { ...attributes, organisation, area, value, label: value === null ? null : levelName(dataset, value) }
        }),
      ),
    ),
    buildTable(
      'groups',
      groupsTable,
      [],
      result.groups.map((row) => ({ ...row })),
    ),
    buildTable(
      'comparison',
      comparisonTable,
      [],
      result.comparisons.map((row) => ({
        area: row.area,
        group_a: row.groupA,
        group_b: row.groupB,
        n_a: row.nA,
        n_b: row.nB,
        median_a: row.medianA,
        median_b: row.medianB,
        cliffs_delta: row.cliffsDelta,
        delta_low: row.deltaLow,
        delta_high: row.deltaHigh,
        statistic: row.statistic,
        p_value: row.pValue,
        p_adjusted: row.pAdjusted,
        smallest_p: row.smallestPValue,
        method: row.method,
      })),
    ),
    buildTable(
      'overall',
      overallTable,
      [],
      result.overall.map((row) => ({
        area: row.area,
        groups: row.groups,
        n: row.n,
        p_value: row.pValue,
        p_adjusted: row.pAdjusted,
        smallest_p: row.smallestPValue,
        method: row.method,
      })),
    ),
  ]
}
