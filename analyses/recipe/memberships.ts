import {
  factorColumn,
  numericColumn,
  quoteName,
  quoteText,
  type Condition,
  type FactorColumn,
  type Frame,
  type SurveyDataset,
} from '../core/datasets'
import { sumKey } from '../core/result'
import type { Language } from '../core/words'
import type { LinearSum } from '../disclosure/elimination'
import type { SumSystem, SystemsOf } from '../disclosure/releases'
import { one, product, quotient, residueOfDouble, type Residue } from '../disclosure/residues'
import type { ToldSum } from '../disclosure/told-sums'
import { scaleOf, type Item } from '../instrument/model'
import { withGroupingItems } from '../survey/grouping-items'
import {
  answerExpression,
  answersNeeded,
  askedCondition,
  askedCountExpression,
  scoringPlan,
  type DimensionScoring,
} from '../survey/scoring'

/*
 * Over whom sums are told. The people of a survey are counted by everything that decides in which sums they are: round, the attributes that anything is grouped or filtered by,
 * which items they answered, and what bases ask for. People who are alike in all of it are one atom. Outcomes that no dimension links are independent of each other, so that each
 * set of linked outcomes has atoms of its own, and there are few.
 */

/** Outcomes that are linked, with what their people are counted by. */
export interface MembershipPlan {
  /** Ids of the dimensions and items. */
  readonly outcomes: readonly string[]
  /** Dimensions that are told beside items of theirs: what they tell is what these items add up to. */
  readonly madeOfItems: ReadonlySet<string>
  /** Columns that sums name or filter by, `round` first. */
  readonly columns: readonly string[]
  /** SQL conditions that tell people apart, each a bit of the columns `#bits0` …, in order. */
  readonly bits: readonly string[]
  readonly isWeighted: boolean
  /** Gives one row an atom: `#people`, the level of each column (`#key0` …), the bits, `#asked<dimension>` and `#weight`. */
  readonly statement: string
}

/** What the people of one survey are counted by, for the sums that are told of them. */
export interface Memberships {
  readonly plans: readonly MembershipPlan[]
  /** @param frames what each plan's statement gave, in order */
  systems(frames: readonly Frame[]): SystemsOf
}

/**
 * @param survey the data without any filter
 * @param told every sum that could be told, withheld or not
 * @param language of the names of groups that are answers
 */
export function membershipsOf(survey: SurveyDataset, told: readonly ToldSum[], language: Language): Memberships {
  const reading = readingOf(survey, told, language)
  const plans = linkedOutcomes(reading, told).map((outcomes) => planOf(reading, outcomes, told))
  return {
    plans,
    systems: (frames) => (shown) =>
      plans.flatMap((plan, index) => {
        const frame = frames[index]
        return frame === undefined ? [] : [systemOf(reading, plan, frame, shown)]
      }),
  }
}

/** A survey as the plans read it. */
interface Reading {
  readonly survey: SurveyDataset
  /** The answers, with items that people are grouped by beside them under `#group <item>`. */
  readonly relation: string
  /** Columns that can be named. */
  readonly columns: ReadonlySet<string>
  readonly grouping: ReadonlySet<string>
  readonly scorings: ReadonlyMap<string, DimensionScoring>
  readonly items: ReadonlyMap<string, Item>
  /** Conditions found before, by what they are about. */
  readonly known: Map<string, string>
  readonly knownOf: WeakMap<object, Map<string, readonly string[]>>
}

function readingOf(survey: SurveyDataset, told: readonly ToldSum[], language: Language): Reading {
  const wanted = new Set(told.flatMap(columnsOf))
  const { dataset } = withGroupingItems(survey, wanted, [], language)
  const own = new Set(survey.attributes.map(({ id }) => id))
  const grouping = dataset.attributes.flatMap(({ id }) => (own.has(id) ? [] : [id]))
  const { responses } = survey.tables
  const names = grouping.map((id) => `${quoteName(id)} AS ${quoteName(groupName(id))}`)
  return {
    survey,
    relation:
      names.length === 0
        ? responses
        : `(SELECT * FROM ${responses} POSITIONAL JOIN (SELECT ${names.join(', ')} FROM ${dataset.tables.responses}))`,
    columns: new Set(['round', '_source', ...dataset.attributes.map(({ id }) => id)]),
    grouping: new Set(grouping),
    scorings: new Map(scoringPlan(survey).map((scoring) => [scoring.dimension.id, scoring])),
    items: new Map(survey.instrument.items.map((item) => [item.id, item])),
    known: new Map(),
    knownOf: new WeakMap(),
  }
}

