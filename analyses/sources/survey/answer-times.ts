import { answerTimeColumns } from '../../core/datasets'
import type { InsertColumn } from '../../core/database'
import { recogniseTool } from '../../survey-tools/registry'
import { hasName } from '../../survey-tools/survey-tool'
import type { CellBlock, OpenTable, TableHead } from '../../readers/reader'
import { detectTimeFormat } from '../../series/time-format'
import type { TimeCell, TimeFormat } from '../../series/time-text'
import { createNumberReader, type NumberReader } from '../column-numbers'
import { readNumberCell, readTimeCell } from '../log-cells'
import { filledCells } from '../recognition'

/** Columns in which survey tools write when a row was begun and sent and how long it took, by their headers in lower case, the surest first. */
const headers = {
  started: [/^(startdate|start ?date|start time|starttime|date started|starttidspunkt|starttid|startdate\. .*)$/],
  ended: [
    /^(enddate|end ?date|end time|completion time|fullføringstidspunkt|slutförandetid|fuldførelsestidspunkt)$/,
    /^(recordeddate|submitdate|date submitted|submitdate\. .*)$/,
    /^(\$?created|\$?submitted|date created|timestamp|tidsmerke|tidstämpel|tidsstempel)$/,
  ],
  seconds: [/^(duration \(in seconds\)|interviewtime|interviewtime\. .*|total time|\$answer_time_ms)$/],
} as const

/** How the times of a column are read; the order of day and month is not known where the cells leave it open. */
interface MomentColumn {
  readonly index: number
  readonly format: TimeFormat
  readonly isCertain: boolean
  values: Float64Array
}

interface DurationColumn {
  readonly index: number
  readonly numbers: NumberReader
  /** The column's unit in seconds. */
  readonly unit: number
  values: Float64Array
}

/** The times of the rows of an export while they are gathered: read as numbers, and never kept as texts. */
export interface AnswerTimes {
  readonly started: MomentColumn | null
  readonly ended: MomentColumn | null
  readonly seconds: DurationColumn | null
}

/**
 * The columns of times of an export, by the headers of survey tools. Columns that hold something else already are left alone.
 * @param taken columns, from 0, that are read as something else
 * @param room rows that the columns have room for at first
 */
export function findAnswerTimes(head: TableHead, taken: ReadonlySet<number>, room: number): AnswerTimes {
  const find = (patterns: readonly RegExp[]): number => {
    for (const pattern of patterns) {
      const index = head.columns.findIndex((column, place) => !taken.has(place) && hasName(column, pattern))
      if (index >= 0) return index
    }
    return -1
  }
  const moment = (patterns: readonly RegExp[]): MomentColumn | null => {
    const index = find(patterns)
    if (index < 0) return null
    const found = detectTimeFormat(filledCells(head, index), undefined)
    if (found === null) return null
    // The difference of two times of one day is the same whichever number is the month.
    const format = found === 'ambiguous' ? 'day-first' : found
    return { index, format, isCertain: found !== 'ambiguous', values: new Float64Array(room) }
  }
  const index = find(headers.seconds)
  return {
    started: recogniseTool(head) === null ? null : moment(headers.started),
    ended: recogniseTool(head) === null ? null : moment(headers.ended),
    seconds:
      index < 0
        ? null
        : {
            index,
            numbers: createNumberReader(head, index),
            unit: /_ms$/i.test(head.columns[index]?.name ?? '') ? 0.001 : 1,
            values: new Float64Array(room),
          },
  }
}

/** Columns, from 0, whose cells are looked at. */
export const timeCells = ({ started, ended, seconds }: AnswerTimes): readonly number[] =>
  [started, ended, seconds].flatMap((column) => (column === null ? [] : [column.index]))

const cell: TimeCell = { milliseconds: 0, isAbsolute: false }

/** Reads the times of a block behind the rows that wait. What is no time is NaN. */
export function readAnswerTimes(
  { started, ended, seconds }: AnswerTimes,
  block: CellBlock,
  pending: number,
  { decode }: Pick<OpenTable, 'decode'>,
): void {
  for (const column of [started, ended]) {
    if (column === null) continue
    for (let row = 0; row < block.rowCount; row += 1) {
      readTimeCell(block, row, column.index, column.format, decode, cell)
      column.values[pending + row] = cell.milliseconds
    }
  }
  if (seconds === null) return
  for (let row = 0; row < block.rowCount; row += 1) {
    const value = readNumberCell(block, row, seconds.index, seconds.numbers, decode)
    seconds.values[pending + row] = value === 'unreadable' ? Number.NaN : value * seconds.unit
  }
}

/** A row that is used moves up to the rows that wait. */
export function moveAnswerTimes(times: AnswerTimes, from: number, to: number): void {
  for (const column of [times.started, times.ended, times.seconds])
    if (column !== null) column.values[to] = column.values[from] as number
}

/** The times of the rows that are handed on. A moment whose day and month could be exchanged is not among them; how long the answering took is. */
export function answerTimesBatch({ started, ended, seconds }: AnswerTimes, rowCount: number): readonly InsertColumn[] {
  const column = (id: string, values: Float64Array): InsertColumn => ({ kind: 'numeric', id, values })
  const durations =
    seconds === null && started !== null && ended !== null
      ? Float64Array.from(
          { length: rowCount },
          (_, row) => ((ended.values[row] as number) - (started.values[row] as number)) / 1000,
        )
      : (seconds?.values.subarray(0, rowCount) ?? null)
  return [
    ...(started?.isCertain === true ? [column(answerTimeColumns.started, started.values.subarray(0, rowCount))] : []),
    ...(ended?.isCertain === true ? [column(answerTimeColumns.ended, ended.values.subarray(0, rowCount))] : []),
    ...(durations === null ? [] : [column(answerTimeColumns.seconds, durations)]),
  ]
}
