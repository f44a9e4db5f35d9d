import type { ReportContext } from '../core/contract'
import type { SurveyDataset } from '../core/datasets'
import type { DotShape, FigureSpec, LegendEntry, LinearAxis, Mark, Panel, Position, Tone } from '../core/figure'
import { rowsWith, type TableReading } from '../core/reading'
import { core, intervalPhrase, percentOf, quantity } from '../core/words'
import type { Verdict } from '../survey/change-verdict'
import { limitNote, withheldNote } from '../survey/figure-furniture'
import { scoreAxis, unitLabel, withinAxis } from '../survey/score-axis'
import { survey } from '../survey/words'
import { categoryAxis, comparedRounds, isComparable, lookOf, type Block } from './blocks'
import type { ChangeRow, tables } from './declarations'
import type { RoundChangeOptions } from './options'
import { rateSentences } from './prose'
import { say } from './words'

/** Half the distance between the two rounds of a row, as a share of its band. */
const apart = 0.16

type Context = ReportContext<SurveyDataset>

/** A dumbbell for each row, with the interval of each round, the smallest relevant effect as a band about the earlier mean, and the verdict in words. */
export function changeFigure(
  { rows, table }: TableReading<typeof tables.change>,
  blocks: readonly Block[],
  options: RoundChangeOptions,
  context: Context,
): FigureSpec {
  const { from, to } = options
  const shown = blocks.flatMap((block) => block.rows)
  const count = (verdict: Verdict): number => rows.filter(({ cells }) => cells.verdict === verdict).length
  const effect = quantity(options.smallest_effect, 'estimate')
  return {
    id: 'change',
    title: say('figure.change.title', comparedRounds(options)),
    description: say('figure.change.description', {
      from,
      to,
      count: rows.length,
      changed: count('changed'),
      below: count('changed-below-relevance'),
      unchanged: count('practically-unchanged'),
      inconclusive: count('inconclusive'),
      excluded: count('not-comparable'),
    }),
    notes: [
      say('note.intervals', { confidence: percentOf(options.confidence), from, effect }),
      verdictNote(options),
      ...rateSentences(rows, options),
      ...withheldNote(
        shown.some((row) => row.isWithheld('verdict')),
        context,
      ),
      ...limitNote(shown.length, rows.length),
    ],
    panels: blocks.flatMap((block) => [roundsPanel(block, options, context), verdictPanel(block)]),
    panelColumns: 2,
    legend: [
      { label: from, tone: { role: 'main' }, sign: 'hollow-dot' },
      { label: to, tone: { role: 'main' }, sign: 'dot' },
      { label: say('legend.smallest-effect', { effect }), tone: { role: 'reference' }, sign: 'band' },
      ...(shown.some(({ cells }) => cells.verdict === 'not-comparable') ? [notComparableEntry] : []),
    ],
    data: table,
  }
}

/** Which p values the verdicts follow. */
export const verdictNote = ({ adjust }: RoundChangeOptions): ReturnType<typeof say> =>
  adjust === 'none'
    ? say('note.verdict-unadjusted')
    : say('note.verdict', { adjustment: core.say(`option.adjust.choice.${adjust}`) })

export const notComparableEntry: LegendEntry = {
  label: say('legend.not-comparable'),
  tone: { role: 'not-comparable' },
  sign: 'hollow-dot',
}

/** One of the two rounds of a comparison. */
interface Side {
  readonly round: string
  readonly n: 'n_1' | 'n_2'
  readonly mean: 'mean_1' | 'mean_2'
  readonly low: 'conf_low_1' | 'conf_low_2'
  readonly high: 'conf_high_1' | 'conf_high_2'
  readonly shift: number
  readonly isLater: boolean
}

const sidesOf = ({ from, to }: RoundChangeOptions): readonly [Side, Side] => [
  { round: from, n: 'n_1', mean: 'mean_1', low: 'conf_low_1', high: 'conf_high_1', shift: -apart, isLater: false },
  { round: to, n: 'n_2', mean: 'mean_2', low: 'conf_low_2', high: 'conf_high_2', shift: apart, isLater: true },
]

