import { describe, expect, test } from 'vitest'
import * as shared from '../../analyses/core/columns'
import { fillOptions } from '../../analyses/core/options'
import type { TableColumn } from '../../analyses/core/result'
import { analyses } from '../../analyses/index'
import { publishedColumns } from '../published-columns'

/**
 * What a column is, apart from how a table shows it: which numbers it estimates is told by `as`, and for some columns by the table. A choice is one of the
 * analysis's own option, whatever it is called.
 */
const meaningOf = ({ id, kind, refersTo, isKey, isFlag, as }: TableColumn): string =>
  JSON.stringify({
    id,
    kind,
    refersTo: refersTo?.startsWith('choice:') === true ? 'choice' : refersTo,
    isKey,
    isFlag,
    as: writtenByTable.has(id) ? 'as the table says' : as,
  })

/** Estimates and their uncertainty are written like what they estimate, single values and limits as they are measured. */
const writtenByTable = new Set([
  'estimate',
  'se',
  'conf_low',
  'conf_high',
  'standardized',
  'value',
  'min',
  'max',
  'median',
  'target',
  'centre',
  'lower',
  'upper',
])

/** Words that the published format gives to two things, or to rows that are about none. */
const publishedTwice = new Set([
  'indicators.indicators.outcome',
  // The number of a principal component; elsewhere whose variance it is.
  'structure.eigenvalues.component',
  // The root of a component of the variance; elsewhere the standard deviation of answers.
  'variance-components.components.sd',
  // Of the row of all items it is empty, so that it is no key.
  'revalidation.without_item.item',
  // Why a phase begins, in the words of whoever set it; elsewhere a reason is the workbench's own sentence.
  'control-chart.phases.reason',
])

const sharedColumns = new Map(
  Object.values(shared)
    .flatMap((value): readonly unknown[] => (Array.isArray(value) ? value : [value]))
    .filter((value): value is TableColumn => typeof value === 'object' && value !== null && 'kind' in value)
    .concat(shared.estimate('estimate'), shared.se('mean'), ...shared.interval('mean'))
    .concat(shared.verdict([]), shared.signal([]), shared.step([]), shared.state([]), shared.method('method', []))
    .map((column) => [column.id, column] as const),
)

const declared = [...analyses].flatMap(([id, analysis]) =>
  Object.entries(analysis.tables).flatMap(([table, { columns }]) =>
    columns.map((column): { readonly where: string; readonly id: string; readonly column: TableColumn } => ({
      where: `${id}.${table}`,
      id,
      column,
    })),
  ),
)

describe('one column id is one definition everywhere', () => {
  test('a table that has a shared column has it as it is shared', () => {
    const other = declared
      .filter(({ where, column }) => sharedColumns.has(column.id) && !publishedTwice.has(`${where}.${column.id}`))
      .filter(({ column }) => meaningOf(column) !== meaningOf(sharedColumns.get(column.id)!))
      .map(({ where, column }) => `${where}.${column.id}: ${meaningOf(column)}`)
    expect(other, 'take the column from core/columns.ts, or another word').toEqual([])
  })

  test('a column of two analyses is a shared column', () => {
    const owners = new Map<string, Set<string>>()
    for (const { id, where, column } of declared)
      if (!publishedTwice.has(`${where}.${column.id}`))
        owners.set(column.id, (owners.get(column.id) ?? new Set()).add(id))
    const unshared = [...owners].filter(([column, ids]) => ids.size > 1 && !sharedColumns.has(column))
    expect(
      unshared.map(([column, ids]) => `${column}: ${[...ids].join(', ')}`),
      'declare it once, in core/columns.ts',
    ).toEqual([])
  })

  test('no table names a column twice', () => {
    for (const [id, { tables }] of analyses)
      for (const [table, { columns }] of Object.entries(tables))
        expect(new Set(columns.map((column) => column.id)).size, `${id}.${table}`).toBe(columns.length)
  })
})

test('a column is there under options that exist', () => {
  for (const { id, where, column } of declared) {
    const { options } = analyses.get(id)!
    for (const [option, needed] of Object.entries(column.when ?? {})) {
      const found = options[option]
      expect(found?.kind, `${where}.${column.id} asks for option ${option}`).toMatch(/^(choice|flag)$/)
      for (const value of [needed].flat())
        if (found?.kind === 'choice') expect(found.choices, `${where}.${column.id}`).toContain(value)
        else expect(typeof value).toBe('boolean')
    }
  }
})

test('secondary and conditional columns are the same columns besides', () => {
  expect(shared.secondary(shared.n, shared.mean)).toEqual([
    { id: 'n', kind: 'count', secondary: true },
    { id: 'mean', kind: 'number', as: 'mean', secondary: true },
  ])
  expect(shared.when({ weights: true }, shared.sd)).toEqual([
    { id: 'sd', kind: 'number', as: 'mean', when: { weights: true } },
  ])
  expect(shared.interval('correlation')[1]).toEqual({ id: 'conf_high', kind: 'number', as: 'correlation' })
})

test('options have the types of their declaration', () => {
  const options = {
    test: { kind: 'choice', choices: ['welch', 'fisher'], default: 'welch' },
    at: { kind: 'column', of: 'series', default: null },
    event: { kind: 'column', of: 'event', default: null, optional: true },
  } as const
  const filled = fillOptions(options, {}, {
    kind: 'series',
    series: [
      { id: 'a', kind: 'observations', unit: null, timeZone: 'UTC', range: null, hasCoverage: false, subject: null },
    ],
    eventTypes: [],
    tables: { observations: null, events: null, coverage: null },
  } as never)
  const at: string = filled.at
  const event: string | null = filled.event
  expect([at, event]).toEqual(['a', null])
  // @ts-expect-error there is no such choice
  expect(filled.test === 'kruskal').toBe(false)
})

test('a published column is there whatever the options are, since other programs read it by name', () => {
  const optional = Object.entries(publishedColumns).flatMap(([id, tables]) =>
    Object.entries(tables).flatMap(([table, columns]) => {
      const declared: readonly TableColumn[] = analyses.get(id)?.tables[table]?.columns ?? []
      expect(declared.length, `${id}.${table}`).toBeGreaterThan(0)
      return declared
        .filter((column) => column.when !== undefined && columns.split(' ').includes(column.id))
        .map((column) => `${id}.${table}.${column.id}`)
    }),
  )
  expect(optional).toEqual([])
})
