import type { Database } from '../core/database'
import { quoteName } from '../core/datasets'
import { begun, relativeSpeed, secondsPerItem, sent } from './answer-times'
import { evenOddConsistency, halvedDimensions, manyDimensions } from './even-odd'
import { impossibleValues } from './impossible'
import { longestRun } from './longest-run'
import { mahalanobisDistance, usualDistance } from './mahalanobis'
import { repeatedIds, repeatedRows } from './repeats'
import { ordinalItems, putCount, putWhere, type SurveyShape } from './shape'
import { answerSpread, straightBlocks, straightThroughout } from './uniformity'
import { commonestScale } from '../survey/straight-lining'
import { nonAnswerCode } from '../core/datasets'

export const indicatorIds = [
  'repeated-id',
  'same-row',
  'same-answers',
  'straight-lining',
  'straight-blocks',
  'long-string',
  'low-variability',
  'even-odd',
  'mahalanobis',
  'non-answers',
  'blanks',
  'fast',
  'seconds-per-item',
  'impossible-values',
  'too-early',
  'too-late',
] as const

export type IndicatorId = (typeof indicatorIds)[number]

/** Limits that a person chose; the others are the usual ones. */
export type ChosenLimits = Readonly<Partial<Record<IndicatorId, number | string>>>

/** A sign that a row may not be what a person meant to answer. It says what was seen, and never that somebody was careless. */
export interface Indicator {
  readonly id: IndicatorId
  /** What its values are. */
  readonly unit:
    | 'rows'
    | 'cells'
    | 'items'
    | 'yes'
    | 'share'
    | 'points'
    | 'correlation'
    | 'distance'
    | 'times-faster'
    | 'seconds'
    | 'date'
  /** Rows are concerned from the limit on, up to it, below it, or above it. */
  readonly concerns: 'at-least' | 'at-most' | 'below' | 'above'
  /** Limits that make sense, both included; null where the limit is a date. */
  readonly limits: readonly [number, number] | null
  /** Between two limits that can be chosen. */
  readonly step: number
  /** The limit where a person says none; null where only a person can know it. */
  usualLimit(shape: SurveyShape): number | null
  /**
   * SQL that gives `_source`, `_row` and `value` of every row, NULL where it cannot be judged; null where the data have nothing that it could be computed from.
   * Some must ask the engine first what all rows together are like.
   */
  values(shape: SurveyShape, database: Database): string | null | Promise<string | null>
  /** Where it is published. */
  readonly references: readonly string[]
}

const meadeCraig =
  'Meade, A. W., & Craig, S. B. (2012). Identifying careless responses in survey data. Psychological Methods, 17(3), 437–455.'
const curran =
  'Curran, P. G. (2016). Methods for the detection of carelessly invalid responses in survey data. Journal of Experimental Social Psychology, 66, 4–19.'
const huang =
  'Huang, J. L., Curran, P. G., Keeney, J., Poposki, E. M., & DeShon, R. P. (2012). Detecting and deterring insufficient effort responding to surveys. Journal of Business and Psychology, 27(1), 99–114.'
const leiner =
  'Leiner, D. J. (2019). Too fast, too straight, too weird: Non-reactive indicators for meaningless data in Internet surveys. Survey Research Methods, 13(3), 229–248.'
const johnson =
  'Johnson, J. A. (2005). Ascertaining the validity of individual protocols from Web-based personality inventories. Journal of Research in Personality, 39(1), 103–129.'
const jackson =
  'Jackson, D. N. (1976). The appraisal of personal reliability. Paper presented at the meetings of the Society of Multivariate Experimental Psychology, University Park, PA.'
const mahalanobis =
  'Mahalanobis, P. C. (1936). On the generalised distance in statistics. Proceedings of the National Institute of Sciences of India, 2(1), 49–55.'
const dunn =
  'Dunn, A. M., Heggestad, E. D., Shanock, L. R., & Theilgard, N. (2018). Intra-individual response variability as an indicator of insufficient effort responding. Journal of Business and Psychology, 33(1), 105–121.'
const kuriakose =
  'Kuriakose, N., & Robbins, M. (2016). Don’t get duped: Fraud through duplication in public opinion surveys. Statistical Journal of the IAOS, 32(3), 283–291.'
const kim =
  'Kim, Y., Dykema, J., Stevenson, J., Black, P., & Moberg, D. P. (2019). Straightlining: Overview of measurement, comparison of indicators, and effects in mail–web mixed-mode surveys. Social Science Computer Review, 37(2), 214–233.'
const zhangConrad =
  'Zhang, C., & Conrad, F. (2014). Speeding in web surveys: The tendency to answer very fast and its association with straightlining. Survey Research Methods, 8(2), 127–135.'

const one = (): number => 1

const repeats = { unit: 'rows', concerns: 'at-least', limits: [1, 1000], step: 1, usualLimit: one } as const
const shares = { unit: 'share', concerns: 'at-least', limits: [0.01, 1], step: 0.05 } as const
const days = { unit: 'date', limits: null, step: 86_400_000, usualLimit: () => null, references: [] } as const

