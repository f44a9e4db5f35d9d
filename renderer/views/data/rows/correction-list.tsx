import { Button } from '@mantine/core'
import type { Correction } from '../../../../analyses/sources/corrections'
import { giveReason, takeBackCorrections } from '../../../state/corrections'
import { CommitField } from '../../../ui/commit-field'
import { useWords, useWorkbench } from '../../workbench-context'
import styles from './rows.module.css'

/** Every cell of a file that is read as another, each with the way back. */
export function CorrectionList({
  source,
  corrections,
  onShow,
}: {
  readonly source: string
  readonly corrections: readonly Correction[]
  readonly onShow: (correction: Correction) => void
}) {
  const words = useWords()
  const workbench = useWorkbench()
  if (corrections.length === 0) return null
  const takeBack = (cells: readonly Correction[]): void =>
    workbench.change((project) => takeBackCorrections(project, source, cells))
  const shown = (text: string): string => (text === '' ? words('rows.empty') : text)
  return (
    <details open>
      <summary>{words('rows.corrections', { count: corrections.length })}</summary>
      <div className={styles['frame']} tabIndex={0} role="region" aria-label={words('rows.corrections-list')}>
        <table className={styles['corrections']}>
          <thead>
            <tr>
              {(['row', 'column', 'was', 'is', 'day', 'reason'] as const).map((key) => (
                <th key={key} scope="col">
                  {words(`rows.correction-${key}`)}
                </th>
              ))}
              <th scope="col">
                <span className={styles['hidden']}>{words('rows.take-back')}</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {corrections.map((correction) => {
              const { row, column, from, to, on, reason } = correction
              const name = words('rows.cell', { row, header: column })
              return (
                <tr key={`${row} ${column}`}>
                  <td>
                    <Button variant="subtle" size="compact-xs" title={name} onClick={() => onShow(correction)}>
                      {words.format.count(row)}
                    </Button>
                  </td>
                  <td>
                    <bdi>{column}</bdi>
                  </td>
                  <td>
                    <bdi>{shown(from)}</bdi>
                  </td>
                  <td>
                    <bdi>{shown(to)}</bdi>
                  </td>
                  <td>{on === undefined ? '' : words.format.time(Date.parse(on), 'UTC', 'day')}</td>
                  <td>
                    <CommitField
                      size="xs"
                      value={reason ?? ''}
                      aria-label={words('rows.reason-of', { cell: name })}
                      onCommit={(text) => workbench.change((project) => giveReason(project, source, correction, text))}
                    />
                  </td>
                  <td>
                    <Button
                      variant="default"
                      size="compact-xs"
                      aria-label={words('rows.take-back-of', { cell: name })}
                      onClick={() => takeBack([correction])}
                    >
                      {words('rows.take-back')}
                    </Button>
                  </td>
                </tr>
              )
            })}
          </tbody>
        </table>
      </div>
    </details>
  )
}
