import type { ComputeContext } from '../core/contract'
import { factorColumn, numericColumn, quoteName, quoteText, type Frame, type SurveyDataset } from '../core/dataset'
import { InputError, stopIfAborted } from '../core/errors'
import { scaleOf, type Item } from '../core/instrument'
import type { Label, Phrase } from '../core/messages'
import { finite } from '../core/result'
import { studentT } from '../numeric/distributions/student-t'
import { hedgesG, pairedG, type EffectSize } from '../numeric/effect-size'
import { adjust, type Adjustment } from '../numeric/multiplicity'
import { random } from '../numeric/random'
import { deviationOf, momentsOfCounts, standardErrorOf, type Moments } from '../numeric/summary'
import { equivalenceTest, meanContrast, tTest, welchContrast, type Contrast } from '../numeric/welch'
import { readValueCounts, valueCountsStatement, weightedMean, type Distribution } from '../survey/distribution'
import { filterSurvey } from '../survey/filter'
import { finiteHalfWidth, gateFailures, type GateLimits } from '../survey/gate'
import { belongs, groupClause, groupColumns, groupIndex, keyList, withoutGroupNote, withoutGroupStatement } from '../survey/groups'
import { headcountStatement, respondedCondition } from '../survey/invited'
import { outcomeNotes, outcomesOf } from '../survey/outcomes'
import { compareRounds, scoringPlan } from '../survey/scoring'
import { packedColumns, packItems, unpack } from './packed-items'
import { mostPermutedPeople, topMovers, type Mover } from './top-movers'

export const verdicts = ['changed', 'changed-below-relevance', 'practically-unchanged', 'inconclusive', 'not-comparable'] as const
export type Verdict = (typeof verdicts)[number]

/** The attribute within whose levels round labels are exchanged, where the data have it. */
export const stratumAttribute = 'organisation'
/** Two-sided critical value of the smallest detectable change. */
const detectable = 1.96

export interface RoundChangeOptions {
  readonly outcomes: readonly string[]
  readonly by: readonly string[]
  readonly from: string | null
  readonly to: string | null
  readonly linkage: 'declared' | 'unlinked' | 'linked'
  readonly smallest_effect: number
  readonly min_n: number
  readonly min_response_rate: number
  readonly max_half_width: number
  readonly confidence: number
  readonly adjust: Adjustment
  readonly permutations: number
  readonly weights: boolean
}

export interface Side {
  readonly n: number
  readonly mean: number | null
  readonly sd: number | null
  /** Interval of the mean. */
  readonly low: number | null
  readonly high: number | null
  readonly halfWidth: number | null
  readonly responseRate: number | null
}

export interface ChangeResult {
  readonly key: readonly string[]
  readonly outcome: string
  readonly first: Side
  readonly second: Side
  readonly estimate: number | null
  readonly se: number | null
  readonly df: number | null
  readonly statistic: number | null
  readonly low: number | null
  readonly high: number | null
  readonly pValue: number | null
  readonly pAdjusted: number | null
  readonly g: number | null
  readonly gLow: number | null
  readonly gHigh: number | null
  readonly tostPLower: number | null
  readonly tostPUpper: number | null
  readonly equivalenceLow: number | null
  readonly equivalenceHigh: number | null
  readonly mdc: number | null
  readonly verdict: Verdict
  readonly reason: Phrase
}

export interface MoverResult extends Mover {
  readonly key: readonly string[]
  readonly item: string
  readonly rank: number
}

export interface RoundChange {
  readonly columns: readonly string[]
  readonly from: string
  readonly to: string
  readonly isLinked: boolean
  readonly changes: readonly ChangeResult[]
  readonly movers: readonly MoverResult[]
}

const note = (key: string): `round-change:${string}` => `round-change:${key}`

/** Earlier and later round as asked for; the first and the last where nothing is said. */
export function roundsOf(dataset: SurveyDataset, options: Pick<RoundChangeOptions, 'from' | 'to'>): { readonly from: string; readonly to: string } {
  return { from: options.from ?? dataset.rounds[0]?.id ?? '', to: options.to ?? dataset.rounds.at(-1)?.id ?? '' }
}

