import type { ReportContext } from '../core/contract'
import type { SurveyDataset } from '../core/datasets'
import { panelColumnsFor, type CategoryAxis, type FigureSpec, type Mark, type Panel } from '../core/figure'
import { namesOf, rowsWith } from '../core/reading'
import { quantity, type Label } from '../core/words'
import { columnsLabel } from '../survey/figure-furniture'
import { groupColumns } from '../survey/groups'
import { outcomeOf } from '../survey/outcomes'
import { scoreAxis } from '../survey/score-axis'
import { survey } from '../survey/words'
import type { Tables } from './declarations'
import { absenceNotes, intervalNote, legendOf, mostRows, seriesTone, type ShownScores } from './shown-scores'
import type { DimensionScoresOptions } from './options'
import { groupsPanel, profilePanel } from './profile-panels'
import { say } from './words'

/** Groups that fit beside each other in one panel, and on a radar. */
const mostSeries = 3

/** Dots with intervals always; a heatmap of groups by dimensions; a radar beside the dots for at most three profiles. */
export function dimensionScoresFigures(
  { scores: { rows, table } }: Tables,
  options: DimensionScoresOptions,
  context: ReportContext<SurveyDataset>,
): readonly FigureSpec[] {
  const { dataset } = context
  const groups = namesOf(rows)
  const dimensions = [...new Set(rows.map(({ cells }) => cells.dimension))]
  if (groups.length === 0 || dimensions.length === 0) return []
  const profiles: ShownScores = {
    table,
    rows,
    groups,
    dimensions,
    by: columnsLabel(dataset, options.by),
    isByGroup: groupColumns(dataset, options.by).length > 0,
    sharesAxis: new Set(dimensions.map((id) => outcomeOf(dataset, id).range.join(' '))).size === 1,
    options,
    context,
  }
  const { isByGroup, sharesAxis } = profiles
  const hasRadar =
    sharesAxis && groups.length <= mostSeries && dimensions.length >= 3 && rowsWith(rows, 'mean').length > 0
  return [
    profile(profiles),
    ...(isByGroup && sharesAxis && groups.length > 1 ? [heatmap(profiles)] : []),
    ...(hasRadar ? [radar(profiles)] : []),
  ]
}

function profile(profiles: ShownScores): FigureSpec {
  const { groups, dimensions, by, isByGroup, options } = profiles
  const isSideBySide = groups.length <= mostSeries
  const panels = profilePanels(profiles, isSideBySide)
  return {
    id: 'profile',
    title: say('figure.profile.title', { by, grouped: isByGroup ? 'yes' : 'no' }),
    description: say('figure.profile.description', {
      dimensions: dimensions.length,
      groups: groups.length,
      confidence: quantity(options.confidence, 'percent'),
    }),
    notes: [intervalNote(profiles), ...absenceNotes(profiles, isSideBySide ? groups.length : mostRows)],
    panels,
    panelColumns: panelColumnsFor(panels.length),
    legend: isSideBySide ? legendOf(groups) : [],
    data: profiles.table,
  }
}

function profilePanels(profiles: ShownScores, isSideBySide: boolean): readonly Panel[] {
  const { dimensions, sharesAxis } = profiles
  if (!isSideBySide) return dimensions.map((dimension) => groupsPanel(profiles, dimension))
  return sharesAxis
    ? [profilePanel(profiles, dimensions, 'all')]
    : dimensions.map((dimension) => profilePanel(profiles, [dimension], dimension))
}

const dimensionAxis = (dimensions: readonly string[]): CategoryAxis => ({
  scale: 'category',
  label: say('axis.dimension'),
  unit: null,
  categories: dimensions.map((dimension) => ({ id: dimension, label: { dimension } })),
})

function heatmap(profiles: ShownScores): FigureSpec {
  const { rows, dimensions, context, groups, by } = profiles
  const shown = groups.slice(0, mostRows)
  const drawn = rows.filter(({ name }) => shown.includes(name))
  const hasWithheld = drawn.some((row) => row.isWithheld('mean'))
  return {
    id: 'heatmap',
    title: say('figure.heatmap.title', { by }),
    description: say('figure.heatmap.description', { groups: shown.length, dimensions: dimensions.length, by }),
    notes: absenceNotes(profiles, shown.length),
    panels: [
      {
        id: 'all',
        geometry: 'cartesian',
        x: dimensionAxis(dimensions),
        y: { scale: 'category', label: by, unit: null, categories: shown.map((name) => ({ id: name, label: name })) },
        marks: [
          {
            mark: 'cell',
            x: drawn.map(({ cells }) => cells.dimension),
            y: drawn.map(({ name }) => name),
            value: drawn.map(({ cells }) => cells.mean),
            domain: outcomeOf(context.dataset, dimensions[0] ?? '').range,
            text: drawn.map((row): Label => (row.isWithheld('mean') ? ':' : quantity(row.cells.mean, 'mean'))),
            aside: drawn.map(({ cells }): Label | null => (cells.n === null ? null : survey.say('n', { n: cells.n }))),
          },
        ],
      },
    ],
    legend: hasWithheld ? [{ label: survey.say('withheld'), tone: { role: 'muted' }, sign: 'hatch' }] : [],
    data: profiles.table,
  }
}

/** The fixed order of the instrument around the circle, the full declared scale, no fill, and the dots beside it. */
function radar(profiles: ShownScores): FigureSpec {
  const { groups, dimensions, context } = profiles
  return {
    id: 'radar',
    title: say('figure.radar.title'),
    description: say('figure.radar.description', { groups: groups.length, dimensions: dimensions.length }),
    notes: [intervalNote(profiles), ...absenceNotes(profiles, groups.length)],
    panels: [
      {
        id: 'radar',
        geometry: 'radial',
        x: dimensionAxis(dimensions),
        y: scoreAxis(context.dataset, dimensions[0] ?? '', say('axis.score')),
        marks: radarMarks(profiles),
      },
      profilePanel(profiles, dimensions, 'dots'),
    ],
    panelColumns: 2,
    legend: legendOf(groups),
    data: profiles.table,
  }
}

function radarMarks({ rows, groups, dimensions }: ShownScores): readonly Mark[] {
  return groups.flatMap((group, index): readonly Mark[] => {
    const own = rows.filter(({ name }) => name === group)
    const values = dimensions.map(
      (dimension) => own.find(({ cells }) => cells.dimension === dimension)?.cells.mean ?? null,
    )
    const tone = seriesTone(index, groups.length)
    const dash = (['solid', 'dashed', 'dotted'] as const)[index] ?? 'solid'
    return [
      { mark: 'line', x: dimensions, y: values, tone, dash, closed: true },
      { mark: 'dot', x: dimensions, y: values, tone, size: 'small' },
    ]
  })
}
