import type { ReportContext, TablesById } from '../core/contract'
import type { SurveyDataset } from '../core/datasets'
import type { FigureSpec, Mark } from '../core/figure'
import type { Label } from '../core/words'
import { shownRows, type ShownRow } from '../survey/table-reading'
import { factorLabel, figureNotes, phrase } from './figure-words'
import type { StructureOptions } from './options'

/** A loading of a factor that was found is drawn from this size on. */
const smallestDrawn = 0.3
/** With more items than this they go by their ids. */
const mostWithText = 12
/** With more factors than this their correlations are in the table only. */
const mostWithBows = 6

/** Units of the diagram: as if the paper were 160 wide. */
const paper = 160
const ellipse = { width: 36, height: 17 }
/** A bow to the next factor, and what each factor farther adds; numbers stand in columns this wide. */
const bowStep = 9.5

interface Arrow {
  readonly item: string
  readonly factor: string
  readonly loading: number
}

/** Where everything stands. */
interface Layout {
  readonly itemAt: ReadonlyMap<string, number>
  readonly factorAt: ReadonlyMap<string, number>
  readonly height: number
  readonly factorX: number
  readonly itemX: number
  readonly boxWidth: number
  readonly boxHeight: number
}

/** Factors as ellipses, items as boxes, standardised loadings on arrows as thick as they are large, correlations of factors as bows. */
export function drawPaths(
  loadings: TablesById[string],
  correlations: TablesById[string],
  options: StructureOptions,
  context: ReportContext<SurveyDataset>,
): readonly FigureSpec[] {
  if (loadings === undefined || correlations === undefined) return []
  const rows = shownRows(loadings, [], 'standardized')
  const factors = [...new Set(rows.map((row) => row.text('factor')))]
  const arrows = rows.flatMap((row): readonly Arrow[] => {
    const loading = row.number('standardized')
    return loading === null || (options.method !== 'cfa' && Math.abs(loading) < smallestDrawn)
      ? []
      : [{ item: row.text('item'), factor: row.text('factor'), loading }]
  })
  if (arrows.length === 0) return []
  const pairs = shownRows(correlations, [], 'estimate').filter((row) => row.number('estimate') !== null)
  const hasBows = factors.length <= mostWithBows && pairs.length > 0
  const layout = layoutOf(rows, factors, hasBows)
  const isShort = layout.itemAt.size > mostWithText || layout.boxWidth < 45
  return [
    {
      id: 'paths',
      title: phrase('figure.paths.title'),
      description: phrase('figure.paths.description', { factors: factors.length, items: layout.itemAt.size }),
      notes: [
        options.method === 'cfa'
          ? phrase('note.paths')
          : phrase('note.paths-found', { limit: { value: smallestDrawn, as: 'correlation' } }),
        ...(isShort ? [phrase('note.short')] : []),
        ...(pairs.length > 0 && !hasBows ? [phrase('note.correlations-in-table')] : []),
        ...figureNotes(loadings, context),
      ],
      legend: arrows.some(({ loading }) => loading < 0)
        ? [
            { label: phrase('legend.positive'), tone: { role: 'main' }, sign: 'line' },
            { label: phrase('legend.negative'), tone: { role: 'signal' }, sign: 'dashed-line' },
          ]
        : [],
      panels: [
        {
          id: 'paths',
          frame: 'diagram',
          x: { scale: 'linear', label: phrase('axis.factor'), unit: null, domain: [0, paper] },
          y: { scale: 'linear', label: { message: 'core:column.item' }, unit: null, domain: [0, layout.height] },
          marks: [
            ...arrowMarks(arrows, layout, options),
            ...(hasBows ? [bows(pairs, factors, layout, options)] : []),
            {
              mark: 'node',
              x: factors.map(() => layout.factorX),
              y: factors.map((id) => layout.factorAt.get(id) ?? 0),
              ...ellipse,
              shape: 'ellipse',
              labels: factors.map((id) => factorLabel(id, options)),
              tone: { role: 'main' },
            },
            {
              mark: 'node',
              x: [...layout.itemAt.keys()].map(() => layout.itemX),
              y: [...layout.itemAt.values()],
              width: layout.boxWidth,
              height: layout.boxHeight,
              shape: 'box',
              labels: [...layout.itemAt.keys()].map((item): Label => (isShort ? { item, short: true } : { item })),
              tone: { role: 'muted' },
              details: [...layout.itemAt.keys()].map((item): Label => ({ item })),
            },
          ],
        },
      ],
      data: loadings,
    },
  ]
}

