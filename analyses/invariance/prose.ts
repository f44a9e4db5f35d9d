import type { ReportContext, TablesById } from '../core/contract'
import type { SurveyDataset } from '../core/datasets'
import type { Label, Phrase, Quantity } from '../core/words'
import { tableRecords, type Prose, type TableRow } from '../core/result'
import { groupColumns } from '../survey/groups'
import type { InvarianceOptions } from './options'

/** Models and items that get words of their own; the rest are in the tables. */
const inWords = 8
/** Beyond these the model itself is in doubt in every group, before anything is held equal (Hu & Bentler 1999 ask for more). */
const poorFit = { cfi: 0.9, rmsea: 0.1 } as const

export const say = (key: string, values: Phrase['values'] = {}): Phrase => ({ message: `invariance:${key}`, values })
export const quantity = (cell: unknown, as: Quantity['as']): Quantity => ({
  value: typeof cell === 'number' ? cell : null,
  as,
})

/** Percent with at most one decimal: 95, 99.9. */
export const percentOf = (share: number): Quantity => ({ value: Math.round(share * 1000) / 10, as: 'df' })

const probability = (p: unknown): Phrase =>
  say(typeof p === 'number' && (p < 0.001 || p > 0.999) ? 'p-beyond' : 'p-equal', { p: quantity(p, 'probability') })

export const modelLabel = (cells: TableRow): Label =>
  typeof cells['dimension'] === 'string' ? { dimension: cells['dimension'] } : say('model.joint')

/** `like ladninger: ΔCFI −0,001, ΔRMSEA 0,003, innenfor …; Δχ²(6) = 8,19, p = 0,224`, or that it was not tested. */
function stepResult(step: 'metric' | 'scalar' | 'partial', cells: TableRow | undefined): Phrase {
  return say('say.step-result', {
    step: say(`say.step.${step}`),
    isTested: typeof cells?.['delta_cfi'] === 'number',
    isWithin: cells?.['verdict'] === 'within-guides',
    delta_cfi: quantity(cells?.['delta_cfi'], 'fit-index'),
    delta_rmsea: quantity(cells?.['delta_rmsea'], 'fit-index'),
    chi_square: quantity(cells?.['delta_chi_square'], 'statistic'),
    df: quantity(cells?.['delta_df'], 'df'),
    p: probability(cells?.['p_value']),
  })
}

export function sayInvariance(
  tables: TablesById,
  options: InvarianceOptions,
  context: ReportContext<SurveyDataset>,
): Prose {
  const steps = tables['steps'] === undefined ? [] : tableRecords(tables['steps'])
  const items = tables['items'] === undefined ? [] : tableRecords(tables['items'])
  const means = tables['means'] === undefined ? [] : tableRecords(tables['means'])
  const by: Label = { list: groupColumns(context.dataset, options.by).map((attribute): Label => ({ attribute })) }
  const fitted = steps.filter(({ cells }) => typeof cells['cfi'] === 'number')
  const tested = items.filter(({ cells }) => typeof cells['uniform_p_adjusted'] === 'number')
  const method: Label[] = []
  if (fitted.length > 0) method.push(say('say.method.cfa', { by, missing: options.missing }))
  if (tested.length > 0)
    method.push(
      say('say.method.ordinal', {
        by,
        adjusted: options.adjust !== 'none',
        adjustment: { message: `core:option.adjust.choice.${options.adjust}` },
      }),
    )
  if (method.length === 0) method.push(say('say.method.none', { by }))

  const finding: Label[] = []
  const scalars = steps.filter(({ cells }) => cells['step'] === 'scalar' && typeof cells['cfi'] === 'number')
  for (const { cells } of scalars.slice(0, inWords)) {
    const own = steps.filter((row) => row.cells['dimension'] === cells['dimension'])
    const stepOf = (step: string): TableRow | undefined => own.find((row) => row.cells['step'] === step)?.cells
    const configural = stepOf('configural')
    const partial = stepOf('partial')
    finding.push(
      say('say.finding.model', {
        model: modelLabel(cells),
        hasConfigural: typeof configural?.['cfi'] === 'number',
        cfi: quantity(configural?.['cfi'], 'fit-index'),
        rmsea: quantity(configural?.['rmsea'], 'fit-index'),
        metric: stepResult('metric', stepOf('metric')),
        scalar: stepResult('scalar', cells),
        hasPartial: typeof partial?.['delta_cfi'] === 'number',
        partial: stepResult('partial', partial),
      }),
    )
  }
  if (scalars.length > inWords) finding.push(say('say.finding.more-models', { count: scalars.length - inWords }))
  const poor = scalars.filter(({ cells }) => {
    const configural = steps.find(
      (row) => row.cells['dimension'] === cells['dimension'] && row.cells['step'] === 'configural',
    )?.cells
    return Number(configural?.['cfi'] ?? 1) < poorFit.cfi || Number(configural?.['rmsea'] ?? 0) > poorFit.rmsea
  })
  if (poor.length > 0)
    finding.push(say('say.finding.poor', { models: { list: poor.map(({ cells }) => modelLabel(cells)) } }))
  const strained = scalars.filter(({ cells }) =>
    steps.some(
      (row) =>
        row.cells['dimension'] === cells['dimension'] &&
        (row.cells['step'] === 'metric' || row.cells['step'] === 'scalar') &&
        row.cells['verdict'] === 'beyond-guides',
    ),
  )
  if (strained.length > 0)
    finding.push(
      say('say.finding.care', {
        models: { list: strained.map(({ cells }) => modelLabel(cells)) },
        isJoint: strained.some(({ cells }) => typeof cells['dimension'] !== 'string'),
      }),
    )
  else if (scalars.length > 0) finding.push(say('say.finding.no-strain'))
  const moved = means
    .filter(({ cells }) => typeof cells['sensitivity'] === 'number')
    .toSorted((a, b) => Math.abs(Number(b.cells['sensitivity'])) - Math.abs(Number(a.cells['sensitivity'])))[0]
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
            items: {
              list: flagged.slice(0, inWords).map(({ cells }): Label => ({ item: String(cells['item']), short: true })),
            },
            hasMore: flagged.length > inWords,
            more: flagged.length - inWords,
          }),
    )
  }
  if (fitted.length === 0)
    finding.push(say(options.method === 'ordinal' ? 'say.finding.ordinal-asked' : 'say.finding.no-cfa'))
  return { method, finding }
}
