/**
 * 1 − n/N, by which the squared standard error of a mean shrinks when n of the N people employed then answered (Cochran 1977, ch. 2). The claim is about these people
 * then, never about others or later, and nothing is said of those who did not answer.
 * @param n answers behind the mean
 * @param headcount N; null, 0 or less than n leaves the error as it is, since the headcount is unknown or wrong
 */
export function finiteFactor(n: number, headcount: number | null): number {
  return headcount === null || headcount <= 0 || headcount < n ? 1 : 1 - n / headcount
}
