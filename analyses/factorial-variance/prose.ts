import type { ReportContext, TablesById } from '../core/contract'
import type { SurveyDataset } from '../core/datasets'
import type { Label, Phrase, Quantity } from '../core/words'
import { tableRecords, type Prose, type TableRow } from '../core/result'
import { factorialTerms } from '../numeric/comparison/factorial-anova'
import { termName, type FactorialVarianceOptions } from './compute'
import { residualTerm } from './declarations'
import { termLabel } from './tables'

/** Up to so many outcomes, the terms that show nothing are named for each. */
const outcomesWithRest = 2
/** Outcomes that get sentences of their own; the rest are counted. */
const outcomesInWords = 6

const say = (key: string, values: Phrase['values'] = {}): Phrase => ({ message: `factorial-variance:${key}`, values })
const quantity = (cell: unknown, as: Quantity['as']): Quantity => ({
  value: typeof cell === 'number' ? cell : null,
  as,
})

/** Percent with at most one decimal: 95, 99.9. */
export const percentOf = (share: number): Quantity => ({ value: Math.round(share * 1000) / 10, as: 'df' })

function probabilityPhrase(p: unknown): Phrase {
  return say(typeof p === 'number' && (p < 0.001 || p > 0.999) ? 'p-beyond' : 'p-equal', {
    p: quantity(p, 'probability'),
  })
}

export function intervalPhrase(low: unknown, high: unknown, as: Quantity['as']): Phrase {
  return say('interval', { low: quantity(low, as), high: quantity(high, as) })
}

/** `F(2; 39) = 4,18, p = 0,023; ω² = 0,12 [0,00; 0,30]`. */
export function testResult(cells: TableRow, dfResidual: unknown): Phrase {
  return say('result', {
    df: quantity(cells['df'], 'df'),
    df_residual: quantity(dfResidual, 'df'),
    statistic: quantity(cells['statistic'], 'statistic'),
    p: probabilityPhrase(cells['p_value']),
    omega: quantity(cells['partial_omega_sq'], 'correlation'),
    interval: intervalPhrase(cells['conf_low'], cells['conf_high'], 'correlation'),
  })
}

/** The rows of one outcome: its terms with a test, those without one, and the degrees of freedom that are left over. */
export function testedTerms(
  tables: TablesById,
  outcome: string,
): { readonly terms: readonly TableRow[]; readonly untested: readonly TableRow[]; readonly dfResidual: unknown } {
  const rows =
    tables['anova'] === undefined
      ? []
      : tableRecords(tables['anova'])
          .map(({ cells }) => cells)
          .filter((cells) => cells['outcome'] === outcome)
  const isTested = (cells: TableRow): boolean => typeof cells['p_value'] === 'number'
  return {
    terms: rows.filter(isTested),
    untested: rows.filter((cells) => cells['term'] !== residualTerm && !isTested(cells)),
    dfResidual: rows.find((cells) => cells['term'] === residualTerm)?.['df'],
  }
}

export function sayFactorialVariance(
  tables: TablesById,
  options: FactorialVarianceOptions,
  context: ReportContext<SurveyDataset>,
): Prose {
  const { factors, outcomes } = options
  const by: Label = { list: factors.map((attribute): Label => ({ attribute })) }
  const labels = new Map(
    factorialTerms(factors.length).map(
      (term) => [termName(factors, term), termLabel(factors, term, 'sentence')] as const,
    ),
  )
  const sizes = new Map(factorialTerms(factors.length).map((term) => [termName(factors, term), term.length] as const))
  const level = 1 - options.confidence
  const method: Label[] = [say(`say.method.${options.type}`, { count: outcomes.length, by, factors: factors.length })]
  if (outcomes.length > 1)
    method.push(
      options.adjust === 'none'
        ? say('say.unadjusted', { count: outcomes.length })
        : say('say.adjusted', {
            count: outcomes.length,
            adjustment: { message: `core:option.adjust.choice.${options.adjust}` },
          }),
    )

  const finding: Label[] = []
  const tested = outcomes.filter((outcome) => testedTerms(tables, outcome).terms.length > 0)
  for (const outcome of tested.slice(0, outcomesInWords)) {
    const { terms, untested, dfResidual } = testedTerms(tables, outcome)
    const isClear = (cells: TableRow): boolean =>
      Number(outcomes.length > 1 ? cells['p_adjusted'] : cells['p_value']) < level
    const clear = terms.filter(isClear)
    const named = (cells: TableRow): Label =>
      say('term-result', { term: labels.get(String(cells['term'])) ?? '', result: testResult(cells, dfResidual) })
    const interactions = clear.filter((cells) => (sizes.get(String(cells['term'])) ?? 1) > 1)
    const main = clear.filter((cells) => sizes.get(String(cells['term'])) === 1)
    const rest = terms.filter((cells) => !isClear(cells))
    const about = { outcome: { outcome } }
    if (interactions.length > 0)
      finding.push(say('say.finding.interaction', { ...about, terms: { list: interactions.map(named) } }))
    if (main.length > 0)
      finding.push(
        say(interactions.length > 0 ? 'say.finding.main-besides' : 'say.finding.main', {
          ...about,
          terms: { list: main.map(named) },
        }),
      )
    const listed = (cells: TableRow): Label => labels.get(String(cells['term'])) ?? ''
    if (clear.length === 0 && untested.length === 0)
      finding.push(say('say.finding.undecided', { ...about, level: percentOf(level) }))
    else if (rest.length > 0 && (clear.length === 0 || tested.length <= outcomesWithRest))
      finding.push(
        say('say.finding.rest', {
          ...about,
          level: percentOf(level),
          count: rest.length,
          terms: { list: rest.map(listed) },
        }),
      )
    if (untested.length > 0)
      finding.push(
        say('say.finding.untested', { ...about, count: untested.length, terms: { list: untested.map(listed) } }),
      )
  }
  if (tested.length > outcomesWithRest && finding.length > 0)
    finding.push(say('say.finding.rest-many', { level: percentOf(level) }))
  if (tested.length > outcomesInWords) finding.push(say('say.finding.more', { count: tested.length - outcomesInWords }))
  if (tested.length === 0) finding.push(say('say.finding.nothing-tested'))
  if (context.minGroup > 1 && tables['marginal_means']?.suppressed.length !== 0)
    finding.push({ message: 'survey:withheld-note', values: { min: context.minGroup } })
  return { method, finding }
}
