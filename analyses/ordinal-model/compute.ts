import type { Base } from '../core/base'
import type { ComputeContext, Frames, ReadContext } from '../core/contract'
import { numericColumn, type Frame, type SurveyDataset } from '../core/datasets'
import { InputError, stopIfAborted } from '../core/errors'
import { scaleOf } from '../instrument/model'
import type { Label } from '../core/words'
import { adjust, type Adjustment } from '../numeric/comparison/multiplicity'
import { groupColumns, withoutGroupNote } from '../survey/groups'
import { outcomeNotes } from '../survey/outcomes'
import { fitItem, type ItemModel, type ModelOptions, type Predictor } from './model'
import { frameOf, ordinalItems, readRows, type CountedRows } from './rows'
import { basesOfItem, rowsForModel, type ModelRows } from './model-rows'
import { largest } from '../numeric/summary/extremes'

/** More coefficients than this are no model that anybody reads. */
const mostCoefficients = 60
/** Names that a note spells out. */
const namesInNote = 12

export interface OrdinalModelOptions extends ModelOptions {
  readonly outcomes: readonly string[]
  readonly by: readonly string[]
  readonly adjust: Adjustment
}

export interface FittedItem extends ItemModel {
  /** p of each term's effect after adjustment, in the order of `terms`. */
  readonly pAdjusted: readonly (number | null)[]
}

export interface OrdinalModels {
  readonly columns: readonly string[]
  readonly items: readonly FittedItem[]
}

/** The counted answers of the items that can be modelled. */
export interface ReadItems {
  readonly columns: readonly string[]
  readonly items: readonly { readonly id: string; readonly rows: CountedRows }[]
  /** Respondents of no group, because a column is missing. */
  readonly withoutGroup: number
}

/** @throws InputError when nothing is given to explain the answers by, no item is ordinal, or there are too many levels */
export function readItems(
  frames: Frames,
  options: OrdinalModelOptions,
  { dataset, abort }: ReadContext<SurveyDataset>,
): ReadItems {
  stopIfAborted(abort)
  const ordinal = ordinalItems(dataset, options.outcomes)
  if (options.by.length + options.dimensions.length === 0) throw new InputError('ordinal-model:nothing-to-explain')
  if (ordinal.length === 0)
    throw new InputError('ordinal-model:not-ordinal', { items: { list: notOrdinal(options, ordinal) } })
  const items = ordinal.map(({ id }) => ({ id, rows: readRows(frames[frameOf(id)] as Frame, dataset, options) }))
  const coefficients = largest(
    items.map(({ rows: { terms } }) =>
      terms.reduce((sum, term) => sum + Math.max(0, term.levels.length - 1), options.dimensions.length),
    ),
  )
  if (coefficients > mostCoefficients)
    throw new InputError('ordinal-model:too-many-levels', { count: coefficients, max: mostCoefficients })
  const { people } = frames
  return {
    columns: groupColumns(dataset, options.by),
    items,
    withoutGroup: people === undefined ? 0 : (numericColumn(people, 'without')[0] ?? 0),
  }
}

const notOrdinal = (
  { outcomes }: Pick<OrdinalModelOptions, 'outcomes'>,
  items: readonly { readonly id: string }[],
): readonly string[] => outcomes.filter((id) => !items.some((item) => item.id === id))

/** The levels of the columns to group by: coefficients and fit stand on everybody at all of them. */
export function basesOfItems({ items }: ReadItems, withheld: ReadonlySet<string>): readonly Base[] {
  return items.flatMap(({ id, rows }) => basesOfItem(rows, id, withheld))
}

/**
 * Fits a cumulative link model to each ordinal item.
 * @throws InputError when no item has a fit
 */
