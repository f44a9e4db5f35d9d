import type { Database } from '../../analyses/core/database'
import { factorColumn, numericColumn, quoteName, type SurveyDataset } from '../../analyses/core/datasets'
import { answersAPerson } from '../../analyses/disclosure/margins'
import { withheldAmong } from '../../analyses/disclosure/rule'
import { scaleOf } from '../../analyses/instrument/model'
import { variableSchema, type Variable } from '../../analyses/variables/model'
import type { Project } from './project'
import type { Workbench } from './workbench'

/** The people of one level of an attribute; null where the rule of disclosure withholds it. */
export interface LevelCount {
  readonly level: string
  readonly people: number | null
}

/** What the engine says of columns of the survey. Nothing of the project is changed by it. */
export interface VariableLooks {
  /** @returns the levels of an attribute in their order, with their rows; null where the survey has no such attribute */
  countLevels(attribute: string): Promise<readonly LevelCount[] | null>
}

export function createVariableLooks(workbench: Workbench, database: Promise<Database>): VariableLooks {
  return {
    countLevels: async (id) => {
      const { dataset } = workbench.store.getState().session.survey
      const attribute = dataset?.attributes.find((each) => each.id === id)
      if (dataset === null || attribute === undefined) return null
      try {
        const counts = await countsOf(await database, dataset, id)
        const levels = (attribute.order ?? attribute.levels).filter((level) => counts.has(level))
        return withoutFew(dataset, id, levels, counts, workbench.project().minGroup)
      } catch (error) {
        // While the survey is opened anew its tables are gone: the columns are counted again when it is there.
        if (workbench.store.getState().session.survey.dataset !== dataset) return null
        throw error
      }
    },
  }
}

async function countsOf(
  database: Database,
  { tables }: SurveyDataset,
  id: string,
): Promise<ReadonlyMap<string, number>> {
  const name = quoteName(id)
  const frame = await database.frame(
    `SELECT ${name}::VARCHAR AS level, count(*)::DOUBLE AS n FROM ${tables.responses} WHERE ${name} IS NOT NULL GROUP BY ALL ORDER BY level`,
  )
  const { codes, levels } = factorColumn(frame, 'level')
  const counts = numericColumn(frame, 'n')
  return new Map(Array.from(codes, (code, row) => [levels[code] ?? '', counts[row] ?? 0]))
}

function withoutFew(
  dataset: SurveyDataset,
  id: string,
  levels: readonly string[],
  counts: ReadonlyMap<string, number>,
  minGroup: number,
): readonly LevelCount[] {
  const withheld = withheldAmong(
    levels.map((level) => ({
      group: { [id]: level },
      family: 'people',
      counts: [counts.get(level) ?? 0],
      isExposed: false,
      answersAPerson: answersAPerson(false, dataset),
    })),
    minGroup,
    dataset.attributes,
  )
  return levels.map((level, index) => ({ level, people: withheld.has(index) ? null : (counts.get(level) ?? 0) }))
}

/** What a step can read: attributes by their levels, and columns that hold numbers with the range of their scale. */
export interface Readable {
  readonly attributes: readonly string[]
  readonly numbers: readonly {
    readonly id: string
    readonly isOrdinal: boolean
    readonly range: readonly [number, number]
  }[]
}

/** The columns that the step at a place may read: those of the data and of the steps before it. @param index of the step, from 0 */
export function readableAt(survey: SurveyDataset | null, variables: readonly Variable[], index: number): Readable {
  if (survey === null) return { attributes: [], numbers: [] }
  const later = new Set(variables.slice(index).map(({ id }) => id))
  const attributes = survey.attributes.filter(({ id }) => !later.has(id))
  const items = survey.instrument.items.filter(({ id }) => !later.has(id))
  return {
    attributes: attributes.map(({ id }) => id),
    numbers: [
      ...items.map((item) => {
        const { kind, min, max } = scaleOf(survey.instrument, item)
        return { id: item.id, isOrdinal: kind === 'ordinal', range: [min, max] as const }
      }),
      ...attributes.flatMap(({ id, levels }) => {
        const numbers = levels.map((level) => Number(level.trim().replace(',', '.')))
        if (numbers.length < 2 || !numbers.every(Number.isFinite)) return []
        const ascending = numbers.toSorted((a, b) => a - b)
        return [{ id, isOrdinal: false, range: [ascending[0] ?? 0, ascending.at(-1) ?? 0] as const }]
      }),
    ],
  }
}

/** A step as it is saved: spaces at the ends of names are gone, and a level that becomes itself is not named. Null where something is not filled in. */
export function completed(draft: Variable): Variable | null {
  const trimmed: Variable = { ...draft, id: draft.id.trim() }
  const step =
    trimmed.kind === 'recode'
      ? {
          ...trimmed,
          into: Object.fromEntries(
            Object.entries(trimmed.into).filter(
              ([from, into]) => into.trim() !== '' && (into.trim() !== from || trimmed.others === 'blank'),
            ),
          ),
        }
      : trimmed
  const parsed = variableSchema.safeParse(step)
  return parsed.success ? parsed.data : null
}

/** Whether the survey has a column of this name already that no step makes. */
export function isTaken(survey: SurveyDataset | null, variables: readonly Variable[], id: string): boolean {
  if (survey === null) return false
  const lower = id.toLowerCase()
  const made = new Set(variables.map((variable) => variable.id))
  return [...survey.attributes, ...survey.instrument.items, ...survey.instrument.dimensions].some(
    (column) => column.id.toLowerCase() === lower && !made.has(column.id),
  )
}

/** Puts a step in the place of another, or after all of them. @param index from 0 */
export function putVariable(project: Project, index: number, variable: Variable): Project {
  return withVariables(project, (project.variables ?? []).toSpliced(index, 1, variable))
}

export const removeVariable = (project: Project, index: number): Project =>
  withVariables(project, (project.variables ?? []).toSpliced(index, 1))

/** Moves a step one place up (−1) or down (+1). */
export function moveVariable(project: Project, index: number, by: -1 | 1): Project {
  const variables = project.variables ?? []
  const moved = variables[index]
  const to = index + by
  if (moved === undefined || to < 0 || to >= variables.length) return project
  return withVariables(project, variables.toSpliced(index, 1).toSpliced(to, 0, moved))
}

/** Without steps there is no key of them: an absent key and an empty one must not differ in a file. */
function withVariables(project: Project, variables: readonly Variable[]): Project {
  const { variables: _, ...others } = project
  return variables.length === 0 ? others : { ...others, variables }
}
