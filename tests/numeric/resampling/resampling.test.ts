import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { drawBinomial } from '../../../analyses/numeric/resampling/binomial-draw'
import {
  bcaInterval,
  jackknifeAcceleration,
  percentileInterval,
  resampledMeans,
} from '../../../analyses/numeric/resampling/bootstrap'
import { random, randomFromState } from '../../../analyses/numeric/resampling/random'
import {
  momentsOf,
  momentsOfCounts,
  shapeOf,
  shapeOfCounts,
  varianceOf,
} from '../../../analyses/numeric/summary/summary'
import { relativeError } from '../closeness'

const read = <T>(name: string): T => JSON.parse(readFileSync(new URL(`${name}.json`, import.meta.url), 'utf8')) as T

describe('bootstrap intervals', () => {
  interface Boot {
    readonly x: readonly number[]
    readonly t0: number
    readonly t_star: readonly number[]
    readonly a_jack: number
    readonly z0: number
    readonly percentile: readonly [number, number]
    readonly bca: readonly [number, number]
  }
  const { boot } = read<{ boot: Boot }>('../comparison/reference/comparison-published')
  const total = boot.x.reduce((a, b) => a + b, 0)
  const leaveOneOut = boot.x.map((x) => (total - x) / (boot.x.length - 1))

  it('equal boot.ci on the same replicates', () => {
    const acceleration = jackknifeAcceleration(boot.t0, leaveOneOut)
    expect(relativeError(acceleration, boot.a_jack), 'acceleration').toBeLessThanOrEqual(1e-12)
    const percentile = percentileInterval(boot.t_star, 0.95)
    expect(relativeError(percentile.low, boot.percentile[0]), 'percentile low').toBeLessThanOrEqual(1e-14)
    expect(relativeError(percentile.high, boot.percentile[1]), 'percentile high').toBeLessThanOrEqual(1e-14)
    const bca = bcaInterval(boot.t_star, boot.t0, acceleration, 0.95)
    // R compares replicates with the estimate as computed; so do we, and the share below decides z0.
    expect(relativeError(bca.bias, boot.z0), 'bias').toBeLessThanOrEqual(1e-12)
    expect(relativeError(bca.low, boot.bca[0]), 'BCa low').toBeLessThanOrEqual(1e-12)
    expect(relativeError(bca.high, boot.bca[1]), 'BCa high').toBeLessThanOrEqual(1e-12)
  })

  it('leaves out replicates that are not finite, and says NaN where there is nothing to say', () => {
    expect(percentileInterval([...boot.t_star, Number.NaN, Infinity], 0.95)).toEqual(
      percentileInterval(boot.t_star, 0.95),
    )
    expect(percentileInterval([], 0.95).low).toBeNaN()
    expect(bcaInterval([1, 2, 3], 0, 0, 0.95).low).toBeNaN()
    expect(percentileInterval([3, 1, 2], 0.999)).toEqual({ low: 1, high: 3 })
  })
})

describe('binomial numbers', () => {
  it.each([
    [1, 0.3],
    [7, 0.5],
    [40, 0.02],
    [30, 0.9],
    [25, 0.41],
    [200, 0.5],
    [1000, 0.013],
    [5000, 0.77],
  ])('of %i trials at %d come as often as they should', (n, p) => {
    const draws = 40000
    const generator = random(`binomial ${n} ${p}`)
    const seen = new Float64Array(n + 1)
    for (let i = 0; i < draws; i++) {
      const k = drawBinomial(n, p, generator)
      seen[k] = (seen[k] ?? 0) + 1
    }
    // Chance of k, from the mode outwards; cells under ten expected are put together.
    const logs = Array.from({ length: n + 1 }, () => 0)
    for (let k = 1; k <= n; k++) logs[k] = (logs[k - 1] ?? 0) + Math.log(((n - k + 1) * p) / (k * (1 - p)))
    const top = Math.max(...logs)
    const weights = logs.map((value) => Math.exp(value - top))
    const all = weights.reduce((a, b) => a + b, 0)
    let chi = 0
    let cells = -1
    let expected = 0
    let observed = 0
    for (let k = 0; k <= n; k++) {
      expected += ((weights[k] ?? 0) / all) * draws
      observed += seen[k] ?? 0
      if (expected < 10 && k < n) continue
      chi += (observed - expected) ** 2 / Math.max(expected, 1e-9)
      cells += 1
      expected = 0
      observed = 0
    }
    // Four standard deviations of chi-square.
    expect(chi).toBeLessThan(cells + 4 * Math.sqrt(2 * cells) + 8)
    expect(seen.reduce((a, b) => a + b, 0)).toBe(draws)
  })

  it('where there is nothing to draw', () => {
    const generator = random(1)
    expect([drawBinomial(0, 0.5, generator), drawBinomial(9, 0, generator), drawBinomial(9, 1, generator)]).toEqual([
      0, 0, 9,
    ])
  })
})

