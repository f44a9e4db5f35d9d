import type { ReportContext, TablesById } from '../core/contract'
import type { SurveyDataset } from '../core/datasets'
import type { Label, Phrase, Quantity } from '../core/words'
import { tableRecords, type Prose } from '../core/result'
import { componentLabel, say } from './figures'
import { personComponent, randomComponents, residualComponent, type VarianceComponentsOptions } from './options'

/** Outcomes that get a sentence of their own; the rest are counted. */
const outcomesInWords = 8

const percentOf = (share: number): Quantity => ({ value: Math.round(share * 1000) / 10, as: 'df' })

export function sayVarianceComponents(
  tables: TablesById,
  options: VarianceComponentsOptions,
  context: ReportContext<SurveyDataset>,
): Prose {
  const { components } = tables
  if (components === undefined) return { method: [], finding: [] }
  const rows = tableRecords(components)
  const hasPerson = rows.some(({ cells }) => cells['component'] === personComponent)
  const random: Label[] = [
    ...randomComponents(context.dataset, options.random).map(({ id }): Label => ({ attribute: id })),
    ...(hasPerson ? [{ attribute: personComponent }] : []),
  ]
  const method: Label[] = [
    say(`say.method.${options.method}`, { count: options.outcomes.length, components: { list: random } }),
  ]
  const fixed: Label[] = [
    ...options.fixed.map((attribute): Label => ({ attribute })),
    ...options.covariates.map((outcome): Label => ({ outcome })),
  ]
  if (fixed.length > 0) method.push(say('say.method.fixed', { columns: { list: fixed } }))
  method.push(say('say.method.intervals', { confidence: percentOf(options.confidence) }))

  const finding: Label[] = []
  const outcomes = options.outcomes.filter((outcome) =>
    rows.some(({ cells }) => cells['outcome'] === outcome && typeof cells['share'] === 'number'),
  )
  for (const outcome of outcomes.slice(0, outcomesInWords)) {
    const own = rows.filter(({ cells }) => cells['outcome'] === outcome && typeof cells['share'] === 'number')
    const shares = own.filter(({ cells }) => cells['component'] === residualComponent || Number(cells['variance']) > 0)
    const none = own.filter(({ cells }) => cells['component'] !== residualComponent && !(Number(cells['variance']) > 0))
    finding.push(
      say('say.finding.shares', {
        outcome: { outcome },
        shares: {
          list: shares.map(({ cells }): Phrase =>
            say('say.finding.share', {
              component: componentLabel(String(cells['component']), hasPerson, true),
              share: { value: Number(cells['share']), as: 'percent' },
              interval: intervalOf(cells['sd'], cells['conf_low'], cells['conf_high']),
            }),
          ),
        },
      }),
    )
    if (none.length > 0)
      finding.push(
        say('say.finding.none-detected', {
          outcome: { outcome },
          components: { list: none.map(({ cells }) => componentLabel(String(cells['component']), hasPerson, true)) },
        }),
      )
  }
  if (outcomes.length > outcomesInWords)
    finding.push(say('say.finding.more', { count: outcomes.length - outcomesInWords }))
  if (outcomes.length === 0) finding.push(say('say.finding.none'))
  return { method, finding }
}

function intervalOf(sd: unknown, low: unknown, high: unknown): Phrase {
  const quantity = (value: unknown): Quantity => ({ value: typeof value === 'number' ? value : null, as: 'estimate' })
  return say('interval', { sd: quantity(sd), low: quantity(low), high: quantity(high) })
}