function roundsPanel(block: Block, options: RoundChangeOptions, context: Context): Panel {
  const { id, title, rows, idOf } = block
  const x = meanAxis(rows, context)
  const [earlier, later] = sidesOf(options)
  const compared = rowsWith(rows.filter(isComparable), 'estimate', 'mean_1', 'mean_2')
  const place = (row: ChangeRow, { shift }: Side): Position => ({ category: idOf(row), shift })
  const bands = compared.map((row): Mark => ({
    mark: 'band',
    along: 'x',
    from: row.cells.mean_1 - options.smallest_effect,
    to: row.cells.mean_1 + options.smallest_effect,
    tone: { role: 'reference' },
    at: idOf(row),
  }))
  return {
    id: `${id} rounds`,
    ...(title === null ? {} : { title }),
    geometry: 'cartesian',
    x,
    y: categoryAxis(block, false),
    marks: [
      ...(options.smallest_effect > 0 ? bands : []),
      intervalMark(block, earlier, x),
      intervalMark(block, later, x),
      {
        mark: 'connector',
        x: compared.map(({ cells }) => [cells.mean_1, cells.mean_2] as const),
        y: compared.map((row) => [place(row, earlier), place(row, later)] as const),
        tone: { role: 'muted' },
        dash: 'dotted',
      },
      meanMark(block, earlier),
      meanMark(block, later),
    ],
  }
}

/** The scale of the outcomes, where they have one scale; else an axis without limits. */
function meanAxis(rows: readonly ChangeRow[], { dataset }: Context): LinearAxis {
  const outcomes = [...new Set(rows.map(({ cells }) => cells.outcome))]
  const scales = outcomes.map((outcome) => scoreAxis(dataset, outcome, say('axis.mean')))
  const [first] = scales
  return first !== undefined && scales.every((scale) => JSON.stringify(scale) === JSON.stringify(first))
    ? first
    : { scale: 'linear', label: say('axis.mean'), unit: unitLabel(dataset, outcomes[0] ?? '') }
}

const toneOf = (row: ChangeRow): Tone => ({ role: isComparable(row) ? 'main' : 'not-comparable' })

function intervalMark({ rows, idOf }: Block, { low, high, shift, isLater }: Side, x: LinearAxis): Mark {
  const drawn = rowsWith(rows, low, high)
  return {
    mark: 'interval',
    along: 'x',
    at: drawn.map((row) => ({ category: idOf(row), shift })),
    low: drawn.map(({ cells }) => withinAxis(x, cells[low])),
    high: drawn.map(({ cells }) => withinAxis(x, cells[high])),
    tone: drawn.map(toneOf),
    weight: isLater ? 'normal' : 'thin',
  }
}

function meanMark({ rows, idOf, labelOf }: Block, { round, n, mean, low, high, shift, isLater }: Side): Mark {
  const drawn = rowsWith(rows, mean)
  return {
    mark: 'dot',
    x: drawn.map(({ cells }) => cells[mean]),
    y: drawn.map((row) => ({ category: idOf(row), shift })),
    tone: drawn.map(toneOf),
    shape: drawn.map((row): DotShape => (isLater && isComparable(row) ? 'circle' : 'hollow-circle')),
    details: drawn.map((row) =>
      say('detail.mean', {
        name: labelOf(row),
        round,
        mean: quantity(row.cells[mean], 'mean'),
        interval: intervalPhrase(row.cells[low], row.cells[high], 'mean'),
        n: row.cells[n] ?? 0,
      }),
    ),
  }
}

/** Glyph and word of the verdict, beside the rows it is about. */
function verdictPanel(block: Block): Panel {
  const { id, rows, idOf } = block
  const told = rowsWith(rows, 'verdict')
  const hidden = rows.filter((row) => row.isWithheld('verdict'))
  const at: Position = { category: 'verdict', shift: -0.44 }
  const label = say('axis.verdict')
  const hiddenMark: Mark = {
    mark: 'text',
    x: hidden.map(() => at),
    y: hidden.map(idOf),
    text: hidden.map(() => survey.say('withheld')),
    tone: { role: 'muted' },
    anchor: 'start',
  }
  return {
    id: `${id} verdict`,
    geometry: 'cartesian',
    x: { scale: 'category', label, unit: null, categories: [{ id: 'verdict', label }] },
    y: categoryAxis(block, true),
    marks: [
      {
        mark: 'dot',
        x: told.map(() => at),
        y: told.map(idOf),
        tone: told.map((row) => lookOf(row).tone),
        shape: told.map((row) => lookOf(row).shape),
        labels: told.map(({ cells }) => say(`verdict.${cells.verdict}`)),
        details: told.map(({ cells }) => cells.reason ?? ''),
        size: 'large',
      },
      ...(hidden.length > 0 ? [hiddenMark] : []),
    ],
  }
}
