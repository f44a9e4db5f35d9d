import { tidy, type HeaderColumn } from '../readers/reader'
import { comparable } from '../sources/comparable'
import { plainText } from '../survey-tools/text-language'

/** A header taken apart. */
export interface HeaderParts {
  /** The variable name or number with which it begins; empty where it has none. */
  readonly code: string
  /** The heading of a matrix; empty where the column is no row of one. */
  readonly stem: string
  /** The question, or the row of the matrix, without number and heading. */
  readonly text: string
}

/** A variable name: one word that has a digit, an underscore or a point between its letters, or is short and in one case. */
const variableName =
  /^[\p{L}$][\p{L}\p{N}$]*(?:[_.][\p{L}\p{N}]+)+$|^\p{L}{1,12}[_.-]?\d{1,4}[a-z]?$|^\p{L}{1,8}$|^[A-Z]\w*[a-z]\d+$/u

/**
 * Headings, numbers and variable names of all headers: a heading is one that several columns share.
 * @returns by column
 */
export function partsOfHeaders(columns: readonly HeaderColumn[]): readonly HeaderParts[] {
  const split = columns.map(splitHeader)
  const counts = new Map<string, number>()
  for (const { stem, isCertain } of split)
    if (stem !== '') counts.set(comparable(stem), (counts.get(comparable(stem)) ?? 0) + (isCertain ? 2 : 1))
  return split.map(({ code, stem, row, whole }) =>
    stem !== '' && (counts.get(comparable(stem)) ?? 0) >= 2
      ? { code, stem, text: row }
      : { code, stem: '', text: whole },
  )
}

interface Split {
  readonly code: string
  readonly stem: string
  readonly row: string
  readonly whole: string
  /** Brackets show the row of a matrix even where it is the only one. */
  readonly isCertain: boolean
}

function splitHeader(column: HeaderColumn): Split {
  const [name = '', ...others] = column.names
  const first = tidy(column.shared ?? name)
  const longest = [first, ...others.map((other) => tidy(plainText(other)))]
    .filter((other) => !/^(?:QID\d|\{")/u.test(other))
    .toSorted((a, b) => b.length - a.length)[0]
  const isName = variableName.test(first)
  const { code, rest } = isName
    ? { code: first, rest: longest === undefined || longest === first ? '' : withoutCode(longest, first) }
    : codeBefore(first)
  const said = isName ? rest : longest !== undefined && longest.length > first.length ? plainText(longest) : rest
  if (said === '') return { code, stem: '', row: '', whole: first, isCertain: false }
  const text = tidy(plainText(said))
  const { stem, row, isCertain } = stemAndRow(text)
  const numbered = row === text ? codeBefore(row) : numberBefore(row)
  return {
    code: code === '' ? numbered.code : code,
    stem: withoutNumber(stem),
    row: numbered.rest,
    whole: text,
    isCertain,
  }
}

/** A label that repeats the variable's name before the question. */
function withoutCode(label: string, name: string): string {
  return label.toLowerCase().startsWith(name.toLowerCase())
    ? label.slice(name.length).replace(/^[\s.:)-]+/u, '')
    : codeBefore(label).rest
}

/** `digi[SQ001]. What …`, `Q5_3 What …`, `3.2 What …`, `12a) What …`, `avd. What …`: the code and what follows it. */
function codeBefore(header: string): { readonly code: string; readonly rest: string } {
  const lime = /^([\p{L}][\w-]*)\[([\w-]+)\](?:\[([\w-]+)\])?[.:]?\s+(\S.*)$/u.exec(header)
  if (lime !== null)
    return { code: [lime[1], lime[2], lime[3]].filter((part) => part !== undefined).join('_'), rest: lime[4] ?? '' }
  const { code: number, rest: numberedRest } = numberBefore(header)
  if (number !== '') return { code: number, rest: numberedRest }
  const named = /^(\p{L}{1,12}[_.]?\d{1,4}(?:[_.]\d{1,3})*[a-z]?)(?:[.:)]|\s+[-–:]|\s)\s*(\S.*)$/u.exec(header)
  if (named !== null) return { code: named[1] ?? '', rest: named[2] ?? '' }
  const dotted = /^([a-z][\w-]{0,15})\.\s+(\p{Lu}\S*\s.*)$/u.exec(header)
  if (dotted !== null) return { code: dotted[1] ?? '', rest: dotted[2] ?? '' }
  return { code: '', rest: header }
}

/** `3.2 What …`, `12a) What …`, `Q4: What …`: the number and what follows it. */
function numberBefore(header: string): { readonly code: string; readonly rest: string } {
  const numbered =
    /^(?:(?:sp(?:m|ørsmål|\.)?|fråga|question|påst(?:and|ående)?|q|s|f|v)\s*\.?\s*)?(\d{1,3}(?:[._]\d{1,3})*\s?[a-zå-ö]?)(?:[.):]+\s*|\s+[-–]?\s*)(?=[\p{L}"'«“(])(\S.*)$/iu.exec(
      header,
    )
  if (numbered !== null && !/^\d{4}$/.test(numbered[1] ?? '')) {
    const number = (numbered[1] ?? '').replace(/\s/gu, '')
    return { code: `q${number}`, rest: numbered[2] ?? '' }
  }
  return { code: '', rest: header }
}

const withoutNumber = (stem: string): string => (stem === '' ? '' : codeBefore(stem).rest)

/** The heading of a matrix stands before its rows: `heading [row]`, `heading - row`, `heading: row`, `heading? row`. */
function stemAndRow(text: string): { readonly stem: string; readonly row: string; readonly isCertain: boolean } {
  const bracket = /^(.*\S)\s*\[([^[\]]+)\]$/u.exec(text)
  if (bracket !== null) return { stem: bracket[1] ?? '', row: bracket[2] ?? '', isCertain: true }
  const found =
    /^(.+?[?.:!…])\s+[-–—|>]\s+(\S.*)$/u.exec(text) ??
    /^(.+?\S)\s+[-–—|>]\s+(\S.*)$/u.exec(text) ??
    /^(.+?\S)\s*:\s+(\S.*)$/u.exec(text) ??
    /^(.{12,}?[?…])\s+(\p{Lu}.*)$/u.exec(text)
  return found === null
    ? { stem: '', row: text, isCertain: false }
    : { stem: found[1] ?? '', row: found[2] ?? '', isCertain: false }
}

/** The letters with which a variable's name begins, and what tells it from the others: `tyd` of `tyd_1`, `Q5` of `Q5_3`. Null for a name that has no number. */
export function prefixOf(code: string): { readonly prefix: string; readonly rest: string } | null {
  const split =
    /^(.*[\p{L}\p{N}])[_.]([\p{L}]{0,2}\p{N}{1,4}[\p{L}]{0,2}|[\p{L}\p{N}]{1,30})$/u.exec(code) ??
    /^(.*?\p{L})[_.-]?(\d{1,4}[a-z]?)$/iu.exec(code)
  return split === null ? null : { prefix: split[1] ?? '', rest: split[2] ?? '' }
}

/** Beginnings that say no more than that something is a question. */
const plainPrefix =
  /^(?:q|sp|spm|spørsmål|s|f|fr|fråga|v|var|x|item|question|kolonne|kolumn|column|p|påstand|påstående|no|nr|i|a|b)$/iu

export const isPlainPrefix = (prefix: string): boolean => plainPrefix.test(prefix)
