import type { ReportContext, TablesById } from '../core/contract'
import type { SurveyDataset } from '../core/datasets'
import type { FigureSpec, LegendEntry, Mark, Tone } from '../core/figure'
import type { Label, Phrase } from '../core/words'
import { tableRecords } from '../core/result'
import { personComponent, residualComponent } from './options'

/** Bars that fit on a page; the rest of the outcomes are in the table. */
const mostBars = 24
/** Shares from this on have their number in the bar. */
const shareWithLabel = 0.055

export const say = (key: string, values: Phrase['values'] = {}): Phrase => ({
  message: `variance-components:${key}`,
  values,
})

/** What is left is of the person too, unless persons are a component. */
export function componentLabel(id: string, hasPerson: boolean, isInSentence = false): Label {
  if (id !== residualComponent) return { attribute: id }
  return say(`${isInSentence ? 'the-' : ''}${hasPerson ? 'rest-with-person' : 'rest-without-person'}`)
}

/** One bar an outcome: where its variance lies, from the top of the organisation tree to what is left. */
export function drawVarianceComponents(
  tables: TablesById,
  _context: ReportContext<SurveyDataset>,
): readonly FigureSpec[] {
  const { components: table, fit } = tables
  if (table === undefined || fit === undefined) return []
  const records = tableRecords(table).filter(({ cells }) => typeof cells['share'] === 'number')
  const ids = [...new Set(records.map(({ cells }) => String(cells['component'])))]
  const ordered = [
    ...ids.filter((id) => id !== personComponent && id !== residualComponent),
    ...[personComponent, residualComponent].filter((id) => ids.includes(id)),
  ]
  const all = [...new Set(records.map(({ cells }) => String(cells['outcome'])))]
  if (all.length === 0) return []
  const outcomes = all.slice(0, mostBars)
  const hasPerson = ids.includes(personComponent)
  const tone = (id: string): Tone =>
    id === residualComponent ? { role: 'muted' } : { role: 'series', index: ordered.indexOf(id) }
  const reached = new Map<string, number>()
  const marks: Mark[] = ordered.map((id) => {
    const rows = records.filter(({ cells }) => cells['component'] === id && outcomes.includes(String(cells['outcome'])))
    const spans = rows.map(({ cells }) => {
      const outcome = String(cells['outcome'])
      const from = reached.get(outcome) ?? 0
      const to = from + Number(cells['share'])
      reached.set(outcome, to)
      return { outcome, from, to }
    })
    return {
      mark: 'bar',
      along: 'x',
      at: spans.map(({ outcome }) => outcome),
      from: spans.map(({ from }) => from),
      to: spans.map(({ to }) => Math.min(1, to)),
      tone: tone(id),
      labels: rows.map(({ cells }) =>
        Number(cells['share']) >= shareWithLabel ? { value: Number(cells['share']), as: 'percent' } : null,
      ),
      details: rows.map(({ cells }) =>
        say('detail.share', {
          component: componentLabel(id, hasPerson),
          share: { value: Number(cells['share']), as: 'percent' },
          sd: { value: Number(cells['sd']), as: 'estimate' },
        }),
      ),
    }
  })
  const fits = tableRecords(fit).filter(({ cells }) => outcomes.includes(String(cells['outcome'])))
  const singular = fits
    .filter(({ cells }) => cells['singular'] === true)
    .map(({ cells }): Label => ({ outcome: String(cells['outcome']) }))
  return [
    {
      id: 'shares',
      title: say('figure.shares.title', { count: outcomes.length, outcome: { outcome: outcomes[0] ?? '' } }),
      description: say('figure.shares.description', {
        count: outcomes.length,
        components: { list: ordered.map((id) => componentLabel(id, hasPerson, true)) },
      }),
      notes: [
        ...(singular.length > 0 ? [say('note.singular', { outcomes: { list: singular } })] : []),
        ...(all.length > outcomes.length ? [say('note.left-out', { shown: outcomes.length, of: all.length })] : []),
      ],
      panels: [
        {
          id: 'shares',
          frame: 'cartesian',
          x: { scale: 'linear', label: say('axis.share'), unit: null, domain: [0, 1], as: 'percent' },
          y: {
            scale: 'category',
            label: { message: 'core:column.outcome' },
            unit: null,
            categories: outcomes.map((outcome) => {
              const n = fits.find(({ cells }) => cells['outcome'] === outcome)?.cells['n']
              return {
                id: outcome,
                label: { outcome },
                ...(typeof n === 'number' ? { aside: { message: 'survey:n', values: { n } } as const } : {}),
              }
            }),
          },
          marks,
        },
      ],
      legend: ordered.map((id): LegendEntry => ({
        label: componentLabel(id, hasPerson),
        tone: tone(id),
        sign: 'square',
      })),
      data: table,
    },
  ]
}
