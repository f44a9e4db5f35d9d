import { describe, expect, test } from 'vitest'
import type { FigureSpec } from '../../analyses/core/figure'
import type { Label } from '../../analyses/core/words'
import { customProfile } from '../../analyses/publish/publication-profile'
import { adaptFigure, type PlotlyFigure } from '../../renderer/figure/adapter'
import { targetAt, type FigureTarget } from '../../renderer/figure/targets'
import { dots, slopes, smallMultiples } from './examples'

const say = (label: Label): string => {
  if (typeof label !== 'string') throw new Error('examples are in words')
  return label
}
const draw = (spec: FigureSpec, ...names: readonly string[]): PlotlyFigure =>
  adaptFigure(spec, {
    resolve: say,
    language: 'nb',
    profile: customProfile({ widthMm: 160, textPt: 9 }),
    theme: 'print',
    isInteractive: true,
    names: new Set(names),
  })
const named = (figure: PlotlyFigure, name: string): readonly FigureTarget[] =>
  figure.targets.filter((target) => target.name === name)
const middleOf = ({ box }: FigureTarget): readonly [number, number] => [
  (box.left + box.right) / 2,
  (box.top + box.bottom) / 2,
]

describe('where a figure speaks of a name', () => {
  test('a row of a category axis, from its label to the edge of the sheet', () => {
    const names = dots.panels.flatMap(({ y }) => (y.scale === 'category' ? y.categories.map(({ id }) => id) : []))
    const figure = draw(dots, ...names)
    expect(names.length).toBeGreaterThan(5)
    const rows = names.map((name) => named(figure, name).toSorted((a, b) => b.box.right - a.box.right)[0])
    for (const [index, row] of rows.entries()) {
      if (row === undefined) throw new Error('every category has a row')
      expect(row.box.right).toBeGreaterThan(figure.width * 0.9)
      // The rows lie one under the other and do not reach into each other.
      const next = rows[index + 1]
      if (next !== undefined) expect(row.box.bottom).toBeCloseTo(next.box.top, 6)
      expect(targetAt(figure.targets, figure.width * 0.8, middleOf(row)[1])?.name).toBe(names[index])
    }
  })

  test('only the names that are asked for', () => {
    expect(new Set(draw(slopes, 'Levanger', 'Narvik').targets.map(({ name }) => name))).toEqual(new Set(['Levanger']))
    expect(draw(slopes).targets).toEqual([])
  })

  test('the dots of a series and its name at the end of its line', () => {
    const figure = draw(slopes, 'Inderøy', 'Levanger', 'Krokom', 'Östersund')
    for (const name of ['Inderøy', 'Levanger', 'Krokom', 'Östersund']) {
      // Three rounds and one name.
      expect(named(figure, name)).toHaveLength(4)
      for (const target of named(figure, name)) expect(targetAt(figure.targets, ...middleOf(target))?.name).toBe(name)
    }
  })

  test('the heading of a panel; nothing where nothing of a name stands', () => {
    const [panel] = smallMultiples.panels
    if (typeof panel?.title !== 'string') throw new Error('the panel has a heading')
    const figure = draw(smallMultiples, panel.title)
    const [heading] = figure.targets
    expect(figure.targets).toHaveLength(1)
    expect(targetAt(figure.targets, ...middleOf(heading as FigureTarget))?.name).toBe(panel.title)
    expect(targetAt(figure.targets, figure.width - 2, figure.height - 2)).toBeNull()
  })

  test('a number beside an axis is not taken for a group that is called by it', () => {
    expect(draw(slopes, '3').targets).toEqual([])
  })
})
