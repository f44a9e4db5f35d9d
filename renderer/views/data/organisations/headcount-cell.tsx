import { useEffect, useRef, useState, type ClipboardEvent, type KeyboardEvent } from 'react'
import type { NodeRound } from '../../../../analyses/organisations/nodes'
import { countIn } from '../../../state/organisations'
import { useWords } from '../../workbench-context'
import styles from './organisations.module.css'

interface Props {
  /** What the place is called. */
  readonly place: string
  readonly round: string
  readonly cell: NodeRound
  /** Null takes away what was typed in. */
  readonly onType: (headcount: number | null) => void
  readonly onPaste: (text: string) => void
  /** Goes to another cell: rows down, and rounds to the right. */
  readonly onGo: (by: number, step: number) => void
}

/** The headcount of a place in a round: typed in, pasted, or the sum of the places within. */
export function HeadcountCell({ place, round, cell, onType, onPaste, onGo }: Props) {
  const words = useWords()
  const [text, setText] = useState<string | null>(null)
  const button = useRef<HTMLButtonElement>(null)
  const field = useRef<HTMLInputElement>(null)
  const isEditing = text !== null
  useEffect(() => {
    if (isEditing) field.current?.focus()
  }, [isEditing])
  const shown = cell.typed ?? cell.headcount
  const count = text === null ? undefined : countIn(text)
  const finish = (isTaken: boolean): void => {
    if (isTaken && count !== undefined && count !== cell.typed) onType(count)
    setText(null)
    requestAnimationFrame(() => button.current?.focus())
  }
  const name = words('organisations.headcount-at', { place, round })
  const paste = (event: ClipboardEvent): void => {
    const pasted = event.clipboardData.getData('text/plain')
    if (isEditing && !/[\t\n]/.test(pasted.trim())) return
    event.preventDefault()
    event.stopPropagation()
    setText(null)
    onPaste(pasted)
  }
  const handleKey = (event: KeyboardEvent): void => {
    const moves: Readonly<Record<string, readonly [number, number]>> = {
      ArrowUp: [-1, 0],
      ArrowDown: [1, 0],
      ArrowLeft: [0, -1],
      ArrowRight: [0, 1],
    }
    const move = Object.hasOwn(moves, event.key) ? moves[event.key] : undefined
    if (event.ctrlKey || event.metaKey || event.altKey) return
    if (move !== undefined) onGo(...move)
    else if (/^\d$/.test(event.key)) setText(event.key)
    else if (event.key === 'Delete' || event.key === 'Backspace') onType(null)
    else return
    event.preventDefault()
    event.stopPropagation()
  }
  return (
    <div role="gridcell" className={styles['number']} onPaste={paste}>
      {text === null ? (
        <button
          ref={button}
          type="button"
          data-headcount
          tabIndex={-1}
          className={styles['headcount']}
          data-typed={cell.typed === null ? undefined : ''}
          aria-label={`${name}: ${shown === null ? words('organisations.no-headcount') : words.format.count(shown)}`}
          onClick={() => setText(shown === null ? '' : String(shown))}
          onKeyDown={handleKey}
        >
          {shown === null ? '·' : words.format.count(shown)}
        </button>
      ) : (
        <input
          ref={field}
          className={styles['field']}
          aria-label={name}
          aria-invalid={count === undefined}
          inputMode="numeric"
          value={text}
          onChange={(event) => setText(event.currentTarget.value)}
          onBlur={() => {
            if (count !== undefined && count !== cell.typed && (cell.typed !== null || count !== cell.headcount))
              onType(count)
            setText(null)
          }}
          onKeyDown={(event) => {
            event.stopPropagation()
            if (event.key === 'Escape') finish(false)
            if (event.key === 'Enter' && count !== undefined) {
              finish(true)
              requestAnimationFrame(() => requestAnimationFrame(() => onGo(1, 0)))
            }
          }}
        />
      )}
    </div>
  )
}
