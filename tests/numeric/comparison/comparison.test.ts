import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import * as fc from 'fast-check'
import {
  averageD,
  cliffsDelta,
  cohensD,
  explainedVariance,
  hedgesCorrection,
  hedgesG,
  pairedD,
  pairedG,
  pooledDeviation,
} from '../../../analyses/numeric/comparison/effect-size'
import { fDistribution } from '../../../analyses/numeric/distributions/f'
import { noncentralF } from '../../../analyses/numeric/distributions/noncentral-f'
import { noncentralT } from '../../../analyses/numeric/distributions/noncentral-t'
import { studentizedRange } from '../../../analyses/numeric/distributions/studentized-range'
import { oneWayFromCounts, oneWayFromValues } from '../../../analyses/numeric/comparison/one-way-anova'
import { wilsonInterval } from '../../../analyses/numeric/summary/proportion'
import { rankCounts, rankGroups } from '../../../analyses/numeric/summary/rank'
import {
  momentsOf,
  momentsOfCounts,
  onceEach,
  type Moments,
  type ValueCounts,
} from '../../../analyses/numeric/summary/summary'
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
} from '../../../analyses/numeric/comparison/welch'
import { relativeError, stored, type Stored } from '../closeness'

const read = <T>(name: string): T =>
  JSON.parse(readFileSync(new URL(`reference/${name}.json`, import.meta.url), 'utf8')) as T

interface Ends {
  readonly estimate: number
  readonly low: number
  readonly high: number
}
interface GroupsRow {
  readonly groups: readonly (readonly number[])[]
  readonly fisher: {
    readonly F: number
    readonly df: readonly number[]
    readonly ss: readonly number[]
    readonly p: number
  }
  readonly welch: { readonly F: number; readonly df: readonly number[]; readonly p: number }
  readonly kruskal: { readonly H: number; readonly df: number; readonly p: number }
  readonly levene: { readonly F: number; readonly p: number }
  readonly dunn: { readonly z: number; readonly p: number }
  readonly welch_t: {
    readonly t: number
    readonly df: number
    readonly p: number
    readonly ci: readonly [number, number]
    readonly se: number
  }
  readonly student_t: {
    readonly t: number
    readonly df: number
    readonly p: number
    readonly ci: readonly [number, number]
    readonly se: number
  }
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
  readonly ptukey: readonly {
    readonly x: readonly [number, number, number]
    readonly upper: number
    readonly q95: number
  }[]
}

const fromR = read<FromR>('comparison')

