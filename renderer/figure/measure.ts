import type { FigureFinding } from '../../analyses/publish/figure-job'
import type { PublicationProfile } from '../../analyses/publish/publication-profile'
import { contrast, mixed } from './colour'
import { pixelsPerMm, pixelsPerPoint } from './figure-style'
import { surfaces, type FigureTheme } from './tones'

/** A text as drawn, in CSS pixels of the figure. */
interface DrawnText {
  readonly text: string
  readonly element: SVGTextElement
  readonly left: number
  readonly right: number
  readonly top: number
  readonly bottom: number
}

/**
 * Measures a figure that stands on the page and reports what its profile does not allow. Guide lines, bands and the shade of cells are not held to 3:1,
 * since nothing is said by them alone.
 * @param svg attached to the page at its printed size
 */
export function measureFigure(
  svg: SVGSVGElement,
  profile: PublicationProfile,
  theme: FigureTheme,
): readonly FigureFinding[] {
  const surface = surfaces[theme]
  const findings: FigureFinding[] = []
  const sheet = svg.getBoundingClientRect()
  const scale = sheet.width / (profile.widthMm * pixelsPerMm)
  const texts = drawnTexts(svg, sheet)

  const small = new Map<number, { readonly text: string; readonly count: number }>()
  for (const { text, element } of texts) {
    const sizePt = hundredths(Number.parseFloat(getComputedStyle(element).fontSize) / pixelsPerPoint)
    if (sizePt < profile.minTextPt - 0.05)
      small.set(sizePt, { text: small.get(sizePt)?.text ?? text, count: (small.get(sizePt)?.count ?? 0) + 1 })
  }
  for (const [sizePt, { text, count }] of small)
    findings.push({ code: 'text-too-small', text, count, sizePt, smallestPt: profile.minTextPt })

  const thin = new Map<number, number>()
  const pale = new Map<string, number>()
  for (const element of svg.querySelectorAll<SVGPathElement>('path, line, rect, circle, polyline')) {
    if (element.closest('defs, clipPath') !== null) continue
    const style = getComputedStyle(element)
    const width = Number.parseFloat(style.strokeWidth)
    const stroke = opaque(style.stroke, style.strokeOpacity, surface.background)
    const isStroked = stroke !== null && width > 0 && stroke !== surface.background
    if (isStroked && width / pixelsPerPoint < profile.minLinePt - 0.02) {
      const widthPt = hundredths(width / pixelsPerPoint)
      thin.set(widthPt, (thin.get(widthPt) ?? 0) + 1)
    }
    if (
      element.closest('.gridlayer, .shapelayer, .js-fill, .bglayer, .layer-below, .layer-subplot') !== null ||
      element.classList.contains('js-fill')
    )
      continue
    // The key repeats the colours of what it explains.
    if (element.closest('.scatterlayer, .barlayer') === null || element.closest('.subplot.xy .barlayer') !== null)
      continue
    const fill = opaque(style.fill, style.fillOpacity, surface.background)
    const colours = [isStroked ? stroke : null, fill].filter((colour) => colour !== null)
    if (colours.length === 0 || colours.includes(surface.grid) || colours.includes(surface.hatch)) continue
    const best = colours.reduce((most, colour) =>
      contrast(colour, surface.background) > contrast(most, surface.background) ? colour : most,
    )
    // A light dot ringed by its paper has nothing but its fill to show.
    if (contrast(best, surface.background) < 2.99 && best !== surface.background)
      pale.set(best, contrast(best, surface.background))
  }
  for (const [widthPt, count] of thin)
    findings.push({ code: 'line-too-thin', widthPt, thinnestPt: profile.minLinePt, count })
  for (const [colour, ratio] of pale)
    findings.push({
      code: 'contrast-too-low',
      colour,
      background: surface.background,
      ratio: hundredths(ratio),
      text: null,
    })

  const grounds = filledAreas(svg, sheet, surface.background)
  for (const own of texts) {
    const colour = opaque(getComputedStyle(own.element).fill, '1', surface.background)
    if (colour === null) continue
    const x = (own.left + own.right) / 2
    const y = (own.top + own.bottom) / 2
    const ground =
      grounds.findLast((area) => x >= area.left && x <= area.right && y >= area.top && y <= area.bottom)?.colour ??
      surface.background
    const ratio = contrast(colour, ground)
    if (ratio < 2.99)
      findings.push({ code: 'contrast-too-low', colour, background: ground, ratio: hundredths(ratio), text: own.text })
  }

  for (const [index, one] of texts.entries()) {
    const slack = 0.6 * scale
    if (
      one.left < -slack ||
      one.top < -slack * 2 ||
      one.right > sheet.width + slack ||
      one.bottom > sheet.height + slack * 2
    )
      findings.push({ code: 'label-cut', text: one.text })
    for (const other of texts.slice(index + 1)) {
      if (
        one.left < other.right - slack &&
        other.left < one.right - slack &&
        one.top < other.bottom - slack &&
        other.top < one.bottom - slack
      ) {
        findings.push({ code: 'labels-overlap', text: one.text, other: other.text })
      }
    }
  }

  const heightMm = hundredths(sheet.height / scale / pixelsPerMm)
  if (profile.maxHeightMm !== null && heightMm > profile.maxHeightMm + 0.05)
    findings.push({ code: 'too-high', heightMm, highestMm: profile.maxHeightMm })
  return findings
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

function hundredths(value: number): number {
  return Math.round(value * 100) / 100
}
