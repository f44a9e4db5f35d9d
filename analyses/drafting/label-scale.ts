import type { NonResponseKind } from '../instrument/model'
import { largest, smallest } from '../numeric/summary/extremes'
import { comparable } from '../sources/comparable'
import { isMisspeltFrom, orderAnswers, type AnswerOrder } from './answer-order'
import { answerTokens, scoreAnswer } from './answer-scores'
import type { AnswerCluster } from './answer-clusters'
import { lexiconWords } from './answer-lexicon'
import type { ColumnAnswer } from './column-answers'
import type { DraftChoices, DraftQuestion } from './draft'
import { codedNonAnswers, type MadeScale, type MadeStep, type ScaleFamily } from './made-scale'
import { completedSteps, type CompletedStep } from './step-completion'
import { say } from './words'

/** Families of words that say how much, often or well; others make groups unless many columns share them. */
export const isEvaluative = (family: AnswerOrder['family']): boolean => family !== 'size' && family !== 'yes-no'

/** Columns with answers of which words do not show the order are items when there are so many of them. */
export const fewestAlike = 3
const mostSteps = 11

interface SortedAnswers {
  readonly given: readonly ColumnAnswer[]
  readonly none: readonly { readonly answer: ColumnAnswer; readonly kind: NonResponseKind }[]
  /** Misspelt answers and what they are taken for. */
  readonly misspelt: readonly { readonly answer: ColumnAnswer; readonly meant: string }[]
  readonly unread: readonly ColumnAnswer[]
}

/** Why an answer is none, as a person said or by its words. */
export function kindOf(
  answer: ColumnAnswer,
  chosen: Readonly<Record<string, NonResponseKind | null>>,
): NonResponseKind | null {
  const said = Object.entries(chosen).find(([text]) => text === answer.text || comparable(text) === answer.key)
  return said === undefined ? answer.kind : said[1]
}

/** A scale of answers that are words. @returns null where they are none of a scale */
export function labelScale(
  cluster: AnswerCluster,
  id: (family: ScaleFamily) => string,
  choices: DraftChoices,
): MadeScale | null {
  const first = orderAnswers(sortedAnswers(cluster, {}).given.map(({ label }) => label))
  const family: ScaleFamily = first === null || first.family === 'size' ? 'answers' : first.family
  const verdict = isScale(cluster, first)
  if (verdict === 'none') return null
  const name = id(family)
  const sorted = sortedAnswers(cluster, choices.nonAnswers?.[name] ?? {})
  const order = orderAnswers(sorted.given.map(({ label }) => label))
  const isOrdered = choices.orders?.[name] !== undefined
  const completed = order === null ? null : completedSteps(order)
  const steps = stepsOf(sorted, order, completed, name, choices)
  const [min, max] = endsOf(steps.length, choices.ends?.[name])
  const isTurned = choices.directions?.[name] === 'turned'
  const inOrder = isTurned ? steps.toReversed() : steps
  const made = inOrder.map((step, at): MadeStep => ({
    code: min + at,
    labels: step.proposed === null ? step.labels : step.proposed === '' ? [] : [step.proposed],
    answers: sorted.given.filter(({ label }) => step.labels.includes(label)),
  }))
  const nonAnswers = codedNonAnswers(sorted.none, min, max)
  const codeOf = (label: string): number =>
    made.find(({ labels }) => labels.includes(label))?.code ??
    nonAnswers.find(({ answer }) => answer.label === label)?.code ??
    min
  const isSure = isOrdered || (order?.isSure ?? false)
  return {
    id: name,
    family,
    kind: 'ordinal',
    min,
    max,
    steps: made.map((step) => ({
      ...step,
      answers: [
        ...step.answers,
        ...sorted.misspelt.filter(({ meant }) => step.labels.includes(meant)).map(({ answer }) => answer),
      ],
    })),
    nonAnswers,
    codes: null,
    spellings: spellingsOf(sorted, codeOf),
    unread: sorted.unread,
    columns: cluster.members.map(({ column }) => column.index),
    isForItems: verdict === 'items',
    reason: say(isSure ? 'scale.by-words' : 'scale.order-open', { family: say(`family.${family}`) }),
    isSure,
    questions: [
      ...(isSure && !isOrdered ? [] : [orderQuestion(name, cluster, steps, choices)]),
      ...(order?.isDirectionOpen === true ? [directionQuestion(name, cluster, steps, choices)] : []),
      ...(completed === null || isOrdered
        ? []
        : [completionQuestion(name, cluster, completed, order?.steps.length ?? 0, choices)]),
      ...(order?.doubtful == null && first?.doubtful == null
        ? []
        : [middleQuestion(name, cluster, first?.doubtful ?? '', choices)]),
    ].filter((question) => verdict === 'items' || question.about !== 'order'),
  }
}

