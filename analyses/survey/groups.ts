import { factorColumn, numericColumn, quoteName, type Frame, type SurveyDataset } from '../core/datasets'
import type { ReportContext } from '../core/contract'
import type { Label, Note } from '../core/words'
import { survey } from './words'

/**
 * The columns that identify a group: the round first, then as asked, each once. A column whose level names stand in several places of the organisation tree
 * (two units of one name) brings its parent along, since otherwise two places would be taken for one.
 * @param by columns of an option: `round` and attributes
 * @param always `round` when every row is to be of one round
 */
export function groupColumns(dataset: SurveyDataset, by: readonly string[], always?: 'round'): readonly string[] {
  const columns: string[] = always === 'round' || by.includes('round') ? ['round'] : []
  const add = (id: string): void => {
    if (columns.includes(id)) return
    const attribute = dataset.attributes.find((candidate) => candidate.id === id)
    if (attribute !== undefined && attribute.parent !== null && attribute.parentLevels.includes(-2))
      add(attribute.parent)
    columns.push(id)
  }
  for (const id of by) if (id !== 'round') add(id)
  return columns
}

/** Columns as a SQL list, followed by a comma; empty for no columns. To stand first in SELECT. */
export function keyList(columns: readonly string[]): string {
  return columns.map((id) => `${quoteName(id)}, `).join('')
}

/** `GROUP BY` over the columns; nothing for none, so that an aggregate over no rows still gives one row. */
export function groupClause(columns: readonly string[]): string {
  return columns.length === 0 ? '' : ` GROUP BY ${columns.map(quoteName).join(', ')}`
}

/** SQL condition that a person belongs to a group, that is that none of the columns is missing. */
export function belongs(columns: readonly string[]): string {
  return columns.length === 0 ? 'TRUE' : columns.map((id) => `${quoteName(id)} IS NOT NULL`).join(' AND ')
}

/** Every group with its number of people, in the order of the engine; those with a column missing too. Columns: the keys, `people`. */
export function groupsStatement(relation: string, columns: readonly string[]): string {
  if (columns.length === 0) return `SELECT count(*) AS people FROM ${relation}`
  return `SELECT ${keyList(columns)}count(*) AS people FROM ${relation}${groupClause(columns)} ORDER BY ${columns.map(quoteName).join(', ')}`
}

/** Reads the frame of `groupsStatement`: the groups, and how many people belong to none because a column is missing. */
export function readGroups(
  frame: Frame,
  columns: readonly string[],
): { readonly keys: readonly (readonly string[])[]; readonly people: readonly number[]; readonly without: number } {
  const counts = numericColumn(frame, 'people')
  const factors = columns.map((id) => factorColumn(frame, id))
  const keys: (readonly string[])[] = []
  const people: number[] = []
  let without = 0
  for (let row = 0; row < frame.rowCount; row += 1) {
    const key = factors.map(({ codes, levels }) => levels[codes[row] ?? -1])
    if (key.every((level) => level !== undefined)) {
      keys.push(key)
      people.push(counts[row] ?? 0)
    } else without += counts[row] ?? 0
  }
  return { keys, people, without }
}

/** One row, columns `total` and `without`: respondents, and those among them who belong to no group because a column is missing. */
export function withoutGroupStatement(relation: string, columns: readonly string[]): string {
  return `SELECT count(*) AS total, count(*) FILTER (WHERE NOT (${belongs(columns)})) AS "without" FROM ${relation}`
}

/** Said when people were left out because a column to group by is empty for them. */
export function withoutGroupNotes(without: number, columns: readonly string[]): readonly Note[] {
  if (!(without > 0)) return []
  return [
    survey.warning('without-group', {
      n: { people: without },
      columns: { list: columns.map((attribute): Label => ({ attribute })) },
    }),
  ]
}

/** Said where the answers of several rounds are taken together, since no column keeps them apart. */
export function pooledRoundsNotes(
  level: Note['level'],
  { rounds }: Pick<SurveyDataset, 'rounds'>,
  columns: readonly string[],
): readonly Note[] {
  if (rounds.length < 2 || columns.includes('round')) return []
  return [survey[level]('pooled-over-rounds', { rounds: { list: rounds.map(({ id }) => id) } })]
}

/** The groups of a frame, and which of them each row is of. */
export interface GroupIndex {
  /** Level names in the order of the columns, in the order of first appearance. */
  readonly keys: readonly (readonly string[])[]
  readonly ofRow: Int32Array
}

/**
 * Reads key columns of a frame. Without columns there is one group, with an empty key, even when the frame has no rows.
 * @param known keys to begin with, so that several frames share one numbering
 */
export function groupIndex(
  frame: Frame,
  columns: readonly string[],
  known: readonly (readonly string[])[] = [],
): GroupIndex {
  const ofRow = new Int32Array(frame.rowCount)
  if (columns.length === 0) return { keys: [[]], ofRow }
  const factors = columns.map((id) => factorColumn(frame, id))
  const keys = [...known]
  const indexes = new Map<string, number>(keys.map((key, index) => [key.join(keySeparator), index]))
  for (let row = 0; row < frame.rowCount; row += 1) {
    const key = factors.map(({ codes, levels }) => levels[codes[row] ?? -1] ?? '')
    const text = key.join(keySeparator)
    let index = indexes.get(text)
    if (index === undefined) {
      index = keys.length
      indexes.set(text, index)
      keys.push(key)
    }
    ofRow[row] = index
  }
  return { keys, ofRow }
}

const keySeparator = '\u001f'

/** Orders keys: rounds in time, other columns by the alphabet of the report's language, the first column first. */
export function keyOrder(
  context: ReportContext<SurveyDataset>,
  columns: readonly string[],
): (a: readonly string[], b: readonly string[]) => number {
  const ranks = columns.map((id) => new Map(context.levelsInOrder(id).map((level, rank) => [level, rank])))
  return (a, b) => {
    for (const [position, rank] of ranks.entries()) {
      const first = a[position] ?? ''
      const second = b[position] ?? ''
      if (first === second) continue
      const difference = (rank.get(first) ?? Number.MAX_SAFE_INTEGER) - (rank.get(second) ?? Number.MAX_SAFE_INTEGER)
      return difference === 0 ? (first < second ? -1 : 1) : difference
    }
    return 0
  }
}

/** What there is of groups, in the order of their keys. */
export function inKeyOrder<Own extends { readonly key: readonly string[] }>(
  context: ReportContext<SurveyDataset>,
  columns: readonly string[],
  groups: readonly Own[],
): readonly Own[] {
  const order = keyOrder(context, columns)
  return groups.toSorted((a, b) => order(a.key, b.key))
}

/** A group's name for a figure: its levels joined by a middle dot, or the word for everybody when there is no column. */
export function groupLabel(key: readonly string[]): Label {
  return key.length === 0 ? { message: 'survey:everybody' } : key.join(' · ')
}