/** Every indicator, in the order in which they are shown. */
export const indicators: readonly Indicator[] = [
  { id: 'repeated-id', ...repeats, values: (shape) => repeatedIds(shape), references: [] },
  {
    id: 'same-row',
    ...repeats,
    values: (shape) =>
      shape.attributes.length === 0
        ? null
        : repeatedRows(
            shape,
            shape.attributes.map(({ id }) => id),
          ),
    references: [kuriakose],
  },
  { id: 'same-answers', ...repeats, values: (shape) => repeatedRows(shape, []), references: [kuriakose] },
  {
    id: 'straight-lining',
    unit: 'yes',
    concerns: 'at-least',
    limits: [1, 1],
    step: 1,
    usualLimit: one,
    values: straightThroughout,
    references: [zhangConrad, leiner],
  },
  { id: 'straight-blocks', ...shares, usualLimit: one, values: straightBlocks, references: [zhangConrad, kim] },
  {
    id: 'long-string',
    unit: 'items',
    concerns: 'at-least',
    limits: [2, 1000],
    step: 1,
    usualLimit: (shape) => Math.max(3, Math.ceil(ordinalItems(shape).length / 2)),
    values: longestRun,
    references: [johnson, meadeCraig, curran],
  },
  {
    id: 'low-variability',
    unit: 'points',
    concerns: 'at-most',
    limits: [0, 100],
    step: 0.05,
    usualLimit: (shape) => {
      const { scale } = commonestScale(shape)
      return scale === null ? null : Math.round((scale.max - scale.min) * 5) / 100
    },
    values: answerSpread,
    references: [dunn, curran],
  },
  {
    id: 'even-odd',
    unit: 'correlation',
    concerns: 'at-most',
    limits: [-1, 1],
    step: 0.05,
    usualLimit: (shape) => (halvedDimensions(shape).length >= manyDimensions ? 0.3 : null),
    values: evenOddConsistency,
    references: [jackson, johnson, curran],
  },
  {
    id: 'mahalanobis',
    unit: 'distance',
    concerns: 'at-least',
    limits: [1, 100_000],
    step: 0.5,
    usualLimit: usualDistance,
    values: mahalanobisDistance,
    references: [mahalanobis, meadeCraig, curran],
  },
  {
    id: 'non-answers',
    ...shares,
    usualLimit: () => 0.5,
    values: (shape) => shareOf(shape, (column) => `${column} IN (${Object.values(nonAnswerCode).join(', ')})`),
    references: [leiner],
  },
  {
    id: 'blanks',
    ...shares,
    usualLimit: () => 0.5,
    values: (shape) => shareOf(shape, (column) => `${column} IS NULL`),
    references: [leiner],
  },
  {
    id: 'fast',
    unit: 'times-faster',
    concerns: 'at-least',
    limits: [1, 100],
    step: 0.1,
    usualLimit: () => 2,
    values: relativeSpeed,
    references: [leiner],
  },
  {
    id: 'seconds-per-item',
    unit: 'seconds',
    concerns: 'below',
    limits: [0.1, 600],
    step: 0.1,
    usualLimit: () => 2,
    values: secondsPerItem,
    references: [huang],
  },
  {
    id: 'impossible-values',
    unit: 'cells',
    concerns: 'at-least',
    limits: [1, 1000],
    step: 1,
    usualLimit: one,
    values: impossibleValues,
    references: [],
  },
  { id: 'too-early', ...days, concerns: 'below', values: begun },
  { id: 'too-late', ...days, concerns: 'above', values: sent },
]

export const indicatorOf = (id: IndicatorId): Indicator => {
  const found = indicators.find((indicator) => indicator.id === id)
  if (found === undefined) throw new Error(`no indicator ${id}`)
  return found
}

/** Of the items that were put to a person, the share for which the condition holds. */
function shareOf(shape: SurveyShape, condition: (column: string) => string): string | null {
  const items = ordinalItems(shape)
  if (items.length === 0) return null
  return `SELECT "_source", "_row", ${putWhere(shape, items, condition)} / nullif(${putCount(shape, items)}::DOUBLE, 0) AS value FROM ${quoteName(shape.table)}`
}

/** Comparison of a value with the limit, as SQL. A day that is a limit is the last that is allowed, to its end. */
export function concernedBy({ concerns }: Pick<Indicator, 'concerns'>, limit: number, value = 'value'): string {
  switch (concerns) {
    case 'at-least':
      return `${value} >= ${limit}`
    case 'at-most':
      return `${value} <= ${limit}`
    case 'below':
      return `${value} < ${limit}`
    case 'above':
      return `${value} >= ${limit + 86_400_000}`
  }
}

/** A limit as a recipe writes it, as a number: a day is its first millisecond. @returns null for a text that is no day */
export function limitOf(written: number | string): number | null {
  if (typeof written === 'number') return Number.isFinite(written) ? written : null
  const at = Date.parse(`${written}T00:00:00Z`)
  return Number.isNaN(at) ? null : at
}