const groupName = (item: string): string => `#group ${item}`

const columnsOf = ({ by, where, levels, sum }: ToldSum): readonly string[] => [
  ...by,
  ...where.map(({ column }) => column),
  ...Object.keys(levels),
  ...(sum.basis?.known ?? []),
]

/** Sets of outcomes that are told and linked: a dimension with the items of it that are told, and others by themselves. */
function linkedOutcomes({ scorings, items }: Reading, told: readonly ToldSum[]): readonly (readonly string[])[] {
  const all = new Set(told.map(({ outcome }) => outcome))
  const taken = new Set<string>()
  const linked: (readonly string[])[] = []
  for (const outcome of all) {
    const own = scorings.get(outcome)?.items.filter(({ id }) => all.has(id)) ?? []
    if (own.length === 0) continue
    const set = [outcome, ...own.map(({ id }) => id)]
    for (const id of set) taken.add(id)
    linked.push(set)
  }
  for (const outcome of all)
    if (!taken.has(outcome) && (scorings.has(outcome) || items.has(outcome))) linked.push([outcome])
  return linked
}

function planOf(reading: Reading, outcomes: readonly string[], told: readonly ToldSum[]): MembershipPlan {
  const { survey, scorings } = reading
  const own = told.filter(({ outcome }) => outcomes.includes(outcome))
  const columns = [...new Set(['round', ...own.flatMap(columnsOf)])].filter((column) => reading.columns.has(column))
  const isWeighted = own.some(({ sum }) => sum.isWeighted === true || sum.basis?.hasWeight === true)
  const madeOfItems = new Set(outcomes.filter((outcome) => scorings.has(outcome) && outcomes.length > 1))
  const answers = [...madeOfItems].flatMap((dimension) =>
    (scorings.get(dimension)?.items ?? []).map((item) => countedCondition(reading, item)),
  )
  const bits = [...new Set([...answers, ...own.flatMap((sum) => conditionsOf(reading, sum))])]
  const packs = Math.ceil(bits.length / bitsAPack)
  const selects = [
    ...columns.map((column, index) => `${enumerated(reading, column)} AS "#key${index}"`),
    ...Array.from({ length: packs }, (_, pack) => {
      const terms = bits
        .slice(pack * bitsAPack, (pack + 1) * bitsAPack)
        .map((condition, bit) => `CASE WHEN ${condition} THEN ${2 ** bit}::BIGINT ELSE 0 END`)
      return `(${terms.join(' + ')})::DOUBLE AS "#bits${pack}"`
    }),
    ...[...madeOfItems].map((dimension) => {
      const items = scorings.get(dimension)?.items ?? []
      return `(${askedCountExpression(items, survey)})::DOUBLE AS ${quoteName(`#asked ${dimension}`)}`
    }),
    ...(isWeighted ? ['"_weight"::DOUBLE AS "#weight"'] : []),
  ]
  return {
    outcomes,
    madeOfItems,
    columns,
    bits,
    isWeighted,
    statement: `SELECT *, count(*)::DOUBLE AS "#people" FROM (SELECT ${selects.join(', ')} FROM ${reading.relation}) GROUP BY ALL`,
  }
}

/** Bits that one number holds exactly. */
const bitsAPack = 50

/** An enumeration of the levels. */
const enumerated = ({ grouping }: Reading, column: string): string =>
  quoteName(grouping.has(column) ? groupName(column) : column)

const answeredCondition = ({ survey }: Reading, item: Item): string =>
  `(${answerExpression(item, scaleOf(survey.instrument, item))}) IS NOT NULL`

/** That an answer counts: that it is one, by somebody whom the item was put to. */
function countedCondition(reading: Reading, item: Item): string {
  const known = reading.known.get(item.id)
  if (known !== undefined) return known
  const asked = askedCondition(item, reading.survey)
  const answered = answeredCondition(reading, item)
  const condition = asked === null ? answered : `(${answered} AND ${asked})`
  reading.known.set(item.id, condition)
  return condition
}

const answersOf = (reading: Reading, { items }: DimensionScoring): string =>
  `(${items.map((item) => `CASE WHEN ${countedCondition(reading, item)} THEN 1 ELSE 0 END`).join(' + ')})`

