/** The words of the drawing library that the adapter uses, and no others: raster and WebGL traces are not among them. */
export type PlotlyTrace = ScatterTrace | BarTrace

interface TraceBasics {
  readonly xaxis: string
  readonly yaxis: string
  /** Which mark it stands for, for tests and for reading an SVG. */
  readonly name: string
  readonly showlegend: false
  readonly hoverinfo: 'skip' | 'text'
  readonly hovertext?: readonly string[]
  readonly hoverlabel?: HoverLabel
}

export interface ScatterTrace extends TraceBasics {
  readonly type: 'scatter'
  readonly mode: 'markers' | 'lines' | 'text'
  readonly x: readonly (number | null)[]
  readonly y: readonly (number | null)[]
  readonly cliponaxis: boolean
  readonly connectgaps: false
  readonly marker?: {
    readonly symbol: string | readonly string[]
    readonly size: number | readonly number[]
    readonly color: string | readonly string[]
    readonly line: { readonly color: string | readonly string[]; readonly width: number | readonly number[] }
    readonly angle?: readonly number[]
    readonly opacity: number
  }
  readonly line?: {
    readonly color: string
    readonly width: number
    readonly dash: string
    readonly shape: 'linear' | 'hv'
    readonly simplify: boolean
  }
  readonly fill?: 'toself'
  readonly fillcolor?: string
  readonly text?: readonly string[]
  readonly textposition?: readonly string[] | string
  readonly textfont?: {
    readonly family: string
    readonly size: number
    readonly color: string
    readonly weight: number
  }
}

export interface BarTrace extends TraceBasics {
  readonly type: 'bar'
  readonly orientation: 'h' | 'v'
  readonly x: readonly (number | null)[]
  readonly y: readonly (number | null)[]
  readonly base: readonly (number | null)[]
  readonly width: number | readonly number[]
  readonly marker: {
    readonly color: readonly string[]
    readonly line: { readonly color: readonly string[]; readonly width: readonly number[] }
  }
}

export interface HoverLabel {
  readonly bgcolor: string
  readonly bordercolor: string
  readonly align: 'left'
  readonly namelength: 0
  readonly font: { readonly family: string; readonly size: number; readonly color: string }
}

export interface PlotlyShape {
  readonly type: 'rect' | 'path'
  readonly name: string
  readonly xref: string
  readonly yref: string
  readonly x0?: number
  readonly x1?: number
  readonly y0?: number
  readonly y1?: number
  readonly path?: string
  readonly fillcolor: string
  readonly line: { readonly color: string; readonly width: number }
  readonly layer: 'below' | 'between' | 'above'
}

/** Only for words that stand upright beside an axis; all other words are text traces, which cost a tenth. */
export interface PlotlyAnnotation {
  readonly xref: string
  readonly yref: string
  readonly x: number
  readonly y: number
  readonly text: string
  readonly textangle: number
  readonly showarrow: false
  readonly xanchor: 'left' | 'center' | 'right'
  readonly yanchor: 'top' | 'middle' | 'bottom'
  readonly align: 'left' | 'right' | 'center'
  readonly borderpad: 0
  readonly font: { readonly family: string; readonly size: number; readonly color: string; readonly weight: number }
}

export interface PlotlyAxis {
  readonly type: 'linear'
  readonly domain: readonly [number, number]
  readonly range: readonly [number, number]
  readonly anchor: string
  readonly fixedrange: boolean
  readonly showgrid: boolean
  readonly gridcolor: string
  readonly gridwidth: number
  readonly showline: boolean
  readonly linecolor: string
  readonly linewidth: number
  readonly ticks: '' | 'outside'
  readonly ticklen: number
  readonly tickwidth: number
  readonly tickcolor: string
  readonly showticklabels: false
  readonly tickmode: 'array'
  readonly tickvals: readonly number[]
  readonly zeroline: false
}

export interface PlotlyLayout {
  readonly width: number
  readonly height: number
  readonly margin: { readonly l: 0; readonly r: 0; readonly t: 0; readonly b: 0; readonly pad: 0 }
  readonly autosize: false
  readonly paper_bgcolor: string
  readonly plot_bgcolor: string
  readonly showlegend: false
  readonly hovermode: 'closest' | false
  readonly dragmode: 'zoom' | false
  readonly barmode: 'overlay'
  readonly font: { readonly family: string; readonly size: number; readonly color: string }
  readonly shapes: readonly PlotlyShape[]
  readonly annotations: readonly PlotlyAnnotation[]
  readonly [axis: `xaxis${string}`]: PlotlyAxis
  readonly [axis: `yaxis${string}`]: PlotlyAxis
}

export interface PlotlyConfig {
  readonly showSendToCloud: false
  readonly plotlyServerURL: ''
  readonly displaylogo: false
  readonly displayModeBar: false
  readonly responsive: false
  readonly showTips: false
  readonly showLink: false
  readonly doubleClick: 'reset' | false
  readonly scrollZoom: false
  readonly showAxisDragHandles: false
  readonly staticPlot: boolean
}
