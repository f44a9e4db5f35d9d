import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import * as fc from 'fast-check'
import { averageD, cliffsDelta, cohensD, explainedVariance, hedgesCorrection, hedgesG, pairedD, pairedG, pooledDeviation } from '../../analyses/numeric/effect-size'
import { fDistribution } from '../../analyses/numeric/distributions/f'
import { noncentralF } from '../../analyses/numeric/distributions/noncentral-f'
import { noncentralT } from '../../analyses/numeric/distributions/noncentral-t'
import { studentizedRange } from '../../analyses/numeric/distributions/studentized-range'
import { oneWayFromCounts, oneWayFromValues } from '../../analyses/numeric/one-way-anova'
import { wilsonInterval } from '../../analyses/numeric/proportion'
import { rankCounts, rankGroups } from '../../analyses/numeric/rank'
import { momentsOf, momentsOfCounts, onceEach, type Moments, type ValueCounts } from '../../analyses/numeric/summary'
import {
  brownForsythe,
  dunn,
  equivalenceTest,
  fisherAnova,
  gamesHowell,
  kruskalWallis,
  meanContrast,
  pooledContrast,
  studentTTest,
  tTest,
  tukeyKramer,
  welchAnova,
  welchContrast,
  welchTTest,
} from '../../analyses/numeric/welch'
import { expectClose, stored, type Stored } from './closeness'

const read = <T>(name: string): T => JSON.parse(readFileSync(new URL(`reference/${name}.json`, import.meta.url), 'utf8')) as T

interface Ends {
  readonly estimate: number
  readonly low: number
  readonly high: number
}
interface GroupsRow {
  readonly groups: readonly (readonly number[])[]
  readonly fisher: { readonly F: number; readonly df: readonly number[]; readonly ss: readonly number[]; readonly p: number }
  readonly welch: { readonly F: number; readonly df: readonly number[]; readonly p: number }
  readonly kruskal: { readonly H: number; readonly df: number; readonly p: number }
  readonly levene: { readonly F: number; readonly p: number }
  readonly dunn: { readonly z: number; readonly p: number }
  readonly welch_t: { readonly t: number; readonly df: number; readonly p: number; readonly ci: readonly [number, number]; readonly se: number }
  readonly student_t: { readonly t: number; readonly df: number; readonly p: number; readonly ci: readonly [number, number]; readonly se: number }
  readonly greater: { readonly t: number; readonly p: number; readonly low: number }
  readonly less: { readonly p: number; readonly high: number }
  readonly tukey: { readonly diff: number; readonly low: number; readonly high: number; readonly p: number }
  readonly g: Ends & { readonly exact: readonly [number, number] | null }
  readonly g_unequal: Ends
  readonly g_greater: { readonly low: number }
  readonly cliff: { readonly estimate: Stored; readonly low: Stored; readonly high: Stored }
  readonly cliff_less: { readonly high: Stored }
}
interface FromR {
  readonly groups: readonly GroupsRow[]
  readonly noncentral_f: readonly number[]
  readonly noncentral_t: readonly number[]
  readonly ptukey: readonly { readonly x: readonly [number, number, number]; readonly upper: number; readonly q95: number }[]
}

const fromR = read<FromR>('tests-r')

