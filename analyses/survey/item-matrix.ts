import { factorColumn, numericColumn, quoteName, type Frame, type SurveyDataset } from '../core/datasets'
import { scaleOf, type Item, type ResponseScale } from '../instrument/model'
import { answerPatternsOf, bitsOfPattern, type PatternField } from '../instrument/packed-answers'
import { answerPatterns, noAnswer, type AnswerColumn, type AnswerPatterns } from '../numeric/correlation/crossproducts'
import { belongs, keyList } from './groups'
import { askedCondition } from './scoring'

/** Items by respondents, as the analyses of structure and reliability compute on them. */
export interface ItemMatrix {
  /** In the order asked for. */
  readonly items: readonly Item[]
  /** Respondents, those without any answer included. */
  readonly rowCount: number
  /**
   * One an item, `rowCount` values: the answer, turned (min + max − answer of the declared scale) for a reversed item. Ordinal items are an Int8Array with
   * `noAnswer` for blanks, typed non-answers, anything outside the declared scale, and items that were not put to the respondent's role; continuous ones
   * a Float64Array with NaN.
   */
  readonly columns: readonly AnswerColumn[]
}

/** The item matrices of the groups of a survey. */
export interface GroupedItemMatrix {
  /** Levels in the order of the columns; one empty key when there are no columns. Groups come as the engine enumerates the levels. */
  readonly keys: readonly (readonly string[])[]
  readonly matrices: readonly ItemMatrix[]
}

/**
 * Answers of several items as SQL, packed several to a DOUBLE: a million respondents of 36 five-point items cross as three columns. Read by `readItemMatrices` with
 * the same arguments. Respondents for whom a column to group by is missing are left out.
 *
 * Rows come ordered where an item is continuous. Sums of whole numbers do not depend on order, so otherwise they come as they lie.
 *
 * @param items in any order, of any dimensions; at least one
 * @param columns of `groupColumns`; none for everybody together
 */
export function itemMatrixStatement(
  dataset: SurveyDataset,
  items: readonly Item[],
  columns: readonly string[],
): string {
  const layout = layoutOf(dataset, items)
  const stored = storedFields(dataset)
  const packed = new Map<number, string[]>()
  const own: string[] = []
  for (let index = 0; index < items.length; index += 1) {
    const item = items[index] as Item
    const field = layout[index] ?? null
    if (field === null) {
      own.push(`${continuousAnswer(item, dataset)} AS "#own${index}"`)
      continue
    }
    const terms = packed.get(field.column) ?? []
    const run = wholeRun(items, layout, index, dataset, stored)
    const value = run > 0 ? quoteName(stored.get(item.id)?.column ?? '') : answerInField(item, field, dataset, stored)
    terms.push(`${value}::DOUBLE * ${2 ** field.shift * (field.isHigh ? half : 1)}.0::DOUBLE`)
    packed.set(field.column, terms)
    index += Math.max(0, run - 1)
  }
  const selected = [...Array.from(packed, ([column, terms]) => `${terms.join(' + ')} AS "#packed${column}"`), ...own]
  return `SELECT ${keyList(columns)}${selected.join(', ')} FROM ${dataset.tables.responses} WHERE ${belongs(columns)}${own.length === 0 ? '' : ' ORDER BY "_source", "_row"'}`
}

/**
 * Reads the frame of `itemMatrixStatement`. Without columns there is one group, even of no rows.
 * @param items the same as for the statement, in the same order
 */
export function readItemMatrices(
  frame: Frame,
  dataset: SurveyDataset,
  items: readonly Item[],
  columns: readonly string[],
): GroupedItemMatrix {
  const { keys, starts, position } = rowsOfGroups(frame, columns)
  const layout = layoutOf(dataset, items)
  const read = layout.map((field): AnswerColumn =>
    field === null ? new Float64Array(frame.rowCount) : new Int8Array(frame.rowCount),
  )
  layout.forEach((field, index) => {
    if (field === null) scatter(numericColumn(frame, `#own${index}`), read[index] as Float64Array, position)
  })
  for (const column of columnsOf(layout)) {
    const unpacking = layout.flatMap((field, index): readonly Unpacking[] => {
      const item = items[index] as Item
      return field?.column === column
        ? [
            {
              ...field,
              table: decodingTable(field, item, scaleOf(dataset.instrument, item)),
              target: read[index] as Int8Array,
            },
          ]
        : []
    })
    unpack(numericColumn(frame, `#packed${column}`), unpacking, position)
  }
  return {
    keys,
    matrices: keys.map((_, group) => {
      const [from, to] = [starts[group] ?? 0, starts[group + 1] ?? 0]
      return {
        items,
        rowCount: to - from,
        columns: read.map((column) => (keys.length === 1 ? column : column.subarray(from, to))),
      }
    }),
  }
}

