import { buildTable, type ResultTable, type TableDeclaration } from '../core/result'
import { isoTime } from '../series/local-time'
import { hourLength } from '../series/points'
import { inZone } from '../series/time-chart'
import type { ControlChart } from './compute'

export const pointsTable: TableDeclaration = {
  protection: { kind: 'open' },
  columns: [
    { id: 'time', kind: 'text', refersTo: 'time' },
    { id: 'value', kind: 'number' },
    { id: 'denominator', kind: 'number', unit: 'h' },
    { id: 'centre', kind: 'number' },
    { id: 'lower', kind: 'number' },
    { id: 'upper', kind: 'number' },
    { id: 'sigma', kind: 'number' },
    { id: 'phase', kind: 'count' },
    { id: 'signal', kind: 'text', refersTo: 'codes:signal' },
    { id: 'excluded', kind: 'verdict' },
    { id: 'moving_range', kind: 'number', secondary: true },
    { id: 'coverage', kind: 'number', as: 'percent', secondary: true },
    // Hours of the gap that parts the point from the one before; empty between neighbours.
    { id: 'gap', kind: 'number', unit: 'h', secondary: true },
  ],
}

export const phasesTable: TableDeclaration = {
  protection: { kind: 'open' },
  columns: [
    { id: 'phase', kind: 'count' },
    { id: 'n', kind: 'count' },
    { id: 'centre', kind: 'number' },
    { id: 'sigma', kind: 'number' },
    { id: 'sigma_z', kind: 'number' },
    { id: 'from', kind: 'text', refersTo: 'time' },
    { id: 'to', kind: 'text', refersTo: 'time' },
    { id: 'reason', kind: 'text' },
    { id: 'lower', kind: 'number' },
    { id: 'upper', kind: 'number' },
    { id: 'mean_moving_range', kind: 'number' },
    { id: 'baseline', kind: 'count', secondary: true },
    { id: 'longest_run', kind: 'count', secondary: true },
    { id: 'longest_run_limit', kind: 'count', secondary: true },
    { id: 'crossings', kind: 'count', secondary: true },
    { id: 'crossings_limit', kind: 'count', secondary: true },
  ],
}

export function tabulateControlChart({ series, points, phases }: ControlChart): readonly ResultTable[] {
  const zone = series.timeZone
  return [
    buildTable(
      'points',
      inZone(pointsTable, zone),
      [],
      points.map((point) => ({
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
        gap: point.gap === null ? null : point.gap / hourLength,
      })),
    ),
    buildTable(
      'phases',
      inZone(phasesTable, zone),
      [],
      phases.map((phase, index) => ({
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
        baseline: phase.baseline,
        longest_run: phase.run.longestRun,
        longest_run_limit: phase.run.longestRunLimit,
        crossings: phase.run.crossings,
        crossings_limit: phase.run.crossingsLimit,
      })),
    ),
  ]
}
