import type { Findings } from '../attack/attack'
import type { Condition } from '../core/datasets'
import type { ResultTable } from '../core/result'
import type { AnalysisOutcome } from '../recipe/run'

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
}

/** What a data protection officer needs to know of everything that a project releases. */
export interface DisclosureReport {
  readonly title: string
  /** The smallest group; 1 where the rule is off. */
  readonly minGroup: number
  readonly releases: readonly Released[]
  /** What an attack on all of it found; null where there was none. */
  readonly findings: Findings | null
}

/** @param findings of `attack`, where it was asked for */
export function reportDisclosure(
  project: { readonly title: string; readonly minGroup: number },
  outcomes: readonly AnalysisOutcome[],
  findings: Findings | null,
): DisclosureReport {
  return {
    title: project.title,
    minGroup: project.minGroup,
    releases: outcomes.map(({ id, as, where, status, tables }) => ({
      id,
      as,
      where,
      isReleased: status === 'ok',
      tables: tables.filter(({ protection }) => protection.kind !== 'open').map(releasedTable),
    })),
    findings,
  }
}

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
