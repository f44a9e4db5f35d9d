import type { Condition } from '../core/datasets'
import { rowsOfTable, type ResultTable, type TableRow } from '../core/result'
import { scoreOf, type People } from './people'
import {
  powerParts,
  rowsWithValue,
  sumParts,
  truthOf,
  valueOf,
  type Measure,
  type Origin,
  type Part,
  type Statement,
} from './statements'

/** What a project publishes of one analysis: what stands in `results.json`, and nothing that was withheld. */
export interface Published {
  readonly id: string
  readonly as: string
  readonly options: Readonly<Record<string, unknown>>
  readonly where: readonly Condition[]
  readonly tables: readonly ResultTable[]
}

/** One set of values of which a table says several things: the answers of some rows to an item, or their scores. */
export interface Described {
  readonly outcome: string
  readonly rows: readonly number[]
  readonly origin: Omit<Origin, 'column'>
  /** Numbers by column, those that are shown. */
  readonly numbers: Readonly<Record<string, number>>
  /** Columns that were withheld in the row. */
  readonly withheld: readonly string[]
  /** Whether an attribute or a filter makes it a part of the respondents. */
  readonly isPart: boolean
}

/** Everything that was read, and what was not understood. */
export interface Reading {
  readonly statements: readonly Statement[]
  readonly described: readonly Described[]
  /** Rows whose people could not be found, or whose numbers the raw data do not bear; with them the attack is weaker than an outsider's. */
  readonly unread: readonly Origin[]
}

/** Reads the tables of all analyses as statements about people. Tables of models, tests and correlations are not sums, and are left. */
export function readPublished(published: readonly Published[], people: People): Reading {
  const statements: Statement[] = []
  const described: Described[] = []
  const unread: Origin[] = []
  for (const analysis of published)
    for (const table of analysis.tables) {
      const reader = readers[`${analysis.id} ${table.id}`]
      if (reader === undefined) continue
      const filtered = people.rows.flatMap((row, index) => (holds(row.places, analysis.where) ? [index] : []))
      const by = table.columns.filter(({ refersTo }) => refersTo === 'level').map(({ id }) => id)
      for (const { index, cells, withheld } of rowsOfTable(table)) {
        const group = filtered.filter((row) => isOfGroup(people.rows[row]?.places ?? {}, by, cells))
        const columns = [...analysis.where.map(({ column }) => column), ...by].filter((column) => column !== 'round')
        const context: RowContext = {
          people,
          group,
          cells,
          options: analysis.options,
          origin: { as: analysis.as, table: table.id, row: index },
          withheld: [...withheld],
          isPart: columns.length > 0,
          statements,
          described,
          unread,
        }
        reader(context)
      }
    }
  return { statements, described, unread }
}

function holds(places: Readonly<Record<string, string | null>>, where: readonly Condition[]): boolean {
  return where.every(({ column, in: levels }) => levels.includes(places[column] ?? ''))
}

function isOfGroup(places: Readonly<Record<string, string | null>>, by: readonly string[], cells: TableRow): boolean {
  return by.every((column) => places[column] !== null && places[column] === cells[column])
}

interface RowContext {
  readonly people: People
  /** Rows of answers that the filter and the keys of the table's row leave. */
  readonly group: readonly number[]
  readonly cells: TableRow
  readonly options: Readonly<Record<string, unknown>>
  readonly origin: Omit<Origin, 'column'>
  readonly withheld: readonly string[]
  readonly isPart: boolean
  readonly statements: Statement[]
  readonly described: Described[]
  readonly unread: Origin[]
}

const numberAt = ({ cells }: RowContext, column: string): number | undefined => {
  const cell = cells[column]
  return typeof cell === 'number' ? cell : undefined
}

const textAt = ({ cells }: RowContext, column: string): string => {
  const cell = cells[column]
  return typeof cell === 'string' ? cell : ''
}

/** Takes a statement, if the raw data bear it: otherwise it was not understood. */
function claim(context: RowContext, column: string, parts: readonly Part[], published: number): void {
  const origin = { ...context.origin, column }
  const statement = { origin, parts, published }
  const truth = truthOf(context.people, statement)
  if (Math.abs(truth - published) <= 1e-6 * Math.max(1, Math.abs(truth))) context.statements.push(statement)
  else context.unread.push(origin)
}

interface Columns {
  readonly n?: string
  readonly mean?: string
  readonly sd?: string
  readonly weighted?: string
}

/**
 * A row that describes the values of an outcome: n, a mean, a standard deviation and what else there is.
 * @param bases sets of rows that may be meant, the likeliest first; taken is the first in which the counts and the mean agree with the raw data
 */
