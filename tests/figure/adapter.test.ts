import { describe, expect, test } from 'vitest'
import type { FigureSpec, Mark } from '../../analyses/core/figure'
import { figureInWords } from '../../analyses/publish/figure-job'
import type { Label } from '../../analyses/core/words'
import {
  customProfile,
  profileNamed,
  publicationProfiles,
  type PublicationProfile,
} from '../../analyses/publish/publication-profile'
import { adaptFigure, type PlotlyFigure } from '../../renderer/figure/adapter'
import { pixelsPerMm, pixelsPerPoint } from '../../renderer/figure/figure-style'
import type { BarTrace, ScatterTrace } from '../../renderer/figure/plotly-vocabulary'
import { textWidth } from '../../renderer/figure/text-metrics'
import {
  controlChart,
  dots,
  dumbbell,
  examples,
  heatmap,
  hostile,
  hostileLabels,
  likertStacked,
  radar,
  series,
  slopes,
  smallMultiples,
} from './examples'
import { bullet, funnel, loadings, pathDiagram } from './structure-examples'

const say = (label: Label): string => {
  if (typeof label !== 'string') throw new Error('examples are in words')
  return label
}
const draw = (
  spec: FigureSpec,
  profile: PublicationProfile = publicationProfiles['report-a4'],
  more: Partial<Parameters<typeof adaptFigure>[1]> = {},
): PlotlyFigure => adaptFigure(spec, { resolve: say, language: 'nb', profile, theme: 'print', ...more })

const scatters = (figure: PlotlyFigure, name: string): readonly ScatterTrace[] =>
  figure.data.filter((trace): trace is ScatterTrace => trace.type === 'scatter' && trace.name === name)
const bars = (figure: PlotlyFigure): readonly BarTrace[] =>
  figure.data.filter((trace): trace is BarTrace => trace.type === 'bar' && trace.name === 'bar')
const words = (figure: PlotlyFigure): readonly string[] => [
  ...figure.data.flatMap((trace) => (trace.type === 'scatter' && trace.mode === 'text' ? (trace.text ?? []) : [])),
  ...figure.layout.annotations.map(({ text }) => text),
]

const withMarks = (marks: readonly Mark[], more: Partial<FigureSpec> = {}): FigureSpec => ({
  ...dots,
  notes: [],
  panels: [
    {
      id: 'p',
      geometry: 'cartesian',
      x: { scale: 'linear', label: 'x', unit: null },
      y: { scale: 'linear', label: 'y', unit: null },
      marks,
    },
  ],
  ...more,
})

const profiles = [
  publicationProfiles['report-a4'],
  publicationProfiles['slide-16x9'],
  publicationProfiles.plos,
  profileNamed('bmc', 85),
  profileNamed('bmc', 176),
  profileNamed('elsevier', 90),
  profileNamed('elsevier', 190),
  customProfile({ widthMm: 120, textPt: 10 }),
]

