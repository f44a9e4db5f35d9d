import { exp, log } from '../elementary/elementary-functions'
import { logGamma } from '../distributions/gamma-function'
import { normal } from '../distributions/normal'
import type { Random } from '../resampling/random'
import { largest } from '../summary/extremes'

/**
 * Tests whose p values are sums over all arrangements that the margins of a small table allow, rather than approximations for large ones. Tables hold whole
 * counts; the columns of a rank test are levels in ascending order.
 */

/** How a p value came about: over all arrangements, over some drawn at random, or from the normal distribution. */
export type ExactMethod = 'exact' | 'simulated' | 'normal'

/** A p value, and the smallest that the margins allow. */
export interface ExactTest {
  readonly pValue: number
  /** The p value of the most extreme arrangement with the same margins: what the data could have shown at most. NaN when it was not found (`simulated`). */
  readonly smallestPValue: number
  readonly method: ExactMethod
}

/** The rank sum test of two groups. */
export interface RankSumTest extends ExactTest {
  /** Mann and Whitney's U of the first group: pairs in which its value is higher, ties counted half. */
  readonly statistic: number
}

/** Steps of the convolution that take about a tenth of a second. */
const mostSteps = 4e7

const total = (counts: ArrayLike<number>): number => {
  let n = 0
  for (let i = 0; i < counts.length; i++) n += counts[i] as number
  return n
}

/**
 * Wilcoxon's rank sum (Mann and Whitney's U) of two groups with ties by midranks, two-sided: P(|W − E W| ≥ |w − E W|) given the ties, as
 * coin::wilcox_test(distribution = "exact") (Wilcoxon 1945, doi 10.2307/3001968). The distribution is the convolution over the tied sets (Streitberg & Röhmel 1986, the shift
 * algorithm).
 * Too large for that, it is the normal approximation with the variance under ties and a continuity correction of ½, as wilcox.test(exact = FALSE).
 *
 * NaN throughout when a group is empty.
 * @param first counts of the first group by level, ascending
 * @param second counts of the second group by the same levels
 */
export const rankSumTest = (first: ArrayLike<number>, second: ArrayLike<number>): RankSumTest => {
  const n1 = total(first)
  const n2 = total(second)
  const n = n1 + n2
  if (n1 === 0 || n2 === 0)
    return { statistic: Number.NaN, pValue: Number.NaN, smallestPValue: Number.NaN, method: 'exact' }
  // Twice the midranks, so that every sum is whole.
  const tied: number[] = []
  const scores: number[] = []
  let before = 0
  let doubledSum = 0
  let tieSum = 0
  for (let level = 0; level < first.length; level++) {
    const t = (first[level] as number) + (second[level] as number)
    if (t === 0) continue
    const score = 2 * before + t + 1
    tied.push(t)
    scores.push(score)
    doubledSum += score * (first[level] as number)
    tieSum += t * (t * t - 1)
    before += t
  }
  const statistic = doubledSum / 2 - (n1 * (n1 + 1)) / 2
  const expected = n1 * (n + 1)
  const observed = Math.abs(doubledSum - expected)
  const farthest = Math.max(extreme(tied, scores, n1, true) - expected, expected - extreme(tied, scores, n1, false))
  if (farthest === 0) return { statistic, pValue: 1, smallestPValue: 1, method: 'exact' }

  // The smaller group's sum mirrors the other's about its mean, so either will do.
  const drawn = Math.min(n1, n2)
  const width = 2 * n * drawn + 1
  if (drawn * width * n > mostSteps) {
    const sd = Math.sqrt(((n1 * n2) / 3) * (n + 1 - tieSum / (n * (n - 1))))
    const p = (distance: number): number => Math.min(1, 2 * normal.upper(Math.max(0, distance - 1) / sd))
    return { statistic, pValue: p(observed), smallestPValue: p(farthest), method: 'normal' }
  }
  const probabilities = rankSumDistribution(tied, scores, drawn, width)
  const centre = drawn * (n + 1)
  const beyond = (distance: number): number => {
    let p = 0
    let isAll = true
    for (let sum = 0; sum < width; sum++) {
      if (Math.abs(sum - centre) >= distance) p += probabilities[sum] as number
      else if (probabilities[sum] !== 0) isAll = false
    }
    // Everything is exactly everything, whatever the sum of its parts was rounded to.
    return isAll ? 1 : Math.min(1, p)
  }
  return { statistic, pValue: beyond(observed), smallestPValue: beyond(farthest), method: 'exact' }
}

