import { describe, expect, test } from 'vitest'
import type { SurveyDataset } from '../../analyses/core/datasets'
import { rowsOfTable, type TableRow } from '../../analyses/core/result'
import { importanceFor, equalImportance } from '../../analyses/measures/importance'
import { placeWords, type Cross } from '../../analyses/measures/label-places'
import { importanceOutcome, roundsOf, targetOf } from '../../analyses/measures/options'
import { random } from '../../analyses/numeric/resampling/random'
import type { AnalysisOutcome } from '../../analyses/recipe/run'
import { openFixture, fixtureOfTests, runAnalysis } from '../fixture-project'

const rowsOf = (outcome: AnalysisOutcome): readonly TableRow[] =>
  rowsOfTable(outcome.tables[0]!).map(({ cells }) => cells)

const sample = await fixtureOfTests('fixtures/sample/recipe.json')

describe('on the sample survey with its measures', () => {
  const survey = (): SurveyDataset => {
    if (sample.datasets.survey === null) throw new Error('no survey')
    return sample.datasets.survey
  }

  test('targets by scale, by the measures’ thresholds, in points', () => {
    const base = { target_rule: 'scale', target_share: 0.75, target: 3 } as const
    expect(targetOf(survey(), 'culture', base)).toBe(4)
    // Digihjelp under 3.5, the competence package under 3.25.
    expect(targetOf(survey(), 'culture', { ...base, target_rule: 'measures' })).toBe(3.5)
    expect(targetOf(survey(), 'culture_1', { ...base, target_rule: 'measures' })).toBe(4)
    expect(targetOf(survey(), 'culture', { ...base, target_rule: 'points' })).toBe(3)
    expect(() => targetOf(survey(), 'culture', { ...base, target_rule: 'points', target: 7 })).toThrow(
      expect.objectContaining({ code: 'measures:target-outside' }),
    )
  })

  test('importance is for motivation unless said otherwise, and rounds are the last two', () => {
    expect(importanceOutcome(survey(), { importance: 'lmg', important_for: null })).toBe('motivation')
    expect(importanceOutcome(survey(), { importance: 'lmg', important_for: 'culture' })).toBe('culture')
    expect(importanceOutcome(survey(), { importance: 'equal', important_for: 'culture' })).toBeNull()
    expect(roundsOf(survey(), { from: null, to: '2022' })).toEqual({ from: '2021', to: '2022' })
    expect(roundsOf(survey(), { from: null, to: '2021' })).toEqual({ from: null, to: '2021' })
    expect(() => roundsOf(survey(), { from: '2021', to: '2021' })).toThrow(
      expect.objectContaining({ code: 'measures:same-round' }),
    )
  })

  test('measures are suggested below their threshold only', async () => {
    // Organisation by organisation some means are low enough.
    const rows = rowsOf(await runAnalysis(sample, 'measures', { by: ['organisation'], importance: 'equal' }))
    const thresholds = new Map(survey().instrument.measures.map((measure) => [measure.id, measure]))
    const suggested = rows.filter(({ measure_ids: ids }) => ids !== null)
    expect(suggested.length).toBeGreaterThan(0)
    for (const row of suggested) {
      for (const id of String(row['measure_ids']).split(' ')) {
        expect(thresholds.get(id)?.for).toContain(row['outcome'])
        expect(Number(row['mean'])).toBeLessThan(thresholds.get(id)?.below ?? Number.POSITIVE_INFINITY)
      }
    }
    for (const row of rows.filter(({ measure_ids: ids }) => ids === null)) {
      for (const measure of survey().instrument.measures.filter((one) => one.for.includes(String(row['outcome']))))
        expect(Number(row['mean'])).toBeGreaterThanOrEqual(measure.below ?? Number.POSITIVE_INFINITY)
    }
  })

  test('the same seed gives the same bits, another other intervals and the same estimates', async () => {
    const options = { draws: 400 }
    const [first, again, other] = [
      await runAnalysis(sample, 'measures', options, { seed: 3 }),
      await runAnalysis(sample, 'measures', options, { seed: 3 }),
      await runAnalysis(sample, 'measures', options, { seed: 4 }),
    ]
    expect(JSON.stringify(first.tables)).toBe(JSON.stringify(again.tables))
    const pick = (outcome: AnalysisOutcome, column: string): readonly unknown[] =>
      rowsOf(outcome).map((row) => row[column])
    expect(pick(other, 'priority')).toEqual(pick(first, 'priority'))
    expect(pick(other, 'priority_low')).not.toEqual(pick(first, 'priority_low'))
    for (const row of rowsOf(first)) {
      if (row['priority'] === null) expect(row['outcome']).toBe('motivation')
      else {
        expect(Number(row['priority_low'])).toBeLessThanOrEqual(Number(row['priority']))
        expect(Number(row['priority_high'])).toBeGreaterThanOrEqual(Number(row['priority']))
      }
    }
  })

  test('one round alone has a state and no verdict', async () => {
    const outcome = await runAnalysis(
      sample,
      'measures',
      { importance: 'equal' },
      { where: [{ column: 'round', in: ['2022'] }] },
    )
    expect(
      rowsOf(outcome).every(({ verdict, change, mean }) => verdict === null && change === null && mean !== null),
    ).toBe(true)
    expect(outcome.notes.map(({ code }) => code)).toContain('measures:no-earlier-round')
  })

  test('no sentence claims a cause, or a change that the gate forbids', async () => {
    const outcome = await runAnalysis(sample, 'measures', { draws: 200 })
    const said = JSON.stringify(outcome.prose.finding)
    const forbidden = rowsOf(outcome).filter(({ verdict }) => verdict === 'not-comparable')
    expect(forbidden.length).toBeGreaterThan(0)
    expect(said).toContain('measures:say.finding.not-comparable')
    const moved = outcome.prose.finding.filter((label) => JSON.stringify(label).includes('say.finding.moved'))
    for (const row of forbidden) expect(JSON.stringify(moved)).not.toContain(`"${String(row['outcome'])}"`)
  })
})

