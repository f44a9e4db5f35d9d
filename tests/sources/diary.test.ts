import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { numericColumn } from '../../analyses/core/datasets'
import { executeAnalyses, loadProject } from '../../analyses/recipe/execute'
import { parseRecipe } from '../../analyses/recipe/recipe'
import type { DiarySource } from '../../analyses/sources/diary/source'
import { emptiedEngine } from '../database/engine-of-tests'
import { rowsOf } from '../series/outcome-reading'
import { loadLog, problemsOf, recognise } from './reading'
import { fileAt, hasReferences, projectFolder, referenceFolder, refusal, textFile, valuesOf } from './sample-data'

const folder = join(projectFolder, 'fixtures/diary')
const utc = (text: string): number => Date.parse(text)
const diary = (more: Partial<DiarySource> = {}): DiarySource => ({
  id: 'd',
  kind: 'diary',
  file: 'd.csv',
  start: 'from',
  end: 'to',
  activity: 'what',
  time_zone: 'Europe/Oslo',
  ...more,
})

const database = await emptiedEngine()

describe('a diary that was dropped', () => {
  test('is told from uptime and from alarms by its activities', async () => {
    const homes = await recognise(fileAt(join(folder, 'two-homes.csv')), { timeZone: 'Europe/Oslo' })
    expect(homes.source).toEqual({
      id: 'two-homes',
      kind: 'diary',
      file: 'two-homes.csv',
      start: 'Start',
      end: 'Slutt',
      activity: 'Aktivitet',
      subject: 'Rom',
      time_zone: 'Europe/Oslo',
    })
    const uptime = textFile('u.csv', 'from,to,room\n2022-10-03 00:00,2022-10-04 00:00,Rom 1\n')
    expect((await recognise(uptime)).source.kind).toBe('coverage')
    const alarms = textFile('a.csv', 't,room,type\n2022-10-03 00:00,Rom 1,Fall\n')
    expect((await recognise(alarms)).source.kind).toBe('events')
  })

  test('with two tabs between columns and a line of dashes', async () => {
    const { source, head } = await recognise(fileAt(join(folder, 'one-home.txt')))
    expect([source.kind, head.dialect['collapses'], head.dialect['ruledLine']]).toEqual(['diary', true, true])
    expect(await problemsOf(fileAt(join(folder, 'one-home.txt')), source)).toEqual([])
  })
})