describe.each(examples.map((spec) => [spec.id, spec] as const))('%s', (_, spec) => {
  test.each(profiles.map((profile) => [`${profile.id} ${profile.widthMm}`, profile] as const))(
    'has the size of %s and nothing outside it',
    (_name, profile) => {
      const figure = draw(spec, profile)
      expect(figure.width / pixelsPerMm).toBeCloseTo(profile.widthMm, 9)
      if (profile.heightMm !== null) expect(figure.height / pixelsPerMm).toBeCloseTo(profile.heightMm, 1)
      for (const trace of figure.data) {
        if (trace.xaxis !== 'x') continue
        if (trace.type === 'scatter') for (const x of trace.x) if (x !== null) expect(x).toBeGreaterThanOrEqual(-0.01)
        if (trace.type === 'scatter')
          for (const x of trace.x) if (x !== null) expect(x).toBeLessThanOrEqual(figure.width + 0.01)
        if (trace.type === 'scatter')
          for (const y of trace.y) if (y !== null) expect(y).toBeLessThanOrEqual(figure.height + 0.01)
      }
      for (const [key, axis] of Object.entries(figure.layout)) {
        if (!/^[xy]axis/.test(key)) continue
        const { domain } = axis as { readonly domain: readonly [number, number] }
        expect(domain[0]).toBeGreaterThanOrEqual(0)
        expect(domain[1]).toBeLessThanOrEqual(1)
        expect(domain[1]).toBeGreaterThan(domain[0])
      }
    },
  )

  test('keeps to its profile in type and line', () => {
    for (const profile of profiles.filter(({ heightMm }) => heightMm === null)) {
      const figure = draw(spec, profile)
      const sizes = figure.data.flatMap((trace) =>
        trace.type === 'scatter' && trace.textfont !== undefined ? [trace.textfont.size / pixelsPerPoint] : [],
      )
      const lines = figure.data.flatMap((trace) =>
        trace.type === 'scatter' && trace.line !== undefined && trace.line.width > 0
          ? [trace.line.width / pixelsPerPoint]
          : [],
      )
      expect(Math.min(...sizes)).toBeGreaterThanOrEqual(profile.minTextPt - 1e-9)
      expect(Math.min(profile.minLinePt, ...lines)).toBeCloseTo(profile.minLinePt, 9)
    }
  })

  test('is vector throughout: no raster, no WebGL', () => {
    expect(
      [...new Set(draw(spec).data.map(({ type }) => type))].filter((type) => type !== 'scatter' && type !== 'bar'),
    ).toEqual([])
  })

  test('is the same when drawn again, and survives being said first', () => {
    expect(draw(spec)).toEqual(draw(spec))
    expect(draw(figureInWords(spec, say))).toEqual(draw(spec))
  })

  test('every colour, size and place is a number', () => {
    expect(JSON.stringify(draw(spec))).not.toMatch(/NaN|Infinity|undefined/)
    for (const trace of draw(spec).data)
      for (const value of [...trace.x, ...trace.y]) if (value !== null) expect(Number.isFinite(value)).toBe(true)
  })

  test('says its notes and its description', () => {
    const figure = draw(spec)
    expect(figure.notes).toEqual(spec.notes.map((note) => say(note)))
    expect(figure.description).toBe(say(spec.description))
  })
})

describe('nothing leads out of the window', () => {
  test('no upload button, no server, no logo, no links', () => {
    expect(draw(dots).config).toMatchObject({
      showSendToCloud: false,
      plotlyServerURL: '',
      displaylogo: false,
      displayModeBar: false,
      showLink: false,
    })
  })

  test('markup in labels is shown as text', () => {
    const shown = words(draw(hostile))
    expect(shown.join(' ')).not.toMatch(/<(?!br>)/)
    expect(shown).toContain('&lt;img src=x onerror=alert(1)&gt;')
    expect(shown).toContain('=1+1')
    expect(shown).toContain('&amp;lt;ikke en tagg&amp;gt; &amp;amp; &lt;br&gt; &lt;sub&gt;2&lt;/sub&gt;')
    const hover = scatters(draw(hostile), 'dot').flatMap(({ hovertext }) => hovertext ?? [])
    expect(hover.length).toBe(hostileLabels.length)
    expect(hover.join(' ')).not.toMatch(/<(?!br>)/)
  })

  test('markup in titles, axes, units, notes and the key is shown as text', () => {
    const inside = words(draw(hostile, publicationProfiles['slide-16x9'])).join(' ')
    for (const tag of ['b', 'u', 'i', 'a', 'script']) expect(inside).toContain(`&lt;${tag}`)
  })
})

