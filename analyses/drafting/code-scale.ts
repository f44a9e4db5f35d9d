import type { CodeMap, NonResponseKind } from '../instrument/model'
import { largest, smallest } from '../numeric/summary/extremes'
import { comparable } from '../sources/comparable'
import type { AnswerCluster } from './answer-clusters'
import { isMisspeltFrom, orderAnswers, type AnswerOrder } from './answer-order'
import { apartCodes } from './apart-codes'
import { bothOf, type ColumnAnswer } from './column-answers'
import type { DraftChoices, DraftQuestion } from './draft'
import { fewestAlike, isEvaluative, kindOf, meantBy, sharesMatrix } from './label-scale'
import { codedNonAnswers, type MadeNonAnswer, type MadeScale, type MadeStep, type ScaleFamily } from './made-scale'
import { doubtfulEnds, endsQuestion } from './scale-ends'
import { say } from './words'

const mostSteps = 11

interface CodedAnswers {
  readonly given: readonly ColumnAnswer[]
  readonly none: readonly { readonly answer: ColumnAnswer; readonly kind: NonResponseKind }[]
  readonly apart: readonly ColumnAnswer[]
}

/** How the words of codes run beside the codes. */
type Course = 'rising' | 'falling' | 'other' | 'unknown'

/**
 * A scale of answers that are numbers, with or without names.
 * @param others ranges of other scales of the file
 * @returns null where the numbers are none of a scale
 */
export function codeScale(
  cluster: AnswerCluster,
  id: (family: ScaleFamily) => string,
  choices: DraftChoices,
  others: readonly (readonly [number, number])[],
): MadeScale | null {
  const first = sortedCodes(cluster, {})
  const order = orderOf(first)
  const verdict = isScale(cluster, first, order)
  if (verdict === 'none') return null
  const isNamed = first.given.some(({ label }) => label !== '')
  const family: ScaleFamily =
    order === null || order.family === 'size' ? (isNamed ? 'answers' : 'points') : order.family
  const name = id(family)
  const sorted = sortedCodes(cluster, choices.nonAnswers?.[name] ?? {})
  const course = courseOf(sorted, order)
  const isCounted = course === 'other'
  const observed: readonly [number, number] = [
    smallest(sorted.given.map(({ code }) => code ?? 0)),
    largest(sorted.given.map(({ code }) => code ?? 0)),
  ]
  const known = knownRange(cluster)
  const doubt = isCounted || cluster.isDeclared || known !== null ? null : doubtfulEnds(sorted.given, observed, others)
  const asked = choices.ends?.[name] ?? known ?? undefined
  const ends = isCounted
    ? ([1, sorted.given.length] as const)
    : asked !== undefined && asked[0] <= observed[0] && asked[1] >= observed[1] && asked[1] - asked[0] <= mostSteps
      ? asked
      : (doubt?.suggested ?? observed)
  const isTurned = (course === 'falling') !== (choices.directions?.[name] === 'turned')
  const numbers = codesFor(sorted, order, ends, isTurned, isCounted)
  const nonAnswers = codedNonAnswers(sorted.none, ends[0], ends[1])
  const codes = cluster.isDeclared ? withTextCodes(numbers, sorted.given, nonAnswers) : numbers
  const isOrderOpen = verdict === 'items' && hasNoOrder(cluster, sorted, order)
  const isOrdered = choices.answered?.includes(`order:${name}`) === true
  const isSure = course === 'rising' || course === 'falling' || course === 'other' || !isNamed || cluster.isDeclared
  return {
    id: name,
    family,
    kind: 'ordinal',
    min: ends[0],
    max: ends[1],
    steps: stepsOf(sorted, ends, numbers),
    nonAnswers,
    codes,
    ...slipsOf(cluster, sorted, nonAnswers, numbers),
    columns: cluster.members.map(({ column }) => column.index),
    isForItems: verdict === 'items',
    reason: reasonOf(cluster, family, course, ends, isNamed),
    isSure: isSure && (doubt === null || asked !== undefined) && (!isOrderOpen || isOrdered),
    questions: [
      ...(isOrderOpen ? [codeOrder(name, cluster, sorted, isOrdered)] : []),
      ...(doubt === null ? [] : [endsQuestion(name, cluster, doubt, ends, choices)]),
      ...(order?.isDirectionOpen === true ? [codeDirection(name, cluster, sorted, isTurned, choices)] : []),
      ...first.apart.map((answer) => apartQuestion(name, cluster, answer, apartCodes(cluster.answers), choices)),
    ],
  }
}

