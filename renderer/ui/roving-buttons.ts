import { useEffect, useRef, type FocusEvent, type KeyboardEvent, type RefObject } from 'react'

interface RovingButtons {
  readonly ref: RefObject<HTMLTableElement | null>
  onFocus(event: FocusEvent): void
  onKeyDown(event: KeyboardEvent): void
}

/**
 * Makes the buttons in a table one stop of the Tab key, however many there are: the arrow keys go between them, along a row and from row to row, and Home and End to the first
 * and the last. The button that had the focus last is the one that Tab comes back to.
 */
export function useRovingButtons(): RovingButtons {
  const ref = useRef<HTMLTableElement>(null)
  const last = useRef<HTMLButtonElement | null>(null)
  const keepOneStop = (): void => {
    const buttons = buttonsIn(ref.current)
    const stop = last.current !== null && buttons.includes(last.current) ? last.current : buttons[0]
    for (const button of buttons) button.tabIndex = button === stop ? 0 : -1
  }
  // Rows come and go while a long table is scrolled, so that every drawing may bring buttons.
  useEffect(keepOneStop)
  return {
    ref,
    onFocus: ({ target }) => {
      last.current = target.closest('button')
      keepOneStop()
    },
    onKeyDown: (event) => {
      if (event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return
      const from = event.target instanceof Element ? event.target.closest('button') : null
      const to = from === null ? undefined : neighbour(buttonsIn(ref.current), from, event.key)
      if (to === undefined) return
      event.preventDefault()
      to.focus()
    },
  }
}

const buttonsIn = (table: HTMLTableElement | null): readonly HTMLButtonElement[] => [
  ...(table?.querySelectorAll('button') ?? []),
]

const rowOf = (button: HTMLButtonElement): Element | null => button.closest('tr')
const columnOf = (button: HTMLButtonElement): number => button.closest<HTMLTableCellElement>('td, th')?.cellIndex ?? -1

function neighbour(
  buttons: readonly HTMLButtonElement[],
  from: HTMLButtonElement,
  key: string,
): HTMLButtonElement | undefined {
  const place = buttons.indexOf(from)
  const inRow = buttons.filter((button) => rowOf(button) === rowOf(from))
  switch (key) {
    case 'ArrowRight':
      return inRow[inRow.indexOf(from) + 1]
    case 'ArrowLeft':
      return inRow[inRow.indexOf(from) - 1]
    case 'ArrowDown':
      return inNextRow(buttons.slice(place + 1), from)
    case 'ArrowUp':
      return inNextRow(buttons.slice(0, place).toReversed(), from)
    case 'Home':
      return buttons[0]
    case 'End':
      return buttons.at(-1)
    default:
      return undefined
  }
}

/** Of the nearest row that has buttons: the one in the same column, else the first that is met. */
function inNextRow(onward: readonly HTMLButtonElement[], from: HTMLButtonElement): HTMLButtonElement | undefined {
  const nearest = onward.find((button) => rowOf(button) !== rowOf(from))
  if (nearest === undefined) return undefined
  const row = onward.filter((button) => rowOf(button) === rowOf(nearest))
  return row.find((button) => columnOf(button) === columnOf(from)) ?? nearest
}
