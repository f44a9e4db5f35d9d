import type { SeriesDataset } from '../core/datasets'
import { selectLogs } from '../series/logs'
import type { SeriesOverviewOptions } from './options'

/** The logs of the series, reading by reading and event by event, and when they were up. */
export function selectSeriesOverview(
  dataset: SeriesDataset,
  { series }: SeriesOverviewOptions,
): ReturnType<typeof selectLogs> {
  return selectLogs(dataset, series)
}
