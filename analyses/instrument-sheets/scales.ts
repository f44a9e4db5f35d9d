import type { InputError } from '../core/errors'
import type { JsonObject } from '../core/json-rewrite'
import { readList } from './cell-list'
import type { KnownTable, Row } from './given-table'

const kinds = ['dont_know', 'not_relevant', 'refused']

/** Scales of a table with a row for each step and non-answer; what a scale is stands in any of its rows, else its steps tell it. */
export function readScaleTable({ rows }: KnownTable, problems: InputError[]): readonly JsonObject[] {
  const byId = new Map<string, Row[]>()
  for (const row of rows) {
    const id = row.cell('scale')
    const own = byId.get(id)
    if (own === undefined) byId.set(id, [row])
    else own.push(row)
  }
  return [...byId].map(([id, own]) => scaleOfRows(id, own, problems))
}

function scaleOfRows(id: string, rows: readonly Row[], problems: InputError[]): JsonObject {
  const labels: [string, JsonObject][] = []
  const answers: JsonObject[] = []
  const codes: [string, number][] = []
  const steps: number[] = []
  for (const row of rows) {
    if (row.cell('code') === '') continue
    const code = numberIn(row, 'code', problems)
    const kind = row.cell('non_response')
    if (code === null) continue
    if (kind !== '' && !kinds.includes(kind))
      problems.push(row.problem('not-one-of', { found: kind, allowed: kinds.join(', ') }, 'non_response'))
    const label = row.text('label')
    if (kind === '') {
      steps.push(code)
      if (Object.keys(label).length > 0) labels.push([String(code), label])
    } else answers.push({ code, kind, label })
    for (const inFile of readList(row.cell('file_codes'))) codes.push([inFile, code])
  }
  const kind = rows.map((row) => row.cell('kind')).find((cell) => cell !== '') ?? ''
  if (!['', 'ordinal', 'continuous'].includes(kind))
    problems.push(
      rows[0]?.problem('not-one-of', { found: kind, allowed: 'ordinal, continuous' }, 'kind') ?? neverHere(),
    )
  const unit = rows.map((row) => row.cell('unit')).find((cell) => cell !== '')
  const limit = (column: 'min' | 'max'): number | null => {
    const row = rows.find((each) => each.cell(column) !== '')
    return row === undefined ? null : numberIn(row, column, problems)
  }
  return {
    id,
    kind: kind === '' ? 'ordinal' : kind,
    min: limit('min') ?? steps.toSorted((a, b) => a - b)[0] ?? 1,
    max: limit('max') ?? steps.toSorted((a, b) => a - b).at(-1) ?? 1,
    ...(unit === undefined ? {} : { unit }),
    ...(labels.length === 0 ? {} : { labels: Object.fromEntries(labels) }),
    ...(answers.length === 0 ? {} : { non_responses: answers }),
    ...(codes.length === 0 ? {} : { codes: Object.fromEntries(codes) }),
  }
}

/** A scale is made of at least one row. */
function neverHere(): never {
  throw new Error('a scale without rows')
}

/**
 * The scale that an item's own row describes: `1 = Helt uenig; 5 = Helt enig` under the values, or its ends under min and max.
 * @returns null where it describes none
 */
export function scaleOfValues(row: Row, problems: InputError[]): JsonObject | null {
  const values = row.cell('values')
  const [min, max] = (['min', 'max'] as const).map((column) =>
    row.cell(column) === '' ? null : numberIn(row, column, problems),
  )
  if (values === '') return min == null || max == null ? null : { kind: 'ordinal', min, max }
  const pairs = values.split(/[;\n]|,(?=\s*-?\d+\s*[=:–])/).filter((pair) => pair.trim() !== '')
  const read = pairs.map((pair) => /^\s*(-?\d+)\s*[=:.)–-]\s*(\S.*?)\s*$/s.exec(pair))
  if (read.length === 0 || read.some((match) => match === null)) {
    problems.push(row.problem('values-unread', { found: values }, 'values'))
    return null
  }
  const labels = read.map((match): [number, string] => [Number(match?.[1]), match?.[2] ?? ''])
  const codes = labels.map(([code]) => code).toSorted((a, b) => a - b)
  const [language = 'nb'] = Object.keys(row.text('text'))
  return {
    kind: 'ordinal',
    min: min ?? codes[0] ?? 1,
    max: max ?? codes.at(-1) ?? 1,
    labels: Object.fromEntries(labels.map(([code, words]) => [String(code), { [language]: words }])),
  }
}

function numberIn(row: Row, column: string, problems: InputError[]): number | null {
  const cell = row.cell(column)
  const number = Number(cell.replace('\u2212', '-').replace(',', '.'))
  if (!Number.isNaN(number)) return number
  problems.push(row.problem('not-a-number', { found: cell }, column))
  return null
}
