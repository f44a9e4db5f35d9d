import type { Axis, FigureSpec, Mark, Panel, Position, Tone } from '../analyses/core/figure'
import type { Cell, ResultTable } from '../analyses/core/result'
import type { Speaker } from '../analyses/core/speaker'
import type { Label } from '../analyses/core/words'
import { publicationProfiles } from '../analyses/publish/publication-profile'
import type { AnalysisOutcome } from '../analyses/recipe/run'
import { adaptFigure } from '../renderer/figure/adapter'

/** What the checks need of an outcome. */
export type DrawnOutcome = Pick<AnalysisOutcome, 'id' | 'options' | 'tables' | 'figures'>

/**
 * What is wrong with the figures of an outcome, held against its tables: numbers that no row of the table has, axes whose ticks do not reach over
 * their scale, tones that nobody explains, and labels that are not in the reader's language.
 *
 * @param speakers one a language; without any, words and drawn ticks are left out
 */
export function figureComplaints(outcome: DrawnOutcome, speakers: readonly Speaker[]): readonly string[] {
  return outcome.figures.flatMap((figure) => [
    ...numberComplaints(outcome, figure),
    ...axisComplaints(figure, speakers),
    ...extentComplaints(figure),
    ...toneComplaints(figure),
    ...withheldComplaints(figure),
    ...wordComplaints(figure, speakers),
  ])
}

// ---- numbers ----

type Row = readonly (number | string | null)[]

/** Moments stand in tables as text. */
function rowsOf(table: ResultTable): readonly Row[] {
  const plain = (cell: Cell): number | string | null => {
    if (typeof cell === 'string' && /^\d{4}-\d\d-\d\dT/.test(cell)) return Date.parse(cell)
    return typeof cell === 'number' || typeof cell === 'string' ? cell : null
  }
  return table.rows.map((row) => row.map(plain))
}

const isSame = (one: number, other: number): boolean =>
  one === other || Math.abs(one - other) <= 1e-9 * Math.max(Math.abs(one), Math.abs(other))

const holds = (row: Row, number: number): boolean =>
  row.some((cell) => typeof cell === 'number' && isSame(cell, number))

const categoryIn = (position: unknown): string | null =>
  typeof position === 'string'
    ? position
    : typeof position === 'object' && position !== null && 'category' in position
      ? String(position.category)
      : null

/** Numbers in a label, wherever they stand in it. An answer's code is not a result. */
function numbersIn(label: unknown): readonly number[] {
  if (typeof label === 'number') return [label]
  if (typeof label !== 'object' || label === null || 'response' in label || 'time' in label) return []
  return Object.values(label).flatMap(numbersIn)
}

/** Marks that are computed from the tables and so have no row of their own: each is computed anew. */
const computedMarks: Readonly<
  Record<string, (mark: Mark, panel: Panel, tables: ReadonlyMap<string, ResultTable>) => boolean>
> = {
  // The limits of a funnel: the mean plus or minus z times the standard deviation over the root of n.
  'aggregation funnel line': (mark, panel, tables) => {
    const row = recordsOf(tables.get('dimensions')).find(({ outcome }) => outcome === panel.id)
    const mean = Number(row?.['overall_mean'])
    const sigma = Math.sqrt(Number(row?.['sigma_sq']))
    return pointsOf(mark).every(([n, y]) =>
      [1.959963984540054, 3.090232306167813].some((z) => isSame(Math.abs(y - mean), (z * sigma) / Math.sqrt(n))),
    )
  },
  // Mean moving range and its upper limit, 3.267 times as much (Montgomery 2013, table VI: D4 for n = 2).
  'control-chart chart line': (mark, _panel, tables) => {
    const means = recordsOf(tables.get('phases')).map((row) => Number(row['mean_moving_range']))
    return pointsOf(mark).every(([, y]) => means.some((mean) => isSame(y, mean) || Math.abs(y / mean - 3.267) < 0.0005))
  },
  // Predictions that come true.
  'drivers calibration line': (mark) => pointsOf(mark).every(([x, y]) => x === y),
  // Typed non-answers beside the stack: their share of everybody who was asked.
  'item-statistics stacked bar': isNonResponse,
  'item-statistics diverging bar': isNonResponse,
  // The mean importance, which is one over the number of dimensions.
  'measures matrix rule': (mark, _panel, tables) =>
    mark.mark === 'rule' &&
    isSame(mark.at, 1 / recordsOf(tables.get('priorities')).filter((row) => row['importance'] !== null).length),
  // The target, which is 100 % of itself.
  'indicators bullets dot': (mark) => mark.mark === 'dot' && mark.x.every((x) => x === null || x === 1),
}

