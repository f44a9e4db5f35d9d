import { describe, expect, test } from 'vitest'
import type { AnyAnalysis } from '../../analyses/core/contract'
import type { SurveyDataset } from '../../analyses/core/datasets'
import { InputError } from '../../analyses/core/errors'
import type { Option } from '../../analyses/core/options'
import { rowsOfTable, type ResultTable } from '../../analyses/core/result'
import { decideBases } from '../../analyses/disclosure/usable'
import { analyses } from '../../analyses/index'
import { random } from '../../analyses/numeric/resampling/random'
import { runStatements } from '../../analyses/recipe/statements'
import { concludeRun, prepareRun, type AnalysisOutcome } from '../../analyses/recipe/run'
import { engineOfTests } from '../database/engine-of-tests'
import { askedOnce } from './asked-once'
import { clear, instrumentOf, openHandMade, type HandMade, type Respondent } from '../survey/hand-made-survey'

/**
 * Whatever the people of withheld groups answer, what an analysis tells stays the same: tables, figures, notes, sentences and refusals. Who is withheld is read off the
 * tables, so that nothing here knows how an analysis keeps them out.
 */

const minGroup = 5
const surveys = [...analyses.values()].filter(({ needs }) => needs.data === 'survey')

const database = askedOnce(await engineOfTests())

const dimensionItems: Readonly<Record<string, readonly string[]>> = {
  a: ['a_1', 'a_2', 'a_3', 'a_4'],
  b: ['b_1', 'b_2', 'b_3'],
}
const items = Object.values(dimensionItems).flat()
const instrument = instrumentOf(
  [{}],
  Object.keys(dimensionItems).map((id) => ({ id })),
  items.map((id) => ({ id, reversed: id === 'a_4' })),
)

/**
 * `Few` are below the limit; one of the two organisations of exactly the limit is withheld besides, since the total is known; `Twice` is twice the limit. Of `Part` three
 * alone answered dimension b.
 */
const sizes = { Nord: 24, Sør: 20, Part: 16, Twice: 2 * minGroup, Exact: minGroup, Limit: minGroup, Few: minGroup - 1 }
/**
 * What revalidation compares are groups of a hundred complete answers and more: one that is withheld is of that size only where it is the second of a pair, `Large` beside
 * `Few`.
 */
const largeSizes = { Nord: 260, Sør: 240, Large: 190, Few: minGroup - 1 }

interface Sample {
  readonly rounds: readonly string[]
  /** People by organisation. */
  readonly sizes: Readonly<Record<string, number>>
  /** The analyses that are run on it; all of them when absent. */
  readonly analyses?: readonly string[]
  /** The same people answer in every round; otherwise the small organisations have their people once, some in each round. */
  readonly isFollowed?: boolean
  readonly isWeighted?: boolean
}
const samples: Readonly<Record<string, Sample>> = {
  'one round': { rounds: ['2021'], sizes },
  'two rounds, weights and a headcount': { rounds: ['2021', '2022'], sizes, isWeighted: true },
  'three rounds in which persons are followed': { rounds: ['2020', '2021', '2022'], sizes, isFollowed: true },
  'organisations of hundreds': { rounds: ['2021'], sizes: largeSizes, analyses: ['revalidation'] },
}

const isLeader = (person: number): boolean => person % 5 === 4

/** Leaders, and four employees of every organisation, answer everything: a group in which nobody did would be a group of nobody. */
function answersOf(next: () => number, organisation: string, person: number): Respondent['answers'] {
  const level = next() * 2
  return Object.fromEntries(
    items.map((item) => {
      const answer = 1 + Math.min(4, Math.floor(level + next() * 3))
      const isBlank = next() < 0.08 && person > 3 && !isLeader(person)
      const isNotAsked = organisation === 'Part' && item.startsWith('b') && person > 2
      return [item, isBlank || isNotAsked ? null : answer]
    }),
  )
}

function peopleOf({ rounds, sizes, isFollowed = false }: Sample): readonly Respondent[] {
  const { uniform: next } = random(20221122, 'withholding')
  return rounds.flatMap((round, roundIndex) =>
    Object.entries(sizes).flatMap(([organisation, size]) =>
      Array.from({ length: size }, (_, person) => person)
        .filter((person) => isFollowed || size > 16 || person % rounds.length === roundIndex)
        .map((person) => ({
          round,
          respondent: isFollowed ? `${organisation} ${person}` : null,
          weight: 0.5 + next(),
          places: { organisation, role: isLeader(person) ? 'leader' : 'employee' },
          answers: answersOf(next, organisation, person),
        })),
    ),
  )
}

