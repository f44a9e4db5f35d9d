import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { noncentralChiSquare } from '../../../analyses/numeric/distributions/noncentral-chi-square'
import {
  heterotraitMonotraitRatios,
  residualCorrelations,
} from '../../../analyses/numeric/factor-model/discriminant-validity'
import {
  fitFactorModel,
  type FactorModelFit,
  type FactorModelSettings,
} from '../../../analyses/numeric/factor-model/factor-model'
import {
  equalityTests,
  explainedMeanDifference,
  invarianceSteps,
  partialInvariance,
} from '../../../analyses/numeric/factor-model/invariance'
import { oneFactorModel, simpleStructureModel, type FactorModel } from '../../../analyses/numeric/factor-model/model'
import { incompleteSample, listwiseSample, type FactorSample } from '../../../analyses/numeric/factor-model/samples'
import { modificationIndices } from '../../../analyses/numeric/factor-model/score-tests'
import {
  choleskyOfPositiveDefinite,
  inverseOfCholesky,
  logDeterminantOfCholesky,
  solveCholesky,
} from '../../../analyses/numeric/matrices/positive-definite'
import { randomSource } from '../../random-source'
import { projectFolder, readProjectFile } from '../../source-files'
import { relativeError } from '../closeness'

interface Parameter {
  readonly lhs: string
  readonly op: string
  readonly rhs: string
  readonly group: number
  readonly est: number
  readonly se: number
  readonly z: number | null
  readonly pvalue: number | null
  readonly 'std.all': number
}
interface Case {
  readonly fit: Readonly<Record<string, number>>
  readonly parameters: readonly Parameter[]
  readonly modindices: readonly {
    readonly lhs: string
    readonly op: string
    readonly rhs: string
    readonly mi: number
    readonly epc: number
    readonly 'sepc.all': number
  }[]
  readonly residual: readonly (readonly number[])[]
  readonly htmt: readonly (readonly number[])[]
  readonly htmt2: readonly (readonly number[])[]
}
const reference = JSON.parse(readProjectFile('tests/numeric/factor-model/reference/factor-model.json')) as Readonly<
  Record<'complete' | 'cross' | 'heywood' | 'single' | 'fiml' | 'fiml_groups' | 'partial', Case>
>

/** Nine tests of 301 pupils of two schools. */
const lines = readFileSync(join(projectFolder, 'fixtures/surveys/holzinger-swineford/holzinger-swineford.csv'), 'utf8')
  .trim()
  .split('\n')
  .slice(1)
  .map((line) => line.split(','))
const columns = Array.from({ length: 9 }, (_, item) => Float64Array.from(lines, (cells) => Number(cells[6 + item])))
/** The same with answers taken away by the rule of the R script. */
const incomplete = columns.map((column, item) =>
  column.map((value, row) => ((7 * row + 3 * item * row + item * item) % 11 === 0 ? Number.NaN : value)),
)
const schools = ['"Pasteur"', '"Grant-White"'].map((school) =>
  lines.flatMap((cells, row) => (cells[4] === school ? [row] : [])),
)
const names = ['visual', 'textual', 'speed']
const model = simpleStructureModel([0, 0, 0, 1, 1, 1, 2, 2, 2])
const crossed = (pair: readonly [number, number]): FactorModel => ({
  ...model,
  loadings: [...model.loadings, { item: 8, factor: 0 }],
  residualCovariances: [pair],
})

function fitted(of: FactorModel, samples: readonly FactorSample[], settings: FactorModelSettings = {}): FactorModelFit {
  const result = fitFactorModel(of, samples, settings)
  if (!result.converged) throw new Error(result.reason)
  return result
}

