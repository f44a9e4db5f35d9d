import type {
  DrawnFigure,
  FigureHost,
  FigureJob,
  FigureMetadata,
  FigureTask,
  FigureTaskResult,
} from '../../preload/contract'
import { refusal } from '../failure'

/** A hidden window on the figure page. */
export interface FigurePage {
  /** Prints what stands on the page; width and height in inches. */
  printToPdf(widthInches: number, heightInches: number): Promise<Uint8Array>
  close(): void
  /** Calls back once, when the page is gone, whatever the reason. */
  onGone(listener: (reason: string) => void): void
}

export interface FigureService {
  draw(job: FigureJob): Promise<DrawnFigure>
  /** What the figure page in the hidden window calls. */
  readonly figureHost: FigureHost
  close(): void
}

interface PendingFigure {
  readonly id: number
  readonly job: FigureJob
  readonly resolve: (figure: DrawnFigure) => void
  readonly reject: (error: Error) => void
}

const millimetresPerInch = 25.4
const pointsPerMillimetre = 72 / millimetresPerInch

/** A figure that takes longer than this, in milliseconds, is given up and its window closed. */
const longestDrawing = 120_000

/**
 * Draws figures one after the other in one hidden window, which is opened for the first and kept for the next.
 *
 * @param openPage opens the figure page; it asks `figureHost` for work by itself
 */
export function createFigures(openPage: () => Promise<FigurePage>): FigureService {
  const waiting: PendingFigure[] = []
  let current: PendingFigure | null = null
  let page: Promise<FigurePage> | null = null
  let handOver: ((task: FigureTask) => void) | null = null
  let nextId = 1
  let deadline: NodeJS.Timeout | undefined

  function failCurrent(error: Error): void {
    clearTimeout(deadline)
    current?.reject(error)
    current = null
  }

  function dropPage(): void {
    const closing = page
    page = null
    handOver = null
    void closing?.then((open) => open.close()).catch(() => undefined)
  }

  function advance(): void {
    if (current !== null) return
    if (waiting.length === 0) return
    page ??= openPage().then(
      (open) => {
        open.onGone((reason) => {
          if (page === null) return
          page = null
          handOver = null
          failCurrent(refusal('figure-failed', `The figure window closed while drawing (${reason}).`, { reason }))
          advance()
        })
        return open
      },
      (error: unknown) => {
        page = null
        const reason = error instanceof Error ? error.message : String(error)
        for (const figure of waiting.splice(0))
          figure.reject(refusal('figure-failed', `The figure window could not be opened: ${reason}`, { reason }))
        throw error
      },
    )
    page.catch(() => undefined)
    if (handOver === null) return
    const figure = waiting.shift()
    if (figure === undefined) return
    current = figure
    const give = handOver
    handOver = null
    deadline = setTimeout(() => {
      failCurrent(
        refusal('figure-failed', `The figure was not drawn within ${longestDrawing / 1000} seconds.`, {
          reason: 'timeout',
        }),
      )
      dropPage()
      advance()
    }, longestDrawing)
    const { job, widthMm, heightMm, outputs } = figure.job
    give({ id: figure.id, job, widthMm, heightMm, outputs })
  }

  function draw(job: FigureJob): Promise<DrawnFigure> {
    return new Promise((resolve, reject) => {
      waiting.push({ id: nextId, job, resolve, reject })
      nextId += 1
      advance()
    })
  }

  const figureHost: FigureHost = {
    nextTask: () =>
      new Promise((resolve) => {
        handOver = resolve
        advance()
      }),

    finishTask: async (result: FigureTaskResult) => {
      const figure = current
      if (figure === null || figure.id !== result.id) return
      try {
        if (!result.ok)
          throw refusal('figure-failed', `The figure page could not draw: ${result.message}`, {
            reason: result.message,
          })
        const { outputs, metadata } = figure.job
        const { widthMm, heightMm } = result.size ?? figure.job
        const open = page === null ? null : await page
        const pdf =
          outputs.includes('pdf') && open !== null
            ? await exactPdf(
                await open.printToPdf(widthMm / millimetresPerInch, heightMm / millimetresPerInch),
                widthMm,
                heightMm,
                metadata,
              )
            : null
        figure.resolve({ svg: result.svg, png: result.png, pdf, report: result.report })
      } catch (error) {
        figure.reject(error instanceof Error ? error : new Error(String(error)))
      }
      clearTimeout(deadline)
      if (current === figure) current = null
    },
  }

  return {
    draw,
    figureHost,
    close() {
      for (const figure of waiting.splice(0))
        figure.reject(refusal('figure-failed', 'The program is closing.', { reason: 'closing' }))
      failCurrent(refusal('figure-failed', 'The program is closing.', { reason: 'closing' }))
      dropPage()
    },
  }
}

/**
 * The printed page with its boxes set to the exact size (the browser rounds a page to whole device pixels) and the
 * passport in its information dictionary.
 *
 * @throws Refusal `figure-overflows` when the drawing did not fit on one page
 */
export async function exactPdf(
  printed: Uint8Array,
  widthMm: number,
  heightMm: number,
  metadata: FigureMetadata | undefined,
): Promise<Uint8Array> {
  // Loaded when the first figure is printed, so that the window need not wait for it.
  const { PDFDocument } = await import('pdf-lib')
  const document = await PDFDocument.load(printed, { updateMetadata: false })
  const [sheet, ...others] = document.getPages()
  if (sheet === undefined || others.length > 0)
    throw refusal('figure-overflows', `The figure fills ${others.length + 1} pages of ${widthMm} × ${heightMm} mm.`, {
      widthMm,
      heightMm,
    })
  const width = widthMm * pointsPerMillimetre
  const height = heightMm * pointsPerMillimetre
  // The drawing hangs from the top edge, and PDF counts from the bottom.
  const bottom = sheet.getHeight() - height
  sheet.setMediaBox(0, bottom, width, height)
  sheet.setCropBox(0, bottom, width, height)
  sheet.setBleedBox(0, bottom, width, height)
  sheet.setTrimBox(0, bottom, width, height)
  sheet.setArtBox(0, bottom, width, height)
  document.setCreator(metadata?.creator ?? 'VälTel Workbench')
  if (metadata !== undefined) {
    document.setTitle(metadata.title, { showInWindowTitleBar: true })
    if (metadata.subject !== undefined) document.setSubject(metadata.subject)
    if (metadata.keywords !== undefined) document.setKeywords([...metadata.keywords])
    if (metadata.language !== undefined) document.setLanguage(metadata.language)
  }
  return document.save()
}
