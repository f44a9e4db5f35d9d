/** Lines that can be told apart in one panel. */
const mostLines = 7
/** Places that fit side by side on an axis. */
const mostPlaces = 12
export const mostPanels = 12

/** What lies along the axis, what has a line each, and what has a panel each (null with two factors), as positions of factors. */
export interface Roles {
  readonly along: number
  readonly lines: number
  readonly panels: number | null
}

/**
 * Rounds lie along the axis, since time runs there; otherwise the factor with most levels. Null when there are more levels than can be told apart.
 * @param counts how many levels each factor has
 */
export function rolesOf(factors: readonly string[], counts: readonly number[]): Roles | null {
  const count = (factor: number): number => counts[factor] ?? 0
  const byCount = factors.map((_, factor) => factor).toSorted((a, b) => count(b) - count(a) || a - b)
  const round = factors.indexOf('round')
  const along = round >= 0 ? round : (byCount[0] ?? 0)
  const [lines = 0, panels = null] = byCount.filter((factor) => factor !== along)
  if (count(along) > mostPlaces || count(lines) > mostLines || (panels !== null && count(panels) > mostPanels))
    return null
  return { along, lines, panels }
}