function isNonResponse(mark: Mark, _panel: Panel, tables: ReadonlyMap<string, ResultTable>): boolean {
  const items = recordsOf(tables.get('items'))
  return (
    mark.mark === 'bar' &&
    mark.at.every((at, index) => {
      const row = items.find(({ item }) => item === categoryIn(at))
      const count = (...columns: readonly string[]): number =>
        columns.reduce((sum, column) => sum + Number(row?.[column] ?? 0), 0)
      const share =
        count('dont_know', 'not_relevant', 'refused') / count('n', 'blank', 'dont_know', 'not_relevant', 'refused')
      return Math.abs((mark.to[index] ?? 0) - (mark.from[index] ?? 0) - share) < 1e-9
    })
  )
}

const recordsOf = (table: ResultTable | undefined): readonly Readonly<Record<string, Cell>>[] =>
  table?.rows.map((row) => Object.fromEntries(table.columns.map(({ id }, at) => [id, row[at] ?? null]))) ?? []

function pointsOf(mark: Mark): readonly (readonly [number, number])[] {
  if (mark.mark !== 'line') return []
  return mark.x.flatMap((x, at) => {
    const y = mark.y[at]
    return typeof x === 'number' && typeof y === 'number' ? [[x, y] as const] : []
  })
}

/** Guides from the literature, which no table holds: drops of CFI and RMSEA (Chen 2007), and the item-rest correlation (Nunnally & Bernstein 1994). */
const guides: Readonly<Record<string, readonly number[]>> = {
  'invariance fit': [0.01, 0.015],
  'revalidation items': [0.3],
}

function numberComplaints(outcome: DrawnOutcome, figure: FigureSpec): readonly string[] {
  const tables = new Map(outcome.tables.map((table) => [table.id, table]))
  const rows = rowsOf(figure.data)
  const others = outcome.tables.flatMap(rowsOf)
  const known = [...numbersIn(outcome.options), ...(guides[`${outcome.id} ${figure.id}`] ?? [])]
  const cells = new Set(rows.flat().filter((cell) => typeof cell === 'string'))
  const name = `${outcome.id} ${figure.id}`
  return figure.panels.flatMap((panel) => [
    ...asideComplaints(panel, rows, others, cells, name),
    ...panel.marks.flatMap((mark): readonly string[] => {
      const where = `${name} ${panel.id}: ${mark.mark}`
      const wrong =
        mark.mark === 'rule' || mark.mark === 'band'
          ? levelComplaints(mark, others, known, where)
          : [
              ...(panel.geometry === 'diagram' ? [] : coordinateComplaints(mark, panel, rows, cells, where)),
              ...labelComplaints(mark, panel, rows, others, known, cells, where),
            ]
      const isComputed = wrong.length > 0 && computedMarks[`${name} ${mark.mark}`]?.(mark, panel, tables) === true
      return isComputed ? [] : wrong
    }),
  ])
}

/** Rows that a mark's categories and its panel name. */
function rowsNamed(
  rows: readonly Row[],
  names: readonly (string | null)[],
  cells: ReadonlySet<string>,
): readonly Row[] {
  const known = names.filter((name) => name !== null && cells.has(name))
  return known.length === 0 ? rows : rows.filter((row) => known.every((name) => row.includes(name)))
}

interface Coordinates {
  readonly length: number
  /** Numbers at an index, by the name of their array. */
  numbersAt(index: number): readonly (readonly [name: string, number: number])[]
  categoriesAt(index: number): readonly (string | null)[]
}

function coordinatesOf(mark: Mark): Coordinates {
  const arrays = Object.entries(mark).filter(
    (entry): entry is [string, readonly (Position | null)[]] =>
      ['x', 'y', 'at', 'low', 'high', 'value'].includes(entry[0]) && Array.isArray(entry[1]),
  )
  return {
    length: Math.max(0, ...arrays.map(([, values]) => values.length)),
    numbersAt: (index) => {
      const numbers = arrays.flatMap(([key, values]): readonly (readonly [string, number])[] => {
        const value = values[index]
        return typeof value === 'number' ? [[key, value]] : []
      })
      const value = (name: string): number => numbers.find(([key]) => key === name)?.[1] ?? Number.NaN
      // A margin about zero is one number of the table.
      return value('low') === -value('high') ? numbers.filter(([key]) => key !== 'low') : numbers
    },
    categoriesAt: (index) => arrays.map(([, values]) => categoryIn(values[index])),
  }
}

