import { expect, test } from 'vitest'
import { emptiedEngine } from '../database/engine-of-tests'
import { loadSurvey } from './reading'
import { instrumentOf, item, textFile } from './sample-data'

const database = await emptiedEngine()

/** What is said of the ids of a round that is loaded, its people all with this answer. */
async function notesOf(round: string, ids: readonly string[], answer = 3): Promise<readonly unknown[]> {
  const text = `id;a\n${ids.map((id) => `${id};${answer}\n`).join('')}`
  const { notes } = await loadSurvey(
    database,
    textFile(`${round}.csv`, text),
    { kind: 'survey', id: `r${round}`, file: 'x.csv', round, attributes: [], respondent: 'id' },
    instrumentOf([item('a')]),
  )
  return notes.filter(({ code }) => code.startsWith('ingest:ids-')).map(({ code, about }) => ({ code, ...about }))
}
const numbered = (from: number, write: (number: number) => string): readonly string[] =>
  Array.from({ length: 8 }, (_, index) => write(from + index))

test('ids that hardly meet those of other rounds are told, and told again of the same round in other words', async () => {
  expect(await notesOf('2021', numbered(1, String))).toEqual([])
  const told = [{ code: 'ingest:ids-hardly-meet', here: 8, there: 8, common: 1 }]
  expect(await notesOf('2022', numbered(8, String))).toEqual(told)
  // Its own rows from before are no other round.
  expect(await notesOf('2022', numbered(8, String), 4)).toEqual(told)
})

test('one in four that meet are enough', async () => {
  await notesOf('2021', numbered(1, String))
  expect(await notesOf('2022', numbered(7, String))).toEqual([])
})

test.each<readonly [string, (number: number) => string]>([
  ['zeros before', (number) => `00${number}`],
  ['a decimal part of zero', (number) => `${number},0`],
])('ids that differ only by %s are told as such', async (_, write) => {
  await notesOf('2021', numbered(1, String))
  expect(await notesOf('2022', numbered(1, write))).toEqual([
    { code: 'ingest:ids-written-differently', here: 8, there: 8, common: 0, alike: 8 },
  ])
})
