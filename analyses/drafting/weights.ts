import { comparable } from '../sources/comparable'
import type { ColumnEvidence } from './evidence'

const weightNames =
  /^(?:w|wt|wgt|weight|weights|vekt|vikt|vægt|weighting|case ?weight|vektvariabel|viktvariabel|post ?weight|pweight|finalwt)$/u

/** Weights are above zero, few of them are whole numbers, and they are about one on average. */
export function isUsualWeight({ header, numbers, n }: ColumnEvidence): boolean {
  if (!header.names.some((name) => weightNames.test(comparable(name)))) return false
  return (
    numbers !== null &&
    numbers.count === n &&
    numbers.min >= 0 &&
    !numbers.areWhole &&
    numbers.mean > 0.3 &&
    numbers.mean < 3
  )
}
