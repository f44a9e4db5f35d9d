import { InputError } from '../core/errors'
import { isId } from '../core/ids'
import type { GivenTable } from '../instrument-sheets/given-table'
import { readRisky } from '../instrument-sheets/delimited'
import { tidy } from '../readers/reader'
import { usualAttribute } from '../sources/columns'
import { comparable } from '../sources/comparable'
import { proposeMerges, type MergeProposal } from '../sources/spellings/merge-proposals'
import { depthOf, nodeKey, pathOf, type OrganisationTree, type Path, type TypedHeadcount } from './tree'
import { code } from './words'

/** A tree as a spreadsheet has it. */
export interface TreeFile {
  readonly tree: OrganisationTree
  readonly headcounts: readonly TypedHeadcount[]
  /** Headers that stand for nothing here. */
  readonly unused: readonly string[]
}

type Read =
  { readonly ok: true; readonly read: TreeFile } | { readonly ok: false; readonly problems: readonly InputError[] }

const levelOrder = ['country', 'region', 'organisation', 'unit']
const nameHeaders = ['name', 'navn', 'namn', 'place', 'sted', 'plats', 'organisasjonsenhet', 'organisationsenhet']
const parentHeaders = [
  'parent',
  'overordnet',
  'overordnet enhet',
  'överordnad',
  'överordnad enhet',
  'overordnet sted',
  'överordnad plats',
  'hører til',
  'tillhör',
  'forelder',
]
const levelHeaders = ['level', 'nivå', 'niveau']
const countHeaders =
  /^(?:headcount|invited|antall inviterte|antall ansatte|antall|inviterte|ansatte|antal inbjudna|antal anställda|antal|inbjudna|anställda)\s+(.+)$/

/** The level that a header or a cell of levels stands for; a name that is an id stands for itself where the tree has it. */
function levelNamed(text: string, levels: readonly string[]): string | null {
  const name = tidy(text)
  const usual = usualAttribute({ position: 1, name, names: [name], isRowNumber: false })
  return usual !== null && levelOrder.includes(usual)
    ? usual
    : (levels.find((level) => comparable(level) === comparable(name)) ?? null)
}

/**
 * Reads a tree of organisations: one column a level, whose cells may stand once and count for the rows below; a column of names beside one of the places they lie in;
 * or names that are indented by columns or by spaces. Columns named for a headcount and a round, or for a round alone, are headcounts of their rows.
 * @param levels of the project, the widest first
 * @param rounds of the project
 */
export function readTreeTable(table: GivenTable, levels: readonly string[], rounds: readonly string[]): Read {
  const { file, headers, rows, isDelimited } = table
  const problems: InputError[] = []
  const clean = (cell: string | undefined): string => (isDelimited ? readRisky(cell ?? '') : (cell ?? ''))
  const counted = headers.flatMap((header, index) => {
    const name = comparable(header)
    const round = rounds.find((each) => comparable(each) === name) ?? countHeaders.exec(name)?.[1]
    return round === undefined ? [] : [{ index, round: rounds.find((each) => comparable(each) === round) ?? round }]
  })
  const ofLevel = headers.map((header) => levelNamed(header, levels))
  const find = (names: readonly string[]): number => headers.findIndex((header) => names.includes(comparable(header)))
  const parent = find(parentHeaders)
  const level = find(levelHeaders)
  const nameAt = find(nameHeaders)
  const filled = rows.filter(({ cells }) => cells.some((cell) => tidy(cell) !== ''))
  const named: { readonly line: number; readonly path: Path; readonly cells: readonly string[] }[] = []
  let order: readonly string[]
  if (parent >= 0 && (nameAt >= 0 || headers.length >= 2)) {
    const own = nameAt >= 0 ? nameAt : headers.findIndex((_, index) => index !== parent)
    const read = byParent(
      filled.map(({ line, cells }) => ({
        line,
        cells,
        name: tidy(clean(cells[own])),
        parent: tidy(clean(cells[parent])),
        level: level < 0 ? null : levelNamed(cells[level] ?? '', levels),
      })),
      levels,
      file,
      problems,
    )
    order = read.levels
    for (const row of read.rows) named.push(row)
  } else if (ofLevel.some((each) => each !== null)) {
    const columns = ofLevel.flatMap((each, index) => (each === null ? [] : [{ level: each, index }]))
    order = inOrder(
      columns.map((column) => column.level),
      levels,
    )
    let above: Path = order.map(() => null)
    for (const { line, cells } of filled) {
      const own = order.map((each) => {
        const at = columns.find((column) => column.level === each)?.index ?? -1
        return tidy(clean(cells[at])) || null
      })
      const first = own.findIndex((name) => name !== null)
      if (first < 0) continue
      // A name that stands once counts for the rows below it, as long as nothing wider changes.
      const path = own.map((name, index) => (index < first ? (above[index] ?? null) : name))
      above = path
      named.push({ line, path, cells })
    }
  } else {
    const read = indented(headers, filled, levels, clean, new Set(counted.map(({ index }) => index)))
    if (read === null)
      return {
        ok: false,
        problems: [
          new InputError(
            code('file-no-names'),
            { headers: { list: headers.filter((header) => header !== '') } },
            { file, line: table.headerLine },
          ),
        ],
      }
    order = read.levels
    for (const row of read.rows) named.push(row)
  }
  return finish({
    file,
    order,
    named,
    counted,
    headers,
    problems,
    clean,
    isUsed: (index) => ofLevel[index] !== null || index === parent || index === level || index === nameAt,
  })
}

