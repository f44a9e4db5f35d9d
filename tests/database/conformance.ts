import { rowsPerBatch, type Batch, type Database, type InsertColumn } from '../../analyses/core/database'
import { blankByte, quoteName, type Column, type Frame } from '../../analyses/core/datasets'
import { Aborted, HostError, QueryError } from '../../analyses/core/errors'
import { expectedBits } from './expected-bits'
import { storedBits } from './stored-bits'

/**
 * What every adapter of the Database port must do. The cases know no test runner, so that the same file runs in Node and in a browser's page.
 * A case gets a Database of its own where it is `alone`; otherwise it shares one and makes its own tables.
 */
export interface ConformanceCase {
  readonly name: string
  readonly alone?: true
  run(database: Database): Promise<void>
}

class Difference extends Error {}

function equal(actual: unknown, expected: unknown, what = 'value'): void {
  if (!same(actual, expected)) throw new Difference(`${what}: ${shown(actual)}, not ${shown(expected)}`)
}

function same(a: unknown, b: unknown): boolean {
  if (Object.is(a, b)) return true
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null || a.constructor !== b.constructor)
    return false
  const keys = Object.keys(a)
  return (
    keys.length === Object.keys(b).length &&
    keys.every(
      (key) => Object.hasOwn(b, key) && same((a as Record<string, unknown>)[key], (b as Record<string, unknown>)[key]),
    )
  )
}

function shown(value: unknown): string {
  const text = JSON.stringify(value, (_, part: unknown) =>
    typeof part === 'number' && !Number.isFinite(part)
      ? String(part)
      : ArrayBuffer.isView(part)
        ? Array.from(part as Float64Array, (entry) => String(entry))
        : part,
  )
  return text === undefined ? String(value) : text.slice(0, 300)
}

async function rejects(work: Promise<unknown>, kind: new (...parts: never[]) => Error, what: string): Promise<Error> {
  try {
    await work
  } catch (error) {
    if (error instanceof kind) return error
    throw new Difference(`${what}: rejected with ${String(error)}, not ${kind.name}`)
  }
  throw new Difference(`${what}: went through`)
}

const numbers = (frame: Frame, id: string): readonly number[] => {
  const column = frame.columns[id]
  if (column?.kind !== 'numeric') throw new Difference(`${id} is ${column?.kind ?? 'missing'}, not numeric`)
  return Array.from(column.values)
}

const texts = (frame: Frame, id: string): readonly (string | null)[] => {
  const column = frame.columns[id]
  if (column?.kind !== 'factor') throw new Difference(`${id} is ${column?.kind ?? 'missing'}, not a factor`)
  return Array.from(column.codes, (code) => (code < 0 ? null : (column.levels[code] ?? 'no such level')))
}

const one = async (database: Database, sql: string): Promise<number> => {
  const frame = await database.frame(sql)
  const column: Column | undefined = Object.values(frame.columns)[0]
  if (frame.rowCount !== 1 || column?.kind !== 'numeric') throw new Difference(`${sql} is no single number`)
  return column.values[0] ?? Number.NaN
}

const batch = (...columns: readonly InsertColumn[]): Batch => {
  const first = columns[0]
  return {
    rowCount: first === undefined ? 0 : first.kind === 'factor' ? first.codes.length : first.values.length,
    columns,
  }
}

const byte = (id: string, ...values: readonly number[]): InsertColumn => ({
  kind: 'byte',
  id,
  values: Int8Array.from(values),
})
const numeric = (id: string, ...values: readonly number[]): InsertColumn => ({
  kind: 'numeric',
  id,
  values: Float64Array.from(values),
})
const text = (id: string, ...values: readonly (string | null)[]): InsertColumn => ({ kind: 'text', id, values })

const awkwardTexts = [
  'Æ Ø Å æ ø å',
  'Ä Ö ä ö',
  '👩🏽‍⚕️ 😀',
  'مرحبا بالعالم',
  'עברית',
  '‮right‑to‑left',
  "it's",
  '"quoted"',
  '""',
  "''",
  'a;b,c\td',
  'line\nbreak\r\n',
  '',
  ' ',
  '\u0000',
  '<b>bold</b>',
  '<img onerror=alert(1) src=x>',
  '=1+1',
  "'); DROP TABLE x; --",
  '__proto__',
  'constructor',
  '\\',
  '\ufeffmark',
  'e\u0301',
  '\u00e9',
  'x'.repeat(100_000),
  '你好',
  'ﬁ',
  '𝔘𝔫𝔦𝔠𝔬𝔡𝔢',
  '1e3',
  'NULL',
  'null',
  'NaN',
] as const

