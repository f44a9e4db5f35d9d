import type { FigureSpec, LinearAxis, Panel, Tone } from '../core/figure'
import { rowsWith, type RowWith } from '../core/reading'
import { quantity, type Label } from '../core/words'
import { invarianceGuides } from '../numeric/factor-model/invariance'
import { largest } from '../numeric/summary/extremes'
import type { StepOfModel, Tables } from './declarations'
import { say } from './words'

/** Between ticks of fit indices. */
const tickSteps = [0.005, 0.01, 0.02, 0.05, 0.1, 0.2] as const

type ComparedStep = RowWith<StepOfModel, 'delta_cfi' | 'delta_rmsea'>
type Index = 'delta_cfi' | 'delta_rmsea'

/** How fit falls from step to step, with the guides as bands. */
export function fitFigure({ rows, table }: Tables['steps'], by: Label): readonly FigureSpec[] {
  const compared = rowsWith(rows, 'delta_cfi', 'delta_rmsea')
  if (compared.length === 0) return []
  return [
    {
      id: 'fit',
      title: say('figure.fit.title', { by }),
      description: say('figure.fit.description', {
        by,
        count: compared.length,
        within: compared.filter(isWithin).length,
      }),
      notes: [say('note.guides')],
      panels: [
        indexPanel('delta_cfi', invarianceGuides.cfi, compared),
        indexPanel('delta_rmsea', invarianceGuides.rmsea, compared),
      ],
      panelColumns: 2,
      legend: [
        { label: say('verdict.within-guides'), tone: { role: 'main' }, sign: 'dot', shape: 'circle' },
        { label: say('verdict.beyond-guides'), tone: { role: 'signal' }, sign: 'dot', shape: 'diamond' },
        { label: say('legend.guide'), tone: { role: 'reference' }, sign: 'band' },
      ],
      data: table,
    },
  ]
}

const isWithin = ({ cells }: StepOfModel): boolean => cells.verdict === 'within-guides'
const placeOf = ({ cells }: StepOfModel): string => `${cells.factor_model} ${cells.step}`

function indexPanel(index: Index, guide: number, rows: readonly ComparedStep[]): Panel {
  const hasOneModel = new Set(rows.map(({ cells }) => cells.factor_model)).size === 1
  const nameOf = ({ cells }: ComparedStep): Label => {
    const step = say(`step.${cells.step}`)
    return hasOneModel ? step : say('step-of', { model: cells.label ?? '', step })
  }
  return {
    id: index,
    title: say(`panel.${index}`),
    geometry: 'cartesian',
    x: changeAxis(index, guide, rows),
    y: {
      scale: 'category',
      label: say('axis.step'),
      unit: null,
      categories: rows.map((row) => ({ id: placeOf(row), label: nameOf(row) })),
    },
    marks: [
      { mark: 'band', along: 'x', from: -guide, to: guide, tone: { role: 'reference' } },
      { mark: 'rule', along: 'x', at: 0, tone: { role: 'reference' } },
      {
        mark: 'dot',
        x: rows.map(({ cells }) => cells[index]),
        y: rows.map(placeOf),
        tone: rows.map((row): Tone => ({ role: isWithin(row) ? 'main' : 'signal' })),
        shape: rows.map((row) => (isWithin(row) ? 'circle' : 'diamond')),
        details: rows.map(({ cells }) =>
          say('detail.step', { step: say(`step.${cells.step}`), value: quantity(cells[index], 'fit-index') }),
        ),
      },
    ],
  }
}

/** As far to either side of no change as the largest change or the guide needs. */
function changeAxis(index: Index, guide: number, rows: readonly ComparedStep[]): LinearAxis {
  const reach = 1.15 * Math.max(1.5 * guide, largest(rows.map(({ cells }) => Math.abs(cells[index]))))
  const step = tickSteps.find((size) => reach / size < 3) ?? 0.5
  const count = Math.floor(reach / step)
  return {
    scale: 'linear',
    label: say(`axis.${index}`),
    unit: null,
    domain: [-reach, reach],
    ticks: Array.from({ length: 2 * count + 1 }, (_, position) => ({
      at: (position - count) * step,
      label: quantity((position - count) * step, 'fit-index'),
    })),
  }
}
