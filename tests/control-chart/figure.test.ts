import { describe, expect, test } from 'vitest'
import type { AnalysisOutcome } from '../../analyses/recipe/run'
import { everyHours, runOnSeries, type MadeUpSeries } from '../series/made-up-series'
import { columnOf, inEnglish, marksOf, onlyFigure, panelOf, rowsOf } from '../series/outcome-reading'

/** What the figure shows is what the tables hold. */

const days = (values: readonly number[]): MadeUpSeries => ({
  times: everyHours('2022-05-02T00:00Z', values.length, 24),
  values,
  unit: 'ppm',
  timeZone: 'Europe/Oslo',
})
// Three phases; the last point of the first lies far outside its limits.
const values = [1, 3, 1, 3, 2, 3, 1, 3, 1, 30, 11, 13, 11, 14, 21, 22, 21, 25]
const phases = ['2022-05-12 New routine', '2022-05-16 New ward']
const threePhases = (): Promise<AnalysisOutcome> =>
  runOnSeries('control-chart', { s: days(values) }, { series: 's', phases, freeze: 8 })
/** Up for 24, 6 and 12 hours, and then without a stop; the second day counts for too little. */
const alarms: MadeUpSeries = {
  kind: 'events',
  times: [2, 1, 3, 4, 1, 5].flatMap((count, day) =>
    everyHours('2022-05-02T01:00Z', count, 0.1).map((time) => time + day * 86_400_000),
  ),
  uptime: [
    ['2022-05-02T00:00Z', '2022-05-03T06:00Z'],
    ['2022-05-04T00:00Z', '2022-05-04T12:00Z'],
    ['2022-05-05T00:00Z', '2022-05-08T00:00Z'],
  ],
}
const rates = (chart: string): Promise<AnalysisOutcome> =>
  runOnSeries('control-chart', { s: alarms }, { series: 's', bucket: 'day', chart, min_coverage: 0.5 })

const timesOf = (outcome: AnalysisOutcome, table: string, column: string): readonly number[] =>
  columnOf(outcome, table, column).map((time) => Date.parse(String(time)))
/** A level through each phase, as a line: from, to, break. */
const levels = (outcome: AnalysisOutcome, column: string, factor = 1): unknown => ({
  x: rowsOf(outcome, 'phases').flatMap((row) => [Date.parse(String(row['from'])), Date.parse(String(row['to'])), null]),
  y: rowsOf(outcome, 'phases').flatMap((row) => [Number(row[column]) * factor, Number(row[column]) * factor, null]),
})

