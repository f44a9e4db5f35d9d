import { log1p } from '../elementary/elementary-functions'

/** Both tails of a distribution at one point, and the logarithm of each. */
export interface Tails {
  readonly lower: number
  readonly upper: number
  readonly logLower: number
  readonly logUpper: number
}

/** Both tails from the smaller one, which alone was computed to full relative accuracy. */
export const bothTails = (isLower: boolean, tail: number, logTail: number): Tails => {
  const other = 1 - tail
  const logOther = log1p(-tail)
  return isLower
    ? { lower: tail, upper: other, logLower: logTail, logUpper: logOther }
    : { lower: other, upper: tail, logLower: logOther, logUpper: logTail }
}
