import type { InventoryLevel } from '../../core/datasets'
import { levelLabel, type Level } from '../../core/fields'
import type { NumberStyle } from '../../readers/reader'
import { isBlankWord, readNumber } from '../cell-values'
import { comparable } from '../comparable'

/** Levels are whole numbers within these, as ordinal answers are. */
const mostLevel = 100

/** Understands cells that hold a level of an ordinal scale. */
export interface LevelScale {
  /** NaN for a blank. */
  read(cell: string): number | 'outside' | 'unreadable'
  /** Ascending; where none was declared, every whole number from the lowest to the highest read so far. */
  levels(): readonly InventoryLevel[]
}

/**
 * A cell may hold the level's number, its label in any language, or both (“2 – In use”).
 * @param declared the scale; undefined takes whole numbers as they are
 */
export function createLevelScale(declared: readonly Level[] | undefined, style: NumberStyle): LevelScale {
  const known = declared
    ?.map(({ value, label }): InventoryLevel => ({ value, label: levelLabel(label) }))
    .sort((a, b) => a.value - b.value)
  const byLabel = new Map<string, number>()
  for (const { value, label } of known ?? [])
    for (const text of Object.values(label))
      if (typeof text === 'string' && text !== '') byLabel.set(comparable(text), value)
  let min = Number.POSITIVE_INFINITY
  let max = Number.NEGATIVE_INFINITY

  const numbered = (value: number): number | 'outside' => {
    if (known !== undefined) return known.some((level) => level.value === value) ? value : 'outside'
    if (Math.abs(value) > mostLevel) return 'outside'
    min = Math.min(min, value)
    max = Math.max(max, value)
    return value
  }

  return {
    read(cell) {
      if (cell === '' || isBlankWord(cell)) return Number.NaN
      const number = readNumber(cell, style)
      if (Number.isInteger(number)) return numbered(number)
      if (!Number.isNaN(number)) return 'unreadable'
      const labelled = byLabel.get(comparable(cell))
      if (labelled !== undefined) return labelled
      const [, code, label] = /^([-\u2212]?\d+)\s*[-.:=)\u2013\u2014]?\s+(.+)$/u.exec(cell) ?? []
      const value = code === undefined ? Number.NaN : Number(code.replace('\u2212', '-'))
      return !Number.isNaN(value) && known !== undefined && byLabel.get(comparable(label ?? '')) === value
        ? value
        : 'unreadable'
    },
    levels() {
      if (known !== undefined) return known
      return min > max
        ? []
        : Array.from({ length: max - min + 1 }, (_, step): InventoryLevel => ({
            value: min + step,
            label: levelLabel(String(min + step)),
          }))
    },
  }
}
