import { InputError } from '../../core/errors'
import { comparable, isBlankWord } from '../cell-values'
import {
  columnIndex,
  columnNotFound,
  usualAttribute,
  type ColumnRole,
  type ColumnUse,
  type MatchKind,
} from '../columns'
import type { HeaderColumn, TableHead } from '../../readers/delimited/dialect'
import { createLevelScale, type LevelScale } from './level-scale'
import type { InventorySource } from '../source'

/** Which column of an inventory is which. */
export interface InventoryColumns {
  readonly uses: readonly ColumnUse[]
  /** Index from 0. */
  readonly organisation: number
  readonly attributes: readonly { readonly id: string; readonly index: number }[]
  /** A column an area; empty in a file with a row a rating. */
  readonly areas: readonly { readonly id: string; readonly index: number }[]
  /** The two columns of a file with a row a rating. */
  readonly long: { readonly area: number; readonly level: number } | null
  readonly wantedAreas: readonly string[] | null
  readonly problems: readonly InputError[]
}

const organisationNames = [
  'organisation',
  'organization',
  'organisasjon',
  'virksomhet',
  'verksamhet',
  'bedrift',
  'foretak',
  'företag',
  'company',
  'kommune',
  'kommun',
  'municipality',
  'navn',
  'namn',
  'name',
]
const typeNames = [
  'type',
  'typ',
  'organisation type',
  'organization type',
  'organisasjonstype',
  'organisationstyp',
  'type organisasjon',
  'typ av organisation',
  'sektor',
  'sector',
]
const areaNames = ['area', 'område', 'omrade', 'tema', 'kartleggingsområde', 'kartläggningsområde']
const levelNames = [
  'level',
  'nivå',
  'niva',
  'rating',
  'vurdering',
  'bedömning',
  'score',
  'value',
  'verdi',
  'värde',
  'grad',
]
/** Names of the engine's own columns. */
const reserved = new Set(['_source', '_row', 'organisation', 'area', 'value', 'label', 'n', 'round'])
/** Cells of an area that must be levels for the column to be taken for one. */
const shareOfLevels = 0.75
/** More whole numbers apart than this are counts or years, not levels. */
const mostUndeclaredLevels = 11

const isNamed = (column: HeaderColumn, names: readonly string[]): boolean =>
  column.names.some((name) => names.includes(comparable(name)))

/** The attribute that a header stands for: country, region, type … */
function attributeOf(column: HeaderColumn): string | null {
  if (isNamed(column, typeNames)) return 'type'
  const usual = usualAttribute(column)
  return usual === 'organisation' ? null : usual
}

/** Whether most cells of a column are levels of the scale, few of them and at least one. */
function holdsLevels(head: TableHead, index: number, scale: LevelScale, isDeclared: boolean): boolean {
  const cells = head.sample
    .map(({ cells: row }) => (row[index] ?? '').trim())
    .filter((cell) => cell !== '' && !isBlankWord(cell))
  const values = cells
    .map((cell) => scale.read(cell))
    .filter((value) => typeof value === 'number' && !Number.isNaN(value))
  const distinct = new Set(values)
  const spread = Math.max(...(distinct as Set<number>)) - Math.min(...(distinct as Set<number>)) + 1
  return (
    cells.length > 0 && values.length >= shareOfLevels * cells.length && (isDeclared || spread <= mostUndeclaredLevels)
  )
}

/**
 * The organisation by the mapping or a usual header, the attributes likewise, and the areas: those that were listed, else every column left that holds levels.
 * Problems are collected rather than thrown, so that a preview can show them.
 */