/**
 * Whether rounds are compared person by person.
 * @throws InputError when the test asked for is wrong for how the rounds are linked
 */
export function isLinked(dataset: SurveyDataset, { linkage }: Pick<RoundChangeOptions, 'linkage'>): boolean {
  if (linkage === 'declared') {
    if (dataset.linkage === 'partly-linked') throw new InputError('round-change:partly-linked')
    return dataset.linkage === 'linked'
  }
  if (linkage === 'linked') {
    if (dataset.linkage !== 'linked') throw new InputError('round-change:not-linked', { linkage: { message: `core:linkage.${dataset.linkage}` } })
    return true
  }
  if (dataset.linkage === 'linked') throw new InputError('round-change:wrongly-unlinked')
  return false
}

/** Items whose moves are ranked: ordinal, asked in both rounds with one meaning, of the dimensions asked for or asked for by themselves. */
export function moverItems(dataset: SurveyDataset, options: RoundChangeOptions): readonly Item[] {
  const { from, to } = roundsOf(dataset, options)
  const missing = new Set([from, to].flatMap((round) => (Object.hasOwn(dataset.itemsMissingByRound, round) ? (dataset.itemsMissingByRound[round] ?? []) : [])))
  return dataset.instrument.items.filter(
    (item) =>
      (options.outcomes.includes(item.id) || (item.dimension !== null && options.outcomes.includes(item.dimension))) &&
      scaleOf(dataset.instrument, item).kind === 'ordinal' &&
      !missing.has(item.id) &&
      !changedBetween(item, from, to, 'meaning'),
  )
}

function changedBetween(item: Item, from: string, to: string, kind: 'wording' | 'meaning'): boolean {
  const [early, late] = compareRounds(from, to) <= 0 ? [from, to] : [to, from]
  return item.changed.some((change) => change.kind === kind && compareRounds(early, change.round) < 0 && compareRounds(change.round, late) <= 0)
}

export function selectRoundChange(whole: SurveyDataset, options: RoundChangeOptions): Readonly<Record<string, string>> {
  const { from, to } = roundsOf(whole, options)
  if (from === to) throw new InputError('round-change:same-round', { round: from })
  const linked = isLinked(whole, options)
  const isWhole = whole.rounds.every(({ id }) => id === from || id === to)
  const { dataset } = isWhole ? { dataset: whole } : filterSurvey(whole, [{ column: 'round', in: [from, to] }])
  const columns = groupColumns(dataset, options.by)
  const perRound = ['round', ...columns]
  const { responses } = dataset.tables
  const statements: Record<string, string> = {
    values: valueCountsStatement(dataset, outcomesOf(dataset, options.outcomes), perRound, options.weights && dataset.weighted),
    people: withoutGroupStatement(responses, columns),
    responded: `SELECT ${keyList(perRound)}count(*) FILTER (WHERE ${respondedCondition(dataset)}) AS n FROM ${responses} WHERE ${belongs(perRound)}${groupClause(perRound)} ORDER BY ALL`,
  }
  const invited = headcountStatement(dataset, perRound)
  if (invited !== null) statements['headcount'] = invited
  if (linked) statements['pairs'] = pairsStatement(dataset, options.outcomes, columns, from, to)
  const items = moverItems(dataset, options)
  if (items.length > 0) {
    const stratum = linked ? '"_respondent"' : dataset.attributes.some(({ id }) => id === stratumAttribute) ? `coalesce(${quoteName(stratumAttribute)}::VARCHAR, '')` : "''"
    // Not in an order of its own: rows come as they were inserted, the same everywhere.
    statements['answers'] = `SELECT ${keyList(columns)}${stratum} AS "#stratum", CASE WHEN "round"::VARCHAR = ${quoteText(to)} THEN 1 ELSE 0 END AS "#later", ${packedColumns(packItems(dataset, items)).join(', ')} FROM ${responses} WHERE ${belongs(columns)}`
  }
  return statements
}

/**
 * How often each pair of values occurs among people with a value in both rounds, who belong to the same group in both. Columns: the keys, `outcome`,
 * `value_1`, `value_2`, `n`. A respondent who occurs twice in a round is no pair.
 */
