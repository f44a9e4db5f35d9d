import type { Page } from 'playwright-core'

/** What the measures below share, put into the page once: the page's policy lets nothing be evaluated from text. */
interface Looks {
  /** What can be pressed, typed into or chosen. */
  readonly controls: () => readonly HTMLElement[]
  /** True for what takes part in the picture. */
  readonly isSeen: (element: Element) => boolean
  /** The part of an element's box that its surroundings let through, and whether what is missing can be scrolled to. */
  readonly shownBox: (element: Element) => { readonly box: DOMRect; readonly scrolls: boolean }
  readonly nameOf: (element: Element) => string
}

declare global {
  interface Window {
    looks?: Looks
  }
}

/** Every fault of the picture that can be measured, one line a place. */
export async function screenFaults(page: Page): Promise<readonly string[]> {
  await page.evaluate(putLooks)
  const found = [
    await page.evaluate(outsideTheWindow),
    await page.evaluate(cutTexts),
    await page.evaluate(overlappingControls),
    await page.evaluate(smallTargets),
  ]
  return [...new Set(found.flat())]
}

function putLooks(): void {
  const kinds =
    'button, a[href], input:not([type=hidden]), select, textarea, summary, [role=button], [role=tab], [role=menuitem], [role=option], [role=treeitem], [role=slider], [role=switch], [role=radio], [role=checkbox]'
  const isSeen = (element: Element): boolean => {
    if (!element.checkVisibility({ visibilityProperty: true })) return false
    // The way past the bars comes into sight with the focus.
    if (element.matches('a[href="#main"]:not(:focus)')) return false
    const { width, height } = element.getBoundingClientRect()
    if (width < 2 || height < 2) return false
    for (let each: Element | null = element; each !== null; each = each.parentElement) {
      const style = getComputedStyle(each)
      // What is there for screen readers only.
      if (style.clip === 'rect(0px, 0px, 0px, 0px)' || style.clipPath === 'inset(50%)' || style.opacity === '0')
        return false
    }
    return true
  }
  const shownBox: Looks['shownBox'] = (element) => {
    let { left, top, right, bottom } = element.getBoundingClientRect()
    let scrolls = false
    let position = getComputedStyle(element).position
    for (let each = element.parentElement; each !== null && each !== document.body; each = each.parentElement) {
      if (position === 'fixed') break
      const style = getComputedStyle(each)
      // What is placed absolutely is clipped only from the element on that it is placed in.
      if (position === 'absolute' && style.position === 'static') continue
      position = style.position
      const frame = each.getBoundingClientRect()
      const clips = (overflow: string, before: number, after: number, from: number, to: number): boolean => {
        if (overflow === 'visible') return false
        if (overflow !== 'hidden' && overflow !== 'clip' && (from < before || to > after)) scrolls = true
        return true
      }
      if (clips(style.overflowX, frame.left, frame.right, left, right)) {
        left = Math.max(left, frame.left)
        right = Math.min(right, frame.right)
      }
      if (clips(style.overflowY, frame.top, frame.bottom, top, bottom)) {
        top = Math.max(top, frame.top)
        bottom = Math.min(bottom, frame.bottom)
      }
    }
    return { box: new DOMRect(left, top, Math.max(0, right - left), Math.max(0, bottom - top)), scrolls }
  }
  window.looks = {
    isSeen,
    shownBox,
    controls: () => [...document.querySelectorAll<HTMLElement>(kinds)].filter(isSeen),
    nameOf: (element) => {
      const own =
        element.getAttribute('aria-label') ??
        (element as HTMLInputElement).labels?.[0]?.textContent ??
        element.textContent
      const kind = element.getAttribute('class')?.split(/\s+/u).find(Boolean) ?? ''
      return `${element.tagName.toLowerCase()}.${kind} “${own.trim().replaceAll(/\s+/gu, ' ').slice(0, 60)}”`
    },
  }
}

