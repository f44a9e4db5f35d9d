import { useVirtualizer } from '@tanstack/react-virtual'
import { useRef, type ReactNode } from 'react'
import styles from './data-grid.module.css'

export interface GridColumn {
  readonly id: string
  readonly header: ReactNode
  /** The header as plain text, for the tooltip of a header that is cut. */
  readonly title?: string
  readonly align?: 'start' | 'end'
}

export interface GridCell {
  readonly text: string
  readonly tone?: 'bad' | 'muted'
  /** Shown when pointed at; default the text. */
  readonly title?: string
}

interface Props {
  /** Name for screen readers. */
  readonly label: string
  readonly columns: readonly GridColumn[]
  readonly rowCount: number
  readonly cell: (row: number, column: number) => GridCell
  /** Number shown before a row; absent hides the column. */
  readonly rowNumber?: (row: number) => number
  readonly rowNumberTitle?: string
  readonly height?: number | string
}

const rowHeight = 25

/** A table of texts that draws only the rows in sight. Cells are text, never markup. */
export function DataGrid({ label, columns, rowCount, cell, rowNumber, rowNumberTitle, height }: Props) {
  const scroller = useRef<HTMLDivElement>(null)
  const rows = useVirtualizer({
    count: rowCount,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    overscan: 12,
    initialRect: { width: 800, height: 400 },
  })
  const visible = rows.getVirtualItems()
  const before = visible[0]?.start ?? 0
  const after = rows.getTotalSize() - (visible.at(-1)?.end ?? 0)
  const span = columns.length + (rowNumber === undefined ? 0 : 1)
  return (
    <div
      ref={scroller}
      className={styles['root']}
      style={height === undefined ? undefined : { height }}
      tabIndex={0}
      role="region"
      aria-label={label}
    >
      <table className={styles['table']} aria-rowcount={rowCount + 1}>
        <thead>
          <tr aria-rowindex={1}>
            {rowNumber === undefined ? null : (
              <th scope="col" className={styles['index']}>
                {rowNumberTitle ?? '#'}
              </th>
            )}
            {columns.map((column) => (
              <th key={column.id} scope="col" data-align={column.align} title={column.title}>
                {column.header}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {before > 0 ? (
            <tr className={styles['filler']} aria-hidden>
              <td colSpan={span} style={{ height: before }} />
            </tr>
          ) : null}
          {visible.map(({ index, key }) => (
            <tr key={key} aria-rowindex={index + 2}>
              {rowNumber === undefined ? null : (
                <th scope="row" className={styles['index']}>
                  {rowNumber(index)}
                </th>
              )}
              {columns.map((column, position) => {
                const { text, tone, title } = cell(index, position)
                return (
                  <td key={column.id} data-align={column.align} data-tone={tone} title={title ?? text}>
                    <bdi>{text}</bdi>
                  </td>
                )
              })}
            </tr>
          ))}
          {after > 0 ? (
            <tr className={styles['filler']} aria-hidden>
              <td colSpan={span} style={{ height: after }} />
            </tr>
          ) : null}
        </tbody>
      </table>
    </div>
  )
}
