import type { Language, Phrase, Text } from '../core/words'
import type { NonResponseKind } from '../instrument/model'
import type { SurveySource } from '../sources/survey/fields'
import type { InstrumentDocument } from '../survey-tools/drafting'

/** What a column is taken for. */
export type ColumnRole =
  'item' | 'attribute' | 'respondent' | 'round' | 'weight' | 'time' | 'free-text' | 'contact' | 'technical' | 'unused'

/** By what items are put together in dimensions: the heading of their matrix, the beginning of their variable names, how their answers hang together, or nothing. */
export type Grouping = 'block' | 'prefix' | 'structure' | 'none'

/**
 * What a person decided about a draft; what is left out is suggested. Columns go by their header in the file, scales by their id in the draft, and answers by how
 * the draft shows them. A draft is made anew from these at every choice.
 */
export interface DraftChoices {
  readonly roles?: Readonly<Record<string, ColumnRole>>
  /** Whether the answers of a scale rise as the draft reads them, or the other way. */
  readonly directions?: Readonly<Record<string, 'as-read' | 'turned'>>
  /** Answers of a scale from the lowest to the highest. */
  readonly orders?: Readonly<Record<string, readonly string[]>>
  /** The declared ends of a scale. Of a scale with labels they say how many steps there are. */
  readonly ends?: Readonly<Record<string, readonly [min: number, max: number]>>
  /** Whether a column runs against its dimension. */
  readonly reversed?: Readonly<Record<string, boolean>>
  /** Null where the draft finds it out. */
  readonly grouping?: Grouping | null
  /** Column → id of a dimension, or null for an item that stands alone. An id that is not there makes a dimension. */
  readonly dimensionOf?: Readonly<Record<string, string | null>>
  readonly dimensionLabels?: Readonly<Record<string, string>>
  /** Column → text of its item. */
  readonly texts?: Readonly<Record<string, string>>
  /** Column → id of its attribute. */
  readonly attributeIds?: Readonly<Record<string, string>>
  /** Scale → answer → why it is none, or null where it is one. */
  readonly nonAnswers?: Readonly<Record<string, Readonly<Record<string, NonResponseKind | null>>>>
  /** Column of an attribute → spelling in the file → the level that it is. */
  readonly spellings?: Readonly<Record<string, Readonly<Record<string, string>>>>
  /** Questions of the draft that were answered by taking what was suggested, or something else. */
  readonly answered?: readonly string[]
}

/** What is known of the project that a draft is for. */
export interface DraftSetting {
  /** Id and name of the instrument. */
  readonly name: string
  /** Rounds of other sources of the project. */
  readonly otherRounds?: readonly string[]
}

/** An instrument made from a file, for a person to confirm, to change or to throw away. Plain data. */
export interface Draft {
  /** Null where no column holds answers that could be scored. It reads back as an instrument. */
  readonly document: InstrumentDocument | null
  /** How the file is to be read with the instrument. */
  readonly source: Partial<SurveySource>
  /** In which language the questions and answers seem to be. */
  readonly language: Language
  readonly columns: readonly DraftedColumn[]
  readonly scales: readonly DraftedScaleView[]
  readonly dimensions: readonly DraftedDimension[]
  readonly grouping: Grouping
  /** What is to be said of the grouping beside the reasons of its dimensions. */
  readonly groupingNotes: readonly Phrase[]
  readonly questions: readonly DraftQuestion[]
  /** What was decided, in sentences of at most 300 characters. */
  readonly decisions: readonly Phrase[]
  readonly rowsRead: number
}

export interface DraftedColumn {
  readonly header: string
  /** From 1. */
  readonly position: number
  readonly role: ColumnRole
  /** Of the item or attribute; null for other roles. */
  readonly id: string | null
  /** What the item asks, without heading and numbering; the header for other roles. */
  readonly text: string
  /** Heading of the matrix that the column is a row of; null where there is none. */
  readonly block: string | null
  readonly scale: string | null
  readonly dimension: string | null
  readonly isReversed: boolean
  readonly reason: Phrase
  readonly isSure: boolean
  /** Cells that hold something. */
  readonly n: number
  readonly blanks: number
  readonly distinct: number
  /** Some of its cells; none of columns that may say who answered. */
  readonly examples: readonly string[]
  /** What an attribute holds, the most frequent first; empty for other roles. */
  readonly levels: readonly { readonly text: string; readonly count: number }[]
}

export interface DraftedScaleView {
  readonly id: string
  readonly label: Phrase
  readonly kind: 'ordinal' | 'continuous'
  readonly min: number
  readonly max: number
  /** From the lowest to the highest; a step that nobody chose has no answers. */
  readonly steps: readonly DraftedStep[]
  readonly nonAnswers: readonly {
    readonly answer: string
    /** What the file or a codebook calls its code; empty where neither does. */
    readonly label: string
    readonly kind: NonResponseKind
    readonly code: number
    readonly count: number
  }[]
  /** Answers in the file that are read as another one, of which they are a misspelling. */
  readonly misspelt: readonly { readonly answer: string; readonly count: number; readonly meant: string }[]
  /** Answers in the file that are read as no step. */
  readonly unread: readonly { readonly answer: string; readonly count: number }[]
  readonly columns: readonly string[]
  readonly reason: Phrase
  readonly isSure: boolean
}

export interface DraftedStep {
  readonly code: number
  /** Empty where the file has a number alone. */
  readonly label: string
  /** Spellings in the file. */
  readonly answers: readonly string[]
  readonly count: number
}

export interface DraftedDimension {
  readonly id: string
  readonly label: Text
  /** Ids of items. */
  readonly items: readonly string[]
  readonly reason: Phrase
}

/** Something that only a person can know. Until it is answered the draft does what is suggested, except that nothing is turned. */
export interface DraftQuestion {
  readonly id: string
  readonly about:
    'grouping' | 'order' | 'direction' | 'ends' | 'non-answer' | 'reversed' | 'respondent' | 'role' | 'spelling'
  /** Columns that it concerns. */
  readonly columns: readonly string[]
  readonly text: Phrase
  readonly choices: readonly DraftQuestionChoice[]
  /** Id of a choice; null where nothing speaks for any. */
  readonly suggested: string | null
  /** Id of the choice that holds now. */
  readonly chosen: string | null
  readonly isAnswered: boolean
}

export interface DraftQuestionChoice {
  readonly id: string
  readonly label: Phrase
  /** What is added to the choices when it is taken (see `withChoice`). */
  readonly gives: DraftChoices
}
