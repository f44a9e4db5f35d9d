import type { FigureFinding } from '../../analyses/publish/figure-job'
import type { PublicationProfile } from '../../analyses/publish/publication-profile'
import { contrast, mixed } from './colour'
import { hundredths, pixelsPerMm, pixelsPerPoint } from './figure-style'
import { lettersOutsideInter } from './text-metrics'
import { surfaces, type FigureTheme, type Surface } from './tones'

/** 3:1, with room for the rounding of colours to eight bits. */
const leastContrast = 2.99

/** A text as drawn, in CSS pixels of the figure. */
interface DrawnText {
  readonly text: string
  readonly element: SVGTextElement
  readonly left: number
  readonly right: number
  readonly top: number
  readonly bottom: number
}

/** A drawn figure, and the rules that it is checked against. */
interface Inspection {
  readonly svg: SVGSVGElement
  readonly sheet: DOMRect
  readonly texts: readonly DrawnText[]
  readonly profile: PublicationProfile
  readonly surface: Surface
  /** Pixels of the screen per CSS pixel of the figure. */
  readonly scale: number
}

/**
 * Inspects a figure that stands on the page and reports what its profile does not allow. Guide lines, bands and the shade of cells are not held to 3:1,
 * since nothing is said by them alone.
 * @param svg attached to the page at its printed size
 */
export function findingsIn(
  svg: SVGSVGElement,
  profile: PublicationProfile,
  theme: FigureTheme,
): readonly FigureFinding[] {
  const sheet = svg.getBoundingClientRect()
  const inspection: Inspection = {
    svg,
    sheet,
    texts: drawnTexts(svg, sheet),
    profile,
    surface: surfaces[theme],
    scale: sheet.width / (profile.widthMm * pixelsPerMm),
  }
  return [
    ...smallTexts(inspection),
    ...foreignLetters(inspection),
    ...thinLines(inspection),
    ...paleMarks(inspection),
    ...paleTexts(inspection),
    ...crampedLabels(inspection),
    ...excessHeight(inspection),
  ]
}

function smallTexts({ texts, profile }: Inspection): readonly FigureFinding[] {
  const small = new Map<number, { readonly text: string; readonly count: number }>()
  for (const { text, element } of texts) {
    const sizePt = hundredths(Number.parseFloat(getComputedStyle(element).fontSize) / pixelsPerPoint)
    if (sizePt < profile.minTextPt - 0.05)
      small.set(sizePt, { text: small.get(sizePt)?.text ?? text, count: (small.get(sizePt)?.count ?? 0) + 1 })
  }
  return [...small].map(([sizePt, { text, count }]) => ({
    code: 'text-too-small',
    text,
    count,
    sizePt,
    smallestPt: profile.minTextPt,
  }))
}

/** Letters that the bundled typeface lacks come from a font of this machine, and look otherwise or not at all on another. */
function foreignLetters({ texts }: Inspection): readonly FigureFinding[] {
  const concerned = texts.filter(({ text }) => lettersOutsideInter(text).length > 0)
  const [first] = concerned
  if (first === undefined) return []
  const letters = new Set(concerned.flatMap(({ text }) => lettersOutsideInter(text)))
  return [{ code: 'letters-not-bundled', letters: [...letters].join(' '), text: first.text, count: concerned.length }]
}

/** The shapes that are stroked or filled, apart from those in definitions. */
function drawnShapes(svg: SVGSVGElement): readonly SVGElement[] {
  return [...svg.querySelectorAll<SVGElement>('path, line, rect, circle, polyline')].filter(
    (element) => element.closest('defs, clipPath') === null,
  )
}

/** The colour of a stroke over the background; null when none is drawn, or one in the colour of the paper. */
function strokeOf(style: CSSStyleDeclaration, background: string): string | null {
  const stroke = opaque(style.stroke, style.strokeOpacity, background)
  return stroke !== null && Number.parseFloat(style.strokeWidth) > 0 && stroke !== background ? stroke : null
}

function thinLines({ svg, profile, surface }: Inspection): readonly FigureFinding[] {
  const thin = new Map<number, number>()
  for (const element of drawnShapes(svg)) {
    const style = getComputedStyle(element)
    const width = Number.parseFloat(style.strokeWidth)
    if (strokeOf(style, surface.background) === null || width / pixelsPerPoint >= profile.minLinePt - 0.02) continue
    const widthPt = hundredths(width / pixelsPerPoint)
    thin.set(widthPt, (thin.get(widthPt) ?? 0) + 1)
  }
  return [...thin].map(([widthPt, count]) => ({ code: 'line-too-thin', widthPt, thinnestPt: profile.minLinePt, count }))
}

/** Dots, lines and bars of the data that do not stand out from the paper. */
function paleMarks({ svg, surface }: Inspection): readonly FigureFinding[] {
  const { background } = surface
  const pale = new Map<string, number>()
  for (const element of drawnShapes(svg)) {
    if (element.closest('.gridlayer, .shapelayer, .js-fill, .bglayer, .layer-below, .layer-subplot') !== null) continue
    // The key repeats the colours of what it explains.
    if (element.closest('.scatterlayer, .barlayer') === null || element.closest('.subplot.xy .barlayer') !== null)
      continue
    const style = getComputedStyle(element)
    const colours = [strokeOf(style, background), opaque(style.fill, style.fillOpacity, background)].filter(
      (colour) => colour !== null,
    )
    if (colours.length === 0 || colours.includes(surface.grid) || colours.includes(surface.hatch)) continue
    const best = colours.reduce((most, colour) =>
      contrast(colour, background) > contrast(most, background) ? colour : most,
    )
    // A light dot ringed by its paper has nothing but its fill to show.
    if (contrast(best, background) < leastContrast && best !== background) pale.set(best, contrast(best, background))
  }
  return [...pale].map(([colour, ratio]) => ({
    code: 'contrast-too-low',
    colour,
    background,
    ratio: hundredths(ratio),
    text: null,
  }))
}

