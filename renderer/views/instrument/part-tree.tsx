import { TextInput } from '@mantine/core'
import {
  IconAlertTriangle,
  IconArrowsLeftRight,
  IconChevronDown,
  IconChevronRight,
  IconExclamationCircle,
} from '@tabler/icons-react'
import { useEffect, useRef, useState, type DragEvent, type KeyboardEvent, type MouseEvent } from 'react'
import { textIn, type Text } from '../../../analyses/core/words'
import { scaleWarnings } from '../../../analyses/drafting/label-strength'
import { moveDimension, removeDimension, stepDimension } from '../../../analyses/instrument/edits/dimensions'
import { moveItems, removeItems, stepItems } from '../../../analyses/instrument/edits/items'
import { removeMeasure } from '../../../analyses/instrument/edits/measures'
import { removeScale } from '../../../analyses/instrument/edits/scales'
import { editText } from '../../../analyses/instrument/edits/texts'
import type { Section } from '../../../analyses/instrument/parts'
import type { InstrumentChoice } from '../../state/workbench'
import { useWords, useWorkbench } from '../workbench-context'
import { useEditor, whole, type Editor } from './editor-context'
import styles from './editor.module.css'
import { useItemRests } from './preview'
import { treeRows, type TreeRow } from './tree-rows'

const isChosen = ({ section, keys }: InstrumentChoice, row: TreeRow): boolean =>
  row.section === section && (section === 'instrument' || keys.includes(row.key))

/** The whole instrument as a tree: chosen, moved and named with the keyboard as with the mouse. */
export function PartTree() {
  const words = useWords()
  const editor = useEditor()
  const { parts, language, choice } = editor
  const [folded, setFolded] = useState<ReadonlySet<string>>(new Set())
  const [focus, setFocus] = useState('instrument')
  const [renaming, setRenaming] = useState<string | null>(null)
  const list = useRef<HTMLUListElement>(null)
  const rows = treeRows(
    parts,
    language,
    {
      instrument: words('rail.instrument'),
      alone: words('instrument.alone'),
      scales: words('editor.scales'),
      measures: words('instrument.measures'),
      untitled: words('editor.untitled'),
    },
    folded,
  )
  const drag = useDragging(editor)
  const chosenRow = rows.find((row) => isChosen(choice, row))
  const current = rows.find(({ id }) => id === focus) ?? chosenRow ?? rows[0]
  // What an edit has moved or made is what the keyboard goes on from.
  const chosenId = chosenRow?.id
  useEffect(() => {
    if (chosenId !== undefined) setFocus(chosenId)
  }, [chosenId])
  const focusRow = (row: TreeRow | undefined): void => {
    if (row === undefined) return
    setFocus(row.id)
    rowElement(list.current, row.id)?.focus()
  }
  const fold = (row: TreeRow, isOpen: boolean): void => {
    if (row.isOpen === null) return
    setFolded((before) => (isOpen ? new Set([...before].filter((id) => id !== row.id)) : new Set([...before, row.id])))
  }
  const tree = { rows, editor, focusRow, fold, rename: setRenaming }
  return (
    <ul
      ref={list}
      role="tree"
      aria-label={words('rail.instrument')}
      aria-multiselectable="true"
      className={styles['tree']}
    >
      {rows.map((row) => (
        <Row
          key={row.id}
          row={row}
          isFocused={row === current}
          isRenaming={row.id === renaming}
          drag={drag}
          onFold={() => fold(row, row.isOpen !== true)}
          onChoose={(event) => {
            setFocus(row.id)
            chooseByClick(event, row, tree)
          }}
          onKey={(event) => handleKey(event, row, tree)}
          onRename={() => setRenaming(nameOf(editor, row) === null ? null : row.id)}
          onRenamed={() => {
            setRenaming(null)
            requestAnimationFrame(() => rowElement(list.current, row.id)?.focus())
          }}
        />
      ))}
    </ul>
  )
}

const rowElement = (list: HTMLElement | null, id: string): HTMLElement | null =>
  list?.querySelector<HTMLElement>(`[data-row="${CSS.escape(id)}"]`) ?? null

interface Tree {
  readonly rows: readonly TreeRow[]
  readonly editor: Editor
  readonly focusRow: (row: TreeRow | undefined) => void
  readonly fold: (row: TreeRow, isOpen: boolean) => void
  readonly rename: (id: string | null) => void
}

/** What a row chooses when it is chosen alone. */
const choiceOf = ({ section, key }: TreeRow): InstrumentChoice =>
  section === 'heading' || section === 'instrument' ? whole : { section, keys: [key] }

