import type { ReportContext } from '../core/contract'
import type { SurveyDataset } from '../core/datasets'
import { namesOf, rowsWith, type RowOf, type RowWith } from '../core/reading'
import type { Prose } from '../core/result'
import { core, intervalPhrase, percentOf, probabilityPhrase, quantity, type Label, type Values } from '../core/words'
import { relevanceOf, type Verdict } from '../survey/change-verdict'
import type { RateBasis } from '../survey/response-rates'
import { unitLabel } from '../survey/score-axis'
import type { ChangeRow, Tables, tables } from './declarations'
import { comparisonOf, type RoundChangeOptions } from './options'
import { hasTrend } from './statements'
import { mostPermutedPeople } from './top-movers'
import { say } from './words'

/** Rows that a sentence names; the rest are counted. */
const rowsInWords = 6

type Context = ReportContext<SurveyDataset>
type OutcomeRow = { readonly name: string; readonly cells: { readonly outcome: string } }

export function sayRoundChange(
  { change, top_movers: movers, trend }: Tables,
  options: RoundChangeOptions,
  context: Context,
): Prose {
  return {
    method: methodSentences(
      rowsWith(trend.rows, 'estimate').length > 0,
      movers.rows.length > 0,
      options,
      context.dataset,
    ),
    finding: [
      ...changedSentences(change.rows, options, context),
      ...otherVerdictSentences(change.rows, options),
      ...rateSentences(change.rows, options),
      ...withheldSentences(change.rows, context),
      ...trendSentences(rowsWith(trend.rows, 'estimate', 'p_adjusted'), options, context),
      ...moverSentences(rowsWith(movers.rows, 'estimate')),
      // The mixed model follows persons, the permutations of items do not: both can be right and point opposite ways.
      ...(comparisonOf(context.dataset, options) === 'mixed' &&
      rowsWith(movers.rows, 'p_max').some(({ cells }) => cells.p_max <= 0.05)
        ? [say('say.finding.movers-of-everybody')]
        : []),
    ],
  }
}

function methodSentences(
  isTrendShown: boolean,
  hasMovers: boolean,
  options: RoundChangeOptions,
  dataset: SurveyDataset,
): readonly Label[] {
  const { from, to } = options
  return [
    say(`say.method.${comparisonOf(dataset, options)}`, {
      from,
      to,
      count: options.outcomes.length,
      adjustment: core.say(`option.adjust.choice.${options.adjust}`),
      isAdjusted: options.adjust !== 'none',
    }),
    say('say.method.gate', {
      n: options.min_n,
      rate: quantity(options.min_response_rate, 'percent'),
      width: quantity(options.max_half_width, 'estimate'),
    }),
    say('say.method.verdict', {
      effect: quantity(options.smallest_effect, 'estimate'),
      confidence: percentOf(options.confidence),
    }),
    ...(isTrendShown && hasTrend(dataset, options) ? [say('say.method.trend', { count: dataset.rounds.length })] : []),
    ...(hasMovers
      ? [say('say.method.movers', { permutations: options.permutations, people: mostPermutedPeople })]
      : []),
  ]
}

/** What a row is about: the outcome, and the group where there are several. */
function rowName({ name, cells: { outcome } }: OutcomeRow, outcomes: number): Label {
  if (name === '') return { outcome }
  return outcomes === 1 ? name : say('row-name', { outcome: { outcome }, group: name })
}

/** Rows named together: those of one group as its outcomes, or as all of them. */
function rowNames(rows: readonly OutcomeRow[], outcomes: number): Values {
  const isByGroup = outcomes > 1 && rows.some(({ name }) => name !== '')
  const together = isByGroup
    ? namesOf(rows).map((group) => rows.filter(({ name }) => name === group))
    : rows.map((row) => [row])
  const named = together.slice(0, rowsInWords)
  const more = rows.length - named.reduce((sum, own) => sum + own.length, 0)
  return {
    count: rows.length,
    rows: { list: named.map((own) => namesTogether(own, outcomes)) },
    hasMore: more > 0,
    more,
  }
}

