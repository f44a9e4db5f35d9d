import type { FigureStyle } from './figure-style'
import type { Stretch } from './panel-axes'
import { hasCells, hasPoints, type PanelPlan } from './panel-layout'
import type { PlotlyAxis } from './plotly-vocabulary'
import type { Sheet } from './sheet'

/** The axes of the sheet, in CSS pixels, and those of every panel. */
export function axesOf(
  plans: readonly PanelPlan[],
  { width, style }: Sheet,
  height: number,
  zoomable: Readonly<Record<string, string>>,
): Readonly<Record<`xaxis${string}` | `yaxis${string}`, PlotlyAxis>> {
  return Object.assign(
    { xaxis: sheetAxis([0, width], 'y'), yaxis: sheetAxis([height, 0], 'x') },
    ...plans.map((plan) => ({
      [`xaxis${plan.axisNumber}`]: panelAxis(plan, 'x', width, height, style, `xaxis${plan.axisNumber}` in zoomable),
      [`yaxis${plan.axisNumber}`]: panelAxis(plan, 'y', width, height, style, false),
    })),
  )
}

function sheetAxis(range: Stretch, anchor: string): PlotlyAxis {
  return {
    type: 'linear',
    domain: [0, 1],
    range,
    anchor,
    fixedrange: true,
    showgrid: false,
    gridcolor: '#000000',
    gridwidth: 1,
    showline: false,
    linecolor: '#000000',
    linewidth: 1,
    ticks: '',
    ticklen: 0,
    tickwidth: 1,
    tickcolor: '#000000',
    showticklabels: false,
    tickmode: 'array',
    tickvals: [],
    zeroline: false,
  }
}

function panelAxis(
  plan: PanelPlan,
  along: 'x' | 'y',
  width: number,
  height: number,
  style: FigureStyle,
  canZoom: boolean,
): PlotlyAxis {
  const { panel } = plan
  const axis = panel[along]
  const isBare = plan.panel.geometry !== 'cartesian'
  const other = along === 'x' ? panel.y : panel.x
  const cells = hasCells(panel)
  const isSide = plan.furniture.sideWidths !== null
  const showsGuides = axis.scale === 'category' && hasPoints(panel) && !cells && !isSide && other.scale !== 'category'
  const isFrequent = axis.scale === 'time'
  const tickvals =
    axis.scale === 'category'
      ? ((along === 'x' ? plan.xBands : plan.yBands)?.centres ?? [])
      : (along === 'x' ? plan.xTicks : plan.yTicks).map(({ at }) => at)
  return {
    type: 'linear',
    domain:
      along === 'x'
        ? [plan.left / width, (plan.left + plan.width) / width]
        : [Math.max(0, 1 - (plan.top + plan.height) / height), 1 - plan.top / height],
    range: along === 'x' ? plan.xRange : plan.yRange,
    anchor: `${along === 'x' ? 'y' : 'x'}${plan.axisNumber}`,
    fixedrange: !canZoom,
    showgrid: !isBare && !isFrequent && (axis.scale === 'category' ? showsGuides : true),
    gridcolor: style.surface.grid,
    gridwidth: style.hairline,
    showline: !isBare && isFrequent,
    linecolor: style.surface.axis,
    linewidth: style.hairline,
    ticks: !isBare && isFrequent ? 'outside' : '',
    ticklen: style.text * 0.32,
    tickwidth: style.hairline,
    tickcolor: style.surface.axis,
    showticklabels: false,
    tickmode: 'array',
    tickvals,
    zeroline: false,
  }
}
