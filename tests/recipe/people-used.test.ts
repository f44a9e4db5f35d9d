import { describe, expect, test } from 'vitest'
import { numericColumn, quoteName } from '../../analyses/core/datasets'
import type { ResultTable } from '../../analyses/core/result'
import type { Label, Phrase, Value } from '../../analyses/core/words'
import { analyses } from '../../analyses/index'
import { peopleUsed } from '../../analyses/recipe/people-used'
import { fixtureOfTests, runAnalysis } from '../fixture-project'

const project = await fixtureOfTests('fixtures/sample/recipe.json')
const ofSurvey = [...analyses.values()].filter(({ needs }) => needs.data === 'survey')
const optionsOf = (id: string): Readonly<Record<string, unknown>> =>
  project.recipe.analyses.find((asked) => asked.id === id)?.options ?? {}

/** Values called n that count something else than people, with what they count. */
const otherCounts: Readonly<Record<string, string>> = {
  'participation:say.method.gate': 'the fewest answers that a group needs',
  'participation:say.finding.and-more': 'groups',
  'round-change:say.method.gate': 'the fewest answers that a round needs',
  'item-statistics:say.finding.rest': 'items',
  'reliability:say.dropped': 'items',
}

/** Every n that sentences say of people, with the message that says it. */
function peopleIn(said: Label | Value): readonly (readonly [message: string, n: number])[] {
  if (typeof said !== 'object' || said === null) return []
  if ('list' in said) return said.list.flatMap(peopleIn)
  if (!('message' in said)) return []
  const { message, values = {} }: Phrase = said
  const n = values['n']
  const count = typeof n === 'object' && n !== null && 'value' in n ? n.value : n
  return [
    ...(typeof count === 'number' && !Object.hasOwn(otherCounts, message) ? [[message, count] as const] : []),
    ...Object.values(values).flatMap(peopleIn),
  ]
}

const countsIn = (tables: readonly ResultTable[]): ReadonlySet<unknown> =>
  new Set(
    tables.flatMap(({ columns, rows }) =>
      columns.flatMap(({ kind }, place) => (kind === 'count' ? rows.map((row) => row[place]) : [])),
    ),
  )

describe('the number of people that is said', () => {
  test.each(ofSurvey.map(({ id }) => id))('%s: is one of its tables', async (id) => {
    for (const by of [[], ['role']]) {
      const options = optionsOf(id)
      const declared = analyses.get(id)?.options['by']
      const grouped = declared?.kind === 'columns' && by.length > 0 ? { ...options, by } : options
      const outcome = await runAnalysis(project, id, grouped)
      expect([id, outcome.status, outcome.refusal?.code]).toEqual([id, 'ok', undefined])
      const counts = countsIn(outcome.tables)
      const said = [...outcome.prose.method, ...outcome.prose.finding].flatMap(peopleIn)
      expect(said.filter(([, n]) => !counts.has(n))).toEqual([])
      const used = peopleUsed(analyses.get(id)!, outcome)
      if (used !== null) expect(counts.has(used) && used <= (outcome.nUsed ?? 0)).toBe(true)
    }
  })

  test('sentences do say it', async () => {
    const outcomes = await Promise.all(
      ['dimension-scores', 'drivers', 'reliability'].map((id) =>
        runAnalysis(project, id, id === 'dimension-scores' ? {} : optionsOf(id)),
      ),
    )
    expect(
      outcomes.map(({ id, prose }) => [id, [...prose.method, ...prose.finding].flatMap(peopleIn).length > 0]),
    ).toEqual(outcomes.map(({ id }) => [id, true]))
  })
})

describe('what the window says that results are based on', () => {
  const usedBy = async (id: string, options: Readonly<Record<string, unknown>>): Promise<number | null> =>
    peopleUsed(analyses.get(id)!, await runAnalysis(project, id, options))
  const countWhere = async (relation: string, condition: string): Promise<number | undefined> =>
    numericColumn(await project.database.frame(`SELECT count(*) AS n FROM ${relation} WHERE ${condition}`), 'n')[0]
  const survey = project.datasets.survey!

  test('are those with complete answers where only those are in the model', async () => {
    const { instrument } = survey
    const itemsOf = (dimension: string) => instrument.items.filter((item) => item.dimension === dimension)
    const dimensions = instrument.dimensions
      .map(({ id }) => id)
      .filter((id) => itemsOf(id).every(({ askedOf }) => (askedOf ?? []).length === 0))
      .slice(0, 2)
    const items = dimensions.flatMap(itemsOf)
    const complete = await countWhere(
      survey.tables.responses,
      items.map(({ id }) => `${quoteName(id)} >= 0`).join(' AND '),
    )
    const all = survey.rounds.reduce((sum, { rowCount }) => sum + rowCount, 0)
    expect(complete).toBeLessThan(all)
    expect(await usedBy('structure', { dimensions, missing: 'listwise', draws: 100 })).toBe(complete)
  })

  test('are those with a score where there is one', async () => {
    const scored = await countWhere(survey.tables.scores, '"culture" IS NOT NULL')
    expect(await usedBy('dimension-scores', { dimensions: ['culture'] })).toBe(scored)
  })

  test('are no one number where groups or outcomes differ', async () => {
    expect(await usedBy('dimension-scores', { by: ['organisation'] })).toBeNull()
    expect(await usedBy('item-statistics', {})).toBeNull()
  })
})
