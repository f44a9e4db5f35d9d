import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { analyses } from '../analyses/index'
import type { AnyAnalysis } from '../analyses/core/contract'
import type { Database } from '../analyses/core/database'
import type { SurveyDataset } from '../analyses/core/datasets'
import type { Axis } from '../analyses/core/figure'
import { rowsOfTable, type Cell, type ResultTable } from '../analyses/core/result'
import { runStatements } from '../analyses/recipe/statements'
import { concludeRun, prepareRun, type AnalysisOutcome } from '../analyses/recipe/run'
import { openSurvey } from '../analyses/survey/open'
import { openDatabase } from '../main/database'
import { smallInstrument, surveyOfShape } from './survey-shapes'

/*
 * The order of levels that a person declared, and the level that the others are held against, in every analysis that groups people: it runs because the analysis exists. The
 * declared order is neither that of the alphabet, nor that of the data, nor either of them turned.
 */
const order = ['Org 00003', 'Org 00005', 'Org 00001', 'Org 00004', 'Org 00002']
const reference = 'Org 00004'

interface Grouping {
  readonly analysis: AnyAnalysis
  readonly option: string
  readonly options: Readonly<Record<string, unknown>>
}

/** What more a way of grouping needs. */
const beside: Readonly<Record<string, Readonly<Record<string, unknown>>>> = {
  'factorial-variance.factors': { factors: ['organisation', 'role'] },
  'variance-components.fixed': { random: ['country'] },
  'group-comparison.by': { contrasts: 'reference' },
  'drivers.validate_by': { draws: 200, repeats: 1 },
}

const groupings: readonly Grouping[] = [...analyses.values()].flatMap((analysis) =>
  Object.entries(analysis.options).flatMap(([option, declared]) => {
    if (declared.kind !== 'column' && declared.kind !== 'columns') return []
    if (!['group', 'attribute', 'nesting'].includes(declared.of) || analysis.needs.data !== 'survey') return []
    const value = declared.kind === 'column' ? 'organisation' : ['organisation']
    return [{ analysis, option, options: { [option]: value, ...beside[`${analysis.id}.${option}`] } }]
  }),
)

/** Tables and figures whose groups stand by their value, since that is what they tell. */
const byValue: ReadonlySet<string> = new Set(['aggregation.caterpillar'])

let database: Database
let survey: SurveyDataset
beforeAll(async () => {
  database = await openDatabase()
  await surveyOfShape(database, { rows: 700, rounds: ['2021', '2022'], organisations: 5, coherentItems: true })
  survey = await openSurvey(database, {
    instrument: smallInstrument,
    attributes: ['country', 'organisation', 'role'],
    itemsMissingByRound: {},
    weighted: false,
    headcountBy: null,
    declared: { levels: { organisation: order }, reference: { organisation: reference } },
  })
})
afterAll(() => database.close())

async function outcomeOf({ analysis, options }: Grouping): Promise<AnalysisOutcome> {
  const datasets = { survey, series: null, indicators: null, inventory: null }
  const prepared = prepareRun(analysis, { id: analysis.id, as: analysis.id, options, where: [] }, datasets)
  const { frames, nUsed } = await runStatements(database, prepared)
  return concludeRun(
    analysis,
    prepared,
    { frames, nUsed, seed: 1, minGroup: 1, language: 'nb' },
    { abort: { aborted: false } },
  )
}

const rank = (level: string): number => order.indexOf(level)
const isLevel = (cell: Cell | undefined): cell is string => typeof cell === 'string' && rank(cell) >= 0

/** The levels that a column names row by row, in runs of rows that differ in nothing that stands before it. */
function runsOf(table: ResultTable, column: number): readonly (readonly string[])[] {
  const runs = new Map<string, string[]>()
  for (const row of table.rows) {
    const level = row[column]
    if (!isLevel(level)) continue
    const before = table.columns.flatMap((each, index) =>
      index !== column && (index < column || !isLevel(row[index])) && (each.isKey === true || each.kind === 'text')
        ? [row[index]]
        : [],
    )
    const key = JSON.stringify(before)
    const run = runs.get(key) ?? []
    if (run.at(-1) !== level) run.push(level)
    runs.set(key, run)
  }
  return [...runs.values()].filter((run) => run.length > 1)
}