/** That somebody has a value of an outcome. */
function valueCondition(reading: Reading, outcome: string, isAsked = false): string {
  const scoring = reading.scorings.get(outcome)
  if (scoring !== undefined) {
    if (scoring.items.length === 0) return 'FALSE'
    const { k, least } = answersNeeded(scoring, reading.survey)
    return `${answersOf(reading, scoring)} >= ${isAsked ? `greatest(${least}, ${k})` : least}`
  }
  const item = reading.items.get(outcome)
  if (item === undefined) return 'FALSE'
  return isAsked ? countedCondition(reading, item) : answeredCondition(reading, item)
}

/** What people must meet to be in a sum, besides its group and its filter. */
function conditionsOf(reading: Reading, told: ToldSum): readonly string[] {
  // A sum's declaration is one object for all rows of its table, which have the same conditions but for what the text names.
  const { complete, followed } = told.sum.basis ?? {}
  const levels = complete === undefined || 'length' in complete ? Object.keys(told.levels) : Object.entries(told.levels)
  const text = JSON.stringify([told.outcome, levels, followed === undefined ? [] : told.where])
  let ofDeclaration = reading.knownOf.get(told.sum)
  if (ofDeclaration === undefined) {
    ofDeclaration = new Map()
    reading.knownOf.set(told.sum, ofDeclaration)
  }
  let conditions = ofDeclaration.get(text)
  if (conditions === undefined) {
    conditions = conditionsFor(reading, told)
    ofDeclaration.set(text, conditions)
  }
  return conditions
}

function conditionsFor(reading: Reading, told: ToldSum): readonly string[] {
  const { outcome, sum, where, levels, by } = told
  const { complete = [], isAsked = false, followed } = sum.basis ?? {}
  const others =
    'length' in complete
      ? (complete as readonly string[])
      : (ownOf(
          complete,
          sumKey(
            outcome,
            by.map((column) => levels[column]),
          ),
        ) ?? [])
  const value = valueCondition(reading, outcome, isAsked)
  return [
    value,
    ...[...new Set(others)].map((other) => valueCondition(reading, other)),
    ...(followed === undefined
      ? []
      : [followedCondition(reading, followed.rounds, followed.hasValue ? value : 'TRUE', where, Object.keys(levels))]),
  ]
}

const ownOf = <T>(record: Readonly<Record<string, T>>, key: string): T | undefined =>
  Object.hasOwn(record, key) ? record[key] : undefined

/** That somebody is in each of the rounds once, in the same group. */
function followedCondition(
  reading: Reading,
  rounds: readonly string[],
  value: string,
  where: readonly Condition[],
  columns: readonly string[],
): string {
  const nameOf = (column: string): string => enumerated(reading, column)
  const keys = ['_respondent', ...columns.filter((column) => column !== 'round')].map(
    (column) => `coalesce(${nameOf(column)}::VARCHAR, '')`,
  )
  const conditions = [
    '"_respondent" IS NOT NULL',
    value,
    `"round"::VARCHAR IN (${rounds.map(quoteText).join(', ')})`,
    ...where
      .filter(({ column }) => column !== 'round')
      .map(({ column, in: values }) => `${nameOf(column)}::VARCHAR IN (${values.map(quoteText).join(', ')})`),
  ]
  return `("_respondent" IS NOT NULL AND (${keys.join(', ')}) IN (SELECT ${keys.join(', ')} FROM ${reading.relation} WHERE ${conditions.join(' AND ')} GROUP BY ALL HAVING count(*) = ${rounds.length} AND count(DISTINCT "round") = ${rounds.length}))`
}

/** The atoms of a plan, row by row. */
interface Atoms {
  readonly size: number
  readonly people: Float64Array
  readonly keys: readonly FactorColumn[]
  hasBit(atom: number, condition: string): boolean
  readonly asked: ReadonlyMap<string, Float64Array>
  readonly weights: Float64Array | null
}

function atomsIn(plan: MembershipPlan, frame: Frame): Atoms {
  const packs = Array.from({ length: Math.ceil(plan.bits.length / bitsAPack) }, (_, pack) =>
    numericColumn(frame, `#bits${pack}`),
  )
  const places = new Map(plan.bits.map((condition, index) => [condition, index]))
  return {
    size: frame.rowCount,
    people: numericColumn(frame, '#people'),
    keys: plan.columns.map((_, index) => factorColumn(frame, `#key${index}`)),
    hasBit: (atom, condition) => {
      const place = places.get(condition) ?? -1
      const pack = packs[Math.floor(place / bitsAPack)]
      return pack !== undefined && Math.floor((pack[atom] ?? 0) / 2 ** (place % bitsAPack)) % 2 === 1
    },
    asked: new Map([...plan.madeOfItems].map((dimension) => [dimension, numericColumn(frame, `#asked ${dimension}`)])),
    weights: plan.isWeighted ? numericColumn(frame, '#weight') : null,
  }
}

