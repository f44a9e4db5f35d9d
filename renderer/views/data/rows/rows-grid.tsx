import { useEffect, useId, useRef, useState, type ReactNode } from 'react'
import type { GridColumn } from '../../../../analyses/sources/grid/columns'
import { useWords } from '../../workbench-context'
import { movedBy, rowHeight, type GridPlace } from './grid-geometry'
import styles from './rows.module.css'
import { useGridView } from './use-grid-view'
import type { RowRange } from './use-row-pages'

/** A cell as it is drawn. */
export interface ShownCell {
  readonly text: string
  /** What stands in the file, where that is something else. */
  readonly raw: string | null
  readonly tone?: 'muted' | 'lost' | undefined
  readonly isCorrected: boolean
  /** The whole of it in a sentence. */
  readonly title: string
}

interface Props {
  readonly label: string
  readonly columns: readonly GridColumn[]
  readonly rowCount: number
  /** Number shown before a row. */
  readonly rowAt: (place: number) => number
  readonly cell: (place: number, column: number) => ShownCell
  readonly head: (column: number) => ReactNode
  /** A cell that is to be shown and chosen; another object for each request. */
  readonly target: GridPlace | null
  readonly onRange: (rows: RowRange, columns: RowRange) => void
  readonly onActive: (place: GridPlace) => void
  readonly onHead: (column: number) => void
  /** What the file holds in a cell and what is read there, to be edited; null where it cannot be. */
  readonly editable: (place: number, column: number) => string | null
  readonly onEdit: (place: number, column: number, text: string) => void
  readonly onCopy: (from: GridPlace, to: GridPlace) => void
}

interface Editing extends GridPlace {
  readonly text: string
}

/** Rows and columns of which only those in sight are drawn, with the keys of a spreadsheet and one stop of the Tab key. */
export function RowsGrid(props: Props) {
  const { label, columns, rowCount, target, onRange, onActive, onHead, editable, onEdit, onCopy } = props
  const id = useId()
  const { scroller, rows, shown, headHeight, width, page, look, show, box } = useGridView(columns, rowCount)
  const [active, setActive] = useState<GridPlace>({ row: 0, column: 0 })
  const [anchor, setAnchor] = useState<GridPlace>({ row: 0, column: 0 })
  const [editing, setEditing] = useState<Editing | null>(null)
  const left = useRef<Editing | null>(null)
  useEffect(
    () => onRange({ first: rows.first, end: rows.end }, shown),
    [onRange, rows.first, rows.end, shown.first, shown.end], // eslint-disable-line react-hooks/exhaustive-deps
  )
  const choose = (place: GridPlace, isExtended = false): void => {
    setActive(place)
    if (!isExtended) setAnchor(place)
    onActive(place)
    show(place)
  }
  useEffect(() => {
    if (target !== null) choose(target)
  }, [target]) // eslint-disable-line react-hooks/exhaustive-deps

  const within = { row: Math.min(active.row, rowCount - 1), column: Math.min(active.column, columns.length - 1) }
  const selection = areaOf(anchor, within)
  const edit = (text?: string): void => {
    const present = within.row < 0 ? null : editable(within.row, within.column)
    if (present !== null) setEditing({ ...within, text: text ?? present })
  }
  const leave = (isKept: boolean): void => {
    // Leaving with a key takes the field away, which leaves it once more.
    if (editing === null || left.current === editing) return
    left.current = editing
    if (isKept) onEdit(editing.row, editing.column, editing.text)
    setEditing(null)
    scroller.current?.focus()
  }
  function onKeyDown(event: React.KeyboardEvent): void {
    if (event.target !== scroller.current) return
    const isFar = event.ctrlKey || event.metaKey
    const moved = movedBy(event.key, isFar, within, rowCount, columns.length, page)
    if (moved !== null) choose(moved, event.shiftKey)
    else if (isFar && event.key.toLowerCase() === 'c') onCopy(selection.from, selection.to)
    else if (isFar && event.key.toLowerCase() === 'a') {
      choose({ row: 0, column: 0 })
      setAnchor({ row: rowCount - 1, column: columns.length - 1 })
    } else if (isFar || event.altKey) return
    else if (event.key === 'Enter' && within.row < 0) onHead(within.column)
    else if (event.key === 'Enter' || event.key === 'F2') edit()
    else if (event.key === 'Delete' && within.row >= 0 && editable(within.row, within.column) !== null)
      onEdit(within.row, within.column, '')
    else if (event.key.length === 1 && event.key !== ' ') edit(event.key)
    else return
    event.preventDefault()
  }
  const cellId = ({ row, column }: GridPlace): string => `${id}-${row}-${column}`
  const columnsShown = columns.slice(shown.first, shown.end).map((column, at) => ({ column, place: shown.first + at }))
  const drawn = { ...props, columnsShown, within, selection, editing, setEditing, leave, cellId, box }
  return (
    <div
      ref={scroller}
      className={styles['scroller']}
      role="grid"
      tabIndex={0}
      aria-label={label}
      aria-rowcount={rowCount + 1}
      aria-colcount={columns.length + 1}
      aria-multiselectable
      aria-activedescendant={cellId(within)}
      onScroll={look}
      onPointerDown={(event) => {
        const place = placeUnder(event.target)
        if (place !== null) choose(place, event.shiftKey)
      }}
      onPointerMove={(event) => {
        const place = event.buttons === 1 ? placeUnder(event.target) : null
        if (place !== null && (place.row !== active.row || place.column !== active.column)) setActive(place)
      }}
      onDoubleClick={(event) => placeUnder(event.target) !== null && edit()}
      onKeyDown={onKeyDown}
    >
      <div
        className={styles['whole']}
        role="presentation"
        style={{ height: headHeight + rows.height, width, ['--head-height' as string]: `${headHeight}px` }}
      >
        <Heads {...drawn} width={width} />
        {Array.from({ length: rows.end - rows.first }, (_, at) => rows.first + at).map((row) => (
          <Row key={row} {...drawn} row={row} top={headHeight + rows.offset + (row - rows.first) * rowHeight} />
        ))}
      </div>
    </div>
  )
}