async function open(sample: Sample, people: readonly Respondent[]): Promise<SurveyDataset> {
  await clear(database)
  const made: HandMade = {
    instrument,
    people,
    attributes: ['organisation', 'role'],
    weighted: sample.isWeighted ?? false,
  }
  if (sample.isWeighted !== true) return openHandMade(database, made)
  const headcount = sample.rounds.flatMap((round) =>
    Object.entries(sample.sizes).map(([organisation, size]) => ({ round, organisation, invited: 2 * size })),
  )
  return openHandMade(database, { ...made, headcount, headcountBy: ['organisation'] })
}

type Options = Readonly<Record<string, unknown>>
interface Told extends Pick<AnalysisOutcome, 'refusal' | 'notes' | 'tables' | 'figures' | 'prose'> {
  /** Some number is of everybody, so that nobody's answers can change without it. */
  readonly isOfEverybody: boolean
}

/** Null when the options do not go together, or the data lack what the analysis needs. */
async function tell(
  analysis: AnyAnalysis,
  dataset: SurveyDataset,
  options: Options,
  where: { readonly organisation: string } | null = null,
): Promise<Told | null> {
  const conditions = where === null ? [] : [{ column: 'organisation', in: [where.organisation] }]
  try {
    const request = { id: analysis.id, as: analysis.id, options, where: conditions }
    const prepared = prepareRun(analysis, request, { survey: dataset, series: null })
    const { frames, nUsed } = await runStatements(database, prepared)
    const context = {
      dataset: prepared.dataset,
      seed: 1,
      abort: { aborted: false },
      note: () => undefined,
      progress: () => undefined,
    }
    let isOfEverybody = false
    if (analysis.bases !== undefined) {
      const read = analysis.read?.(frames, prepared.options, context) ?? frames
      const basesIn = (withheld: ReadonlySet<string>): ReturnType<NonNullable<AnyAnalysis['bases']>> =>
        analysis.bases?.(read, prepared.options, prepared.dataset, withheld) ?? []
      const { usable } = decideBases(basesIn, minGroup, prepared.dataset)
      isOfEverybody = basesIn(new Set()).some(
        ({ id, group, counts }) => Object.keys(group).length === 0 && counts.some((n) => n !== 0) && usable.has(id),
      )
    }
    const { status, refusal, notes, tables, figures, prose } = await concludeRun(
      analysis,
      prepared,
      { frames, nUsed, seed: 1, minGroup, language: 'en' },
      { abort: { aborted: false } },
    )
    expect(status, JSON.stringify(refusal)).not.toBe('failed')
    return { refusal, notes, tables, figures, prose, isOfEverybody }
  } catch (error) {
    if (error instanceof InputError) return null
    throw error
  }
}

/** Sums over values in another order differ in their last digits. */
const comparable = ({ refusal, notes, tables, figures, prose }: Told): unknown =>
  JSON.parse(
    JSON.stringify({ refusal, notes, tables, figures, prose }, (_key, value: unknown) =>
      typeof value === 'number' ? Number(value.toPrecision(9)) : value,
    ),
  )

/** `organisation item` for answers that no number shown stands on: every row about the organisation and the item's dimension is withheld. */
function withheldAnswers(tables: readonly ResultTable[]): ReadonlySet<string> {
  const told = new Map<string, boolean>()
  for (const table of tables) {
    const { protection } = table
    if (protection.kind !== 'counts' || !table.columns.some(({ id }) => id === 'organisation')) continue
    const named = table.columns.filter(
      ({ refersTo }) => refersTo === 'dimension' || refersTo === 'item' || refersTo === 'outcome',
    )
    for (const { cells, withheld } of rowsOfTable(table)) {
      const organisation = cells['organisation']
      if (typeof organisation !== 'string') continue
      const about = named.map(({ id }) => String(cells[id]))
      const concerned = about.length === 0 ? items : about.flatMap((id) => dimensionItems[id.split('_')[0] ?? ''] ?? [])
      const isShown = !protection.counts.some((id) => withheld.has(id))
      for (const item of concerned) {
        const key = `${organisation} ${item}`
        told.set(key, told.get(key) === true || isShown)
      }
    }
  }
  return new Set([...told].flatMap(([key, isShown]) => (isShown ? [] : [key])))
}

type Change = (people: readonly Respondent[], withheld: ReadonlySet<string>) => readonly Respondent[]

const organisationOf = ({ places }: Respondent): string => String(places?.['organisation'])

/** Organisations of whom nothing is told at all. */
const wholeIn = (withheld: ReadonlySet<string>): readonly string[] =>
  Object.keys({ ...sizes, ...largeSizes }).filter((one) => items.every((item) => withheld.has(`${one} ${item}`)))

