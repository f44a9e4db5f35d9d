import type { Note, Text } from './words'
import type { Instrument } from '../instrument/model'

/** Numbers; a missing one is NaN. Times are milliseconds since 1970-01-01T00:00Z. */
export interface NumericColumn {
  readonly kind: 'numeric'
  readonly id: string
  readonly values: Float64Array
}

/** Categories; a missing code is −1. */
export interface FactorColumn {
  readonly kind: 'factor'
  readonly id: string
  readonly codes: Int32Array
  readonly levels: readonly string[]
}

export type Column = NumericColumn | FactorColumn

/** What the engine answers with and the analyses compute on: equally long columns by name. */
export interface Frame {
  readonly rowCount: number
  readonly columns: Readonly<Record<string, Column>>
}

/**
 * Why an ordinal item has no value, as stored in its TINYINT column. A blank is NULL in the engine.
 * Declared scales stay within −100…100, so these can never be answers.
 */
export const nonAnswerCode = { dont_know: -128, not_relevant: -127, refused: -126 } as const
/** How a blank is written in an Int8Array on its way into the engine, where it becomes NULL. */
export const blankByte = -125

export interface Round {
  readonly id: string
  /** Position in time; rounds are compared in this order. */
  readonly order: number
  readonly rowCount: number
}

/** A property of the respondent or the place of work, stored as an enumeration. */
export interface Attribute {
  readonly id: string
  /** In the order of the enumeration in the engine. */
  readonly levels: readonly string[]
  /** The levels from the lowest to the highest, where an order is known; absent where the alphabet has to do. */
  readonly order?: readonly string[]
  /** The level that the others are held against, where a person chose one. */
  readonly reference?: string
  /** The attribute one step up the organisation tree (country → region → organisation → unit), if any. */
  readonly parent: string | null
  /** For each level, the index of its parent's level; −1 where a level has none, −2 where it has several (a name used in two places). */
  readonly parentLevels: readonly number[]
}

/** An ordinal item that stands alone, by which people can be grouped instead. */
export interface GroupingItem {
  readonly id: string
  /** Codes that were answered, ascending. */
  readonly codes: readonly number[]
  /** Name of the level that the others are held against, where a person chose one. */
  readonly reference?: string
}

/** Keeps the rows whose column (`round` or an attribute) holds one of the values; several conditions hold together. */
export interface Condition {
  readonly column: string
  readonly in: readonly string[]
}

export type Linkage = 'unlinked' | 'linked' | 'partly-linked'

/** Columns of `responses` that say when a row was answered, where a survey tool wrote it. */
export const answerTimeColumns = {
  /** Milliseconds since 1970 by the clock of the file, DOUBLE. */
  started: '_started',
  ended: '_ended',
  /** How long the answering took, in seconds, DOUBLE. */
  seconds: '_seconds',
} as const

/** Rows with cells that hold numbers outside their scale, as far as they are remembered: `_source`, `_row`, and `cells`, how many. */
export const impossibleTable = 'impossible_cells'

/** People whom a project leaves out of every analysis, line by line of its `exclusions`. */
export interface LeftOut {
  /** The relation that has everybody. */
  readonly everybody: string
  /** Rows that were read and can be used. */
  readonly of: number
  /** Rows that at least one line concerns. */
  readonly people: number
  readonly lines: readonly LeftOutLine[]
}

/** One column of a condition on rows: levels or codes, or a number from one limit to below another. */
export interface AskedColumn {
  readonly column: string
  readonly in?: readonly string[] | undefined
  readonly from?: number | undefined
  readonly below?: number | undefined
}

export interface LeftOutLine {
  /** The rule, or `rows` and `where` for rows and conditions that a person named. */
  readonly by: string
  /** The limit that the rule holds by, dates in milliseconds since 1970; null where there is none. */
  readonly limit: number | null
  readonly reason: string
  /** What a condition asks for; absent where the line is none. */
  readonly where?: readonly AskedColumn[]
  /** Which row of a repeated id the line keeps; absent where it says nothing of that. */
  readonly keep?: 'first' | 'last' | 'most-complete' | 'all'
  /** Rows that this line concerns and no line before it. */
  readonly people: number
  /** The same by source; sources without such rows are absent. */
  readonly bySource: Readonly<Record<string, number>>
  /** Rows that this line concerns. */
  readonly concerned: number
}

