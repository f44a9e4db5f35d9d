/**
 * The largest of any number of values; −Infinity of none, NaN if one is NaN. `Math.max(...values)` throws a RangeError from about 125 000 values on, since each
 * becomes an argument on the stack.
 */
export const largest = (values: Iterable<number>): number => {
  let found = Number.NEGATIVE_INFINITY
  for (const value of values) found = Math.max(found, value)
  return found
}

/** The smallest of any number of values; Infinity of none, NaN if one is NaN. */
export const smallest = (values: Iterable<number>): number => {
  let found = Number.POSITIVE_INFINITY
  for (const value of values) found = Math.min(found, value)
  return found
}
