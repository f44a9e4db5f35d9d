import { InputError } from '../core/errors'
import { attributeId, freeId, instrumentIdSchema } from '../core/ids'
import { isJsonObject, type JsonObject } from '../core/json-rewrite'
import type { Language } from '../core/words'
import { readList } from './cell-list'
import { knownTable, type GivenTable, type KnownTable, type Row } from './given-table'
import { readScaleTable, scaleOfValues } from './scales'
import type { SheetName } from './tables'
import { code } from './words'

/** An instrument as tables give it. */
export interface ReadSheets {
  /** As a document; where there are problems, what could be read. */
  readonly document: JsonObject
  /** Each with its row and column. */
  readonly problems: readonly InputError[]
  /** Headers that stand for nothing in an instrument. */
  readonly unused: readonly string[]
}

/** What the tables are put together in. */
interface Reading {
  readonly tables: Readonly<Partial<Record<SheetName, KnownTable>>>
  readonly problems: InputError[]
  readonly scales: JsonObject[]
  /** Ids of dimensions by what items say: an id, or a name that was given one. */
  readonly dimensionIds: Map<string, string>
}

/**
 * Reads an instrument from tables: those that the program writes, or a codebook that somebody keeps by hand, of which only the texts of items must be there.
 * @param language of texts under headers that name none
 * @param name what the instrument goes by where no table says it
 */
export function readInstrumentSheets(given: readonly GivenTable[], language: Language, name: string): ReadSheets {
  const known = given.map((table) => knownTable(table, language)).filter((table) => table !== null)
  const tables = Object.fromEntries(known.toReversed().map((table) => [table.is, table]))
  const reading: Reading = { tables, problems: [], scales: [], dimensionIds: new Map() }
  if (reading.tables.items === undefined) {
    const [first] = given
    const columns = { list: first?.headers ?? [] }
    reading.problems.push(
      new InputError(code('no-items'), { columns }, { file: first?.file ?? '', line: first?.headerLine ?? 1 }),
    )
  }
  const { scales } = reading.tables
  if (scales !== undefined) for (const scale of readScaleTable(scales, reading.problems)) reading.scales.push(scale)
  const declared = readDimensions(reading)
  const items = readItems(reading, language, declared)
  const measures = (reading.tables.measures?.rows ?? []).map((row) => measureOf(row, reading.problems))
  return {
    document: {
      instrument: 1,
      ...about(reading, language, name),
      scales: reading.scales,
      dimensions: declared,
      items,
      ...(measures.length === 0 ? {} : { measures }),
      ...references(reading),
    },
    problems: reading.problems,
    unused: known.flatMap(({ unused }) => unused),
  }
}

function about({ tables }: Reading, language: Language, name: string): JsonObject {
  const row = tables.instrument?.rows[0]
  const label = row?.text('label') ?? {}
  return {
    id: row === undefined || row.cell('id') === '' ? attributeId(name) : row.cell('id'),
    version: row === undefined || row.cell('version') === '' ? '1' : row.cell('version'),
    ...(row !== undefined && yesNo(row.cell('illustrative')) === true ? { illustrative: true } : {}),
    label: Object.keys(label).length === 0 ? { [language]: name } : label,
  }
}

function references({ tables }: Reading): JsonObject {
  const list = readList(tables.instrument?.rows[0]?.cell('references') ?? '')
  return list.length === 0 ? {} : { references: list }
}

function readDimensions({ tables, problems, dimensionIds }: Reading): JsonObject[] {
  return (tables.dimensions?.rows ?? []).map((row) => {
    const id = row.cell('id')
    const score = row.cell('score')
    const needed = row.cell('min_answered')
    if (!instrumentIdSchema.safeParse(id).success)
      problems.push(row.problem('not-an-id', { id, suggestion: attributeId(id) }, 'id'))
    if (!['', 'mean', 'sum'].includes(score))
      problems.push(row.problem('not-one-of', { found: score, allowed: 'mean, sum' }, 'score'))
    const rule = ['', 'half', 'all'].includes(needed) ? needed : Number(needed)
    if (typeof rule === 'number' && !(Number.isInteger(rule) && rule > 0))
      problems.push(row.problem('not-one-of', { found: needed, allowed: 'half, all, 1, 2 …' }, 'min_answered'))
    dimensionIds.set(id, id)
    for (const words of Object.values(row.text('label'))) dimensionIds.set(String(words), id)
    const description = row.text('description')
    return {
      id,
      label: row.text('label'),
      ...(Object.keys(description).length === 0 ? {} : { description }),
      ...(score === '' ? {} : { score }),
      ...(rule === '' || Number.isNaN(rule) ? {} : { min_answered: rule }),
    }
  })
}