/**
 * Whether every code has words, and neither they nor the file say that they are in order: countries, or whether somebody has had a subject, is going to or cannot. Their codes are then
 * no more than a numbering, which only a person can know.
 */
function hasNoOrder(
  { members, isDeclared }: AnswerCluster,
  { given }: CodedAnswers,
  order: AnswerOrder | null,
): boolean {
  const areWords = given.every(({ label }) => /\p{L}{2}/u.test(label))
  return isDeclared && areWords && order === null && members.every(({ column }) => column.header.measure !== 'ordinal')
}

function codeOrder(
  scale: string,
  { members }: AnswerCluster,
  { given }: CodedAnswers,
  isAnswered: boolean,
): DraftQuestion {
  const id = `order:${scale}`
  const columns = members.map(({ column }) => column.header.name)
  return {
    id,
    about: 'order',
    columns,
    text: say('question.order', { answers: { list: given.map(({ label }) => label) }, columns: columns.length }),
    choices: [
      { id: 'as-read', label: say('choice.order-kept'), gives: { answered: [id] } },
      {
        id: 'groups',
        label: say('choice.no-scale'),
        gives: { roles: Object.fromEntries(columns.map((header) => [header, 'attribute' as const])), answered: [id] },
      },
    ],
    suggested: 'as-read',
    chosen: 'as-read',
    isAnswered,
  }
}

/** The ends that a codebook declares for every column. */
function knownRange({ members }: AnswerCluster): readonly [number, number] | null {
  const ranges = new Set(members.map(({ column }) => column.known?.range?.join(' ') ?? ''))
  return ranges.size === 1 ? (members[0]?.column.known?.range ?? null) : null
}

/** Answers whose words are not those of their code, and words that stand where codes do: what was meant where they are misspelt, and what is read as nothing. */
function slipsOf(
  cluster: AnswerCluster,
  { given, none }: CodedAnswers,
  nonAnswers: readonly MadeNonAnswer[],
  codes: CodeMap | null,
): Pick<MadeScale, 'spellings' | 'unread'> {
  if (cluster.isDeclared) return { spellings: {}, unread: [] }
  const counts = new Map<string, number>()
  for (const { column } of cluster.members)
    for (const { text, count } of column.values) counts.set(text, (counts.get(text) ?? 0) + count)
  const codeOf = ({ key, code }: ColumnAnswer): number | undefined =>
    nonAnswers.find(({ answer }) => answer.key === key)?.code ??
    (codes === null ? code : codes[String(code)]) ??
    undefined
  const slips = [
    ...given.flatMap((answer) =>
      answer.spellings.flatMap((text) => {
        const label = bothOf(text)?.label ?? answer.label
        const isMeant = isMisspeltFrom(label, answer.label)
        return comparable(label) === comparable(answer.label)
          ? []
          : [{ answer: { ...answer, text }, code: isMeant ? codeOf(answer) : undefined }]
      }),
    ),
    ...cluster.answers.flatMap((answer) => {
      if (answer.code !== null || none.some((each) => each.answer === answer)) return []
      const meant = meantBy(answer.label, answer.count, cluster.answers)
      return answer.spellings.map((text) => ({
        answer: { ...answer, text },
        code: meant === null ? undefined : codeOf(meant),
      }))
    }),
  ]
  return {
    spellings: Object.fromEntries(
      slips.flatMap(({ answer, code }) => (code === undefined ? [] : [[answer.text, code]])),
    ),
    unread: slips.flatMap(({ answer, code }) =>
      code === undefined ? [{ ...answer, count: counts.get(answer.text) ?? 0 }] : [],
    ),
  }
}

