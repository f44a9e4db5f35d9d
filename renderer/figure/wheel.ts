import type { CategoryAxis } from '../../analyses/core/figure'
import type { FigureStyle } from './figure-style'
import type { Wheel } from './panel-layout'
import { lineSpacing, onOneLine, widestLine, widestWord, wrapEvenly } from './text-metrics'

/** The circle of a radial panel, with space around it for its words. */
export function wheelOf(axis: CategoryAxis, width: number, height: number, style: FigureStyle): Wheel {
  const { text } = style
  const line = text * lineSpacing
  const lines = wheelLabels(axis, width, style)
  const count = lines.length
  let side = 0
  let reach = 0.2
  for (const [index, label] of lines.entries()) {
    const sine = Math.abs(Math.sin((2 * Math.PI * index) / count))
    if (sine < 0.2) continue
    side = Math.max(side, widestLine(label, text))
    reach = Math.max(reach, sine)
  }
  const over = (lines[0]?.length ?? 1) * line
  const under = count % 2 === 0 ? (lines[count / 2]?.length ?? 1) * line : line * 0.5
  const radius = Math.max(
    text * 3,
    Math.min(
      (width / 2 - side - text * 0.6) / reach,
      (height - over - under - text * 1.7) / (count % 2 === 0 ? 2 : 1.9),
    ),
  )
  const used = over + text * 1.1 + radius * (count % 2 === 0 ? 2 : 1.9) + under
  return {
    x: width / 2,
    y: over + text * 1 + radius + (Number.isFinite(height) ? Math.max(0, (height - used) / 2) : 0),
    radius,
    lines,
  }
}

export function wheelHeight(axis: CategoryAxis, width: number, style: FigureStyle): number {
  const { text } = style
  const wheel = wheelOf(axis, width, Number.POSITIVE_INFINITY, style)
  const count = wheel.lines.length
  const radius = Math.min(wheel.radius, text * 12)
  const under = count % 2 === 0 ? (wheel.lines[count / 2]?.length ?? 1) * text * lineSpacing : text
  return (wheel.lines[0]?.length ?? 1) * text * lineSpacing + under + text * 1.8 + radius * 2
}

function wheelLabels(axis: CategoryAxis, width: number, style: FigureStyle): readonly (readonly string[])[] {
  return axis.categories.map(({ label }, index) => {
    const words = onOneLine(style.say(label))
    const sine = Math.abs(Math.sin((2 * Math.PI * index) / axis.categories.length))
    const room =
      sine < 0.2 ? width * 0.6 : Math.max(width * 0.25, Math.min(widestWord(words, style.text), width * 0.32))
    return wrapEvenly(words, room, style.text)
  })
}
