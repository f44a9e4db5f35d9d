import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { memoryFile } from '../../analyses/readers/data-file'
import { encodingByLetters } from '../../analyses/readers/letter-fit'
import { readTableHead } from '../../analyses/readers/delimited/dialect'
import { decodeSingleByte, type SingleByteEncoding } from '../../analyses/readers/single-byte'
import { loadSurvey } from '../sources/reading'
import type { SurveySource } from '../../analyses/sources/survey/fields'
import { emptiedEngine } from '../database/engine-of-tests'
import { instrumentOf, item, refusal, valuesOf } from '../sources/sample-data'

const single = ['windows-1252', 'iso-8859-15', 'macintosh', 'ibm850', 'ibm865'] as const

/** The bytes of a text; null where the encoding lacks one of its characters. */
function bytesIn(encoding: SingleByteEncoding, text: string): Uint8Array | null {
  const codes = new Map(
    Array.from({ length: 256 }, (_, byte): [string, number] => [
      decodeSingleByte(encoding, Uint8Array.of(byte), 0, 1),
      byte,
    ]),
  )
  const bytes = [...text].map((character) => codes.get(character) ?? -1)
  return bytes.includes(-1) ? null : Uint8Array.from(bytes)
}

/** UTF-8 that was taken for another encoding and written as UTF-8. */
function twice(text: string, takenFor: 'windows-1252' | 'iso-8859-1'): Uint8Array {
  const once = new TextEncoder().encode(text)
  const misread =
    takenFor === 'windows-1252' ? decodeSingleByte('windows-1252', once, 0, once.length) : String.fromCharCode(...once)
  return new TextEncoder().encode(misread)
}

const headOf = (bytes: Uint8Array) => readTableHead(memoryFile('t.csv', bytes, 509))
const cellsOf = async (bytes: Uint8Array): Promise<readonly (readonly string[])[]> => {
  const head = await headOf(bytes)
  return [head.columns.map(({ name }) => name), ...head.sample.map(({ cells }) => cells)]
}

const words = {
  norwegian: [
    'Østre Åsen',
    'fødselsår',
    'Bærum',
    'på jobb',
    'Ærlig talt',
    'Helt enig',
    'Svært misfornøyd',
    'Kjønn',
    'Øvre Eiker',
    'år',
    'bløt',
    'Ås',
    'SØR-TRØNDELAG',
    'møte',
    'nærmeste leder',
  ],
  danish: [
    'København',
    'Aarhus',
    'Ærø',
    'Meget utilfreds',
    'først på året',
    'nærværende',
    'Sønderborg',
    'også',
    'å',
    'høj',
  ],
  swedish: [
    'Västra Götaland',
    'Instämmer helt',
    'år',
    'Ängelholm',
    'Örebro',
    'kön',
    'för',
    'är nöjd',
    'Sköterska',
    'MALMÖ',
    'på',
    'Åmål',
    'lärare',
  ],
  finnish: [
    'Jyväskylä',
    'Hämeenlinna',
    'Täysin eri mieltä',
    'työ',
    'Äänekoski',
    'Seinäjoki',
    'yö',
    'ikä',
    'Pääkaupunkiseutu',
  ],
} as const
/** Signs beside words, as people write them. */
const signs = [
  '',
  '',
  '',
  '',
  ' § 3',
  ' 10 €',
  ' – ja',
  ' «sitat»',
  ' “quote”',
  ' it’s',
  ' 20 °C',
  ' ½',
  ' …',
  ' é',
  ' café',
]

const sentence = (language: keyof typeof words): fc.Arbitrary<string> =>
  fc
    .array(fc.tuple(fc.constantFrom(...words[language]), fc.constantFrom(...signs)), { minLength: 1, maxLength: 3 })
    .map((parts) => parts.map(([word, sign]) => `${word}${sign}`).join(' '))

const texts: fc.Arbitrary<readonly string[]> = fc
  .constantFrom(...(Object.keys(words) as (keyof typeof words)[]))
  .chain((language) => fc.array(sentence(language), { minLength: 1, maxLength: 12 }))

const tableOf = (rows: readonly string[], header = 'Kommune;q1'): string =>
  `${header}\n${rows.map((row, index) => `${row};${(index % 5) + 1}`).join('\n')}\n`

const runs = Number(process.env['FUZZ_RUNS'] ?? 120)