/** Rows between the first chosen one and another, of one section. */
function extended(rows: readonly TreeRow[], choice: InstrumentChoice, to: TreeRow): InstrumentChoice {
  const { section } = to
  if (section === 'heading' || section === 'instrument') return whole
  const from = rows.findIndex(
    (row) => row.section === section && choice.section === section && row.key === choice.keys[0],
  )
  if (from < 0) return choiceOf(to)
  const at = rows.indexOf(to)
  const range = at < from ? rows.slice(at, from + 1).toReversed() : rows.slice(from, at + 1)
  return { section, keys: range.filter((row) => row.section === section).map(({ key }) => key) }
}

/** A choice with one part more or less. */
function toggled({ section, keys }: InstrumentChoice, row: TreeRow): InstrumentChoice {
  if (row.section === 'heading' || row.section === 'instrument') return whole
  if (section !== row.section) return choiceOf(row)
  const left = keys.includes(row.key) ? keys.filter((key) => key !== row.key) : [...keys, row.key]
  return left.length === 0 ? whole : { section: row.section, keys: left }
}

function chooseByClick(event: MouseEvent, row: TreeRow, { rows, editor }: Tree): void {
  const { choice, choose } = editor
  if (row.section === 'heading') return
  if (event.shiftKey) choose(extended(rows, choice, row))
  else if (event.ctrlKey || event.metaKey) choose(toggled(choice, row))
  else choose(choiceOf(row))
}

function handleKey(event: KeyboardEvent, row: TreeRow, tree: Tree): void {
  const { rows, editor, focusRow, fold, rename } = tree
  const at = rows.indexOf(row)
  const isMod = event.ctrlKey || event.metaKey
  const handled = (): void => {
    event.preventDefault()
    event.stopPropagation()
  }
  if (event.key === 'ArrowUp' || event.key === 'ArrowDown') {
    const by = event.key === 'ArrowUp' ? -1 : 1
    handled()
    if (event.altKey) return moveChosen(editor, by)
    return goTo(rows[at + by], event, tree)
  }
  if (event.altKey) return
  switch (event.key) {
    case 'Home':
      handled()
      return goTo(rows[0], event, tree)
    case 'End':
      handled()
      return goTo(rows.at(-1), event, tree)
    case 'ArrowLeft':
      handled()
      if (row.isOpen === true) return fold(row, false)
      return focusRow(rows.slice(0, at).findLast(({ level }) => level < row.level))
    case 'ArrowRight':
      handled()
      if (row.isOpen === false) return fold(row, true)
      return row.isOpen === true ? focusRow(rows[at + 1]) : undefined
    case ' ':
      handled()
      return editor.choose(isMod ? toggled(editor.choice, row) : choiceOf(row))
    case 'a':
      if (!isMod) return
      handled()
      return editor.choose({ section: 'items', keys: editor.parts.items.map(({ key }) => key) })
    case 'F2':
      handled()
      return nameOf(editor, row) === null ? undefined : rename(row.id)
    case 'Delete':
      handled()
      return removeChosen(editor)
    case 'Enter':
      handled()
      editor.choose(choiceOf(row))
      return focusPanel()
  }
}

/** Goes to a row: with Shift everything on the way is chosen, with Control nothing is. */
function goTo(row: TreeRow | undefined, event: KeyboardEvent, { rows, editor, focusRow }: Tree): void {
  if (row === undefined) return
  focusRow(row)
  if (event.ctrlKey || event.metaKey || row.section === 'heading') return
  editor.choose(event.shiftKey ? extended(rows, editor.choice, row) : choiceOf(row))
}

/** Takes the keyboard to the first field of what is chosen. */
export function focusPanel(field?: string): void {
  requestAnimationFrame(() => {
    const panel = document.querySelector('[data-panel]')
    const within = field === undefined ? panel : (panel?.querySelector(`[data-field="${CSS.escape(field)}"]`) ?? panel)
    within?.querySelector<HTMLElement>('input, textarea, select, button')?.focus()
  })
}

/** Moves what is chosen one place up or down. */
export function moveChosen({ choice: { section, keys }, edit }: Editor, by: -1 | 1): void {
  if (section === 'items') edit(stepItems(keys, by), 'items')
  if (section === 'dimensions') edit(stepDimension(keys[0] ?? '', by), 'dimensions')
}

