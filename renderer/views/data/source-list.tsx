import { Button } from '@mantine/core'
import {
  IconActivity,
  IconAlertSquareRounded,
  IconBuildingCommunity,
  IconClipboardList,
  IconClock,
  IconFile,
  IconTargetArrow,
  IconUsersGroup,
} from '@tabler/icons-react'
import type { ComponentType } from 'react'
import { sourceOf } from '../../../analyses/sources/registry'
import type { SourceSign } from '../../../analyses/sources/source'
import { projectAddFiles } from '../../commands/project-add-files'
import { viewScreens } from '../../commands/view-screen'
import { emptySource, waitsForInstrument, type SourceState } from '../../state/session'
import { useShowMain } from '../../ui/folding-columns'
import { NumberField } from '../../ui/number-field'
import { Pane } from '../../ui/pane'
import type { Words } from '../../i18n/words'
import {
  useProject,
  useRun,
  useSpeaker,
  useSurroundings,
  useWords,
  useWorkbench,
  useWorkbenchState,
} from '../workbench-context'
import styles from './data.module.css'
import { projectPanels } from './panels'
import { RoundList } from './round-list'

const signs: Readonly<Record<SourceSign, ComponentType<{ size?: number; stroke?: number; 'aria-hidden'?: boolean }>>> =
  {
    document: IconFile,
    people: IconUsersGroup,
    curve: IconActivity,
    alert: IconAlertSquareRounded,
    clock: IconClock,
    target: IconTargetArrow,
    building: IconBuildingCommunity,
  }

/** What the project reads, with what became of it; and what protects the people in it. */
export function SourceList() {
  const words = useWords()
  const speaker = useSpeaker()
  const run = useRun()
  const workbench = useWorkbench()
  const { context } = useSurroundings()
  const sources = useProject((project) => project.sources)
  const minGroup = useProject((project) => project.minGroup)
  const seed = useProject((project) => project.seed)
  const instrument = useProject((project) => project.instrument)
  const states = useWorkbenchState(({ session }) => session.sources)
  const drafted = useWorkbenchState(({ session }) => session.drafting?.source)
  const arriving = useWorkbenchState(({ session }) => session.arriving)
  const showMain = useShowMain()
  const shown = useWorkbenchState(({ window }) => window.source)
  const panel = useWorkbenchState(({ window }) => window.panel)
  const toInstrument = viewScreens.find(({ id }) => id === 'view.instrument')
  return (
    <Pane title={words('data.sources')} tone="frame">
      <ul className={styles['list']}>
        {sources.map(({ source }) => {
          const definition = sourceOf(source.kind)
          const Icon = signs[definition.sign]
          const subtitle = definition.subtitle?.(source as never) ?? null
          const state = states[source.id] ?? emptySource
          return (
            <li key={source.id}>
              <button
                type="button"
                className={styles['entry']}
                aria-current={panel === null && source.id === shown ? 'true' : undefined}
                onClick={() => {
                  workbench.patchWindow({ source: source.id, panel: null })
                  showMain()
                }}
              >
                <Icon size={16} stroke={1.6} aria-hidden />
                <bdi className={styles['entryName']} title={source.file}>
                  {source.file}
                </bdi>
                <span
                  className={styles['entryState']}
                  data-state={source.id === drafted || waitsForInstrument(state) ? 'waiting' : state.status}
                >
                  {subtitle === null ? speaker.text(`ingest:kind.${source.kind}`) : speaker.label(subtitle)} ·{' '}
                  {source.id === drafted ? words('data.drafted') : stateText(state, words)}
                </span>
              </button>
            </li>
          )
        })}
        {arriving.map(({ name, share }) => (
          <li key={`arriving ${name}`} className={styles['entry']} style={{ cursor: 'default' }}>
            <IconFile size={16} stroke={1.6} aria-hidden />
            <bdi className={styles['entryName']}>{name}</bdi>
            <span className={styles['entryState']}>
              {words('data.looking', { percent: words.format.percent(share) })}{' '}
              <Button variant="subtle" size="compact-xs" onClick={() => context.opening.cancelArrival(name)}>
                {words('data.cancel')}
              </Button>
            </span>
          </li>
        ))}
        <li>
          <button
            type="button"
            className={styles['entry']}
            onClick={() => toInstrument !== undefined && run(toInstrument)}
          >
            <IconClipboardList size={16} stroke={1.6} aria-hidden />
            <bdi className={styles['entryName']}>{instrument?.name ?? words('data.no-instrument')}</bdi>
            <span className={styles['entryState']} data-state={instrument === null ? 'waiting' : undefined}>
              {instrument === null ? words('data.no-instrument-text') : words('rail.instrument')}
            </span>
          </button>
        </li>
      </ul>
      <PanelList />
      <div className={styles['addHint']}>
        <span>{words('data.add-hint')}</span>
        <Button variant="default" size="compact-xs" onClick={() => run(projectAddFiles)}>
          {words('command.project-add-files')}
        </Button>
      </div>
      <RoundList />
      <section className={styles['protection']} aria-label={words('data.protection')} onBlur={() => workbench.settle()}>
        <ProtectionField
          name="min-group"
          value={minGroup}
          isRight={(value) => Number.isInteger(value) && value >= 1 && value <= 1000}
          onChange={(value) => workbench.change((project) => ({ ...project, minGroup: value }), 'min-group')}
        />
        <ProtectionField
          name="seed"
          value={seed}
          isRight={(value) => Number.isSafeInteger(value) && value >= 0}
          onChange={(value) => workbench.change((project) => ({ ...project, seed: value }), 'seed')}
        />
      </section>
    </Pane>
  )
}

