import { figureFont, type Words } from './figure-style'
import { grouped } from './grouped'
import type { PanelPlan } from './panel-layout'
import { plotlyText } from './plotly-text'
import type { PlotlyAnnotation, ScatterTrace } from './plotly-vocabulary'

/** One trace for all words that look alike. */
export function wordTraces(
  words: readonly Words[],
  xaxis: string,
  yaxis: string,
  point: (words: Words) => readonly [number, number],
): readonly ScatterTrace[] {
  const alike = grouped(words, ({ size, weight, color }) => `${size} ${weight} ${color}`)
  return [...alike.values()].map((group) => {
    const points = group.map(point)
    const first = group[0]
    return {
      type: 'scatter',
      mode: 'text',
      name: 'words',
      xaxis,
      yaxis,
      showlegend: false,
      hoverinfo: 'skip',
      connectgaps: false,
      cliponaxis: false,
      x: points.map(([x]) => x),
      y: points.map(([, y]) => y),
      text: group.map(({ lines }) => plotlyText(lines)),
      textposition: group.map(
        ({ anchor, baseline }) =>
          `${baseline === 'top' ? 'bottom' : baseline === 'bottom' ? 'top' : 'middle'} ${anchor === 'start' ? 'right' : anchor === 'end' ? 'left' : 'center'}`,
      ),
      textfont: {
        family: figureFont,
        size: first?.size ?? 12,
        color: first?.color ?? '#000000',
        weight: first?.weight ?? 400,
      },
    }
  })
}

/** Words turned by a quarter, which a trace of text cannot have. */
export function uprightWords({ x, y, lines, size, weight, color, anchor }: Words): PlotlyAnnotation {
  return {
    xref: 'x',
    yref: 'y',
    x,
    y,
    text: plotlyText(lines),
    textangle: -90,
    showarrow: false,
    xanchor: 'center',
    yanchor: anchor === 'end' ? 'top' : 'bottom',
    align: anchor === 'end' ? 'right' : 'left',
    borderpad: 0,
    font: { family: figureFont, size, color, weight },
  }
}

/** Whether words lie on the panel's plot; upright ones are set on the sheet. */
export function isInside({ x, y, isUpright }: Words, plan: PanelPlan): boolean {
  return (
    isUpright !== true && x >= plan.left && x <= plan.left + plan.width && y >= plan.top && y <= plan.top + plan.height
  )
}

/** Where words lie in the panel's own axis units. */
export function inPanel({ x, y }: Words, plan: PanelPlan): readonly [number, number] {
  return [
    plan.xRange[0] + ((x - plan.left) / plan.width) * (plan.xRange[1] - plan.xRange[0]),
    plan.yRange[1] - ((y - plan.top) / plan.height) * (plan.yRange[1] - plan.yRange[0]),
  ]
}
