import type { ReportContext } from '../core/contract'
import type { SurveyDataset } from '../core/datasets'
import type { FigureSpec, LegendEntry, Mark, Panel } from '../core/figure'
import { rowsWith, type RowWith, type TableReading } from '../core/reading'
import { intervalPhrase, percentOf, quantity } from '../core/words'
import { confidenceMark, limitNote } from '../survey/figure-furniture'
import { unitLabel } from '../survey/score-axis'
import { categoryAxis, comparedRounds, isComparable, lookOf, type Block } from './blocks'
import { verdictNote } from './change-figure'
import type { ChangeRow, tables } from './declarations'
import type { RoundChangeOptions } from './options'
import { say } from './words'

type Context = ReportContext<SurveyDataset>
type TestedRow = RowWith<ChangeRow, 'estimate' | 'conf_low'>

/** A block without the rows that the gate stopped. */
interface TestedBlock extends Block {
  readonly rows: readonly TestedRow[]
}

const tested = (rows: readonly ChangeRow[]): readonly TestedRow[] =>
  rowsWith(rows.filter(isComparable), 'estimate', 'conf_low')

/** The changes themselves as a forest; what the gate stopped has none. */
export function effectsFigure(
  { rows, table }: TableReading<typeof tables.change>,
  shown: readonly Block[],
  options: RoundChangeOptions,
  context: Context,
): readonly FigureSpec[] {
  const { from, to } = options
  const blocks = shown
    .map((block): TestedBlock => ({ ...block, rows: tested(block.rows) }))
    .filter((block) => block.rows.length > 0)
  if (blocks.length === 0) return []
  const count = blocks.reduce((sum, block) => sum + block.rows.length, 0)
  const confidence = percentOf(options.confidence)
  return [
    {
      id: 'effects',
      title: say('figure.effects.title', comparedRounds(options)),
      description: say('figure.effects.description', {
        count,
        from,
        to,
        confidence,
        effect: quantity(options.smallest_effect, 'estimate'),
      }),
      notes: [say('note.effects', { confidence }), verdictNote(options), ...limitNote(count, tested(rows).length)],
      panels: blocks.flatMap((block) => [forestPanel(block, options, context), numbersPanel(block, options)]),
      panelColumns: 2,
      legend: effectsLegend(blocks, options),
      data: table,
    },
  ]
}

function forestPanel(block: TestedBlock, options: RoundChangeOptions, { dataset }: Context): Panel {
  const { id, title, rows, labelOf, idOf } = block
  const band: Mark = {
    mark: 'band',
    along: 'x',
    from: -options.smallest_effect,
    to: options.smallest_effect,
    tone: { role: 'reference' },
  }
  const tone = rows.map((row) => lookOf(row).tone)
  return {
    id: `${id} effects`,
    ...(title === null ? {} : { title }),
    geometry: 'cartesian',
    x: { scale: 'linear', label: say('axis.change'), unit: unitLabel(dataset, rows[0]?.cells.outcome ?? '') },
    y: categoryAxis(block, false),
    marks: [
      ...(options.smallest_effect > 0 ? [band] : []),
      { mark: 'rule', along: 'x', at: 0, tone: { role: 'reference' } },
      confidenceMark(rows, rows.map(idOf), tone),
      {
        mark: 'dot',
        x: rows.map(({ cells }) => cells.estimate),
        y: rows.map(idOf),
        tone,
        shape: rows.map((row) => lookOf(row).shape),
        details: rows.map((row) =>
          say('detail.change', {
            name: labelOf(row),
            estimate: quantity(row.cells.estimate, 'estimate'),
            interval: intervalPhrase(row.cells.conf_low, row.cells.conf_high, 'estimate'),
            p: quantity(row.cells.p_adjusted, 'probability'),
          }),
        ),
      },
    ],
  }
}

/** The changes as numbers, beside the forest. */
function numbersPanel(block: TestedBlock, options: RoundChangeOptions): Panel {
  const { id, rows, idOf } = block
  return {
    id: `${id} numbers`,
    geometry: 'cartesian',
    x: {
      scale: 'category',
      label: say('axis.change'),
      unit: null,
      categories: [
        { id: 'estimate', label: say('axis.estimate', { confidence: percentOf(options.confidence) }) },
        { id: 'p', label: say('axis.p') },
      ],
    },
    y: categoryAxis(block, false),
    marks: [
      {
        mark: 'text',
        x: rows.map(() => 'estimate'),
        y: rows.map(idOf),
        text: rows.map(({ cells }) =>
          say('estimate-with-interval', {
            estimate: quantity(cells.estimate, 'estimate'),
            interval: intervalPhrase(cells.conf_low, cells.conf_high, 'estimate'),
          }),
        ),
        tone: { role: 'main' },
      },
      {
        mark: 'text',
        x: rows.map(() => 'p'),
        y: rows.map(idOf),
        text: rows.map(({ cells }) => quantity(cells.p_adjusted, 'probability')),
        tone: { role: 'main' },
      },
    ],
  }
}

const glyphs = [
  ['changed', 'main', 'triangle-up'],
  ['changed-below-relevance', 'main', 'diamond'],
  ['practically-unchanged', 'muted', 'square'],
  ['inconclusive', 'muted', 'hollow-circle'],
] as const

function effectsLegend(blocks: readonly TestedBlock[], options: RoundChangeOptions): readonly LegendEntry[] {
  const verdicts = new Set(blocks.flatMap(({ rows }) => rows.map(({ cells }) => cells.verdict)))
  const band: LegendEntry = {
    label: say('legend.smallest-effect', { effect: quantity(options.smallest_effect, 'estimate') }),
    tone: { role: 'reference' },
    sign: 'band',
  }
  return [
    ...glyphs
      .filter(([verdict]) => verdicts.has(verdict))
      .map(([verdict, role, shape]): LegendEntry => ({
        label: say(`verdict.${verdict}`),
        tone: { role },
        sign: shape === 'hollow-circle' ? 'hollow-dot' : 'dot',
        shape,
      })),
    ...(options.smallest_effect > 0 ? [band] : []),
  ]
}
