declare module 'plotly.js-strict-dist-min' {
  import type { PlotlyConfig, PlotlyLayout, PlotlyTrace } from './plotly-vocabulary'

  /** The element a figure is drawn into, with the events the library adds. */
  export interface PlotlyElement extends HTMLElement {
    on(event: 'plotly_relayout', listener: (change: Readonly<Record<string, unknown>>) => void): void
    on(event: 'plotly_doubleclick', listener: () => false | undefined): void
    removeAllListeners(event: string): void
  }

  interface PlotlyLibrary {
    newPlot(
      element: HTMLElement,
      data: readonly PlotlyTrace[],
      layout: PlotlyLayout,
      config: PlotlyConfig,
    ): Promise<PlotlyElement>
    react(
      element: HTMLElement,
      data: readonly PlotlyTrace[],
      layout: PlotlyLayout,
      config: PlotlyConfig,
    ): Promise<PlotlyElement>
    toImage(
      element: HTMLElement,
      options: {
        readonly format: 'svg'
        readonly width: number
        readonly height: number
        readonly imageDataOnly: boolean
      },
    ): Promise<string>
    purge(element: HTMLElement): void
  }

  const library: PlotlyLibrary
  export default library
}