/** Every misspelling, and the code of the answer that was meant. */
const spellingsOf = (
  { misspelt }: SortedAnswers,
  codeOf: (label: string) => number,
): Readonly<Record<string, number>> =>
  Object.fromEntries(
    misspelt.flatMap(({ answer, meant }) => answer.spellings.map((spelling) => [spelling, codeOf(meant)] as const)),
  )

/** So seldom is a spelling that is a slip of the hand, beside the right one. */
const slipShare = 0.1

/**
 * The answer that was meant by one that is written nearly so, and seldom. Two right words that differ in a letter are two answers, as “enig” and “uenig” are, unless they say the same.
 * @param count how often it was written
 * @returns null where no answer is near enough
 */
export function meantBy(label: string, count: number, answers: readonly ColumnAnswer[]): ColumnAnswer | null {
  const areWords = answerTokens(label).every((word) => lexiconWords.has(word))
  const { score } = scoreAnswer(label)
  const [meant] = answers
    .filter(
      (other) =>
        other.label !== '' &&
        count <= other.count * slipShare &&
        isMisspeltFrom(label, other.label) &&
        (!areWords || (score !== null && other.kind === null && scoreAnswer(other.label).score === score)),
    )
    .toSorted((a, b) => b.count - a.count || (a.key < b.key ? -1 : 1))
  return meant ?? null
}

function sortedAnswers(
  cluster: AnswerCluster,
  chosen: Readonly<Record<string, NonResponseKind | null>>,
): SortedAnswers {
  const none = cluster.answers.flatMap((answer) => {
    const kind = kindOf(answer, chosen)
    return kind === null ? [] : [{ answer, kind }]
  })
  const others = cluster.answers.filter((answer) => kindOf(answer, chosen) === null)
  const most = largest([0, ...others.map(({ count }) => count)])
  const misspelt = others.flatMap((answer) => {
    const meant = meantBy(answer.label, answer.count, cluster.answers)
    return meant === null ? [] : [{ answer, meant: meant.label }]
  })
  const slips = new Set(misspelt.map(({ answer }) => answer))
  const rest = others.filter((answer) => !slips.has(answer))
  const unread = strangers(rest, most)
  return { given: rest.filter((answer) => !unread.includes(answer)), none, misspelt, unread }
}

/** Few people's own words among answers of a scale that are understood without them. */
function strangers(answers: readonly ColumnAnswer[], most: number): readonly ColumnAnswer[] {
  const rare = answers.filter(({ count }) => count <= Math.max(1, most * 0.02))
  const rest = answers.filter((answer) => !rare.includes(answer))
  if (rare.length === 0 || rest.length < 3) return []
  const order = orderAnswers(rest.map(({ label }) => label))
  if (order === null || !order.isSure || !isEvaluative(order.family)) return []
  return rare.filter(({ label }) => {
    const together = orderAnswers([...rest.map((answer) => answer.label), label])
    return together === null || !together.isSure || together.steps.length > mostSteps
  })
}

function isScale({ members, answers }: AnswerCluster, order: AnswerOrder | null): 'items' | 'groups' | 'none' {
  const given = answers.filter(({ kind }) => kind === null)
  const steps = order?.steps.length ?? given.length
  if (steps < 2 || steps > mostSteps) return 'none'
  const isMatrix = sharesMatrix(members)
  if (order !== null && isEvaluative(order.family)) {
    if (steps === 2) return isMatrix || members.length >= fewestAlike ? 'items' : 'groups'
    if (order.isSure) return 'items'
    const understood = given.filter(({ label }) => answerTokens(label).every((word) => lexiconWords.has(word))).length
    return members.length >= fewestAlike || (order.family !== 'other' && understood >= given.length * 0.6)
      ? 'items'
      : 'groups'
  }
  const areMany = isMatrix || members.length >= fewestAlike
  if (order?.family === 'yes-no') return isMatrix ? 'items' : 'groups'
  return areMany && steps >= 3 && steps <= 8 ? 'items' : 'groups'
}

/** Whether two columns or more are rows of one matrix. */
export function sharesMatrix(members: AnswerCluster['members']): boolean {
  const stems = members.map(({ parts }) => comparable(parts.stem)).filter((stem) => stem !== '')
  return new Set(stems).size < stems.length
}

function stepsOf(
  { given }: SortedAnswers,
  order: AnswerOrder | null,
  completed: readonly CompletedStep[] | null,
  name: string,
  choices: DraftChoices,
): readonly CompletedStep[] {
  const asked = choices.orders?.[name]
  const whole = (labels: readonly string[]): CompletedStep => ({ labels, proposed: null })
  const read = order === null ? given.map(({ label }) => [label]) : order.steps
  if (asked !== undefined) {
    const place = new Map(asked.map((text, at) => [comparable(text), at]))
    const rank = (labels: readonly string[]): number =>
      smallest(labels.map((label) => place.get(comparable(label)) ?? asked.length))
    return read.toSorted((a, b) => rank(a) - rank(b)).map(whole)
  }
  if (completed === null) return read.map(whole)
  const ends = choices.ends?.[name]
  const wanted = ends === undefined ? completed.length : ends[1] - ends[0] + 1
  return wanted === read.length ? read.map(whole) : completed
}

