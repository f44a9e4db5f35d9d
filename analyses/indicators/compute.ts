import type { ComputeContext } from '../core/contract'
import { factorColumn, numericColumn, type Frame, type IndicatorsDataset } from '../core/datasets'
import { InputError, stopIfAborted } from '../core/errors'

export interface IndicatorsOptions {
  readonly sources: readonly string[]
  readonly order: 'file' | 'attainment'
}

/**
 * - `exceeded`, `reached`, `not-reached`: the outcome beyond, on or short of the target, seen from the baseline
 * - `moved-away`: on the other side of the baseline
 * - `undecided`: the target is the baseline and the outcome another, so that nothing says which way is better
 */
export type IndicatorStatus =
  'exceeded' | 'reached' | 'not-reached' | 'moved-away' | 'undecided' | 'no-outcome' | 'no-target'

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
  frames: Readonly<Record<string, Frame>>,
  options: IndicatorsOptions,
  context: ComputeContext<IndicatorsDataset>,
): IndicatorsResult {
  stopIfAborted(context.abort)
  const frame = frames['indicators']
  if (frame === undefined || frame.rowCount === 0) throw new InputError('indicators:no-indicators')
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
  const concerns = { table: 'indicators', column: 'attainment' }
  const namesOf = (keep: (indicator: Indicator) => boolean): readonly string[] =>
    inOrder.filter(keep).map(({ indicator }) => indicator)
  const noteOn = (
    code: 'baseline-assumed' | 'target-is-baseline' | 'no-target' | 'no-outcome',
    level: 'info' | 'warning',
    names: readonly string[],
  ): void => {
    if (names.length > 0)
      context.note({
        code: `indicators:${code}`,
        level,
        about: { n: names.length, of: inOrder.length, names: { list: shortList(names) } },
        concerns,
      })
  }
  noteOn(
    'baseline-assumed',
    'info',
    namesOf(({ isBaselineAssumed }) => isBaselineAssumed),
  )
  noteOn(
    'target-is-baseline',
    'warning',
    namesOf(
      ({ status, attainment, target, outcome }) =>
        status === 'undecided' || (status === 'reached' && attainment === null && target !== null && outcome !== null),
    ),
  )
  noteOn(
    'no-target',
    'warning',
    namesOf(({ status }) => status === 'no-target'),
  )
  noteOn(
    'no-outcome',
    'warning',
    namesOf(({ status }) => status === 'no-outcome'),
  )
  context.progress(1)
  return { indicators: inOrder }
}

/** More names than this make a note unreadable. */
const mostNames = 5

function shortList(names: readonly string[]): readonly string[] {
  return names.length <= mostNames ? names : [...names.slice(0, mostNames), '…']
}
