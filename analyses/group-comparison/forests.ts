import type { ReportContext } from '../core/contract'
import type { SurveyDataset } from '../core/datasets'
import type { DotShape, FigureSpec, LegendEntry, Mark, Tone } from '../core/figure'
import { rowsWith, type TableReading } from '../core/reading'
import { intervalPhrase, percentOf, quantity, type Label } from '../core/words'
import { limitNote, withheldNote } from '../survey/figure-furniture'
import { unitLabel } from '../survey/score-axis'
import type { ContrastRow, PairRow, tables } from './declarations'
import { pairMethodFor, type GroupComparisonOptions } from './options'
import { say } from './words'

/** Panels of small multiples; the rest of the outcomes are in the table. */
export const mostPanels = 12
/** Rows that the panels of the pairs can hold one under the other on a page: of one outcome, and of several. */
const pairsInPanel = { one: 24, several: 12 } as const
/** Groups that a panel of contrasts holds; more are in the table. */
const contrastsInPanel = 40

/** A difference as a forest plot draws it: its shape shows significance after adjustment, and the band shows relevance. */
interface Difference {
  readonly outcome: string
  readonly name: string
  readonly estimate: number | null
  readonly low: number | null
  readonly high: number | null
  readonly isClear: boolean
  readonly detail: Label
}

/** Pairs of groups: those with the strongest evidence, the same in every panel. */
export function pairsFigure(
  { rows, table }: TableReading<typeof tables.pairwise>,
  by: Label,
  options: GroupComparisonOptions,
  context: ReportContext<SurveyDataset>,
): readonly FigureSpec[] {
  const usable = rowsWith(rows, 'estimate', 'p_adjusted')
  if (usable.length === 0) return []
  const level = 1 - options.confidence
  const method = pairMethodFor(options)
  const isRank = method === 'dunn-holm'
  const { outcomes, names } = strongestPairs(usable, options.outcomes)
  const shown = usable
    .filter((row) => outcomes.includes(row.cells.outcome) && names.has(nameOf(row)))
    .map((row) => pairDifference(row, level))
  const withheldCount = rows.filter((row) => row.isWithheld('estimate')).length
  return [
    {
      id: 'pairs',
      title: say('figure.pairs.title', { by, count: outcomes.length, outcome: { outcome: outcomes[0] ?? '' } }),
      description: say('figure.pairs.description', {
        count: shown.length,
        of: usable.length,
        clear: shown.filter(({ isClear }) => isClear).length,
        level: percentOf(level),
        by,
      }),
      notes: [
        say(options.interval === 't' ? `note.pairs.${method}` : 'note.bootstrap', {
          confidence: percentOf(options.confidence),
        }),
        ...(shown.length < usable.length ? [say('note.pairs-chosen', { shown: shown.length, of: usable.length })] : []),
        ...(withheldCount > 0 ? [say('note.pairs-withheld', { count: withheldCount, min: context.minGroup })] : []),
      ],
      ...forest(
        shown,
        outcomes,
        [...new Set(rows.map(nameOf))].filter((name) => names.has(name)),
        {
          label: say('axis.pair'),
          axis: (outcome) => ({
            label: say(isRank ? 'axis.rank-difference' : 'axis.difference'),
            unit: isRank ? say('unit.ranks') : unitLabel(context.dataset, outcome),
          }),
          level,
          smallestEffect: isRank ? 0 : options.smallest_effect,
        },
      ),
      data: table,
    },
  ]
}

/** Which groups stand apart from the mean of all, or from the first. Trends have no figure of their own: degrees are not on one scale, and the means show them. */
export function contrastsFigure(
  { rows, table }: TableReading<typeof tables.contrasts>,
  by: Label,
  options: GroupComparisonOptions,
  context: ReportContext<SurveyDataset>,
): readonly FigureSpec[] {
  const level = 1 - options.confidence
  const usable = rowsWith(
    rows.filter(({ cells }) => cells.contrast === 'deviation' || cells.contrast === 'reference'),
    'group',
    'conf_low',
    'p_adjusted',
  )
  const outcomes = options.outcomes
    .filter((outcome) => usable.some(({ cells }) => cells.outcome === outcome))
    .slice(0, mostPanels)
  const drawn = usable.filter(({ cells }) => outcomes.includes(cells.outcome))
  const groups = [...new Set(rows.map(({ cells }) => cells.group))]
    .filter((group) => group !== null && drawn.some(({ cells }) => cells.group === group))
    .filter((group) => group !== null)
    .slice(0, contrastsInPanel)
  const chosen = drawn.filter(({ cells }) => groups.includes(cells.group))
  const [first] = chosen
  if (first === undefined) return []
  const shown = chosen.map((row) => contrastDifference(row, level))
  const isReference = options.contrasts === 'reference'
  const reference = first.cells.reference ?? ''
  return [
    {
      id: 'contrasts',
      title: say('figure.contrasts.title', {
        isReference,
        reference,
        by,
        isOne: outcomes.length === 1,
        outcome: { outcome: outcomes[0] ?? '' },
      }),
      description: say('figure.contrasts.description', {
        groups: groups.length,
        by,
        isReference,
        reference,
        count: outcomes.length,
        clear: shown.filter(({ isClear }) => isClear).length,
        level: percentOf(level),
      }),
      notes: [
        say('note.contrasts', { confidence: percentOf(options.confidence), isReference, reference }),
        ...limitNote(shown.length, usable.length),
        ...withheldNote(
          rows.some((row) => row.isWithheld('estimate')),
          context,
        ),
      ],
      ...forest(shown, outcomes, groups, {
        label: by,
        axis: (outcome) => ({ label: say('axis.difference'), unit: unitLabel(context.dataset, outcome) }),
        level,
        smallestEffect: options.smallest_effect,
      }),
      data: table,
    },
  ]
}