/** Codes in the file that are no numbers, such as A1, beside those that stand for others. */
function withTextCodes(
  numbers: CodeMap | null,
  given: readonly ColumnAnswer[],
  nonAnswers: readonly MadeNonAnswer[],
): CodeMap | null {
  const isText = ({ text }: ColumnAnswer): boolean => text !== '' && Number.isNaN(Number(text))
  const answers = given.filter(isText).map(({ text, code }) => [text, numbers?.[String(code)] ?? code ?? 0] as const)
  const none = nonAnswers.flatMap(({ answer, code }) =>
    isText(answer) && answer.code !== null ? [[answer.text, code] as const] : [],
  )
  return answers.length === 0 ? numbers : Object.fromEntries([...answers, ...none])
}

function sortedCodes(cluster: AnswerCluster, chosen: Readonly<Record<string, NonResponseKind | null>>): CodedAnswers {
  const apart = apartCodes(cluster.answers)
  const kindOfAnswer = (answer: ColumnAnswer): NonResponseKind | null =>
    kindOf(
      answer.code !== null && apart.has(answer.code) ? { ...answer, kind: apart.get(answer.code) ?? null } : answer,
      chosen,
    )
  return {
    given: cluster.answers.filter((answer) => answer.code !== null && kindOfAnswer(answer) === null),
    none: cluster.answers.flatMap((answer) => {
      const kind = kindOfAnswer(answer)
      return kind === null ? [] : [{ answer, kind }]
    }),
    apart: cluster.answers.filter(({ code }) => code !== null && apart.has(code)),
  }
}

const labelledOf = ({ given }: CodedAnswers): readonly ColumnAnswer[] => given.filter(({ label }) => label !== '')

function orderOf(sorted: CodedAnswers): AnswerOrder | null {
  const labels = labelledOf(sorted).map(({ label }) => label)
  return new Set(labels).size < labels.length || labels.length < 2 ? null : orderAnswers(labels)
}

function courseOf(sorted: CodedAnswers, order: AnswerOrder | null): Course {
  if (order === null || (!order.isSure && order.family !== 'agreement')) return 'unknown'
  const codeOf = new Map(labelledOf(sorted).map(({ label, code }) => [label, code ?? 0]))
  const codes = order.steps.map((step) => codeOf.get(step[0] ?? '') ?? 0)
  if (order.steps.some((step) => step.length > 1)) return 'unknown'
  if (codes.every((code, at) => at === 0 || code > (codes[at - 1] ?? 0))) return 'rising'
  if (codes.every((code, at) => at === 0 || code < (codes[at - 1] ?? 0))) return 'falling'
  return order.isSure && labelledOf(sorted).length === sorted.given.length ? 'other' : 'unknown'
}

function isScale(
  { members, isDeclared }: AnswerCluster,
  sorted: CodedAnswers,
  order: AnswerOrder | null,
): 'items' | 'groups' | 'none' {
  const { given } = sorted
  const codes = given.map(({ code }) => code ?? 0)
  const span = largest(codes) - smallest(codes)
  const named = labelledOf(sorted).length
  if (given.length < 2 || codes.some((code) => Math.abs(code) > 100)) return 'none'
  const areMany = sharesMatrix(members) || members.length >= fewestAlike
  const isOrdinal = members.some(({ column }) => column.header.measure === 'ordinal')
  if (named >= 2 && order !== null && isEvaluative(order.family) && (order.isSure || order.family !== 'other')) {
    if (given.length === 2 && span === 1) return areMany ? 'items' : 'groups'
    return span <= mostSteps || named === given.length ? 'items' : 'none'
  }
  if (span > mostSteps) return 'none'
  if (given.length === 2 && span === 1) return areMany && order?.family === 'yes-no' ? 'items' : 'groups'
  if (named === 0) return given.length >= 3 || areMany ? 'items' : 'groups'
  // Only the ends have names, and the numbers between them were answered.
  if (!isDeclared || named <= 3) return given.length > named ? 'items' : areMany ? 'items' : 'groups'
  return areMany || isOrdinal ? (given.length >= 3 ? 'items' : 'groups') : 'groups'
}

/** What codes of the file stand for, where they are not those of the scale. */
function codesFor(
  sorted: CodedAnswers,
  order: AnswerOrder | null,
  [min, max]: readonly [number, number],
  isTurned: boolean,
  isCounted: boolean,
): CodeMap | null {
  if (isCounted && order !== null) {
    const inOrder = order.steps.map((step) => sorted.given.find(({ label }) => label === step[0]))
    const numbered = inOrder.flatMap((answer, at): [string, number][] =>
      answer === undefined ? [] : [[String(answer.code), isTurned ? inOrder.length - at : at + 1]],
    )
    return Object.fromEntries(numbered)
  }
  if (!isTurned) return null
  return Object.fromEntries(
    Array.from({ length: max - min + 1 }, (_, at): [string, number] => [String(min + at), max - at]),
  )
}

