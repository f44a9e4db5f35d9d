import { createContext, useCallback, useContext, useMemo, useSyncExternalStore, type ReactNode } from 'react'
import { messagesOf } from '../../analyses/index'
import type { InventoryDataset, SurveyDataset } from '../../analyses/core/datasets'
import { Aborted } from '../../analyses/core/errors'
import { noNames, type Labels, type LevelNames } from '../../analyses/core/level-names'
import type { Language } from '../../analyses/core/words'
import { namesOf } from '../../analyses/recipe/named-levels'
import type { Instrument } from '../../analyses/instrument/model'
import { createSpeaker, type Speaker } from '../../analyses/core/speaker'
import type { Command, CommandContext } from '../commands/command'
import { createWords, type Words } from '../i18n/words'
import type { Project } from '../state/project'
import { projectOf, type Workbench, type WorkbenchState } from '../state/workbench'

interface Surroundings {
  readonly context: CommandContext
  readonly isMac: boolean
}

const Surrounding = createContext<Surroundings | null>(null)

export function WorkbenchProvider({ context, isMac, children }: Surroundings & { readonly children: ReactNode }) {
  const surroundings = useMemo(() => ({ context, isMac }), [context, isMac])
  return <Surrounding value={surroundings}>{children}</Surrounding>
}

export function useSurroundings(): Surroundings {
  const found = useContext(Surrounding)
  if (found === null) throw new Error('rendered outside WorkbenchProvider')
  return found
}

export function useWorkbench(): Workbench {
  return useSurroundings().context.workbench
}

/** Part of the state. The selector must give the same object for the same state. */
export function useWorkbenchState<T>(select: (state: WorkbenchState) => T): T {
  const { store } = useWorkbench()
  return useSyncExternalStore(store.subscribe, () => select(store.getState()))
}

export function useProject<T>(select: (project: Project) => T): T {
  return useWorkbenchState((state) => select(projectOf(state)))
}

/** The window's texts in the window's language. */
export function useWords(): Words {
  const language = useWorkbenchState(({ window }) => window.language)
  return useMemo(() => createWords(language), [language])
}

interface Spoken {
  readonly instrument: Instrument | null
  readonly names: LevelNames
  readonly speaker: Speaker
}

const speakers = new Map<string, Spoken>()

/** One speaker a language, instrument and names: compiling messages is not free. */
export function speakerFor(language: Language, instrument: Instrument | null, names: LevelNames = noNames): Speaker {
  const known = speakers.get(language)
  if (known !== undefined && known.instrument === instrument && known.names === names) return known.speaker
  const speaker = createSpeaker(language, messagesOf(language), instrument, names)
  speakers.set(language, { instrument, names, speaker })
  return speaker
}

/** The names of the parts of the instrument, of attributes and of levels in one language. */
function useSpeakerIn(language: Language): Speaker {
  const instrument = useWorkbenchState(({ session }) => session.instrument.instrument)
  const survey = useWorkbenchState(({ session }) => session.survey.dataset)
  const inventory = useWorkbenchState(({ session }) => session.inventory.dataset)
  const labels = useProject((project) => project.labels)
  return speakerFor(language, instrument, namesFor(language, survey, inventory, labels))
}

interface Named {
  readonly given: readonly unknown[]
  readonly names: LevelNames
}

const namesKnown = new Map<string, Named>()

/** Names are worked out once for data and labels, however many parts of the window speak. */
function namesFor(
  language: Language,
  survey: SurveyDataset | null,
  inventory: InventoryDataset | null,
  labels: Labels | undefined,
): LevelNames {
  const given = [survey, inventory, labels]
  const known = namesKnown.get(language)
  if (known !== undefined && known.given.every((each, index) => each === given[index])) return known.names
  const names = namesOf({ survey, inventory }, { labels, language })
  namesKnown.set(language, { given, names })
  return names
}

/** Says messages of the analyses in the window's language: titles, options, errors. */
export function useSpeaker(): Speaker {
  return useSpeakerIn(useWorkbenchState(({ window }) => window.language))
}

/** Says results in the language of the figures. */
export function useFigureSpeaker(): Speaker {
  return useSpeakerIn(useProject((project) => project.language))
}

/** Does what a person asked for; what it throws is told, never lost. Work that was called off says nothing. */
export function useAttempt(): (work: () => void | Promise<void>) => void {
  const { tell } = useSurroundings().context
  return useCallback(
    (work) =>
      void (async () => work())().catch((error: unknown) => {
        if (error instanceof Aborted) return
        const detail = error instanceof Error ? error.message : String(error)
        tell({ key: 'told.unexpected', values: { detail }, level: 'error' })
      }),
    [tell],
  )
}

/** Runs a command where it is enabled; what it throws is told, never lost. */
export function useRun(): (command: Command) => void {
  const { context } = useSurroundings()
  const attempt = useAttempt()
  return (command) => {
    if (command.enabled(context.workbench.store.getState())) attempt(() => command.run(context))
  }
}
