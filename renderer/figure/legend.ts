import type { FigureSpec, LegendEntry, Mark, Tone } from '../../analyses/core/figure'
import type { FigureStyle, Words } from './figure-style'
import { drawSign, onSheet, signWidth } from './legend-signs'
import type { BarTrace, PlotlyShape, PlotlyTrace } from './plotly-vocabulary'
import { lineSpacing, onOneLine, textWidth, wrapText, type TypeWeight } from './text-metrics'
import { divergingColour, rampColour } from './tones'
import { largest } from '../../analyses/numeric/summary/extremes'

/** The key, laid out in rows from the left, in CSS pixels on the sheet. */
export interface DrawnLegend {
  readonly height: number
  readonly words: readonly Words[]
  readonly traces: readonly PlotlyTrace[]
  readonly shapes: readonly PlotlyShape[]
}

/**
 * Lines that can be named where they end: a lone panel over numbers or time, and for each entry just one line in its tone that reaches the right edge's neighbourhood.
 * Naming them all or none keeps the eye from having to look in two places.
 */
export function directLabels(
  spec: FigureSpec,
  style: FigureStyle,
): readonly { readonly at: number; readonly label: string; readonly tone: Tone }[] {
  const panel = spec.panels[0]
  if (
    panel === undefined ||
    spec.panels.length > 1 ||
    panel.geometry !== 'cartesian' ||
    panel.x.scale === 'category' ||
    panel.y.scale === 'category'
  )
    return []
  const entries = spec.legend.filter(({ sign }) => sign === 'line' || sign === 'dashed-line' || sign === 'dotted-line')
  if (entries.length < 2 || entries.length !== spec.legend.length || entries.length > 5) return []
  const ends: { readonly at: number; readonly label: string; readonly tone: Tone }[] = []
  for (const entry of entries) {
    const lines = panel.marks.filter((mark) => mark.mark === 'line' && sameTone(mark.tone, entry.tone))
    const line = lines[0]
    if (lines.length !== 1 || line?.mark !== 'line' || line.steps === true) return []
    const last = line.y.findLast((value) => typeof value === 'number')
    if (typeof last !== 'number') return []
    ends.push({ at: last, label: style.say(entry.label), tone: entry.tone })
  }
  return ends
}

function sameTone(one: Tone, other: Tone): boolean {
  return JSON.stringify(one) === JSON.stringify(other)
}

/** One part of the key: its heading, the scale of shades, or a sign with its words. */
interface Piece {
  readonly width: number
  readonly height: number
  /** Draws it with its left top corner at a place of the sheet. */
  draw(x: number, y: number): Omit<DrawnLegend, 'height'>
}

/**
 * @param left where the key begins, if it fits on one row from there; otherwise it takes the whole width
 */
export function layOutLegend(
  spec: FigureSpec,
  entries: readonly LegendEntry[],
  left: number,
  top: number,
  width: number,
  style: FigureStyle,
): DrawnLegend {
  const title = spec.legendTitle === undefined ? '' : onOneLine(style.say(spec.legendTitle))
  const shaded = shadedCells(spec)
  const pieces = [
    ...(title === '' ? [] : [headingPiece(title, style)]),
    ...(shaded === null ? [] : [rampPiece(shaded, style)]),
    ...entries.map((entry) => entryPiece(entry, width, style)),
  ]
  return pieces.length === 0
    ? { height: 0, words: [], traces: [], shapes: [] }
    : inRows(pieces, left, top, width, style)
}

