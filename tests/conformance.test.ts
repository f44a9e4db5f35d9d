import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { AnyAnalysis } from '../analyses/core/contract'
import type { Database } from '../analyses/core/database'
import type { Dataset, SeriesDataset } from '../analyses/core/datasets'
import { Aborted, InputError } from '../analyses/core/errors'
import type { Axis, FigureSpec } from '../analyses/core/figure'
import { interfaceLanguages, type Label } from '../analyses/core/words'
import { defaultOf, fillOptions, optionProblems, type Option } from '../analyses/core/options'
import { isThere } from '../analyses/core/result'
import { createSpeaker } from '../analyses/core/speaker'
import { analyses, helpOf, messagesOf } from '../analyses/index'
import { runStatements } from '../analyses/recipe/statements'
import {
  computeRun,
  concludeRun,
  prepareRun,
  type AnalysisOutcome,
  type Datasets,
  type PreparedRun,
} from '../analyses/recipe/run'
import { openSeries } from '../analyses/series/open'
import { openDatabase } from '../main/database'
import { figureComplaints } from './figure-checks'
import { indicatorsOfShape, inventoryOfShape } from './organisation-shapes'
import { randomSource } from './random-source'
import { smallInstrument, surveyOfShape, type Shape } from './survey-shapes'

/** One battery of checks over every registered analysis: it runs because the analysis exists. */

const list = [...analyses.entries()]

const ordinary: Shape = { rows: 400, rounds: ['2021', '2022'], organisations: 6, coherentItems: true }
const shapes: Readonly<Record<string, Shape>> = {
  'no rows': { rows: 0, rounds: ['2021', '2022'], organisations: 3 },
  'one row': { rows: 1, rounds: ['2021', '2022'], organisations: 1 },
  'constant answers': { rows: 200, rounds: ['2021', '2022'], organisations: 4, constantItems: true },
  'columns without answers': { rows: 200, rounds: ['2021', '2022'], organisations: 4, missingItems: true },
  'a group of one': { rows: 120, rounds: ['2021', '2022'], organisations: 4, loneGroup: true },
  'ten thousand groups': { rows: 30_000, rounds: ['2021', '2022'], organisations: 10_000 },
}

interface Opened {
  readonly database: Database
  readonly datasets: Datasets
}

async function openShape(shape: Shape): Promise<Opened> {
  const database = await openDatabase()
  return {
    database,
    datasets: {
      survey: await surveyOfShape(database, shape),
      series: await seriesOfShape(database, shape),
      indicators: await indicatorsOfShape(database, shape),
      inventory: await inventoryOfShape(database, shape),
    },
  }
}

/** A sensor and an event log with as many points as the shape has rows. */
async function seriesOfShape(database: Database, shape: Shape): Promise<SeriesDataset | null> {
  const rows = Math.min(shape.rows, 2_000)
  const random = randomSource(7)
  const indices = Array.from({ length: rows }, (_, row) => row)
  const start = Date.parse('2022-10-25T00:00:00Z')
  const times = (minutes: number): Float64Array =>
    Float64Array.from(indices, (row) => start + (row + (row > rows / 2 ? 50 : 0)) * minutes * 60_000)
  const rowNumbers = { kind: 'integer', id: '_row', values: Int32Array.from(indices, (row) => row + 1) } as const
  const factor = (
    id: string,
    level: string,
  ): {
    readonly kind: 'factor'
    readonly id: string
    readonly codes: Int32Array
    readonly levels: readonly string[]
  } => ({ kind: 'factor', id, codes: new Int32Array(rows), levels: [level] })
  await database.insert('observations', {
    rowCount: rows,
    columns: [
      factor('series', 'climate/Room Å'),
      { kind: 'time', id: 't', values: times(10) },
      {
        kind: 'numeric',
        id: 'value',
        values: Float64Array.from(indices, () =>
          shape.missingItems === true ? Number.NaN : shape.constantItems === true ? 21 : 20 + random(),
        ),
      },
      rowNumbers,
    ],
  })
  await database.insert('events', {
    rowCount: rows,
    columns: [
      factor('series', 'alarms/Room Å'),
      { kind: 'time', id: 't', values: times(180) },
      factor('type', 'Fall'),
      rowNumbers,
    ],
  })
  const source = { unit: '°C', timeZone: 'Europe/Oslo', range: null }
  return openSeries(database, [
    { id: 'climate', kind: 'observations', ...source },
    { id: 'alarms', kind: 'events', ...source },
  ])
}

