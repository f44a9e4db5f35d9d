import { useMemo, useRef, useState, type DragEvent, type KeyboardEvent, type MouseEvent, type RefObject } from 'react'
import { canMove, typeHeadcounts } from '../../../../analyses/organisations/edits'
import type { OrganisationNode } from '../../../../analyses/organisations/nodes'
import { changeOrganisations, pastedCounts } from '../../../state/organisations'
import { useSpeaker, useSurroundings, useWords, useWorkbench } from '../../workbench-context'
import styles from './organisations.module.css'
import { NameCell, RoundCells } from './tree-cells'

interface Props {
  readonly nodes: readonly OrganisationNode[]
  readonly levels: readonly string[]
  readonly rounds: readonly string[]
  readonly search: string
  readonly marked: ReadonlySet<string>
  readonly onMark: (marked: ReadonlySet<string>) => void
  readonly onMove: (moved: readonly OrganisationNode[], into: OrganisationNode) => void
  readonly onAskMove: () => void
}

/** Rows in sight: nothing within a folded place; while something is looked for, the places found and those around them. */
function rowsInSight(
  nodes: readonly OrganisationNode[],
  folded: ReadonlySet<string>,
  search: string,
  language: string,
  nameOf: (node: OrganisationNode) => string,
): readonly OrganisationNode[] {
  const wanted = search.trim().toLocaleLowerCase(language)
  if (wanted === '') return nodes.filter(({ around }) => !around.some((key) => folded.has(key)))
  const found = nodes.filter((node) => nameOf(node).toLocaleLowerCase(language).includes(wanted))
  const kept = new Set(found.flatMap(({ key, around }) => [key, ...around]))
  return nodes.filter(({ key }) => kept.has(key))
}

/** The tree as a grid: places by row, and by round the people who answered, those invited and the share who answered. */
export function TreeGrid(props: Props) {
  const { nodes, levels, rounds, search, marked, onMark } = props
  const words = useWords()
  const [folded, setFolded] = useState<ReadonlySet<string>>(new Set())
  const [focus, setFocus] = useState<string | null>(null)
  const grid = useRef<HTMLDivElement>(null)
  const speaker = useSpeaker()
  const rows = useMemo(
    () =>
      rowsInSight(nodes, folded, search, words.language, ({ level, name }) => `${speaker.level(level, name)} ${name}`),
    [nodes, folded, search, words, speaker],
  )
  const current = rows.find(({ key }) => key === focus) ?? rows[0]
  const fold = (node: OrganisationNode, isOpen: boolean): void =>
    setFolded(isOpen ? new Set([...folded].filter((key) => key !== node.key)) : new Set([...folded, node.key]))
  const focusRow = (node: OrganisationNode | undefined): void => {
    if (node === undefined) return
    setFocus(node.key)
    find(grid, node.key)?.focus()
  }
  const { type, paste } = useTyping(rows, levels, rounds)
  const drag = useDrag(props)
  const keys: KeyTree = { ...props, rows, fold, focusRow, grid }
  const go = (node: OrganisationNode, index: number, by: number, step: number): void => {
    if (step < 0 && index === 0) return focusRow(node)
    const to = rows[rows.indexOf(node) + by] ?? node
    headcountsIn(grid, to)[index + step]?.focus()
  }
  return (
    <div className={styles['scroller']}>
      <div
        ref={grid}
        role="treegrid"
        aria-label={words('panel.organisations')}
        aria-multiselectable="true"
        className={styles['grid']}
        style={{ gridTemplateColumns: `minmax(220px, 1fr) repeat(${rounds.length * 3}, max-content)` }}
      >
        <GridHead rounds={rounds} />
        {rows.map((node) => (
          <div
            key={node.key}
            role="row"
            className={styles['row']}
            data-row={node.key}
            aria-level={node.nesting + 1}
            aria-selected={marked.has(node.key)}
            aria-expanded={node.hasPlaces ? !folded.has(node.key) : undefined}
            tabIndex={node === current ? 0 : -1}
            data-over={drag.over === node.key ? '' : undefined}
            draggable
            onClick={(event) => {
              if (event.target instanceof Element && event.target.closest('button, input') !== null) return
              setFocus(node.key)
              onMark(markedByClick(event, node, rows, marked))
            }}
            onFocus={(event) => {
              if (event.target === event.currentTarget && focus !== node.key) setFocus(node.key)
            }}
            onKeyDown={(event) => {
              if (event.target === event.currentTarget) handleKey(event, node, keys)
            }}
            onDragStart={(event) => drag.start(event, node)}
            onDragOver={(event) => drag.enter(event, node)}
            onDrop={(event) => drag.drop(event, node)}
            onDragEnd={drag.end}
          >
            <NameCell
              node={node}
              levels={levels}
              isFolded={folded.has(node.key)}
              onFold={() => fold(node, folded.has(node.key))}
            />
            {rounds.map((round, index) => (
              <RoundCells
                key={round}
                node={node}
                index={index}
                round={round}
                onType={(count) => type(node, round, count)}
                onPaste={(text) => paste(node, round, text)}
                onGo={(by, step) => go(node, index, by, step)}
              />
            ))}
          </div>
        ))}
      </div>
      {rows.length === 0 ? <p className={styles['nothing']}>{words('organisations.nothing-found')}</p> : null}
    </div>
  )
}

