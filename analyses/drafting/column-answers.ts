import type { NonResponseKind } from '../instrument/model'
import { isMarkedMissing, tidy } from '../readers/reader'
import { comparable } from '../sources/comparable'
import { codesAndLabels } from '../sources/labelled-answers'
import { nonAnswerKind } from '../survey-tools/non-answers'
import { plainText } from '../survey-tools/text-language'
import type { ColumnEvidence, ValueCount } from './evidence'

/** One answer of a column. */
export interface ColumnAnswer {
  /** By which it is known: its words as they are compared, or its code. */
  readonly key: string
  /** As the file has it most often. */
  readonly text: string
  /** Every spelling in the file. */
  readonly spellings: readonly string[]
  /** Null where the file has words alone. */
  readonly code: number | null
  /** Empty where the file has a number alone. */
  readonly label: string
  readonly count: number
  /** Why it is no answer, by its words; null for an answer and for a number. */
  readonly kind: NonResponseKind | null
}

/** The answers of a column that has few. */
export interface ColumnAnswers {
  readonly basis: 'labels' | 'codes'
  /** The file stores them in their order. */
  readonly isDeclared: boolean
  readonly answers: readonly ColumnAnswer[]
}

/** A column with more different answers is none of a scale. */
const mostAnswers = 60

/** @returns null for a column without answers, or with too many */
export function answersOf(column: ColumnEvidence): ColumnAnswers | null {
  const levels = (column.header.levels ?? []).length > 1 ? storedAnswers(column) : null
  if (levels !== null) return levels
  if (column.distinct < 1 || column.distinct > mostAnswers) return null
  const read = column.values.map((value) => ({ value, both: Number.isNaN(value.number) ? bothOf(value.text) : null }))
  const slips = read.filter(
    ({ value, both }) => !Number.isInteger(value.number) && both === null && nonAnswerKind(value.text) === null,
  )
  const coded = read.filter(({ value, both }) => both !== null || !Number.isNaN(value.number))
  const isCoded = coded.length > 0 && (slips.length === 0 || (coded.length >= fewestCodes && areFew(slips, column)))
  const named = usualNames(read.flatMap(({ value, both }) => (both === null ? [] : [{ ...both, count: value.count }])))
  const labels = [...named.values()].map(comparable)
  if (isCoded && new Set(labels).size === labels.length)
    return {
      basis: 'codes',
      isDeclared: false,
      answers: merged(
        read.map(({ value, both }) => {
          const code = both?.code ?? (Number.isNaN(value.number) ? null : value.number)
          const label = code === null ? value.text : (named.get(code) ?? '')
          return answerOf(value, code, label)
        }),
      ),
    }
  return {
    basis: 'labels',
    isDeclared: false,
    answers: merged(read.map(({ value }) => answerOf(value, null, value.text))),
  }
}

/** Codes beside which other words can be told to be slips of the hand. */
const fewestCodes = 3
/** So few of the cells are slips of the hand. */
const slipShare = 0.03

const areFew = (slips: readonly { readonly value: ValueCount }[], { n }: ColumnEvidence): boolean =>
  slips.reduce((sum, { value }) => sum + value.count, 0) <= Math.max(1, n * slipShare)

/** What each code is mostly called: somebody may have written one of them otherwise. */
function usualNames(
  named: readonly { readonly code: number; readonly label: string; readonly count: number }[],
): ReadonlyMap<number, string> {
  const counts = new Map<number, Map<string, { label: string; count: number }>>()
  for (const { code, label, count } of named) {
    const names = counts.get(code) ?? new Map<string, { label: string; count: number }>()
    counts.set(code, names)
    const known = names.get(comparable(label))
    names.set(comparable(label), { label: known?.label ?? label, count: (known?.count ?? 0) + count })
  }
  return new Map(
    [...counts].map(([code, names]) => [
      code,
      [...names.values()].reduce((most, each) => (each.count > most.count ? each : most)).label,
    ]),
  )
}

function answerOf({ text, count }: ValueCount, code: number | null, label: string): ColumnAnswer {
  const key = code === null ? comparable(label) : String(code)
  return { key, text, spellings: [text], code, label, count, kind: label === '' ? null : nonAnswerKind(label) }
}

/** Spellings of one answer together: case, spaces and quotation marks do not tell answers apart. */
function merged(answers: readonly ColumnAnswer[]): readonly ColumnAnswer[] {
  const byKey = new Map<string, ColumnAnswer>()
  for (const answer of answers) {
    const known = byKey.get(answer.key)
    if (known === undefined) byKey.set(answer.key, answer)
    else {
      const isMore = answer.count > known.count
      byKey.set(answer.key, {
        ...(isMore ? answer : known),
        label: tidy(isMore ? answer.label : known.label),
        spellings: [...known.spellings, ...answer.spellings],
        count: known.count + answer.count,
      })
    }
  }
  return [...byKey.values()].filter(({ key }) => key !== '').toSorted((a, b) => (a.key < b.key ? -1 : 1))
}

/** Codes with the names that the file stores for them, answered or not, and the numbers between them that were answered. */
function storedAnswers(column: ColumnEvidence): ColumnAnswers | null {
  const { header, values } = column
  const levels = header.levels ?? []
  const areTexts = levels.every(({ value }) => typeof value === 'string')
  if (areTexts && header.measure !== 'ordinal' && column.known === undefined) return null
  if (levels.length > mostAnswers) return null
  const counts = new Map(values.map((value) => [value.text, value.count]))
  const named = levels.flatMap(({ value, label }, place): ColumnAnswer[] => {
    const words = tidy(plainText(label))
    const kind = nonAnswerKind(words)
    // A code that the file marks as no answer is a blank, unless its words say why nobody answered.
    if (typeof value === 'number' && isMarkedMissing(header, value) && kind === null) return []
    const code = typeof value === 'number' ? value : place + 1
    const isNamed = words !== '' && words !== String(value)
    return [
      {
        key: String(code),
        text: String(value),
        spellings: [String(value)],
        code,
        label: isNamed ? words : '',
        count: counts.get(String(value)) ?? 0,
        kind: isNamed ? kind : null,
      },
    ]
  })
  const known = new Set(named.map(({ text }) => text))
  const others = values.filter(
    ({ text, number }) => !known.has(text) && Number.isInteger(number) && !isMarkedMissing(header, number),
  )
  return {
    basis: 'codes',
    isDeclared: true,
    answers: [...named, ...others.map((value) => answerOf(value, value.number, ''))].toSorted(
      (a, b) => (a.code ?? 0) - (b.code ?? 0),
    ),
  }
}

/** “5 - Helt enig”: a number and a label in one cell; null for anything else. */
export function bothOf(text: string): { readonly code: number; readonly label: string } | null {
  const [first] = codesAndLabels(tidy(text).replace(/\u2212/gu, '-'))
  if (first === undefined) return null
  const [code, label] = first
  const words = tidy(label.replace(/^[([{]\s*|\s*[)\]}]$/gu, ''))
  return /\p{L}/u.test(words) ? { code, label: words } : null
}
