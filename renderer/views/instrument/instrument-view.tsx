import { Button } from '@mantine/core'
import { IconClipboardList } from '@tabler/icons-react'
import { instrumentImport } from '../../commands/instrument-import'
import { instrumentNew } from '../../commands/instrument-new'
import { projectAddFiles } from '../../commands/project-add-files'
import { projectOpenSample } from '../../commands/project-open-sample'
import { shownBridging } from '../../state/bridging'
import { openInstrument } from '../../state/instrument-editing'
import { EmptyState } from '../../ui/empty-state'
import { CommandButton } from '../command-controls'
import { RejectedFiles } from '../rejected-files'
import { useProject, useRun, useSurroundings, useWords, useWorkbenchState } from '../workbench-context'
import { BridgeView } from './bridge-view'
import { InstrumentEditor } from './editor'
import styles from './editor.module.css'

/** The questionnaire as data, right or with faults, in the editor; or where one comes from. */
export function InstrumentView() {
  const file = useProject(({ instrument }) => instrument)
  const bridging = useWorkbenchState(shownBridging)
  if (bridging !== null) return <BridgeView bridging={bridging} />
  return file === null ? <NoInstrument /> : <InstrumentEditor open={openInstrument(file)} />
}

/** Where an instrument comes from, and what is wrong with one that was given. */
function NoInstrument() {
  const words = useWords()
  const run = useRun()
  const { context } = useSurroundings()
  return (
    <div style={{ overflow: 'auto' }}>
      <EmptyState
        picture={<IconClipboardList size={32} stroke={1.4} />}
        title={words('instrument.empty-title')}
        text={words('instrument.empty-text')}
      >
        <Button onClick={() => run(projectAddFiles)}>{words('instrument.choose')}</Button>
        <CommandButton command={instrumentImport} />
        <CommandButton command={instrumentNew} />
        <Button variant="default" onClick={() => void context.opening.useBundledInstrument()}>
          {words('instrument.bundled')}
        </Button>
        <CommandButton command={projectOpenSample} />
      </EmptyState>
      <div className={styles['rejected']}>
        <RejectedFiles />
      </div>
    </div>
  )
}