function describe(context: RowContext, outcome: string, bases: readonly (readonly number[])[], columns: Columns): void {
  const { people } = context
  const n = numberAt(context, columns.n ?? 'n')
  const mean = numberAt(context, columns.mean ?? 'mean')
  if (n === undefined || n === 0) return
  const rows = bases
    .map((base) => rowsWithValue(people, base, outcome))
    .find((base) => {
      const own = base.reduce((sum, row) => sum + valueOf(people, row, outcome), 0) / base.length
      return base.length === n && (mean === undefined || Math.abs(own - mean) < 1e-9 * Math.max(1, Math.abs(own)))
    })
  if (rows === undefined) {
    if (mean !== undefined) context.unread.push({ ...context.origin, column: columns.mean ?? 'mean' })
    return
  }
  const numbers: Record<string, number> = { n }
  if (mean !== undefined) {
    numbers['mean'] = mean
    claim(context, columns.mean ?? 'mean', sumParts(people, rows, outcome), n * mean)
    const sd = numberAt(context, columns.sd ?? 'sd')
    if (sd !== undefined && n > 1) {
      numbers['sd'] = sd
      describeShape(context, outcome, rows, { n, mean, sd, column: columns.sd ?? 'sd' }, numbers)
    }
  }
  for (const column of ['median', 'q1', 'q3', 'min', 'max', 'floor_share', 'ceiling_share']) {
    const number = numberAt(context, column)
    if (number !== undefined) numbers[column] = number
  }
  context.described.push({
    outcome,
    rows,
    origin: context.origin,
    numbers,
    withheld: context.withheld,
    isPart: context.isPart,
  })
}

/** Sums of squares, third and fourth powers, from the standard deviation, the skewness and the kurtosis of values. */
function describeShape(
  context: RowContext,
  outcome: string,
  rows: readonly number[],
  { n, mean, sd, column }: { readonly n: number; readonly mean: number; readonly sd: number; readonly column: string },
  numbers: Record<string, number>,
): void {
  const { people } = context
  const squares = sd ** 2 * (n - 1) + n * mean ** 2
  claim(context, column, powerParts(people, rows, outcome, 2), squares)
  const isItem = people.instrument.items.some(({ id }) => id === outcome)
  const skewness = numberAt(context, 'skewness')
  if (skewness === undefined || !isItem) return
  const cubes = n * skewness * sd ** 3 + 3 * mean * squares - 2 * n * mean ** 3
  numbers['skewness'] = skewness
  claim(context, 'skewness', powerParts(people, rows, outcome, 3), cubes)
  const kurtosis = numberAt(context, 'kurtosis')
  if (kurtosis === undefined) return
  numbers['kurtosis'] = kurtosis
  const fourths = n * (kurtosis + 3) * sd ** 4 + 4 * mean * cubes - 6 * mean ** 2 * squares + 3 * n * mean ** 4
  claim(context, 'kurtosis', powerParts(people, rows, outcome, 4), fourths)
}

/** Where weights are used the mean is the weighted one of those who weigh something; n and the unweighted mean are of the same people. */
function describeWeighted(context: RowContext, outcome: string, columns: { readonly plain: string }): void {
  const { people, group } = context
  describe(context, outcome, [group.filter((row) => (people.rows[row]?.weight ?? 0) > 0), group], {
    mean: columns.plain,
    sd: 'none',
  })
}

const usesWeights = ({ people, options }: RowContext): boolean => people.isWeighted && options['weights'] === true

/** Counts of one answer, of which all that are shown say whom they are of. */
function count(context: RowContext, item: string, level: number, column: string, published: number): void {
  const rows = rowsWithValue(context.people, context.group, item)
  const measure: Measure = `value ${level}`
  claim(context, column, [{ unknown: item, measure, rows, factor: [1, 1] }], published)
}

/** A value as answered, as the turned answer that it counts as. */
function turned({ people }: RowContext, id: string, value: number): number {
  const item = people.instrument.items.find((one) => one.id === id)
  const scale = people.instrument.scales.find((one) => one.id === item?.scale)
  return item?.reversed === true && scale !== undefined ? scale.min + scale.max - value : value
}

/** Rows of one round only. */
const ofRound = ({ people, group }: RowContext, round: unknown): readonly number[] =>
  group.filter((row) => people.rows[row]?.places['round'] === round)

/** Rows of persons who have a value in both rounds. */
function followed(context: RowContext, outcome: string, rounds: readonly unknown[], round: unknown): readonly number[] {
  const { people } = context
  const persons = rounds.map(
    (one) => new Set(rowsWithValue(people, ofRound(context, one), outcome).map((row) => people.rows[row]?.person)),
  )
  return ofRound(context, round).filter((row) => persons.every((set) => set.has(people.rows[row]?.person)))
}

/** The mean change of those who were followed: their later sum less their earlier one. */
function changeOfFollowed(context: RowContext, outcome: string, rounds: readonly unknown[]): void {
  const [change, n] = [numberAt(context, 'change'), numberAt(context, 'n_linked')]
  if (change === undefined || n === undefined || n === 0) return
  const { from, to } = context.options
  const sorted = rounds.toSorted()
  const later = to ?? sorted.at(-1)
  const both = [from ?? sorted[sorted.indexOf(later) - 1], later]
  const parts = both.flatMap((round, position) =>
    sumParts(context.people, followed(context, outcome, both, round), outcome, [position === 0 ? -1 : 1, n]),
  )
  claim(context, 'change', parts, change)
}

