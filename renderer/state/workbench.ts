import { createStore, type StoreApi } from 'zustand/vanilla'
import type { InterfaceLanguage } from '../../analyses/core/words'
import type { Section } from '../../analyses/instrument/parts'
import type { Host, HostDescription, Settings, Theme } from '../../preload/contract'
import { languageOf } from '../i18n/words'
import { record, redo, settle, startHistory, undo, type History } from './history'
import { emptyProject, isEmpty, type Project } from './project'
import { nothingWritten, startSession, type Session } from './session'

export type Screen = 'start' | 'overview' | 'data' | 'instrument' | 'analyses' | 'figures'

/** The instrument as a whole, or parts of one kind by their keys. */
export type InstrumentChoice =
  | { readonly section: 'instrument'; readonly keys: readonly [] }
  | { readonly section: Section; readonly keys: readonly string[] }

/** What is open and chosen in the window. Not part of the project: undo never moves the reader. */
export interface WindowState {
  readonly screen: Screen
  readonly language: InterfaceLanguage
  readonly theme: Theme
  readonly isSystemDark: boolean
  /** Id of the source shown on the data screen. */
  readonly source: string | null
  /** Id of the panel of the whole project that the data screen shows in place of a source; null shows the source. */
  readonly panel: string | null
  /** Rows of a source to which the panel of rows is narrowed when it opens; null shows all. */
  readonly rowsAsked: { readonly source: string; readonly rows: readonly number[] } | null
  /** Name of the analysis shown. */
  readonly analysis: string | null
  /** What is chosen on the instrument screen; null before anything was. */
  readonly choice: InstrumentChoice | null
  readonly isShieldOpen: boolean
  /** The help page of the analysis shown. */
  readonly isHelpOpen: boolean
  readonly isRenaming: boolean
  /** Work of the host under way, said in the status line: `figure` while figures are drawn for saving. */
  readonly busy: 'figures' | 'saving' | null
}

/** The screen on which a project opens: its overview where it has data. */
function firstScreen(project: Project): Screen {
  if (project.sources.length > 0) return 'overview'
  return project.analyses.length > 0 ? 'analyses' : isEmpty(project) ? 'start' : 'data'
}

/** Where the project is saved. */
export interface ProjectPlace {
  readonly id: string | null
  readonly name: string | null
  /** The project as it was last saved or opened; the same object means nothing is unsaved. */
  readonly saved: Project
}

export interface WorkbenchState {
  readonly history: History<Project>
  readonly place: ProjectPlace
  /** Unsaved work that another project was opened over: it can be taken back. */
  readonly setAside: { readonly history: History<Project>; readonly place: ProjectPlace } | null
  readonly session: Session
  readonly window: WindowState
  readonly settings: Settings
  readonly host: HostDescription
}

export interface Workbench {
  readonly store: StoreApi<WorkbenchState>
  readonly host: Host
  project(): Project
  /** Changes the project, as a step that can be undone. @see record for `touched` */
  change(change: (project: Project) => Project, touched?: string | null): void
  /** Adds what was found out rather than chosen, such as the hash of a file: undo does not take it away. */
  amend(change: (project: Project) => Project): void
  /** Ends a run of merged changes. */
  settle(): void
  undo(): void
  redo(): void
  patchSession(patch: (session: Session) => Partial<Session>): void
  patchWindow(patch: Partial<WindowState>): void
  /** Opens a project in place of the present one. Unsaved work is set aside, not lost. */
  openProject(project: Project, place: Omit<ProjectPlace, 'saved'> & { readonly isSaved: boolean }): void
  takeBack(): void
  markUnsaved(): void
  markSaved(place: Omit<ProjectPlace, 'saved'>, saved: Project): void
  writeSettings(patch: Partial<Settings>): void
}

export const projectOf = (state: WorkbenchState): Project => state.history.present
export const isUnsaved = (state: WorkbenchState): boolean =>
  state.history.present !== state.place.saved && !isEmpty(state.history.present)
