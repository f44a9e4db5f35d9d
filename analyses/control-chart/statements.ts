import type { SeriesDataset } from '../core/datasets'
import { selectLogs } from '../series/logs'
import type { ControlChartOptions } from './options'

/** The log of the series, reading by reading or event by event, and when it was up. */
export function selectControlChart(
  dataset: SeriesDataset,
  { series }: ControlChartOptions,
): ReturnType<typeof selectLogs> {
  return selectLogs(dataset, [series])
}
