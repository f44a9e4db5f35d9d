import type { ComputeContext, FramesOf } from '../core/contract'
import { factorColumn, numericColumn, type Frame, type InventoryDataset } from '../core/datasets'
import { InputError, stopIfAborted } from '../core/errors'
import { cliffsDelta } from '../numeric/comparison/effect-size'
import { fisherExactTest, rankSumTest, type ExactMethod } from '../numeric/comparison/exact-tests'
import { adjust, type PValue } from '../numeric/comparison/multiplicity'
import { random } from '../numeric/resampling/random'
import { medianOfCounts } from '../numeric/summary/summary'
import { core, quantity } from '../core/words'
import type { InventoryOptions } from './options'
import type { selectInventory } from './statements'
import { code, info, warning } from './words'

export interface OrganisationRatings {
  readonly organisation: string
  readonly attributes: Readonly<Record<string, string | null>>
  /** Null when it belongs to no group: an attribute is blank. */
  readonly group: string | null
  /** By area in the order of the options; null when not rated. */
  readonly values: readonly (number | null)[]
}

export interface GroupRatings {
  readonly area: string
  readonly group: string
  readonly n: number
  /** Organisations of the group that were not rated in the area. */
  readonly missing: number
  readonly median: number | null
  readonly min: number | null
  readonly max: number | null
}

export interface PairComparison {
  readonly area: string
  readonly groupA: string
  readonly groupB: string
  readonly nA: number
  readonly nB: number
  readonly medianA: number | null
  readonly medianB: number | null
  /** P(a > b) − P(a < b). */
  readonly cliffsDelta: number | null
  readonly deltaLow: number | null
  readonly deltaHigh: number | null
  /** Mann and Whitney's U of group A. */
  readonly statistic: number | null
  readonly pValue: PValue
  readonly pAdjusted: PValue
  readonly smallestPValue: number | null
  readonly method: ExactMethod
}

export interface OverallComparison {
  readonly area: string
  readonly groups: number
  readonly n: number
  readonly pValue: PValue
  readonly pAdjusted: PValue
  readonly smallestPValue: number | null
  readonly method: ExactMethod
}

export interface InventoryResult {
  readonly organisations: readonly OrganisationRatings[]
  readonly groups: readonly GroupRatings[]
  readonly comparisons: readonly PairComparison[]
  readonly overall: readonly OverallComparison[]
}

/** Every pair of more groups than this would be a family in which nothing could be shown. */
const mostGroups = 12

/** Name of a group of two attributes. */
export const groupSeparator = ' · '

/** Compares groups: by the order of their levels where an attribute has one, else by code units, which are the same in every language. */
export function groupOrder(
  { attributes }: Pick<InventoryDataset, 'attributes'>,
  by: readonly string[],
): (a: string, b: string) => number {
  const ranks = by.map(
    (id) => new Map((attributes.find((each) => each.id === id)?.order ?? []).map((level, at) => [level, at])),
  )
  const plain = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)
  return (a, b) => {
    const [left, right] = [a.split(groupSeparator), b.split(groupSeparator)]
    for (const [at, rank] of ranks.entries()) {
      const [one, other] = [rank.get(left[at] ?? ''), rank.get(right[at] ?? '')]
      const difference = one === undefined || other === undefined ? plain(left[at] ?? '', right[at] ?? '') : one - other
      if (difference !== 0) return difference
    }
    return plain(a, b)
  }
}