describe('on other surveys', () => {
  test('linked rounds are compared by the differences of persons', async () => {
    const sleep = await openFixture('fixtures/surveys/sleep/recipe-linked.json')
    const [row] = rowsOf(await runAnalysis(sleep, 'measures', { importance: 'equal', max_half_width: 100 }))
    await sleep.database.close()
    // t.test(extra ~ group, paired = TRUE) on R's sleep.
    expect(row?.['change']).toBeCloseTo(1.58, 12)
    expect(row?.['p_value']).toBeCloseTo(0.00283289, 8)
    expect(row?.['change_low']).toBeCloseTo(0.7001142, 7)
    expect(row?.['verdict']).toBe('changed')
  })

  test('withheld groups say nothing, and too many outcomes for LMG are refused', async () => {
    const golden = await openFixture('fixtures/golden/recipe.json')
    const outcome = await runAnalysis(
      golden,
      'measures',
      { by: ['organisation'], importance: 'equal' },
      { minGroup: 5 },
    )
    const withheld = rowsOfTable(outcome.tables[0]!).filter((row) => row.withheld.has('mean'))
    expect(new Set(withheld.map(({ cells }) => cells['organisation'])).has('N4')).toBe(true)
    for (const { cells } of withheld)
      for (const column of ['gap', 'priority', 'rank', 'measure', 'evidence', 'change', 'verdict', 'reason'])
        expect(cells[column], column).toBeNull()
    expect(JSON.stringify([outcome.prose, outcome.figures.map(({ panels }) => panels)])).not.toContain('N4')
    const items = golden.instrument?.items.map(({ id }) => id) ?? []
    expect((await runAnalysis(golden, 'measures', { outcomes: items, important_for: 'motiv' })).refusal?.code).toBe(
      'measures:too-many-for-lmg',
    )
    const weighed = await runAnalysis(golden, 'measures', {
      outcomes: items,
      important_for: 'motiv',
      importance: 'correlation',
      draws: 200,
    })
    expect(rowsOf(weighed).reduce((sum, { importance }) => sum + Number(importance), 0)).toBeCloseTo(1, 12)
    await golden.database.close()
  })
})

describe('importance', () => {
  const options = { draws: 200, confidence: 0.95, random: random(1), checkpoint: () => undefined }
  const normal = random('columns').normal
  const x = Float64Array.from({ length: 200 }, normal)
  const noise = Float64Array.from({ length: 200 }, normal)
  const y = x.map((value, i) => value + 0.5 * (noise[i] ?? 0))

  test.each(['lmg', 'correlation'] as const)(
    'shares add up to one; what does not vary counts nothing (%s)',
    (measure) => {
      const found = importanceFor([x, new Float64Array(200).fill(2), noise, y], measure, options) ?? []
      expect(found.map(({ share }) => share).reduce((a, b) => a + b, 0)).toBeCloseTo(1, 12)
      expect(found[1]?.share).toBe(0)
      expect(found[0]?.share).toBeGreaterThan(found[2]?.share ?? 1)
      for (const { share, interval } of found) {
        expect(interval?.low).toBeLessThanOrEqual(share)
        expect(interval?.high).toBeGreaterThanOrEqual(share)
      }
    },
  )

  test('a negative correlation counts as none, and all alike is one over their number', () => {
    const found = importanceFor([x, x.map((value) => -value), y], 'correlation', options) ?? []
    expect(found.map(({ share }) => share)).toEqual([1, 0])
    expect(importanceFor([x.map((value) => -value), y], 'correlation', options)).toBeNull()
    expect(equalImportance(4).map(({ share }) => share)).toEqual([0.25, 0.25, 0.25, 0.25])
  })
})

describe('words beside dots', () => {
  const cross = (x: number, y: number, width: number): Cross => ({
    x,
    y,
    left: x - 0.15,
    right: x + 0.15,
    low: y - 0.05,
    high: y + 0.05,
    width,
    height: 0.05,
  })
  const boxOf = (
    word: ReturnType<typeof placeWords>[number],
    { width, height }: Cross,
  ): readonly [number, number, number, number] =>
    word.anchor === 'start'
      ? [word.x, word.x + width, word.y - height / 2, word.y + height / 2]
      : [word.x - width, word.x, word.y - height / 2, word.y + height / 2]

  test('do not lie on each other, nor outside', () => {
    const crosses = [cross(0.5, 0.5, 0.3), cross(0.52, 0.52, 0.3), cross(0.9, 0.5, 0.3), cross(0.1, 0.45, 0.2)]
    const boxes = placeWords(crosses, [0.012, 0.035], { x: 0.5, y: 0.1 }).map((word, index) =>
      boxOf(word, crosses[index] as Cross),
    )
    boxes.forEach(([left, right, low, high], index) => {
      expect(left).toBeGreaterThanOrEqual(0)
      expect(right).toBeLessThanOrEqual(1)
      for (const [otherLeft, otherRight, otherLow, otherHigh] of boxes.slice(index + 1)) {
        // They may touch.
        const shared = [
          Math.min(right, otherRight) - Math.max(left, otherLeft),
          Math.min(high, otherHigh) - Math.max(low, otherLow),
        ]
        expect(Math.min(...shared)).toBeLessThan(1e-9)
      }
    })
  })
})