describe('against R, four sets of groups', () => {
  it.each(fromR.groups.map((row, i) => [i, row] as const))('set %i', (_i, row) => {
    const moments = row.groups.map(momentsOf)
    const [a, b] = moments as [Moments, Moments]
    const counts = row.groups.map(onceEach)
    const k = moments.length
    const table = oneWayFromValues(row.groups)
    expectClose('F', table.statistic, row.fisher.F, 1e-11)
    expectClose('between', table.betweenSumOfSquares, row.fisher.ss[0] as number, 1e-11)
    expectClose('within', table.withinSumOfSquares, row.fisher.ss[1] as number, 1e-11)
    expectClose('p of F', fisherAnova(moments).pValue, row.fisher.p, 1e-9)
    expect([table.df, table.dfResidual]).toEqual(row.fisher.df)
    const welch = welchAnova(moments)
    expectClose('Welch F', welch.statistic, row.welch.F, 1e-11)
    expectClose('Welch df', welch.dfResidual, row.welch.df[1] as number, 1e-11)
    expectClose('p of Welch', welch.pValue, row.welch.p, 1e-8)
    const kruskal = kruskalWallis(rankGroups(row.groups))
    expectClose('H', kruskal.statistic, row.kruskal.H, 1e-11)
    expectClose('p of H', kruskal.pValue, row.kruskal.p, 1e-10)
    const levene = brownForsythe(counts)
    expectClose('Levene F', levene.statistic, row.levene.F, 1e-11)
    expectClose('p of Levene', levene.pValue, row.levene.p, 1e-10)
    const pair = dunn(rankGroups(row.groups), 0, 1)
    expectClose('Dunn z', pair.statistic, row.dunn.z, 1e-12)
    expectClose('Dunn p', pair.pValue, row.dunn.p, 1e-11)
    for (const [name, test, expected] of [['Welch t', welchTTest(a, b), row.welch_t], ['Student t', studentTTest(a, b), row.student_t]] as const) {
      expectClose(`${name} statistic`, test.statistic, expected.t, 1e-12)
      expectClose(`${name} df`, test.df, expected.df, 1e-12)
      expectClose(`${name} se`, test.se, expected.se, 1e-12)
      expectClose(`${name} p`, test.pValue, expected.p, 1e-9)
      expectClose(`${name} low`, test.low, expected.ci[0], 1e-11, 1)
      expectClose(`${name} high`, test.high, expected.ci[1], 1e-11, 1)
    }
    const greater = welchTTest(a, b, { alternative: 'greater', nullValue: -0.2, confidence: 0.9 })
    expectClose('greater t', greater.statistic, row.greater.t, 1e-12)
    expectClose('greater p', greater.pValue, row.greater.p, 1e-9)
    expectClose('greater low', greater.low, row.greater.low, 1e-11, 1)
    expect(greater.high).toBe(Infinity)
    const less = welchTTest(a, b, { alternative: 'less' })
    expectClose('less p', less.pValue, row.less.p, 1e-9)
    expectClose('less high', less.high, row.less.high, 1e-11, 1)
    const tukey = tukeyKramer(a, b, table.meanSquareWithin, table.dfResidual, k)
    expectClose('Tukey estimate', tukey.estimate, row.tukey.diff, 1e-12)
    // R's ptukey holds about 1e-9 absolutely, and its qtukey 1e-7 relatively.
    expectClose('Tukey p', tukey.pValue, row.tukey.p, 2e-9, 1)
    expectClose('Tukey low', tukey.low, row.tukey.low, 1e-7, 1)
    expectClose('Tukey high', tukey.high, row.tukey.high, 1e-7, 1)
    const g = hedgesG(a, b)
    expectClose('g', g.estimate, row.g.estimate, 1e-12)
    // effectsize finds the noncentrality by a simplex search that stops at about 1e-4; uniroot on pt goes further.
    expectClose('g low', g.low, row.g.low, 1e-3, 1)
    expectClose('g high', g.high, row.g.high, 1e-3, 1)
    if (row.g.exact !== null) {
      expectClose('g low, exact', g.low, row.g.exact[0], 1e-9, 1)
      expectClose('g high, exact', g.high, row.g.exact[1], 1e-9, 1)
    }
    const unequal = hedgesG(a, b, { equalVariances: false })
    expectClose('g unequal', unequal.estimate, row.g_unequal.estimate, 1e-12)
    expectClose('g unequal low', unequal.low, row.g_unequal.low, 1e-3, 1)
    expectClose('g unequal high', unequal.high, row.g_unequal.high, 1e-3, 1)
    expectClose('g greater', hedgesG(a, b, { alternative: 'greater' }).low, row.g_greater.low, 1e-3, 1)
    const delta = cliffsDelta(counts[0] as ValueCounts, counts[1] as ValueCounts)
    expectClose('delta', delta.estimate, stored(row.cliff.estimate), 1e-12)
    expectClose('delta low', delta.low, stored(row.cliff.low), 1e-11)
    expectClose('delta high', delta.high, stored(row.cliff.high), 1e-11)
    expectClose('delta less', cliffsDelta(counts[0] as ValueCounts, counts[1] as ValueCounts, { alternative: 'less', confidence: 0.9 }).high, stored(row.cliff_less.high), 1e-11)
  })

  it('noncentral distributions and the studentised range as R has them', () => {
    // R's pf with ncp stops at an absolute error of 1e-9; noncentral-f.json has the same points to 25 digits.
    ;[0.4, 5, 28].forEach((ncp, i) => expectClose(`pf at ${ncp}`, noncentralF.lower(4.846087862380133, 2, 27, ncp), fromR.noncentral_f[i] as number, 1e-9, 1))
    ;[-1, 0.3, 2, 6].forEach((ncp, i) => expectClose(`pt at ${ncp}`, noncentralT.lower(2.5, 10, ncp), fromR.noncentral_t[i] as number, 1e-9))
    for (const { x, upper, q95 } of fromR.ptukey) {
      expectClose(`ptukey ${x.join()}`, studentizedRange.upper(...x), upper, 1e-8)
      expectClose(`qtukey ${x.join()}`, studentizedRange.quantileUpper(0.05, x[1], x[2]), q95, 1e-7)
    }
  })
})

