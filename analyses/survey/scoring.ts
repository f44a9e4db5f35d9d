import { quoteName, quoteText, type SurveyDataset } from '../core/datasets'
import { answerSumsOf } from '../instrument/packed-answers'
import { itemsOf, scaleOf, type Dimension, type Item, type ResponseScale } from '../instrument/model'
import { itemInWords, type Note } from '../core/words'
import { patternSums, type SumTerms } from './pattern-sums'
import { isChangedAcross, roundsInTime, type Timed } from './rounds-in-time'

/** The attribute whose levels `askedOf` names. */
export const roleAttribute = 'role'

/** Why an item of the instrument is not part of its dimension's scores in these data. */
export interface LeftOutItem {
  readonly item: string
  readonly reason: 'not-in-every-round' | 'changed-in-meaning'
  /** The rounds without the item, or the rounds from which it means something else. */
  readonly rounds: readonly string[]
}

/** How a dimension is scored: the same items in all rounds, so that scores may be compared. */
export interface DimensionScoring {
  readonly dimension: Dimension
  /** Items common to all loaded rounds that have any, in the order of the instrument. */
  readonly items: readonly Item[]
  readonly leftOut: readonly LeftOutItem[]
  /** Rounds whose export has none of the dimension's items: they get no scores, and the other rounds keep theirs. */
  readonly absentFrom: readonly string[]
  /** Lowest and highest score that the declared scales allow; null when no item is left. */
  readonly range: readonly [number, number] | null
}

type Scored = Pick<SurveyDataset, 'instrument'> & Timed

/** Data of whose attributes only the ids are needed. */
export interface NamedAttributes {
  readonly attributes: readonly { readonly id: string }[]
}

/** Items that a score adds up: 1 for a mean. A margin of error is divided by it, so that its unit is a point of the response scale. */
export const itemsSummed = ({ dimension, items }: DimensionScoring): number =>
  dimension.score === 'sum' ? Math.max(1, items.length) : 1

/**
 * How every dimension is scored in these data. An item that some loaded round's export lacks, or that a change of meaning separates between
 * loaded rounds, is left out of the scores of all rounds; filtering to one round does not bring it back, so that a score means one thing
 * in a project. A round without any item of a dimension has no scores to compare, and takes none from the others.
 */
export function scoringPlan(dataset: Scored): readonly DimensionScoring[] {
  const { instrument } = dataset
  const rounds = roundsInTime(dataset)
  const lacks = (round: string, item: Item): boolean =>
    (Object.hasOwn(dataset.itemsMissingByRound, round) ? dataset.itemsMissingByRound[round] : undefined)?.includes(
      item.id,
    ) === true
  return instrument.dimensions.map((dimension) => {
    const leftOut: LeftOutItem[] = []
    const all = itemsOf(instrument, dimension.id)
    const absentFrom = rounds.filter((round) => all.length > 0 && all.every((item) => lacks(round, item)))
    const having = rounds.filter((round) => !absentFrom.includes(round))
    const items = all.filter((item) => {
      const without = having.filter((round) => lacks(round, item))
      if (without.length > 0) {
        leftOut.push({ item: item.id, reason: 'not-in-every-round', rounds: without })
        return false
      }
      const separating = item.changed.filter(
        (change) => change.kind === 'meaning' && isChangedAcross(dataset, having, change.round),
      )
      if (separating.length > 0)
        leftOut.push({ item: item.id, reason: 'changed-in-meaning', rounds: separating.map(({ round }) => round) })
      return separating.length === 0
    })
    const scales = items.map((item) => scaleOf(instrument, item))
    const divisor = dimension.score === 'mean' ? Math.max(1, scales.length) : 1
    const total = (end: 'min' | 'max'): number => scales.reduce((sum, scale) => sum + scale[end], 0) / divisor
    return { dimension, items, leftOut, absentFrom, range: items.length === 0 ? null : [total('min'), total('max')] }
  })
}

/** An item's answer as SQL: NULL for blanks, typed non-answers and anything outside the declared range. Not turned. */
export function answerExpression(item: Item, scale: ResponseScale): string {
  const column = quoteName(item.id)
  return `CASE WHEN ${column} BETWEEN ${scale.min} AND ${scale.max} THEN ${column} END`
}

/**
 * Whether an item was put to the respondent, as SQL; null when it was put to everyone. Roles are levels of the attribute `role`; a respondent
 * whose role is unknown counts as asked.
 */
export function askedCondition(item: Item, dataset: NamedAttributes): string | null {
  if (item.askedOf.length === 0 || !dataset.attributes.some(({ id }) => id === roleAttribute)) return null
  const column = quoteName(roleAttribute)
  return `(${column} IS NULL OR ${column}::VARCHAR IN (${item.askedOf.map(quoteText).join(', ')}))`
}

