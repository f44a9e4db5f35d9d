import type { ReportContext } from '../core/contract'
import type { SurveyDataset } from '../core/datasets'
import { panelColumnsFor, type FigureSpec, type LinearAxis, type Mark, type Panel } from '../core/figure'
import { rowsWith, type RowOf } from '../core/reading'
import { intervalPhrase, percentOf, quantity, type Label } from '../core/words'
import { columnsLabel, sizeAside, withheldMark, withheldNote } from '../survey/figure-furniture'
import { scoreAxis } from '../survey/score-axis'
import { mostGroupsForFigures } from './compute'
import type { OmnibusRow, tables, Tables } from './declarations'
import { contrastsFigure, mostPanels, pairsFigure } from './forests'
import type { GroupComparisonOptions } from './options'
import { testResult } from './prose'
import { say } from './words'
import { smallest } from '../numeric/summary/extremes'

type GroupRow = RowOf<typeof tables.descriptives>

/** Means with intervals by group, and pairs and contrasts as forests: all from what disclosure control left. */
export function groupComparisonFigures(
  { descriptives, omnibus, pairwise, contrasts }: Tables,
  options: GroupComparisonOptions,
  context: ReportContext<SurveyDataset>,
): readonly FigureSpec[] {
  const groups = [...new Set(descriptives.rows.map(({ cells }) => cells.group_name))]
  if (groups.length > mostGroupsForFigures) return []
  const by = columnsLabel(context.dataset, options.by)
  return [
    { ...meansFigure(descriptives.rows, groups, omnibus.rows, by, options, context), data: descriptives.table },
    ...pairsFigure(pairwise, by, options, context),
    ...contrastsFigure(contrasts, by, options, context),
  ]
}

function meansFigure(
  rows: readonly GroupRow[],
  groups: readonly string[],
  omnibus: readonly OmnibusRow[],
  by: Label,
  options: GroupComparisonOptions,
  context: ReportContext<SurveyDataset>,
): Omit<FigureSpec, 'data'> {
  const outcomes = options.outcomes.slice(0, mostPanels)
  const confidence = percentOf(options.confidence)
  const shown = rows.filter(({ cells }) => outcomes.includes(cells.outcome))
  const tested = rowsWith(omnibus, 'p_value').filter(({ cells }) => outcomes.includes(cells.outcome))
  const testNotes = tested.map((row) =>
    say('note.test', { outcome: { outcome: row.cells.outcome }, result: testResult(row) }),
  )
  return {
    id: 'means',
    title: say('figure.means.title', { by, count: outcomes.length, outcome: { outcome: outcomes[0] ?? '' } }),
    description: say('figure.means.description', {
      groups: groups.length,
      by,
      count: outcomes.length,
      outcomes: { list: outcomes.map((outcome): Label => ({ outcome })) },
      confidence,
    }),
    notes: [
      say('note.intervals', { confidence }),
      ...(testNotes.length <= 6 ? testNotes : []),
      ...withheldNote(
        shown.some((row) => row.isWithheld('mean')),
        context,
      ),
      ...(options.outcomes.length > outcomes.length
        ? [say('note.panels-left-out', { shown: outcomes.length, of: options.outcomes.length })]
        : []),
    ],
    panels: outcomes.map((outcome): Panel => {
      const own = shown.filter(({ cells }) => cells.outcome === outcome)
      const axis = scoreAxis(context.dataset, outcome, say('axis.mean'))
      return {
        id: outcome,
        title: { outcome },
        geometry: 'cartesian',
        x: axis,
        y: {
          scale: 'category',
          label: by,
          unit: null,
          categories: groups.map((group) => ({
            id: group,
            label: group,
            ...sizeAside(own.find(({ cells }) => cells.group_name === group)?.cells.n ?? null),
          })),
        },
        // In narrow panels a full dot would hide the interval.
        marks: meanMarks(own, axis, outcomes.length > 2 ? 'small' : 'normal'),
      }
    }),
    panelColumns: panelColumnsFor(outcomes.length),
    legend: [],
  }
}

function meanMarks(rows: readonly GroupRow[], { domain }: LinearAxis, size: 'small' | 'normal'): readonly Mark[] {
  const shown = rowsWith(rows, 'mean')
  const bounded = rowsWith(shown, 'mean', 'conf_low', 'conf_high')
  const within = (value: number): number =>
    domain === undefined ? value : Math.min(domain[1], Math.max(domain[0], value))
  const start = domain?.[0] ?? smallest(shown.map(({ cells }) => cells.conf_low ?? cells.mean))
  return [
    {
      mark: 'interval',
      along: 'x',
      at: bounded.map(({ cells }) => cells.group_name),
      low: bounded.map(({ cells }) => within(cells.conf_low)),
      high: bounded.map(({ cells }) => within(cells.conf_high)),
      tone: { role: 'main' },
    },
    {
      mark: 'dot',
      x: shown.map(({ cells }) => cells.mean),
      y: shown.map(({ cells }) => cells.group_name),
      tone: { role: 'main' },
      size,
      details: shown.map(({ cells }) =>
        say('detail.mean', {
          group: cells.group_name,
          mean: quantity(cells.mean, 'mean'),
          interval: intervalPhrase(cells.conf_low, cells.conf_high, 'mean'),
          n: cells.n ?? 0,
        }),
      ),
    },
    ...withheldMark(
      rows.filter((row) => row.isWithheld('mean')).map(({ cells }) => cells.group_name),
      start,
    ),
  ]
}