/** What stands outside the window, or is cut off by its surroundings, where nothing scrolls to it; and a page that scrolls as a whole. */
function outsideTheWindow(): readonly string[] {
  const { looks } = window
  if (looks === undefined) return ['nothing to look with']
  const faults: string[] = []
  for (const each of [document.documentElement, document.body, document.querySelector('main')])
    if (each !== null && (each.scrollWidth > each.clientWidth + 1 || each.scrollLeft !== 0))
      faults.push(`${each.tagName} scrolls aside: ${each.scrollWidth} of ${each.clientWidth} px`)
  if (document.documentElement.scrollTop + document.body.scrollTop > 0) faults.push('the window itself is scrolled')
  for (const element of document.body.querySelectorAll('*')) {
    if (element.closest('svg') !== null || !looks.isSeen(element)) continue
    const { box, scrolls } = looks.shownBox(element)
    if (scrolls || box.width === 0 || box.height === 0) continue
    if (box.left < -1 || box.top < -1 || box.right > innerWidth + 1 || box.bottom > innerHeight + 1)
      faults.push(
        `${looks.nameOf(element)} stands outside: ${[box.left, box.top, box.right, box.bottom].map(Math.round).join(' ')}`,
      )
  }
  for (const control of looks.controls()) {
    const { box, scrolls } = looks.shownBox(control)
    const own = control.getBoundingClientRect()
    if (!scrolls && (box.width < own.width - 3 || box.height < own.height - 3))
      faults.push(
        `${looks.nameOf(control)} is cut off: ${Math.round(box.width)} × ${Math.round(box.height)} of ${Math.round(own.width)} × ${Math.round(own.height)}`,
      )
  }
  // Tables, grids and code may be wider than their place; reading text and forms may not.
  for (const element of document.querySelectorAll('main *, #overlays *'))
    if (
      element.scrollWidth > element.clientWidth + 2 &&
      element.clientWidth > 0 &&
      ['auto', 'scroll'].includes(getComputedStyle(element).overflowX) &&
      looks.isSeen(element) &&
      !element.matches('textarea, pre, [role=grid], [data-scrolls-aside]') &&
      element.querySelector(':scope table, :scope pre, :scope figure, :scope [role=grid], :scope [role=treegrid]') ===
        null
    )
      faults.push(`${looks.nameOf(element)} scrolls aside: ${element.scrollWidth} of ${element.clientWidth} px`)
  return faults
}

/** Texts that are cut and say nowhere what they say in full. */
function cutTexts(): readonly string[] {
  const { looks } = window
  if (looks === undefined) return ['nothing to look with']
  const plain = (text: string | null): string => (text ?? '').replaceAll(/\s+/gu, ' ').trim()
  const isTold = (element: Element, text: string): boolean => {
    // Some titles are given when they are asked for.
    element.dispatchEvent(new PointerEvent('pointerover', { bubbles: true }))
    for (let each: Element | null = element; each !== null; each = each.parentElement)
      if (plain(each.getAttribute('title')).includes(plain(text))) return true
    return false
  }
  const faults: string[] = []
  const words = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT)
  const range = document.createRange()
  for (let node = words.nextNode(); node !== null; node = words.nextNode()) {
    const parent = node.parentElement
    const text = plain(node.textContent)
    if (parent === null || text === '' || parent.closest('svg, script, style, option, textarea') !== null) continue
    if (!looks.isSeen(parent)) continue
    range.selectNodeContents(node)
    const whole = range.getBoundingClientRect()
    let isCut = false
    let [isAside, isDown] = [true, true]
    for (let each: Element | null = parent; each !== null && each !== document.body; each = each.parentElement) {
      const style = getComputedStyle(each)
      const frame = each.getBoundingClientRect()
      if (['auto', 'scroll'].includes(style.overflowX)) isAside = false
      if (['auto', 'scroll'].includes(style.overflowY)) isDown = false
      if (isAside && ['hidden', 'clip'].includes(style.overflowX))
        isCut ||= whole.left < frame.left - 1 || whole.right > frame.right + 1
      if (isDown && ['hidden', 'clip'].includes(style.overflowY))
        isCut ||= whole.top < frame.top - 4 || whole.bottom > frame.bottom + 4
      if (style.position === 'fixed') break
    }
    if (isCut && !isTold(parent, text)) faults.push(`the text “${text.slice(0, 80)}” of ${looks.nameOf(parent)} is cut`)
  }
  const canvas = document.createElement('canvas').getContext('2d')
  for (const field of document.querySelectorAll<HTMLInputElement | HTMLSelectElement>('input, select')) {
    if (!looks.isSeen(field) || canvas === null) continue
    if (field.matches('[type=checkbox], [type=radio], [type=range]')) continue
    const style = getComputedStyle(field)
    const text = field instanceof HTMLSelectElement ? (field.selectedOptions[0]?.text ?? '') : field.value
    canvas.font = `${style.fontStyle} ${style.fontWeight} ${style.fontSize} ${style.fontFamily}`
    const room = field.clientWidth - Number.parseFloat(style.paddingLeft) - Number.parseFloat(style.paddingRight)
    if (canvas.measureText(text).width > room + 2 && !isTold(field, text))
      faults.push(`“${text.slice(0, 80)}” in ${looks.nameOf(field)} is cut`)
    const placeholder = getComputedStyle(field, '::placeholder')
    canvas.font = `${placeholder.fontStyle} ${placeholder.fontWeight} ${style.fontSize} ${style.fontFamily}`
    if (text === '' && canvas.measureText(field.getAttribute('placeholder') ?? '').width > room + 2)
      faults.push(`“${field.getAttribute('placeholder') ?? ''}” in ${looks.nameOf(field)} is cut`)
  }
  return faults
}

