import type { LinearAxis } from '../core/figure'
import type { SurveyDataset } from '../core/datasets'
import { itemsOf, scaleOf } from '../instrument/model'
import type { Label } from '../core/words'
import { outcomeOf } from './outcomes'

/** The unit of an outcome as people read it: that of its scale, else scale points. */
export function unitLabel(dataset: SurveyDataset, outcome: string): Label {
  return outcomeOf(dataset, outcome).unit ?? { message: 'core:unit.scale-points' }
}

/**
 * An axis for means of an outcome: the full declared scale where the answers are ordinal, so that figures can be compared and no difference looks larger than it
 * is; round limits about the marks where they are continuous.
 */
export function scoreAxis(dataset: SurveyDataset, outcome: string, label: Label): LinearAxis {
  const { instrument } = dataset
  const items = instrument.items.filter((item) => item.id === outcome)
  const concerned = items.length > 0 ? items : itemsOf(instrument, outcome)
  const isOrdinal = concerned.length > 0 && concerned.every((item) => scaleOf(instrument, item).kind === 'ordinal')
  const { range } = outcomeOf(dataset, outcome)
  const [low, high] = range
  const ticks =
    Number.isInteger(low) && Number.isInteger(high) && high - low <= 10
      ? { ticks: Array.from({ length: high - low + 1 }, (_, index) => ({ at: low + index })) }
      : {}
  return {
    scale: 'linear',
    label,
    unit: unitLabel(dataset, outcome),
    ...(isOrdinal ? { domain: range, ...ticks } : {}),
  }
}

/** A value moved to the nearer end where it lies outside the axis, so that an interval ends where the scale does. */
export function withinAxis({ domain }: LinearAxis, value: number): number {
  return domain === undefined ? value : Math.min(domain[1], Math.max(domain[0], value))
}