function expectEqual(
  fit: FactorModelFit,
  expected: Case,
  tolerance: { readonly fit: number; readonly estimates: number; readonly errors: number },
  factors = names,
): void {
  const measures = {
    npar: fit.fit.freeParameters,
    chisq: fit.fit.chiSquare,
    df: fit.fit.df,
    pvalue: fit.fit.pValue,
    'baseline.chisq': fit.fit.baselineChiSquare,
    'baseline.df': fit.fit.baselineDf,
    cfi: fit.fit.cfi,
    tli: fit.fit.tli,
    rmsea: fit.fit.rmsea,
    'rmsea.pvalue': fit.fit.rmseaClose,
    srmr: fit.fit.srmr,
    logl: fit.fit.logLikelihood,
    'unrestricted.logl': fit.fit.saturatedLogLikelihood,
    aic: fit.fit.aic,
    bic: fit.fit.bic,
  }
  for (const [name, value] of Object.entries(measures))
    expect(relativeError(value, expected.fit[name] as number, 1e-6), name).toBeLessThan(
      name === 'srmr' ? tolerance.estimates : tolerance.fit,
    )
  let compared = 0
  for (const parameter of fit.parameters) {
    const { kind, row, column, group } = parameter
    const item = (index: number): string => `x${index + 1}`
    const [op, one, two] =
      kind === 'loading'
        ? ['=~', factors[column], item(row)]
        : kind === 'residual-covariance'
          ? ['~~', item(row), item(column)]
          : kind === 'factor-covariance'
            ? ['~~', factors[row], factors[column]]
            : ['~1', kind === 'intercept' ? item(row) : factors[row], '']
    const found = expected.parameters.find(
      (candidate) =>
        candidate.op === op &&
        candidate.group === group + 1 &&
        ((candidate.lhs === one && candidate.rhs === two) || (candidate.lhs === two && candidate.rhs === one)),
    )
    const label = `${one ?? ''} ${op ?? ''} ${two ?? ''} in ${group}`
    if (found === undefined) throw new Error(label)
    // Zero by definition where a group's factor means are fixed.
    expect(Math.abs(parameter.estimate - found.est), label).toBeLessThanOrEqual(
      tolerance.estimates * Math.max(0.1, Math.abs(found.est)),
    )
    expect(Math.abs(parameter.standardized - found['std.all']), `${label} standardised`).toBeLessThanOrEqual(
      tolerance.estimates,
    )
    if (parameter.isFixed) expect(parameter.se, label).toBeNaN()
    else {
      expect(relativeError(parameter.se, found.se), `se of ${label}`).toBeLessThan(tolerance.errors)
      expect(relativeError(parameter.statistic, found.z as number, 0.1), `z of ${label}`).toBeLessThan(
        10 * tolerance.errors,
      )
      expect(Math.abs(parameter.pValue - (found.pvalue as number))).toBeLessThan(tolerance.errors)
    }
    compared += 1
  }
  expect(compared).toBe(fit.parameters.length)
}

const tight = { fit: 1e-9, estimates: 1e-9, errors: 1e-8 }
/** lavaan's own stopping rule, where its solution cannot be polished. */
const asStopped = { fit: 1e-7, estimates: 5e-5, errors: 5e-5 }
/** lavaan takes the Hessian of incomplete data numerically. */
const numericHessian = { fit: 1e-9, estimates: 1e-8, errors: 2e-6 }