/** The largest or smallest doubled rank sum that `drawn` values can have. */
const extreme = (tied: readonly number[], scores: readonly number[], drawn: number, largest: boolean): number => {
  let left = drawn
  let sum = 0
  for (let i = 0; i < tied.length && left > 0; i++) {
    const level = largest ? tied.length - 1 - i : i
    const taken = Math.min(left, tied[level] as number)
    sum += taken * (scores[level] as number)
    left -= taken
  }
  return sum
}

/** P(doubled rank sum = s) for s = 0 … width − 1, when `drawn` values are taken at random. */
const rankSumDistribution = (
  tied: readonly number[],
  scores: readonly number[],
  drawn: number,
  width: number,
): Float64Array => {
  // Row k: ways to have drawn k values, by their sum. Each row is divided by C(values so far, k), so that nothing overflows.
  let rows = Array.from({ length: drawn + 1 }, () => new Float64Array(width))
  ;(rows[0] as Float64Array)[0] = 1
  let seen = 0
  tied.forEach((t, level) => {
    const score = scores[level] as number
    const next = Array.from({ length: drawn + 1 }, () => new Float64Array(width))
    const after = seen + t
    for (let k = 0; k <= Math.min(drawn, seen); k++) {
      const from = rows[k] as Float64Array
      for (let x = 0; x <= Math.min(t, drawn - k); x++) {
        const weight = hypergeometric(k, x, seen, t)
        const to = next[k + x] as Float64Array
        const shift = x * score
        for (let sum = 0; sum + shift < width; sum++) {
          const p = from[sum] as number
          if (p !== 0) to[sum + shift] = (to[sum + shift] as number) + p * weight
        }
      }
    }
    rows = next
    seen = after
  })
  return rows[drawn] as Float64Array
}

/** C(n, k)·C(t, x)/C(n + t, k + x): of k + x values drawn from n + t, that x are among the t. */
const hypergeometric = (k: number, x: number, n: number, t: number): number =>
  exp(logChoose(n, k) + logChoose(t, x) - logChoose(n + t, k + x))

const logFactorials: number[] = [0, 0]
/** log n!, remembered. */
const logFactorial = (n: number): number => {
  for (let k = logFactorials.length; k <= n; k++) logFactorials.push(logGamma(k + 1))
  return logFactorials[n] as number
}

const logChoose = (n: number, k: number): number => logFactorial(n) - logFactorial(k) - logFactorial(n - k)

/** Steps through the network of margins before drawing at random takes over: about a second. */
const mostNetworkSteps = 3_000_000
/** Logarithms of probabilities that differ by less are the same but for rounding, as in R's fisher.test. */
const sameLogProbability = 1e-7

/** What bounds the work of an exact test, and what stands in when it is too much. */
export interface FisherOptions {
  /** For tables too large to go through; without it their p is NaN. */
  readonly random?: Random
  /** Tables drawn at random then. Default 9 999, fewer for thousands of values. */
  readonly draws?: number
  /** Steps through the network at most. */
  readonly limit?: number
  /** Called now and then; what it throws ends the work. */
  readonly poll?: () => void
}

/**
 * Fisher's exact test of a table of counts, Freeman and Halton's (1951, doi 10.1093/biomet/38.1-2.141) beyond 2 × 2: the probability of all tables with the same margins that are no more
 * probable than this one, as fisher.test. The tables are gone through as paths through the network of what the margins leave column by column (Mehta & Patel
 * 1983, doi 10.1080/01621459.1983.10477989): paths that have become equal are one, and where all or none of a path's continuations count they are not gone
 * through. When even that is too much, `draws` random tables stand for all and p is (1 + those no more probable)/(1 + draws), as
 * fisher.test(simulate.p.value = TRUE).
 *
 * Empty rows and columns count for nothing; a table with fewer than two of either gives 1.
 * @param table rows of whole counts of equal length
 */