/** Runs far longer than any test may wait. */
const endless = 'SELECT sum(hash(a.range * b.range) % 7) AS s FROM range(3000000) a, range(2000000) b'

class Abort {
  aborted = false
  private readonly listeners = new Set<() => void>()
  addEventListener(_: 'abort', listener: () => void): void {
    this.listeners.add(listener)
  }
  removeEventListener(_: 'abort', listener: () => void): void {
    this.listeners.delete(listener)
  }
  abort(): void {
    this.aborted = true
    for (const listener of this.listeners) listener()
  }
  get waiting(): number {
    return this.listeners.size
  }
}

const pause = (milliseconds: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, milliseconds))

export const conformanceCases: readonly ConformanceCase[] = [
  {
    name: 'takes every kind of column and gives it back, blanks included',
    async run(database) {
      const lowest = -2147483648
      await database.insert('kinds', {
        rowCount: 5,
        columns: [
          byte('byte', 1, blankByte, -128, 127, 0),
          { kind: 'integer', id: 'integer', values: Int32Array.of(1, lowest, 2147483647, -2147483647, 0) },
          numeric('numeric', 0.1, Number.NaN, -1e308, 5e-324, -0),
          {
            kind: 'time',
            id: 'time',
            values: Float64Array.of(1_653_000_000_123, Number.NaN, -62_135_596_800_000, 0, -1),
          },
          { kind: 'factor', id: 'factor', codes: Int32Array.of(2, -1, 0, 2, 0), levels: ['ß', 'unused', 'Å'] },
          text('text', 'a', null, '', 'a', 'Ø'),
          {
            kind: 'utf8',
            id: 'utf8',
            values: { length: 5, offsets: Int32Array.of(0, 1, 1, 3, 4, 8), bytes: new TextEncoder().encode('aØb😀') },
          },
        ],
      })
      const frame = await database.frame('SELECT * FROM kinds')
      equal(Object.keys(frame.columns), ['byte', 'integer', 'numeric', 'time', 'factor', 'text', 'utf8'], 'names')
      equal(frame.rowCount, 5, 'rows')
      equal(numbers(frame, 'byte'), [1, Number.NaN, -128, 127, 0], 'byte')
      equal(numbers(frame, 'integer'), [1, Number.NaN, 2147483647, -2147483647, 0], 'integer')
      equal(numbers(frame, 'numeric'), [0.1, Number.NaN, -1e308, 5e-324, -0], 'numeric')
      equal(numbers(frame, 'time'), [1_653_000_000_123, Number.NaN, -62_135_596_800_000, 0, -1], 'time')
      equal(texts(frame, 'factor'), ['Å', null, 'ß', 'Å', 'ß'], 'factor')
      equal(texts(frame, 'text'), ['a', null, '', 'a', 'Ø'], 'text')
      equal(texts(frame, 'utf8'), ['a', null, 'Ø', 'b', '😀'], 'utf8')
      const types = await database.frame(
        "SELECT data_type FROM duckdb_columns() WHERE table_name = 'kinds' ORDER BY column_index",
      )
      equal(
        texts(types, 'data_type'),
        ['TINYINT', 'INTEGER', 'DOUBLE', 'BIGINT', 'VARCHAR', 'VARCHAR', 'VARCHAR'],
        'types',
      )
      equal(
        await one(
          database,
          'SELECT count(*) FROM kinds WHERE "byte" IS NULL AND "integer" IS NULL AND "numeric" IS NULL AND "time" IS NULL AND factor IS NULL AND "text" IS NULL AND utf8 IS NULL',
        ),
        1,
        'blanks are NULL',
      )
    },
  },
  {
    name: 'leaves what it was given unchanged',
    async run(database) {
      const codes = Int32Array.of(1, -1, 0)
      const values = Float64Array.of(1, Number.NaN, 3)
      const bytes = Int8Array.of(1, blankByte, 3)
      await database.insert(
        'unchanged',
        batch(
          { kind: 'factor', id: 'f', codes, levels: ['a', 'b'] },
          { kind: 'numeric', id: 'n', values },
          { kind: 'byte', id: 'b', values: bytes },
        ),
      )
      equal([...codes, ...values, ...bytes], [1, -1, 0, 1, Number.NaN, 3, 1, blankByte, 3], 'arrays')
    },
  },
  {
    name: 'gives a typed frame without rows for a table without rows',
    async run(database) {
      await database.insert('empty', {
        rowCount: 0,
        columns: [
          byte('a'),
          numeric('b'),
          { kind: 'factor', id: 'c', codes: new Int32Array(), levels: [] },
          text('d'),
          { kind: 'time', id: 'e', values: new Float64Array() },
        ],
      })
      const frame = await database.frame('SELECT * FROM empty')
      equal(frame.rowCount, 0, 'rows')
      equal(
        ['a', 'b', 'e'].flatMap((id) => numbers(frame, id)),
        [],
        'numbers',
      )
      equal(
        ['c', 'd'].flatMap((id) => texts(frame, id)),
        [],
        'texts',
      )
      await database.insert('empty', {
        rowCount: 1,
        columns: [
          byte('a', 1),
          numeric('b', 2),
          { kind: 'factor', id: 'c', codes: Int32Array.of(0), levels: ['x'] },
          text('d', 'y'),
          { kind: 'time', id: 'e', values: Float64Array.of(3) },
        ],
      })
      equal(
        await one(database, "SELECT a + b + e FROM empty WHERE c = 'x' AND d = 'y'"),
        6,
        'a row in a table made without rows',
      )
      equal((await database.frame('SELECT * FROM empty WHERE a > 5')).rowCount, 0, 'rows of an empty result')
    },
  },
  {
    name: 'keeps text to the letter, as text, as factor and in a statement',
    async run(database) {
      const factor: InsertColumn = {
        kind: 'factor',
        id: 'factor',
        codes: Int32Array.from(awkwardTexts.keys()),
        levels: awkwardTexts,
      }
      await database.insert(
        'letters',
        batch(
          { kind: 'integer', id: 'i', values: Int32Array.from(awkwardTexts.keys()) },
          text('text', ...awkwardTexts),
          factor,
        ),
      )
      const frame = await database.frame('SELECT "text", factor FROM letters ORDER BY i')
      equal(texts(frame, 'text'), awkwardTexts.slice(), 'text')
      equal(texts(frame, 'factor'), awkwardTexts.slice(), 'factor')
      for (const [index, word] of awkwardTexts.entries()) {
        if (word.includes('\u0000')) continue
        equal(
          await one(database, `SELECT i FROM letters WHERE "text" = '${word.replaceAll("'", "''")}'`),
          index,
          word.slice(0, 20),
        )
      }
    },
  },
  {
    name: 'replaces half a character instead of moving its neighbours',
    async run(database) {
      await database.insert('halves', batch(text('t', 'a\ud83d', '\ude00b', 'Ø', '😀')))
      equal(texts(await database.frame('SELECT t FROM halves'), 't'), ['a\ufffd', '\ufffdb', 'Ø', '😀'])
    },
  },
  {
    name: 'keeps names to the letter',
    async run(database) {
      const names = [
        'plain',
        'Mixed Case',
        "it's",
        'a "quoted" name',
        'Trøndelag – Östersund',
        '😀',
        '__proto__',
        'constructor',
        'toString',
        'select',
        'a.b',
        '1',
        ' ',
        'culture#answered',
        '\u202ertl',
      ]
      await database.insert('na"me\'s Ø', batch(...names.map((name, index) => numeric(name, index))))
      const frame = await database.frame(`SELECT * FROM ${quoteName('na"me\'s Ø')}`)
      equal(Object.keys(frame.columns).toSorted(), names.toSorted(), 'names')
      equal(
        names.map((name) => (Object.hasOwn(frame.columns, name) ? numbers(frame, name)[0] : null)),
        names.map((_, index) => index),
        'values',
      )
      await database.insert('na"me\'s Ø', batch(...names.map((name, index) => numeric(name, index))))
      equal(
        await one(database, `SELECT count("__proto__") FROM ${quoteName('na"me\'s Ø')}`),
        2,
        'rows after a second batch',
      )
    },
  },
  {
    name: 'holds a thousand columns',
    async run(database) {
      const ids = Array.from({ length: 1000 }, (_, index) => `item ${index}`)
      for (const round of [1, 2])
        await database.insert('wide', batch(...ids.map((id, index) => byte(id, round, index % 100))))
      const frame = await database.frame('SELECT * FROM wide')
      equal(Object.keys(frame.columns), ids, 'names')
      equal(
        ids.map((id) => numbers(frame, id)),
        ids.map((_, index) => [1, index % 100, 2, index % 100]),
        'values',
      )
    },
  },
  {
    name: 'takes a million rows, whole and in order',
    async run(database) {
      const total = 1_000_000
      for (let start = 0; start < total; start += rowsPerBatch) {
        const length = Math.min(rowsPerBatch, total - start)
        await database.insert(
          'million',
          batch(
            { kind: 'integer', id: 'row', values: Int32Array.from({ length }, (_, row) => start + row) },
            {
              kind: 'byte',
              id: 'item',
              values: Int8Array.from({ length }, (_, row) =>
                (start + row) % 31 === 0 ? blankByte : (start + row) % 7,
              ),
            },
            {
              kind: 'factor',
              id: 'unit',
              codes: Int32Array.from({ length }, (_, row) => (start + row) % 300),
              levels: Array.from({ length: 300 }, (_, unit) => `Enhet ${unit}`),
            },
          ),
        )
      }
      equal(await one(database, 'SELECT count(*) FROM million'), total, 'rows')
      equal(await one(database, 'SELECT sum("row") FROM million'), (total * (total - 1)) / 2, 'sum')
      equal(await one(database, 'SELECT count(*) FROM million WHERE item IS NULL'), Math.ceil(total / 31), 'blanks')
      equal(await one(database, 'SELECT count(*) FROM million WHERE unit <> \'Enhet \' || ("row" % 300)'), 0, 'units')
      const frame = await database.frame('SELECT "row", item FROM million')
      const column = frame.columns['row']
      if (column?.kind !== 'numeric') throw new Difference('row is no number')
      equal(column.values.length, total, 'length')
      equal(
        column.values.findIndex((value, index) => value !== index),
        -1,
        'first row out of place',
      )
    },
  },
  {
    name: 'joins the dictionaries of successive batches',
    async run(database) {
      const factor = (levels: readonly string[], ...codes: readonly number[]): Batch =>
        batch({ kind: 'factor', id: 'f', codes: Int32Array.from(codes), levels })
      await database.insert('growing', factor(['a', 'b'], 0, 1, -1))
      await database.insert('growing', factor(['a', 'b', 'c'], 2, 0))
      await database.insert('growing', factor(['z', 'a'], 1, 0))
      await database.insert('growing', factor([], -1))
      await database.insert(
        'growing',
        factor(
          Array.from({ length: 5000 }, (_, index) => `level ${index}`),
          4999,
          17,
          -1,
          17,
        ),
      )
      equal(texts(await database.frame('SELECT f FROM growing'), 'f'), [
        'a',
        'b',
        null,
        'c',
        'a',
        'a',
        'z',
        null,
        'level 4999',
        'level 17',
        null,
        'level 17',
      ])
    },
  },
  {
    name: 'gives an enumeration back with all its levels, in its order',
    async run(database) {
      const levels = ['z', "it's", 'Å, (b)', 'never used', '', '"']
      await database.insert('enumerated', batch(text('f', "it's", null, 'z', '"', 'Å, (b)')))
      await database.execute(
        `ALTER TABLE enumerated ALTER f TYPE ENUM(${levels.map((level) => `'${level.replaceAll("'", "''")}'`).join(', ')})`,
      )
      const frame = await database.frame('SELECT f, f AS g, 1 AS n FROM enumerated; ')
      equal(frame.columns['f'], { kind: 'factor', id: 'f', codes: Int32Array.of(1, -1, 0, 5, 2), levels }, 'column')
      equal(texts(frame, 'g'), ["it's", null, 'z', '"', 'Å, (b)'], 'the same under another name')
      equal(
        (await database.frame('SELECT f FROM enumerated WHERE f IS NULL AND f IS NOT NULL')).columns['f'],
        { kind: 'factor', id: 'f', codes: new Int32Array(), levels },
        'without rows',
      )
      equal(
        texts(await database.frame('SELECT f FROM enumerated ORDER BY f NULLS LAST'), 'f'),
        ['z', "it's", 'Å, (b)', '"', null],
        'order',
      )
      equal(
        texts(
          await database.frame(
            'SELECT f, count(*) AS n FROM enumerated GROUP BY f ORDER BY f NULLS LAST -- all of them',
          ),
          'f',
        ),
        ['z', "it's", 'Å, (b)', '"', null],
        'groups, and a comment at the end',
      )
      await database.insert(
        'enumerated',
        batch({ kind: 'factor', id: 'f', codes: Int32Array.of(0), levels: ['never used'] }),
      )
      await rejects(
        database.insert('enumerated', batch(text('f', 'unknown'))),
        QueryError,
        'a level that the enumeration lacks',
      )
      equal(await one(database, 'SELECT count(*) FROM enumerated'), 6, 'rows')
    },
  },
  {
    name: 'reads enumerations of a hundred thousand levels',
    async run(database) {
      const count = 100_000
      await database.execute(`CREATE TYPE many AS ENUM (SELECT 'level ' || range FROM range(${count}))`)
      await database.execute(
        `CREATE TABLE many_levels AS SELECT ('level ' || ((range * 7) % ${count}))::many AS f FROM range(3000)`,
      )
      const frame = await database.frame('SELECT f FROM many_levels')
      equal(frame.columns['f']?.kind === 'factor' ? frame.columns['f'].levels.length : 0, count, 'levels')
      equal(
        texts(frame, 'f'),
        Array.from({ length: 3000 }, (_, row) => `level ${(row * 7) % count}`),
        'values',
      )
    },
  },
  {
    name: 'gives every type of number as a number',
    async run(database) {
      const frame = await database.frame(
        "SELECT true AS yes, false AS no, NULL AS nothing, 1::UTINYINT AS u8, -2::SMALLINT AS i16, 3::UINTEGER AS u32, 9007199254740991 AS i64, -5::BIGINT AS minus, 12345678901234567890::UBIGINT AS u64, -7::HUGEINT AS i128, 1e25::HUGEINT AS large, 0.5::FLOAT AS f32, 12.345::DECIMAL(10,3) AS d1, -0.01::DECIMAL(38,2) AS d2, DATE '1969-12-31' AS day, DATE '2021-05-17' AS may, TIMESTAMP '2021-05-17 12:34:56.789' AS t, TIMESTAMP '1960-01-02 03:04:05.678' AS before, TIMESTAMP_S '2021-05-17 12:34:56' AS s, TIMESTAMP_NS '2021-05-17 12:34:56.789' AS ns, 'nan'::DOUBLE AS nan, 'inf'::DOUBLE AS inf, '-inf'::DOUBLE AS minf, -0.0::DOUBLE AS zero",
      )
      const expected = {
        yes: 1,
        no: 0,
        nothing: Number.NaN,
        u8: 1,
        i16: -2,
        u32: 3,
        i64: 9007199254740991,
        minus: -5,
        u64: 12345678901234567000,
        i128: -7,
        large: 1e25,
        f32: 0.5,
        d1: 12.345,
        d2: -0.01,
        day: -86_400_000,
        may: Date.UTC(2021, 4, 17),
        t: Date.UTC(2021, 4, 17, 12, 34, 56, 789),
        before: Date.UTC(1960, 0, 2, 3, 4, 5, 678),
        s: Date.UTC(2021, 4, 17, 12, 34, 56),
        ns: Date.UTC(2021, 4, 17, 12, 34, 56, 789),
        nan: Number.NaN,
        inf: Number.POSITIVE_INFINITY,
        minf: Number.NEGATIVE_INFINITY,
        zero: -0,
      }
      for (const [id, value] of Object.entries(expected)) equal(numbers(frame, id), [value], id)
      const sums = await database.frame(
        'SELECT count(*) AS n, sum(range) AS s, sum(range::TINYINT) AS b, sum(range::DECIMAL(9,2)) AS d, bool_or(range = 3) AS o, max(range) AS m FROM range(100)',
      )
      equal(
        Object.keys(sums.columns).map((id) => numbers(sums, id)[0]),
        [100, 4950, 4950, 4950, 1, 99],
        'aggregates',
      )
      equal(
        numbers(await database.frame('SELECT CASE WHEN range % 3 = 0 THEN range % 2 = 0 END AS b FROM range(10)'), 'b'),
        [1, Number.NaN, Number.NaN, 0, Number.NaN, Number.NaN, 1, Number.NaN, Number.NaN, 0],
        'booleans with blanks',
      )
    },
  },
  {
    name: 'refuses what no frame can hold',
    async run(database) {
      for (const sql of [
        'SELECT [1, 2] AS a',
        "SELECT {'a': 1} AS a",
        'SELECT INTERVAL 3 DAY AS a',
        "SELECT 'x'::BLOB AS a",
        'SELECT 1 AS a, 2 AS a',
      ])
        await rejects(database.frame(sql), Error, sql)
      equal(await one(database, 'SELECT 1'), 1, 'afterwards')
    },
  },
  {
    name: 'stores NaN as nothing and infinity as itself',
    async run(database) {
      await database.insert(
        'edges',
        batch(
          numeric('x', Number.NaN, 1, 2, Number.NaN, 4),
          numeric('y', Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, 0, Number.NaN, 1),
        ),
      )
      equal(
        Math.abs((await one(database, 'SELECT stddev_samp(x) FROM edges')) - Math.sqrt(7 / 3)) < 1e-12,
        true,
        'a deviation over blanks',
      )
      equal(await one(database, 'SELECT count(x) FROM edges'), 3, 'numbers there are')
      equal(
        numbers(await database.frame('SELECT y FROM edges'), 'y'),
        [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, 0, Number.NaN, 1],
        'infinities',
      )
      equal(await one(database, 'SELECT max(y) FROM edges'), Number.POSITIVE_INFINITY, 'largest')
      equal(
        numbers(await database.frame('SELECT x / 0 AS q FROM edges WHERE x = 1'), 'q')[0],
        Number.POSITIVE_INFINITY,
        'division by zero',
      )
    },
  },
  {
    name: 'runs statements one at a time, in the order they were asked for',
    async run(database) {
      await database.execute('CREATE TABLE steps (n INTEGER)')
      const answers: number[] = []
      const work: Promise<unknown>[] = []
      for (let step = 1; step <= 40; step += 1) {
        work.push(
          database.execute(`INSERT INTO steps SELECT range + ${step} FROM range(${step % 5 === 0 ? 20_000 : 1})`),
        )
        work.push(one(database, 'SELECT count(*) FROM steps').then((count) => answers.push(count)))
        if (step % 7 === 0)
          work.push(rejects(database.frame('SELECT nothing FROM nowhere'), QueryError, 'a wrong statement in between'))
        if (step % 3 === 0)
          work.push(database.insert('steps', batch({ kind: 'integer', id: 'n', values: Int32Array.of(step) })))
      }
      await Promise.all(work)
      let expected = 0
      const counts = Array.from({ length: 40 }, (_, index) => {
        const step = index + 1
        expected += step % 5 === 0 ? 20_000 : 1
        const seen = expected
        if (step % 3 === 0) expected += 1
        return seen
      })
      equal(answers, counts, 'counts on the way')
      equal(await one(database, 'SELECT count(*) FROM steps'), expected, 'count at the end')
    },
  },
  {
    name: 'runs several statements in one text',
    async run(database) {
      await database.execute(
        'CREATE TABLE several (a INTEGER); INSERT INTO several VALUES (1), (2);\n-- a remark; with a semicolon\nUPDATE several SET a = a * 10;',
      )
      equal(await one(database, 'SELECT sum(a) FROM several'), 30)
    },
  },
  {
    name: 'says what is wrong with a statement and stays usable',
    async run(database) {
      const wrong = [
        '',
        'SELEC 1',
        'SELECT * FROM no_such_table',
        "SELECT 'a'::INTEGER",
        "SELECT error('stop')",
        'CREATE TABLE twice (a INTEGER, A INTEGER)',
        'SELECT CAST(range AS TINYINT) FROM range(300)',
        `SELECT ${'('.repeat(20_000)}1`,
      ]
      for (const sql of wrong) {
        const error = await rejects(database.frame(sql), QueryError, sql)
        equal(error instanceof QueryError ? error.sql : '', sql, 'the statement in the error')
        equal(/[{}]|\[object/u.test(error.message), false, `${error.message} is for people`)
        equal(error.message.length > 10, true, 'a message')
        equal(await one(database, 'SELECT 7'), 7, `after ${sql}`)
      }
      equal(
        /no_such_table/u.test(
          (await rejects(database.execute('DELETE FROM no_such_table'), QueryError, 'execute')).message,
        ),
        true,
        'the name is in the message',
      )
    },
  },
  {
    name: 'refuses a batch that differs from its table and appends nothing of it',
    async run(database) {
      const columns = [byte('a', 1), numeric('b', 2), text('c', 'x')] as const
      await database.insert('fixed', batch(...columns))
      const wrong: Readonly<Record<string, Batch>> = {
        'a column fewer': batch(columns[0], columns[1]),
        'a column more': batch(...columns, byte('d', 1)),
        'another name': batch(columns[0], numeric('other', 2), columns[2]),
        'another order': batch(columns[1], columns[0], columns[2]),
        'another kind': batch(columns[0], byte('b', 2), columns[2]),
      }
      for (const [what, rows] of Object.entries(wrong)) {
        const error = await rejects(database.insert('fixed', rows), QueryError, what)
        equal(error.message.includes('fixed'), true, 'the table is named')
      }
      await rejects(database.insert('fixed', { rowCount: 2, columns }), Error, 'columns of another length')
      await rejects(database.insert('fixed', { rowCount: 0, columns: [] }), Error, 'no columns')
      equal(await one(database, 'SELECT count(*) FROM fixed'), 1, 'rows')
      await database.insert('fixed', batch(...columns))
      equal(await one(database, 'SELECT count(*) FROM fixed'), 2, 'rows after a right one')
      await database.execute('DROP TABLE fixed')
      await database.insert('fixed', batch(byte('other', 5)))
      equal(await one(database, 'SELECT other FROM fixed'), 5, 'a new table of the name')
    },
  },
  {
    name: 'stops at an abort, running or waiting, and stays usable',
    async run(database) {
      const running = new Abort()
      const waiting = new Abort()
      const late = new Abort()
      late.abort()
      const ends: string[] = []
      const first = rejects(database.frame(endless, running), Aborted, 'a running statement').then(
        () => void ends.push('called off'),
      )
      const second = rejects(database.frame('SELECT 1', waiting), Aborted, 'a waiting statement')
      const third = one(database, 'SELECT 3').finally(() => ends.push('answered'))
      await rejects(database.frame('SELECT 1', late), Aborted, 'a statement called off before')
      // By then the statement runs, or it still waits: it is called off either way, and it would take hours by itself.
      await pause(60)
      waiting.abort()
      await second
      running.abort()
      await first
      equal(await third, 3, 'what waited behind')
      equal(ends, ['called off', 'answered'], 'the order')
      equal([running.waiting, waiting.waiting], [0, 0], 'listeners left behind')
      const unused = new Abort()
      equal(numbers(await database.frame('SELECT 4 AS n', unused), 'n'), [4], 'with a signal that nobody used')
      equal(unused.waiting, 0, 'its listeners')
      unused.abort()
      equal(await one(database, 'SELECT 5'), 5, 'an abort after the end')
    },
  },
  {
    name: 'is locked: no extensions, no files, no network, no settings',
    alone: true,
    async run(database) {
      const refused = [
        'LOAD httpfs',
        'LOAD icu',
        'LOAD json',
        'LOAD parquet',
        "LOAD '/in/x.duckdb_extension'",
        "SELECT * FROM read_csv('/etc/passwd')",
        "SELECT * FROM '/etc/passwd.csv'",
        "SELECT * FROM read_text('/etc/hostname')",
        "SELECT * FROM read_blob('/etc/hostname')",
        "SELECT * FROM glob('/etc/*')",
        "SELECT * FROM read_csv('https://example.com/x.csv')",
        "SELECT * FROM 'https://example.com/x.csv'",
        "SELECT * FROM read_csv('../in/../etc/passwd')",
        "SELECT * FROM read_csv('/in/../etc/passwd')",
        "SELECT * FROM read_parquet('/in/x.parquet')",
        "SELECT * FROM read_json('/in/x.json')",
        "COPY (SELECT 1) TO '/tmp/out.csv'",
        "COPY (SELECT 1) TO 'out.csv'",
        "ATTACH '/tmp/other.db'",
        "EXPORT DATABASE '/tmp/export'",
        "IMPORT DATABASE '/tmp/export'",
        'SET enable_external_access = true',
        'SET autoload_known_extensions = true',
        'SET autoinstall_known_extensions = true',
        "SET allowed_directories = ['/']",
        "SET allowed_paths = ['/etc/passwd']",
        'SET lock_configuration = false',
        'RESET lock_configuration',
        'RESET enable_external_access',
        'PRAGMA enable_external_access = true',
        "SET extension_directory = '/tmp'",
        "SET custom_extension_repository = 'http://localhost'",
        "SET temp_directory = '/tmp'",
        'SET threads = 8',
        "SET memory_limit = '8GB'",
        'SELECT \'{"a": 1}\'::JSON',
        "SELECT json_extract('{}', '$.a')",
        "SELECT TIMESTAMPTZ '2020-01-01' AT TIME ZONE 'Europe/Oslo'",
        "SELECT 'x' COLLATE nb",
        "CREATE SECRET (TYPE s3, KEY_ID 'a', SECRET 'b')",
      ]
      // The engine's WebAssembly build fetches at LOAD; INSTALL is a word to it.
      for (const sql of ['INSTALL httpfs', "FORCE INSTALL 'spatial'"]) await database.execute(sql)
      for (const sql of refused) {
        await rejects(database.execute(sql), QueryError, sql)
        equal(await one(database, 'SELECT 1'), 1, `after ${sql}`)
      }
      const settings = await database.frame(
        "SELECT name, value FROM duckdb_settings() WHERE name IN ('autoload_known_extensions', 'autoinstall_known_extensions', 'enable_external_access', 'lock_configuration') ORDER BY name",
      )
      equal(texts(settings, 'value'), ['false', 'false', 'false', 'true'], 'settings')
      equal(
        texts(
          await database.frame('SELECT extension_name FROM duckdb_extensions() WHERE loaded OR installed'),
          'extension_name',
        ),
        ['core_functions'],
        'extensions',
      )
    },
  },
  {
    name: 'gives the stored bits',
    alone: true,
    async run(database) {
      const bits = await storedBits(database)
      for (const name of new Set([...Object.keys(bits), ...Object.keys(expectedBits)]))
        equal(bits[name], expectedBits[name], name)
    },
  },
  {
    name: 'says how much memory it holds',
    async run(database) {
      const before = await database.memory()
      await database.execute('CREATE TABLE memory AS SELECT range AS a, range * 2 AS b FROM range(1000000)')
      const after = await database.memory()
      if (before === null || after === null) throw new Difference('memory is not known')
      equal(after - before > 8_000_000 && after - before < 200_000_000, true, `${after - before} bytes more for 16 MB`)
    },
  },
  {
    name: 'closes after what was asked before, and once',
    alone: true,
    async run(database) {
      const answer = one(database, 'SELECT 12')
      const closing = database.close()
      equal(await answer, 12, 'what was asked before')
      await closing
      await database.close()
      await rejects(database.frame('SELECT 1'), Error, 'a frame after the end')
      await rejects(database.insert('t', batch(byte('a', 1))), Error, 'a batch after the end')
    },
  },
  {
    // Takes seconds and four gigabytes.
    name: 'runs out of memory with a clear error and stays usable',
    alone: true,
    async run(database) {
      await database.insert('kept', batch(byte('a', 1, 2, 3)))
      const error = await rejects(
        database.frame("SELECT array_agg(t) AS a FROM (SELECT repeat(repeat('x', 1000), 100000) AS t FROM range(100))"),
        HostError,
        'ten gigabytes',
      )
      equal(error instanceof HostError ? error.code : '', 'engine:out-of-memory', 'code')
      equal(await one(database, 'SELECT sum(a) FROM kept'), 6, 'afterwards')
    },
  },
]

/** Traps in the engine's own code: it cannot be used afterwards. */
export const trappingStatement = 'SELECT range(0, 1000000000) AS a'