const isAscending = (levels: readonly string[]): boolean =>
  levels.every((level, index) => index === 0 || rank(levels[index - 1] ?? '') <= rank(level))

/** Categories of an axis as levels, where it has at least two of them. */
function levelsOfAxis(axis: Axis): readonly string[] {
  if (axis.scale !== 'category') return []
  const names = axis.categories.flatMap(({ label }) => (typeof label === 'string' ? [label] : []))
  const levels = names.filter((name) => isLevel(name))
  return levels.length > 1 ? levels : []
}

describe.each(groupings.map((grouping) => [`${grouping.analysis.id} by its ${grouping.option}`, grouping] as const))(
  '%s',
  (_, grouping) => {
    let outcome: AnalysisOutcome | null = null
    beforeAll(async () => {
      outcome = await outcomeOf(grouping)
    })

    test('runs', () => {
      expect(outcome?.status, JSON.stringify(outcome?.refusal)).toBe('ok')
    })

    test('its tables name groups in the declared order', () => {
      const wrong = (outcome?.tables ?? []).flatMap((table) =>
        table.columns.flatMap(({ id }, column) =>
          byValue.has(`${grouping.analysis.id}.${table.id}`)
            ? []
            : runsOf(table, column).flatMap((run) => (isAscending(run) ? [] : [`${table.id}.${id}: ${run.join(' ')}`])),
        ),
      )
      expect(wrong.slice(0, 6)).toEqual([])
    })

    test('its figures name groups in the declared order', () => {
      const wrong = (outcome?.figures ?? []).flatMap((figure) =>
        byValue.has(`${grouping.analysis.id}.${figure.id}`)
          ? []
          : figure.panels.flatMap(({ x, y }) =>
              [x, y].flatMap((axis) => {
                const levels = levelsOfAxis(axis)
                return isAscending(levels) ? [] : [`${figure.id}: ${levels.join(' ')}`]
              }),
            ),
      )
      expect(wrong.slice(0, 6)).toEqual([])
    })

    test('what it holds groups against is the declared reference', () => {
      const wrong = (outcome?.tables ?? []).flatMap((table) => {
        const column = table.columns.findIndex(({ id }) => id === 'reference')
        return table.rows.flatMap((row) =>
          isLevel(row[column]) && row[column] !== reference ? [`${table.id}: ${row[column]}`] : [],
        )
      })
      expect(wrong).toEqual([])
    })
  },
)

test('a trend runs along the declared order', async () => {
  const analysis = analyses.get('group-comparison')
  if (analysis === undefined) throw new Error('there is a comparison of groups')
  const options = { by: ['organisation'], contrasts: 'polynomial', test: 'fisher' }
  const { tables } = await outcomeOf({ analysis, option: 'by', options })
  const rowsOf = (id: string) => tables.flatMap((table) => (table.id === id ? rowsOfTable(table) : []))
  const ratios = ['alpha', 'beta'].map((outcome) => {
    const slope = order.reduce((sum, level, index) => {
      const row = rowsOf('descriptives').find(
        ({ cells }) => cells['organisation'] === level && cells['outcome'] === outcome,
      )
      return sum + (index - (order.length - 1) / 2) * Number(row?.cells['mean'] ?? Number.NaN)
    }, 0)
    const linear = rowsOf('contrasts').find(
      ({ cells }) => cells['outcome'] === outcome && cells['contrast'] === 'linear',
    )
    return Number(linear?.cells['estimate'] ?? Number.NaN) / slope
  })
  expect(ratios[0]).toBeGreaterThan(0)
  expect(ratios[1]).toBeCloseTo(ratios[0] ?? Number.NaN, 9)
})

test('pairs name the group that comes first before the other', async () => {
  const analysis = analyses.get('group-comparison')
  if (analysis === undefined) throw new Error('there is a comparison of groups')
  const { tables } = await outcomeOf({ analysis, option: 'by', options: { by: ['organisation'] } })
  const pairs = tables.flatMap((table) => (table.id === 'pairwise' ? rowsOfTable(table) : []))
  expect(pairs).toHaveLength(20)
  for (const { cells } of pairs)
    expect(rank(String(cells['group_a'])), JSON.stringify(cells)).toBeLessThan(rank(String(cells['group_b'])))
})

test('every analysis that groups people was asked', () => {
  expect(new Set(groupings.map(({ analysis }) => analysis.id)).size).toBeGreaterThan(10)
})