export const fisherExactTest = (table: readonly ArrayLike<number>[], options: FisherOptions = {}): ExactTest => {
  const width = table[0]?.length ?? 0
  const rowSums = table.map(total).filter((sum) => sum > 0)
  const columnSums = Array.from({ length: width }, (_, column) =>
    table.reduce((sum, row) => sum + (row[column] as number), 0),
  ).filter((sum) => sum > 0)
  if (rowSums.length < 2 || columnSums.length < 2) return { pValue: 1, smallestPValue: 1, method: 'exact' }
  let observed = 0
  for (const row of table)
    for (let column = 0; column < width; column++) observed -= logFactorial(row[column] as number)
  // The shorter side makes the nodes, the longer one the steps, the larger first.
  const [short, long] = rowSums.length <= columnSums.length ? [rowSums, columnSums] : [columnSums, rowSums]
  const poll = options.poll ?? (() => undefined)
  const network = createNetwork(
    short,
    long.toSorted((a, b) => b - a),
    options.limit ?? mostNetworkSteps,
    poll,
  )
  const lowest = network.bounds()
  const pValue = lowest === null ? null : network.upTo(observed)
  const smallestPValue = lowest === null || pValue === null ? null : network.upTo(lowest.low)
  if (pValue !== null && smallestPValue !== null) return { pValue, smallestPValue, method: 'exact' }
  const { random } = options
  if (random === undefined) return { pValue: Number.NaN, smallestPValue: Number.NaN, method: 'simulated' }
  const draws = options.draws ?? Math.max(999, Math.min(9_999, Math.floor(2e7 / total(short))))
  return {
    pValue: drawTables(short, long, observed, draws, random, poll),
    smallestPValue: Number.NaN,
    method: 'simulated',
  }
}

/** What one column can take from the rows: each way once, with how many fillings it stands for. */
interface Step {
  readonly next: NetworkNode
  /** −Σ log cell! of the column. */
  readonly term: number
  readonly ways: number
}

interface NetworkNode {
  /** What the rows have left, ascending: which row is which does not matter. */
  readonly left: readonly number[]
  readonly column: number
  /** Null until they are asked for. */
  steps: readonly Step[] | null
  /** Least and most of −Σ log cell! over what can follow. */
  bounds: { readonly low: number; readonly high: number } | null
}

interface Network {
  /** Of all tables; null when there is too much to go through. */
  bounds(): { readonly low: number; readonly high: number } | null
  /** Probability of the tables whose −Σ log cell! is at most `limit`; null when there is too much to go through. */
  upTo(limit: number): number | null
}

/** The tables of given margins as paths from a node to the next, column by column. */
interface Search {
  readonly columns: readonly number[]
  readonly height: number
  readonly radix: number
  /** By column, each node once. */
  readonly nodes: readonly Map<number, NetworkNode>[]
  /** Room for what the rows have left, in ascending order. */
  readonly ascending: Int32Array
  readonly mostSteps: number
  stepsTaken: number
  readonly poll: () => void
}

/** Sums of −log cell! that lead to each node, those alike as one, with how many ways there are. */
type Ways = Map<NetworkNode, Map<number, { readonly sum: number; ways: number }>>

const createNetwork = (
  rows: readonly number[],
  columns: readonly number[],
  mostSteps: number,
  poll: () => void,
): Network => {
  const search: Search = {
    columns,
    height: rows.length,
    radix: largest(rows) + 1,
    nodes: columns.map(() => new Map<number, NetworkNode>()),
    ascending: new Int32Array(rows.length),
    mostSteps,
    stepsTaken: 0,
    poll,
  }
  const root = nodeOf(search, rows, 0)
  // Beyond this the keys would no longer be whole numbers of their own.
  if (log(search.radix) * search.height > 36) search.stepsTaken = Number.POSITIVE_INFINITY
  const whole = logTotalFrom(columns, root)
  return {
    bounds: () => {
      const bounds = boundsOf(search, root)
      return search.stepsTaken > mostSteps ? null : bounds
    },
    upTo: (limit) => {
      const probability = probabilityUpTo(search, root, limit + sameLogProbability, whole)
      // What rounding makes of a sum of all tables is still all of them.
      return probability === null ? null : total(rows) === 0 ? 1 : Math.min(1, probability)
    },
  }
}

/** What the rows have left, whichever is which, as one whole number; leaves it in ascending order too. */
const keyOf = ({ height, radix, ascending }: Search, left: ArrayLike<number>): number => {
  for (let row = 0; row < height; row++) {
    const count = left[row] as number
    let place = row
    for (; place > 0 && (ascending[place - 1] as number) > count; place--)
      ascending[place] = ascending[place - 1] as number
    ascending[place] = count
  }
  let key = 0
  for (let row = 0; row < height; row++) key = key * radix + (ascending[row] as number)
  return key
}

const nodeOf = (search: Search, left: ArrayLike<number>, column: number): NetworkNode => {
  const key = keyOf(search, left)
  const level = search.nodes[column] as Map<number, NetworkNode>
  let node = level.get(key)
  if (node === undefined) {
    node = { left: [...search.ascending], column, steps: null, bounds: null }
    level.set(key, node)
  }
  return node
}

/** Adds ways to a node; those with the same sum but for rounding are one. */
const addWays = (to: Ways, node: NetworkNode, sum: number, ways: number): void => {
  const key = Math.round(sum * 1e9)
  let into = to.get(node)
  if (into === undefined) {
    into = new Map()
    to.set(node, into)
  }
  const same = into.get(key)
  if (same === undefined) into.set(key, { sum, ways })
  else same.ways += ways
}

