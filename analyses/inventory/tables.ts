import type { ReportContext } from '../core/contract'
import type { InventoryDataset } from '../core/datasets'
import { core, textIn, type Phrase, type Text } from '../core/words'
import type { RowsById } from '../core/result'
import {
  groupOrder,
  type InventoryResult,
  type OrganisationRatings,
  type OverallComparison,
  type PairComparison,
} from './compute'
import type { tables } from './declarations'
import type { InventoryOptions } from './options'

/** A level's name in the reader's language; its number where it has none. */
export function levelName(dataset: InventoryDataset, value: number): Phrase {
  const declared = dataset.isScaleDeclared ? dataset.levels.find((level) => level.value === value)?.label : undefined
  const label: Text = declared ?? { nb: String(value) }
  return core.say('in-language', {
    nb: textIn(label, 'nb'),
    sv: textIn(label, 'sv'),
    en: label.en ?? textIn(label, 'nb'),
  })
}

/** Organisations by group and then by the alphabet of the report; those without a group last. */
function organisationsInOrder(
  organisations: readonly OrganisationRatings[],
  by: readonly string[],
  context: ReportContext<InventoryDataset>,
): readonly OrganisationRatings[] {
  const compare = groupOrder(context.dataset, by)
  const alphabet = new Map(context.levelsInOrder('organisation').map((name, index) => [name, index]))
  const place = ({ organisation }: OrganisationRatings): number => alphabet.get(organisation) ?? 0
  const groups = [...new Set(organisations.map(({ group }) => group))].sort((a, b) =>
    a === null ? 1 : b === null ? -1 : compare(a, b),
  )
  return groups.flatMap((group) =>
    organisations.filter((organisation) => organisation.group === group).toSorted((a, b) => place(a) - place(b)),
  )
}

export function tabulateInventory(
  result: InventoryResult,
  options: InventoryOptions,
  context: ReportContext<InventoryDataset>,
): RowsById<typeof tables> {
  const { dataset } = context
  const by = dataset.attributes.map(({ id }) => id)
  return {
    ratings: {
      by,
      rows: organisationsInOrder(result.organisations, options.by, context).flatMap(
        ({ organisation, attributes, values }) =>
          options.areas.map((area, index) => {
            const value = values[index] ?? null
            const label = value === null ? null : levelName(dataset, value)
            return { key: by.map((id) => attributes[id] ?? null), organisation, area, value, label }
          }),
      ),
    },
    groups: result.groups,
    comparison: result.comparisons.map((row) => ({
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
      ...testCells(row),
    })),
    overall: result.overall.map((row) => ({ area: row.area, groups: row.groups, n: row.n, ...testCells(row) })),
  }
}

function testCells({ pValue, pAdjusted, smallestPValue, method }: PairComparison | OverallComparison) {
  return { p_value: pValue, p_adjusted: pAdjusted, smallest_p: smallestPValue, p_method: method } as const
}