/** Changes of headcounts: one that is typed, and a block that is pasted from a cell down and to the right. */
function useTyping(rows: readonly OrganisationNode[], levels: readonly string[], rounds: readonly string[]) {
  const workbench = useWorkbench()
  const { tell } = useSurroundings().context
  const type = (node: OrganisationNode, round: string, headcount: number | null): void =>
    workbench.change((project) =>
      changeOrganisations(project, (declared) =>
        typeHeadcounts(declared, levels, [{ round, path: node.path, headcount }]),
      ),
    )
  const paste = (node: OrganisationNode, round: string, text: string): void => {
    const counts = pastedCounts(text)
    const from = rows.indexOf(node)
    const first = rounds.indexOf(round)
    const wrong = counts.flat().filter((count) => count === undefined).length
    if (wrong > 0) return tell({ key: 'organisations.paste-wrong', values: { count: wrong }, level: 'warning' })
    const entries = counts.flatMap((line, row) =>
      line.flatMap((count, column) => {
        const to = rows[from + row]
        const at = rounds[first + column]
        return to === undefined || at === undefined ? [] : [{ round: at, path: to.path, headcount: count ?? null }]
      }),
    )
    workbench.change((project) => changeOrganisations(project, (declared) => typeHeadcounts(declared, levels, entries)))
  }
  return { type, paste }
}

/** Places that are dragged onto a wider one: the one that is held, or with it all that are marked. */
function useDrag({ nodes, marked, onMove }: Props) {
  const [held, setHeld] = useState<readonly OrganisationNode[]>([])
  const [over, setOver] = useState<string | null>(null)
  const end = (): void => {
    setHeld([])
    setOver(null)
  }
  return {
    over,
    start: (event: DragEvent, node: OrganisationNode): void => {
      setHeld(marked.has(node.key) ? nodes.filter(({ key }) => marked.has(key)) : [node])
      event.dataTransfer.effectAllowed = 'move'
      event.dataTransfer.setData('text/plain', node.name)
    },
    enter: (event: DragEvent, node: OrganisationNode): void => {
      const takes = held.some(({ path }) => canMove(path, node.path))
      if (takes) event.preventDefault()
      setOver(takes ? node.key : null)
    },
    drop: (event: DragEvent, node: OrganisationNode): void => {
      if (held.length === 0) return
      event.preventDefault()
      onMove(held, node)
      end()
    },
    end,
  }
}

const find = (grid: RefObject<HTMLElement | null>, key: string): HTMLElement | null =>
  grid.current?.querySelector<HTMLElement>(`[data-row="${CSS.escape(key)}"]`) ?? null

