import { describe, expect, test } from 'vitest'
import type { AnyAnalysis } from '../../analyses/core/contract'
import { InputError } from '../../analyses/core/errors'
import { isId } from '../../analyses/core/ids'
import { analyses } from '../../analyses/index'
import { attributeIdOf, isTakenForItems, takenForAttributes } from '../../analyses/instrument/taken-names'
import { runStatements } from '../../analyses/recipe/statements'
import { prepareRun } from '../../analyses/recipe/run'
import { engineOfTests } from '../database/engine-of-tests'
import { randomSource } from '../random-source'
import { clear, instrumentOf, openHandMade, type HandMade } from './hand-made-survey'
import { cellsOf, runOn } from './run-analysis'

const surveyAnalyses = [...analyses.values()].filter(({ needs }) => needs.data === 'survey')
const ids = ['a_1', 'a_2', 'a_3', 'b_1', 'b_2', 'b_3']

/** Two rounds of coherent answers, of people who were in both, with an attribute beside the organisation; items and dimensions by any name. */
function survey(attribute: string, nameOf: (id: string) => string = (id) => id): HandMade {
  const random = randomSource(4)
  const places = ['A', 'B', 'C'].flatMap((organisation) => ['x', 'y', 'z'].map((level) => ({ organisation, level })))
  return {
    instrument: instrumentOf(
      [{}],
      [{ id: nameOf('a') }, { id: nameOf('b') }],
      ids.map((id) => ({ id: nameOf(id), dimension: nameOf(id.charAt(0)) })),
    ),
    attributes: ['organisation', attribute],
    headcountBy: ['organisation', attribute],
    headcount: ['2021', '2022'].flatMap((round) =>
      places.map(({ organisation, level }) => ({ round, organisation, [attribute]: level, invited: 60 })),
    ),
    weighted: true,
    people: Array.from({ length: 240 }, (_, row) => {
      const common = random()
      const { organisation, level } = places[(row >> 1) % 9] ?? { organisation: 'A', level: 'x' }
      return {
        round: row % 2 === 0 ? '2021' : '2022',
        respondent: `p${row >> 1}`,
        places: { organisation, [attribute]: level },
        answers: Object.fromEntries(ids.map((id) => [nameOf(id), 1 + Math.floor((0.6 * common + 0.4 * random()) * 5)])),
      }
    }),
  }
}

/** Options that group by an attribute, beside the organisation where one wants two; a second option groups by the organisation, since none may take what another has. */
function groupedBy(analysis: AnyAnalysis, attribute: string): Readonly<Record<string, unknown>> {
  let isTaken = false
  return Object.fromEntries(
    Object.entries(analysis.options).flatMap(([id, option]): [string, unknown][] => {
      if (option.kind === 'flag') return [[id, true]]
      if (option.kind !== 'column' && option.kind !== 'columns') return []
      if (!['group', 'attribute', 'nesting'].includes(option.of)) return []
      const own = isTaken ? 'organisation' : attribute
      isTaken = true
      if (option.kind === 'column') return [[id, own]]
      return [[id, (option.min ?? 0) > 1 ? ['organisation', attribute] : [own]]]
    }),
  )
}

const database = await engineOfTests()

describe('columns beside attributes in what the engine gives', () => {
  test.each(surveyAnalyses.map((analysis) => [analysis.id, analysis] as const))(
    'are taken or begin with #: %s',
    async (_, analysis) => {
      await clear(database)
      const made = survey('team')
      const dataset = await openHandMade(database, made)
      const taken = takenForAttributes(made.instrument)
      const seen: string[] = []
      for (const options of [{}, groupedBy(analysis, 'team'), { ...groupedBy(analysis, 'team'), linkage: 'linked' }]) {
        const known = Object.fromEntries(Object.entries(options).filter(([id]) => id in analysis.options))
        let frames
        try {
          const request = { id: analysis.id, as: analysis.id, options: known, where: [] }
          frames = await runStatements(database, prepareRun(analysis, request, { survey: dataset, series: null }))
        } catch (error) {
          if (error instanceof InputError) continue
          throw error
        }
        for (const { columns } of Object.values(frames.frames))
          if ('team' in columns || 'organisation' in columns) seen.push(...Object.keys(columns))
      }
      const free = new Set(
        seen.filter(
          (id) => isId(id) && !id.startsWith('_') && !['team', 'organisation'].includes(id) && !taken.has(id),
        ),
      )
      // An attribute of such a name would stand in the frame twice. Begin the statement's own column with #.
      expect([...free]).toEqual([])
    },
  )
})

