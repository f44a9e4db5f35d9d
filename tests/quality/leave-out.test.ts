import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { Database } from '../../analyses/core/database'
import { numericColumn } from '../../analyses/core/datasets'
import { InputError } from '../../analyses/core/errors'
import type { Exclusion } from '../../analyses/quality/exclusions'
import { keptOf, sameIds, type SameId } from '../../analyses/quality/same-id'
import { everybodyIn, shapeOf } from '../../analyses/quality/shape'
import { preparationsOf } from '../../analyses/recipe/declared'
import { openSurvey } from '../../analyses/survey/open'
import { engineOfTests } from '../database/engine-of-tests'
import { clear, instrumentOf, openHandMade } from '../survey/hand-made-survey'
import { openAnswers } from './answers'

let database: Database
beforeEach(async () => (database = await engineOfTests()))
afterEach(async () => {
  await clear(database)
})

async function leftOutBy(exclusions: readonly Exclusion[]) {
  const { survey } = await openAnswers(database)
  const opened = await openSurvey(
    database,
    {
      instrument: survey.instrument,
      attributes: ['organisation'],
      itemsMissingByRound: {},
      weighted: false,
      headcountBy: null,
    },
    preparationsOf({ exclusions }),
  )
  const { leftOut } = opened
  const table = opened.tables.responses
  const frame = await database.frame(`SELECT "_row" FROM ${table}`)
  const kept = [...numericColumn(frame, '_row')]
  return { table, leftOut, kept, survey: opened }
}

describe('leaving people out', () => {
  test('nobody is left out where no line says so, and the rows stay where they are', async () => {
    const { table, leftOut, kept } = await leftOutBy([])
    expect([table, leftOut, kept.length]).toEqual(['responses', undefined, 80])
  })

  test('lines take in their order, and each tells whom it concerns beside the others', async () => {
    const { leftOut, kept } = await leftOutBy([
      { rule: 'straight-lining', reason: 'the same throughout' },
      { rows: [3, 5, 999], source: 'hand' },
      {
        where: [
          { column: 'organisation', in: ['Åre'] },
          { column: 'round', in: ['2022'] },
        ],
      },
    ])
    const lines = leftOut?.lines.map(({ by, people, concerned, reason }) => [by, people, concerned, reason])
    expect(lines?.slice(0, 2)).toEqual([
      ['straight-lining', 3, 3, 'the same throughout'],
      ['rows', 1, 2, ''],
    ])
    expect(leftOut?.of).toBe(80)
    expect(leftOut?.people).toBe(80 - kept.length)
    expect(kept).not.toContain(3)
    expect(kept).not.toContain(5)
    expect(kept).not.toContain(17)
    expect(kept).toEqual(kept.toSorted((a, b) => a - b))
  })

  test('the first of several rows that are alike stays', async () => {
    const { kept } = await leftOutBy([{ rule: 'same-answers' }])
    expect([24, 25, 61].map((row) => kept.includes(row))).toEqual([true, false, false])
    await clear(database)
    const { kept: others } = await leftOutBy([{ rule: 'same-row' }])
    expect([24, 25, 61].map((row) => others.includes(row))).toEqual([true, false, true])
  })

  test('a limit is the line’s own, and a line that the data have nothing for takes nobody', async () => {
    const strict = await leftOutBy([{ rule: 'fast', limit: 1.5 }])
    await clear(database)
    const usual = await leftOutBy([{ rule: 'fast' }])
    expect(strict.leftOut?.people).toBeGreaterThan(usual.leftOut?.people ?? 0)
    expect(usual.leftOut?.lines[0]?.limit).toBe(2)
    await clear(database)
    const nothing = await leftOutBy([{ rule: 'too-early', limit: '2022-08-01' }])
    expect([nothing.table, nothing.leftOut?.people]).toEqual(['responses', 0])
  })

  test('a column that the data do not have is told with its place', async () => {
    const asked = leftOutBy([{ rule: 'fast' }, { where: [{ column: 'colour', in: ['red'] }] }])
    await expect(asked).rejects.toMatchObject({
      code: 'quality:exclusion-no-such-column',
      place: { path: 'exclusions[1].where[0].column' },
    })
    await expect(asked).rejects.toBeInstanceOf(InputError)
  })

  test('what is opened has neither the people nor their levels', async () => {
    const { survey, leftOut } = await leftOutBy([{ where: [{ column: 'organisation', in: ['Åre'] }] }])
    expect(survey.attributes[0]?.levels).toEqual(['Namsos', 'Steinkjer'])
    expect(survey.rounds.reduce((sum, { rowCount }) => sum + rowCount, 0)).toBe(80 - (leftOut?.people ?? 0))
    const scored = await database.frame(`SELECT count(*)::DOUBLE AS n FROM ${survey.tables.scores}`)
    expect(numericColumn(scored, 'n')[0]).toBe(80 - (leftOut?.people ?? 0))
  })

  test('a condition may ask for answers and for numbers, and a row without a value holds for none', async () => {
    const { survey } = await openAnswers(database)
    const frame = await database.frame('SELECT "culture_1"::DOUBLE AS answer FROM responses')
    const answers = [...numericColumn(frame, 'answer')]
    const low = answers.filter((answer) => answer >= 1 && answer <= 2).length
    await clear(database)
    const codes = await leftOutBy([{ where: [{ column: 'culture_1', in: ['1', '2'] }] }])
    expect(codes.leftOut?.people).toBe(low)
    await clear(database)
    const limits = await leftOutBy([{ where: [{ column: 'culture_1', below: 3 }], reason: 'low' }])
    expect(limits.kept).toEqual(codes.kept)
    expect(limits.leftOut?.lines[0]).toMatchObject({
      by: 'where',
      where: [{ column: 'culture_1', below: 3 }],
      bySource: { hand: low },
    })
    expect(low).toBeGreaterThan(2)
    expect(survey.instrument.items).toHaveLength(14)
  })
})

