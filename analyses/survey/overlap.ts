/**
 * Whether the intervals of the lowest and the highest of several estimates overlap, for a sentence that names both.
 * @param lowestHigh the upper end of the lowest; null where no interval is shown
 * @returns `unknown` where either has none: then nothing may be said of how they lie beside each other
 */
export function isOverlapping(lowestHigh: number | null, highestLow: number | null): boolean | 'unknown' {
  return lowestHigh === null || highestLow === null ? 'unknown' : lowestHigh >= highestLow
}
