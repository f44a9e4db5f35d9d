import { Button, Loader, NativeSelect, SegmentedControl } from '@mantine/core'
import { useEffect, useState } from 'react'
import type { RowQuery } from '../../../../analyses/sources/grid/query'
import type { ProjectSource } from '../../../state/project'
import type { RowScope } from '../../../state/row-looks'
import type { SourceReading } from '../../../state/session'
import { Notice } from '../../../ui/notice'
import { ProblemNotice } from '../../problem-notice'
import {
  useAttempt,
  useProject,
  useSurroundings,
  useWords,
  useWorkbench,
  useWorkbenchState,
} from '../../workbench-context'
import { ColumnHead } from './column-head'
import { copiedCells, mostCopied } from './copied-cells'
import { CorrectionList } from './correction-list'
import type { GridPlace } from './grid-geometry'
import { GoTo, LinesOfNotes } from './row-tools'
import { RowsGrid } from './rows-grid'
import styles from './rows.module.css'
import { useSourceRows, type SourceRows as Rows } from './use-source-rows'

const everything: RowQuery = { where: [], sort: [] }

/** The rows of one file: what was understood of each cell, what stands in the file, and corrections. */
export function RowsPanel() {
  const words = useWords()
  const workbench = useWorkbench()
  const sources = useProject((project) => project.sources)
  const shown = useWorkbenchState(({ window }) => window.source)
  const entry = sources.find(({ source }) => source.id === shown) ?? sources[0]
  const state = useWorkbenchState(({ session }) => (entry === undefined ? undefined : session.sources[entry.source.id]))
  if (entry === undefined) return null
  const reading = state?.reading ?? null
  return (
    <div className={styles['panel']}>
      {sources.length < 2 ? null : (
        <NativeSelect
          size="xs"
          maw={420}
          label={words('rows.file')}
          value={entry.source.id}
          data={sources.map(({ source }) => ({ value: source.id, label: source.file }))}
          onChange={(event) => workbench.patchWindow({ source: event.currentTarget.value })}
        />
      )}
      {reading === null ? (
        <Notice level="info">{words(state?.status === 'waiting' ? 'rows.waiting' : 'rows.reading')}</Notice>
      ) : (
        <SourceRows key={entry.source.id} entry={entry} reading={reading} isReading={state?.status === 'reading'} />
      )}
    </div>
  )
}

/** What is asked of the rows, which begins with those that another panel asked to see. */
function useAskedRows(source: string): [RowQuery, (query: RowQuery) => void] {
  const workbench = useWorkbench()
  const asked = useWorkbenchState(({ window }) => window.rowsAsked)
  const query = useState<RowQuery>(asked?.source === source ? { ...everything, rows: asked.rows } : everything)
  // Whoever opens the rows by themselves afterwards sees them all.
  useEffect(() => () => workbench.patchWindow({ rowsAsked: null }), [workbench])
  return query
}

