import { InputError } from '../../core/errors'
import type { HeaderColumn, TableHead } from '../../readers/reader'
import { isBlankWord } from '../cell-values'
import {
  attributeNotFound,
  attributeTwice,
  columnIndex,
  columnNotFound,
  goesBy,
  headerPlace,
  isNamed,
  mappedColumns,
  startAssignment,
  usualAttribute,
  type Assignment,
  type MatchKind,
} from '../columns'
import { recodingProblems } from '../recoding'
import type { ColumnMatch } from '../source'
import type { InventorySource } from './fields'
import { createLevelScale, type LevelScale } from './level-scale'
import { largest, smallest } from '../../numeric/summary/extremes'

/** Which column of an inventory is which. */
export interface InventoryColumns extends ColumnMatch {
  /** Index from 0. */
  readonly organisation: number
  readonly attributes: readonly { readonly id: string; readonly index: number }[]
  /** A column an area; empty in a file with a row a rating. */
  readonly areas: readonly { readonly id: string; readonly index: number }[]
  /** The two columns of a file with a row a rating. */
  readonly long: { readonly area: number; readonly level: number } | null
  readonly wantedAreas: readonly string[] | null
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
    .filter((value): value is number => typeof value === 'number' && !Number.isNaN(value))
  const distinct = new Set(values)
  const spread = largest(distinct) - smallest(distinct) + 1
  return (
    cells.length > 0 && values.length >= shareOfLevels * cells.length && (isDeclared || spread <= mostUndeclaredLevels)
  )
}

/** The columns of one inventory while they are matched, step by step. */
interface Matching {
  readonly head: TableHead
  readonly source: InventorySource
  readonly assignment: Assignment
  /** Column by what it is mapped to. */
  readonly mapped: ReadonlyMap<string, number>
  readonly attributes: { readonly id: string; readonly index: number }[]
  readonly areas: { readonly id: string; readonly index: number }[]
  readonly problems: InputError[]
}

/**
 * The organisation by the mapping or a usual header, the attributes likewise, and the areas: those that were listed, else every column left that holds levels.
 * Problems are collected rather than thrown, so that a preview can show them.
 */
export function matchInventoryColumns(head: TableHead, source: InventorySource): InventoryColumns {
  const matching = startMatching(head, source)
  const { assignment, attributes, areas, problems } = matching
  const organisation = findOrganisation(matching)
  findAttributes(matching)
  const long = findLong(matching)
  if (long === null) {
    findWantedAreas(matching)
    if (source.areas === undefined) findAreasByCells(matching)
    refuseNoArea(matching)
  }
  const recodable = ['organisation', ...attributes.map(({ id }) => id)]
  for (const problem of recodingProblems(head.file, source.values, recodable)) problems.push(problem)
  return { uses: assignment.uses(), organisation, attributes, areas, long, wantedAreas: source.areas ?? null, problems }
}

/** The columns whose spellings may be read as others: the organisations and their attributes. */
export const recodedColumns = ({
  organisation,
  attributes,
}: Pick<InventoryColumns, 'organisation' | 'attributes'>): InventoryColumns['attributes'] => [
  { id: 'organisation', index: organisation },
  ...attributes,
]

/** Nothing that was mapped is found by its header as something else. */
function startMatching(head: TableHead, source: InventorySource): Matching {
  const { mapped: entries, problems: missing } = mappedColumns(head, source.columns)
  const assignment = startAssignment(head)
  const problems: InputError[] = [...missing]
  const mapped = new Map<string, number>()
  for (const { header, id, index } of entries) {
    const before = mapped.get(id)
    if (before !== undefined) problems.push(attributeTwice(head, id, head.columns[before]?.name ?? '', header))
    else mapped.set(id, assignment.assign(index, 'ignored', id, 'mapping'))
  }
  return { head, source, assignment, mapped, attributes: [], areas: [], problems }
}

