import type { Base, DecidedBases } from '../core/base'
import { finite } from '../core/result'
import { baseId } from '../survey/bases'
import type { CountedRows, GroupTerm } from './rows'
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
  /** People who lack the answer or a score, those at withheld levels apart. */
  readonly incomplete: number
}

interface Tally {
  n: number
  readonly byAnswer: Map<number, number>
}

const levelId = (item: string, attribute: string, level: string): string => baseId(`${item} ${attribute}`, [level])

/**
 * The levels of each column to group by, for an item. Everybody belongs to one level of each column: who belongs to a withheld one no longer counts in the others, since
 * they leave the model.
 */
export function basesOfItem(rows: CountedRows, item: string, withheld: ReadonlySet<string>): readonly Base[] {
  const isIn = rowsWithout(rows, (term, level) => withheld.has(levelId(item, term.id, level)))
  return rows.terms.flatMap((term) =>
    tallyOf(rows, term, isIn).map(({ n, byAnswer }, index): Base => {
      const level = term.levels[index] ?? ''
      return {
        id: levelId(item, term.id, level),
        group: term.cells[index] ?? {},
        family: `${item} ${term.id}`,
        counts: [n],
        isUniform: byAnswer.size === 1,
      }
    }),
  )
}

/**
 * Which rows a model may use: those of nobody in a withheld level. A level at which everybody chose the lowest or the highest answer leaves as well, since its coefficient is
 * infinite and without it the others' estimates are what they tend to. (Where small groups are protected, such a level is withheld already.)
 */
export function rowsForModel(rows: CountedRows, item: string, { usable, withheld }: DecidedBases): ModelRows {
  const isIn = rowsWithout(rows, (term, level) => !usable.has(levelId(item, term.id, level)))
  const ended = new Map<string, LevelCount>()
  for (;;) {
    const levels = rows.terms.flatMap((term) =>
      tallyOf(rows, term, isIn).map((tally, index) => {
        const id = levelId(item, term.id, term.levels[index] ?? '')
        return { id, tally, count: ended.get(id) ?? levelCountOf(term, index, tally, withheld.get(id)) }
      }),
    )
    const [low, high] = endsOf(rows, isIn)
    const fresh = levels.flatMap(({ id, tally: { byAnswer }, count }) => {
      const [answer] = [...byAnswer.keys()]
      const isAtAnEnd = byAnswer.size === 1 && low < high && (answer === low || answer === high)
      const isAlone = rows.terms.find((term) => term.id === count.attribute)?.levels.length === 1
      return isAtAnEnd && !isAlone
        ? [{ id, count: { ...count, end: answer === low ? 'lowest' : 'highest' } as const }]
        : []
    })
    if (fresh.length === 0)
      return {
        levels: levels.map(({ count }) => count),
        isIn,
        leftOut: rows.counts.reduce((sum, count, row) => sum + (isIn[row] === 1 ? 0 : count), 0),
        incomplete: rows.incomplete
          .filter(({ levels: own }) =>
            own.every((level, position) => usable.has(levelId(item, rows.terms[position]?.id ?? '', level))),
          )
          .reduce((sum, { n }) => sum + n, 0),
      }
    for (const { id, count } of fresh) ended.set(id, count)
    const remaining = rowsWithout(rows, (term, level) => ended.has(levelId(item, term.id, level)))
    remaining.forEach((keeps, row) => {
      if (keeps === 0) isIn[row] = 0
    })
  }
}

/** @param left the base that the level was withheld by: the level keeps the count that it left with */
function levelCountOf(term: GroupTerm, index: number, { n, byAnswer }: Tally, left: Base | undefined): LevelCount {
  const share = left === undefined ? largest(byAnswer.values()) / n : left.isUniform === true ? 1 : Number.NaN
  return {
    attribute: term.id,
    level: term.levels[index] ?? '',
    cells: term.cells[index] ?? {},
    n: left === undefined ? n : (left.counts[0] ?? 0),
    largestShare: finite(share),
    end: null,
    isWithheld: left !== undefined,
  }
}

/** 1 for rows that are at none of the levels, by row. */
function rowsWithout(rows: CountedRows, isOut: (term: GroupTerm, level: string) => boolean): Uint8Array {
  const isIn = new Uint8Array(rows.counts.length).fill(1)
  for (const term of rows.terms) {
    const out = term.levels.map((level) => isOut(term, level))
    term.ofRow.forEach((level, row) => {
      if (out[level] === true) isIn[row] = 0
    })
  }
  return isIn
}

/** People at each level of a column. */
function tallyOf(rows: CountedRows, { ofRow, levels }: GroupTerm, isIn: Uint8Array): readonly Tally[] {
  const tallies = levels.map((): Tally => ({ n: 0, byAnswer: new Map() }))
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
