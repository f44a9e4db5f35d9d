import { itemInWords } from '../core/words'
import type { Base } from '../core/base'
import type { ComputeContext } from '../core/contract'
import { factorColumn, numericColumn, type Frame, type SurveyDataset } from '../core/datasets'
import { random } from '../numeric/resampling/random'
import { momentsOfCounts, type Moments } from '../numeric/summary/summary'
import { baseId, baseOf } from '../survey/bases'
import { hindrancesOf } from '../survey/change-verdict'
import { groupIndex } from '../survey/groups'
import { survey } from '../survey/words'
import { stratumAttribute } from './options'
import { packItems, unpack } from './packed-items'
import { factsOf, type Reading } from './reading'
import type { MoverResult } from './result'
import { moverItems } from './statements'
import { mostPermutedPeople, topMovers, type Mover } from './top-movers'
import { info, say } from './words'

/** Answers to the items that could be ranked, and what each gives in each group. */
export interface ReadMovers {
  readonly packed: ReturnType<typeof packItems>
  /** The answers as they came, several items to a number. */
  readonly words: readonly Float64Array[]
  readonly later: Float64Array
  readonly stratum: Int32Array
  readonly keys: readonly (readonly string[])[]
  readonly ofRow: Int32Array
  /** By item. */
  readonly answers: readonly Int8Array[]
  /** By group. */
  readonly rowsOf: readonly Int32Array[]
  /** By group, then by item. */
  readonly candidates: readonly Candidate[]
}

/** An item of a group, and how many answered it in either round. */
interface Candidate {
  readonly key: readonly string[]
  /** Its place among the items. */
  readonly place: number
  readonly item: string
  readonly n1: number
  readonly n2: number
  readonly isComparable: boolean
}

/** Items of one group that pass the gate in both rounds, to be ranked together. */
interface Contest {
  readonly key: readonly string[]
  readonly rows: Int32Array
  /** Places among the items. */
  readonly chosen: readonly number[]
}

/** Null where there is no item to rank. */
export function readMovers(frame: Frame | undefined, reading: Reading): ReadMovers | null {
  const { dataset, options } = reading
  const items = moverItems(dataset, options)
  if (frame === undefined || items.length === 0) return null
  const packed = packItems(dataset, items)
  const words = [...new Set(packed.map(({ column }) => column))].map((column) =>
    numericColumn(frame, `#packed${column}`),
  )
  const answers = packed.map((item) => unpack(words[item.column] ?? new Float64Array(0), item))
  const later = numericColumn(frame, '#later')
  const isLater = Uint8Array.from(later)
  const { keys, ofRow } = groupIndex(frame, reading.columns, reading.keys)
  const rowsOf = rowsByGroup(ofRow, keys.length)
  const steps = packed.map(({ min, max }) => Float64Array.from({ length: max - min + 1 }, (_, step) => step))
  const isHindered = (round: string, key: readonly string[], moments: Moments): boolean =>
    hindrancesOf(
      [{ round, facts: factsOf(reading, { round, key, moments, sampled: moments.n, items: 1 }) }],
      reading.limits,
    ).length > 0
  return {
    packed,
    words,
    later,
    stratum: factorColumn(frame, '#stratum').codes,
    keys,
    ofRow,
    answers,
    rowsOf,
    candidates: keys.flatMap((key, group) => {
      const rows = rowsOf[group] ?? new Int32Array(0)
      return answers.map((column, place): Candidate => {
        const [first, second] = momentsByRound(column, isLater, rows, steps[place] ?? new Float64Array(0))
        return {
          key,
          place,
          item: packed[place]?.id ?? '',
          n1: first.n,
          n2: second.n,
          isComparable: !isHindered(reading.from, key, first) && !isHindered(reading.to, key, second),
        }
      })
    }),
  }
}

const rankedFamily = (item: string): string => `ranked ${item}`
const candidateFamily = (item: string): string => `candidate ${item}`

/** Ranks stand on the people of every group who answered an item that is ranked; how many items are left out, on those who answered any. */
export function basesOfMovers({ candidates }: ReadMovers, columns: readonly string[]): readonly Base[] {
  const base = (family: string, { key, n1, n2 }: Candidate): Base =>
    baseOf(family, columns, key, [n1, n2], { isOfOneRound: true })
  return candidates.flatMap((candidate) => [
    base(candidateFamily(candidate.item), candidate),
    ...(candidate.isComparable ? [base(rankedFamily(candidate.item), candidate)] : []),
  ])
}