/** Controls that lie on one another, and those that something else lies on. */
function overlappingControls(): readonly string[] {
  const { looks } = window
  if (looks === undefined) return ['nothing to look with']
  const { controls, nameOf, shownBox } = looks
  const layerOf = (element: Element): Element | null =>
    element.closest('#overlays > *, [role=dialog], [data-portal], .mantine-Notification-root')
  // Heads that stay where they are while rows go by below them.
  const isStuck = (element: Element): boolean => {
    for (let each: Element | null = element; each !== null && each !== document.body; each = each.parentElement)
      if (['sticky', 'fixed'].includes(getComputedStyle(each).position)) return true
    return false
  }
  const all = controls()
    .filter((control) => getComputedStyle(control).pointerEvents !== 'none')
    .map((control) => ({ control, box: shownBox(control).box, layer: layerOf(control), isStuck: isStuck(control) }))
    .filter(({ box }) => box.width > 3 && box.height > 3)
  const faults: string[] = []
  for (const [index, one] of all.entries())
    for (const other of all.slice(index + 1)) {
      if (one.layer !== other.layer || one.isStuck !== other.isStuck) continue
      if (one.control.contains(other.control) || other.control.contains(one.control)) continue
      const field = one.control.closest('.mantine-Input-wrapper')
      if (field !== null && field.contains(other.control)) continue
      const across = Math.min(one.box.right, other.box.right) - Math.max(one.box.left, other.box.left)
      const down = Math.min(one.box.bottom, other.box.bottom) - Math.max(one.box.top, other.box.top)
      if (across > 2 && down > 2) faults.push(`${nameOf(one.control)} and ${nameOf(other.control)} overlap`)
    }
  const top = all.some(({ layer }) => layer !== null) ? all.filter(({ layer }) => layer !== null) : all
  for (const { control, box } of top) {
    const [x, y] = [box.left + box.width / 2, box.top + box.height / 2]
    const met = document.elementFromPoint(x, y)
    if (met === null || control.contains(met) || met.contains(control)) continue
    const labels = [...((control as HTMLInputElement).labels ?? [])]
    if (
      labels.some((label) => label.contains(met)) ||
      met.closest('.mantine-Input-wrapper')?.contains(control) === true
    )
      continue
    if (isStuck(met) && met.closest('.mantine-Notification-root') === null) continue
    faults.push(`${nameOf(control)} is covered by ${nameOf(met)}`)
  }
  return faults
}

/** Targets of a pointer below 24 by 24 pixels, those within a sentence left out. */
function smallTargets(): readonly string[] {
  const { looks } = window
  if (looks === undefined) return ['nothing to look with']
  return looks.controls().flatMap((control) => {
    if (control.matches(':disabled') || getComputedStyle(control).pointerEvents === 'none') return []
    if (control.closest('svg') !== null || (control.matches('a') && control.closest('p, li') !== null)) return []
    // A box to tick is hit by its words too.
    const around = [
      ...((control as HTMLInputElement).labels ?? []),
      control.closest('label'),
      control.matches('[role=slider]') ? control.parentElement : null,
    ]
    const boxes = [control, ...around].flatMap((each) => (each === null ? [] : [each.getBoundingClientRect()]))
    const width = Math.max(...boxes.map((box) => box.width))
    const height = Math.max(...boxes.map((box) => box.height))
    return width < 23.5 || height < 23.5
      ? [`${looks.nameOf(control)} is ${width.toFixed(1)} × ${height.toFixed(1)} px`]
      : []
  })
}