describe('places', () => {
  test('a withheld group has no dot and no interval', () => {
    const figure = draw(dots)
    expect(scatters(figure, 'dot')[0]?.x.length).toBe(8)
    expect(scatters(figure, 'interval')[0]?.x.length).toBe(8 * 3)
  })

  test('categories read from top to bottom', () => {
    const figure = draw(dots)
    const axis = figure.layout['yaxis2']
    expect(axis?.range[0]).toBeGreaterThan(axis?.range[1] ?? 0)
    const ys = scatters(figure, 'dot')[0]?.y ?? []
    expect([...ys]).toEqual([...ys].toSorted((a, b) => (a ?? 0) - (b ?? 0)))
  })

  test('the number of groups makes the height', () => {
    const fewer: FigureSpec = { ...smallMultiples, panels: smallMultiples.panels.slice(0, 3) }
    expect(draw(smallMultiples).height).toBeGreaterThan(draw(fewer).height * 1.6)
  })

  test('small multiples share one scale', () => {
    const open: FigureSpec = {
      ...smallMultiples,
      panels: smallMultiples.panels.map((panel) => ({
        ...panel,
        x: { scale: 'linear' as const, label: 'Gjennomsnitt', unit: null },
      })),
    }
    const figure = draw(open)
    const ranges = open.panels.map((_, index) => JSON.stringify(figure.layout[`xaxis${index + 2}`]?.range))
    expect(new Set(ranges).size).toBe(1)
  })

  test('a scale that is declared is shown whole', () => {
    const range = draw(dots).layout['xaxis2']?.range ?? [0, 0]
    expect(range[0]).toBeLessThan(1)
    expect(range[0]).toBeGreaterThan(0.7)
    expect(range[1]).toBeGreaterThan(5)
    expect(range[1]).toBeLessThan(5.3)
  })

  test('panels with the same rows stand level', () => {
    const { layout } = draw(dumbbell)
    expect(layout['yaxis3']?.domain).toEqual(layout['yaxis2']?.domain)
    expect(layout['yaxis3']?.range).toEqual(layout['yaxis2']?.range)
    expect(layout['xaxis3']?.domain[0]).toBeGreaterThan(layout['xaxis2']?.domain[1] ?? 1)
  })

  test('panels go one under the other where the paper is narrow', () => {
    const { layout } = draw(radar, profileNamed('bmc', 85))
    expect(layout['yaxis3']?.domain[1]).toBeLessThan(layout['yaxis2']?.domain[0] ?? 0)
  })

  const twice: FigureSpec = {
    ...dumbbell,
    panels: ['Ledere', 'Ansatte'].flatMap((title, group) =>
      dumbbell.panels.map((panel, index) => ({
        ...panel,
        id: `${group} ${panel.id}`,
        ...(index === 0 ? { title } : {}),
      })),
    ),
  }
  const top = (figure: PlotlyFigure, panel: number): number => figure.layout[`yaxis${panel + 2}`]?.domain[1] ?? 0

  test('panels that belong together break into rows of their own, never into each other’s', () => {
    const wide = draw(twice)
    expect(top(wide, 1)).toBe(top(wide, 0))
    expect(top(wide, 3)).toBe(top(wide, 2))
    expect(top(wide, 2)).toBeLessThan(top(wide, 0))
    const narrow = draw(twice, profileNamed('bmc', 85))
    const tops = [0, 1, 2, 3].map((panel) => top(narrow, panel))
    expect(new Set(tops).size).toBe(4)
    expect(tops).toEqual(tops.toSorted((a, b) => b - a))
  })

  test('the heading of a row of panels begins at the left edge', () => {
    const heading = draw(twice).data.flatMap((trace) =>
      trace.type === 'scatter' && trace.mode === 'text' && trace.textfont?.weight === 600
        ? trace.x.map((x, index) => [trace.text?.[index], x] as const)
        : [],
    )
    expect(heading).toEqual([
      ['Ledere', 2],
      ['Ansatte', 2],
    ])
  })

  test('a panel without marks keeps its grid', () => {
    const spec = { ...dots, panels: dots.panels.map((panel) => ({ ...panel, marks: [] })) }
    expect(draw(spec).data.some(({ name, xaxis }) => name === 'nothing' && xaxis === 'x2')).toBe(true)
  })

  test('a band may keep to one category, or span them all', () => {
    const band = { mark: 'band', along: 'x', from: 2, to: 3, tone: { role: 'reference' } } as const
    const bands = (marks: readonly Mark[]): PlotlyFigure['layout']['shapes'] =>
      draw({ ...dots, panels: dots.panels.map((panel) => ({ ...panel, marks })) }).layout.shapes.filter(
        ({ name }) => name === 'band',
      )
    const height = (shape: PlotlyFigure['layout']['shapes'][number] | undefined): number =>
      Math.abs((shape?.y1 ?? 0) - (shape?.y0 ?? 0))
    const [first, second] = bands([
      { ...band, at: 'Inderøy kommune' },
      { ...band, at: 'Levanger kommune' },
    ])
    expect([first?.x0, first?.x1]).toEqual([2, 3])
    expect(height(first)).toBeLessThan(1)
    expect(Math.max(first?.y0 ?? 0, first?.y1 ?? 0)).toBeLessThan(Math.min(second?.y0 ?? 0, second?.y1 ?? 0))
    expect(height(bands([band])[0])).toBeGreaterThan(8)
    expect(() => bands([{ ...band, at: 'nowhere' }])).toThrow('no category nowhere')
  })

  test('a category that is not on the axis is a bug, and says so', () => {
    const spec = {
      ...dots,
      panels: dots.panels.map((panel) => ({
        ...panel,
        marks: [{ mark: 'dot', x: [2], y: ['nowhere'], tone: { role: 'main' } } as const],
      })),
    }
    expect(() => draw(spec)).toThrow('no category nowhere')
  })
})

