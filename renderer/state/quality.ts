import type { Database } from '../../analyses/core/database'
import { Aborted } from '../../analyses/core/errors'
import { numericColumn, quoteName } from '../../analyses/core/datasets'
import { excludedRows, limitsOf, type Exclusion, type ExclusionTest } from '../../analyses/quality/exclusions'
import type { IndicatorId } from '../../analyses/quality/indicators'
import { reportQuality, type Finding, type QualityReport } from '../../analyses/quality/report'
import { sameIds, type SameIds } from '../../analyses/quality/same-id'
import { compareExclusions, type Variant } from '../../analyses/quality/sensitivity'
import { everybodyIn, shapeOf, type SurveyShape } from '../../analyses/quality/shape'
import { problemOf, type Problem } from '../worker/problem'
import type { Project } from './project'
import type { Workbench } from './workbench'

/** What was seen in the answers of the survey, and what leaving people out does to the scores. */
export interface QualityLook {
  readonly report: QualityReport
  readonly variants: readonly Variant[]
}

export interface QualityOutcome {
  readonly look: QualityLook | null
  readonly problem: Problem | null
}

/** A look at the quality of the answers. Nothing of the project is changed by it. */
export interface QualityLooks {
  /** @returns what was found or why it could not be looked for; neither where it was called off, or there is no survey */
  look(signal: AbortSignal, onProgress: (share: number) => void): Promise<QualityOutcome>
  /**
   * One indicator with another limit; null where it was called off, or the survey has been opened anew since, which is looked at as a whole.
   * @throws whatever the engine says of the look
   */
  lookAgain(id: IndicatorId, limit: number | string, signal: AbortSignal): Promise<Finding | null>
  /** How many of all rows a condition holds for; null where it was called off, or there is no survey. @throws whatever the engine says of it */
  countWhere(where: readonly ExclusionTest[], signal: AbortSignal): Promise<RowsOf | null>
  /** The rows that share a respondent's id; null where it was called off, or there is no survey. @throws whatever the engine says of it */
  sameIds(signal: AbortSignal): Promise<SameIds | null>
}

/** Rows of all that were read. */
export interface RowsOf {
  readonly rows: number
  readonly of: number
}

export function createQualityLooks(workbench: Workbench, database: Promise<Database>): QualityLooks {
  const surveyNow = () => workbench.store.getState().session.survey.dataset
  /** Asks about the survey that is open. While it is opened anew, its tables come and go under the question. */
  const ask = async <Answer>(
    signal: AbortSignal,
    question: (engine: Database, shape: SurveyShape) => Promise<Answer>,
  ): Promise<Answer | null> => {
    const survey = surveyNow()
    if (survey === null) return null
    try {
      const engine = await database
      return await question(engine, await shapeOf(engine, everybodyIn(survey), survey))
    } catch (error) {
      if (error instanceof Aborted || signal.aborted || surveyNow() !== survey) return null
      throw error
    }
  }
  return {
    countWhere: (where, abort) =>
      ask(abort, async (engine, shape) => {
        const rows = await excludedRows(shape, { where: [...where] }, 'exclusions', engine)
        const frame = await engine.frame(
          `SELECT (SELECT count(*) FROM (${rows ?? 'SELECT 1 WHERE FALSE'}))::DOUBLE AS n, (SELECT count(*) FROM ${quoteName(shape.table)})::DOUBLE AS everybody`,
          abort,
        )
        return { rows: numericColumn(frame, 'n')[0] ?? 0, of: numericColumn(frame, 'everybody')[0] ?? 0 }
      }),
    sameIds: (abort) => ask(abort, (engine, shape) => sameIds(engine, shape, abort)),
    look: async (abort, onProgress) => {
      const survey = surveyNow()
      if (survey === null) return { look: null, problem: null }
      const { exclusions = [], minGroup } = workbench.project()
      try {
        const engine = await database
        const report = await reportQuality(engine, survey, limitsOf(exclusions), { abort, onProgress })
        return { look: { report, variants: await compareExclusions(engine, survey, minGroup, abort) }, problem: null }
      } catch (error) {
        return { look: null, problem: error instanceof Aborted ? null : problemOf(error) }
      }
    },
    lookAgain: async (only, limit, abort) => {
      const survey = surveyNow()
      if (survey === null) return null
      try {
        const { findings } = await reportQuality(await database, survey, { [only]: limit }, { abort, only })
        return findings[0] ?? null
      } catch (error) {
        // While the survey is opened anew, its tables come and go under this look.
        if (error instanceof Aborted || abort.aborted || surveyNow() !== survey) return null
        throw error
      }
    },
  }
}

