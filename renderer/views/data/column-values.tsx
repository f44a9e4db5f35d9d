import { Button, Checkbox, Progress } from '@mantine/core'
import { IconX } from '@tabler/icons-react'
import { useEffect, useState } from 'react'
import {
  blankRows,
  rawLabel,
  understoodLabel,
  understoodSentences,
  type UnderstoodColumn,
} from '../../../analyses/sources/understood'
import type { ColumnLook } from '../../state/column-looks'
import type { ProjectSource } from '../../state/project'
import { IconButton } from '../../ui/icon-button'
import { ProblemNotice } from '../problem-notice'
import { useSpeaker, useSurroundings, useWords, useWorkbenchState } from '../workbench-context'
import styles from './column-values.module.css'

interface Props {
  readonly entry: ProjectSource
  /** Place of the column, from 1. */
  readonly position: number
  readonly header: string
  readonly onClose: () => void
}

/** The values of one column as they stand in the file and as they are read, over the whole file. */
export function ColumnValues({ entry, position, header, onClose }: Props) {
  const words = useWords()
  const { columns } = useSurroundings().context
  const instrument = useWorkbenchState(({ session }) => session.instrument.instrument)
  const [share, setShare] = useState(0)
  const [look, setLook] = useState<(ColumnLook & { readonly of: ProjectSource }) | null>(null)
  useEffect(() => {
    const controller = new AbortController()
    void columns
      .understand(entry, position, controller.signal, (progress) => setShare(progress.share))
      .then((found) => controller.signal.aborted || setLook({ ...found, of: entry }))
    return () => controller.abort()
  }, [columns, entry, position, instrument])
  const isCurrent = look !== null && look.of === entry
  return (
    <div className={styles['root']}>
      <IconButton
        className={styles['close'] ?? ''}
        variant="subtle"
        color="gray"
        size="sm"
        label={words('values.close', { header })}
        onClick={onClose}
      >
        <IconX size={14} stroke={1.75} />
      </IconButton>
      {isCurrent ? (
        <>
          {look.problem === null ? null : <ProblemNotice problem={look.problem} />}
          {look.column === null ? null : <Values column={look.column} />}
        </>
      ) : (
        <div className={styles['progress']}>
          <Progress
            value={share * 100}
            size="sm"
            aria-label={words('values.reading', { percent: words.format.percent(share) })}
          />
          <Button variant="default" size="compact-xs" onClick={onClose}>
            {words('data.cancel')}
          </Button>
        </div>
      )}
    </div>
  )
}

function Values({ column }: { readonly column: UnderstoodColumn }) {
  const words = useWords()
  const speaker = useSpeaker()
  const [isBlankOnly, setIsBlankOnly] = useState(false)
  const hasBlank = blankRows(column) > 0
  const values =
    isBlankOnly && hasBlank ? column.values.filter(({ understood }) => understood.as === 'blank') : column.values
  return (
    <>
      <p>{speaker.sentences(understoodSentences(column))}</p>
      {hasBlank ? (
        <Checkbox
          size="xs"
          label={words('values.filter-blank')}
          checked={isBlankOnly}
          onChange={(event) => setIsBlankOnly(event.currentTarget.checked)}
        />
      ) : null}
      <div
        className={styles['frame']}
        tabIndex={0}
        role="region"
        aria-label={words('values.show', { header: column.header })}
      >
        <table className={styles['values']}>
          <thead>
            <tr>
              <th scope="col">{speaker.text('ingest:understood.raw')}</th>
              <th scope="col" className={styles['number']}>
                {speaker.text('ingest:understood.rows')}
              </th>
              <th scope="col" className={styles['number']}>
                {speaker.text('ingest:understood.line')}
              </th>
              <th scope="col">{speaker.text('ingest:understood.as')}</th>
            </tr>
          </thead>
          <tbody>
            {values.map((value) => (
              <tr key={value.raw} data-blank={value.understood.as === 'blank' ? true : undefined}>
                <th scope="row">
                  <bdi>{speaker.label(rawLabel(value))}</bdi>
                </th>
                <td className={styles['number']}>{words.format.count(value.count)}</td>
                <td className={styles['number']}>{words.format.count(value.line)}</td>
                <td>
                  <bdi>{speaker.label(understoodLabel(value.understood))}</bdi>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </>
  )
}
