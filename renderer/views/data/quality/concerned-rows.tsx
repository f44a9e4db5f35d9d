import { Button } from '@mantine/core'
import type { Finding } from '../../../../analyses/quality/report'
import { seenPhrase } from '../../../../analyses/quality/words'
import { keepRow, leaveOutRow } from '../../../state/quality'
import { useProject, useSpeaker, useWords, useWorkbench } from '../../workbench-context'
import styles from './quality.module.css'

/** The rows that an indicator concerns, with what was seen in each, to be left out or kept one by one. */
export function ConcernedRows({ finding }: { readonly finding: Finding }) {
  const words = useWords()
  const speaker = useSpeaker()
  const workbench = useWorkbench()
  const lines = useProject(({ exclusions }) => exclusions)
  const { rows, concerned } = finding
  const isNamed = (source: string, row: number): boolean =>
    lines?.some((line) => line.source === source && line.rows?.includes(row) === true) === true
  const show = (source: string): void =>
    workbench.patchWindow({
      source,
      panel: 'rows',
      rowsAsked: { source, rows: rows.flatMap((each) => (each.source === source ? [each.row] : [])) },
    })
  return (
    <details>
      <summary>
        {rows.length < concerned
          ? words('quality.rows-first', { shown: rows.length, count: words.format.count(concerned) })
          : words('quality.rows', { count: concerned })}
      </summary>
      <div className={styles['actions']}>
        {[...new Set(rows.map(({ source }) => source))].map((source, _, sources) => (
          <Button key={source} variant="default" size="compact-xs" onClick={() => show(source)}>
            {sources.length === 1 ? words('quality.show-rows') : words('quality.show-rows-of', { source })}
          </Button>
        ))}
      </div>
      <div
        className={styles['scroll']}
        tabIndex={0}
        role="group"
        aria-label={words('quality.rows', { count: concerned })}
      >
        <table className={styles['table']}>
          <thead>
            <tr>
              <th scope="col">{words('quality.row')}</th>
              <th scope="col">{words('quality.source')}</th>
              <th scope="col">{words('quality.seen')}</th>
              <td />
            </tr>
          </thead>
          <tbody>
            {rows.map(({ source, row, value }) => (
              <tr key={`${source} ${row}`}>
                <th scope="row">{row}</th>
                <td>{source}</td>
                <td>{speaker.label(seenPhrase(finding, value))}</td>
                <td>
                  {isNamed(source, row) ? (
                    <Button
                      variant="default"
                      size="compact-xs"
                      aria-label={words('quality.keep-row-of', { row: String(row), source })}
                      onClick={() => workbench.change((project) => keepRow(project, source, row))}
                    >
                      {words('quality.keep-row')}
                    </Button>
                  ) : (
                    <Button
                      variant="default"
                      size="compact-xs"
                      aria-label={words('quality.leave-row-of', { row: String(row), source })}
                      onClick={() => workbench.change((project) => leaveOutRow(project, source, row))}
                    >
                      {words('quality.leave-row')}
                    </Button>
                  )}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </details>
  )
}
