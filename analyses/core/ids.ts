import { z } from 'zod'

/**
 * Ids of sources, attributes, items, scales and named analyses. They become columns of the engine, names of files and keys of documents, so that there is
 * one grammar of them: letters and digits of any script, `_`, `.`, `-` and the space, neither a space nor a mark at the beginning.
 */
const longest = 80
/** What is made of a header or of the name of a file is shorter, in UTF-16 units, so that a number can follow. */
const longestMade = 60

const idPattern = /^[\p{L}\p{N}_][\p{L}\p{N}_. -]*$/u
const instrumentIdPattern = /^[\p{L}\p{N}][\p{L}\p{N}_. -]*$/u

/** The patterns of the grammar as a schema's complaint names them. */
export const idPatterns: ReadonlySet<string> = new Set([String(idPattern), String(instrumentIdPattern)])

/** An id of a document: a source, an attribute, the name of an analysis. */
export const idSchema = z.string().min(1).max(longest).regex(idPattern)

/** An id of an instrument's part, which becomes a column as it is: the engine's own columns begin with `_`. */
export const instrumentIdSchema = z.string().min(1).max(longest).regex(instrumentIdPattern)

export const isId = (text: string): boolean => idSchema.safeParse(text).success

/** The id of an attribute that goes by its header, guessed or chosen by hand: lower case, everything but letters, digits, `.` and `-` becomes `_`. */
export function attributeId(header: string): string {
  const plain = header
    .normalize('NFC')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}_.-]+/gu, '_')
    .replace(/^[^\p{L}\p{N}]+/u, '')
  const id = cut(plain, longestMade).replace(/_+$/u, '')
  return id === '' ? 'attribute' : id
}

/** The id of a source that goes by its file: the name before the last point. */
export function sourceId(fileName: string): string {
  const plain = fileName
    .replace(/\.[^.]*$/u, '')
    .replace(/[^\p{L}\p{N}_. -]+/gu, '-')
    .replace(/^[^\p{L}\p{N}_]+/u, '')
  const id = cut(plain, longestMade)
  return id === '' ? 'source' : id
}

/** The first of `name`, `name-2`, `name-3` … that is free, shortened where the number would make it too long. */
export function freeId(name: string, taken: Iterable<string>): string {
  const used = new Set(taken)
  if (!used.has(name)) return name
  for (let number = 2; ; number += 1) {
    const ending = `-${number}`
    const candidate = `${cut(name, longest - ending.length)}${ending}`
    if (!used.has(candidate)) return candidate
  }
}

/** At most `length` UTF-16 units of a text, no character cut in half. */
function cut(text: string, length: number): string {
  let kept = ''
  for (const character of text) {
    if (kept.length + character.length > length) break
    kept += character
  }
  return kept
}
