import { useCallback, useMemo, useState } from 'react'
import { dayOf } from '../../../../analyses/core/days'
import type { Correction } from '../../../../analyses/sources/corrections'
import type { RowQuery } from '../../../../analyses/sources/grid/query'
import { sourceOf } from '../../../../analyses/sources/registry'
import { correctCell } from '../../../state/corrections'
import { dataKindOf } from '../../../state/data-kinds'
import type { ProjectSource } from '../../../state/project'
import type { RowLooks, RowScope } from '../../../state/row-looks'
import type { SourceReading, SourceState } from '../../../state/session'
import { useSpeaker, useSurroundings, useWords, useWorkbench, useWorkbenchState } from '../../workbench-context'
import { createCellSpeaker, type CellSpeaker } from './cell-words'
import type { ShownCell } from './rows-grid'
import { useRowOrder, type RowOrder } from './use-row-order'
import { useRowPages, type CellLook, type RowRange } from './use-row-pages'
import { useSummaries, type Summaries } from './use-summaries'

const nowhere: RowRange = { first: 0, end: 0 }

/** The rows of a source as they are shown, and what can be done with their cells. */
export interface SourceRows {
  readonly looks: RowLooks
  readonly order: RowOrder
  readonly cellSpeaker: CellSpeaker
  readonly summaryOf: Summaries['of']
  /** What hinders some of the cells or summaries in sight; null where nothing does. */
  readonly problem: SourceState['problem']
  /** Reads again what could not be read. */
  readonly again: () => void
  readonly look: (place: number, column: number) => CellLook
  readonly onRange: (rows: RowRange, columns: RowRange) => void
  /** What stands in the file is at hand. */
  readonly hasFile: boolean
  cell(place: number, column: number): ShownCell
  /** What is read in a cell, to be edited; null where it cannot be. */
  editable(place: number, column: number): string | null
  edit(place: number, column: number, text: string): void
}

export function useSourceRows(
  entry: ProjectSource,
  reading: SourceReading,
  scope: RowScope,
  query: RowQuery,
  /** The file is being read again, so that the engine may not have the last corrections yet. */
  isReading: boolean,
): SourceRows {
  const workbench = useWorkbench()
  const { rows: looks } = useSurroundings().context
  const { source } = entry
  const { report, sample, columns: uses } = reading
  const { hash } = useWorkbenchState(({ session }) => session[dataKindOf(source.kind)])
  const [ranges, setRanges] = useState({ rows: nowhere, columns: nowhere })
  const hasFile = scope === 'file' || sourceOf(source.kind).stored.keepsRowNumbers === true
  const key = JSON.stringify([source.id, scope, query, report?.sha256, hash, uses.length])
  const order = useRowOrder(looks, entry, { uses, report, scope, query, firstRows: sample.length }, key)
  const { columns, rowAt } = order
  const isHeadOnly = order.problem !== null
  const pageLooks = useMemo((): RowLooks => {
    if (isHeadOnly)
      return { ...looks, inFile: (_, rows, places) => Promise.resolve(firstRowsOf(reading, rows, places)) }
    return hasFile ? looks : { ...looks, inFile: () => Promise.resolve(null) }
  }, [looks, hasFile, isHeadOnly, reading])
  const cells = useRowPages(pageLooks, entry, order, ranges.rows, ranges.columns)
  const look = cells.at
  const summaries = useSummaries(looks, entry, columns, query, order.version, ranges.columns)
  const corrections = useMemo(
    () => new Map((source.corrections ?? []).map((each) => [`${each.row} ${each.column}`, each])),
    [source.corrections],
  )
  const correctionAt = (place: number, column: number): Correction | undefined =>
    hasFile ? corrections.get(`${rowAt(place)} ${columns[column]?.header ?? ''}`) : undefined
  const cellSpeaker = useCellSpeaker(entry)
  const cell = useShownCells(order, cellSpeaker, look, correctionAt, scope, isReading)
  return {
    looks,
    order,
    cellSpeaker,
    summaryOf: summaries.of,
    problem: cells.problem ?? summaries.problem,
    again: () => {
      cells.again()
      summaries.again()
    },
    look,
    hasFile,
    onRange: useCallback((rows, shown) => setRanges({ rows, columns: shown }), []),
    cell,
    editable: (place, at) => (hasFile && !isHeadOnly ? (correctionAt(place, at)?.to ?? look(place, at).raw) : null),
    edit: (place, at, text) => {
      const column = columns[at]
      const { raw } = look(place, at)
      const to = text.replace(/\s+/gu, ' ').trim()
      if (column === undefined || raw === null || to === (correctionAt(place, at)?.to ?? raw)) return
      const correction = { row: rowAt(place), column: column.header, from: raw, to, on: dayOf(new Date()) }
      workbench.change((project) => correctCell(project, source.id, correction))
    },
  }
}

