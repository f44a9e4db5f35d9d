import type { ComputeContext, FramesOf } from '../core/contract'
import { factorColumn, numericColumn, type IndicatorsDataset } from '../core/datasets'
import { InputError, stopIfAborted } from '../core/errors'
import type { IndicatorStatus } from './declarations'
import type { IndicatorsOptions } from './options'
import type { selectIndicators } from './statements'
import { code, info, warning } from './words'

export interface Indicator {
  readonly source: string
  readonly indicator: string
  readonly unit: string | null
  readonly baseline: number | null
  readonly target: number | null
  readonly outcome: number | null
  /** (outcome − baseline)/(target − baseline), the baseline 0 where none was given; null where it does not exist. */
  readonly attainment: number | null
  readonly status: IndicatorStatus
  /** Whether 0 was taken for a baseline that was not given, and used. */
  readonly isBaselineAssumed: boolean
}

export interface IndicatorsResult {
  readonly indicators: readonly Indicator[]
}

/** How far an outcome has come from the baseline to the target. Null where it is missing or there is no way to go. */
export function attainmentOf(baseline: number, target: number, outcome: number): number | null {
  const attainment = (outcome - baseline) / (target - baseline)
  // Minus zero is zero: less may be better.
  return Number.isFinite(attainment) ? attainment + 0 : null
}

/** What an outcome is against its target. NaN stands for what is missing; a missing baseline is 0. */
export function statusOf(baseline: number, target: number, outcome: number): IndicatorStatus {
  const from = Number.isNaN(baseline) ? 0 : baseline
  if (Number.isNaN(target)) return 'no-target'
  if (Number.isNaN(outcome)) return 'no-outcome'
  if (outcome === target) return 'reached'
  if (target === from) return 'undecided'
  const isUpwards = target > from
  if (isUpwards ? outcome > target : outcome < target) return 'exceeded'
  return (isUpwards ? outcome < from : outcome > from) ? 'moved-away' : 'not-reached'
}

/** @throws InputError when no indicator is left */
export function computeIndicators(
  { indicators: frame }: FramesOf<typeof selectIndicators>,
  options: IndicatorsOptions,
  context: ComputeContext<IndicatorsDataset>,
): IndicatorsResult {
  stopIfAborted(context.abort)
  if (frame.rowCount === 0) throw new InputError(code('no-indicators'))
  const text = (id: string): ((row: number) => string | null) => {
    const { codes, levels } = factorColumn(frame, id)
    return (row) => levels[codes[row] ?? -1] ?? null
  }
  const [source, name, unit] = [text('_source'), text('indicator'), text('unit')]
  const [baselines, targets, outcomes] = (['baseline', 'target', 'outcome'] as const).map((id) =>
    numericColumn(frame, id),
  )
  const orNull = (value: number): number | null => (Number.isNaN(value) ? null : value)
  const indicators = Array.from({ length: frame.rowCount }, (_, row): Indicator => {
    const [baseline = Number.NaN, target = Number.NaN, outcome = Number.NaN] = [
      baselines?.[row],
      targets?.[row],
      outcomes?.[row],
    ]
    const status = statusOf(baseline, target, outcome)
    return {
      source: source(row) ?? '',
      indicator: name(row) ?? '',
      unit: unit(row),
      baseline: orNull(baseline),
      target: orNull(target),
      outcome: orNull(outcome),
      attainment: attainmentOf(Number.isNaN(baseline) ? 0 : baseline, target, outcome),
      status,
      isBaselineAssumed: Number.isNaN(baseline) && status !== 'no-target' && status !== 'no-outcome',
    }
  })
  const inOrder = options.sources.flatMap((id) => {
    const own = indicators.filter((indicator) => indicator.source === id)
    return options.order === 'file'
      ? own
      : own.toSorted(
          (a, b) => (b.attainment ?? Number.NEGATIVE_INFINITY) - (a.attainment ?? Number.NEGATIVE_INFINITY) || 0,
        )
  })
  noteGaps(inOrder, context)
  context.progress(1)
  return { indicators: inOrder }
}

/** What is missing of an indicator, so that its attainment does not exist or stands on an assumption. */
function noteGaps(indicators: readonly Indicator[], context: ComputeContext<IndicatorsDataset>): void {
  const note = (
    make: typeof info,
    key: 'baseline-assumed' | 'target-is-baseline' | 'no-target' | 'no-outcome',
    concerned: (indicator: Indicator) => boolean,
  ): void => {
    const names = indicators.filter(concerned).map(({ indicator }) => indicator)
    if (names.length === 0) return
    const about = { n: names.length, of: indicators.length, names: { list: shortList(names) } }
    context.note(make(key, about, { table: 'indicators', column: 'attainment' }))
  }
  note(info, 'baseline-assumed', ({ isBaselineAssumed }) => isBaselineAssumed)
  note(warning, 'target-is-baseline', isTargetBaseline)
  note(warning, 'no-target', ({ status }) => status === 'no-target')
  note(warning, 'no-outcome', ({ status }) => status === 'no-outcome')
}

function isTargetBaseline({ status, attainment, target, outcome }: Indicator): boolean {
  return status === 'undecided' || (status === 'reached' && attainment === null && target !== null && outcome !== null)
}

/** More names than this make a note unreadable. */
const mostNames = 5

function shortList(names: readonly string[]): readonly string[] {
  return names.length <= mostNames ? names : [...names.slice(0, mostNames), '…']
}
