import type { Text } from '../core/words'

/** Why a question was asked and not answered. A blank is none of these. */
export type NonResponseKind = 'dont_know' | 'not_relevant' | 'refused'

export interface NonResponse {
  readonly code: number
  readonly kind: NonResponseKind
  readonly label: Text
}

/** Codes of a file → codes of the scale, as a document says it. A code of the file may be a number or a text. */
export type CodeMap = Readonly<Record<string, number>>

/**
 * The declared range of answers. Reversal, floor, ceiling, shares and out-of-range checks use this, never what was observed.
 * Ordinal scales are integers from `min` to `max` within −100…100.
 */
export interface ResponseScale {
  readonly id: string
  readonly kind: 'ordinal' | 'continuous'
  readonly min: number
  readonly max: number
  readonly unit?: string
  readonly labels: Readonly<Record<string, Text>>
  readonly nonResponses: readonly NonResponse[]
  /** What codes of exports stand for, where a survey tool has others than the scale; a source may say otherwise. */
  readonly codes?: CodeMap
}

export interface ItemChange {
  readonly round: string
  readonly kind: 'wording' | 'meaning'
}

export interface Item {
  readonly id: string
  /** Null for background questions and outcomes that stand alone. */
  readonly dimension: string | null
  readonly scale: string
  readonly text: Text
  readonly reversed: boolean
  /** Headers under which earlier rounds or other tools exported the same item. */
  readonly aliases: readonly string[]
  /** Roles the item was put to; empty means everyone. */
  readonly askedOf: readonly string[]
  readonly changed: readonly ItemChange[]
}

export interface Dimension {
  readonly id: string
  readonly label: Text
  readonly description?: Text
  readonly score: 'mean' | 'sum'
  /** Fewest answered items that give a score: `half` is ceil(k/2), `all` is k. */
  readonly minAnswered: 'half' | 'all' | number
}

/** A training or development measure that the instrument ties to dimensions or items. */
export interface Measure {
  readonly id: string
  readonly label: Text
  readonly for: readonly string[]
  /** Suggested when the score is below this, in points of the scale. */
  readonly below?: number
  readonly note?: Text
}

/** A questionnaire as data. Orders are meaningful: tables and figures follow them. */
export interface Instrument {
  readonly id: string
  readonly version: string
  /** True for an instrument that shows what the workbench does rather than measures anything validated. */
  readonly illustrative: boolean
  readonly label: Text
  readonly scales: readonly ResponseScale[]
  readonly dimensions: readonly Dimension[]
  readonly items: readonly Item[]
  readonly measures: readonly Measure[]
  readonly references: readonly string[]
}

export function scaleOf(instrument: Instrument, item: Item): ResponseScale {
  const scale = instrument.scales.find(({ id }) => id === item.scale)
  if (scale === undefined)
    throw new Error(`item ${item.id} names the scale ${item.scale}, which the instrument does not have`)
  return scale
}

export function itemsOf(instrument: Instrument, dimension: string): readonly Item[] {
  return instrument.items.filter((item) => item.dimension === dimension)
}
