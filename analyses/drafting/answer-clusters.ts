import { largest, smallest } from '../numeric/summary/extremes'
import { comparable } from '../sources/comparable'
import { lexiconWords } from './answer-lexicon'
import { answerTokens } from './answer-scores'
import { orderAnswers } from './answer-order'
import { apartCodes } from './apart-codes'
import type { ColumnAnswer, ColumnAnswers } from './column-answers'
import type { ColumnEvidence } from './evidence'
import type { HeaderParts } from './header-parts'

/** A column that may hold answers. */
export interface CandidateColumn {
  readonly column: ColumnEvidence
  readonly parts: HeaderParts
}

/** A column with its answers, while scales are looked for. */
export interface AnsweredColumn extends CandidateColumn {
  readonly answers: ColumnAnswers
}

/** Columns that share a set of answers. */
export interface AnswerCluster {
  readonly basis: ColumnAnswers['basis']
  readonly isDeclared: boolean
  readonly members: readonly AnsweredColumn[]
  /** Of all members together, in the order of their keys. */
  readonly answers: readonly ColumnAnswer[]
}

interface Growing {
  readonly basis: ColumnAnswers['basis']
  readonly isDeclared: boolean
  readonly members: AnsweredColumn[]
  /** Without non-answers. */
  readonly counts: Map<string, number>
  readonly labels: Map<string, string>
}

const givenOf = ({ answers }: AnsweredColumn): readonly ColumnAnswer[] => {
  const apart = apartCodes(answers.answers)
  const given = answers.answers.filter(({ kind, code }) => kind === null && (code === null || !apart.has(code)))
  if (answers.basis === 'codes') return given.filter(({ code }) => code !== null)
  const n = given.reduce((sum, { count }) => sum + count, 0)
  const usual = given.filter(({ count, label }) => count > Math.max(1, n * rareShare) || isUnderstood(label))
  return usual.length >= 2 ? usual : given
}

/** Answers that so few gave, with words that answers do not have, are slips of the hand and do not tell columns apart. */
const rareShare = 0.03

const isUnderstood = (label: string): boolean => answerTokens(label).every((word) => lexiconWords.has(word))

/**
 * Puts columns together that are answered alike. Not every step is answered in every column, so that a part of the answers is enough; the rows of one matrix have one set
 * by their making. What comes of it does not depend on the order of the columns.
 */
export function clusterColumns(columns: readonly AnsweredColumn[]): readonly AnswerCluster[] {
  const clusters: Growing[] = []
  const sorted = columns.toSorted(
    (a, b) => givenOf(b).length - givenOf(a).length || compareTexts(signature(a), signature(b)),
  )
  for (const column of sorted) {
    if (givenOf(column).length === 0) continue
    const home = clusters.find((cluster) => belongs(cluster, column))
    if (home === undefined) clusters.push(startCluster(column))
    else join(home, column)
  }
  return clusters
    .map(({ basis, isDeclared, members }) => {
      const inPlace = members.toSorted((a, b) => a.column.index - b.column.index)
      return { basis, isDeclared, members: inPlace, answers: together(inPlace) }
    })
    .toSorted((a, b) => (a.members[0]?.column.index ?? 0) - (b.members[0]?.column.index ?? 0))
}

const compareTexts = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)

const signature = (column: AnsweredColumn): string =>
  `${column.answers.basis} ${givenOf(column)
    .map(({ key }) => key)
    .join('|')} ${column.column.header.name}`

function startCluster(column: AnsweredColumn): Growing {
  const { basis, isDeclared } = column.answers
  const cluster: Growing = { basis, isDeclared, members: [], counts: new Map(), labels: new Map() }
  join(cluster, column)
  return cluster
}

function join(cluster: Growing, column: AnsweredColumn): void {
  cluster.members.push(column)
  for (const { key, count, label } of givenOf(column)) {
    cluster.counts.set(key, (cluster.counts.get(key) ?? 0) + count)
    if (label !== '') cluster.labels.set(key, comparable(label))
  }
}

function belongs(cluster: Growing, column: AnsweredColumn): boolean {
  if (cluster.basis !== column.answers.basis || cluster.isDeclared !== column.answers.isDeclared) return false
  const given = givenOf(column)
  const shared = given.filter(({ key }) => cluster.counts.has(key))
  const stem = comparable(column.parts.stem)
  const isSameMatrix = stem !== '' && cluster.members.some(({ parts }) => comparable(parts.stem) === stem)
  const agree = shared.every(({ key, label }) => {
    const known = cluster.labels.get(key)
    return label === '' || known === undefined || known === comparable(label)
  })
  if (!agree) return false
  if (isSameMatrix && !cluster.isDeclared) return mayBeOneMatrix(cluster, given)
  if (shared.length === 0) return mayBeFewAnswers(cluster, given)
  if (cluster.isDeclared)
    return shared.length === given.length && cluster.counts.size - shared.length <= 1 && sameNames(cluster, given)
  if (shared.length < given.length) return false
  return cluster.basis === 'labels' ? mayLackOthers(cluster, given) : mayStopBefore(cluster, given)
}