/** The system of the sums that are shown, over atoms merged where no sum tells them apart. */
function systemOf(reading: Reading, plan: MembershipPlan, frame: Frame, shown: readonly ToldSum[]): SumSystem {
  const atoms = atomsIn(plan, frame)
  const members = membersOf(reading, plan, atoms)
  const known: { readonly told: ToldSum; readonly members: readonly number[] }[] = []
  const unknown: ToldSum[] = []
  for (const told of shown) {
    if (!plan.outcomes.includes(told.outcome)) continue
    const own = members(told)
    const n = own.reduce((total, atom) => total + (atoms.people[atom] ?? 0), 0)
    if (n === told.n) known.push({ told, members: own })
    else unknown.push(told)
  }
  const columns = columnsOfOutcomes(reading, plan)
  const merged = mergedAtoms(
    known.map((sum) => sum.members),
    (atom) => answersText(reading, plan, atoms, atom),
  )
  const followed = reading.survey.linkage !== 'unlinked'
  return {
    ...unknownsOf(merged, atoms, columns.length, followed ? reading.survey.rounds.length : 1),
    unknown,
    sums: known.map(({ told, members: own }) => ({
      told,
      linear: linearSum(reading, plan, atoms, { told, own: merged.atomsOf(own), columns, first: merged.first }),
    })),
  }
}

/** Finds the atoms of a sum; those of one table and filter are sorted by group once. */
function membersOf(reading: Reading, plan: MembershipPlan, atoms: Atoms): (told: ToldSum) => readonly number[] {
  const groupsOf = new Map<string, ReadonlyMap<string, readonly number[]>>()
  const keyOf = (column: string): FactorColumn | undefined => atoms.keys[plan.columns.indexOf(column)]
  const codeIn = (column: string, level: string): number => keyOf(column)?.levels.indexOf(level) ?? -1
  return (told) => {
    const named = Object.keys(told.levels).filter((column) => plan.columns.includes(column))
    if (named.length < Object.keys(told.levels).length) return []
    const conditions = conditionsOf(reading, told)
    const needed = [...(told.sum.basis?.known ?? []), ...told.by.filter((id) => !named.includes(id) && id !== 'round')]
    const isWeighted = told.sum.isWeighted === true || told.sum.basis?.hasWeight === true
    const name = JSON.stringify([named, told.where, conditions, needed, isWeighted])
    let groups = groupsOf.get(name)
    if (groups === undefined) {
      const allowed = told.where.map(({ column, in: values }) => ({
        codes: keyOf(column)?.codes,
        values: new Set(values.map((value) => codeIn(column, value)).filter((code) => code >= 0)),
      }))
      const present = needed.flatMap((column) => keyOf(column)?.codes ?? [])
      const keys = named.flatMap((column) => keyOf(column)?.codes ?? [])
      const made = new Map<string, number[]>()
      for (let atom = 0; atom < atoms.size; atom += 1) {
        if (!allowed.every(({ codes, values }) => codes !== undefined && values.has(codes[atom] ?? -1))) continue
        if (!present.every((codes) => (codes[atom] ?? -1) >= 0)) continue
        if (isWeighted && !((atoms.weights?.[atom] ?? 0) > 0)) continue
        if (!conditions.every((condition) => atoms.hasBit(atom, condition))) continue
        const key = keys.map((codes) => codes[atom] ?? -1).join(' ')
        const group = made.get(key)
        if (group === undefined) made.set(key, [atom])
        else group.push(atom)
      }
      groups = made
      groupsOf.set(name, groups)
    }
    return groups.get(named.map((column) => codeIn(column, told.levels[column] ?? '')).join(' ')) ?? []
  }
}

/** What tells the answers of two atoms apart beyond the sums that they are in: which items they answered, and their weight. */
function answersText(reading: Reading, plan: MembershipPlan, atoms: Atoms, atom: number): string {
  const answers = [...plan.madeOfItems].map((dimension) => {
    const items = reading.scorings.get(dimension)?.items ?? []
    const answered = items.map((item) => (atoms.hasBit(atom, countedCondition(reading, item)) ? '1' : '0')).join('')
    return `${answered}/${atoms.asked.get(dimension)?.[atom] ?? 0}`
  })
  return `${answers.join(' ')} ${atoms.weights?.[atom] ?? ''}`
}