function pairsStatement(dataset: SurveyDataset, outcomes: readonly string[], columns: readonly string[], from: string, to: string): string {
  const keys = ['_respondent', ...columns]
  const parts = outcomesOf(dataset, outcomes).map(({ id, relation, value }) => {
    const side = (round: string): string =>
      `(SELECT ${keyList(keys)}any_value(value) AS value FROM (SELECT ${keyList(keys)}"round", ${value} AS value FROM ${dataset.tables[relation]}) WHERE "round"::VARCHAR = ${quoteText(round)} AND value IS NOT NULL AND ${belongs(keys)} GROUP BY ${keyList(keys).replace(/, $/, '')} HAVING count(*) = 1)`
    return `SELECT ${keyList(columns)}${quoteText(id)} AS outcome, a.value AS value_1, b.value AS value_2, count(*) AS n FROM ${side(from)} a JOIN ${side(to)} b USING (${keys.map(quoteName).join(', ')}) GROUP BY ALL`
  })
  return `SELECT * FROM (${parts.join(' UNION ALL ')}) ORDER BY ALL`
}

/** The answers behind one row of the table: values by round, and pairs where the rounds are linked. */
interface Cell {
  readonly first: Distribution | undefined
  readonly second: Distribution | undefined
  readonly pairs: Pairs | undefined
}

interface Pairs {
  readonly first: readonly number[]
  readonly second: readonly number[]
  readonly counts: readonly number[]
}

/**
 * Change of each outcome in each group, gated, tested and judged; and the items that moved most.
 * @param frames of `selectRoundChange`
 * @throws InputError when nobody answered in one of the rounds, or the test is wrong for the linkage
 */
export function compareRoundsOf(frames: Readonly<Record<string, Frame>>, options: RoundChangeOptions, context: ComputeContext<SurveyDataset>): RoundChange {
  const { dataset } = context
  const { from, to } = roundsOf(dataset, options)
  const linked = isLinked(dataset, options)
  const columns = groupColumns(dataset, options.by)
  const perRound = ['round', ...columns]
  const frame = (name: string): Frame => {
    const found = frames[name]
    if (found === undefined) throw new Error(`frame ${name} is needed`)
    return found
  }
  const responded = countsByGroup(frame('responded'), perRound, 'n')
  for (const round of [from, to]) {
    if (![...responded.keys.values()].some((key) => key[0] === round)) throw new InputError('round-change:round-empty', { round })
  }
  const headcount = frames['headcount'] === undefined ? null : countsByGroup(frames['headcount'], perRound, 'headcount')
  const weighted = options.weights && dataset.weighted && !linked
  giveNotes(options, { from, to, linked, columns, weighted, hasHeadcount: headcount !== null }, frame('people'), context)

  const keys = uniqueKeys([...responded.keys.values()].map((key) => key.slice(1)))
  const values = readValueCounts(frame('values'), perRound)
  const groupOf = new Map(values.keys.map((key, index) => [keyText(key), index]))
  const distribution = (round: string, key: readonly string[], outcome: string): Distribution | undefined => {
    const group = groupOf.get(keyText([round, ...key]))
    return group === undefined ? undefined : values.get(group, outcome)
  }
  const pairs = linked ? readPairs(frame('pairs'), columns) : null
  const rate = (round: string, key: readonly string[]): number | null => {
    const invited = headcount?.counts.get(keyText([round, ...key])) ?? 0
    const people = responded.counts.get(keyText([round, ...key])) ?? 0
    // More people than were invited: the headcount is wrong, and so would a rate be.
    return invited > 0 && people <= invited ? people / invited : null
  }
  const limits: GateLimits = { minN: options.min_n, minResponseRate: options.min_response_rate, maxHalfWidth: options.max_half_width }
  const gate = (side: Side): readonly Phrase[] => gateFailures({ n: side.n, responseRate: side.responseRate, halfWidth: side.halfWidth }, limits)
  // The gate's margin is in points of the response scale: of a sum, per item.
  const itemsSummed = new Map(scoringPlan(dataset).map(({ dimension, items }) => [dimension.id, dimension.score === 'sum' ? Math.max(1, items.length) : 1]))
  const sideOf = (round: string, key: readonly string[], outcome: string, moments: Moments): Side => {
    const people = headcount?.counts.get(keyText([round, ...key])) ?? null
    const reach = standardErrorOf(moments) * studentT.quantileUpper((1 - options.confidence) / 2, moments.n - 1)
    return {
      n: moments.n,
      mean: finite(moments.mean),
      sd: finite(deviationOf(moments)),
      low: finite(moments.mean - reach),
      high: finite(moments.mean + reach),
      halfWidth: finite(finiteHalfWidth(reach, moments.n, people) / (itemsSummed.get(outcome) ?? 1)),
      responseRate: rate(round, key),
    }
  }

  const untested = keys.flatMap((key) =>
    options.outcomes.map((outcome) => {
      stopIfAborted(context.abort)
      const cell: Cell = { first: distribution(from, key, outcome), second: distribution(to, key, outcome), pairs: pairs?.get(`${keyText(key)}\u001f${outcome}`) }
      const test = linked ? pairedChange(cell, options) : unpairedChange(cell, options, weighted)
      const first = sideOf(from, key, outcome, test.first)
      const second = sideOf(to, key, outcome, test.second)
      const shown = weighted ? { first: { ...first, sd: finite(weightedMean(cell.first ?? nothing)?.sd ?? Number.NaN) }, second: { ...second, sd: finite(weightedMean(cell.second ?? nothing)?.sd ?? Number.NaN) } } : { first, second }
      const hindrances = [...meaningHindrance(dataset, outcome, from, to), ...sideReasons(from, gate(first)), ...sideReasons(to, gate(second))]
      return { key, outcome, ...shown, ...test.numbers, hindrances }
    }),
  )
  const family = adjust(
    untested.map(({ hindrances, pValue }) => (hindrances.length === 0 ? pValue : null)),
    options.adjust,
  )
  const comparable = family.filter((p) => p !== null).length
  context.note({
    code: options.adjust === 'none' ? note('family-none') : note('family'),
    level: 'info',
    about: { count: comparable, of: untested.length, adjustment: { message: `core:option.adjust.choice.${options.adjust}` } },
    concerns: { table: 'change', column: 'p_adjusted' },
  })
  const changes = untested.map(({ hindrances, ...row }, index) => ({ ...row, pAdjusted: family[index] ?? null, ...judge(row, family[index] ?? null, hindrances, options) }))
  return { columns, from, to, isLinked: linked, changes, movers: moversOf(frames['answers'], keys, { from, to, linked, columns, gate, rate, headcount: headcount?.counts ?? null }, options, context) }
}

