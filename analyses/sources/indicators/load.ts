import { quoteName, quoteText, type IndicatorsDataset } from '../../core/datasets'
import type { Database } from '../../core/database'
import { InputError } from '../../core/errors'
import type { Note } from '../../core/words'
import { comparable, isBlankWord, readNumber, type NumberStyle } from '../cell-values'
import { columnIndex, columnNotFound, type ColumnUse, type MatchKind } from '../columns'
import type { DataFile } from '../../readers/data-file'
import { readTableHead, type HeaderColumn, type TableHead } from '../../readers/delimited/dialect'
import {
  createCellTroubles,
  reasonsThatOccurred,
  throwProblems,
  type IndicatorsReport,
  type LoadOptions,
} from '../report'
import { readSmallTable } from '../small-table'
import type { IndicatorsSource } from '../source'
import {
  columnsOf,
  expectRows,
  recordSource,
  refuseSameFile,
  sourceRecords,
  whereSource,
  withStaging,
} from '../staging'

/** What the columns of a table of indicators hold. */
export const indicatorRoles = ['indicator', 'unit', 'baseline', 'target', 'outcome'] as const
export type IndicatorRole = (typeof indicatorRoles)[number]

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

export interface IndicatorColumns {
  readonly uses: readonly ColumnUse[]
  /** Index from 0 by role. */
  readonly index: Readonly<Partial<Record<IndicatorRole, number>>>
  readonly problems: readonly InputError[]
}

/** The role that a header speaks for, if any. */
export function indicatorRoleOf(column: HeaderColumn): IndicatorRole | null {
  const headers = column.names.map(comparable)
  return indicatorRoles.find((role) => headers.some((header) => names[role].includes(header))) ?? null
}

/** Whether a header row speaks for a table of indicators: a name, and a target or an outcome beside it. */
export function looksLikeIndicators(head: TableHead): boolean {
  const roles = new Set(head.columns.map(indicatorRoleOf))
  return roles.has('indicator') && roles.has('target') && roles.has('outcome')
}

/** By the mapping, else by the usual headers. Indicator, target and outcome must be there. */
export function matchIndicatorColumns(head: TableHead, source: IndicatorsSource): IndicatorColumns {
  const problems: InputError[] = []
  const index: Partial<Record<IndicatorRole, number>> = {}
  const matchedBy = new Map<number, MatchKind>()
  const assign = (role: IndicatorRole, position: number, by: MatchKind): void => {
    index[role] = position
    matchedBy.set(position, by)
  }
  for (const [header, id] of Object.entries(source.columns ?? {})) {
    const position = columnIndex(head.columns, header)
    const role = indicatorRoles.find((candidate) => candidate === id)
    if (position < 0) problems.push(columnNotFound(head, header))
    else if (role === undefined)
      problems.push(
        new InputError(
          'ingest:indicator-role-unknown',
          { column: header, id, known: { list: [...indicatorRoles] } },
          { file: head.file, line: head.headerLine, column: header },
        ),
      )
    else assign(role, position, 'mapping')
  }
  head.columns.forEach((column, position) => {
    const role = matchedBy.has(position) || column.isRowNumber ? null : indicatorRoleOf(column)
    if (role !== null && index[role] === undefined) assign(role, position, 'name')
  })
  for (const role of ['indicator', 'target', 'outcome'] as const) {
    if (index[role] !== undefined || problems.length > 0) continue
    problems.push(
      new InputError(
        'ingest:no-indicator-column',
        { role: { message: `ingest:role.${role}` }, id: role, columns: { list: head.columns.map(({ name }) => name) } },
        { file: head.file, line: head.headerLine },
      ),
    )
  }
  const uses = head.columns.map((column, position): ColumnUse => {
    const role = indicatorRoles.find((candidate) => index[candidate] === position)
    return {
      position: column.position,
      header: column.name,
      role: role ?? (column.isRowNumber ? 'row-number' : 'ignored'),
      id: null,
      matchedBy: matchedBy.get(position) ?? null,
    }
  })
  return { uses, index, problems }
}

/** What can be found wrong with a table of indicators from its beginning. */
export async function indicatorsProblems(file: DataFile, source: IndicatorsSource): Promise<readonly InputError[]> {
  try {
    const head = await readTableHead(file, source.dialect)
    return [...head.problems, ...matchIndicatorColumns(head, source).problems]
  } catch (error) {
    if (error instanceof InputError) return [error]
    throw error
  }
}

