import type { ReportContext, TablesById } from '../core/contract'
import type { SurveyDataset } from '../core/datasets'
import type { CategoryAxis, DotShape, FigureSpec, LegendEntry, Mark, Panel, Position, Tone } from '../core/figure'
import type { Label, Phrase } from '../core/words'
import { tableRecords, type ResultTable } from '../core/result'
import { groupColumns } from '../survey/groups'
import { scoreAxis, unitLabel } from '../survey/score-axis'
import type { Verdict } from '../survey/change-verdict'
import { roundsOf, type RoundChangeOptions } from './options'
import { drawRounds } from './rounds-figure'
import { groupOfRow, intervalPhrase, percentOf } from './prose'

/** Rows that a page holds, and how many rows the heading and axis of a block take. */
const rowsOnPage = 36
const rowsOfHeading = 3
const moversOnPage = 15
/** Half the distance between the two rounds of a row, as a share of its band. */
const shift = 0.16

type Row = ReturnType<typeof tableRecords>[number]
const say = (key: string, values: Phrase['values'] = {}): Phrase => ({ message: `round-change:${key}`, values })
const numberIn = ({ cells }: Row, id: string): number | null => (typeof cells[id] === 'number' ? cells[id] : null)
const textIn = ({ cells }: Row, id: string): string => String(cells[id] ?? '')

/** Every verdict has a glyph and a word of its own; a rise and a fall differ too. */
function lookOf(row: Row): { readonly tone: Tone; readonly shape: DotShape } {
  switch (row.cells['verdict'] as Verdict | null) {
    case 'changed':
      return { tone: { role: 'main' }, shape: (numberIn(row, 'estimate') ?? 0) >= 0 ? 'triangle-up' : 'triangle-down' }
    case 'changed-below-relevance':
      return { tone: { role: 'main' }, shape: 'diamond' }
    case 'practically-unchanged':
      return { tone: { role: 'muted' }, shape: 'square' }
    case 'not-comparable':
      return { tone: { role: 'not-comparable' }, shape: 'cross' }
    default:
      return { tone: { role: 'muted' }, shape: 'hollow-circle' }
  }
}

/** A block of rows drawn together: one group with its outcomes, or all groups of one outcome. */
interface Block {
  readonly id: string
  readonly title: Label | null
  readonly rows: readonly Row[]
  readonly labelOf: (row: Row) => Label
  readonly idOf: (row: Row) => string
  readonly axisLabel: Label
}

export function drawRoundChange(
  tables: TablesById,
  options: RoundChangeOptions,
  context: ReportContext<SurveyDataset>,
): readonly FigureSpec[] {
  const { change, top_movers: movers, rounds } = tables
  if (change === undefined || movers === undefined) return []
  const columns = groupColumns(context.dataset, options.by)
  const blocks = fitting(blocksOf(tableRecords(change), columns, options))
  return [
    drawChange(change, blocks, options, context),
    ...drawEffects(change, blocks, options, context),
    ...(rounds === undefined ? [] : drawRounds(rounds, options, context)),
    ...drawMovers(movers, options, context),
  ]
}

/** A dumbbell for each row, with the interval of each round, the smallest relevant effect as a band about the earlier mean, and the verdict in words. */
function drawChange(
  table: ResultTable,
  shown: readonly Block[],
  options: RoundChangeOptions,
  context: ReportContext<SurveyDataset>,
): FigureSpec {
  const { from, to } = roundsOf(context.dataset, options)
  const all = tableRecords(table)
  const shownRows = shown.reduce((sum, { rows }) => sum + rows.length, 0)
  const count = (verdict: Verdict): number => all.filter(({ cells }) => cells['verdict'] === verdict).length
  const has = (test: (row: Row) => boolean): boolean => shown.some(({ rows }) => rows.some(test))
  const legend: LegendEntry[] = [
    { label: from, tone: { role: 'main' }, sign: 'hollow-dot' },
    { label: to, tone: { role: 'main' }, sign: 'dot' },
    {
      label: say('legend.smallest-effect', { effect: { value: options.smallest_effect, as: 'estimate' } }),
      tone: { role: 'reference' },
      sign: 'band',
    },
    ...(has(({ cells }) => cells['verdict'] === 'not-comparable')
      ? [{ label: say('legend.not-comparable'), tone: { role: 'not-comparable' }, sign: 'hollow-dot' } as const]
      : []),
  ]
  return {
    id: 'change',
    title: say('figure.change.title', {
      from,
      to,
      isOne: options.outcomes.length === 1,
      outcome: { outcome: options.outcomes[0] ?? '' },
    }),
    description: say('figure.change.description', {
      from,
      to,
      count: all.length,
      changed: count('changed'),
      below: count('changed-below-relevance'),
      unchanged: count('practically-unchanged'),
      inconclusive: count('inconclusive'),
      excluded: count('not-comparable'),
    }),
    notes: [
      say('note.intervals', {
        confidence: percentOf(options.confidence),
        from,
        effect: { value: options.smallest_effect, as: 'estimate' },
      }),
      say(options.adjust === 'none' ? 'note.verdict-unadjusted' : 'note.verdict', {
        adjustment: { message: `core:option.adjust.choice.${options.adjust}` },
      }),
      ...(has(({ withheld }) => withheld.has('verdict'))
        ? [{ message: 'survey:withheld-note', values: { min: context.minGroup } } as const]
        : []),
      ...(shownRows < all.length
        ? [{ message: 'survey:figure-limited', values: { shown: shownRows, total: all.length } } as const]
        : []),
    ],
    panels: shown.flatMap((block) => [roundsPanel(block, options, context), verdictPanel(block)]),
    panelColumns: 2,
    legend,
    data: table,
  }
}

