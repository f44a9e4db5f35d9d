import type { ReportContext, TablesById } from '../core/contract'
import type { SurveyDataset } from '../core/datasets'
import type { Label, Phrase, Quantity } from '../core/words'
import { tableRecords, type Prose, type ResultTable, type TableRow } from '../core/result'
import { groupColumns } from '../survey/groups'
import { unitLabel } from '../survey/score-axis'
import { pairMethodFor, type GroupComparisonOptions } from './options'

/** Outcomes that get a sentence of their own; the rest are counted. */
const outcomesInWords = 8

const say = (key: string, values: Phrase['values'] = {}): Phrase => ({ message: `group-comparison:${key}`, values })
const quantity = (cell: unknown, as: Quantity['as']): Quantity => ({
  value: typeof cell === 'number' ? cell : null,
  as,
})

/** Percent with at most one decimal: 95, 99.9. */
export const percentOf = (share: number): Quantity => ({ value: Math.round(share * 1000) / 10, as: 'df' })

/** `p = 0,017`, or `p < 0,001`. */
export function probabilityPhrase(p: unknown): Phrase {
  return say(typeof p === 'number' && (p < 0.001 || p > 0.999) ? 'p-beyond' : 'p-equal', {
    p: quantity(p, 'probability'),
  })
}

export function intervalPhrase(low: unknown, high: unknown, as: Quantity['as']): Phrase {
  return typeof low === 'number' && typeof high === 'number'
    ? say('interval', { low: quantity(low, as), high: quantity(high, as) })
    : say('no-interval')
}

/** `F(2; 17,1) = 5,18, p = 0,017; ω² = 0,20 [0,00; 0,43]`. */
export function testResult(cells: TableRow): Phrase {
  return say(
    cells['test'] === 'kruskal-wallis'
      ? 'result.kruskal-wallis'
      : typeof cells['omega_sq'] === 'number'
        ? 'result.f'
        : 'result.f-only',
    {
      df: quantity(cells['df'], 'df'),
      df_residual: quantity(cells['df_residual'], 'df'),
      statistic: quantity(cells['statistic'], 'statistic'),
      p: probabilityPhrase(cells['p_value']),
      omega: quantity(cells['omega_sq'], 'correlation'),
      epsilon: quantity(cells['epsilon_sq'], 'correlation'),
      interval: intervalPhrase(cells['conf_low'], cells['conf_high'], 'correlation'),
    },
  )
}