/**
 * Reads targets and outcomes into `indicators`. A number may have a decimal comma, thousands apart by spaces, U+2212 and a percent sign, which then is the unit where the
 * row has none; what is no number is counted, named and treated as missing. Rows without a name are left out.
 * @throws InputError when the file cannot be used; Aborted
 */
export async function loadIndicators(
  database: Database,
  file: DataFile,
  source: IndicatorsSource,
  options: LoadOptions = {},
): Promise<IndicatorsReport> {
  let columns: IndicatorColumns | undefined
  const table = await readSmallTable(file, source, options, (head) => {
    columns = matchIndicatorColumns(head, source)
    throwProblems(columns.problems)
  })
  if (columns === undefined) throw new Error('the head was not looked at')
  const { head, rows } = table
  const { index, uses } = columns
  const style: NumberStyle = { mark: head.dialect.decimal, isStrict: !head.dialect.decimalDetected }
  const troubles = createCellTroubles<'unreadable-value' | 'no-indicator'>()
  const text = (cells: readonly string[], role: IndicatorRole): string => {
    const position = index[role]
    const cell = position === undefined ? '' : (cells[position] ?? '')
    return isBlankWord(cell) && role !== 'indicator' ? '' : cell
  }
  const kept: {
    readonly row: number
    readonly line: number
    readonly indicator: string
    readonly unit: string | null
    readonly baseline: number
    readonly target: number
    readonly outcome: number
  }[] = []
  let unnamed = 0
  rows.forEach(({ line, cells }, row) => {
    const indicator = text(cells, 'indicator')
    if (indicator === '') {
      unnamed += 1
      troubles.add('no-indicator', index.indicator ?? 0, row + 1, line, '')
      return
    }
    let isPercent = false
    const number = (role: 'baseline' | 'target' | 'outcome'): number => {
      const written = text(cells, role)
      if (written === '') return Number.NaN
      const withoutSign = written.replace(/\s*%$/u, '')
      const value = readNumber(withoutSign, style)
      if (Number.isNaN(value)) troubles.add('unreadable-value', index[role] ?? 0, row + 1, line, written)
      else if (withoutSign !== written) isPercent = true
      return value
    }
    const [baseline, target, outcome] = [number('baseline'), number('target'), number('outcome')]
    const unit = text(cells, 'unit')
    kept.push({
      row: row + 1,
      line,
      indicator,
      unit: unit === '' ? (isPercent ? '%' : null) : unit,
      baseline,
      target,
      outcome,
    })
  })
  if (kept.length === 0)
    throw new InputError(
      'ingest:no-named-rows',
      { rows: rows.length, column: head.columns[index.indicator ?? 0]?.name ?? '' },
      { file: file.name },
    )
  const record = { id: source.id, kind: 'indicators', file: file.name, sha256: table.sha256, detail: '' }
  refuseSameFile(await sourceRecords(database), record)
  await withStaging(database, source.id, async (staging) => {
    await staging.insert({
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
    })
    await staging.settle(kept.length)
    const before = await columnsOf(database, 'indicators')
    const others =
      before.length === 0
        ? ''
        : `SELECT * FROM indicators WHERE NOT (${whereSource('indicators', source.id)}) UNION ALL BY NAME `
    await database.execute(
      `CREATE OR REPLACE TABLE indicators AS ${others}SELECT ${quoteText(source.id)} AS "_source", * FROM ${quoteName(staging.table)}`,
    )
    await expectRows(database, 'indicators', kept.length, whereSource('indicators', source.id))
    await recordSource(database, record)
  })
  const notes: Note[] = troubles
    .entries()
    .map(({ kind, column, count, examples }) => ({
      code: `ingest:${kind}`,
      level: 'warning',
      about: { count, column: head.columns[column]?.name ?? '', examples },
    }))
  const twice = repeated(kept)
  if (twice !== null) notes.push({ code: 'ingest:indicator-twice', level: 'warning', about: twice })
  return {
    source: source.id,
    kind: 'indicators',
    file: file.name,
    size: file.size,
    sha256: table.sha256,
    rowsRead: rows.length,
    rowsUsed: kept.length,
    leftOut: reasonsThatOccurred({ 'no-indicator': unnamed }),
    blankLines: table.blankLines,
    dialect: head.dialect,
    confidence: head.confidence,
    reasons: head.reasons,
    columns: uses,
    notes,
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

/** The tables of indicators in the engine, in the order of the recipe; null without any. */
export function indicatorsDataset(reports: readonly Pick<IndicatorsReport, 'source'>[]): IndicatorsDataset | null {
  return reports.length === 0
    ? null
    : { kind: 'indicators', sources: reports.map(({ source }) => source), tables: { indicators: 'indicators' } }
}
