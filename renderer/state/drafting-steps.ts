import { freeId } from '../../analyses/core/ids'
import { textIn } from '../../analyses/core/words'
import { withChoice } from '../../analyses/drafting/choices'
import type { ColumnRole, Draft, DraftChoices, DraftQuestion, Grouping } from '../../analyses/drafting/draft'
import { analyses } from '../../analyses/index'
import type { RecipeSource } from '../../analyses/recipe/recipe'
import { isReadByInstrument } from './data-kinds'
import { record, redo, settle, startHistory, undo } from './history'
import { addAnalysis, changeSource, type InstrumentFile, type Project, type ProjectSource } from './project'
import type { Drafting } from './session'

/** The files that are asked of a draft. */
export interface Waiting {
  readonly project: Project
  /** Whether the file of a hash has been given in this session. */
  readonly isGiven: (sha256: string) => boolean
  /** Ids of sources whose draft was thrown away. */
  readonly thrownAway: ReadonlySet<string>
  /** Id of the source that the window shows. */
  readonly shown: string | null
}

/** The source to draft an instrument from: of those that wait for one the shown one, else the first. */
export function sourceToDraft({ project, isGiven, thrownAway, shown }: Waiting): ProjectSource | null {
  if (project.instrument !== null) return null
  const waiting = project.sources.filter(
    ({ source, identity }) => isReadByInstrument(source.kind) && isGiven(identity.sha256) && !thrownAway.has(source.id),
  )
  return waiting.find(({ source }) => source.id === shown) ?? waiting[0] ?? null
}

export const startDrafting = (source: string, choices: DraftChoices = {}): Drafting => ({
  source,
  choices: startHistory(choices),
  draft: null,
  isWorking: true,
  share: null,
  problem: null,
})

type Change = (drafting: Drafting) => Drafting

/** @param touched merges a run of small changes of one thing, see `record` */
export const choosing =
  (change: (choices: DraftChoices) => DraftChoices, touched: string | null = null): Change =>
  (drafting) => ({ ...drafting, choices: record(drafting.choices, change(drafting.choices.present), touched) })
export const settling: Change = (drafting) => ({ ...drafting, choices: settle(drafting.choices) })
export const undoing: Change = (drafting) => ({ ...drafting, choices: undo(drafting.choices) })
export const redoing: Change = (drafting) => ({ ...drafting, choices: redo(drafting.choices) })

/** The draft that stands on the screen; null where the window shows something else. */
export function shownDrafting({
  window,
  session,
  history,
}: {
  readonly window: { readonly screen: string; readonly source: string | null }
  readonly session: { readonly drafting: Drafting | null }
  readonly history: { readonly present: Project }
}): Drafting | null {
  const { drafting } = session
  if (drafting === null || window.screen !== 'data') return null
  return (window.source ?? history.present.sources[0]?.source.id) === drafting.source ? drafting : null
}

export const canUndoChoice = (drafting: Drafting | null): boolean => (drafting?.choices.past.length ?? 0) > 0
export const canRedoChoice = (drafting: Drafting | null): boolean => (drafting?.choices.future.length ?? 0) > 0

/** What only a person can know and has not said yet. */
export const openQuestions = ({ questions }: Draft): readonly DraftQuestion[] =>
  questions.filter(({ isAnswered }) => !isAnswered)

/** Takes one of the choices of a question. */
export function withAnswer(choices: DraftChoices, question: DraftQuestion, choice: string): DraftChoices {
  const taken = question.choices.find(({ id }) => id === choice)
  if (taken === undefined) return choices
  return withChoice(choices, { ...taken.gives, answered: [question.id] })
}

/** Takes what is suggested wherever something is and the person has said nothing. */
export function withSuggestions(choices: DraftChoices, draft: Draft): DraftChoices {
  return openQuestions(draft).reduce(
    (taken, question) => (question.suggested === null ? taken : withAnswer(taken, question, question.suggested)),
    choices,
  )
}

export const withRole = (choices: DraftChoices, header: string, role: ColumnRole): DraftChoices =>
  withChoice(choices, { roles: { [header]: role } })

export const withReversed = (choices: DraftChoices, header: string, isReversed: boolean): DraftChoices =>
  withChoice(choices, { reversed: { [header]: isReversed } })

export const withEnds = (choices: DraftChoices, scale: string, ends: readonly [number, number]): DraftChoices =>
  withChoice(choices, { ends: { [scale]: ends } })

export const withLabel = (choices: DraftChoices, dimension: string, label: string): DraftChoices =>
  withChoice(choices, { dimensionLabels: { [dimension]: label } })

