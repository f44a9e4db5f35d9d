import { describe, expect, test } from 'vitest'
import type { Mark, Panel } from '../../analyses/core/figure'
import type { FigureStyle } from '../../renderer/figure/figure-style'
import { columnGap, columnWidthsOf, leftOfColumn, type ColumnWidths } from '../../renderer/figure/panel-columns'
import type { GridPanel } from '../../renderer/figure/panel-grid'
import type { Furniture } from '../../renderer/figure/panel-layout'

const style = { text: 10 } as FigureStyle
const bars: Mark = { mark: 'bar', along: 'x', at: ['a'], from: [0], to: [1], tone: { role: 'main' } }

const noFurniture: Furniture = {
  left: 0,
  right: 0,
  yLabelLines: [],
  yLabelWidth: 0,
  yLabelsAreWrapped: false,
  yLabelsAreHidden: false,
  asides: [],
  asideHeader: null,
  asideWidth: 0,
  sideWidths: null,
}

interface Column {
  readonly furniture?: Partial<Furniture>
  readonly hidesLabels?: boolean
  readonly geometry?: Panel['geometry']
  /** The declared end of its x axis, with bars along it. */
  readonly barsTo?: number
}

/** Columns of one panel each, in a row. */
function widths(width: number, columns: readonly Column[]): ColumnWidths {
  const panels = columns.map(({ hidesLabels = false, geometry = 'cartesian', barsTo }, index): GridPanel => {
    const axis = { scale: 'linear', label: '', unit: null, ...(barsTo === undefined ? {} : { domain: [0, barsTo] }) }
    const panel = { id: String(index), geometry, x: axis, y: axis, marks: barsTo === undefined ? [] : [bars] }
    return {
      index,
      panel: panel as unknown as Panel,
      row: 0,
      column: index,
      xLimits: [0, barsTo ?? 1],
      yLimits: [0, 1],
      hidesLabels,
      isSide: false,
    }
  })
  return columnWidthsOf(
    { panels, rowCount: 1, columnCount: columns.length },
    columns.map(({ furniture = {} }) => ({ ...noFurniture, ...furniture })),
    width,
    style,
  )
}

const sum = (numbers: readonly number[]): number => numbers.reduce((total, each) => total + each, 0)

describe('columns of panels', () => {
  test('fill the width with gutters, gaps and plots, and nothing is left', () => {
    const found = widths(600, [
      { furniture: { left: 90, right: 12 } },
      { furniture: { left: 8, right: 30 }, hidesLabels: true },
      { furniture: { sideWidths: [40, 25] }, hidesLabels: true },
    ])
    expect(found.lefts).toEqual([90, 8, 0])
    expect(found.rights).toEqual([12, 30, 0])
    expect(found.plots[2]).toBe(65)
    expect(sum([...found.lefts, ...found.rights, ...found.gaps, ...found.plots])).toBeCloseTo(600, 9)
    expect(found.plots[0]).toBeCloseTo(found.plots[1] ?? 0, 9)
  })

  test('stand the nearer the more they belong together: words beside their plot, plots of the same rows, others', () => {
    const gapOf = (column: Column): number => widths(600, [{}, column]).gaps[1] ?? 0
    const words = gapOf({ furniture: { sideWidths: [40] }, hidesLabels: true })
    const sameRows = gapOf({ hidesLabels: true })
    const others = gapOf({})
    expect(words).toBeGreaterThan(0)
    expect(sameRows).toBeGreaterThan(words)
    expect(others).toBeGreaterThan(sameRows)
    expect(others).toBe(columnGap(style))
    expect(widths(600, [{}, {}]).gaps[0], 'nothing stands before the first').toBe(0)
  })

  test('begin where those before them end', () => {
    const found = widths(500, [{ furniture: { left: 50, right: 5 } }, { furniture: { left: 20 } }, {}])
    expect(leftOfColumn(found, 0)).toBe(0)
    const first = 50 + (found.plots[0] ?? 0) + 5 + (found.gaps[1] ?? 0)
    expect(leftOfColumn(found, 1)).toBeCloseTo(first, 9)
    expect(leftOfColumn(found, 2)).toBeCloseTo(first + 20 + (found.plots[1] ?? 0) + (found.gaps[2] ?? 0), 9)
  })

  test('of bars keep one length for one unit', () => {
    const { plots } = widths(600, [{ barsTo: 1 }, { barsTo: 0.5, hidesLabels: true }])
    expect((plots[0] ?? 0) / 1).toBeCloseTo((plots[1] ?? 0) / 0.5, 9)
  })

  test('of wheels beside other plots take more of the width', () => {
    const { plots } = widths(600, [{}, { geometry: 'radial' }])
    expect(plots[1]).toBeGreaterThan(1.5 * (plots[0] ?? 0))
    const alone = widths(600, [{ geometry: 'radial' }, { geometry: 'radial' }])
    expect(alone.plots[0]).toBeCloseTo(alone.plots[1] ?? 0, 9)
  })

  test('that become too narrow are told', () => {
    expect(widths(600, [{}, {}]).areReadable).toBe(true)
    expect(widths(100, [{}, {}]).areReadable).toBe(false)
    const words: Column = { furniture: { sideWidths: [20] }, hidesLabels: true }
    expect(widths(200, [{}, words]).areReadable, 'words need what they need').toBe(true)
  })
})
