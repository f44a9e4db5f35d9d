import type { ReportContext, TablesById } from '../core/contract'
import type { SurveyDataset } from '../core/datasets'
import type { DotShape, FigureSpec, Mark, Panel, Tone } from '../core/figure'
import type { Label, Phrase } from '../core/words'
import { tableRecords, type ResultTable } from '../core/result'
import { groupColumns } from '../survey/groups'
import { scoreAxis, unitLabel } from '../survey/score-axis'
import { mostGroupsForFigures } from './compute'
import { drawContrasts } from './contrasts-figure'
import { pairMethodFor, type GroupComparisonOptions } from './options'
import { intervalPhrase, percentOf, testResult } from './prose'

/** Rows that the panels of a forest can hold one under the other on a page: of one outcome, and of several. */
const rowsInForest = { one: 24, several: 12 } as const
/** Panels of small multiples; the rest of the outcomes are in the table. */
const mostPanels = 12

type Record = ReturnType<typeof tableRecords>[number]
const say = (key: string, values: Phrase['values'] = {}): Phrase => ({ message: `group-comparison:${key}`, values })
const numberIn = ({ cells }: Record, id: string): number | null => (typeof cells[id] === 'number' ? cells[id] : null)
const textIn = ({ cells }: Record, id: string): string => String(cells[id] ?? '')

/** Means with intervals by group, and all pairs as a forest: both from what disclosure control left. */
export function drawGroupComparison(
  tables: TablesById,
  options: GroupComparisonOptions,
  context: ReportContext<SurveyDataset>,
): readonly FigureSpec[] {
  const { descriptives, omnibus, pairwise, contrasts } = tables
  if (descriptives === undefined || omnibus === undefined || pairwise === undefined) return []
  const outcomes = options.outcomes.slice(0, mostPanels)
  const groups = new Set(tableRecords(descriptives).map((row) => textIn(row, 'group_name')))
  if (groups.size > mostGroupsForFigures) return []
  const results = tableRecords(omnibus).filter(
    (row) => outcomes.includes(textIn(row, 'outcome')) && numberIn(row, 'p_value') !== null,
  )
  const testNotes = results.map(({ cells }) =>
    say('note.test', { outcome: { outcome: String(cells['outcome']) }, result: testResult(cells) }),
  )
  const by: Label = { list: groupColumns(context.dataset, options.by).map((attribute): Label => ({ attribute })) }
  return [
    means(descriptives, outcomes, [...groups], by, testNotes, options, context),
    ...pairs(pairwise, by, options, context),
    ...(contrasts === undefined ? [] : drawContrasts(contrasts, by, options, context)),
  ]
}

