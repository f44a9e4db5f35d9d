import { describe, expect, test } from 'vitest'
import { alpha, dimension, interval, n, pValue, when } from '../../analyses/core/columns'
import { codesIn, namesOf, readTable, readTables, rowsWith } from '../../analyses/core/reading'
import { tableOf, type ResultTable, type TableDeclaration } from '../../analyses/core/result'

const scales = {
  columns: [
    dimension,
    n,
    alpha,
    ...when({ method: ['bootstrap', 'exact'] }, ...interval('correlation')),
    pValue,
    { id: 'verdict', kind: 'verdict', codes: ['kept', 'dropped'] },
  ],
  protection: { kind: 'counts', counts: ['n'], family: ['dimension'] },
} as const satisfies TableDeclaration

const row = {
  dimension: 'culture',
  n: 20,
  alpha: 0.8,
  conf_low: null,
  conf_high: null,
  p_value: null,
  verdict: 'kept',
} as const
const built = (options: Readonly<Record<string, unknown>> = { method: 'exact' }): ResultTable =>
  tableOf(
    'scales',
    scales,
    {
      by: ['round', 'role'],
      rows: [
        { ...row, key: ['2021', 'leader'] },
        { ...row, key: ['2022', 'leader'], alpha: null, n: 3 },
      ],
    },
    options,
  )

describe('a table read through its declaration', () => {
  test('numbers are numbers, and nothing is null, never 0', () => {
    const { rows, table } = readTable(scales, built())
    expect(rows.map(({ cells }) => cells.alpha)).toEqual([0.8, null])
    expect(rows[0]?.cells).toEqual(row)
    expect(table.id).toBe('scales')
  })

  test('the columns that it is grouped by are the key, and name the group', () => {
    const { rows } = readTable(scales, built())
    expect(rows.map(({ key }) => key)).toEqual([
      ['2021', 'leader'],
      ['2022', 'leader'],
    ])
    expect(namesOf([...rows, ...rows])).toEqual(['2021 · leader', '2022 · leader'])
  })

  test('it knows what disclosure control took out', () => {
    const alphaAt = built().columns.findIndex(({ id }) => id === 'alpha')
    const { rows } = readTable(scales, { ...built(), suppressed: [[1, alphaAt]] })
    expect(rows.map((read) => read.isWithheld('alpha'))).toEqual([false, true])
    expect(rows[1]?.isWithheld('n')).toBe(false)
  })

  test('rows with a value are those without null', () => {
    const [first, ...others] = rowsWith(readTable(scales, built()).rows, 'alpha', 'n')
    expect(others).toEqual([])
    // Typed as a number: this would not compile otherwise.
    const doubled: number = (first?.cells.alpha ?? 0) * 2
    expect(doubled).toBe(1.6)
  })

  test('a cell of another kind than its column is a bug, told by table and column', () => {
    const wrong = { ...built(), rows: [['2021', 'leader', 'culture', 20, '0.8', null, null, null, 'kept']] }
    expect(() => readTable(scales, wrong)).toThrow('table scales, column alpha: "0.8" is no number')
  })

  test('a row without its key is a bug', () => {
    const wrong = { ...built(), rows: [['2021', 'leader', null, 20, 0.8, null, null, null, 'kept']] }
    expect(() => readTable(scales, wrong)).toThrow('table scales, column dimension')
  })

  test('a table that was not made has no rows', () => {
    expect(readTables({ scales }, {}).scales.rows).toEqual([])
    expect(readTables({ scales }, { scales: built() }).scales.rows).toHaveLength(2)
  })

  test('a column of flags holds true and false, and nothing else', () => {
    const flags = {
      columns: [dimension, { id: 'singular', kind: 'text', isFlag: true }],
      protection: { kind: 'open' },
    } as const satisfies TableDeclaration
    const table = tableOf('fit', flags, [{ dimension: 'culture', singular: true }], {})
    const singular: boolean | null | undefined = readTable(flags, table).rows[0]?.cells.singular
    expect(singular).toBe(true)
    expect(() => readTable(flags, { ...table, rows: [['culture', 'yes']] })).toThrow('table fit, column singular')
    expect(() => readTable(scales, { ...built(), rows: [['2021', 'leader', 'culture', 20, true]] })).toThrow('alpha')
  })

  test('a misspelt column, a misspelt code and a text taken for a number do not compile', () => {
    const [first] = readTable(scales, built()).rows
    // @ts-expect-error there is no column alfa
    expect(first?.cells.alfa).toBeUndefined()
    // @ts-expect-error a name is no number
    const number: number | null | undefined = first?.cells.dimension
    expect(number).toBe('culture')
    // @ts-expect-error no verdict is called keep
    expect(first?.cells.verdict === 'keep').toBe(false)
    const { verdict, ...short } = row
    // @ts-expect-error a row lacks the verdict
    expect(tableOf('scales', scales, [short], {}).rows).toHaveLength(1)
    expect(verdict).toBe('kept')
  })
})

describe('columns that are there under some options', () => {
  test('are neither in the table nor needed by its readers otherwise', () => {
    expect(built({ method: 'none' }).columns.map(({ id }) => id)).toEqual([
      'round',
      'role',
      'dimension',
      'n',
      'alpha',
      'p_value',
      'verdict',
    ])
    expect(readTable(scales, built({ method: 'none' })).rows[0]?.cells.conf_low).toBeNull()
    for (const method of ['bootstrap', 'exact'])
      expect(built({ method }).columns.map(({ id }) => id)).toContain('conf_high')
  })

  test('must have no value when they are not there', () => {
    expect(() => tableOf('scales', scales, [{ ...row, conf_low: 0.7 }], { method: 'none' })).toThrow('conf_low')
  })
})

describe('the protection of a table that is grouped', () => {
  const conditions = { n: [{ column: 'round', in: ['2021'] }] }

  test('has whom the columns count where only the options decide it', () => {
    const { protection } = tableOf('scales', scales, { by: [], rows: [], conditions }, {})
    expect(protection).toEqual({ ...scales.protection, conditions })
    expect(built().protection).toEqual(scales.protection)
  })

  test('keeps what a withheld comparison is about', () => {
    const pairs = {
      columns: [dimension, pValue],
      protection: { kind: 'groups', of: 'scales', columns: ['group_a'], groupColumn: 'group', match: [] },
    } as const satisfies TableDeclaration
    const { protection } = tableOf('pairs', pairs, { by: ['role'], rows: [] }, {})
    expect(protection).toEqual({ ...pairs.protection, columns: ['group_a', 'role'] })
  })
})

test('a cell of several codes is read as a list', () => {
  expect(codesIn('outside trend')).toEqual(['outside', 'trend'])
  expect(codesIn('')).toEqual([])
  expect(codesIn(null)).toEqual([])
})
