import type { ReportContext, TablesById } from '../core/contract'
import type { SurveyDataset } from '../core/datasets'
import type { FigureSpec, Mark, Tone } from '../core/figure'
import type { Label, Phrase } from '../core/words'
import { tableRecords, type ResultTable } from '../core/result'
import { unitLabel } from '../survey/score-axis'
import { outcomeIn, type DriversOptions } from './compute'
import { interceptTerm } from './declarations'
import { intervalPhrase, percentOf, probabilityPhrase, rowsOf } from './prose'
import { largest, smallest } from '../numeric/summary/extremes'

type Row = ReturnType<typeof tableRecords>[number]
const say = (key: string, values: Phrase['values'] = {}): Phrase => ({ message: `drivers:${key}`, values })
const numberIn = ({ cells }: Row, id: string): number | null => (typeof cells[id] === 'number' ? cells[id] : null)
const textIn = ({ cells }: Row, id: string): string => String(cells[id] ?? '')
const main: Tone = { role: 'main' }

/** Importance and coefficients with intervals, and predicted against observed. */
export function drawDrivers(
  tables: TablesById,
  options: DriversOptions,
  context: ReportContext<SurveyDataset>,
): readonly FigureSpec[] {
  const { importance, coefficients, calibration } = tables
  return [
    ...(importance === undefined ? [] : importanceFigure(importance, tables, options)),
    ...(coefficients === undefined ? [] : coefficientsFigure(coefficients, options, context)),
    ...(calibration === undefined ? [] : calibrationFigure(calibration, tables, options, context)),
  ]
}

function importanceFigure(table: ResultTable, tables: TablesById, options: DriversOptions): readonly FigureSpec[] {
  const outcome: Label = { outcome: outcomeIn(options) }
  const rows = tableRecords(table)
    .filter((row) => numberIn(row, 'lmg') !== null)
    .toSorted((a, b) => Number(b.cells['lmg']) - Number(a.cells['lmg']) || a.index - b.index)
  if (rows.length === 0) return []
  const [fit] = rowsOf(tables, 'fit')
  const withInterval = rows.filter((row) => numberIn(row, 'conf_low') !== null)
  const at = (row: Row): string => textIn(row, 'predictor')
  const marks: Mark[] = [
    {
      mark: 'interval',
      along: 'x',
      at: withInterval.map(at),
      low: withInterval.map((row) => Math.max(0, numberIn(row, 'conf_low') ?? 0)),
      high: withInterval.map((row) => numberIn(row, 'conf_high')),
      tone: main,
    },
    {
      mark: 'dot',
      x: rows.map((row) => numberIn(row, 'lmg')),
      y: rows.map(at),
      tone: main,
      details: rows.map((row) =>
        say('detail.importance', {
          predictor: { outcome: at(row) },
          lmg: { value: numberIn(row, 'lmg'), as: 'percent' },
          interval: intervalPhrase(row.cells['conf_low'], row.cells['conf_high'], 'percent'),
          share: { value: numberIn(row, 'share'), as: 'percent' },
        }),
      ),
    },
  ]
  const most = largest(rows.map((row) => numberIn(row, 'conf_high') ?? numberIn(row, 'lmg') ?? 0))
  return [
    {
      id: 'importance',
      title: say('figure.importance.title', { outcome }),
      description: say('figure.importance.description', {
        outcome,
        count: rows.length,
        predictor: { outcome: at(rows[0] as Row) },
        lmg: { value: numberIn(rows[0] as Row, 'lmg'), as: 'percent' },
        confidence: percentOf(options.confidence),
      }),
      notes: [
        say('note.importance', {
          confidence: percentOf(options.confidence),
          draws: options.draws,
          share: { value: typeof fit?.['r_squared'] === 'number' ? fit['r_squared'] : null, as: 'percent' },
          n: typeof fit?.['n'] === 'number' ? fit['n'] : 0,
        }),
        say('note.no-cause'),
      ],
      panels: [
        {
          id: 'importance',
          frame: 'cartesian',
          x: {
            scale: 'linear',
            label: say('axis.importance', { outcome }),
            unit: null,
            as: 'percent',
            domain: [0, Math.min(1, Math.max(0.05, most * 1.04))],
          },
          y: {
            scale: 'category',
            label: say('axis.predictor'),
            unit: null,
            categories: rows.map((row) => ({ id: at(row), label: { outcome: at(row) } })),
          },
          marks,
        },
      ],
      legend: [],
      data: table,
    },
  ]
}

