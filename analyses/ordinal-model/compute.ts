import { itemInWords } from '../core/words'
import type { Base } from '../core/base'
import type { ComputeContext, FramesOf, ReadContext } from '../core/contract'
import { numericColumn, type Frame, type SurveyDataset } from '../core/datasets'
import { InputError, stopIfAborted } from '../core/errors'
import { adjust } from '../numeric/comparison/multiplicity'
import { largest } from '../numeric/summary/extremes'
import { groupColumns } from '../survey/groups'
import { fitItem, type ItemModel } from './model'
import { noteFamily, noteModels } from './model-notes'
import { basesOfItem, rowsForModel, type ModelRows } from './model-rows'
import type { OrdinalModelOptions } from './options'
import { fitProblem, predictorList } from './predictor-words'
import { commonReferences, referencesOf } from './reference-levels'
import { readRows, type CountedRows } from './rows'
import { frameOf, ordinalItems, type selectOrdinalModel } from './statements'
import { code, say, warning } from './words'

/** More coefficients than this are no model that anybody reads. */
const mostCoefficients = 60

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
  frames: FramesOf<typeof selectOrdinalModel>,
  options: OrdinalModelOptions,
  { dataset, abort }: ReadContext<SurveyDataset>,
): ReadItems {
  stopIfAborted(abort)
  const ordinal = ordinalItems(dataset, options.outcomes)
  if (options.by.length + options.dimensions.length === 0) throw new InputError(code('nothing-to-explain'))
  if (ordinal.length === 0)
    throw new InputError(code('not-ordinal'), { items: { list: notOrdinal(options, ordinal).map(itemInWords) } })
  const items = ordinal.map(({ id }) => ({ id, rows: readRows(frames[frameOf(id)] as Frame, dataset, options) }))
  const coefficients = largest(
    items.map(({ rows: { terms } }) =>
      terms.reduce((sum, term) => sum + Math.max(0, term.levels.length - 1), options.dimensions.length),
    ),
  )
  if (coefficients > mostCoefficients)
    throw new InputError(code('too-many-levels'), { count: coefficients, max: mostCoefficients })
  return {
    columns: groupColumns(dataset, options.by),
    items,
    withoutGroup: numericColumn(frames.people, 'without')[0] ?? 0,
  }
}

const notOrdinal = (
  { outcomes }: Pick<OrdinalModelOptions, 'outcomes'>,
  items: readonly { readonly id: string }[],
): readonly string[] => outcomes.filter((id) => !items.some((item) => item.id === id))

/** The levels of the columns to group by: coefficients and fit stand on everybody at all of them. */
export function basesOfItems(
  { items }: ReadItems,
  _options: OrdinalModelOptions,
  _dataset: SurveyDataset,
  withheld: ReadonlySet<string>,
): readonly Base[] {
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
  const others = notOrdinal(options, items)
  const used = items.map(({ id, rows }) => rowsForModel(rows, id, context))
  const common = commonReferences(context.dataset, options.by, used)

  const fitted = items.map(({ id, rows }, index) => {
    context.progress(index / items.length)
    const model = used[index] as ModelRows
    return fitItem(id, rows, model, referencesOf(options.by, common, model), options, () =>
      stopIfAborted(context.abort),
    )
  })
  context.progress(1)
  refuseWithoutFit(fitted)
  noteModels(fitted, options, columns, withoutGroup, context)
  if (others.length > 0) context.note(warning('items-not-ordinal', { items: { list: others.map(itemInWords) } }))

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

/** @throws InputError with the problem of the first item when none has a fit */
function refuseWithoutFit(fitted: readonly ItemModel[]): void {
  const problems = fitted.map(({ problem }) => problem)
  const [first] = fitted
  if (first === undefined || first.problem === null || problems.includes(null)) return
  throw new InputError(code('nothing-fitted'), {
    items: { list: fitted.map(({ item }) => itemInWords(item)) },
    reason: say(`no-fit.${fitProblem(first.problem)}`, {
      predictors: predictorList(first.concerned),
      count: first.concerned.length,
    }),
  })
}