function means(
  table: ResultTable,
  outcomes: readonly string[],
  groups: readonly string[],
  by: Label,
  testNotes: readonly Label[],
  options: GroupComparisonOptions,
  context: ReportContext<SurveyDataset>,
): FigureSpec {
  const records = tableRecords(table)
  const main: Tone = { role: 'main' }
  const hasWithheld = records.some((row) => row.withheld.has('mean') && outcomes.includes(textIn(row, 'outcome')))
  const panels = outcomes.map((outcome): Panel => {
    const rows = records.filter((row) => textIn(row, 'outcome') === outcome)
    const shown = rows.filter((row) => numberIn(row, 'mean') !== null)
    const withheld = rows.filter((row) => row.withheld.has('mean'))
    const axis = scoreAxis(context.dataset, outcome, say('axis.mean'))
    const at = (row: Record): string => textIn(row, 'group_name')
    const lowest =
      axis.domain?.[0] ?? Math.min(...shown.map((row) => numberIn(row, 'conf_low') ?? numberIn(row, 'mean') ?? 0))
    const withInterval = shown.filter((row) => numberIn(row, 'conf_low') !== null)
    const clip = (value: number | null): number | null =>
      value === null || axis.domain === undefined ? value : Math.min(axis.domain[1], Math.max(axis.domain[0], value))
    const marks: Mark[] = [
      {
        mark: 'interval',
        along: 'x',
        at: withInterval.map(at),
        low: withInterval.map((row) => clip(numberIn(row, 'conf_low'))),
        high: withInterval.map((row) => clip(numberIn(row, 'conf_high'))),
        tone: main,
      },
      {
        mark: 'dot',
        x: shown.map((row) => numberIn(row, 'mean')),
        y: shown.map(at),
        tone: main,
        // In narrow panels a full dot would hide the interval.
        size: outcomes.length > 2 ? 'small' : 'normal',
        details: shown.map((row) =>
          say('detail.mean', {
            group: at(row),
            mean: { value: numberIn(row, 'mean'), as: 'mean' },
            interval: intervalPhrase(numberIn(row, 'conf_low'), numberIn(row, 'conf_high'), 'mean'),
            n: numberIn(row, 'n') ?? 0,
          }),
        ),
      },
    ]
    if (withheld.length > 0 && Number.isFinite(lowest))
      marks.push({
        mark: 'text',
        x: withheld.map(() => lowest),
        y: withheld.map(at),
        text: withheld.map(() => ':'),
        tone: { role: 'muted' },
        anchor: 'start',
      })
    return {
      id: outcome,
      title: { outcome },
      frame: 'cartesian',
      x: axis,
      y: {
        scale: 'category',
        label: by,
        unit: null,
        categories: groups.map((group) => {
          const row = rows.find((candidate) => at(candidate) === group)
          const n = row === undefined ? null : numberIn(row, 'n')
          return {
            id: group,
            label: group,
            ...(n === null ? {} : { aside: { message: 'survey:n', values: { n } } as const }),
          }
        }),
      },
      marks,
    }
  })
  return {
    id: 'means',
    title: say('figure.means.title', { by, count: outcomes.length, outcome: { outcome: outcomes[0] ?? '' } }),
    description: say('figure.means.description', {
      groups: groups.length,
      by,
      count: outcomes.length,
      outcomes: { list: outcomes.map((outcome): Label => ({ outcome })) },
      confidence: percentOf(options.confidence),
    }),
    notes: [
      say('note.intervals', { confidence: percentOf(options.confidence) }),
      ...(testNotes.length <= 6 ? testNotes : []),
      ...(hasWithheld ? [{ message: 'survey:withheld-note', values: { min: context.minGroup } } as const] : []),
      ...(options.outcomes.length > outcomes.length
        ? [say('note.panels-left-out', { shown: outcomes.length, of: options.outcomes.length })]
        : []),
    ],
    panels,
    panelColumns: outcomes.length === 1 ? 1 : outcomes.length === 2 || outcomes.length === 4 ? 2 : 3,
    legend: [],
    data: table,
  }
}