function SourceRows({
  entry,
  reading,
  isReading,
}: {
  readonly entry: ProjectSource
  readonly reading: SourceReading
  readonly isReading: boolean
}) {
  const words = useWords()
  const { source } = entry
  const { report } = reading
  const [wanted, setScope] = useState<RowScope>('used')
  const [query, setQuery] = useAskedRows(source.id)
  const [active, setActive] = useState<GridPlace>({ row: 0, column: 0 })
  const [openHead, setOpenHead] = useState<number | null>(null)
  const scope: RowScope = report === null ? 'file' : wanted
  const rows = useSourceRows(entry, reading, scope, query, isReading)
  const { order, cell } = rows
  const { columns, rowCount } = order
  const { target, goTo, goToLine } = useWays(entry, rows, active.column, scope, setScope)
  const copy = useCopying(entry, rows)
  const isNarrowed = scope === 'used' && (query.where.length > 0 || query.rows !== undefined)
  const told = active.row >= 0 && active.row < rowCount ? cell(active.row, active.column).title : words('rows.hint')
  const onQuery = scope === 'file' ? null : setQuery
  return (
    <>
      <div className={styles['tools']}>
        {report === null ? null : (
          <SegmentedControl
            size="xs"
            aria-label={words('rows.scope')}
            value={scope}
            data={(['used', 'file'] as const).map((value) => ({ value, label: words(`rows.scope-${value}`) }))}
            onChange={(value) => setScope(value === 'file' ? 'file' : 'used')}
          />
        )}
        <GoTo onRow={goTo} onLine={goToLine} />
        <LinesOfNotes reading={reading} onLine={goToLine} />
        {isNarrowed || query.sort.length > 0 ? (
          <Button variant="default" size="compact-xs" onClick={() => setQuery(everything)}>
            {words('rows.reset')}
          </Button>
        ) : null}
        <span className={styles['count']} role="status">
          {isNarrowed
            ? words('rows.kept', {
                kept: words.format.count(rowCount),
                all: words.format.count(report?.rowsUsed ?? rowCount),
              })
            : words('rows.count', { count: rowCount })}
          {order.isWorking || isReading ? <Loader size={12} ml={8} aria-label={words('rows.working')} /> : null}
        </span>
      </div>
      {order.problem === null ? null : (
        <>
          <ProblemNotice problem={order.problem} />
          <span className={styles['count']}>{words('rows.first-rows')}</span>
        </>
      )}
      {order.problem !== null || isReading || rows.problem === null ? null : (
        <ProblemNotice
          problem={rows.problem}
          actions={
            <Button size="compact-xs" variant="default" onClick={rows.again}>
              {words('data.read-again')}
            </Button>
          }
        />
      )}
      <RowsGrid
        label={words('rows.label', { file: source.file })}
        columns={columns}
        rowCount={rowCount}
        rowAt={order.rowAt}
        cell={cell}
        head={(at) => {
          const column = columns[at]
          return column === undefined ? null : (
            <ColumnHead
              column={column}
              query={query}
              summary={scope === 'file' ? null : rows.summaryOf(column)}
              speaker={rows.cellSpeaker}
              isOpen={openHead === at}
              onOpen={(isOpen) => setOpenHead(isOpen ? at : null)}
              onQuery={onQuery}
            />
          )
        }}
        target={target}
        onRange={rows.onRange}
        onActive={setActive}
        onHead={setOpenHead}
        editable={rows.editable}
        onEdit={rows.edit}
        onCopy={copy}
      />
      <div className={styles['about']}>{told}</div>
      <CorrectionList
        source={source.id}
        corrections={source.corrections ?? []}
        onShow={({ row, column }) =>
          goTo(
            row,
            columns.findIndex(({ header }) => header === column),
          )
        }
      />
    </>
  )
}

/** The ways to a row by its number or its line; one that is not among those shown is shown among all rows of the file. */
function useWays(
  entry: ProjectSource,
  { looks, order }: Rows,
  column: number,
  scope: RowScope,
  setScope: (scope: RowScope) => void,
) {
  const words = useWords()
  const attempt = useAttempt()
  const { tell } = useSurroundings().context
  const [target, setTarget] = useState<GridPlace | null>(null)
  const [pending, setPending] = useState<GridPlace | null>(null)
  const tellMissing = (row: number): void =>
    tell({ key: 'rows.no-row', values: { row: words.format.count(row) }, level: 'info' })
  function goTo(row: number, at = column): void {
    const place = { row: order.placeOf(row), column: Math.max(0, at) }
    if (place.row >= 0) setTarget(place)
    else if (scope === 'file') tellMissing(row)
    else {
      setScope('file')
      setPending({ row, column: place.column })
    }
  }
  if (pending !== null && scope === 'file' && !order.isWorking) {
    setPending(null)
    const row = order.placeOf(pending.row)
    if (row >= 0) setTarget({ row, column: pending.column })
  }
  return {
    target,
    goTo: (row: number, at?: number) => goTo(row, at),
    goToLine: (line: number): void =>
      attempt(async () => {
        const row = await looks.rowAtLine(entry, line, new AbortController().signal)
        if (row === null) tellMissing(line)
        else goTo(row)
      }),
  }
}

function useCopying(entry: ProjectSource, rows: Rows): (from: GridPlace, to: GridPlace) => void {
  const words = useWords()
  const { host } = useWorkbench()
  const { tell } = useSurroundings().context
  const attempt = useAttempt()
  const copy = async (from: GridPlace, to: GridPlace): Promise<void> => {
    const copied = await copiedCells(entry, rows, from, to)
    if (copied === null) {
      tell({ key: 'rows.copy-too-much', values: { most: words.format.count(mostCopied) }, level: 'info' })
      return
    }
    await host.writeClipboard({ text: copied.text })
    tell({ key: 'rows.copied', values: { count: copied.rows }, level: 'info' })
  }
  return (from, to) => attempt(() => copy(from, to))
}
