import type { AbortState } from '../core/errors'
import { eliminateFew, type Derived } from './elimination'
import type { People } from './people'
import { readPublished, type Published } from './reading'
import { certainAnswers, keyOf, type Certain } from './samples'
import type { Origin, Statement } from './statements'

/** What an attack on everything that a project publishes came to. */
export interface Findings {
  /** Numbers that were read as sums over people. */
  readonly statements: number
  /** Rows of tables that are sums over people and could not be read. */
  readonly unread: readonly Origin[]
  /** Combinations of published numbers about fewer people than the smallest group. */
  readonly derived: readonly Derived[]
  /** Answers of few that are the same in every sample that agrees with what is published. */
  readonly certain: readonly Certain[]
  /** Numbers of people below the smallest group that are told. */
  readonly counted: readonly Origin[]
  /** False where there was too much to look through all of it. */
  readonly isComplete: boolean
}

export interface AttackRule {
  /** The smallest group. */
  readonly minGroup: number
  /** A value that this many people share tells of nobody. */
  readonly minCell: number
}

/** The rule that an attack holds a project to: where disclosure control is off, that nothing follows about a single person. */
export const attackRule = (minGroup: number): AttackRule => ({ minGroup: Math.max(2, minGroup), minCell: 3 })

/** Attacks everything that a project publishes, as somebody would who has the tables and knows nothing else; what is found is held against the raw data. */
export function attack(
  published: readonly Published[],
  people: People,
  { minGroup, minCell }: AttackRule,
  hooks: { readonly abort: AbortState; readonly progress?: (share: number) => void },
): Findings {
  const { abort, progress = () => undefined } = hooks
  const { statements, described, unread } = readPublished(published, people)
  const { derived, isComplete } = eliminateFew(people, statements, minGroup, {
    abort,
    progress: (share) => progress(0.8 * share),
  })
  const certain = certainAnswers(people, described, minCell, countsOf(statements), abort)
  progress(1)
  return {
    statements: statements.length,
    unread,
    derived,
    certain,
    counted: smallCounts(published, minGroup),
    isComplete,
  }
}

/** Counts of single levels that are shown, by the values that they are of. */
function countsOf(statements: readonly Statement[]): ReadonlyMap<string, ReadonlyMap<number, number>> {
  const counts = new Map<string, Map<number, number>>()
  for (const { parts, published } of statements) {
    const [part] = parts
    if (part === undefined || !part.measure.startsWith('value ')) continue
    const key = keyOf({ outcome: part.unknown, rows: part.rows })
    const own = counts.get(key) ?? new Map<number, number>()
    own.set(Number(part.measure.slice(6)), Math.round(published))
    counts.set(key, own)
  }
  return counts
}

/** Cells that tell of 1 … minGroup − 1 people, among the columns that count those whom a row stands on. */
function smallCounts(published: readonly Published[], minGroup: number): readonly Origin[] {
  return published.flatMap(({ as, tables }) =>
    tables.flatMap((table) => {
      const { protection } = table
      if (protection.kind !== 'counts') return []
      return protection.counts.flatMap((column) => {
        const at = table.columns.findIndex(({ id }) => id === column)
        return table.rows.flatMap((row, index): readonly Origin[] => {
          const n = row[at]
          return typeof n === 'number' && n > 0 && n < minGroup ? [{ as, table: table.id, row: index, column }] : []
        })
      })
    }),
  )
}
