import type { FigureSpec } from '../../analyses/core/figure'
import type { Label, Language } from '../../analyses/core/words'
import type { PublicationProfile } from '../../analyses/publish/publication-profile'
import { pixelsPerMm, type FigureStyle, type Words } from './figure-style'
import { directLabels, layOutLegend } from './legend'
import type { Stretch } from './panel-axes'
import { hasCells, type PanelPlan, type PlanWishes, type PlannedPanels } from './panel-layout'
import { planPanels } from './panel-plan'
import type { PlotlyShape, PlotlyTrace } from './plotly-vocabulary'
import { lineSpacing, onOneLine, wrapText } from './text-metrics'
import type { FigureTheme } from './tones'

/** How a figure is wanted: in which words, on which paper, in which light. */
export interface AdapterWishes {
  /** Labels to words in the reader's language, e.g. `createSpeaker(…).label`. */
  readonly resolve: (label: Label) => string
  readonly language: Language
  readonly profile: PublicationProfile
  readonly theme: FigureTheme
  /** Paper that lets the window's own surface through. */
  readonly isTransparent?: boolean
  /** Answers the pointer: details, and zooming into time. */
  readonly isInteractive?: boolean
  /** Names whose places on the sheet are wanted. */
  readonly names?: ReadonlySet<string>
  /** Stretches of x axes that are zoomed into, by panel. */
  readonly views?: Readonly<Record<string, { readonly x?: Stretch }>>
}

/** The paper that a figure is laid out on. Lengths in CSS pixels. */
export interface Sheet {
  readonly spec: FigureSpec
  readonly wishes: AdapterWishes
  readonly style: FigureStyle
  readonly width: number
  /** Kept free all round: strokes and letters at the very edge would be cut in half. */
  readonly margin: number
  /** Width between the margins. */
  readonly inner: number
}

/** What stands on the sheet outside the panels, or inside them: words still to be set, strokes and areas. */
export interface Drawing {
  readonly words: readonly Words[]
  readonly traces: readonly PlotlyTrace[]
  readonly shapes: readonly PlotlyShape[]
}

/** Title, key and notes, and between them the panels in their places. */
interface SheetPlan {
  readonly plans: readonly PanelPlan[]
  readonly key: Drawing
  readonly words: readonly Words[]
  readonly height: number
}

/** Lays out title, key, panels and notes from the top; a sheet of fixed height keeps its height. */
export function planSheet(sheet: Sheet): SheetPlan {
  const { wishes, style, margin } = sheet
  const { profile } = wishes
  const title = titleWords(sheet)
  const titleBottom = margin + title.height
  const noteLines = profile.hasNotesInside
    ? notesOf(sheet).flatMap((note) => wrapText(note, sheet.inner, style.small))
    : []
  const noteHeight = noteLines.length === 0 ? 0 : noteLines.length * style.small * lineSpacing + style.text * 0.9
  const key = keyAndPanels(sheet, titleBottom, noteHeight)
  const content = key.panelsTop + key.planned.height + noteHeight + margin
  const height = profile.heightMm === null ? content : Math.max(content, profile.heightMm * pixelsPerMm)
  const notes = noteWords(noteLines, height - margin - noteHeight + style.text * 0.9, sheet)
  return {
    plans: key.planned.plans.map((plan) => movedPlan(plan, margin)),
    key: key.drawing,
    words: [...title.words, ...key.drawing.words, ...notes],
    height,
  }
}

/** The title, where the profile has it inside the artwork, and the height that it takes. */
function titleWords({ spec, wishes, style, margin, inner }: Sheet): {
  readonly words: readonly Words[]
  readonly height: number
} {
  const title = onOneLine(style.say(spec.title))
  if (!wishes.profile.hasTitleInside || title === '') return { words: [], height: 0 }
  const lines = wrapText(title, inner, style.heading, 600)
  const words: Words = {
    x: margin,
    y: margin,
    lines,
    size: style.heading,
    weight: 600,
    color: style.surface.ink,
    anchor: 'start',
    baseline: 'top',
  }
  return { words: [words], height: lines.length * style.heading * lineSpacing + style.text * 0.7 }
}

