import type { Database } from '../../analyses/core/database'
import { factorColumn, numericColumn, quoteName, type SurveyDataset } from '../../analyses/core/datasets'
import { answersAPerson } from '../../analyses/disclosure/margins'
import { withheldAmong } from '../../analyses/disclosure/rule'
import { scaleOf } from '../../analyses/instrument/model'
import { answerExpression } from '../../analyses/survey/scoring'
import { variableSchema, type Variable, type VariableTest } from '../../analyses/variables/model'
import { levelsRenamed } from '../../analyses/variables/edits'
import { withLevelsRenamed } from './level-names'
import type { Project } from './project'
import type { Workbench } from './workbench'

/** The people of one level of an attribute; null where the rule of disclosure withholds it. */
export interface LevelCount {
  readonly level: string
  readonly people: number | null
}

/** What the engine says of columns of the survey. Nothing of the project is changed by it. */
export interface VariableLooks {
  /** @returns round limits by which the answers of a column fall into a few bands; null where it has too few numbers to say */
  roundLimits(column: string): Promise<readonly number[] | null>
  /** @returns the levels of an attribute in their order, with their rows; null where the survey has no such attribute */
  countLevels(attribute: string): Promise<readonly LevelCount[] | null>
}

export function createVariableLooks(workbench: Workbench, database: Promise<Database>): VariableLooks {
  return {
    roundLimits: async (column) => {
      const { dataset } = workbench.store.getState().session.survey
      const number = dataset === null ? null : numberOf(dataset, column)
      if (dataset === null || number === null) return null
      const frame = await (
        await database
      ).frame(
        `SELECT quantile_cont(value, 0.05) AS low, quantile_cont(value, 0.95) AS high FROM (SELECT ${number} AS value FROM ${dataset.tables.responses}) WHERE isfinite(value)`,
      )
      const [low = Number.NaN, high = Number.NaN] = [numericColumn(frame, 'low')[0], numericColumn(frame, 'high')[0]]
      return roundLimits(low, high)
    },
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

/** A column as a number in SQL; null for one that the survey does not have. */
function numberOf({ attributes, instrument }: SurveyDataset, column: string): string | null {
  const item = instrument.items.find(({ id }) => id === column)
  if (item !== undefined) return `(${answerExpression(item, scaleOf(instrument, item))})::DOUBLE`
  if (attributes.every(({ id }) => id !== column)) return null
  return `TRY_CAST(replace(trim(${quoteName(column)}::VARCHAR), ',', '.') AS DOUBLE)`
}

/**
 * Limits that divide a range into three to six bands: multiples of a round step (1, 2, 5 or 10 times a power of ten) within it.
 * @returns null where the range is none
 */
export function roundLimits(low: number, high: number): number[] | null {
  const range = high - low
  if (!Number.isFinite(range) || range <= 0) return null
  const power = 10 ** Math.floor(Math.log10(range / 5))
  const step = [1, 2, 5, 10].map((times) => times * power).find((each) => range / each <= 5) ?? 10 * power
  const limits: number[] = []
  for (let times = Math.floor(low / step) + 1; times * step < high; times += 1)
    limits.push(Number((times * step).toPrecision(12)))
  return limits.length === 0 ? null : limits
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

/** Most steps of a scale whose answers are chosen one by one. */
const mostSteps = 11

/** The answers that columns with the same few steps have, the lowest first; null where they differ, or are measured. */
export function stepsOf({ numbers }: Readable, columns: readonly string[]): readonly number[] | null {
  const found = columns.map((column) => numbers.find(({ id }) => id === column))
  const [first] = found
  if (first === undefined || found.some((each) => each?.isOrdinal !== true || each.range.join() !== first.range.join()))
    return null
  const [low, high] = first.range
  return high - low < mostSteps ? Array.from({ length: high - low + 1 }, (_, index) => low + index) : null
}

/**
 * A test to begin with: levels or answers to be ticked, or the upper half of a number.
 * @param column the first attribute, else the first number, when left out; null where the data have neither
 */
export function emptyTest(readable: Readable, column?: string): VariableTest | null {
  const of = column ?? readable.attributes[0] ?? readable.numbers[0]?.id
  if (of === undefined) return null
  const number = readable.numbers.find(({ id }) => id === of)
  if (number === undefined || stepsOf(readable, [of]) !== null) return { of, in: [] }
  return { of, from: roundLimits(...number.range)?.[0] ?? number.range[0] }
}

/** A test with a limit changed, or without it. */
export function withLimit(test: VariableTest, limit: 'from' | 'below', value: number | undefined): VariableTest {
  const { [limit]: _, ...others } = test
  return value === undefined ? others : { ...others, [limit]: value }
}

/** A step as it is saved: spaces at the ends of names are gone, and a level that becomes itself is not named. Null where something is not filled in. */
export function completed(draft: Variable): Variable | null {
  const trimmed = withTrimmedCases({ ...draft, id: draft.id.trim() })
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

function withTrimmedCases(draft: Variable): Variable {
  if (draft.kind !== 'condition') return draft
  const { else: otherwise = '', ...step } = draft
  return {
    ...step,
    cases: draft.cases.map((one) => ({ ...one, level: one.level.trim() })),
    ...(otherwise.trim() === '' ? {} : { else: otherwise.trim() }),
  }
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

/** Puts a step in the place of another, or after all of them; what was said of a level that has another name now follows it. @param index from 0 */
export function putVariable(project: Project, index: number, variable: Variable): Project {
  const before = project.variables?.[index]
  const put = withVariables(project, (project.variables ?? []).toSpliced(index, 1, variable))
  return before === undefined || before.id !== variable.id
    ? put
    : withLevelsRenamed(put, variable.id, levelsRenamed(before, variable))
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
