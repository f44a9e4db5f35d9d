import type { ReportContext } from '../core/contract'
import type { SurveyDataset } from '../core/datasets'
import type { LegendEntry, Tone } from '../core/figure'
import type { ResultTable } from '../core/result'
import { quantity, type Label } from '../core/words'
import { limitNote, withheldNote } from '../survey/figure-furniture'
import type { ScoreRow } from './declarations'
import type { DimensionScoresOptions } from './options'
import { say } from './words'

/** Groups that fit below each other in a panel. */
export const mostRows = 40

/** Everything that the three figures have in common. */
export interface ShownScores {
  readonly table: ResultTable
  readonly rows: readonly ScoreRow[]
  readonly groups: readonly string[]
  readonly dimensions: readonly string[]
  /** The columns that groups are formed by. */
  readonly by: Label
  readonly isByGroup: boolean
  /** True when all dimensions lie on one range, so that they can share an axis. */
  readonly sharesAxis: boolean
  readonly options: DimensionScoresOptions
  readonly context: ReportContext<SurveyDataset>
}

export const seriesTone = (index: number, of: number): Tone => (of === 1 ? { role: 'main' } : { role: 'series', index })

export function legendOf(groups: readonly string[]): readonly LegendEntry[] {
  return groups.length < 2
    ? []
    : groups.map((group, index) => ({ label: group, tone: seriesTone(index, groups.length), sign: 'dot' }))
}

/** What the lines of intervals mean. */
export const intervalNote = ({ options }: ShownScores): Label =>
  say('note.intervals', { confidence: quantity(options.confidence, 'percent') })

/** Which groups are not in the figure. */
export function absenceNotes({ rows, groups, context }: ShownScores, shown: number): readonly Label[] {
  const hasWithheld = rows.some((row) => row.isWithheld('mean'))
  return [...withheldNote(hasWithheld, context), ...limitNote(shown, groups.length)]
}