const nothing: Distribution = { values: new Float64Array(0), counts: new Float64Array(0), weights: null }
const keyText = (key: readonly string[]): string => key.join('\u001f')

function uniqueKeys(keys: readonly (readonly string[])[]): readonly (readonly string[])[] {
  return [...new Map(keys.map((key) => [keyText(key), key])).values()]
}

function countsByGroup(frame: Frame, columns: readonly string[], column: string): { readonly keys: ReadonlyMap<string, readonly string[]>; readonly counts: ReadonlyMap<string, number> } {
  const { keys, ofRow } = groupIndex(frame, columns)
  const values = numericColumn(frame, column)
  const counts = new Map<string, number>()
  ofRow.forEach((group, row) => counts.set(keyText(keys[group] ?? []), values[row] ?? 0))
  return { keys: new Map(keys.map((key) => [keyText(key), key])), counts }
}

function readPairs(frame: Frame, columns: readonly string[]): ReadonlyMap<string, Pairs> {
  const { keys, ofRow } = groupIndex(frame, columns)
  const outcome = factorColumn(frame, 'outcome')
  const [one, two, n] = [numericColumn(frame, 'value_1'), numericColumn(frame, 'value_2'), numericColumn(frame, 'n')]
  const cells = new Map<string, { first: number[]; second: number[]; counts: number[] }>()
  for (let row = 0; row < frame.rowCount; row += 1) {
    const name = `${keyText(keys[ofRow[row] ?? 0] ?? [])}\u001f${outcome.levels[outcome.codes[row] ?? -1] ?? ''}`
    const cell = cells.get(name) ?? { first: [], second: [], counts: [] }
    cell.first.push(one[row] ?? Number.NaN)
    cell.second.push(two[row] ?? Number.NaN)
    cell.counts.push(n[row] ?? 0)
    cells.set(name, cell)
  }
  return cells
}

