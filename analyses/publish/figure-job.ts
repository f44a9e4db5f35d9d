import type { Axis, FigureSpec, Mark, Panel } from '../core/figure'
import type { Speaker } from '../core/speaker'
import type { Language, Label } from '../core/words'
import { passportLine, type Passport } from './passport'
import type { PublicationProfile } from './publication-profile'

/**
 * What the figure page is handed, as JSON: a figure already in words, where and how to print it, and where it comes from.
 * The page answers with a report that says, among other things, how high the figure became.
 */
export interface FigurePageJob {
  readonly spec: FigureSpec
  readonly language: Language
  readonly profile: PublicationProfile
  readonly theme: 'print' | 'light' | 'dark'
  readonly passport: Passport | null
}

/** Formats in which the machine draws a figure. */
export type FigureFormat = 'svg' | 'pdf' | 'png'

/** What the machine is asked to draw: a job for the figure page, the size to print on, and what the files say of themselves. */
export interface FigureDrawing {
  /** A `FigurePageJob` as JSON. */
  readonly job: string
  readonly widthMm: number
  readonly heightMm: number
  readonly outputs: readonly FigureFormat[]
  readonly metadata: {
    readonly title: string
    readonly subject: string
    readonly keywords: readonly string[]
    readonly creator: string
    readonly language: Language
  }
}

/** Millimetres that a figure may be high where its profile sets no limit. */
const usualHeightMm = 240

/** A figure for print, in words, with its passport in the job and in the files. */
export function figureDrawing(
  spec: FigureSpec,
  {
    speaker,
    profile,
    passport,
    outputs,
  }: {
    readonly speaker: Speaker
    readonly profile: PublicationProfile
    readonly passport: Passport
    readonly outputs: readonly FigureFormat[]
  },
): FigureDrawing {
  const job: FigurePageJob = {
    spec: figureInWords(spec, (label) => speaker.label(label)),
    language: speaker.language,
    profile,
    theme: 'print',
    passport,
  }
  return {
    job: JSON.stringify(job),
    widthMm: profile.widthMm,
    heightMm: profile.heightMm ?? profile.maxHeightMm ?? usualHeightMm,
    outputs,
    metadata: {
      title: speaker.label(spec.title),
      subject: speaker.label(spec.description),
      keywords: [passportLine(passport)],
      creator: `VälTel Workbench ${passport.workbench}`,
      language: speaker.language,
    },
  }
}

/** What the figure page found when it measured what it had drawn. */
export interface FigureReport {
  readonly widthMm: number
  readonly heightMm: number
  readonly findings: readonly FigureFinding[]
}

/** Something that the profile does not allow, as a code and values. Sizes in points, contrast as a ratio. */
export type FigureFinding =
  | {
      readonly code: 'text-too-small'
      /** One of the texts. */ readonly text: string
      readonly count: number
      readonly sizePt: number
      readonly smallestPt: number
    }
  | {
      readonly code: 'letters-not-bundled'
      /** The letters that the bundled typeface lacks, each once, separated by spaces. A font of the machine draws them. */
      readonly letters: string
      /** One of the texts that hold them. */ readonly text: string
      readonly count: number
    }
  | { readonly code: 'line-too-thin'; readonly widthPt: number; readonly thinnestPt: number; readonly count: number }
  | {
      readonly code: 'contrast-too-low'
      readonly colour: string
      readonly background: string
      readonly ratio: number
      readonly text: string | null
    }
  | { readonly code: 'labels-overlap'; readonly text: string; readonly other: string }
  | { readonly code: 'label-cut'; readonly text: string }
  | { readonly code: 'too-high'; readonly heightMm: number; readonly highestMm: number }

/**
 * The same figure with every label turned into words, so that it can be drawn where neither messages nor instrument are at hand.
 * @param resolve a label in the reader's language, e.g. `createSpeaker(…).label`
 */
export function figureInWords(spec: FigureSpec, resolve: (label: Label) => string): FigureSpec {
  return {
    ...spec,
    title: resolve(spec.title),
    description: resolve(spec.description),
    notes: spec.notes.map(resolve),
    legend: spec.legend.map((entry) => ({ ...entry, label: resolve(entry.label) })),
    ...(spec.legendTitle === undefined ? {} : { legendTitle: resolve(spec.legendTitle) }),
    panels: spec.panels.map((panel) => panelInWords(panel, resolve)),
  }
}

function panelInWords(panel: Panel, resolve: (label: Label) => string): Panel {
  return {
    ...panel,
    ...(panel.title === undefined ? {} : { title: resolve(panel.title) }),
    x: axisInWords(panel.x, resolve),
    y: axisInWords(panel.y, resolve),
    marks: panel.marks.map((mark) => markInWords(mark, resolve)),
  }
}

function axisInWords(axis: Axis, resolve: (label: Label) => string): Axis {
  const label = resolve(axis.label)
  if (axis.scale === 'time') return { ...axis, label, unit: resolve(axis.unit) }
  if (axis.scale === 'category') {
    return {
      ...axis,
      label,
      categories: axis.categories.map((category) => ({
        ...category,
        label: resolve(category.label),
        ...(category.aside === undefined ? {} : { aside: resolve(category.aside) }),
      })),
    }
  }
  return {
    ...axis,
    label,
    unit: axis.unit === null ? null : resolve(axis.unit),
    ...(axis.ticks === undefined
      ? {}
      : {
          ticks: axis.ticks.map((tick) => ({
            ...tick,
            ...(tick.label === undefined ? {} : { label: resolve(tick.label) }),
          })),
        }),
  }
}

function markInWords(mark: Mark, resolve: (label: Label) => string): Mark {
  const orNull = (label: Label | null): string | null => (label === null ? null : resolve(label))
  const details = 'details' in mark && mark.details !== undefined ? { details: mark.details.map(resolve) } : {}
  switch (mark.mark) {
    case 'dot':
    case 'bar':
    case 'connector':
      return { ...mark, ...details, ...(mark.labels === undefined ? {} : { labels: mark.labels.map(orNull) }) }
    case 'line':
      return { ...mark, ...details }
    case 'band':
    case 'rule':
      return { ...mark, ...(mark.label === undefined ? {} : { label: resolve(mark.label) }) }
    case 'cell':
      return {
        ...mark,
        ...details,
        text: mark.text.map(resolve),
        ...(mark.aside === undefined ? {} : { aside: mark.aside.map(orNull) }),
      }
    case 'text':
      return { ...mark, text: mark.text.map(resolve) }
    case 'node':
      return {
        ...mark,
        ...details,
        labels: mark.labels.map(resolve),
        ...(mark.asides === undefined ? {} : { asides: mark.asides.map(orNull) }),
      }
    case 'interval':
    case 'ribbon':
      return mark
  }
}
