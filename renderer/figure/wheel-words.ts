import { hundredths, type FigureStyle, type Words } from './figure-style'
import type { PanelPlan, Wheel } from './panel-layout'
import { headingWords, type Surroundings } from './panel-words'
import type { PlotlyShape } from './plotly-vocabulary'
import { onWheel, radiusOf } from './projection'

/** Rings, spokes, their numbers and the words round a radial panel. */
export function wheelSurroundings(plan: PanelPlan, style: FigureStyle): Surroundings {
  const { wheel, panel } = plan
  if (wheel === null || panel.x.scale !== 'category') return { words: [], shapes: [] }
  const spokes = panel.x.categories.map((_, index) => index)
  return {
    words: [
      ...headingWords(plan, plan.left + plan.width / 2, 'middle', style),
      ...ringNumbers(plan, wheel, style),
      ...spokes.map((index) => spokeLabel(index, spokes.length, plan, wheel, style)),
    ],
    shapes: [
      ...ringShapes(plan, wheel, spokes.length, style),
      ...spokes.map((index) => spokeShape(index, spokes.length, plan, wheel, style)),
    ],
  }
}

function ringShapes(plan: PanelPlan, wheel: Wheel, count: number, style: FigureStyle): readonly PlotlyShape[] {
  const { surface } = style
  return plan.yTicks.toReversed().flatMap(({ at }): readonly PlotlyShape[] => {
    const radius = radiusOf(plan, at)
    if (radius <= 0) return []
    const isOuter = Math.abs(radius - wheel.radius) < 0.5
    const corners = Array.from({ length: count }, (_, index) => onWheel(index, count, radius).map(hundredths).join(','))
    return [
      {
        ...strokeOn(plan),
        name: 'ring',
        path: `M${corners.join('L')}Z`,
        line: { color: isOuter ? surface.axis : surface.grid, width: style.hairline },
      },
    ]
  })
}

/** Numbers up the first spoke, from the outside in, as many as have room. */
function ringNumbers(plan: PanelPlan, wheel: Wheel, style: FigureStyle): readonly Words[] {
  const { text, small, surface } = style
  const words: Words[] = []
  let lastRadius = Number.POSITIVE_INFINITY
  for (const { at, label } of plan.yTicks.toReversed()) {
    const radius = radiusOf(plan, at)
    if (label === '' || lastRadius - radius < small * 1.1) continue
    lastRadius = radius
    words.push({
      x: plan.left + wheel.x - text * 0.35,
      y: plan.top + wheel.y - radius + (radius > 0 ? 0 : -text * 0.1),
      lines: [label],
      size: small,
      weight: 400,
      color: surface.softInk,
      anchor: 'end',
      baseline: 'middle',
    })
  }
  return words
}

function spokeShape(index: number, count: number, plan: PanelPlan, wheel: Wheel, style: FigureStyle): PlotlyShape {
  const [x, y] = onWheel(index, count, wheel.radius)
  return {
    ...strokeOn(plan),
    name: 'spoke',
    path: `M0,0L${hundredths(x)},${hundredths(y)}`,
    line: { color: style.surface.grid, width: style.hairline },
  }
}

function spokeLabel(index: number, count: number, plan: PanelPlan, wheel: Wheel, style: FigureStyle): Words {
  const { text } = style
  const angle = (2 * Math.PI * index) / count
  const [sine, cosine] = [Math.sin(angle), Math.cos(angle)]
  const [x, y] = onWheel(index, count, wheel.radius + (index === 0 ? text * 0.9 : text * 0.5))
  const isUpOrDown = Math.abs(sine) < 0.2
  return {
    x: plan.left + wheel.x + x,
    y: plan.top + wheel.y - y,
    lines: wheel.lines[index] ?? [],
    size: text,
    weight: 400,
    color: style.surface.ink,
    anchor: isUpOrDown ? 'middle' : sine > 0 ? 'start' : 'end',
    baseline: isUpOrDown ? (cosine > 0 ? 'bottom' : 'top') : 'middle',
  }
}

/** A stroke behind the marks of a panel, without a filling. */
function strokeOn({ axisNumber }: PanelPlan): Pick<PlotlyShape, 'type' | 'xref' | 'yref' | 'fillcolor' | 'layer'> {
  return { type: 'path', xref: `x${axisNumber}`, yref: `y${axisNumber}`, fillcolor: 'rgba(0,0,0,0)', layer: 'below' }
}