/** What is read of a table of these rows, as far as the encoding can write them; null where it cannot. */
async function readBack(
  bytes: Uint8Array | null,
): Promise<{ readonly texts: readonly string[]; readonly isTold: boolean } | null> {
  if (bytes === null || bytes.every((byte) => byte < 0x80)) return null
  const head = await headOf(bytes)
  return { texts: head.sample.map(({ cells }) => cells[0] ?? ''), isTold: head.notes !== undefined }
}

describe('texts of four languages', () => {
  test.each(single)('in %s are read as they were written, or somebody is told', async (encoding) => {
    let told = 0
    let read = 0
    await fc.assert(
      fc.asyncProperty(texts, async (given) => {
        const rows = given.filter((row) => bytesIn(encoding, row) !== null)
        const found = await readBack(bytesIn(encoding, tableOf(rows)))
        if (found === null) return
        read += 1
        if (found.isTold) told += 1
        else expect(found.texts).toEqual(rows)
      }),
      { numRuns: runs },
    )
    expect(read).toBeGreaterThan(runs / 2)
    expect(told / read).toBeLessThan(0.1)
  })

  test('in windows-1252 are never taken for anything else, nor told', async () => {
    await fc.assert(
      fc.asyncProperty(texts, async (rows) => {
        const found = await readBack(bytesIn('windows-1252', tableOf(rows)))
        if (found === null) return
        expect(found).toEqual({ texts: rows, isTold: false })
      }),
      { numRuns: runs },
    )
  })

  test('in UTF-8 are never taken for twice encoded, nor told', async () => {
    await fc.assert(
      fc.asyncProperty(texts, async (rows) => {
        const head = await headOf(new TextEncoder().encode(tableOf(rows)))
        expect([head.dialect.encoding, head.notes]).toEqual(['utf-8', undefined])
      }),
      { numRuns: runs },
    )
  })

  test.each(['windows-1252', 'iso-8859-1'] as const)(
    'in UTF-8 that was taken for %s and encoded again are read as they were',
    async (taken) => {
      await fc.assert(
        fc.asyncProperty(texts, async (rows) => {
          const bytes = twice(tableOf(rows), taken)
          const head = await headOf(bytes)
          const isPlain = [...rows.join('')].every((character) => character < '\u0080')
          expect(head.dialect.encoding).toBe(isPlain ? 'utf-8' : 'utf-8-twice')
          expect(head.sample.map(({ cells }) => cells[0])).toEqual(rows)
        }),
        { numRuns: runs },
      )
    },
  )
})

describe('one letter tells', () => {
  const letters = [
    'på',
    'Åre',
    'blå',
    'øre',
    'Øya',
    'kjøp',
    'være',
    'Ærø',
    'för',
    'Örebro',
    'här',
    'Ängö',
    'MÅL',
    'KJØP',
  ]
  test.each(single.flatMap((encoding) => letters.map((word) => [encoding, word] as const)))(
    '%s: %s',
    async (encoding, word) => {
      const found = await readBack(bytesIn(encoding, tableOf([word])))
      expect(found?.isTold === true ? word : found?.texts[0]).toBe(word)
    },
  )
})

describe('headers and cells', () => {
  test('are read in Mac Roman, and the answer to what was asked stands in the engine', async () => {
    const text = 'Kjønn;Hvor fornøyd er du?\nKvinne;Svært fornøyd\nMann;Misfornøyd\n'
    expect(await cellsOf(bytesIn('macintosh', text) ?? new Uint8Array())).toEqual(
      text
        .trim()
        .split('\n')
        .map((line) => line.split(';')),
    )
  })

  test('are read as declared', async () => {
    const bytes = bytesIn('ibm865', 'Åre;q1\nx;1\n') ?? new Uint8Array()
    for (const encoding of ['ibm865', 'macintosh'] as const) {
      const head = await readTableHead(memoryFile('t.csv', bytes), { encoding })
      expect(head.columns[0]?.name).toBe(encoding === 'ibm865' ? 'Åre' : 'ère')
      expect(head.notes).toBeUndefined()
    }
  })

  test('of a file that is ASCII for a megabyte are read by the letters that come then', async () => {
    const database = await emptiedEngine()
    const source: SurveySource = { kind: 'survey', id: 's', file: 'x', round: '1', attributes: ['place'] }
    const rows = `${'Oslo;3\n'.repeat(200_000)}`
    const bytes = bytesIn('macintosh', `place;q1\n${rows}Ålesund;4\nTromsø;5\n`) ?? new Uint8Array()
    const report = await loadSurvey(database, memoryFile('x.csv', bytes), source, instrumentOf([item('q1')]))
    expect(report.notes[0]).toMatchObject({
      code: 'ingest:encoding-late',
      about: { encoding: 'Mac Roman', line: '200002' },
    })
    expect(report.rowsUsed).toBe(200_002)
    expect(new Set(await valuesOf(database, 'responses', 'place'))).toEqual(new Set(['Oslo', 'Ålesund', 'Tromsø']))
  })

  test('of a file that is UTF-8 for a megabyte and then is not are refused, so that none comes out wrong', async () => {
    const database = await emptiedEngine()
    const source: SurveySource = { kind: 'survey', id: 's', file: 'x', round: '1', attributes: ['place'] }
    const first = new TextEncoder().encode(`place;q1\n${'Tromsø;3\n'.repeat(150_000)}`)
    const bytes = Uint8Array.from([...first, ...(bytesIn('windows-1252', 'Ålesund;4\n') ?? [])])
    const error = await refusal(loadSurvey(database, memoryFile('x.csv', bytes), source, instrumentOf([item('q1')])))
    expect([error.code, error.place.line]).toEqual(['ingest:mixed-encoding', 150_002])
  })
})