export const canUndo = (state: WorkbenchState): boolean => state.history.past.length > 0
export const canRedo = (state: WorkbenchState): boolean => state.history.future.length > 0
export const isDark = ({ window }: WorkbenchState): boolean =>
  window.theme === 'dark' || (window.theme === 'system' && window.isSystemDark)

export function createWorkbench(host: Host, description: HostDescription, settings: Settings): Workbench {
  const language = languageOf(settings.language, description.locale)
  const first = emptyProject(language)
  const store = createStore<WorkbenchState>(() => ({
    history: startHistory(first),
    place: { id: null, name: null, saved: first },
    setAside: null,
    session: startSession(),
    window: {
      screen: 'start',
      language,
      theme: settings.theme,
      isSystemDark: description.isDark,
      source: null,
      panel: null,
      rowsAsked: null,
      analysis: null,
      choice: null,
      isShieldOpen: false,
      isHelpOpen: false,
      isRenaming: false,
      busy: null,
    },
    settings,
    host: description,
  }))
  const { getState, setState } = store

  // What is shown must exist: undo, redo and removal may have taken it away.
  store.subscribe((state, before) => {
    if (state.history.present === before.history.present) return
    const { analyses, sources } = state.history.present
    const analysis = analyses.some(({ as }) => as === state.window.analysis)
      ? state.window.analysis
      : (analyses[0]?.as ?? null)
    const source = sources.some((entry) => entry.source.id === state.window.source)
      ? state.window.source
      : (sources[0]?.source.id ?? null)
    if (analysis !== state.window.analysis || source !== state.window.source) patchWindow({ analysis, source })
  })

  function patchSession(patch: (session: Session) => Partial<Session>): void {
    setState(({ session }) => ({ session: { ...session, ...patch(session) } }))
  }

  function patchWindow(patch: Partial<WindowState>): void {
    setState(({ window }) => ({ window: { ...window, ...patch } }))
  }

  return {
    store,
    host,
    project: () => getState().history.present,
    change: (change, touched = null) =>
      setState(({ history }) => ({ history: record(history, change(history.present), touched ?? null) })),
    amend: (change) =>
      setState(({ history, place }) => {
        const present = change(history.present)
        return {
          history: { ...history, present },
          place: place.saved === history.present ? { ...place, saved: present } : place,
        }
      }),
    settle: () => setState(({ history }) => ({ history: settle(history) })),
    undo: () => setState(({ history }) => ({ history: undo(history) })),
    redo: () => setState(({ history }) => ({ history: redo(history) })),
    patchSession,
    patchWindow,
    openProject: (project, { id, name, isSaved }) =>
      setState((state) => ({
        setAside: isUnsaved(state) ? { history: state.history, place: state.place } : state.setAside,
        history: startHistory(project),
        place: { id, name, saved: isSaved ? project : emptyProject(project.language) },
        session: { ...state.session, results: {}, rejected: [], bridging: null, writing: nothingWritten },
        window: {
          ...state.window,
          screen: firstScreen(project),
          source: project.sources[0]?.source.id ?? null,
          panel: null,
          rowsAsked: null,
          analysis: project.analyses[0]?.as ?? null,
          choice: null,
          isHelpOpen: false,
        },
      })),
    takeBack: () =>
      setState((state) =>
        state.setAside === null
          ? {}
          : {
              ...state.setAside,
              setAside: null,
              session: { ...state.session, results: {}, bridging: null, writing: nothingWritten },
              window: {
                ...state.window,
                screen: firstScreen(state.setAside.history.present),
                analysis: state.setAside.history.present.analyses[0]?.as ?? null,
                source: state.setAside.history.present.sources[0]?.source.id ?? null,
                panel: null,
                rowsAsked: null,
              },
            },
      ),
    markUnsaved: () =>
      setState(({ place, history }) => ({ place: { ...place, saved: emptyProject(history.present.language) } })),
    markSaved: ({ id, name }, saved) => setState({ place: { id, name, saved } }),
    writeSettings: (patch) => {
      setState(({ settings: present }) => ({ settings: { ...present, ...patch } }))
      void host.writeSettings(patch).catch(() => undefined)
    },
  }
}
