import { describe, expect, test } from 'vitest'
import { createSpeaker } from '../../analyses/core/speaker'
import { interfaceLanguages, type MessageCode, type Values } from '../../analyses/core/words'
import { messagesOf } from '../../analyses/index'
import type { AnalysisOutcome } from '../../analyses/recipe/run'
import { filesBelow, readProjectFile } from '../source-files'
import { saysKey } from '../spoken-keys'
import { everyHours, runOnSeries, type MadeUpSeries } from './made-up-series'
import { noteCodes } from './outcome-reading'

/** Every note and every refusal of the series analyses, on data that brings it out; and data like them that do not. */

const hourly = (values: readonly number[]): MadeUpSeries => ({
  times: everyHours('2022-05-01T00:00Z', values.length),
  values,
})
const wave = Array.from({ length: 14 }, (_, index) => 10 + (index % 3))
const falls = (uptime?: MadeUpSeries['uptime']): MadeUpSeries => ({
  kind: 'events',
  times: everyHours('2022-05-01T01:00Z', 40, 6),
  ...(uptime === undefined ? {} : { uptime }),
})
const up: MadeUpSeries['uptime'] = [['2022-05-01T00:00Z', '2022-05-11T00:00Z']]
const mixed: MadeUpSeries = {
  ...falls(up),
  kinds: Array.from({ length: 40 }, (_, index) => (index % 2 === 0 ? 'a' : 'b')),
}

interface Case {
  readonly analysis?: 'control-chart' | 'series-overview'
  readonly series: MadeUpSeries
  readonly options?: Readonly<Record<string, unknown>>
  /** What the code is about, where numbers stand in it. */
  readonly about?: Readonly<Record<string, unknown>>
  /** The same question to data that give no such note. */
  readonly without?: { readonly series?: MadeUpSeries; readonly options?: Readonly<Record<string, unknown>> }
}

const byDay = { bucket: 'day' }
const notes: Readonly<Record<string, Case>> = {
  'series:duplicates': {
    series: { times: [...everyHours('2022-05-01T00:00Z', 14), Date.parse('2022-05-01T13:00Z')], values: [...wave, 99] },
    about: { series: 's', n: 1 },
    without: { series: hourly(wave) },
  },
  'series:out-of-range': {
    series: { ...hourly([...wave, 99, -1]), range: [0, 50] },
    about: { series: 's', n: 2, low: '0', high: '50' },
    without: { series: { ...hourly([...wave, 50, 0]), range: [0, 50] } },
  },
  'series:gaps': {
    series: { times: [...everyHours('2022-05-01T00:00Z', 14), Date.parse('2022-05-01T17:00Z')], values: [...wave, 9] },
    about: { series: 's', n: 1, hours: { value: 4, as: 'df' }, parting: 1 },
    without: {
      series: {
        times: [...everyHours('2022-05-01T00:00Z', 14), Date.parse('2022-05-01T16:00Z')],
        values: [...wave, 9],
      },
    },
  },
  'series:kinds-together': { series: mixed, options: byDay, without: { options: { ...byDay, event: 'a' } } },
  'series:coverage-unknown': {
    series: falls(),
    options: byDay,
    about: { series: 's' },
    without: { series: falls(up) },
  },
  'series:events-while-down': {
    series: falls([['2022-05-01T00:00Z', '2022-05-10T00:00Z']]),
    options: byDay,
    // The last day's four events.
    about: { series: 's', n: 4 },
    without: { series: falls(up) },
  },
  'series:low-coverage': {
    series: falls([['2022-05-01T12:00Z', '2022-05-11T00:00Z']]),
    options: byDay,
    about: { n: 1, share: { value: 0.8, as: 'percent' } },
    without: { options: { ...byDay, min_coverage: 0.5 } },
  },
  'control-chart:trial-limits': {
    series: hourly(wave.slice(0, 11)),
    about: { phase: 1, n: 11, needed: 12 },
    without: { series: hourly(wave.slice(0, 12)) },
  },
  'control-chart:no-variation': {
    series: hourly(wave.map(() => 5)),
    about: { phase: 1 },
    without: { series: hourly(wave) },
  },
  'control-chart:screened': {
    series: hourly([0, 1, 0, 1, 0, 1, 22, 21, 22, 21, 22, 21]),
    options: { sigma: 'mr-screened' },
    about: { phase: 1, n: 1 },
    without: { options: { sigma: 'mr-1.128' } },
  },
  'control-chart:limits-follow-uptime': {
    series: falls(up),
    options: { ...byDay, chart: 'u' },
    without: { options: byDay },
  },
  'control-chart:no-sigma-z': {
    series: falls(up),
    options: byDay,
    without: { options: { ...byDay, chart: 'u-prime' } },
  },
  'series-overview:empty': {
    analysis: 'series-overview',
    series: hourly([Number.NaN, Number.NaN]),
    about: { series: 's' },
    without: { series: hourly([Number.NaN, 1]) },
  },
  'series-overview:no-range': {
    analysis: 'series-overview',
    series: hourly(wave),
    about: { series: 's' },
    without: { series: { ...hourly(wave), range: [0, 50] } },
  },
  'series-overview:repeated-events': {
    analysis: 'series-overview',
    series: {
      ...falls(up),
      times: ['2022-05-01T01:00Z', '2022-05-01T01:00Z', '2022-05-01T01:00Z', '2022-05-02T01:00Z'],
      kinds: ['a', 'b', 'a', 'a'],
    },
    about: { series: 's', n: 1 },
    without: { series: mixed },
  },
}

