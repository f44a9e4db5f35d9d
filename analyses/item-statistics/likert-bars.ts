import type { ReportContext } from '../core/contract'
import type { SurveyDataset } from '../core/datasets'
import { namesOf } from '../core/reading'
import type { Label } from '../core/words'
import { scaleOf, type Instrument, type Item, type ResponseScale } from '../instrument/model'
import { columnsLabel } from '../survey/figure-furniture'
import { groupColumns } from '../survey/groups'
import type { CategoryRow, ItemRow, Tables } from './declarations'
import type { ItemStatisticsOptions } from './options'
import { say } from './words'

/** Panels of small multiples, when every item has one. */
const mostPanels = 12
/** Bars below each other in a panel. */
const mostRows = 40
/** A scale with more steps than this is no Likert scale. */
const mostSteps = 11

/** A bar: an item, or a group within an item. */
export interface Bar {
  readonly id: string
  readonly label: Label
  readonly n: number | null
  readonly isWithheld: boolean
  /** Shares by step of the scale, as answered. */
  readonly shares: readonly number[]
  /** Share of typed non-answers among those asked. */
  readonly nonResponse: number
}

/** The bars of a panel, all on one scale. */
export interface Bars {
  readonly id: string
  readonly title: Label | null
  readonly scale: ResponseScale
  readonly axis: Label
  readonly bars: readonly Bar[]
}

export interface LikertBars {
  readonly panels: readonly Bars[]
  /** Whether panels or bars were left out, and how many bars there would be. */
  readonly isLimited: boolean
  readonly total: number
}

/** Items below each other for everybody; for groups a panel for each item. */
export function likertBars(
  { items: { rows }, categories }: Tables,
  options: ItemStatisticsOptions,
  { dataset }: ReportContext<SurveyDataset>,
): LikertBars {
  const { instrument } = dataset
  const items = instrument.items.filter((item) => options.items.includes(item.id) && isLikert(item, instrument))
  const barOf = barsFrom(categories.rows)
  return groupColumns(dataset, options.by).length === 0
    ? barsOfEverybody(items, rows, instrument, barOf)
    : barsOfGroups(items, rows, instrument, columnsLabel(dataset, options.by), barOf)
}

type MakeBar = (row: ItemRow, id: string, label: Label) => Bar

function isLikert(item: Item, instrument: Instrument): boolean {
  const { kind, min, max } = scaleOf(instrument, item)
  return kind === 'ordinal' && max > min && max - min + 1 <= mostSteps
}

const nameOf = ({ name, cells }: ItemRow | CategoryRow): string => JSON.stringify([name, cells.item])

function barsFrom(categories: readonly CategoryRow[]): MakeBar {
  const distributions = new Map<string, { readonly shares: readonly number[]; readonly isWithheld: boolean }>()
  for (const row of categories) {
    const { shares, isWithheld } = distributions.get(nameOf(row)) ?? { shares: [], isWithheld: false }
    distributions.set(nameOf(row), {
      shares: [...shares, row.cells.share ?? 0],
      isWithheld: isWithheld || row.isWithheld('share'),
    })
  }
  return (row, id, label) => {
    const found = distributions.get(nameOf(row))
    const { n, blank, dont_know: unknown, not_relevant: irrelevant, refused } = row.cells
    const typed = (unknown ?? 0) + (irrelevant ?? 0) + (refused ?? 0)
    const asked = (n ?? 0) + (blank ?? 0) + typed
    return {
      id,
      label,
      n,
      isWithheld: found?.isWithheld ?? row.isWithheld('n'),
      shares: found?.shares ?? [],
      nonResponse: asked === 0 || found?.isWithheld === true ? 0 : typed / asked,
    }
  }
}

const labelOf = (item: Item): Label =>
  item.reversed ? say('item-reversed', { item: { item: item.id } }) : { item: item.id }

/** A panel for each scale. */
function barsOfEverybody(
  items: readonly Item[],
  rows: readonly ItemRow[],
  instrument: Instrument,
  barOf: MakeBar,
): LikertBars {
  const scales = [...new Set(items.map((item) => scaleOf(instrument, item)))]
  const itemsOn = (scale: ResponseScale): readonly Item[] => items.filter((item) => scaleOf(instrument, item) === scale)
  const panels = scales.map((scale): Bars => ({
    id: scale.id,
    title: null,
    scale,
    axis: say('axis.item'),
    bars: itemsOn(scale)
      .slice(0, mostRows)
      .flatMap((item) =>
        rows.filter(({ cells }) => cells.item === item.id).map((row) => barOf(row, item.id, labelOf(item))),
      ),
  }))
  return {
    panels: panels.filter(({ bars }) => bars.length > 0),
    isLimited: scales.some((scale) => itemsOn(scale).length > mostRows),
    total: items.length,
  }
}

function barsOfGroups(
  items: readonly Item[],
  rows: readonly ItemRow[],
  instrument: Instrument,
  by: Label,
  barOf: MakeBar,
): LikertBars {
  const groups = namesOf(rows).length
  const panels = items.slice(0, mostPanels).map((item): Bars => ({
    id: item.id,
    title: labelOf(item),
    scale: scaleOf(instrument, item),
    axis: by,
    bars: rows
      .filter(({ cells }) => cells.item === item.id)
      .slice(0, mostRows)
      .map((row) => barOf(row, row.name, row.name)),
  }))
  return {
    panels: panels.filter(({ bars }) => bars.length > 0),
    isLimited: items.length > mostPanels || groups > mostRows,
    total: items.length * groups,
  }
}