function namesTogether(rows: readonly OutcomeRow[], outcomes: number): Label {
  const [first, ...others] = rows
  if (first === undefined) return ''
  if (others.length === 0) return rowName(first, outcomes)
  return rows.length === outcomes
    ? say('row-all', { group: first.name, count: outcomes })
    : say('row-name', {
        group: first.name,
        outcome: { list: rows.map(({ cells: { outcome } }): Label => ({ outcome })) },
      })
}

const withVerdict = (rows: readonly ChangeRow[], verdict: Verdict): readonly ChangeRow[] =>
  rows.filter(({ cells }) => cells.verdict === verdict)

/**
 * What changed and may be relevant, the largest changes first. Where only some persons are followed the estimate is the model's, and the means of the two rounds, which
 * do not differ by it, stay in the table.
 */
function changedSentences(
  rows: readonly ChangeRow[],
  options: RoundChangeOptions,
  { dataset }: Context,
): readonly Label[] {
  const changed = rowsWith(withVerdict(rows, 'changed'), 'estimate').toSorted(
    (a, b) => Math.abs(b.cells.estimate) - Math.abs(a.cells.estimate),
  )
  return [
    ...changed
      .slice(0, rowsInWords)
      .map((row) =>
        say(row.cells.estimate >= 0 ? 'say.finding.risen' : 'say.finding.fallen', {
          row: rowName(row, options.outcomes.length),
          estimate: quantity(Math.abs(row.cells.estimate), 'estimate'),
          unit: unitLabel(dataset, row.cells.outcome),
          mean_1: quantity(row.cells.mean_1, 'mean'),
          mean_2: quantity(row.cells.mean_2, 'mean'),
          interval: intervalPhrase(row.cells.conf_low, row.cells.conf_high, 'estimate'),
          p: probabilityPhrase(row.cells.p_adjusted),
          g: quantity(row.cells.hedges_g, 'estimate'),
          hasG: row.cells.hedges_g !== null,
          from: options.from,
          to: options.to,
          hasMeans: comparisonOf(dataset, options) !== 'mixed',
          effect: quantity(options.smallest_effect, 'estimate'),
          relevance: relevanceOf(row.cells.conf_low, row.cells.conf_high, options.smallest_effect),
        }),
      ),
    ...(changed.length > rowsInWords ? [say('say.finding.more-changed', { count: changed.length - rowsInWords })] : []),
  ]
}

/** What may not be compared, changed too little to matter, did not change, or cannot be decided. */
function otherVerdictSentences(rows: readonly ChangeRow[], options: RoundChangeOptions): readonly Label[] {
  const { from, to } = options
  const effect = quantity(options.smallest_effect, 'estimate')
  const excluded = withVerdict(rows, 'not-comparable')
  const isAll = excluded.length === rows.filter((row) => !row.isWithheld('verdict')).length
  const about = (
    verdict: Verdict,
    key: Parameters<typeof say>[0],
    values: (own: readonly ChangeRow[]) => Values,
  ): readonly Label[] => {
    const own = withVerdict(rows, verdict)
    return own.length === 0 ? [] : [say(key, { ...rowNames(own, options.outcomes.length), ...values(own) })]
  }
  return [
    ...about('not-comparable', isAll ? 'say.finding.none-comparable' : 'say.finding.not-comparable', (own) => ({
      reason: commonReason(own),
      from,
      to,
    })),
    ...about('changed-below-relevance', 'say.finding.below', () => ({ effect })),
    ...about('practically-unchanged', 'say.finding.unchanged', () => ({ effect })),
    ...about('inconclusive', 'say.finding.inconclusive', () => ({ effect })),
  ]
}

/** Response rates that comparisons take on trust: those that are unknown, and those of others. */
export function rateSentences(
  rows: readonly ChangeRow[],
  { from, to }: Pick<RoundChangeOptions, 'from' | 'to'>,
): readonly Label[] {
  const compared = rows.filter(({ cells }) => cells.verdict !== null && cells.verdict !== 'not-comparable')
  const sides = [
    { round: from, bases: compared.map(({ cells }) => cells.response_rate_basis_1) },
    { round: to, bases: compared.map(({ cells }) => cells.response_rate_basis_2) },
  ]
  const roundsWith = (...wanted: readonly RateBasis[]): readonly string[] =>
    sides
      .filter(({ bases }) => bases.some((basis) => basis !== null && wanted.includes(basis)))
      .map(({ round }) => round)
  const [unknown, others] = [roundsWith('unknown'), roundsWith('whole', 'part')]
  return [
    ...(unknown.length === 0 ? [] : [say('say.finding.rate-unknown', { rounds: { list: unknown } })]),
    ...(others.length === 0 ? [] : [say('say.finding.rate-of-others', { rounds: { list: others } })]),
  ]
}