describe('means of bootstrap samples', () => {
  const few = { values: [1, 1.5, 2, 3, 5], counts: [3, 1, 6, 4, 2] }
  const many = { values: few.values, counts: few.counts.map((count) => 40 * count) }

  it.each([
    ['person by person', few],
    ['value by value', many],
  ])('have the moments of means, %s', (_, data) => {
    const draws = 40000
    const { n, mean, centredSumOfSquares } = momentsOfCounts(data)
    const variance = centredSumOfSquares / n
    const means = resampledMeans(data, draws, random('means'))
    const found = momentsOf(means)
    expect(Math.abs(found.mean - mean)).toBeLessThan(4 * Math.sqrt(variance / n / draws))
    expect(Math.abs(varianceOf(found) / (variance / n) - 1)).toBeLessThan(4 * Math.sqrt(2 / draws))
    expect(Math.abs(shapeOf(means, 1).skewness - shapeOfCounts(data, 1).skewness / Math.sqrt(n))).toBeLessThan(
      4 * Math.sqrt(6 / draws),
    )
  })

  it('are the same for the same seed, and can be stopped', () => {
    expect(resampledMeans(many, 50, random(3))).toEqual(resampledMeans(many, 50, random(3)))
    expect(resampledMeans(few, 50, random(3))).not.toEqual(resampledMeans(few, 50, random(4)))
    expect(resampledMeans({ values: [2], counts: [5] }, 2, random(1))).toEqual(Float64Array.of(2, 2))
    expect(resampledMeans({ values: [], counts: [] }, 1, random(1))[0]).toBeNaN()
    expect(() =>
      resampledMeans(many, 5000, random(1), (done) => {
        if (done > 1000) throw new Error('stopped')
      }),
    ).toThrow('stopped')
  })

  it("alpha's percentile and BCa intervals of 20 000 draws lie where boot's do", () => {
    const text = readFileSync(new URL('../../../fixtures/surveys/bfi/bfi.csv', import.meta.url), 'utf8')
    const [head = '', ...lines] = text.replaceAll('"', '').split(/\r?\n/)
    const places = ['A1', 'A2', 'A3', 'A4', 'A5'].map((id) => head.split(',').indexOf(id))
    const rows = lines
      .map((line) => line.split(','))
      .filter((cells) => places.every((place) => (cells[place] ?? '') !== ''))
      .map((cells) => places.map((place, k) => (k === 0 ? 7 - Number(cells[place]) : Number(cells[place]))))
      .slice(0, 300)
    const alphaOf = (sums: Float64Array, n: number): number => {
      // Σ x, then Σ x² of the five items, Σ total, Σ total²
      let items = 0
      for (let k = 0; k < 5; k++) items += (sums[5 + k] ?? 0) - (sums[k] ?? 0) ** 2 / n
      return 1.25 * (1 - items / ((sums[11] ?? 0) - (sums[10] ?? 0) ** 2 / n))
    }
    const parts = rows.map((row) => {
      const total = row.reduce((a, b) => a + b, 0)
      return [...row, ...row.map((x) => x * x), total, total * total]
    })
    const sumsOf = (rowAt: (i: number) => number, n: number): Float64Array => {
      const sums = new Float64Array(12)
      for (let i = 0; i < n; i++) {
        const part = parts[rowAt(i)] ?? []
        for (let k = 0; k < 12; k++) sums[k] = (sums[k] ?? 0) + (part[k] ?? 0)
      }
      return sums
    }
    const oracle = {
      alpha: 0.7218573284055139,
      a: 0.023784137053974065,
      percentile: [0.6496919699582255, 0.7773567457322542],
      bca: [0.6538971431169868, 0.7805910799530031],
    }
    const alpha = alphaOf(
      sumsOf((i) => i, 300),
      300,
    )
    expect(relativeError(alpha, oracle.alpha)).toBeLessThan(1e-12)
    const acceleration = jackknifeAcceleration(
      alpha,
      rows.map((_, left) =>
        alphaOf(
          sumsOf((i) => (i < left ? i : i + 1), 299),
          299,
        ),
      ),
    )
    expect(relativeError(acceleration, oracle.a)).toBeLessThan(1e-9)
    const generator = random(1, 'alpha')
    const picks = new Int32Array(300)
    const replicates = Float64Array.from({ length: 20000 }, () => {
      generator.fillIndices(picks, 300)
      return alphaOf(
        sumsOf((i) => picks[i] ?? 0, 300),
        300,
      )
    })
    for (const [interval, [low = 0, high = 0]] of [
      [percentileInterval(replicates, 0.95), oracle.percentile],
      [bcaInterval(replicates, alpha, acceleration, 0.95), oracle.bca],
    ] as const) {
      expect(Math.abs(interval.low - low)).toBeLessThan(0.002)
      expect(Math.abs(interval.high - high)).toBeLessThan(0.002)
    }
  })
})

