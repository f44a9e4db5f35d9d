import type { RowsById } from '../core/result'
import { isoTime } from '../series/local-time'
import { hourLength } from '../series/points'
import type { ControlChart } from './compute'
import type { tables } from './declarations'

export function tabulateControlChart({ series, points, phases }: ControlChart): RowsById<typeof tables> {
  const zone = series.timeZone
  return {
    points: {
      zone,
      rows: points.map((point) => ({
        time: isoTime(point.time, zone),
        value: point.value,
        denominator: point.denominator,
        centre: point.centre,
        lower: point.lower,
        upper: point.upper,
        sigma: point.sigma,
        phase: point.phase,
        signal: point.signals.join(' '),
        excluded: point.excluded ? 'yes' : 'no',
        moving_range: point.movingRange,
        coverage: point.coverage,
        gap_before: point.gap === null ? null : point.gap / hourLength,
      })),
    },
    phases: {
      zone,
      rows: phases.map((phase, index) => ({
        phase: index + 1,
        n: phase.n,
        centre: phase.centre,
        sigma: phase.sigma,
        sigma_z: phase.sigmaZ,
        from: isoTime(phase.from, zone),
        to: isoTime(phase.to, zone),
        reason: phase.reason,
        lower: phase.lower,
        upper: phase.upper,
        mean_moving_range: phase.meanMovingRange,
        baseline_points: phase.baseline,
        longest_run: phase.run.longestRun,
        longest_run_limit: phase.run.longestRunLimit,
        crossings: phase.run.crossings,
        crossings_limit: phase.run.crossingsLimit,
      })),
    },
  }
}