/** Removes what is chosen. Items of a dimension stay, without a dimension. */
export function removeChosen({ choice: { section, keys }, edit }: Editor): void {
  if (section === 'items') edit(removeItems(keys), 'items')
  if (section === 'dimensions') edit(removeDimension(keys[0] ?? ''), 'dimensions')
  if (section === 'scales') edit(removeScale(keys[0] ?? ''), 'scales')
  if (section === 'measures') edit(removeMeasure(keys[0] ?? ''), 'measures')
}

/** The text by which a row is named, which can be changed in place; null where there is none. */
function nameOf(
  { parts }: Editor,
  { section, key }: TreeRow,
): { readonly section: Section; readonly field: 'label' | 'text'; readonly text: Text } | null {
  if (section === 'items') {
    const item = parts.items.find((each) => each.key === key)
    return item === undefined ? null : { section, field: 'text', text: item.text }
  }
  if (section !== 'dimensions' && section !== 'measures') return null
  const part = parts[section].find((each) => each.key === key)
  return part === undefined ? null : { section, field: 'label', text: part.label }
}

/** Dragging of items and dimensions: what is held, and before which row or at the end of which dimension it would go. */
interface Dragging {
  readonly over: { readonly id: string; readonly where: 'before' | 'after' | 'into' } | null
  start(event: DragEvent, row: TreeRow): void
  move(event: DragEvent, row: TreeRow): void
  drop(event: DragEvent, row: TreeRow): void
  end(): void
}

function useDragging(editor: Editor): Dragging {
  const [held, setHeld] = useState<{ readonly section: Section; readonly keys: readonly string[] } | null>(null)
  const [over, setOver] = useState<Dragging['over']>(null)
  const whereOf = (event: DragEvent, row: TreeRow): NonNullable<Dragging['over']>['where'] | null => {
    const { top, height } = event.currentTarget.getBoundingClientRect()
    const half = event.clientY < top + height / 2 ? 'before' : 'after'
    if (held === null) return null
    if (held.section === 'dimensions') return row.section === 'dimensions' ? half : null
    if (row.section === 'items') return half
    return row.section === 'dimensions' || row.id === 'alone' ? 'into' : null
  }
  return {
    over,
    start: (event, row) => {
      if (row.section !== 'items' && row.section !== 'dimensions') return
      const { section, keys } = isChosen(editor.choice, row) ? editor.choice : choiceOf(row)
      if (section === 'instrument') return
      setHeld({ section, keys: section === 'dimensions' ? [row.key] : keys })
      event.dataTransfer.effectAllowed = 'move'
      event.dataTransfer.setData('text/plain', row.name)
    },
    move: (event, row) => {
      const where = whereOf(event, row)
      if (where !== null) {
        event.preventDefault()
        event.dataTransfer.dropEffect = 'move'
      }
      if (over?.id !== row.id || over.where !== where) setOver(where === null ? null : { id: row.id, where })
    },
    drop: (event, row) => {
      const where = whereOf(event, row)
      if (held === null || where === null) return
      event.preventDefault()
      dropOn(editor, held, row, where)
      setHeld(null)
      setOver(null)
    },
    end: () => {
      setHeld(null)
      setOver(null)
    },
  }
}

function dropOn(
  { parts, edit }: Editor,
  held: { readonly section: Section; readonly keys: readonly string[] },
  row: TreeRow,
  where: 'before' | 'after' | 'into',
): void {
  const [first = ''] = held.keys
  if (held.section === 'dimensions') {
    const at = parts.dimensions.findIndex(({ key }) => key === row.key)
    const before = where === 'before' ? row.key : (parts.dimensions[at + 1]?.key ?? null)
    if (before !== first && row.key !== first) edit(moveDimension(first, before), 'dimensions')
    return
  }
  const group = parts.items.filter(({ dimension }) => dimension === row.dimension)
  const at = group.findIndex(({ key }) => key === row.key)
  const before = where === 'before' ? row.key : where === 'after' ? (group[at + 1]?.key ?? null) : null
  edit(moveItems(held.keys, { dimension: row.dimension, before }), 'items')
}

interface RowProps {
  readonly row: TreeRow
  readonly isFocused: boolean
  readonly isRenaming: boolean
  readonly drag: Dragging
  readonly onFold: () => void
  readonly onChoose: (event: MouseEvent) => void
  readonly onKey: (event: KeyboardEvent) => void
  readonly onRename: () => void
  readonly onRenamed: () => void
}

