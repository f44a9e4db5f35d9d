import { Button, Menu } from '@mantine/core'
import { IconChevronDown, IconChevronRight } from '@tabler/icons-react'
import { useMemo } from 'react'
import type { Condition } from '../../../analyses/core/datasets'
import { followTo } from '../../commands/analysis-follow'
import { waysOn } from '../../state/ways-on'
import { wayDown, withoutWay } from '../../state/drill-down'
import { useProject, useSpeaker, useSurroundings, useWords, useWorkbenchState } from '../workbench-context'
import styles from './shell.module.css'

/** The way from everybody to the group that is shown, each step a way back, and what there is to look at within the group. */
export function WayDown() {
  const words = useWords()
  const speaker = useSpeaker()
  const { workbench } = useSurroundings().context
  const attributes = useWorkbenchState(({ session }) => session.survey.dataset?.attributes)
  const where = useProject((project) => project.where)
  const steps = useMemo(() => (attributes === undefined ? [] : wayDown(where, attributes)), [where, attributes])
  if (attributes === undefined || steps.length === 0) return null
  const go = (next: readonly Condition[]): void => workbench.change((project) => ({ ...project, where: next }))
  return (
    <nav className={styles['way']} aria-label={words('drill.way')}>
      <ol>
        <li>
          <button type="button" className={styles['step']} onClick={() => go(withoutWay(where, attributes))}>
            {words('drill.everybody')}
          </button>
        </li>
        {steps.map(({ attribute, level, where: back }, index) => (
          <li key={attribute}>
            <IconChevronRight size={12} stroke={1.75} aria-hidden />
            {index === steps.length - 1 ? (
              <span className={styles['here']} aria-current="true" title={speaker.label({ attribute })}>
                <bdi>{speaker.level(attribute, level)}</bdi>
              </span>
            ) : (
              <button
                type="button"
                className={styles['step']}
                title={speaker.label({ attribute })}
                onClick={() => go(back)}
              >
                <bdi>{speaker.level(attribute, level)}</bdi>
              </button>
            )}
          </li>
        ))}
      </ol>
      <WaysOn />
    </nav>
  )
}

/** What to look at within the group: its places, the groups of its people, its items. */
function WaysOn() {
  const words = useWords()
  const speaker = useSpeaker()
  const { workbench } = useSurroundings().context
  const dataset = useWorkbenchState(({ session }) => session.survey.dataset)
  const where = useProject((project) => project.where)
  const ways = useMemo(() => (dataset === null ? [] : waysOn(dataset, where)), [dataset, where])
  return (
    <Menu position="bottom-start">
      <Menu.Target>
        <Button
          variant="subtle"
          color="gray"
          size="compact-xs"
          rightSection={<IconChevronDown size={13} stroke={2} aria-hidden />}
        >
          {words('drill.look-at')}
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        {ways.map(({ attribute, wanted }) => (
          <Menu.Item key={attribute ?? 'items'} onClick={() => followTo(workbench, wanted)}>
            {attribute === null
              ? words('drill.items')
              : words('drill.by', { attribute: withinSentence(speaker.label({ attribute }), words.language) })}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  )
}

/** A name as it stands within a sentence. */
function withinSentence(name: string, language: string): string {
  return name.charAt(0).toLocaleLowerCase(language) + name.slice(1)
}