async function run(
  analysis: AnyAnalysis,
  { database, datasets }: Opened,
  options: Readonly<Record<string, unknown>> = {},
  minGroup = 1,
): Promise<AnalysisOutcome | 'refused'> {
  let prepared: PreparedRun
  try {
    prepared = prepareRun(analysis, { id: analysis.id, as: analysis.id, options, where: [] }, datasets)
  } catch (error) {
    if (error instanceof InputError) return 'refused'
    throw error
  }
  const { frames, nUsed } = await runStatements(database, prepared)
  const before = JSON.stringify(frames, typedArrays)
  const outcome = await concludeRun(
    analysis,
    prepared,
    { frames, nUsed, seed: 11, minGroup, language: 'nb' },
    { abort: { aborted: false } },
  )
  expect(JSON.stringify(frames, typedArrays)).toBe(before)
  return outcome
}

const typedArrays = (_: string, value: unknown): unknown =>
  ArrayBuffer.isView(value)
    ? Array.from(value as unknown as ArrayLike<number>, (entry) => (Number.isNaN(entry) ? 'NaN' : entry))
    : value

let usual: Opened
beforeAll(async () => {
  usual = await openShape(ordinary)
})
afterAll(async () => {
  await usual.database.close()
})

test('there are analyses', () => {
  expect(list.map(([id]) => id)).toEqual(
    expect.arrayContaining([
      'participation',
      'item-statistics',
      'dimension-scores',
      'group-comparison',
      'round-change',
      'series-overview',
      'control-chart',
    ]),
  )
})