function Row({ row, isFocused, isRenaming, drag, onFold, onChoose, onKey, onRename, onRenamed }: RowProps) {
  const editor = useEditor()
  const { choice, language } = editor
  const Chevron = row.isOpen === false ? IconChevronRight : IconChevronDown
  return (
    <li
      role="treeitem"
      data-row={row.id}
      aria-level={row.level}
      aria-selected={isChosen(choice, row)}
      aria-expanded={row.isOpen ?? undefined}
      tabIndex={isFocused ? 0 : -1}
      className={styles['treeRow']}
      data-section={row.section}
      data-over={drag.over?.id === row.id ? drag.over.where : undefined}
      draggable={!isRenaming && (row.section === 'items' || row.section === 'dimensions')}
      onClick={onChoose}
      onKeyDown={(event) => {
        if (event.target === event.currentTarget) onKey(event)
      }}
      onDoubleClick={onRename}
      onDragStart={(event) => drag.start(event, row)}
      onDragOver={(event) => drag.move(event, row)}
      onDrop={(event) => drag.drop(event, row)}
      onDragEnd={drag.end}
    >
      {row.isOpen === null ? (
        <span className={styles['fold']} />
      ) : (
        <span
          className={styles['fold']}
          aria-hidden
          onClick={(event) => {
            event.stopPropagation()
            onFold()
          }}
        >
          <Chevron size={13} stroke={2} />
        </span>
      )}
      {isRenaming ? (
        <NameField row={row} onDone={onRenamed} />
      ) : (
        <span className={styles['rowName']} lang={row.section === 'scales' ? undefined : language}>
          <bdi>{row.name}</bdi>
        </span>
      )}
      <RowSigns row={row} />
      {row.isOpen === null && row.section !== 'heading' ? null : <small>{row.count}</small>}
    </li>
  )
}

/** What is to be seen of a part without opening it: that it is turned, runs against its dimension, or has a problem. */
function RowSigns({ row }: { readonly row: TreeRow }) {
  const words = useWords()
  const { parts, problems } = useEditor()
  const rests = useItemRests()
  const item = row.section === 'items' ? parts.items.find(({ key }) => key === row.key) : undefined
  const rest = item === undefined ? undefined : rests.get(item.id)
  const scale = row.section === 'scales' ? parts.scales.find(({ key }) => key === row.key) : undefined
  const hasProblem =
    row.section === 'instrument'
      ? problems.some(({ part }) => part === null)
      : problems.some(({ part }) => part !== null && part.section === row.section && part.key === row.key)
  return (
    <>
      {item?.reversed === true ? (
        <IconArrowsLeftRight
          className={styles['sign']}
          size={13}
          stroke={1.75}
          role="img"
          aria-label={words('instrument.reversed')}
        />
      ) : null}
      {scale !== undefined && scaleWarnings(scale).length > 0 ? (
        <IconAlertTriangle
          className={styles['warningSign']}
          size={14}
          stroke={1.75}
          role="img"
          aria-label={words('editor.labels-differ')}
        />
      ) : null}
      {rest !== undefined && rest < 0 ? (
        <IconAlertTriangle
          className={styles['warningSign']}
          size={14}
          stroke={1.75}
          role="img"
          aria-label={words('editor.runs-against')}
        />
      ) : null}
      {hasProblem ? (
        <IconExclamationCircle
          className={styles['problemSign']}
          size={14}
          stroke={1.75}
          role="img"
          aria-label={words('editor.has-problem')}
        />
      ) : null}
    </>
  )
}

/** The name of a part, edited in its row. Enter takes it, Escape leaves it. */
function NameField({ row, onDone }: { readonly row: TreeRow; readonly onDone: () => void }) {
  const words = useWords()
  const workbench = useWorkbench()
  const editor = useEditor()
  const { language, edit } = editor
  const named = nameOf(editor, row)
  const [name, setName] = useState(named === null ? '' : (named.text[language] ?? textIn(named.text, language)))
  const field = useRef<HTMLInputElement>(null)
  const isDone = useRef(false)
  useEffect(() => field.current?.select(), [])
  const done = (isTaken: boolean): void => {
    if (isDone.current) return
    isDone.current = true
    if (isTaken && named !== null && name !== named.text[language]) {
      edit(editText(named.section, row.key, named.field, language, name.trim()))
      workbench.settle()
    }
    onDone()
  }
  return (
    <TextInput
      ref={field}
      className={styles['rowName']}
      aria-label={words('editor.rename')}
      value={name}
      onChange={(event) => setName(event.currentTarget.value)}
      onBlur={() => done(true)}
      onClick={(event) => event.stopPropagation()}
      onKeyDown={(event) => {
        event.stopPropagation()
        if (event.key === 'Enter') done(true)
        if (event.key === 'Escape') done(false)
      }}
    />
  )
}
