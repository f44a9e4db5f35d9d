import type { Base } from '../core/base'
import type { ComputeContext, FramesOf, ReadContext } from '../core/contract'
import { numericColumn, type SurveyDataset } from '../core/datasets'
import { InputError, stopIfAborted } from '../core/errors'
import { scaleOf, type Item } from '../instrument/model'
import { itemInWords, type Label } from '../core/words'
import { completeRows, noAnswer, type AnswerColumn } from '../numeric/correlation/crossproducts'
import { baseId, baseOf } from '../survey/bases'
import { keyText } from '../survey/group-counts'
import { groupColumns, groupLabel } from '../survey/groups'
import { pickItems, readItemMatrices, type ItemMatrix } from '../survey/item-matrix'
import { commonItemNotes, commonItems } from '../survey/common-items'
import type { InvarianceOptions } from './options'
import type { selectInvariance } from './statements'
import { code, info, warning } from './words'

/** More groups than this are not compared: the number of parameters grows with them, and nobody reads the result. */
const mostGroups = 30
/** Fewer complete answers than this are too few for item-level tests of a group. */
export const leastForItems = 10

export const groupStates = ['included', 'withheld', 'too-few'] as const
type GroupState = (typeof groupStates)[number]

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

/** The groups with their answers, before it is decided who takes part. */
export interface ReadGroups {
  readonly columns: readonly string[]
  readonly items: readonly Item[]
  /** How many there are; with far too many, `groups` is empty. */
  readonly groupCount: number
  readonly groups: readonly GroupAnswers[]
  /** Respondents of no group, because a column is missing. */
  readonly withoutGroup: number
}

interface GroupAnswers extends Pick<ComparedGroup, 'key' | 'n' | 'complete'> {
  readonly matrix: ItemMatrix
}

/** The groups with their answers to the items that every round has and that were put to everybody. */
export function readGroups(
  { answers, people }: FramesOf<typeof selectInvariance>,
  { by, dimensions }: InvarianceOptions,
  { dataset, abort }: ReadContext<SurveyDataset>,
): ReadGroups {
  stopIfAborted(abort)
  const columns = groupColumns(dataset, by)
  const items = commonItems(dataset, dimensions)
  const { keys, matrices } =
    answers === undefined ? { keys: [], matrices: [] } : readItemMatrices(answers, dataset, items, columns)
  const groups =
    keys.length > 50 * mostGroups
      ? []
      : matrices.map((matrix, index) => ({
          key: keys[index] as readonly string[],
          matrix,
          n: rowsAnswering(matrix, 1),
          complete: rowsAnswering(matrix, items.length),
        }))
  return {
    columns,
    items,
    groupCount: keys.length,
    groups: groups.toSorted((a, b) => compareKeys(a.key, b.key, columns, dataset)),
    withoutGroup: numericColumn(people, 'without')[0] ?? 0,
  }
}

const groupId = (key: readonly string[]): string => baseId('group', key)

/** Who in a group answered all items of a dimension that are compared. */
export const completeId = (dimension: string, key: readonly string[]): string =>
  baseId(completeFamily(dimension, key), key)

const completeFamily = (dimension: string, key: readonly string[]): string => `${dimension} ${keyText(key)}`

/**
 * Each group's people, and those who answered all items of a dimension, who are compared item by item. Which items these are depends on the groups that take part: an item that
 * a whole group never answered is compared in none.
 */
export function basesOfGroups(
  read: ReadGroups,
  _options: InvarianceOptions,
  dataset: SurveyDataset,
  withheld: ReadonlySet<string>,
): readonly Base[] {
  const { columns, groups } = read
  const bases = groups.map(({ key, n, complete }) => baseOf('group', columns, key, [n, complete]))
  const included = groups.filter(({ key, n }) => !withheld.has(groupId(key)) && n >= leastForItems)
  if (included.length > mostGroups) return bases
  const { dimensions, groups: compared } = comparedItems(read.items, included, dataset)
  return [
    ...bases,
    ...compared.flatMap(({ key, matrix }) =>
      dimensions.map((own) =>
        baseOf(completeFamily(own.dimension, key), columns, key, [completeIn(matrix, own).rows.length]),
      ),
    ),
  ]
}

/** The answers to a dimension's items, and the rows that have all of them. */
export function completeIn(
  matrix: ItemMatrix,
  { items }: DimensionItems,
): { readonly columns: readonly AnswerColumn[]; readonly rows: Int32Array } {
  const { columns } = pickItems(
    matrix,
    items.map(({ id }) => id),
  )
  return { columns, rows: completeRows(columns) }
}

