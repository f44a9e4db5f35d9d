import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { areCramped, placeWords, type Cross } from '../../analyses/measures/label-places'

const cross = (x: number, y: number, width = 0.2): Cross => ({
  x,
  y,
  left: x,
  right: x,
  low: y,
  high: y,
  width,
  height: 0.05,
})
const placed = (crosses: readonly Cross[]) => placeWords(crosses, [0.012, 0.035], { x: 0.5, y: 0.5 })

describe('words beside dots', () => {
  test('near dots go to different corners, and stand clear of each other', () => {
    const crosses = [cross(0.5, 0.5), cross(0.5, 0.505), cross(0.51, 0.49), cross(0.49, 0.5)]
    expect(areCramped(crosses, placed(crosses))).toBe(false)
  })

  test('are cramped where there are more than there is room for', () => {
    const crosses = Array.from({ length: 20 }, () => cross(0.5, 0.5, 0.4))
    expect(areCramped(crosses, placed(crosses))).toBe(true)
  })

  test('are cramped where they reach out of the panel', () => {
    const crosses = [cross(0.5, 0.5, 0.6)]
    expect(areCramped(crosses, placed(crosses))).toBe(true)
  })

  test('of one dot stay within the panel wherever the dot lies', () => {
    fc.assert(
      fc.property(
        fc.double({ min: 0, max: 1, noNaN: true }),
        fc.double({ min: 0.1, max: 0.9, noNaN: true }),
        (x, y) => {
          const crosses = [cross(x, y)]
          expect(areCramped(crosses, placed(crosses))).toBe(false)
        },
      ),
    )
  })
})
