import type { SurveyDataset } from '../core/datasets'
import { readTables, type RowOf } from '../core/reading'
import { intervalPhrase, percentOf, quantity, type Label } from '../core/words'
import { tables as changeTables } from '../round-change/declarations'
import { comparisonOf } from '../round-change/options'
import { relevanceOf } from '../survey/change-verdict'
import { unitLabel } from '../survey/score-axis'
import { survey as shared } from '../survey/words'
import type { Line } from './page'
import type { Answers } from './question'
import { tablesOf } from './questions'
import { say } from './words'

type ChangeRow = RowOf<typeof changeTables.change>

/** What changed between the last two rounds that may be compared, how they were compared, and each verdict in words. */
export function changeLines(survey: SurveyDataset, answers: Answers): readonly Line[] {
  const lone: Line = { text: say('change.one-round'), leadsTo: null }
  if (survey.rounds.length < 2) return [lone]
  const outcome = answers['overview:change']
  const tables = tablesOf(outcome)
  if (outcome == null || tables === null) return []
  const { rows } = readTables(changeTables, tables).change
  const { from, to, smallest_effect: effect } = outcome.options
  const [first, second] = survey.rounds.slice(-2).map(({ id }) => id)
  const confidence = percentOf(Number(outcome.options['confidence']))
  const compared = rows.filter(({ cells }) => cells.verdict !== 'not-comparable')
  const about: Rounds = { from: String(from), to: String(to), effect: Number(effect) }
  return [
    ...(from === first && to === second ? [] : [leading(say('change.rounds', { from: about.from, to: about.to }))]),
    leading(say(`change.how.${comparisonOf(survey, { linkage: 'declared' })}`, { from: about.from, to: about.to })),
    ...refusedTexts(rows, about).map(leading),
    ...compared.map((row) => leading(changeText(survey, row, about))),
    ...(compared.length > 0 ? [leading(say('change.family', { count: rows.length, confidence }))] : []),
  ]
}

interface Rounds {
  readonly from: string
  readonly to: string
  /** The smallest change that matters, in points of the scale. */
  readonly effect: number
}

const leading = (text: Label): Line => ({ text, leadsTo: 'overview:change' })

/** What may not be compared, told together where the reason is the same; of everything, once for the rounds themselves. */
function refusedTexts(rows: readonly ChangeRow[], { from, to }: Rounds): readonly Label[] {
  const byReason = new Map<string, ChangeRow[]>()
  for (const row of rows.filter(({ cells }) => cells.verdict === 'not-comparable')) {
    const reason = JSON.stringify(row.cells.reason)
    byReason.set(reason, [...(byReason.get(reason) ?? []), row])
  }
  return [...byReason.values()].map((own) => {
    const reason = own[0]?.cells.reason ?? shared.say('withheld')
    if (own.length === rows.length) return say('change.none-comparable', { from, to, reason })
    const outcomes = { list: own.map(({ cells }): Label => ({ outcome: cells.outcome })) }
    return say('change.not-comparable', { outcomes, reason })
  })
}

function changeText(survey: SurveyDataset, { cells, isWithheld }: ChangeRow, { from, to, effect }: Rounds): Label {
  const outcome: Label = { outcome: cells.outcome }
  if (isWithheld('verdict') || cells.verdict === null || cells.verdict === 'not-comparable')
    return say('change.withheld', { outcome })
  const values = {
    outcome,
    from,
    to,
    change: quantity(cells.estimate, 'estimate'),
    size: quantity(cells.estimate === null ? null : Math.abs(cells.estimate), 'estimate'),
    unit: unitLabel(survey, cells.outcome),
    interval: intervalPhrase(cells.conf_low, cells.conf_high, 'estimate'),
    // The interval of the two one-sided tests, by which a relevant change is ruled out.
    equivalence: intervalPhrase(cells.equivalence_low, cells.equivalence_high, 'estimate'),
    isRise: (cells.estimate ?? 0) >= 0,
    effect: quantity(effect, 'estimate'),
    relevance: relevanceOf(cells.conf_low, cells.conf_high, effect),
  }
  return cells.estimate === null ? say('change.untested', values) : say(`change.${cells.verdict}`, values)
}