/** The rectangle between two cells. */
const areaOf = (one: GridPlace, other: GridPlace): { readonly from: GridPlace; readonly to: GridPlace } => ({
  from: { row: Math.min(one.row, other.row), column: Math.min(one.column, other.column) },
  to: { row: Math.max(one.row, other.row), column: Math.max(one.column, other.column) },
})

/** What heads and rows are drawn from. */
interface Drawn extends Pick<Props, 'rowAt' | 'cell' | 'head'> {
  readonly columnsShown: readonly { readonly column: GridColumn; readonly place: number }[]
  readonly within: GridPlace
  readonly selection: ReturnType<typeof areaOf>
  readonly editing: Editing | null
  readonly setEditing: (editing: Editing) => void
  readonly leave: (isKept: boolean) => void
  readonly cellId: (place: GridPlace) => string
  readonly box: (place: number) => { readonly left: number; readonly width: number }
}

function Heads({ columnsShown, within, head, cellId, box, width }: Drawn & { readonly width: number }) {
  const words = useWords()
  return (
    <div className={styles['heads']} role="row" aria-rowindex={1} style={{ width }}>
      <div className={styles['corner']} role="columnheader" aria-colindex={1}>
        {words('rows.number')}
      </div>
      {columnsShown.map(({ column, place }) => (
        <div
          key={column.position}
          id={cellId({ row: -1, column: place })}
          className={styles['headCell']}
          role="columnheader"
          aria-colindex={place + 2}
          data-active={within.row < 0 && within.column === place}
          style={box(place)}
        >
          {head(place)}
        </div>
      ))}
    </div>
  )
}

function Row(drawn: Drawn & { readonly row: number; readonly top: number }) {
  const words = useWords()
  const { row, top, columnsShown, within, selection, rowAt, cell, cellId, box, editing } = drawn
  const isSelected = (column: number): boolean =>
    row >= selection.from.row &&
    row <= selection.to.row &&
    column >= selection.from.column &&
    column <= selection.to.column
  return (
    <div className={styles['row']} role="row" aria-rowindex={row + 2} style={{ top }}>
      <div className={styles['number']} role="rowheader" aria-colindex={1}>
        {words.format.count(rowAt(row))}
      </div>
      {columnsShown.map(({ column, place }) => {
        const { text, raw, tone, isCorrected, title } = cell(row, place)
        return (
          <div
            key={column.position}
            id={cellId({ row, column: place })}
            className={styles['cell']}
            role="gridcell"
            aria-colindex={place + 2}
            aria-selected={isSelected(place)}
            data-at={`${row} ${place}`}
            data-selected={isSelected(place) || undefined}
            data-active={(within.row === row && within.column === place) || undefined}
            data-tone={tone}
            data-corrected={isCorrected || undefined}
            data-kind={column.stored?.type}
            title={title}
            style={box(place)}
          >
            {editing !== null && editing.row === row && editing.column === place ? (
              <CellField {...drawn} editing={editing} header={column.header} />
            ) : (
              <>
                <bdi>{text}</bdi>
                {raw === null ? null : <bdi className={tone === 'lost' ? styles['lost'] : styles['raw']}>{raw}</bdi>}
              </>
            )}
          </div>
        )
      })}
    </div>
  )
}

/** The field in which a cell is edited. */
function CellField({
  editing,
  setEditing,
  leave,
  rowAt,
  header,
}: Pick<Drawn, 'setEditing' | 'leave' | 'rowAt'> & { readonly editing: Editing; readonly header: string }) {
  const words = useWords()
  return (
    <input
      className={styles['editor']}
      aria-label={words('rows.edit', { header, row: rowAt(editing.row) })}
      value={editing.text}
      ref={focusOnce}
      onChange={(event) => setEditing({ ...editing, text: event.currentTarget.value })}
      onBlur={() => leave(true)}
      onKeyDown={(event) => {
        event.stopPropagation()
        if (event.key === 'Enter') leave(true)
        if (event.key === 'Escape') leave(false)
      }}
    />
  )
}

/** The cell that was pointed at; null for heads, row numbers and the field in which a cell is edited. */
function placeUnder(target: EventTarget): GridPlace | null {
  if (!(target instanceof Element) || target instanceof HTMLInputElement) return null
  const at = target.closest('[data-at]')?.getAttribute('data-at') ?? null
  if (at === null) return null
  const [row = 0, column = 0] = at.split(' ').map(Number)
  return { row, column }
}

/** The field in which a cell is edited has the keyboard from the first letter on. */
function focusOnce(field: HTMLInputElement | null): void {
  field?.focus()
}
