import type { Label } from '../core/words'
import type { QuestionName } from './question'

/** A small picture of values in their order, on a scale whose ends are known. */
export interface Picture {
  readonly range: readonly [number, number]
  /** Null where there is no value that may be shown. */
  readonly points: readonly { readonly label: Label; readonly value: number | null }[]
  /** One sentence that stands for the picture to somebody who cannot see it. */
  readonly description: Label
}

/** One statement of the overview. */
export interface Line {
  readonly text: Label
  /** The question whose answer says it; null where no analysis does. */
  readonly leadsTo: QuestionName | null
  /** The numbers of the statement by themselves, to stand below each other. */
  readonly parts?: { readonly name: Label; readonly value: Label; readonly interval: Label; readonly n: Label }
  readonly picture?: Picture
}

/** How many answered in each group and round. */
export interface GroupTable {
  readonly attribute: string
  readonly rounds: readonly string[]
  readonly rows: readonly {
    readonly name: string
    /** Attribute → level: the group, and the place that it lies in where its name alone does not tell. */
    readonly levels: Readonly<Record<string, string>>
    /** One a round; null where nobody was asked. */
    readonly cells: readonly ({ readonly text: Label; readonly isComparable: boolean } | null)[]
  }[]
  readonly leadsTo: QuestionName
}

export type SectionName =
  'answered' | 'dimensions' | 'change' | 'cautions' | 'next' | 'series' | 'indicators' | 'inventory'

export interface Section {
  readonly id: SectionName
  readonly heading: Label
  readonly lines: readonly Line[]
  readonly groups?: GroupTable
  /** Some of its questions are still to be answered. */
  readonly isPending: boolean
}
