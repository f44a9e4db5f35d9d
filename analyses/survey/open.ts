import type { Database } from '../core/database'
import {
  factorColumn,
  numericColumn,
  quoteName,
  quoteText,
  type Attribute,
  type Frame,
  type LeftOut,
  type Linkage,
  type OrganisationCounts,
  type Round,
  type SurveyDataset,
} from '../core/datasets'
import type { Note } from '../core/words'
import { scaleOf, type Instrument } from '../instrument/model'
import { completedOrder, orderByNames } from '../instrument/level-order'
import { packedColumnsOf } from '../instrument/packed-answers'
import { doubtfulWinters, orderRounds, type RoundOrder } from '../instrument/round-order'
import { readGroupingItems } from './grouping-items'
import { scoringStatements } from './scoring'

/** What is known of the survey sources it put into `responses` and `headcount`. */
export interface LoadedSurvey {
  readonly instrument: Instrument
  /** Attribute ids in declared order, the wider place before the narrower (country, region, organisation, unit), then those of the person. */
  readonly attributes: readonly string[]
  /** Items that a round's exports did not have. */
  readonly itemsMissingByRound: Readonly<Record<string, readonly string[]>>
  /** True when a source named a column of case weights. */
  readonly weighted: boolean
  /** Attributes that the headcount is broken down by; null when there is no headcount. */
  readonly headcountBy: readonly string[] | null
  /** Rounds in the order of the sources, and of first appearance within one; without it that of the engine. */
  readonly rounds?: readonly string[]
  /** Levels of attributes in the order in which a file stores them. */
  readonly fileLevels?: Readonly<Record<string, readonly string[]>>
  readonly declared?: DeclaredOrders
}

/** A survey on its way from the joined rows to what analyses see. */
export interface PreparedSurvey extends LoadedSurvey {
  /** Names of the tables that hold the answers and the people invited; `headcount` is null without any. */
  readonly tables: { readonly responses: string; readonly headcount: string | null }
  /** Levels of a declared organisation tree, the widest first: each lies in the one before it. */
  readonly tree?: readonly string[]
  /** People by place and round. */
  readonly organisations?: OrganisationCounts
  /** What the steps so far found that a person should know. */
  readonly notes: readonly Note[]
  readonly leftOut?: LeftOut
  /** The table that has the ids of respondents as they were read, where the rows' own do not. */
  readonly asRead?: string
}

/**
 * A step between the joined rows and the analyses. It never changes a table that it was given: it writes its own and names that instead, so that what a person
 * takes back is simply not done the next time.
 */
export type Preparation = (database: Database, survey: PreparedSurvey) => Promise<PreparedSurvey>

/** Orders that a person gave, which go before all others. */
export interface DeclaredOrders {
  /** Rounds, the earliest first. */
  readonly rounds?: readonly string[] | undefined
  /** Levels of an attribute, the lowest first. */
  readonly levels?: Readonly<Record<string, readonly string[]>> | undefined
  /** The level of an attribute that the others are held against. */
  readonly reference?: Readonly<Record<string, string>> | undefined
}

/**
 * Scores all dimensions and reads off the `responses` and `headcount` tables what the analyses need to know before they ask: rounds in time, levels of the
 * attributes, the organisation tree, and whether the rounds are linked.
 *
 * Items and attributes that no source had get an empty column, so that statements need not ask.
 * @param steps in the order in which they are done
 * @throws QueryError
 */
