import { ActionIcon, Button, Menu, VisuallyHidden } from '@mantine/core'
import { IconPlus } from '@tabler/icons-react'
import { analyses } from '../../../analyses/index'
import { addToProject, isOffered } from '../../commands/analysis-add'
import { resultKey } from '../../state/running-steps'
import { emptyResult, runStateOf, type RunState } from '../../state/session'
import { Pane } from '../../ui/pane'
import { useProject, useSpeaker, useWords, useWorkbench, useWorkbenchState } from '../workbench-context'
import styles from './analysis.module.css'
import { analysisWords } from './analysis-words'
import { StateSign } from './state-sign'

/** The project's analyses with their state, and the menu from which they are added. */
export function AnalysisList() {
  const words = useWords()
  const speaker = useSpeaker()
  const workbench = useWorkbench()
  const listed = useProject((project) => project.analyses)
  // A text, so that the list is drawn anew only when a state changes.
  const states = useWorkbenchState(({ history, session }) =>
    history.present.analyses
      .map((analysis) =>
        runStateOf(session.results[analysis.as] ?? emptyResult, resultKey(history.present, analysis, session)),
      )
      .join(' '),
  ).split(' ') as readonly RunState[]
  const shown = useWorkbenchState(({ window }) => window.analysis)
  return (
    <Pane title={words('analyses.list')} tone="frame" actions={<AddMenu />}>
      <ul className={styles['list']}>
        {listed.map((analysis, index) => {
          const state = states[index] ?? 'waiting'
          const isShown = analysis.as === shown
          return (
            <li key={analysis.as}>
              <button
                type="button"
                className={styles['entry']}
                aria-current={isShown ? 'true' : undefined}
                data-name={analysis.as}
                onClick={() => workbench.patchWindow({ analysis: analysis.as })}
                ref={(element) => {
                  if (isShown && element !== null) element.scrollIntoView({ block: 'nearest' })
                }}
              >
                <span className={styles['entrySign']} title={words(`run.${state}`)}>
                  <StateSign state={state} />
                </span>
                <span className={styles['entryTitle']}>{speaker.text(`${analysis.id}:title`)}</span>
                <bdi className={styles['entryName']}>{analysisWords(analysis, listed, words, speaker)}</bdi>
                <VisuallyHidden>{words(`run.${state}`)}</VisuallyHidden>
              </button>
            </li>
          )
        })}
      </ul>
    </Pane>
  )
}

const menuGroups = ['quality', 'scores', 'comparison', 'structure', 'series', 'organisations'] as const

/** Every analysis there is, by group, each with what it is for. */
export function AddMenu({ as = 'icon' }: { readonly as?: 'icon' | 'button' }) {
  const words = useWords()
  const speaker = useSpeaker()
  const workbench = useWorkbench()
  const all = [...analyses.values()]
  const offered = new Set(
    useProject((project) =>
      all
        .filter(({ id }) => isOffered(project, id))
        .map(({ id }) => id)
        .join(' '),
    ).split(' '),
  )
  return (
    <Menu position="bottom-start" width={330}>
      <Menu.Target>
        {as === 'icon' ? (
          <ActionIcon aria-label={words('analyses.add')}>
            <IconPlus size={17} stroke={1.75} />
          </ActionIcon>
        ) : (
          <Button leftSection={<IconPlus size={15} stroke={1.75} aria-hidden />}>{words('analyses.add')}</Button>
        )}
      </Menu.Target>
      <Menu.Dropdown>
        {menuGroups.map((group) => {
          const members = all.filter(({ menu }) => menu.group === group)
          if (members.length === 0) return null
          return [
            <Menu.Label key={group}>{words(`menu.${group}`)}</Menu.Label>,
            ...members.map(({ id }) => (
              <Menu.Item key={id} disabled={!offered.has(id)} onClick={() => addToProject(workbench, id)}>
                {speaker.text(`${id}:title`)}
                <span className={styles['menuSummary']}>{speaker.text(`${id}:summary`)}</span>
              </Menu.Item>
            )),
          ]
        })}
      </Menu.Dropdown>
    </Menu>
  )
}
