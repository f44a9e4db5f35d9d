import type { ReportContext } from '../core/contract'
import type { SurveyDataset } from '../core/datasets'
import type { FigureSpec, LegendEntry } from '../core/figure'
import { limitNote, withheldNote } from '../survey/figure-furniture'
import { survey } from '../survey/words'
import type { Tables } from './declarations'
import { likertBars, type Bars } from './likert-bars'
import { divergingPanel, middleOf, stackedPanel, stepsOf } from './likert-panels'
import type { ItemStatisticsOptions } from './options'
import { say } from './words'

/** Likert bars, diverging about the middle and stacked to 100 %: one panel of items for everybody, one panel an item for groups. */
export function itemStatisticsFigures(
  tables: Tables,
  options: ItemStatisticsOptions,
  context: ReportContext<SurveyDataset>,
): readonly FigureSpec[] {
  const { panels, isLimited, total } = likertBars(tables, options, context)
  if (panels.length === 0) return []
  const bars = panels.flatMap((panel) => panel.bars)
  const hasNonResponse = bars.some(({ nonResponse }) => nonResponse > 0)
  const hasWithheld = bars.some(({ isWithheld }) => isWithheld)
  const hasMiddle = panels.some(({ scale }) => middleOf(scale) !== null)
  const kinds = (['diverging', 'stacked'] as const).filter((kind) => options.chart === 'both' || options.chart === kind)
  return kinds.map((kind) => ({
    id: kind,
    title: say(`figure.${kind}.title`),
    description: say(`figure.${kind}.description`, { bars: bars.length, panels: panels.length }),
    notes: [
      say('note.as-answered'),
      ...(hasNonResponse ? [say('note.non-response')] : []),
      ...(kind === 'diverging' && options.neutral === 'side' && hasMiddle ? [say('note.neutral-aside')] : []),
      ...withheldNote(hasWithheld, context),
      ...(isLimited ? limitNote(bars.length, total) : []),
    ],
    panels: panels.map((panel) => (kind === 'stacked' ? stackedPanel(panel) : divergingPanel(panel, options.neutral))),
    panelColumns: panels.length > 3 ? 2 : 1,
    legend: legendOf(panels, hasNonResponse, hasWithheld),
    data: tables.categories.table,
  }))
}

/** Every category keeps its place and colour, used or not. Scales with the same labels share entries. */
function legendOf(panels: readonly Bars[], hasNonResponse: boolean, hasWithheld: boolean): readonly LegendEntry[] {
  const scales = [...new Map(panels.map(({ scale }) => [scale.id, scale])).values()]
  const entries = scales.flatMap((scale) => {
    const steps = stepsOf(scale)
    return steps.map((value, step): LegendEntry => ({
      label: { response: { scale: scale.id, value } },
      tone: { role: 'likert', step, of: steps.length },
      sign: 'square',
    }))
  })
  return [
    ...entries,
    ...(hasNonResponse
      ? [{ label: say('legend.non-response'), tone: { role: 'non-response' }, sign: 'hatch' } as const]
      : []),
    ...(hasWithheld ? [{ label: survey.say('withheld'), tone: { role: 'muted' }, sign: 'hatch' } as const] : []),
  ]
}
