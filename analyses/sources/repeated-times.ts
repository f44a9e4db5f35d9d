import { numericColumn, quoteName } from '../core/datasets'
import type { Database } from '../core/database'
import { passagesOf, type Passages, type RepeatedTime } from '../series/repeated-hour'

/** A row whose time happened twice, as it is kept until the rows after it are known. */
export interface RepeatedRow extends RepeatedTime {
  readonly row: number
  readonly line: number
  /** Column of the time, and what stands in it. */
  readonly column: number
  readonly written: string
}

/** What became of such a row. */
export interface ReadRepeat {
  readonly repeat: RepeatedRow
  readonly isLater: boolean
  /** The rows around it show which hour was meant. */
  readonly isDecided: boolean
}

/** The times of every series in the order of the rows, so that those which happened twice can be read by what stands around them. */
export interface RepeatedTimes {
  /** Takes a time that happened once. */
  once(series: number, time: number): void
  /** Takes a time that happened twice. */
  twice(series: number, repeat: RepeatedRow): void
  /** Once all rows are known; the same list each time. */
  read(): readonly ReadRepeat[]
  /** Rows that lie before the row before in their series. */
  unordered(): number
}

/** Rows of one night that follow each other in a series. */
interface Run {
  readonly before: number
  after: number
  readonly repeats: RepeatedRow[]
}

interface Series {
  /** Last time that happened once; NaN before the first. */
  last: number
  run: Run | null
  rises: number
  falls: number
  repeats: number
  /** The step of most neighbours to within a tenth, if there is one, and by how many votes it leads (Boyer and Moore 1981). */
  step: number
  votes: number
}

/** Times of two nights are further apart. */
const longestNight = 4 * 3_600_000

/** @param hasReadings the rows are readings, of which a series has one at a time, and not events */
export function collectTimes(hasReadings: boolean): RepeatedTimes {
  const seriesByCode: (Series | undefined)[] = []
  const runs: (readonly [Series, Run])[] = []
  let unordered = 0
  let outcome: readonly ReadRepeat[] | null = null
  const seriesAt = (code: number): Series =>
    (seriesByCode[code] ??= { last: Number.NaN, run: null, rises: 0, falls: 0, repeats: 0, step: Number.NaN, votes: 0 })

  function read(): readonly ReadRepeat[] {
    return runs.flatMap(([series, run]) => {
      const { repeats, before, after } = run
      const isNewestFirst = falls(series, run)
      const ordered = isNewestFirst ? repeats.toReversed() : repeats
      const habits = {
        step: usualStep(series, run),
        isRepeatUnusual: hasReadings && series.repeats <= series.rises + series.falls,
      }
      const passages = isNewestFirst
        ? passagesOf(ordered, after, before, habits)
        : passagesOf(ordered, before, after, habits)
      const { isLater, isDecided } = hasDirection(series, run) ? passages : eitherWay(passages, ordered, habits)
      const found = ordered.map((repeat, index) => ({ repeat, isLater: isLater[index] === true, isDecided }))
      const inRows = isNewestFirst ? found.toReversed() : found
      let previous = before
      for (const { repeat, isLater: isSecond } of inRows) {
        const time = isSecond ? repeat.later : repeat.earlier
        if (time < previous) unordered += 1
        previous = time
      }
      if (after < previous) unordered += 1
      return inRows
    })
  }

  return {
    once(code, time) {
      const series = seriesAt(code)
      if (series.run === null) {
        countStep(series, time - series.last)
        if (time < series.last) unordered += 1
      } else {
        series.run.after = time
        series.run = null
      }
      series.last = time
    },
    twice(code, repeat) {
      const series = seriesAt(code)
      const previous = series.run?.repeats.at(-1)
      if (previous === undefined || Math.abs(repeat.earlier - previous.earlier) > longestNight) {
        series.run = { before: series.last, after: Number.NaN, repeats: [] }
        runs.push([series, series.run])
      }
      series.run?.repeats.push(repeat)
    },
    read: () => (outcome ??= read()),
    unordered: () => unordered,
  }
}

function countStep(series: Series, step: number): void {
  if (Number.isNaN(step)) return
  if (step === 0) {
    series.repeats += 1
    return
  }
  if (step > 0) series.rises += 1
  else series.falls += 1
  const length = Math.abs(step)
  if (series.votes === 0) series.step = length
  series.votes += Math.abs(length - series.step) <= 0.1 * series.step ? 1 : -1
}