/** How often each pattern of answers occurs to each set of items, in each group. */
export interface GroupedPatterns {
  /** As of `GroupedItemMatrix`. */
  readonly keys: readonly (readonly string[])[]
  /** Respondents of each group. */
  readonly rowCounts: readonly number[]
  /** By group, then by set; columns in the order of the set, answers turned. Null for a set with a continuous item. */
  readonly patterns: readonly (readonly (AnswerPatterns | null)[])[]
}

/**
 * Reads the frame of `itemMatrixStatement` of `sets.flat()` as patterns of answers: everything about a dimension of ordinal items that does not depend on who came
 * first (covariances, contingency tables, resampling) follows from these few, and they are counted off the packed columns without unpacking a row. Patterns
 * come in an order of their own, which the data's order does not change.
 * @param sets items of a dimension each, in the order of the statement
 */
export function readItemPatterns(
  frame: Frame,
  dataset: SurveyDataset,
  sets: readonly (readonly Item[])[],
  columns: readonly string[],
): GroupedPatterns {
  const { keys, starts, position } = rowsOfGroups(frame, columns)
  const layout = layoutOf(dataset, sets.flat())
  let first = 0
  const bySet = sets.map((items): readonly (AnswerPatterns | null)[] => {
    const fields = layout.slice(first, first + items.length)
    first += items.length
    const inOneHalf = codesOfSet(frame, fields, position)
    const rowsOf = (group: number): readonly [number, number] => [starts[group] ?? 0, starts[group + 1] ?? 0]
    if (inOneHalf !== null) {
      const tables = fields.map((field, index) =>
        decodingTable(field as BitField, items[index] as Item, scaleOf(dataset.instrument, items[index] as Item)),
      )
      return keys.map((_, group) =>
        patternsOfCodes(inOneHalf.subarray(...rowsOf(group)), fields as readonly BitField[], tables),
      )
    }
    if (fields.includes(null)) return keys.map(() => null)
    const unpacked = items.map(() => new Int8Array(frame.rowCount))
    for (const column of columnsOf(fields)) {
      const unpacking = fields.flatMap((field, index): readonly Unpacking[] =>
        field?.column === column
          ? [
              {
                ...field,
                table: decodingTable(field, items[index] as Item, scaleOf(dataset.instrument, items[index] as Item)),
                target: unpacked[index] as Int8Array,
              },
            ]
          : [],
      )
      unpack(numericColumn(frame, `#packed${column}`), unpacking, position)
    }
    return keys.map((_, group) => answerPatterns(unpacked.map((column) => column.subarray(...rowsOf(group)))))
  })
  return {
    keys,
    rowCounts: keys.map((_, group) => (starts[group + 1] ?? 0) - (starts[group] ?? 0)),
    patterns: keys.map((_, group) => bySet.map((ofGroups) => ofGroups[group] ?? null)),
  }
}

/** The columns of some of a matrix's items, in the order of the ids; ids that it lacks are left out. Nothing is copied. */
export function pickItems(matrix: ItemMatrix, ids: readonly string[]): ItemMatrix {
  const picked = ids.map((id) => matrix.items.findIndex((item) => item.id === id)).filter((index) => index >= 0)
  return {
    items: picked.map((index) => matrix.items[index] as Item),
    rowCount: matrix.rowCount,
    columns: picked.map((index) => matrix.columns[index] as AnswerColumn),
  }
}