/** The column's fillings; those alike in what they leave and in their cells are one. */
const stepsOf = (search: Search, node: NetworkNode): readonly Step[] => {
  if (node.steps !== null) return node.steps
  search.poll()
  const found: Ways = new Map()
  const kept = Float64Array.from(node.left)
  const fill = (row: number, rest: number, room: number, term: number): void => {
    const available = node.left[row] as number
    if (row === kept.length - 1) {
      kept[row] = available - rest
      search.stepsTaken += 1
      addWays(found, nodeOf(search, kept, node.column + 1), term - logFactorial(rest), 1)
      return
    }
    const below = room - available
    for (
      let x = Math.max(0, rest - below);
      x <= Math.min(rest, available) && search.stepsTaken <= search.mostSteps;
      x++
    ) {
      kept[row] = available - x
      fill(row + 1, rest - x, below, term - logFactorial(x))
    }
  }
  fill(0, search.columns[node.column] as number, total(node.left), 0)
  node.steps = [...found].flatMap(([next, into]) =>
    Array.from(into.values(), ({ sum, ways }): Step => ({ next, term: sum, ways })),
  )
  return node.steps
}

const boundsOf = (search: Search, node: NetworkNode): { readonly low: number; readonly high: number } => {
  if (node.bounds !== null) return node.bounds
  let low = Number.POSITIVE_INFINITY
  let high = Number.NEGATIVE_INFINITY
  if (node.column === search.columns.length - 1) {
    low = high = node.left.reduce((sum, count) => sum - logFactorial(count), 0)
  } else {
    for (const { next, term } of stepsOf(search, node)) {
      if (search.stepsTaken > search.mostSteps) break
      const after = boundsOf(search, next)
      low = Math.min(low, term + after.low)
      high = Math.max(high, term + after.high)
    }
  }
  node.bounds = { low, high }
  return node.bounds
}

/** log Σ Π 1/cell! over every way to go on from a node: what is left, dealt out to the columns that are left. */
const logTotalFrom = (columns: readonly number[], node: NetworkNode): number => {
  let sum = logFactorial(total(node.left))
  for (const count of node.left) sum -= logFactorial(count)
  for (let column = node.column; column < columns.length; column++) sum -= logFactorial(columns[column] as number)
  return sum
}

/**
 * Probability of the tables whose −Σ log cell! is at most `cutOff`: whole branches at once where all of them are, none where none is (Mehta & Patel 1983).
 * @param whole log Σ Π 1/cell! of all tables
 */
const probabilityUpTo = (search: Search, root: NetworkNode, cutOff: number, whole: number): number | null => {
  let probability = 0
  let walked = 0
  let paths: Ways = new Map([[root, new Map([[0, { sum: 0, ways: 1 }]])]])
  while (paths.size > 0) {
    const following: Ways = new Map()
    for (const [node, pasts] of paths) {
      search.poll()
      const { low, high } = boundsOf(search, node)
      for (const { sum, ways } of pasts.values()) {
        if (sum + low > cutOff) continue
        if (sum + high <= cutOff) {
          probability += ways * exp(sum + logTotalFrom(search.columns, node) - whole)
          continue
        }
        for (const step of stepsOf(search, node)) {
          walked += 1
          addWays(following, step.next, sum + step.term, ways * step.ways)
        }
        if (walked + search.stepsTaken > search.mostSteps) return null
      }
    }
    paths = following
  }
  return probability
}

const drawTables = (
  rows: readonly number[],
  columns: readonly number[],
  observed: number,
  draws: number,
  random: Random,
  poll: () => void,
): number => {
  const labels = new Int32Array(total(columns))
  let at = 0
  columns.forEach((sum, column) => {
    labels.fill(column, at, at + sum)
    at += sum
  })
  const cells = new Float64Array(rows.length * columns.length)
  const margin = observed + 1e-7
  let atMost = 0
  for (let draw = 0; draw < draws; draw++) {
    if (draw % 64 === 0) poll()
    random.shuffle(labels)
    cells.fill(0)
    let position = 0
    rows.forEach((sum, row) => {
      for (const end = position + sum; position < end; position++) {
        const cell = row * columns.length + (labels[position] as number)
        cells[cell] = (cells[cell] as number) + 1
      }
    })
    let logProbability = 0
    for (const count of cells) logProbability -= logFactorial(count)
    if (logProbability <= margin) atMost += 1
  }
  return (1 + atMost) / (1 + draws)
}
