import type { ComputeContext } from '../core/contract'
import { factorColumn, numericColumn, type Frame, type SurveyDataset } from '../core/datasets'
import type { Phrase } from '../core/words'
import { random } from '../numeric/resampling/random'
import { momentsOfCounts, type Moments } from '../numeric/summary/summary'
import { groupIndex } from '../survey/groups'
import type { Comparison, RoundChangeOptions } from './options'
import { stratumAttribute } from './options'
import { packItems, unpack } from './packed-items'
import { moverItems } from './statements'
import { moverCountsTable, withheldRows } from './tables'
import { mostPermutedPeople, topMovers, type Mover } from './top-movers'

export interface MoverResult extends Mover {
  readonly key: readonly string[]
  readonly item: string
  readonly rank: number
}

export interface MoverSetting {
  readonly comparison: Comparison
  readonly columns: readonly string[]
  readonly from: string
  readonly to: string
  /** What hinders comparing an item in a round: 0 the earlier, 1 the later. */
  readonly hindrances: (round: 0 | 1, key: readonly string[], moments: Moments) => readonly Phrase[]
}

/** Items of one group that pass the gate in both rounds, to be ranked together. */
interface Contest {
  readonly key: readonly string[]
  readonly rows: Int32Array
  /** Places among the items. */
  readonly chosen: readonly number[]
}

const note = (key: string): `round-change:${string}` => `round-change:${key}`

/** Items that pass the gate in both rounds, ranked by how far they moved, group by group. */
export function moversOf(
  frame: Frame | undefined,
  keys: readonly (readonly string[])[],
  setting: MoverSetting,
  options: RoundChangeOptions,
  context: ComputeContext<SurveyDataset>,
): readonly MoverResult[] {
  const { dataset } = context
  const items = moverItems(dataset, options)
  if (frame === undefined || items.length === 0) {
    context.note({ code: note('no-movers'), level: 'info', about: {} })
    return []
  }
  const packed = packItems(dataset, items)
  const words = [...new Set(packed.map(({ column }) => column))].map((column) =>
    numericColumn(frame, `packed_${column}`),
  )
  const answers = packed.map((item) => unpack(words[item.column] ?? new Float64Array(0), item))
  const later = numericColumn(frame, '#later')
  const isLater = Uint8Array.from(later)
  const stratum = factorColumn(frame, '#stratum').codes
  const { keys: found, ofRow } = groupIndex(frame, setting.columns, keys)
  const rowsOf = rowsByGroup(ofRow, found.length)
  const steps = packed.map(({ min, max }) => Float64Array.from({ length: max - min + 1 }, (_, step) => step))
  const candidates = found.flatMap((key, group) => {
    const rows = rowsOf[group] ?? new Int32Array(0)
    return answers.map((column, item) => {
      const [first, second] = momentsByRound(column, isLater, rows, steps[item] ?? new Float64Array(0))
      return {
        key,
        place: item,
        item: packed[item]?.id ?? '',
        n1: first.n,
        n2: second.n,
        isComparable: setting.hindrances(0, key, first).length === 0 && setting.hindrances(1, key, second).length === 0,
      }
    })
  })
  const comparable = candidates.filter(({ isComparable }) => isComparable)
  // Ranks beside those that are shown would tell of items that are withheld.
  const withheld = withheldRows(moverCountsTable(comparable, setting), context)
  const ranked = new Set(comparable.filter((_, index) => !withheld.has(index)))
  const few = withheldRows(moverCountsTable(candidates, setting), context)
  const contests = found.flatMap((key, group): readonly Contest[] => {
    const chosen = candidates
      .slice(group * packed.length, (group + 1) * packed.length)
      .flatMap((candidate) => (ranked.has(candidate) ? [candidate.place] : []))
    return chosen.length === 0 ? [] : [{ key, rows: rowsOf[group] ?? new Int32Array(0), chosen }]
  })
  const leftOut = candidates.filter(({ isComparable }, index) => !isComparable && !few.has(index)).length

  const permute = (): readonly (readonly Mover[])[] =>
    contests.map(({ key, rows, chosen }, index) =>
      topMovers(
        {
          items: chosen.map((item) => picked(answers[item] ?? new Int8Array(0), rows, new Int8Array(rows.length))),
          isLater: picked(isLater, rows, new Uint8Array(rows.length)),
          stratum: picked(stratum, rows, new Int32Array(rows.length)),
        },
        options.permutations,
        random(context.seed, `round-change top-movers ${JSON.stringify(key)}`),
        context.abort,
        (share) => context.progress((index + share) / contests.length),
      ),
    )
  // Everything that the permutations depend on: other options leave them as they are.
  const movers = (context.remember ?? forget)(
    [
      'round-change top-movers',
      context.seed,
      options.permutations,
      packed,
      contests.map(({ key, chosen }) => [key, chosen]),
    ],
    [...words, later, stratum, ofRow],
    permute,
  )
  context.progress(1)

  const results = contests.flatMap(({ key, chosen }, contest) =>
    (movers[contest] ?? [])
      .map((mover, index) => ({ mover, item: packed[chosen[index] ?? 0]?.id ?? '' }))
      .toSorted((a, b) => Math.abs(b.mover.standardized) - Math.abs(a.mover.standardized))
      .map(({ mover, item }, index) => ({ ...mover, key, item, rank: index + 1 })),
  )
  if (results.length > 0) {
    const turned = packed.filter(({ id, reversed }) => reversed && !options.outcomes.includes(id))
    if (turned.length > 0)
      context.note({
        code: 'survey:items-turned',
        level: 'info',
        about: { items: { list: turned.map(({ id }) => id) } },
        concerns: { table: 'top_movers' },
      })
    const hasStrata = dataset.attributes.some(({ id }) => id === stratumAttribute)
    const isLimit = contests.some(({ rows }) => rows.length > mostPermutedPeople)
    context.note({
      code: note(isLimit ? 'movers-limit' : 'movers'),
      level: 'info',
      about: {
        permutations: options.permutations,
        seed: String(context.seed),
        people: mostPermutedPeople,
        within: {
          message: note(
            setting.comparison === 'linked' ? 'within.person' : hasStrata ? 'within.organisation' : 'within.everybody',
          ),
        },
      },
      concerns: { table: 'top_movers' },
    })
    if (setting.comparison === 'mixed')
      context.note({ code: note('movers-as-unlinked'), level: 'info', about: {}, concerns: { table: 'top_movers' } })
  }
  if (leftOut > 0)
    context.note({
      code: note('movers-left-out'),
      level: 'info',
      about: { count: leftOut, groups: found.length },
      concerns: { table: 'top_movers' },
    })
  return results
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
