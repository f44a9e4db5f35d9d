import type { TableHead } from '../readers/reader'
import { logPart, seriesFacts, storedLog, type LogReport } from './log'
import { matchLog, type LogColumns } from './log-columns'
import type { LogShape, Timed } from './log-fields'
import { logClues, type LogClues } from './log-recognition'
import type { AnySource, Clues, Fact, Storage } from './source'
import type { Fields } from '../core/fields'
import type { DataPart } from './parts'

/** What every kind of log has in common: its rows become series. */
export const logKind = (
  fields: Fields,
  shape: LogShape,
): {
  readonly opens: 'series'
  readonly stored: Storage
  match(head: TableHead, source: AnySource & Timed): LogColumns
  part(report: LogReport): DataPart
  facts(report: LogReport): readonly Fact[]
} => ({
  opens: 'series',
  stored: storedLog(shape.table),
  match: (head, source) => matchLog(head, source, fields, shape),
  part: (report) => logPart(report, shape.table),
  facts: seriesFacts,
})

/** Recognises a kind of log by what a file says as a log, if it is one. */
export const inLogs =
  <Found>(recognise: (found: LogClues, clues: Clues) => Found | null) =>
  (clues: Clues): Found | null => {
    const found = logClues(clues)
    return found === null ? null : recognise(found, clues)
  }