function useCellSpeaker({ source }: ProjectSource): CellSpeaker {
  const words = useWords()
  const speaker = useSpeaker()
  const instrument = useWorkbenchState(({ session }) => session.instrument.instrument)
  const zone = typeof source['time_zone'] === 'string' ? source['time_zone'] : 'UTC'
  return useMemo(
    () => createCellSpeaker(words, speaker, instrument, source.id, zone),
    [words, speaker, instrument, source.id, zone],
  )
}

/** A cell with what was understood and, where that is something else, what stands in the file. */
function useShownCells(
  { columns, rowAt }: RowOrder,
  cellSpeaker: CellSpeaker,
  look: (place: number, column: number) => CellLook,
  correctionAt: (place: number, column: number) => Correction | undefined,
  scope: RowScope,
  isReading: boolean,
): (place: number, column: number) => ShownCell {
  const words = useWords()
  return (place, at) => {
    const column = columns[at]
    const { stored, raw, isStoredKnown } = look(place, at)
    const correction = correctionAt(place, at)
    const isCorrected = correction !== undefined
    if (column === undefined) return { text: '', raw: null, isCorrected, title: '' }
    const where = words('rows.cell', { row: rowAt(place), header: column.header })
    const inFile = raw === null ? null : raw === '' ? words('rows.empty') : raw
    // While the file is read again a correction is shown as it was written: the engine holds what was there before.
    const isOnTheWay = isReading && isCorrected
    if (column.stored === null || stored === undefined || isOnTheWay) {
      const text = isCorrected ? correction.to : isStoredKnown || column.stored === null ? (raw ?? '') : ''
      const title = inFile === null ? where : words('rows.title-file', { cell: where, raw: inFile })
      return {
        text,
        raw: isCorrected ? raw : null,
        tone: scope === 'used' && !isOnTheWay ? 'muted' : undefined,
        isCorrected,
        title,
      }
    }
    const text = cellSpeaker.say(column, stored)
    const isOther = raw !== null && (isCorrected || !cellSpeaker.isAlike(column, stored, raw))
    const value = text === '' ? words('rows.blank-value') : text
    return {
      text,
      raw: isOther ? raw : null,
      tone: isOther && stored === null && !isCorrected ? 'lost' : undefined,
      isCorrected,
      title:
        inFile === null
          ? words('rows.title-read', { cell: where, value })
          : words('rows.title-both', { cell: where, value, raw: inFile }),
    }
  }
}

/** Rows as they were seen when the file was opened, for a file that cannot be read to its end. */
function firstRowsOf({ sample }: SourceReading, rows: readonly number[], places: readonly number[]) {
  const read = rows.flatMap((row) => {
    const record = sample[row - 1]
    return record === undefined
      ? []
      : [{ row, line: record.line, cells: places.map((place) => record.cells[place] ?? '') }]
  })
  return { rowCount: sample.length, rows: read }
}
