import { describe, expect, it } from 'vitest'
import {
  answerPatterns,
  completeRows,
  correlationsOf,
  listwiseCovariances,
  noAnswer,
  pairwiseCovariances,
  submatrix,
  type AnswerColumn,
} from '../../../analyses/numeric/correlation/crossproducts'
import { random } from '../../../analyses/numeric/resampling/random'

/** Seeded answers min … max with a share missing; the items hang together. */
function answers(rows: number, items: number, min: number, max: number, missing: number, seed: number): Int8Array[] {
  const draw = random(seed)
  const columns = Array.from({ length: items }, () => new Int8Array(rows))
  for (let row = 0; row < rows; row += 1) {
    const level = draw.uniform()
    for (const column of columns)
      column[row] =
        draw.uniform() < missing
          ? noAnswer
          : min + Math.min(max - min, Math.floor((0.5 * level + 0.5 * draw.uniform()) * (max - min + 1)))
  }
  return columns
}

/** The definition, in exact whole numbers: (n·Σxy − Σx·Σy)/(n(n − 1)) over the rows that `has` keeps. */
function exactly(
  x: Int8Array,
  y: Int8Array,
  has: (row: number) => boolean,
): { readonly n: number; readonly covariance: number; readonly mean: number } {
  let [n, sx, sy, sxy] = [0n, 0n, 0n, 0n]
  for (let row = 0; row < x.length; row += 1) {
    if (!has(row)) continue
    const [a, b] = [BigInt(x[row] ?? 0), BigInt(y[row] ?? 0)]
    n += 1n
    sx += a
    sy += b
    sxy += a * b
  }
  return { n: Number(n), covariance: Number(n * sxy - sx * sy) / Number(n * (n - 1n)), mean: Number(sx) / Number(n) }
}

const shapes = [
  { name: 'five points', rows: 5000, items: 7, min: 1, max: 5, missing: 0.05 },
  { name: 'six points, more items than a double has lanes', rows: 3001, items: 13, min: 1, max: 6, missing: 0.02 },
  { name: 'eleven points from 0', rows: 4999, items: 5, min: 0, max: 10, missing: 0.1 },
  { name: 'the widest scale', rows: 2500, items: 6, min: -100, max: 100, missing: 0.03 },
  { name: 'yes and no', rows: 700, items: 4, min: 0, max: 1, missing: 0 },
]

describe.each(shapes)('whole answers: $name', ({ rows, items, min, max, missing }) => {
  const columns = answers(rows, items, min, max, missing, rows)
  const isComplete = (row: number): boolean => columns.every((column) => column[row] !== noAnswer)

  it('has exactly the listwise covariances', () => {
    const { n, means, covariance } = listwiseCovariances(columns)
    columns.forEach((x, i) =>
      columns.forEach((y, j) => {
        const expected = exactly(x, y, isComplete)
        expect(n).toBe(expected.n)
        expect(means[i]).toBe(expected.mean)
        expect(covariance[i * items + j]).toBe(expected.covariance)
      }),
    )
  })

  it('has exactly the pairwise covariances', () => {
    const { n, means, covariance } = pairwiseCovariances(columns)
    columns.forEach((x, i) =>
      columns.forEach((y, j) => {
        const expected = exactly(x, y, (row) => x[row] !== noAnswer && y[row] !== noAnswer)
        expect(n[i * items + j]).toBe(expected.n)
        expect(covariance[i * items + j]).toBe(expected.covariance)
        if (i === j) expect(means[i]).toBe(expected.mean)
      }),
    )
  })

  it('has the same from patterns with counts, bit for bit', () => {
    const patterns = answerPatterns(columns)
    expect(patterns.counts.reduce((sum, count) => sum + count, 0)).toBe(rows)
    expect(listwiseCovariances(patterns.columns, patterns.counts)).toEqual(listwiseCovariances(columns))
    expect(pairwiseCovariances(patterns.columns, patterns.counts)).toEqual(pairwiseCovariances(columns))
  })

  it('does not depend on the order of the rows', () => {
    const order = Int32Array.from({ length: rows }, (_, row) => row)
    random(7).shuffle(order)
    const mixed = columns.map((column) => Int8Array.from(order, (row) => column[row] ?? 0))
    expect(answerPatterns(mixed)).toEqual(answerPatterns(columns))
    expect(listwiseCovariances(mixed)).toEqual(listwiseCovariances(columns))
  })

  it('agrees with centred sums of doubles', () => {
    const doubles = columns.map((column) =>
      Float64Array.from(column, (value) => (value === noAnswer ? Number.NaN : value)),
    )
    const [ours, theirs] = [listwiseCovariances(columns), listwiseCovariances(doubles)]
    ours.covariance.forEach((value, index) => expect(theirs.covariance[index]).toBeCloseTo(value, 10))
    const [pairs, others] = [pairwiseCovariances(columns), pairwiseCovariances(doubles)]
    pairs.covariance.forEach((value, index) => expect(others.covariance[index]).toBeCloseTo(value, 10))
    expect(others.n).toEqual(pairs.n)
  })
})

describe('doubles', () => {
  it('keeps its digits far from zero', () => {
    const near = Float64Array.of(1, 2, 4, 7, 11)
    const other = Float64Array.of(3, 1, 4, 1, 5)
    const [here, far] = [
      listwiseCovariances([near, other]),
      listwiseCovariances([near.map((x) => x + 2 ** 40), other.map((x) => x - 2 ** 40)]),
    ]
    expect(far.covariance).toEqual(here.covariance)
    expect(here.covariance[0]).toBeCloseTo(16.5, 14)
  })

  it('takes whole and continuous variables together', () => {
    const mixed: AnswerColumn[] = [Int8Array.of(1, 2, noAnswer, 4), Float64Array.of(0.5, Number.NaN, 2, 1.5)]
    const { n, covariance } = listwiseCovariances(mixed)
    expect(n).toBe(2)
    expect([...covariance]).toEqual([4.5, 1.5, 1.5, 0.5])
    expect([...completeRows(mixed)]).toEqual([0, 3])
    expect([...pairwiseCovariances(mixed).n]).toEqual([3, 2, 2, 3])
  })
})

describe('what is not there', () => {
  it('is NaN and never a number', () => {
    for (const columns of [
      [new Int8Array(0), new Int8Array(0)],
      [Int8Array.of(noAnswer), Int8Array.of(3)],
      [Int8Array.of(2), Int8Array.of(3)],
      [Float64Array.of(2), Float64Array.of(3)],
    ]) {
      const { n, covariance } = listwiseCovariances(columns)
      expect(n).toBeLessThan(2)
      expect([...covariance]).toEqual([Number.NaN, Number.NaN, Number.NaN, Number.NaN])
      expect(pairwiseCovariances(columns).covariance[1]).toBeNaN()
    }
    expect(answerPatterns([new Int8Array(0)]).counts).toHaveLength(0)
  })

  it('has no correlation without variance', () => {
    expect([...correlationsOf(Float64Array.of(4, 2, 0, 2, 1, 0, 0, 0, 0), 3)]).toEqual([
      1,
      1,
      Number.NaN,
      1,
      1,
      Number.NaN,
      Number.NaN,
      Number.NaN,
      Number.NaN,
    ])
    expect([...submatrix(Float64Array.of(1, 2, 3, 4, 5, 6, 7, 8, 9), 3, [2, 0])]).toEqual([9, 7, 3, 1])
  })
})
