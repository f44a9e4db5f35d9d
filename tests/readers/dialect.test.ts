import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { memoryFile } from '../../analyses/readers/data-file'
import { createUtf8Validator } from '../../analyses/readers/delimited/encoding'
import { readTableHead, type DelimitedDialect } from '../../analyses/readers/delimited/dialect'
import type { DialectOverride } from '../../analyses/readers/delimited/settings'
import { encode, refusal, textFile } from '../sources/sample-data'

async function dialectOf(
  text: string,
  encoding: Parameters<typeof encode>[1] = 'utf-8',
  override: DialectOverride = {},
): Promise<DelimitedDialect> {
  return (await readTableHead(textFile('t.csv', text, encoding), override)).dialect
}

const headersOf = async (text: string, override: DialectOverride = {}): Promise<readonly string[]> =>
  (await readTableHead(textFile('t.csv', text), override)).columns.map(({ name }) => name)

const headOf = (text: string): ReturnType<typeof readTableHead> => readTableHead(textFile('t.csv', text))

describe('delimiter', () => {
  test('decimal commas are no delimiters', async () => {
    expect(await dialectOf('a;b\n1,5;2,5\n2,5;3,5\n')).toMatchObject({ delimiter: ';', decimal: ',' })
    expect(await dialectOf('vekt, kg;høyde, m\n1,5;2,5\n2,5;3,5\n')).toMatchObject({ delimiter: ';', decimal: ',' })
  })

  test('decimal points go with semicolons too', async () => {
    expect(await dialectOf('"a";"b"\n"4.5";"77.0"\n"1.5";""\n')).toMatchObject({ delimiter: ';', decimal: '.' })
  })

  test('a mixture of marks goes by the majority', async () => {
    expect(await dialectOf('id,height,weight,bmi\n1,"1,54","52,3",22.1\n2,"1,84","92,3",27.3\n')).toMatchObject({
      delimiter: ',',
      decimal: ',',
    })
  })

  test('semicolons inside quoted text do not mislead', async () => {
    expect(await dialectOf('"a","b"\n"x;y;z","1"\n"x;y","2"\n')).toMatchObject({ delimiter: ',' })
  })

  test('a line sep=; says it and is no header', async () => {
    const head = await headOf('sep=;\r\na;b\r\n1;2\r\n')
    expect(head.dialect).toMatchObject({ delimiter: ';', separatorLine: true, lineEnd: 'crlf' })
    expect(head.columns.map(({ name }) => name)).toEqual(['a', 'b'])
    expect(head.sample.map(({ cells }) => cells)).toEqual([['1', '2']])
  })

  test('tabs in a row are one only where records would not fit otherwise; other marks never are', async () => {
    expect(await dialectOf('a\tb\nx\t\t2\ny\t\t4\n')).toMatchObject({ delimiter: '\t', collapses: true })
    expect(await dialectOf('a\tb\tc\nx\t\t2\ny\t\t4\n')).toMatchObject({ delimiter: '\t', collapses: false })
    for (const mark of [';', ',', '|']) {
      const ragged = `a${mark}b\nx${mark}${mark}2\ny${mark}${mark}4\n`
      expect(await dialectOf(ragged), mark).toMatchObject({ delimiter: mark, collapses: false })
    }
  })

  test('what is declared is taken', async () => {
    const head = await readTableHead(textFile('t.csv', 'a;b\n1,5;2\n'), {
      delimiter: ',',
      decimal: '.',
      header_rows: 1,
    })
    expect(head.dialect).toMatchObject({ delimiter: ',', decimal: '.', decimalDetected: false })
    expect(head.columns.map(({ name }) => name)).toEqual(['a;b'])
  })

  test.each([
    ['encoding', { encoding: 'utf-8' }, 'UTF-8'],
    ['delimiter', { delimiter: ';' }, { message: 'ingest:delimiter-semicolon' }],
    ['decimal', { decimal: ',' }, { message: 'ingest:decimal-comma' }],
    ['header-rows', { header_rows: 1 }, '1'],
    ['header-line', { header_line: 1 }, '1'],
  ] as const)('what is declared is said: %s', async (part, override, value) => {
    const reasons = async (given: DialectOverride): Promise<readonly unknown[]> =>
      (await readTableHead(textFile('t.csv', 'a;b\n1,5;2\n2,5;3\n'), given)).reasons.filter(
        ({ message }) => message === 'ingest:reason-declared',
      )
    expect(await reasons({})).toEqual([])
    expect(await reasons(override)).toEqual([
      { message: 'ingest:reason-declared', values: { part: { message: `ingest:part-${part}` }, value } },
    ])
  })

  test('single quotes', async () => {
    expect(await dialectOf("'a';'b'\n'x;y';'1'\n'z';'2'\n")).toMatchObject({ delimiter: ';', quote: "'" })
  })
})

