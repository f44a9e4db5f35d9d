import type { ReportContext } from '../core/contract'
import type { SurveyDataset } from '../core/datasets'
import { buildTable, finite, type ResultTable, type TableColumn } from '../core/result'
import { outcomeIn, type Drivers, type DriversOptions } from './compute'
import {
  allFolds,
  calibrationTable,
  coefficientsTable,
  fitTable,
  importanceTable,
  interceptTerm,
  validationTable,
} from './declarations'

const outcomeColumn: TableColumn = { id: 'outcome', kind: 'text', refersTo: 'outcome' }

/** Predictors in the order asked for; ranks say which is largest. */
export function tabulateDrivers(
  result: Drivers,
  options: DriversOptions,
  _context: ReportContext<SurveyDataset>,
): readonly ResultTable[] {
  const outcome = outcomeIn(options)
  const { n, fit } = result
  const shares = result.importance.map(({ lmg }) => lmg ?? Number.NEGATIVE_INFINITY)
  return [
    buildTable(
      'fit',
      fitTable,
      [outcomeColumn],
      [
        {
          outcome,
          n,
          respondents: result.respondents,
          predictors: result.importance.length,
          r_squared: fit.rSquared,
          r_squared_adjusted: fit.adjusted,
          residual_sd: fit.residualDeviation,
          statistic: fit.statistic,
          df: fit.df,
          df_residual: fit.dfResidual,
          p_value: fit.pValue,
        },
      ],
    ),
    buildTable(
      'coefficients',
      coefficientsTable,
      [outcomeColumn],
      result.coefficients.map((own) => ({
        outcome,
        term: own.term,
        label:
          own.term === interceptTerm
            ? { message: 'drivers:term.intercept' }
            : { message: 'drivers:term.predictor', values: { predictor: { outcome: own.term } } },
        n,
        estimate: own.estimate,
        se: own.se,
        df: own.df,
        statistic: own.statistic,
        p_value: own.pValue,
        conf_low: own.low,
        conf_high: own.high,
        standardized: own.standardized,
        vif: own.vif,
        se_equal: own.seEqual,
      })),
    ),
    buildTable(
      'importance',
      importanceTable,
      [outcomeColumn],
      result.importance.map((own, at) => ({
        outcome,
        predictor: own.predictor,
        n,
        lmg: own.lmg,
        share: own.share,
        conf_low: own.low,
        conf_high: own.high,
        alone: own.alone,
        last: own.last,
        rank: own.lmg === null ? null : 1 + shares.filter((share) => share > (shares[at] ?? 0)).length,
      })),
    ),
    buildTable(
      'validation',
      validationTable,
      [outcomeColumn],
      result.folds.map((fold) => ({
        outcome,
        repeat: fold.repeat,
        fold: fold.fold === null ? allFolds : String(fold.fold),
        clusters: fold.clusters,
        n: fold.n,
        r_squared: finite(fold.rSquared),
        rmse: finite(fold.rmse),
        mae: finite(fold.mae),
        calibration_slope: finite(fold.calibrationSlope),
      })),
    ),
    buildTable(
      'calibration',
      calibrationTable,
      [outcomeColumn],
      result.calibration.map((bin, at) => ({
        outcome,
        bin: String(at + 1),
        n: bin.n,
        predicted: finite(bin.predicted),
        observed: finite(bin.observed),
        sd: finite(bin.sd),
        conf_low: finite(bin.low),
        conf_high: finite(bin.high),
      })),
    ),
  ]
}