/** Each point of a mark is a row of the table, and each of its coordinates one column throughout. */
function coordinateComplaints(
  mark: Mark,
  panel: Panel,
  rows: readonly Row[],
  cells: ReadonlySet<string>,
  where: string,
): readonly string[] {
  if (mark.mark === 'text' || mark.mark === 'connector' || mark.mark === 'node') return []
  if (mark.mark === 'bar') return barComplaints(mark, panel, rows, cells, where)
  const { length, numbersAt, categoriesAt } = coordinatesOf(mark)
  const columns = new Map<string, ReadonlySet<number>>()
  for (let index = 0; index < length; index += 1) {
    const numbers = numbersAt(index)
    const low = numbers.find(([key]) => key === 'low')?.[1] ?? Number.NEGATIVE_INFINITY
    const high = numbers.find(([key]) => key === 'high')?.[1] ?? Number.POSITIVE_INFINITY
    if (low > high) return [`${where} runs from ${low} down to ${high}`]
    const fitting = rowsNamed(rows, [panel.id, ...categoriesAt(index)], cells).filter((row) =>
      numbers.every(([key, number]) => holds(row, number) || isCutOff(row, key, number, panel)),
    )
    if (fitting.length === 0) return [`${where} at ${index}: no row has ${JSON.stringify(numbers)}`]
    for (const [key, number] of numbers) {
      if (fitting.every((row) => isCutOff(row, key, number, panel))) continue
      const own = columnsHolding(fitting, number)
      columns.set(key, new Set([...(columns.get(key) ?? own)].filter((column) => own.has(column))))
    }
  }
  return [...columns].filter(([, own]) => own.size === 0).map(([key]) => `${where}: ${key} is no column of the table`)
}

/** Whether an end of an interval stands at the end of a declared scale because the row's lies beyond it. */
function isCutOff(row: Row, key: string, number: number, { x, y }: Panel): boolean {
  const place = key === 'low' ? 0 : 1
  if (key !== 'low' && key !== 'high') return false
  return [x, y].some(
    (axis) =>
      axis.scale === 'linear' &&
      axis.domain?.[place] === number &&
      row.some((cell) => typeof cell === 'number' && (key === 'low' ? cell < number : cell > number)),
  )
}

function columnsHolding(rows: readonly Row[], number: number): ReadonlySet<number> {
  return new Set(
    rows.flatMap((row) => row.flatMap((cell, at) => (typeof cell === 'number' && isSame(cell, number) ? [at] : []))),
  )
}

/** A bar is as long as a number of its row; bars on one place begin at zero or where another ends, and none covers another. */
function barComplaints(
  mark: Extract<Mark, { mark: 'bar' }>,
  panel: Panel,
  rows: readonly Row[],
  cells: ReadonlySet<string>,
  where: string,
): readonly string[] {
  const placeOf = (position: Position | undefined): string => JSON.stringify(position)
  const all = panel.marks.flatMap((other) =>
    other.mark === 'bar'
      ? other.at.map((at, index) => ({ place: placeOf(at), from: other.from[index], to: other.to[index] }))
      : [],
  )
  return mark.at.flatMap((at, index): readonly string[] => {
    const from = mark.from[index] ?? null
    const to = mark.to[index] ?? null
    if (from === null || to === null) return []
    const named = rowsNamed(rows, [panel.id, categoryIn(at)], cells)
    const isLong = [to - from, from - to, ...(from === 0 ? [to] : [])].some((length) =>
      named.some((row) => row.some((cell) => typeof cell === 'number' && Math.abs(cell - length) < 1e-9)),
    )
    const isCovered = all.some(
      (other) =>
        other.place === placeOf(at) &&
        typeof other.from === 'number' &&
        typeof other.to === 'number' &&
        Math.min(other.to, to) - Math.max(other.from, from) > 1e-9 &&
        !(isSame(other.from, from) && isSame(other.to, to)),
    )
    return [
      ...(isLong ? [] : [`${where} at ${index}: no row has the length ${to - from}`]),
      ...(isCovered ? [`${where} at ${index} covers another bar`] : []),
    ]
  })
}

