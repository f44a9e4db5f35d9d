import { finite } from '../core/result'
import type { FitIndices } from '../numeric/factor-model/fit-indices'
import type { InvarianceStep } from '../numeric/factor-model/invariance'
import type { ModificationIndex } from '../numeric/factor-model/score-tests'

/** What confirmatory and exploratory factors both have. */
export type FitMeasures = Pick<
  FitIndices,
  'chiSquare' | 'df' | 'pValue' | 'cfi' | 'tli' | 'rmsea' | 'rmseaLow' | 'rmseaHigh' | 'srmr'
>

type Cells<Column extends string> = Readonly<Record<Column, number | null>>

/** How well a factor model fits, by the columns of `core/columns.ts`; all null where there is no fit. `p_value` is that of χ². */
export function fitCells(
  fit: FitMeasures | null,
): Cells<'chi_square' | 'df' | 'p_value' | 'cfi' | 'tli' | 'rmsea' | 'rmsea_low' | 'rmsea_high' | 'srmr'> {
  return {
    chi_square: finite(fit?.chiSquare),
    df: finite(fit?.df),
    p_value: finite(fit?.pValue),
    cfi: finite(fit?.cfi),
    tli: finite(fit?.tli),
    rmsea: finite(fit?.rmsea),
    rmsea_low: finite(fit?.rmseaLow),
    rmsea_high: finite(fit?.rmseaHigh),
    srmr: finite(fit?.srmr),
  }
}

/** What follows from the likelihood of a factor model. */
export function likelihoodCells(fit: FitIndices | null): Cells<'aic' | 'bic' | 'log_likelihood' | 'parameters'> {
  return {
    aic: finite(fit?.aic),
    bic: finite(fit?.bic),
    log_likelihood: finite(fit?.logLikelihood),
    parameters: finite(fit?.freeParameters),
  }
}

/** A step of invariance against the one that it is compared with. `p_value` is that of the difference in χ². */
export function differenceCells(
  difference: InvarianceStep['difference'],
): Cells<'delta_chi_square' | 'delta_df' | 'p_value' | 'delta_cfi' | 'delta_rmsea'> {
  return {
    delta_chi_square: finite(difference?.chiSquare),
    delta_df: finite(difference?.df),
    p_value: finite(difference?.pValue),
    delta_cfi: finite(difference?.cfi),
    delta_rmsea: finite(difference?.rmsea),
  }
}

/** What freeing a parameter that the model fixes at 0 would bring; all null where the model does not tell. */
export function modificationCells(
  found: Omit<ModificationIndex, 'entry'> | null,
): Cells<'mi' | 'p_value' | 'epc' | 'sepc'> {
  return {
    mi: finite(found?.index),
    p_value: finite(found?.pValue),
    epc: finite(found?.change),
    sepc: finite(found?.standardizedChange),
  }
}