/** What belongs to the whole project: each opens its panel in place of a file. */
function PanelList() {
  const words = useWords()
  const workbench = useWorkbench()
  const showMain = useShowMain()
  const shown = useWorkbenchState(({ window }) => window.panel)
  return (
    <nav className={styles['panels']} aria-label={words('data.panels')}>
      <h3>{words('data.panels')}</h3>
      <ul className={styles['list']}>
        {projectPanels.map(({ id, title, subtitle, icon: Icon }) => (
          <li key={id}>
            <button
              type="button"
              className={styles['entry']}
              aria-current={id === shown ? 'true' : undefined}
              onClick={() => {
                workbench.patchWindow({ panel: id })
                showMain()
              }}
            >
              <Icon size={16} stroke={1.6} aria-hidden />
              <span className={styles['panelName']}>{words(title)}</span>
              <span className={styles['entryState']}>{words(subtitle)}</span>
            </button>
          </li>
        ))}
      </ul>
    </nav>
  )
}

/** A whole number that holds for the whole project. */
function ProtectionField({
  name,
  value,
  isRight,
  onChange,
}: {
  readonly name: 'min-group' | 'seed'
  readonly value: number
  readonly isRight: (value: number) => boolean
  readonly onChange: (value: number) => void
}) {
  const words = useWords()
  const speaker = useSpeaker()
  const label = words(`data.${name}`)
  return (
    <NumberField
      label={label}
      description={words(`data.${name}-help`)}
      value={value}
      decimalMark={words.language === 'en' ? '.' : ','}
      step={1}
      problemOf={(given) => (isRight(given) ? null : words(`data.${name}-problem`))}
      notANumber={speaker.text('core:option-not-a-number', { option: label })}
      onChange={onChange}
    />
  )
}

function stateText(state: SourceState, words: Words): string {
  const { status, progress, reading } = state
  if (waitsForInstrument(state)) return words('data.instrument-awaited')
  switch (status) {
    case 'waiting':
      return words('data.waiting')
    case 'reading':
      return words('data.reading', { percent: words.format.percent(progress ?? 0) })
    case 'failed':
      return words('data.failed')
    case 'cancelled':
      return words('data.cancelled')
    case 'ready':
      return words('data.rows', {
        count: reading?.report?.rowsUsed ?? 0,
        text: words.format.count(reading?.report?.rowsUsed ?? 0),
      })
  }
}
