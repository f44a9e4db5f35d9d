import { rowsWith } from '../core/reading'
import type { Prose } from '../core/result'
import { quantity } from '../core/words'
import type { Tables } from './declarations'
import type { SeriesOverviewOptions } from './options'
import { say } from './words'

export function saySeriesOverview({ series: { rows } }: Tables, options: SeriesOverviewOptions): Prose {
  const gapped = rowsWith(rows, 'gaps', 'longest_gap').filter(({ cells }) => cells.gaps > 0)
  const [worst] = gapped.toSorted((a, b) => b.cells.longest_gap - a.cells.longest_gap)
  const readings = rows.reduce((sum, { cells }) => sum + (cells.n ?? 0), 0)
  const repeated = rows.reduce((sum, { cells }) => sum + (cells.duplicates ?? 0), 0)
  return {
    method: [say('say.method', { factor: quantity(options.gap_factor, 'df') })],
    finding: [
      say('say.finding', { n: rows.length, readings }),
      ...(repeated > 0 ? [say('say.finding.duplicates', { n: repeated })] : []),
      ...(worst === undefined
        ? []
        : [
            say('say.finding.gaps', {
              n: gapped.length,
              series: worst.cells.series,
              hours: quantity(worst.cells.longest_gap, 'df'),
            }),
          ]),
    ],
  }
}