describe('one group, complete answers', () => {
  const sample = listwiseSample(columns)

  test('equals lavaan with markers', () => expectEqual(fitted(model, [sample]), reference.complete, tight))
  test('equals lavaan with unit variances, a cross-loading and a residual covariance', () =>
    expectEqual(fitted(crossed([1, 6]), [sample], { identification: 'variance' }), reference.cross, tight))
  test('equals lavaan with one factor', () =>
    expectEqual(fitted(oneFactorModel(9), [sample], { identification: 'variance' }), reference.single, tight, ['g']))

  test('fits the same with either identification', () => {
    const one = fitted(model, [sample])
    const other = fitted(model, [sample], { identification: 'variance' })
    expect(relativeError(one.fit.chiSquare, other.fit.chiSquare)).toBeLessThan(1e-11)
    one.parameters.forEach((parameter, index) =>
      expect(parameter.standardized).toBeCloseTo(other.parameters[index]?.standardized ?? Number.NaN, 9),
    )
  })

  test('shows a Heywood case as it is, and names it', () => {
    const fit = fitted(crossed([6, 7]), [sample], { identification: 'variance' })
    const negative = fit.problems.filter(({ code }) => code === 'negative-residual-variance')
    expect(relativeError(fit.fit.chiSquare, reference.heywood.fit['chisq'] as number)).toBeLessThan(1e-7)
    const expected = reference.heywood.parameters.filter(
      ({ op, lhs, rhs, est }) => op === '~~' && lhs === rhs && est < 0,
    )
    expect(expected).toHaveLength(1)
    expect(negative).toHaveLength(1)
    expect(negative[0]).toMatchObject({ group: 0, item: Number(expected[0]?.lhs.slice(1)) - 1 })
  })

  test('gives lavaan’s modification indices, residual correlations and semTools’ HTMT', () => {
    const fit = fitted(model, [sample])
    const top = modificationIndices(fit).slice(0, 10)
    top.forEach(({ entry, index, change, standardizedChange }, rank) => {
      const expected = reference.complete.modindices[rank]
      if (expected === undefined) throw new Error('ten are stored')
      expect(
        entry.kind === 'loading'
          ? [names[entry.column], '=~', `x${entry.row + 1}`]
          : [`x${entry.column + 1}`, '~~', `x${entry.row + 1}`],
      ).toEqual([expected.lhs, expected.op, expected.rhs])
      expect(relativeError(index, expected.mi)).toBeLessThan(1e-8)
      expect(relativeError(change, expected.epc)).toBeLessThan(1e-8)
      expect(relativeError(standardizedChange, expected['sepc.all'])).toBeLessThan(1e-8)
    })
    const residual = residualCorrelations(fit.groups[0] as FactorModelFit['groups'][number], 9)
    reference.complete.residual
      .flat()
      .forEach((value, index) => expect(Math.abs((residual[index] as number) - value)).toBeLessThan(1e-9))
    for (const [average, expected] of [
      ['geometric', reference.complete.htmt2],
      ['arithmetic', reference.complete.htmt],
    ] as const) {
      const ratios = heterotraitMonotraitRatios(sample.covariance, [0, 0, 0, 1, 1, 1, 2, 2, 2], 3, average)
      expected
        .flat()
        .forEach((value, index) => expect(relativeError(ratios[index] as number, value)).toBeLessThan(1e-12))
    }
  })
})

describe('missing answers', () => {
  test('one group equals lavaan’s FIML, modification indices included', () => {
    const fit = fitted(model, [incompleteSample(incomplete)])
    expectEqual(fit, reference.fiml, numericHessian)
    modificationIndices(fit)
      .slice(0, 10)
      .forEach(({ index }, rank) =>
        expect(relativeError(index, reference.fiml.modindices[rank]?.mi ?? Number.NaN)).toBeLessThan(1e-6),
      )
  })

  test('two groups with equal loadings and intercepts equal lavaan’s FIML', () =>
    expectEqual(
      fitted(
        model,
        schools.map((rows) => incompleteSample(incomplete, rows)),
        { equal: 'loadings-and-intercepts' },
      ),
      reference.fiml_groups,
      asStopped,
    ))

  test('complete answers are the same either way', () => {
    const listwise = fitted(model, [listwiseSample(columns)], { meanStructure: true })
    const patterns = fitted(model, [incompleteSample(columns)], { meanStructure: true })
    expect(patterns.fit).toEqual(listwise.fit)
  })

  test('whole answers give the same bits in any order of the rows', () => {
    const random = randomSource(8)
    const whole = Array.from({ length: 4 }, () =>
      Float64Array.from({ length: 200 }, () => (random() < 0.1 ? Number.NaN : 1 + Math.floor(5 * random()))),
    )
    const turned = whole.map((column) => column.toReversed())
    expect(incompleteSample(turned)).toEqual(incompleteSample(whole))
    expect(listwiseSample(turned)).toEqual(listwiseSample(whole))
    // As real numbers they give the same moments, but for the last digits.
    const shifted = listwiseSample(whole.map((column) => column.map((value) => value + 0.1)))
    listwiseSample(whole).covariance.forEach((value, index) =>
      expect(value).toBeCloseTo(shifted.covariance[index] ?? Number.NaN, 12),
    )
  })

  test('rows without any answer count for nothing', () => {
    const emptied = incomplete.map((column) => Float64Array.from([...column, Number.NaN]))
    expect(fitted(model, [incompleteSample(emptied)]).fit).toEqual(fitted(model, [incompleteSample(incomplete)]).fit)
  })
})

