import type { Database } from '../core/database'
import { factorColumn, numericColumn, quoteName, type Frame, type PlaceCount } from '../core/datasets'
import type { Label, Note } from '../core/words'
import { castToEnum, joinLevels } from '../sources/staging'
import { columnNames, type Preparation, type PreparedSurvey } from '../survey/open'
import {
  compareWithHeadcount,
  resolveHeadcounts,
  type HeadcountRow,
  type PlaceInRound,
  type TotalFinding,
} from './headcounts'
import { completedBy, placingOf, type Placing } from './placing'
import { depthOf, levelsOf, pathOf, type OrganisationTree, type Path, type TypedHeadcount } from './tree'
import { unmatchedNotes } from './unmatched'
import { warning, info } from './words'

/** Tables that this step writes; those that were read from files stay as they are. */
const placedResponses = '_placed_responses'
const placedHeadcount = '_placed_headcount'
const placesMet = '_places_met'

/**
 * The organisation tree and the people invited, before anything is computed of the answers. Places of the tree become the attributes of every respondent, so that groups,
 * filters and participation know every level; headcounts typed in stand beside those of files, and no total is counted twice.
 */
export function organisationStep(
  tree: OrganisationTree | undefined,
  typed: readonly TypedHeadcount[] = [],
): Preparation {
  return async (database, survey) => {
    const levels = levelsOf(tree, survey.attributes)
    if (levels.length === 0 && survey.tables.headcount === null) return survey
    const placing = placingOf(tree ?? { levels: [...levels], places: [] })
    const placed = tree === undefined ? survey : await placeResponses(database, survey, levels, placing)
    const counted = await placeHeadcount(database, placed, { levels, placing, typed, isDeclared: tree !== undefined })
    const others = [...placing.ambiguous()]
    const unmatched = await unmatchedNotes(database, counted)
    return {
      ...counted,
      attributes:
        tree === undefined
          ? counted.attributes
          : [...levels, ...counted.attributes.filter((id) => !levels.includes(id))],
      ...(tree === undefined ? {} : { tree: levels }),
      notes: [
        ...counted.notes,
        ...unmatched,
        ...(others.length === 0 ? [] : [warning('ambiguous', { names: named(others), count: others.length })]),
        ...placing.unusedMoves().map((index) => {
          const { from, to } = tree?.moves?.[index] ?? { from: {}, to: {} }
          return warning('move-unused', { node: lastName(levels, from), to: lastName(levels, to) })
        }),
      ],
    }
  }
}

const lastName = (levels: readonly string[], place: Readonly<Record<string, string>>): string => {
  const path = pathOf(levels, place)
  return path[depthOf(path)] ?? ''
}

/** Names for a sentence; a notice shows as many of them as it has room for. */
const named = (names: readonly string[]): { readonly list: readonly string[] } => ({ list: names })

/** Paths that occur in a frame, by row. */
function pathsIn(frame: Frame, levels: readonly string[]): readonly Path[] {
  const columns = levels.map((level) => (Object.hasOwn(frame.columns, level) ? factorColumn(frame, level) : null))
  return Array.from({ length: frame.rowCount }, (_, row) =>
    columns.map((column) => column?.levels[column.codes[row] ?? -1] ?? null),
  )
}

/** The levels of a table's rows, as far as it has them. */
const presentLevels = (levels: readonly string[], columns: readonly string[]): readonly string[] =>
  levels.filter((level) => columns.includes(level))