describe('several rows of one id', () => {
  const rows: readonly (readonly [string, string | null, readonly (number | null)[]])[] = [
    ['2021', 'a', [1, 2, null]],
    ['2021', 'b', [1, 2, 3]],
    ['2021', 'a', [4, 5, 3]],
    ['2021', null, [1, 1, 1]],
    ['2021', 'a', [2, null, null]],
    ['2021', null, [1, 1, 1]],
    ['2022', 'a', [3, 3, 3]],
    ['2022', 'c', [null, 4, 4]],
    ['2022', 'c', [4, 4, null]],
  ]
  const made = () =>
    openHandMade(database, {
      instrument: instrumentOf([{}], [{ id: 'd' }], [{ id: 'd_1' }, { id: 'd_2' }, { id: 'd_3' }]),
      people: rows.map(([round, respondent, [first = null, second = null, third = null]]) => ({
        round,
        respondent,
        answers: { d_1: first, d_2: second, d_3: third },
      })),
    })
  const keptBy = async (keep: Exclusion['keep']): Promise<readonly number[]> => {
    const { instrument } = await made()
    const { tables } = await openSurvey(
      database,
      { instrument, attributes: [], itemsMissingByRound: {}, weighted: false, headcountBy: null },
      preparationsOf({ exclusions: [{ rule: 'repeated-id', ...(keep === undefined ? {} : { keep }) }] }),
    )
    const frame = await database.frame(`SELECT "_row"::DOUBLE AS "_row" FROM ${tables.responses} ORDER BY "_row"`)
    return [...numericColumn(frame, '_row')]
  }

  test.each<[Exclusion['keep'], readonly number[]]>([
    [undefined, [1, 2, 4, 6, 7, 8]],
    ['first', [1, 2, 4, 6, 7, 8]],
    ['last', [2, 4, 5, 6, 7, 9]],
    ['most-complete', [2, 3, 4, 6, 7, 8]],
    ['all', [1, 2, 3, 4, 5, 6, 7, 8, 9]],
  ])('keep %s: rows %j stay', async (keep, expected) => {
    expect(await keptBy(keep)).toEqual(expected)
  })

  test('stand side by side, with the row that each choice keeps', async () => {
    const survey = await made()
    const shape = await shapeOf(database, survey.tables.responses, survey)
    const { ids, extra, shown } = await sameIds(database, shape)
    expect([ids, extra]).toEqual([2, 3])
    expect(shown.map((same) => [same.round, same.id, same.rows.map(({ row }) => row)])).toEqual([
      ['2021', 'a', [1, 3, 5]],
      ['2022', 'c', [8, 9]],
    ])
    const [a, c] = shown
    expect(a?.rows.map(({ answered }) => answered)).toEqual([2, 3, 1])
    expect(a?.rows[0]?.answers).toEqual({ d_1: 1, d_2: 2, d_3: null })
    for (const keep of ['first', 'last', 'most-complete'] as const) {
      const kept = new Set(await clear(database).then(() => keptBy(keep)))
      expect([a, c].map((same) => keptOf(same as SameId, keep)?.row)).toEqual(
        [a, c].map((same) => same?.rows.find(({ row }) => kept.has(row))?.row),
      )
    }
  })

  test('that nobody has settled count as different people, and link no rounds; the choice makes them one again', async () => {
    const open = async (exclusions: readonly Exclusion[]) => {
      const { instrument } = await made()
      const survey = await openSurvey(
        database,
        { instrument, attributes: [], itemsMissingByRound: {}, weighted: false, headcountBy: null },
        preparationsOf({ exclusions }),
      )
      const frame = await database.frame(`SELECT count("_respondent")::DOUBLE AS n FROM ${survey.tables.responses}`)
      const named = numericColumn(frame, 'n')[0]
      const shape = await shapeOf(database, everybodyIn(survey), survey)
      const { ids } = await sameIds(database, shape)
      await clear(database)
      return { survey, named, ids }
    }
    const parted = await open([])
    expect([parted.survey.linkage, parted.named, parted.ids]).toEqual(['unlinked', 1, 2])
    expect(parted.survey.notes).toEqual([{ code: 'quality:ids-parted', level: 'warning', about: { ids: 2, rows: 5 } }])
    const settled = await open([{ rule: 'repeated-id', keep: 'last' }])
    expect([settled.survey.linkage, settled.named, settled.ids]).toEqual(['partly-linked', 4, 2])
    expect(settled.survey.notes).toBeUndefined()
    const kept = await open([{ rule: 'repeated-id', keep: 'all' }])
    expect([kept.survey.linkage, kept.ids]).toEqual(['unlinked', 2])
  })

  test('are none where nobody answered twice', async () => {
    const survey = await openHandMade(database, {
      instrument: instrumentOf([{}], [{ id: 'd' }], [{ id: 'd_1' }]),
      people: [{ respondent: 'a', answers: { d_1: 1 } }],
    })
    const shape = await shapeOf(database, survey.tables.responses, survey)
    expect(await sameIds(database, shape)).toEqual({ ids: 0, extra: 0, shown: [] })
  })
})
