import './fonts.css'
import type { FigurePageJob, FigureReport } from '../../analyses/publish/figure-job'
import type { Label } from '../../analyses/core/words'
import { connectFigureHost, type FigureOutput } from '../../preload/contract'
import { rasterise } from '../export/figure-png'
import { creatorOf, finishSvg, svgText } from '../export/figure-svg'
import { adaptFigure } from './adapter'
import { drawSvg } from './draw-svg'
import { pixelsPerMm } from './figure-style'
import { findingsIn } from './findings'
import { base64, embeddedFontRules, loadFigureFonts } from './fonts'
import { surfaces } from './tones'

/** What a job gives. The figure itself stays on the page, at the top left, to be printed. */
interface DrawnOnPage {
  readonly svg: string | null
  readonly png: Uint8Array | null
  readonly report: FigureReport
}

/** Draws a figure alone on this page at its exact size, measures it, and gives it as files. */
async function drawOnPage(job: FigurePageJob, outputs: readonly FigureOutput[]): Promise<DrawnOnPage> {
  await loadFigureFonts()
  const { profile, theme, language, passport } = job
  const figure = adaptFigure(job.spec, { resolve: spoken, language, profile, theme })
  const widthMm = profile.widthMm
  const heightMm = figure.height / pixelsPerMm
  const svg = finishSvg(await drawSvg(figure), figure.width, figure.height, {
    widthMm,
    heightMm,
    title: figure.title,
    description: figure.description,
    language,
    passport,
  })
  svg.style.display = 'block'
  document.documentElement.lang = language
  document.title = figure.title
  document.body.replaceChildren(svg)
  setSheetSize(widthMm, heightMm)
  const report: FigureReport = {
    widthMm,
    heightMm: Math.round(heightMm * 1000) / 1000,
    findings: findingsIn(svg, profile, theme),
  }
  svg.style.removeProperty('display')
  const text = outputs.includes('svg') ? svgText(svg) : null
  const png = outputs.includes('png')
    ? await rasterise(svg, {
        widthMm,
        heightMm,
        dpi: profile.dpi,
        background: surfaces[theme].background,
        fontRules: await embeddedFontRules(),
        texts: {
          Title: figure.title,
          Description: figure.description,
          ...(passport === null
            ? {}
            : { Software: creatorOf(passport), 'Creation Time': passport.date, Source: JSON.stringify(passport) }),
        },
      })
    : null
  svg.style.display = 'block'
  return { svg: text, png, report }
}

/** Every label of a job is already in words. */
function spoken(label: Label): string {
  if (typeof label === 'string') return label
  throw new Error('a figure job must be in words')
}

/** Makes the page exactly as large as the figure, with no margin and no second page. */
function setSheetSize(widthMm: number, heightMm: number): void {
  let rules = document.getElementById('sheet-size')
  if (rules === null) {
    rules = document.createElement('style')
    rules.id = 'sheet-size'
    document.head.append(rules)
  }
  // A sheet that is higher than its page by a rounding would print a second, empty page.
  rules.textContent = `@page{size:${widthMm}mm ${heightMm}mm;margin:0}@media print{html,body{height:${heightMm - 0.1}mm}}`
}

/** For tests and for hosts that drive the page themselves: everything as text. */
async function drawFigure(
  job: string | FigurePageJob,
  outputs: readonly FigureOutput[] = ['svg', 'png'],
): Promise<{ readonly svg: string | null; readonly png: string | null; readonly report: FigureReport }> {
  const drawn = await drawOnPage(typeof job === 'string' ? (JSON.parse(job) as FigurePageJob) : job, outputs)
  return { svg: drawn.svg, png: drawn.png === null ? null : base64(drawn.png), report: drawn.report }
}

/** How a test or a host that drives the page by itself asks for a figure. */
export type DrawFigure = typeof drawFigure

declare global {
  interface Window {
    drawFigure: DrawFigure
  }
}
window.drawFigure = drawFigure

/** Takes one task after the other from the host, for as long as the window lives. */
async function serveHost(): Promise<void> {
  const host = connectFigureHost(globalThis.valtelFigureHost, (failure) => new Error(failure.message))
  for (;;) {
    const task = await host.nextTask()
    try {
      const drawn = await drawOnPage(JSON.parse(task.job) as FigurePageJob, task.outputs)
      const { widthMm, heightMm } = drawn.report
      await host.finishTask({
        id: task.id,
        ok: true,
        svg: drawn.svg,
        png: drawn.png,
        report: JSON.stringify(drawn.report),
        size: { widthMm, heightMm },
      })
    } catch (error) {
      await host.finishTask({ id: task.id, ok: false, message: error instanceof Error ? error.message : String(error) })
    }
  }
}

if ('valtelFigureHost' in globalThis) void serveHost()
