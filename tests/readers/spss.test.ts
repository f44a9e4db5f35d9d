import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { InputError } from '../../analyses/core/errors'
import { memoryFile, type DataFile } from '../../analyses/readers/data-file'
import { cellText, isMarkedMissing, openTable, type HeaderColumn, type OpenTable } from '../../analyses/readers/reader'
import { readers } from '../../analyses/readers/registry'
import { loadSource } from '../../analyses/sources/loading'
import { sourceOf } from '../../analyses/sources/registry'
import { emptiedEngine } from '../database/engine-of-tests'
import { projectFolder } from '../source-files'
import { instrumentOf, item, refusal, valuesOf } from '../sources/sample-data'

/** Files that haven and PSPP wrote, and what haven reads in them: fixtures/formats/spss. */
const folder = join(projectFolder, 'fixtures/formats/spss')
const bytesOf = (name: string): Uint8Array => new Uint8Array(readFileSync(join(folder, name)))
const fileOf = (name: string): DataFile => memoryFile(name, bytesOf(name), 1000)

interface ExpectedColumn {
  readonly name: string
  readonly label: string
  readonly is_text: boolean
  readonly values: readonly (string | number | null)[]
  readonly missing: number
  readonly labels: readonly { readonly value: string | number; readonly label: string }[]
}
const expected: {
  readonly files: readonly {
    readonly file: string
    readonly rows: number
    readonly columns: readonly ExpectedColumn[]
  }[]
} = JSON.parse(readFileSync(join(folder, 'expected.json'), 'utf8'))

const open = async (file: DataFile): Promise<OpenTable> => (await openTable(readers, file)).table

/** Texts, numbers, and times as seconds since 1970. */
async function cellsOf(table: OpenTable): Promise<(string | number | null)[][]> {
  const cells: (string | number | null)[][] = table.head.columns.map(() => [])
  for await (const block of table.blocks({})) {
    if (block.kind !== 'values') throw new Error('SPSS files give values')
    for (const [index, column] of block.columns.entries())
      for (let row = 0; row < block.rowCount; row += 1) {
        const value = column.kind === 'numbers' || column.kind === 'times' ? (column.values[row] ?? Number.NaN) : null
        const text = cellText(block, row, index, table.decode)
        cells[index]?.push(
          value === null
            ? text === ''
              ? null
              : text
            : Number.isNaN(value)
              ? null
              : column.kind === 'times'
                ? value / 1000
                : value,
        )
      }
  }
  return cells
}

const missingIn = (column: HeaderColumn, cells: readonly (string | number | null)[]): number =>
  cells.filter((cell) => typeof cell === 'number' && isMarkedMissing(column, cell)).length

describe.each(expected.files)('$file, as haven reads it', ({ file, rows, columns }) => {
  test('has the same rows, names, labels, values and marked codes', async () => {
    const table = await open(fileOf(file))
    const cells = await cellsOf(table)
    expect(table.head.columns.map(({ name }) => name)).toEqual(columns.map(({ name }) => name))
    for (const [index, wanted] of columns.entries()) {
      const column = table.head.columns[index] as HeaderColumn
      const found = cells[index] ?? []
      expect(found, wanted.name).toHaveLength(rows)
      expect(column.label ?? '', wanted.name).toBe(wanted.label)
      expect(column.levels ?? [], wanted.name).toEqual(wanted.labels)
      if (wanted.is_text) {
        // Marked texts are none here, and haven hands them over.
        const marked = new Set(wanted.name === 'kort' ? ['vet'] : [])
        expect(found, wanted.name).toEqual(wanted.values.map((value) => (marked.has(String(value)) ? null : value)))
      } else {
        expect(found, wanted.name).toEqual(wanted.values.map((value) => (value === null ? null : Number(value))))
        expect(missingIn(column, found), wanted.name).toBe(wanted.missing)
      }
    }
  })
})

test('the three ways of compressing give the same cells', async () => {
  for (const [plain, ...others] of [
    ['haven-plain.sav', 'haven.sav', 'haven.zsav'],
    ['pspp-plain.sav', 'pspp.sav', 'pspp.zsav'],
  ] as const) {
    const cells = await cellsOf(await open(fileOf(plain)))
    for (const other of others) expect(await cellsOf(await open(fileOf(other)))).toEqual(cells)
  }
})

