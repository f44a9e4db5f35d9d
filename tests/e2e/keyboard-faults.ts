import type { Page } from 'playwright-core'
import { still } from './window-driver'

/** More stops than any screen has: whoever has pressed Tab so often is caught. */
const mostStops = 400

/** Parts of which the Tab key reaches one place, and the arrow keys the others. */
const composites =
  'table:has(button[tabindex="-1"]), [role=group]:has(> button[tabindex="-1"]), [role=grid], [role=treegrid], [role=tree], [role=menu]'

/** What opens over the window. */
export const overlays = '#overlays [data-position], [role=dialog], #overlays [role=listbox]'

/**
 * Goes through the window by the keyboard alone. Where the focus has been is marked on the page by `data-reached`.
 * @returns what is wrong, one line a fault: what is not reached, has no name, does not show the focus, or keeps it
 */
export async function keyboardFaults(page: Page): Promise<readonly string[]> {
  const faults = new Set<string>()
  await page.evaluate(beginAnew, true)
  let first: string | null = null
  let before: string | null = null
  for (let stop = 0; ; stop += 1) {
    await page.keyboard.press('Tab')
    const now = await page.evaluate(stopHere, composites)
    if (now === null || now.id === first) break
    first ??= now.id
    for (const fault of now.faults) faults.add(fault)
    if (now.id === before || stop > mostStops) {
      faults.add(`the Tab key does not get away from ${now.name}`)
      break
    }
    before = now.id
    if (!now.isNewComposite) continue
    for (const key of ['ArrowDown', 'ArrowRight', 'ArrowDown', 'End', 'Home']) {
      await page.keyboard.press(key)
      const moved = await page.evaluate(stopHere, composites)
      for (const fault of moved?.faults ?? []) faults.add(fault)
      before = moved?.id ?? null
    }
  }
  for (const fault of await page.evaluate(notReached, ['body', composites] as const)) faults.add(fault)
  return [...faults]
}

/** The same for what has opened over the window, whose end gives the focus back. */
export async function overlayFaults(page: Page): Promise<readonly string[]> {
  const faults = new Set<string>()
  await page.evaluate(beginAnew, false)
  if (!(await page.evaluate((kinds) => document.activeElement?.closest(kinds) != null, overlays)))
    if ((await page.locator('[aria-expanded=true][role=combobox]:focus').count()) === 0)
      faults.add('the focus is not in what has opened')
  const isMenu = (await page.locator('[role=menu]:visible').count()) > 0
  const met = new Set<string>()
  for (let stop = 0; stop < mostStops; stop += 1) {
    const now = await page.evaluate(stopHere, composites)
    for (const fault of now?.faults ?? []) faults.add(fault)
    if (now !== null && met.has(now.id)) break
    if (now !== null) met.add(now.id)
    await page.keyboard.press(isMenu ? 'ArrowDown' : 'Tab')
    if ((await page.locator('[role=listbox]:visible').count()) > 0) break
  }
  const kind = isMenu ? '[role=menu]' : '[role=dialog]'
  for (const fault of await page.evaluate(notReached, [kind, composites] as const)) faults.add(fault)
  await page.keyboard.press('Escape')
  await still(page)
  if ((await page.locator('[role=menu]:visible, [role=dialog]:visible, [role=listbox]:visible').count()) > 0)
    faults.add('Escape does not close it')
  if (await page.evaluate(() => document.activeElement === document.body || document.activeElement === null))
    faults.add('the focus is lost once it has closed')
  return [...faults]
}

/** Focusable places of the screen reader's tree that have no name there. */
export async function namelessNodes(page: Page): Promise<readonly string[]> {
  const session = await page.context().newCDPSession(page)
  try {
    const { nodes } = await session.send('Accessibility.getFullAXTree')
    return nodes
      .filter(
        ({ ignored, properties, name, role }) =>
          !ignored &&
          role?.value !== 'RootWebArea' &&
          properties?.some((property) => property.name === 'focusable' && property.value.value === true) === true &&
          String(name?.value ?? '').trim() === '',
      )
      .map(({ role, nodeId }) => `the screen reader’s tree has a ${String(role?.value)} without a name (${nodeId})`)
  } finally {
    await session.detach()
  }
}

