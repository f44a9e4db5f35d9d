import '@mantine/core/styles.css'
import '@mantine/notifications/styles.css'
import '@mantine/spotlight/styles.css'
import './ui/fonts.css'
import './ui/theme.css'
import { MantineProvider } from '@mantine/core'
import { Notifications, notifications } from '@mantine/notifications'
import { spotlight } from '@mantine/spotlight'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { connectHost, menuCommands } from '../preload/contract'
import { commands } from './commands/all'
import type { CommandContext } from './commands/command'
import { createWords, type WordKey, type WordValues } from './i18n/words'
import { createBridgingDesk } from './state/bridging'
import { keepDrafting } from './state/drafting'
import { keepDraft } from './state/drafts'
import { createRowLooks } from './state/row-looks'
import { createColumnLooks } from './state/column-looks'
import { createExports } from './state/exporting'
import { hostError } from './state/host-error'
import { keepLoaded } from './state/loading'
import { createOpening } from './state/opening'
import { keepRespondents } from './state/respondents'
import { keepResults } from './state/running'
import { createAttacks } from './state/disclosure'
import { createQualityLooks } from './state/quality'
import { createVariableLooks } from './state/variables'
import { createWorkbench, isDark, projectOf } from './state/workbench'
import { cssVariables, theme } from './ui/theme'
import { problemText } from './views/problem-notice'
import { Shell } from './views/shell/shell'
import { speakerFor, useWorkbenchState, WorkbenchProvider } from './views/workbench-context'
import { startCompute } from './worker/compute'
import { behindLooks, lookAtArchive } from './worker/archive-look'
import { startIngest } from './worker/ingest'

/** The composition root: everything is made here and handed on, nothing reaches for it. */
async function start(): Promise<void> {
  const host = connectHost(globalThis.valtelHost, hostError)
  // The engine loads behind the window: files can be dropped before it is there.
  let engineLost: () => void = () => undefined
  const database = import('./database/open').then(({ openDatabase }) => openDatabase(() => engineLost()))
  database.catch(() => undefined)
  const [description, settings] = await Promise.all([host.describeHost(), host.readSettings()])
  const workbench = createWorkbench(host, description, settings)
  const ingest = behindLooks(startIngest(database), lookAtArchive)
  const loading = keepLoaded(workbench, ingest, database)
  keepRespondents(workbench, database)
  const compute = startCompute(database)
  keepResults(workbench, compute)
  keepDraft(workbench)

  engineLost = () => {
    loading.readEverythingAgain()
    tell({ key: 'told.engine-lost', level: 'error' })
  }

  const say = (key: WordKey, values?: WordValues): string =>
    createWords(workbench.store.getState().window.language)(key, values)
  const staying = { info: 5000, warning: false, error: 12_000 } as const
  const tell: CommandContext['tell'] = ({ key, values, level }) =>
    void notifications.show({
      message: say(key, values),
      color: level === 'info' ? 'accent' : 'red',
      autoClose: staying[level],
      withBorder: true,
      closeButtonProps: { 'aria-label': say('told.close') },
    })
  const opening = createOpening(workbench, ingest, loading, {
    tell: (key, values) =>
      tell({
        key,
        level: key === 'told.other-content' || key === 'told.formats-left-out' ? 'warning' : 'info',
        ...(values === undefined ? {} : { values }),
      }),
    tellDecisions: (decisions) => {
      const { window, session } = workbench.store.getState()
      const drafted = workbench.project().instrument?.text
      const shown = notifications.show({
        message: speakerFor(window.language, session.instrument.instrument).sentences(decisions),
        color: 'accent',
        autoClose: false,
        withBorder: true,
        closeButtonProps: { 'aria-label': say('told.close') },
      })
      // It stays for as long as the project has the draft of which it speaks.
      const forget = workbench.store.subscribe((state) => {
        if (projectOf(state).instrument?.text === drafted) return
        notifications.hide(shown)
        forget()
      })
    },
  })
  const context: CommandContext = {
    workbench,
    loading,
    opening,
    drafting: keepDrafting(workbench, ingest, loading.files, opening, () =>
      tell({ key: 'told.draft-put-by', level: 'info' }),
    ),
    bridging: createBridgingDesk(workbench, opening),
    exports: createExports(workbench, {
      tell: (key, values) => tell({ key, level: 'info', ...(values === undefined ? {} : { values }) }),
      fail: (problem) => {
        const { window, session } = workbench.store.getState()
        const { text } = problemText(
          problem,
          createWords(window.language),
          speakerFor(window.language, session.instrument.instrument),
        )
        notifications.show({
          message: text,
          color: 'red',
          autoClose: 12_000,
          withBorder: true,
          closeButtonProps: { 'aria-label': say('told.close') },
        })
      },
    }),
    rows: createRowLooks(ingest, database, loading.files),
    quality: createQualityLooks(workbench, database),
    attacks: createAttacks(workbench, compute),
    variables: createVariableLooks(workbench, database),
    columns: createColumnLooks(workbench, ingest, loading.files),
    tell,
    openPalette: () => spotlight.open(),
    pickFiles,
  }

  globalThis.listenToValtelHost('command', (chosen) => {
    if (!menuCommands.includes(chosen)) return
    const command = commands.find(({ id }) => id === chosen)
    if (command === undefined) return
    if (command.enabled(workbench.store.getState())) void command.run(context)
    else if (command.whenDisabled !== undefined) tell({ key: command.whenDisabled, level: 'info' })
  })
  globalThis.listenToValtelHost('darkMode', (isSystemDark) => workbench.patchWindow({ isSystemDark }))

  const root = document.getElementById('root')
  if (root === null) throw new Error('index.html has no #root')
  createRoot(root).render(
    <StrictMode>
      <WorkbenchProvider context={context} isMac={description.platform === 'darwin'}>
        <Themed />
      </WorkbenchProvider>
    </StrictMode>,
  )
}

function Themed() {
  const dark = useWorkbenchState(isDark)
  return (
    <MantineProvider theme={theme} cssVariablesResolver={cssVariables} forceColorScheme={dark ? 'dark' : 'light'}>
      {/* Above the status line, where the shield of what leaves this computer stands. */}
      <Notifications position="bottom-right" limit={3} containerWidth={380} className="notifications" />
      <Shell />
    </MantineProvider>
  )
}

/** Files by the browser's own picker; none when it was called off. */
function pickFiles(): Promise<readonly File[]> {
  const input = document.createElement('input')
  input.type = 'file'
  input.multiple = true
  return new Promise((resolve) => {
    input.addEventListener('change', () => resolve([...(input.files ?? [])]))
    input.addEventListener('cancel', () => resolve([]))
    input.click()
  })
}

void start()
