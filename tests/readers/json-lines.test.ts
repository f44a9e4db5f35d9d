import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { InputError } from '../../analyses/core/errors'
import { memoryFile } from '../../analyses/readers/data-file'
import { openTable } from '../../analyses/readers/reader'
import { readers } from '../../analyses/readers/registry'
import { loadSource } from '../../analyses/sources/loading'
import { sourceOf } from '../../analyses/sources/registry'
import { emptiedEngine } from '../database/engine-of-tests'
import { hasReferences, instrumentOf, item, referenceFolder, refusal, textFile, valuesOf } from '../sources/sample-data'
import { cellsOf, expectFuzzed, openAny, readWhole } from './cells'

const lines = (...objects: readonly string[]): string => `${objects.join('\n')}\n`

test('columns are keys in the order in which they appear, and an object without a key has none', async () => {
  const table = await openAny(textFile('a.jsonl', lines('{"b":1,"a":"x"}', '{"c":2.5,"b":null}', '{ }', '{"a":"å😀"}')))
  expect(table.head.columns.map(({ name, type }) => [name, type])).toEqual([
    ['b', 'number'],
    ['a', 'text'],
    ['c', 'number'],
  ])
  expect(await cellsOf(table)).toEqual([
    [1, null, null, null],
    ['x', null, null, 'å😀'],
    [null, 2.5, null, null],
  ])
})

test('true and false are codes with names; numbers and texts in one column are texts, and it is said', async () => {
  const table = await openAny(
    textFile('a.ndjson', lines('{"f":true,"m":1,"n":1e2}', '{"f":false,"m":"1,5","n":-0.5}', '{"m":true}')),
  )
  expect(table.head.columns[0]?.levels).toEqual([
    { value: 0, label: 'false' },
    { value: 1, label: 'true' },
  ])
  expect(await cellsOf(table)).toEqual([
    [1, 0, null],
    ['1', '1,5', 'true'],
    [100, -0.5, null],
  ])
  expect(table.head.reasons.map(({ message }) => message)).toEqual([
    'ingest:json-lines-form-lines',
    'ingest:json-lines-mixed',
  ])
})

test('objects are flattened, lists kept as written, and whole numbers that would be rounded are texts', async () => {
  const table = await openAny(
    textFile('a.jsonl', lines('{"a":{"b":{"c":1},"d":[1,{"e":"]"}]},"id":9007199254740993}', '{"id":12}')),
  )
  expect(table.head.columns.map(({ name }) => name)).toEqual(['a.b.c', 'a.d', 'id'])
  expect(await cellsOf(table)).toEqual([
    [1, null],
    ['[1,{"e":"]"}]', null],
    ['9007199254740993', '12'],
  ])
})

test('a mark, line ends of Windows, blank lines and a missing last line end change nothing', async () => {
  const table = await openAny(textFile('a.jsonl', '\ufeff{"a":1}\r\n\r\n  \n{"a":2}', 'utf-8', 3))
  expect(await cellsOf(table)).toEqual([[1, 2]])
  const blocks = table.blocks({})
  const { value } = await blocks.next()
  expect(value !== undefined && 'lines' in value ? [...value.lines.subarray(0, 2)] : []).toEqual([1, 4])
  expect((await blocks.next()).value).toEqual({ records: 2, blankLines: 2 })
})

test('one array of objects is read as lines are', async () => {
  const table = await openAny(textFile('a.json', '[\n {"a": 1, "b": "]}"},\n\n {"a": 2}\n]\n', 'utf-8', 3))
  expect(table.head.dialect).toMatchObject({ form: 'array' })
  expect(await cellsOf(table)).toEqual([
    [1, 2],
    [']}', null],
  ])
  expect(table.head.sample.map(({ line }) => line)).toEqual([2, 4])
})

test('any objects come back as they were written, however the file is cut into pieces', async () => {
  const cell = fc.oneof(
    fc.constant(null),
    fc.double({ noNaN: true, noDefaultInfinity: true }),
    fc.boolean(),
    fc.string(),
  )
  const number = fc.double({ noNaN: true, min: -1e9, max: 1e9 })
  const rows = fc.array(fc.record({ a: number, b: fc.string(), c: cell }), { minLength: 1, maxLength: 20 })
  await fc.assert(
    fc.asyncProperty(rows, fc.boolean(), fc.integer({ min: 1, max: 40 }), async (objects, isArray, size) => {
      const text = isArray ? JSON.stringify(objects) : lines(...objects.map((object) => JSON.stringify(object)))
      const [a, b] = await readWhole(textFile('a.jsonl', text, 'utf-8', size))
      expect(a).toEqual(objects.map((object) => JSON.parse(JSON.stringify(object.a)) as number))
      expect(b).toEqual(objects.map((object) => (object.b === '' ? null : object.b)))
    }),
    { numRuns: 200 },
  )
})

