import {
  useEffect,
  useLayoutEffect,
  useMemo,
  useRef,
  useState,
  type Dispatch,
  type KeyboardEvent,
  type ReactElement,
  type RefObject,
  type SetStateAction,
} from 'react'
import type { PlotlyElement } from 'plotly.js-strict-dist-min'
import type { FigureSpec } from '../../analyses/core/figure'
import type { Language, Label } from '../../analyses/core/words'
import { customProfile, type PublicationProfile } from '../../analyses/publish/publication-profile'
import { adaptFigure, type PlotlyFigure } from './adapter'
import { FigureDoors, usePointing, type Doors } from './figure-doors'
import { pixelsPerMm } from './figure-style'
import styles from './figure-view.module.css'
import type { Stretch } from './panel-axes'
import type { FigureTarget } from './targets'
import type { FigureTheme } from './tones'

export interface FigureViewProps {
  readonly spec: FigureSpec
  /** Labels to words in the language of the figure, e.g. `createSpeaker(…).label`. Keep its identity between renders that say the same. */
  readonly resolve: (label: Label) => string
  readonly language: Language
  /** `screen` fills the width it is given; a publication profile is shown as it will print, made smaller where there is no room. */
  readonly profile: PublicationProfile | 'screen'
  readonly theme: FigureTheme
  /** Leaves title and notes to the caller. */
  readonly isBare?: boolean
  /** Shows the numbers behind the figure. Needs `showDataLabel`; Enter on the figure does the same. */
  readonly onShowData?: () => void
  readonly showDataLabel?: string
  /** What can be opened by pointing at it. */
  readonly doors?: Doors
  /** After each drawing. */
  readonly onReady?: (drawn: { readonly element: HTMLElement; readonly figure: PlotlyFigure }) => void
}

const noTargets: readonly FigureTarget[] = []

/** Stretches of time that the reader has zoomed into, by panel. */
type Views = Readonly<Record<string, { readonly x?: Stretch }>>

/** A figure in the window: the artwork, and round it what words say better. Redraws cheaply when options, width or theme change. */
export function FigureView(props: FigureViewProps): ReactElement {
  const { language, profile, isBare = false, onShowData, showDataLabel, doors, onReady } = props
  const frame = useRef<HTMLDivElement>(null)
  const sheet = useRef<HTMLDivElement>(null)
  const room = useWidth(frame)
  const [views, setViews] = useState<Views>({})
  const figure = useAdaptedFigure(props, room, views)
  useEffect(() => setViews({}), [props.spec.id])
  useDrawing(sheet, figure, setViews, onReady)

  const scale = figure === null || profile === 'screen' ? 1 : Math.min(1, room / figure.width)
  const targets = figure?.targets ?? noTargets
  const { target, handlers } = usePointing(targets, scale, doors)
  const openData = (event: KeyboardEvent): void => {
    if (onShowData === undefined || (event.key !== 'Enter' && event.key !== ' ')) return
    event.preventDefault()
    onShowData()
  }
  return (
    <figure className={styles['figure']} lang={language}>
      {!isBare && figure !== null && <div className={styles['title']}>{figure.title}</div>}
      <div
        ref={frame}
        className={styles['frame']}
        style={figure === null ? { minHeight: 120 } : { height: figure.height * scale }}
      >
        <div
          ref={sheet}
          role="img"
          tabIndex={onShowData === undefined ? undefined : 0}
          aria-label={figure?.description ?? ''}
          onKeyDown={openData}
          {...handlers}
          title={target === null || doors === undefined ? undefined : doors.hint(target.name)}
          data-points={target === null ? undefined : 'true'}
          className={styles['sheet']}
          style={
            figure === null
              ? undefined
              : { width: figure.width, height: figure.height, ...(scale < 1 ? { transform: `scale(${scale})` } : {}) }
          }
        />
        {doors === undefined || targets.length === 0 ? null : (
          <FigureDoors targets={targets} scale={scale} doors={doors} pointed={target} />
        )}
      </div>
      {!isBare && figure !== null && (
        <figcaption className={styles['caption']}>
          {figure.notes.map((note, index) => (
            <p key={index}>{note}</p>
          ))}
          {onShowData !== undefined && showDataLabel !== undefined && (
            <button type="button" className={styles['data']} onClick={onShowData}>
              {showDataLabel}
            </button>
          )}
        </figcaption>
      )}
    </figure>
  )
}

