import { finite, type RowsById } from '../core/result'
import type { Drivers } from './compute'
import { allFolds, interceptTerm, type tables } from './declarations'
import type { DriversOptions } from './options'
import { say } from './words'

/** Predictors in the order asked for; ranks say which is largest. */
export function tabulateDrivers(
  { n, respondents, fit, coefficients, importance, folds, calibration }: Drivers,
  { outcome }: DriversOptions,
): RowsById<typeof tables> {
  const shares = importance.map(({ lmg }) => lmg ?? Number.NEGATIVE_INFINITY)
  return {
    fit: [
      {
        outcome,
        n,
        respondents,
        predictors: importance.length,
        r_squared: fit.rSquared,
        r_squared_adjusted: fit.adjusted,
        residual_sd: fit.residualDeviation,
        statistic: fit.statistic,
        df: fit.df,
        df_residual: fit.dfResidual,
        p_value: fit.pValue,
      },
    ],
    coefficients: coefficients.map((own) => ({
      outcome,
      term: own.term,
      label:
        own.term === interceptTerm
          ? say('term.intercept')
          : say('term.predictor', { predictor: { outcome: own.term } }),
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
    importance: importance.map((own) => ({
      outcome,
      predictor: own.predictor,
      n,
      lmg: own.lmg,
      share: own.share,
      conf_low: own.low,
      conf_high: own.high,
      alone: own.alone,
      unique: own.unique,
      rank: own.lmg === null ? null : 1 + shares.filter((share) => share > (own.lmg ?? 0)).length,
    })),
    validation: folds.map((fold) => ({
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
    calibration: calibration.map((bin, at) => ({
      outcome,
      bin: String(at + 1),
      n: bin.n,
      predicted: finite(bin.predicted),
      observed: finite(bin.observed),
      sd: finite(bin.sd),
      conf_low: finite(bin.low),
      conf_high: finite(bin.high),
    })),
  }
}
