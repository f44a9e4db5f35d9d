import { afterAll, describe, expect, test } from 'vitest'
import type { AnyAnalysis } from '../analyses/core/contract'
import type { Dataset } from '../analyses/core/datasets'
import { InputError } from '../analyses/core/errors'
import { columnsFor, defaultOf, type Option } from '../analyses/core/options'
import { analyses, messagesOf } from '../analyses/index'
import type { AnalysisOutcome } from '../analyses/recipe/run'
import { extentComplaints, figureComplaints } from './figure-checks'
import { runAnalysis, type FixtureProject } from './fixture-project'
import { openScene, scenes } from './scenes'
import { misstatedOptions, places, statedPlaces } from './stated-options'

/**
 * No option can be ignored: for each one there are data, and perhaps a setting of another option, on which every choice and some value away from the
 * default change a declared table. An option of the drawing alone changes a figure instead, and is listed as such.
 */

const projects = await Promise.all(scenes.map(openScene))
afterAll(async () => {
  for (const { database } of projects) await database.close()
})

type Settings = Readonly<Record<string, unknown>>

const runs = new Map<string, Promise<AnalysisOutcome | null>>()

/** What an analysis gives with these options, or null where it refuses; each is run once. */
function outcomeOf(analysis: AnyAnalysis, project: FixtureProject, options: Settings): Promise<AnalysisOutcome | null> {
  const key = `${analysis.id} ${projects.indexOf(project)} ${JSON.stringify(Object.entries(options).sort())}`
  let found = runs.get(key)
  if (found === undefined) {
    found = runAnalysis(project, analysis.id, options).catch((error: unknown) => {
      if (error instanceof InputError) return null
      throw error
    })
    runs.set(key, found)
  }
  return found
}

/** Settings other than the default that an option can take on these data. Of a choice every one is tried, of numbers and columns some. */
function alternatives(option: Option, dataset: Dataset): readonly unknown[] {
  switch (option.kind) {
    case 'flag':
      return [!option.default]
    case 'choice':
      return option.choices.filter((choice) => choice !== option.default)
    case 'number': {
      const whole = (value: number): number => (option.integer === true ? Math.round(value) : value)
      const near = [option.default * 0.6, option.default * 1.5, option.default + 1, option.default + 2, 0.5, 0.999, 20]
      const inside = [...near, ...near.map((value) => -value)]
        .map(whole)
        .filter((value) => value > option.min && value < option.max)
      const ends = [option.min, option.max].filter((value) => Math.abs(value) <= 1_000 && option.open === undefined)
      return [...new Set([...inside, ...ends])].filter((value) => value !== option.default)
    }
    case 'column': {
      const usual = defaultOf(option, dataset)
      return columnsFor(option.of, dataset).filter((id) => id !== usual)
    }
    case 'columns': {
      if (option.of === 'moment') return [['2022-03-21 Ny rutine']]
      const usual = JSON.stringify(defaultOf(option, dataset))
      const available = columnsFor(option.of, dataset)
      const single = available.map((id) => [id])
      const pairs = available.flatMap((first, index) => available.slice(index + 1).map((second) => [first, second]))
      return [...single.slice(0, 6), ...pairs.slice(0, 6), ...single.slice(6), ...pairs.slice(6, 12)].filter(
        (value) =>
          JSON.stringify(value) !== usual &&
          value.length >= (option.min ?? 0) &&
          value.length <= (option.max ?? Number.POSITIVE_INFINITY),
      )
    }
  }
}

const tablesOf = ({ tables }: AnalysisOutcome): string =>
  JSON.stringify(
    tables.map(({ id, columns, rows, suppressed }) => [id, columns.map((column) => column.id), rows, suppressed]),
  )
const figuresOf = ({ figures }: AnalysisOutcome): string =>
  JSON.stringify(figures.map(({ id, panels }) => [id, panels]))

/** Kinds of options whose settings most often decide whether another option matters. */
const tellingFirst = ['choice', 'flag', 'columns', 'column', 'number']

/** Where an option is known to matter only beside others, so that the search is short. */
const telling: Readonly<Record<string, Settings>> = {
  // Polychoric correlations of some dozen people are not positive definite.
  'reliability smooth': { by: ['round', 'unit'], draws: 0 },
  'measures target': { target_rule: 'points', draws: 200 },
}

/** Settings beside which an option is tried: the defaults, each setting of one other option, then pairs of a column and a choice. */
function besideSettings(analysis: AnyAnalysis, name: string, dataset: Dataset): readonly Settings[] {
  const others = Object.entries(analysis.options)
    .filter(([other]) => other !== name)
    .sort(([, a], [, b]) => tellingFirst.indexOf(a.kind) - tellingFirst.indexOf(b.kind))
  const settingsOf = (kinds: readonly string[]): readonly Settings[] =>
    others
      .filter(([, { kind }]) => kinds.includes(kind))
      .flatMap(([other, option]) =>
        alternatives(option, dataset)
          .slice(0, 6)
          .map((setting) => ({ [other]: setting })),
      )
  const pairs = settingsOf(['column', 'columns']).flatMap((column) =>
    settingsOf(['choice']).map((choice) => ({ ...column, ...choice })),
  )
  const known = telling[`${analysis.id} ${name}`]
  return [...(known === undefined ? [] : [known]), {}, ...settingsOf(tellingFirst), ...pairs.slice(0, 80)]
}