describe('gaps', () => {
  test('a missing value breaks the line', () => {
    const line = scatters(draw(series), 'line')[0]
    expect(line?.connectgaps).toBe(false)
    expect(line?.y.filter((value) => value === null).length).toBe(28)
    expect(line?.y).not.toContain(0)
  })

  test('a value alone between two gaps is still seen', () => {
    const spec = withMarks([{ mark: 'line', x: [1, 2, 3, 4, 5], y: [1, null, 2, null, 3], tone: { role: 'main' } }])
    expect(scatters(draw(spec), 'lonely point')[0]?.x).toEqual([1, 3, 5])
  })

  test('a long line keeps its lowest and highest values and its gaps, with far fewer points', () => {
    const count = 200_000
    const x = Array.from({ length: count }, (_, index) => index)
    const y = x.map((index) =>
      index > 90_000 && index < 110_000 ? null : index === 30_000 ? 99 : index === 150_000 ? -99 : Math.sin(index / 50),
    )
    const line = scatters(draw(withMarks([{ mark: 'line', x, y, tone: { role: 'main' } }])), 'line')[0]
    const values = (line?.y ?? []).filter((value) => value !== null)
    expect(values.length).toBeLessThan(12_000)
    expect(Math.max(...values)).toBe(99)
    expect(Math.min(...values)).toBe(-99)
    expect(line?.y.filter((value) => value === null).length).toBe(1)
  })

  test('a ribbon ends where its values end', () => {
    const spec = withMarks([
      { mark: 'ribbon', x: [1, 2, 3, 4, 5], low: [0, 0, null, 0, 0], high: [1, 1, null, 1, 1], tone: { role: 'main' } },
    ])
    expect(scatters(draw(spec), 'ribbon')[0]?.x).toEqual([1, 2, 2, 1, null, 4, 5, 5, 4, null])
  })

  test('an interval that lacks an end is not drawn', () => {
    const spec = withMarks([
      { mark: 'interval', along: 'x', at: [1, 2], low: [0, null], high: [1, 2], tone: { role: 'main' } },
    ])
    expect(scatters(draw(spec), 'interval')[0]?.y).toEqual([1, 1, null])
  })
})