/** Pieces one after the other, on as many rows as they need. */
function inRows(
  pieces: readonly Piece[],
  left: number,
  top: number,
  width: number,
  { text }: FigureStyle,
): DrawnLegend {
  const pieceWidths = pieces.reduce((sum, piece) => sum + piece.width, 0)
  // One row is worth standing a little closer together for.
  const gaps = [1.5, 1.2, 0.95].map((gap) => gap * text)
  const whole = (gap: number): number => pieceWidths + gap * (pieces.length - 1)
  const roomy = gaps.find((gap) => whole(gap) <= width - left)
  const gap = roomy ?? gaps.find((candidate) => whole(candidate) <= width) ?? text * 1.5
  const start = roomy === undefined ? 0 : left
  let x = start
  let y = top
  let rowHeight = 0
  const drawn: Omit<DrawnLegend, 'height'>[] = []
  for (const piece of pieces) {
    if (x > start && x + piece.width > width) {
      x = start
      y += rowHeight + text * 0.15
      rowHeight = 0
    }
    drawn.push(piece.draw(x, y))
    rowHeight = Math.max(rowHeight, piece.height)
    x += piece.width + gap
  }
  return {
    height: y + rowHeight - top,
    words: drawn.flatMap(({ words }) => words),
    traces: drawn.flatMap(({ traces }) => traces),
    shapes: drawn.flatMap(({ shapes }) => shapes),
  }
}

function headingPiece(title: string, style: FigureStyle): Piece {
  return {
    width: textWidth(title, style.text, 600),
    height: style.text * lineSpacing,
    draw: (x, y) => ({ words: [keyWords([title], x, y, 600, style)], traces: [], shapes: [] }),
  }
}

function entryPiece(entry: LegendEntry, width: number, style: FigureStyle): Piece {
  const { text } = style
  const line = text * lineSpacing
  const sign = signWidth(entry, style)
  const lines = wrapText(onOneLine(style.say(entry.label)), width - sign - signGap(style), text)
  return {
    width: sign + signGap(style) + largest(lines.map((own) => textWidth(own, text))),
    height: line * lines.length,
    draw: (x, y) => ({
      ...drawSign(entry, x, y + line / 2, sign, style),
      words: [keyWords(lines, x + sign + signGap(style), y, 400, style)],
    }),
  }
}

/** The scale of shades between its two ends. */
function rampPiece({ domain: [low, high], ramp: kind }: ShadedCells, style: FigureStyle): Piece {
  const { text } = style
  const line = text * lineSpacing
  const gap = signGap(style)
  const colourAt = kind === 'diverging' ? divergingColour : rampColour
  const digits = Number.isInteger(low) && Number.isInteger(high) ? 0 : 1
  const [lowText, highText] = [style.format.number(low, digits), style.format.number(high, digits)]
  const length = text * 7
  const lowWidth = textWidth(lowText, text)
  const steps = Array.from({ length: 24 }, (_, step) => step)
  const bar = (x: number, y: number): BarTrace => ({
    ...onSheet,
    type: 'bar',
    name: 'key',
    orientation: 'h',
    // A hair of overlap, so that no paper shows between the steps.
    x: steps.map(() => length / steps.length + 0.3),
    y: steps.map(() => y + line / 2),
    base: steps.map((step) => x + lowWidth + gap + (length * step) / steps.length),
    width: line * 0.52,
    marker: {
      color: steps.map((step) => colourAt((step + 0.5) / steps.length, style.theme)),
      line: { color: steps.map(() => style.surface.background), width: steps.map(() => 0) },
    },
  })
  return {
    width: lowWidth + length + textWidth(highText, text) + gap * 2,
    height: line,
    draw: (x, y) => ({
      words: [
        keyWords([lowText], x, y, 400, style),
        keyWords([highText], x + lowWidth + length + gap * 2, y, 400, style),
      ],
      traces: [bar(x, y)],
      shapes: [],
    }),
  }
}

type ShadedCells = Extract<Mark, { mark: 'cell' }>

function shadedCells(spec: FigureSpec): ShadedCells | null {
  return spec.panels.flatMap(({ marks }) => marks).find((mark) => mark.mark === 'cell') ?? null
}

/** Room between a sign and its words. */
const signGap = ({ text }: FigureStyle): number => text * 0.5

/** @param y top of the first line */
function keyWords(lines: readonly string[], x: number, y: number, weight: TypeWeight, style: FigureStyle): Words {
  const line = style.text * lineSpacing
  return {
    x,
    y: y + line / 2 + ((lines.length - 1) * line) / 2,
    lines,
    size: style.text,
    weight,
    color: style.surface.ink,
    anchor: 'start',
    baseline: 'middle',
  }
}