/** Writes the places of every respondent as the tree has them, where that is not as the data have them. */
async function placeResponses(
  database: Database,
  survey: PreparedSurvey,
  levels: readonly string[],
  placing: Placing,
): Promise<PreparedSurvey> {
  const { responses } = survey.tables
  const columns = await columnNames(database, responses)
  const present = presentLevels(levels, columns)
  const frame =
    present.length === 0
      ? await database.frame(`SELECT count(*)::DOUBLE AS people FROM ${quoteName(responses)}`)
      : await database.frame(
          `SELECT ${present.map(quoteName).join(', ')}, count(*)::DOUBLE AS people FROM ${quoteName(responses)} GROUP BY ALL ORDER BY ALL`,
        )
  const given = pathsIn(frame, levels)
  const now = given.map(placing.place)
  const people = numericColumn(frame, 'people')
  const changed = levels.filter(
    (level, index) =>
      !present.includes(level) || now.some((path, row) => (path[index] ?? null) !== (given[row]?.[index] ?? null)),
  )
  const notes = [...survey.notes, ...parentNotes(levels, now, people)]
  if (changed.length === 0) return { ...survey, notes }
  await writePlaced(database, responses, { levels, present, changed, given, now, columns })
  return { ...survey, tables: { ...survey.tables, responses: placedResponses }, notes }
}

interface Placed {
  readonly levels: readonly string[]
  readonly present: readonly string[]
  readonly changed: readonly string[]
  readonly given: readonly Path[]
  readonly now: readonly Path[]
  readonly columns: readonly string[]
}

/** Rows keep their order, on which the last digits of sums depend: the places are found by a join, put in the order of the rows, and laid beside them. */
async function writePlaced(
  database: Database,
  responses: string,
  { levels, present, changed, given, now, columns }: Placed,
): Promise<void> {
  await database.execute(`DROP TABLE IF EXISTS ${placesMet}`)
  await database.insert(placesMet, {
    rowCount: given.length,
    columns: [
      { kind: 'integer', id: '_met', values: Int32Array.from(given, (_, row) => row) },
      ...present.map((level) => ({
        kind: 'text' as const,
        id: `given ${level}`,
        values: given.map((path) => path[levels.indexOf(level)] ?? null),
      })),
      ...changed.map((level) => ({
        kind: 'text' as const,
        id: `now ${level}`,
        values: now.map((path) => path[levels.indexOf(level)] ?? null),
      })),
    ],
  })
  const table = quoteName(responses)
  const meets = present.map(
    (level) => `r.${quoteName(level)}::VARCHAR IS NOT DISTINCT FROM m.${quoteName(`given ${level}`)}`,
  )
  const places = changed.map((level) => {
    const names = now.flatMap((path) => path[levels.indexOf(level)] ?? [])
    return `${castToEnum(`m.${quoteName(`now ${level}`)}`, joinLevels(names))} AS ${quoteName(level)}`
  })
  const own = columns.filter((column) => !changed.includes(column))
  await database.execute(
    `CREATE OR REPLACE TABLE ${placedResponses} AS SELECT ${
      columns.length === own.length
        ? 'r.*'
        : `r.* EXCLUDE (${columns
            .filter((column) => changed.includes(column))
            .map(quoteName)
            .join(', ')})`
    }, p.* ` +
      `FROM ${table} r POSITIONAL JOIN (SELECT ${places.join(', ')} FROM ${table} r LEFT JOIN ${placesMet} m ON ${meets.length === 0 ? 'TRUE' : meets.join(' AND ')} ORDER BY r.rowid) p`,
  )
  await database.execute(`DROP TABLE ${placesMet}`)
}

/** People whose place is known at a level, and not at the level above it that the tree has; and nodes that lie in several places. */
function parentNotes(levels: readonly string[], paths: readonly Path[], people: Float64Array): readonly Note[] {
  const notes: Note[] = []
  levels.forEach((level, index) => {
    const above = levels[index - 1]
    if (above === undefined) return
    const lost = new Set<string>()
    let count = 0
    paths.forEach((path, row) => {
      const name = path[index] ?? null
      if (name === null || (path[index - 1] ?? null) !== null) return
      lost.add(name)
      count += people[row] ?? 0
    })
    if (lost.size > 0)
      notes.push(
        warning('parent-missing', {
          level: { attribute: level },
          above: { attribute: above },
          count: lost.size,
          names: named([...lost]),
          n: count,
        }),
      )
  })
  for (const { name, places } of inSeveralPlaces(levels, paths))
    notes.push(warning('several-places', { name, places: named(places) }))
  return notes
}

