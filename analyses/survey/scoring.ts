import { quoteName, quoteText, type SurveyDataset } from '../core/dataset'
import { itemsOf, scaleOf, type Dimension, type Item, type ResponseScale } from '../core/instrument'
import type { Note } from '../core/messages'

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
  /** Items common to all loaded rounds, in the order of the instrument. */
  readonly items: readonly Item[]
  readonly leftOut: readonly LeftOutItem[]
  /** Lowest and highest score that the declared scales allow; null when no item is left. */
  readonly range: readonly [number, number] | null
}

type Scored = Pick<SurveyDataset, 'instrument' | 'rounds' | 'itemsMissingByRound'>

const naturalOrder = new Intl.Collator('en', { numeric: true })

/** Rounds in time: by number where their names hold numbers (`2021` < `2022`, `Round 9` < `Round 10`). */
export function compareRounds(a: string, b: string): number {
  return naturalOrder.compare(a, b)
}

/**
 * How every dimension is scored in these data. An item that some loaded round's export lacks, or that a change of meaning separates between
 * loaded rounds, is left out of the scores of all rounds; filtering to one round does not bring it back, so that a score means one thing
 * in a project.
 */
export function scoringPlan(dataset: Scored): readonly DimensionScoring[] {
  const { instrument } = dataset
  const rounds = [...new Set([...Object.keys(dataset.itemsMissingByRound), ...dataset.rounds.map(({ id }) => id)])].sort(compareRounds)
  return instrument.dimensions.map((dimension) => {
    const leftOut: LeftOutItem[] = []
    const items = itemsOf(instrument, dimension.id).filter((item) => {
      const without = rounds.filter((round) => (Object.hasOwn(dataset.itemsMissingByRound, round) ? dataset.itemsMissingByRound[round] : undefined)?.includes(item.id) === true)
      if (without.length > 0) {
        leftOut.push({ item: item.id, reason: 'not-in-every-round', rounds: without })
        return false
      }
      const separating = item.changed.filter(
        (change) => change.kind === 'meaning' && rounds.some((round) => compareRounds(round, change.round) < 0) && rounds.some((round) => compareRounds(round, change.round) >= 0),
      )
      if (separating.length > 0) leftOut.push({ item: item.id, reason: 'changed-in-meaning', rounds: separating.map(({ round }) => round) })
      return separating.length === 0
    })
    const scales = items.map((item) => scaleOf(instrument, item))
    const divisor = dimension.score === 'mean' ? Math.max(1, scales.length) : 1
    const total = (end: 'min' | 'max'): number => scales.reduce((sum, scale) => sum + scale[end], 0) / divisor
    return { dimension, items, leftOut, range: items.length === 0 ? null : [total('min'), total('max')] }
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
export function askedCondition(item: Item, dataset: Pick<SurveyDataset, 'attributes'>): string | null {
  if (item.askedOf.length === 0 || !dataset.attributes.some(({ id }) => id === roleAttribute)) return null
  const column = quoteName(roleAttribute)
  return `(${column} IS NULL OR ${column}::VARCHAR IN (${item.askedOf.map(quoteText).join(', ')}))`
}

/** How many of the items were put to the respondent, as SQL over `responses` or `scores`: k of the half rule. */
export function askedCountExpression(items: readonly Item[], dataset: Pick<SurveyDataset, 'attributes'>): string {
  const conditions = items.map((item) => askedCondition(item, dataset))
  const always = conditions.filter((condition) => condition === null).length
  const sometimes = new Map<string, number>()
  for (const condition of conditions) if (condition !== null) sometimes.set(condition, (sometimes.get(condition) ?? 0) + 1)
  return [String(always), ...[...sometimes].map(([condition, count]) => `CASE WHEN ${condition} THEN ${count} ELSE 0 END`)].join(' + ')
}

/**
 * One vectorised statement that scores every dimension of every row of a `responses` table.
 *
 * An answer a of a reversed item counts as min + max − a of its **declared** scale. With s the sum and m the number of answered items, k those put to
 * the respondent, the score exists when m ≥ max(1, needed), needed being ceil(k/2), k, or the declared count (never above k): s/m for means,
 * s·k/m for sums. Sums of ordinal answers are integers, so that one division is the only rounding.
 *
 * @param dataset its `tables.responses` is read; its columns are those described in core/dataset
 * @param target name of the table to create or replace
 */
export function scoringStatement(dataset: Scored & Pick<SurveyDataset, 'attributes' | 'tables'>, target = 'scores'): string {
  const { instrument } = dataset
  const keys = ['_row', 'round', '_respondent', '_weight', ...dataset.attributes.map(({ id }) => id)].map(quoteName)
  const sums: string[] = []
  const scores: string[] = []
  for (const { dimension, items } of scoringPlan(dataset)) {
    const name = quoteName(dimension.id)
    const answered = quoteName(`${dimension.id}#answered`)
    const sum = quoteName(`${dimension.id}#sum`)
    if (items.length === 0) {
      scores.push(`NULL::DOUBLE AS ${name}`, `0::TINYINT AS ${answered}`)
      continue
    }
    const whole = items.every((item) => scaleOf(instrument, item).kind === 'ordinal')
    const terms = items.map((item) => {
      const scale = scaleOf(instrument, item)
      const column = quoteName(item.id)
      const asked = askedCondition(item, dataset)
      const counts = `${column} BETWEEN ${scale.min} AND ${scale.max}${asked === null ? '' : ` AND ${asked}`}`
      const value = item.reversed ? `${scale.min + scale.max} - ${column}` : column
      return { counts: `CASE WHEN ${counts} THEN 1 ELSE 0 END`, value: `CASE WHEN ${counts} THEN ${value} ELSE 0 END` }
    })
    sums.push(`${terms.map(({ value }) => `(${value})::${whole ? 'INTEGER' : 'DOUBLE'}`).join(' + ')} AS ${sum}`)
    sums.push(`(${terms.map(({ counts }) => counts).join(' + ')})::TINYINT AS ${answered}`)
    const asked = askedCountExpression(items, dataset)
    const k = asked === String(items.length) ? asked : `(${asked})`
    const needed =
      dimension.minAnswered === 'half' ? `(${k} + 1) // 2` : dimension.minAnswered === 'all' ? k : `least(${dimension.minAnswered}, ${k})`
    const score = dimension.score === 'mean' ? `${sum}::DOUBLE / ${answered}` : `(${sum}::DOUBLE * ${k}) / ${answered}`
    scores.push(`CASE WHEN ${answered} >= greatest(1, ${needed}) THEN ${score} END AS ${name}`, answered)
  }
  return `CREATE OR REPLACE TABLE ${quoteName(target)} AS SELECT ${[...keys, ...scores].join(', ')} FROM (SELECT ${[...keys, ...sums].join(', ')} FROM ${dataset.tables.responses})`
}

/**
 * Two SQL conditions over `scores` for a dimension: `lost`, where some of its items were answered but too few for a score, and `prorated`, where the
 * score stands on fewer items than were asked.
 */
export function completenessConditions(scoring: DimensionScoring, dataset: Pick<SurveyDataset, 'attributes'>): { readonly lost: string; readonly prorated: string; readonly complete: string } {
  const name = quoteName(scoring.dimension.id)
  const answered = quoteName(`${scoring.dimension.id}#answered`)
  const asked = askedCountExpression(scoring.items, dataset)
  return {
    lost: `${name} IS NULL AND ${answered} > 0`,
    prorated: `${name} IS NOT NULL AND ${answered} < (${asked})`,
    complete: `${name} IS NOT NULL AND ${answered} = (${asked})`,
  }
}

/** What readers of scores must know about how they were made: items left out, and wording that changed between rounds. */
export function scoringNotes(dataset: Scored, dimensions: readonly string[]): readonly Note[] {
  const notes: Note[] = []
  for (const { dimension, leftOut, items } of scoringPlan(dataset)) {
    if (!dimensions.includes(dimension.id)) continue
    for (const reason of ['not-in-every-round', 'changed-in-meaning'] as const) {
      const concerned = leftOut.filter((entry) => entry.reason === reason)
      if (concerned.length === 0) continue
      notes.push({
        code: `survey:items-${reason}`,
        level: 'warning',
        about: {
          dimension: { dimension: dimension.id },
          items: { list: concerned.map(({ item }) => item) },
          rounds: { list: [...new Set(concerned.flatMap(({ rounds }) => rounds))] },
          left: items.length,
        },
      })
    }
  }
  return notes
}
