import { factorColumn, numericColumn, type Frame } from '../core/datasets'
import type { Label, Note } from '../core/words'
import { momentsOfCounts } from '../numeric/summary/summary'
import { cellName, rowsByCell } from './distribution'
import { groupIndex } from './groups'

/** How completely a dimension was answered in a group. */
export interface Completeness {
  /** Respondents who answered some items of it, but too few for a score. */
  readonly lost: number
  /** Scores that stand on fewer items than were asked. */
  readonly prorated: number
  /** Scores that stand on all items asked, and their mean; NaN when there is none. */
  readonly complete: number
  readonly completeMean: number
}

/** From this share of prorated scores on, readers are warned (Mazza, Enders & Ruehlman 2015, doi 10.1080/00273171.2015.1068157). */
const proratedShareToNote = 0.1

/**
 * Reads completeness off the frame of `valueCountsStatement`.
 * @param known keys of the groups, which the numbering follows
 */
export function readCompleteness(
  frame: Frame,
  columns: readonly string[],
  known: readonly (readonly string[])[],
): (group: number, dimension: string) => Completeness {
  const { ofRow } = groupIndex(frame, columns, known)
  const outcome = factorColumn(frame, 'outcome')
  const [value, answered, asked, n] = ['value', 'answered', 'asked', 'n'].map((id) => numericColumn(frame, id))
  const cells = new Map<string, Completeness>()
  for (const [name, rows] of rowsByCell(ofRow, outcome.codes, outcome.levels)) {
    const people = (matches: (row: number) => boolean): number =>
      rows.reduce((sum, row) => sum + (matches(row) ? (n?.[row] ?? 0) : 0), 0)
    const isScored = (row: number): boolean => !Number.isNaN(value?.[row] ?? Number.NaN)
    const isComplete = (row: number): boolean => isScored(row) && answered?.[row] === asked?.[row]
    const complete = rows.filter(isComplete)
    cells.set(name, {
      lost: people((row) => !isScored(row) && (answered?.[row] ?? 0) > 0),
      prorated: people((row) => isScored(row) && !isComplete(row)),
      complete: people(isComplete),
      completeMean: momentsOfCounts({
        values: complete.map((row) => value?.[row] ?? Number.NaN),
        counts: complete.map((row) => n?.[row] ?? 0),
      }).mean,
    })
  }
  return (group, id) =>
    cells.get(cellName(group, id)) ?? { lost: 0, prorated: 0, complete: 0, completeMean: Number.NaN }
}

/** The notes on completeness, one each: which dimensions lost respondents, and in which many scores are prorated. */
export function completenessNotes(
  dimensions: readonly {
    readonly dimension: string
    readonly groups: readonly Pick<Completeness, 'lost' | 'prorated' | 'complete'>[]
  }[],
): readonly Note[] {
  const lost: Label[] = []
  const prorated: Label[] = []
  for (const { dimension, groups } of dimensions) {
    const total = (of: (group: Pick<Completeness, 'lost' | 'prorated' | 'complete'>) => number): number =>
      groups.reduce((sum, group) => sum + of(group), 0)
    const without = total((group) => group.lost)
    const partial = total((group) => group.prorated)
    const share = partial / (partial + total((group) => group.complete))
    if (without > 0)
      lost.push({ message: 'survey:dimension-with', values: { dimension: { dimension }, number: { people: without } } })
    if (share > proratedShareToNote)
      prorated.push({
        message: 'survey:dimension-with',
        values: { dimension: { dimension }, number: { value: share, as: 'percent' } },
      })
  }
  return [
    ...(lost.length === 0
      ? []
      : [{ code: 'survey:scores-lost', level: 'info', about: { dimensions: { list: lost } } } as const]),
    ...(prorated.length === 0
      ? []
      : [
          {
            code: 'survey:prorated',
            level: 'warning',
            about: { dimensions: { list: prorated }, limit: { value: proratedShareToNote, as: 'percent' } },
          } as const,
        ]),
  ]
}
