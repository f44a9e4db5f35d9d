import type { ReportContext } from '../core/contract'
import type { SurveyDataset } from '../core/datasets'
import type { CategoryAxis, DotShape, Tone } from '../core/figure'
import { namesOf } from '../core/reading'
import type { Label, Phrase } from '../core/words'
import { columnsLabel } from '../survey/figure-furniture'
import { groupColumns } from '../survey/groups'
import type { ChangeRow } from './declarations'
import type { RoundChangeOptions } from './options'
import { say } from './words'

/** Rows that a page holds, and how many rows the heading and axis of a block take. */
const rowsOnPage = 36
const rowsOfHeading = 3

/** A block of rows drawn together: one group with its outcomes, or all groups of one outcome. */
export interface Block {
  readonly id: string
  readonly title: Label | null
  readonly rows: readonly ChangeRow[]
  readonly labelOf: (row: ChangeRow) => Label
  readonly idOf: (row: ChangeRow) => string
  readonly axisLabel: Label
}

/** As many blocks as a page holds, those first in which something can be compared; blocks in which everything is withheld last. */
export function blocksOnPage(
  rows: readonly ChangeRow[],
  options: RoundChangeOptions,
  { dataset }: ReportContext<SurveyDataset>,
): readonly Block[] {
  const blocks = blocksOf(rows, options, dataset)
  const chosen = new Set<Block>()
  let room = rowsOnPage
  for (const block of blocks.toSorted((first, second) => worthOf(second) - worthOf(first))) {
    const cost = block.rows.length + rowsOfHeading
    if (chosen.size > 0 && (cost > room || worthOf(block) === 0)) continue
    chosen.add(block)
    room -= cost
  }
  return blocks
    .filter((block) => chosen.has(block))
    .map((block) => ({ ...block, rows: block.rows.slice(0, rowsOnPage) }))
}

/** One outcome over several groups makes one block; several outcomes make a block for each group. */
function blocksOf(rows: readonly ChangeRow[], options: RoundChangeOptions, dataset: SurveyDataset): readonly Block[] {
  if (options.outcomes.length === 1 && groupColumns(dataset, options.by).length > 0)
    return [
      {
        id: 'groups',
        title: null,
        rows,
        labelOf: ({ name }) => name,
        idOf: ({ name }) => name,
        axisLabel: columnsLabel(dataset, options.by),
      },
    ]
  return namesOf(rows).map((group) => ({
    id: group,
    title: group === '' ? null : group,
    rows: rows.filter(({ name }) => name === group),
    labelOf: ({ cells: { outcome } }) => ({ outcome }),
    idOf: ({ cells }) => cells.outcome,
    axisLabel: say('axis.outcome'),
  }))
}

/** 2 where something can be compared, 1 where something is known, 0 where everything is withheld. */
function worthOf({ rows }: Block): 0 | 1 | 2 {
  if (rows.some(isComparable)) return 2
  return rows.some(({ cells }) => cells.verdict !== null) ? 1 : 0
}

export const isComparable = ({ cells: { verdict } }: ChangeRow): boolean =>
  verdict !== null && verdict !== 'not-comparable'

/** Every verdict has a glyph and a word of its own; a rise and a fall differ too. */
export function lookOf({ cells }: ChangeRow): { readonly tone: Tone; readonly shape: DotShape } {
  switch (cells.verdict) {
    case 'changed':
      return { tone: { role: 'main' }, shape: (cells.estimate ?? 0) >= 0 ? 'triangle-up' : 'triangle-down' }
    case 'changed-below-relevance':
      return { tone: { role: 'main' }, shape: 'diamond' }
    case 'practically-unchanged':
      return { tone: { role: 'muted' }, shape: 'square' }
    case 'not-comparable':
      return { tone: { role: 'not-comparable' }, shape: 'cross' }
    default:
      return { tone: { role: 'muted' }, shape: 'hollow-circle' }
  }
}

export function categoryAxis({ rows, labelOf, idOf, axisLabel }: Block, hasAside: boolean): CategoryAxis {
  return {
    scale: 'category',
    label: axisLabel,
    unit: null,
    categories: rows.map((row) => ({
      id: idOf(row),
      label: labelOf(row),
      ...(hasAside ? { aside: sizesOf(row.cells) } : {}),
    })),
  }
}

/** How many answered in the two rounds; a colon where that is withheld. */
export const sizesOf = (cells: { readonly n_1: number | null; readonly n_2: number | null }): Phrase =>
  say('aside.n', { n_1: cells.n_1 ?? ':', n_2: cells.n_2 ?? ':' })

/** What the titles of figures say is compared. */
export const comparedRounds = ({ from, to, outcomes }: RoundChangeOptions) => ({
  from,
  to,
  isOne: outcomes.length === 1,
  outcome: { outcome: outcomes[0] ?? '' },
})