describe('the figure of three phases', () => {
  test('draws centre lines and limits as the table of phases has them', async () => {
    const outcome = await threePhases()
    const panel = panelOf(outcome, 'values')
    const [upper, lower] = marksOf(panel, 'line', 'limit')
    expect(upper).toMatchObject({ ...(levels(outcome, 'upper') as object), dash: 'dashed' })
    expect(lower).toMatchObject({ ...(levels(outcome, 'lower') as object), dash: 'dashed' })
    expect(marksOf(panel, 'line', 'reference')).toMatchObject([
      { ...(levels(outcome, 'centre') as object), dash: 'solid' },
    ])
    const ranges = panelOf(outcome, 'moving-ranges')
    expect(marksOf(ranges, 'line', 'reference')).toMatchObject([levels(outcome, 'mean_moving_range')])
    expect(marksOf(ranges, 'line', 'limit')).toMatchObject([levels(outcome, 'mean_moving_range', 3.267)])
  })

  test('marks where each later phase begins, with its reason where values are read', async () => {
    const outcome = await threePhases()
    const begins = timesOf(outcome, 'phases', 'from').slice(1)
    const rules = (panel: string): readonly unknown[] =>
      marksOf(panelOf(outcome, panel), 'rule', 'accent').map(({ at, label }) => [at, label])
    expect(rules('values')).toEqual([
      [begins[0], 'New routine'],
      [begins[1], 'New ward'],
    ])
    expect(rules('moving-ranges')).toEqual(begins.map((at) => [at, undefined]))
  })

  test('joins the points of a phase and marks those that signal', async () => {
    const outcome = await threePhases()
    const panel = panelOf(outcome, 'values')
    const times = timesOf(outcome, 'points', 'time')
    const [line] = marksOf(panel, 'line', 'main')
    expect(line?.x).toEqual([...times.slice(0, 10), null, ...times.slice(10, 14), null, ...times.slice(14)])
    expect(line?.y).toEqual([...values.slice(0, 10), null, ...values.slice(10, 14), null, ...values.slice(14)])
    expect(columnOf(outcome, 'points', 'signal')).toEqual(values.map((value) => (value === 30 ? 'outside' : '')))
    expect(marksOf(panel, 'dot', 'signal')).toMatchObject([{ x: [times[9]], y: [30], shape: 'diamond' }])
    expect(marksOf(panel, 'dot', 'main')[0]?.y).toEqual(values.filter((value) => value !== 30))
    const [ranges] = marksOf(panelOf(outcome, 'moving-ranges'), 'dot', 'muted')
    expect([ranges?.x, ranges?.y]).toEqual([times, columnOf(outcome, 'points', 'moving_range')])
    expect(inEnglish(marksOf(panel, 'dot', 'signal')[0]?.details?.[0] ?? '')).toMatch(
      /^11 May 2022 02:00: 30\.00\sppm 1 point outside the limits$/,
    )
  })

  test('has axes of time in the zone and of the unit, and names what it draws', async () => {
    const outcome = await threePhases()
    for (const panel of onlyFigure(outcome).panels) {
      expect(panel.x).toMatchObject({ scale: 'time', timeZone: 'Europe/Oslo', unit: 'Europe/Oslo' })
      expect(panel.y).toMatchObject({ scale: 'linear', unit: 'ppm' })
    }
    expect(onlyFigure(outcome).panels.map(({ y }) => inEnglish(y.label))).toEqual(['Value', 'Moving range'])
    expect(onlyFigure(outcome).legend.map(({ label }) => inEnglish(label))).toEqual([
      'Value',
      'Signal',
      'Centre line',
      'Control limits',
    ])
    expect(onlyFigure(outcome).notes.map(inEnglish)).toEqual([
      'Limits: Mean moving range / 1.128; 18 points.',
      'Rules: Making Data Count (NHS).',
      '1 point outside the limits',
    ])
  })

  test('has its times read in the zone of the series, in every table', async () => {
    const outcome = await threePhases()
    const zones = outcome.tables.flatMap(({ id, columns }) =>
      columns.filter(({ refersTo }) => refersTo === 'time').map((column) => [id, column.id, column.unit]),
    )
    expect(zones).toEqual([
      ['points', 'time', 'Europe/Oslo'],
      ['phases', 'from', 'Europe/Oslo'],
      ['phases', 'to', 'Europe/Oslo'],
    ])
  })

  test('is described with the limits of every phase, and a chart of one phase with its own', async () => {
    const outcome = await threePhases()
    const spoken = inEnglish(onlyFigure(outcome).description)
    const written = (cell: unknown): string => Number(cell).toFixed(2).replace('-', '\u2212')
    for (const [index, row] of rowsOf(outcome, 'phases').entries())
      expect(spoken).toContain(
        `phase ${index + 1}: centre line ${written(row['centre'])}, limits ${written(row['lower'])} to ${written(row['upper'])}`,
      )
    expect(spoken).toMatch(/^XmR chart of s: 18 points, .* 1 point signals a change in the process\.$/)
    const single = await runOnSeries('control-chart', { s: days([1, 3, 1, 3]) }, { series: 's' })
    const reach = (3 * 2) / 1.128
    expect(inEnglish(onlyFigure(single).description)).toBe(
      `XmR chart of s: 4 points, centre line 2.00, limits ${written(2 - reach)} to ${written(2 + reach)}, no point signals a change in the process.`,
    )
  })
})