/** Where an ordinal item's answer stands in the packed columns. */
interface BitField {
  readonly column: number
  /** In the upper half of the column's bits. */
  readonly isHigh: boolean
  /** Bits below it in its half. */
  readonly shift: number
  readonly bits: number
  /** Eight bits that hold answer + 128, for scales that reach below 1; otherwise the answer itself, and 0 for none. */
  readonly isWide: boolean
}

/** A packed DOUBLE is two halves of 26 bits, which bit operations can read; no answer lies across both. */
const bitsOfHalf = bitsOfPattern
const half = 2 ** bitsOfHalf

/** Null for continuous items, which cross as they are. Neighbours of one dimension share a half where they fit in one, so that their pattern of answers is one number. */
function layoutOf(dataset: SurveyDataset, items: readonly Item[]): readonly (BitField | null)[] {
  const widths = items.map((item) => {
    const scale = scaleOf(dataset.instrument, item)
    return scale.kind === 'continuous' ? 0 : scale.min < 1 ? 8 : 32 - Math.clz32(scale.max)
  })
  let used = 0
  const toNextHalf = (): void => {
    used = Math.ceil(used / bitsOfHalf) * bitsOfHalf
  }
  return items.map((item, index) => {
    const bits = widths[index] ?? 0
    if (bits === 0) return null
    if (index === 0 || items[index - 1]?.dimension !== item.dimension) {
      let together = 0
      for (let next = index; next < items.length && items[next]?.dimension === item.dimension; next += 1)
        together += widths[next] ?? 0
      if (together <= bitsOfHalf && (used % bitsOfHalf) + together > bitsOfHalf) toNextHalf()
    }
    if ((used % bitsOfHalf) + bits > bitsOfHalf) toNextHalf()
    const bit = used % (2 * bitsOfHalf)
    const field = {
      column: Math.floor(used / (2 * bitsOfHalf)),
      isHigh: bit >= bitsOfHalf,
      shift: bit % bitsOfHalf,
      bits,
      isWide: scaleOf(dataset.instrument, item).min < 1,
    }
    used += bits
    return field
  })
}

/** An item's place in a column of packed answers that every row has. */
interface StoredField extends PatternField {
  readonly column: string
  /** Items of its column. */
  readonly items: readonly string[]
}

function storedFields({ instrument, packedColumns = [] }: SurveyDataset): ReadonlyMap<string, StoredField> {
  return new Map(
    answerPatternsOf(instrument)
      .filter(({ column }) => packedColumns.includes(column))
      .flatMap(({ column, fields }) => {
        const items = fields.map(({ item }) => item)
        return fields.map((field) => [field.item, { ...field, column, items }] as const)
      }),
  )
}

/** How many items from one on stand in the layout exactly as in a stored column, so that the column can be taken as it is; 0 when that is not so. */
function wholeRun(
  items: readonly Item[],
  layout: readonly (BitField | null)[],
  from: number,
  dataset: SurveyDataset,
  stored: ReadonlyMap<string, StoredField>,
): number {
  const start = layout[from]
  const together = stored.get(items[from]?.id ?? '')?.items ?? []
  if (start === undefined || start === null) return 0
  const isSame = together.every((id, index) => {
    const item = items[from + index]
    const field = layout[from + index]
    const place = stored.get(id)
    return (
      item?.id === id &&
      field !== undefined &&
      field !== null &&
      place !== undefined &&
      !field.isWide &&
      field.column === start.column &&
      field.isHigh === start.isHigh &&
      field.shift - start.shift === place.shift &&
      field.bits === place.bits &&
      askedCondition(item, dataset) === null
    )
  })
  return isSame ? together.length : 0
}

