import type { Values } from '../core/words'
import type { AnalysisOutcome } from '../recipe/run'

/** Where a figure or a table comes from, so that anybody can make it again. Written into every file that leaves the workbench. */
export interface Passport {
  /** Version of the workbench. */
  readonly workbench: string
  /** sha-256 of each source, by source id. */
  readonly data: Readonly<Record<string, string>>
  /** Cells of all sources that were read as others than the files hold; absent where there are none. */
  readonly corrected?: number
  readonly analysis: { readonly id: string; readonly version: number }
  readonly options: Readonly<Record<string, unknown>>
  readonly seed: number
  /** The recipe's conditions, as written there; empty when all rows are in. */
  readonly filter: readonly unknown[]
  /** Lines of the recipe that leave people out of every analysis, as written there; absent where there are none. */
  readonly exclusions?: readonly unknown[]
  /** The number of rows behind the numbers. */
  readonly n: number | null
  /** The suppression rule, e.g. `{ min_group: 5 }`. */
  readonly rule: Values
  /** ISO 8601 of the run. */
  readonly date: string
}

/** Where all results of one run come from. */
export interface Provenance {
  /** Version of the workbench. */
  readonly workbench: string
  /** sha-256 of each source, by source id. */
  readonly data: Readonly<Record<string, string>>
  /** Cells of all sources that were read as others than the files hold. */
  readonly corrected?: number
  readonly seed: number
  /** Smallest group that is shown. */
  readonly minGroup: number
  /** Lines of the recipe that leave people out. */
  readonly exclusions?: readonly unknown[] | undefined
  /** ISO 8601 of the run. */
  readonly date: string
}

/** The passport of the tables and figures of one outcome. */
export function passportOf(
  outcome: AnalysisOutcome,
  { workbench, data, corrected = 0, seed, minGroup, exclusions = [], date }: Provenance,
): Passport {
  return {
    workbench,
    data,
    ...(corrected > 0 ? { corrected } : {}),
    analysis: { id: outcome.id, version: outcome.version },
    options: outcome.options,
    seed,
    filter: outcome.where,
    ...(exclusions.length === 0 ? {} : { exclusions }),
    n: outcome.nUsed,
    rule: { min_group: minGroup },
    date,
  }
}

/** One line for a PDF's keywords or a file's comment: `key=value; …`. */
export function passportLine(passport: Passport): string {
  return Object.entries(passport)
    .map(([key, value]) => `${key}=${typeof value === 'string' ? value : JSON.stringify(value)}`)
    .join('; ')
}