function beginAnew(isFromStart: boolean): void {
  for (const element of document.querySelectorAll('[data-reached]')) element.removeAttribute('data-reached')
  if (!isFromStart) return
  // The next Tab begins at the start of the page, wherever the last press was.
  document.body.tabIndex = -1
  document.body.focus()
  document.body.removeAttribute('tabindex')
}

interface Stop {
  readonly id: string
  readonly name: string
  readonly faults: readonly string[]
  readonly isNewComposite: boolean
}

/** Where the focus is and what is wrong there; null outside the page. */
async function stopHere(compositeKinds: string): Promise<Stop | null> {
  const element = document.activeElement
  if (!(element instanceof HTMLElement || element instanceof SVGElement) || element === document.body) return null
  const composite = element.closest(compositeKinds)
  const isNewComposite = composite !== null && !composite.hasAttribute('data-reached')
  composite?.setAttribute('data-reached', '')
  element.setAttribute('data-reached', '')
  const { dataset } = document.body
  if (element.dataset['stop'] === undefined) {
    dataset['stops'] = String(Number(dataset['stops'] ?? 0) + 1)
    element.dataset['stop'] = dataset['stops']
  }
  const id = element.dataset['stop']
  const labelled = (element.getAttribute('aria-labelledby') ?? '').split(' ')
  const name = [
    element.getAttribute('aria-label'),
    ...labelled.map((each) => document.getElementById(each)?.textContent ?? null),
    ...[...((element as HTMLInputElement).labels ?? [])].map(({ textContent }) => textContent),
    element.getAttribute('title'),
    element.textContent,
  ].find((each) => each != null && each.trim() !== '')
  const told = `${element.tagName.toLowerCase()}.${element.getAttribute('class')?.split(' ')[0] ?? ''} “${(name ?? '').trim().slice(0, 60)}”`
  const shows = (each: Element | null): boolean => {
    if (each === null) return false
    const style = getComputedStyle(each)
    return (
      (style.outlineStyle !== 'none' && Number.parseFloat(style.outlineWidth) > 0) ||
      (style.boxShadow !== 'none' && each === element)
    )
  }
  // Boxes to choose are drawn beside the field that has the focus; fields show it by their line.
  const isShown =
    [element, element.parentElement, element.nextElementSibling].some(shows) ||
    element.matches('input:not([type=radio]):not([type=checkbox]), textarea, select, [role=dialog] [data-autofocus]')
  const isInSight = (): boolean => {
    const box = element.getBoundingClientRect()
    return (
      element.matches('[type=radio], [type=checkbox]') ||
      (box.bottom > 0 && box.right > 0 && box.top < innerHeight && box.left < innerWidth)
    )
  }
  // A long list scrolls once it has been drawn anew.
  for (let frame = 0; frame < 20 && !isInSight(); frame += 1)
    await new Promise((resolve) => requestAnimationFrame(resolve))
  const faults = [
    ...(name === undefined ? [`${told} has no name`] : []),
    ...(isShown ? [] : [`${told} does not show the focus`]),
    ...(isInSight() ? [] : [`${told} has the focus out of sight`]),
    ...(element.closest('[aria-hidden=true]') === null ? [] : [`${told} is hidden from screen readers`]),
  ]
  return { id, name: told, faults, isNewComposite }
}

/** The controls that no key has reached, or that screen readers are not told of. */
function notReached([within, compositeKinds]: readonly [string, string]): readonly string[] {
  const { looks } = window
  if (looks === undefined) return ['nothing to look with']
  const controls = looks
    .controls()
    .filter((each) => each.closest(within) !== null && !each.matches(':disabled, [aria-disabled=true]'))
  const reachedGroups = new Set(
    controls.filter((each) => each.hasAttribute('data-reached')).map((each) => each.getAttribute('name')),
  )
  return controls.flatMap((control) => {
    const isReached =
      control.hasAttribute('data-reached') ||
      control.closest(compositeKinds)?.hasAttribute('data-reached') === true ||
      // Of boxes of which one is chosen the arrow keys reach the others.
      (control.matches('[type=radio]') && reachedGroups.has(control.getAttribute('name'))) ||
      (control.matches('[role=option]') && control.closest('[role=listbox]') !== null)
    return [
      ...(isReached ? [] : [`${looks.nameOf(control)} is not reached by the keyboard`]),
      ...(control.closest('[aria-hidden=true]') === null
        ? []
        : [`${looks.nameOf(control)} is hidden from screen readers`]),
    ]
  })
}