interface Finishing {
  readonly file: string
  readonly order: readonly string[]
  readonly named: readonly { readonly line: number; readonly path: Path; readonly cells: readonly string[] }[]
  readonly counted: readonly { readonly index: number; readonly round: string }[]
  readonly headers: readonly string[]
  readonly problems: InputError[]
  readonly clean: (cell: string | undefined) => string
  readonly isUsed: (index: number) => boolean
}

function finish({ file, order, named, counted, headers, problems, clean, isUsed }: Finishing): Read {
  const places = new Map<string, { readonly line: number; readonly path: Path }>()
  const headcounts: TypedHeadcount[] = []
  for (const { line, path, cells } of named) {
    order.forEach((_, depth) => {
      if ((path[depth] ?? null) === null) return
      const node = path.map((name, each) => (each <= depth ? name : null))
      const key = nodeKey(order, node)
      const before = places.get(key)
      if (before === undefined) {
        places.set(key, { line, path: node })
        return
      }
      const differs = node.findIndex(
        (name, each) =>
          each < depth && name !== null && (before.path[each] ?? null) !== null && before.path[each] !== name,
      )
      if (differs >= 0)
        problems.push(
          new InputError(
            code('file-several-places'),
            {
              name: node[depth] ?? '',
              first: before.path[differs] ?? '',
              second: node[differs] ?? '',
              line: String(before.line),
            },
            { file, line },
          ),
        )
    })
    for (const { index, round } of counted) {
      const text = tidy(clean(cells[index])).replaceAll(/[\s.,](?=\d{3}(?:\D|$))/gu, '')
      if (text === '') continue
      if (/^\d{1,9}$/.test(text)) headcounts.push({ round, place: placeIn(order, path), headcount: Number(text) })
      else problems.push(new InputError(code('file-no-number'), { text }, { file, line, column: headers[index] ?? '' }))
    }
  }
  if (places.size === 0) problems.push(new InputError(code('file-empty'), {}, { file }))
  if (problems.length > 0) return { ok: false, problems: problems.slice(0, 20) }
  return {
    ok: true,
    read: {
      tree: { levels: [...order], places: [...places.values()].map(({ path }) => placeIn(order, path)) },
      headcounts,
      unused: headers.filter(
        (header, index) => header !== '' && !isUsed(index) && counted.every((each) => each.index !== index),
      ),
    },
  }
}

const placeIn = (levels: readonly string[], path: Path): Record<string, string> =>
  Object.fromEntries(
    levels.flatMap((level, index): [string, string][] => {
      const name = path[index] ?? null
      return name === null ? [] : [[level, name]]
    }),
  )

/** Levels from the widest to the narrowest: as the project has them, else as they usually are, else as the file has them. */
function inOrder(found: readonly string[], levels: readonly string[]): readonly string[] {
  const rank = (level: string): number => {
    const own = levels.indexOf(level)
    return own >= 0 ? own : levelOrder.indexOf(level)
  }
  const distinct = [...new Set(found)]
  return distinct.every((level) => levels.includes(level)) || distinct.every((level) => levelOrder.includes(level))
    ? distinct.toSorted((a, b) => rank(a) - rank(b))
    : distinct
}

/** The levels that a tree of so many steps has: those of the project, of which the narrowest are taken. */
function levelsFor(steps: number, levels: readonly string[]): readonly string[] {
  const known = levels.length >= steps ? levels : levelOrder
  const from =
    known.includes('organisation') && steps <= 2
      ? Math.max(0, known.indexOf('organisation') + 2 - Math.max(steps, 2))
      : known.length - steps
  const taken = known.slice(Math.max(0, from), Math.max(0, from) + steps)
  return taken.length === steps
    ? taken
    : [
        ...taken,
        ...Array.from({ length: steps - taken.length }, (_, index) => `level_${taken.length + index + 1}`),
      ].filter(isId)
}

interface ParentRow {
  readonly line: number
  readonly cells: readonly string[]
  readonly name: string
  readonly parent: string
  readonly level: string | null
}

