import type { AttributeValues } from '../core/fields'
import { InputError } from '../core/errors'
import { shortened } from '../core/shortened'
import type { Note, Phrase } from '../core/words'
import { tidy } from '../readers/reader'
import { nearestName } from './columns'

/** What the spellings of one attribute are read as. One step: a level that is itself a spelling of the file is not looked up again. */
export interface Recoding {
  /** The level of a spelling, which is the spelling itself where nothing else is declared; null where it is treated as blank. */
  levelOf(spelling: string): string | null
  /** Spellings that something is declared for, as they are compared. */
  readonly declared: ReadonlyMap<string, string | null>
}

/** One way in which a file writes a level of an attribute, and the rows in use that have it. */
export interface Spelling {
  readonly text: string
  /** Null where it is treated as blank. */
  readonly level: string | null
  readonly rows: number
}

/** A spelling as the cells of a file are compared with it: white space tidied, in the composed form of Unicode. */
export const plainSpelling = (text: string): string => tidy(text.normalize('NFC'))

/** @returns null where a source declares nothing for the attribute */
export function recodingOf(values: AttributeValues | undefined, attribute: string): Recoding | null {
  const own = values !== undefined && Object.hasOwn(values, attribute) ? values[attribute] : undefined
  if (own === undefined) return null
  const declared = new Map(
    Object.entries(own).map(([spelling, level]) => [
      plainSpelling(spelling),
      level === null ? null : plainSpelling(level),
    ]),
  )
  return {
    declared,
    levelOf: (spelling) => {
      const level = declared.get(spelling)
      return level === undefined ? spelling : level
    },
  }
}

/** What is wrong with the values that a source declares. @param attributes those of the source, `round` among them where a column says it */
export function recodingProblems(
  file: string,
  values: AttributeValues | undefined,
  attributes: readonly string[],
): readonly InputError[] {
  return Object.entries(values ?? {}).flatMap(([attribute, own]): readonly InputError[] => {
    const path = `values.${attribute}`
    if (!attributes.includes(attribute)) {
      const nearest = nearestName(attribute, attributes)
      const about = { attribute, known: { list: attributes }, hasNearest: nearest !== null, nearest: nearest ?? '' }
      return [new InputError('ingest:values-for-unknown', about, { file, path })]
    }
    return [...ownProblems(attribute, own, { file, path })]
  })
}

function* ownProblems(
  attribute: string,
  own: AttributeValues[string],
  place: { readonly file: string; readonly path: string },
): Generator<InputError> {
  const seen = new Map<string, string | null>()
  for (const [spelling, level] of Object.entries(own)) {
    const plain = plainSpelling(spelling)
    const before = seen.get(plain)
    const wanted = level === null ? null : plainSpelling(level)
    if (plain === '' || wanted === '') yield new InputError('ingest:values-empty', { attribute }, place)
    else if (wanted === null && attribute === 'round')
      yield new InputError('ingest:values-round-blank', { spelling }, place)
    else if (before !== undefined && before !== wanted)
      yield new InputError('ingest:values-twice', { attribute, spelling: plain }, place)
    seen.set(plain, wanted)
  }
}

/** How texts are written, each with its rows; blanks are none. */
export function countedSpellings(texts: readonly string[], recoding: Recoding | null): readonly Spelling[] {
  const counts = new Map<string, number>()
  for (const text of texts) if (text !== '') counts.set(text, (counts.get(text) ?? 0) + 1)
  return [...counts].map(([text, rows]) => ({ text, level: recoding === null ? text : recoding.levelOf(text), rows }))
}

/** Spellings that a note names. */
const mostNamed = 3

/**
 * Tells which spellings were read as other levels, and how many rows have them; and which of those that are declared no row has.
 * @param spellings those that rows in use have
 */
export function recodingNotes(
  attribute: string,
  recoding: Recoding | null,
  spellings: readonly Spelling[],
): readonly Note[] {
  if (recoding === null) return []
  const named = { attribute: { attribute } }
  const changed = spellings.filter(({ text, level }) => level !== null && level !== text)
  const blanked = spellings.filter(({ level }) => level === null)
  const met = new Set(spellings.map(({ text }) => text))
  const absent = [...recoding.declared].flatMap(([text, level]) => (met.has(text) || level === text ? [] : [text]))
  const told = (code: Note['code'], of: readonly Spelling[]): readonly Note[] =>
    of.length === 0
      ? []
      : [
          {
            code,
            level: 'info',
            about: {
              ...named,
              count: of.length,
              rows: of.reduce((sum, { rows }) => sum + rows, 0),
              examples: { list: examplesOf(of) },
            },
          },
        ]
  return [
    ...told('ingest:values-read-as', changed),
    ...told('ingest:values-blanked', blanked),
    ...(absent.length === 0
      ? []
      : [
          {
            code: 'ingest:values-absent' as const,
            level: 'info' as const,
            about: { ...named, count: absent.length, spellings: { list: absent.slice(0, mostNamed) } },
          },
        ]),
  ]
}

/** Enough of a name to know it: a note is read at a glance. */
const briefly = (text: string): string => shortened(text, 30)

/** The spellings with most rows. */
function examplesOf(spellings: readonly Spelling[]): readonly Phrase[] {
  return spellings
    .toSorted((a, b) => b.rows - a.rows)
    .slice(0, mostNamed)
    .map(({ text, level, rows }) =>
      level === null
        ? { message: 'ingest:value-blanked', values: { spelling: briefly(text), rows } }
        : { message: 'ingest:value-read-as', values: { spelling: briefly(text), level: briefly(level), rows } },
    )
}