describe('cells', () => {
  const figure = draw(heatmap)
  const cells = figure.layout.shapes.filter(({ name }) => name === 'cell')

  test('are shapes, one for each, with their value written in them', () => {
    expect(cells.length).toBe(54)
    expect(cells.every(({ type }) => type === 'rect')).toBe(true)
    expect(words(figure).filter((word) => /^\d,\d$/.test(word)).length).toBe(46)
    expect(words(figure).filter((word) => word.startsWith('n = ')).length).toBe(46)
  })

  test('withheld ones are hatched and say so', () => {
    expect(scatters(figure, 'hatch').length).toBe(1)
    expect(words(figure).filter((word) => word === ':').length).toBe(8)
    expect(new Set(cells.map(({ fillcolor }) => fillcolor)).has('#ffffff')).toBe(true)
  })

  test('hatching stays within its cell', () => {
    const hatch = scatters(figure, 'hatch')[0]
    const empty = cells.filter(({ fillcolor }) => fillcolor === '#ffffff')
    for (const [index, x] of (hatch?.x ?? []).entries()) {
      const y = hatch?.y[index]
      if (x === null || y === null || y === undefined) continue
      const isInside = empty.some(
        (cell) =>
          x >= (cell.x0 ?? 0) - 1e-6 &&
          x <= (cell.x1 ?? 0) + 1e-6 &&
          y >= (cell.y0 ?? 0) - 1e-6 &&
          y <= (cell.y1 ?? 0) + 1e-6,
      )
      expect(isInside).toBe(true)
    }
  })
})

describe('bars', () => {
  test('of a stack begin where the one before ends', () => {
    const stack = bars(draw(likertStacked))
    expect(stack.length).toBe(5)
    for (const [index, bar] of stack.entries()) {
      if (index === 0) continue
      const before = stack[index - 1]
      for (const [row, base] of bar.base.entries())
        expect(base).toBeCloseTo((before?.base[row] ?? 0) + (before?.x[row] ?? 0), 9)
    }
  })

  test('carry their number where it fits and never beyond the stack', () => {
    const shown = words(draw(likertStacked)).filter((word) => word.endsWith('%'))
    expect(shown).toContain('48 %')
    expect(shown).not.toContain('2 %')
  })
})

describe('a wheel', () => {
  test('is a hexagon for six dimensions, first at the top, clockwise, with the whole scale', () => {
    const figure = draw(radar)
    const rings = figure.layout.shapes.filter(({ name }) => name === 'ring')
    expect(rings.length).toBe(4)
    const outer = rings.toSorted((a, b) => (b.path ?? '').localeCompare(a.path ?? ''))
    expect(outer[0]?.path?.split('L').length).toBe(6)
    const line = scatters(figure, 'line').at(-1)
    expect(line?.x.length).toBe(7)
    expect(line?.x[0]).toBeCloseTo(0, 9)
    expect(line?.y[0]).toBeGreaterThan(0)
    expect(line?.x[1]).toBeGreaterThan(0)
    expect([line?.x[6], line?.y[6]]).toEqual([line?.x[0], line?.y[0]])
  })

  test('refuses bars', () => {
    const spec = {
      ...radar,
      panels: radar.panels.map((panel) =>
        panel.geometry === 'radial'
          ? {
              ...panel,
              marks: [
                { mark: 'bar', along: 'y', at: ['culture'], from: [1], to: [2], tone: { role: 'main' } } as const,
              ],
            }
          : panel,
      ),
    }
    expect(() => draw(spec)).toThrow('radial')
  })
})

