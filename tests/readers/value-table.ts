import { memoryFile } from '../../analyses/readers/data-file'
import {
  type CellBlock,
  type HeaderColumn,
  type OpenTable,
  type Reader,
  type ValueColumn,
} from '../../analyses/readers/reader'

/** A column of a table that gives values: numbers, texts or times in milliseconds UTC; null where there is none. */
export interface GivenColumn {
  readonly name: string
  readonly kind: ValueColumn['kind']
  readonly values: readonly (number | string | null)[]
  readonly isAbsolute?: boolean
  readonly missing?: readonly number[]
}

/** A format that gives values instead of bytes, as workbooks and column stores do: here the columns themselves. */
export function valueReader(columns: readonly GivenColumn[], rowsPerBlock = 3): Reader {
  const rowCount = columns[0]?.values.length ?? 0
  const types = { numbers: 'number', texts: 'text', times: 'time' } as const
  const texts = (row: number): readonly string[] =>
    columns.map(({ kind, values }) => {
      const value = values[row] ?? null
      return value === null ? '' : kind === 'times' ? new Date(Number(value)).toISOString() : String(value)
    })
  const rows = Array.from({ length: rowCount }, (_, row) => ({ line: row + 2, cells: texts(row) }))
  return {
    id: 'values',
    settings: {},
    recognise: (_head, name) => (name.endsWith('.values') ? 'certain' : 'no'),
    found: () => ({}),
    open: async (file): Promise<OpenTable> => ({
      file,
      head: {
        file: file.name,
        format: 'values',
        dialect: {},
        confidence: 1,
        reasons: [],
        columns: columns.map(({ name, kind, missing }, index): HeaderColumn => ({
          position: index + 1,
          name,
          names: [name],
          isRowNumber: false,
          type: types[kind],
          ...(missing === undefined ? {} : { missing }),
        })),
        headerLine: 1,
        sample: rows,
        numbers: { mark: '.', isStrict: false },
        problems: [],
      },
      decode: () => '',
      rows: async () => ({ rows, blankLines: 0 }),
      async *blocks({ observer }) {
        for await (const chunk of file.chunks()) observer?.update(chunk)
        for (let from = 0; from < rowCount; from += rowsPerBlock) {
          const to = Math.min(rowCount, from + rowsPerBlock)
          const block: CellBlock = {
            kind: 'values',
            rowCount: to - from,
            firstRow: from + 1,
            lines: Int32Array.from({ length: to - from }, (_, row) => from + row + 2),
            columns: columns.map((column) => partOf(column, from, to)),
          }
          yield block
        }
        return { records: rowCount, blankLines: 0 }
      },
    }),
  }
}

function partOf({ kind, values, isAbsolute = true }: GivenColumn, from: number, to: number): ValueColumn {
  const part = values.slice(from, to)
  if (kind === 'texts') return { kind, values: part.map((value) => (value === null ? null : String(value))) }
  const numbers = Float64Array.from(part, (value) => (value === null ? Number.NaN : Number(value)))
  return kind === 'numbers' ? { kind, values: numbers } : { kind, values: numbers, isAbsolute }
}

/** A file that `valueReader` knows by its name; its bytes only tell it from others. */
export const valueFile = (name: string) => memoryFile(`${name}.values`, new TextEncoder().encode(name))

/** The same columns as delimited text. */
export function asDelimited(columns: readonly GivenColumn[]): string {
  const cell = ({ kind, values, isAbsolute }: GivenColumn, row: number): string => {
    const value = values[row] ?? null
    if (value === null) return ''
    if (kind !== 'times') return String(value)
    const written = new Date(Number(value)).toISOString()
    return isAbsolute === false ? written.slice(0, 19).replace('T', ' ') : written
  }
  const rows = columns[0]?.values.map((_, row) => columns.map((column) => cell(column, row)).join(';')) ?? []
  return [columns.map(({ name }) => name).join(';'), ...rows, ''].join('\n')
}