/** People at a place of the organisation tree in a round. */
export interface PlaceCount {
  /** Names by level, the widest first; null where a name is not known. */
  readonly path: readonly (string | null)[]
  readonly round: string
  readonly people: number
}

/** The organisation tree as the data have it, once what is declared of it has been applied. */
export interface OrganisationCounts {
  /** Attributes from the widest place to the narrowest. */
  readonly levels: readonly string[]
  /** People who answered, before anybody is left out: never shown but under the rule of disclosure. */
  readonly answered: readonly PlaceCount[]
  /** People invited, so that the counts of a node and of the places within it add up. */
  readonly invited: readonly PlaceCount[]
}

/**
 * Survey answers in the engine, read through an instrument. `tables` are SQL relations, filter already applied, to stand after FROM:
 *
 * - `responses`: `_row` INTEGER, `_source` ENUM, `round` ENUM, `_respondent` VARCHAR or NULL, `_weight` DOUBLE (1 when unweighted), one ENUM column an
 *   attribute, and one column an item: TINYINT for ordinal scales (NULL blank, negative sentinels of `nonAnswerCode`), DOUBLE for continuous ones (NULL missing).
 *   Items are as answered, not reversed.
 * - `scores`: `_row`, `_source`, `round`, `_respondent`, `_weight`, the attributes, and for each dimension `"<dimension>"` DOUBLE (NULL when too few items were
 *   answered), `"<dimension>#answered"` and `"<dimension>#sum"`, the sum of the turned answers (whole for ordinal items).
 * - `headcount`: `round`, attributes, `headcount` INTEGER (people invited); null when none was given.
 *
 * Column names are ids and must be quoted with `quoteName`.
 */
export interface SurveyDataset {
  readonly kind: 'survey'
  readonly instrument: Instrument
  readonly rounds: readonly Round[]
  /** All loaded rounds in time, whatever a filter leaves; absent where `rounds` has them all. */
  readonly roundOrder?: readonly string[]
  /** True where neither a person nor the names of the rounds gave their order, so that it is that of the data. */
  readonly isRoundOrderTaken?: boolean
  /** Rounds of a winter that may be the one at the other end of their year, where nobody has declared the order. */
  readonly doubtfulWinters?: readonly string[]
  readonly attributes: readonly Attribute[]
  /** Items that can be grouped by; absent when there is none. */
  readonly groupingItems?: readonly GroupingItem[]
  readonly linkage: Linkage
  readonly weighted: boolean
  /** Items that the export did not have, by round: they have no column in that round's rows (NULL throughout). */
  readonly itemsMissingByRound: Readonly<Record<string, readonly string[]>>
  /** Attributes that the headcount table is broken down by, `round` aside. */
  readonly headcountBy: readonly string[]
  /** Columns of `responses` that hold packed answers (`instrument/packed-answers.ts`) of every row; absent when there is none. */
  readonly packedColumns?: readonly string[]
  readonly tables: { readonly responses: string; readonly scores: string; readonly headcount: string | null }
  /** People by place and round; absent where no attribute is a place. */
  readonly organisations?: OrganisationCounts
  /** What was noted of the data as a whole while they were prepared; absent where nothing was. */
  readonly notes?: readonly Note[]
  /** People who are in none of the tables, since the project leaves them out; absent where it leaves out nobody. */
  readonly leftOut?: LeftOut
  /** The relation of all rows with the ids of respondents as they were read; absent where those of `responses` are. */
  readonly asRead?: string
  /** Conditions already applied to `tables`; absent when everybody is in. */
  readonly where?: readonly Condition[]
  /** What the headcount can be held against under those conditions; absent when everybody is in, or when there is no headcount. */
  readonly invited?: InvitedRelations
}

/** SQL relations of the people invited and of those who answered, to stand after FROM. */
export interface InvitedRelations {
  /** Answers and headcount under the conditions on columns that the headcount is broken down by, and on rounds. */
  readonly responses: string
  readonly headcount: string | null
  /** The other conditions, of which the headcount does not tell how many of the invited meet them. */
  readonly blind: readonly Condition[]
  /** Answers and headcount under the conditions on rounds alone. */
  readonly whole: { readonly responses: string; readonly headcount: string | null }
}

