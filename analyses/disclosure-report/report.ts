import type { Findings } from '../attack/attack'
import type { Condition } from '../core/datasets'
import type { ResultTable } from '../core/result'
import type { EarlierRelease } from '../recipe/earlier-release'
import { releaseName, uncheckedReason, type ReleasedData, type UncheckedReason } from '../recipe/earlier-releases'
import type { AnalysisOutcome } from '../recipe/run'

/** A row withheld because of what is told elsewhere. */
export type WithheldRow = NonNullable<AnalysisOutcome['withheld']>[number]

/** One table as it is released. */
export interface ReleasedTable {
  readonly id: string
  readonly rows: number
  /** Rows of which only the keys are shown. */
  readonly withheld: number
  /** Rows of which some numbers are shown and others are withheld. */
  readonly withheldInPart: number
}

/** One analysis as it is released. */
export interface Released {
  readonly id: string
  readonly as: string
  readonly where: readonly Condition[]
  /** Whether it has results: an analysis that was refused or failed releases nothing. */
  readonly isReleased: boolean
  readonly tables: readonly ReleasedTable[]
  /** Rows that are withheld because of what is told elsewhere, each with its reason. */
  readonly beside: readonly WithheldRow[]
}

/** A release that the project remembers. */
export interface ReportedEarlier extends Pick<EarlierRelease, 'on' | 'to'> {
  readonly name: string
  readonly analyses: number
  /** Why it is not held against what is shown now; null where it is. */
  readonly unchecked: UncheckedReason | 'failed' | null
}

/** What a data protection officer needs to know of everything that a project releases. */
export interface DisclosureReport {
  readonly title: string
  /** The smallest group; 1 where the rule is off. */
  readonly minGroup: number
  readonly releases: readonly Released[]
  /** What has left the project before, the earliest first. */
  readonly earlier: readonly ReportedEarlier[]
  /** What an attack on all of it found; null where there was none. */
  readonly findings: Findings | null
}

/** @param findings of `attack`, where it was asked for */
export function reportDisclosure(
  project: { readonly title: string; readonly minGroup: number; readonly earlier: readonly ReportedEarlier[] },
  outcomes: readonly AnalysisOutcome[],
  findings: Findings | null,
): DisclosureReport {
  return {
    title: project.title,
    minGroup: project.minGroup,
    releases: outcomes.map(({ id, as, where, status, tables, withheld = [] }) => ({
      id,
      as,
      where,
      isReleased: status === 'ok',
      tables: tables.filter(({ protection }) => protection.kind !== 'open').map(releasedTable),
      beside: withheld,
    })),
    earlier: project.earlier.map((one) =>
      one.unchecked === null && isNotHeld(one.name, outcomes) ? { ...one, unchecked: 'failed' } : one,
    ),
    findings,
  }
}

/** Whether results say that they are not held against a release. */
const isNotHeld = (release: string, outcomes: readonly AnalysisOutcome[]): boolean =>
  outcomes.some(({ notes }) =>
    notes.some(({ code, about }) => {
      const named = code === 'recipe:earlier-unchecked' ? about['releases'] : null
      return typeof named === 'object' && named !== null && 'list' in named && named.list.includes(release)
    }),
  )

/** The releases that a project remembers, as they are held against its data of now. */
export const reportedEarlier = (releases: readonly EarlierRelease[], data: ReleasedData): readonly ReportedEarlier[] =>
  releases.map((release, index) => ({
    on: release.on,
    to: release.to,
    name: releaseName(releases, index),
    analyses: release.analyses.length,
    unchecked: uncheckedReason(release, data),
  }))

function releasedTable(table: ResultTable): ReleasedTable {
  const withheld = new Set(table.suppressed.map(([row]) => row))
  const isNumber = table.columns.map(({ kind }) => kind === 'number' || kind === 'count' || kind === 'probability')
  const isWhole = (row: number): boolean =>
    table.rows[row]?.every((cell, column) => isNumber[column] !== true || cell === null) === true
  const whole = [...withheld].filter(isWhole).length
  return { id: table.id, rows: table.rows.length, withheld: whole, withheldInPart: withheld.size - whole }
}

/** Whether an attack found anything that tells of few people. */
export const foundSomething = ({ derived, certain, counted }: Findings): boolean =>
  derived.length + certain.length + counted.length > 0
