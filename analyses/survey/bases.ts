import type { Base } from '../core/base'
import { deviationOf, type Moments } from '../numeric/summary/summary'

/** The id of a base: what its numbers are about, and the group. */
export const baseId = (family: string, key: readonly string[]): string => JSON.stringify([family, ...key])

/** The people of a group that are counted for a family of numbers. */
export function baseOf(
  family: string,
  columns: readonly string[],
  key: readonly string[],
  counts: Base['counts'],
  more: Pick<Base, 'isUniform' | 'isOfOneRound' | 'together'> = {},
): Base {
  const group = Object.fromEntries(columns.flatMap((id, position) => (key[position] ? [[id, key[position]]] : [])))
  return { id: baseId(family, key), group, family, counts, ...more }
}

/** The people of a group who have a value of an outcome. */
export function baseOfMoments(
  outcome: string,
  columns: readonly string[],
  key: readonly string[],
  moments: Moments | undefined,
): Base {
  return baseOf(outcome, columns, key, [moments?.n ?? 0], {
    isUniform: moments !== undefined && deviationOf(moments) === 0,
  })
}
