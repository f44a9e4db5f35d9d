import { createRecordReader, varint, type SqlValue } from './sqlite-record'

/** A table of a database. */
export interface SqlTable {
  /** In lower case, in their order. */
  readonly columns: readonly string[]
  /** @throws DamagedDatabase */
  rows(): Generator<readonly SqlValue[], void>
}

/** What is wrong with a database; whoever reads it says where it stands. */
export class DamagedDatabase extends Error {}

/**
 * The tables of a database of SQLite (SQLite's file format, version 3), read through their b-trees from memory. Neither indexes nor views nor tables without row numbers are read, and nothing is
 * computed.
 * @throws DamagedDatabase
 */
export function openDatabase(bytes: Uint8Array): ReadonlyMap<string, SqlTable> {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  if (bytes.length < 512 || new TextDecoder().decode(bytes.subarray(0, 15)) !== 'SQLite format 3')
    throw new DamagedDatabase()
  const stated = view.getUint16(16)
  const pageSize = stated === 1 ? 65_536 : stated
  const usable = pageSize - (bytes[20] as number)
  if (pageSize < 512 || usable < 480) throw new DamagedDatabase()
  const pages: Pages = { bytes, view, pageSize, usable, count: Math.floor(bytes.length / pageSize) }
  const encoding = view.getUint32(56)
  const tables = new Map<string, SqlTable>()
  for (const { values } of rowsOf(pages, 1, encoding)) {
    const [type, name, , root, sql] = values
    if (type !== 'table' || typeof name !== 'string' || typeof root !== 'number' || typeof sql !== 'string') continue
    const { names, rowIdAt } = columnsOf(sql)
    tables.set(name.toLowerCase(), {
      columns: names,
      *rows() {
        for (const { values: own, rowId } of rowsOf(pages, root, encoding)) {
          if (rowIdAt >= 0) own[rowIdAt] = rowId
          yield own
        }
      },
    })
  }
  return tables
}

interface Pages {
  readonly bytes: Uint8Array
  readonly view: DataView
  readonly pageSize: number
  /** Bytes of a page that hold anything. */
  readonly usable: number
  readonly count: number
}

interface RowOfTree {
  readonly values: SqlValue[]
  readonly rowId: number
}

/** The rows of a table in the order of their numbers. No page belongs to it twice, so that a circle ends. */
function* rowsOf(pages: Pages, root: number, encoding: number): Generator<RowOfTree, void> {
  const { view, bytes, pageSize } = pages
  const records = createRecordReader(encoding)
  const seen = new Set<number>()
  /** Bytes that rows may have beyond their pages: each belongs to one of them. */
  const budget = { left: bytes.length }
  const waiting = [root]
  for (let page = waiting.pop(); page !== undefined; page = waiting.pop()) {
    if (!Number.isInteger(page) || page < 1 || page > pages.count || seen.has(page)) throw new DamagedDatabase()
    seen.add(page)
    const start = (page - 1) * pageSize
    const header = start + (page === 1 ? 100 : 0)
    const kind = view.getUint8(header)
    const cells = view.getUint16(header + 3)
    const pointers = header + (kind === interior ? 12 : 8)
    if ((kind !== interior && kind !== leaf) || pointers + 2 * cells > start + pageSize) throw new DamagedDatabase()
    if (kind === interior) {
      waiting.push(view.getUint32(header + 8))
      for (let cell = cells - 1; cell >= 0; cell -= 1) {
        const at = view.getUint16(pointers + 2 * cell)
        if (at + 4 > pageSize) throw new DamagedDatabase()
        waiting.push(view.getUint32(start + at))
      }
      continue
    }
    for (let cell = 0; cell < cells; cell += 1) {
      const at = start + view.getUint16(pointers + 2 * cell)
      const [length, afterLength] = varint(bytes, at)
      const [rowId, afterRowId] = varint(bytes, afterLength)
      const values = records.read(payloadAt(pages, afterRowId, length, start + pageSize, budget))
      if (values === null) throw new DamagedDatabase()
      yield { values, rowId }
    }
  }
}

const interior = 5
const leaf = 13

/** The bytes of a row, which go on in other pages where they are too many for theirs (1.6). */
function payloadAt(
  { bytes, view, pageSize, usable, count }: Pages,
  at: number,
  length: number,
  pageEnd: number,
  budget: { left: number },
): Uint8Array {
  const most = usable - 35
  const least = Math.floor(((usable - 12) * 32) / 255) - 23
  const wanted = least + ((length - least) % (usable - 4))
  const local = length <= most ? length : wanted <= most ? wanted : least
  if (length > bytes.length || at + local + (local < length ? 4 : 0) > pageEnd) throw new DamagedDatabase()
  if (local === length) return bytes.subarray(at, at + length)
  budget.left -= length
  if (budget.left < 0) throw new DamagedDatabase()
  const payload = new Uint8Array(length)
  payload.set(bytes.subarray(at, at + local))
  let filled = local
  for (let page = view.getUint32(at + local); filled < length;) {
    if (page < 1 || page > count) throw new DamagedDatabase()
    const start = (page - 1) * pageSize
    const part = bytes.subarray(start + 4, start + 4 + Math.min(usable - 4, length - filled))
    payload.set(part, filled)
    filled += part.length
    page = view.getUint32(start)
  }
  return payload
}

/** Names of the columns that `CREATE TABLE` declares, and which of them is the row's number, or −1. */
function columnsOf(sql: string): { readonly names: readonly string[]; readonly rowIdAt: number } {
  const body = sql.slice(sql.indexOf('(') + 1, sql.lastIndexOf(')'))
  const parts: string[] = []
  let depth = 0
  let from = 0
  for (let at = 0; at <= body.length; at += 1) {
    const letter = body.charAt(at)
    if (letter === '(') depth += 1
    else if (letter === ')') depth -= 1
    else if ((letter === ',' && depth === 0) || at === body.length) {
      parts.push(body.slice(from, at).trim())
      from = at + 1
    }
  }
  const columns = parts.filter((part) => !/^(?:FOREIGN|PRIMARY|UNIQUE|CHECK|CONSTRAINT)\b/i.test(part))
  return {
    names: columns.map((part) => (/^["'`[]?(\w+)/.exec(part)?.[1] ?? '').toLowerCase()),
    rowIdAt: columns.findIndex((part) => /\bINTEGER\s+PRIMARY\s+KEY\b/i.test(part)),
  }
}