/** Items one under the other, those of a factor together; each factor beside the middle of its items. */
function layoutOf(rows: readonly ShownRow[], factors: readonly string[], hasBows: boolean): Layout {
  const size = (row: ShownRow): number => Math.abs(row.number('standardized') ?? 0)
  const strongest = new Map<string, ShownRow>()
  for (const row of rows) {
    const item = row.text('item')
    const before = strongest.get(item)
    if (before === undefined || size(row) > size(before)) strongest.set(item, row)
  }
  const isShort = strongest.size > mostWithText
  const [boxHeight, pitch] = isShort ? [5.4, 6.5] : [10, 12.5]
  const itemAt = new Map<string, number>()
  const factorAt = new Map<string, number>()
  let top = 3
  for (const factor of factors) {
    const own = [...strongest].filter(([, row]) => row.text('factor') === factor).map(([item]) => item)
    const room = Math.max(own.length * pitch, ellipse.height + 1)
    const first = top + (room - own.length * pitch) / 2 + pitch / 2
    own.forEach((item, index) => itemAt.set(item, first + index * pitch))
    factorAt.set(factor, top + room / 2)
    top += room + 2
  }
  const bowRoom = hasBows ? bowStep * (factors.length - 1) + 7 : 1
  const factorX = bowRoom + ellipse.width / 2
  const gap = 32
  const boxWidth = Math.min(isShort ? 34 : 80, paper - bowRoom - ellipse.width - gap - 1)
  return { itemAt, factorAt, height: top, factorX, itemX: paper - 1 - boxWidth / 2, boxWidth, boxHeight }
}

function arrowMarks(arrows: readonly Arrow[], layout: Layout, options: StructureOptions): readonly Mark[] {
  const { itemAt, factorAt, factorX, itemX, boxWidth } = layout
  const labelAt = labelPlacesOf(arrows, layout)
  return [false, true].flatMap((isNegative): readonly Mark[] => {
    const own = arrows.filter(({ loading }) => loading < 0 === isNegative)
    if (own.length === 0) return []
    return [
      {
        mark: 'connector',
        x: own.map(() => [factorX + ellipse.width / 2, itemX - boxWidth / 2] as const),
        y: own.map(({ item, factor }) => [factorAt.get(factor) ?? 0, itemAt.get(item) ?? 0] as const),
        tone: { role: isNegative ? 'signal' : 'main' },
        dash: isNegative ? 'dashed' : 'solid',
        arrow: true,
        weights: own.map(({ loading }) => Math.min(1, Math.abs(loading))),
        labels: own.map(({ loading }) => ({ value: loading, as: 'correlation' })),
        labelAt: own.map((arrow) => labelAt.get(arrow) ?? labelPlaces[0]),
        details: own.map(({ item, factor, loading }) =>
          phrase('detail.loading', {
            item: { item },
            factor: factorLabel(factor, options),
            value: { value: loading, as: 'correlation' },
          }),
        ),
      },
    ]
  })
}

/** Where a number may stand on its arrow, the first place first. */
const labelPlaces = [0.66, 0.5, 0.8, 0.42, 0.74, 0.58, 0.34, 0.27] as const
/** Room of a number, in units of the diagram. */
const numberRoom = { width: 9, height: 4.2 }

/** Numbers of arrows that cross would cover each other at one place; each takes the first that is free, larger loadings first. */
function labelPlacesOf(
  arrows: readonly Arrow[],
  { itemAt, factorAt, factorX, itemX, boxWidth }: Layout,
): ReadonlyMap<Arrow, number> {
  const taken: (readonly [number, number])[] = []
  const chosen = new Map<Arrow, number>()
  const [left, right] = [factorX + ellipse.width / 2, itemX - boxWidth / 2]
  for (const arrow of arrows.toSorted((a, b) => Math.abs(b.loading) - Math.abs(a.loading))) {
    const [from, to] = [factorAt.get(arrow.factor) ?? 0, itemAt.get(arrow.item) ?? 0]
    const at = (share: number): readonly [number, number] => [left + (right - left) * share, from + (to - from) * share]
    const isFree = ([x, y]: readonly [number, number]): boolean =>
      taken.every(
        ([otherX, otherY]) => Math.abs(x - otherX) >= numberRoom.width || Math.abs(y - otherY) >= numberRoom.height,
      )
    const share = labelPlaces.find((place) => isFree(at(place))) ?? labelPlaces[0]
    taken.push(at(share))
    chosen.set(arrow, share)
  }
  return chosen
}

/** Correlations of factors: the farther apart two factors stand, the farther out the bow, so that the numbers stand in columns. */
function bows(
  pairs: readonly ShownRow[],
  factors: readonly string[],
  { factorAt, factorX }: Layout,
  options: StructureOptions,
): Mark {
  const left = factorX - ellipse.width / 2
  const span = (row: ShownRow): number =>
    Math.abs(factors.indexOf(row.text('factor_b')) - factors.indexOf(row.text('factor_a')))
  return {
    mark: 'connector',
    x: pairs.map(() => [left, left] as const),
    y: pairs.map((row) => [factorAt.get(row.text('factor_a')) ?? 0, factorAt.get(row.text('factor_b')) ?? 0] as const),
    tone: { role: 'muted' },
    arrow: 'both',
    bend: pairs.map((row) => bowStep * span(row)),
    labels: pairs.map((row) => ({ value: row.number('estimate'), as: 'correlation' })),
    details: pairs.map((row) =>
      phrase('detail.correlation', {
        a: factorLabel(row.text('factor_a'), options),
        b: factorLabel(row.text('factor_b'), options),
        value: { value: row.number('estimate'), as: 'correlation' },
      }),
    ),
  }
}