const refusals: Readonly<Record<string, Case>> = {
  'series:events-need-bucket': { series: falls(up), about: { series: 's' }, without: { options: byDay } },
  'series:no-events': {
    series: { kind: 'events', times: [] },
    options: byDay,
    about: { series: 's' },
    without: { series: falls(up) },
  },
  'series:too-many-buckets': {
    series: { times: ['1900-01-01T00:00Z', '1950-01-01T00:00Z', '2000-01-01T00:00Z'], values: [1, 2, 3] },
    options: { bucket: 'hour' },
    about: { series: 's' },
    without: { options: { bucket: 'month' } },
  },
  'series:no-such-date': {
    series: hourly(wave),
    options: { phases: ['2022-02-30 New routine'] },
    about: { text: '2022-02-30 New routine' },
    without: { options: { phases: ['2022-05-01 05:00 New routine'] } },
  },
  'series:phase-outside': {
    series: hourly(wave),
    options: { phases: ['2022-05-01 00:00 New routine'] },
    about: { reason: 'New routine' },
    without: { options: { phases: ['2022-05-01 05:00 New routine'] } },
  },
  'control-chart:chart-needs-events': {
    series: hourly(wave),
    options: { ...byDay, chart: 'u' },
    about: { series: 's' },
    without: { series: falls(up) },
  },
  'control-chart:too-few-points': {
    series: hourly([1]),
    about: { series: 's', n: 1 },
    without: { series: hourly([1, 2]) },
  },
  'control-chart:phase-too-short': {
    series: hourly(wave),
    options: { phases: ['2022-05-01 13:00 New routine'] },
    about: { phase: 2, n: 1 },
    without: { options: { phases: ['2022-05-01 12:00 New routine'] } },
  },
  'control-chart:no-neighbours': {
    // Usable readings with a blank between each.
    series: hourly([1, Number.NaN, 2, Number.NaN, 3]),
    about: { phase: 1 },
    without: { series: hourly([1, 2, Number.NaN, 3]) },
  },
}

const run = ({ analysis = 'control-chart', series, options }: Case): Promise<AnalysisOutcome> =>
  runOnSeries(analysis, { s: series }, { ...(analysis === 'control-chart' ? { series: 's' } : {}), ...options })
const otherwise = (one: Case): Case => ({ ...one, ...one.without })

function expectSpoken(code: string, about: Values): void {
  const spoken = interfaceLanguages.map((language) =>
    createSpeaker(language, messagesOf(language), null).text(code as MessageCode, about),
  )
  expect(new Set(spoken).size, `${code} in every language`).toBe(interfaceLanguages.length)
  for (const sentence of spoken) expect(sentence).not.toMatch(/[{}]|undefined|NaN|^[a-z-]+:[\w.-]+$/)
}

describe.each(Object.entries(notes))('the note %s', (code, one) => {
  test('is given where it applies', async () => {
    const found = (await run(one)).notes.filter((note) => note.code === code)
    expect(found).toHaveLength(1)
    if (one.about !== undefined) expect(found[0]?.about).toEqual(one.about)
    expectSpoken(code, found[0]?.about ?? {})
  })

  test('and not where it does not', async () => {
    const outcome = await run(otherwise(one))
    expect(outcome.refusal).toBeNull()
    expect(noteCodes(outcome)).not.toContain(code)
  })
})

describe.each(Object.entries(refusals))('the refusal %s', (code, one) => {
  test('is given where it applies', async () => {
    const { refusal } = await run(one)
    expect(refusal?.code).toBe(code)
    if (one.about !== undefined) expect(refusal?.about).toEqual(one.about)
    expectSpoken(code, refusal?.about ?? {})
  })

  test('and not where it does not', async () => {
    expect((await run(otherwise(one))).refusal).toBeNull()
  })
})

describe('codes', () => {
  const sources = (['series', 'control-chart', 'series-overview'] as const).flatMap((room) =>
    filesBelow(`analyses/${room}`, ['.ts']).map((path) => ({ room, text: readProjectFile(path) })),
  )

  test('are all tested here', () => {
    const said = sources.flatMap(({ room, text }) =>
      [...text.matchAll(/(?<![\w.])(?:seriesWords\.)?(?:info|warning|code)\(\s*'([a-z-]+)'/g)].map(
        ([, key]) => `${room}:${key}`,
      ),
    )
    expect([...new Set(said)].sort()).toEqual([...Object.keys(notes), ...Object.keys(refusals)].sort())
  })

  test('of the floor have a message in every language, and no message is left over', () => {
    const paths = filesBelow('analyses/series', ['.ts'])
    const english = Object.keys(messagesOf('en')).filter((key) => key.startsWith('series:'))
    expect(english.filter((key) => !saysKey(paths, 'series', key.slice('series:'.length)))).toEqual([])
    for (const language of interfaceLanguages) {
      const written = Object.keys(messagesOf(language)).filter((key) => key.startsWith('series:'))
      expect(written.sort()).toEqual([...english].sort())
    }
  })
})
