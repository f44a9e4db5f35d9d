import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { Database } from '../../analyses/core/database'
import { numericColumn } from '../../analyses/core/datasets'
import { InputError } from '../../analyses/core/errors'
import type { Exclusion } from '../../analyses/quality/exclusions'
import { preparationsOf } from '../../analyses/recipe/declared'
import { openSurvey } from '../../analyses/survey/open'
import { engineOfTests } from '../database/engine-of-tests'
import { clear } from '../survey/hand-made-survey'
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
})
