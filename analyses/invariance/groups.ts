import type { ComputeContext } from '../core/contract'
import type { Frame, SurveyDataset } from '../core/datasets'
import { InputError } from '../core/errors'
import { scaleOf, type Item } from '../instrument/model'
import type { Label } from '../core/words'
import { buildTable, tableRecords } from '../core/result'
import { noAnswer, type AnswerColumn } from '../numeric/correlation/crossproducts'
import { groupColumns, groupLabel, keyCells, keyColumns } from '../survey/groups'
import { readItemMatrices, type ItemMatrix } from '../survey/item-matrix'
import { commonItemNotes, commonItems } from '../survey/common-items'
import { protectTables } from '../disclosure/suppression'
import { groupsTable } from './declarations'
import type { InvarianceOptions } from './options'

/** More groups than this are not compared: the number of parameters grows with them, and nobody reads the result. */
const mostGroups = 30
/** Fewer complete answers than this are too few for item-level tests of a group. */
export const leastForItems = 10

export type GroupState = 'included' | 'withheld' | 'too-few'

export interface ComparedGroup {
  readonly key: readonly string[]
  /** People with an answer to some item, and to all. */
  readonly n: number
  readonly complete: number
  readonly state: GroupState
}

/** A dimension with the items of it that take part. */
export interface DimensionItems {
  readonly dimension: string
  readonly items: readonly Item[]
}

/** What is compared: dimensions, and the groups with their answers, the first being the one that others are compared with. */
export interface ComparedData {
  readonly columns: readonly string[]
  readonly dimensions: readonly DimensionItems[]
  readonly groups: readonly ComparedGroup[]
  /** Those that take part, in the order of `groups`. */
  readonly included: readonly { readonly key: readonly string[]; readonly matrix: ItemMatrix }[]
}

/** The items of the dimensions asked for that every round has and that were put to everybody, in the order of the instrument. */
export function itemsFor(dataset: SurveyDataset, dimensions: readonly string[]): readonly Item[] {
  return commonItems(dataset, dimensions)
}

/**
 * Groups, who of them takes part, and the items that all of those answered.
 * @throws InputError when fewer than two groups can take part, or too many
 */
export function comparedData(
  frame: Frame,
  options: InvarianceOptions,
  context: ComputeContext<SurveyDataset>,
): ComparedData {
  const { dataset } = context
  const columns = groupColumns(dataset, options.by)
  const items = itemsFor(dataset, options.dimensions)
  for (const note of commonItemNotes(dataset, options.dimensions)) context.note(note)
  const by: Label = { list: columns.map((attribute): Label => ({ attribute })) }
  if (items.length === 0) throw new InputError('invariance:no-items', {})
  const { keys, matrices } = readItemMatrices(frame, dataset, items, columns)
  if (keys.length > 50 * mostGroups)
    throw new InputError('invariance:too-many-groups', { by, groups: keys.length, most: mostGroups })
  const order = keys
    .map((_, index) => index)
    .toSorted((a, b) => compareKeys(keys[a] ?? [], keys[b] ?? [], columns, dataset))
  const all = order.map((index) => {
    const matrix = matrices[index] as ItemMatrix
    return {
      key: keys[index] as readonly string[],
      matrix,
      n: rowsAnswering(matrix, 1),
      complete: rowsAnswering(matrix, items.length),
    }
  })
  const withheld = withheldGroups(all, columns, context)
  const stateOf = (index: number): GroupState =>
    withheld.has(index) ? 'withheld' : (all[index]?.n ?? 0) < leastForItems ? 'too-few' : 'included'
  const groups = all.map(({ key, n, complete }, index) => ({ key, n, complete, state: stateOf(index) }))
  const included = all.flatMap(({ key, matrix }, index) =>
    groups[index]?.state === 'included' ? [{ key, matrix }] : [],
  )
  const tooFew = groups.filter(({ state }) => state === 'too-few')
  if (withheld.size > 0)
    context.note({ code: 'invariance:groups-withheld', level: 'warning', about: { count: withheld.size } })
  if (tooFew.length > 0)
    context.note({
      code: 'invariance:groups-left-out',
      level: 'warning',
      about: { count: tooFew.length, min: leastForItems, groups: namesOf(tooFew) },
    })
  if (included.length < 2)
    throw new InputError('invariance:nothing-to-compare', {
      by,
      groups: keys.length,
      usable: included.length,
      min: leastForItems,
    })
  if (included.length > mostGroups)
    throw new InputError('invariance:too-many-groups', { by, groups: included.length, most: mostGroups })

  // An item that a whole group never answered, such as one put to leaders only, cannot be compared.
  const answered = items.map((_, item) =>
    included.every(({ matrix }) => hasAnswer(matrix.columns[item] as AnswerColumn)),
  )
  const lost = items.filter((_, item) => answered[item] !== true)
  if (lost.length > 0)
    context.note({
      code: 'invariance:items-left-out',
      level: 'warning',
      about: { count: lost.length, items: { list: lost.map(({ id }): Label => ({ item: id, short: true })) } },
    })
  const kept = items.filter((_, item) => answered[item] === true)
  if (kept.length === 0) throw new InputError('invariance:no-items', {})
  const pick = (matrix: ItemMatrix): ItemMatrix => ({
    items: kept,
    rowCount: matrix.rowCount,
    columns: matrix.columns.filter((_, item) => answered[item] === true),
  })
  const dimensions = dataset.instrument.dimensions.flatMap(({ id }): readonly DimensionItems[] => {
    const own = kept.filter(({ dimension }) => dimension === id)
    return own.length === 0 ? [] : [{ dimension: id, items: own }]
  })
  const picked = included.map(({ key, matrix }) => ({ key, matrix: pick(matrix) }))
  noteEmptyCategories(
    kept,
    picked.map(({ matrix }) => matrix),
    context,
  )
  return { columns, dimensions, groups, included: picked }
}