describe('an attribute called like a column of a table', () => {
  test('is refused by the analysis that would have it twice, with the way out', async () => {
    await clear(database)
    const dataset = await openHandMade(database, survey('rank'))
    const scores = analyses.get('dimension-scores') as AnyAnalysis
    const outcome = await runOn(database, dataset, scores, { by: ['rank'] })
    expect(outcome.status).toBe('refused')
    expect(outcome.refusal).toEqual({ code: 'core:column-name-taken', about: { column: 'rank' } })
    const items = await runOn(database, dataset, analyses.get('item-statistics') as AnyAnalysis, { by: ['rank'] })
    expect(items.status).toBe('ok')
    expect(cellsOf(items, 'items', { rank: 'x', item: 'a_1' })['n']).toBeGreaterThan(0)
  })

  // A column that the options leave out is taken all the same: another option would bring it back.
  const optional = surveyAnalyses
    .filter((analysis) => Object.keys(groupedBy(analysis, 'x')).length > 0)
    .flatMap((analysis) => {
      const columns = Object.values(analysis.tables).flatMap((table) => table.columns)
      return [...new Set(columns.filter(({ when }) => when !== undefined).map(({ id }) => id))].map(
        (column): [string, string, AnyAnalysis] => [analysis.id, column, analysis],
      )
    })
  test.each(optional)(
    'is refused or leaves the table whole, also where it is left out: %s, %s',
    async (_, id, analysis) => {
      await clear(database)
      const dataset = await openHandMade(database, survey(id))
      const outcome = await runOn(database, dataset, analysis, groupedBy(analysis, id))
      if (outcome.status === 'refused')
        expect(outcome.refusal).toEqual({ code: 'core:column-name-taken', about: { column: id } })
      else
        for (const { columns } of outcome.tables)
          expect(new Set(columns.map((column) => column.id)).size).toBe(columns.length)
    },
  )
})

describe('items and dimensions called like columns of tables and statements', () => {
  const awkward = ['n', 'value', 'mean', 'rank', 'people', 'answered', 'p0', 's0', 'm0', 'select', '2021', 'A']
  test.each(['dimension-scores', 'item-statistics', 'group-comparison', 'participation', 'round-change', 'structure'])(
    'change no number of %s',
    async (id) => {
      const analysis = analyses.get(id) as AnyAnalysis
      const numbersOf = async (nameOf: (id: string) => string): Promise<readonly (readonly unknown[])[]> => {
        await clear(database)
        const dataset = await openHandMade(database, survey('team', nameOf))
        const outcome = await runOn(database, dataset, analysis)
        expect(outcome.status).toBe('ok')
        return outcome.tables.flatMap(({ rows }) => rows.map((row) => row.filter((cell) => typeof cell === 'number')))
      }
      const plain = await numbersOf((own) => own)
      for (const from of [0, 6]) {
        const names = new Map(
          [...ids, 'a', 'b'].map((own, index) => [own, awkward[(from + index) % awkward.length] ?? own]),
        )
        expect(await numbersOf((own) => names.get(own) ?? own)).toEqual(plain)
      }
    },
  )
})

test('what is taken is taken in upper and lower case', () => {
  const { instrument } = survey('team')
  expect(['Round', 'round', 'ROWID', '_x', 'Headcount'].map(isTakenForItems)).toEqual([true, true, true, true, true])
  expect(isTakenForItems('rank')).toBe(false)
  expect(takenForAttributes(instrument).has('a_1')).toBe(true)
  expect(takenForAttributes(instrument).has('b')).toBe(true)
  expect(attributeIdOf('Value', instrument)).toBe('value-2')
  expect(attributeIdOf('A_1', instrument)).toBe('a_1-2')
  expect(attributeIdOf('Team', instrument)).toBe('team')
  expect(attributeIdOf('N', null)).toBe('n-2')
})
