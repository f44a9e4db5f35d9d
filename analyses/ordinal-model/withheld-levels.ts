import type { SurveyDataset } from '../core/datasets'
import { buildTable, tableRecords, type TableRow } from '../core/result'
import { keyColumns } from '../survey/groups'
import { protectTables } from '../disclosure/suppression'
import { groupsTable, outcomeColumn } from './declarations'
import type { CountedRows } from './rows'
import { largest } from '../numeric/summary/extremes'

/** A level of a column to group by, as the table of groups has it. */
export interface LevelCount {
  readonly attribute: string
  readonly level: string
  readonly cells: Readonly<Record<string, string>>
  readonly n: number
  /** Share of the commonest answer; null without answers. */
  readonly largestShare: number | null
  /** Everybody chose the item's lowest, or highest, answer: the coefficient is infinite. */
  readonly end: 'lowest' | 'highest' | null
  readonly isWithheld: boolean
}

export interface ModelRows {
  readonly levels: readonly LevelCount[]
  /** 1 for rows that the model may use, by row. */
  readonly isIn: Uint8Array
  /** People left out since their group is withheld, or stands at an end. */
  readonly leftOut: number
}

interface Tally {
  n: number
  readonly byAnswer: Map<number, number>
}

/**
 * Which rows a model may use. Levels that disclosure control withholds leave the model with all who belong to them: beside those that are shown, coefficients and
 * fit would tell of them. That makes other levels smaller, so it is repeated until nothing changes. Without protection a level at which everybody chose the lowest
 * or the highest answer leaves as well, since its coefficient is infinite and without it the others' estimates are what they tend to.
 */
export function rowsForModel(
  rows: CountedRows,
  outcome: string,
  columns: readonly string[],
  dataset: SurveyDataset,
  minGroup: number,
): ModelRows {
  const isIn = new Uint8Array(rows.counts.length).fill(1)
  const tallied = rows.terms.map((term) => tallyOf(rows, term.ofRow, term.levels.length, isIn))
  const gone = rows.terms.map((term) => term.levels.map(() => false))
  const ended = rows.terms.map((term) => term.levels.map((): LevelCount['end'] => null))
  for (let changed = true; changed;) {
    changed = false
    rows.terms.forEach((term, position) => {
      const fresh = tallyOf(rows, term.ofRow, term.levels.length, isIn)
      fresh.forEach((tally, level) => {
        // A level that left keeps the count it left with.
        if (gone[position]?.[level] !== true && ended[position]?.[level] === null)
          (tallied[position] as Tally[])[level] = tally
      })
    })
    const [low, high] = endsOf(rows, isIn)
    const drop = (position: number, level: number): void => {
      const term = rows.terms[position]
      term?.ofRow.forEach((own, row) => {
        if (own === level) isIn[row] = 0
      })
      changed = true
    }
    for (const [position, level] of withheldIn(rows, tallied, outcome, columns, dataset, minGroup)) {
      if (gone[position]?.[level] !== false) continue
      ;(gone[position] as boolean[])[level] = true
      drop(position, level)
    }
    if (!changed && minGroup <= 1) {
      rows.terms.forEach((term, position) => {
        if (term.levels.length < 2) return
        tallied[position]?.forEach(({ n, byAnswer }, level) => {
          if (n === 0 || byAnswer.size > 1 || ended[position]?.[level] !== null || low === high) return
          const [answer] = [...byAnswer.keys()]
          if (answer !== low && answer !== high) return
          ;(ended[position] as LevelCount['end'][])[level] = answer === low ? 'lowest' : 'highest'
          drop(position, level)
        })
      })
    }
  }
  const levels = rows.terms.flatMap((term, position) =>
    term.levels.map((level, index): LevelCount => {
      const tally = tallied[position]?.[index] ?? { n: 0, byAnswer: new Map<number, number>() }
      return {
        attribute: term.id,
        level,
        cells: term.cells[index] ?? {},
        n: tally.n,
        largestShare: tally.n > 0 ? largest(tally.byAnswer.values()) / tally.n : null,
        end: ended[position]?.[index] ?? null,
        isWithheld: gone[position]?.[index] === true,
      }
    }),
  )
  return { levels, isIn, leftOut: rows.counts.reduce((sum, count, row) => sum + (isIn[row] === 1 ? 0 : count), 0) }
}

function tallyOf(rows: CountedRows, ofRow: Int32Array, levels: number, isIn: Uint8Array): Tally[] {
  const tallies = Array.from({ length: levels }, (): Tally => ({ n: 0, byAnswer: new Map() }))
  ofRow.forEach((level, row) => {
    const tally = tallies[level]
    if (tally === undefined || isIn[row] !== 1) return
    const count = rows.counts[row] ?? 0
    const answer = rows.response[row] ?? 0
    tally.n += count
    tally.byAnswer.set(answer, (tally.byAnswer.get(answer) ?? 0) + count)
  })
  return tallies
}

function endsOf({ response }: CountedRows, isIn: Uint8Array): readonly [number, number] {
  let low = Number.POSITIVE_INFINITY
  let high = Number.NEGATIVE_INFINITY
  response.forEach((answer, row) => {
    if (isIn[row] !== 1) return
    low = Math.min(low, answer)
    high = Math.max(high, answer)
  })
  return [low, high]
}

/** Places [term, level] that the table of groups withholds. */
function withheldIn(
  rows: CountedRows,
  tallied: readonly (readonly Tally[])[],
  outcome: string,
  columns: readonly string[],
  dataset: SurveyDataset,
  minGroup: number,
): readonly (readonly [number, number])[] {
  if (minGroup <= 1) return []
  const places = rows.terms.flatMap((term, position) => term.levels.map((_, level) => [position, level] as const))
  const table = buildTable(
    'groups',
    groupsTable,
    [...keyColumns(columns), outcomeColumn],
    places.map(([position, level]): TableRow => {
      const term = rows.terms[position]
      const tally = tallied[position]?.[level]
      const n = tally?.n ?? 0
      return {
        ...term?.cells[level],
        outcome,
        attribute: term?.id ?? '',
        level: term?.levels[level] ?? '',
        n,
        largest_share: n > 0 ? largest(tally?.byAnswer.values() ?? []) / n : null,
      }
    }),
  )
  const [shown] = protectTables([table], minGroup, dataset)
  return shown === undefined
    ? []
    : tableRecords(shown).flatMap(({ index, withheld }) =>
        withheld.has('n') ? [places[index] as readonly [number, number]] : [],
      )
}