/** One outcome over several groups makes one block; several outcomes make a block for each group. */
function blocksOf(rows: readonly Row[], columns: readonly string[], options: RoundChangeOptions): readonly Block[] {
  const byGroup = columns.length > 0 && options.outcomes.length === 1
  if (byGroup) {
    return [
      {
        id: 'groups',
        title: null,
        rows,
        labelOf: (row) => groupOfRow(row.cells, columns),
        idOf: (row) => groupOfRow(row.cells, columns),
        axisLabel: { list: columns.map((attribute): Label => ({ attribute })) },
      },
    ]
  }
  const groups = new Map<string, Row[]>()
  for (const row of rows) {
    const group = groupOfRow(row.cells, columns)
    const own = groups.get(group)
    if (own === undefined) groups.set(group, [row])
    else own.push(row)
  }
  return [...groups].map(([group, own]) => ({
    id: group,
    title: group === '' ? null : group,
    rows: own,
    labelOf: (row) => ({ outcome: textIn(row, 'outcome') }),
    idOf: (row) => textIn(row, 'outcome'),
    axisLabel: say('axis.outcome'),
  }))
}

/** As many blocks as a page holds, those first in which something can be compared; blocks in which everything is withheld last. */
function fitting(blocks: readonly Block[]): readonly Block[] {
  const worth = ({ rows }: Block): number =>
    rows.some(({ cells }) => typeof cells['verdict'] === 'string' && cells['verdict'] !== 'not-comparable')
      ? 2
      : rows.some(({ cells }) => typeof cells['verdict'] === 'string')
        ? 1
        : 0
  const chosen = new Set<Block>()
  let room = rowsOnPage
  for (const block of blocks.toSorted((first, second) => worth(second) - worth(first))) {
    const cost = block.rows.length + rowsOfHeading
    if (chosen.size > 0 && (cost > room || worth(block) === 0)) continue
    chosen.add(block)
    room -= cost
  }
  return blocks
    .filter((block) => chosen.has(block))
    .map((block) => ({ ...block, rows: block.rows.slice(0, rowsOnPage) }))
}

const isComparable = ({ cells }: Row): boolean =>
  typeof cells['verdict'] === 'string' && cells['verdict'] !== 'not-comparable'

function categoryAxis({ rows, labelOf, idOf, axisLabel }: Block, hasAside: boolean): CategoryAxis {
  return {
    scale: 'category',
    label: axisLabel,
    unit: null,
    categories: rows.map((row) => ({
      id: idOf(row),
      label: labelOf(row),
      ...(hasAside
        ? { aside: say('aside.n', { n_1: numberIn(row, 'n_1') ?? ':', n_2: numberIn(row, 'n_2') ?? ':' }) }
        : {}),
    })),
  }
}

