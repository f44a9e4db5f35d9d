import { describe, expect, test } from 'vitest'
import { calibrationBins } from '../../analyses/drivers/calibration'
import { validate } from '../../analyses/drivers/validation'
import { leastSquares } from '../../analyses/numeric/regression/least-squares'
import { random } from '../../analyses/numeric/resampling/random'
import { numericColumn } from '../../analyses/core/datasets'
import { rowsOfTable, type TableRow } from '../../analyses/core/result'
import { fixtureOfTests, runAnalysis } from '../fixture-project'

describe('validation', () => {
  const draw = random(5)
  const n = 120
  const x = Float64Array.from({ length: n }, () => draw.normal())
  // Clusters of two that share what x does not say: leaving out rows instead of clusters would predict them from each other.
  const ofRow = Int32Array.from({ length: n }, (_, i) => Math.floor(i / 2))
  const shared = Float64Array.from({ length: n / 2 }, () => draw.normal())
  const y = Float64Array.from(
    { length: n },
    (_, i) => 0.5 * (x[i] as number) + 3 * (shared[ofRow[i] as number] as number),
  )
  const columns = [x, y]
  const clusters = { ofRow, count: n / 2 }

  test('predicts each cluster from a model without it', () => {
    const found = validate(columns, clusters, { folds: 1000, repeats: 7, smallestFold: 1, random: random(1) })!
    expect(found.isLeaveOneOut).toBe(true)
    for (const cluster of [0, 17, 59]) {
      const inside = (values: Float64Array): number[] => [...values].filter((_, i) => ofRow[i] !== cluster)
      const fit = leastSquares({ columns: [inside(x)], intercept: true }, inside(y))
      for (const row of [2 * cluster, 2 * cluster + 1])
        expect(found.predictions[row]).toBeCloseTo(
          (fit.estimates[0] as number) + (fit.estimates[1] as number) * (x[row] as number),
          10,
        )
    }
  })

  test('deals whole clusters, each row once a repeat, by the seed', () => {
    const run = (seed: number) =>
      validate(columns, clusters, { folds: 4, repeats: 3, smallestFold: 1, random: random(seed) })!
    const found = run(1)
    const folds = found.folds.filter(({ fold }) => fold !== null)
    expect(folds).toHaveLength(12)
    for (const repeat of [1, 2, 3]) {
      const own = folds.filter((fold) => fold.repeat === repeat)
      expect(own.reduce((sum, fold) => sum + fold.n, 0)).toBe(n)
      expect(own.map((fold) => fold.clusters)).toEqual([15, 15, 15, 15])
      expect(own.every((fold) => fold.n === 30)).toBe(true)
    }
    expect(run(1)).toEqual(found)
    expect(run(2).folds).not.toEqual(found.folds)
  })

  test('joins folds until each has enough people, and gives none when there are not two', () => {
    const found = validate(columns, clusters, { folds: 1000, repeats: 1, smallestFold: 9, random: random(1) })!
    expect(Math.min(...found.folds.map((fold) => fold.n))).toBeGreaterThanOrEqual(9)
    expect(found.folds.slice(1).reduce((sum, fold) => sum + fold.n, 0)).toBe(n)
    expect(validate(columns, clusters, { folds: 1000, repeats: 1, smallestFold: n, random: random(1) })).toBeNull()
  })

  test('neither predicts nor uses people of an unknown cluster', () => {
    const partly = { ofRow: ofRow.map((cluster, i) => (i < 10 ? -1 : cluster)), count: n / 2 }
    const found = validate([x, y.map((value, i) => (i < 10 ? 1e6 : value))], partly, {
      folds: 5,
      repeats: 2,
      smallestFold: 1,
      random: random(1),
    })!
    expect(found.folds[0]?.n).toBe(n - 10)
    expect(found.predictions.slice(0, 10).every(Number.isNaN)).toBe(true)
    expect(Math.max(...found.predictions.slice(10).map(Math.abs))).toBeLessThan(100)
  })
})

describe('calibration', () => {
  test('parts are never smaller than the smallest group, and equal predictions stay together', () => {
    const predictions = Float64Array.from({ length: 100 }, (_, i) => (i < 35 ? 1 : i))
    const observed = Array.from({ length: 100 }, (_, i) => i % 5)
    const bins = calibrationBins(predictions, observed, 12, 0.95)
    expect(bins[0]?.n).toBe(35)
    expect(bins.reduce((sum, bin) => sum + bin.n, 0)).toBe(100)
    expect(Math.min(...bins.map((bin) => bin.n))).toBeGreaterThanOrEqual(12)
    expect(bins.map((bin) => bin.predicted)).toEqual(bins.map((bin) => bin.predicted).toSorted((a, b) => a - b))
    expect(calibrationBins(Float64Array.from([1, 2, Number.NaN]), [1, 2, 3], 5, 0.95)).toEqual([])
  })
})

const project = await fixtureOfTests('fixtures/golden/recipe.json')

