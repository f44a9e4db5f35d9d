import { expect, test } from 'vitest'
import { isCodebookByHand, type SeenColumn } from '../../analyses/instrument-sheets/codebook-by-hand'

const seen = (headers: readonly string[], n: number, distinct: number): readonly SeenColumn[] =>
  headers.map((header) => ({ header, n, distinct }))

test.each([
  ['nb', ['Variabel', 'Spørsmål', 'Verdier']],
  ['sv', ['Nr', 'Frågetext', 'Delskala', 'Svarsalternativ', 'Anteckning']],
  ['da', ['Variabel', 'Spørgsmål', 'Skala']],
  ['en', ['Item ID', 'Question text', 'Scale', 'Reversed']],
])('a codebook kept by hand is known by its headers: %s', (_, headers) => {
  expect(isCodebookByHand(seen(headers, 24, 24), 24)).toBe(true)
})

test.each([
  ['answers', seen(['Kommune', 'Jeg trives', 'Jeg lærer'], 24, 20), 24],
  ['one column that is called so', seen(['Spørsmål', 'Kommune', 'Alder'], 24, 24), 24],
  ['answers a row each, with their question', seen(['id', 'Question', 'Values'], 2000, 12), 2000],
  ['as many rows as no questionnaire has', seen(['id', 'Question', 'Values'], 9000, 9000), 9000],
  ['questions that are mostly blank', seen(['id', 'Question', 'Values'], 3, 3), 24],
  ['a single row', seen(['id', 'Question', 'Values'], 1, 1), 1],
])('%s are none', (_, columns, rows) => {
  expect(isCodebookByHand(columns, rows)).toBe(false)
})