type Change = 'tables' | 'figures' | 'refusal' | 'nothing'

/** Whether setting the option so changes anything, on its own or beside one setting of another option. */
async function change(
  analysis: AnyAnalysis,
  name: string,
  value: (dataset: Dataset) => unknown,
  wanted: Change,
): Promise<Change> {
  let best: Change = 'nothing'
  for (const project of projects) {
    const dataset = project.datasets[analysis.needs.data] ?? null
    if (dataset === null) continue
    for (const settings of besideSettings(analysis, name, dataset)) {
      const before = await outcomeOf(analysis, project, settings)
      const after = await outcomeOf(analysis, project, { ...settings, [name]: value(dataset) })
      if (before === null || before.refusal !== null) continue
      if (after === null || after.refusal !== null) {
        if (best === 'nothing' && Object.keys(settings).length === 0) best = 'refusal'
        if (best === wanted) return best
        continue
      }
      if (tablesOf(before) !== tablesOf(after)) return 'tables'
      if (figuresOf(before) !== figuresOf(after)) best = 'figures'
      if (best === wanted) return best
    }
  }
  return best
}

/** Options of the drawing alone. */
const other: Readonly<Record<string, Change>> = {
  'item-statistics chart': 'figures',
  'item-statistics neutral': 'figures',
  'group-comparison smallest_effect': 'figures',
}

const cases = [...analyses.values()].flatMap((analysis) =>
  Object.entries(analysis.options).flatMap(([name, option]): [string, AnyAnalysis, string, Option, unknown][] =>
    option.kind === 'choice'
      ? option.choices
          .filter((choice) => choice !== option.default)
          .map((choice) => [`${analysis.id} ${name} = ${choice}`, analysis, name, option, choice])
      : [[`${analysis.id} ${name}`, analysis, name, option, undefined]],
  ),
)

describe('every option does something', () => {
  test.each(cases)('%s', { timeout: 300_000 }, async (title, analysis, name, option, choice) => {
    const wanted = other[title] ?? other[`${analysis.id} ${name}`] ?? 'tables'
    if (option.kind === 'choice') return expect(await change(analysis, name, () => choice, wanted)).toBe(wanted)
    let found: Change = 'nothing'
    for (let index = 0; index < 12 && found !== wanted; index += 1) {
      const at = index
      const exists = projects.some((project) => {
        const dataset = project.datasets[analysis.needs.data] ?? null
        return dataset !== null && alternatives(option, dataset)[at] !== undefined
      })
      if (!exists) break
      found = await change(analysis, name, (dataset) => alternatives(option, dataset)[at], wanted)
    }
    return expect(found).toBe(wanted)
  })
})

/** Bars of answers in groups, and thousands of points, are held against their tables by tests of their own. */
const ownFigureTests = new Set(['item-statistics', 'control-chart'])

const complaintsOf = (outcome: AnalysisOutcome): readonly string[] =>
  ownFigureTests.has(outcome.id) ? outcome.figures.flatMap(extentComplaints) : figureComplaints(outcome, [])

describe('what is said of an option is what was chosen, and figures hold what it makes of them', () => {
  test.each([...analyses.values()].map((analysis) => [analysis.id, analysis] as const))(
    '%s',
    { timeout: 300_000 },
    async (id, analysis) => {
      const outcomes: AnalysisOutcome[] = []
      for (const project of projects) {
        const dataset = project.datasets[analysis.needs.data] ?? null
        if (dataset === null) continue
        // The outcomes of the tests above are at hand.
        const settings: Settings[] = Object.entries(analysis.options).flatMap(([name, option]) =>
          alternatives(option, dataset)
            .slice(0, option.kind === 'choice' ? 9 : 1)
            .map((value) => ({ [name]: value })),
        )
        for (const chosen of settings) {
          const outcome = await outcomeOf(analysis, project, chosen)
          if (outcome !== null && outcome.refusal === null) outcomes.push(outcome)
        }
      }
      expect(outcomes.length).toBeGreaterThan(0)
      expect([...new Set(outcomes.flatMap(misstatedOptions))]).toEqual([])
      expect([...new Set(outcomes.flatMap(complaintsOf))]).toEqual([])
      const said = new Set(outcomes.flatMap(statedPlaces))
      const wanted = Object.entries(messagesOf('en'))
        .filter(([code, text]) => code.startsWith(`${id}:`) && text.includes('{confidence'))
        .map(([code]) => `${code} confidence`)
      expect(wanted.filter((place) => !said.has(place))).toEqual([])
    },
  )
})

test('every place that is held against an option is a place of a message of an analysis with that option', () => {
  const messages = Object.entries(messagesOf('en'))
  const lost = Object.entries(places).filter(([place, option]) => {
    const [key, name] = place.includes(' ') ? place.split(' ') : [null, place]
    return !messages.some(([code, text]) => {
      const [room = '', own] = code.split(':')
      return (
        (key === null || own === key) &&
        new RegExp(`\\{${name}\\s*[,}]`).test(text) &&
        (room === 'survey' || Object.hasOwn(analyses.get(room)?.options ?? {}, option))
      )
    })
  })
  expect(lost).toEqual([])
})