/** Whether anything but the rows of the night themselves says which row is the newest. */
const hasDirection = ({ rises, falls: down }: Series, { before, after }: Run): boolean =>
  rises !== down || !Number.isNaN(before) || !Number.isNaN(after)

/** What the rows of a night show by themselves is decided only where the newest may stand first or last, and the same is shown. */
function eitherWay(
  passages: Passages,
  ordered: readonly RepeatedRow[],
  habits: Parameters<typeof passagesOf>[3],
): Passages {
  if (!passages.isDecided) return passages
  const turned = passagesOf(ordered.toReversed(), Number.NaN, Number.NaN, habits)
  const isAlike = turned.isDecided && turned.isLater.toReversed().every((each, row) => each === passages.isLater[row])
  return isAlike ? passages : { isLater: ordered.map(() => false), isDecided: false }
}

/** Whether the newest row stands first; where no other rows say so, those of the night do. */
function falls({ rises, falls: down }: Series, { before, after, repeats }: Run): boolean {
  if (rises !== down) return down > rises
  const first = repeats[0]
  const last = repeats.at(-1)
  if (first !== undefined && !Number.isNaN(before)) return before > first.earlier
  if (last !== undefined && !Number.isNaN(after)) return after < last.earlier
  let balance = 0
  for (const [index, { earlier }] of repeats.entries())
    balance += Math.sign(earlier - (repeats[index - 1]?.earlier ?? earlier))
  return balance < 0
}

/** With as few steps the votes of a log are chance. */
const fewSteps = 4

/** The step between most rows of the series; in a short log, the one that rows of the night have in common. */
function usualStep({ rises, falls: down, step, votes }: Series, { before, after, repeats }: Run): number {
  const steps = rises + down
  if (steps > fewSteps) return votes >= Math.max(fewSteps, steps / 5) ? step : Number.NaN
  const counts = new Map<number, number>()
  const add = (length: number): void => {
    if (length > 0) counts.set(length, (counts.get(length) ?? 0) + 1)
  }
  for (const [index, { earlier }] of repeats.entries())
    add(Math.abs(earlier - (repeats[index - 1]?.earlier ?? earlier)))
  const ends = [repeats[0], repeats.at(-1)]
  for (const [index, time] of [before, after].entries()) {
    const repeat = ends[index]
    if (repeat !== undefined && !Number.isNaN(time))
      add(time < repeat.later ? repeat.earlier - time : time - repeat.later)
  }
  const [most] = [...counts].sort(([a, n], [b, m]) => m - n || a - b)
  return most !== undefined && most[1] > 1 ? most[0] : Number.NaN
}

/** Puts the times of the second hour where those of the first were stored. @returns the earliest and latest time of all staged rows; null where nothing was put right */
export async function storeSecondHour(
  database: Database,
  staged: string,
  read: readonly ReadRepeat[],
  columns: { readonly time: string; readonly end: string | null },
): Promise<{ readonly first: number; readonly last: number } | null> {
  const second = read.filter(({ isLater }) => isLater).map(({ repeat }) => repeat)
  if (second.length === 0) return null
  const table = `${staged} second hour`
  const time = quoteName(columns.time)
  const last = columns.end === null ? time : quoteName(columns.end)
  await database.execute(`DROP TABLE IF EXISTS ${quoteName(table)}`)
  try {
    await database.insert(table, {
      rowCount: second.length,
      columns: [
        { kind: 'integer', id: '_row', values: Int32Array.from(second, ({ row }) => row) },
        { kind: 'time', id: 'time', values: Float64Array.from(second, ({ later }) => later) },
        { kind: 'time', id: 'end', values: Float64Array.from(second, ({ endIfLater }) => endIfLater) },
      ],
    })
    const end = columns.end === null ? '' : `, ${last} = coalesce(second."end", ${last})`
    await database.execute(
      `UPDATE ${quoteName(staged)} AS staged SET ${time} = second."time"${end} FROM ${quoteName(table)} AS second WHERE staged."_row" = second."_row"`,
    )
  } finally {
    await database.execute(`DROP TABLE IF EXISTS ${quoteName(table)}`)
  }
  const frame = await database.frame(
    `SELECT min(${time})::DOUBLE AS first, max(${last})::DOUBLE AS last FROM ${quoteName(staged)}`,
  )
  return { first: numericColumn(frame, 'first')[0] ?? Number.NaN, last: numericColumn(frame, 'last')[0] ?? Number.NaN }
}