/** Words that do not stand out from the paper, or from the bar or cell that they lie on. */
function paleTexts({ svg, sheet, texts, surface }: Inspection): readonly FigureFinding[] {
  const grounds = filledAreas(svg, sheet, surface.background)
  return texts.flatMap((own): readonly FigureFinding[] => {
    const colour = opaque(getComputedStyle(own.element).fill, '1', surface.background)
    if (colour === null) return []
    const x = (own.left + own.right) / 2
    const y = (own.top + own.bottom) / 2
    const background =
      grounds.findLast((area) => x >= area.left && x <= area.right && y >= area.top && y <= area.bottom)?.colour ??
      surface.background
    const ratio = contrast(colour, background)
    return ratio < leastContrast
      ? [{ code: 'contrast-too-low', colour, background, ratio: hundredths(ratio), text: own.text }]
      : []
  })
}

/** Labels that leave the sheet, or lie on one another. */
function crampedLabels({ texts, sheet, scale }: Inspection): readonly FigureFinding[] {
  const slack = 0.6 * scale
  return texts.flatMap((one, index) => {
    const isCut =
      one.left < -slack ||
      one.top < -slack * 2 ||
      one.right > sheet.width + slack ||
      one.bottom > sheet.height + slack * 2
    const overlapped = texts
      .slice(index + 1)
      .filter(
        (other) =>
          one.left < other.right - slack &&
          other.left < one.right - slack &&
          one.top < other.bottom - slack &&
          other.top < one.bottom - slack,
      )
    return [
      ...(isCut ? [{ code: 'label-cut' as const, text: one.text }] : []),
      ...overlapped.map((other) => ({ code: 'labels-overlap' as const, text: one.text, other: other.text })),
    ]
  })
}

function excessHeight({ sheet, scale, profile }: Inspection): readonly FigureFinding[] {
  const heightMm = hundredths(sheet.height / scale / pixelsPerMm)
  return profile.maxHeightMm !== null && heightMm > profile.maxHeightMm + 0.05
    ? [{ code: 'too-high', heightMm, highestMm: profile.maxHeightMm }]
    : []
}

/** Texts with the box of their letters: a line's own box has room for accents and tails that most lines do not use. */
function drawnTexts(svg: SVGSVGElement, sheet: DOMRect): readonly DrawnText[] {
  return [...svg.querySelectorAll('text')].flatMap((element) => {
    const text = (element.textContent ?? '').trim()
    if (text === '') return []
    const box = element.getBoundingClientRect()
    if (box.width === 0) return []
    const size = Number.parseFloat(getComputedStyle(element).fontSize)
    const isUpright = box.height > box.width * 1.2 && text.length > 3
    const above = size * 0.22
    const below = size * 0.14
    return [
      {
        text:
          [...element.querySelectorAll('tspan')].length > 0
            ? [...element.querySelectorAll('tspan')].map((line) => line.textContent).join(' ')
            : text,
        element,
        left: box.left - sheet.left + (isUpright ? above : 0),
        right: box.right - sheet.left - (isUpright ? below : 0),
        top: box.top - sheet.top + (isUpright ? 0 : above),
        bottom: box.bottom - sheet.top - (isUpright ? 0 : below),
      },
    ]
  })
}

/** Cells and bars that words may lie on, in drawing order. */
function filledAreas(
  svg: SVGSVGElement,
  sheet: DOMRect,
  background: string,
): readonly {
  readonly left: number
  readonly right: number
  readonly top: number
  readonly bottom: number
  readonly colour: string
}[] {
  return [...svg.querySelectorAll<SVGPathElement>('.shapelayer path, .barlayer path')].flatMap((element) => {
    const style = getComputedStyle(element)
    const colour = opaque(style.fill, style.fillOpacity, background)
    if (colour === null) return []
    const box = element.getBoundingClientRect()
    return [
      {
        left: box.left - sheet.left,
        right: box.right - sheet.left,
        top: box.top - sheet.top,
        bottom: box.bottom - sheet.top,
        colour,
      },
    ]
  })
}

/** A computed colour over the background as `#rrggbb`; null when nothing is painted. */
function opaque(css: string, opacity: string, background: string): string | null {
  const parts = /^rgba?\((\d+),\s*(\d+),\s*(\d+)(?:,\s*([\d.]+))?\)$/.exec(css)
  if (parts === null) return null
  const alpha = Number(parts[4] ?? 1) * Number(opacity)
  if (alpha < 0.02) return null
  const hex = `#${[parts[1], parts[2], parts[3]].map((channel) => Number(channel).toString(16).padStart(2, '0')).join('')}`
  return alpha > 0.98 ? hex : mixed(hex, background, alpha)
}
