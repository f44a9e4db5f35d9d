import type { ComputeContext } from '../core/contract'
import type { SurveyDataset } from '../core/datasets'
import { stopIfAborted } from '../core/errors'
import { scaleOf, type Item } from '../instrument/model'
import { finite } from '../core/result'
import type { AnswerColumn } from '../numeric/correlation/crossproducts'
import {
  itemFunctioning,
  type ItemFunctioning,
  type ItemFunctioningProblem,
  type NestedTest,
} from '../numeric/ordinal-regression/item-functioning'
import { adjust } from '../numeric/comparison/multiplicity'
import { completeId, completeIn, itemList, leastForItems, type ComparedData, type DimensionItems } from './groups'
import type { InvarianceOptions } from './options'
import type { ItemRow, ItemTest } from './result'
import { warning } from './words'

/** Why an item is not tested, or only in the limit, as the notes name it. */
type ItemProblem = 'lone-item' | 'continuous' | 'separated' | ItemFunctioningProblem['problem']

const untested = (dimension: string, item: Item): ItemRow => ({
  dimension,
  item: item.id,
  n: null,
  groups: null,
  uniform: null,
  nonUniform: null,
  deltaRSquared: null,
  verdict: 'not-tested',
  effects: [],
})

/** The items where no item is tested. */
export function untestedItems({ dimensions }: ComparedData): readonly ItemRow[] {
  return dimensions.flatMap(({ dimension, items }) => items.map((item) => untested(dimension, item)))
}

/** Each ordinal item on its rest score and the group, over the people who answered its whole dimension. P values are adjusted over the items, by kind of test. */
export function itemTests(
  data: ComparedData,
  options: InvarianceOptions,
  context: ComputeContext<SurveyDataset>,
  progress: (share: number) => void,
): readonly ItemRow[] {
  const poll = (): void => {
    stopIfAborted(context.abort)
  }
  const rows: ItemRow[] = []
  const problems = new Map<ItemProblem, Item[]>()
  const tell = (problem: ItemProblem, item: Item): void => {
    problems.set(problem, [...(problems.get(problem) ?? []), item])
  }
  const total = data.dimensions.reduce((sum, { items }) => sum + items.length, 0)
  for (const own of data.dimensions) {
    const blocks = completeBlocks(data, own, context.usable)
    const isOrdinal = own.items.every((one) => scaleOf(context.dataset.instrument, one).kind === 'ordinal')
    for (const [index, item] of own.items.entries()) {
      poll()
      progress(rows.length / total)
      if (!isOrdinal || own.items.length < 2) {
        tell(isOrdinal ? 'lone-item' : 'continuous', item)
        rows.push(untested(own.dimension, item))
        continue
      }
      const found = itemFunctioning(...countedRows(blocks, index), poll)
      if (found.problem !== null) tell(found.problem, item)
      else if (found.separated) tell('separated', item)
      rows.push(found.problem === null ? testedItem(own.dimension, item, found) : untested(own.dimension, item))
    }
  }
  for (const [problem, items] of problems)
    context.note(warning(`item-${problem}`, { count: items.length, items: itemList(items) }, { table: 'items' }))
  return judged(rows, options)
}

/** Log odds are differences to the first group, so that they are there only where it takes part. */
function testedItem(dimension: string, item: Item, found: ItemFunctioning): ItemRow {
  return {
    dimension,
    item: item.id,
    n: found.n,
    groups: found.groups.length,
    uniform: testCells(found.uniform),
    nonUniform: testCells(found.nonUniform),
    deltaRSquared: finite(found.deltaRSquared),
    verdict: 'not-tested',
    effects:
      found.groups[0] === 0
        ? found.effects.filter(({ estimate, se }) => Number.isFinite(estimate) && Number.isFinite(se))
        : [],
  }
}

const testCells = (test: NestedTest | null): ItemTest | null =>
  test === null
    ? null
    : { chiSquare: finite(test.chiSquare), df: test.df, pValue: finite(test.pValue), pAdjusted: null }

/** A group's complete answers to the items of a dimension; no rows where they are too few. */
interface Block {
  readonly rows: Int32Array
  readonly columns: readonly AnswerColumn[]
  /** Sum of the answers, by position in `rows`; whole numbers. */
  readonly totals: Int32Array
}

function completeBlocks(data: ComparedData, own: DimensionItems, usable: ReadonlySet<string>): readonly Block[] {
  return data.included.map(({ key, matrix }) => {
    const { columns, rows: complete } = completeIn(matrix, own)
    const isUsed = complete.length >= leastForItems && usable.has(completeId(own.dimension, key))
    const rows = isUsed ? complete : new Int32Array(0)
    const totals = new Int32Array(rows.length)
    for (const column of columns)
      for (let position = 0; position < rows.length; position += 1)
        totals[position] = (totals[position] as number) + (column[rows[position] as number] as number)
    return { columns, rows, totals }
  })
}

/** Distinct (answer, rest score, group) with how often each occurs, so that a million respondents cost what hundreds do, whatever their order. */
function countedRows(
  blocks: readonly Block[],
  index: number,
): [Float64Array, Float64Array, Int32Array, number, Float64Array] {
  const answers: number[] = []
  const rests: number[] = []
  const groups: number[] = []
  const counts: number[] = []
  blocks.forEach(({ rows, columns, totals }, group) => {
    if (rows.length === 0) return
    const own = columns[index] as AnswerColumn
    let [lowest, highest] = [own[rows[0] as number] as number, own[rows[0] as number] as number]
    let [least, most] = [(totals[0] as number) - lowest, (totals[0] as number) - lowest]
    for (let position = 0; position < rows.length; position += 1) {
      const answer = own[rows[position] as number] as number
      const rest = (totals[position] as number) - answer
      if (answer < lowest) lowest = answer
      if (answer > highest) highest = answer
      if (rest < least) least = rest
      if (rest > most) most = rest
    }
    // Ordinal scales stay within −100 … 100, so that this table is small.
    const width = highest - lowest + 1
    const table = new Float64Array((most - least + 1) * width)
    for (let position = 0; position < rows.length; position += 1) {
      const answer = own[rows[position] as number] as number
      const place = ((totals[position] as number) - answer - least) * width + answer - lowest
      table[place] = (table[place] as number) + 1
    }
    table.forEach((count, place) => {
      if (count === 0) return
      answers.push(lowest + (place % width))
      rests.push((least + Math.floor(place / width)) / (columns.length - 1))
      groups.push(group)
      counts.push(count)
    })
  })
  return [
    Float64Array.from(answers),
    Float64Array.from(rests),
    Int32Array.from(groups),
    blocks.length,
    Float64Array.from(counts),
  ]
}

function judged(rows: readonly ItemRow[], options: InvarianceOptions): readonly ItemRow[] {
  const uniform = adjust(
    rows.map((row) => row.uniform?.pValue ?? null),
    options.adjust,
  )
  const nonUniform = adjust(
    rows.map((row) => row.nonUniform?.pValue ?? null),
    options.adjust,
  )
  const level = 1 - options.confidence
  return rows.map((row, index) => {
    const first = uniform[index] ?? null
    const second = nonUniform[index] ?? null
    return {
      ...row,
      uniform: row.uniform === null ? null : { ...row.uniform, pAdjusted: first },
      nonUniform: row.nonUniform === null ? null : { ...row.nonUniform, pAdjusted: second },
      verdict:
        first === null
          ? 'not-tested'
          : second !== null && second < level
            ? 'non-uniform'
            : first < level
              ? 'uniform'
              : 'not-shown',
    }
  })
}