export function fitOrdinalModels(
  { columns, items, withoutGroup }: ReadItems,
  options: OrdinalModelOptions,
  context: ComputeContext<SurveyDataset>,
): OrdinalModels {
  const { dataset } = context
  const others = notOrdinal(options, items)
  const used = items.map(({ id, rows }) => rowsForModel(rows, id, context))
  const common = commonReferences(dataset, options.by, used)

  const fitted = items.map(({ id, rows }, index) => {
    context.progress(index / items.length)
    const model = used[index] as ModelRows
    return fitItem(id, rows, model, referencesOf(options.by, common, model), options, () =>
      stopIfAborted(context.abort),
    )
  })
  context.progress(1)
  if (fitted.every(({ problem }) => problem !== null)) {
    const [first] = fitted
    throw new InputError('ordinal-model:nothing-fitted', {
      items: { list: items.map(({ id }) => id) },
      reason: {
        message: `ordinal-model:no-fit.${problemCode(first?.problem ?? null)}`,
        values: { predictors: predictorNames(first?.concerned ?? []), count: first?.concerned.length ?? 0 },
      },
    })
  }
  giveNotes(fitted, options, columns, withoutGroup, context)
  if (others.length > 0)
    context.note({ code: 'ordinal-model:items-not-ordinal', level: 'warning', about: { items: { list: others } } })

  const adjusted = adjust(
    fitted.flatMap(({ terms }) => terms.map(({ effect }) => effect.pValue)),
    options.adjust,
  )
  noteFamily(adjusted, options.adjust, context)
  let from = 0
  return {
    columns,
    items: fitted.map((item) => {
      from += item.terms.length
      return { ...item, pAdjusted: adjusted.slice(from - item.terms.length, from) }
    }),
  }
}

const problemCode = (problem: ItemModel['problem']): string =>
  problem === null || problem === 'thresholds-cross' ? 'not-converged' : problem

const isUsable = ({ n, end, isWithheld }: ModelRows['levels'][number]): boolean => n > 0 && end === null && !isWithheld

/** The level that the others of a column are held against in all items: the earliest round, else the largest group, the first by code unit among equals. */
function commonReferences(
  dataset: SurveyDataset,
  by: readonly string[],
  used: readonly ModelRows[],
): Readonly<Record<string, string>> {
  return Object.fromEntries(
    by.map((id) => {
      const people = new Map<string, number>()
      for (const { levels } of used)
        for (const level of levels)
          if (level.attribute === id && isUsable(level))
            people.set(level.level, (people.get(level.level) ?? 0) + level.n)
      const rounds = dataset.rounds.map((round) => round.id).filter((round) => people.has(round))
      return [id, id === 'round' ? (rounds[0] ?? '') : largestGroup(people)]
    }),
  )
}

function largestGroup(people: ReadonlyMap<string, number>): string {
  const [first] = [...people].toSorted(([a, m], [b, n]) => n - m || (a < b ? -1 : 1))
  return first?.[0] ?? ''
}

/** The common references, replaced where an item's model does not have them. */
function referencesOf(
  by: readonly string[],
  common: Readonly<Record<string, string>>,
  { levels }: ModelRows,
): Readonly<Record<string, string>> {
  return Object.fromEntries(
    by.map((id) => {
      const own = levels.filter((level) => level.attribute === id && isUsable(level))
      return [
        id,
        own.some(({ level }) => level === common[id])
          ? (common[id] ?? '')
          : largestGroup(new Map(own.map(({ level, n }) => [level, n]))),
      ]
    }),
  )
}

/** `Organisation: Levanger (against Trondheim)`, or a dimension's name. */
function predictorLabel(predictor: Predictor): Label {
  return predictor.kind === 'dimension'
    ? { message: 'ordinal-model:predictor.name', values: { name: { dimension: predictor.dimension } } }
    : {
        message: 'ordinal-model:predictor.level',
        values: {
          attribute: { attribute: predictor.attribute },
          level: predictor.level,
          reference: predictor.reference,
        },
      }
}

function predictorNames(predictors: readonly Predictor[]): Label {
  return {
    list: [...predictors.slice(0, namesInNote).map(predictorLabel), ...(predictors.length > namesInNote ? ['…'] : [])],
  }
}