/** What stands in an item's place in the layout, 0 where there is no answer. */
function answerInField(
  item: Item,
  { isWide }: BitField,
  dataset: SurveyDataset,
  stored: ReadonlyMap<string, StoredField>,
): string {
  const { min, max } = scaleOf(dataset.instrument, item)
  const asked = askedCondition(item, dataset)
  const place = stored.get(item.id)
  // For answers below 1 there is room to the left.
  const added = isWide ? 128 : 0
  if (place === undefined) {
    const column = quoteName(item.id)
    return `(CASE WHEN ${column} BETWEEN ${min} AND ${max}${asked === null ? '' : ` AND ${asked}`} THEN ${column}::SMALLINT + ${added}::SMALLINT ELSE 0::SMALLINT END)`
  }
  const code = `((${quoteName(place.column)} >> ${place.shift}) & ${2 ** place.bits - 1})`
  const shifted = place.base + added
  if (asked === null && shifted === 0) return code
  return `(CASE WHEN ${code} > 0${asked === null ? '' : ` AND ${asked}`} THEN ${code} + ${shifted} ELSE 0 END)`
}

/** DOUBLE, turned, NULL where there is no answer. */
function continuousAnswer(item: Item, dataset: SurveyDataset): string {
  const { min, max } = scaleOf(dataset.instrument, item)
  const column = quoteName(item.id)
  const asked = askedCondition(item, dataset)
  return `CASE WHEN ${column} BETWEEN ${min} AND ${max}${asked === null ? '' : ` AND ${asked}`} THEN ${item.reversed ? `${min} + ${max} - ` : ''}${column}::DOUBLE END`
}

/** The turned answer by what stands in the item's place. */
function decodingTable({ bits, isWide }: BitField, item: Item, { min, max }: ResponseScale): Int8Array {
  const table = new Int8Array(2 ** bits).fill(noAnswer)
  for (let answer = min; answer <= max; answer += 1)
    table[isWide ? answer + 128 : answer] = item.reversed ? min + max - answer : answer
  return table
}

interface Unpacking {
  readonly isHigh: boolean
  readonly shift: number
  /** 2^bits long. */
  readonly table: Int8Array
  readonly target: Int8Array
}

const rowsAtATime = 4096

function unpack(values: Float64Array, items: readonly Unpacking[], position: Int32Array | null): void {
  const low = new Int32Array(rowsAtATime)
  const high = new Int32Array(rowsAtATime)
  for (let start = 0; start < values.length; start += rowsAtATime) {
    const rows = Math.min(rowsAtATime, values.length - start)
    for (let row = 0; row < rows; row += 1) {
      const value = values[start + row] as number
      const upper = (value / half) | 0
      high[row] = upper
      low[row] = value - upper * half
    }
    for (const { isHigh, shift, table, target } of items) {
      const source = isHigh ? high : low
      const mask = table.length - 1
      if (position === null)
        for (let row = 0; row < rows; row += 1)
          target[start + row] = table[((source[row] as number) >>> shift) & mask] as number
      else
        for (let row = 0; row < rows; row += 1)
          target[position[start + row] as number] = table[((source[row] as number) >>> shift) & mask] as number
    }
  }
}

const columnsOf = (layout: readonly (BitField | null)[]): ReadonlySet<number> =>
  new Set(layout.flatMap((field) => (field === null ? [] : [field.column])))

/** Each row's pattern as one number: the bits of a set that lie side by side in one half. Null when they do not. */
function codesOfSet(
  frame: Frame,
  fields: readonly (BitField | null)[],
  position: Int32Array | null,
): Int32Array | null {
  const [start] = fields
  if (start === undefined || start === null) return null
  if (fields.some((field) => field === null || field.column !== start.column || field.isHigh !== start.isHigh))
    return null
  const values = numericColumn(frame, `#packed${start.column}`)
  const bits = fields.reduce((sum, field) => sum + (field?.bits ?? 0), 0)
  const mask = 2 ** bits - 1
  const codes = new Int32Array(values.length)
  for (let row = 0; row < values.length; row += 1) {
    const value = values[row] as number
    const upper = (value / half) | 0
    const code = ((start.isHigh ? upper : value - upper * half) >>> start.shift) & mask
    if (position === null) codes[row] = code
    else codes[position[row] as number] = code
  }
  return codes
}

