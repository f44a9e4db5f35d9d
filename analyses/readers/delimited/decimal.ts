import { otherMark, shownMark } from '../decimal-mark'
import type { DecimalMark, HeaderColumn, NumberStyle, SampleRecord } from '../reader'
import type { Delimiter } from './settings'

/** What the cells of a column show of its decimal mark. */
interface Votes {
  readonly clear: Record<DecimalMark, number>
  /** Such as `1,250`, which could be a thousand and more. */
  readonly unclear: Record<DecimalMark, number>
  /** Cells in which the mark sets thousands apart beyond doubt, and those in which it stands before decimals. */
  readonly thousands: Record<DecimalMark, number>
  readonly decimals: Record<DecimalMark, number>
  whole: number
}

/**
 * The decimal mark of a file and of each of its columns. It belongs to the column, since tools write fields that they calculate with a point beside answers with a
 * comma. Cells that could be thousands are decided by the other cells of their column, then by columns in which their mark sets thousands apart beyond doubt; where none
 * of these shows it, the style says that its mark is assumed.
 */
export function decimalOf(
  columns: readonly HeaderColumn[],
  sample: readonly SampleRecord[],
  delimiter: Delimiter,
): { readonly mark: DecimalMark; readonly columns: readonly HeaderColumn[] } {
  const votes = columns.map((_, index) => votesOf(sample, index))
  const usual: DecimalMark = delimiter === ';' ? ',' : '.'
  const sum = (count: (column: Votes) => number): number => votes.reduce((total, column) => total + count(column), 0)
  const mark =
    larger(
      sum(({ clear }) => clear[',']),
      sum(({ clear }) => clear['.']),
    ) ??
    larger(
      sum(({ unclear }) => unclear[',']),
      sum(({ unclear }) => unclear['.']),
    ) ??
    usual
  const setsThousands = (each: DecimalMark): boolean =>
    sum(({ thousands }) => thousands[each]) > 0 && sum(({ decimals }) => decimals[each]) === 0
  return {
    mark,
    columns: columns.map((column, index) => ({
      ...column,
      numbers: styleOf(votes[index] as Votes, mark, usual, setsThousands),
    })),
  }
}

function styleOf(
  { clear, unclear, thousands, whole }: Votes,
  mark: DecimalMark,
  usual: DecimalMark,
  setsThousands: (mark: DecimalMark) => boolean,
): NumberStyle {
  const shown = larger(clear[','], clear['.'])
  if (shown !== null) {
    const other = otherMark[shown]
    const showsThousands = thousands[other] > 0 && clear[other] === 0
    return { mark: shown, isStrict: false, ...(showsThousands ? { thousands: other } : {}) }
  }
  if (clear[','] > 0) return { mark, isStrict: false }
  const only = unclear[','] > 0 === unclear['.'] > 0 ? null : larger(unclear[','], unclear['.'])
  if (only !== null && setsThousands(only)) return { mark: otherMark[only], isStrict: false, thousands: only }
  // Thousands come with smaller numbers beside them; numbers that all have three decimals were rounded to them.
  const isLikely = only !== null && (whole === 0 || only === usual)
  return { mark: isLikely ? only : mark, isStrict: false, isAssumed: true }
}

function larger(commas: number, points: number): DecimalMark | null {
  return commas === points ? null : commas > points ? ',' : '.'
}

function votesOf(sample: readonly SampleRecord[], index: number): Votes {
  const votes: Votes = {
    clear: { ',': 0, '.': 0 },
    unclear: { ',': 0, '.': 0 },
    thousands: { ',': 0, '.': 0 },
    decimals: { ',': 0, '.': 0 },
    whole: 0,
  }
  for (const { cells } of sample) {
    const cell = cells[index] ?? ''
    const shown = shownMark(cell)
    if (shown !== null) {
      votes[shown.isClear ? 'clear' : 'unclear'][shown.mark] += 1
      if (shown.thousands !== undefined) votes.thousands[shown.thousands] += 1
      else if (shown.isClear) votes.decimals[shown.mark] += 1
    } else if (/^\s*[-+]?\d+\s*$/.test(cell)) votes.whole += 1
  }
  return votes
}