describe('several groups', () => {
  const samples = schools.map((rows) => listwiseSample(columns, rows))

  test('partial invariance equals lavaan’s', () =>
    expectEqual(
      fitted(model, samples, {
        equal: 'loadings-and-intercepts',
        released: [
          { kind: 'intercept', item: 2 },
          { kind: 'intercept', item: 6 },
        ],
      }),
      reference.partial,
      tight,
    ))

  test('the equalities that cost most are set free, and two items of a factor stay', () => {
    const steps = invarianceSteps(model, samples)
    const scalar = steps[2]?.result
    if (scalar?.converged !== true) throw new Error('no scalar fit')
    const tests = equalityTests(scalar, 'intercept')
    expect(tests).toHaveLength(9)
    const found = partialInvariance(model, samples, steps, 0.05)
    if (found?.result.converged !== true) throw new Error('no partial fit')
    const { released, result: partial } = found
    expect(released).toEqual([
      { kind: 'intercept', item: 2 },
      { kind: 'intercept', item: 6 },
    ])
    // With a level of nearly one, two items of each of the three factors must stay equal.
    const items = new Set(partialInvariance(model, samples, steps, 0.9999)?.released.map(({ item }) => item))
    for (const factor of [0, 1, 2])
      expect([...items].filter((item) => Math.floor(item / 3) === factor).length).toBeLessThanOrEqual(1)
    expect(relativeError(partial.fit.chiSquare, reference.partial.fit['chisq'] as number)).toBeLessThan(1e-9)
    // What the factor explains does not depend on its unit.
    const marker = fitted(model, samples, { equal: 'loadings-and-intercepts', released })
    for (const factor of [0, 1, 2]) {
      const one = explainedMeanDifference(partial, factor, 1)
      const other = explainedMeanDifference(marker, factor, 1)
      expect(relativeError(one.estimate, other.estimate)).toBeLessThan(1e-8)
      expect(relativeError(one.se, other.se)).toBeLessThan(1e-8)
    }
  })

  test('fit does not depend on the order of groups', () => {
    const [one, other] = [samples, samples.toReversed()].map((list) =>
      invarianceSteps(model, list).map(({ result }) => (result.converged ? result.fit.chiSquare : Number.NaN)),
    )
    one?.forEach((value, step) => expect(relativeError(value, other?.[step] ?? Number.NaN)).toBeLessThan(1e-9))
  })
})

describe('what cannot be fitted says why', () => {
  const sample = listwiseSample(columns)
  const reason = (of: FactorModel, samples: readonly FactorSample[]): string => {
    const result = fitFactorModel(of, samples)
    return result.converged ? 'converged' : `${result.reason} ${String(result.group)}`
  }

  test('a constant item, an item that is a sum of others, fewer rows than items', () => {
    const constant = columns.with(3, new Float64Array(301).fill(2))
    const sum = columns.with(
      8,
      (columns[0] as Float64Array).map((value, row) => value + (columns[1]?.[row] ?? 0)),
    )
    for (const bad of [constant, sum]) {
      expect(reason(model, [sample, listwiseSample(bad)])).toBe('sample-not-positive-definite 1')
      expect(reason(model, [incompleteSample(bad.map((column, item) => column.with(item, Number.NaN)))])).toBe(
        'sample-not-positive-definite 0',
      )
    }
    expect(reason(model, [listwiseSample(columns.map((column) => column.subarray(0, 8)))])).toBe(
      'sample-not-positive-definite 0',
    )
    expect(reason(model, [listwiseSample(columns.map(() => new Float64Array(0)))])).toBe(
      'sample-not-positive-definite 0',
    )
  })

  test('two items that nobody answered both of', () => {
    const apart = columns.map((column, item) =>
      column.map((value, row) => ((item === 0 && row % 2 === 0) || (item === 1 && row % 2 === 1) ? Number.NaN : value)),
    )
    expect(reason(model, [incompleteSample(apart)])).toBe('not-identified 0')
  })

  test('two items and one factor have too few moments; a factor without correlations is not determined', () => {
    const two = columns.slice(0, 2)
    expect(reason(oneFactorModel(2), [listwiseSample(two)])).toBe('too-few-moments null')
    const diagonal = {
      count: 200,
      covariance: Float64Array.from({ length: 16 }, (_, index) => (index % 5 === 0 ? 1 : 0)),
    }
    expect(['not-identified null', 'not-converged null']).toContain(reason(oneFactorModel(4), [diagonal]))
  })

  test('three items are fitted without degrees of freedom', () => {
    const { fit } = fitted(oneFactorModel(3), [listwiseSample(columns.slice(0, 3))])
    expect([fit.df, fit.chiSquare, fit.rmsea, fit.cfi]).toEqual([0, 0, 0, 1])
    expect(fit.pValue).toBeNaN()
  })

  test('a factor of one item is that item', () => {
    const fit = fitted(simpleStructureModel([0, 0, 0, 1]), [listwiseSample(columns.slice(0, 4))])
    expect(fit.groups[0]?.residualCovariance[15]).toBe(0)
    expect(fit.groups[0]?.factorCovariance[3]).toBeCloseTo(fit.groups[0]?.sampleCovariance[15] ?? Number.NaN, 10)
  })

  test('many data without structure end in a fit or a reason, with finite numbers', () => {
    const random = randomSource(5)
    for (let turn = 0; turn < 12; turn++) {
      const noise = Array.from({ length: 6 }, () =>
        Float64Array.from({ length: 60 }, () => 1 + Math.floor(5 * random())),
      )
      const result = fitFactorModel(simpleStructureModel([0, 0, 0, 1, 1, 1]), [listwiseSample(noise)])
      if (result.converged) expect(Object.values(result.fit).every(Number.isFinite)).toBe(true)
      else expect(['not-converged', 'not-identified']).toContain(result.reason)
    }
  })
})