/** Counts codes, in a table where there are many rows for its size, else by sorting. */
function patternsOfCodes(codes: Int32Array, fields: readonly BitField[], tables: readonly Int8Array[]): AnswerPatterns {
  const start = fields[0]?.shift ?? 0
  const cells = 2 ** fields.reduce((sum, { bits }) => sum + bits, 0)
  const distinct = new Int32Array(Math.min(cells, codes.length))
  const counts = new Float64Array(distinct.length)
  let found = 0
  if (codes.length >= cells / 8) {
    const table = new Int32Array(cells)
    for (let row = 0; row < codes.length; row += 1)
      table[codes[row] as number] = (table[codes[row] as number] as number) + 1
    for (let code = 0; code < cells; code += 1) {
      const count = table[code] as number
      if (count === 0) continue
      distinct[found] = code
      counts[found] = count
      found += 1
    }
  } else {
    const sorted = codes.slice().sort()
    for (let row = 0; row < sorted.length; row += 1) {
      const code = sorted[row] as number
      if (row === 0 || code !== sorted[row - 1]) {
        distinct[found] = code
        found += 1
      }
      counts[found - 1] = (counts[found - 1] as number) + 1
    }
  }
  return {
    columns: fields.map((field, index) => {
      const table = tables[index] as Int8Array
      const mask = table.length - 1
      const column = new Int8Array(found)
      for (let at = 0; at < found; at += 1)
        column[at] = table[((distinct[at] as number) >>> (field.shift - start)) & mask] as number
      return column
    }),
    counts: counts.slice(0, found),
  }
}

function scatter(values: Float64Array, target: Float64Array, position: Int32Array | null): void {
  if (position === null) target.set(values)
  else for (let row = 0; row < values.length; row += 1) target[position[row] as number] = values[row] as number
}

interface GroupedRows {
  readonly keys: readonly (readonly string[])[]
  /** First position of each group, and the end of the last. */
  readonly starts: Int32Array
  /** Where each row goes so that groups lie together, rows of a group in their order; null when they stay. */
  readonly position: Int32Array | null
}

/** Rows by group. Keys are told apart by the engine's codes, not by their texts: a million texts would take longer than everything else. */
function rowsOfGroups(frame: Frame, columns: readonly string[]): GroupedRows {
  const { rowCount } = frame
  if (columns.length === 0) return { keys: [[]], starts: Int32Array.of(0, rowCount), position: null }
  const factors = columns.map((id) => factorColumn(frame, id))
  const groupOf = new Int32Array(rowCount)
  // Codes of the columns so far, made dense after each so that their product stays small.
  let codes: readonly (readonly number[])[] = [[]]
  for (const factor of factors) {
    const width = factor.levels.length
    const known = new Map<number, number>()
    const before = codes
    for (let row = 0; row < rowCount; row += 1) {
      const joint = (groupOf[row] as number) * width + (factor.codes[row] as number)
      let dense = known.get(joint)
      if (dense === undefined) {
        dense = known.size
        known.set(joint, dense)
      }
      groupOf[row] = dense
    }
    codes = Array.from(known.keys(), (joint) => [...(before[Math.floor(joint / width)] ?? []), joint % width])
  }
  const order = codes.map((_, index) => index).sort((a, b) => compareCodes(codes[a] ?? [], codes[b] ?? []))
  const rank = new Int32Array(order.length)
  order.forEach((dense, position) => (rank[dense] = position))
  const starts = new Int32Array(order.length + 1)
  for (let row = 0; row < rowCount; row += 1)
    starts[(rank[groupOf[row] as number] as number) + 1] =
      (starts[(rank[groupOf[row] as number] as number) + 1] as number) + 1
  for (let group = 0; group < order.length; group += 1)
    starts[group + 1] = (starts[group + 1] as number) + (starts[group] as number)
  const next = starts.slice()
  const position = new Int32Array(rowCount)
  for (let row = 0; row < rowCount; row += 1) {
    const group = rank[groupOf[row] as number] as number
    position[row] = next[group] as number
    next[group] = (next[group] as number) + 1
  }
  return {
    keys: order.map((dense) => factors.map(({ levels }, column) => levels[codes[dense]?.[column] ?? -1] ?? '')),
    starts,
    position,
  }
}

function compareCodes(a: readonly number[], b: readonly number[]): number {
  for (const [index, code] of a.entries()) {
    const difference = code - (b[index] ?? 0)
    if (difference !== 0) return difference
  }
  return 0
}