/** Places down to the organisation that the paths put within several others: their names, and those of the places around them. */
function inSeveralPlaces(
  levels: readonly string[],
  paths: readonly Path[],
): readonly { readonly level: string; readonly name: string; readonly places: readonly string[] }[] {
  const anchor = levels.indexOf('organisation') >= 0 ? levels.indexOf('organisation') : Math.max(0, levels.length - 2)
  return levels.slice(0, anchor + 1).flatMap((level, index) => {
    if (index === 0) return []
    const around = new Map<string, Set<string>>()
    for (const path of paths) {
      const name = path[index] ?? null
      const outer = path.slice(0, index).findLast((each) => each !== null) ?? null
      if (name === null || outer === null) continue
      around.set(name, (around.get(name) ?? new Set()).add(outer))
    }
    return [...around].flatMap(([name, places]) => (places.size < 2 ? [] : [{ level, name, places: [...places] }]))
  })
}

interface Counting {
  readonly levels: readonly string[]
  readonly placing: Placing
  readonly typed: readonly TypedHeadcount[]
  readonly isDeclared: boolean
}

/** The people invited as files have them and as they are typed in, at the places of the tree. */
async function placeHeadcount(
  database: Database,
  survey: PreparedSurvey,
  { levels, placing, typed, isDeclared }: Counting,
): Promise<PreparedSurvey> {
  const { headcount } = survey.tables
  const answered = await readAnswered(database, survey, levels)
  const organisations = { levels, answered, invited: [] }
  if (headcount === null && typed.length === 0) return { ...survey, organisations }
  const by = survey.headcountBy ?? []
  const outside = by.filter((id) => !levels.includes(id))
  const counted = headcount === null ? [] : await readRows(database, headcount, levels, outside, by)
  const given = [
    ...counted,
    ...typed.map(({ round, place, headcount: people }): HeadcountRow => ({
      round,
      path: pathOf(levels, place),
      others: {},
      people,
      isTyped: true,
    })),
  ]
  const complete = completedBy(
    levels,
    answered.map(({ path }) => path),
  )
  const placed = given.map((row) => {
    const path = placing.place(row.path)
    return { ...row, path: row.isTyped || isDeclared ? complete(path) : path }
  })
  const { rows, findings } = resolveHeadcounts(levels, placed)
  const notes = [...survey.notes, ...totalNotes(findings), ...headcountNotes(levels, answered, rows)]
  const isAsBefore =
    typed.length === 0 &&
    rows.length === counted.length &&
    placed.every(({ path }, row) => path.every((name, level) => name === (counted[row]?.path[level] ?? null)))
  const invited = rows.map(({ path, round, people }) => ({ path, round, people }))
  const places = levels.length === 0 ? {} : { organisations: { ...organisations, invited } }
  if (isAsBefore) return { ...survey, ...places, notes }
  // People who are counted without a level of an attribute that is no place would be missing from each of its groups.
  const kept = outside.filter((id) => rows.every(({ others }) => (others[id] ?? null) !== null))
  const known = levels.filter((_, index) => rows.some(({ path }) => (path[index] ?? null) !== null))
  await writeHeadcount(database, rows, levels, known, kept)
  return {
    ...survey,
    tables: { ...survey.tables, headcount: placedHeadcount },
    headcountBy: [...known, ...kept],
    ...places,
    notes,
  }
}

async function readRows(
  database: Database,
  table: string,
  levels: readonly string[],
  outside: readonly string[],
  by: readonly string[],
): Promise<readonly HeadcountRow[]> {
  const columns = ['round', ...by].map((id) => `${quoteName(id)}`)
  const frame = await database.frame(
    `SELECT ${columns.join(', ')}, "headcount"::DOUBLE AS "headcount" FROM ${quoteName(table)}`,
  )
  const paths = pathsIn(frame, levels)
  const people = numericColumn(frame, 'headcount')
  const rounds = pathsIn(frame, ['round'])
  const others = pathsIn(frame, outside)
  return paths.map((path, row) => ({
    round: rounds[row]?.[0] ?? '',
    path,
    others: Object.fromEntries(outside.map((id, index) => [id, others[row]?.[index] ?? null])),
    people: people[row] ?? 0,
    isTyped: false,
  }))
}