const readers: Readonly<Record<string, (context: RowContext) => void>> = {
  'dimension-scores scores': (context) => {
    const { people, group } = context
    const dimension = textAt(context, 'dimension')
    if (usesWeights(context)) return describeWeighted(context, dimension, { plain: 'mean_unweighted' })
    describe(context, dimension, [group], {})
    const complete = numberAt(context, 'n_complete')
    const mean = numberAt(context, 'mean_complete')
    if (complete === undefined || mean === undefined || complete === 0) return
    const rows = group.filter((row) => {
      const own = people.rows[row]
      return own !== undefined && scoreOf(people, own, dimension)?.isComplete === true
    })
    claim(context, 'mean_complete', sumParts(people, rows, dimension), complete * mean)
  },
  'item-statistics items': (context) => {
    const item = textAt(context, 'item')
    if (usesWeights(context)) return describeWeighted(context, item, { plain: 'mean' })
    describe(context, item, [context.group], {})
    const levels = context.people.instrument.scales.find(
      ({ id }) => id === context.people.instrument.items.find((one) => one.id === item)?.scale,
    )
    const n = numberAt(context, 'n')
    if (levels === undefined || n === undefined) return
    for (const [column, level] of [
      ['floor_share', levels.min],
      ['ceiling_share', levels.max],
    ] as const) {
      const share = numberAt(context, column)
      if (share !== undefined) count(context, item, level, column, share * n)
    }
  },
  'item-statistics categories': (context) => {
    const item = textAt(context, 'item')
    const value = numberAt(context, 'value')
    const counted = numberAt(context, 'count')
    if (value !== undefined && counted !== undefined)
      count(context, item, turned(context, item, value), 'count', counted)
  },
  'reliability items': (context) => {
    const { people, group } = context
    const dimension = textAt(context, 'dimension')
    const items = (people.scored.get(dimension) ?? []).map(({ id }) => id)
    const answersOf = (item: string): readonly (number | undefined)[] =>
      group.map((row) => people.rows[row]?.answers[item])
    // An item that everybody answers alike takes no part in a scale.
    const varying = items.filter((item) => new Set(answersOf(item).filter((answer) => answer !== undefined)).size > 1)
    const complete = [items, varying].map((needed) =>
      group.filter((row) => needed.every((item) => people.rows[row]?.answers[item] !== undefined)),
    )
    describe(context, textAt(context, 'item'), context.options['missing'] === 'pairwise' ? [group] : complete, {})
  },
  'group-comparison descriptives': (context) => {
    const outcome = textAt(context, 'outcome')
    if (usesWeights(context)) describeWeighted(context, outcome, { plain: 'mean_unweighted' })
    else describe(context, outcome, [context.group], {})
  },
  'aggregation groups': (context) => describe(context, textAt(context, 'outcome'), [context.group], {}),
  'round-change change': (context) => {
    if (usesWeights(context)) return
    const outcome = textAt(context, 'outcome')
    const rounds = [context.options['from'], context.options['to']]
    for (const [position, round] of rounds.entries())
      describe(context, outcome, [ofRound(context, round), followed(context, outcome, rounds, round)], {
        n: `n_${position + 1}`,
        mean: `mean_${position + 1}`,
        sd: `sd_${position + 1}`,
      })
  },
  'round-change top_movers': (context) => {
    if (usesWeights(context)) return
    const item = textAt(context, 'item')
    const rounds = [context.options['from'], context.options['to']]
    const estimate = numberAt(context, 'estimate')
    const counts = [numberAt(context, 'n_1'), numberAt(context, 'n_2')]
    if (estimate === undefined || counts.some((n) => n === undefined || n === 0)) return
    const bases = [
      rounds.map((round) => rowsWithValue(context.people, ofRound(context, round), item)),
      rounds.map((round) => followed(context, item, rounds, round)),
    ]
    const pair = bases.find((both) => both.every((rows, position) => rows.length === counts[position]))
    if (pair === undefined) context.unread.push({ ...context.origin, column: 'estimate' })
    else
      claim(
        context,
        'estimate',
        pair.flatMap((rows, position) => sumParts(context.people, rows, item, [position === 0 ? -1 : 1, rows.length])),
        estimate,
      )
  },
  'round-change rounds': (context) => describe(context, textAt(context, 'outcome'), [context.group], {}),
  'measures priorities': (context) => {
    const outcome = textAt(context, 'outcome')
    if (usesWeights(context)) return
    const rounds = [...new Set(context.people.rows.map(({ places }) => places['round']))]
    const bases = [context.group, ...rounds.map((round) => ofRound(context, round))]
    describe(context, outcome, bases, {})
    describe(context, outcome, bases, { n: 'n_before', mean: 'mean_before', sd: 'none' })
    changeOfFollowed(context, outcome, rounds)
  },
}