describe('delimiters that stand in texts and times as well', () => {
  test.each([
    ['kommune~q1~q2\nOslo~1~2\nBergen~3~4\n', '~', 3],
    ['kommune:q1\nOslo:1\nBergen:3\n', ':', 2],
    ['kommune:tid;q1\n10:30;1\n11:45;2\n', ';', 2],
    ['time,value\n2022-01-01 10:00:00,1\n2022-01-01 11:00:00,2\n', ',', 2],
    ['tid\n10:30\n11:45\n', ';', 1],
    ['10:30\n11:45\n12:00\n', ';', 1],
    ['Q1: enig?\n3\n4\n', ';', 1],
    ['kommentar\nBra: ja\nFint\n', ';', 1],
    ['navn\tkl.\nA\t10:30\nB\t11:00\n', '\t', 2],
    ['a~1;b~1\n1;2\n3;4\n', ';', 2],
  ] as const)('%j', async (text, delimiter, columns) => {
    const head = await headOf(text)
    expect(head.columns.length).toBe(columns)
    if (columns > 1) expect(head.dialect.delimiter).toBe(delimiter)
  })
})

describe('encoding', () => {
  const text = 'organisasjon;q1\nØstre Åsen;5\nVästra Ängö;4\n'
  test.each(['utf-8', 'utf-8-mark', 'utf-16le', 'utf-16le-mark', 'utf-16be', 'windows-1252'] as const)(
    '%s is found',
    async (encoding) => {
      const head = await readTableHead(memoryFile('t.csv', encode(text, encoding), 5))
      expect(head.dialect.encoding).toBe(encoding.replace('-mark', ''))
      expect(head.dialect.byteOrderMark).toBe(encoding.endsWith('mark'))
      expect(head.sample[0]?.cells).toEqual(['Østre Åsen', '5'])
      expect(head.columns[0]?.name).toBe('organisasjon')
    },
  )

  test('the characters that windows-1252 has and ISO 8859-1 has not', async () => {
    const bytes = Uint8Array.from(
      [...'a;b\n'].map((character) => character.charCodeAt(0)).concat([0x93, 0xe6, 0x94, 0x3b, 0x80, 0x96, 10]),
    )
    const head = await readTableHead(memoryFile('t.csv', bytes))
    expect(head.sample[0]?.cells).toEqual(['“æ”', '€–'])
  })

  test('a sequence of UTF-8 is what the platform’s own decoder takes for one', () => {
    // The ends of every range of table 3-7 of Unicode, and their neighbours.
    const bytes = [0x41, 0x7f, 0x80, 0x8f, 0x90, 0x9f, 0xa0, 0xbf, 0xc0, 0xc1, 0xc2, 0xdf, 0xe0, 0xe1, 0xec, 0xed, 0xee]
    bytes.push(0xef, 0xf0, 0xf1, 0xf3, 0xf4, 0xf5, 0xff)
    const takes = (sequence: Uint8Array, isWhole: boolean): boolean => {
      try {
        new TextDecoder('utf-8', { fatal: true }).decode(sequence, { stream: !isWhole })
        return true
      } catch {
        return false
      }
    }
    const wrong: string[] = []
    for (const first of bytes)
      for (const second of bytes)
        for (const third of bytes)
          for (const rest of [[], [0x80], [0xbf], [0x41]]) {
            const sequence = Uint8Array.from([first, second, third, ...rest])
            const validator = createUtf8Validator()
            const isValid = validator.push(sequence, 0, sequence.length) === -1
            if (isValid !== takes(sequence, false) || (isValid && validator.atBoundary()) !== takes(sequence, true))
              wrong.push([...sequence].map((byte) => byte.toString(16)).join(' '))
          }
    expect(wrong).toEqual([])
  })

  test('a file that changes its encoding is refused with the line', async () => {
    const bytes = Uint8Array.from([...encode('a;b\næøå;1\nøre;2\n', 'utf-8'), ...encode('få;3\n', 'windows-1252')])
    const error = await refusal(readTableHead(memoryFile('t.csv', bytes)))
    expect([error.code, error.place.line]).toEqual(['ingest:mixed-encoding', 4])
  })
})