interface OracleOneWay {
  readonly groups: Readonly<Record<string, ValueCounts>>
  readonly anova: { readonly df: readonly number[]; readonly ss: readonly number[]; readonly F: number; readonly p: number }
  readonly welch: { readonly statistic: number; readonly df: readonly number[]; readonly p: number }
  readonly levene_median: { readonly 'F value': number; readonly 'Pr(>F)': number }
  readonly eta2: { readonly two_sided: Explained; readonly default_greater: Explained }
  readonly omega2: { readonly two_sided: Explained }
  readonly epsilon2: { readonly two_sided: Explained }
  readonly kruskal: { readonly H: number; readonly df: number; readonly p: number }
  readonly tukey: Readonly<Record<string, { readonly diff: number; readonly lwr: number; readonly upr: number; readonly 'p adj': number }>>
  readonly games_howell: readonly {
    readonly group1: string
    readonly group2: string
    readonly diff_2_minus_1: number
    readonly se: number
    readonly t: number
    readonly df: number
    readonly p: number
    readonly ci_lower: number
    readonly ci_upper: number
  }[]
}
interface Explained {
  readonly Eta2?: number
  readonly Omega2?: number
  readonly Epsilon2?: number
  readonly CI_low: number
  readonly CI_high: number
}
interface OracleTTest {
  readonly statistic: number
  readonly df: number
  readonly p: number
  readonly ci: readonly [number, number]
  readonly stderr: number
}
interface OracleTost {
  readonly bounds: readonly [number, number]
  readonly p_lower: number
  readonly p_upper: number
  readonly p_tost: number
  readonly ci90: readonly [number, number]
}
interface Oracle {
  readonly PlantGrowth: OracleOneWay
  readonly bfiByEducation: OracleOneWay
  readonly bfiByGender: {
    readonly groups: Readonly<Record<'male' | 'female', ValueCounts>>
    readonly student: OracleTTest
    readonly welch: OracleTTest
    readonly pooled_sd: number
    readonly cohens_d_pooled: { readonly Cohens_d: number; readonly CI_low: number; readonly CI_high: number }
    readonly cohens_d_unpooled: { readonly Cohens_d: number; readonly CI_low: number; readonly CI_high: number }
    readonly hedges_g: { readonly Hedges_g: number; readonly CI_low: number; readonly CI_high: number }
    readonly cliffs_delta: {
      readonly delta: number
      readonly var: number
      readonly ci95_feng_cliff: readonly [number, number]
      readonly rank_biserial_effectsize: { readonly CI_low: number; readonly CI_high: number }
      readonly prob_superiority: number
    }
    readonly tost_welch: OracleTost
    readonly tost_student: OracleTost
  }
  readonly sleepPaired: {
    readonly n: number
    readonly mean1: number
    readonly mean2: number
    readonly sd1: number
    readonly sd2: number
    readonly ttest_2_minus_1: OracleTTest
    readonly d_z: number
    readonly d_z_ci: { readonly CI_low: number; readonly CI_high: number }
    readonly hedges_gz: { readonly Hedges_g: number; readonly CI_low: number; readonly CI_high: number }
    readonly d_av: number
    readonly tost: OracleTost
  }
  readonly wilson: { readonly successes: number; readonly n: number; readonly interval: readonly [number, number] }
}

