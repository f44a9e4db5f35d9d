import type { OpenTable } from '../../readers/reader'
import type { Intake } from '../loading'
import { joinColumns } from '../shared-headers'
import type { SurveyColumns } from './columns'
import type { SurveySource } from './fields'
import type { Spelling } from '../recoding'
import { levelsOf, spellingsOf, startGathering, usedOf, wantedCells, type LevelColumn } from './gathering'
import { readBlock } from './row-reading'
import { takeBatch } from './batches'
import type { Packing } from './packing'
import { storedOrder } from './stored-levels'
import { nonAnswersOf, notesOf, type NonAnswerCount } from './table-notes'

/** The columns of a survey as they fill up. */
export interface SurveyTable extends Intake {
  /** Whether what was read shows that no respondent has two rows, which is so of ids that count up; false says nothing. */
  respondentsDiffer(): boolean
  nonAnswers(): readonly NonAnswerCount[]
  /** Cells outside their scale by the number of the row. */
  impossible(): ReadonlyMap<number, number>
  rounds(): readonly string[]
  /** Texts of an attribute by code, as handed on. */
  levels(attribute: string): readonly string[]
  /** Those of them that rows in use have. */
  usedLevels(attribute: string): readonly string[]
  /** How rows in use write the levels of each attribute, and of the round where a column says it. */
  spellings(): Readonly<Record<string, readonly Spelling[]>>
}

export function createSurveyTable(
  table: OpenTable,
  columns: SurveyColumns,
  source: SurveySource,
  packing: Packing,
): SurveyTable {
  const gathering = startGathering(table, columns, source)
  const { levelColumns, round } = gathering
  const levelColumn = (id: string): LevelColumn | undefined => levelColumns.find((column) => column.id === id)
  return {
    wanted: wantedCells(gathering),
    rowsRead: () => gathering.rowsRead,
    pendingRows: () => gathering.pending,
    leftOut: () => gathering.leftOut,
    rounds: () => (round === null ? [source.round ?? source.id] : roundsOf(round, table)),
    levels: (attribute) => {
      const column = levelColumn(attribute)
      return column === undefined ? [] : levelsOf(column)
    },
    usedLevels: (attribute) => {
      const column = levelColumn(attribute)
      return column === undefined ? [] : usedOf(column)
    },
    spellings: () => Object.fromEntries(levelColumns.map((column) => [column.id, spellingsOf(column)])),
    read: (block) => readBlock(gathering, joinColumns(block, columns.joined, table)),
    takeBatch: () => takeBatch(gathering, packing),
    respondentsDiffer: () => gathering.respondents?.ascend() === true,
    nonAnswers: () => nonAnswersOf(gathering),
    impossible: () => gathering.impossible,
    notes: () => notesOf(gathering, source),
  }
}

/** Rounds in the order in which the file stores them, where it tells one, else in that of the rows. */
function roundsOf(round: LevelColumn, { head }: OpenTable): readonly string[] {
  const used = usedOf(round)
  const stored = storedOrder(head.columns[round.index], round.recoding?.levelOf).filter((name) => used.includes(name))
  return [...new Set([...stored, ...used])]
}