function stepsOf(
  { given }: CodedAnswers,
  [min, max]: readonly [number, number],
  codes: CodeMap | null,
): readonly MadeStep[] {
  return Array.from({ length: max - min + 1 }, (_, at) => {
    const code = min + at
    const answers = given.filter((answer) => (codes === null ? answer.code : codes[String(answer.code)]) === code)
    return { code, labels: answers.flatMap(({ label }) => (label === '' ? [] : [label])), answers }
  })
}

function reasonOf(
  { isDeclared, members }: AnswerCluster,
  family: ScaleFamily,
  course: Course,
  [min, max]: readonly [number, number],
  isNamed: boolean,
): MadeScale['reason'] {
  const values = { family: say(`family.${family}`), min, max }
  if (course === 'falling') return say('scale.codes-fall', values)
  if (course === 'other') return say('scale.codes-other', values)
  if (!isNamed) return say('scale.numbers', values)
  if (members.some(({ column }) => column.known !== undefined)) return say('scale.codebook', values)
  return say(isDeclared ? 'scale.stored' : 'scale.codes', values)
}

function codeDirection(
  scale: string,
  cluster: AnswerCluster,
  sorted: CodedAnswers,
  isTurned: boolean,
  choices: DraftChoices,
): DraftQuestion {
  const id = `direction:${scale}`
  const named = labelledOf(sorted)
  const [first, last] = isTurned ? [named.at(-1), named[0]] : [named[0], named.at(-1)]
  const chosen = choices.directions?.[scale]
  const isFlipped = chosen === 'turned'
  const [low, high] = isFlipped ? [last, first] : [first, last]
  return {
    id,
    about: 'direction',
    columns: cluster.members.map(({ column }) => column.header.name),
    text: say('question.direction', { low: low?.label ?? '', high: high?.label ?? '' }),
    choices: [
      {
        id: 'as-read',
        label: say('choice.is-high', { answer: high?.label ?? '' }),
        gives: { directions: { [scale]: 'as-read' }, answered: [id] },
      },
      {
        id: 'turned',
        label: say('choice.is-high', { answer: low?.label ?? '' }),
        gives: { directions: { [scale]: 'turned' }, answered: [id] },
      },
    ],
    suggested: 'as-read',
    chosen: chosen ?? 'as-read',
    isAnswered: chosen !== undefined || choices.answered?.includes(id) === true,
  }
}

function apartQuestion(
  scale: string,
  cluster: AnswerCluster,
  answer: ColumnAnswer,
  apart: ReadonlyMap<number, NonResponseKind>,
  choices: DraftChoices,
): DraftQuestion {
  const id = `non-answer:${scale}:${answer.key}`
  const suggested = apart.get(answer.code ?? 0) ?? 'dont_know'
  const said = Object.entries(choices.nonAnswers?.[scale] ?? {}).find(
    ([text]) => text === answer.text || comparable(text) === answer.key,
  )
  const gives = (kind: NonResponseKind | null): DraftChoices => ({
    nonAnswers: { [scale]: { [answer.text]: kind } },
    answered: [id],
  })
  return {
    id,
    about: 'non-answer',
    columns: cluster.members.flatMap(({ column, answers }) =>
      answers.answers.some(({ key }) => key === answer.key) ? [column.header.name] : [],
    ),
    text: say('question.apart', { code: answer.text, count: answer.count }),
    choices: [
      { id: 'dont_know', label: say('choice.dont_know'), gives: gives('dont_know') },
      { id: 'not_relevant', label: say('choice.not_relevant'), gives: gives('not_relevant') },
      { id: 'refused', label: say('choice.refused'), gives: gives('refused') },
      { id: 'answer', label: say('choice.is-answer'), gives: gives(null) },
    ],
    suggested,
    chosen: said === undefined ? suggested : (said[1] ?? 'answer'),
    isAnswered: said !== undefined || choices.answered?.includes(id) === true,
  }
}