describe('on a survey', () => {
  const run = (options: Readonly<Record<string, unknown>>, minGroup = 1) =>
    runAnalysis(
      project,
      'drivers',
      { draws: 200, ...options },
      { minGroup, where: [{ column: 'round', in: ['2022'] }] },
    )
  type Outcome = Awaited<ReturnType<typeof run>>
  const rows = (outcome: Outcome, id: string): readonly TableRow[] =>
    rowsOfTable(outcome.tables.find((table) => table.id === id)!).map(({ cells }) => cells)
  const codes = (outcome: Outcome): readonly string[] => outcome.notes.map(({ code }) => code)

  test('an item of a predictor is told, and so are predictors that follow from each other', async () => {
    const part = await run({ outcome: 'culture1', predictors: ['culture', 'tech'] })
    expect(part.notes.find(({ code }) => code === 'drivers:part-whole')?.about).toMatchObject({
      outcome: { outcome: 'culture1' },
      predictors: { list: [{ outcome: 'culture' }] },
    })
    const alias = await run({ outcome: 'motiv', predictors: ['tech1', 'tech2', 'tech3', 'tech4', 'tech'] }, 1)
    // Among people who answered all four, the score is their mean.
    expect(alias.notes.find(({ code }) => code === 'drivers:collinear')?.about).toMatchObject({
      predictors: { list: [{ outcome: 'tech' }] },
    })
    expect(rows(alias, 'coefficients').find((row) => row['term'] === 'tech')?.['estimate']).toBeNull()
    expect(rows(alias, 'importance').find((row) => row['predictor'] === 'tech')?.['unique']).toBeCloseTo(0, 12)
    expect((await run({ outcome: 'motiv', predictors: ['motiv'] })).refusal?.code).toBe('drivers:no-predictors')
  })

  test('shares add up to R², and lie between what a predictor says alone and last where predictors overlap', async () => {
    const outcome = await run({ outcome: 'culture' })
    const importance = rows(outcome, 'importance')
    const total = importance.reduce((sum, row) => sum + Number(row['lmg']), 0)
    expect(total).toBeCloseTo(Number(rows(outcome, 'fit')[0]?.['r_squared']), 12)
    expect(importance.reduce((sum, row) => sum + Number(row['share']), 0)).toBeCloseTo(1, 12)
    expect(importance.map((row) => row['rank']).toSorted()).toEqual([1, 2, 3, 4, 5])
    for (const row of importance) expect(Number(row['conf_low'])).toBeLessThan(Number(row['conf_high']))
  })

  test('whole organisations give other intervals than respondents, with a note when they are few', async () => {
    const [people, organisations] = [
      await run({ outcome: 'culture' }),
      await run({ outcome: 'culture', resample: 'clusters' }),
    ]
    const ends = (outcome: Outcome): readonly unknown[] => rows(outcome, 'importance').map((row) => row['conf_high'])
    expect(ends(organisations)).not.toEqual(ends(people))
    expect(codes(organisations)).toContain('drivers:few-clusters')
    expect((await run({ outcome: 'culture', resample: 'clusters', validate_by: [] })).refusal?.code).toBe(
      'drivers:nothing-to-resample',
    )
  })

  test('without a column to validate by there is no validation, and a note', async () => {
    const outcome = await run({ outcome: 'culture', validate_by: [] })
    expect(codes(outcome)).toContain('drivers:not-validated')
    expect(rows(outcome, 'validation')).toEqual([])
    expect(outcome.figures.map(({ id }) => id)).toEqual(['importance', 'coefficients'])
  })

  test('parts leave out enough people that those without a prediction are not told', async () => {
    const options = { outcome: 'culture', predictors: ['tech', 'motiv4'] }
    const n = Number(rows(await run(options), 'fit')[0]?.['n'])
    const everybody = await project.database.frame(`SELECT count("culture") AS n FROM scores WHERE round = '2022'`)
    const withOutcome = numericColumn(everybody, 'n')[0] ?? 0
    const few = withOutcome - n
    for (const minGroup of [few + 1, few + 3]) {
      const hidden = await run(options, minGroup)
      const shown = rows(hidden, 'calibration').reduce((sum, row) => sum + Number(row['n']), 0)
      expect(few).toBeGreaterThan(0)
      expect(withOutcome - shown).toBe(minGroup)
      expect(codes(hidden)).toContain('drivers:calibration-protected')
    }
  })

  test('under protection no fold and no part has fewer people than the smallest group', async () => {
    const outcome = await run({ outcome: 'culture', folds: 100 }, 8)
    for (const table of ['validation', 'calibration']) {
      const n = rows(outcome, table).map((row) => Number(row['n']))
      expect(n.length).toBeGreaterThan(2)
      expect(Math.min(...n)).toBeGreaterThanOrEqual(8)
    }
    expect(outcome.tables.flatMap(({ suppressed }) => suppressed)).toEqual([])
    expect((await run({ outcome: 'culture' }, 100_000)).refusal?.code).toBe('core:too-few-left')
  })
})
