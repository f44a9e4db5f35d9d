import type { Batch } from '../../core/database'
import { InputError } from '../../core/errors'
import type { Fields } from '../../core/fields'
import type { Note } from '../../core/words'
import type { HeaderColumn, TableHead } from '../../readers/reader'
import { isBlankWord } from '../cell-values'
import { createNumberReader, type NumberReader } from '../column-numbers'
import { headerPlace, isNamed, mappedColumns, startAssignment } from '../columns'
import { readWritten, registryEntryOf, storeWritten, type UnderstoodTable, type WrittenTable } from '../loading'
import { createCellTroubles } from '../report'
import { defineSource, type ColumnMatch, type LoadTask, type SourceOf } from '../source'
import { joinNamedRows, rowsNaming } from '../staging'

/** What the columns of a table of indicators hold. */
const indicatorRoles = ['indicator', 'unit', 'baseline', 'target', 'outcome'] as const
type IndicatorRole = (typeof indicatorRoles)[number]

const fields = {
  columns: {
    kind: 'mapping',
    roles: [
      { role: 'indicator', required: true },
      { role: 'unit' },
      { role: 'baseline' },
      { role: 'target', required: true },
      { role: 'outcome', required: true },
    ],
    takesIds: false,
    meaning: 'Header in the file → what it holds; headers in the usual words need none.',
  },
} as const satisfies Fields

export type IndicatorsSource = SourceOf<'indicators', typeof fields>

/** Headers in the languages of those who write such tables, compared without case. */
const names: Readonly<Record<IndicatorRole, readonly string[]>> = {
  indicator: [
    'indicator',
    'indicators',
    'indikator',
    'indikatorer',
    'nøkkeltall',
    'nyckeltal',
    'work package',
    'arbeidspakke',
    'arbetspaket',
    'delmål',
    'aktivitet',
    'activity',
  ],
  unit: ['unit', 'enhet', 'måleenhet', 'måttenhet'],
  baseline: [
    'baseline',
    'base value',
    'start',
    'start value',
    'startverdi',
    'startvärde',
    'utgangspunkt',
    'utgangsverdi',
    'utgångsläge',
    'utgångsvärde',
    'basisverdi',
    'basvärde',
    'nullpunkt',
    'nollvärde',
  ],
  target: ['target', 'target value', 'goal', 'mål', 'måltall', 'måltal', 'målverdi', 'målvärde'],
  outcome: [
    'outcome',
    'result',
    'actual',
    'achieved',
    'resultat',
    'utfall',
    'oppnådd',
    'oppnådd verdi',
    'uppnått',
    'uppnått värde',
    'faktisk',
    'faktiskt',
  ],
}

interface IndicatorColumns extends ColumnMatch {
  /** Index from 0 by role. */
  readonly index: Readonly<Partial<Record<IndicatorRole, number>>>
}

const stored = { table: 'indicators', rows: rowsNaming('_source'), keepsRowNumbers: true }

/** Targets and outcomes of a project, a row an indicator. */
export default defineSource({
  kind: 'indicators',
  order: 6,
  sign: 'target',
  opens: 'indicators',
  isAboutOrganisations: true,
  fields,
  stored,
  recognise: ({ head }) => {
    const roles = new Set(head.columns.map(roleOf))
    const isRecognised = roles.has('indicator') && roles.has('target') && roles.has('outcome')
    return isRecognised ? { sureness: 0.85, values: {} } : null
  },
  match: matchIndicatorColumns,
  load: loadIndicators,
  part: ({ source }) => ({ data: 'indicators', source }),
})

/** The role that a header suggests, if any. */
function roleOf(column: HeaderColumn): IndicatorRole | null {
  return indicatorRoles.find((role) => isNamed(column, names[role])) ?? null
}

/** By the mapping, else by the usual headers. Indicator, target and outcome must be there. */
function matchIndicatorColumns(head: TableHead, source: IndicatorsSource): IndicatorColumns {
  const { mapped, problems: missing } = mappedColumns(head, source.columns)
  const assignment = startAssignment(head)
  const problems: InputError[] = [...missing]
  const index: Partial<Record<IndicatorRole, number>> = {}
  for (const { header, id, index: position } of mapped) {
    const role = indicatorRoles.find((candidate) => candidate === id)
    if (role !== undefined) index[role] = assignment.assign(position, role, null, 'mapping')
    else {
      const about = { column: header, id, known: { list: [...indicatorRoles] } }
      problems.push(new InputError('ingest:indicator-role-unknown', about, headerPlace(head, header)))
    }
  }
  head.columns.forEach((column, position) => {
    const role = assignment.isTaken(position) || column.isRowNumber ? null : roleOf(column)
    if (role !== null && index[role] === undefined) index[role] = assignment.assign(position, role, null, 'name')
  })
  for (const { role } of fields.columns.roles.filter((declared) => 'required' in declared)) {
    if (index[role] !== undefined || problems.length > 0) continue
    const about = {
      role: { message: `ingest:role.${role}` as const },
      id: role,
      columns: { list: head.columns.map(({ name }) => name) },
    }
    problems.push(new InputError('ingest:no-indicator-column', about, headerPlace(head)))
  }
  return { uses: assignment.uses(), index, problems }
}

