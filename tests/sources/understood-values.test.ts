import { expect, test } from 'vitest'
import { Aborted } from '../../analyses/core/errors'
import { createSpeaker } from '../../analyses/core/speaker'
import { messagesOf } from '../../analyses/index'
import { openTable } from '../../analyses/readers/reader'
import { readers } from '../../analyses/readers/registry'
import { sourceOf } from '../../analyses/sources/registry'
import {
  blankRows,
  mostValues,
  rawLabel,
  understoodLabel,
  understoodSentences,
  type UnderstoodColumn,
} from '../../analyses/sources/understood'
import { agreement, instrumentOf, item, textFile, years } from './sample-data'

const instrument = instrumentOf([item('a'), item('b', { scale: years.id }), item('c', { reversed: true })])
const source = { id: 's', kind: 'survey', file: 'x.csv', round: '1', attributes: ['organisation'], weight: 'w' }

async function understood(text: string, index: number, more: object = {}): Promise<UnderstoodColumn> {
  const { table } = await openTable(readers, textFile('x.csv', text))
  const { understand } = sourceOf('survey')
  if (understand === undefined) throw new Error('a survey understands its columns')
  return understand({ table, source: { ...source, ...more } as never, instrument }, index)
}

const found = ({ values }: UnderstoodColumn): readonly (readonly unknown[])[] =>
  values.map(({ raw, count, line, understood: it }) => [
    raw,
    count,
    line,
    it.as === 'blank' ? `blank ${it.reason}` : it.as === 'code' ? it.code : it.as === 'non-answer' ? it.kind : it.as,
  ])

const head = 'a;b;c;organisation;w;comment'
const rows = ['5;12;1;Åre;1;x', '5;12;1;Åre;1;y', '7;99;2; ÅRE;1;', 'Kanskje;;2;;1;', ';NA;3;NA;-1;', '9;tolv;4;Åre;;']
const text = [head, ...rows].join('\n')

test('each value of an item with its rows, its first line and what it is read as; those that become blank first', async () => {
  const column = await understood(text, 0)
  expect(column).toMatchObject({ header: 'a', role: 'item', id: 'a', rows: 6, setAside: 0, rowsBeyond: 0 })
  expect(found(column)).toEqual([
    ['7', 1, 4, 'blank out-of-range'],
    ['Kanskje', 1, 5, 'blank unreadable'],
    ['', 1, 6, 'blank empty'],
    ['5', 2, 2, 5],
    ['9', 1, 7, 'dont_know'],
  ])
  expect(blankRows(column)).toBe(3)
  expect(column.values.reduce((sum, { count }) => sum + count, 0)).toBe(6)
})

test('a continuous item, an attribute, a weight and a column that is not used', async () => {
  expect(found(await understood(text, 1))).toEqual([
    ['99', 1, 4, 'blank out-of-range'],
    ['', 1, 5, 'blank empty'],
    ['NA', 1, 6, 'blank blank-word'],
    ['tolv', 1, 7, 'blank unreadable'],
    ['12', 2, 2, 'number'],
  ])
  expect(found(await understood(text, 3))).toEqual([
    ['', 1, 5, 'blank empty'],
    ['NA', 1, 6, 'blank blank-word'],
    ['Åre', 3, 2, 'level'],
    ['ÅRE', 1, 4, 'level'],
  ])
  expect(found(await understood(text, 4))).toEqual([
    ['-1', 1, 6, 'blank not-a-weight'],
    ['', 1, 7, 'blank empty'],
    ['1', 4, 2, 'number'],
  ])
  expect(found(await understood(text, 5)).map(([, , , as]) => as)).toEqual(['unused', 'unused', 'unused'])
})

test('spellings that are read as other levels, and one that is set to be blank', async () => {
  const values = { organisation: { ÅRE: 'Åre', Åre: null } }
  const column = await understood(text, 3, { values })
  expect(column.values.map(({ raw, understood: it }) => [raw, it])).toEqual([
    ['Åre', { as: 'blank', reason: 'declared' }],
    ['', { as: 'blank', reason: 'empty' }],
    ['NA', { as: 'blank', reason: 'blank-word' }],
    ['ÅRE', { as: 'level', level: 'Åre' }],
  ])
})

test('an item that the export reversed is shown as it was answered', async () => {
  expect(found(await understood(text, 2, { reverse_already: true }))).toEqual([
    ['1', 2, 2, 5],
    ['2', 2, 4, 4],
    ['3', 1, 6, 3],
    ['4', 1, 7, 2],
  ])
})

test('codes that are declared, and a code that then means nothing', async () => {
  const column = await understood(text, 0, { codes: { [agreement.id]: { 5: 1, 7: 5 } } })
  expect(found(column).map(([raw, , , as]) => [raw, as])).toEqual([
    ['Kanskje', 'blank unreadable'],
    ['', 'blank empty'],
    ['5', 1],
    ['7', 5],
    ['9', 'dont_know'],
  ])
})

test('beyond the most values that are told apart, rows are counted', async () => {
  const many = Array.from({ length: mostValues + 25 }, (_, row) => `3;1;1;Ort ${row};1;`)
  const column = await understood([head, ...many].join('\n'), 3)
  expect(column.values).toHaveLength(mostValues)
  expect(column).toMatchObject({ rows: mostValues + 25, rowsBeyond: 25 })
  const speaker = createSpeaker('en', messagesOf('en'), instrument)
  expect(speaker.sentences(understoodSentences(column))).toContain('25 rows have values beyond the first 2,000')
})

test('it is called off', async () => {
  const { table } = await openTable(readers, textFile('x.csv', text))
  const task = { table, source: source as never, instrument, abort: { aborted: true } }
  await expect(sourceOf('survey').understand?.(task, 0)).rejects.toThrow(Aborted)
})

test.each(['en', 'nb', 'sv'] as const)('everything is said in words: %s', async (language) => {
  const speaker = createSpeaker(language, messagesOf(language), instrument)
  const columns = await Promise.all([0, 1, 3, 4, 5].map((index) => understood(text, index)))
  const said = columns.flatMap(({ values }) =>
    values.flatMap((value) => [speaker.label(rawLabel(value)), speaker.label(understoodLabel(value.understood))]),
  )
  expect(
    said.filter((words) => words === '' || /[a-z]+:[a-z]|undefined/u.test(words.replace(/^(blank|tom): /u, ''))),
  ).toEqual([])
  expect(new Set(said).size).toBeGreaterThan(12)
  expect(
    columns.map((column) => speaker.sentences(understoodSentences(column))).every((words) => words.length > 20),
  ).toBe(true)
})
