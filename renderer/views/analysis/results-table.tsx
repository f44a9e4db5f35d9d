import { useVirtualizer } from '@tanstack/react-virtual'
import { useMemo, useRef, type ReactNode } from 'react'
import type { Note } from '../../../analyses/core/words'
import type { ResultTable, TableColumn } from '../../../analyses/core/result'
import type { Speaker } from '../../../analyses/core/speaker'
import { useWords } from '../workbench-context'
import styles from './results-table.module.css'

interface Props {
  readonly table: ResultTable
  readonly analysis: string
  readonly speaker: Speaker
  /** Notes that concern this table, in the order of their marks. */
  readonly notes: readonly Note[]
  readonly showsAllColumns: boolean
  readonly label: string
}

/** Longer texts, in characters, are sentences. */
const longestName = 36
/** Rows by which a column is judged. */
const measuredRows = 120

/** From this many rows on, only those in sight are drawn. */
const virtualFrom = 120
const rowHeight = 25

/** A table as it goes to print: horizontal rules only, numbers to the right, `:` where something is withheld, notes at the cells they concern. */
export function ResultsTable({ table, analysis, speaker, notes, showsAllColumns, label }: Props) {
  const words = useWords()
  const scroller = useRef<HTMLDivElement>(null)
  const isVirtual = table.rows.length >= virtualFrom
  const rows = useVirtualizer({
    count: table.rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    overscan: 16,
    enabled: isVirtual,
    initialRect: { width: 600, height: 420 },
  })
  const columns = useMemo(
    () =>
      table.columns
        .map((column, index) => ({ column, index }))
        .filter(({ column }) => showsAllColumns || column.secondary !== true),
    [table.columns, showsAllColumns],
  )
  const withheld = useMemo(
    () => new Set(table.suppressed.map(([row, column]) => row * 4096 + column)),
    [table.suppressed],
  )
  const keyCount = useMemo(() => countKeys(table.columns), [table.columns])
  // Names stand on one line; sentences need several, and room for them.
  const sentences = useMemo(
    () =>
      new Set(
        table.columns.flatMap((column, index) =>
          column.kind === 'text' &&
          table.rows
            .slice(0, measuredRows)
            .some((row) => speaker.cell(column, row[index] ?? null, false, analysis).length > longestName)
            ? [index]
            : [],
        ),
      ),
    [table, speaker, analysis],
  )
  const markOf = (row: number | undefined, column: string | undefined): string => {
    const marks = notes.flatMap(({ concerns }, index) =>
      concerns !== undefined && concerns.row === row && concerns.column === column ? [letter(index)] : [],
    )
    return marks.join(' ')
  }

  const visible = isVirtual ? rows.getVirtualItems().map(({ index }) => index) : table.rows.map((_, index) => index)
  const before = isVirtual ? (rows.getVirtualItems()[0]?.start ?? 0) : 0
  const after = isVirtual ? rows.getTotalSize() - (rows.getVirtualItems().at(-1)?.end ?? 0) : 0

  function renderRow(row: number): ReactNode {
    const cells = table.rows[row] ?? []
    const previous = row === 0 || isVirtual ? undefined : table.rows[row - 1]
    // A key that repeats the row above is there for copying and for screen readers, and not drawn again.
    let repeats = previous !== undefined
    return (
      <tr
        key={row}
        aria-rowindex={isVirtual ? row + 2 : undefined}
        data-starts={previous !== undefined && keyCount > 1 && cells[0] !== previous[0] ? 'true' : undefined}
      >
        {columns.map(({ column, index }) => {
          const cell = cells[index] ?? null
          const isWithheld = withheld.has(row * 4096 + index)
          repeats = repeats && index < keyCount - 1 && cell === previous?.[index]
          const text = speaker.cell(column, cell, isWithheld, analysis)
          const mark = [markOf(row, column.id), index === 0 ? markOf(row, undefined) : '']
            .filter((each) => each !== '')
            .join(' ')
          const className = `${sentences.has(index) ? styles['sentence'] : classOf(column)} ${repeats ? styles['repeat'] : ''} ${isWithheld ? styles['withheld'] : ''}`
          const content = (
            <>
              <bdi>{text}</bdi>
              {mark === '' ? null : <sup className={styles['mark']}>{mark}</sup>}
            </>
          )
          const title = isWithheld
            ? words('table.withheld')
            : typeof cell === 'number' && column.refersTo !== 'time'
              ? speaker.format.language === 'en'
                ? String(cell)
                : String(cell).replace('.', ',')
              : undefined
          return index === 0 ? (
            <th key={column.id} scope="row" className={className} title={title}>
              {content}
            </th>
          ) : (
            <td key={column.id} className={className} data-key={index < keyCount} title={title}>
              {content}
            </td>
          )
        })}
      </tr>
    )
  }

  return (
    <>
      <div
        ref={scroller}
        className={styles['scroller']}
        style={isVirtual ? { height: 420 } : undefined}
        tabIndex={0}
        role="region"
        aria-label={label}
      >
        <table className={styles['table']} aria-rowcount={isVirtual ? table.rows.length + 1 : undefined}>
          <caption style={{ position: 'absolute', width: 1, height: 1, overflow: 'hidden', clipPath: 'inset(50%)' }}>
            {label}
          </caption>
          <thead>
            <tr>
              {columns.map(({ column }) => {
                const mark = markOf(undefined, column.id)
                return (
                  <th
                    key={column.id}
                    scope="col"
                    className={column.kind === 'text' || column.kind === 'verdict' ? undefined : styles['number']}
                  >
                    {speaker.columnTitle(column, analysis)}
                    {mark === '' ? null : <sup className={styles['mark']}>{mark}</sup>}
                  </th>
                )
              })}
            </tr>
          </thead>
          <tbody>
            {before > 0 ? (
              <tr className={styles['filler']} aria-hidden>
                <td colSpan={columns.length} style={{ height: before }} />
              </tr>
            ) : null}
            {visible.map(renderRow)}
            {after > 0 ? (
              <tr className={styles['filler']} aria-hidden>
                <td colSpan={columns.length} style={{ height: after }} />
              </tr>
            ) : null}
          </tbody>
        </table>
      </div>
      {notes.length === 0 && withheld.size === 0 ? null : (
        <ul className={styles['foot']}>
          {notes.map((note, index) => (
            <li key={`${note.code}-${index}`}>
              <sup className={styles['mark']}>{letter(index)}</sup> {speaker.note(note)}
            </li>
          ))}
          {withheld.size === 0 ? null : <li>: {words('table.withheld-note', { count: withheld.size })}</li>}
        </ul>
      )}
    </>
  )
}

function classOf(column: TableColumn): string {
  if (column.kind === 'text') return styles['text'] ?? ''
  if (column.kind === 'verdict') return styles['verdict'] ?? ''
  return styles['number'] ?? ''
}

/** Text columns at the start identify the row. */
function countKeys(columns: readonly TableColumn[]): number {
  const first = columns.findIndex(({ kind }) => kind !== 'text')
  return first < 0 ? columns.length : first
}

/** a, b … z, aa, ab … */
function letter(index: number): string {
  const rest = Math.floor(index / 26)
  return (rest === 0 ? '' : letter(rest - 1)) + String.fromCharCode(97 + (index % 26))
}