/** How many of the items were put to the respondent, as SQL over `responses` or `scores`: k of the half rule. */
export function askedCountExpression(items: readonly Item[], dataset: NamedAttributes): string {
  const conditions = items.map((item) => askedCondition(item, dataset))
  const always = conditions.filter((condition) => condition === null).length
  const sometimes = new Map<string, number>()
  for (const condition of conditions)
    if (condition !== null) sometimes.set(condition, (sometimes.get(condition) ?? 0) + 1)
  return [
    String(always),
    ...[...sometimes].map(([condition, count]) => `CASE WHEN ${condition} THEN ${count} ELSE 0 END`),
  ].join(' + ')
}

/**
 * The statements that score every dimension of every row of a `responses` table. The view `scores` stands beside the rows of `responses`: one division for each
 * score. The sum of the turned answers and how many there are come from the columns of packed answers where they are of the same items; a statement before it
 * writes those of the other dimensions as `score_sums`, from patterns of answers where they are stored.
 *
 * An answer a of a reversed item counts as min + max − a of its **declared** scale. With s the sum and m the number of answered items, k those put to
 * the respondent, the score exists when m ≥ max(1, needed), needed being ceil(k/2), k, or the declared count (never above k): s/m for means,
 * s·k/m for sums. Sums of ordinal answers are whole, so that one division is the only rounding.
 *
 * @param dataset its `tables.responses` is read, which must be the table itself
 */
export function scoringStatements(
  dataset: Scored & Pick<SurveyDataset, 'attributes' | 'tables' | 'packedColumns'>,
): readonly string[] {
  const sums: string[] = []
  const scores: string[] = []
  for (const scoring of scoringPlan(dataset)) {
    const { dimension, items } = scoring
    const name = quoteName(dimension.id)
    const own = { sum: `${dimension.id}#sum`, answered: `${dimension.id}#answered` }
    if (items.length === 0) {
      scores.push(
        `NULL::DOUBLE AS ${name}`,
        `0::TINYINT AS ${quoteName(own.answered)}`,
        `0::SMALLINT AS ${quoteName(own.sum)}`,
      )
      continue
    }
    const packed = packedSums(items, dataset)
    if (packed === null) {
      const terms = (asksEverybody(items, dataset) ? patternSums(items, dataset) : null) ?? answerTerms(items, dataset)
      sums.push(`${terms.sum} AS ${quoteName(own.sum)}`, `${terms.answered} AS ${quoteName(own.answered)}`)
    }
    const from = packed ?? own
    scores.push(
      `${scoreExpression(scoring, dataset, from)} AS ${name}`,
      `${quoteName(from.answered)} AS ${quoteName(own.answered)}`,
      `${quoteName(from.sum)} AS ${quoteName(own.sum)}`,
    )
  }
  const keys = ['_row', '_source', 'round', '_respondent', '_weight', ...dataset.attributes.map(({ id }) => id)].map(
    quoteName,
  )
  const view = (from: string): string =>
    `CREATE OR REPLACE VIEW scores AS SELECT ${[...keys, ...scores].join(', ')} FROM ${from}`
  const { responses } = dataset.tables
  return sums.length === 0
    ? [view(responses), 'DROP TABLE IF EXISTS score_sums']
    : [
        `CREATE OR REPLACE TABLE score_sums AS SELECT ${sums.join(', ')} FROM ${responses}`,
        view(`${responses} POSITIONAL JOIN score_sums`),
      ]
}

/** The columns of packed answers that hold the sums of these items in every row; null when there are none, or an item was asked of some, whose other answers do not count. */
function packedSums(
  items: readonly Item[],
  dataset: Scored & Pick<SurveyDataset, 'attributes' | 'packedColumns'>,
): { readonly sum: string; readonly answered: string } | null {
  const sums = answerSumsOf(dataset.instrument, items)
  const has = (column: string): boolean => dataset.packedColumns?.includes(column) === true
  if (sums === null || !has(sums.sum) || !has(sums.answered)) return null
  return asksEverybody(items, dataset) ? sums : null
}

const asksEverybody = (items: readonly Item[], dataset: NamedAttributes): boolean =>
  items.every((item) => askedCondition(item, dataset) === null)

/**
 * A dimension's score as SQL over its `#sum` and `#answered` (and the role, where items were asked of some): the same for a respondent and for a group of
 * respondents alike in these. NULL when too few items were answered.
 */