async function writeHeadcount(
  database: Database,
  rows: readonly HeadcountRow[],
  levels: readonly string[],
  known: readonly string[],
  outside: readonly string[],
): Promise<void> {
  const columns = [
    { id: 'round', values: rows.map(({ round }): string | null => round) },
    ...known.map((id) => ({ id, values: rows.map(({ path }) => path[levels.indexOf(id)] ?? null) })),
    ...outside.map((id) => ({ id, values: rows.map(({ others }) => others[id] ?? null) })),
  ]
  const staged = `${placedHeadcount}_texts`
  await database.execute(`DROP TABLE IF EXISTS ${staged}`)
  await database.insert(staged, {
    rowCount: rows.length,
    columns: [
      ...columns.map(({ id, values }) => ({ kind: 'text' as const, id, values })),
      { kind: 'integer', id: 'headcount', values: Int32Array.from(rows, ({ people }) => people) },
    ],
  })
  const typed = columns.map(({ id, values }) => {
    const names = joinLevels(values.flatMap((value) => value ?? []))
    return `${castToEnum(quoteName(id), names)} AS ${quoteName(id)}`
  })
  await database.execute(
    `CREATE OR REPLACE TABLE ${placedHeadcount} AS SELECT ${typed.join(', ')}, "headcount" FROM ${staged}`,
  )
  await database.execute(`DROP TABLE ${staged}`)
}

const nameOf = (path: Path): string => path[depthOf(path)] ?? ''
/** The name of a place for a sentence; everybody where it is none. */
const placeName = (path: Path): Label => (depthOf(path) < 0 ? { message: 'survey:everybody' } : nameOf(path))

function totalNotes(findings: readonly TotalFinding[]): readonly Note[] {
  const totals = findings.filter(({ kind }) => kind === 'total')
  return [
    ...(totals.length === 0
      ? []
      : [
          info('totals', {
            count: totals.length,
            names: { list: [...new Map(totals.map(({ path }) => [nameOf(path), placeName(path)])).values()] },
          }),
        ]),
    ...findings.flatMap(({ kind, path, round, total, parts }) =>
      kind === 'total'
        ? []
        : [(kind === 'in-place-of-file' ? info : warning)(kind, { name: placeName(path), round, total, parts })],
    ),
  ]
}

/** People who answered, by place and round. */
async function readAnswered(
  database: Database,
  { tables, attributes }: PreparedSurvey,
  levels: readonly string[],
): Promise<readonly PlaceCount[]> {
  const present = levels.filter((level) => attributes.includes(level) || tables.responses === placedResponses)
  const frame = await database.frame(
    `SELECT ${['round', ...present].map(quoteName).join(', ')}, count(*)::DOUBLE AS people FROM ${quoteName(tables.responses)} GROUP BY ALL ORDER BY ALL`,
  )
  const rounds = pathsIn(frame, ['round'])
  const people = numericColumn(frame, 'people')
  return pathsIn(frame, levels).map((path, row) => ({ path, round: rounds[row]?.[0] ?? '', people: people[row] ?? 0 }))
}

/** Places from which more people answered than were invited, and places from which people answered that nobody counted. */
function headcountNotes(
  levels: readonly string[],
  answered: readonly PlaceCount[],
  rows: readonly HeadcountRow[],
): readonly Note[] {
  const { tooMany, uncounted } = compareWithHeadcount(levels, answered, rows)
  const note = (
    key: 'more-than-headcount' | 'headcount-uncounted',
    places: readonly PlaceInRound[],
  ): readonly Note[] =>
    places.length === 0
      ? []
      : [
          warning(key, {
            count: places.length,
            names: named(places.map(({ path, round }) => `${nameOf(path)} (${round})`)),
          }),
        ]
  return [...note('more-than-headcount', tooMany), ...note('headcount-uncounted', uncounted)]
}