function roundsPanel(block: Block, options: RoundChangeOptions, context: ReportContext<SurveyDataset>): Panel {
  const { id, title, rows, labelOf, idOf } = block
  const { from, to } = roundsOf(context.dataset, options)
  const outcomes = [...new Set(rows.map((row) => textIn(row, 'outcome')))]
  const scales = outcomes.map((outcome) => scoreAxis(context.dataset, outcome, say('axis.mean')))
  const [firstScale] = scales
  const x =
    firstScale !== undefined && scales.every((scale) => JSON.stringify(scale) === JSON.stringify(firstScale))
      ? firstScale
      : { scale: 'linear' as const, label: say('axis.mean'), unit: unitLabel(context.dataset, outcomes[0] ?? '') }
  const toneOf = (row: Row): Tone => (isComparable(row) ? { role: 'main' } : { role: 'not-comparable' })
  const place = (row: Row, side: number): Position => ({ category: idOf(row), shift: side * shift })
  const clip = (value: number | null): number | null =>
    value === null || x.domain === undefined ? value : Math.min(x.domain[1], Math.max(x.domain[0], value))
  const interval = (side: 1 | 2): Mark => {
    const drawn = rows.filter((row) => numberIn(row, `conf_low_${side}`) !== null)
    return {
      mark: 'interval',
      along: 'x',
      at: drawn.map((row) => place(row, side === 1 ? -1 : 1)),
      low: drawn.map((row) => clip(numberIn(row, `conf_low_${side}`))),
      high: drawn.map((row) => clip(numberIn(row, `conf_high_${side}`))),
      tone: drawn.map(toneOf),
      weight: side === 1 ? 'thin' : 'normal',
    }
  }
  const means = (side: 1 | 2): Mark => {
    const drawn = rows.filter((row) => numberIn(row, `mean_${side}`) !== null)
    return {
      mark: 'dot',
      x: drawn.map((row) => numberIn(row, `mean_${side}`)),
      y: drawn.map((row) => place(row, side === 1 ? -1 : 1)),
      tone: drawn.map(toneOf),
      shape: drawn.map((row): DotShape => (side === 1 || !isComparable(row) ? 'hollow-circle' : 'circle')),
      details: drawn.map((row) =>
        say('detail.mean', {
          name: labelOf(row),
          round: side === 1 ? from : to,
          mean: { value: numberIn(row, `mean_${side}`), as: 'mean' },
          interval: intervalPhrase(numberIn(row, `conf_low_${side}`), numberIn(row, `conf_high_${side}`)),
          n: numberIn(row, `n_${side}`) ?? 0,
        }),
      ),
    }
  }
  const compared = rows.filter((row) => isComparable(row) && numberIn(row, 'estimate') !== null)
  const marks: Mark[] = [
    interval(1),
    interval(2),
    {
      mark: 'connector',
      x: compared.map((row) => [numberIn(row, 'mean_1') ?? 0, numberIn(row, 'mean_2') ?? 0] as const),
      y: compared.map((row) => [place(row, -1), place(row, 1)] as const),
      tone: { role: 'muted' },
      dash: 'dotted',
    },
    means(1),
    means(2),
  ]
  if (options.smallest_effect > 0) {
    for (const row of compared) {
      const mean = numberIn(row, 'mean_1')
      if (mean !== null)
        marks.unshift({
          mark: 'band',
          along: 'x',
          from: mean - options.smallest_effect,
          to: mean + options.smallest_effect,
          tone: { role: 'reference' },
          at: idOf(row),
        })
    }
  }
  return {
    id: `${id} rounds`,
    ...(title === null ? {} : { title }),
    frame: 'cartesian',
    x,
    y: categoryAxis(block, false),
    marks,
  }
}

/** Glyph and word of the verdict, beside the rows it is about. */
function verdictPanel(block: Block): Panel {
  const { id, rows, idOf } = block
  const told = rows.filter((row) => typeof row.cells['verdict'] === 'string')
  const hidden = rows.filter(({ withheld }) => withheld.has('verdict'))
  const at: Position = { category: 'verdict', shift: -0.44 }
  const marks: Mark[] = [
    {
      mark: 'dot',
      x: told.map(() => at),
      y: told.map(idOf),
      tone: told.map((row) => lookOf(row).tone),
      shape: told.map((row) => lookOf(row).shape),
      labels: told.map((row) => say(`verdict.${textIn(row, 'verdict')}`)),
      details: told.map((row) =>
        typeof row.cells['reason'] === 'object' && row.cells['reason'] !== null ? row.cells['reason'] : '',
      ),
      size: 'large',
    },
  ]
  if (hidden.length > 0)
    marks.push({
      mark: 'text',
      x: hidden.map(() => at),
      y: hidden.map(idOf),
      text: hidden.map(() => ({ message: 'survey:withheld' }) as const),
      tone: { role: 'muted' },
      anchor: 'start',
    })
  return {
    id: `${id} verdict`,
    frame: 'cartesian',
    x: {
      scale: 'category',
      label: say('axis.verdict'),
      unit: null,
      categories: [{ id: 'verdict', label: say('axis.verdict') }],
    },
    y: categoryAxis(block, true),
    marks,
  }
}

