import {
  quoteName,
  quoteText,
  type Attribute,
  type Condition,
  type InvitedRelations,
  type SurveyDataset,
} from '../core/datasets'
import { InputError } from '../core/errors'
import type { Note } from '../core/words'

/**
 * The same survey with fewer people: relations become subqueries, nothing is copied. Conditions hold together; a respondent without a value in a
 * column that is asked about is out. Columns are `round` and the attributes.
 *
 * The headcount follows where it is broken down by the column; otherwise it no longer tells how many of these people were invited, and
 * goes, with a note; `invited` keeps what it can still be held against.
 * @throws InputError for a column or a value that the data do not have
 */
export function filterSurvey(
  dataset: SurveyDataset,
  where: readonly Condition[],
): { readonly dataset: SurveyDataset; readonly notes: readonly Note[] } {
  if (where.length === 0) return { dataset, notes: [] }
  const notes: Note[] = []
  const known = ['round', ...dataset.attributes.map(({ id }) => id)]
  for (const { column, in: values } of where) {
    if (!known.includes(column))
      throw new InputError('survey:filter-no-such-column', { column, columns: known.join(', ') })
    const levels = levelsOf(dataset, column)
    for (const value of values) {
      if (!levels.includes(value))
        throw new InputError('survey:filter-no-such-value', { column, value, values: listed(levels) })
    }
  }
  const blind = where.filter(({ column }) => column !== 'round' && !dataset.headcountBy.includes(column))
  const { headcount } = dataset.tables
  if (headcount !== null && blind.length > 0) {
    notes.push({
      code: 'survey:headcount-unknown-after-filter',
      level: 'warning',
      about: { columns: { list: blind.map(({ column }) => ({ attribute: column })) } },
    })
  }
  const kept = (column: string, levels: readonly string[]): readonly string[] =>
    levels.filter((level) => where.every((condition) => condition.column !== column || condition.in.includes(level)))
  return {
    notes,
    dataset: {
      ...dataset,
      rounds: dataset.rounds.filter(({ id }) => kept('round', [id]).length > 0),
      attributes: narrowed(dataset.attributes, kept),
      tables: {
        responses: filtered(dataset.tables.responses, where),
        scores: filtered(dataset.tables.scores, where),
        headcount: headcount === null || blind.length > 0 ? null : filtered(headcount, where),
      },
      ...(headcount === null && dataset.invited === undefined ? {} : { invited: narrowedInvited(dataset, where) }),
      where: [...(dataset.where ?? []), ...where],
    },
  }
}

/** The rows of some of a survey's sources, and of its rounds those named: the survey as it was before others were added. The headcount stays. */
export function surveyOfSources(
  dataset: SurveyDataset,
  sources: readonly string[],
  rounds: readonly string[],
): SurveyDataset {
  const own = [sourceCondition(sources)]
  return {
    ...dataset,
    rounds: dataset.rounds.filter(({ id }) => rounds.includes(id)),
    tables: {
      ...dataset.tables,
      responses: filtered(dataset.tables.responses, own),
      scores: filtered(dataset.tables.scores, own),
    },
  }
}

/** That a row comes from one of the sources. */
export const sourceCondition = (sources: readonly string[]): Condition => ({ column: '_source', in: sources })

/** What a headcount can be held against: of a survey without a filter, all of it. */
export function invitedOf({ invited, tables: { responses, headcount } }: SurveyDataset): InvitedRelations {
  return invited ?? { responses, headcount, blind: [], whole: { responses, headcount } }
}

/** The headcount's own conditions are applied to it and to those who answered; the others are kept, to be asked of each group whether they leave anybody out. */
function narrowedInvited(dataset: SurveyDataset, where: readonly Condition[]): InvitedRelations {
  const { responses, headcount, blind, whole } = invitedOf(dataset)
  const rounds = where.filter(({ column }) => column === 'round')
  const known = where.filter(({ column }) => column === 'round' || dataset.headcountBy.includes(column))
  return {
    responses: filtered(responses, known),
    headcount: headcount === null ? null : filtered(headcount, known),
    blind: [...blind, ...where.filter((condition) => !known.includes(condition))],
    whole: {
      responses: filtered(whole.responses, rounds),
      headcount: whole.headcount === null ? null : filtered(whole.headcount, rounds),
    },
  }
}

function levelsOf(dataset: SurveyDataset, column: string): readonly string[] {
  if (column === 'round') return dataset.rounds.map(({ id }) => id)
  return dataset.attributes.find(({ id }) => id === column)?.levels ?? []
}

/** SQL condition that a respondent meets them all. */
export const conditionsClause = (where: readonly Condition[]): string =>
  where
    .map(({ column, in: values }) => `${quoteName(column)}::VARCHAR IN (${values.map(quoteText).join(', ')})`)
    .join(' AND ')

const filtered = (relation: string, where: readonly Condition[]): string =>
  where.length === 0 ? relation : `(SELECT * FROM ${relation} WHERE ${conditionsClause(where)})`

/** Levels that the filter leaves, and below them those whose parent it leaves. */
function narrowed(
  attributes: readonly Attribute[],
  kept: (column: string, levels: readonly string[]) => readonly string[],
): readonly Attribute[] {
  const done = new Map<string, { readonly before: readonly string[]; readonly after: readonly string[] }>()
  const waiting = [...attributes]
  const result = new Map<string, Attribute>()
  while (waiting.length > 0) {
    const position = Math.max(
      0,
      waiting.findIndex(({ parent }) => parent === null || done.has(parent)),
    )
    const [attribute] = waiting.splice(position, 1)
    if (attribute === undefined) break
    const parent = attribute.parent === null ? undefined : done.get(attribute.parent)
    const chosen = new Set(kept(attribute.id, attribute.levels))
    const levels: string[] = []
    const parentLevels: number[] = []
    attribute.levels.forEach((level, index) => {
      const above = attribute.parentLevels[index] ?? -1
      const name = above >= 0 ? parent?.before[above] : undefined
      const now = name === undefined ? above : (parent?.after.indexOf(name) ?? -1)
      if (!chosen.has(level) || (name !== undefined && now < 0)) return
      levels.push(level)
      parentLevels.push(now)
    })
    done.set(attribute.id, { before: attribute.levels, after: levels })
    const { order, reference, ...others } = attribute
    result.set(attribute.id, {
      ...others,
      levels,
      parentLevels,
      ...(order === undefined ? {} : { order: order.filter((level) => levels.includes(level)) }),
      ...(reference === undefined || !levels.includes(reference) ? {} : { reference }),
    })
  }
  return attributes.map((attribute) => result.get(attribute.id) ?? attribute)
}

function listed(levels: readonly string[]): string {
  return levels.length <= 12 ? levels.join(', ') : `${levels.slice(0, 12).join(', ')} …`
}