/** @param dimensions those that are declared; the ones that items alone name are added */
function readItems(reading: Reading, language: Language, dimensions: JsonObject[]): readonly JsonObject[] {
  const { tables, problems } = reading
  const table = tables.items
  if (table === undefined) return []
  const lines = new Map<string, number>()
  const made: string[] = []
  return table.rows.map((row) => {
    const dimension = dimensionOf(reading, row, language, dimensions)
    const id = table.has('id') ? row.cell('id') : freeId(`${dimension ?? 'item'}-1`, made)
    made.push(id)
    const first = lines.get(id.toLowerCase())
    if (!instrumentIdSchema.safeParse(id).success)
      problems.push(row.problem('not-an-id', { id, suggestion: attributeId(id) }, 'id'))
    else if (first !== undefined) problems.push(row.problem('id-twice', { id, first }, 'id'))
    lines.set(id.toLowerCase(), first ?? row.line)
    const text = row.text('text')
    if (Object.keys(text).length === 0) problems.push(row.problem('no-text', { id }, 'text'))
    const reversed = yesNo(row.cell('reversed'))
    if (reversed === null) problems.push(row.problem('not-yes-or-no', { found: row.cell('reversed') }, 'reversed'))
    const aliases = readList(row.cell('aliases'))
    const askedOf = readList(row.cell('asked_of'))
    const changed = readList(row.cell('changed')).map((each) => {
      const [, round = each, kind = 'wording'] = /^(.*):\s*(wording|meaning)$/s.exec(each) ?? []
      return { round, kind }
    })
    return {
      id,
      ...(dimension === null ? {} : { dimension }),
      scale: scaleOf(reading, table, row),
      text,
      ...(reversed === true ? { reversed } : {}),
      ...(aliases.length === 0 ? {} : { aliases }),
      ...(askedOf.length === 0 ? {} : { asked_of: askedOf }),
      ...(changed.length === 0 ? {} : { changed }),
    }
  })
}

/** The id of the dimension that a row names, by its id or its name; one that is not declared is added. */
function dimensionOf({ dimensionIds }: Reading, row: Row, language: Language, dimensions: JsonObject[]): string | null {
  const named = row.cell('dimension')
  if (named === '') return null
  const known = dimensionIds.get(named)
  if (known !== undefined) return known
  const id = instrumentIdSchema.safeParse(named).success ? named : freeId(attributeId(named), dimensionIds.values())
  dimensionIds.set(named, id)
  dimensions.push({ id, label: { [language]: named } })
  return id
}

/** The id of the scale that a row names or describes. */
function scaleOf({ scales, problems }: Reading, table: KnownTable, row: Row): string {
  const named = row.cell('scale')
  const described = scaleOfValues(row, problems)
  if (described === null) {
    const only = scales.length === 1 && !table.has('scale') ? String(scales[0]?.['id']) : named
    if (only === '') problems.push(row.problem('no-scale', {}))
    else if (!scales.some(({ id }) => id === only))
      problems.push(
        row.problem('scale-unknown', { scale: only, known: { list: scales.map(({ id }) => String(id)) } }, 'scale'),
      )
    return only
  }
  const same = scales.find((scale) => isLike(scale, described) && (named === '' || scale['id'] === named))
  if (same !== undefined) return String(same['id'])
  const taken = scales.map(({ id }) => String(id))
  const id = freeId(named === '' ? `scale-${scales.length + 1}` : attributeId(named), taken)
  scales.push({ id, ...described })
  return id
}

const isLike = (scale: JsonObject, described: JsonObject): boolean =>
  Object.entries(described).every(([key, value]) => JSON.stringify(scale[key]) === JSON.stringify(value))

function measureOf(row: Row, problems: InputError[]): JsonObject {
  const below = row.cell('below')
  const limit = Number(below.replace(',', '.'))
  if (Number.isNaN(limit)) problems.push(row.problem('not-a-number', { found: below }, 'below'))
  const note = row.text('note')
  const limits: JsonObject = below === '' || Number.isNaN(limit) ? {} : { below: limit }
  return {
    id: row.cell('id'),
    label: row.text('label'),
    for: readList(row.cell('for')),
    ...limits,
    ...(isJsonObject(note) && Object.keys(note).length > 0 ? { note } : {}),
  }
}

const yes = new Set(['yes', 'y', 'ja', 'j', 'x', '1', 'true', 'sann', 'sant', 'r', 'rev', '-'])
const no = new Set(['', 'no', 'n', 'nei', 'nej', '0', 'false', 'usann', 'falskt', '+'])

/** What a cell says to a question of yes and no; null where it says neither. */
function yesNo(cell: string): boolean | null {
  const plain = cell.toLowerCase()
  return yes.has(plain) ? true : no.has(plain) ? false : null
}