/** Width of an element in CSS pixels, 0 before it is known; changes of a pixel are let be. */
function useWidth(measured: RefObject<HTMLElement | null>): number {
  const [width, setWidth] = useState(0)
  useLayoutEffect(() => {
    const element = measured.current
    if (element === null) return
    const update = (): void =>
      setWidth((before) => (Math.abs(before - element.clientWidth) > 1 ? element.clientWidth : before))
    update()
    const observer = new ResizeObserver(update)
    observer.observe(element)
    return () => observer.disconnect()
  }, [measured])
  return width
}

/** The figure laid out for the room there is; null before there is any. */
function useAdaptedFigure(
  { spec, resolve, language, profile, theme, doors }: FigureViewProps,
  room: number,
  views: Views,
): PlotlyFigure | null {
  const names = doors?.names
  return useMemo(() => {
    if (room < 40) return null
    const printed =
      profile === 'screen'
        ? customProfile({ widthMm: room / pixelsPerMm, hasNotesInside: false, maxHeightMm: null })
        : profile
    return adaptFigure(spec, {
      resolve,
      language,
      profile: printed,
      theme,
      isTransparent: profile === 'screen',
      isInteractive: true,
      views,
      ...(names === undefined ? {} : { names }),
    })
  }, [spec, resolve, language, profile, theme, room, views, names])
}

/** Draws the figure on its sheet whenever it changes, and clears the sheet in the end. */
function useDrawing(
  sheet: RefObject<HTMLDivElement | null>,
  figure: PlotlyFigure | null,
  setViews: Dispatch<SetStateAction<Views>>,
  onReady: FigureViewProps['onReady'],
): void {
  const ready = useRef(onReady)
  ready.current = onReady
  useEffect(() => {
    const element = sheet.current
    if (element === null || figure === null) return
    let isCurrent = true
    void import('plotly.js-strict-dist-min').then(async ({ default: plotly }) => {
      if (!isCurrent) return
      const drawn = await plotly.react(element, figure.data, figure.layout, figure.config)
      followZoom(drawn, figure, setViews)
      if (isCurrent) ready.current?.({ element, figure })
    })
    return () => {
      isCurrent = false
    }
  }, [figure, sheet, setViews])

  useEffect(() => {
    const element = sheet.current
    return () => {
      if (element !== null && element.hasChildNodes())
        void import('plotly.js-strict-dist-min').then(({ default: plotly }) => plotly.purge(element))
    }
  }, [sheet])
}

/** Keeps what the reader zooms into, so that ticks and labels follow; a double click shows everything again. */
function followZoom(drawn: PlotlyElement, figure: PlotlyFigure, setViews: Dispatch<SetStateAction<Views>>): void {
  drawn.removeAllListeners('plotly_relayout')
  drawn.removeAllListeners('plotly_doubleclick')
  if (Object.keys(figure.zoomable).length === 0) return
  drawn.on('plotly_relayout', (change) => {
    for (const [axis, panel] of Object.entries(figure.zoomable)) {
      const low = change[`${axis}.range[0]`]
      const high = change[`${axis}.range[1]`]
      if (typeof low === 'number' && typeof high === 'number')
        setViews((before) => ({ ...before, [panel]: { x: [low, high] } }))
    }
  })
  drawn.on('plotly_doubleclick', () => {
    setViews({})
    return false
  })
}