/** Items that pass the gate in both rounds, ranked by the points they moved, group by group. */
export function rankMovers(
  read: ReadMovers | null,
  reading: Reading,
  context: ComputeContext<SurveyDataset>,
): readonly MoverResult[] {
  if (read === null) {
    context.note(info('no-movers'))
    return []
  }
  const { packed, candidates } = read
  const isRanked = ({ item, key, isComparable }: Candidate): boolean =>
    isComparable && context.usable.has(baseId(rankedFamily(item), key))
  const contests = read.keys.flatMap((key, group): readonly Contest[] => {
    const chosen = candidates
      .slice(group * packed.length, (group + 1) * packed.length)
      .flatMap((candidate) => (isRanked(candidate) ? [candidate.place] : []))
    return chosen.length === 0 ? [] : [{ key, rows: read.rowsOf[group] ?? new Int32Array(0), chosen }]
  })
  const movers = permuted(read, contests, reading, context)
  context.progress(1)
  const results = contests.flatMap(({ key, chosen }, contest) =>
    (movers[contest] ?? [])
      .map((mover, index) => ({ mover, item: packed[chosen[index] ?? 0]?.id ?? '' }))
      .toSorted(
        (a, b) =>
          Math.abs(b.mover.estimate) - Math.abs(a.mover.estimate) ||
          Math.abs(b.mover.standardized) - Math.abs(a.mover.standardized),
      )
      .map(({ mover, item }, index) => ({ ...mover, key, item, rank: index + 1 })),
  )
  if (results.length > 0) noteMovers(packed, contests, reading, context)
  const leftOut = candidates.filter(
    ({ item, key, isComparable }) => !isComparable && context.usable.has(baseId(candidateFamily(item), key)),
  ).length
  if (leftOut > 0)
    context.note(info('movers-left-out', { count: leftOut, groups: read.keys.length }, { table: 'top_movers' }))
  return results
}

/** How far each item of each contest moved, beside exchanges of the rounds' labels. */
function permuted(
  { packed, words, later, stratum, ofRow, answers }: ReadMovers,
  contests: readonly Contest[],
  { options, comparison }: Reading,
  context: ComputeContext<SurveyDataset>,
): readonly (readonly Mover[])[] {
  const isPaired = comparison === 'linked'
  const isLater = Uint8Array.from(later)
  const permute = (): readonly (readonly Mover[])[] =>
    contests.map(({ key, rows, chosen }, index) =>
      topMovers(
        {
          items: chosen.map((item) => picked(answers[item] ?? new Int8Array(0), rows, new Int8Array(rows.length))),
          isLater: picked(isLater, rows, new Uint8Array(rows.length)),
          stratum: picked(stratum, rows, new Int32Array(rows.length)),
          keepsSpreads: !isPaired,
        },
        options.permutations,
        random(context.seed, `round-change top-movers ${JSON.stringify(key)}`),
        context.abort,
        (share) => context.progress((index + share) / contests.length),
      ),
    )
  // Everything that the permutations depend on: other options leave them as they are.
  return (context.remember ?? forget)(
    [
      'round-change top-movers',
      context.seed,
      options.permutations,
      isPaired,
      packed,
      contests.map(({ key, chosen }) => [key, chosen]),
    ],
    [...words, later, stratum, ofRow],
    permute,
  )
}

function noteMovers(
  packed: ReadMovers['packed'],
  contests: readonly Contest[],
  { options, comparison }: Reading,
  context: ComputeContext<SurveyDataset>,
): void {
  const turned = packed.filter(({ id, reversed }) => reversed && !options.outcomes.includes(id))
  if (turned.length > 0)
    context.note(
      survey.info(
        'items-turned',
        { items: { list: turned.map(({ id }) => itemInWords(id)) } },
        { table: 'top_movers' },
      ),
    )
  const hasStrata = context.dataset.attributes.some(({ id }) => id === stratumAttribute)
  const isLimit = contests.some(({ rows }) => rows.length > mostPermutedPeople)
  context.note(
    info(
      isLimit ? 'movers-limit' : 'movers',
      {
        permutations: options.permutations,
        seed: String(context.seed),
        people: mostPermutedPeople,
        within: say(comparison === 'linked' ? 'within.person' : hasStrata ? 'within.organisation' : 'within.everybody'),
      },
      { table: 'top_movers' },
    ),
  )
  if (comparison === 'mixed') context.note(info('movers-as-unlinked', {}, { table: 'top_movers' }))
}

const forget: NonNullable<ComputeContext['remember']> = (_parameters, _data, make) => make()

function rowsByGroup(ofRow: Int32Array, groups: number): readonly Int32Array[] {
  const sizes = new Int32Array(groups)
  for (const group of ofRow) sizes[group] = (sizes[group] ?? 0) + 1
  const rows = Array.from(sizes, (size) => new Int32Array(size))
  sizes.fill(0)
  ofRow.forEach((group, row) => {
    const own = rows[group]
    const at = sizes[group] ?? 0
    if (own !== undefined) own[at] = row
    sizes[group] = at + 1
  })
  return rows
}

/** The chosen rows of a column. */
function picked<T extends Int8Array | Uint8Array | Int32Array>(column: T, rows: Int32Array, target: T): T {
  for (let index = 0; index < rows.length; index += 1) target[index] = column[rows[index] as number] as number
  return target
}

/** n, mean and sum of squares of both rounds. Answers are whole numbers from 0: how often each occurs says everything. */
function momentsByRound(
  answers: Int8Array,
  later: Uint8Array,
  rows: Int32Array,
  steps: Float64Array,
): readonly [Moments, Moments] {
  const counts = [new Float64Array(steps.length), new Float64Array(steps.length)] as const
  for (const row of rows) {
    const answer = answers[row] as number
    if (answer < 0) continue
    const own = counts[later[row] === 1 ? 1 : 0]
    own[answer] = (own[answer] as number) + 1
  }
  return [momentsOfCounts({ values: steps, counts: counts[0] }), momentsOfCounts({ values: steps, counts: counts[1] })]
}