describe('words', () => {
  test('numbers of an axis are in the language', () => {
    expect(words(draw(slopes))).toContain('3,5')
    expect(words(draw(slopes, undefined, { language: 'en' }))).toContain('3.5')
    expect(words(draw(likertStacked))).toContain('25\u00a0%')
    expect(words(draw(likertStacked, undefined, { language: 'en' }))).toContain('25%')
  })

  test('the unit stands with its label', () => {
    expect(words(draw(dots))).toContain('Gjennomsnitt (skalapoeng 1–5)')
    expect(words(draw(series))).toContain('Tid (Europe/Oslo)')
  })

  test('n is a column with one header', () => {
    const shown = words(draw(dots))
    expect(shown.filter((word) => word === 'n').length).toBe(1)
    expect(shown).toContain('1043')
    expect(shown.some((word) => word.startsWith('n ='))).toBe(false)
  })

  test('lines are named at their ends where there is room for it, and then there is no key', () => {
    const figure = draw(slopes)
    expect(words(figure)).toContain('Östersund')
    expect(figure.data.some(({ name }) => name === 'key')).toBe(false)
    expect(draw(controlChart).data.some(({ name }) => name === 'key')).toBe(true)
  })

  test('title and notes are inside only where the profile has them inside', () => {
    expect(words(draw(dots, publicationProfiles['slide-16x9']))).toContain(
      'Teknologi og infrastruktur etter organisasjon',
    )
    expect(words(draw(dots, publicationProfiles.bmc))).not.toContain('Teknologi og infrastruktur etter organisasjon')
    expect(words(draw(dots, publicationProfiles.bmc)).some((word) => word.startsWith('95 %'))).toBe(false)
    expect(words(draw(dots)).some((word) => word.startsWith('95 %'))).toBe(true)
  })

  test('long labels keep every letter', () => {
    for (const profile of profiles) {
      const whole = words(draw(dots, profile)).join(' ').replaceAll('<br>', ' ').replaceAll(' ', '')
      expect(whole).toContain('HelseNord-Trøndelag,avdelingfordialyseognyresykdommer')
    }
  })
})

