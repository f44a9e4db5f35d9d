import type { Passport } from '../../analyses/publish/passport'
import { hundredths } from '../figure/figure-style'

/** What the file says about itself. */
export interface SvgAbout {
  readonly widthMm: number
  readonly heightMm: number
  readonly title: string
  readonly description: string
  readonly language: string
  readonly passport: Passport | null
}

const svgNamespace = 'http://www.w3.org/2000/svg'
const dublinCore = 'http://purl.org/dc/elements/1.1/'

/**
 * Gives a drawn SVG its printed size, its words for those who cannot see it, and its passport. The drawing keeps its own coordinates.
 */
export function finishSvg(svg: SVGSVGElement, widthPx: number, heightPx: number, about: SvgAbout): SVGSVGElement {
  svg.setAttribute('width', `${millimetres(about.widthMm)}mm`)
  svg.setAttribute('height', `${millimetres(about.heightMm)}mm`)
  svg.setAttribute('viewBox', `0 0 ${hundredths(widthPx)} ${hundredths(heightPx)}`)
  svg.setAttribute('role', 'img')
  svg.setAttribute('aria-labelledby', `${svg.id}-title ${svg.id}-description`)
  svg.setAttribute('lang', about.language)
  const owner = svg.ownerDocument
  const title = owner.createElementNS(svgNamespace, 'title')
  title.id = `${svg.id}-title`
  title.textContent = about.title
  const description = owner.createElementNS(svgNamespace, 'desc')
  description.id = `${svg.id}-description`
  description.textContent = about.description
  const metadata = owner.createElementNS(svgNamespace, 'metadata')
  const element = (name: string, text: string): Element => {
    const made = owner.createElementNS(dublinCore, `dc:${name}`)
    made.textContent = text
    return made
  }
  metadata.append(
    element('title', about.title),
    element('description', about.description),
    element('language', about.language),
    element('format', 'image/svg+xml'),
  )
  if (about.passport !== null) {
    metadata.append(
      element('creator', creatorOf(about.passport)),
      element('date', about.passport.date),
      element('source', JSON.stringify(about.passport)),
    )
  }
  svg.prepend(title, description, metadata)
  return svg
}

/** The file: XML with its declaration. */
export function svgText(svg: SVGSVGElement): string {
  return `<?xml version="1.0" encoding="UTF-8"?>\n${new XMLSerializer().serializeToString(svg)}\n`
}

export function creatorOf(passport: Passport): string {
  return `VälTel Workbench ${passport.workbench}`
}

function millimetres(length: number): number {
  return Math.round(length * 1000) / 1000
}
