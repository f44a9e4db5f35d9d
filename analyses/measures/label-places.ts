/** A dot with its cross of intervals, in shares of the panel: 0 … 1 from left to right and from bottom to top. */
export interface Cross {
  readonly x: number
  readonly y: number
  readonly left: number
  readonly right: number
  readonly low: number
  readonly high: number
  /** Room that its words take. */
  readonly width: number
  readonly height: number
}

export interface WordPlace {
  /** Where the words begin (`start`) or end (`end`), and their middle. */
  readonly x: number
  readonly y: number
  readonly anchor: 'start' | 'end'
}

interface Box {
  readonly left: number
  readonly right: number
  readonly low: number
  readonly high: number
}

const overlap = (a: Box, b: Box): number =>
  Math.max(0, Math.min(a.right, b.right) - Math.max(a.left, b.left)) *
  Math.max(0, Math.min(a.high, b.high) - Math.max(a.low, b.low))

/**
 * Words beside their dots, off the intervals: each goes to the corner of its cross, near or a little farther, where it meets least of what others draw; what is
 * placed first (the highest dot) stays.
 * @param gap distance from the dot, in shares of the panel's width and height
 * @param rules where the two lines of the quadrants stand
 */
export function placeWords(
  crosses: readonly Cross[],
  gap: readonly [number, number],
  rules: { readonly x: number; readonly y: number },
): readonly WordPlace[] {
  const places = new Map<number, WordPlace>()
  const taken: Box[] = []
  const order = crosses.map((_, index) => index).toSorted((a, b) => (crosses[b]?.y ?? 0) - (crosses[a]?.y ?? 0))
  for (const index of order) {
    const own = crosses[index]
    if (own === undefined) continue
    let best: { readonly cost: number; readonly place: WordPlace; readonly box: Box } | null = null
    for (const reach of [1, 2.2, 3.4]) {
      for (const [dx, dy] of [
        [1, 1],
        [1, -1],
        [-1, 1],
        [-1, -1],
      ] as const) {
        const x = own.x + dx * gap[0]
        const y = own.y + dy * reach * gap[1]
        const place: WordPlace = { x, y, anchor: dx > 0 ? 'start' : 'end' }
        const box = boxOf(own, place)
        const outside =
          Math.max(0, -box.left) + Math.max(0, box.right - 1) + Math.max(0, -box.low) + Math.max(0, box.high - 1)
        const cost =
          reach +
          5000 * outside +
          taken.reduce((sum, other) => sum + wordsOnWords(overlap(box, other)), 0) +
          onRules(box, rules) +
          crosses.reduce((sum, other, at) => sum + (at === index ? 0 : met(box, other)), 0)
        if (best === null || cost < best.cost - 1e-9) best = { cost, place, box }
      }
    }
    if (best === null) continue
    places.set(index, best.place)
    taken.push(best.box)
  }
  return crosses.map((cross, index) => places.get(index) ?? { x: cross.x, y: cross.y, anchor: 'start' })
}

/** The room of words at a place. */
const boxOf = ({ width, height }: Pick<Cross, 'width' | 'height'>, { x, y, anchor }: WordPlace): Box => ({
  left: anchor === 'start' ? x : x - width,
  right: anchor === 'start' ? x + width : x,
  low: y - height / 2,
  high: y + height / 2,
})

/** Whether words stand on words, or reach out of the panel: then shorter ones are needed. */
export function areCramped(crosses: readonly Cross[], places: readonly WordPlace[]): boolean {
  const boxes = crosses.flatMap((cross, index) => {
    const place = places[index]
    return place === undefined ? [] : [boxOf(cross, place)]
  })
  return boxes.some(
    (box, index) =>
      box.left < -1e-9 || box.right > 1 + 1e-9 || boxes.slice(index + 1).some((other) => overlap(box, other) > 1e-12),
  )
}

/** Words on words cannot be read: worse than anything else. */
const wordsOnWords = (area: number): number => (area > 1e-12 ? 500 + 20_000 * area : 0)

const onRules = (box: Box, { x, y }: { readonly x: number; readonly y: number }): number =>
  (x > box.left && x < box.right ? 0.8 : 0) + (y > box.low && y < box.high ? 2 : 0)

/** How much of another's cross words would cover: its dot most. */
function met(box: Box, other: Cross): number {
  const across =
    other.y > box.low && other.y < box.high
      ? Math.max(0, Math.min(box.right, other.right) - Math.max(box.left, other.left))
      : 0
  const upright =
    other.x > box.left && other.x < box.right
      ? Math.max(0, Math.min(box.high, other.high) - Math.max(box.low, other.low))
      : 0
  const isOnDot =
    other.x > box.left - 0.01 && other.x < box.right + 0.01 && other.y > box.low - 0.01 && other.y < box.high + 0.01
  return 10 * across + 20 * upright + (isOnDot ? 50 : 0)
}