type Numbers = Omit<ChangeResult, 'key' | 'outcome' | 'first' | 'second' | 'pAdjusted' | 'verdict' | 'reason'>

interface TestedChange {
  /** Moments whose SE is the mean's: under case weights, the linearised one. */
  readonly first: Moments
  readonly second: Moments
  readonly numbers: Numbers
}

function unpairedChange({ first, second }: Cell, options: RoundChangeOptions, weighted: boolean): TestedChange {
  const [a, b] = [momentsFor(first ?? nothing, weighted), momentsFor(second ?? nothing, weighted)]
  return { first: a, second: b, numbers: numbersOf(welchContrast(b, a), weighted ? null : () => hedgesG(b, a, { confidence: options.confidence }), options) }
}

function momentsFor(distribution: Distribution, weighted: boolean): Moments {
  const moments = momentsOfCounts(distribution)
  const mean = weighted ? weightedMean(distribution) : null
  return mean === null ? moments : { n: moments.n, mean: mean.mean, centredSumOfSquares: moments.n > 1 ? mean.se * mean.se * moments.n * (moments.n - 1) : 0 }
}

function pairedChange({ pairs }: Cell, options: RoundChangeOptions): TestedChange {
  const { first = [], second = [], counts = [] } = pairs ?? {}
  const differences = momentsOfCounts({ values: first.map((value, index) => (second[index] ?? Number.NaN) - value), counts })
  return {
    first: momentsOfCounts({ values: first, counts }),
    second: momentsOfCounts({ values: second, counts }),
    numbers: numbersOf(meanContrast(differences), () => pairedG(differences, { confidence: options.confidence }), options),
  }
}

function numbersOf(contrast: Contrast, effect: (() => EffectSize) | null, { confidence, smallest_effect: smallest }: RoundChangeOptions): Numbers {
  const exists = contrast.se > 0 && contrast.df > 0
  if (!exists) {
    return {
      estimate: finite(contrast.estimate),
      se: finite(contrast.se),
      df: null,
      statistic: null,
      low: null,
      high: null,
      pValue: null,
      g: null,
      gLow: null,
      gHigh: null,
      tostPLower: null,
      tostPUpper: null,
      equivalenceLow: null,
      equivalenceHigh: null,
      mdc: finite(detectable * contrast.se),
    }
  }
  const test = tTest(contrast, { confidence })
  const equivalence = equivalenceTest(contrast, smallest)
  const g = effect?.()
  return {
    estimate: finite(test.estimate),
    se: finite(test.se),
    df: finite(test.df),
    statistic: finite(test.statistic),
    low: finite(test.low),
    high: finite(test.high),
    pValue: finite(test.pValue),
    g: finite(g?.estimate ?? Number.NaN),
    gLow: finite(g?.low ?? Number.NaN),
    gHigh: finite(g?.high ?? Number.NaN),
    tostPLower: finite(equivalence.pLower),
    tostPUpper: finite(equivalence.pUpper),
    equivalenceLow: finite(equivalence.low),
    equivalenceHigh: finite(equivalence.high),
    mdc: finite(detectable * contrast.se),
  }
}

function sideReasons(round: string, failures: readonly Phrase[]): readonly Phrase[] {
  return failures.map((failure) => ({ message: note('reason.side'), values: { round, failure } }))
}

/** An item that means something else in the later round, or that one of the rounds did not ask, is no outcome to compare. */
function meaningHindrance(dataset: SurveyDataset, outcome: string, from: string, to: string): readonly Phrase[] {
  const item = dataset.instrument.items.find(({ id }) => id === outcome)
  if (item === undefined || dataset.instrument.dimensions.some(({ id }) => id === outcome)) return []
  return changedBetween(item, from, to, 'meaning') ? [{ message: note('reason.meaning') }] : []
}

/**
 * The verdict after the gate. Significance is that of the adjusted p value: p adjusted below 1 − confidence stands for "the interval excludes 0", so that a
 * family of many comparisons does not find changes by their number.
 */
