import type { ReportContext } from '../core/contract'
import type { SurveyDataset } from '../core/datasets'
import type { FigureSpec, Mark } from '../core/figure'
import { rowsWith, type RowWith } from '../core/reading'
import { core, quantity, type Label } from '../core/words'
import { peopleNotes } from '../survey/figure-furniture'
import type { CorrelationRow, LoadingRow, Tables } from './declarations'
import type { StructureOptions } from './options'
import { say } from './words'

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
export function pathFigures(
  loadings: Tables['loadings'],
  correlations: Tables['factor_correlations'],
  options: StructureOptions,
  context: ReportContext<SurveyDataset>,
): readonly FigureSpec[] {
  const arrows = arrowsOf(loadings.rows, options)
  if (arrows.length === 0) return []
  const factors = [...new Set(loadings.rows.map(({ cells }) => cells.factor))]
  const pairs = rowsWith(correlations.rows, 'estimate')
  const hasBows = factors.length <= mostWithBows && pairs.length > 0
  const layout = layoutOf(loadings.rows, factors, hasBows)
  const isShort = layout.itemAt.size > mostWithText || layout.boxWidth < 45
  return [
    {
      id: 'paths',
      title: say('figure.paths.title'),
      description: say('figure.paths.description', { factors: factors.length, items: layout.itemAt.size }),
      notes: [
        options.method === 'cfa'
          ? say('note.paths')
          : say('note.paths-found', { limit: quantity(smallestDrawn, 'correlation') }),
        ...(isShort ? [say('note.short')] : []),
        ...(pairs.length > 0 && !hasBows ? [say('note.correlations-in-table')] : []),
        ...peopleNotes(loadings, context),
      ],
      legend: arrows.some(({ loading }) => loading < 0)
        ? [
            { label: say('legend.positive'), tone: { role: 'main' }, sign: 'line' },
            { label: say('legend.negative'), tone: { role: 'signal' }, sign: 'dashed-line' },
          ]
        : [],
      panels: [
        {
          id: 'paths',
          geometry: 'diagram',
          x: { scale: 'linear', label: say('axis.factor'), unit: null, domain: [0, paper] },
          y: { scale: 'linear', label: core.say('column.item'), unit: null, domain: [0, layout.height] },
          marks: [
            ...arrowMarks(arrows, layout),
            ...(hasBows ? [bows(pairs, factors, layout)] : []),
            ...nodeMarks(factors, layout, isShort),
          ],
        },
      ],
      data: loadings.table,
    },
  ]
}

/** All loadings of the instrument's model; of factors that were found the larger ones. */
function arrowsOf(rows: readonly LoadingRow[], { method }: StructureOptions): readonly Arrow[] {
  return rowsWith(rows, 'standardized')
    .map(({ cells: { item, factor, standardized } }) => ({ item, factor, loading: standardized }))
    .filter(({ loading }) => method === 'cfa' || Math.abs(loading) >= smallestDrawn)
}

/** Ellipses for factors, boxes for items. */
function nodeMarks(factors: readonly string[], layout: Layout, isShort: boolean): readonly Mark[] {
  const items = [...layout.itemAt.keys()]
  return [
    {
      mark: 'node',
      x: factors.map(() => layout.factorX),
      y: factors.map((id) => layout.factorAt.get(id) ?? 0),
      ...ellipse,
      shape: 'ellipse',
      labels: factors.map((id): Label => ({ dimension: id })),
      tone: { role: 'main' },
    },
    {
      mark: 'node',
      x: items.map(() => layout.itemX),
      y: [...layout.itemAt.values()],
      width: layout.boxWidth,
      height: layout.boxHeight,
      shape: 'box',
      labels: items.map((item): Label => (isShort ? { item, short: true } : { item })),
      tone: { role: 'muted' },
      details: items.map((item): Label => ({ item })),
    },
  ]
}

/** Each item with the factor that it loads on most: the first of equals. */
function strongestFactors(rows: readonly LoadingRow[]): ReadonlyMap<string, string> {
  const strongest = new Map<string, { readonly factor: string; readonly size: number }>()
  for (const { cells } of rows) {
    const size = Math.abs(cells.standardized ?? 0)
    const before = strongest.get(cells.item)
    if (before === undefined || size > before.size) strongest.set(cells.item, { factor: cells.factor, size })
  }
  return new Map([...strongest].map(([item, { factor }]) => [item, factor]))
}

/** Items one under the other, those of a factor together; each factor beside the middle of its items. */
function layoutOf(rows: readonly LoadingRow[], factors: readonly string[], hasBows: boolean): Layout {
  const strongest = strongestFactors(rows)
  const isShort = strongest.size > mostWithText
  const [boxHeight, pitch] = isShort ? [5.4, 6.5] : [10, 12.5]
  const itemAt = new Map<string, number>()
  const factorAt = new Map<string, number>()
  let top = 3
  for (const factor of factors) {
    const own = [...strongest].filter(([, factorOfItem]) => factorOfItem === factor).map(([item]) => item)
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

function arrowMarks(arrows: readonly Arrow[], layout: Layout): readonly Mark[] {
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
        labels: own.map(({ loading }) => quantity(loading, 'correlation')),
        labelAt: own.map((arrow) => labelAt.get(arrow) ?? labelPlaces[0]),
        details: own.map(({ item, factor, loading }) =>
          say('detail.loading', {
            item: { item },
            factor: { dimension: factor },
            value: quantity(loading, 'correlation'),
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
  pairs: readonly RowWith<CorrelationRow, 'estimate'>[],
  factors: readonly string[],
  { factorAt, factorX }: Layout,
): Mark {
  const left = factorX - ellipse.width / 2
  return {
    mark: 'connector',
    x: pairs.map(() => [left, left] as const),
    y: pairs.map(({ cells }) => [factorAt.get(cells.factor_a) ?? 0, factorAt.get(cells.factor_b) ?? 0] as const),
    tone: { role: 'muted' },
    arrow: 'both',
    bend: pairs.map(
      ({ cells }) => bowStep * Math.abs(factors.indexOf(cells.factor_b) - factors.indexOf(cells.factor_a)),
    ),
    labels: pairs.map(({ cells }) => quantity(cells.estimate, 'correlation')),
    details: pairs.map(({ cells }) =>
      say('detail.correlation', {
        a: { dimension: cells.factor_a },
        b: { dimension: cells.factor_b },
        value: quantity(cells.estimate, 'correlation'),
      }),
    ),
  }
}