/** The answers of a scale the other way round than they are now. */
export function withScaleTurned(choices: DraftChoices, scale: string): DraftChoices {
  const direction = choices.directions?.[scale] === 'turned' ? 'as-read' : 'turned'
  return withChoice(choices, { directions: { [scale]: direction } })
}

/** Another way of grouping begins from what it finds: what was moved and named belonged to the one before it. */
export function withGrouping(choices: DraftChoices, grouping: Grouping): DraftChoices {
  const { dimensionOf: _, dimensionLabels: __, ...others } = choices
  return { ...others, grouping }
}

/** @param dimension null for an item that stands alone */
export const withItemIn = (choices: DraftChoices, header: string, dimension: string | null): DraftChoices =>
  withChoice(choices, { dimensionOf: { [header]: dimension } })

/** An item in a dimension of its own, which others can be moved to. */
export const withItemInNew = (choices: DraftChoices, draft: Draft, header: string, label: string): DraftChoices =>
  withNewDimension(choices, draft, [header], label)

/** An item and those that follow it in its dimension in one of their own: the next block of a questionnaire begins with it. */
export function withItemsFromHere(choices: DraftChoices, draft: Draft, header: string, label: string): DraftChoices {
  const first = draft.columns.find((column) => column.header === header)
  const moved = draft.columns.filter(
    ({ role, dimension, position }) =>
      role === 'item' && dimension === first?.dimension && position >= (first?.position ?? 0),
  )
  return withNewDimension(
    choices,
    draft,
    moved.map((column) => column.header),
    label,
  )
}

function withNewDimension(
  choices: DraftChoices,
  { dimensions, language }: Draft,
  headers: readonly string[],
  label: string,
): DraftChoices {
  const present = dimensions.map((dimension) => dimension.id)
  const chosen = Object.values(choices.dimensionOf ?? {}).filter((dimension) => dimension !== null)
  const id = freeId('dimension', [...present, ...chosen])
  const labels = new Set(dimensions.map((dimension) => textIn(dimension.label, language)))
  let name = label
  for (let number = 2; labels.has(name); number += 1) name = `${label} ${number}`
  const dimensionOf = Object.fromEntries(headers.map((header) => [header, id]))
  return withChoice(choices, { dimensionOf, dimensionLabels: { [id]: name } })
}

/**
 * The attribute by which the first result is broken down: the most usual of those that the file has with two groups at least that are large enough to be shown; where
 * none has, the result is of all respondents together.
 * @param minGroup the smallest group that may be shown
 */
export function firstGrouping({ columns }: Draft, minGroup: number): string | null {
  const attributes = columns.flatMap(({ role, id, levels }) => {
    const isShown = levels.filter(({ count }) => count >= minGroup).length >= 2
    return role === 'attribute' && id !== null && isShown ? [id] : []
  })
  return ['organisation', 'unit', 'region'].find((usual) => attributes.includes(usual)) ?? attributes[0] ?? null
}

/**
 * The project with what was confirmed: the instrument, how the file is read by it, and a first analysis where there is none. One step, which can be undone as one.
 * @throws Error for a draft without items
 */
export function withConfirmed(project: Project, source: string, draft: Draft): Project {
  const drafted = changeSource(
    { ...project, instrument: instrumentOf(draft) },
    source,
    (present) => ({ ...present, ...draft.source }) as RecipeSource,
  )
  return withFirstAnalysis(drafted, draft)
}

function instrumentOf({ document }: Draft): InstrumentFile {
  if (document === null) throw new Error('a draft without items cannot be confirmed')
  return { name: 'instrument.json', text: `${JSON.stringify(document, null, 2)}\n` }
}

/** The scores of the dimensions by organisation; of an instrument without dimensions the answers to its items. */
function withFirstAnalysis(project: Project, draft: Draft): Project {
  const id = draft.dimensions.length > 0 ? 'dimension-scores' : 'item-statistics'
  const version = analyses.get(id)?.version
  if (version === undefined || project.analyses.some((analysis) => analysis.id === id)) return project
  const as = freeId(
    id,
    project.analyses.map((analysis) => analysis.as),
  )
  const by = firstGrouping(draft, project.minGroup)
  const options = by === null ? {} : { by: [by] }
  return addAnalysis(project, { as, id, version, where: [], options })
}

/** The first analysis of a confirmed draft, to be shown. */
export const firstAnalysis = (project: Project): string | null =>
  (project.analyses.find(({ id }) => id === 'dimension-scores') ?? project.analyses[0])?.as ?? null