function judge(row: Pick<ChangeResult, 'estimate' | 'equivalenceLow' | 'equivalenceHigh'>, pAdjusted: number | null, hindrances: readonly Phrase[], options: RoundChangeOptions): { readonly verdict: Verdict; readonly reason: Phrase } {
  if (hindrances.length > 0) return { verdict: 'not-comparable', reason: { message: note('reason.not-comparable'), values: { reasons: { list: hindrances } } } }
  const effect = { value: options.smallest_effect, as: 'estimate' } as const
  if (pAdjusted === null || row.estimate === null) return { verdict: 'inconclusive', reason: { message: note('reason.no-variation') } }
  const p: Label = { value: pAdjusted, as: 'probability' }
  if (pAdjusted < 1 - options.confidence) {
    const verdict = Math.abs(row.estimate) >= options.smallest_effect ? 'changed' : 'changed-below-relevance'
    return { verdict, reason: { message: note(`reason.${verdict}`), values: { p, effect } } }
  }
  const isEquivalent = (row.equivalenceLow ?? Number.NaN) > -options.smallest_effect && (row.equivalenceHigh ?? Number.NaN) < options.smallest_effect
  const verdict = isEquivalent ? 'practically-unchanged' : 'inconclusive'
  return { verdict, reason: { message: note(`reason.${verdict}`), values: { p, effect } } }
}

interface MoverSetting {
  readonly from: string
  readonly to: string
  readonly linked: boolean
  readonly columns: readonly string[]
  readonly gate: (side: Side) => readonly Phrase[]
  readonly rate: (round: string, key: readonly string[]) => number | null
  readonly headcount: ReadonlyMap<string, number> | null
}

/** Items that pass the gate in both rounds, ranked by how far they moved, group by group. */
function moversOf(frame: Frame | undefined, keys: readonly (readonly string[])[], setting: MoverSetting, options: RoundChangeOptions, context: ComputeContext<SurveyDataset>): readonly MoverResult[] {
  const { dataset } = context
  const items = moverItems(dataset, options)
  if (frame === undefined || items.length === 0) {
    context.note({ code: note('no-movers'), level: 'info', about: {} })
    return []
  }
  const packed = packItems(dataset, items)
  const answers = packed.map((item) => unpack(numericColumn(frame, `packed_${item.column}`), item))
  const isLater = Uint8Array.from(numericColumn(frame, '#later'))
  const stratum = factorColumn(frame, '#stratum').codes
  const { keys: found, ofRow } = groupIndex(frame, setting.columns, keys)
  const results: MoverResult[] = []
  let isLimit = false
  let leftOut = 0
  const hasStrata = dataset.attributes.some(({ id }) => id === stratumAttribute)
  const rowsOf = rowsByGroup(ofRow, found.length)
  for (const [group, key] of found.entries()) {
    const rows = rowsOf[group] ?? new Int32Array(0)
    const taken = answers.map((column) => picked(column, rows, new Int8Array(rows.length)))
    const later = picked(isLater, rows, new Uint8Array(rows.length))
    const passes = taken.map((column) => [0, 1].every((round) => setting.gate(itemSide(column, later, round, key, setting, options)).length === 0))
    const chosen = packed.flatMap((_, index) => (passes[index] === true ? [index] : []))
    leftOut += packed.length - chosen.length
    if (chosen.length === 0) continue
    isLimit ||= rows.length > mostPermutedPeople
    const movers = topMovers(
      { items: chosen.map((index) => taken[index] ?? new Int8Array(0)), isLater: later, stratum: picked(stratum, rows, new Int32Array(rows.length)) },
      options.permutations,
      random(context.seed, `round-change top-movers ${JSON.stringify(key)}`),
      context.abort,
      (share) => context.progress((group + share) / found.length),
    )
    const ranked = movers.map((mover, index) => ({ mover, item: packed[chosen[index] ?? 0]?.id ?? '' })).toSorted((a, b) => Math.abs(b.mover.standardized) - Math.abs(a.mover.standardized))
    ranked.forEach(({ mover, item }, index) => results.push({ ...mover, key, item, rank: index + 1 }))
  }
  context.progress(1)
  if (results.length > 0) {
    const turned = packed.filter(({ id, reversed }) => reversed && !options.outcomes.includes(id))
    if (turned.length > 0) context.note({ code: 'survey:items-turned', level: 'info', about: { items: { list: turned.map(({ id }) => id) } }, concerns: { table: 'top_movers' } })
    context.note({
      code: note(isLimit ? 'movers-limit' : 'movers'),
      level: 'info',
      about: { permutations: options.permutations, seed: String(context.seed), people: mostPermutedPeople, within: { message: note(setting.linked ? 'within.person' : hasStrata ? 'within.organisation' : 'within.everybody') } },
      concerns: { table: 'top_movers' },
    })
  }
  if (leftOut > 0) context.note({ code: note('movers-left-out'), level: 'info', about: { count: leftOut, groups: found.length }, concerns: { table: 'top_movers' } })
  return results
}