describe('what fits nothing, or two encodings, is told', () => {
  test.each([
    ['Greek in ISO 8859-7', [0xca, 0xe1, 0xeb, 0xe7, 0xec, 0xdd, 0xf1, 0xe1]],
    ['Cyrillic in KOI8-R', [0xf0, 0xd2, 0xc9, 0xd7, 0xc5, 0xd4]],
    ['Cyrillic in IBM 866', [0x8f, 0xe0, 0xa8, 0xa2, 0xa5, 0xe2]],
  ])('%s', async (_name, letters) => {
    const bytes = Uint8Array.from([...new TextEncoder().encode('a;b\n'), ...letters, 0x3b, 0x31, 10])
    expect((await headOf(bytes)).notes?.map(({ level }) => level)).toEqual(['warning'])
  })

  test.each([
    [2, 'utf-8-twice', 'ingest:reason-twice', undefined],
    [3, 'utf-8-twice', 'ingest:reason-encoded-again', undefined],
    [5, 'utf-8-twice', 'ingest:reason-encoded-again', undefined],
    [6, 'utf-8-twice', 'ingest:reason-encoded-again', ['ingest:encoding-poor']],
  ] as const)('texts that were encoded %i times', async (times, encoding, reason, notes) => {
    const places = ['Tromsø', 'Ålesund', 'Bærum – «øst»', 'Väst', 'Oslo']
    for (const taken of ['windows-1252', 'iso-8859-1'] as const) {
      let bytes: Uint8Array = new TextEncoder().encode(`sted;q1\n${places.map((place) => `${place};1\n`).join('')}`)
      for (let more = 1; more < times; more += 1) bytes = twice(new TextDecoder().decode(bytes), taken)
      const head = await headOf(bytes)
      expect([head.dialect.encoding, head.reasons[0]?.message]).toEqual([encoding, reason])
      expect(head.notes?.map(({ code }) => code)).toEqual(notes)
      if (notes === undefined) expect(head.sample.map(({ cells }) => cells[0])).toEqual(places)
      if (times > 2) expect(head.reasons[0]?.values).toMatchObject({ times: Math.min(times - 1, 4) })
    }
  })

  test('texts of which some were encoded twice and most were not', async () => {
    const bytes = Uint8Array.from([
      ...new TextEncoder().encode('sted;q1\nTromsø;1\nÅlesund;2\nBærum;3\n'),
      ...twice('Østfold;4\n', 'windows-1252'),
    ])
    const head = await headOf(bytes)
    expect([head.dialect.encoding, head.notes?.map(({ code }) => code)]).toEqual(['utf-8', ['ingest:partly-twice']])
    const declared = await readTableHead(memoryFile('t.csv', bytes), { encoding: 'utf-8-twice' })
    expect(declared.sample.map(({ cells }) => cells[0])).toEqual(['Tromsø', 'Ålesund', 'Bærum', 'Østfold'])
  })
})

test('bytes of any kind are given an encoding', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
      const { encoding, fit } = encodingByLetters(bytes)
      expect(single).toContain(encoding)
      expect(Number.isFinite(fit)).toBe(true)
    }),
  )
})