/** The changes themselves as a forest; what the gate stopped has none. */
function drawEffects(
  table: ResultTable,
  shown: readonly Block[],
  options: RoundChangeOptions,
  context: ReportContext<SurveyDataset>,
): readonly FigureSpec[] {
  const { from, to } = roundsOf(context.dataset, options)
  const tested = (rows: readonly Row[]): readonly Row[] =>
    rows.filter((row) => isComparable(row) && numberIn(row, 'conf_low') !== null)
  const blocks = shown.map((block) => ({ ...block, rows: tested(block.rows) })).filter(({ rows }) => rows.length > 0)
  if (blocks.length === 0) return []
  const all = tested(tableRecords(table)).length
  const count = blocks.reduce((sum, { rows }) => sum + rows.length, 0)
  const effect = { value: options.smallest_effect, as: 'estimate' } as const
  const panels = blocks.flatMap((block): readonly Panel[] => {
    const { id, title, rows, labelOf, idOf } = block
    return [
      {
        id: `${id} effects`,
        ...(title === null ? {} : { title }),
        frame: 'cartesian',
        x: {
          scale: 'linear',
          label: say('axis.change'),
          unit: unitLabel(context.dataset, textIn(rows[0] as Row, 'outcome')),
        },
        y: categoryAxis(block, false),
        marks: [
          ...(options.smallest_effect > 0
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
            at: rows.map(idOf),
            low: rows.map((row) => numberIn(row, 'conf_low')),
            high: rows.map((row) => numberIn(row, 'conf_high')),
            tone: rows.map((row) => lookOf(row).tone),
          },
          {
            mark: 'dot',
            x: rows.map((row) => numberIn(row, 'estimate')),
            y: rows.map(idOf),
            tone: rows.map((row) => lookOf(row).tone),
            shape: rows.map((row) => lookOf(row).shape),
            details: rows.map((row) =>
              say('detail.change', {
                name: labelOf(row),
                estimate: { value: numberIn(row, 'estimate'), as: 'estimate' },
                interval: intervalPhrase(numberIn(row, 'conf_low'), numberIn(row, 'conf_high')),
                p: { value: numberIn(row, 'p_adjusted'), as: 'probability' },
              }),
            ),
          },
        ],
      },
      {
        id: `${id} numbers`,
        frame: 'cartesian',
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
            text: rows.map((row) =>
              say('estimate-with-interval', {
                estimate: { value: numberIn(row, 'estimate'), as: 'estimate' },
                interval: intervalPhrase(numberIn(row, 'conf_low'), numberIn(row, 'conf_high')),
              }),
            ),
            tone: { role: 'main' },
          },
          {
            mark: 'text',
            x: rows.map(() => 'p'),
            y: rows.map(idOf),
            text: rows.map((row): Label => ({ value: numberIn(row, 'p_adjusted'), as: 'probability' })),
            tone: { role: 'main' },
          },
        ],
      },
    ]
  })
  const glyphs = (
    [
      ['changed', 'main', 'triangle-up'],
      ['changed-below-relevance', 'main', 'diamond'],
      ['practically-unchanged', 'muted', 'square'],
      ['inconclusive', 'muted', 'hollow-circle'],
    ] as const
  ).filter(([verdict]) => blocks.some(({ rows }) => rows.some(({ cells }) => cells['verdict'] === verdict)))
  return [
    {
      id: 'effects',
      title: say('figure.effects.title', {
        from,
        to,
        isOne: options.outcomes.length === 1,
        outcome: { outcome: options.outcomes[0] ?? '' },
      }),
      description: say('figure.effects.description', {
        count,
        from,
        to,
        confidence: percentOf(options.confidence),
        effect,
      }),
      notes: [
        say('note.effects', { confidence: percentOf(options.confidence) }),
        say(options.adjust === 'none' ? 'note.verdict-unadjusted' : 'note.verdict', {
          adjustment: { message: `core:option.adjust.choice.${options.adjust}` },
        }),
        ...(count < all ? [{ message: 'survey:figure-limited', values: { shown: count, total: all } } as const] : []),
      ],
      panels,
      panelColumns: 2,
      legend: [
        ...glyphs.map(([verdict, role, shape]): LegendEntry => ({
          label: say(`verdict.${verdict}`),
          tone: { role },
          sign: shape === 'hollow-circle' ? 'hollow-dot' : 'dot',
          shape,
        })),
        ...(options.smallest_effect > 0
          ? [{ label: say('legend.smallest-effect', { effect }), tone: { role: 'reference' }, sign: 'band' } as const]
          : []),
      ],
      data: table,
    },
  ]
}