export function scoreExpression(
  { dimension, items }: DimensionScoring,
  dataset: Pick<SurveyDataset, 'attributes'>,
  columns = { sum: `${dimension.id}#sum`, answered: `${dimension.id}#answered` },
): string {
  const answered = quoteName(columns.answered)
  const sum = quoteName(columns.sum)
  if (items.length === 0) return 'NULL::DOUBLE'
  const { k, least } = answersNeeded({ dimension, items }, dataset)
  const score = dimension.score === 'mean' ? `${sum} / ${answered}` : `(${sum}::DOUBLE * ${k}) / ${answered}`
  return `if(${answered} >= ${least}, ${score}, NULL)`
}

/** How many items were put to the respondent, and how many answers a score needs: SQL over the role, where items were asked of some. */
export function answersNeeded(
  { dimension, items }: Pick<DimensionScoring, 'dimension' | 'items'>,
  dataset: NamedAttributes,
): { readonly k: string; readonly least: string } {
  const asked = askedCountExpression(items, dataset)
  const isSame = asked === String(items.length)
  const k = isSame ? asked : `(${asked})`
  const needed =
    dimension.minAnswered === 'half'
      ? `(${k} + 1) // 2`
      : dimension.minAnswered === 'all'
        ? k
        : `least(${dimension.minAnswered}, ${k})`
  return { k, least: isSame ? String(Math.max(1, neededOf(dimension, items.length))) : `greatest(1, ${needed})` }
}

/** Columns that `scoreExpression` reads. */
export function scoreColumns(
  { dimension, items }: DimensionScoring,
  dataset: Pick<SurveyDataset, 'attributes'>,
): readonly string[] {
  const own = [`${dimension.id}#sum`, `${dimension.id}#answered`]
  return items.some((item) => askedCondition(item, dataset) !== null) ? [...own, roleAttribute] : own
}

function neededOf(dimension: Dimension, k: number): number {
  return dimension.minAnswered === 'half'
    ? Math.ceil(k / 2)
    : dimension.minAnswered === 'all'
      ? k
      : Math.min(dimension.minAnswered, k)
}

/** Sum and number of the answers of a dimension with a test per item, where they are not packed or not all of them count. */
export function answerTerms(
  items: readonly Item[],
  dataset: Pick<SurveyDataset, 'instrument'> & NamedAttributes,
): SumTerms {
  const isWhole = items.every((item) => scaleOf(dataset.instrument, item).kind === 'ordinal')
  const terms = items.map((item) => {
    const scale = scaleOf(dataset.instrument, item)
    const column = quoteName(item.id)
    const asked = askedCondition(item, dataset)
    const counts = `${column} BETWEEN ${scale.min} AND ${scale.max}${asked === null ? '' : ` AND ${asked}`}`
    return {
      counts: `CASE WHEN ${counts} THEN 1 ELSE 0 END`,
      value: `CASE WHEN ${counts} THEN ${item.reversed ? `${scale.min + scale.max} - ` : ''}${column}${isWhole ? '::INTEGER' : '::DOUBLE'} ELSE 0 END`,
    }
  })
  return {
    sum: terms.map(({ value }) => value).join(' + '),
    answered: `(${terms.map(({ counts }) => counts).join(' + ')})::${wholeType(items.length)}`,
  }
}

/** The narrowest of the engine's types that holds whole numbers from −most to most: narrow columns are read faster. */
const wholeType = (most: number): string => (most <= 127 ? 'TINYINT' : most <= 32_767 ? 'SMALLINT' : 'INTEGER')

/** What readers of scores must know about how they were made: items left out, and wording that changed between rounds. */
export function scoringNotes(dataset: Scored, dimensions: readonly string[]): readonly Note[] {
  const notes: Note[] = []
  for (const { dimension, leftOut, items, absentFrom } of scoringPlan(dataset)) {
    if (!dimensions.includes(dimension.id)) continue
    if (absentFrom.length > 0)
      notes.push({
        code: 'survey:dimension-not-in-round',
        level: 'warning',
        about: { dimension: { dimension: dimension.id }, rounds: { list: absentFrom } },
      })
    for (const reason of ['not-in-every-round', 'changed-in-meaning'] as const) {
      const concerned = leftOut.filter((entry) => entry.reason === reason)
      if (concerned.length === 0) continue
      notes.push({
        code: `survey:items-${reason}`,
        level: 'warning',
        about: {
          dimension: { dimension: dimension.id },
          items: { list: concerned.map(({ item }) => itemInWords(item)) },
          rounds: { list: [...new Set(concerned.flatMap(({ rounds }) => rounds))] },
          left: items.length,
        },
      })
    }
  }
  return notes
}
