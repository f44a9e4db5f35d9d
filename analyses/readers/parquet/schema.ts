import type { FileMetaData, SchemaElement } from 'hyparquet'
import { parquetSchema } from 'hyparquet'
import type { ColumnKind } from '../typed-column'

/** A column of a file and what becomes of it; null where it is not read. */
export interface ParquetColumn {
  readonly name: string
  readonly kind: ColumnKind | null
  /** Whole numbers of 64 bits of which the file does not say that none is beyond 2⁵³: they are texts. */
  readonly isLong: boolean
  /** Milliseconds or microseconds of a day for each unit of a time of day; 0 for everything else. */
  readonly unitsPerSecond: number
}

/** Columns of the top level. Lists, structures, maps, spans and shapes are not read. */
export function columnsOf(metadata: FileMetaData): readonly ParquetColumn[] {
  return parquetSchema(metadata).children.map(({ element, children }, index) => {
    const isLong = isWholeOf64Bits(element) && !staysWithin(metadata, element.name)
    const isNested = children.length > 0 || element.repetition_type === 'REPEATED' || index < 0
    return {
      name: element.name,
      kind: isNested ? null : isLong ? { kind: 'texts' } : kindOf(element),
      isLong: isLong && !isNested,
      unitsPerSecond: unitsPerSecond(element),
    }
  })
}

const unreadable = ['INTERVAL', 'BSON', 'GEOMETRY', 'GEOGRAPHY', 'VARIANT', 'FILE', 'MAP', 'LIST']

function kindOf({ type, converted_type: converted, logical_type: logical }: SchemaElement): ColumnKind | null {
  if (unreadable.includes(logical?.type ?? '') || unreadable.includes(converted ?? '')) return null
  if (logical?.type === 'DATE' || converted === 'DATE') return { kind: 'times', isAbsolute: false }
  if (logical?.type === 'TIMESTAMP') return { kind: 'times', isAbsolute: logical.isAdjustedToUTC }
  if (type === 'INT96' || converted === 'TIMESTAMP_MILLIS' || converted === 'TIMESTAMP_MICROS')
    return { kind: 'times', isAbsolute: true }
  if (logical?.type === 'TIME' || converted === 'TIME_MILLIS' || converted === 'TIME_MICROS') return { kind: 'texts' }
  if (logical?.type === 'DECIMAL' || converted === 'DECIMAL' || logical?.type === 'FLOAT16') return { kind: 'numbers' }
  switch (type) {
    case 'BOOLEAN':
      return { kind: 'flags' }
    case 'INT32':
    case 'INT64':
    case 'FLOAT':
    case 'DOUBLE':
      return { kind: 'numbers' }
    case 'BYTE_ARRAY':
      return { kind: 'texts' }
    default:
      return logical?.type === 'UUID' ? { kind: 'texts' } : null
  }
}

function isWholeOf64Bits({ type, converted_type: converted, logical_type: logical }: SchemaElement): boolean {
  if (type !== 'INT64') return false
  const isWhole = logical === undefined || logical.type === 'INTEGER'
  return isWhole && (converted === undefined || converted === 'INT_64' || converted === 'UINT_64')
}

/** Whether the file says of every group of rows that no number of a column is beyond 2⁵³. */
function staysWithin({ row_groups: groups }: FileMetaData, name: string): boolean {
  const isSafe = (end: unknown): boolean =>
    (typeof end === 'bigint' || typeof end === 'number') && Number.isSafeInteger(Number(end))
  return groups.every(({ columns }) =>
    columns
      .flatMap(({ meta_data: data }) => (data !== undefined && data.path_in_schema[0] === name ? [data] : []))
      .every(({ statistics, num_values: count }) => {
        if (statistics !== undefined && statistics.null_count === count) return true
        return isSafe(statistics?.min_value ?? statistics?.min) && isSafe(statistics?.max_value ?? statistics?.max)
      }),
  )
}

function unitsPerSecond({ converted_type: converted, logical_type: logical }: SchemaElement): number {
  if (logical?.type === 'TIME') return { MILLIS: 1e3, MICROS: 1e6, NANOS: 1e9 }[logical.unit]
  return converted === 'TIME_MILLIS' ? 1e3 : converted === 'TIME_MICROS' ? 1e6 : 0
}