/** @throws InputError when nothing was rated, or there are more groups than can be compared */
export async function computeInventory(
  { ratings }: FramesOf<typeof selectInventory>,
  options: InventoryOptions,
  context: ComputeContext<InventoryDataset>,
): Promise<InventoryResult> {
  stopIfAborted(context.abort)
  const organisations = organisationsOf(ratings, options, context.dataset)
  if (organisations.every(({ values }) => values.every((value) => value === null)))
    throw new InputError(code('nothing-rated'))
  const unrated = organisations.reduce((sum, { values }) => sum + values.filter((value) => value === null).length, 0)
  if (unrated > 0)
    context.note(
      info(
        'not-rated',
        { n: unrated, of: organisations.length * options.areas.length },
        { table: 'ratings', column: 'value' },
      ),
    )
  const nothing = { organisations, groups: [], comparisons: [], overall: [] }
  const [attribute] = options.by
  if (attribute === undefined) {
    context.note(info('no-grouping'))
    return nothing
  }
  const by = { list: options.by.map((id) => ({ attribute: id })) }
  const ungrouped = organisations.filter(({ group }) => group === null).length
  if (ungrouped > 0) context.note(warning('attribute-blank', { n: ungrouped, by }))
  const names = [...new Set(organisations.flatMap(({ group }) => (group === null ? [] : [group])))].sort(
    groupOrder(context.dataset, options.by),
  )
  if (names.length > mostGroups)
    throw new InputError(code('too-many-groups'), { by, found: names.length, most: mostGroups })
  if (names.length < 2) {
    context.note(info('one-group', { by }))
    return {
      ...nothing,
      groups: options.areas.flatMap((area, index) =>
        names.map((name) => describe(area, name, valuesOf(organisations, name, index))),
      ),
    }
  }

  const groups: GroupRatings[] = []
  const pairs: Omit<PairComparison, 'pAdjusted'>[] = []
  const overall: Omit<OverallComparison, 'pAdjusted'>[] = []
  for (const [index, area] of options.areas.entries()) {
    stopIfAborted(context.abort)
    context.progress(index / options.areas.length)
    const samples = names.map((name) => ({ name, ...valuesOf(organisations, name, index) }))
    for (const sample of samples) groups.push(describe(area, sample.name, sample))
    const levels = [...new Set(samples.flatMap(({ rated }) => rated))].sort((a, b) => a - b)
    const counts = samples.map(({ rated }) => countsOf(rated, levels))
    samples.forEach((a, first) => {
      samples.slice(first + 1).forEach((b, offset) => {
        pairs.push(
          compare(area, a, b, levels, [counts[first] ?? [], counts[first + 1 + offset] ?? []], options.confidence),
        )
      })
    })
    const present = counts.filter((row) => row.some((count) => count > 0))
    const test =
      present.length < 2
        ? null
        : fisherExactTest(present, {
            random: random(context.seed, `inventory ${area}`),
            poll: () => stopIfAborted(context.abort),
          })
    overall.push({
      area,
      groups: present.length,
      n: samples.reduce((sum, { rated }) => sum + rated.length, 0),
      pValue: test?.pValue ?? null,
      smallestPValue: orNull(test?.smallestPValue ?? Number.NaN),
      method: test?.method ?? 'exact',
    })
    // The window draws its progress between areas, and calls are heard.
    await Promise.resolve()
  }
  const pairsAdjusted = adjust(
    pairs.map(({ pValue }) => pValue),
    options.adjust,
  )
  const overallAdjusted = adjust(
    overall.map(({ pValue }) => pValue),
    options.adjust,
  )
  const comparisons = pairs.map((pair, index) => ({ ...pair, pAdjusted: pairsAdjusted[index] ?? null }))
  noteLimits(comparisons, options, context)
  return {
    organisations,
    groups,
    comparisons,
    overall: overall.map((row, index) => ({ ...row, pAdjusted: overallAdjusted[index] ?? null })),
  }
}

/** Notes on the family of tests, on tests that cannot show anything whatever the ratings, and on approximate tests. */
function noteLimits(comparisons: readonly PairComparison[], options: InventoryOptions, context: ComputeContext): void {
  const concerning = (column: string): { readonly table: string; readonly column: string } => ({
    table: 'comparison',
    column,
  })
  const tested = comparisons.filter(({ pValue }) => pValue !== null)
  const adjusted = core.say(`option.adjust.choice.${options.adjust}`)
  context.note(info('family', { n: tested.length, adjust: adjusted }, concerning('p_adjusted')))
  const alpha = 1 - options.confidence
  // Holm multiplies the clearest p by the whole family; with Benjamini–Hochberg or none the rest may leave it as it is.
  const factor = options.adjust === 'holm' ? tested.length : 1
  const mute = tested.filter(({ smallestPValue }) => smallestPValue !== null && smallestPValue * factor > alpha)
  if (mute.length > 0) {
    const about = { n: mute.length, of: tested.length, alpha: quantity(alpha, 'probability') }
    context.note(warning('cannot-show', about, concerning('smallest_p')))
  }
  const approximate = tested.filter(({ method }) => method !== 'exact').length
  if (approximate > 0) context.note(info('approximate', { n: approximate }, concerning('p_method')))
}

