import type { ReportContext } from '../core/contract'
import type { SurveyDataset } from '../core/datasets'
import type { DotShape, FigureSpec, Panel, Tone } from '../core/figure'
import type { Label, Phrase } from '../core/words'
import { tableRecords, type ResultTable } from '../core/result'
import { unitLabel } from '../survey/score-axis'
import type { GroupComparisonOptions } from './options'
import { intervalPhrase, percentOf } from './prose'

/** Groups that a panel holds; more are in the table. */
const mostRows = 40
const mostPanels = 12

type Row = ReturnType<typeof tableRecords>[number]
const say = (key: string, values: Phrase['values'] = {}): Phrase => ({ message: `group-comparison:${key}`, values })
const numberIn = ({ cells }: Row, id: string): number | null => (typeof cells[id] === 'number' ? cells[id] : null)
const textIn = ({ cells }: Row, id: string): string => String(cells[id] ?? '')

/** Which groups stand apart from the mean of all, or from the first. Trends have no figure of their own: degrees are not on one scale, and the means show them. */
export function drawContrasts(
  table: ResultTable,
  by: Label,
  options: GroupComparisonOptions,
  context: ReportContext<SurveyDataset>,
): readonly FigureSpec[] {
  const level = 1 - options.confidence
  const all = tableRecords(table).filter(
    ({ cells }) => cells['contrast'] === 'deviation' || cells['contrast'] === 'reference',
  )
  const usable = all.filter((row) => numberIn(row, 'conf_low') !== null && numberIn(row, 'p_adjusted') !== null)
  const outcomes = options.outcomes
    .filter((outcome) => usable.some((row) => textIn(row, 'outcome') === outcome))
    .slice(0, mostPanels)
  const drawn = usable.filter((row) => outcomes.includes(textIn(row, 'outcome')))
  const groups = [...new Set(all.map((row) => textIn(row, 'group')))]
    .filter((group) => drawn.some((row) => textIn(row, 'group') === group))
    .slice(0, mostRows)
  const shown = drawn.filter((row) => groups.includes(textIn(row, 'group')))
  if (shown.length === 0) return []
  const isClear = (row: Row): boolean => (numberIn(row, 'p_adjusted') ?? 1) < level
  const tone = (row: Row): Tone => (isClear(row) ? { role: 'main' } : { role: 'muted' })
  const shape = (row: Row): DotShape => (isClear(row) ? 'circle' : 'hollow-circle')
  const isReference = options.contrasts === 'reference'
  const reference = textIn(shown[0] as Row, 'reference')
  const hasBand = options.smallest_effect > 0
  const effect = { value: options.smallest_effect, as: 'estimate' } as const
  const withheld = tableRecords(table).filter((row) => row.withheld.has('estimate')).length
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
        clear: shown.filter(isClear).length,
        level: percentOf(level),
      }),
      notes: [
        say('note.contrasts', { confidence: percentOf(options.confidence), isReference, reference }),
        ...(shown.length < usable.length
          ? [{ message: 'survey:figure-limited', values: { shown: shown.length, total: usable.length } } as const]
          : []),
        ...(withheld > 0 ? [{ message: 'survey:withheld-note', values: { min: context.minGroup } } as const] : []),
      ],
      panels: outcomes.map((outcome): Panel => {
        const rows = shown.filter((row) => textIn(row, 'outcome') === outcome)
        const at = (row: Row): string => textIn(row, 'group')
        return {
          id: outcome,
          title: { outcome },
          frame: 'cartesian',
          x: { scale: 'linear', label: say('axis.difference'), unit: unitLabel(context.dataset, outcome) },
          y: {
            scale: 'category',
            label: by,
            unit: null,
            categories: groups.map((group) => ({ id: group, label: group })),
          },
          marks: [
            ...(hasBand
              ? [
                  {
                    mark: 'band',
                    along: 'x',
                    from: -options.smallest_effect,
                    to: options.smallest_effect,
                    tone: { role: 'reference' },
                  } as const,
                ]
              : []),
            { mark: 'rule', along: 'x', at: 0, tone: { role: 'reference' } },
            {
              mark: 'interval',
              along: 'x',
              at: rows.map(at),
              low: rows.map((row) => numberIn(row, 'conf_low')),
              high: rows.map((row) => numberIn(row, 'conf_high')),
              tone: rows.map(tone),
            },
            {
              mark: 'dot',
              x: rows.map((row) => numberIn(row, 'estimate')),
              y: rows.map(at),
              tone: rows.map(tone),
              shape: rows.map(shape),
              details: rows.map((row) =>
                say('detail.contrast', {
                  group: at(row),
                  estimate: { value: numberIn(row, 'estimate'), as: 'estimate' },
                  interval: intervalPhrase(numberIn(row, 'conf_low'), numberIn(row, 'conf_high'), 'estimate'),
                  p: { value: numberIn(row, 'p_adjusted'), as: 'probability' },
                }),
              ),
            },
          ],
        }
      }),
      panelColumns: Math.min(3, outcomes.length),
      legend: [
        { label: say('legend.clear', { level: percentOf(level) }), tone: { role: 'main' }, sign: 'dot' },
        { label: say('legend.unclear', { level: percentOf(level) }), tone: { role: 'muted' }, sign: 'hollow-dot' },
        ...(hasBand
          ? [{ label: say('legend.smallest-effect', { effect }), tone: { role: 'reference' }, sign: 'band' } as const]
          : []),
      ],
      data: table,
    },
  ]
}