interface Merged {
  /** The merged atom of each atom that is in a sum. */
  readonly of: ReadonlyMap<number, number>
  /** An atom of each merged one, by which its answers are known. */
  readonly first: readonly number[]
  atomsOf(members: readonly number[]): readonly number[]
}

function mergedAtoms(sets: readonly (readonly number[])[], textOf: (atom: number) => string): Merged {
  const sumsOf = new Map<number, number[]>()
  const distinct = new Map<readonly number[], number>()
  for (const members of sets) {
    if (distinct.has(members)) continue
    distinct.set(members, distinct.size)
    for (const atom of members) {
      const own = sumsOf.get(atom)
      if (own === undefined) sumsOf.set(atom, [distinct.size - 1])
      else own.push(distinct.size - 1)
    }
  }
  const members = new Map<string, number[]>()
  for (const [atom, sums] of sumsOf) {
    const text = `${sums.join(' ')}|${textOf(atom)}`
    const own = members.get(text)
    if (own === undefined) members.set(text, [atom])
    else own.push(atom)
  }
  // In the order of what they are, and not of the rows in the engine: a search that is cut short must end alike for the same data in every file.
  const ordered = [...members].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([, own]) => own)
  const of = new Map(ordered.flatMap((own, number) => own.map((atom) => [atom, number] as const)))
  const first = ordered.map(([atom = -1]) => atom)
  const known = new Map<readonly number[], readonly number[]>()
  return {
    of,
    first,
    atomsOf: (members) => {
      let found = known.get(members)
      if (found === undefined) {
        found = [...new Set(members.flatMap((atom) => of.get(atom) ?? []))].toSorted((a, b) => a - b)
        known.set(members, found)
      }
      return found
    },
  }
}

/** One column for each merged atom and outcome; people by round where the same persons may be in several. */
function unknownsOf(
  { of, first }: Merged,
  atoms: Atoms,
  outcomes: number,
  rounds: number,
): Pick<SumSystem, 'atomOf' | 'people'> {
  const people = first.map(() => Array.from({ length: Math.max(1, rounds) }, () => 0))
  for (const [atom, number] of of) {
    const round = rounds > 1 ? Math.max(0, atoms.keys[0]?.codes[atom] ?? 0) : 0
    const own = people[number]
    if (own !== undefined) own[round] = (own[round] ?? 0) + (atoms.people[atom] ?? 0)
  }
  return {
    people,
    atomOf: Array.from({ length: first.length * outcomes }, (_, column) => Math.floor(column / outcomes)),
  }
}

/** What is summed: the items of dimensions that are made of them, and every other outcome by itself. */
const columnsOfOutcomes = ({ scorings }: Reading, { outcomes, madeOfItems }: MembershipPlan): readonly string[] => [
  ...new Set([
    ...[...madeOfItems].flatMap((dimension) => (scorings.get(dimension)?.items ?? []).map(({ id }) => id)),
    ...outcomes.filter((outcome) => !madeOfItems.has(outcome)),
  ]),
]

/**
 * A sum over its atoms. The score of a dimension that is made of its items is their sum by the number answered, times the number asked where scores are sums, so that
 * in an atom it is the items' sums with that coefficient. Turned items are their own unknowns, since turning adds a known number.
 */
function linearSum(
  reading: Reading,
  plan: MembershipPlan,
  atoms: Atoms,
  {
    told,
    own,
    columns,
    first,
  }: {
    readonly told: ToldSum
    readonly own: readonly number[]
    readonly columns: readonly string[]
    readonly first: readonly number[]
  },
): LinearSum {
  const scoring = plan.madeOfItems.has(told.outcome) ? reading.scorings.get(told.outcome) : undefined
  const at: number[] = []
  const coefficients: Residue[] = []
  for (const merged of own) {
    const atom = first[merged] ?? -1
    const weight = told.sum.isWeighted === true ? residueOfDouble(atoms.weights?.[atom] ?? 0) : one
    const answered =
      scoring === undefined
        ? [told.outcome]
        : scoring.items.filter((item) => atoms.hasBit(atom, countedCondition(reading, item))).map(({ id }) => id)
    const asked = scoring?.dimension.score === 'sum' ? (atoms.asked.get(told.outcome)?.[atom] ?? 1) : 1
    const share = scoring === undefined ? one : quotient(asked, answered.length)
    for (const id of answered) {
      at.push(merged * columns.length + columns.indexOf(id))
      coefficients.push(product(weight, share))
    }
  }
  return { columns: at, coefficients }
}
