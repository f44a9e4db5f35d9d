import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { documentText } from '../../analyses/core/documents'
import { createSpeaker } from '../../analyses/core/speaker'
import { interfaceLanguages } from '../../analyses/core/words'
import { messagesOf } from '../../analyses/index'
import { setReversed, setScaleOfItems } from '../../analyses/instrument/edits/items'
import { removeDimension } from '../../analyses/instrument/edits/dimensions'
import { parseInstrument } from '../../analyses/instrument/format'
import { editInstrument, openInstrument, writeInstrumentText } from '../../renderer/state/instrument-editing'
import { emptyProject } from '../../renderer/state/project'
import { startWorkbench } from '../renderer/start-workbench'

/* Instruments that are broken in the ways in which files are: each is told with its line and in every language, can be opened in the editor, and is repaired there. */

const good = readFileSync('fixtures/odm-valtel/instrument.json', 'utf8').replace('"illustrative": true,', '')
const json = JSON.parse(good) as {
  readonly scales: readonly Record<string, unknown>[]
  readonly dimensions: readonly Record<string, unknown>[]
  readonly items: readonly Record<string, unknown>[]
}
const written = (value: unknown): string => JSON.stringify(value, null, 2)
const withItem = (change: Record<string, unknown>): string =>
  written({ ...json, items: json.items.map((item, index) => (index === 0 ? { ...item, ...change } : item)) })
const withScale = (change: Record<string, unknown>): string =>
  written({ ...json, scales: json.scales.map((scale, index) => (index === 0 ? { ...scale, ...change } : scale)) })
const first = String(json.items[0]?.['id'])
const scale = String(json.scales[0]?.['id'])

type Workbench = ReturnType<typeof startWorkbench>
const typed =
  (text: string) =>
  (workbench: Workbench): void =>
    writeInstrumentText(workbench, text, null)

interface Broken {
  readonly text: string
  readonly code: string
  readonly repair: (workbench: Workbench) => unknown
}
const cases: Readonly<Record<string, Broken>> = {
  'no JSON': { text: good.replaceAll('"', "'"), code: 'recipe:not-json', repair: typed(good) },
  'a comma at the end of a list': {
    text: good.replace(/\n {2}\]\n\}/u, ',\n  ]\n}'),
    code: 'recipe:not-json',
    repair: typed(good),
  },
  'a scale that is not there': {
    text: withItem({ scale: 'agree7' }),
    code: 'recipe:scale-unknown',
    repair: (workbench) => editInstrument(workbench, setScaleOfItems([first], scale)),
  },
  'no scale at all': { text: written({ ...json, scales: [] }), code: 'recipe:too-small', repair: typed(good) },
  'one id for two items': {
    text: written({ ...json, items: [json.items[0], ...json.items] }),
    code: 'recipe:item-twice',
    repair: typed(good),
  },
  'codes that are no numbers': {
    text: withScale({ labels: { one: { en: 'Disagree' } } }),
    code: 'recipe:key-not-valid',
    repair: typed(good),
  },
  'a scale whose ends are texts': { text: withScale({ min: '1' }), code: 'recipe:wrong-type', repair: typed(good) },
  'reversal that is neither true nor false': {
    text: withItem({ reversed: 'yes' }),
    code: 'recipe:wrong-type',
    repair: (workbench) => editInstrument(workbench, setReversed([first], true)),
  },
  'a dimension without items': {
    text: written({ ...json, dimensions: [...json.dimensions, { id: 'empty', label: { en: 'Empty' } }] }),
    code: 'recipe:dimension-empty',
    repair: (workbench) => editInstrument(workbench, removeDimension('empty')),
  },
  'a version of the format that is not known': {
    text: good.replace('"instrument": 1', '"instrument": 9'),
    code: 'recipe:not-one-of',
    repair: typed(good),
  },
  'items that are no list': {
    text: written({ ...json, items: 'many' }),
    code: 'recipe:wrong-type',
    repair: typed(good),
  },
  'a list where an object belongs': { text: '[]', code: 'recipe:wrong-type', repair: typed(good) },
}

describe.each(Object.entries(cases))('%s', (_, { text, code, repair }) => {
  const read = parseInstrument(text, 'broken.json')
  const problems = read.ok ? [] : read.problems
  const found = problems.find((problem) => problem.code === code)

  test('is told with its line, and short enough to be read', () => {
    expect(problems.map((problem) => problem.code)).toContain(code)
    expect(found?.place.line).toBeGreaterThan(0)
    for (const language of interfaceLanguages) {
      const said = createSpeaker(language, messagesOf(language), null).notice(found ?? { code: 'core:x', about: {} })
      expect(said.length, said).toBeLessThanOrEqual(300)
      expect(said, language).toMatch(/[.!]$/u)
      // What other software says of it is in English, and belongs in no sentence.
      if (language !== 'en') expect(said).not.toMatch(/\b(?:invalid|expected|must|should|string|record|received)\b/iu)
    }
  })

  test('is opened in the editor, and repaired there', () => {
    const workbench = startWorkbench()
    const instrument = { name: 'broken.json', text }
    workbench.openProject({ ...emptyProject('nb'), instrument }, { id: null, name: null, isSaved: true })
    expect(openInstrument(instrument).problems.length).toBeGreaterThan(0)
    repair(workbench)
    expect(openInstrument(workbench.project().instrument ?? instrument).problems).toEqual([])
    workbench.undo()
    expect(workbench.project().instrument?.text).toBe(text)
  })
})

describe('the encoding of a document', () => {
  const bytes = (text: string, mark: readonly number[], swap: boolean): Uint8Array => {
    const buffer = Buffer.from(text, 'utf16le')
    return Uint8Array.from([...mark, ...(swap ? buffer.swap16() : buffer)])
  }
  test.each([
    ['UTF-8', new TextEncoder().encode(good)],
    ['UTF-8 with a mark', Uint8Array.from([0xef, 0xbb, 0xbf, ...new TextEncoder().encode(good)])],
    ['UTF-16, little-endian', bytes(good, [0xff, 0xfe], false)],
    ['UTF-16, big-endian', bytes(good, [0xfe, 0xff], true)],
  ])('%s is read', (_, given) => {
    expect(documentText(given, 'i.json')).toBe(good)
  })

  test('half a character is told, and so is a text in another encoding', () => {
    expect(() => documentText(Uint8Array.from([0x7b, 0xe5, 0x7d]), 'i.json')).toThrow('recipe:not-text')
    expect(() => documentText(Uint8Array.from([0xff, 0xfe, 0x00, 0xd8]), 'i.json')).toThrow('recipe:not-text')
  })
})
