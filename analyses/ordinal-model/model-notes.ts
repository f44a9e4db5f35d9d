import type { ComputeContext } from '../core/contract'
import type { SurveyDataset } from '../core/datasets'
import { core, type Label, type Note } from '../core/words'
import { scaleOf } from '../instrument/model'
import { pooledRoundsNotes, withoutGroupNotes } from '../survey/groups'
import { outcomeNotes } from '../survey/outcomes'
import type { ItemModel } from './model'
import type { OrdinalModelOptions } from './options'
import { fitProblem, levelPhrase, namesInNote, predictorList, termLabel } from './predictor-words'
import { info, warning } from './words'

/** What readers must know of the data, of what groups are held against, and of each item's model. */
export function noteModels(
  fitted: readonly ItemModel[],
  options: OrdinalModelOptions,
  columns: readonly string[],
  withoutGroup: number,
  context: ComputeContext<SurveyDataset>,
): void {
  const { dataset } = context
  for (const note of outcomeNotes(dataset, [...options.outcomes, ...options.dimensions])) context.note(note)
  for (const note of withoutGroupNotes(withoutGroup, columns)) context.note(note)
  for (const note of pooledRoundsNotes('warning', dataset, columns)) context.note(note)
  for (const note of referenceNotes(fitted)) context.note(note)
  for (const [row, model] of fitted.entries())
    for (const note of [...dataNotes(model, row, options, context), ...modelNotes(model, row, dataset)])
      context.note(note)
}

function referenceNotes(fitted: readonly ItemModel[]): readonly Note[] {
  const references = new Map(
    fitted.flatMap(({ levels }) =>
      levels.filter(({ isReference }) => isReference).map(({ attribute, level }) => [attribute, level] as const),
    ),
  )
  if (references.size === 0) return []
  const levels: Label = { list: [...references].map(([attribute, level]) => levelPhrase(attribute, level)) }
  return [info('reference-levels', { levels }, { table: 'coefficients' })]
}

/** Who is not in an item's model, and what its predictors have in common with the item. */
function dataNotes(
  { item: id, levels, incomplete }: ItemModel,
  row: number,
  options: OrdinalModelOptions,
  { dataset, minGroup }: ComputeContext<SurveyDataset>,
): readonly Note[] {
  const item: Label = { item: id }
  const concerns = { table: 'fit', row }
  const notes: Note[] = []
  const withheld = levels.filter(({ isWithheld }) => isWithheld)
  if (withheld.length > 0)
    notes.push(warning('groups-withheld', { item, count: withheld.length, min: minGroup }, concerns))
  const ended = levels.filter(({ end }) => end !== null)
  if (ended.length > 0) {
    const groups: Label = { list: ended.slice(0, namesInNote).map(({ level }) => level) }
    notes.push(warning('groups-at-an-end', { item, count: ended.length, groups }, concerns))
  }
  if (incomplete > 0 && options.dimensions.length > 0)
    notes.push(info('incomplete', { item, n: { people: incomplete } }, concerns))
  const within = dataset.instrument.items.find((candidate) => candidate.id === id)?.dimension ?? null
  if (within !== null && options.dimensions.includes(within))
    notes.push(warning('part-of-predictor', { item, dimension: { dimension: within } }, concerns))
  return notes
}

/** What an item's model does not have: a fit at all, or some of its coefficients, thresholds, tests and intervals. */
function modelNotes(model: ItemModel, row: number, dataset: SurveyDataset): readonly Note[] {
  const item: Label = { item: model.item }
  const concerns = { table: 'fit', row }
  const predictors = predictorList(model.concerned)
  const count = model.concerned.length
  if (model.problem !== null)
    return [warning(`no-fit.${fitProblem(model.problem)}`, { item, predictors, count }, concerns)]
  const notes: Note[] = []
  if (count > 0) notes.push(warning('aliased', { item, count, predictors }, concerns))
  for (const note of categoryNotes(model, dataset)) notes.push(note)
  const untested = model.terms.filter(({ proportionalOdds }) => proportionalOdds.pValue === null)
  if (untested.length > 0 && model.categories.length > 2) {
    const terms: Label = { list: untested.map(({ term, kind }) => termLabel(term, kind)) }
    notes.push(info('no-assumption-test', { item, terms }, { table: 'assumption' }))
  }
  const open = model.coefficients.filter(
    ({ estimate, low, high }) => estimate !== null && (low === null || high === null),
  )
  if (open.length > 0) {
    const named = predictorList(open.map(({ predictor }) => predictor))
    notes.push(info('interval-open', { item, count: open.length, predictors: named }, { table: 'coefficients' }))
  }
  return notes
}

/** Answers of the declared scale that nobody in the model gave have no threshold. */
function categoryNotes({ item: id, categories }: ItemModel, dataset: SurveyDataset): readonly Note[] {
  const item = dataset.instrument.items.find((candidate) => candidate.id === id)
  if (item === undefined) return []
  const scale = scaleOf(dataset.instrument, item)
  const unused = Array.from({ length: scale.max - scale.min + 1 }, (_, step) => scale.min + step).filter(
    (value) => !categories.includes(value),
  )
  if (unused.length === 0) return []
  const labels = unused.map((value): Label => ({
    response: { scale: scale.id, value: item.reversed ? scale.min + scale.max - value : value },
  }))
  return [
    info(
      'categories-unused',
      { item: { item: id }, count: unused.length, categories: { list: labels } },
      { table: 'thresholds' },
    ),
  ]
}

/** In which family the p values of the terms are adjusted. */
export function noteFamily(
  adjusted: readonly (number | null)[],
  adjustment: OrdinalModelOptions['adjust'],
  context: ComputeContext<SurveyDataset>,
): void {
  const count = adjusted.filter((p) => p !== null).length
  context.note(
    info(
      adjustment === 'none' ? 'family-none' : 'family',
      { count, adjustment: core.say(`option.adjust.choice.${adjustment}`) },
      { table: 'terms', column: 'p_adjusted' },
    ),
  )
}