test('the search is stopped by what poll throws', () => {
  expect(() =>
    fitFactorModel(model, [listwiseSample(columns)], {
      poll: () => {
        throw new Error('called off')
      },
    }),
  ).toThrow('called off')
})

test('noncentral chi-square holds in both tails', () => {
  const cases = JSON.parse(
    readProjectFile('tests/numeric/distributions/reference/noncentral-chi-square.json'),
  ) as readonly {
    readonly x: number
    readonly df: number
    readonly ncp: number
    readonly lower: string
    readonly upper: string
  }[]
  for (const { x, df, ncp, lower, upper } of cases) {
    expect(relativeError(noncentralChiSquare.lower(x, df, ncp), Number(lower)), `lower ${x} ${df} ${ncp}`).toBeLessThan(
      1e-11,
    )
    expect(relativeError(noncentralChiSquare.upper(x, df, ncp), Number(upper)), `upper ${x} ${df} ${ncp}`).toBeLessThan(
      1e-11,
    )
  }
  for (const p of [0.05, 0.5, 0.95])
    expect(noncentralChiSquare.lower(85.3, 24, noncentralChiSquare.solveNoncentrality(85.3, 24, p))).toBeCloseTo(p, 11)
  expect(noncentralChiSquare.solveNoncentrality(10, 24, 0.95)).toBe(0)
  expect(noncentralChiSquare.lower(Number.NaN, 24, 1)).toBeNaN()
  expect(noncentralChiSquare.upper(3, -1, 1)).toBeNaN()
})

test('a positive definite matrix is factored, inverted and solved; others are refused', () => {
  const matrix = Float64Array.of(4, 2, 1, 2, 3, 0.5, 1, 0.5, 2)
  const lower = choleskyOfPositiveDefinite(matrix, 3)
  if (lower === null) throw new Error('positive definite')
  const inverse = inverseOfCholesky(lower, 3)
  for (let i = 0; i < 3; i++) {
    for (let j = 0; j < 3; j++) {
      let sum = 0
      for (let k = 0; k < 3; k++) sum += (matrix[3 * i + k] as number) * (inverse[3 * k + j] as number)
      expect(sum).toBeCloseTo(i === j ? 1 : 0, 14)
    }
  }
  expect(logDeterminantOfCholesky(lower, 3)).toBeCloseTo(Math.log(14), 14)
  expect(
    [...solveCholesky(lower, 3, Float64Array.of(7, 5.5, 3.5))].map((value) => Math.round(value * 1e12) / 1e12),
  ).toEqual([1, 1, 1])
  expect(choleskyOfPositiveDefinite(Float64Array.of(1, 1, 1, 1), 2)).toBeNull()
  expect(choleskyOfPositiveDefinite(Float64Array.of(1, 2, 2, 1), 2)).toBeNull()
  expect(choleskyOfPositiveDefinite(Float64Array.of(Number.NaN), 1)).toBeNull()
})