async function loadIndicators(task: LoadTask<IndicatorsSource, IndicatorColumns>) {
  const { database, table, match } = task
  const written = await readWritten(task)
  const entry = registryEntryOf({ stored }, task)
  const column = table.head.columns[match.index.indicator ?? 0]?.name ?? ''
  return storeWritten(task, written, understand(written, table.head, match), {
    entry,
    nothingUsed: (rows) => new InputError('ingest:no-named-rows', { rows, column }, { file: table.file.name }),
    join: (staged) => joinNamedRows(database, staged, entry),
  })
}

interface Indicator {
  readonly row: number
  readonly line: number
  readonly indicator: string
  readonly unit: string | null
  readonly baseline: number
  readonly target: number
  readonly outcome: number
}

/**
 * A number may have a decimal comma, thousands apart by spaces, U+2212 and a percent sign, which then is the unit where the row has none; what is no number is
 * counted, named and treated as missing. Rows without a name are left out.
 */
function understand({ rows }: WrittenTable, head: TableHead, { index }: IndicatorColumns): UnderstoodTable {
  const troubles = createCellTroubles<'unreadable-value' | 'no-indicator'>()
  const text = (cells: readonly string[], role: IndicatorRole): string => {
    const position = index[role]
    const cell = position === undefined ? '' : (cells[position] ?? '')
    return isBlankWord(cell) && role !== 'indicator' ? '' : cell
  }
  const readers = new Map<number, NumberReader>()
  const numbersAt = (column: number): NumberReader => {
    const reader = readers.get(column) ?? createNumberReader(head, column)
    readers.set(column, reader)
    return reader
  }
  const kept: Indicator[] = []
  rows.forEach(({ line, cells }, row) => {
    const indicator = text(cells, 'indicator')
    if (indicator === '') {
      troubles.add('no-indicator', index.indicator ?? 0, row + 1, line, '')
      return
    }
    let isPercent = false
    const number = (role: 'baseline' | 'target' | 'outcome'): number => {
      const given = text(cells, role)
      if (given === '') return Number.NaN
      const withoutSign = given.replace(/\s*%$/u, '')
      const value = numbersAt(index[role] ?? 0).read(withoutSign, line)
      if (Number.isNaN(value)) troubles.add('unreadable-value', index[role] ?? 0, row + 1, line, given)
      else if (withoutSign !== given) isPercent = true
      return value
    }
    const numbers = { baseline: number('baseline'), target: number('target'), outcome: number('outcome') }
    const unit = text(cells, 'unit')
    kept.push({ row: row + 1, line, indicator, unit: unit === '' ? (isPercent ? '%' : null) : unit, ...numbers })
  })
  const notes = troubles
    .entries()
    .map(({ kind, column, count, examples }): Note => ({
      code: `ingest:${kind}`,
      level: 'warning',
      about: { count, column: head.columns[column]?.name ?? '', examples },
    }))
  const twice = repeated(kept)
  if (twice !== null) notes.push({ code: 'ingest:indicator-twice', level: 'warning', about: twice })
  return { batch: batchOf(kept), rowsUsed: kept.length, leftOut: { 'no-indicator': rows.length - kept.length }, notes }
}

function batchOf(kept: readonly Indicator[]): Batch {
  return {
    rowCount: kept.length,
    columns: [
      { kind: 'integer', id: '_row', values: Int32Array.from(kept, ({ row }) => row) },
      { kind: 'text', id: 'indicator', values: kept.map(({ indicator }) => indicator) },
      { kind: 'text', id: 'unit', values: kept.map(({ unit }) => unit) },
      ...(['baseline', 'target', 'outcome'] as const).map((id) => ({
        kind: 'numeric' as const,
        id,
        values: Float64Array.from(kept, (row) => row[id]),
      })),
    ],
  }
}

function repeated(
  rows: readonly { readonly indicator: string; readonly line: number }[],
): { readonly indicator: string; readonly first: string; readonly line: string } | null {
  const lines = new Map<string, number>()
  for (const { indicator, line } of rows) {
    const first = lines.get(indicator)
    if (first !== undefined) return { indicator, first: String(first), line: String(line) }
    lines.set(indicator, line)
  }
  return null
}