export function matchInventoryColumns(head: TableHead, source: InventorySource): InventoryColumns {
  const { columns } = head
  const place = { file: head.file, line: head.headerLine }
  const problems: InputError[] = []
  const taken = new Map<
    number,
    { readonly role: ColumnRole; readonly id: string | null; readonly matchedBy: MatchKind }
  >()
  const free = (test: (column: HeaderColumn) => boolean): number =>
    columns.findIndex((column, index) => !taken.has(index) && !column.isRowNumber && test(column))
  const mapped = new Map<string, number>()
  for (const [header, id] of Object.entries(source.columns ?? {})) {
    const index = columnIndex(columns, header)
    if (index < 0) problems.push(columnNotFound(head, header))
    else if (mapped.has(id))
      problems.push(
        new InputError(
          'ingest:attribute-twice',
          { attribute: id, first: columns[mapped.get(id) ?? 0]?.name ?? '', second: header },
          { ...place, column: header },
        ),
      )
    else mapped.set(id, index)
  }
  const take = (index: number, role: ColumnRole, id: string | null, matchedBy: MatchKind): number => {
    if (index >= 0) taken.set(index, { role, id, matchedBy })
    return index
  }
  // Nothing that was mapped is found by its header as something else.
  for (const [id, index] of mapped) take(index, 'ignored', id, 'mapping')

  let organisation = take(mapped.get('organisation') ?? -1, 'organisation', null, 'mapping')
  for (const name of organisation < 0 ? organisationNames : []) {
    organisation = take(
      free((column) => isNamed(column, [name])),
      'organisation',
      null,
      'name',
    )
    if (organisation >= 0) break
  }
  if (organisation < 0)
    problems.push(
      new InputError(
        'ingest:no-organisation-column',
        { columns: { list: columns.map(({ name }) => name).slice(0, 30) } },
        place,
      ),
    )

  const attributes: { readonly id: string; readonly index: number }[] = []
  const addAttribute = (id: string, index: number, matchedBy: MatchKind): void => {
    if (reserved.has(id.toLowerCase()) || id.startsWith('_'))
      problems.push(new InputError('ingest:attribute-id-taken', { id }, { file: head.file }))
    else if (attributes.some((attribute) => attribute.id.toLowerCase() === id.toLowerCase()))
      problems.push(
        new InputError(
          'ingest:attribute-twice',
          { attribute: id, first: id, second: columns[index]?.name ?? '' },
          { ...place, column: columns[index]?.name ?? '' },
        ),
      )
    else {
      take(index, 'attribute', id, matchedBy)
      attributes.push({ id, index })
    }
  }
  for (const id of source.attributes ?? []) {
    const index =
      mapped.get(id) ??
      free((column) => attributeOf(column) === id || column.names.some((name) => comparable(name) === comparable(id)))
    if (index >= 0) addAttribute(id, index, mapped.has(id) ? 'mapping' : 'name')
    else
      problems.push(
        new InputError(
          'ingest:attribute-not-found',
          {
            attribute: id,
            columns: {
              list: columns
                .map(({ name }) => name)
                .filter((name) => name !== '')
                .slice(0, 30),
            },
            nearest: '',
          },
          place,
        ),
      )
  }
  if (source.attributes === undefined) {
    columns.forEach((column, index) => {
      const usual = attributeOf(column)
      if (usual !== null && !taken.has(index) && !column.isRowNumber && attributes.every(({ id }) => id !== usual))
        addAttribute(usual, index, 'synonym')
    })
  }

  const area = mapped.get('area') ?? free((column) => isNamed(column, areaNames))
  const level = mapped.get('level') ?? free((column) => isNamed(column, levelNames))
  const long = area >= 0 && level >= 0 ? { area, level } : null
  const areas: { readonly id: string; readonly index: number }[] = []
  if (long !== null) {
    take(long.area, 'area', null, mapped.has('area') ? 'mapping' : 'name')
    take(long.level, 'level', null, mapped.has('level') ? 'mapping' : 'name')
  } else {
    const isDeclared = source.levels !== undefined
    const style = { mark: head.dialect.decimal, isStrict: !head.dialect.decimalDetected }
    for (const id of source.areas ?? []) {
      const index = mapped.get(id) ?? columnIndex(columns, id)
      if (index < 0) problems.push(columnNotFound(head, id))
      else {
        take(index, 'area', id, mapped.has(id) ? 'mapping' : 'name')
        areas.push({ id, index })
      }
    }
    if (source.areas === undefined) {
      const idOf = new Map([...mapped].map(([id, index]) => [index, id]))
      columns.forEach((column, index) => {
        const isFree = !taken.has(index) || taken.get(index)?.role === 'ignored'
        if (
          !isFree ||
          column.isRowNumber ||
          column.name === '' ||
          !holdsLevels(head, index, createLevelScale(source.levels, style), isDeclared)
        )
          return
        const id = idOf.get(index) ?? column.name
        take(index, 'area', id, idOf.has(index) ? 'mapping' : 'cells')
        areas.push({ id, index })
      })
    }
    if (areas.length === 0 && problems.length === 0) {
      const left = columns.filter((column, index) => !taken.has(index) && !column.isRowNumber).map(({ name }) => name)
      problems.push(
        new InputError(
          isDeclared || left.length === 0 ? 'ingest:no-area-column' : 'ingest:levels-needed',
          { columns: { list: left.slice(0, 30) } },
          place,
        ),
      )
    }
  }
  const uses = columns.map((column, index): ColumnUse => {
    const use = taken.get(index)
    return {
      position: column.position,
      header: column.name,
      role: use?.role ?? (column.isRowNumber ? 'row-number' : 'ignored'),
      id: use?.id ?? null,
      matchedBy: use?.matchedBy ?? null,
    }
  })
  return { uses, organisation, attributes, areas, long, wantedAreas: source.areas ?? null, problems }
}

/**
 * Whether a file speaks for an inventory: organisations that each stand once beside at least two columns of levels, or the three columns of a file with a row a
 * rating.
 */
export function looksLikeInventory(head: TableHead): boolean {
  const { organisation, areas, long, problems } = matchInventoryColumns(head, {
    kind: 'inventory',
    id: 'look',
    file: head.file,
  })
  if (problems.length > 0 || organisation < 0) return false
  if (long !== null) return true
  const names = head.sample.map(({ cells }) => (cells[organisation] ?? '').trim()).filter((name) => name !== '')
  return areas.length >= 2 && names.length >= 2 && new Set(names).size === names.length
}