/** Leaves out the rows that an indicator concerns, from a limit on. Where a line says so already, it takes the limit. */
export function leaveOutBy(project: Project, rule: IndicatorId, limit: number | string): Project {
  const lines = project.exclusions ?? []
  const known = lines.findIndex((line) => line.rule === rule)
  return withLines(
    project,
    known < 0 ? [...lines, { rule, limit }] : lines.with(known, { ...lines[known], rule, limit }),
  )
}

/** Says which row of each repeated id is kept; the others are left out, or nobody where all are kept. Where a line says so already, it says this instead. */
export function settleSameIds(project: Project, keep: NonNullable<Exclusion['keep']>): Project {
  const lines = project.exclusions ?? []
  const known = lines.findIndex((line) => line.rule === 'repeated-id')
  const { limit: _, ...line } = { ...lines[known], rule: 'repeated-id' as const, keep }
  return withLines(project, known < 0 ? [...lines, line] : lines.with(known, line))
}

/** Leaves out the rows for which all of a condition holds. A line that says so already is enough. */
export function leaveOutWhere(project: Project, where: readonly ExclusionTest[]): Project {
  const lines = project.exclusions ?? []
  const asked = JSON.stringify(where)
  if (lines.some((line) => JSON.stringify(line.where) === asked)) return project
  return withLines(project, [...lines, { where: [...where] }])
}

/** Leaves out one row, beside the others of its source that are named one by one. */
export function leaveOutRow(project: Project, source: string, row: number): Project {
  const lines = project.exclusions ?? []
  const known = lines.findIndex(
    (line) => line.rows !== undefined && line.source === source && line.reason === undefined,
  )
  const rows = lines[known]?.rows ?? []
  if (rows.includes(row)) return project
  const line: Exclusion = { rows: [...rows, row].toSorted((a, b) => a - b), source }
  return withLines(project, known < 0 ? [...lines, line] : lines.with(known, line))
}

/** Keeps one row again that is named by its number; the line goes with its last row. */
export function keepRow(project: Project, source: string, row: number): Project {
  const lines = (project.exclusions ?? []).flatMap((line) => {
    if (line.rows === undefined || line.source !== source) return [line]
    const rows = line.rows.filter((each) => each !== row)
    return rows.length === 0 ? [] : [{ ...line, rows }]
  })
  return withLines(project, lines)
}

/** Takes a line away: whom it alone concerned is kept. @param index of the line, from 0 */
export const keepAgain = (project: Project, index: number): Project =>
  withLines(
    project,
    (project.exclusions ?? []).filter((_, place) => place !== index),
  )

/** Why a line leaves people out; an empty reason is none. */
export function giveReason(project: Project, index: number, reason: string): Project {
  const lines = (project.exclusions ?? []).map((line, place) => {
    if (place !== index) return line
    const { reason: _, ...others } = line
    return reason === '' ? others : { ...others, reason }
  })
  return withLines(project, lines)
}

/** Without lines there is no key of them: an absent key and an empty one must not differ in a file. */
function withLines(project: Project, exclusions: readonly Exclusion[]): Project {
  const { exclusions: _, ...others } = project
  return exclusions.length === 0 ? others : { ...others, exclusions }
}