describe('a diary in the engine', () => {
  test('is events that know when they were over; what cannot be used is left out by reason', async () => {
    const source = diary({ id: 'homes', start: 'Start', end: 'Slutt', activity: 'Aktivitet', subject: 'Rom' })
    const report = await loadLog(database, fileAt(join(folder, 'two-homes.csv'), 13), source)
    expect(report).toMatchObject({
      rowsRead: 12,
      rowsUsed: 9,
      leftOut: { 'no-end': 1, 'end-before-start': 1, 'no-activity': 1 },
      subjects: ['A', 'B'],
      kinds: ['Søvn', 'Stell', 'Måltid', 'Fjernsyn', 'Ute'],
    })
    expect(report.notes.map(({ code, about }) => [code, about['count']])).toEqual(
      expect.arrayContaining([
        ['ingest:no-activity', 1],
        ['ingest:activities-overlap', 2],
      ]),
    )
    const a = "(SELECT * FROM events WHERE series = 'homes/A')"
    // The clock is set back at three: of the two times that 02:10 and 02:30 can be, the earlier lies after what came before.
    expect(await valuesOf(database, a, 't')).toEqual(
      [
        '2022-10-29T20:40Z',
        '2022-10-30T00:10Z',
        '2022-10-30T05:55Z',
        '2022-10-30T06:20Z',
        '2022-10-30T06:30Z',
        '2022-10-30T08:00Z',
      ].map(utc),
    )
    expect(await valuesOf(database, a, 'stop')).toEqual(
      [
        '2022-10-30T00:30Z',
        '2022-10-30T05:50Z',
        '2022-10-30T06:20Z',
        '2022-10-30T06:45Z',
        '2022-10-30T07:30Z',
        '2022-10-30T10:15Z',
      ].map(utc),
    )
  })

  test('stands beside alarms, which have no end', async () => {
    await loadLog(database, textFile('a.csv', 't,type\n2022-10-03 10:00,Fall\n'), {
      id: 'alarms',
      kind: 'events',
      file: 'a.csv',
      time: 't',
      event: 'type',
      time_zone: 'UTC',
    })
    const rows = 'from,to,what\n2022-10-03 08:00,2022-10-03 08:30,Breakfast\n2022-10-03 12:00,2022-10-03 12:20,Lunch\n'
    await loadLog(database, textFile('d.csv', rows), diary({ time_zone: 'UTC' }))
    expect(await valuesOf(database, 'events', 'series', '"t"')).toEqual(['d', 'alarms', 'd'])
    const minutes = await database.frame(`SELECT sum("stop" - "t") / 60000 AS n, count("stop") AS stops FROM events`)
    expect([numericColumn(minutes, 'n')[0], numericColumn(minutes, 'stops')[0]]).toEqual([50, 2])
  })

  test.each([
    ['an activity that begins as the one before ends does not overlap', '10:30', 0],
    ['one that begins a minute before does', '10:29', 1],
  ])('%s', async (_, start, count) => {
    const text = `from,to,what\n2022-10-03 10:00,2022-10-03 10:30,A\n2022-10-03 ${start},2022-10-03 11:00,B\n`
    const report = await loadLog(database, textFile('d.csv', text), diary())
    expect(report.notes.filter(({ code }) => code === 'ingest:activities-overlap')).toHaveLength(count)
  })

  test('without a column of activities it is refused', async () => {
    const error = await refusal(loadLog(database, textFile('d.csv', 'from,to\n2022-10-03,2022-10-04\n'), diary()))
    expect(error.code).toBe('ingest:column-not-found')
  })
})

test('analyses of series take it as they take events', async () => {
  const parsed = parseRecipe(readFileSync(join(folder, 'recipe.json'), 'utf8'), 'recipe.json')
  if (!parsed.ok) throw new Error(parsed.problems.map(String).join('\n'))
  const recipe = parsed.value
  const { datasets } = await loadProject(database, recipe, null, (name) => fileAt(join(folder, name)))
  expect(datasets.series?.series.map(({ id, kind }) => [id, kind])).toEqual([
    ['homes/A', 'events'],
    ['homes/B', 'events'],
    ['home', 'events'],
  ])
  expect(datasets.series?.eventTypes).toEqual(expect.arrayContaining(['Måltid', 'Sleeping', 'Søvn']))
  const outcomes = await executeAnalyses(database, recipe, datasets)
  expect(outcomes.map(({ status, refusal }) => refusal?.code ?? status)).toEqual(['ok', 'ok'])
  const [overview, meals] = outcomes
  if (overview === undefined || meals === undefined) throw new Error('both have run')
  expect(rowsOf(overview, 'series').map((row) => [row['series'], row['n']])).toEqual([
    ['homes/A', 6],
    ['homes/B', 3],
    ['home', 4],
  ])
  // By the hour in events a day, from the first activity in room B to the start of its last, whose hour is not covered: one breakfast an hour is 24 a day.
  const eaten = rowsOf(meals, 'points').map((row) => Number(row['value']))
  expect([eaten.length, eaten.filter((value) => value > 0)]).toEqual([19, [24]])
})

describe.skipIf(!hasReferences)(
  'published logs of two homes, read in place (left out where the folder is not there)',
  () => {
    test.each([
      ['OrdonezA_ADLs.txt', 248, 9],
      ['OrdonezB_ADLs.txt', 493, 10],
    ])('%s', async (name, rows, activities) => {
      const file = fileAt(join(referenceFolder, 'timeseries/adl_ordonez', name), 1021)
      const { source } = await recognise(file, { timeZone: 'UTC' })
      expect(source.kind).toBe('diary')
      const report = await loadLog(database, file, source)
      expect([report.rowsRead, report.kinds.length]).toEqual([rows, activities])
      expect(report.rowsUsed + Object.values(report.leftOut).reduce((sum, count) => sum + count, 0)).toBe(rows)
    })
  },
)
