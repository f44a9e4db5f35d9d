import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { random } from '../../../analyses/numeric/resampling/random'
import { rankIntervals } from '../../../analyses/numeric/resampling/rank-intervals'
import { momentsOf, variance } from '../../../analyses/numeric/summary/summary'
import {
  intraclassCorrelations,
  meanReliability,
  uniformVariance,
  withinGroupAgreement,
} from '../../../analyses/numeric/agreement/within-group-agreement'
import { projectFolder } from '../../source-files'
import { relativeError } from '../closeness'

test('the one-way correlations of Shrout and Fleiss’s ratings are psych’s', () => {
  // Six targets, four judges (1979, table 2); ICC(1,1) and ICC(1,4) of psych::ICC without lmer.
  const ratings = [
    [9, 2, 5, 8],
    [6, 1, 3, 2],
    [8, 4, 6, 8],
    [7, 1, 2, 6],
    [10, 5, 6, 9],
    [6, 2, 4, 7],
  ]
  const found = intraclassCorrelations(ratings.map(momentsOf))
  expect(relativeError(found.icc1, 0.16574176840547536)).toBeLessThan(1e-13)
  expect(found.icc1K0).toBe(found.icc1)
  expect(relativeError(found.icc2, 0.44279713367926854)).toBeLessThan(1e-13)
  expect(relativeError(found.statistic, 1.7946784922394676)).toBeLessThan(1e-13)
  expect(relativeError(found.pValue, 0.1647688083446397)).toBeLessThan(1e-13)
})

test('single-item agreement of companies is multilevel’s with the expected variance it was given', () => {
  // multilevel::rwg(COHES, GRP, ranvar = 2), the first companies of bh1996.
  const expected = [0.656018604220659, 0.6299807994965925, 0.6920281311550236, 0.3309641583115054, 0.6925149391441974]
  const lines = readFileSync(join(projectFolder, 'fixtures/surveys/bh1996/bh1996.csv'), 'utf8')
    .trim()
    .split('\n')
    .slice(1)
    .map((line) => line.split(','))
  expected.forEach((value, index) => {
    const answers = lines.filter(([group]) => group === String(index + 1)).map(([, cohesion]) => Number(cohesion))
    expect(relativeError(withinGroupAgreement(variance(answers), 1, 2), value)).toBeLessThan(1e-12)
  })
})

test('agreement is none at the expected variance and beyond, whole without variance, and unknown without expectation', () => {
  expect(uniformVariance(5)).toBe(2)
  expect(withinGroupAgreement(2, 4, 2)).toBe(0)
  expect(withinGroupAgreement(3.5, 4, 2)).toBe(0)
  expect(withinGroupAgreement(0, 4, 2)).toBe(1)
  expect(withinGroupAgreement(1, 4, 2)).toBe(2 / 2.5)
  expect(withinGroupAgreement(1, 4, 0)).toBeNaN()
})

test('correlations can be negative, and need two groups', () => {
  expect(intraclassCorrelations([momentsOf([1, 5]), momentsOf([2, 4]), momentsOf([0, 6])]).icc1).toBe(-1)
  expect(intraclassCorrelations([momentsOf([1, 5])]).icc1).toBeNaN()
  expect(meanReliability(0.1, 0.9, 9)).toBe(0.5)
  expect(meanReliability(0, 0.9, 9)).toBe(0)
})

test('rank intervals: certain where units lie far apart, everything where they cannot be told apart', () => {
  const far = rankIntervals([0, 10, 20], [0.1, 0.1, 0.1], 500, 0.95, random(1))
  expect(far).toEqual([
    { low: 3, high: 3 },
    { low: 2, high: 2 },
    { low: 1, high: 1 },
  ])
  const alike = rankIntervals(new Float64Array(10), new Float64Array(10).fill(1), 4_000, 0.9, random(2))
  // Each rank has one draw in ten, so that five in a hundred on either side end within the first and the last.
  for (const interval of alike) expect(interval).toEqual({ low: 1, high: 10 })
  const fixed = rankIntervals([1, 1, 0], [0, 0, 0], 10, 0.95, random(3))
  expect(fixed).toEqual([
    { low: 1, high: 1 },
    { low: 1, high: 1 },
    { low: 3, high: 3 },
  ])
})

test('rank intervals hold the share that they promise', () => {
  // Two units whose order is right with probability Φ(1/√2) = 0.76: 95 % need both ranks, 50 % one.
  const wide = rankIntervals([1, 0], [1, 1], 4_000, 0.95, random(4))
  expect(wide).toEqual([
    { low: 1, high: 2 },
    { low: 1, high: 2 },
  ])
  const narrow = rankIntervals([1, 0], [1, 1], 4_000, 0.5, random(4))
  expect(narrow).toEqual([
    { low: 1, high: 1 },
    { low: 2, high: 2 },
  ])
  expect(rankIntervals([1, 0.5, 0.2], [1, 1, 1], 300, 0.8, random(9))).toEqual(
    rankIntervals([1, 0.5, 0.2], [1, 1, 1], 300, 0.8, random(9)),
  )
})
