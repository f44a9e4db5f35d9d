/** Marks the titles that were given here, so that they are taken away again when there is room. */
const given = 'cutText'

/** How far up from what is pointed at the element is looked for that cuts the text. */
const reach = 4

/**
 * Whatever text is cut for want of room is said in full when it is pointed at: names, values in fields and chosen entries alike. An element
 * that has a title, or stands in one that has, keeps that.
 * @returns a function that ends it
 */
export function tellCutTexts(root: Document): () => void {
  const tell = ({ target }: Event): void => {
    if (!(target instanceof Element)) return
    let element: Element | null = target
    for (let step = 0; step < reach && element !== null && element !== root.body; step += 1) {
      if (element instanceof HTMLElement && tellIfCut(element)) return
      element = element.parentElement
    }
  }
  root.addEventListener('pointerover', tell, { passive: true })
  return () => root.removeEventListener('pointerover', tell)
}

/** @returns true where the element or one around it says what it says in full */
function tellIfCut(element: HTMLElement): boolean {
  if (element.dataset[given] === undefined && element.closest('[title]') !== null) return true
  const isCut = cuts(element)
  if (isCut) {
    element.title = textOf(element)
    element.dataset[given] = ''
  } else if (element.dataset[given] !== undefined) {
    element.removeAttribute('title')
    delete element.dataset[given]
  }
  return isCut
}

function cuts(element: HTMLElement): boolean {
  if (element instanceof HTMLInputElement)
    return !element.matches('[type=checkbox], [type=radio], [type=range]') && element.scrollWidth > element.clientWidth
  if (element instanceof HTMLSelectElement) return widthOf(textOf(element), element) > roomOf(element)
  if (element.childElementCount > 3) return false
  const { overflowX, overflowY } = getComputedStyle(element)
  return (
    (overflowX === 'hidden' && element.scrollWidth > element.clientWidth) ||
    (overflowY === 'hidden' && element.clientHeight > 0 && element.scrollHeight > element.clientHeight + 2)
  )
}

function textOf(element: HTMLElement): string {
  if (element instanceof HTMLInputElement) return element.value
  if (element instanceof HTMLSelectElement) return element.selectedOptions[0]?.text ?? ''
  return element.innerText.trim()
}

/** A list of choices does not scroll, so that its text has to be measured. */
function widthOf(text: string, element: HTMLElement): number {
  const { fontStyle, fontWeight, fontSize, fontFamily } = getComputedStyle(element)
  const canvas = document.createElement('canvas').getContext('2d')
  if (canvas === null) return 0
  canvas.font = `${fontStyle} ${fontWeight} ${fontSize} ${fontFamily}`
  return canvas.measureText(text).width
}

function roomOf(element: HTMLElement): number {
  const { paddingLeft, paddingRight } = getComputedStyle(element)
  return element.clientWidth - Number.parseFloat(paddingLeft) - Number.parseFloat(paddingRight)
}