function rowsByGroup(ofRow: Int32Array, groups: number): readonly Int32Array[] {
  const sizes = new Int32Array(groups)
  for (const group of ofRow) sizes[group] = (sizes[group] ?? 0) + 1
  const rows = Array.from(sizes, (size) => new Int32Array(size))
  sizes.fill(0)
  ofRow.forEach((group, row) => {
    const own = rows[group]
    const at = sizes[group] ?? 0
    if (own !== undefined) own[at] = row
    sizes[group] = at + 1
  })
  return rows
}

/** The chosen rows of a column. */
function picked<T extends Int8Array | Uint8Array | Int32Array>(column: T, rows: Int32Array, target: T): T {
  for (let index = 0; index < rows.length; index += 1) target[index] = column[rows[index] as number] as number
  return target
}

function itemSide(answers: Int8Array, later: Uint8Array, round: number, key: readonly string[], { from, to, rate, headcount }: MoverSetting, { confidence }: RoundChangeOptions): Side {
  // Answers are whole numbers from 0: how often each occurs says everything.
  const counts = new Float64Array(256)
  for (let row = 0; row < answers.length; row += 1) {
    const answer = answers[row] as number
    if (answer >= 0 && later[row] === round) counts[answer] = (counts[answer] as number) + 1
  }
  const moments = momentsOfCounts({ values: Float64Array.from(counts.keys()), counts })
  const reach = standardErrorOf(moments) * studentT.quantileUpper((1 - confidence) / 2, moments.n - 1)
  const name = round === 1 ? to : from
  return {
    n: moments.n,
    mean: finite(moments.mean),
    sd: finite(deviationOf(moments)),
    low: null,
    high: null,
    halfWidth: finite(finiteHalfWidth(reach, moments.n, headcount?.get(keyText([name, ...key])) ?? null)),
    responseRate: rate(name, key),
  }
}

interface Setting {
  readonly from: string
  readonly to: string
  readonly linked: boolean
  readonly columns: readonly string[]
  readonly weighted: boolean
  readonly hasHeadcount: boolean
}

function giveNotes(options: RoundChangeOptions, { from, to, linked, columns, weighted, hasHeadcount }: Setting, people: Frame, context: ComputeContext<SurveyDataset>): void {
  const { dataset } = context
  for (const given of outcomeNotes(dataset, options.outcomes)) context.note(given)
  const missing = withoutGroupNote(numericColumn(people, 'without')[0] ?? 0, columns)
  if (missing !== null) context.note(missing)
  if (!hasHeadcount) {
    const blind = columns.filter((id) => !dataset.headcountBy.includes(id))
    context.note(
      dataset.tables.headcount !== null && blind.length > 0
        ? { code: note('headcount-not-by'), level: 'warning', about: { columns: { list: blind.map((attribute): Label => ({ attribute })) } } }
        : { code: note('headcount-unknown'), level: 'warning', about: {} },
    )
  }
  context.note({ code: note(linked ? 'linked' : dataset.linkage === 'partly-linked' ? 'treated-as-unlinked' : 'unlinked'), level: 'info', about: { from, to } })
  if (options.weights && !dataset.weighted) context.note({ code: 'survey:no-weights', level: 'warning', about: {} })
  if (options.weights && dataset.weighted && linked) context.note({ code: note('weights-not-paired'), level: 'warning', about: {} })
  if (weighted) context.note({ code: note('weighted'), level: 'info', about: {} })
}
