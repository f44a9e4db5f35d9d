import { fc, test } from '@fast-check/vitest'
import { describe, expect } from 'vitest'
import { parsePlacedJson } from '../../analyses/core/json-place'
import { isJsonObject, rewriteJson, type Json, type JsonObject } from '../../analyses/core/json-rewrite'
import { filesBelow, readProjectFile } from '../source-files'

const read = (text: string): JsonObject => {
  const { value } = parsePlacedJson(text)
  if (!isJsonObject(value)) throw new Error('no object')
  return value
}
const change = (text: string, edit: (value: JsonObject) => Json): string => {
  const placed = parsePlacedJson(text)
  return rewriteJson(placed, edit(placed.value as JsonObject))
}

const anyJson = fc.jsonValue({ maxDepth: 4 }).map((value) => JSON.parse(JSON.stringify(value)) as Json)
/** JSON as people and programs indent it. */
const anyText = fc
  .tuple(anyJson, fc.constantFrom(undefined, 2, 4, '\t'))
  .map(([value, indent]) => JSON.stringify(value, null, indent))

describe('a document written after a change', () => {
  test.prop([anyText, anyJson])('says what it is to say', (text, next) => {
    expect(parsePlacedJson(rewriteJson(parsePlacedJson(text), next)).value).toEqual(next)
  })

  test.prop([anyText])('is the same text when nothing was changed, whether the parts are the same or alike', (text) => {
    const placed = parsePlacedJson(text)
    expect(rewriteJson(placed, placed.value as Json)).toBe(text)
    expect(rewriteJson(placed, structuredClone(placed.value) as Json)).toBe(text)
  })

  const documents = filesBelow('fixtures', ['instrument.json']).filter((path) => !path.includes('/bad/'))

  test('of the fixtures differs in the changed line alone', () => {
    expect(documents.length).toBeGreaterThan(15)
    for (const path of documents) {
      const text = readProjectFile(path)
      const next = change(text, (value) => ({ ...value, version: 'changed' }))
      const lines = text.split('\n')
      const different = next.split('\n').filter((line, index) => line !== lines[index])
      expect(different, path).toHaveLength(1)
      expect(read(next)['version']).toBe('changed')
    }
  })

  test('keeps numbers, letters and spacing that it does not touch', () => {
    const text = '{ "a" :  1.0,\n  "list": [ {"id": "x", "n": 1e2}, {"id":"y"} ],\n  "b": "\\u00e5" }\n'
    expect(change(text, (value) => ({ ...value, c: true }))).toBe(
      '{ "a" :  1.0,\n  "list": [ {"id": "x", "n": 1e2}, {"id":"y"} ],\n  "b": "\\u00e5",\n  "c":  true }\n',
    )
  })

  test('moves an element with its own spelling, and finds a changed one by its id', () => {
    const text = '{\n  "items": [\n    {"id": "x", "n": 1.0},\n    { "id": "y", "n": 2.0 }\n  ]\n}\n'
    const next = change(text, ({ items }) => {
      const [x, y] = items as readonly JsonObject[]
      return { items: [{ ...y, n: 3 }, x ?? null] }
    })
    expect(next).toBe('{\n  "items": [\n    { "id": "y", "n": 3 },\n    {"id": "x", "n": 1.0}\n  ]\n}\n')
  })

  test('puts a new element on lines of its own where the others stand so', () => {
    const text = '{\n  "items": [\n    {"id": "x"}\n  ]\n}\n'
    const long = {
      id: 'y',
      text: {
        nb: 'Jeg bruker digitale verktøy i arbeidet mitt hver dag',
        sv: 'Jag använder digitala verktyg i mitt arbete',
      },
    }
    expect(change(text, ({ items }) => ({ items: [...(items as readonly Json[]), { id: 'z' }, long] }))).toBe(
      `{\n  "items": [\n    {"id": "x"},\n    {"id": "z"},\n    {\n      "id": "y",\n      "text": {\n        "nb": "${long.text.nb}",\n        "sv": "${long.text.sv}"\n      }\n    }\n  ]\n}\n`,
    )
  })

  test('leaves no bracket or comma behind', () => {
    const text = '{\n  "a": [1, 2, 3],\n  "b": {"x": 1, "y": 2}\n}'
    expect(change(text, () => ({ a: [2], b: {} }))).toBe('{\n  "a": [2],\n  "b": {}\n}')
    expect(change(text, () => ({ b: { y: 2 } }))).toBe('{\n  "b": {"y": 2}\n}')
  })
})
