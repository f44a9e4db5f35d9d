import type { ReportContext, TablesById } from '../core/contract'
import type { SurveyDataset } from '../core/dataset'
import type { Label, Phrase, Quantity } from '../core/messages'
import { tableRecords, type Prose, type TableRow } from '../core/result'
import { groupColumns } from '../survey/groups'
import type { InvarianceOptions } from './options'

/** Models and items that get words of their own; the rest are in the tables. */
const inWords = 8

export const say = (key: string, values: Phrase['values'] = {}): Phrase => ({ message: `invariance:${key}`, values })
export const quantity = (cell: unknown, as: Quantity['as']): Quantity => ({ value: typeof cell === 'number' ? cell : null, as })

/** Percent with at most one decimal: 95, 99.9. */
export const percentOf = (share: number): Quantity => ({ value: Math.round(share * 1000) / 10, as: 'df' })

const probability = (p: unknown): Phrase => say(typeof p === 'number' && (p < 0.001 || p > 0.999) ? 'p-beyond' : 'p-equal', { p: quantity(p, 'probability') })

export const modelLabel = (cells: TableRow): Label => (typeof cells['dimension'] === 'string' ? { dimension: cells['dimension'] } : say('model.joint'))

export function sayInvariance(tables: TablesById, options: InvarianceOptions, context: ReportContext<SurveyDataset>): Prose {
  const steps = tables['steps'] === undefined ? [] : tableRecords(tables['steps'])
  const items = tables['items'] === undefined ? [] : tableRecords(tables['items'])
  const means = tables['means'] === undefined ? [] : tableRecords(tables['means'])
  const by: Label = { list: groupColumns(context.dataset, options.by).map((attribute): Label => ({ attribute })) }
  const fitted = steps.filter(({ cells }) => typeof cells['cfi'] === 'number')
  const tested = items.filter(({ cells }) => typeof cells['uniform_p_adjusted'] === 'number')
  const method: Label[] = []
  if (fitted.length > 0) method.push(say('say.method.cfa', { by, missing: options.missing }))
  if (tested.length > 0) method.push(say('say.method.ordinal', { by, adjusted: options.adjust !== 'none', adjustment: { message: `core:option.adjust.choice.${options.adjust}` } }))
  if (method.length === 0) method.push(say('say.method.none', { by }))

  const finding: Label[] = []
  const scalars = steps.filter(({ cells }) => cells['step'] === 'scalar' && typeof cells['cfi'] === 'number')
  for (const { cells } of scalars.slice(0, inWords)) {
    const own = steps.filter((row) => row.cells['dimension'] === cells['dimension'])
    const stepOf = (step: string): TableRow | undefined => own.find((row) => row.cells['step'] === step)?.cells
    const configural = stepOf('configural')
    const model = modelLabel(cells)
    if (typeof configural?.['cfi'] === 'number') finding.push(say('say.finding.configural', { model, cfi: quantity(configural['cfi'], 'correlation'), rmsea: quantity(configural['rmsea'], 'correlation') }))
    for (const step of ['metric', 'scalar', 'partial'] as const) {
      const row = stepOf(step)
      if (typeof row?.['delta_cfi'] !== 'number') continue
      finding.push(
        say(`say.finding.${String(row['verdict'])}`, {
          model,
          step: say(`say.step.${step}`),
          delta_cfi: quantity(row['delta_cfi'], 'correlation'),
          delta_rmsea: quantity(row['delta_rmsea'], 'correlation'),
          chi_square: quantity(row['delta_chi_square'], 'statistic'),
          df: quantity(row['delta_df'], 'df'),
          p: probability(row['p_value']),
        }),
      )
    }
  }
  const moved = means.filter(({ cells }) => typeof cells['sensitivity'] === 'number').toSorted((a, b) => Math.abs(Number(b.cells['sensitivity'])) - Math.abs(Number(a.cells['sensitivity'])))[0]
  if (moved !== undefined) {
    finding.push(
      say('say.finding.sensitivity', {
        dimension: { dimension: String(moved.cells['dimension']) },
        a: String(moved.cells['group_a']),
        b: String(moved.cells['group_b']),
        scalar: quantity(moved.cells['scalar'], 'estimate'),
        partial: quantity(moved.cells['partial'], 'estimate'),
      }),
    )
  }
  if (tested.length > 0) {
    const flagged = tested.filter(({ cells }) => cells['verdict'] === 'uniform' || cells['verdict'] === 'non-uniform')
    finding.push(
      flagged.length === 0
        ? say('say.finding.no-item', { count: tested.length })
        : say('say.finding.items', {
            count: flagged.length,
            of: tested.length,
            items: { list: flagged.slice(0, inWords).map(({ cells }): Label => ({ item: String(cells['item']), short: true })) },
            hasMore: flagged.length > inWords,
            more: flagged.length - inWords,
          }),
    )
  }
  if (fitted.length === 0) finding.push(say(options.method === 'ordinal' ? 'say.finding.ordinal-asked' : 'say.finding.no-cfa'))
  return { method, finding }
}
