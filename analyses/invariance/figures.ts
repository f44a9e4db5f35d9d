import type { ReportContext, TablesById } from '../core/contract'
import type { SurveyDataset } from '../core/datasets'
import type { DotShape, FigureSpec, LegendEntry, Mark, Panel, Tone } from '../core/figure'
import type { Label } from '../core/words'
import { tableRecords, type ResultTable } from '../core/result'
import { invarianceGuides } from '../numeric/factor-model/invariance'
import { groupColumns } from '../survey/groups'
import type { InvarianceOptions } from './options'
import { modelLabel, percentOf, quantity, say } from './prose'
import { largest } from '../numeric/summary/extremes'

/** Rows of a panel that a page holds: of items, and of dots where several groups stand beneath one another; and groups that can be told apart. */
const mostItems = 32
const mostDots = 72
const mostSeries = 6
/** Between ticks of fit indices. */
const tickSteps = [0.005, 0.01, 0.02, 0.05, 0.1, 0.2] as const

type Row = ReturnType<typeof tableRecords>[number]
const numberIn = ({ cells }: Row, id: string): number | null => (typeof cells[id] === 'number' ? cells[id] : null)
const textIn = ({ cells }: Row, id: string): string => String(cells[id] ?? '')

export function drawInvariance(
  tables: TablesById,
  options: InvarianceOptions,
  context: ReportContext<SurveyDataset>,
): readonly FigureSpec[] {
  const { steps, differences, means, items, parameters } = tables
  if (
    steps === undefined ||
    differences === undefined ||
    means === undefined ||
    items === undefined ||
    parameters === undefined
  )
    return []
  const by: Label = { list: groupColumns(context.dataset, options.by).map((attribute): Label => ({ attribute })) }
  return [
    ...drawSteps(steps, by),
    ...drawItems(differences, [items, parameters], by, options, context),
    ...drawMeans(means, by, options),
  ]
}

