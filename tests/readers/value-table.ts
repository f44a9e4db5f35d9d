import { memoryFile, observeAll } from '../../analyses/readers/data-file'
import type { HeaderColumn, OpenTable, Reader, ValueColumn } from '../../analyses/readers/reader'
import { createValueTable } from '../../analyses/readers/value-table'

/** A column of a table that gives values: numbers, texts or times in milliseconds UTC; null where there is none. */
export interface GivenColumn extends Pick<HeaderColumn, 'levels' | 'missing' | 'missingRanges'> {
  readonly name: string
  readonly kind: ValueColumn['kind']
  readonly values: readonly (number | string | null)[]
  readonly isAbsolute?: boolean
}

/** A format that gives values instead of bytes, as workbooks and column stores do: here the columns themselves. */
export function valueReader(columns: readonly GivenColumn[], rowsPerBlock = 3): Reader {
  const rowCount = columns[0]?.values.length ?? 0
  const types = { numbers: 'number', texts: 'text', levels: 'text', times: 'time' } as const
  return {
    id: 'values',
    settings: {},
    recognise: (_head, name) => (name.endsWith('.values') ? 'certain' : 'no'),
    found: () => ({}),
    open: (file): Promise<OpenTable> =>
      createValueTable({
        file,
        format: 'values',
        dialect: {},
        headerLine: 1,
        columns: columns.map(({ name, kind, values: _values, ...said }, index): HeaderColumn => ({
          position: index + 1,
          name,
          names: [name],
          isRowNumber: false,
          type: types[kind],
          ...said,
        })),
        async *blocks(options) {
          await observeAll(file, options)
          for (let from = 0; from < rowCount; from += rowsPerBlock) {
            const to = Math.min(rowCount, from + rowsPerBlock)
            yield {
              kind: 'values',
              rowCount: to - from,
              firstRow: from + 1,
              lines: Int32Array.from({ length: to - from }, (_, row) => from + row + 2),
              columns: columns.map((column) => partOf(column, from, to)),
            }
          }
          return { records: rowCount, blankLines: 0 }
        },
      }),
  }
}

function partOf({ kind, values, isAbsolute = true }: GivenColumn, from: number, to: number): ValueColumn {
  const part = values.slice(from, to)
  const texts = part.map((value) => (value === null ? null : String(value)))
  if (kind === 'texts') return { kind, values: texts }
  if (kind === 'levels') {
    const levels = [...new Set(values.map(String))]
    return { kind, levels, codes: Int32Array.from(texts, (text) => (text === null ? -1 : levels.indexOf(text))) }
  }
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