/** Names for a note; many are cut. */
export function namesOf(groups: readonly { readonly key: readonly string[] }[]): Label {
  return { list: [...groups.slice(0, 12).map(({ key }) => groupLabel(key)), ...(groups.length > 12 ? ['…'] : [])] }
}

function compareKeys(
  a: readonly string[],
  b: readonly string[],
  columns: readonly string[],
  dataset: SurveyDataset,
): number {
  for (const [position, column] of columns.entries()) {
    const [first, second] = [a[position] ?? '', b[position] ?? '']
    if (first === second) continue
    if (column === 'round')
      return dataset.rounds.findIndex(({ id }) => id === first) - dataset.rounds.findIndex(({ id }) => id === second)
    return first < second ? -1 : 1
  }
  return 0
}

const isMissing = (value: number): boolean => value === noAnswer || Number.isNaN(value)

function hasAnswer(column: AnswerColumn): boolean {
  for (const value of column) if (!isMissing(value)) return true
  return false
}

/** How many rows answered at least `least` of a matrix's items. */
export function rowsAnswering({ columns, rowCount }: ItemMatrix, least: number): number {
  const answers = new Uint16Array(rowCount)
  for (const column of columns)
    for (let row = 0; row < rowCount; row += 1)
      if (!isMissing(column[row] as number)) answers[row] = (answers[row] as number) + 1
  return answers.reduce((count, own) => (own >= least ? count + 1 : count), 0)
}

/** Groups that disclosure control withholds take no part: beside the others' numbers, what all give together would tell of them. */
function withheldGroups(
  groups: readonly { readonly key: readonly string[]; readonly n: number; readonly complete: number }[],
  columns: readonly string[],
  { dataset, minGroup }: ComputeContext<SurveyDataset>,
): ReadonlySet<number> {
  if (minGroup <= 1) return new Set()
  const table = buildTable(
    'groups',
    groupsTable,
    keyColumns(columns),
    groups.map(({ key, n, complete }) => ({ ...keyCells(columns, key), n, n_complete: complete, state: 'included' })),
  )
  const [shown] = protectTables([table], minGroup, dataset)
  return new Set(
    shown === undefined ? [] : tableRecords(shown).flatMap(({ index, withheld }) => (withheld.has('n') ? [index] : [])),
  )
}

/** Answers that some group never gave: no error, since thresholds are common and the factor model takes answers as numbers, but worth knowing. */
function noteEmptyCategories(
  items: readonly Item[],
  matrices: readonly ItemMatrix[],
  { dataset, note }: ComputeContext<SurveyDataset>,
): void {
  const concerned = items.filter((item, index) => {
    if (scaleOf(dataset.instrument, item).kind !== 'ordinal') return false
    const used = matrices.map(
      ({ columns }) => new Set<number>((columns[index] as Int8Array).filter((value) => value !== noAnswer)),
    )
    const everywhere = new Set(used.flatMap((values) => [...values]))
    return used.some((values) => values.size < everywhere.size)
  })
  if (concerned.length > 0)
    note({
      code: 'invariance:empty-categories',
      level: 'info',
      about: {
        count: concerned.length,
        items: { list: concerned.map(({ id }): Label => ({ item: id, short: true })) },
      },
    })
}
