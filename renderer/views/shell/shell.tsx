import { VisuallyHidden } from '@mantine/core'
import { useEffect, useState } from 'react'
import { commands } from '../../commands/all'
import { commandFor } from '../../commands/shortcut'
import { documentLanguage } from '../../i18n/words'
import { AnalysesView } from '../analysis/analyses-view'
import { DataView } from '../data/data-view'
import { FiguresView } from '../figures/figures-view'
import { HelpPanel } from '../help/help-panel'
import { InstrumentView } from '../instrument/instrument-view'
import { OverviewView } from '../overview/overview-view'
import { StartView } from '../start/start-view'
import { tellCutTexts } from '../../ui/cut-texts'
import { useProject, useRun, useSurroundings, useWords, useWorkbenchState } from '../workbench-context'
import { CommandPalette } from './command-palette'
import { FilterBar } from './filter-bar'
import { Rail } from './rail'
import styles from './shell.module.css'
import { StatusLine } from './status-line'
import { TitleBar } from './title-bar'
import { windowTitle } from './window-title'

const screens = {
  start: StartView,
  overview: OverviewView,
  data: DataView,
  instrument: InstrumentView,
  analyses: AnalysesView,
  figures: FiguresView,
} as const

/** The whole window: bars around, one screen in the middle, files dropped anywhere. */
export function Shell() {
  const words = useWords()
  const screen = useWorkbenchState(({ window }) => window.screen)
  const title = useProject((project) => project.title)
  const name = useWorkbenchState(({ place }) => place.name)
  const isDropping = useFileDrop()
  useShortcuts()
  useEffect(() => tellCutTexts(document), [])
  useEffect(() => {
    // From here on files and keys are listened to.
    document.documentElement.dataset['ready'] = 'true'
  }, [])
  useEffect(() => {
    document.documentElement.lang = documentLanguage[words.language]
    document.title = windowTitle(screen === 'start' ? null : title, name)
  }, [words, title, name, screen])
  const View = screens[screen]
  return (
    <div className={styles['root']}>
      <a className={styles['skip']} href="#main">
        {words('shell.skip')}
      </a>
      <TitleBar />
      <Rail />
      <FilterBar />
      <main
        id="main"
        className={styles['main']}
        tabIndex={-1}
        aria-label={words(screen === 'start' ? 'start.name' : `rail.${screen}`)}
      >
        <VisuallyHidden>
          <h1>{words(screen === 'start' ? 'start.name' : `rail.${screen}`)}</h1>
        </VisuallyHidden>
        <View />
      </main>
      <StatusLine />
      <div id="overlays" className={styles['overlays']} role="region" aria-label={words('shell.overlays')} />
      <CommandPalette />
      <HelpPanel />
      {isDropping ? <div className={styles['dropping']}>{words('shell.drop')}</div> : null}
    </div>
  )
}

function useShortcuts(): void {
  const { isMac } = useSurroundings()
  const run = useRun()
  useEffect(() => {
    const listen = (event: KeyboardEvent): void => {
      const command = commandFor(commands, event, isMac)
      if (command === undefined) return
      // In a text field, undo and the like belong to the text.
      const isEditing =
        event.target instanceof HTMLElement &&
        event.target.matches('input:not([type=checkbox]):not([type=radio]), textarea, [contenteditable=true]')
      if (isEditing && ['edit.undo', 'edit.redo', 'analysis.remove'].includes(command.id)) return
      event.preventDefault()
      run(command)
    }
    window.addEventListener('keydown', listen)
    return () => window.removeEventListener('keydown', listen)
  }, [isMac, run])
}

/** Files may be dropped anywhere in the window; true while some are held over it. */
function useFileDrop(): boolean {
  const { context } = useSurroundings()
  const [depth, setDepth] = useState(0)
  useEffect(() => {
    const holdsFiles = (event: DragEvent): boolean => event.dataTransfer?.types.includes('Files') === true
    const enter = (event: DragEvent): void => {
      if (holdsFiles(event)) setDepth((count) => count + 1)
    }
    const leave = (event: DragEvent): void => {
      if (holdsFiles(event)) setDepth((count) => Math.max(0, count - 1))
    }
    const over = (event: DragEvent): void => {
      if (!holdsFiles(event)) return
      event.preventDefault()
      if (event.dataTransfer !== null) event.dataTransfer.dropEffect = 'copy'
    }
    const drop = (event: DragEvent): void => {
      event.preventDefault()
      setDepth(0)
      // A part of the window that takes files of its own has done so.
      if (event.target instanceof Element && event.target.closest('[data-takes-files]') !== null) return
      const files = [...(event.dataTransfer?.files ?? [])]
      if (files.length > 0) void context.opening.takeFiles(files)
    }
    window.addEventListener('dragenter', enter)
    window.addEventListener('dragleave', leave)
    window.addEventListener('dragover', over)
    window.addEventListener('drop', drop)
    return () => {
      window.removeEventListener('dragenter', enter)
      window.removeEventListener('dragleave', leave)
      window.removeEventListener('dragover', over)
      window.removeEventListener('drop', drop)
    }
  }, [context])
  return depth > 0
}
