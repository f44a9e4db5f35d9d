import type { ReportContext } from '../core/contract'
import type { SurveyDataset } from '../core/datasets'
import type { CategoryAxis, FigureSpec, LinearAxis, Mark, Tone } from '../core/figure'
import { rowsWith, type RowWith, type TableReading } from '../core/reading'
import { intervalPhrase, percentOf, probabilityPhrase, quantity, type Label } from '../core/words'
import { largest, smallest } from '../numeric/summary/extremes'
import { confidenceMark } from '../survey/figure-furniture'
import { unitLabel } from '../survey/score-axis'
import {
  interceptTerm,
  type CalibrationRow,
  type CoefficientRow,
  type FitRow,
  type ImportanceRow,
  type Tables,
  type tables as declared,
  type ValidationRow,
} from './declarations'
import { validationColumn, type DriversOptions } from './options'
import { say } from './words'

type Context = ReportContext<SurveyDataset>

const main: Tone = { role: 'main' }

/** Importance and coefficients with intervals, and predicted against observed. */
export function driversFigures(
  { fit, importance, coefficients, validation, calibration }: Tables,
  options: DriversOptions,
  context: Context,
): readonly FigureSpec[] {
  return [
    ...importanceFigure(importance, fit.rows[0], options),
    ...coefficientsFigure(coefficients, options, context),
    ...calibrationFigure(calibration, validation.rows[0], options, context),
  ]
}

function importanceFigure(
  { rows, table }: TableReading<typeof declared.importance>,
  fit: FitRow | undefined,
  options: DriversOptions,
): readonly FigureSpec[] {
  const outcome: Label = { outcome: options.outcome }
  const shown = rowsWith(rows, 'lmg').toSorted((a, b) => b.cells.lmg - a.cells.lmg)
  const [first] = shown
  if (first === undefined) return []
  const most = largest(shown.map(({ cells }) => cells.conf_high ?? cells.lmg))
  const confidence = percentOf(options.confidence)
  return [
    {
      id: 'importance',
      title: say('figure.importance.title', { outcome }),
      description: say('figure.importance.description', {
        outcome,
        count: shown.length,
        predictor: { outcome: first.cells.predictor },
        lmg: quantity(first.cells.lmg, 'percent'),
        confidence,
      }),
      notes: [
        say('note.importance', {
          confidence,
          draws: options.draws,
          share: quantity(fit?.cells.r_squared ?? null, 'percent'),
          n: fit?.cells.n ?? 0,
        }),
        say('note.no-cause'),
      ],
      panels: [
        {
          id: 'importance',
          geometry: 'cartesian',
          x: {
            scale: 'linear',
            label: say('axis.importance', { outcome }),
            unit: null,
            as: 'percent',
            domain: [0, Math.min(1, Math.max(0.05, most * 1.04))],
          },
          y: predictorAxis(shown.map(({ cells }) => cells.predictor)),
          marks: importanceMarks(shown),
        },
      ],
      legend: [],
      data: table,
    },
  ]
}

function importanceMarks(rows: readonly RowWith<ImportanceRow, 'lmg'>[]): readonly Mark[] {
  const bounded = rowsWith(rows, 'conf_low')
  return [
    {
      mark: 'interval',
      along: 'x',
      at: bounded.map(({ cells }) => cells.predictor),
      low: bounded.map(({ cells }) => Math.max(0, cells.conf_low)),
      high: bounded.map(({ cells }) => cells.conf_high),
      tone: main,
    },
    {
      mark: 'dot',
      x: rows.map(({ cells }) => cells.lmg),
      y: rows.map(({ cells }) => cells.predictor),
      tone: main,
      details: rows.map(({ cells }) =>
        say('detail.importance', {
          predictor: { outcome: cells.predictor },
          lmg: quantity(cells.lmg, 'percent'),
          interval: intervalPhrase(cells.conf_low, cells.conf_high, 'percent'),
          share: quantity(cells.share, 'percent'),
        }),
      ),
    },
  ]
}

const predictorAxis = (predictors: readonly string[]): CategoryAxis => ({
  scale: 'category',
  label: say('axis.predictor'),
  unit: null,
  categories: predictors.map((id) => ({ id, label: { outcome: id } })),
})