test('letters are read as the file says, and the weight is told', async () => {
  const { head } = await open(fileOf('pspp-1252.sav'))
  expect(head.dialect).toMatchObject({ encoding: 'windows-1252' })
  expect(head.columns.map(({ label }) => label)).toEqual([undefined, 'Vi får tid til å lære'])
  expect(head.columns[1]?.levels).toEqual([
    { value: 1, label: 'Helt uenig nei' },
    { value: 5, label: 'Helt enig' },
  ])
  const weighted = await open(fileOf('pspp.sav'))
  expect(weighted.head.reasons).toEqual([{ message: 'ingest:spss-weight', values: { column: 'vekt' } }])
  expect(weighted.head.columns.map(({ measure }) => measure)).toEqual(
    ['scale', 'nominal', 'ordinal', 'ordinal', 'scale', 'nominal', 'scale', 'nominal'].map((known, index) =>
      ['id', 'dato', 'kort', 'lang'].includes(weighted.head.columns[index]?.name ?? '') ? expect.anything() : known,
    ),
  )
})

test('a survey: labels say municipalities and answers, marked codes are no answers', async () => {
  const database = await emptiedEngine()
  const instrument = instrumentOf([item('q1'), item('q2')])
  const report = await loadSource(sourceOf('survey'), readers, {
    database,
    file: fileOf('pspp.zsav'),
    source: {
      id: 's',
      kind: 'survey',
      file: 's',
      round: '2022',
      attributes: ['kommune', 'kort'],
      respondent: 'id',
      weight: 'vekt',
    },
    instrument,
  })
  expect(report).toMatchObject({ rowsRead: 4, rowsUsed: 4, format: 'spss' })
  expect(await valuesOf(database, 'responses', 'q1')).toEqual([1, -128, 3, 5])
  expect(await valuesOf(database, 'responses', 'q2')).toEqual([5, 4, null, null])
  expect(await valuesOf(database, 'responses', 'kommune')).toEqual(['Åre', 'Øyer', 'Ängelholm', 'Åre'])
  expect(await valuesOf(database, 'responses', 'kort')).toEqual(['Ja', 'Nei', 'Ja', null])
  expect(await valuesOf(database, 'responses', '_respondent')).toEqual(['1', '2', '3', '4'])
  expect(await valuesOf(database, 'responses', '_weight')).toEqual([0.625, 0.75, 0.875, 1])
})

describe('a file that is not whole', () => {
  test.each(['haven-plain.sav', 'haven.sav', 'haven.zsav', 'pspp.sav'])(
    '%s, cut anywhere, is refused in a sentence',
    async (name) => {
      const bytes = bytesOf(name)
      for (let length = 4; length < bytes.length; length += 97) {
        const error = await refusal(
          (async () => {
            const table = await open(memoryFile(name, bytes.subarray(0, length)))
            if (table.head.problems[0] !== undefined) throw table.head.problems[0]
            return cellsOf(table)
          })(),
        )
        expect(error, `${length} bytes`).toBeInstanceOf(InputError)
      }
    },
  )

  test('fewer rows than the file says', async () => {
    const bytes = bytesOf('haven-plain.sav')
    const { head } = await open(memoryFile('x.sav', bytes.subarray(0, bytes.length - 8)))
    expect(head.problems.map(({ code }) => code)).toEqual(['ingest:spss-cut-case'])
  })

  test('an encrypted file is called so', async () => {
    const bytes = new Uint8Array(400)
    bytes.set(new TextEncoder().encode('ENCRYPTEDSAV'), 8)
    expect(await refusal(open(memoryFile('k.sav', bytes)))).toMatchObject({ code: 'ingest:spss-encrypted' })
  })
})

/** How many changed files are tried; more with `FUZZ=10000`. */
const runs = Number(process.env['FUZZ'] ?? 400)

test('a file with some bytes changed is read or refused, and never worse', async () => {
  const names = ['haven.sav', 'haven-plain.sav', 'pspp.zsav']
  const originals = names.map(bytesOf)
  const change = fc.tuple(fc.nat(20_000), fc.nat(255))
  await fc.assert(
    fc.asyncProperty(
      fc.nat(names.length - 1),
      fc.array(change, { minLength: 1, maxLength: 6 }),
      async (which, changes) => {
        const bytes = (originals[which] as Uint8Array).slice()
        for (const [at, value] of changes) bytes[at % bytes.length] = value
        try {
          const table = await open(memoryFile(names[which] ?? '', bytes))
          const cells = await cellsOf(table)
          expect(new Set(cells.map(({ length }) => length)).size).toBeLessThanOrEqual(1)
        } catch (error) {
          if (!(error instanceof InputError)) throw error
        }
      },
    ),
    { numRuns: runs },
  )
})