const nameOf = ({ cells }: PairRow): string => `${cells.group_a} − ${cells.group_b}`

/** The outcomes and pairs with the largest statistics. The same pairs in every panel, so that outcomes can be compared and names stand once. */
function strongestPairs(
  usable: readonly PairRow[],
  asked: readonly string[],
): { readonly outcomes: readonly string[]; readonly names: ReadonlySet<string> } {
  const evidence = ({ cells }: PairRow): number => Math.abs(cells.statistic ?? 0)
  const strongest = asked
    .map((outcome) => ({
      outcome,
      top: usable.reduce((top, row) => (row.cells.outcome === outcome ? Math.max(top, evidence(row)) : top), -1),
    }))
    .filter(({ top }) => top >= 0)
    .toSorted((a, b) => b.top - a.top)
    .slice(0, mostPanels)
    .map(({ outcome }) => outcome)
  const outcomes = asked.filter((outcome) => strongest.includes(outcome))
  const strength = new Map<string, number>()
  for (const row of usable)
    if (outcomes.includes(row.cells.outcome))
      strength.set(nameOf(row), Math.max(strength.get(nameOf(row)) ?? 0, evidence(row)))
  const room =
    outcomes.length === 1
      ? pairsInPanel.one
      : Math.max(4, Math.floor(pairsInPanel.several / Math.ceil(outcomes.length / 3)))
  const byStrength = [...strength].toSorted(([, a], [, b]) => b - a)
  return { outcomes, names: new Set(byStrength.slice(0, room).map(([name]) => name)) }
}

function pairDifference(row: PairRow, level: number): Difference {
  const { cells } = row
  return differenceOf(nameOf(row), cells, level, (values) =>
    say('detail.pair', { a: cells.group_a, b: cells.group_b, ...values }),
  )
}

function contrastDifference({ cells }: ContrastRow, level: number): Difference {
  const group = cells.group ?? ''
  return differenceOf(group, cells, level, (values) => say('detail.contrast', { group, ...values }))
}

function differenceOf(
  name: string,
  cells: Pick<PairRow['cells'], 'outcome' | 'estimate' | 'conf_low' | 'conf_high' | 'p_adjusted'>,
  level: number,
  detail: (values: NonNullable<ReturnType<typeof say>['values']>) => Label,
): Difference {
  return {
    outcome: cells.outcome,
    name,
    estimate: cells.estimate,
    low: cells.conf_low,
    high: cells.conf_high,
    isClear: (cells.p_adjusted ?? 1) < level,
    detail: detail({
      estimate: quantity(cells.estimate, 'estimate'),
      interval: intervalPhrase(cells.conf_low, cells.conf_high, 'estimate'),
      p: quantity(cells.p_adjusted, 'probability'),
    }),
  }
}

/** Differences as rows about zero, a panel for each outcome, in the band of what is too small to matter. */
function forest(
  shown: readonly Difference[],
  outcomes: readonly string[],
  names: readonly string[],
  setting: {
    readonly label: Label
    readonly axis: (outcome: string) => { readonly label: Label; readonly unit: Label }
    readonly level: number
    /** Half the band's width, in the unit of the axis; 0 for no band. */
    readonly smallestEffect: number
  },
): Pick<FigureSpec, 'panels' | 'panelColumns' | 'legend'> {
  const { label, axis, level, smallestEffect } = setting
  return {
    panels: outcomes.map((outcome) => ({
      id: outcome,
      title: { outcome },
      geometry: 'cartesian',
      x: { scale: 'linear', ...axis(outcome) },
      y: { scale: 'category', label, unit: null, categories: names.map((name) => ({ id: name, label: name })) },
      marks: forestMarks(
        shown.filter((difference) => difference.outcome === outcome),
        smallestEffect,
      ),
    })),
    panelColumns: Math.min(3, outcomes.length),
    legend: forestLegend(level, smallestEffect),
  }
}

function forestMarks(shown: readonly Difference[], smallestEffect: number): readonly Mark[] {
  const tone = ({ isClear }: Difference): Tone => ({ role: isClear ? 'main' : 'muted' })
  const shape = ({ isClear }: Difference): DotShape => (isClear ? 'circle' : 'hollow-circle')
  // A pair may have no interval: BCa is refused for small groups.
  const bounded = shown.filter(({ low }) => low !== null)
  const band: Mark = {
    mark: 'band',
    along: 'x',
    from: -smallestEffect,
    to: smallestEffect,
    tone: { role: 'reference' },
  }
  return [
    ...(smallestEffect > 0 ? [band] : []),
    { mark: 'rule', along: 'x', at: 0, tone: { role: 'reference' } },
    {
      mark: 'interval',
      along: 'x',
      at: bounded.map(({ name }) => name),
      low: bounded.map(({ low }) => low),
      high: bounded.map(({ high }) => high),
      tone: bounded.map(tone),
    },
    {
      mark: 'dot',
      x: shown.map(({ estimate }) => estimate),
      y: shown.map(({ name }) => name),
      tone: shown.map(tone),
      shape: shown.map(shape),
      details: shown.map(({ detail }) => detail),
    },
  ]
}

function forestLegend(level: number, smallestEffect: number): readonly LegendEntry[] {
  const band: LegendEntry = {
    label: say('legend.smallest-effect', { effect: quantity(smallestEffect, 'estimate') }),
    tone: { role: 'reference' },
    sign: 'band',
  }
  return [
    { label: say('legend.clear', { level: percentOf(level) }), tone: { role: 'main' }, sign: 'dot' },
    { label: say('legend.unclear', { level: percentOf(level) }), tone: { role: 'muted' }, sign: 'hollow-dot' },
    ...(smallestEffect > 0 ? [band] : []),
  ]
}