describe('header', () => {
  test('Qualtrics has three rows, and all three name the column', async () => {
    const head = await headOf(
      'StartDate,Q1\nStartdato,Trives du?\n"{""ImportId"":""startDate""}","{""ImportId"":""QID1""}"\n2022-01-01 10:00:00,4\n',
    )
    expect(head.dialect.headerRows).toBe(3)
    expect(head.columns[1]?.names).toEqual(['Q1', 'Trives du?', 'QID1'])
    expect(head.sample.map(({ line }) => line)).toEqual([4])
  })

  test('SurveyMonkey has two, the question carried over its columns', async () => {
    const head = await headOf(
      'Respondent ID,Hvor enig?,,Kjønn\n,Kultur,Teknologi,Response\n1,Helt enig,Helt uenig,Kvinne\n2,Helt enig,Helt enig,Mann\n',
    )
    expect(head.dialect.headerRows).toBe(2)
    expect(head.columns.map(({ name }) => name)).toEqual([
      'Respondent ID',
      'Hvor enig? [Kultur]',
      'Hvor enig? [Teknologi]',
      'Kjønn',
    ])
    expect(head.columns[1]?.names).toContain('Kultur')
  })

  test('names over several columns, as merged cells leave them, with each column\u2019s own below', async () => {
    const text =
      'Id;Bakgrunn;;Spørsmål;;Tid\n;Kommune;Alder;Fornøyd;Vekt;\n1;Åre;25;4;2,5;kl. 8\n2;Bodø;31;5;1,5;kl. 9\n'
    const head = await headOf(text)
    expect(head.dialect.headerRows).toBe(2)
    expect(head.columns.map(({ name }) => name)).toEqual([
      'Id',
      'Bakgrunn [Kommune]',
      'Bakgrunn [Alder]',
      'Spørsmål [Fornøyd]',
      'Spørsmål [Vekt]',
      'Tid',
    ])
    expect(head.columns[3]?.names).toContain('Fornøyd')
    expect(head.sample.map(({ line }) => line)).toEqual([3, 4])
  })

  test('columns in front of all groups have their own names only', async () => {
    const head = await headOf(';Ledelse;;Kultur;\nId;Støtte;Mål;Åpen;Trygg\nA;4;2;1;5\nB;5;1;3;4\n')
    expect(head.columns.map(({ name }) => name)).toEqual([
      'Id',
      'Ledelse [Støtte]',
      'Ledelse [Mål]',
      'Kultur [Åpen]',
      'Kultur [Trygg]',
    ])
  })

  test.each([
    ['a column without a name', 'id;svar;\nA;Enig;Bra\nB;Uenig;God\nC;Enig;3\n'],
    ['a first row without an answer', 'id;q1;\nA;NA;x\nB;3;y\nC;4;z\n'],
    ['a group without names below', 'id;q1;;q2\nA;x;;y\nB;3;;4\nC;4;;5\n'],
  ])('one row all the same: %s', async (_, text) => {
    expect((await headOf(text)).dialect.headerRows).toBe(1)
  })

  test('one name fewer than columns: the first column numbers the rows', async () => {
    const head = await headOf('"date","CO2"\n"140","2015-02-02 14:19:00",749.2\n"141","2015-02-02 14:19:59",760.4\n')
    expect(head.dialect.rowNumbers).toBe(true)
    expect(head.columns.map(({ name, isRowNumber }) => [name, isRowNumber])).toEqual([
      ['', true],
      ['date', false],
      ['CO2', false],
    ])
    expect(head.problems).toEqual([])
  })

  test('a first column without a name that counts, as R and pandas write it', async () => {
    const head = await headOf('"","a"\n"1",5\n"2",3\n"3",4\n')
    expect([head.dialect.rowNumbers, head.problems.length]).toEqual([true, 0])
  })

  test('an unnamed last column that is empty is let pass', async () => {
    const head = await headOf('V1,Q1,\nx,1,\ny,2,\n')
    expect([head.columns.length, head.problems.length]).toEqual([2, 0])
  })

  test('no-break spaces and blanks around names do not count', async () => {
    expect(await headersOf('\u00a0Hvor\u00a0enig ;"b "\n1;2\n')).toEqual(['Hvor enig', 'b'])
  })

  test('__proto__ and constructor are names like others', async () => {
    expect(await headersOf('__proto__;constructor;a\n1;2;3\n')).toEqual(['__proto__', 'constructor', 'a'])
  })

  test('problems of the header are named', async () => {
    const problem = async (text: string): Promise<readonly unknown[]> => {
      const [first] = (await headOf(text)).problems
      return [first?.code, first?.place.line, first?.place.column]
    }
    expect(await problem('a;b\n')).toEqual(['ingest:header-only', 1, undefined])
    expect(await problem('a;b\n1;"2\n')).toEqual(['ingest:unclosed-quote', 2, 2])
  })
})

