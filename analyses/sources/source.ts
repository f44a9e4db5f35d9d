import type { Text } from '../core/words'
import type { DialectOverride } from '../readers/delimited/dialect'

/**
 * How a source is to be read, in the words of the recipe: what `recipe` validates can be handed over as it is.
 */

interface AnySource {
  readonly id: string
  /** Name of the file, for messages and the report. */
  readonly file: string
  readonly dialect?: DialectOverride | undefined
}

export interface SurveySource extends AnySource {
  readonly kind: 'survey'
  /** The round all rows belong to. When absent, a column `round` says it row by row, and without one the source's id is the round. */
  readonly round?: string | undefined
  /** Header in the file → id of an item or attribute. */
  readonly columns?: Readonly<Record<string, string>> | undefined
  readonly attributes?: readonly string[] | undefined
  /** Header of a respondent id. */
  readonly respondent?: string | undefined
  /** Header of a case weight. */
  readonly weight?: string | undefined
  /** True when the export already reversed the reversed items; they are turned back, so that storage is always as answered. */
  readonly reverse_already?: boolean | undefined
}

export interface HeadcountSource extends AnySource {
  readonly kind: 'headcount'
  readonly columns?: Readonly<Record<string, string>> | undefined
}

interface TimedSource extends AnySource {
  /** IANA name of the zone of times that carry no offset; UTC when absent. */
  readonly time_zone?: string | undefined
  /** Order of dates written with slashes or dashes and a four-digit year last; needed only where every date of the column can be read both ways. */
  readonly date_order?: 'day-first' | 'month-first' | undefined
}

export interface EventsSource extends TimedSource {
  readonly kind: 'events'
  readonly time: string
  /** Header of the kind of event; without one every row is an `event`. */
  readonly event?: string | undefined
  readonly subject?: string | undefined
}

export interface CoverageSource extends TimedSource {
  readonly kind: 'coverage'
  readonly start: string
  readonly end: string
  readonly subject?: string | undefined
}

export interface ObservationsSource extends TimedSource {
  readonly kind: 'observations'
  readonly time: string
  readonly value: string
  readonly series?: string | undefined
  readonly unit?: string | undefined
  /** Plausible values. They are counted where they are analysed; nothing is dropped at import. */
  readonly range?: readonly [number, number] | undefined
}

export interface IndicatorsSource extends AnySource {
  readonly kind: 'indicators'
  /** Header in the file → `indicator`, `unit`, `baseline`, `target` or `outcome`. */
  readonly columns?: Readonly<Record<string, string>> | undefined
}

/** A label in one or several languages. */
export type LevelText = string | { readonly [Language in keyof Text]?: string | undefined }

export interface InventorySource extends AnySource {
  readonly kind: 'inventory'
  /** Header in the file → `organisation`, an attribute or an area; in a file with a row a rating also `area` and `level`. */
  readonly columns?: Readonly<Record<string, string>> | undefined
  /** Country, type …; those with usual headers when absent. */
  readonly attributes?: readonly string[] | undefined
  /** The areas, in the order in which they are shown; every other column that holds levels when absent. */
  readonly areas?: readonly string[] | undefined
  /** The ordinal scale. Without one, whole numbers are taken as they are. */
  readonly levels?: readonly { readonly value: number; readonly label: LevelText }[] | undefined
}

export type SeriesSource = EventsSource | CoverageSource | ObservationsSource
export type Source = SurveySource | HeadcountSource | SeriesSource | IndicatorsSource | InventorySource
