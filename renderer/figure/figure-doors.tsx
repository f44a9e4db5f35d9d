import { useRef, useState, type KeyboardEvent, type PointerEvent, type ReactElement } from 'react'
import styles from './figure-view.module.css'
import type { Box } from './projection'
import { targetAt, type FigureTarget } from './targets'

/** What can be opened from a figure by pointing at a name or at what belongs to it. Keep its identity between renders that say the same. */
export interface Doors {
  /** What they are together, for screen readers. */
  readonly label: string
  /** The names, as the figure says them. */
  readonly names: ReadonlySet<string>
  /** What opening does, in words: `Show Åre only`. */
  readonly hint: (name: string) => string
  readonly open: (name: string) => void
}

/** A pointer that has moved further than this since it was pressed, in CSS pixels, was dragging. */
const stillness = 4

interface Pointing {
  /** What the pointer is over. */
  readonly target: FigureTarget | null
  readonly handlers: {
    onPointerMove?(event: PointerEvent<HTMLElement>): void
    onPointerLeave?(): void
    onPointerDownCapture?(event: PointerEvent<HTMLElement>): void
  }
}

/**
 * Follows the pointer over a figure. The drawing library covers the page while a button is down, so that the figure itself never sees a click; the release is listened for on the
 * window.
 * @param scale at which the sheet is shown
 */
export function usePointing(targets: readonly FigureTarget[], scale: number, doors: Doors | undefined): Pointing {
  const [target, setTarget] = useState<FigureTarget | null>(null)
  if (doors === undefined || targets.length === 0) return { target: null, handlers: {} }
  const under = (
    event: { readonly clientX: number; readonly clientY: number },
    sheet: Element,
  ): FigureTarget | null => {
    const { left, top } = sheet.getBoundingClientRect()
    return targetAt(targets, (event.clientX - left) / scale, (event.clientY - top) / scale)
  }
  return {
    target: target !== null && targets.includes(target) ? target : null,
    handlers: {
      onPointerMove: (event) => setTarget(under(event, event.currentTarget)),
      onPointerLeave: () => setTarget(null),
      onPointerDownCapture: (pressed) => {
        const pointed = under(pressed, pressed.currentTarget)
        if (pointed === null || pressed.button !== 0) return
        const release = (released: globalThis.PointerEvent): void => {
          const way = Math.hypot(released.clientX - pressed.clientX, released.clientY - pressed.clientY)
          if (way <= stillness) doors.open(pointed.name)
        }
        window.addEventListener('pointerup', release, { once: true, capture: true })
      },
    },
  }
}

interface Props {
  readonly targets: readonly FigureTarget[]
  readonly scale: number
  readonly doors: Doors
  readonly pointed: FigureTarget | null
}

/** The same for the keyboard and for screen readers: a button over the first place of each name. Together they are one stop of the Tab key, and the arrow keys go between them. */
export function FigureDoors({ targets, scale, doors, pointed }: Props): ReactElement {
  const group = useRef<HTMLDivElement>(null)
  const [stop, setStop] = useState(0)
  const first = targets.filter(({ name }, index) => targets.findIndex((other) => other.name === name) === index)
  const current = Math.min(stop, first.length - 1)
  const go = (event: KeyboardEvent): void => {
    if (event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return
    const next = nextStop(event.key, current, first.length)
    if (next === null) return
    event.preventDefault()
    setStop(next)
    group.current?.querySelectorAll('button')[next]?.focus()
  }
  return (
    <div ref={group} role="group" aria-label={doors.label} className={styles['doors']}>
      {pointed === null ? null : <div className={styles['pointed']} style={placed(pointed.box, scale)} />}
      {first.map(({ name, box }, index) => (
        <button
          key={name}
          type="button"
          className={styles['door']}
          style={placed(box, scale)}
          tabIndex={index === current ? 0 : -1}
          aria-label={doors.hint(name)}
          onFocus={() => setStop(index)}
          onKeyDown={go}
          onClick={() => doors.open(name)}
        />
      ))}
    </div>
  )
}

function nextStop(key: string, current: number, count: number): number | null {
  switch (key) {
    case 'ArrowDown':
    case 'ArrowRight':
      return Math.min(current + 1, count - 1)
    case 'ArrowUp':
    case 'ArrowLeft':
      return Math.max(current - 1, 0)
    case 'Home':
      return 0
    case 'End':
      return count - 1
    default:
      return null
  }
}

function placed(
  { left, top, right, bottom }: Box,
  scale: number,
): { readonly left: number; readonly top: number; readonly width: number; readonly height: number } {
  return { left: left * scale, top: top * scale, width: (right - left) * scale, height: (bottom - top) * scale }
}