/** The items that every group has answers to, by dimension, and the groups' answers to these. */
function comparedItems(
  items: readonly Item[],
  groups: readonly GroupAnswers[],
  dataset: SurveyDataset,
): {
  readonly lost: readonly Item[]
  readonly kept: readonly Item[]
  readonly dimensions: readonly DimensionItems[]
  readonly groups: readonly Pick<GroupAnswers, 'key' | 'matrix'>[]
} {
  const answered = items.map((_, item) => groups.every(({ matrix }) => hasAnswer(matrix.columns[item] as AnswerColumn)))
  const kept = items.filter((_, item) => answered[item] === true)
  return {
    lost: items.filter((_, item) => answered[item] !== true),
    kept,
    dimensions: dataset.instrument.dimensions.flatMap(({ id }): readonly DimensionItems[] => {
      const own = kept.filter(({ dimension }) => dimension === id)
      return own.length === 0 ? [] : [{ dimension: id, items: own }]
    }),
    groups: groups.map(({ key, matrix }) => ({
      key,
      matrix: {
        items: kept,
        rowCount: matrix.rowCount,
        columns: matrix.columns.filter((_, item) => answered[item] === true),
      },
    })),
  }
}

/**
 * Groups, who of them takes part, and the items that all of those answered.
 * @throws InputError when fewer than two groups can take part, or too many
 */
export function comparedData(
  read: ReadGroups,
  options: InvarianceOptions,
  context: ComputeContext<SurveyDataset>,
): ComparedData {
  const { dataset, usable } = context
  const { columns } = read
  for (const note of commonItemNotes(dataset, options.dimensions)) context.note(note)
  const by: Label = { list: columns.map((attribute): Label => ({ attribute })) }
  if (read.items.length === 0) throw new InputError(code('no-items'), {})
  if (read.groupCount > read.groups.length)
    throw new InputError(code('too-many-groups'), { by, groups: read.groupCount, most: mostGroups })
  const stateOf = ({ key, n }: GroupAnswers): GroupState =>
    !usable.has(groupId(key)) ? 'withheld' : n < leastForItems ? 'too-few' : 'included'
  const groups = read.groups.map((group) => ({
    key: group.key,
    n: group.n,
    complete: group.complete,
    state: stateOf(group),
  }))
  const included = read.groups.filter((group) => stateOf(group) === 'included')
  noteLeftOut(groups, context)
  if (included.length < 2)
    throw new InputError(code('nothing-to-compare'), {
      by,
      groups: read.groupCount,
      usable: included.length,
      min: leastForItems,
    })
  if (included.length > mostGroups)
    throw new InputError(code('too-many-groups'), { by, groups: included.length, most: mostGroups })

  // An item that a whole group never answered, such as one put to leaders only, cannot be compared.
  const compared = comparedItems(read.items, included, dataset)
  if (compared.lost.length > 0)
    context.note(warning('items-left-out', { count: compared.lost.length, items: itemList(compared.lost) }))
  if (compared.kept.length === 0) throw new InputError(code('no-items'), {})
  noteEmptyCategories(
    compared.kept,
    compared.groups.map(({ matrix }) => matrix),
    context,
  )
  return { columns, dimensions: compared.dimensions, groups, included: compared.groups }
}

function noteLeftOut(groups: readonly ComparedGroup[], context: ComputeContext<SurveyDataset>): void {
  const withheld = groups.filter(({ state }) => state === 'withheld').length
  const tooFew = groups.filter(({ state }) => state === 'too-few')
  if (withheld > 0) context.note(warning('groups-withheld', { count: withheld }))
  if (tooFew.length > 0)
    context.note(warning('groups-left-out', { count: tooFew.length, min: leastForItems, groups: groupList(tooFew) }))
}

/** Names of groups for a note; many are cut. */
export function groupList(groups: readonly { readonly key: readonly string[] }[]): Label {
  return { list: [...groups.slice(0, 12).map(({ key }) => groupLabel(key)), ...(groups.length > 12 ? ['…'] : [])] }
}

/** Names of items for a note. */
export const itemList = (items: readonly Item[]): Label => ({ list: items.map(({ id }) => itemInWords(id)) })

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
  if (concerned.length > 0) note(info('empty-categories', { count: concerned.length, items: itemList(concerned) }))
}