/** Rules and bands stand at zero, at an option or a guide, at a number of a table, or as far from one as an option says. */
function levelComplaints(
  mark: Extract<Mark, { mark: 'rule' | 'band' }>,
  rows: readonly Row[],
  known: readonly number[],
  where: string,
): readonly string[] {
  const offsets = [0, ...known, ...known.map((number) => -number)]
  // A band about a number reaches as far on either side of it.
  const isAround = (middle: number, reach: number): boolean =>
    offsets.some((offset) => isSame(offset, reach)) && rows.some((row) => holdsNear(row, middle))
  if (mark.mark === 'band' && mark.at !== undefined)
    return isAround((mark.from + mark.to) / 2, (mark.to - mark.from) / 2)
      ? []
      : [`${where} stands from ${mark.from} to ${mark.to}, which is no option on either side of a number of a table`]
  const levels = mark.mark === 'rule' ? [mark.at] : [mark.from, mark.to]
  return levels
    .filter((level) => !offsets.some((offset) => isSame(level, offset)))
    .filter((level) => !rows.some((row) => offsets.some((offset) => holdsNear(row, level - offset))))
    .map((level) => `${where} stands at ${level}, which is no option and in no table`)
}

const holdsNear = (row: Row, number: number): boolean =>
  row.some((cell) => typeof cell === 'number' && Math.abs(cell - number) < 1e-9)

/** Numbers that are written or shown at a point are those of its row, or of another table of the analysis. */
function labelComplaints(
  mark: Mark,
  panel: Panel,
  rows: readonly Row[],
  others: readonly Row[],
  known: readonly number[],
  cells: ReadonlySet<string>,
  where: string,
): readonly string[] {
  const { categoriesAt } = coordinatesOf(mark)
  const lists = Object.entries(mark).filter(
    (entry): entry is [string, readonly (Label | null)[]] =>
      ['labels', 'details', 'text', 'aside', 'asides'].includes(entry[0]) && Array.isArray(entry[1]),
  )
  return lists.flatMap(([key, labels]) =>
    labels.flatMap((label, index) => {
      const named = rowsNamed(rows, [panel.id, ...categoriesAt(index)], cells)
      const isKnown = (number: number): boolean =>
        known.some((option) => isSame(option, number) || isSame(option * 100, number))
      const isElsewhere = (number: number): boolean =>
        mark.mark === 'connector' && others.some((row) => holds(row, number))
      return numbersIn(label)
        .filter((number) => !named.some((row) => holds(row, number)) && !isKnown(number) && !isElsewhere(number))
        .map((number) => `${where}.${key} at ${index}: no row has ${number}`)
    }),
  )
}

/** Small print behind a category is of its row, or of the row that another table has of it. */
function asideComplaints(
  panel: Panel,
  rows: readonly Row[],
  others: readonly Row[],
  cells: ReadonlySet<string>,
  name: string,
): readonly string[] {
  return [panel.x, panel.y].flatMap((axis) =>
    axis.scale !== 'category'
      ? []
      : axis.categories.flatMap(({ id, aside }) => {
          const named = [
            ...rowsNamed(rows, [panel.id, id], cells),
            ...others.filter((row) => row.includes(id) || id.split(' · ').every((part) => row.includes(part))),
          ]
          return numbersIn(aside)
            .filter((number) => !named.some((row) => holds(row, number)))
            .map((number) => `${name} ${panel.id}: no row of ${id} has ${number}`)
        }),
  )
}

// ---- axes ----

/** The ticks that are declared and those that are drawn reach over the scale, and no two of them read alike. */
function axisComplaints(figure: FigureSpec, speakers: readonly Speaker[]): readonly string[] {
  const declared = figure.panels.flatMap((panel) =>
    (['x', 'y'] as const).flatMap((along) => {
      const axis = panel[along]
      return panel.geometry === 'diagram' || axis.scale !== 'linear' || axis.ticks === undefined
        ? []
        : declaredTicks(axis, `${figure.id} ${panel.id}: ${along} axis`)
    }),
  )
  return [...declared, ...speakers.slice(0, 1).flatMap((speaker) => drawnTicks(figure, speaker))]
}