/** Names beside the places that they lie in. */
function byParent(
  given: readonly ParentRow[],
  levels: readonly string[],
  file: string,
  problems: InputError[],
): {
  readonly levels: readonly string[]
  readonly rows: readonly { readonly line: number; readonly path: Path; readonly cells: readonly string[] }[]
} {
  const rows = given.filter(({ name }) => name !== '')
  const byName = new Map(rows.map((row) => [row.name, row]))
  const chain = (row: ParentRow, seen: ReadonlySet<string>): readonly string[] | null => {
    if (row.parent === '') return [row.name]
    if (seen.has(row.name)) return null
    const outer = byName.get(row.parent)
    if (outer === undefined) return [row.parent, row.name]
    const around = chain(outer, new Set([...seen, row.name]))
    return around === null ? null : [...around, row.name]
  }
  const chains = rows.map((row) => ({ row, names: chain(row, new Set()) }))
  for (const { row, names } of chains)
    if (names === null)
      problems.push(
        new InputError(code('file-circle'), { name: row.name, parent: row.parent }, { file, line: row.line }),
      )
  const sound = chains.flatMap(({ row, names }) => (names === null ? [] : [{ row, names }]))
  const most = sound.reduce((longest, { names }) => Math.max(longest, names.length), 1)
  const declared = rows.flatMap((row) => row.level ?? [])
  const order = declared.length === rows.length ? inOrder(declared, levels) : levelsFor(most, levels)
  const levelOf = new Map(rows.map((row) => [row.name, row.level]))
  return {
    levels: order,
    rows: sound.map(({ row, names }) => ({
      line: row.line,
      cells: row.cells,
      path: pathOf(
        order,
        Object.fromEntries(names.map((name, step) => [levelOf.get(name) ?? order[step] ?? '', name] as const)),
      ),
    })),
  }
}

/** Names that are indented: each in the column of its level, or with spaces before it in one column. The first row may be a name and no header. */
function indented(
  headers: readonly string[],
  rows: GivenTable['rows'],
  levels: readonly string[],
  clean: (cell: string | undefined) => string,
  counted: ReadonlySet<number>,
): {
  readonly levels: readonly string[]
  readonly rows: readonly { readonly line: number; readonly path: Path; readonly cells: readonly string[] }[]
} | null {
  const isName = (text: string): boolean => /\p{L}/u.test(text)
  const heads = headers.filter((header, index) => header !== '' && !counted.has(index))
  if (heads.length > 1) return null
  const steps = rows.flatMap(({ line, cells }) => {
    const at = cells.findIndex((cell, index) => !counted.has(index) && isName(clean(cell)))
    if (at < 0) return []
    const text = clean(cells[at])
    const spaces = /^[\s\u00a0]*/u.exec(text)?.[0].replaceAll('\t', '    ').length ?? 0
    return [{ line, cells, name: tidy(text), indent: at * 1000 + spaces }]
  })
  const [head] = heads
  const isHeader = head === undefined || nameHeaders.includes(comparable(head)) || levelNamed(head, levels) !== null
  const all = isHeader
    ? steps
    : [{ line: 1, cells: [], name: tidy(head), indent: headers.indexOf(head) * 1000 }, ...steps]
  if (all.length === 0) return null
  const indents = [...new Set(all.map(({ indent }) => indent))].toSorted((a, b) => a - b)
  const order = levelsFor(indents.length, levels)
  let above: Path = order.map(() => null)
  return {
    levels: order,
    rows: all.map(({ line, cells, name, indent }) => {
      const depth = indents.indexOf(indent)
      const path = order.map((_, level) => (level < depth ? (above[level] ?? null) : level === depth ? name : null))
      above = path
      return { line, cells, path }
    }),
  }
}

/** Names of a file that may be spellings of places in the data, by level; to be confirmed. */
export function proposeNames(
  file: OrganisationTree,
  known: Readonly<Record<string, readonly string[]>>,
): readonly (MergeProposal & { readonly level: string })[] {
  return file.levels.flatMap((level, index) => {
    const names = new Set(
      file.places.flatMap((place) => (depthOf(pathOf(file.levels, place)) === index ? (place[level] ?? []) : [])),
    )
    const present = known[level] ?? []
    const open = [...names].filter((name) => !present.includes(name))
    return proposeMerges(
      level,
      open.map((text) => ({ text, rows: 1 })),
      present,
    ).flatMap((proposal) => (present.includes(proposal.into) ? [{ ...proposal, level }] : []))
  })
}

/** A file whose names are those of the data where a person confirmed it. */
export function renamedPlaces(
  file: Pick<TreeFile, 'tree' | 'headcounts'>,
  renames: readonly { readonly level: string; readonly from: string; readonly into: string }[],
): Pick<TreeFile, 'tree' | 'headcounts'> {
  const rename = (place: Readonly<Record<string, string>>): Record<string, string> =>
    Object.fromEntries(
      Object.entries(place).map(([level, name]) => [
        level,
        renames.find((each) => each.level === level && each.from === name)?.into ?? name,
      ]),
    )
  return {
    tree: { ...file.tree, places: file.tree.places.map(rename) },
    headcounts: file.headcounts.map((entry) => ({ ...entry, place: rename(entry.place) })),
  }
}
