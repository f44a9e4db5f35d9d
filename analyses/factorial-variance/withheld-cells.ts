import type { ComputeContext } from '../core/contract'
import type { SurveyDataset } from '../core/datasets'
import { buildTable, finite, tableRecords, type TableDeclaration } from '../core/result'
import { keyCells, keyColumns } from '../survey/groups'
import { protectTables } from '../disclosure/suppression'
import { outcomeColumn } from './declarations'

const describedCells: TableDeclaration = {
  columns: [
    { id: 'n', kind: 'count' },
    { id: 'mean', kind: 'number' },
    { id: 'sd', kind: 'number' },
  ],
  protection: { kind: 'counts', counts: ['n'], family: ['outcome'], spreads: ['sd'] },
}

/**
 * Cells that disclosure control withholds, by outcome. They are kept out of the sums of squares too: beside the cells that are shown, these would tell of those that are
 * not.
 */
export function withheldCells(
  cells: readonly (readonly { readonly group: number; readonly n: number; readonly sd: number }[])[],
  outcomes: readonly string[],
  keys: readonly (readonly string[])[],
  columns: readonly string[],
  { dataset, minGroup }: ComputeContext<SurveyDataset>,
): readonly ReadonlySet<number>[] {
  if (minGroup <= 1) return outcomes.map(() => new Set())
  const places = outcomes.flatMap((outcome, index) => (cells[index] ?? []).map((cell) => ({ outcome, index, ...cell })))
  const table = buildTable(
    'cells',
    describedCells,
    [...keyColumns(columns), outcomeColumn],
    places.map(({ outcome, group, n, sd }) => ({
      ...keyCells(columns, keys[group] ?? []),
      outcome,
      n,
      mean: 0,
      sd: finite(sd),
    })),
  )
  const [shown] = protectTables([table], minGroup, dataset)
  const withheld = outcomes.map(() => new Set<number>())
  for (const record of shown === undefined ? [] : tableRecords(shown)) {
    const place = places[record.index]
    if (place !== undefined && record.withheld.has('mean')) withheld[place.index]?.add(place.group)
  }
  return withheld
}