function declaredTicks(axis: Extract<Axis, { scale: 'linear' }>, where: string): readonly string[] {
  const at = (axis.ticks ?? []).map((tick) => tick.at)
  const wrong = axis.domain === undefined ? [] : coverage(at, axis.domain, where)
  const [low, high] = axis.domain ?? [Number.NaN, Number.NaN]
  const isWhole = Number.isInteger(low) && Number.isInteger(high) && axis.as !== 'percent'
  // A score scale shows its ends, since a mean is read against them.
  return isWhole && (at[0] !== low || at.at(-1) !== high)
    ? [...wrong, `${where}: the ends of the scale are no ticks`]
    : wrong
}

function coverage(at: readonly number[], [low, high]: readonly [number, number], where: string): readonly string[] {
  const steps = at.slice(1).map((place, index) => place - (at[index] ?? place))
  const first = at[0] ?? Number.NaN
  const last = at.at(-1) ?? Number.NaN
  if (at.length < 2) return [`${where} has ${at.length} ticks`]
  if (steps.some((step) => !(step > 0))) return [`${where}: ticks out of order`]
  const reach = Math.max(...steps) * 1.25
  return first - low > reach || high - last > reach || first < low - 1e-9 || last > high + 1e-9
    ? [`${where}: ticks from ${first} to ${last} do not reach over ${low} to ${high}`]
    : []
}

/** What the adapter makes of the axes on a sheet of A4. */
function drawnTicks(figure: FigureSpec, speaker: Speaker): readonly string[] {
  const { layout } = adaptFigure(figure, {
    resolve: (label) => speaker.label(label),
    language: speaker.language,
    profile: publicationProfiles['report-a4'],
    theme: 'print',
  })
  return figure.panels.flatMap((panel, index) =>
    (['x', 'y'] as const).flatMap((along) => {
      const axis = layout[`${along}axis${index + 2}`]
      if (panel.geometry !== 'cartesian' || panel[along].scale === 'category' || axis === undefined) return []
      const [one, other] = axis.range
      const range = [Math.min(one, other), Math.max(one, other)] as const
      return coverage(axis.tickvals, range, `${figure.id} ${panel.id}: ${along} axis as drawn`)
    }),
  )
}

// ---- what an axis reaches over ----

/** Numbers that a mark has along an axis. */
function numbersAlong(mark: Mark, along: 'x' | 'y'): readonly number[] {
  const own = mark as unknown as Readonly<Record<string, unknown>>
  const across = own['along'] === undefined ? null : own['along']
  const properties =
    mark.mark === 'rule'
      ? across === along
        ? ['at']
        : []
      : [along, ...(across === along || (across === null && along === 'y') ? ['from', 'to', 'low', 'high'] : [])]
  return properties.flatMap((property) =>
    [own[property]].flat().filter((value): value is number => typeof value === 'number'),
  )
}

/** Ends that a scale has whatever the data: shares and correlations, and answers or ranks in whole or half numbers. */
const isDeclaredScale = ([low, high]: readonly [number, number]): boolean =>
  (low === 0 || low === -1 || low >= 1) && Number.isInteger(2 * low) && Number.isInteger(2 * high)

/**
 * An axis whose limits follow from the data holds all of them, and is not much longer than they reach: together with zero where the axis begins or
 * ends there, and over all panels that have it.
 */
function reachComplaints(figure: FigureSpec): readonly string[] {
  const drawn = figure.panels.filter(({ geometry }) => geometry !== 'diagram')
  const axes = new Map<string, { readonly domain: readonly [number, number]; readonly numbers: number[] }>()
  for (const panel of drawn)
    for (const along of ['x', 'y'] as const) {
      const axis = panel[along]
      if (axis.scale !== 'linear' || axis.domain === undefined || isDeclaredScale(axis.domain)) continue
      const name = `${along} ${axis.domain.join(' ')}`
      const known = axes.get(name) ?? { domain: axis.domain, numbers: [] }
      // Words stand where there is room, which is no matter of the data.
      for (const mark of panel.marks) if (mark.mark !== 'text') known.numbers.push(...numbersAlong(mark, along))
      axes.set(name, known)
    }
  return [...axes].flatMap(([name, { domain, numbers }]) => {
    const [low, high] = domain
    const cut = cutAt[figure.id] ?? Infinity
    const all = [
      ...numbers.map((number) => Math.max(-cut, Math.min(cut, number))),
      ...domain.filter((end) => end === 0),
    ]
    const [least, most] = [Math.min(...all), Math.max(...all)]
    const where = `${figure.id}: ${name}, drawn from ${least} to ${most}`
    if (numbers.length === 0) return []
    if (least < low - 1e-9 || most > high + 1e-9) return [`${where}: something lies outside`]
    if (high - low === leastLength[figure.id]) return []
    return most - least < longestMargin * (high - low) ? [`${where}: the axis is much longer`] : []
  })
}

