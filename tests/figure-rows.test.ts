import { afterEach, describe, expect, test } from 'vitest'
import type { Database } from '../analyses/core/database'
import type { FigureSpec } from '../analyses/core/figure'
import { messagesOf } from '../analyses/index'
import type { AnalysisOutcome, Datasets } from '../analyses/recipe/run'
import { emptiedEngine } from './database/engine-of-tests'
import { runAnalysis } from './fixture-project'
import { inventoryOfShape } from './organisation-shapes'
import { clear, instrumentOf, openHandMade } from './survey/hand-made-survey'

/**
 * A figure has room for so many rows or panels. As many as that are all drawn, and nothing says that some are left out; of one more the first are
 * drawn, in the order of the table, and a note says how many of how many.
 */

const database = await emptiedEngine()
afterEach(() => clear(database))

const nameOf = (index: number): string => `Enhet ${String(index + 1).padStart(3, '0')}`
const namesUpTo = (count: number): readonly string[] => Array.from({ length: count }, (_, index) => nameOf(index))

/** Three people in each of so many organisations. */
async function surveyOf(engine: Database, organisations: number): Promise<Datasets> {
  const instrument = instrumentOf(
    [{}],
    [{ id: 'a' }],
    ['a_1', 'a_2'].map((id) => ({ id })),
  )
  const people = namesUpTo(organisations).flatMap((organisation) =>
    [2, 3, 4].map((answer) => ({ places: { organisation }, answers: { a_1: answer, a_2: answer } })),
  )
  return { survey: await openHandMade(engine, { instrument, attributes: ['organisation'], people }), series: null }
}

/** So many indicators in each of so many sources. */
async function indicatorsOf(engine: Database, rows: number, sources: number): Promise<Datasets> {
  const all = namesUpTo(sources).flatMap((source) => namesUpTo(rows).map((indicator) => ({ source, indicator })))
  const number = (value: number) => new Float64Array(all.length).fill(value)
  await engine.insert('indicators', {
    rowCount: all.length,
    columns: [
      { kind: 'text', id: '_source', values: all.map(({ source }) => source) },
      { kind: 'integer', id: '_row', values: Int32Array.from(all, (_, row) => row + 1) },
      { kind: 'text', id: 'indicator', values: all.map(({ indicator }) => indicator) },
      { kind: 'text', id: 'unit', values: all.map(() => '%') },
      { kind: 'numeric', id: 'baseline', values: number(0) },
      { kind: 'numeric', id: 'target', values: number(4) },
      { kind: 'numeric', id: 'outcome', values: number(3) },
    ],
  })
  return {
    survey: null,
    series: null,
    indicators: { kind: 'indicators', sources: namesUpTo(sources), tables: { indicators: 'indicators' } },
  }
}

const inventoryOf = async (engine: Database, organisations: number): Promise<Datasets> => ({
  survey: null,
  series: null,
  inventory: await inventoryOfShape(engine, { rows: 1_000, rounds: [], organisations }),
})

/** What is written along the vertical axis of a panel. */
const rowsOf = (figure: FigureSpec, panel = 0): readonly unknown[] => {
  const axis = figure.panels[panel]?.y
  return axis?.scale === 'category' ? axis.categories.map(({ label }) => label) : []
}

interface Room {
  readonly analysis: string
  readonly figure: string
  readonly most: number
  readonly options?: Readonly<Record<string, unknown>>
  data(engine: Database, count: number): Promise<Datasets>
  drawn(figure: FigureSpec): readonly unknown[]
  /** How many are shown of how many, in rows of the table. */
  said?(count: number): number
  names?(count: number): readonly string[]
}

const byOrganisation = { options: { by: ['organisation'] }, data: surveyOf, drawn: rowsOf }
const rooms: readonly (readonly [title: string, room: Room])[] = [
  ['participation by group', { analysis: 'participation', figure: 'respondents', most: 40, ...byOrganisation }],
  ['dots by group', { analysis: 'dimension-scores', figure: 'profile', most: 40, ...byOrganisation }],
  ['a heatmap of groups', { analysis: 'dimension-scores', figure: 'heatmap', most: 40, ...byOrganisation }],
  [
    'indicators of a source',
    {
      analysis: 'indicators',
      figure: 'bullets',
      most: 40,
      data: (engine, count) => indicatorsOf(engine, count, 1),
      drawn: rowsOf,
    },
  ],
  [
    'sources of indicators',
    {
      analysis: 'indicators',
      figure: 'bullets',
      most: 6,
      data: (engine, count) => indicatorsOf(engine, 2, count),
      drawn: ({ panels }) => panels.map(({ title }) => title),
      said: (count) => 2 * count,
    },
  ],
  [
    'an inventory',
    {
      analysis: 'inventory',
      figure: 'heatmap',
      most: 60,
      options: { by: [] },
      data: inventoryOf,
      drawn: rowsOf,
      names: (count) => Array.from({ length: count }, (_, index) => `Virksomhet ${index} på Ås`),
    },
  ],
]

/** The notes that say how many are shown of how many. */
const limitsOf = (id: string, figure: FigureSpec): readonly unknown[] =>
  figure.notes.flatMap((note) => {
    if (typeof note !== 'object' || !('message' in note)) return []
    const text = messagesOf('en')[note.message] ?? ''
    expect(text, `a message of ${id}`).not.toBe('')
    const { shown, total, of } = note.values ?? {}
    return shown === undefined ? [] : [[shown, total ?? of]]
  })

describe('a figure', () => {
  test.each(rooms)('%s', async (_, { analysis, figure: id, most, options = {}, data, drawn, said, names }) => {
    const figureOf = async (count: number): Promise<FigureSpec> => {
      const outcome: AnalysisOutcome = await runAnalysis(
        { database, datasets: await data(database, count) },
        analysis,
        options,
      )
      await clear(database)
      for (const table of ['indicators', 'inventory']) await database.execute(`DROP TABLE IF EXISTS ${table}`)
      const found = outcome.figures.find((figure) => figure.id === id)
      if (found === undefined) throw new Error(`no figure ${id}: ${JSON.stringify(outcome.refusal)}`)
      return found
    }
    const count = said ?? ((number: number) => number)
    const expected = (names ?? namesUpTo)(most)
    const full = await figureOf(most)
    expect(drawn(full)).toEqual(expected)
    expect(limitsOf(analysis, full)).toEqual([])
    const beyond = await figureOf(most + 1)
    expect(drawn(beyond)).toEqual(expected)
    expect(limitsOf(analysis, beyond)).toEqual([[count(most), count(most + 1)]])
  })
})