describe('a diagram', () => {
  const nodesOf = (figure: PlotlyFigure): PlotlyFigure['layout']['shapes'] =>
    figure.layout.shapes.filter(({ name }) => name === 'node')

  test('draws no axes, and one unit for both of them where words have room', () => {
    const node: Mark = {
      mark: 'node',
      x: [20, 80],
      y: [10, 40],
      width: 30,
      height: 12,
      shape: 'box',
      labels: ['a', 'b'],
      tone: { role: 'main' },
    }
    const extent = { scale: 'linear', label: '', unit: null } as const
    const figure = draw({
      ...dots,
      legend: [],
      notes: [],
      panels: [
        {
          id: 'd',
          geometry: 'diagram',
          x: { ...extent, domain: [0, 100] },
          y: { ...extent, domain: [0, 50] },
          marks: [node],
        },
      ],
    })
    const { xaxis2, yaxis2 } = figure.layout
    if (xaxis2 === undefined || yaxis2 === undefined) throw new Error('no axes')
    expect([xaxis2.showgrid, xaxis2.showline, yaxis2.showgrid, yaxis2.showline]).toEqual([false, false, false, false])
    expect(yaxis2.range).toEqual([50, 0])
    expect(((xaxis2.domain[1] - xaxis2.domain[0]) * figure.width) / 100).toBeCloseTo(
      ((yaxis2.domain[1] - yaxis2.domain[0]) * figure.height) / 50,
      6,
    )
    expect(nodesOf(figure).map(({ x0, x1, y0, y1 }) => [x0, x1, y0, y1])).toEqual([
      [5, 35, 4, 16],
      [65, 95, 34, 46],
    ])
  })

  test('grows in height until the words of every node have room', () => {
    for (const profile of [profileNamed('bmc', 85), publicationProfiles['report-a4']]) {
      const figure = draw(pathDiagram, profile)
      const axis = figure.layout['yaxis2']
      if (axis === undefined) throw new Error('no axis')
      const unit = ((axis.domain[1] - axis.domain[0]) * figure.height) / Math.abs(axis.range[1] - axis.range[0])
      const item = figure.data
        .flatMap((trace) =>
          trace.type === 'scatter' && trace.mode === 'text'
            ? (trace.text ?? []).map((text) => ({ text, size: trace.textfont?.size ?? 0 }))
            : [],
        )
        .find(({ text }) => text.replaceAll('<br>', ' ').startsWith('Jeg mener at min'))
      if (item === undefined) throw new Error('the label was not drawn')
      const lines = item.text.split('<br>').length
      expect(((lines - 1) * 1.3 + 1) * item.size).toBeLessThanOrEqual(10.5 * unit)
    }
  })

  test('strokes are as thick as their weights, give way to their words, and carry heads', () => {
    const figure = draw(pathDiagram)
    const strokes = scatters(figure, 'connector')
    const widths = strokes.filter(({ line }) => line?.dash === 'solid').map(({ line }) => line?.width ?? 0)
    expect(new Set(widths).size).toBeGreaterThan(3)
    expect(words(figure)).toContain('0,78')
    const [head, ...more] = scatters(figure, 'arrow').map(({ x }) => x.length)
    expect([head, ...more].reduce((sum = 0, count = 0) => sum + count, 0)).toBe(7 + 1 + 6)
    // The one negative loading lies level: its stroke stops left of its words and goes on right of them.
    const negative = strokes.find(({ line }) => line?.dash !== 'solid')
    const gapAt = negative?.x.findIndex((x) => x === null) ?? -1
    expect(gapAt).toBeGreaterThan(0)
    expect(negative?.x[gapAt + 1] ?? 0).toBeGreaterThan((negative?.x[gapAt - 1] ?? 0) + 2)
  })

  test('a bow stays as wide as it was said to be, however high the diagram', () => {
    for (const profile of [profileNamed('bmc', 85), publicationProfiles['report-a4']]) {
      const bows = scatters(draw(pathDiagram, profile), 'connector').filter(({ x }) =>
        x.some((value) => value !== null && value < 20),
      )
      const least = Math.min(...bows.flatMap(({ x }) => x.filter((value) => value !== null)))
      expect(least).toBeGreaterThan(24 - 20.5)
      expect(least).toBeLessThan(24 - 19)
    }
  })
})

describe('marks of target and sign', () => {
  test('a tick stands upright across lying bars and lies across standing ones', () => {
    expect(scatters(draw(bullet), 'dot')[0]?.marker?.symbol).toEqual(['line-ns-open', 'line-ns-open', 'line-ns-open'])
    const standing = draw({
      ...bullet,
      panels: bullet.panels.map((panel) => ({
        ...panel,
        x: panel.y,
        y: panel.x,
        marks: panel.marks.flatMap((mark): Mark[] => (mark.mark === 'dot' ? [{ ...mark, x: mark.y, y: mark.x }] : [])),
      })),
    })
    expect(scatters(standing, 'dot')[0]?.marker?.symbol).toEqual(['line-ew-open', 'line-ew-open', 'line-ew-open'])
  })

  test('cells with a sign are orange below zero, blue above', () => {
    const cells = draw(loadings).layout.shapes.filter(({ name }) => name === 'cell')
    const blue = (hex: string): number => Number.parseInt(hex.slice(5, 7), 16) - Number.parseInt(hex.slice(1, 3), 16)
    expect(blue(cells[0]?.fillcolor ?? '#000000'), '0.78').toBeGreaterThan(60)
    expect(blue(cells[13]?.fillcolor ?? '#000000'), '−0.58').toBeLessThan(-60)
  })

  test('the key tells two kinds of dashes apart, and numbers beside the y axis stay on the paper', () => {
    const figure = draw(funnel)
    const dashes = figure.data.flatMap((trace) =>
      trace.type === 'scatter' && trace.name === 'key' && trace.line !== undefined ? [trace.line.dash] : [],
    )
    expect(new Set(dashes).size).toBe(2)
    for (const trace of figure.data) {
      if (trace.type !== 'scatter' || trace.mode !== 'text' || trace.xaxis !== 'x') continue
      for (const [index, text] of (trace.text ?? []).entries()) {
        const isLeft = (trace.textposition?.[index] ?? '').endsWith('left')
        if (isLeft)
          expect((trace.x[index] ?? 0) - textWidth(text, trace.textfont?.size ?? 0), text).toBeGreaterThanOrEqual(-0.01)
      }
    }
  })
})

