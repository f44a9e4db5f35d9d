import { expect, test } from 'vitest'
import { levelsIn } from '../../analyses/sources/staging'
import { emptiedEngine } from '../database/engine-of-tests'

const database = await emptiedEngine()

test('levels of a column are those of the rows kept, in order, blanks and other rows left out', async () => {
  await database.execute(
    "CREATE TABLE people AS SELECT * FROM (VALUES ('old', 'Vest'), ('old', 'Nord'), ('old', 'Nord'), ('old', NULL), ('new', 'Sør')) rows(source, place)",
  )
  expect(await levelsIn(database, 'people', 'place', "source = 'old'")).toEqual(['Nord', 'Vest'])
  expect(await levelsIn(database, 'people', 'place', "NOT (source = 'old')")).toEqual(['Sør'])
  expect(await levelsIn(database, 'people', 'place', "source = 'none'")).toEqual([])
})