const oracle = read<Oracle>('tests-oracle')

describe('against R on published data', () => {
  it.each([['PlantGrowth', oracle.PlantGrowth], ['bfi agreeableness by education', oracle.bfiByEducation]] as const)('%s: one way', (_name, block) => {
    const names = Object.keys(block.groups)
    const counts = Object.values(block.groups)
    const moments = Object.fromEntries(names.map((name) => [name, momentsOfCounts(block.groups[name] as ValueCounts)]))
    const list = Object.values(moments)
    const table = oneWayFromCounts(counts)
    // aov works by QR on the uncentred response and keeps about 1e-12.
    expectClose('F', table.statistic, block.anova.F, 1e-11)
    expectClose('p', table.pValue, block.anova.p, 1e-10)
    const welch = welchAnova(list)
    expectClose('Welch F', welch.statistic, block.welch.statistic, 1e-11)
    expectClose('Welch df', welch.dfResidual, block.welch.df[1] as number, 1e-11)
    expectClose('Welch p', welch.pValue, block.welch.p, 1e-10)
    const levene = brownForsythe(counts)
    expectClose('Levene', levene.statistic, block.levene_median['F value'], 1e-10)
    expectClose('Levene p', levene.pValue, block.levene_median['Pr(>F)'], 1e-10)
    const kruskal = kruskalWallis(rankCounts(counts))
    expectClose('H', kruskal.statistic, block.kruskal.H, 1e-11)
    expectClose('H p', kruskal.pValue, block.kruskal.p, 1e-11)
    for (const [measure, expected, estimate] of [
      ['eta', block.eta2.two_sided, block.eta2.two_sided.Eta2],
      ['omega', block.omega2.two_sided, block.omega2.two_sided.Omega2],
      ['epsilon', block.epsilon2.two_sided, block.epsilon2.two_sided.Epsilon2],
    ] as const) {
      const ours = explainedVariance(measure, table.statistic, table.df, table.dfResidual)
      expectClose(measure, ours.estimate, estimate as number, 1e-10)
      expectClose(`${measure} low`, ours.low, expected.CI_low, 2e-5, 1)
      expectClose(`${measure} high`, ours.high, expected.CI_high, 2e-5, 1)
    }
    const oneSided = explainedVariance('eta', table.statistic, table.df, table.dfResidual, { alternative: 'greater' })
    expectClose('eta low, one-sided', oneSided.low, block.eta2.default_greater.CI_low, 2e-5, 1)
    expect(oneSided.high).toBe(block.eta2.default_greater.CI_high)
    for (const row of block.games_howell) {
      const ours = gamesHowell(moments[row.group2] as Moments, moments[row.group1] as Moments, names.length)
      expectClose('Games–Howell estimate', ours.estimate, row.diff_2_minus_1, 1e-11)
      expectClose('Games–Howell se', ours.se, row.se, 1e-12)
      expectClose('Games–Howell t', Math.abs(ours.statistic), row.t, 1e-11)
      expectClose('Games–Howell df', ours.df, row.df, 1e-11)
      expectClose('Games–Howell p', ours.pValue, row.p, 2e-9, 1)
      expectClose('Games–Howell low', ours.low, row.ci_lower, 1e-7, 1)
      expectClose('Games–Howell high', ours.high, row.ci_upper, 1e-7, 1)
    }
    for (const [key, row] of Object.entries(block.tukey)) {
      const [second, first] = key.split('-') as [string, string]
      const ours = tukeyKramer(moments[second] as Moments, moments[first] as Moments, table.meanSquareWithin, table.dfResidual, names.length)
      expectClose('Tukey estimate', ours.estimate, row.diff, 1e-11)
      expectClose('Tukey p', ours.pValue, row['p adj'], 2e-9, 1)
      expectClose('Tukey low', ours.low, row.lwr, 1e-7, 1)
      expectClose('Tukey high', ours.high, row.upr, 1e-7, 1)
    }
  })

  it('bfi agreeableness by gender: two groups', () => {
    const block = oracle.bfiByGender
    const [male, female] = [momentsOfCounts(block.groups.male), momentsOfCounts(block.groups.female)]
    for (const [test, expected] of [[welchTTest(male, female), block.welch], [studentTTest(male, female), block.student]] as const) {
      expectClose('t', test.statistic, expected.statistic, 1e-12)
      expectClose('df', test.df, expected.df, 1e-12)
      expectClose('p', test.pValue, expected.p, 1e-10)
      expectClose('se', test.se, expected.stderr, 1e-12)
      expectClose('low', test.low, expected.ci[0], 1e-11)
      expectClose('high', test.high, expected.ci[1], 1e-11)
    }
    expectClose('pooled SD', pooledDeviation(male, female), block.pooled_sd, 1e-13)
    for (const [ours, estimate, low, high] of [
      [cohensD(male, female), block.cohens_d_pooled.Cohens_d, block.cohens_d_pooled.CI_low, block.cohens_d_pooled.CI_high],
      [cohensD(male, female, { equalVariances: false }), block.cohens_d_unpooled.Cohens_d, block.cohens_d_unpooled.CI_low, block.cohens_d_unpooled.CI_high],
      [hedgesG(male, female), block.hedges_g.Hedges_g, block.hedges_g.CI_low, block.hedges_g.CI_high],
    ] as const) {
      expectClose('d or g', ours.estimate, estimate, 1e-11)
      expectClose('low', ours.low, low, 1e-5)
      expectClose('high', ours.high, high, 1e-5)
    }
    const delta = cliffsDelta(block.groups.male, block.groups.female)
    const expected = block.cliffs_delta
    expectClose('delta', delta.estimate, expected.delta, 1e-13)
    expectClose('variance', delta.variance, expected.var, 1e-11)
    expectClose('superiority', delta.superiority, expected.prob_superiority, 1e-13)
    expectClose('low', delta.low, expected.rank_biserial_effectsize.CI_low, 1e-12)
    expectClose('high', delta.high, expected.rank_biserial_effectsize.CI_high, 1e-12)
    const consistent = cliffsDelta(block.groups.male, block.groups.female, { interval: 'consistent' })
    expectClose('Feng–Cliff low', consistent.low, expected.ci95_feng_cliff[0], 1e-11)
    expectClose('Feng–Cliff high', consistent.high, expected.ci95_feng_cliff[1], 1e-11)
    for (const [ours, tost] of [
      [equivalenceTest(welchContrast(male, female), 0.3), block.tost_welch],
      [equivalenceTest(pooledContrast(male, female), 0.3), block.tost_student],
    ] as const) {
      expectClose('TOST lower', ours.pLower, tost.p_lower, 1e-12)
      expectClose('TOST upper', ours.pUpper, tost.p_upper, 1e-9)
      expectClose('TOST', ours.pValue, tost.p_tost, 1e-12)
      expectClose('TOST low', ours.low, tost.ci90[0], 1e-11)
      expectClose('TOST high', ours.high, tost.ci90[1], 1e-11)
    }
  })

  it("Student's sleep data: paired", () => {
    const block = oracle.sleepPaired
    const drug1 = [0.7, -1.6, -0.2, -1.2, -0.1, 3.4, 3.7, 0.8, 0, 2]
    const drug2 = [1.9, 0.8, 1.1, 0.1, -0.1, 4.4, 5.5, 1.6, 4.6, 3.4]
    const differences = momentsOf(drug2.map((x, i) => x - (drug1[i] as number)))
    const test = tTest(meanContrast(differences))
    expectClose('t', test.statistic, block.ttest_2_minus_1.statistic, 1e-12)
    expectClose('p', test.pValue, block.ttest_2_minus_1.p, 1e-11)
    expectClose('low', test.low, block.ttest_2_minus_1.ci[0], 1e-11)
    const d = pairedD(differences)
    expectClose('d_z', d.estimate, block.d_z, 1e-12)
    expectClose('d_z low', d.low, block.d_z_ci.CI_low, 1e-3)
    expectClose('d_z high', d.high, block.d_z_ci.CI_high, 1e-3)
    const g = pairedG(differences)
    expectClose('g_z', g.estimate, block.hedges_gz.Hedges_g, 1e-12)
    expectClose('g_z high', g.high, block.hedges_gz.CI_high, 1e-3)
    expectClose('d_av', averageD(momentsOf(drug1), momentsOf(drug2)), block.d_av, 1e-12)
    const tost = equivalenceTest(meanContrast(differences), 1)
    expectClose('TOST lower', tost.pLower, block.tost.p_lower, 1e-11)
    expectClose('TOST', tost.pValue, block.tost.p_tost, 1e-12)
    expectClose('90 % low', tost.low, block.tost.ci90[0], 1e-11)
  })

  it('Wilson, against Newcombe 1998 and R', () => {
    const { low, high } = wilsonInterval(oracle.wilson.successes, oracle.wilson.n)
    expectClose('low', low, oracle.wilson.interval[0], 1e-13)
    expectClose('high', high, oracle.wilson.interval[1], 1e-13)
    expect(wilsonInterval(0, 20).low).toBe(0)
    expect(wilsonInterval(0, 20).high).toBeCloseTo(0.1611, 4)
    expect(wilsonInterval(20, 20).high).toBe(1)
    expect(wilsonInterval(1, 0).low).toBeNaN()
    expect(wilsonInterval(5, 4).low).toBeNaN()
  })
})