describe('against R, four sets of groups', () => {
  it.each(fromR.groups.map((row, i) => [i, row] as const))('set %i', (_i, row) => {
    const moments = row.groups.map(momentsOf)
    const [a, b] = moments as [Moments, Moments]
    const counts = row.groups.map(onceEach)
    const k = moments.length
    const table = oneWayFromValues(row.groups)
    expect(relativeError(table.statistic, row.fisher.F), 'F').toBeLessThanOrEqual(1e-11)
    expect(relativeError(table.betweenSumOfSquares, row.fisher.ss[0] as number), 'between').toBeLessThanOrEqual(1e-11)
    expect(relativeError(table.withinSumOfSquares, row.fisher.ss[1] as number), 'within').toBeLessThanOrEqual(1e-11)
    expect(relativeError(fisherAnova(moments).pValue, row.fisher.p), 'p of F').toBeLessThanOrEqual(1e-9)
    expect([table.df, table.dfResidual]).toEqual(row.fisher.df)
    const welch = welchAnova(moments)
    expect(relativeError(welch.statistic, row.welch.F), 'Welch F').toBeLessThanOrEqual(1e-11)
    expect(relativeError(welch.dfResidual, row.welch.df[1] as number), 'Welch df').toBeLessThanOrEqual(1e-11)
    expect(relativeError(welch.pValue, row.welch.p), 'p of Welch').toBeLessThanOrEqual(1e-8)
    const kruskal = kruskalWallis(rankGroups(row.groups))
    expect(relativeError(kruskal.statistic, row.kruskal.H), 'H').toBeLessThanOrEqual(1e-11)
    expect(relativeError(kruskal.pValue, row.kruskal.p), 'p of H').toBeLessThanOrEqual(1e-10)
    const levene = brownForsythe(counts)
    expect(relativeError(levene.statistic, row.levene.F), 'Levene F').toBeLessThanOrEqual(1e-11)
    expect(relativeError(levene.pValue, row.levene.p), 'p of Levene').toBeLessThanOrEqual(1e-10)
    const pair = dunn(rankGroups(row.groups), 0, 1)
    expect(relativeError(pair.statistic, row.dunn.z), 'Dunn z').toBeLessThanOrEqual(1e-12)
    expect(relativeError(pair.pValue, row.dunn.p), 'Dunn p').toBeLessThanOrEqual(1e-11)
    for (const [name, test, expected] of [
      ['Welch t', welchTTest(a, b), row.welch_t],
      ['Student t', studentTTest(a, b), row.student_t],
    ] as const) {
      expect(relativeError(test.statistic, expected.t), `${name} statistic`).toBeLessThanOrEqual(1e-12)
      expect(relativeError(test.df, expected.df), `${name} df`).toBeLessThanOrEqual(1e-12)
      expect(relativeError(test.se, expected.se), `${name} se`).toBeLessThanOrEqual(1e-12)
      expect(relativeError(test.pValue, expected.p), `${name} p`).toBeLessThanOrEqual(1e-9)
      expect(relativeError(test.low, expected.ci[0], 1), `${name} low`).toBeLessThanOrEqual(1e-11)
      expect(relativeError(test.high, expected.ci[1], 1), `${name} high`).toBeLessThanOrEqual(1e-11)
    }
    const greater = welchTTest(a, b, { alternative: 'greater', nullValue: -0.2, confidence: 0.9 })
    expect(relativeError(greater.statistic, row.greater.t), 'greater t').toBeLessThanOrEqual(1e-12)
    expect(relativeError(greater.pValue, row.greater.p), 'greater p').toBeLessThanOrEqual(1e-9)
    expect(relativeError(greater.low, row.greater.low, 1), 'greater low').toBeLessThanOrEqual(1e-11)
    expect(greater.high).toBe(Infinity)
    const less = welchTTest(a, b, { alternative: 'less' })
    expect(relativeError(less.pValue, row.less.p), 'less p').toBeLessThanOrEqual(1e-9)
    expect(relativeError(less.high, row.less.high, 1), 'less high').toBeLessThanOrEqual(1e-11)
    const tukey = tukeyKramer(a, b, table.meanSquareWithin, table.dfResidual, k)
    expect(relativeError(tukey.estimate, row.tukey.diff), 'Tukey estimate').toBeLessThanOrEqual(1e-12)
    // R's ptukey holds about 1e-9 absolutely, and its qtukey 1e-7 relatively.
    expect(relativeError(tukey.pValue, row.tukey.p, 1), 'Tukey p').toBeLessThanOrEqual(2e-9)
    expect(relativeError(tukey.low, row.tukey.low, 1), 'Tukey low').toBeLessThanOrEqual(1e-7)
    expect(relativeError(tukey.high, row.tukey.high, 1), 'Tukey high').toBeLessThanOrEqual(1e-7)
    const g = hedgesG(a, b)
    expect(relativeError(g.estimate, row.g.estimate), 'g').toBeLessThanOrEqual(1e-12)
    // effectsize finds the noncentrality by a simplex search that stops at about 1e-4; uniroot on pt goes further.
    expect(relativeError(g.low, row.g.low, 1), 'g low').toBeLessThanOrEqual(1e-3)
    expect(relativeError(g.high, row.g.high, 1), 'g high').toBeLessThanOrEqual(1e-3)
    if (row.g.exact !== null) {
      expect(relativeError(g.low, row.g.exact[0], 1), 'g low, exact').toBeLessThanOrEqual(1e-9)
      expect(relativeError(g.high, row.g.exact[1], 1), 'g high, exact').toBeLessThanOrEqual(1e-9)
    }
    const unequal = hedgesG(a, b, { equalVariances: false })
    expect(relativeError(unequal.estimate, row.g_unequal.estimate), 'g unequal').toBeLessThanOrEqual(1e-12)
    expect(relativeError(unequal.low, row.g_unequal.low, 1), 'g unequal low').toBeLessThanOrEqual(1e-3)
    expect(relativeError(unequal.high, row.g_unequal.high, 1), 'g unequal high').toBeLessThanOrEqual(1e-3)
    expect(
      relativeError(hedgesG(a, b, { alternative: 'greater' }).low, row.g_greater.low, 1),
      'g greater',
    ).toBeLessThanOrEqual(1e-3)
    const delta = cliffsDelta(counts[0] as ValueCounts, counts[1] as ValueCounts)
    expect(relativeError(delta.estimate, stored(row.cliff.estimate)), 'delta').toBeLessThanOrEqual(1e-12)
    const bounded = cliffsDelta(counts[0] as ValueCounts, counts[1] as ValueCounts, {
      alternative: 'less',
      confidence: 0.9,
    })
    if (Math.abs(delta.estimate) === 1) {
      // effectsize's interval of groups that are wholly apart has no width; ours is that of effsize, tested below.
      expect([row.cliff.low, row.cliff.high].map(stored)).toEqual([delta.estimate, delta.estimate])
      expect(delta.high).toBeGreaterThan(delta.low)
      return
    }
    expect(relativeError(delta.low, stored(row.cliff.low)), 'delta low').toBeLessThanOrEqual(1e-11)
    expect(relativeError(delta.high, stored(row.cliff.high)), 'delta high').toBeLessThanOrEqual(1e-11)
    expect(relativeError(bounded.high, stored(row.cliff_less.high)), 'delta less').toBeLessThanOrEqual(1e-11)
  })

  it('noncentral distributions and the studentised range as R has them', () => {
    // R's pf with ncp stops at an absolute error of 1e-9; noncentral-f.json has the same points to 25 digits.
    ;[0.4, 5, 28].forEach((ncp, i) =>
      expect(
        relativeError(noncentralF.lower(4.846087862380133, 2, 27, ncp), fromR.noncentral_f[i] as number, 1),
        `pf at ${ncp}`,
      ).toBeLessThanOrEqual(1e-9),
    )
    ;[-1, 0.3, 2, 6].forEach((ncp, i) =>
      expect(
        relativeError(noncentralT.lower(2.5, 10, ncp), fromR.noncentral_t[i] as number),
        `pt at ${ncp}`,
      ).toBeLessThanOrEqual(1e-9),
    )
    for (const { x, upper, q95 } of fromR.ptukey) {
      expect(relativeError(studentizedRange.upper(...x), upper), `ptukey ${x.join()}`).toBeLessThanOrEqual(1e-8)
      expect(
        relativeError(studentizedRange.quantileUpper(0.05, x[1], x[2]), q95),
        `qtukey ${x.join()}`,
      ).toBeLessThanOrEqual(1e-7)
    }
  })
})