export async function openSurvey(
  database: Database,
  read: LoadedSurvey,
  steps: readonly Preparation[] = [],
): Promise<SurveyDataset> {
  await addMissingColumns(database, read)
  let loaded: PreparedSurvey = {
    ...read,
    tables: { responses: 'responses', headcount: read.headcountBy === null ? null : 'headcount' },
    notes: [],
  }
  for (const step of steps) loaded = await step(database, loaded)
  const { tables } = loaded
  const { rounds, order } = await readRounds(database, loaded)
  const headcountBy = (loaded.headcountBy ?? []).filter((id) => loaded.attributes.includes(id))
  const packedColumns = await readPacked(database, loaded)
  const groupingItems = (await readGroupingItems(database, loaded.instrument, tables.responses)).map((item) => {
    const reference = ownOf(loaded.declared?.reference, item.id)
    return reference === undefined ? item : { ...item, reference }
  })
  const winters = order.basis === 'declared' ? [] : doubtfulWinters(rounds.map(({ id }) => id))
  const dataset: SurveyDataset = {
    kind: 'survey',
    instrument: loaded.instrument,
    rounds,
    roundOrder: order.rounds,
    ...(order.basis === 'data' && rounds.length > 1 ? { isRoundOrderTaken: true } : {}),
    ...(winters.length > 0 ? { doubtfulWinters: winters } : {}),
    attributes: (await readAttributes(database, loaded, headcountBy)).map((attribute) => inOrder(attribute, loaded)),
    ...(groupingItems.length === 0 ? {} : { groupingItems }),
    linkage: await readLinkage(database, tables.responses, rounds.length),
    weighted: loaded.weighted,
    itemsMissingByRound: Object.fromEntries(
      rounds.map(({ id }) => [
        id,
        Object.hasOwn(loaded.itemsMissingByRound, id) ? (loaded.itemsMissingByRound[id] ?? []) : [],
      ]),
    ),
    headcountBy,
    packedColumns,
    tables: { responses: tables.responses, scores: 'scores', headcount: tables.headcount },
    ...(loaded.organisations === undefined ? {} : { organisations: loaded.organisations }),
    ...(loaded.notes.length === 0 ? {} : { notes: loaded.notes }),
    ...(loaded.leftOut === undefined ? {} : { leftOut: loaded.leftOut }),
    ...(loaded.asRead === undefined ? {} : { asRead: loaded.asRead }),
  }
  for (const statement of scoringStatements(dataset)) await database.execute(statement)
  return dataset
}

/** Columns of a table. @throws QueryError */
export async function columnNames(database: Database, table: string): Promise<readonly string[]> {
  const frame = await database.frame(`SELECT column_name FROM duckdb_columns() WHERE table_name = ${quoteText(table)}`)
  return factorTexts(frame, 'column_name').map((name) => name ?? '')
}

/** Columns of packed answers that every row has: rows of a source that was read by another version of the instrument have none. */
async function readPacked(database: Database, { instrument, tables }: PreparedSurvey): Promise<readonly string[]> {
  const present = new Set(await columnNames(database, tables.responses))
  const columns = [...packedColumnsOf(instrument).keys()].filter((column) => present.has(column))
  if (columns.length === 0) return []
  const frame = await database.frame(
    `SELECT ${columns.map((column, index) => `count(*) - count(${quoteName(column)}) AS n${index}`).join(', ')} FROM ${quoteName(tables.responses)}`,
  )
  return columns.filter((_, index) => numericColumn(frame, `n${index}`)[0] === 0)
}

async function addMissingColumns(database: Database, { instrument, attributes }: LoadedSurvey): Promise<void> {
  const present = new Set((await columnNames(database, 'responses')).map((name) => name.toLowerCase()))
  const add = async (id: string, type: string): Promise<void> => {
    if (!present.has(id.toLowerCase()))
      await database.execute(`ALTER TABLE responses ADD COLUMN ${quoteName(id)} ${type}`)
  }
  for (const item of instrument.items)
    await add(item.id, scaleOf(instrument, item).kind === 'ordinal' ? 'TINYINT' : 'DOUBLE')
  for (const id of attributes) await add(id, 'VARCHAR')
}

async function readRounds(
  database: Database,
  { rounds, declared, tables }: PreparedSurvey,
): Promise<{ readonly rounds: readonly Round[]; readonly order: RoundOrder }> {
  const frame = await database.frame(
    `SELECT "round", count(*) AS n FROM ${quoteName(tables.responses)} WHERE "round" IS NOT NULL GROUP BY "round" ORDER BY "round"`,
  )
  const names = factorTexts(frame, 'round').map((name) => name ?? '')
  const counts = new Map(names.map((name, row) => [name, numericColumn(frame, 'n')[row] ?? 0]))
  const order = orderRounds([...(rounds ?? []), ...names], declared?.rounds)
  const present = order.rounds.filter((id) => counts.has(id))
  return { rounds: present.map((id, place) => ({ id, order: place, rowCount: counts.get(id) ?? 0 })), order }
}

const ownOf = <Value>(of: Readonly<Record<string, Value>> | undefined, id: string): Value | undefined =>
  of !== undefined && Object.hasOwn(of, id) ? of[id] : undefined

/** An attribute with the order of its levels: the one that was declared, the file's, or that of usual words. */
function inOrder(attribute: Attribute, { declared, fileLevels }: LoadedSurvey): Attribute {
  const { id, levels } = attribute
  const given = [...(ownOf(declared?.levels, id) ?? []), ...(ownOf(fileLevels, id) ?? [])]
  const order = given.length === 0 ? orderByNames(levels) : completedOrder(levels, given)
  const reference = ownOf(declared?.reference, id)
  return {
    ...attribute,
    ...(order === null ? {} : { order }),
    ...(reference === undefined || !levels.includes(reference) ? {} : { reference }),
  }
}