/** The least share of an axis that is drawn over: the fit of steps leaves three quarters of its guide on either side. */
const longestMargin = 0.55

/** Axes that end there although something reaches on: odds of a hundred to one say all that there is to see. */
const cutAt: Readonly<Record<string, number>> = { odds: Math.log(100) }

/** Axes that show so much at least, since less would make nothing look like much. */
const leastLength: Readonly<Record<string, number>> = { without: 0.1 }

/** What is wrong with how far axes and marks reach. */
export const extentComplaints = (figure: FigureSpec): readonly string[] => [
  ...reachComplaints(figure),
  ...emptyComplaints(figure),
]

/** A mark for nobody draws nothing, and a key may explain it all the same. Connectors join what there is to join, perhaps nothing. */
function emptyComplaints(figure: FigureSpec): readonly string[] {
  return figure.panels.flatMap((panel) =>
    panel.marks.flatMap((mark) =>
      mark.mark !== 'connector' &&
      Object.entries(mark).some(
        ([key, values]) =>
          ['x', 'y', 'at', 'from', 'text'].includes(key) && Array.isArray(values) && values.length === 0,
      )
        ? [`${figure.id} ${panel.id}: a ${mark.mark} of no points`]
        : [],
    ),
  )
}

// ---- tones ----

const toneName = (tone: Tone): string =>
  tone.role === 'series'
    ? `series ${tone.index}`
    : tone.role === 'likert'
      ? `likert ${tone.step} of ${tone.of}`
      : tone.role

const tonesOf = (mark: Mark): readonly Tone[] =>
  mark.mark === 'cell' ? [] : Array.isArray(mark.tone) ? (mark.tone as readonly Tone[]) : [mark.tone as Tone]

/** Tones that need no explanation: the usual one, the one that steps back, and the one of lines that lead the eye. */
const plainRoles: ReadonlySet<Tone['role']> = new Set(['main', 'muted', 'reference'])

/** A mark without a point, which draws nothing. */
function isEmpty(mark: Mark): boolean {
  return Object.entries(mark).some(
    ([key, values]) =>
      ['x', 'y', 'at', 'low', 'from'].includes(key) && Array.isArray(values) && values.every((value) => value === null),
  )
}

/** Every tone that says something is explained by the key, by words on the mark, or by a note that names where the mark stands. */
function toneComplaints(figure: FigureSpec): readonly string[] {
  const explained = new Set(figure.legend.map(({ tone }) => toneName(tone)))
  const noted = figure.notes.flatMap(numbersIn)
  return figure.panels.flatMap((panel) =>
    panel.marks.flatMap((mark): readonly string[] => {
      if (isEmpty(mark) || ('label' in mark && mark.label !== undefined)) return []
      if (mark.mark === 'rule' && noted.some((number) => isSame(number, mark.at))) return []
      const tones = tonesOf(mark)
      const unexplained = tones.filter((tone) => !explained.has(toneName(tone)))
      const isMixed = new Set(tones.map(toneName)).size > 1
      const wrong = new Set(unexplained.filter(({ role }) => !plainRoles.has(role)).map(toneName))
      const plain = new Set(unexplained.map(toneName))
      return [
        ...[...wrong].map((tone) => `${figure.id} ${panel.id}: nothing says what a ${mark.mark} in ${tone} is`),
        ...(isMixed && plain.size > 1 && wrong.size === 0 && panel.geometry !== 'diagram'
          ? [`${figure.id} ${panel.id}: nothing tells ${[...plain].join(' from ')}`]
          : []),
      ]
    }),
  )
}

// ---- what is withheld ----