export interface SeriesDescription {
  /** `<source>` or `<source>/<series>`, e.g. `climate/CO2`, `alarms/Room 3`. */
  readonly id: string
  readonly source: string
  /** The sensor, patient, room or ward; null when the source is one series. */
  readonly subject: string | null
  readonly kind: 'observations' | 'events'
  readonly unit: string | null
  readonly timeZone: string
  /** Declared plausible range; values outside are counted and left out. */
  readonly range: readonly [number, number] | null
  /** True when uptime is known for this subject, by a log of its own or one for all, so that downtime can leave the denominator. */
  readonly hasCoverage: boolean
}

/**
 * Time series in the engine. Times are BIGINT milliseconds UTC. `tables` are SQL relations to stand after FROM:
 *
 * - `observations`: `series` ENUM (description ids), `t` BIGINT, `value` DOUBLE or NULL, `_row` INTEGER
 * - `events`: `series` ENUM, `t` BIGINT, `type` ENUM, `stop` BIGINT or NULL (when what happened was over, where the log tells that), `_row` INTEGER
 * - `coverage`: `subject` ENUM, or NULL where the span counts for every subject; `source` ENUM, `start` BIGINT, `stop` BIGINT
 */
export interface SeriesDataset {
  readonly kind: 'series'
  readonly series: readonly SeriesDescription[]
  /** Kinds of events in the logs, in the order of the alphabet: an alarm is not a fall, so they can be told apart. */
  readonly eventTypes: readonly string[]
  readonly tables: {
    readonly observations: string | null
    readonly events: string | null
    readonly coverage: string | null
  }
}

/**
 * Targets and outcomes of a project, in the engine. They are about projects and organisations, not about persons: nothing of them is withheld.
 *
 * - `indicators`: `_source` VARCHAR, `_row` INTEGER (from 1, in the order of the file), `indicator` VARCHAR, `unit` VARCHAR or NULL, `baseline`, `target`, `outcome`
 *   DOUBLE or NULL
 */
export interface IndicatorsDataset {
  readonly kind: 'indicators'
  /** In the order of the recipe. */
  readonly sources: readonly string[]
  readonly tables: { readonly indicators: string }
}

/** One step of the ordinal scale that organisations are rated on. */
export interface InventoryLevel {
  /** Whole, −100 … 100. */
  readonly value: number
  readonly label: Text
}

/**
 * Organisations rated in areas on one ordinal scale, in the engine. They are about organisations, not about persons: nothing of them is withheld.
 *
 * - `ratings`: `_source` VARCHAR, `_row` INTEGER, `organisation` VARCHAR, `area` VARCHAR, `value` DOUBLE or NULL, and one VARCHAR column an attribute; one row an
 *   organisation and area
 */
export interface InventoryDataset {
  readonly kind: 'inventory'
  /** In the order of the recipe and the file. */
  readonly organisations: readonly string[]
  readonly areas: readonly string[]
  /** Country, type …, with the levels that occur, in the order of code units, and in their own order where they have one. */
  readonly attributes: readonly {
    readonly id: string
    readonly levels: readonly string[]
    readonly order?: readonly string[]
  }[]
  /** Ascending. */
  readonly levels: readonly InventoryLevel[]
  /** False when no scale was declared and whole numbers were taken as they are: then its ends are those found. */
  readonly isScaleDeclared: boolean
  readonly tables: { readonly ratings: string }
}

export type Dataset = SurveyDataset | SeriesDataset | IndicatorsDataset | InventoryDataset

/** An identifier as SQL: ids come from files, so they are always quoted. */
export function quoteName(name: string): string {
  return `"${name.replaceAll('"', '""')}"`
}

/** A text as a SQL literal. */
export function quoteText(text: string): string {
  return `'${text.replaceAll("'", "''")}'`
}

/** @throws Error (a bug) when the column is absent or no number. */
export function numericColumn(frame: Frame, id: string): Float64Array {
  const column = Object.hasOwn(frame.columns, id) ? frame.columns[id] : undefined
  if (column?.kind !== 'numeric')
    throw new Error(`no numeric column ${id}; there are ${Object.keys(frame.columns).join(', ')}`)
  return column.values
}

/** @throws Error (a bug) when the column is absent or no factor. */
export function factorColumn(frame: Frame, id: string): FactorColumn {
  const column = Object.hasOwn(frame.columns, id) ? frame.columns[id] : undefined
  if (column?.kind !== 'factor')
    throw new Error(`no factor column ${id}; there are ${Object.keys(frame.columns).join(', ')}`)
  return column
}
