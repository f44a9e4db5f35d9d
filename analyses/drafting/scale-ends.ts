import type { AnswerCluster } from './answer-clusters'
import type { ColumnAnswer } from './column-answers'
import type { DraftChoices, DraftQuestion } from './draft'
import { say } from './words'

type Range = readonly [min: number, max: number]

/** Ends of a scale of numbers that the answers leave open. */
export interface EndsDoubt {
  readonly observed: Range
  readonly suggested: Range
  readonly possible: readonly Range[]
}

/** Scales as questionnaires have them, the most usual first. */
const usualRanges: readonly Range[] = [
  [1, 5],
  [1, 7],
  [1, 4],
  [1, 6],
  [0, 10],
  [1, 10],
  [1, 3],
  [0, 4],
  [0, 3],
  [0, 5],
  [0, 6],
  [-2, 2],
  [-3, 3],
  [-5, 5],
  [1, 9],
  [1, 11],
]

/** An end that fewer chose may not be the last one. */
const thinShare = 0.03
/** With fewer answers nothing is shown by what nobody answered. */
const fewestAnswers = 30
const mostChoices = 5

/**
 * Whether the ends of a scale of numbers are those that were answered. They are where they are those of a usual scale and enough people chose them.
 * @param given answers that are steps
 * @param others ranges of other scales of the file, which are likely to be this one's too
 */
export function doubtfulEnds(
  given: readonly ColumnAnswer[],
  observed: Range,
  others: readonly Range[],
): EndsDoubt | null {
  const [low, high] = observed
  const n = given.reduce((sum, { count }) => sum + count, 0)
  const shareOf = (code: number): number => (given.find((answer) => answer.code === code)?.count ?? 0) / Math.max(1, n)
  const isNamed = (code: number): boolean => given.some((answer) => answer.code === code && answer.label !== '')
  const isUsual = usualRanges.some(([min, max]) => min === low && max === high)
  const isThin = (code: number): boolean => !isNamed(code) && shareOf(code) < thinShare
  const isLowOpen = !isNamed(low) && low !== 0 && (low > 1 || (low < 0 && low !== -high))
  const isHighOpen =
    !isNamed(high) &&
    (!isUsual ||
      (isThin(high) && high !== 5 && high !== 10 && high !== 7) ||
      (n < fewestAnswers && high !== 5 && high !== 7 && high !== 10))
  if (!isLowOpen && !isHighOpen) return null
  const holds = ([min, max]: Range): boolean =>
    min <= low && max >= high && (isLowOpen || min === low) && (isHighOpen || max === high)
  const fromOthers = others.filter(holds)
  const possible = distinct([...fromOthers, ...usualRanges.filter(holds), observed]).slice(0, mostChoices)
  const [suggested = observed] = fromOthers.length > 0 ? fromOthers : possible
  return { observed, suggested, possible: distinct([...possible, observed]) }
}

function distinct(ranges: readonly Range[]): readonly Range[] {
  const known = new Set<string>()
  return ranges.filter(([min, max]) => {
    const key = `${min} ${max}`
    if (known.has(key)) return false
    known.add(key)
    return true
  })
}

const nameOf = ([min, max]: Range): string => `${min}-${max}`

export function endsQuestion(
  scale: string,
  { members }: AnswerCluster,
  { observed, suggested, possible }: EndsDoubt,
  chosen: Range,
  choices: DraftChoices,
): DraftQuestion {
  const id = `ends:${scale}`
  return {
    id,
    about: 'ends',
    columns: members.map(({ column }) => column.header.name),
    text: say('question.ends', { min: observed[0], max: observed[1], columns: members.length }),
    choices: possible.map((range) => ({
      id: nameOf(range),
      label: say('choice.range', { min: range[0], max: range[1] }),
      gives: { ends: { [scale]: range }, answered: [id] },
    })),
    suggested: nameOf(suggested),
    chosen: nameOf(chosen),
    isAnswered: choices.ends?.[scale] !== undefined || choices.answered?.includes(id) === true,
  }
}