/** The pairs' forest: significance after adjustment is told by shape, relevance by the band. */
function pairs(
  table: ResultTable,
  by: Label,
  options: GroupComparisonOptions,
  context: ReportContext<SurveyDataset>,
): readonly FigureSpec[] {
  const method = pairMethodFor(options)
  const isRank = method === 'dunn-holm'
  const level = 1 - options.confidence
  const all = tableRecords(table)
  const usable = all.filter((row) => numberIn(row, 'estimate') !== null && numberIn(row, 'p_adjusted') !== null)
  if (usable.length === 0) return []
  const evidence = (row: Record): number => Math.abs(numberIn(row, 'statistic') ?? 0)
  const id = (row: Record): string => `${textIn(row, 'group_a')} − ${textIn(row, 'group_b')}`
  const strongest = options.outcomes
    .map((outcome) => ({
      outcome,
      top: Math.max(...usable.filter((row) => textIn(row, 'outcome') === outcome).map(evidence)),
    }))
    .filter(({ top }) => top >= 0)
    .toSorted((a, b) => b.top - a.top)
    .slice(0, mostPanels)
    .map(({ outcome }) => outcome)
  const outcomes = options.outcomes.filter((outcome) => strongest.includes(outcome))
  // The same pairs in every panel, so that outcomes can be compared and names stand once: those with the largest statistic in any of them.
  const strength = new Map<string, number>()
  for (const row of usable)
    if (outcomes.includes(textIn(row, 'outcome')))
      strength.set(id(row), Math.max(strength.get(id(row)) ?? 0, evidence(row)))
  const room =
    outcomes.length === 1
      ? rowsInForest.one
      : Math.max(4, Math.floor(rowsInForest.several / Math.ceil(outcomes.length / 3)))
  const picked = new Set(
    [...strength]
      .toSorted(([, a], [, b]) => b - a)
      .slice(0, room)
      .map(([name]) => name),
  )
  const categories = [...new Set(all.map(id))].filter((name) => picked.has(name))
  const forests = outcomes.map((outcome) => ({
    outcome,
    rows: usable.filter((row) => textIn(row, 'outcome') === outcome && picked.has(id(row))),
  }))
  const shownCount = forests.reduce((sum, { rows }) => sum + rows.length, 0)
  const isClear = (row: Record): boolean => (numberIn(row, 'p_adjusted') ?? 1) < level
  const bounded = (rows: readonly Record[]): readonly Record[] =>
    rows.filter((row) => numberIn(row, 'conf_low') !== null)
  const tone = (row: Record): Tone => (isClear(row) ? { role: 'main' } : { role: 'muted' })
  const shape = (row: Record): DotShape => (isClear(row) ? 'circle' : 'hollow-circle')
  const band: Mark[] =
    isRank || options.smallest_effect === 0
      ? []
      : [
          {
            mark: 'band',
            along: 'x',
            from: -options.smallest_effect,
            to: options.smallest_effect,
            tone: { role: 'reference' },
          },
        ]
  const withheldCount = all.filter((row) => row.withheld.size > 0).length
  const clearCount = forests.reduce((sum, { rows }) => sum + rows.filter(isClear).length, 0)
  return [
    {
      id: 'pairs',
      title: say('figure.pairs.title', { by, count: forests.length, outcome: { outcome: forests[0]?.outcome ?? '' } }),
      description: say('figure.pairs.description', {
        count: shownCount,
        of: usable.length,
        clear: clearCount,
        level: percentOf(level),
        by,
      }),
      notes: [
        say(options.interval === 't' ? `note.pairs.${method}` : 'note.bootstrap', {
          confidence: percentOf(options.confidence),
        }),
        ...(shownCount < usable.length ? [say('note.pairs-chosen', { shown: shownCount, of: usable.length })] : []),
        ...(withheldCount > 0 ? [say('note.pairs-withheld', { count: withheldCount, min: context.minGroup })] : []),
      ],
      panels: forests.map(({ outcome, rows }): Panel => ({
        id: outcome,
        title: { outcome },
        frame: 'cartesian',
        x: {
          scale: 'linear',
          label: say(isRank ? 'axis.rank-difference' : 'axis.difference'),
          unit: isRank ? say('unit.ranks') : unitLabel(context.dataset, outcome),
        },
        y: {
          scale: 'category',
          label: say('axis.pair'),
          unit: null,
          categories: categories.map((name) => ({ id: name, label: name })),
        },
        marks: [
          ...band,
          { mark: 'rule', along: 'x', at: 0, tone: { role: 'reference' } },
          // A pair may have no interval: BCa is refused for small groups.
          {
            mark: 'interval',
            along: 'x',
            at: bounded(rows).map(id),
            low: bounded(rows).map((row) => numberIn(row, 'conf_low')),
            high: bounded(rows).map((row) => numberIn(row, 'conf_high')),
            tone: bounded(rows).map(tone),
          },
          {
            mark: 'dot',
            x: rows.map((row) => numberIn(row, 'estimate')),
            y: rows.map(id),
            tone: rows.map(tone),
            shape: rows.map(shape),
            details: rows.map((row) =>
              say('detail.pair', {
                a: textIn(row, 'group_a'),
                b: textIn(row, 'group_b'),
                estimate: { value: numberIn(row, 'estimate'), as: 'estimate' },
                interval: intervalPhrase(numberIn(row, 'conf_low'), numberIn(row, 'conf_high'), 'estimate'),
                p: { value: numberIn(row, 'p_adjusted'), as: 'probability' },
              }),
            ),
          },
        ],
      })),
      panelColumns: Math.min(3, forests.length),
      legend: [
        { label: say('legend.clear', { level: percentOf(level) }), tone: { role: 'main' }, sign: 'dot' },
        { label: say('legend.unclear', { level: percentOf(level) }), tone: { role: 'muted' }, sign: 'hollow-dot' },
        ...(band.length > 0
          ? [
              {
                label: say('legend.smallest-effect', { effect: { value: options.smallest_effect, as: 'estimate' } }),
                tone: { role: 'reference' },
                sign: 'band',
              } as const,
            ]
          : []),
      ],
      data: table,
    },
  ]
}