/**
 * Linked when every respondent of every round is in all of them, partly linked when some are, unlinked when none is or no ids were given.
 */
async function readLinkage(database: Database, responses: string, roundCount: number): Promise<Linkage> {
  if (roundCount < 2) return 'unlinked'
  const frame = await database.frame(
    `SELECT count(*) FILTER (WHERE rounds > 1) AS repeated, count(*) FILTER (WHERE rounds = ${roundCount}) AS throughout, count(*) AS people, (SELECT count(*) FROM ${quoteName(responses)} WHERE "_respondent" IS NULL) AS unknown ` +
      `FROM (SELECT "_respondent", count(DISTINCT "round") AS rounds FROM ${quoteName(responses)} WHERE "_respondent" IS NOT NULL GROUP BY "_respondent")`,
  )
  const value = (id: string): number => numericColumn(frame, id)[0] ?? 0
  if (!(value('repeated') > 0)) return 'unlinked'
  return value('throughout') === value('people') && value('unknown') === 0 ? 'linked' : 'partly-linked'
}

async function readAttributes(
  database: Database,
  { attributes: ids, tables, tree }: PreparedSurvey,
  headcountBy: readonly string[],
): Promise<readonly Attribute[]> {
  if (ids.length === 0) return []
  const columns = ids.map(quoteName).join(', ')
  const people = await database.frame(
    `SELECT ${columns} FROM ${quoteName(tables.responses)} GROUP BY ${columns} ORDER BY ${columns}`,
  )
  const places =
    headcountBy.length === 0 || tables.headcount === null
      ? null
      : await database.frame(
          `SELECT DISTINCT ${headcountBy.map(quoteName).join(', ')} FROM ${quoteName(tables.headcount)} ORDER BY ALL`,
        )
  const combinations = new Map<string, readonly (string | null)[]>()
  for (const [frame, present] of [
    [people, ids],
    [places, headcountBy],
  ] as const) {
    if (frame === null) continue
    const texts = ids.map((id) => (present.includes(id) ? factorTexts(frame, id) : null))
    for (let row = 0; row < frame.rowCount; row += 1) {
      const combination = texts.map((column) => column?.[row] ?? null)
      combinations.set(JSON.stringify(combination), combination)
    }
  }
  return attributesOf(ids, [...combinations.values()], tree)
}

/**
 * Levels of each attribute, and its parent: the nearest attribute before it in declared order that has at least two levels, no more levels than itself, and of
 * which nearly every level of its own (three in four) is part of just one. So `unit` finds `organisation` even though two units share a name, while `role`,
 * which cuts across places, finds none.
 * @param combinations distinct combinations of levels, in the order of `ids`; null where missing
 * @param tree attributes that are declared to lie one within the other, the widest first: each has the one before it for its parent, and nothing else is
 */
export function attributesOf(
  ids: readonly string[],
  combinations: readonly (readonly (string | null)[])[],
  tree?: readonly string[],
): readonly Attribute[] {
  const levels = ids.map((_, position) =>
    [...new Set(combinations.map((row) => row[position] ?? null))].filter((level) => level !== null),
  )
  return ids.map((id, position) => {
    const own = levels[position] ?? []
    const declared = tree?.indexOf(id) ?? -1
    for (let above = position - 1; above >= 0; above -= 1) {
      const upper = levels[above] ?? []
      const isDeclared = declared > 0 && tree?.[declared - 1] === ids[above]
      if (declared >= 0 && !isDeclared) continue
      if (!isDeclared && (upper.length < 2 || upper.length > own.length)) continue
      const places = new Map<string, Set<string>>()
      for (const row of combinations) {
        const level = row[position] ?? null
        const parent = row[above] ?? null
        if (level === null || parent === null) continue
        const known = places.get(level)
        if (known === undefined) places.set(level, new Set([parent]))
        else known.add(parent)
      }
      const single = own.filter((level) => places.get(level)?.size === 1).length
      if (!isDeclared && (single === 0 || single < 0.75 * places.size)) continue
      return {
        id,
        levels: own,
        parent: ids[above] ?? null,
        parentLevels: own.map((level) => {
          const [parent, ...others] = places.get(level) ?? []
          return parent === undefined ? -1 : others.length > 0 ? -2 : upper.indexOf(parent)
        }),
      }
    }
    return { id, levels: own, parent: null, parentLevels: own.map(() => -1) }
  })
}

function factorTexts(frame: Frame, id: string): readonly (string | null)[] {
  const { codes, levels } = factorColumn(frame, id)
  return Array.from(codes, (code) => levels[code] ?? null)
}