describe('edges and properties', () => {
  const constant: Moments = { n: 5, mean: 2, centredSumOfSquares: 0 }
  const other: Moments = { n: 4, mean: 3, centredSumOfSquares: 2 }
  const single: Moments = { n: 1, mean: 2, centredSumOfSquares: 0 }

  it('p values of far tails keep their digits', () => {
    // Two groups of 4000 at 12 standard errors more apart than 60: compared with F of one degree of freedom.
    const a: Moments = { n: 4000, mean: 0, centredSumOfSquares: 4100 }
    const b: Moments = { n: 3000, mean: 1, centredSumOfSquares: 3900 }
    const welch = welchAnova([a, b])
    expect(welch.pValue).toBeGreaterThan(0)
    expect(welch.pValue).toBeLessThan(1e-200)
    expectClose('F and t', welch.pValue, welchTTest(a, b).pValue, 1e-10)
    expectClose('F', welch.pValue, fDistribution.upper(welch.statistic, 1, welch.dfResidual), 1e-12)
  })

  it('what is not defined is NaN', () => {
    expect(welchAnova([constant, other]).statistic).toBeNaN()
    expect(welchAnova([single, other]).pValue).toBeNaN()
    expect(welchAnova([other]).pValue).toBeNaN()
    expect(fisherAnova([single, { ...single, mean: 3 }]).pValue).toBeNaN()
    expect(fisherAnova([constant, { ...constant, mean: 3 }]).statistic).toBe(Infinity)
    expect(fisherAnova([constant, { ...constant, mean: 3 }]).pValue).toBe(0)
    expect(fisherAnova([constant, constant]).pValue).toBeNaN()
    expect(kruskalWallis(rankGroups([[1, 1], [1, 1]])).statistic).toBeNaN()
    expect(welchTTest(single, single).pValue).toBeNaN()
    expect(hedgesCorrection(1)).toBeNaN()
    expect(cliffsDelta({ values: [], counts: [] }, onceEach([1])).estimate).toBeNaN()
    expect(explainedVariance('eta', Number.NaN, 2, 20).low).toBeNaN()
    expect(brownForsythe([onceEach([1, 2]), onceEach([])]).pValue).toBeNaN()
    expect(dunn(rankGroups([[1], [2]]), 0, 5).pValue).toBeNaN()
  })

  it('complete separation', () => {
    expect(cliffsDelta(onceEach([1, 2]), onceEach([3, 4]))).toMatchObject({ estimate: -1, low: -1, high: -1, superiority: 0 })
  })

  it("explained variance is truncated at 0 and ordered ω² ≤ ε² ≤ η²", () => {
    expect(explainedVariance('omega', 0.4, 3, 30)).toEqual({ estimate: 0, low: 0, high: 0 })
    fc.assert(
      fc.property(fc.double({ min: 0.01, max: 40, noNaN: true }), fc.integer({ min: 1, max: 8 }), fc.integer({ min: 5, max: 400 }), (f, df1, df2) => {
        const [eta, epsilon, omega] = (['eta', 'epsilon', 'omega'] as const).map((measure) => explainedVariance(measure, f, df1, df2)) as [Ends, Ends, Ends]
        expect(omega.estimate).toBeLessThanOrEqual(epsilon.estimate)
        expect(epsilon.estimate).toBeLessThanOrEqual(eta.estimate)
        expect(eta.low).toBeLessThanOrEqual(eta.estimate)
        expect(eta.high).toBeGreaterThanOrEqual(eta.low)
      }),
      { numRuns: 40 },
    )
  })

  it("Cliff's δ equals the count over all pairs, and changes sign when the groups change places", () => {
    const sample = fc.array(fc.integer({ min: 1, max: 6 }), { minLength: 2, maxLength: 25 })
    fc.assert(
      fc.property(sample, sample, (a, b) => {
        let total = 0
        for (const x of a) for (const y of b) total += Math.sign(x - y)
        const ours = cliffsDelta(onceEach(a), onceEach(b))
        expect(ours.estimate).toBeCloseTo(total / (a.length * b.length), 14)
        expect(cliffsDelta(onceEach(b), onceEach(a)).estimate).toBeCloseTo(-ours.estimate, 14)
        expect(cliffsDelta(onceEach(b), onceEach(a)).variance).toBeCloseTo(ours.variance, 14)
      }),
    )
  })

  it('Tukey with two groups is Student, Games–Howell with two is Welch', () => {
    const a = momentsOf([1, 4, 2, 5, 3, 3.5])
    const b = momentsOf([2, 6, 5, 7.5])
    const table = fisherAnova([a, b])
    const meanSquare = (a.centredSumOfSquares + b.centredSumOfSquares) / 8
    expectClose('Tukey', tukeyKramer(a, b, meanSquare, 8, 2).pValue, studentTTest(a, b).pValue, 1e-12)
    expectClose('Fisher', table.pValue, studentTTest(a, b).pValue, 1e-12)
    expectClose('Games–Howell', gamesHowell(a, b, 2).pValue, welchTTest(a, b).pValue, 1e-12)
    expectClose('Games–Howell interval', gamesHowell(a, b, 2).low, welchTTest(a, b).low, 1e-11)
  })
})