const headcountsIn = (grid: RefObject<HTMLElement | null>, node: OrganisationNode): readonly HTMLElement[] => [
  ...(find(grid, node.key)?.querySelectorAll<HTMLElement>('[data-headcount]') ?? []),
]

function GridHead({ rounds }: { readonly rounds: readonly string[] }) {
  const words = useWords()
  return (
    <div role="rowgroup" className={styles['head']}>
      <div role="row" className={styles['headRow']}>
        <span role="columnheader" aria-rowspan={2} className={styles['placeHead']}>
          {words('organisations.place')}
        </span>
        {rounds.map((round) => (
          <span key={round} role="columnheader" aria-colspan={3} className={styles['round']}>
            <bdi>{round}</bdi>
          </span>
        ))}
      </div>
      <div role="row" className={styles['headRow']}>
        {rounds.flatMap((round) =>
          (['respondents', 'headcount', 'rate'] as const).map((part) => (
            <span key={`${round} ${part}`} role="columnheader" className={styles['number']}>
              {words(`organisations.${part}`)}
            </span>
          )),
        )}
      </div>
    </div>
  )
}

/** What a click marks: one place, one more or less with Control, all on the way with Shift. */
function markedByClick(
  event: MouseEvent,
  node: OrganisationNode,
  rows: readonly OrganisationNode[],
  marked: ReadonlySet<string>,
): ReadonlySet<string> {
  if (event.ctrlKey || event.metaKey) return toggled(marked, node)
  if (!event.shiftKey) return new Set([node.key])
  const from = rows.findIndex(({ key }) => marked.has(key))
  const at = rows.indexOf(node)
  return new Set(rows.slice(Math.min(from < 0 ? at : from, at), Math.max(from, at) + 1).map(({ key }) => key))
}

const toggled = (marked: ReadonlySet<string>, { key }: OrganisationNode): ReadonlySet<string> =>
  marked.has(key) ? new Set([...marked].filter((each) => each !== key)) : new Set([...marked, key])

interface KeyTree extends Props {
  readonly rows: readonly OrganisationNode[]
  readonly fold: (node: OrganisationNode, isOpen: boolean) => void
  readonly focusRow: (node: OrganisationNode | undefined) => void
  readonly grid: RefObject<HTMLElement | null>
}

function handleKey(event: KeyboardEvent, node: OrganisationNode, tree: KeyTree): void {
  const { rows, marked, onMark, fold, focusRow, onAskMove, grid } = tree
  const at = rows.indexOf(node)
  const inSight = new Set(rows.flatMap(({ around }) => around))
  const isOpen = inSight.has(node.key)
  const act: Readonly<Record<string, () => void>> = {
    ArrowUp: () => focusRow(rows[at - 1]),
    ArrowDown: () => focusRow(rows[at + 1]),
    Home: () => focusRow(rows[0]),
    End: () => focusRow(rows.at(-1)),
    ArrowLeft: () => (isOpen ? fold(node, false) : focusRow(rows.find(({ key }) => key === node.around.at(-1)))),
    ArrowRight: () => (node.hasPlaces && !isOpen ? fold(node, true) : headcountsIn(grid, node)[0]?.focus()),
    ' ': () => onMark(toggled(marked, node)),
    m: () => {
      if (!marked.has(node.key)) onMark(new Set([node.key]))
      onAskMove()
    },
    Enter: () => headcountsIn(grid, node)[0]?.focus(),
  }
  if (event.key === 'a' && (event.ctrlKey || event.metaKey)) {
    event.preventDefault()
    onMark(new Set(rows.map(({ key }) => key)))
    return
  }
  if (event.ctrlKey || event.metaKey || event.altKey) return
  const action = Object.hasOwn(act, event.key) ? act[event.key] : undefined
  if (action === undefined) return
  event.preventDefault()
  event.stopPropagation()
  action()
}