function findOrganisation({ head, assignment, mapped, problems }: Matching): number {
  const given = mapped.get('organisation')
  if (given !== undefined) return assignment.assign(given, 'organisation', null, 'mapping')
  for (const name of organisationNames) {
    const index = assignment.findFree((column) => isNamed(column, [name]))
    if (index >= 0) return assignment.assign(index, 'organisation', null, 'name')
  }
  const about = { columns: { list: head.columns.map(({ name }) => name).slice(0, 30) } }
  problems.push(new InputError('ingest:no-organisation-column', about, headerPlace(head)))
  return -1
}

/** Those that were listed; without a list, those with usual headers. */
function findAttributes(matching: Matching): void {
  const { head, source, assignment, mapped, attributes, problems } = matching
  for (const id of source.attributes ?? []) {
    const given = mapped.get(id)
    const index = given ?? assignment.findFree((column) => attributeOf(column) === id || goesBy(column, id))
    if (index < 0) problems.push(attributeNotFound(head, id))
    else addAttribute(matching, id, index, given === undefined ? 'name' : 'mapping')
  }
  if (source.attributes !== undefined) return
  head.columns.forEach((column, index) => {
    const usual = attributeOf(column)
    if (usual === null || assignment.isTaken(index) || column.isRowNumber) return
    if (attributes.every(({ id }) => id !== usual)) addAttribute(matching, usual, index, 'synonym')
  })
}

function addAttribute(
  { head, assignment, attributes, problems }: Matching,
  id: string,
  index: number,
  matchedBy: MatchKind,
): void {
  if (reserved.has(id.toLowerCase()) || id.startsWith('_'))
    problems.push(new InputError('ingest:attribute-id-taken', { id }, { file: head.file }))
  else if (attributes.some((attribute) => attribute.id.toLowerCase() === id.toLowerCase()))
    problems.push(attributeTwice(head, id, id, head.columns[index]?.name ?? ''))
  else attributes.push({ id, index: assignment.assign(index, 'attribute', id, matchedBy) })
}

/** The two columns of a file with a row a rating. */
function findLong({ assignment, mapped }: Matching): InventoryColumns['long'] {
  const area = mapped.get('area') ?? assignment.findFree((column) => isNamed(column, areaNames))
  const level = mapped.get('level') ?? assignment.findFree((column) => isNamed(column, levelNames))
  if (area < 0 || level < 0) return null
  assignment.assign(area, 'area', null, mapped.has('area') ? 'mapping' : 'name')
  assignment.assign(level, 'level', null, mapped.has('level') ? 'mapping' : 'name')
  return { area, level }
}

function findWantedAreas({ head, source, assignment, mapped, areas, problems }: Matching): void {
  for (const id of source.areas ?? []) {
    const given = mapped.get(id)
    const index = given ?? columnIndex(head.columns, id)
    if (index < 0) problems.push(columnNotFound(head, id))
    else areas.push({ id, index: assignment.assign(index, 'area', id, given === undefined ? 'name' : 'mapping') })
  }
}

/** Every column left that holds levels; a mapping that named nothing else named the area. */
function findAreasByCells({ head, source, assignment, mapped, areas }: Matching): void {
  const used = new Set(['organisation', ...(source.attributes ?? [])])
  const idOf = new Map([...mapped].filter(([id]) => !used.has(id)).map(([id, index]) => [index, id]))
  const isDeclared = source.levels !== undefined
  head.columns.forEach((column, index) => {
    const given = idOf.get(index)
    if ((assignment.isTaken(index) && given === undefined) || column.isRowNumber || column.name === '') return
    if (!holdsLevels(head, index, createLevelScale(source.levels, head.numbers), isDeclared)) return
    const id = given ?? column.name
    areas.push({ id, index: assignment.assign(index, 'area', id, given === undefined ? 'cells' : 'mapping') })
  })
}

function refuseNoArea({ head, source, assignment, areas, problems }: Matching): void {
  if (areas.length > 0 || problems.length > 0) return
  const left = head.columns
    .filter((column, index) => !assignment.isTaken(index) && !column.isRowNumber)
    .map(({ name }) => name)
  const code = source.levels !== undefined || left.length === 0 ? 'ingest:no-area-column' : 'ingest:levels-needed'
  problems.push(new InputError(code, { columns: { list: left.slice(0, 30) } }, headerPlace(head)))
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
