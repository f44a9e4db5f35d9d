import type { DraftChoices } from '../../analyses/drafting/draft'
import type { RecipeSource } from '../../analyses/recipe/recipe'
import type { GivenFile } from '../worker/data-file'
import type { Ingest } from '../worker/ingest'
import { problemOf } from '../worker/problem'
import {
  choosing,
  firstAnalysis,
  openQuestions,
  redoing,
  settling,
  sourceToDraft,
  startDrafting,
  undoing,
  withConfirmed,
} from './drafting-steps'
import type { Loading } from './loading'
import type { Opening } from './opening'
import { nameInFolder } from './project-file'
import { fieldValue } from './source-change'
import type { ProjectSource } from './project'
import type { Drafting } from './session'
import type { Workbench } from './workbench'

/** What a person can do with the draft of an instrument. */
export interface DraftingDesk {
  /** Decides something; the draft is made anew by it. @param touched merges a run of small changes of one thing */
  choose(change: (choices: DraftChoices) => DraftChoices, touched?: string | null): void
  /** Ends a run of merged choices. */
  settle(): void
  undo(): void
  redo(): void
  /** Makes the draft part of the project, as one step. Does nothing while something is still to be decided. */
  confirm(): void
  /** The file is as it was before anything was drafted from it. */
  throwAway(): void
  /** Drafts again from files whose draft was thrown away. */
  draftAgain(): void
}

/**
 * Drafts an instrument wherever a file waits for one, and again at every choice. A draft is no part of the project: it goes when an instrument comes, and when it is
 * wanted again it comes back with what had been decided.
 * @param tellPutBy called when an instrument comes while something was decided: it is not lost
 */
export function keepDrafting(
  workbench: Workbench,
  ingest: Ingest,
  files: Loading['files'],
  opening: Pick<Opening, 'takeDraft'>,
  tellPutBy: () => void,
): DraftingDesk {
  const { store, patchSession } = workbench
  const thrownAway = new Set<string>()
  /** Choices of drafts that are not on the desk at present, by what they were drafted from. */
  const putBy = new Map<string, Drafting['choices']>()
  let underWay: AbortController | null = null
  let isConfirming = false

  const now = (): Drafting | null => store.getState().session.drafting
  const put = (drafting: Drafting | null): void => patchSession(() => ({ drafting }))
  const showShare = (share: number): void =>
    patchSession(({ drafting }) => ({ drafting: drafting === null ? null : { ...drafting, share } }))

  let entry: ProjectSource | null = null
  function keepUp(): void {
    const next = wantedOf(workbench, files, thrownAway)
    const drafting = now()
    if (next === null ? drafting === null : drafting !== null && entry?.source === next.source) return
    if (entry !== null && drafting !== null) putBy.set(markOf(entry), drafting.choices)
    underWay?.abort()
    entry = next
    if (next === null) {
      put(null)
      const isReplaced = workbench.project().instrument !== null && !isConfirming
      if (isReplaced && (drafting?.choices.past.length ?? 0) > 0) tellPutBy()
      return
    }
    const choices = putBy.get(markOf(next))
    const start = startDrafting(next.source.id)
    put(choices === undefined ? start : { ...start, choices })
    void make()
  }

  async function make(): Promise<void> {
    const drafting = now()
    if (drafting === null || entry === null) return
    const { source, identity } = entry
    const file = files.get(identity.sha256)
    if (file === undefined) return
    underWay?.abort()
    const controller = new AbortController()
    underWay = controller
    put({ ...drafting, isWorking: true, share: null })
    const others = workbench.project().sources.flatMap((other) => (other.source === source ? [] : [other.source]))
    try {
      const draft = await ingest.call(
        {
          call: 'draft',
          given: givenWith(store.getState().session.codebooks, file, source.file),
          choices: drafting.choices.present,
          dialect: source.dialect,
          otherRounds: others.flatMap((other) => roundOf(other) ?? []),
        },
        controller.signal,
        ({ share }) => (controller.signal.aborted ? undefined : showShare(share)),
      )
      if (controller.signal.aborted) return
      const after = now()
      if (after !== null) put({ ...after, draft, isWorking: false, share: null, problem: null })
    } catch (error) {
      if (controller.signal.aborted) return
      const after = now()
      if (after !== null) put({ ...after, isWorking: false, share: null, problem: problemOf(error) })
    }
  }

  function change(next: (drafting: Drafting) => Drafting): void {
    const before = now()
    if (before === null) return
    const after = next(before)
    put(after)
    if (after.choices.present !== before.choices.present) void make()
  }

  store.subscribe((state, before) => {
    // Both change together only where another project takes the place of this one.
    if (state.place !== before.place && state.history.past !== before.history.past) {
      thrownAway.clear()
      putBy.clear()
      entry = null
    }
    const isSame = state.history.present === before.history.present && state.window.source === before.window.source
    // Files are given without a change of the project where it is a saved one that waits for them: their reading says so.
    if (!isSame || state.session.sources !== before.session.sources) keepUp()
    // What was decided stays when it is known what the answers mean.
    if (state.session.codebooks !== before.session.codebooks) void make()
  })

  return {
    choose: (decided, touched = null) => change(choosing(decided, touched)),
    settle: () => change(settling),
    undo: () => change(undoing),
    redo: () => change(redoing),
    confirm: () => {
      isConfirming = true
      confirmDraft(workbench, opening, now())
      isConfirming = false
    },
    throwAway: () => {
      const drafting = now()
      if (drafting === null) return
      thrownAway.add(drafting.source)
      // What was decided goes with it.
      put({ ...drafting, choices: startDrafting(drafting.source).choices })
      keepUp()
    },
    draftAgain: () => {
      thrownAway.clear()
      keepUp()
    },
  }
}

/** The source to draft from, of those whose files were given. */
function wantedOf(
  workbench: Workbench,
  files: Loading['files'],
  thrownAway: ReadonlySet<string>,
): ProjectSource | null {
  const { window } = workbench.store.getState()
  const isGiven = (sha256: string): boolean => files.get(sha256) !== undefined
  return sourceToDraft({ project: workbench.project(), isGiven, thrownAway, shown: window.source })
}

/** Makes a draft of which nothing is still to be decided part of the project. */
function confirmDraft(workbench: Workbench, opening: Pick<Opening, 'takeDraft'>, drafting: Drafting | null): void {
  if (drafting?.draft === null || drafting === null || drafting.isWorking) return
  const { draft, source } = drafting
  if (draft.document === null || openQuestions(draft).length > 0) return
  opening.takeDraft(source, (project) => withConfirmed(project, source, draft))
  workbench.patchWindow({ screen: 'analyses', analysis: firstAnalysis(workbench.project()) })
}

/** The round that all rows of a source belong to, where it says one. */
function roundOf(source: RecipeSource): string | null {
  const round = fieldValue(source, 'round')
  return typeof round === 'string' ? round : null
}

/** The file, and what says what its answers mean. */
const givenWith = (codebooks: readonly File[], file: File, path: string): readonly GivenFile[] => [
  { file, name: nameInFolder(path) },
  ...codebooks.map((codebook) => ({ file: codebook, name: codebook.name })),
]

/** By what a draft that was put by is found again. */
const markOf = ({ source, identity }: ProjectSource): string =>
  JSON.stringify([identity.name, identity.size, source.dialect ?? null])
