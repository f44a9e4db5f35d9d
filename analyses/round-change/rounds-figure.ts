import type { ReportContext } from '../core/contract'
import type { SurveyDataset } from '../core/datasets'
import type { FigureSpec, LegendEntry, Mark, Panel } from '../core/figure'
import type { Label, Phrase } from '../core/words'
import { tableRecords, type ResultTable } from '../core/result'
import { scoreAxis } from '../survey/score-axis'
import type { RoundChangeOptions } from './options'
import { intervalPhrase, percentOf } from './prose'

/** Panels of small multiples; the rest is in the table. */
const mostPanels = 12

type Row = ReturnType<typeof tableRecords>[number]
const say = (key: string, values: Phrase['values'] = {}): Phrase => ({ message: `round-change:${key}`, values })
const numberIn = ({ cells }: Row, id: string): number | null => (typeof cells[id] === 'number' ? cells[id] : null)
const textIn = ({ cells }: Row, id: string): string => String(cells[id] ?? '')

/** Means over three rounds or more with their intervals, between the control limits: a panel for each outcome of each group. A round that may not be compared stands apart, and breaks the line. */
export function drawRounds(
  table: ResultTable,
  options: RoundChangeOptions,
  context: ReportContext<SurveyDataset>,
): readonly FigureSpec[] {
  const rounds = context.dataset.rounds.map(({ id }) => id)
  if (rounds.length < 3) return []
  const series = new Map<string, Row[]>()
  for (const row of tableRecords(table)) {
    const name = JSON.stringify([textIn(row, 'group_name'), textIn(row, 'outcome')])
    const own = series.get(name)
    if (own === undefined) series.set(name, [row])
    else own.push(row)
  }
  const drawn = [...series.values()].filter((rows) => rows.some((row) => numberIn(row, 'mean') !== null))
  const shown = drawn.slice(0, mostPanels)
  if (shown.length === 0) return []
  const hasHidden = tableRecords(table).some(({ withheld }) => withheld.has('mean'))
  const all = shown.flat()
  const has = (signal: string): boolean => all.some(({ cells }) => cells['signal'] === signal)
  const legend: LegendEntry[] = [
    { label: say('legend.centre'), tone: { role: 'reference' }, sign: 'line' },
    { label: say('legend.limits'), tone: { role: 'limit' }, sign: 'dashed-line' },
    ...(has('outside')
      ? [{ label: say('legend.outside'), tone: { role: 'signal' }, sign: 'dot', shape: 'diamond' } as const]
      : []),
    ...(has('not-comparable')
      ? [{ label: say('legend.not-comparable'), tone: { role: 'not-comparable' }, sign: 'hollow-dot' } as const]
      : []),
  ]
  return [
    {
      id: 'rounds',
      title: say('figure.rounds.title', {
        isOne: options.outcomes.length === 1,
        outcome: { outcome: options.outcomes[0] ?? '' },
      }),
      description: say('figure.rounds.description', {
        count: shown.length,
        first: rounds[0] ?? '',
        last: rounds.at(-1) ?? '',
        confidence: percentOf(options.confidence),
        outside: all.filter(({ cells }) => cells['signal'] === 'outside').length,
      }),
      notes: [
        say('note.rounds', { confidence: percentOf(options.confidence) }),
        ...(hasHidden ? [{ message: 'survey:withheld-note', values: { min: context.minGroup } } as const] : []),
        ...(shown.length < drawn.length
          ? [{ message: 'survey:figure-limited', values: { shown: shown.length, total: drawn.length } } as const]
          : []),
      ],
      panels: shown.map((rows) => panelOf(rows, rounds, context)),
      panelColumns: shown.length === 1 ? 1 : shown.length === 2 || shown.length === 4 ? 2 : 3,
      legend,
      data: table,
    },
  ]
}

function panelOf(rows: readonly Row[], rounds: readonly string[], context: ReportContext<SurveyDataset>): Panel {
  const [first] = rows
  const outcome = first === undefined ? '' : textIn(first, 'outcome')
  const group = first === undefined ? '' : textIn(first, 'group_name')
  const title: Label = group === '' ? { outcome } : say('row-name', { outcome: { outcome }, group })
  const at = (row: Row): string => textIn(row, 'round')
  const known = rows.filter((row) => numberIn(row, 'mean') !== null)
  const isUsed = (row: Row): boolean => row.cells['signal'] !== 'not-comparable'
  const line = (id: string): Pick<Extract<Mark, { mark: 'line' }>, 'x' | 'y'> => ({
    x: rounds,
    y: rounds
      .map((round) => rows.find((row) => at(row) === round && isUsed(row)))
      .map((row) => (row === undefined ? null : numberIn(row, id))),
  })
  const bounded = known.filter((row) => numberIn(row, 'conf_low') !== null)
  const axis = scoreAxis(context.dataset, outcome, say('axis.mean'))
  const clip = (value: number | null): number | null =>
    value === null || axis.domain === undefined ? value : Math.min(axis.domain[1], Math.max(axis.domain[0], value))
  return {
    id: `${group} ${outcome}`,
    title,
    frame: 'cartesian',
    x: {
      scale: 'category',
      label: say('axis.round'),
      unit: null,
      categories: rounds.map((round) => ({ id: round, label: round })),
    },
    y: axis,
    marks: [
      { mark: 'line', ...line('centre'), tone: { role: 'reference' }, weight: 'thin' },
      { mark: 'line', ...line('lower'), tone: { role: 'limit' }, dash: 'dashed', weight: 'thin' },
      { mark: 'line', ...line('upper'), tone: { role: 'limit' }, dash: 'dashed', weight: 'thin' },
      {
        mark: 'interval',
        along: 'y',
        at: bounded.map(at),
        low: bounded.map((row) => clip(numberIn(row, 'conf_low'))),
        high: bounded.map((row) => clip(numberIn(row, 'conf_high'))),
        tone: bounded.map((row) => (isUsed(row) ? { role: 'main' } : { role: 'not-comparable' })),
      },
      { mark: 'line', ...line('mean'), tone: { role: 'main' } },
      {
        mark: 'dot',
        x: known.map(at),
        y: known.map((row) => numberIn(row, 'mean')),
        tone: known.map((row) =>
          !isUsed(row)
            ? { role: 'not-comparable' }
            : row.cells['signal'] === 'outside'
              ? { role: 'signal' }
              : { role: 'main' },
        ),
        shape: known.map((row) =>
          !isUsed(row) ? 'hollow-circle' : row.cells['signal'] === 'outside' ? 'diamond' : 'circle',
        ),
        details: known.map((row) =>
          say('detail.round', {
            round: at(row),
            mean: { value: numberIn(row, 'mean'), as: 'mean' },
            interval: intervalPhrase(numberIn(row, 'conf_low'), numberIn(row, 'conf_high')),
            n: numberIn(row, 'n') ?? 0,
          }),
        ),
      },
    ],
  }
}