/** A colon stands for a number that was withheld: in a row of which something was, and in no other. */
function withheldComplaints(figure: FigureSpec): readonly string[] {
  const rows = rowsOf(figure.data)
  const cells = new Set(rows.flat().filter((cell) => typeof cell === 'string'))
  const withheld = new Set(figure.data.suppressed.map(([row]) => rows[row]))
  return figure.panels.flatMap((panel) =>
    panel.marks.flatMap((mark) =>
      mark.mark === 'text'
        ? mark.text.flatMap((word, index) => {
            const named = rowsNamed(rows, [panel.id, categoryIn(mark.x[index]), categoryIn(mark.y[index])], cells)
            return word === ':' && !named.some((row) => withheld.has(row))
              ? [`${figure.id} ${panel.id}: a colon at ${index}, of which nothing is withheld`]
              : []
          })
        : [],
    ),
  )
}

// ---- words ----

/** Every label that a reader can meet, and where. */
export function labelsOf(figure: FigureSpec): readonly (readonly [where: string, label: Label])[] {
  const found: (readonly [string, Label])[] = []
  const add = (where: string, label: Label | null | undefined): void => {
    if (label !== null && label !== undefined) found.push([`${figure.id} ${where}`, label])
  }
  add('title', figure.title)
  add('description', figure.description)
  for (const note of figure.notes) add('note', note)
  add('key', figure.legendTitle)
  for (const { label } of figure.legend) add('key', label)
  for (const panel of figure.panels) {
    add(`${panel.id} title`, panel.title)
    for (const along of ['x', 'y'] as const) {
      const axis = panel[along]
      add(`${panel.id} ${along} axis`, axis.label)
      add(`${panel.id} ${along} unit`, axis.unit)
      if (axis.scale === 'linear') for (const { label } of axis.ticks ?? []) add(`${panel.id} ${along} tick`, label)
      if (axis.scale !== 'category') continue
      for (const category of axis.categories) {
        add(`${panel.id} ${along} category`, category.label)
        add(`${panel.id} ${along} aside`, category.aside)
      }
    }
    for (const mark of panel.marks) {
      if ('label' in mark) add(`${panel.id} ${mark.mark}`, mark.label)
      for (const key of ['labels', 'details', 'text', 'aside', 'asides'] as const)
        for (const label of ((mark as Readonly<Record<string, unknown>>)[key] ?? []) as readonly (Label | null)[])
          add(`${panel.id} ${mark.mark} ${key}`, label)
    }
  }
  return found
}

const isCode = /(?:^|[\s(«"“])[a-z][a-z-]*:[a-z][\w-]*(?:\.[\w-]+)*(?=$|[\s).,;»"”])/

/** Every label is in words in every language, and none of them in English where the reader asked for another. */
function wordComplaints(figure: FigureSpec, speakers: readonly Speaker[]): readonly string[] {
  const english = speakers.find(({ language }) => language === 'en')
  const wrong = labelsOf(figure).flatMap(([where, label]) =>
    speakers.flatMap((speaker): readonly string[] => {
      if (typeof label === 'string') return []
      const said = speaker.label(withoutData(label))
      if (isCode.test(said) || /undefined|\[object|NaN/.test(speaker.label(label)))
        return [`${where}, ${speaker.language}: ${said}`]
      const isEnglish =
        english !== undefined && speaker !== english && isSentence(said) && said === english.label(withoutData(label))
      return isEnglish ? [`${where}, ${speaker.language}: in English, ${said}`] : []
    }),
  )
  return [...new Set(wrong)]
}

/** Three words, or more: names and signs are the same in several languages. */
const isSentence = (said: string): boolean => (said.match(/\p{Letter}{3,}/gu)?.length ?? 0) >= 3

/** The same label with names from the data and the instrument left out, which are as they are in every language. */
function withoutData(label: Label): Label {
  if (typeof label !== 'object' || !('message' in label)) return typeof label === 'string' ? '' : label
  const bare = (value: unknown): unknown => {
    if (typeof value === 'string') return ''
    if (typeof value !== 'object' || value === null) return value
    if ('item' in value || 'outcome' in value || 'dimension' in value || 'response' in value) return ''
    if ('message' in value) return withoutData(value as Label)
    return 'list' in value && Array.isArray(value.list) ? { list: value.list.map(bare) } : value
  }
  const values = Object.fromEntries(Object.entries(label.values ?? {}).map(([key, value]) => [key, bare(value)]))
  return { ...label, values } as Label
}