describe.each(list)('%s', (id, analysis) => {
  const datasetFor = (): Dataset => {
    const dataset = usual.datasets[analysis.needs.data] ?? null
    if (dataset === null) throw new Error('no data')
    return dataset
  }

  test('is called like its folder', () => {
    expect(analysis.id).toBe(id)
    expect(Number.isInteger(analysis.version) && analysis.version >= 1).toBe(true)
  })

  test('has a help page with method and references to it', async () => {
    const help = (await helpOf(id, 'en'))?.markdown ?? ''
    expect(help.length).toBeGreaterThan(400)
    expect(help).toMatch(/^# /)
    expect(help).toMatch(/not to use|when not/i)
  })

  test('accepts its own defaults', () => {
    expect(optionProblems(analysis.options, {}, datasetFor())).toEqual([])
    expect(Object.keys(fillOptions(analysis.options, {}, datasetFor())).sort()).toEqual(
      Object.keys(analysis.options).sort(),
    )
  })

  test('refuses what lies just outside its limits', () => {
    for (const [name, option] of Object.entries(analysis.options)) {
      for (const bad of justOutside(option)) {
        expect(
          () => fillOptions(analysis.options, { [name]: bad }, datasetFor()),
          `${name} = ${JSON.stringify(bad)}`,
        ).toThrow(InputError)
      }
    }
  })

  test('migrates the options of every older version', () => {
    let options: Readonly<Record<string, unknown>> = {}
    for (let version = 1; version < analysis.version; version += 1) {
      const step = analysis.migrations?.[version]
      expect(step, `a migration from version ${version}`).toBeDefined()
      options = step?.(options) ?? options
    }
    expect(optionProblems(analysis.options, options, datasetFor())).toEqual([])
  })

  test('gives the same bits twice, and plain data that survive cloning and JSON', async () => {
    const first = await run(analysis, usual)
    const second = await run(analysis, usual)
    expect(first).not.toBe('refused')
    expect(JSON.stringify(second)).toBe(JSON.stringify(first))
    expect(structuredClone(first)).toEqual(first)
    expect(JSON.parse(JSON.stringify(first))).toEqual(first)
  })

  test('fills its tables, names what it draws and speaks in every language', async () => {
    const outcome = await run(analysis, usual)
    if (outcome === 'refused') throw new Error('refused on ordinary data')
    expect(outcome.refusal).toBeNull()
    expect(outcome.tables.map((table) => table.id).sort()).toEqual(Object.keys(analysis.tables).sort())
    for (const table of outcome.tables) {
      expect(table.rows.length, `${table.id} has rows`).toBeGreaterThan(0)
      for (const row of table.rows) expect(row).toHaveLength(table.columns.length)
      expect(table.columns.map((column) => column.id)).toEqual(
        expect.arrayContaining(
          (analysis.tables[table.id]?.columns ?? [])
            .filter((column) => isThere(column, outcome.options))
            .map((column) => column.id),
        ),
      )
      expect(new Set(table.columns.map((column) => column.id)).size).toBe(table.columns.length)
    }
    for (const figure of outcome.figures) expect(analysis.figures).toContain(figure.id)
    expect(outcome.figures.length).toBeGreaterThan(0)
    expect(outcome.prose.method.length).toBeGreaterThan(0)
    expect(outcome.prose.finding.length).toBeGreaterThan(0)
    const speakers = interfaceLanguages.map((language) =>
      createSpeaker(language, messagesOf(language), analysis.needs.data === 'survey' ? smallInstrument : null),
    )
    expect(figureComplaints(outcome, speakers)).toEqual([])
    for (const language of interfaceLanguages) {
      const catalog = messagesOf(language)
      const speaker = createSpeaker(language, catalog, analysis.needs.data === 'survey' ? smallInstrument : null)
      for (const figure of outcome.figures) checkFigure(figure, (label) => speaker.label(label))
      for (const label of [...outcome.prose.method, ...outcome.prose.finding])
        expectWords(speaker.label(label), catalog)
      for (const note of outcome.notes) expectWords(speaker.note(note), catalog)
      for (const table of outcome.tables) {
        expectWords(speaker.text(`${id}:table.${table.id}`), catalog)
        for (const row of table.rows) {
          row.forEach((cell, at) => {
            const column = table.columns[at] ?? table.columns[0]!
            // Text from data or of ids stands as it is: `country:round` is a term.
            if (typeof cell !== 'string' || column.refersTo !== undefined)
              expectWords(speaker.cell(column, cell, false, id), catalog)
          })
        }
      }
    }
  })

  test('stops when called off', async () => {
    const prepared = prepareRun(analysis, { id, as: id, options: {}, where: [] }, usual.datasets)
    const { frames, nUsed } = await runStatements(usual.database, prepared)
    await expect(
      computeRun(
        analysis,
        prepared,
        { frames, nUsed, seed: 1 },
        { minGroup: 1, language: 'en' },
        { abort: { aborted: true } },
      ),
    ).rejects.toBeInstanceOf(Aborted)
  })

  test('withholds nothing it shows in figures', async () => {
    const outcome = await run(analysis, usual, {}, 1_000)
    if (outcome === 'refused' || analysis.needs.data !== 'survey') return
    for (const figure of outcome.figures) {
      const protectedTable = outcome.tables.find((table) => table.id === figure.data.id)
      expect(figure.data).toEqual(protectedTable ?? figure.data)
    }
  })
})

describe.each(Object.entries(shapes))('on data with %s', (_, shape) => {
  let opened: Opened
  beforeAll(async () => {
    opened = await openShape(shape)
  })
  afterAll(async () => {
    await opened.database.close()
  })

  test.each(list)('%s gives a result or a refusal, never a bug or a stray NaN', async (id, analysis) => {
    const outcome = await run(analysis, opened)
    if (outcome === 'refused') return
    if (outcome.refusal !== null) {
      expect(outcome.status, JSON.stringify(outcome.refusal)).toBe('refused')
      for (const language of interfaceLanguages) {
        const catalog = messagesOf(language)
        expectWords(createSpeaker(language, catalog, null).text(outcome.refusal.code, outcome.refusal.about), catalog)
      }
      return
    }
    const text = JSON.stringify({ tables: outcome.tables, figures: outcome.figures }, (_key, value: unknown) =>
      typeof value === 'number' && !Number.isFinite(value) ? `not finite in ${id}` : value,
    )
    expect(text).not.toContain('not finite in')
  })
})

/** Values that a declaration rules out by a hair. */
function justOutside(option: Option): readonly unknown[] {
  switch (option.kind) {
    case 'number': {
      const hair = option.integer === true ? 1 : Math.max(1e-9, Math.abs(option.max) * 1e-12)
      return [
        option.min - hair,
        option.max + hair,
        ...(option.open === 'min' || option.open === 'both' ? [option.min] : []),
        ...(option.open === 'max' || option.open === 'both' ? [option.max] : []),
        Number.NaN,
        '1',
        ...(option.integer === true ? [option.min + 0.5] : []),
      ]
    }
    case 'choice':
      return [`${option.choices[0] ?? ''} `, '', 1, null]
    case 'flag':
      return ['true', 1, null]
    case 'column':
      return ['no such column', 3, ...(option.optional === true ? [] : [null])]
    case 'columns':
      return [['no such column'], 3, null]
  }
}

function expectWords(text: string, catalog: Readonly<Record<string, string>>): void {
  expect(text).not.toMatch(/undefined|\[object|NaN/)
  // A code that nobody translated comes back as itself.
  if (/^[a-z-]+:[\w.-]+$/.test(text)) expect(Object.keys(catalog)).toContain(text)
}

function checkFigure(figure: FigureSpec, say: (label: Label) => string): void {
  expect(say(figure.title)).not.toBe('')
  expect(say(figure.description).length).toBeGreaterThan(20)
  expect(figure.panels.length).toBeGreaterThan(0)
  for (const panel of figure.panels) {
    if (panel.geometry !== 'diagram')
      for (const axis of [panel.x, panel.y]) checkAxis(axis, say, `${figure.id} ${panel.id}`)
    for (const mark of panel.marks) {
      const lengths = Object.entries(mark)
        .filter(
          ([key, value]) =>
            Array.isArray(value) && ['x', 'y', 'at', 'low', 'high', 'from', 'to', 'value', 'text'].includes(key),
        )
        .map(([, value]) => (value as readonly unknown[]).length)
      expect(new Set(lengths).size, `${figure.id} ${panel.id} ${mark.mark}`).toBeLessThanOrEqual(1)
    }
  }
  expect(figure.data.columns.length).toBeGreaterThan(0)
}

function checkAxis(axis: Axis, say: (label: Label) => string, where: string): void {
  expect(say(axis.label), `${where} has a label on its axis`).not.toBe('')
  if (axis.scale === 'time') expect(say(axis.unit)).not.toBe('')
  if (axis.scale === 'category') expect(axis.categories.length, where).toBeGreaterThan(0)
}

test('defaults of columns follow the data', () => {
  const { survey } = usual.datasets
  if (survey === null) throw new Error('no survey')
  expect(defaultOf({ kind: 'columns', of: 'outcome', default: 'all' }, survey)).toEqual(['alpha', 'beta'])
  expect(defaultOf({ kind: 'column', of: 'attribute', default: null }, survey)).toBe('organisation')
})
