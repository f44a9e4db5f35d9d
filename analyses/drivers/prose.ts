import type { ReportContext, TablesById } from '../core/contract'
import type { SurveyDataset } from '../core/datasets'
import type { Label, Phrase, Quantity } from '../core/words'
import { tableRecords, type Prose, type TableRow } from '../core/result'
import { unitLabel } from '../survey/score-axis'
import { outcomeIn, predictorsOf, type DriversOptions } from './compute'
import { allFolds, interceptTerm } from './declarations'

/** Predictors that a sentence names. */
const namedAtMost = 4

const say = (key: string, values: Phrase['values'] = {}): Phrase => ({ message: `drivers:${key}`, values })
const quantity = (cell: unknown, as: Quantity['as']): Quantity => ({
  value: typeof cell === 'number' ? cell : null,
  as,
})

/** Percent with at most one decimal: 95, 99.9. */
export const percentOf = (share: number): Quantity => ({ value: Math.round(share * 1000) / 10, as: 'df' })

export function probabilityPhrase(p: unknown): Phrase {
  return say(typeof p === 'number' && (p < 0.001 || p > 0.999) ? 'p-beyond' : 'p-equal', {
    p: quantity(p, 'probability'),
  })
}

export function intervalPhrase(low: unknown, high: unknown, as: Quantity['as']): Phrase {
  return say('interval', { low: quantity(low, as), high: quantity(high, as) })
}

export const rowsOf = (tables: TablesById, id: string): readonly TableRow[] =>
  tables[id] === undefined ? [] : tableRecords(tables[id]).map(({ cells }) => cells)

export function sayDrivers(tables: TablesById, options: DriversOptions, context: ReportContext<SurveyDataset>): Prose {
  const outcome: Label = { outcome: outcomeIn(options) }
  const predictors = predictorsOf(options)
  const [fit] = rowsOf(tables, 'fit')
  const [all] = rowsOf(tables, 'validation').filter((row) => row['fold'] === allFolds)
  const by: Label = { list: options.validate_by.map((attribute): Label => ({ attribute })) }
  const method: Label[] = [
    say('say.method.model', {
      outcome,
      predictors: { list: predictors.map((id): Label => ({ outcome: id })) },
      count: predictors.length,
      n: quantity(fit?.['n'], 'count'),
    }),
    say(`say.method.importance-${options.resample}`, {
      draws: options.draws,
      confidence: percentOf(options.confidence),
      by,
    }),
    ...(all === undefined
      ? []
      : [
          say('say.method.validation', {
            by,
            folds: options.folds,
            repeats: options.repeats,
            isLeaveOneOut: Number(all['clusters']) <= options.folds,
            clusters: quantity(all['clusters'], 'count'),
          }),
        ]),
  ]
  if (fit === undefined || typeof fit['r_squared'] !== 'number')
    return { method, finding: [say('say.finding.withheld', { min: context.minGroup })] }

  const finding: Label[] = [
    say('say.finding.fit', {
      outcome,
      count: predictors.length,
      share: quantity(fit['r_squared'], 'percent'),
      p: probabilityPhrase(fit['p_value']),
    }),
  ]
  const ranked = rowsOf(tables, 'importance')
    .filter((row) => typeof row['lmg'] === 'number')
    .toSorted((a, b) => Number(b['lmg']) - Number(a['lmg']))
  const [top] = ranked
  if (top !== undefined && ranked.length > 1) {
    finding.push(
      say('say.finding.importance', {
        predictor: { outcome: String(top['predictor']) },
        lmg: quantity(top['lmg'], 'percent'),
        interval: intervalPhrase(top['conf_low'], top['conf_high'], 'percent'),
        others: {
          list: ranked
            .slice(1, namedAtMost)
            .map((row): Label =>
              say('predictor-share', {
                predictor: { outcome: String(row['predictor']) },
                lmg: quantity(row['lmg'], 'percent'),
              }),
            ),
        },
      }),
    )
    const [, second] = ranked
    if (second !== undefined && Number(top['conf_low']) <= Number(second['conf_high']))
      finding.push(say('say.finding.order-unsure'))
  }
  const level = 1 - options.confidence
  const terms = rowsOf(tables, 'coefficients').filter(
    (row) => row['term'] !== interceptTerm && typeof row['p_value'] === 'number',
  )
  const clear = terms.filter((row) => Number(row['p_value']) < level)
  const unclear = terms.filter((row) => !(Number(row['p_value']) < level))
  if (clear.length > 0) {
    finding.push(
      say('say.finding.coefficients', {
        outcome,
        unit: unitLabel(context.dataset, outcomeIn(options)),
        terms: {
          list: clear.map((row): Label =>
            say('coefficient', {
              predictor: { outcome: String(row['term']) },
              estimate: quantity(row['estimate'], 'estimate'),
              interval: intervalPhrase(row['conf_low'], row['conf_high'], 'estimate'),
            }),
          ),
        },
      }),
    )
  }
  if (unclear.length > 0)
    finding.push(
      say('say.finding.unclear', {
        level: percentOf(level),
        count: unclear.length,
        terms: { list: unclear.map((row): Label => ({ outcome: String(row['term']) })) },
      }),
    )
  if (all !== undefined && typeof all['r_squared'] === 'number') {
    finding.push(
      say(all['r_squared'] > 0 ? 'say.finding.validation' : 'say.finding.validation-useless', {
        by,
        share: quantity(all['r_squared'], 'percent'),
        rmse: quantity(all['rmse'], 'mean'),
        mae: quantity(all['mae'], 'mean'),
        unit: unitLabel(context.dataset, outcomeIn(options)),
      }),
    )
    if (typeof all['calibration_slope'] === 'number')
      finding.push(
        say('say.finding.slope', {
          slope: quantity(all['calibration_slope'], 'estimate'),
          kind:
            all['calibration_slope'] < 0.9 ? 'overstated' : all['calibration_slope'] > 1.1 ? 'understated' : 'right',
        }),
      )
  }
  finding.push(say('say.finding.no-cause'))
  return { method, finding }
}
