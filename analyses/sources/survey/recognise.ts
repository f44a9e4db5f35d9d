import { isMappable } from '../../core/fields'
import { attributeIdOf } from '../../instrument/taken-names'
import type { Instrument } from '../../instrument/model'
import { orderRounds } from '../../instrument/round-order'
import { numbersOf } from '../../readers/decimal-mark'
import { tidy, type TableHead } from '../../readers/reader'
import { isToolColumn } from '../../survey-tools/registry'
import { readNumber } from '../cell-values'
import { comparable } from '../comparable'
import { usualAttribute } from '../columns'
import { columnCells, holdsTimes } from '../recognition'
import { holdsLabels } from './answer-labels'
import { isFreeText } from './free-text'
import { findRoundColumn } from './round-column'
import type { AnySource, Clues, Guess } from '../source'
import { matchSurveyColumns, unmatchedSurvey, type SurveyColumns } from './columns'
import type { surveyFields, SurveySource } from './fields'

/** A column that would make an attribute. */
interface AttributeClue {
  readonly header: string
  readonly index: number
  readonly id: string
}

/**
 * An export with an item of the instrument is a survey. Without any, a survey is what a file is taken for that nothing else recognises, since that is what most
 * files are.
 */
export function recogniseSurvey({ head, instrument, others }: Clues): Guess<typeof surveyFields> {
  const asked: SurveySource = { kind: 'survey', id: '', file: head.file, round: '' }
  const columns = instrument === null ? unmatchedSurvey(head) : matchSurveyColumns(head, instrument, asked)
  // A column that says the round row by row goes before the file's name, and is no attribute.
  const round = findRoundColumn(head)
  const clues = attributeClues(head, columns, instrument).filter(({ index }) => index !== round)
  const mapping = columns.items.length === 0 ? {} : mappingOf(columns, clues)
  return {
    sureness: columns.items.length > 0 ? 1 : 0.1,
    values: {
      ...(round >= 0 ? {} : { round: roundOf(head.file, others) }),
      attributes: clues.map(({ id }) => id),
      ...(Object.keys(mapping).length === 0 ? {} : { columns: mapping }),
    },
  }
}

/** Columns with few different texts that no item claims and that are not people's own words. */
function attributeClues(
  head: TableHead,
  { uses }: SurveyColumns,
  instrument: Instrument | null,
): readonly AttributeClue[] {
  const rows = head.sample.length
  const taken = new Set<string>()
  return head.columns.flatMap((column, index) => {
    if (column.isRowNumber || isToolColumn(column) || !isMappable(column.name)) return []
    if (uses[index]?.role !== 'ignored' && uses[index]?.role !== 'attribute') return []
    const cells = columnCells(head, index)
      .map(tidy)
      .filter((cell) => cell !== '')
    const distinct = new Set(cells)
    const usual = usualAttribute(column)
    const areFew = distinct.size >= 1 && distinct.size <= Math.max(2, Math.min(60, rows / 3))
    const areNumbers = cells.every(
      (cell) => !Number.isNaN(readNumber(cell, { ...numbersOf(head, index), isStrict: false })),
    )
    // When somebody answered says nothing of who they are.
    if (usual === null && holdsTimes(head, column)) return []
    if (cells.length === 0 || (usual === null && (!areFew || areNumbers)) || isFreeText(head, column, index)) return []
    if (usual === null && instrument !== null && holdsLabels(instrument, [...distinct])) return []
    const id = usual ?? attributeIdOf(column.name, instrument)
    if (taken.has(id)) return []
    taken.add(id)
    return [{ header: column.name, index, id }]
  })
}

/** Headers that do not by themselves say the attribute they stand for. */
function mappingOf({ uses }: SurveyColumns, clues: readonly AttributeClue[]): Readonly<Record<string, string>> {
  return Object.fromEntries(
    clues
      .filter(({ header, index, id }) => comparable(id) !== comparable(header) && uses[index]?.role === 'ignored')
      .map(({ header, id }) => [header, id]),
  )
}

/** The year in the file's name, else the round that follows the last of the other sources, else the first number that no round has. */
export function roundOf(file: string, others: readonly AnySource[]): string {
  const rounds = others.flatMap((source) => (source as Partial<SurveySource>).round ?? [])
  const taken = new Set(rounds)
  const year = /(?<!\d)(?:19|20)\d{2}(?!\d)/.exec(file)?.[0]
  if (year !== undefined && !taken.has(year)) return year
  const last = orderRounds(rounds).rounds.at(-1)
  const next = last === undefined ? null : roundAfter(last)
  if (next !== null && !taken.has(next)) return next
  for (let number = 1; ; number += 1) if (!taken.has(String(number))) return String(number)
}

/** The name with its last number one higher: 2023 → 2024, Runde 1 → Runde 2; null for a name without a number. */
function roundAfter(name: string): string | null {
  const [, before, number, after] = /^(.*?)(\d{1,6})(\D*)$/u.exec(name) ?? []
  return number === undefined ? null : `${before}${String(Number(number) + 1).padStart(number.length, '0')}${after}`
}
