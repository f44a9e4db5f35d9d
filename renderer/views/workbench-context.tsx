import { createContext, useContext, useMemo, useSyncExternalStore, type ReactNode } from 'react'
import { messagesOf } from '../../analyses/index'
import type { Language } from '../../analyses/core/words'
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

const speakers = new Map<string, { readonly instrument: Instrument | null; readonly speaker: Speaker }>()

/** One speaker a language and instrument: compiling messages is not free. */
export function speakerFor(language: Language, instrument: Instrument | null): Speaker {
  const known = speakers.get(language)
  if (known !== undefined && known.instrument === instrument) return known.speaker
  const speaker = createSpeaker(language, messagesOf(language), instrument)
  speakers.set(language, { instrument, speaker })
  return speaker
}

/** Says messages of the analyses in the window's language: titles, options, errors. */
export function useSpeaker(): Speaker {
  const language = useWorkbenchState(({ window }) => window.language)
  const instrument = useWorkbenchState(({ session }) => session.instrument.instrument)
  return useMemo(() => speakerFor(language, instrument), [language, instrument])
}

/** Says results in the language of the figures. */
export function useFigureSpeaker(): Speaker {
  const language = useProject((project) => project.language)
  const instrument = useWorkbenchState(({ session }) => session.instrument.instrument)
  return useMemo(() => speakerFor(language, instrument), [language, instrument])
}

/** Runs a command where it is enabled; what it throws is told, never lost. */
export function useRun(): (command: Command) => void {
  const { context } = useSurroundings()
  return (command) => {
    if (!command.enabled(context.workbench.store.getState())) return
    void (async () => command.run(context))().catch((error: unknown) => {
      context.tell({
        key: 'told.unexpected',
        values: { detail: error instanceof Error ? error.message : String(error) },
        level: 'error',
      })
    })
  }
}
