import { IconArrowRight } from '@tabler/icons-react'
import { VisuallyHidden } from '@mantine/core'
import type { Line } from '../../../analyses/overview/page'
import type { QuestionName } from '../../../analyses/overview/question'
import { followTo } from '../../commands/analysis-follow'
import { overviewAnalyses } from '../../state/overview'
import { IconButton } from '../../ui/icon-button'
import { Sparkline } from '../../ui/sparkline'
import { useFigureSpeaker, useSpeaker, useSurroundings, useWords } from '../workbench-context'
import styles from './overview.module.css'

/** One statement: its text, or its numbers below those of its neighbours, a small picture, and the way to the analysis behind it. */
export function OverviewLine({ line }: { readonly line: Line }) {
  const speaker = useFigureSpeaker()
  const { text, parts, picture, leadsTo } = line
  const follow = useFollow(leadsTo)
  return (
    <li
      className={styles['line']}
      data-kind={parts === undefined ? 'sentence' : 'numbers'}
      data-leads={follow === null ? undefined : 'true'}
      onMouseUp={(event) => {
        // With the mouse the whole line leads on, unless it has just selected text; with the keyboard its button does.
        const isSelecting = getSelection()?.isCollapsed === false
        const isOnButton = (event.target as Element).closest('button') !== null
        if (follow !== null && event.button === 0 && !isSelecting && !isOnButton) follow.run()
      }}
    >
      {parts === undefined ? (
        <p className={styles['text']}>{speaker.label(text)}</p>
      ) : (
        <>
          <VisuallyHidden>{speaker.label(text)}</VisuallyHidden>
          <span className={styles['name']} aria-hidden>
            {speaker.label(parts.name)}
          </span>
          <b className={styles['value']} aria-hidden>
            {speaker.label(parts.value)}
          </b>
          <span className={styles['interval']} aria-hidden>
            {speaker.label(parts.interval)}
          </span>
          <span className={styles['size']} aria-hidden>
            {speaker.label(parts.n)}
          </span>
        </>
      )}
      {picture === undefined ? null : (
        <Sparkline
          values={picture.points.map(({ value }) => value)}
          range={picture.range}
          lowest={endText(speaker.format.number, picture.range[0])}
          highest={endText(speaker.format.number, picture.range[1])}
          description={speaker.label(picture.description)}
        />
      )}
      {follow === null ? null : (
        <IconButton className={styles['lead'] ?? ''} label={follow.label} onClick={follow.run}>
          <IconArrowRight size={16} stroke={1.75} />
        </IconButton>
      )}
    </li>
  )
}

/** An end of a scale in as few digits as it takes. */
function endText(number: (value: number, digits: number) => string, value: number): string {
  return number(value, Number.isInteger(value) || Math.abs(value) >= 100 ? 0 : 1)
}

/** What shows the analysis behind a line; null where no analysis says it. */
function useFollow(leadsTo: QuestionName | null): { readonly label: string; readonly run: () => void } | null {
  const words = useWords()
  const speaker = useSpeaker()
  const { workbench } = useSurroundings().context
  if (leadsTo === null) return null
  const find = () =>
    overviewAnalyses(workbench.project(), workbench.store.getState().session).find(({ as }) => as === leadsTo)
  const id = find()?.id
  if (id === undefined) return null
  return {
    label: words('overview.show', { analysis: speaker.text(`${id}:title`) }),
    run: () => {
      const wanted = find()
      if (wanted !== undefined) followTo(workbench, { id: wanted.id, options: wanted.options, where: wanted.where })
    },
  }
}