/** The items that moved most, each against what the largest mover would stay below in 95 of 100 if nothing had changed. */
function drawMovers(
  table: ResultTable,
  options: RoundChangeOptions,
  context: ReportContext<SurveyDataset>,
): readonly FigureSpec[] {
  const { from, to } = roundsOf(context.dataset, options)
  const columns = groupColumns(context.dataset, options.by)
  const rows = tableRecords(table).filter((row) => numberIn(row, 'estimate') !== null)
  if (rows.length === 0) return []
  const groups = [...new Set(rows.map(({ cells }) => groupOfRow(cells, columns)))]
  const perGroup = Math.max(3, Math.min(12, Math.floor(moversOnPage / groups.length)))
  const chosen = groups.slice(0, Math.max(1, Math.floor(moversOnPage / perGroup)))
  const isBeyond = (row: Row): boolean => (numberIn(row, 'p_max') ?? 1) <= 0.05
  const beyond = rows.filter(isBeyond).length
  const panels = chosen.map((group): Panel => {
    const own = rows.filter(({ cells }) => groupOfRow(cells, columns) === group).slice(0, perGroup)
    const id = (row: Row): string => textIn(row, 'item')
    const tone = (row: Row): Tone => (isBeyond(row) ? { role: 'main' } : { role: 'muted' })
    return {
      id: group === '' ? 'items' : group,
      ...(group === '' ? {} : { title: group }),
      frame: 'cartesian',
      x: { scale: 'linear', label: say('axis.change'), unit: { message: 'core:unit.scale-points' } },
      y: {
        scale: 'category',
        label: say('axis.item'),
        unit: null,
        categories: own.map((row) => ({
          id: id(row),
          label: { item: id(row) },
          aside: say('aside.n', { n_1: numberIn(row, 'n_1') ?? ':', n_2: numberIn(row, 'n_2') ?? ':' }),
        })),
      },
      marks: [
        { mark: 'rule', along: 'x', at: 0, tone: { role: 'reference' } },
        {
          mark: 'interval',
          along: 'x',
          at: own.map(id),
          low: own.map((row) => -(numberIn(row, 'reference_95') ?? 0)),
          high: own.map((row) => numberIn(row, 'reference_95')),
          tone: { role: 'limit' },
        },
        {
          mark: 'dot',
          x: own.map((row) => numberIn(row, 'estimate')),
          y: own.map(id),
          tone: own.map(tone),
          shape: own.map((row): DotShape => (isBeyond(row) ? 'circle' : 'hollow-circle')),
          details: own.map((row) =>
            say('detail.mover', {
              item: { item: id(row) },
              estimate: { value: numberIn(row, 'estimate'), as: 'estimate' },
              reference: { value: numberIn(row, 'reference_95'), as: 'estimate' },
              p: { value: numberIn(row, 'p_max'), as: 'probability' },
            }),
          ),
        },
      ],
    }
  })
  const shown = panels.reduce((sum, { y }) => sum + (y.scale === 'category' ? y.categories.length : 0), 0)
  return [
    {
      id: 'movers',
      title: say('figure.movers.title', { from, to }),
      description: say('figure.movers.description', { count: rows.length, beyond, from, to }),
      notes: [
        say('note.movers', { permutations: options.permutations }),
        ...(shown < rows.length
          ? [{ message: 'survey:figure-limited', values: { shown, total: rows.length } } as const]
          : []),
      ],
      panels,
      panelColumns: 1,
      legend: [
        { label: say('legend.beyond'), tone: { role: 'main' }, sign: 'dot' },
        { label: say('legend.within'), tone: { role: 'muted' }, sign: 'hollow-dot' },
        { label: say('legend.reference'), tone: { role: 'limit' }, sign: 'line' },
      ],
      data: table,
    },
  ]
}