interface OracleOneWay {
  readonly groups: Readonly<Record<string, ValueCounts>>
  readonly anova: {
    readonly df: readonly number[]
    readonly ss: readonly number[]
    readonly F: number
    readonly p: number
  }
  readonly welch: { readonly statistic: number; readonly df: readonly number[]; readonly p: number }
  readonly levene_median: { readonly 'F value': number; readonly 'Pr(>F)': number }
  readonly eta2: { readonly two_sided: Explained; readonly default_greater: Explained }
  readonly omega2: { readonly two_sided: Explained }
  readonly epsilon2: { readonly two_sided: Explained }
  readonly kruskal: { readonly H: number; readonly df: number; readonly p: number }
  readonly tukey: Readonly<
    Record<string, { readonly diff: number; readonly lwr: number; readonly upr: number; readonly 'p adj': number }>
  >
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

const oracle = read<Oracle>('comparison-published')

describe('against R on published data', () => {
  it.each([
    ['PlantGrowth', oracle.PlantGrowth],
    ['bfi agreeableness by education', oracle.bfiByEducation],
  ] as const)('%s: one way', (_name, block) => {
    const names = Object.keys(block.groups)
    const counts = Object.values(block.groups)
    const moments = Object.fromEntries(names.map((name) => [name, momentsOfCounts(block.groups[name] as ValueCounts)]))
    const list = Object.values(moments)
    const table = oneWayFromCounts(counts)
    // aov works by QR on the uncentred response and keeps about 1e-12.
    expect(relativeError(table.statistic, block.anova.F), 'F').toBeLessThanOrEqual(1e-11)
    expect(relativeError(table.pValue, block.anova.p), 'p').toBeLessThanOrEqual(1e-10)
    const welch = welchAnova(list)
    expect(relativeError(welch.statistic, block.welch.statistic), 'Welch F').toBeLessThanOrEqual(1e-11)
    expect(relativeError(welch.dfResidual, block.welch.df[1] as number), 'Welch df').toBeLessThanOrEqual(1e-11)
    expect(relativeError(welch.pValue, block.welch.p), 'Welch p').toBeLessThanOrEqual(1e-10)
    const levene = brownForsythe(counts)
    expect(relativeError(levene.statistic, block.levene_median['F value']), 'Levene').toBeLessThanOrEqual(1e-10)
    expect(relativeError(levene.pValue, block.levene_median['Pr(>F)']), 'Levene p').toBeLessThanOrEqual(1e-10)
    const kruskal = kruskalWallis(rankCounts(counts))
    expect(relativeError(kruskal.statistic, block.kruskal.H), 'H').toBeLessThanOrEqual(1e-11)
    expect(relativeError(kruskal.pValue, block.kruskal.p), 'H p').toBeLessThanOrEqual(1e-11)
    // One interval for the share that all three estimate: effectsize's own of ω² and ε² pivot another F.
    const expected = block.eta2.two_sided
    for (const [measure, estimate] of [
      ['eta', block.eta2.two_sided.Eta2],
      ['omega', block.omega2.two_sided.Omega2],
      ['epsilon', block.epsilon2.two_sided.Epsilon2],
    ] as const) {
      const ours = explainedVariance(measure, table.statistic, table.df, table.dfResidual)
      expect(relativeError(ours.estimate, estimate as number), measure).toBeLessThanOrEqual(1e-10)
      expect(relativeError(ours.low, expected.CI_low, 1), `${measure} low`).toBeLessThanOrEqual(2e-5)
      expect(relativeError(ours.high, expected.CI_high, 1), `${measure} high`).toBeLessThanOrEqual(2e-5)
    }
    const oneSided = explainedVariance('eta', table.statistic, table.df, table.dfResidual, { alternative: 'greater' })
    expect(relativeError(oneSided.low, block.eta2.default_greater.CI_low, 1), 'eta low, one-sided').toBeLessThanOrEqual(
      2e-5,
    )
    expect(oneSided.high).toBe(block.eta2.default_greater.CI_high)
    for (const row of block.games_howell) {
      const ours = gamesHowell(moments[row.group2] as Moments, moments[row.group1] as Moments, names.length)
      expect(relativeError(ours.estimate, row.diff_2_minus_1), 'Games–Howell estimate').toBeLessThanOrEqual(1e-11)
      expect(relativeError(ours.se, row.se), 'Games–Howell se').toBeLessThanOrEqual(1e-12)
      expect(relativeError(Math.abs(ours.statistic), row.t), 'Games–Howell t').toBeLessThanOrEqual(1e-11)
      expect(relativeError(ours.df, row.df), 'Games–Howell df').toBeLessThanOrEqual(1e-11)
      expect(relativeError(ours.pValue, row.p, 1), 'Games–Howell p').toBeLessThanOrEqual(2e-9)
      expect(relativeError(ours.low, row.ci_lower, 1), 'Games–Howell low').toBeLessThanOrEqual(1e-7)
      expect(relativeError(ours.high, row.ci_upper, 1), 'Games–Howell high').toBeLessThanOrEqual(1e-7)
    }
    for (const [key, row] of Object.entries(block.tukey)) {
      const [second, first] = key.split('-') as [string, string]
      const ours = tukeyKramer(
        moments[second] as Moments,
        moments[first] as Moments,
        table.meanSquareWithin,
        table.dfResidual,
        names.length,
      )
      expect(relativeError(ours.estimate, row.diff), 'Tukey estimate').toBeLessThanOrEqual(1e-11)
      expect(relativeError(ours.pValue, row['p adj'], 1), 'Tukey p').toBeLessThanOrEqual(2e-9)
      expect(relativeError(ours.low, row.lwr, 1), 'Tukey low').toBeLessThanOrEqual(1e-7)
      expect(relativeError(ours.high, row.upr, 1), 'Tukey high').toBeLessThanOrEqual(1e-7)
    }
  })

  it('bfi agreeableness by gender: two groups', () => {
    const block = oracle.bfiByGender
    const [male, female] = [momentsOfCounts(block.groups.male), momentsOfCounts(block.groups.female)]
    for (const [test, expected] of [
      [welchTTest(male, female), block.welch],
      [studentTTest(male, female), block.student],
    ] as const) {
      expect(relativeError(test.statistic, expected.statistic), 't').toBeLessThanOrEqual(1e-12)
      expect(relativeError(test.df, expected.df), 'df').toBeLessThanOrEqual(1e-12)
      expect(relativeError(test.pValue, expected.p), 'p').toBeLessThanOrEqual(1e-10)
      expect(relativeError(test.se, expected.stderr), 'se').toBeLessThanOrEqual(1e-12)
      expect(relativeError(test.low, expected.ci[0]), 'low').toBeLessThanOrEqual(1e-11)
      expect(relativeError(test.high, expected.ci[1]), 'high').toBeLessThanOrEqual(1e-11)
    }
    expect(relativeError(pooledDeviation(male, female), block.pooled_sd), 'pooled SD').toBeLessThanOrEqual(1e-13)
    for (const [ours, estimate, low, high] of [
      [
        cohensD(male, female),
        block.cohens_d_pooled.Cohens_d,
        block.cohens_d_pooled.CI_low,
        block.cohens_d_pooled.CI_high,
      ],
      [
        cohensD(male, female, { equalVariances: false }),
        block.cohens_d_unpooled.Cohens_d,
        block.cohens_d_unpooled.CI_low,
        block.cohens_d_unpooled.CI_high,
      ],
      [hedgesG(male, female), block.hedges_g.Hedges_g, block.hedges_g.CI_low, block.hedges_g.CI_high],
    ] as const) {
      expect(relativeError(ours.estimate, estimate), 'd or g').toBeLessThanOrEqual(1e-11)
      expect(relativeError(ours.low, low), 'low').toBeLessThanOrEqual(1e-5)
      expect(relativeError(ours.high, high), 'high').toBeLessThanOrEqual(1e-5)
    }
    const delta = cliffsDelta(block.groups.male, block.groups.female)
    const expected = block.cliffs_delta
    expect(relativeError(delta.estimate, expected.delta), 'delta').toBeLessThanOrEqual(1e-13)
    expect(relativeError(delta.variance, expected.var), 'variance').toBeLessThanOrEqual(1e-11)
    expect(relativeError(delta.superiority, expected.prob_superiority), 'superiority').toBeLessThanOrEqual(1e-13)
    expect(relativeError(delta.low, expected.rank_biserial_effectsize.CI_low), 'low').toBeLessThanOrEqual(1e-12)
    expect(relativeError(delta.high, expected.rank_biserial_effectsize.CI_high), 'high').toBeLessThanOrEqual(1e-12)
    const consistent = cliffsDelta(block.groups.male, block.groups.female, { interval: 'consistent' })
    expect(relativeError(consistent.low, expected.ci95_feng_cliff[0]), 'Feng–Cliff low').toBeLessThanOrEqual(1e-11)
    expect(relativeError(consistent.high, expected.ci95_feng_cliff[1]), 'Feng–Cliff high').toBeLessThanOrEqual(1e-11)
    for (const [ours, tost] of [
      [equivalenceTest(welchContrast(male, female), 0.3), block.tost_welch],
      [equivalenceTest(pooledContrast(male, female), 0.3), block.tost_student],
    ] as const) {
      expect(relativeError(ours.pLower, tost.p_lower), 'TOST lower').toBeLessThanOrEqual(1e-12)
      expect(relativeError(ours.pUpper, tost.p_upper), 'TOST upper').toBeLessThanOrEqual(1e-9)
      expect(relativeError(ours.pValue, tost.p_tost), 'TOST').toBeLessThanOrEqual(1e-12)
      expect(relativeError(ours.low, tost.ci90[0]), 'TOST low').toBeLessThanOrEqual(1e-11)
      expect(relativeError(ours.high, tost.ci90[1]), 'TOST high').toBeLessThanOrEqual(1e-11)
    }
  })

  it("Student's sleep data: paired", () => {
    const block = oracle.sleepPaired
    const drug1 = [0.7, -1.6, -0.2, -1.2, -0.1, 3.4, 3.7, 0.8, 0, 2]
    const drug2 = [1.9, 0.8, 1.1, 0.1, -0.1, 4.4, 5.5, 1.6, 4.6, 3.4]
    const differences = momentsOf(drug2.map((x, i) => x - (drug1[i] as number)))
    const test = tTest(meanContrast(differences))
    expect(relativeError(test.statistic, block.ttest_2_minus_1.statistic), 't').toBeLessThanOrEqual(1e-12)
    expect(relativeError(test.pValue, block.ttest_2_minus_1.p), 'p').toBeLessThanOrEqual(1e-11)
    expect(relativeError(test.low, block.ttest_2_minus_1.ci[0]), 'low').toBeLessThanOrEqual(1e-11)
    const d = pairedD(differences)
    expect(relativeError(d.estimate, block.d_z), 'd_z').toBeLessThanOrEqual(1e-12)
    expect(relativeError(d.low, block.d_z_ci.CI_low), 'd_z low').toBeLessThanOrEqual(1e-3)
    expect(relativeError(d.high, block.d_z_ci.CI_high), 'd_z high').toBeLessThanOrEqual(1e-3)
    const g = pairedG(differences)
    expect(relativeError(g.estimate, block.hedges_gz.Hedges_g), 'g_z').toBeLessThanOrEqual(1e-12)
    expect(relativeError(g.high, block.hedges_gz.CI_high), 'g_z high').toBeLessThanOrEqual(1e-3)
    expect(relativeError(averageD(momentsOf(drug1), momentsOf(drug2)), block.d_av), 'd_av').toBeLessThanOrEqual(1e-12)
    const tost = equivalenceTest(meanContrast(differences), 1)
    expect(relativeError(tost.pLower, block.tost.p_lower), 'TOST lower').toBeLessThanOrEqual(1e-11)
    expect(relativeError(tost.pValue, block.tost.p_tost), 'TOST').toBeLessThanOrEqual(1e-12)
    expect(relativeError(tost.low, block.tost.ci90[0]), '90 % low').toBeLessThanOrEqual(1e-11)
  })

  it('Wilson, against Newcombe 1998 and R', () => {
    const { low, high } = wilsonInterval(oracle.wilson.successes, oracle.wilson.n)
    expect(relativeError(low, oracle.wilson.interval[0]), 'low').toBeLessThanOrEqual(1e-13)
    expect(relativeError(high, oracle.wilson.interval[1]), 'high').toBeLessThanOrEqual(1e-13)
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
    expect(relativeError(welch.pValue, welchTTest(a, b).pValue), 'F and t').toBeLessThanOrEqual(1e-10)
    expect(
      relativeError(welch.pValue, fDistribution.upper(welch.statistic, 1, welch.dfResidual)),
      'F',
    ).toBeLessThanOrEqual(1e-12)
  })

  it('what is not defined is NaN', () => {
    expect(welchAnova([constant, other]).statistic).toBeNaN()
    expect(welchAnova([single, other]).pValue).toBeNaN()
    expect(welchAnova([other]).pValue).toBeNaN()
    expect(fisherAnova([single, { ...single, mean: 3 }]).pValue).toBeNaN()
    expect(fisherAnova([constant, { ...constant, mean: 3 }]).statistic).toBe(Infinity)
    expect(fisherAnova([constant, { ...constant, mean: 3 }]).pValue).toBe(0)
    expect(fisherAnova([constant, constant]).pValue).toBeNaN()
    expect(
      kruskalWallis(
        rankGroups([
          [1, 1],
          [1, 1],
        ]),
      ).statistic,
    ).toBeNaN()
    expect(welchTTest(single, single).pValue).toBeNaN()
    expect(hedgesCorrection(1)).toBeNaN()
    expect(cliffsDelta({ values: [], counts: [] }, onceEach([1])).estimate).toBeNaN()
    expect(explainedVariance('eta', Number.NaN, 2, 20).low).toBeNaN()
    expect(brownForsythe([onceEach([1, 2]), onceEach([])]).pValue).toBeNaN()
    expect(dunn(rankGroups([[1], [2]]), 0, 5).pValue).toBeNaN()
  })

  it('complete separation', () => {
    const from = (first: number, n: number): ValueCounts => onceEach(Array.from({ length: n }, (_, i) => first + i))
    // effsize 0.8.1, cliff.delta: [0.6395, 1] for 4 against 4, [0.9887, 1] for 14 against 14.
    for (const [n, low] of [
      [4, 0.6395],
      [14, 0.9887],
    ] as const)
      for (const interval of ['fisher', 'consistent'] as const) {
        const above = cliffsDelta(from(50, n), from(1, n), { interval })
        expect(above).toMatchObject({ estimate: 1, high: 1, superiority: 1 })
        expect(above.low).toBeCloseTo(low, 3)
        const below = cliffsDelta(from(1, n), from(50, n), { interval })
        expect(below).toMatchObject({ estimate: -1, low: -1, superiority: 0 })
        expect(below.high).toBe(-above.low)
      }
    // Groups that do not vary are as separate, and one value has no spread to speak of.
    expect(cliffsDelta({ values: [5], counts: [4] }, { values: [1], counts: [4] }).low).toBeCloseTo(0.6395, 3)
    expect(cliffsDelta(onceEach([3]), onceEach([1, 2]))).toMatchObject({ estimate: 1, low: Number.NaN })
  })

  it('explained variance is truncated at 0 and ordered ω² ≤ ε² ≤ η²', () => {
    const without = explainedVariance('omega', 0.76, 1, 7.72)
    expect(without).toMatchObject({ estimate: 0, low: 0 })
    // R: uniroot of pf(0.76, 1, 7.72, ncp) = .025 gives ncp 8.122.
    expect(without.high).toBeCloseTo(8.122 / (8.122 + 7.72), 3)
    // The lower tail of F(3, 30) at .025 is 0.0710.
    expect(explainedVariance('omega', 0.05, 3, 30)).toEqual({ estimate: 0, low: Number.NaN, high: Number.NaN })
    fc.assert(
      fc.property(
        fc.double({ min: 0.01, max: 40, noNaN: true }),
        fc.integer({ min: 1, max: 8 }),
        fc.integer({ min: 5, max: 400 }),
        (f, df1, df2) => {
          const [eta, epsilon, omega] = (['eta', 'epsilon', 'omega'] as const).map((measure) =>
            explainedVariance(measure, f, df1, df2),
          ) as [Ends, Ends, Ends]
          expect(omega.estimate).toBeLessThanOrEqual(epsilon.estimate)
          expect(epsilon.estimate).toBeLessThanOrEqual(eta.estimate)
          if (Number.isNaN(eta.high)) return
          expect(eta.low).toBeLessThanOrEqual(omega.estimate)
          expect(eta.high).toBeGreaterThan(eta.low)
          expect([omega.low, omega.high, epsilon.low, epsilon.high]).toEqual([eta.low, eta.high, eta.low, eta.high])
        },
      ),
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
    expect(
      relativeError(tukeyKramer(a, b, meanSquare, 8, 2).pValue, studentTTest(a, b).pValue),
      'Tukey',
    ).toBeLessThanOrEqual(1e-12)
    expect(relativeError(table.pValue, studentTTest(a, b).pValue), 'Fisher').toBeLessThanOrEqual(1e-12)
    expect(relativeError(gamesHowell(a, b, 2).pValue, welchTTest(a, b).pValue), 'Games–Howell').toBeLessThanOrEqual(
      1e-12,
    )
    expect(relativeError(gamesHowell(a, b, 2).low, welchTTest(a, b).low), 'Games–Howell interval').toBeLessThanOrEqual(
      1e-11,
    )
  })
})
