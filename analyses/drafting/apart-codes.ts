import type { NonResponseKind } from '../instrument/model'
import type { ColumnAnswer } from './column-answers'

/** Numbers by which surveys say that nothing was answered, and what they most often mean. */
const usual = new Map<number, NonResponseKind>([
  ...[8, 88, 98, -8, -88, -98, 888, 998, -1].map((code) => [code, 'dont_know'] as const),
  ...[7, 77, 97, -7, -77, -97, 66, 997].map((code) => [code, 'not_relevant'] as const),
  ...[9, 99, -9, -99, 999, -999, 9999].map((code) => [code, 'refused'] as const),
])

/** Steps of a scale that stand beside such a number. */
const fewestSteps = 3

/**
 * Codes without a name that stand apart from the steps of a scale: 9 beside 1 to 5. A person says what they mean.
 * @returns what each most often means
 */
export function apartCodes(answers: readonly ColumnAnswer[]): ReadonlyMap<number, NonResponseKind> {
  const codes = answers
    .flatMap(({ code, kind }) => (code === null || kind !== null ? [] : [code]))
    .toSorted((a, b) => a - b)
  const isNamed = new Set(answers.flatMap(({ code, label }) => (code !== null && label !== '' ? [code] : [])))
  const isApartWord = (code: number): boolean => usual.has(code) && !isNamed.has(code)
  let from = 0
  let to = codes.length
  while (
    from < to &&
    (codes[from] ?? 0) < 0 &&
    isApartWord(codes[from] ?? 0) &&
    standsApart(codes[from] ?? 0, codes[from + 1])
  )
    from += 1
  while (to > from + 1) {
    const top = codes[to - 1] ?? 0
    const below = codes
      .slice(from, to)
      .filter((code) => !isApartWord(code) || code <= 7)
      .at(-1)
    if (!isApartWord(top) || top < 7 || below === undefined || top - below < 2 || (below >= 6 && top < 66)) break
    if (top < 10 && below === 6) break
    to -= 1
  }
  const steps = codes.slice(from, to)
  if (steps.length < fewestSteps || (steps.at(-1) ?? 0) - (steps[0] ?? 0) > 11) return new Map()
  const apart = [...codes.slice(0, from), ...codes.slice(to)]
  return new Map(
    apart.map((code) => [code, apart.length === 1 && code > 0 ? 'dont_know' : (usual.get(code) ?? 'dont_know')]),
  )
}

/** A number below zero that the steps do not lead down to. */
const standsApart = (code: number, next: number | undefined): boolean =>
  next !== undefined && (next - code >= 2 || usual.has(next))