function coefficientsFigure(
  table: ResultTable,
  options: DriversOptions,
  context: ReportContext<SurveyDataset>,
): readonly FigureSpec[] {
  const outcome: Label = { outcome: outcomeIn(options) }
  const level = 1 - options.confidence
  const rows = tableRecords(table).filter(
    (row) =>
      textIn(row, 'term') !== interceptTerm && numberIn(row, 'estimate') !== null && numberIn(row, 'conf_low') !== null,
  )
  if (rows.length === 0) return []
  const isClear = (row: Row): boolean => (numberIn(row, 'p_value') ?? 1) < level
  const tones = rows.map((row): Tone => (isClear(row) ? main : { role: 'muted' }))
  const at = (row: Row): string => textIn(row, 'term')
  const n = numberIn(rows[0] as Row, 'n') ?? 0
  return [
    {
      id: 'coefficients',
      title: say('figure.coefficients.title', { outcome }),
      description: say('figure.coefficients.description', {
        outcome,
        count: rows.length,
        clear: rows.filter(isClear).length,
        level: percentOf(level),
      }),
      notes: [say('note.coefficients', { confidence: percentOf(options.confidence), n }), say('note.no-cause')],
      panels: [
        {
          id: 'coefficients',
          frame: 'cartesian',
          x: {
            scale: 'linear',
            label: say('axis.coefficient', { outcome }),
            unit: unitLabel(context.dataset, outcomeIn(options)),
          },
          y: {
            scale: 'category',
            label: say('axis.predictor'),
            unit: null,
            categories: rows.map((row) => ({ id: at(row), label: { outcome: at(row) } })),
          },
          marks: [
            { mark: 'rule', along: 'x', at: 0, tone: { role: 'reference' } },
            {
              mark: 'interval',
              along: 'x',
              at: rows.map(at),
              low: rows.map((row) => numberIn(row, 'conf_low')),
              high: rows.map((row) => numberIn(row, 'conf_high')),
              tone: tones,
            },
            {
              mark: 'dot',
              x: rows.map((row) => numberIn(row, 'estimate')),
              y: rows.map(at),
              tone: tones,
              shape: rows.map((row) => (isClear(row) ? 'circle' : 'hollow-circle')),
              details: rows.map((row) =>
                say('detail.coefficient', {
                  predictor: { outcome: at(row) },
                  estimate: { value: numberIn(row, 'estimate'), as: 'estimate' },
                  interval: intervalPhrase(row.cells['conf_low'], row.cells['conf_high'], 'estimate'),
                  p: probabilityPhrase(row.cells['p_value']),
                }),
              ),
            },
          ],
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

function calibrationFigure(
  table: ResultTable,
  tables: TablesById,
  options: DriversOptions,
  context: ReportContext<SurveyDataset>,
): readonly FigureSpec[] {
  const outcome: Label = { outcome: outcomeIn(options) }
  const rows = tableRecords(table).filter(
    (row) => numberIn(row, 'predicted') !== null && numberIn(row, 'observed') !== null,
  )
  if (rows.length < 2) return []
  const ends = rows.flatMap((row) =>
    ['predicted', 'observed', 'conf_low', 'conf_high'].flatMap((id) => numberIn(row, id) ?? []),
  )
  const room = 0.05 * (largest(ends) - smallest(ends)) || 0.5
  const domain = [smallest(ends) - room, largest(ends) + room] as const
  const unit = unitLabel(context.dataset, outcomeIn(options))
  const [all] = rowsOf(tables, 'validation')
  return [
    {
      id: 'calibration',
      title: say('figure.calibration.title', { outcome }),
      description: say('figure.calibration.description', {
        outcome,
        count: rows.length,
        slope: {
          value: typeof all?.['calibration_slope'] === 'number' ? all['calibration_slope'] : null,
          as: 'estimate',
        },
      }),
      notes: [
        say('note.calibration', {
          confidence: percentOf(options.confidence),
          by: { list: options.validate_by.map((attribute): Label => ({ attribute })) },
          count: rows.length,
        }),
      ],
      panels: [
        {
          id: 'calibration',
          frame: 'cartesian',
          x: { scale: 'linear', label: say('axis.predicted', { outcome }), unit, domain },
          y: { scale: 'linear', label: say('axis.observed', { outcome }), unit, domain },
          marks: [
            { mark: 'line', x: [...domain], y: [...domain], tone: { role: 'reference' }, dash: 'dashed' },
            {
              mark: 'interval',
              along: 'y',
              at: rows.map((row) => numberIn(row, 'predicted') ?? 0),
              low: rows.map((row) => numberIn(row, 'conf_low')),
              high: rows.map((row) => numberIn(row, 'conf_high')),
              tone: main,
            },
            {
              mark: 'dot',
              x: rows.map((row) => numberIn(row, 'predicted')),
              y: rows.map((row) => numberIn(row, 'observed')),
              tone: main,
              details: rows.map((row) =>
                say('detail.calibration', {
                  predicted: { value: numberIn(row, 'predicted'), as: 'mean' },
                  observed: { value: numberIn(row, 'observed'), as: 'mean' },
                  interval: intervalPhrase(row.cells['conf_low'], row.cells['conf_high'], 'mean'),
                  n: numberIn(row, 'n') ?? 0,
                }),
              ),
            },
          ],
        },
      ],
      legend: [{ label: say('legend.diagonal'), tone: { role: 'reference' }, sign: 'dashed-line' }],
      data: table,
    },
  ]
}