export function sayGroupComparison(
  tables: TablesById,
  options: GroupComparisonOptions,
  context: ReportContext<SurveyDataset>,
): Prose {
  const { omnibus, pairwise, contrasts } = tables
  if (omnibus === undefined || pairwise === undefined) return { method: [], finding: [] }
  const method = pairMethodFor(options)
  const by: Label = { list: groupColumns(context.dataset, options.by).map((attribute): Label => ({ attribute })) }
  const isWeighted = options.weights && context.dataset.weighted
  const rows = tableRecords(omnibus)
  const pairs = tableRecords(pairwise)

  const methodSentences: Label[] = [
    say(`say.method.${options.test}`, { count: options.outcomes.length, by }),
    say(`say.pairs.${method}`, { confidence: percentOf(options.confidence), isBootstrapped: options.interval !== 't' }),
    ...(options.interval === 't'
      ? []
      : [say(`say.interval.${options.interval}`, { confidence: percentOf(options.confidence), draws: options.draws })]),
  ]
  if (options.outcomes.length > 1) {
    methodSentences.push(
      options.adjust === 'none'
        ? say('say.unadjusted', { count: options.outcomes.length })
        : say('say.adjusted', {
            count: options.outcomes.length,
            adjustment: { message: `core:option.adjust.choice.${options.adjust}` },
          }),
    )
  }
  if (isWeighted) methodSentences.push(say('say.weighted'))
  if (options.finite_population) methodSentences.push(say('say.finite-population'))
  if (options.contrasts !== 'none' && (contrasts?.rows.length ?? 0) > 0)
    methodSentences.push(say(`say.contrasts.${options.contrasts}`))

  const level = 1 - options.confidence
  const tested = rows.filter(({ cells }) => typeof cells['p_value'] === 'number')
  const decides = (cells: TableRow): number =>
    Number(options.outcomes.length > 1 ? cells['p_adjusted'] : cells['p_value'])
  const different = tested.filter(({ cells }) => decides(cells) < level)
  const undecided = tested.filter(({ cells }) => !(decides(cells) < level))
  const finding: Label[] = []
  for (const { cells } of different.slice(0, outcomesInWords)) {
    const own = pairs.filter(
      (pair) => pair.cells['outcome'] === cells['outcome'] && typeof pair.cells['p_adjusted'] === 'number',
    )
    const clear = own.filter((pair) => Number(pair.cells['p_adjusted']) < level)
    const widest = clear.reduce<(typeof clear)[number] | null>(
      (best, pair) =>
        best === null || Math.abs(Number(pair.cells['estimate'])) > Math.abs(Number(best.cells['estimate']))
          ? pair
          : best,
      null,
    )
    finding.push(
      say('say.finding.different', {
        outcome: { outcome: String(cells['outcome']) },
        result: testResult(cells),
        isAdjusted: options.outcomes.length > 1 && options.adjust !== 'none',
        adjusted: probabilityPhrase(cells['p_adjusted']),
      }),
    )
    if (widest !== null) {
      const estimate = Number(widest.cells['estimate'])
      const isRank = method === 'dunn-holm'
      finding.push(
        say(isRank ? 'say.finding.pair-ranks' : 'say.finding.pair', {
          count: clear.length,
          of: own.length,
          higher: String(widest.cells[estimate >= 0 ? 'group_a' : 'group_b']),
          lower: String(widest.cells[estimate >= 0 ? 'group_b' : 'group_a']),
          estimate: { value: Math.abs(estimate), as: 'estimate' },
          unit: unitLabel(context.dataset, String(cells['outcome'])),
          interval:
            estimate >= 0
              ? intervalPhrase(widest.cells['conf_low'], widest.cells['conf_high'], 'estimate')
              : intervalPhrase(negated(widest.cells['conf_high']), negated(widest.cells['conf_low']), 'estimate'),
          p: probabilityPhrase(widest.cells['p_adjusted']),
        }),
      )
    } else if (own.length > 0) finding.push(say('say.finding.no-pair', { of: own.length }))
  }
  if (different.length > outcomesInWords)
    finding.push(say('say.finding.more', { count: different.length - outcomesInWords }))
  if (undecided.length > 0) {
    finding.push(
      say('say.finding.undecided', {
        count: undecided.length,
        outcomes: {
          list: undecided.slice(0, outcomesInWords).map(({ cells }): Label => ({ outcome: String(cells['outcome']) })),
        },
        hasMore: undecided.length > outcomesInWords,
        more: undecided.length - outcomesInWords,
        level: percentOf(level),
        result: undecided.length === 1 && undecided[0] !== undefined ? testResult(undecided[0].cells) : '',
      }),
    )
  }
  if (tested.length === 0) finding.push(say('say.finding.nothing-tested'))
  if (contrasts !== undefined)
    finding.push(
      ...contrastSentences(
        contrasts,
        different.map(({ cells }) => String(cells['outcome'])),
        options,
      ),
    )
  return { method: methodSentences, finding }
}

/** Of the outcomes that differ: which groups stand apart. Of all outcomes: whether they rise or fall over ordered groups. */
function contrastSentences(
  table: ResultTable,
  different: readonly string[],
  options: GroupComparisonOptions,
): readonly Label[] {
  const level = 1 - options.confidence
  const clear = tableRecords(table).filter(
    ({ cells }) => typeof cells['p_adjusted'] === 'number' && cells['p_adjusted'] < level,
  )
  if (options.contrasts === 'polynomial') {
    return clear
      .filter(({ cells }) => cells['contrast'] === 'linear')
      .slice(0, outcomesInWords)
      .map(({ cells }) =>
        say('say.finding.trend', {
          outcome: { outcome: String(cells['outcome']) },
          isRise: Number(cells['estimate']) > 0,
          df: quantity(cells['df'], 'df'),
          statistic: quantity(cells['statistic'], 'statistic'),
          p: probabilityPhrase(cells['p_adjusted']),
        }),
      )
  }
  return different.slice(0, outcomesInWords).flatMap((outcome) => {
    const own = clear.filter(({ cells }) => cells['outcome'] === outcome)
    const [first] = own
    if (first === undefined) return []
    return [
      say('say.finding.contrasts', {
        outcome: { outcome },
        count: own.length,
        groups: { list: own.map(({ cells }) => String(cells['group'])) },
        isReference: options.contrasts === 'reference',
        reference: String(first.cells['reference'] ?? ''),
      }),
    ]
  })
}

const negated = (cell: unknown): number | null => (typeof cell === 'number' ? -cell : null)