describe('files that are no tables', () => {
  test.each([
    ['pdf', '%PDF-1.7\n'],
    ['zip', 'PK\u0003\u0004rest'],
    ['html', '\n<!DOCTYPE html><html>'],
    ['xml', '<?xml version="1.0"?>'],
    ['json', '{ "instrument": 1 }'],
    ['json', '[{"a": 1}]'],
    ['rtf', '{\\rtf1'],
  ])('%s is called by its name', async (kind, text) => {
    expect((await refusal(readTableHead(textFile('x.csv', text, 'windows-1252')))).code).toBe(`ingest:is-${kind}`)
  })

  test.each([
    ['', 'empty'],
    ['\n\r\n \n', 'empty'],
    ['\ufeff', 'empty'],
    ['a;b\n1;\u00002\n', 'binary'],
  ])('%j is refused as %s', async (text, code) => {
    expect((await refusal(headOf(text))).code).toBe(`ingest:${code}`)
  })
})

test.each([
  ['in every row', ['Ängö; vest', 'Ängö; vest', 'Ängö; vest']],
  ['before a quoted cell', ['Ängö; vest', 'Ängö; vest', '"Nord, sør"']],
])('a semicolon in a name, %s, does not make the header a title', async (_, places) => {
  const rows = places.map((place) => `${place},1.2,3,4\n`)
  expect((await headOf(`organisasjon,år,q1,q2\n${rows.join('')}`)).dialect).toMatchObject({ delimiter: ',' })
})

test('survey-like tables are understood whatever they are written in', async () => {
  const answer = fc.constantFrom('1', '2', '3', '4', '5', '9', '', 'Helt enig', 'Verken enig eller uenig')
  await fc.assert(
    fc.asyncProperty(
      fc.record({
        delimiter: fc.constantFrom(';', ',', '\t', '|'),
        encoding: fc.constantFrom('utf-8', 'utf-8-mark', 'utf-16le', 'utf-16le-mark', 'utf-16be', 'windows-1252'),
        lineEnd: fc.constantFrom('\n', '\r\n', '\r'),
        comma: fc.boolean(),
        quotesAll: fc.boolean(),
        rows: fc.array(
          fc.tuple(
            fc.constantFrom('Østerdal', 'Åsbygden', 'Ängö; vest', 'Nord, sør'),
            fc.integer({ min: 1, max: 399 }),
            answer,
            answer,
            answer,
          ),
          { minLength: 5, maxLength: 40 },
        ),
      }),
      async ({ delimiter, encoding, lineEnd, comma, quotesAll, rows }) => {
        const cell = (text: string): string => (quotesAll || text.includes(delimiter) ? `"${text}"` : text)
        const table = [
          ['Ørganisasjon', 'år', 'q1', 'q2', 'q3'],
          ...rows.map(([place, tenths, ...answers]) => [
            place,
            `${Math.floor(tenths / 10)}${comma ? ',' : '.'}${(tenths % 9) + 1}`,
            ...answers,
          ]),
        ]
        const head = await readTableHead(
          memoryFile(
            't.csv',
            encode(table.map((row) => row.map(cell).join(delimiter)).join(lineEnd) + lineEnd, encoding),
            11,
          ),
        )
        expect(head.dialect).toMatchObject({
          delimiter,
          encoding: encoding.replace('-mark', ''),
          decimal: comma ? ',' : '.',
          lineEnd: lineEnd === '\n' ? 'lf' : lineEnd === '\r' ? 'cr' : 'crlf',
          headerRows: 1,
        })
        expect(head.sample.map(({ cells }) => cells)).toEqual(table.slice(1))
      },
    ),
    { numRuns: 200 },
  )
})
