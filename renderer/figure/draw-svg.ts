import plotly from 'plotly.js-strict-dist-min'
import type { PlotlyFigure } from './adapter'
import { withSteadyNames } from './steady-names'

const svgNamespace = 'http://www.w3.org/2000/svg'

/**
 * Draws a figure into one SVG element, in CSS pixels, with text as text. Layers that only serve a pointer are left out.
 * @returns the element, not attached to the page
 */
export async function drawSvg(figure: PlotlyFigure): Promise<SVGSVGElement> {
  const stage = document.createElement('div')
  // Attached, since the library measures what it draws; out of sight, since the picture is taken from it.
  stage.style.cssText = `position:absolute;left:-100000px;top:0;width:${figure.width}px;height:${figure.height}px`
  document.body.append(stage)
  try {
    await plotly.newPlot(stage, figure.data, figure.layout, figure.config)
    const source = await plotly.toImage(stage, {
      format: 'svg',
      width: figure.width,
      height: figure.height,
      imageDataOnly: true,
    })
    const parsed = new DOMParser().parseFromString(withSteadyNames(source), 'image/svg+xml').documentElement
    if (!(parsed instanceof SVGSVGElement)) throw new Error('the drawing library gave no SVG')
    return cleaned(document.importNode(parsed, true))
  } finally {
    plotly.purge(stage)
    stage.remove()
  }
}

/** Without the library's bookkeeping: its copies of the text, empty layers, pointer rules and classes nobody reads. */
function cleaned(svg: SVGSVGElement): SVGSVGElement {
  for (const element of svg.querySelectorAll('script, a, foreignObject, .draglayer, .hoverlayer, .menulayer'))
    element.remove()
  for (const element of [svg, ...svg.querySelectorAll('*')]) {
    for (const name of ['data-unformatted', 'data-math', 'pointer-events', 'data-notex', 'data-index', 'data-bb'])
      element.removeAttribute(name)
    if (element instanceof SVGElement) {
      element.style.removeProperty('pointer-events')
      element.style.removeProperty('cursor')
      element.style.removeProperty('white-space')
      if (element.getAttribute('style') === '') element.removeAttribute('style')
      if (element instanceof SVGTextElement || element instanceof SVGTSpanElement)
        element.setAttributeNS('http://www.w3.org/XML/1998/namespace', 'xml:space', 'preserve')
    }
  }
  let empty = emptyGroups(svg)
  while (empty.length > 0) {
    for (const element of empty) element.remove()
    empty = emptyGroups(svg)
  }
  svg.removeAttribute('class')
  return svg
}

function emptyGroups(svg: SVGSVGElement): readonly Element[] {
  return [...svg.querySelectorAll('g, defs')].filter(
    (element) => element.namespaceURI === svgNamespace && element.childNodes.length === 0,
  )
}