function coefficientsFigure(
  { rows, table }: TableReading<typeof declared.coefficients>,
  options: DriversOptions,
  context: Context,
): readonly FigureSpec[] {
  const outcome: Label = { outcome: options.outcome }
  const level = 1 - options.confidence
  const shown = rowsWith(rows, 'estimate', 'conf_low').filter(({ cells }) => cells.term !== interceptTerm)
  const [first] = shown
  if (first === undefined) return []
  const isClear = ({ cells }: CoefficientRow): boolean => (cells.p_value ?? 1) < level
  return [
    {
      id: 'coefficients',
      title: say('figure.coefficients.title', { outcome }),
      description: say('figure.coefficients.description', {
        outcome,
        count: shown.length,
        clear: shown.filter(isClear).length,
        level: percentOf(level),
      }),
      notes: [
        say('note.coefficients', { confidence: percentOf(options.confidence), n: first.cells.n ?? 0 }),
        say('note.no-cause'),
      ],
      panels: [
        {
          id: 'coefficients',
          geometry: 'cartesian',
          x: {
            scale: 'linear',
            label: say('axis.coefficient', { outcome }),
            unit: unitLabel(context.dataset, options.outcome),
          },
          y: predictorAxis(shown.map(({ cells }) => cells.term)),
          marks: coefficientMarks(shown, isClear),
        },
      ],
      legend: [
        { label: say('legend.clear', { level: percentOf(level) }), tone: main, sign: 'dot' },
        { label: say('legend.unclear', { level: percentOf(level) }), tone: { role: 'muted' }, sign: 'hollow-dot' },
      ],
      data: table,
    },
  ]
}

function coefficientMarks(rows: readonly CoefficientRow[], isClear: (row: CoefficientRow) => boolean): readonly Mark[] {
  const at = rows.map(({ cells }) => cells.term)
  const tone = rows.map((row): Tone => (isClear(row) ? main : { role: 'muted' }))
  return [
    { mark: 'rule', along: 'x', at: 0, tone: { role: 'reference' } },
    confidenceMark(rows, at, tone),
    {
      mark: 'dot',
      x: rows.map(({ cells }) => cells.estimate),
      y: at,
      tone,
      shape: rows.map((row) => (isClear(row) ? 'circle' : 'hollow-circle')),
      details: rows.map(({ cells }) =>
        say('detail.coefficient', {
          predictor: { outcome: cells.term },
          estimate: quantity(cells.estimate, 'estimate'),
          interval: intervalPhrase(cells.conf_low, cells.conf_high, 'estimate'),
          p: probabilityPhrase(cells.p_value),
        }),
      ),
    },
  ]
}

function calibrationFigure(
  { rows, table }: TableReading<typeof declared.calibration>,
  validation: ValidationRow | undefined,
  options: DriversOptions,
  context: Context,
): readonly FigureSpec[] {
  const outcome: Label = { outcome: options.outcome }
  const shown = rowsWith(rows, 'predicted', 'observed')
  if (shown.length < 2) return []
  const ends = shown.flatMap(({ cells }) =>
    [cells.predicted, cells.observed, cells.conf_low, cells.conf_high].flatMap((end) => end ?? []),
  )
  const [lowest, highest] = [smallest(ends), largest(ends)]
  const room = 0.05 * (highest - lowest) || 0.5
  const domain = [lowest - room, highest + room] as const
  const axis = (label: Label): LinearAxis => ({
    scale: 'linear',
    label,
    unit: unitLabel(context.dataset, options.outcome),
    domain,
  })
  return [
    {
      id: 'calibration',
      title: say('figure.calibration.title', { outcome }),
      description: say('figure.calibration.description', {
        outcome,
        count: shown.length,
        slope: quantity(validation?.cells.calibration_slope ?? null, 'estimate'),
      }),
      notes: [
        say('note.calibration', {
          confidence: percentOf(options.confidence),
          by: validationColumn(options),
          count: shown.length,
        }),
      ],
      panels: [
        {
          id: 'calibration',
          geometry: 'cartesian',
          x: axis(say('axis.predicted', { outcome })),
          y: axis(say('axis.observed', { outcome })),
          marks: [
            { mark: 'line', x: domain, y: domain, tone: { role: 'reference' }, dash: 'dashed' },
            ...calibrationMarks(shown),
          ],
        },
      ],
      legend: [{ label: say('legend.diagonal'), tone: { role: 'reference' }, sign: 'dashed-line' }],
      data: table,
    },
  ]
}

function calibrationMarks(rows: readonly RowWith<CalibrationRow, 'predicted' | 'observed'>[]): readonly Mark[] {
  const predicted = rows.map(({ cells }) => cells.predicted)
  return [
    confidenceMark(rows, predicted, main, 'y'),
    {
      mark: 'dot',
      x: predicted,
      y: rows.map(({ cells }) => cells.observed),
      tone: main,
      details: rows.map(({ cells }) =>
        say('detail.calibration', {
          predicted: quantity(cells.predicted, 'mean'),
          observed: quantity(cells.observed, 'mean'),
          interval: intervalPhrase(cells.conf_low, cells.conf_high, 'mean'),
          n: cells.n ?? 0,
        }),
      ),
    },
  ]
}