function giveNotes(
  fitted: readonly ItemModel[],
  options: OrdinalModelOptions,
  columns: readonly string[],
  withoutGroup: number,
  context: ComputeContext<SurveyDataset>,
): void {
  const { dataset, minGroup } = context
  for (const note of outcomeNotes(dataset, [...options.outcomes, ...options.dimensions])) context.note(note)
  const missing = withoutGroupNote(withoutGroup, columns)
  if (missing !== null) context.note(missing)
  if (dataset.rounds.length > 1 && !columns.includes('round'))
    context.note({
      code: 'survey:pooled-over-rounds',
      level: 'warning',
      about: { rounds: { list: dataset.rounds.map(({ id }) => id) } },
    })
  const references = new Map(
    fitted.flatMap(({ levels }) =>
      levels.filter(({ isReference }) => isReference).map(({ attribute, level }) => [attribute, level] as const),
    ),
  )
  if (references.size > 0) {
    context.note({
      code: 'ordinal-model:reference-levels',
      level: 'info',
      about: {
        levels: {
          list: [...references].map(([attribute, level]): Label => ({
            message: 'ordinal-model:predictor.short',
            values: { attribute: { attribute }, level },
          })),
        },
      },
      concerns: { table: 'coefficients' },
    })
  }
  for (const [row, model] of fitted.entries()) {
    const item: Label = { item: model.item }
    const concerns = { table: 'fit', row }
    const withheld = model.levels.filter(({ isWithheld }) => isWithheld)
    if (withheld.length > 0)
      context.note({
        code: 'ordinal-model:groups-withheld',
        level: 'warning',
        about: { item, count: withheld.length, min: minGroup },
        concerns,
      })
    const ended = model.levels.filter(({ end }) => end !== null)
    if (ended.length > 0)
      context.note({
        code: 'ordinal-model:groups-at-an-end',
        level: 'warning',
        about: { item, count: ended.length, groups: { list: ended.slice(0, namesInNote).map(({ level }) => level) } },
        concerns,
      })
    if (model.incomplete > 0 && options.dimensions.length > 0)
      context.note({ code: 'ordinal-model:incomplete', level: 'info', about: { item, n: model.incomplete }, concerns })
    const within = dataset.instrument.items.find(({ id }) => id === model.item)?.dimension ?? null
    if (within !== null && options.dimensions.includes(within))
      context.note({
        code: 'ordinal-model:part-of-predictor',
        level: 'warning',
        about: { item, dimension: { dimension: within } },
        concerns,
      })
    if (model.problem !== null) {
      context.note({
        code: `ordinal-model:no-fit.${problemCode(model.problem)}`,
        level: 'warning',
        about: { item, predictors: predictorNames(model.concerned), count: model.concerned.length },
        concerns,
      })
      continue
    }
    if (model.concerned.length > 0)
      context.note({
        code: 'ordinal-model:aliased',
        level: 'warning',
        about: { item, count: model.concerned.length, predictors: predictorNames(model.concerned) },
        concerns,
      })
    noteCategories(model, dataset, context)
    const untested = model.terms.filter(({ proportionalOdds }) => proportionalOdds.pValue === null)
    if (untested.length > 0 && model.categories.length > 2) {
      context.note({
        code: 'ordinal-model:no-assumption-test',
        level: 'info',
        about: {
          item,
          terms: {
            list: untested.map(({ term, kind }): Label =>
              kind === 'attribute' ? { attribute: term } : { dimension: term },
            ),
          },
        },
        concerns: { table: 'assumption' },
      })
    }
    const open = model.coefficients.filter(
      ({ estimate, low, high }) => estimate !== null && (low === null || high === null),
    )
    if (open.length > 0)
      context.note({
        code: 'ordinal-model:interval-open',
        level: 'info',
        about: { item, count: open.length, predictors: predictorNames(open.map(({ predictor }) => predictor)) },
        concerns: { table: 'coefficients' },
      })
  }
}

/** Answers of the declared scale that nobody in the model gave have no threshold. */
function noteCategories(
  { item: id, categories }: ItemModel,
  dataset: SurveyDataset,
  context: ComputeContext<SurveyDataset>,
): void {
  const item = dataset.instrument.items.find((candidate) => candidate.id === id)
  if (item === undefined) return
  const scale = scaleOf(dataset.instrument, item)
  const unused = Array.from({ length: scale.max - scale.min + 1 }, (_, step) => scale.min + step).filter(
    (value) => !categories.includes(value),
  )
  if (unused.length === 0) return
  const labels = unused.map((value): Label => ({
    response: { scale: scale.id, value: item.reversed ? scale.min + scale.max - value : value },
  }))
  context.note({
    code: 'ordinal-model:categories-unused',
    level: 'info',
    about: { item: { item: id }, count: unused.length, categories: { list: labels } },
    concerns: { table: 'thresholds' },
  })
}

function noteFamily(
  adjusted: readonly (number | null)[],
  adjustment: Adjustment,
  context: ComputeContext<SurveyDataset>,
): void {
  const count = adjusted.filter((p) => p !== null).length
  context.note({
    code: adjustment === 'none' ? 'ordinal-model:family-none' : 'ordinal-model:family',
    level: 'info',
    about: { count, adjustment: { message: `core:option.adjust.choice.${adjustment}` } },
    concerns: { table: 'terms', column: 'p_adjusted' },
  })
}