/** How fit falls from step to step, with the guides as bands. */
function drawSteps(table: ResultTable, by: Label): readonly FigureSpec[] {
  const rows = tableRecords(table).filter(
    (row) => numberIn(row, 'delta_cfi') !== null && numberIn(row, 'delta_rmsea') !== null,
  )
  if (rows.length === 0) return []
  const id = (row: Row): string => `${textIn(row, 'dimension')} ${textIn(row, 'step')}`
  const single = new Set(rows.map((row) => textIn(row, 'dimension'))).size === 1
  const isWithin = (row: Row): boolean => row.cells['verdict'] === 'within-guides'
  const tone = (row: Row): Tone => (isWithin(row) ? { role: 'main' } : { role: 'signal' })
  const shape = (row: Row): DotShape => (isWithin(row) ? 'circle' : 'diamond')
  const panel = (column: 'delta_cfi' | 'delta_rmsea', guide: number): Panel => {
    const reach = 1.15 * Math.max(1.5 * guide, largest(rows.map((row) => Math.abs(numberIn(row, column) ?? 0))))
    const step = tickSteps.find((size) => reach / size < 3) ?? 0.5
    const count = Math.floor(reach / step)
    return {
      id: column,
      title: say(`panel.${column}`),
      geometry: 'cartesian',
      x: {
        scale: 'linear',
        label: say(`axis.${column}`),
        unit: null,
        domain: [-reach, reach],
        ticks: Array.from({ length: 2 * count + 1 }, (_, index) => ({
          at: (index - count) * step,
          label: quantity((index - count) * step, 'fit-index'),
        })),
      },
      y: {
        scale: 'category',
        label: say('axis.step'),
        unit: null,
        categories: rows.map((row) => ({
          id: id(row),
          label: single
            ? say(`step.${textIn(row, 'step')}`)
            : say('step-of', { model: modelLabel(row.cells), step: say(`step.${textIn(row, 'step')}`) }),
        })),
      },
      marks: [
        { mark: 'band', along: 'x', from: -guide, to: guide, tone: { role: 'reference' } },
        { mark: 'rule', along: 'x', at: 0, tone: { role: 'reference' } },
        {
          mark: 'dot',
          x: rows.map((row) => numberIn(row, column)),
          y: rows.map(id),
          tone: rows.map(tone),
          shape: rows.map(shape),
          details: rows.map((row) =>
            say('detail.step', {
              step: say(`step.${textIn(row, 'step')}`),
              value: quantity(numberIn(row, column), 'fit-index'),
            }),
          ),
        },
      ],
    }
  }
  return [
    {
      id: 'fit',
      title: say('figure.fit.title', { by }),
      description: say('figure.fit.description', { by, count: rows.length, within: rows.filter(isWithin).length }),
      notes: [say('note.guides')],
      panels: [panel('delta_cfi', invarianceGuides.cfi), panel('delta_rmsea', invarianceGuides.rmsea)],
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

/** Item by item, how a group's answers differ from the first group's at the same level of the rest: log odds, and intercepts in scale points. */
function drawItems(
  table: ResultTable,
  sources: readonly [ResultTable, ResultTable],
  by: Label,
  options: InvarianceOptions,
  context: ReportContext<SurveyDataset>,
): readonly FigureSpec[] {
  const all = tableRecords(table)
  const rows = all.filter((row) => numberIn(row, 'estimate') !== null && row.cells['quantity'] !== 'loading')
  if (rows.length === 0) return []
  const groups = [...new Set(rows.map((row) => textIn(row, 'group_a')))].slice(0, mostSeries)
  const reference = textIn(rows[0] as Row, 'group_b')
  const level = 1 - options.confidence
  const clear = new Set(clearItems(sources, level))
  const strength = new Map<string, number>()
  for (const row of rows)
    strength.set(
      textIn(row, 'item'),
      Math.max(
        strength.get(textIn(row, 'item')) ?? 0,
        Math.abs((numberIn(row, 'estimate') ?? 0) / (numberIn(row, 'se') ?? 1)),
      ),
    )
  const picked = new Set(
    [...strength]
      .toSorted(([, a], [, b]) => b - a)
      .slice(0, Math.min(mostItems, Math.floor(mostDots / groups.length)))
      .map(([item]) => item),
  )
  const items = [...new Set(rows.map((row) => textIn(row, 'item')))].filter((item) => picked.has(item))
  const ordered = context.dataset.instrument.items.map(({ id }) => id).filter((id) => items.includes(id))
  const shift = (group: string): number =>
    groups.length === 1 ? 0 : (0.6 * groups.indexOf(group)) / (groups.length - 1) - 0.3
  const place = (row: Row): { readonly category: string; readonly shift: number } => ({
    category: textIn(row, 'item'),
    shift: shift(textIn(row, 'group_a')),
  })
  const quantities = (['log-odds', 'intercept'] as const).filter((kind) =>
    rows.some((row) => row.cells['quantity'] === kind),
  )
  const isClearAnywhere = (item: string): boolean => quantities.some((kind) => clear.has(`${kind} ${item}`))
  const panels = quantities.map((kind): Panel => {
    const own = rows.filter(
      (row) =>
        row.cells['quantity'] === kind && picked.has(textIn(row, 'item')) && groups.includes(textIn(row, 'group_a')),
    )
    const isClear = (row: Row): boolean => clear.has(`${kind} ${textIn(row, 'item')}`)
    const tone = (row: Row): Tone =>
      groups.length === 1
        ? isClear(row)
          ? { role: 'main' }
          : { role: 'muted' }
        : { role: 'series', index: groups.indexOf(textIn(row, 'group_a')) }
    const marks: Mark[] = [
      { mark: 'rule', along: 'x', at: 0, tone: { role: 'reference' } },
      {
        mark: 'interval',
        along: 'x',
        at: own.map(place),
        low: own.map((row) => numberIn(row, 'conf_low')),
        high: own.map((row) => numberIn(row, 'conf_high')),
        tone: own.map(tone),
        weight: 'thin',
      },
      {
        mark: 'dot',
        x: own.map((row) => numberIn(row, 'estimate')),
        y: own.map(place),
        tone: own.map(tone),
        // Of several groups each has its own shape; the axis then says which items differ.
        ...(groups.length === 1
          ? { shape: own.map((row): DotShape => (isClear(row) ? 'circle' : 'hollow-circle')) }
          : {}),
        size: groups.length > 2 ? 'small' : 'normal',
        details: own.map((row) =>
          say('detail.item', {
            item: { item: textIn(row, 'item'), short: true },
            group: textIn(row, 'group_a'),
            estimate: quantity(numberIn(row, 'estimate'), 'estimate'),
            low: quantity(numberIn(row, 'conf_low'), 'estimate'),
            high: quantity(numberIn(row, 'conf_high'), 'estimate'),
          }),
        ),
      },
    ]
    return {
      id: kind,
      title: say(`panel.${kind}`),
      geometry: 'cartesian',
      x: { scale: 'linear', label: say(`axis.${kind}`, { reference }), unit: say(`unit.${kind}`) },
      y: {
        scale: 'category',
        label: say('axis.item'),
        unit: null,
        categories: ordered.map((item) => ({
          id: item,
          label: { item, short: true },
          ...(groups.length > 1 && isClearAnywhere(item) ? { aside: say('aside.clear') } : {}),
        })),
      },
      marks,
    }
  })
  const legend: LegendEntry[] =
    groups.length > 1
      ? groups.map((group, index) => ({ label: group, tone: { role: 'series', index }, sign: 'dot' }))
      : [
          {
            label: say('legend.clear', { level: percentOf(level) }),
            tone: { role: 'main' },
            sign: 'dot',
            shape: 'circle',
          },
          { label: say('legend.unclear'), tone: { role: 'muted' }, sign: 'hollow-dot' },
        ]
  const totalGroups = new Set(rows.map((row) => textIn(row, 'group_a'))).size
  return [
    {
      id: 'items',
      title: say('figure.items.title', { by }),
      description: say('figure.items.description', {
        by,
        count: ordered.length,
        clear: ordered.filter(isClearAnywhere).length,
        level: percentOf(level),
        reference,
      }),
      notes: [
        say('note.items', { reference, confidence: percentOf(options.confidence), isOne: groups.length === 1 }),
        ...(strength.size > ordered.length
          ? [say('note.items-chosen', { shown: ordered.length, of: strength.size })]
          : []),
        ...(totalGroups > groups.length ? [say('note.groups-chosen', { shown: groups.length, of: totalGroups })] : []),
      ],
      panels,
      panelColumns: quantities.length,
      legend,
      data: table,
    },
  ]
}

/** `log-odds item` and `intercept item` of those that differ after adjustment. */
function clearItems([items, parameters]: readonly [ResultTable, ResultTable], level: number): readonly string[] {
  return [
    ...tableRecords(items).flatMap((row) =>
      (numberIn(row, 'uniform_p_adjusted') ?? 1) < level ? [`log-odds ${textIn(row, 'item')}`] : [],
    ),
    ...tableRecords(parameters).flatMap((row) =>
      row.cells['parameter'] === 'intercept' && (numberIn(row, 'p_adjusted') ?? 1) < level
        ? [`intercept ${textIn(row, 'item')}`]
        : [],
    ),
  ]
}

/** The same mean difference as observed, as the factor explains it with all items equal, and with those that differ set free. */
function drawMeans(table: ResultTable, by: Label, options: InvarianceOptions): readonly FigureSpec[] {
  const rows = tableRecords(table).filter((row) => numberIn(row, 'scalar') !== null)
  if (rows.length === 0) return []
  const groups = [...new Set(rows.map((row) => textIn(row, 'group_a')))].slice(0, mostSeries)
  const dimensions = [...new Set(rows.map((row) => textIn(row, 'dimension')))]
  const reference = textIn(rows[0] as Row, 'group_b')
  const kinds = [
    {
      column: 'estimate',
      low: 'conf_low',
      high: 'conf_high',
      shape: 'hollow-circle',
      tone: { role: 'muted' },
      label: 'legend.observed',
      sign: 'hollow-dot',
    },
    {
      column: 'scalar',
      low: 'scalar_low',
      high: 'scalar_high',
      shape: 'circle',
      tone: { role: 'main' },
      label: 'legend.scalar',
      sign: 'dot',
    },
    {
      column: 'partial',
      low: 'partial_low',
      high: 'partial_high',
      shape: 'diamond',
      tone: { role: 'accent' },
      label: 'legend.partial',
      sign: 'dot',
    },
  ] as const
  const shown = kinds.filter(({ column }) => rows.some((row) => numberIn(row, column) !== null))
  return [
    {
      id: 'means',
      title: say('figure.means.title', { by }),
      description: say('figure.means.description', { by, reference, count: dimensions.length }),
      notes: [say('note.means', { reference, confidence: percentOf(options.confidence) })],
      panels: groups.map((group): Panel => {
        const own = rows.filter((row) => textIn(row, 'group_a') === group)
        return {
          id: group,
          title: say('panel.means', { group, reference }),
          geometry: 'cartesian',
          x: { scale: 'linear', label: say('axis.difference'), unit: { message: 'core:unit.scale-points' } },
          y: {
            scale: 'category',
            label: say('axis.dimension'),
            unit: null,
            categories: dimensions.map((dimension) => ({ id: dimension, label: { dimension } })),
          },
          marks: [
            { mark: 'rule', along: 'x', at: 0, tone: { role: 'reference' } },
            ...shown.flatMap(({ column, low, high, shape, tone }, index): readonly Mark[] => {
              const at = own.map((row) => ({
                category: textIn(row, 'dimension'),
                shift: 0.22 * (index - (shown.length - 1) / 2),
              }))
              return [
                {
                  mark: 'interval',
                  along: 'x',
                  at,
                  low: own.map((row) => numberIn(row, low)),
                  high: own.map((row) => numberIn(row, high)),
                  tone,
                  weight: 'thin',
                },
                {
                  mark: 'dot',
                  x: own.map((row) => numberIn(row, column)),
                  y: at,
                  tone,
                  shape,
                  details: own.map((row) =>
                    say('detail.mean', {
                      kind: say(shown[index]?.label ?? 'legend.observed'),
                      estimate: quantity(numberIn(row, column), 'estimate'),
                    }),
                  ),
                },
              ]
            }),
          ],
        }
      }),
      panelColumns: groups.length === 4 ? 2 : Math.min(3, groups.length),
      legend: shown.map(({ label, tone, sign, shape }) => ({ label: say(label), tone, sign, shape })),
      data: table,
    },
  ]
}
