import type { FigureSpec, LegendEntry, Mark, Tone } from '../core/figure'
import { rowsWith, type RowWith } from '../core/reading'
import { core, quantity, type Label } from '../core/words'
import { sizeAside } from '../survey/figure-furniture'
import type { ComponentRow, FitRow, Tables } from './declarations'
import { personComponent, residualComponent } from './random-components'
import { say } from './words'

/** Bars that fit on a page; the rest of the outcomes are in the table. */
const mostBars = 24
/** Shares from this on have their number in the bar. */
const shareWithLabel = 0.055

type SharedRow = RowWith<ComponentRow, 'share'>

/** What is left is of the person too, unless persons are a component. */
export function componentLabel(id: string, hasPerson: boolean, isInSentence = false): Label {
  if (id !== residualComponent) return { attribute: id }
  const rest = hasPerson ? 'rest-with-person' : 'rest-without-person'
  return isInSentence ? say(`the-${rest}`) : say(rest)
}

/** One bar an outcome: where its variance lies, from the top of the organisation tree to what is left. */
export function varianceComponentsFigures({ components, fit }: Tables): readonly FigureSpec[] {
  const rows = rowsWith(components.rows, 'share')
  const ids = inOrderOfStacking(rows)
  const all = [...new Set(rows.map(({ cells }) => cells.outcome))]
  const [first] = all
  if (first === undefined) return []
  const outcomes = all.slice(0, mostBars)
  const hasPerson = ids.includes(personComponent)
  const tone = (id: string): Tone =>
    id === residualComponent ? { role: 'muted' } : { role: 'series', index: ids.indexOf(id) }
  const fits = fit.rows.filter(({ cells }) => outcomes.includes(cells.outcome))
  return [
    {
      id: 'shares',
      title: say('figure.shares.title', { count: outcomes.length, outcome: { outcome: first } }),
      description: say('figure.shares.description', {
        count: outcomes.length,
        components: { list: ids.map((id) => componentLabel(id, hasPerson, true)) },
      }),
      notes: [
        ...singularNote(fits),
        ...(all.length > outcomes.length ? [say('note.left-out', { shown: outcomes.length, of: all.length })] : []),
      ],
      panels: [
        {
          id: 'shares',
          geometry: 'cartesian',
          x: { scale: 'linear', label: say('axis.share'), unit: null, domain: [0, 1], as: 'percent' },
          y: {
            scale: 'category',
            label: core.say('column.outcome'),
            unit: null,
            categories: outcomes.map((outcome) => ({
              id: outcome,
              label: { outcome },
              ...sizeAside(fits.find(({ cells }) => cells.outcome === outcome)?.cells.n ?? null),
            })),
          },
          marks: stackedBars(
            rows.filter(({ cells }) => outcomes.includes(cells.outcome)),
            ids,
            tone,
          ),
        },
      ],
      legend: ids.map((id): LegendEntry => ({ label: componentLabel(id, hasPerson), tone: tone(id), sign: 'square' })),
      data: components.table,
    },
  ]
}

/** Places from the top down, then the person, then what is left. */
function inOrderOfStacking(rows: readonly SharedRow[]): readonly string[] {
  const ids = [...new Set(rows.map(({ cells }) => cells.component))]
  const last = [personComponent, residualComponent]
  return [...ids.filter((id) => !last.includes(id)), ...last.filter((id) => ids.includes(id))]
}

/** For each component a mark, whose bars begin where those of the component before end. */
function stackedBars(rows: readonly SharedRow[], ids: readonly string[], tone: (id: string) => Tone): readonly Mark[] {
  const hasPerson = ids.includes(personComponent)
  const reached = new Map<string, number>()
  return ids.map((id): Mark => {
    const own = rows.filter(({ cells }) => cells.component === id)
    const spans = own.map(({ cells: { outcome, share } }) => {
      const from = reached.get(outcome) ?? 0
      const to = from + share
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
      labels: own.map(({ cells }) => (cells.share >= shareWithLabel ? quantity(cells.share, 'percent') : null)),
      details: own.map(({ cells }) =>
        say('detail.share', {
          component: componentLabel(id, hasPerson),
          share: quantity(cells.share, 'percent'),
          sd: quantity(cells.sd, 'estimate'),
        }),
      ),
    }
  })
}

function singularNote(fits: readonly FitRow[]): readonly Label[] {
  const singular = fits.filter(({ cells }) => cells.singular === true)
  if (singular.length === 0) return []
  return [
    say('note.singular', { outcomes: { list: singular.map(({ cells }): Label => ({ outcome: cells.outcome })) } }),
  ]
}
