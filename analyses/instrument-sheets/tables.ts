import type { Language, Text } from '../core/words'
import type { Instrument } from '../instrument/model'
import { writeList } from './cell-list'

/** The tables of an instrument, by the names of their sheets and files. */
export type SheetName = 'items' | 'dimensions' | 'scales' | 'measures' | 'instrument'

export interface Sheet {
  /** Of the sheet, and of the file. */
  readonly name: string
  readonly columns: readonly string[]
  readonly rows: readonly (readonly string[])[]
}

export const sheetLanguages: readonly Language[] = ['nb', 'sv', 'en', 'da']

/** Headers of a text in each language: `text_nb`, `text_sv` … */
const inEach = (column: string): readonly string[] => sheetLanguages.map((language) => `${column}_${language}`)
const wordsIn = (text: Text | undefined): readonly string[] => sheetLanguages.map((language) => text?.[language] ?? '')

/**
 * An instrument as tables, one row an item, a dimension, a measure, or a step of a scale. What stands in them is read again as the same instrument.
 */
export function instrumentSheets(instrument: Instrument): readonly Sheet[] {
  const { items, dimensions, scales, measures } = instrument
  return [
    {
      name: 'items',
      columns: ['id', 'dimension', ...inEach('text'), 'scale', 'reversed', 'asked_of', 'aliases', 'changed'],
      rows: items.map((item) => [
        item.id,
        item.dimension ?? '',
        ...wordsIn(item.text),
        item.scale,
        item.reversed ? 'yes' : '',
        writeList(item.askedOf),
        writeList(item.aliases),
        writeList(item.changed.map(({ round, kind }) => `${round}: ${kind}`)),
      ]),
    },
    {
      name: 'dimensions',
      columns: ['id', ...inEach('label'), ...inEach('description'), 'score', 'min_answered'],
      rows: dimensions.map(({ id, label, description, score, minAnswered }) => [
        id,
        ...wordsIn(label),
        ...wordsIn(description),
        score,
        String(minAnswered),
      ]),
    },
    { name: 'scales', columns: scaleColumns, rows: scales.flatMap(scaleRows) },
    {
      name: 'measures',
      columns: ['id', ...inEach('label'), 'for', 'below', ...inEach('note')],
      rows: measures.map(({ id, label, for: targets, below, note }) => [
        id,
        ...wordsIn(label),
        writeList(targets),
        below === undefined ? '' : String(below),
        ...wordsIn(note),
      ]),
    },
    {
      name: 'instrument',
      columns: ['id', 'version', ...inEach('label'), 'illustrative', 'references'],
      rows: [
        [
          instrument.id,
          instrument.version,
          ...wordsIn(instrument.label),
          instrument.illustrative ? 'yes' : '',
          writeList(instrument.references),
        ],
      ],
    },
  ]
}

const scaleColumns = ['scale', 'kind', 'min', 'max', 'unit', 'code', 'non_response', 'file_codes', ...inEach('label')]

/** A row for what the scale is, then one for each step with a label or codes of its own, and for each typed non-answer. */
function scaleRows({
  id,
  kind,
  min,
  max,
  unit,
  labels,
  nonResponses,
  codes = {},
}: Instrument['scales'][number]): readonly (readonly string[])[] {
  const fileCodes = (code: number): string =>
    writeList(Object.entries(codes).flatMap(([inFile, meaning]) => (meaning === code ? [inFile] : [])))
  const steps = new Set([...Object.keys(labels).map(Number), ...Object.values(codes)])
  for (const { code } of nonResponses) steps.delete(code)
  return [
    [id, kind, String(min), String(max), unit ?? '', '', '', '', ...wordsIn(undefined)],
    ...[...steps]
      .toSorted((a, b) => a - b)
      .map((code) => [id, '', '', '', '', String(code), '', fileCodes(code), ...wordsIn(labels[String(code)])]),
    ...nonResponses.map((answer) => [
      id,
      '',
      '',
      '',
      '',
      String(answer.code),
      answer.kind,
      fileCodes(answer.code),
      ...wordsIn(answer.label),
    ]),
  ]
}