describe('the figure of rates', () => {
  test('draws limits that follow each point’s uptime, and breaks them with the points', async () => {
    const outcome = await rates('u')
    const [upper, lower] = marksOf(panelOf(outcome, 'values'), 'line', 'limit')
    expect([upper?.y, lower?.y, upper?.steps]).toEqual([
      columnOf(outcome, 'points', 'upper'),
      columnOf(outcome, 'points', 'lower'),
      true,
    ])
    expect(new Set(upper?.y).size).toBe(3)
    expect(onlyFigure(outcome).panels).toHaveLength(1)
    expect(inEnglish(onlyFigure(outcome).description)).toContain('limits that follow the uptime')
    expect(inEnglish(onlyFigure(outcome).notes[0] ?? '')).toBe('Limits: 3 standard errors of a Poisson rate; 5 points.')
    expect(inEnglish(onlyFigure(await rates('u-prime')).notes[0] ?? '')).toContain('× σz')
  })

  test('greys what has too little uptime, and says what its axis counts', async () => {
    const outcome = await rates('xmr')
    const panel = panelOf(outcome, 'values')
    const rows = rowsOf(outcome, 'points')
    expect(columnOf(outcome, 'points', 'excluded')).toEqual(['no', 'yes', 'no', 'no', 'no', 'no'])
    expect(marksOf(panel, 'dot', 'gap')).toMatchObject([
      { x: [Date.parse(String(rows[1]?.['time']))], y: [rows[1]?.['value']], shape: 'hollow-circle' },
    ])
    expect(marksOf(panel, 'line', 'main')[0]?.y).toEqual([2, null, 6, 4, 1, 5])
    expect([inEnglish(panel.y.label), panel.y.scale === 'linear' && inEnglish(panel.y.unit ?? '')]).toEqual([
      'Events',
      'per 24 h of uptime',
    ])
    expect(onlyFigure(outcome).legend.map(({ label }) => inEnglish(label))).toContain('Low coverage, left out')
  })
})

test('many points are drawn small, and their moving ranges as a line alone', async () => {
  const many = (count: number): Promise<AnalysisOutcome> =>
    runOnSeries('control-chart', { s: days(Array.from({ length: count }, (_, index) => index % 4)) }, { series: 's' })
  const sizes = async (count: number): Promise<readonly unknown[]> => {
    const outcome = await many(count)
    return [
      marksOf(panelOf(outcome, 'values'), 'dot', 'main')[0]?.size,
      marksOf(panelOf(outcome, 'moving-ranges'), 'dot', 'muted').length,
    ]
  }
  expect(await sizes(150)).toEqual(['normal', 1])
  expect(await sizes(151)).toEqual(['small', 0])
})

describe('what is said', () => {
  const finding = (outcome: AnalysisOutcome): string => outcome.prose.finding.map(inEnglish).join(' ')

  test('signals are counted by rule, and phases have their centres', async () => {
    const outcome = await threePhases()
    const centres = columnOf(outcome, 'phases', 'centre').map((centre) => Number(centre).toFixed(2))
    expect(centres).toEqual(['2.13', '12.25', '22.25'])
    expect(finding(outcome)).toBe(
      `s shows signs of change: 1 point outside the limits, among 18 points. Centre lines by phase: 2.13, 12.25 and 22.25.`,
    )
    expect(outcome.prose.method.map(inEnglish)).toEqual([
      'XmR chart of s. Time resolution: Single readings. Time zone: Europe/Oslo. Limits: Mean moving range / 1.128. Rules: Making Data Count (NHS).',
    ])
  })

  test('without a signal the variation is the process’s own; without any variation nothing is said of it', async () => {
    const on = async (points: readonly number[]): Promise<string> =>
      finding(await runOnSeries('control-chart', { s: days(points) }, { series: 's' }))
    expect(await on([1, 3, 1, 3])).toMatch(
      /^No rule gives a signal among the 4 points of s: the variation is no larger than is usual for this process/,
    )
    expect(await on([5, 5, 5, 5])).toBe(
      'All 4 points of s are equal within their phase: there is no variation to judge a change by.',
    )
  })

  test('a departure from a frozen baseline without variation lies outside the limits', async () => {
    const points = [...Array.from({ length: 12 }, () => 100), 80, 100, 70, 100]
    const outcome = await runOnSeries('control-chart', { s: days(points) }, { series: 's', freeze: 12 })
    expect(columnOf(outcome, 'points', 'signal').slice(12)).toEqual(['outside', '', 'outside', ''])
    expect(finding(outcome)).toBe('s shows signs of change: 2 points outside the limits, among 16 points.')
  })
})