describe('what is wrong is named with its line', () => {
  test.each<[string, string, string, number]>([
    ['a bracket is missing', '{"a":1}\n{"a":2\n{"a":3}\n', 'unfinished', 2],
    ['a text is not closed', '{"a":1}\n{"a":"x}\n', 'unfinished', 2],
    ['no JSON', '{"a":1}\n\nnone\n', 'unexpected', 3],
    ['NaN is no JSON', '{"a":1}\n{"a":NaN}\n', 'unexpected', 2],
    ['a list', '{"a":1}\n[1]\n', 'unexpected', 2],
    ['two objects in a line', '{"a":1}\n{"a":1}{"a":2}\n', 'unexpected', 2],
    ['a number with a comma', '{"a":1}\n{"a":1,5}\n', 'unexpected', 2],
    ['a leading zero', '{"a":1}\n{"a":01}\n', 'unexpected', 2],
    ['an unknown escape', '{"a":"x"}\n{"a":"\\x"}\n', 'unexpected', 2],
    ['a key twice', '{"a":1}\n{"a":1,"a":2}\n', 'twice', 2],
    ['a key twice, once within', '{"a":{"b":1},"a.b":2}\n{"c":1}\n', 'twice', 1],
    ['no keys', '{}\n{}\n', 'no-keys', 0],
    ['an array that is cut', '[{"a":1},\n{"a":2}', 'array-cut', 2],
    ['an array of several things', '[{"a":1},\n2]', 'array', 2],
    ['something behind an array', '[{"a":1}]\n{"a":2}', 'array', 2],
  ])('%s', async (_, text, key, line) => {
    const error = await refusal(readWhole(textFile('a.jsonl', text)))
    expect([error.code, error.place.line ?? 0]).toEqual([`ingest:json-lines-${key}`, line])
  })

  test('bytes that are not UTF-8', async () => {
    const bytes = new TextEncoder().encode('{"a":"x"}\n{"a":"y"}\n')
    bytes[16] = 0xe5
    const error = await refusal(readWhole(memoryFile('a.jsonl', bytes)))
    expect([error.code, error.place.line]).toEqual(['ingest:json-lines-not-utf-8', 2])
  })

  test('nesting without an end', async () => {
    const deep = `{"a":${'['.repeat(100_000)}`
    expect(await refusal(readWhole(textFile('a.jsonl', `{"a":1}\n${deep}\n`, 'utf-8', 65_536)))).toBeInstanceOf(
      InputError,
    )
  })

  test('a document that is one object is no table', async () => {
    for (const text of ['{\n  "id": 1\n}\n', '{"id":1,"items":[]}'])
      expect((await refusal(readWhole(textFile('instrument.json', text)))).code).toBe('ingest:is-json')
  })
})

describe('what only appears behind the beginning', () => {
  const many = Array.from({ length: 60_000 }, (_, row) => `{"q":${(row % 5) + 1},"filler":"${'x'.repeat(64)}"}`)

  test('a key is not lost: the file is read again with all its keys', async () => {
    const text = lines(...many, '{"q":2,"late":"yes"}')
    const file = textFile('late.jsonl', text, 'utf-8', 1 << 20)
    const error = await refusal(readWhole(file))
    expect([error.code, error.about['key'], error.place.line]).toEqual(['ingest:json-lines-late-key', 'late', 60_001])
    const { table, reader } = await openTable(readers, file, { extent: 'whole' })
    expect(reader.again?.(error)).toEqual({ extent: 'whole' })
    expect((await cellsOf(table))[2]?.at(-1)).toBe('yes')
  }, 20_000)

  test('a survey is loaded with a text where all were numbers at the beginning', async () => {
    const database = await emptiedEngine()
    const report = await loadSource(sourceOf('survey'), readers, {
      database,
      file: textFile('late.jsonl', lines(...many, '{"q":"Helt enig"}'), 'utf-8', 1 << 20),
      source: { id: 's', kind: 'survey', file: 's', round: '2022' },
      instrument: instrumentOf([item('q')]),
    })
    expect(report).toMatchObject({ rowsRead: 60_001, rowsUsed: 60_001 })
    expect((await valuesOf(database, 'responses', 'q')).at(-1)).toBe(5)
  }, 20_000)
})

test.skipIf(!hasReferences)('answers of Nettskjema, one a line, open with the rows that there are', async () => {
  const path = join(referenceFolder, 'formats/nettskjema/answers-123823.ndjson')
  const objects = readFileSync(path, 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Record<string, unknown>)
  const table = await openAny(memoryFile('answers-123823.ndjson', readFileSync(path), 1000))
  const cells = await cellsOf(table)
  const keys = table.head.columns.map(({ name }) => name.replace(/^attachment\..*/, 'attachment'))
  expect(new Set(keys)).toEqual(new Set(objects.flatMap(Object.keys)))
  const column = (name: string): unknown => cells[table.head.columns.findIndex((each) => each.name === name)]
  expect(column('submissionId')).toEqual(objects.map(({ submissionId }) => submissionId))
  expect(column('textAnswer')).toEqual(objects.map(({ textAnswer }) => textAnswer ?? null))
  expect(column('externalAnswerOptionIds')).toEqual(
    objects.map(({ externalAnswerOptionIds }) => JSON.stringify(externalAnswerOptionIds)),
  )
})

test('a file with some bytes changed is read or refused, and never worse', async () => {
  const object = { id: 1, å: 'bokstaver: æøå "\\', f: true, n: null, o: { p: 1.5e3 }, l: [1, 'a'] }
  const text = Array.from({ length: 6 }, (_, row) => JSON.stringify({ ...object, id: row }))
  await expectFuzzed([lines(...text), `[${text.join(',\n')}]`].map((each) => new TextEncoder().encode(each)))
})
