import { describe, expect, test } from 'vitest'
import { attainmentOf, statusOf } from '../../analyses/indicators/compute'
import { createSpeaker } from '../../analyses/core/speaker'
import { rowsOfTable, type TableRow } from '../../analyses/core/result'
import { messagesOf } from '../../analyses/index'
import { fixtureOfTests, runAnalysis } from '../fixture-project'

describe('attainment and status', () => {
  test.each([
    // baseline, target, outcome, attainment, status
    [0, 4, 3, 0.75, 'not-reached'],
    [0, 4, 4, 1, 'reached'],
    [0, 4, 6, 1.5, 'exceeded'],
    [0, 4, 0, 0, 'not-reached'],
    [2, 4, 1, -0.5, 'moved-away'],
    // Less is better.
    [8, 4, 5, 0.75, 'not-reached'],
    [8, 4, 4, 1, 'reached'],
    [8, 4, 2, 1.5, 'exceeded'],
    [8, 4, 8, 0, 'not-reached'],
    [8, 4, 10, -0.5, 'moved-away'],
    [12, 0, 0, 1, 'reached'],
    // Nothing to measure.
    [5, 5, 5, null, 'reached'],
    [5, 5, 6, null, 'undecided'],
    [0, 0, 3, null, 'undecided'],
    [0, Number.NaN, 3, null, 'no-target'],
    [0, 3, Number.NaN, null, 'no-outcome'],
  ] as const)('from %d to %d, at %d', (baseline, target, outcome, attainment, status) => {
    expect(attainmentOf(baseline, target, outcome)).toBe(attainment)
    expect(statusOf(baseline, target, outcome)).toBe(status)
  })

  test('a missing baseline is 0', () => {
    expect(statusOf(Number.NaN, 4, 6)).toBe('exceeded')
    expect(statusOf(Number.NaN, -4, -1)).toBe('not-reached')
    expect(statusOf(Number.NaN, 0, 3)).toBe('undecided')
  })

  test('no way at all is no minus zero', () => {
    expect(Object.is(attainmentOf(8, 4, 8), 0)).toBe(true)
  })
})

const project = await fixtureOfTests('fixtures/organisations/recipe.json')

describe('the edge cases', () => {
  const rowsOf = async (options: Readonly<Record<string, unknown>>): Promise<readonly TableRow[]> => {
    const outcome = await runAnalysis(project, 'indicators', options)
    return rowsOfTable(outcome.tables[0]!).map(({ cells }) => cells)
  }

  test('most attained first, those without an attainment last and in the order of the file', async () => {
    const rows = await rowsOf({ sources: ['edge-cases'], order: 'attainment' })
    expect(rows.map((row) => row['attainment'])).toEqual([
      45,
      1.5,
      1,
      1,
      0.90625,
      0.75,
      0.5,
      -0.6,
      null,
      null,
      null,
      null,
      null,
    ])
    expect(rows.slice(8).map((row) => row['status'])).toEqual([
      'reached',
      'undecided',
      'undecided',
      'no-outcome',
      'no-target',
    ])
  })

  test('notes say what was assumed and what cannot be said, by name', async () => {
    const outcome = await runAnalysis(project, 'indicators', { sources: ['edge-cases'] })
    expect(outcome.notes.map(({ code, about }) => [code, about['n']])).toEqual([
      ['indicators:baseline-assumed', 2],
      ['indicators:target-is-baseline', 3],
      ['indicators:no-target', 1],
      ['indicators:no-outcome', 1],
    ])
    expect(outcome.nUsed).toBe(13)
  })

  test('a runaway bar is cut and says its number', async () => {
    const outcome = await runAnalysis(project, 'indicators', { sources: ['edge-cases'] })
    const bars = outcome.figures[0]?.panels[0]?.marks.find(({ mark }) => mark === 'bar')
    if (bars?.mark !== 'bar') throw new Error('no bars')
    expect(Math.max(...bars.to.map((end) => end ?? 0))).toBe(2)
    expect(bars.labels?.filter((label) => label !== null)).toEqual([{ value: 45, as: 'percent' }])
    const ticks = outcome.figures[0]?.panels[0]?.marks.find(({ mark }) => mark === 'dot')
    // No target is drawn where there is no way to it.
    expect(ticks?.mark === 'dot' ? ticks.x.filter((x) => x !== null).length : 0).toBe(8)
  })
})

test('the report’s own table, said in Norwegian', async () => {
  const outcome = await runAnalysis(
    project,
    'indicators',
    { sources: ['indicators'] },
    { language: 'nb', minGroup: 1_000 },
  )
  const speaker = createSpeaker('nb', messagesOf('nb'), null)
  expect(speaker.sentences(outcome.prose.finding)).toBe(
    'Av 8 indikatorer nådde 3 målet (3 ble bedre enn målet); 5 nådde det ikke. Lengst fra målet er «Long-term formal agreements between research institutes», med 0\u00a0%.',
  )
  // Nothing here is about persons.
  expect(outcome.tables.every(({ suppressed }) => suppressed.length === 0)).toBe(true)
})

test('a filter chooses tables; one that leaves none is a refusal', async () => {
  const kept = await runAnalysis(project, 'indicators', {}, { where: [{ column: 'source', in: ['completion'] }] })
  expect(kept.tables[0]?.rows).toHaveLength(10)
  await expect(
    runAnalysis(project, 'indicators', {}, { where: [{ column: 'source', in: ['nothing'] }] }),
  ).rejects.toMatchObject({ code: 'core:option-too-few-columns' })
  await expect(
    runAnalysis(project, 'indicators', {}, { where: [{ column: 'role', in: ['leader'] }] }),
  ).rejects.toMatchObject({ code: 'core:option-no-such-column' })
})