/** The key and the panels under it. The key begins where the first plot does, so the plots are placed once without it. */
function keyAndPanels(
  sheet: Sheet,
  top: number,
  noteHeight: number,
): { readonly drawing: Drawing; readonly planned: PlannedPanels; readonly panelsTop: number } {
  const { spec, style, margin, inner } = sheet
  const direct = directLabels(spec, style)
  const entries = direct.length > 0 ? [] : spec.legend
  const planUnder = (keyHeight: number): PlannedPanels =>
    planPanels(planWishes(sheet, direct, { top, keyHeight, noteHeight }), style)
  const alone = planUnder(0)
  if (entries.length === 0 && !spec.panels.some(hasCells))
    return { drawing: { words: [], traces: [], shapes: [] }, planned: alone, panelsTop: top }
  const [first] = alone.plans
  const left = first === undefined || first.wheel !== null ? 0 : first.left
  const key = layOutLegend(spec, entries, left, top, inner, style)
  const hasHeading = (spec.panels[0]?.title ?? '') !== ''
  const keyHeight = key.height === 0 ? 0 : key.height + style.text * (hasHeading ? 1.15 : 0.85)
  return {
    drawing: {
      words: key.words.map((own) => ({ ...own, x: own.x + margin })),
      traces: key.traces.map((trace) => movedRight(trace, margin)),
      shapes: key.shapes.map((shape) => ({ ...shape, x0: (shape.x0 ?? 0) + margin, x1: (shape.x1 ?? 0) + margin })),
    },
    planned: planUnder(keyHeight),
    panelsTop: top + keyHeight,
  }
}

/** What the panels are given: the width, and the height that title, key and notes leave. */
function planWishes(
  { spec, wishes, margin, inner }: Sheet,
  direct: PlanWishes['direct'][number],
  { top, keyHeight, noteHeight }: { readonly top: number; readonly keyHeight: number; readonly noteHeight: number },
): PlanWishes {
  const { heightMm, maxHeightMm } = wishes.profile
  const rest = (millimetres: number | null): number | null =>
    millimetres === null ? null : millimetres * pixelsPerMm - top - keyHeight - noteHeight - 2 * margin
  return {
    panels: spec.panels,
    columns: spec.panelColumns ?? 1,
    width: inner,
    top: top + keyHeight,
    height: rest(heightMm),
    maxHeight: rest(maxHeightMm),
    direct: spec.panels.map((_, index) => (index === 0 ? direct : [])),
    views: wishes.views ?? {},
  }
}

export function notesOf({ spec, style }: Sheet): readonly string[] {
  return spec.notes.map((note) => onOneLine(style.say(note))).filter((note) => note !== '')
}

function noteWords(lines: readonly string[], top: number, { style, margin }: Sheet): readonly Words[] {
  const words: Words[] = []
  let y = top
  for (const line of lines) {
    words.push({
      x: margin,
      y,
      lines: [line],
      size: style.small,
      weight: 400,
      color: style.surface.softInk,
      anchor: 'start',
      baseline: 'top',
    })
    y += style.small * lineSpacing
  }
  return words
}

/** Panels are planned from the left margin on. */
function movedPlan(plan: PanelPlan, by: number): PanelPlan {
  return {
    ...plan,
    left: plan.left + by,
    outerLeft: plan.outerLeft + by,
    outerRight: plan.outerRight + by,
    xTitle: plan.xTitle === null ? null : { ...plan.xTitle, centre: plan.xTitle.centre + by },
  }
}

function movedRight(trace: PlotlyTrace, by: number): PlotlyTrace {
  if (trace.type === 'bar') return { ...trace, base: trace.base.map((base) => (base === null ? null : base + by)) }
  return { ...trace, x: trace.x.map((x) => (x === null ? null : x + by)) }
}