/** People by round, organisation and role, as positions in the list. */
function placesOf(people: readonly Respondent[], organisations: readonly string[]): readonly (readonly number[])[] {
  const places = new Map<string, number[]>()
  people.forEach((person, index) => {
    if (!organisations.includes(organisationOf(person))) return
    const place = JSON.stringify([person.round, organisationOf(person), person.places?.['role']])
    places.set(place, [...(places.get(place) ?? []), index])
  })
  return [...places.values()]
}

/** Other answers where there is one. */
function answered(
  people: readonly Respondent[],
  withheld: ReadonlySet<string>,
  answer: (item: string) => number,
): readonly Respondent[] {
  return people.map((person) => ({
    ...person,
    answers: Object.fromEntries(
      Object.entries(person.answers).map(([item, before]) => [
        item,
        before !== null && withheld.has(`${organisationOf(person)} ${item}`) ? answer(item) : before,
      ]),
    ),
  }))
}

/** Of the answers that may change. How many answered what, of which withholding depends, stays as it is; who left what blank does not. */
const changes: Readonly<Record<string, Change>> = {
  'all answer alike': (people, withheld) => answered(people, withheld, () => 3),
  'others answer, and leave blank': (people, withheld) => {
    const { uniform: next } = random(7, 'others')
    const moved = [...people]
    for (const place of placesOf(people, wholeIn(withheld)))
      place.forEach((index, position) => {
        const [own, other] = [people[index], people[place[(position + 1) % place.length] ?? index]]
        if (own !== undefined && other !== undefined) moved[index] = { ...own, answers: other.answers }
      })
    return answered(moved, withheld, () => 1 + Math.floor(next() * 5))
  },
}

/** Where numbers are of everybody: who belongs to which of the withheld organisations, among those who left the same items blank. */
const exchange: Change = (people, withheld) => {
  const changed = [...people]
  const whole = wholeIn(withheld)
  const alike = new Map<string, number[]>()
  for (const index of placesOf(people, whole).flat()) {
    const { round, places, answers } = people[index] as Respondent
    const place = JSON.stringify([round, places?.['role'], Object.values(answers).map((answer) => answer === null)])
    alike.set(place, [...(alike.get(place) ?? []), index])
  }
  for (const indices of alike.values())
    indices.forEach((index, position) => {
      const [own, other] = [people[index], people[indices[(position + 3) % indices.length] ?? index]]
      if (own !== undefined && other !== undefined)
        changed[index] = { ...own, places: { ...own.places, organisation: organisationOf(other) } }
    })
  return changed
}

const isGrouping = (option: Option): boolean =>
  (option.kind === 'columns' || option.kind === 'column') && ['group', 'attribute', 'nesting'].includes(option.of)

/** As few draws as an analysis takes. */
const fewDraws = (analysis: AnyAnalysis): Options =>
  Object.fromEntries(
    Object.entries(analysis.options).flatMap(([id, own]) =>
      own.kind === 'number' && ['draws', 'permutations', 'repeats'].includes(id) ? [[id, own.min]] : [],
    ),
  )

/** What an analysis is asked for: by organisation, by more, and on one of the samples with each choice of each option. */
function requestsOf(analysis: AnyAnalysis, { rounds, isWeighted = false }: Sample): readonly Options[] {
  const entries = Object.entries(analysis.options)
  const [main, ...more] = entries.filter(([, option]) => isGrouping(option))
  if (main === undefined) return []
  const [name, option] = main
  const few = fewDraws(analysis)
  const of = (columns: readonly string[], others: Options = {}): Options => ({
    ...few,
    [name]: option.kind === 'column' ? columns[0] : columns,
    ...others,
  })
  const least = option.kind === 'columns' ? (option.min ?? 0) : 1
  const most = option.kind === 'columns' ? (option.max ?? Number.POSITIVE_INFINITY) : 1
  const usual = least > 1 ? ['organisation', 'role'] : ['organisation']
  const ungated = Object.fromEntries(
    entries.flatMap(([id, own]) =>
      own.kind !== 'number'
        ? []
        : id.startsWith('min_')
          ? [[id, own.min]]
          : id.startsWith('max_')
            ? [[id, own.max]]
            : [],
    ),
  )
  const requests = [
    of(usual),
    of(usual, ungated),
    ...(most >= 2 ? [of(['organisation', 'role'], ungated)] : []),
    ...(most >= 2 && rounds.length > 1 ? [of(['round', 'organisation'], ungated)] : []),
    ...more.map(([id, own]) => of(usual, { [id]: own.kind === 'column' ? 'role' : ['role'] })),
    ...entries.flatMap(([id, own]): readonly Options[] => {
      if (!isWeighted) return []
      // The default is chosen in all others.
      if (own.kind === 'choice')
        return own.choices
          .filter((choice) => choice !== own.default)
          .map((choice) => of(usual, { ...ungated, [id]: choice }))
      if (own.kind === 'flag') return [of(usual, { ...ungated, [id]: !own.default })]
      if (own.kind === 'columns' && !isGrouping(own) && Array.isArray(own.default) && own.default.length === 0)
        return [of(usual, { ...ungated, [id]: ['b'] })]
      return []
    }),
  ]
  return [...new Map(requests.map((request) => [JSON.stringify(request), request])).values()]
}