describe('an axis of time', () => {
  const times = Array.from({ length: 78 }, (_, index) => Date.UTC(2022, 8, 5) + index * 86_400_000)
  const panel = {
    id: 'p',
    geometry: 'cartesian',
    x: { scale: 'time', label: 'Tid', unit: 'Europe/Oslo', timeZone: 'Europe/Oslo' },
    y: { scale: 'linear', label: 'Hendelser', unit: 'per døgn' },
    marks: [{ mark: 'line', x: times, y: times.map((_, index) => index % 9), tone: { role: 'main' } }],
  } as const

  test.each(Array.from({ length: 21 }, (_, index) => 100 + index * 10))(
    'keeps its first and its last time on a paper of %i mm',
    (widthMm) => {
      const figure = draw({ ...dots, notes: [], panels: [panel] }, customProfile({ widthMm }))
      const centred = figure.data.flatMap((trace) =>
        trace.type === 'scatter' && trace.mode === 'text' && trace.xaxis === 'x'
          ? (trace.text ?? []).flatMap((text, index) =>
              /left|right/.test(trace.textposition?.[index] ?? '')
                ? []
                : [{ text, x: trace.x[index] ?? 0, half: textWidth(text, trace.textfont?.size ?? 0) / 2 }],
            )
          : [],
      )
      expect(centred.filter(({ text }) => /^\d+\. \p{L}+/u.test(text)).length).toBeGreaterThan(1)
      for (const { text, x, half } of centred) {
        expect(x - half, text).toBeGreaterThanOrEqual(-0.01)
        expect(x + half, text).toBeLessThanOrEqual(figure.width + 0.01)
      }
    },
  )
})

describe('in the window', () => {
  test('time can be zoomed, and its ticks follow', () => {
    const whole = draw(series, undefined, { isInteractive: true })
    expect(whole.zoomable).toEqual({ xaxis2: 'co2' })
    const day = 86_400_000
    const from = Date.UTC(2022, 2, 23)
    const zoomed = draw(series, undefined, { isInteractive: true, views: { co2: { x: [from, from + day] } } })
    expect(zoomed.layout['xaxis2']?.range).toEqual([from, from + day])
    expect(words(zoomed).some((word) => /^\d\d:\d\d$/.test(word))).toBe(true)
    expect(words(whole).some((word) => /^\d\d:\d\d$/.test(word))).toBe(false)
  })

  test('on paper nothing answers the pointer', () => {
    expect(draw(series).config.staticPlot).toBe(true)
    expect(draw(series).layout.hovermode).toBe(false)
  })

  test('the window’s own surface shows through', () => {
    expect(draw(dots, undefined, { isTransparent: true }).layout.paper_bgcolor).toBe('rgba(0,0,0,0)')
  })

  test('an empty figure is drawn, not a crash', () => {
    const empty: FigureSpec = {
      ...dots,
      legend: [],
      panels: [
        {
          ...(dots.panels[0] ?? slopes.panels[0]!),
          y: { scale: 'category', label: 'Organisasjon', unit: null, categories: [] },
          marks: [],
        },
      ],
    }
    expect(draw(empty).height).toBeGreaterThan(0)
    expect(draw({ ...dots, panels: [] }).height).toBeGreaterThan(0)
  })
})
