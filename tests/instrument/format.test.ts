import { test } from '@fast-check/vitest'
import { describe, expect } from 'vitest'
import { parseInstrument, writeInstrument } from '../../analyses/instrument/format'
import type { Instrument } from '../../analyses/instrument/model'
import { filesBelow, readProjectFile } from '../source-files'
import { anyInstrument } from './any-instrument'

const parsed = (text: string, file = 'instrument.json'): Instrument => {
  const read = parseInstrument(text, file)
  if (!read.ok) throw new Error(read.problems.map(String).join('\n'))
  return read.value
}

describe('what is written is read again', () => {
  test.prop([anyInstrument])('as the same instrument', (instrument) => {
    expect(parsed(writeInstrument(instrument))).toEqual(instrument)
  })

  test.prop([anyInstrument])('and written again as the same text', (instrument) => {
    const text = writeInstrument(instrument)
    expect(writeInstrument(parsed(text))).toBe(text)
  })

  const documents = filesBelow('fixtures', ['.json']).filter(
    (path) => /instrument[^/]*\.json$/.test(path) && !path.includes('/bad/'),
  )

  test('every instrument of the fixtures', () => {
    expect(documents.length).toBeGreaterThan(20)
    for (const path of documents) {
      const instrument = parsed(readProjectFile(path), path)
      expect(parsed(writeInstrument(instrument)), path).toEqual(instrument)
    }
  })

  test('keys stand in one order, and what has its usual value is left out', () => {
    const text = writeInstrument({
      id: 'x',
      version: '2',
      illustrative: false,
      label: { sv: 'S', nb: 'N' },
      scales: [{ id: 's', kind: 'ordinal', min: 0, max: 1, labels: {}, nonResponses: [] }],
      dimensions: [],
      items: [
        {
          id: 'i',
          dimension: null,
          scale: 's',
          text: { nb: 'T' },
          reversed: false,
          aliases: [],
          askedOf: [],
          changed: [],
        },
      ],
      measures: [],
      references: [],
    })
    expect(JSON.stringify(JSON.parse(text))).toBe(
      '{"instrument":1,"id":"x","version":"2","label":{"nb":"N","sv":"S"},"scales":[{"id":"s","kind":"ordinal","min":0,"max":1}],"dimensions":[],"items":[{"id":"i","scale":"s","text":{"nb":"T"}}]}',
    )
  })
})