interface Retold {
  /** The answers changed. */
  readonly changed: ReadonlySet<string>
  readonly told: readonly Told[]
}

/**
 * What is told after a change. Where everybody of a group answers alike, or nobody chose a category, the group is withheld for what it answered: answers of which withholding
 * depends are left as they are.
 */
async function retold(
  analysis: AnyAnalysis,
  sample: Sample,
  change: (withheld: ReadonlySet<string>) => readonly Respondent[],
  withheld: ReadonlySet<string>,
  asked: readonly Options[],
): Promise<Retold> {
  const dataset = await open(sample, change(withheld))
  const told: Told[] = []
  for (const options of asked) {
    const again = await tell(analysis, dataset, options)
    if (again === null) throw new Error('refused by its options')
    told.push(again)
  }
  const still = new Set(
    [...withheld].filter((answer) => told.every(({ tables }) => withheldAnswers(tables).has(answer))),
  )
  return still.size === withheld.size ? { changed: withheld, told } : retold(analysis, sample, change, still, asked)
}

/** A test that runs out of time goes on in the engine, beside those after it; the longest resamples more than a thousand times. */
const patience = { timeout: 240_000 }

describe.each(Object.entries(samples))('%s', patience, (_name, sample) => {
  const people = peopleOf(sample)
  const concerned = surveys.filter(({ id }) => sample.analyses?.includes(id) ?? true)

  test.each(
    concerned.filter((analysis) => requestsOf(analysis, sample).length > 0).map((one) => [one.id, one] as const),
  )('%s tells nothing of what is withheld', async (_id, analysis) => {
    const dataset = await open(sample, people)
    const groups = new Map<string, { readonly withheld: ReadonlySet<string>; readonly asked: [Options, Told][] }>()
    for (const options of requestsOf(analysis, sample)) {
      const told = await tell(analysis, dataset, options)
      if (told === null) continue
      const withheld = withheldAnswers(told.tables)
      const key = JSON.stringify([told.isOfEverybody, [...withheld].sort()])
      const group = groups.get(key) ?? { withheld, asked: [] }
      group.asked.push([options, told])
      groups.set(key, group)
    }
    const told = [...groups.values()].flatMap(({ asked }) => asked.flatMap(([, { tables }]) => tables))
    const isAboutGroups = told.some(
      ({ columns, rows, protection }) =>
        rows.length > 0 && protection.kind === 'counts' && columns.some(({ id }) => id === 'organisation'),
    )
    expect([...groups.values()].some(({ withheld }) => withheld.size > 0)).toBe(isAboutGroups)
    for (const { withheld, asked } of groups.values()) {
      if (withheld.size === 0) continue
      for (const [what, change] of Object.entries(
        asked[0]?.[1].isOfEverybody === true ? { 'others belong to them': exchange } : changes,
      )) {
        const { changed, told: again } = await retold(
          analysis,
          sample,
          (answers) => change(people, answers),
          withheld,
          asked.map(([options]) => options),
        )
        expect(changed.size, what).toBeGreaterThan(0)
        for (const [index, [options, before]] of asked.entries())
          expect(
            comparable(again[index] as Told),
            `${what} in ${wholeIn(changed).join(', ')}: ${JSON.stringify(options)}`,
          ).toEqual(comparable(before))
      }
    }
  })

  test.each(concerned.map((one) => [one.id, one] as const))(
    '%s tells nothing of a filter that leaves few',
    async (_id, analysis) => {
      const all = new Set(items.map((item) => `Few ${item}`))
      const options = fewDraws(analysis)
      const tellOf = async (given: readonly Respondent[]): Promise<Told | null> =>
        tell(analysis, await open(sample, given), options, { organisation: 'Few' })
      const told = await tellOf(people)
      if (told === null) return
      for (const [what, change] of Object.entries(changes)) {
        const again = await tellOf(change(people, all))
        expect(again === null ? null : comparable(again), what).toEqual(comparable(told))
      }
    },
  )
})
