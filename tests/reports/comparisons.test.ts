import { describe, expect, test } from 'vitest'
import { expectCells, referenceOf, reportsOfTests } from './reported'

const reports = await reportsOfTests()

describe('groups that other programs compared wrongly', () => {
  test('Cliff’s δ of groups without overlap has an interval that is no point', async () => {
    const groups = await reports.one('cliffs-delta-complete-separation')
    const pair = groups.cells('pairwise', { group_a: 'G1', group_b: 'G5' })
    // R's ptukey is exact to about 1e-10 absolute, and not relative to p.
    expectCells(pair, referenceOf('separated'), 5)
    // effsize 0.8: t quantile, and δ shrunk to (n₁n₂ − 1)/(n₁n₂).
    expect(pair).toMatchObject({ cliffs_delta: 1, delta_high: 1 })
    expect(pair['delta_low']).toBeCloseTo(0.6395, 4)
    const low = groups.column('pairwise', 'delta_low')
    const high = groups.column('pairwise', 'delta_high')
    expect(low.filter((end, row) => end === high[row])).toEqual([])
  })

  test('one unanimous group does not keep the pairs from being told', async () => {
    const groups = await reports.one('none-could-be-tested-but-pairs-were')
    for (const pair of ['AB', 'AC', 'BC'])
      expectCells(
        groups.cells('pairwise', { group_a: pair[0] ?? '', group_b: pair[1] ?? '' }),
        referenceOf(`pairs.${pair}`),
        5,
      )
    expect(groups.cells('omnibus')).toMatchObject({ statistic: null, p_value: null })
    expect(groups.sentences()).toContain('3 of 3 pairs of groups differ')
    expect(groups.sentences()).not.toContain('None of the outcomes')
    expect(groups.sentences()).toContain('All groups together could not be tested')
  })

  test('ω² of 0 has an interval that is no point', async () => {
    const groups = await reports.one('omega-squared-zero-interval')
    expectCells(groups.cells('omnibus'), referenceOf('omega_zero'), 8)
    expect(groups.cells('omnibus')).toMatchObject({ omega_sq: 0, conf_low: 0 })
  })

  test('levels have an order and a reference', async () => {
    const { reference_15: short, reference_30: long, p_value: _adjusted, ...linear } = referenceOf('levels')
    const ran = await reports.all('order-of-levels')
    expectCells(ran.get('polynomial')?.cells('contrasts', { contrast: 'linear' }) ?? {}, linear)
    expect(ran.get('polynomial')?.column('descriptives', 'group_name')).toEqual(['No visits', '15 mins', '30 mins'])
    const against = ran.get('reference')
    expect(against?.cells('contrasts', { group: '15 mins' })).toMatchObject({ reference: 'No visits' })
    expectCells(against?.cells('contrasts', { group: '15 mins' }) ?? {}, { estimate: short ?? Number.NaN })
    expectCells(against?.cells('contrasts', { group: '30 mins' }) ?? {}, { estimate: long ?? Number.NaN })
    const byItem = await reports.all('order-of-levels', 'recipe-item')
    expectCells(byItem.get('polynomial')?.cells('contrasts', { contrast: 'linear' }) ?? {}, linear)
  })
})

describe('change and factors', () => {
  test('a change that may or may not be relevant is called undecided', async () => {
    const change = await reports.one('below-relevance-not-shown')
    expectCells(change.cells('change'), referenceOf('relevance'), 7)
    expect(change.cells('change')['verdict']).toBe('changed')
    expect(change.sentences()).toContain('whether the change is relevant (at least 3.00) is not decided')
  })

  test('an empty combination is the reason that is given', async () => {
    const ran = await reports.all('type-3-empty-cell-wrong-reason')
    expectCells(ran.get('t2')?.cells('anova', { term: 'a' }) ?? {}, {
      sum_sq: referenceOf('empty_cell')['sum_sq'] ?? 0,
      statistic: referenceOf('empty_cell')['statistic'] ?? 0,
    })
    const refused = ran.get('t3')?.outcome
    expect(refused?.status).toBe('refused')
    expect(ran.get('t3')?.notes).toEqual(['factorial-variance:cells-empty', 'factorial-variance:type-3-needs-cells'])
  })

  test('one answer in each combination: the refusal names the setting, and with it the factors are tested', async () => {
    const refused = await reports.one('one-answer-per-combination')
    expect(refused.outcome.status).toBe('refused')
    expect(refused.says('factorial-variance:no-replication')).toContain(
      'Without interactions the factors can be tested',
    )
    const { a, b, df_residual: df, mean_sq_residual: meanSq } = referenceOf('single')
    const additive = await reports.one('one-answer-per-combination', 'recipe-without-interaction')
    expectCells(additive.cells('anova', { term: 'a' }), { statistic: a ?? 0 })
    expectCells(additive.cells('anova', { term: 'b' }), { statistic: b ?? 0 })
    expectCells(additive.cells('anova', { term: 'residuals' }), { df: df ?? 0, mean_sq: meanSq ?? 0 })
  })
})

describe('the measurement', () => {
  test('ω without an admissible bootstrap has no interval, and nothing says otherwise', async () => {
    const ran = await reports.all('omega-interval-beyond-one')
    for (const name of ['r', 'again']) {
      const scale = ran.get(name)?.cells(name === 'r' ? 'scales' : 'reliability')
      expectCells(scale ?? {}, referenceOf('omega_negative'))
      expect(scale).toMatchObject({ omega_low: null, omega_high: null })
    }
    expect(ran.get('r')?.says('reliability:interval-failed')).toContain('no admissible one-factor solution')
    expect(ran.get('r')?.sentences()).toContain('ω = .20;')
  })

  test('srmr is Hu and Bentler’s in both models', async () => {
    const ran = await reports.all('srmr-two-definitions')
    const { cfa, efa, rmsr } = referenceOf('srmr')
    expectCells(ran.get('cfa')?.cells('fit') ?? {}, { srmr: cfa ?? 0 }, 6)
    expectCells(ran.get('efa')?.cells('fit') ?? {}, { srmr: efa ?? 0, rmsr: rmsr ?? 0 }, 6)
  })
})

test('the sentence, the table and the figure of a pair share one direction', async () => {
  const ran = await reports.one('none-could-be-tested-but-pairs-were')
  const reversed = await reports.one('cliffs-delta-complete-separation')
  for (const groups of [ran, reversed]) {
    const [, a, size, way, b, low, high] =
      /culture: (\S+) lies ([\d.]+) n (above|below) (\S+), \[([−\d.]+), ([−\d.]+)\]/.exec(groups.sentences()) ?? []
    const row = groups.cells('pairwise', { group_a: a ?? '', group_b: b ?? '' })
    const said = (text = ''): number => Number(text.replace('−', '-'))
    expect(row['estimate']).toBeCloseTo((way === 'above' ? 1 : -1) * said(size), 2)
    expect(row['conf_low']).toBeCloseTo(said(low), 2)
    expect(row['conf_high']).toBeCloseTo(said(high), 2)
    const dots = groups.outcome.figures
      .filter(({ id }) => id === 'pairs')
      .flatMap(({ panels }) => panels.flatMap(({ marks }) => marks))
      .filter((mark) => mark.mark === 'dot')
    expect(dots.some(({ x }) => x.some((position) => position === row['estimate']))).toBe(true)
  }
})