const widestSpan = 11

/** Rows of one matrix have one set of answers, unless what was answered cannot be one scale. */
function mayBeOneMatrix(cluster: Growing, given: readonly ColumnAnswer[]): boolean {
  const keys = [...new Set([...cluster.counts.keys(), ...given.map(({ key }) => key)])]
  if (cluster.basis === 'codes') return largest(keys.map(Number)) - smallest(keys.map(Number)) <= widestSpan
  const shared = given.filter(({ key }) => cluster.counts.has(key)).length
  return shared * 2 >= Math.min(given.length, cluster.counts.size) || isOneScale(cluster, given)
}

/** With so few answers two columns of one scale may have none in common. */
const fewAnswers = 30
const mostOfFew = 7

function mayBeFewAnswers(cluster: Growing, given: readonly ColumnAnswer[]): boolean {
  const n = given.reduce((sum, { count }) => sum + count, 0)
  return cluster.basis === 'labels' && n < fewAnswers && isOneScale(cluster, given)
}

/** Whether the words of all answers together are those of one scale. */
function isOneScale(cluster: Growing, given: readonly ColumnAnswer[]): boolean {
  const labels = new Map([...cluster.labels, ...given.map(({ key, label }) => [key, label] as const)])
  const order = orderAnswers([...labels.values()])
  return (
    order !== null &&
    order.isSure &&
    order.family !== 'size' &&
    order.family !== 'yes-no' &&
    order.steps.length <= mostOfFew
  )
}

/** Columns whose codes have names are alike when the names are. */
function sameNames(cluster: Growing, given: readonly ColumnAnswer[]): boolean {
  const names = new Set(given.filter(({ label }) => label !== '').map(({ key }) => key))
  return [...cluster.labels.keys()].every((key) => names.has(key)) && [...names].every((key) => cluster.labels.has(key))
}

/** So seldom would nobody choose any of the other answers, if they were offered. */
const leastChance = 1e-4

/** Whether it may be by chance that the other answers were not chosen here. Answers at the ends are left out by whole groups of people; those in between are not. */
function mayLackOthers(cluster: Growing, given: readonly ColumnAnswer[]): boolean {
  const own = new Set(given.map(({ key }) => key))
  const missing = [...cluster.counts].filter(([key]) => !own.has(key))
  if (missing.length === 0 || own.size === 1) return missing.length === 0 || own.size > 1
  if (own.size * 2 < cluster.counts.size) return false
  const all = [...cluster.counts.values()].reduce((sum, count) => sum + count, 0)
  const share = missing.reduce((sum, [, count]) => sum + count, 0) / all
  const n = given.reduce((sum, { count }) => sum + count, 0)
  const perRow = n / Math.max(1, cluster.members.length)
  return missing.length === 1 || (1 - share) ** perRow > leastChance
}

/** A step that so many chose is followed by one that some chose. */
const thinEnd = 0.1

/** Whether numbers that end earlier than the others may belong to one scale with them: only few are at the end. */
function mayStopBefore(cluster: Growing, given: readonly ColumnAnswer[]): boolean {
  const own = given.map(({ key }) => Number(key)).toSorted((a, b) => a - b)
  const all = [...cluster.counts.keys()].map(Number)
  const n = given.reduce((sum, { count }) => sum + count, 0)
  const shareOf = (code: number | undefined): number =>
    (given.find(({ key }) => key === String(code))?.count ?? 0) / Math.max(1, n)
  const [low, high] = [own[0] ?? 0, own.at(-1) ?? 0]
  const isOpenBelow = all.some((code) => code < low)
  const isOpenAbove = all.some((code) => code > high)
  if (own.length * 2 < all.length) return false
  return (!isOpenBelow || shareOf(low) < thinEnd * 2) && (!isOpenAbove || shareOf(high) < thinEnd * 2)
}

function together(members: readonly AnsweredColumn[]): readonly ColumnAnswer[] {
  const byKey = new Map<string, ColumnAnswer>()
  for (const { answers } of members)
    for (const answer of answers.answers) {
      const known = byKey.get(answer.key)
      const isMore = known === undefined || answer.count > known.count
      byKey.set(answer.key, {
        ...(isMore ? answer : known),
        label: answer.label !== '' && (isMore || known.label === '') ? answer.label : (known?.label ?? ''),
        kind: answer.kind ?? known?.kind ?? null,
        count: answer.count + (known?.count ?? 0),
        spellings: [...new Set([...(known?.spellings ?? []), ...answer.spellings])].toSorted(),
      })
    }
  return [...byKey.values()].toSorted((a, b) => (a.code ?? 0) - (b.code ?? 0) || compareTexts(a.key, b.key))
}