/** The reason where it is the same for all rows; otherwise the table has the reasons. */
function commonReason(rows: readonly ChangeRow[]): Label {
  const reasons = new Map(rows.map(({ cells }) => [JSON.stringify(cells.reason), cells.reason]))
  const [reason = null] = reasons.values()
  return reasons.size === 1 && reason !== null ? reason : say('reasons-in-table')
}

function withheldSentences(rows: readonly ChangeRow[], { minGroup }: Context): readonly Label[] {
  const count = rows.filter((row) => row.isWithheld('verdict')).length
  return count > 0 ? [say('say.finding.withheld', { count, min: minGroup })] : []
}

/** Which outcomes rise or fall from round to round; of the others, that the data do not say. */
function trendSentences(
  rows: readonly RowWith<RowOf<typeof tables.trend>, 'estimate' | 'p_adjusted'>[],
  options: RoundChangeOptions,
  { dataset }: Context,
): readonly Label[] {
  const outcomes = options.outcomes.length
  const level = 1 - options.confidence
  const open = rows.filter(({ cells }) => cells.p_adjusted >= level)
  return [
    ...rows
      .filter(({ cells }) => cells.p_adjusted < level)
      .slice(0, rowsInWords)
      .map((row) =>
        say('say.finding.trend', {
          row: rowName(row, outcomes),
          isRise: row.cells.estimate > 0,
          estimate: quantity(Math.abs(row.cells.estimate), 'estimate'),
          unit: unitLabel(dataset, row.cells.outcome),
          interval: intervalPhrase(row.cells.conf_low, row.cells.conf_high, 'estimate'),
          p: probabilityPhrase(row.cells.p_adjusted),
        }),
      ),
    ...(open.length > 0 ? [say('say.finding.no-trend', rowNames(open, outcomes))] : []),
  ]
}

type MoverRow = RowWith<RowOf<typeof tables.top_movers>, 'estimate'>

/** Which items changed by more than chance alone could give the largest change of all, group by group; groups in which none did are counted. */
function moverSentences(rows: readonly MoverRow[]): readonly Label[] {
  const groups = namesOf(rows).flatMap((name) => {
    const own = rows.filter((row) => row.name === name)
    const first = own.find(({ cells }) => cells.rank === 1)
    if (first === undefined || first.cells.estimate === 0) return []
    const beyond = own.filter(({ cells }) => (cells.p_max ?? 1) <= 0.05)
    return [{ about: { hasGroup: name !== '', group: name, count: own.length }, first, beyond }]
  })
  const still = groups.filter(({ beyond }) => beyond.length === 0)
  const [only] = still
  return [
    ...groups
      .filter(({ beyond }) => beyond.length > 0)
      .slice(0, rowsInWords)
      .map(({ about, beyond }) =>
        say('say.finding.movers', {
          ...about,
          beyond: beyond.length,
          items: { list: beyond.slice(0, rowsInWords).map(movedItem) },
          hasMore: beyond.length > rowsInWords,
          more: Math.max(0, beyond.length - rowsInWords),
        }),
      ),
    ...(only === undefined
      ? []
      : still.length === 1
        ? [say('say.finding.no-mover', { ...only.about, item: movedItem(only.first) })]
        : [say('say.finding.no-mover-in', { groups: still.length })]),
  ]
}

const movedItem = ({ cells }: MoverRow): Label =>
  say('mover', {
    item: { item: cells.item },
    isRise: cells.estimate >= 0,
    estimate: quantity(Math.abs(cells.estimate), 'estimate'),
    p: probabilityPhrase(cells.p_max),
  })
