import { nonAnswerCode } from '../../core/datasets'
import { itemInWords, type Note } from '../../core/words'
import type { NonResponseKind } from '../../instrument/model'
import type { SurveyColumns } from './columns'
import type { SurveySource } from './fields'
import { recodingNotes, recodingOf } from '../recoding'
import { blanksOf, spellingsOf, type Gathering } from './gathering'

/** How often an item has one kind of typed non-answer. */
export interface NonAnswerCount {
  readonly item: string
  readonly kind: NonResponseKind
  readonly count: number
}

export function nonAnswersOf({ columns, ordinal, continuous }: Gathering): readonly NonAnswerCount[] {
  const kinds = Object.keys(nonAnswerCode) as NonResponseKind[]
  return columns.items.flatMap(({ item }) => {
    const counts = ordinal.find((column) => column.item === item)?.counts
    const named = continuous.find((column) => column.item === item)?.nonAnswers
    return kinds
      .map((kind) => ({ item: item.id, kind, count: counts?.[nonAnswerCode[kind] + 128] ?? named?.[kind] ?? 0 }))
      .filter(({ count }) => count > 0)
  })
}

/** What the reader of the import is told about the rows and cells of the export. */
export function notesOf(gathering: Gathering, source: SurveySource): readonly Note[] {
  return [
    ...unfinishedNotes(gathering),
    ...sharedNotes(gathering),
    ...turnedBackNotes(gathering.columns, source),
    ...troubleNotes(gathering),
    ...gathering.levelColumns.flatMap((column) =>
      recodingNotes(column.id, recodingOf(source.values, column.id), spellingsOf(column)),
    ),
    ...blankNotes(gathering),
  ]
}

function unfinishedNotes({ columns, leftOut }: Gathering): readonly Note[] {
  if (columns.unfinished === null || leftOut.unfinished === 0) return []
  const about = { count: leftOut.unfinished, tool: columns.unfinished.tool }
  return [{ code: 'ingest:unfinished-set-aside', level: 'info', about }]
}

function sharedNotes({ record, columns }: Gathering): readonly Note[] {
  if (record === null || columns.record === null || record.rows === 0) return []
  const about = { count: record.rows, tool: columns.record.tool, column: columns.uses[record.index]?.header ?? '' }
  return [{ code: 'ingest:background-of-record', level: 'info', about }]
}

function turnedBackNotes({ items }: SurveyColumns, source: SurveySource): readonly Note[] {
  if (source.reverse_already !== true) return []
  const turned = items.filter(({ item }) => item.reversed)
  const about = { count: turned.length, items: { list: turned.map(({ item }) => itemInWords(item.id)) } }
  return [{ code: 'ingest:turned-back', level: 'info', about }]
}

function troubleNotes({ columns, troubles }: Gathering): readonly Note[] {
  return troubles.entries().map(({ kind, column, count, examples }): Note => {
    const use = columns.uses[column]
    const about = { column: use?.header ?? String(column + 1), count, examples }
    if (use?.role === 'weight') return { code: 'ingest:weight-unusable', level: 'warning', about }
    if (kind !== 'out-of-range')
      return kind === 'blank-word'
        ? { code: 'ingest:blank-word', level: 'info', about }
        : { code: 'ingest:unreadable', level: 'warning', about }
    const { scale, codes } = columns.items.find(({ index }) => index === column) ?? {}
    return {
      // Where codes stand for others, a code may lie on the scale and mean nothing that is known.
      code: codes?.translation == null ? 'ingest:out-of-range' : 'ingest:code-not-known',
      level: 'warning',
      about: {
        ...about,
        item: itemInWords(use?.id ?? ''),
        min: String(scale?.min ?? ''),
        max: String(scale?.max ?? ''),
      },
    }
  })
}

function blankNotes(gathering: Gathering): readonly Note[] {
  const { attributes, leftOut, blankRespondents, zeroWeights } = gathering
  const counted = (code: Note['code'], level: Note['level'], count: number): readonly Note[] =>
    count > 0 ? [{ code, level, about: { count } }] : []
  return [
    ...attributes.flatMap((column): readonly Note[] => {
      const count = blanksOf(column)
      if (count === 0) return []
      return [{ code: 'ingest:attribute-blank', level: 'info', about: { attribute: { attribute: column.id }, count } }]
    }),
    ...counted('ingest:blank-respondents', 'info', leftOut.blank),
    ...counted('ingest:no-round', 'warning', leftOut['no-round']),
    ...counted('ingest:blank-respondent-ids', 'warning', blankRespondents),
    ...counted('ingest:zero-weights', 'info', zeroWeights),
  ]
}