describe('random numbers', () => {
  it('the words of xoshiro128** as its authors define them', () => {
    // By the authors' C code from state 1, 2, 3, 4 (computed independently in reference/xoshiro.py).
    const { words } = read<{ words: number[] }>('reference/xoshiro')
    const generator = randomFromState([1, 2, 3, 4], '')
    expect(Array.from({ length: words.length }, () => generator.word())).toEqual(words)
    expect(words.slice(0, 4)).toEqual([11520, 0, 5927040, 70819200])
  })

  it('the same seed and name give the same bits, for good', () => {
    const draw = (seed: number | string, name?: string): readonly number[] => {
      const generator = random(seed, name)
      return [generator.word(), generator.uniform(), generator.integerBelow(10), generator.normal()]
    }
    expect(draw(20221122, 'top-movers')).toEqual(draw(20221122, 'top-movers'))
    expect(draw(20221122, 'top-movers')).not.toEqual(draw(20221122, 'top-mover'))
    expect(draw(20221122, 'top-movers')).not.toEqual(draw(20221123, 'top-movers'))
    expect(draw('7')).toEqual(draw(7))
    expect(random(1).stream('a').word()).toBe(random(1).stream('a').word())
    expect(draw(20221122, 'top-movers')).toMatchInlineSnapshot(`
      [
        2161255907,
        0.11500967553431385,
        8,
        -0.33398170994767906,
      ]
    `)
  })

  it('a stream does not depend on what was drawn before it', () => {
    const fresh = random(5).stream('x').word()
    const used = random(5)
    for (let i = 0; i < 100; i++) used.word()
    expect(used.stream('x').word()).toBe(fresh)
  })

  it('uniform, normal and whole numbers have their moments', () => {
    const generator = random('moments')
    const count = 100000
    const uniform = momentsOf(Array.from({ length: count }, () => generator.uniform()))
    expect(uniform.mean).toBeCloseTo(0.5, 2)
    expect(varianceOf(uniform)).toBeCloseTo(1 / 12, 2)
    const normal = momentsOf(Array.from({ length: count }, () => generator.normal()))
    expect(Math.abs(normal.mean)).toBeLessThan(0.015)
    expect(varianceOf(normal)).toBeCloseTo(1, 1)
    const counts = new Float64Array(6)
    for (let i = 0; i < count; i++) counts[generator.integerBelow(6)] = (counts[generator.integerBelow(6)] ?? 0) + 1
    const expected = counts.reduce((a, b) => a + b, 0) / 6
    expect(counts.reduce((chi, observed) => chi + (observed - expected) ** 2 / expected, 0)).toBeLessThan(40)
    expect(generator.integerBelow(0)).toBeNaN()
    expect(generator.integerBelow(1)).toBe(0)
    expect(generator.integerBelow(4294967296)).toBeLessThan(4294967296)
  })

  it('a shuffle is a permutation, and every order of three comes equally often', () => {
    const generator = random('shuffle')
    const seen = new Map<string, number>()
    for (let i = 0; i < 6000; i++) {
      const array = Int32Array.of(0, 1, 2)
      generator.shuffle(array)
      seen.set(array.join(), (seen.get(array.join()) ?? 0) + 1)
    }
    expect(seen.size).toBe(6)
    for (const times of seen.values()) expect(Math.abs(times - 1000)).toBeLessThan(150)
    const large = Float64Array.from({ length: 500 }, (_, i) => i)
    generator.shuffle(large)
    expect([...large].sort((a, b) => a - b)).toEqual(Array.from({ length: 500 }, (_, i) => i))
    const indices = new Int32Array(1000)
    generator.fillIndices(indices, 7)
    expect(new Set(indices)).toEqual(new Set([0, 1, 2, 3, 4, 5, 6]))
  })
})