const orNull = (value: number): number | null => (Number.isFinite(value) ? value : null)

interface Sample {
  readonly rated: readonly number[]
  readonly missing: number
}

function valuesOf(organisations: readonly OrganisationRatings[], group: string, area: number): Sample {
  const values = organisations.flatMap((organisation) =>
    organisation.group === group ? [organisation.values[area] ?? null] : [],
  )
  const rated = values.filter((value) => value !== null)
  return { rated, missing: values.length - rated.length }
}

const countsOf = (rated: readonly number[], levels: readonly number[]): readonly number[] => {
  const positions = new Map(levels.map((level, index) => [level, index]))
  const counts = levels.map(() => 0)
  for (const value of rated) {
    const position = positions.get(value) ?? 0
    counts[position] = (counts[position] ?? 0) + 1
  }
  return counts
}

function describe(area: string, group: string, { rated, missing }: Sample): GroupRatings {
  const levels = [...new Set(rated)].sort((a, b) => a - b)
  return {
    area,
    group,
    n: rated.length,
    missing,
    median: rated.length === 0 ? null : medianOfCounts({ values: levels, counts: countsOf(rated, levels) }),
    min: levels[0] ?? null,
    max: levels.at(-1) ?? null,
  }
}

function compare(
  area: string,
  a: Sample & { readonly name: string },
  b: Sample & { readonly name: string },
  levels: readonly number[],
  [countsA, countsB]: readonly [readonly number[], readonly number[]],
  confidence: number,
): Omit<PairComparison, 'pAdjusted'> {
  const test = rankSumTest(countsA, countsB)
  const delta = cliffsDelta({ values: levels, counts: countsA }, { values: levels, counts: countsB }, { confidence })
  // At ±1 the interval on the scale of artanh has no width, which would be certainty out of a handful of organisations.
  const hasInterval = Math.abs(delta.estimate) < 1
  return {
    area,
    groupA: a.name,
    groupB: b.name,
    nA: a.rated.length,
    nB: b.rated.length,
    medianA: describe(area, a.name, a).median,
    medianB: describe(area, b.name, b).median,
    cliffsDelta: orNull(delta.estimate),
    deltaLow: hasInterval ? orNull(delta.low) : null,
    deltaHigh: hasInterval ? orNull(delta.high) : null,
    statistic: orNull(test.statistic),
    pValue: orNull(test.pValue),
    smallestPValue: orNull(test.smallestPValue),
    method: test.method,
  }
}

/** Ratings by organisation, in the order of the dataset. */
function organisationsOf(
  frame: Frame,
  options: InventoryOptions,
  dataset: InventoryDataset,
): readonly OrganisationRatings[] {
  if (frame.rowCount === 0) return []
  const text = (id: string): ((row: number) => string | null) => {
    const { codes, levels } = factorColumn(frame, id)
    return (row) => levels[codes[row] ?? -1] ?? null
  }
  const [name, area] = [text('organisation'), text('area')]
  const attributes = dataset.attributes.map(({ id }) => ({ id, read: text(id) }))
  const values = numericColumn(frame, 'value')
  const positions = new Map(options.areas.map((id, index) => [id, index]))
  const found = new Map<
    string,
    { readonly attributes: Record<string, string | null>; readonly values: (number | null)[] }
  >()
  for (let row = 0; row < frame.rowCount; row += 1) {
    const organisation = name(row) ?? ''
    let entry = found.get(organisation)
    if (entry === undefined) {
      entry = {
        attributes: Object.fromEntries(attributes.map(({ id, read }) => [id, read(row)])),
        values: options.areas.map(() => null),
      }
      found.set(organisation, entry)
    }
    const position = positions.get(area(row) ?? '')
    const value = values[row] ?? Number.NaN
    if (position !== undefined && !Number.isNaN(value)) entry.values[position] = value
  }
  return dataset.organisations.flatMap((organisation) => {
    const entry = found.get(organisation)
    if (entry === undefined) return []
    const levels = options.by.map((id) => entry.attributes[id] ?? null)
    const group = levels.length === 0 || levels.includes(null) ? null : levels.join(groupSeparator)
    return [{ organisation, attributes: entry.attributes, group, values: entry.values }]
  })
}