/** The declared ends where they fit the number of steps, else from 1. */
function endsOf(steps: number, ends: readonly [number, number] | undefined): readonly [number, number] {
  return ends !== undefined && ends[1] - ends[0] + 1 === steps ? ends : [1, steps]
}

const columnsOf = ({ members }: AnswerCluster): readonly string[] => members.map(({ column }) => column.header.name)

const namesOf = (steps: readonly CompletedStep[]): { readonly list: readonly string[] } => ({
  list: steps.map(({ labels, proposed }) => proposed ?? labels[0] ?? ''),
})

const isAnswered = (id: string, choices: DraftChoices): boolean => choices.answered?.includes(id) === true

function orderQuestion(
  scale: string,
  cluster: AnswerCluster,
  steps: readonly CompletedStep[],
  choices: DraftChoices,
): DraftQuestion {
  const id = `order:${scale}`
  const given = steps.map(({ labels }) => labels[0] ?? '')
  const wasGiven = choices.orders?.[scale] !== undefined
  return {
    id,
    about: 'order',
    columns: columnsOf(cluster),
    text: say('question.order', { answers: namesOf(steps), columns: cluster.members.length }),
    choices: [
      { id: 'as-read', label: say('choice.order-kept'), gives: { orders: { [scale]: given }, answered: [id] } },
      {
        id: 'turned',
        label: say('choice.order-turned'),
        gives: { orders: { [scale]: given.toReversed() }, answered: [id] },
      },
      {
        id: 'groups',
        label: say('choice.no-scale'),
        gives: {
          roles: Object.fromEntries(columnsOf(cluster).map((header) => [header, 'attribute' as const])),
          answered: [id],
        },
      },
    ],
    suggested: 'as-read',
    chosen: 'as-read',
    isAnswered: wasGiven || isAnswered(id, choices),
  }
}

function directionQuestion(
  scale: string,
  cluster: AnswerCluster,
  steps: readonly CompletedStep[],
  choices: DraftChoices,
): DraftQuestion {
  const id = `direction:${scale}`
  const names = namesOf(steps).list
  const chosen = choices.directions?.[scale]
  return {
    id,
    about: 'direction',
    columns: columnsOf(cluster),
    text: say('question.direction', { low: names[0] ?? '', high: names.at(-1) ?? '' }),
    choices: (['as-read', 'turned'] as const).map((direction) => ({
      id: direction,
      label: say('choice.is-high', { answer: (direction === 'as-read' ? names.at(-1) : names[0]) ?? '' }),
      gives: { directions: { [scale]: direction }, answered: [id] },
    })),
    suggested: 'as-read',
    chosen: chosen ?? 'as-read',
    isAnswered: chosen !== undefined || isAnswered(id, choices),
  }
}

function completionQuestion(
  scale: string,
  cluster: AnswerCluster,
  completed: readonly CompletedStep[],
  given: number,
  choices: DraftChoices,
): DraftQuestion {
  const id = `ends:${scale}`
  const ends = choices.ends?.[scale]
  const isWhole = ends === undefined || ends[1] - ends[0] + 1 !== given
  return {
    id,
    about: 'ends',
    columns: columnsOf(cluster),
    text: say('question.unseen-steps', {
      missing: { list: completed.flatMap(({ proposed }) => (proposed === null ? [] : [proposed])) },
      count: completed.length - given,
    }),
    choices: [
      {
        id: `1-${completed.length}`,
        label: say('choice.steps', { count: completed.length }),
        gives: { ends: { [scale]: [1, completed.length] }, answered: [id] },
      },
      {
        id: `1-${given}`,
        label: say('choice.steps', { count: given }),
        gives: { ends: { [scale]: [1, given] }, answered: [id] },
      },
    ],
    suggested: `1-${completed.length}`,
    chosen: isWhole ? `1-${completed.length}` : `1-${given}`,
    isAnswered: ends !== undefined || isAnswered(id, choices),
  }
}

function middleQuestion(scale: string, cluster: AnswerCluster, answer: string, choices: DraftChoices): DraftQuestion {
  const id = `non-answer:${scale}:${comparable(answer)}`
  const said = choices.nonAnswers?.[scale]?.[answer]
  return {
    id,
    about: 'non-answer',
    columns: columnsOf(cluster),
    text: say('question.middle', { answer }),
    choices: [
      {
        id: 'answer',
        label: say('choice.middle'),
        gives: { nonAnswers: { [scale]: { [answer]: null } }, answered: [id] },
      },
      {
        id: 'dont_know',
        label: say('choice.dont_know'),
        gives: { nonAnswers: { [scale]: { [answer]: 'dont_know' } }, answered: [id] },
      },
    ],
    suggested: 'answer',
    chosen: said ?? 'answer',
    isAnswered: said !== undefined || isAnswered(id, choices),
  }
}
