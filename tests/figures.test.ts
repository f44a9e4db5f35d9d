import { describe, expect, test } from 'vitest'
import type { FigureSpec, Mark, Panel } from '../analyses/core/figure'
import type { ResultTable } from '../analyses/core/result'
import { createSpeaker } from '../analyses/core/speaker'
import { interfaceLanguages, type Label } from '../analyses/core/words'
import { messagesOf } from '../analyses/index'
import { figureComplaints, labelsOf, type DrawnOutcome } from './figure-checks'

/**
 * The checks that hold the figures of every analysis against its tables (`kept-results.test.ts`, `conformance.test.ts`), on a figure that is right
 * and on the same figure spoiled in one place.
 */
const column = (id: string, kind: 'text' | 'number'): ResultTable['columns'][number] => ({ id, kind })
const table: ResultTable = {
  id: 'scores',
  columns: [
    column('group', 'text'),
    column('mean', 'number'),
    column('conf_low', 'number'),
    column('conf_high', 'number'),
    column('n', 'number'),
    column('share', 'number'),
  ],
  rows: [
    ['Blåvik', 3.2, 3.0, 3.4, 41, 0.4],
    ['Øyer', 3.9, 3.5, 4.3, 17, 0.6],
  ],
  suppressed: [],
  protection: { kind: 'open' },
}
const detail = (n: number, low: number, high: number): Label => ({
  message: 'any:detail',
  values: { n, low: { value: low, as: 'mean' }, high: { value: high, as: 'mean' } },
})
const scale: Panel['x'] = {
  scale: 'linear',
  label: { message: 'core:column.mean' },
  unit: { message: 'core:unit.scale-points' },
  domain: [1, 5],
  ticks: [1, 2, 3, 4, 5].map((at) => ({ at })),
}
const groups: Panel['y'] = {
  scale: 'category',
  label: { attribute: 'organisation' },
  unit: null,
  categories: [
    { id: 'Blåvik', label: 'Blåvik', aside: { message: 'survey:n', values: { n: 41 } } },
    { id: 'Øyer', label: 'Øyer', aside: { message: 'survey:n', values: { n: 17 } } },
  ],
}
const interval: Extract<Mark, { mark: 'interval' }> = {
  mark: 'interval',
  along: 'x',
  at: ['Blåvik', 'Øyer'],
  low: [3.0, 3.5],
  high: [3.4, 4.3],
  tone: { role: 'main' },
}
const dot: Extract<Mark, { mark: 'dot' }> = {
  mark: 'dot',
  x: [3.2, 3.9],
  y: ['Blåvik', { category: 'Øyer', shift: 0.2 }],
  tone: [{ role: 'main' }, { role: 'signal' }],
  details: [detail(41, 3.0, 3.4), detail(17, 3.5, 4.3)],
}
const band: Extract<Mark, { mark: 'band' }> = {
  mark: 'band',
  along: 'x',
  from: 2.9,
  to: 3.5,
  tone: { role: 'reference' },
}
const bar = (from: readonly number[], to: readonly number[]): Mark => ({
  mark: 'bar',
  along: 'x',
  at: ['Blåvik', 'Øyer'],
  from,
  to,
  tone: { role: 'main' },
})

function outcomeWith(marks: readonly Mark[], changes: Partial<FigureSpec> = {}, x: Panel['x'] = scale): DrawnOutcome {
  const figure: FigureSpec = {
    id: 'profile',
    title: { message: 'core:column.mean' },
    description: { message: 'core:column.mean' },
    notes: [],
    legend: [{ label: { message: 'core:column.verdict' }, tone: { role: 'signal' }, sign: 'dot' }],
    panels: [{ id: 'all', geometry: 'cartesian', x, y: groups, marks }],
    data: table,
    ...changes,
  }
  return { id: 'any', options: { smallest_effect: 0.3 }, tables: [table], figures: [figure] }
}

const speakers = interfaceLanguages.map((language) =>
  createSpeaker(language, { ...messagesOf(language), 'any:detail': '{n}: {low} – {high}' }, null),
)
const complaints = (outcome: DrawnOutcome): readonly string[] => figureComplaints(outcome, speakers)

test('a figure that shows its table is left in peace', () => {
  expect(complaints(outcomeWith([band, { ...band, at: 'Blåvik' }, interval, dot]))).toEqual([])
  expect(
    complaints(outcomeWith([bar([0, 0], [0.4, 0.6])], {}, { scale: 'linear', label: '', unit: null, domain: [0, 1] })),
  ).toEqual([])
})

describe('numbers', () => {
  test.each<readonly [string, readonly Mark[], RegExp]>([
    ['a value that no row has', [{ ...dot, x: [3.21, 3.9] }], /dot at 0: no row/],
    ['the value of another group', [{ ...dot, x: [3.9, 3.2] }], /dot at 0: no row/],
    ['a lower end from another row', [{ ...interval, low: [3.5, 3.0] }], /runs from|no row/],
    ['ends that are swapped', [{ ...interval, low: interval.high, high: interval.low }], /runs from 3.4 down to 3/],
    ['coordinates from two columns', [{ ...dot, x: [3.2, 17] }], /x is no column/],
    ['a band that is not as wide as the option', [{ ...band, to: 3.65 }], /band stands at 3.65/],
    [
      'a band in a row that reaches farther on one side',
      [{ ...band, to: 3.5 + 0.05, at: 'Blåvik' }],
      /band stands from/,
    ],
    ['a rule at no number of the analysis', [{ mark: 'rule', along: 'x', at: 2, tone: { role: 'reference' } }], /rule/],
    [
      'a detail of another row',
      [{ ...dot, details: [detail(17, 3.0, 3.4), detail(17, 3.5, 4.3)] }],
      /details at 0.* 17/,
    ],
    ['a bar of another length', [bar([0, 0], [0.5, 0.6])], /at 0: no row has the length 0.5/],
    ['bars that cover one another', [bar([0, 0], [0.4, 0.6]), bar([0.2, 0.6], [0.6, 1.2])], /covers another/],
  ])('%s', (_, marks, complaint) => {
    expect(complaints(outcomeWith(marks)).join('\n')).toMatch(complaint)
  })

  test('small print of another row', () => {
    const swapped = groups.categories.map((category) => ({
      ...category,
      aside: { message: 'survey:n', values: { n: 17 } } as const,
    }))
    const { figures, ...outcome } = outcomeWith([dot])
    const spoiled = figures.map((figure) => ({
      ...figure,
      panels: figure.panels.map((panel) => ({ ...panel, y: { ...groups, categories: swapped } })),
    }))
    expect(complaints({ ...outcome, figures: spoiled })).toEqual(['any profile all: no row of Blåvik has 17'])
  })
})

describe('axes', () => {
  test.each<readonly [string, readonly number[], RegExp]>([
    ['one tick only', [3], /x axis has 1 ticks/],
    ['ticks in one half only', [1, 2, 3], /do not reach over 1 to 5/],
    ['the last point of the scale left out', [1, 2, 3, 4], /the ends of the scale/],
    ['the first point of the scale left out', [2, 3, 4, 5], /the ends of the scale/],
    ['ticks beyond the scale', [0, 1, 2, 3, 4, 5], /do not reach over|ends of the scale/],
    ['ticks out of order', [1, 3, 2, 4, 5], /out of order/],
  ])('%s', (_, at, complaint) => {
    const x = { ...scale, ticks: at.map((place) => ({ at: place })) } as Panel['x']
    expect(complaints(outcomeWith([dot], {}, x)).join('\n')).toMatch(complaint)
  })
})

describe('tones', () => {
  test('one that nothing explains', () => {
    expect(complaints(outcomeWith([dot], { legend: [] })).join()).toMatch(/nothing says what a dot in signal is/)
    const series: Mark = { ...dot, tone: { role: 'series', index: 1 } }
    expect(complaints(outcomeWith([series])).join()).toMatch(/series 1/)
  })

  test('two that nothing tells apart', () => {
    const mixed: Mark = { ...dot, tone: [{ role: 'main' }, { role: 'muted' }] }
    expect(complaints(outcomeWith([mixed])).join()).toMatch(/nothing tells main from muted/)
  })

  test('a limit explains itself by its own words, or by a note that names where it is', () => {
    const limit: Mark = { mark: 'rule', along: 'x', at: 3.2, tone: { role: 'limit' } }
    expect(complaints(outcomeWith([limit])).join()).toMatch(/nothing says what a rule in limit is/)
    expect(complaints(outcomeWith([{ ...limit, label: 'x' }]))).toEqual([])
    const note: Label = { message: 'any:detail', values: { n: 5, low: { value: 3.2, as: 'mean' }, high: '' } }
    expect(complaints(outcomeWith([limit], { notes: [note] })).join()).not.toMatch(/limit/)
  })
})

describe('what is withheld', () => {
  const colons: Mark = { mark: 'text', x: [1, 1], y: ['Blåvik', 'Øyer'], text: [':', ':'], tone: { role: 'muted' } }
  const data = (rows: readonly number[]): ResultTable => ({ ...table, suppressed: rows.map((row) => [row, 1]) })

  test('a colon where nothing was withheld', () => {
    expect(complaints(outcomeWith([colons], { data: data([0, 1]) }))).toEqual([])
    expect(complaints(outcomeWith([colons], { data: data([1]) })).join()).toMatch(/a colon at 0/)
    expect(complaints(outcomeWith([colons])).join()).toMatch(/a colon at 0.*a colon at 1/)
  })
})

describe('words', () => {
  const bare: Label = { message: 'any:not-translated' }
  test.each<readonly [string, DrawnOutcome]>([
    ['title', outcomeWith([dot], { title: bare })],
    ['description', outcomeWith([dot], { description: bare })],
    ['note', outcomeWith([dot], { notes: [bare] })],
    ['key', outcomeWith([dot], { legend: [{ label: bare, tone: { role: 'signal' }, sign: 'dot' }] })],
    ['key', outcomeWith([dot], { legendTitle: bare })],
    ['x axis', outcomeWith([dot], {}, { ...scale, label: bare })],
    ['x unit', outcomeWith([dot], {}, { ...scale, unit: bare } as Panel['x'])],
    [
      'x tick',
      outcomeWith([dot], {}, { ...scale, ticks: [1, 2, 3, 4, 5].map((at) => ({ at, label: bare })) } as Panel['x']),
    ],
    ['dot details', outcomeWith([{ ...dot, details: [bare, bare] }])],
    ['dot labels', outcomeWith([{ ...dot, labels: [null, bare] }])],
    ['band', outcomeWith([{ ...band, label: bare }])],
  ])('a bare code as %s', (where, outcome) => {
    const found = complaints(outcome)
    for (const language of interfaceLanguages)
      expect(found.join('\n')).toMatch(new RegExp(`${where}, ${language}: any:not-translated`))
  })

  test('a code inside a sentence', () => {
    const withCode: Label = {
      message: 'any:detail',
      values: { n: 5, low: { message: 'any:not-translated' }, high: '' },
    }
    expect(complaints(outcomeWith([dot], { notes: [withCode] })).join()).toMatch(/note, nb: .*any:not-translated/)
  })

  test('an English sentence for a Norwegian reader, while names of the data are what they are', () => {
    const english = {
      ...messagesOf('en'),
      'any:detail': '{n}',
      'any:sentence': 'These are plain English words',
      'any:named': 'In {place}',
    }
    const withEnglish = interfaceLanguages.map((language) =>
      createSpeaker(language, language === 'en' ? english : { ...english, ...messagesOf(language) }, null),
    )
    const told = figureComplaints(outcomeWith([dot], { notes: [{ message: 'any:sentence' }] }), withEnglish)
    expect(told).toEqual(
      ['nb', 'sv'].map((language) => `profile note, ${language}: in English, These are plain English words`),
    )
    const named: Label = { message: 'any:named', values: { place: 'Department of Anaesthesia and Surgery' } }
    expect(figureComplaints(outcomeWith([dot], { notes: [named] }), withEnglish)).toEqual([])
  })

  test('every kind of label is among those that are read', () => {
    const [figure] = outcomeWith(
      [
        { ...band, label: 'l' },
        { ...dot, labels: ['a', null] },
      ],
      { notes: ['n'], legendTitle: 'k' },
    ).figures
    const places = labelsOf(figure ?? ({} as FigureSpec)).map(([where]) => where.replace(/^profile (all )?/, ''))
    expect([...new Set(places)].sort()).toEqual(
      [
        'band',
        'description',
        'dot details',
        'dot labels',
        'key',
        'note',
        'title',
        'x axis',
        'x unit',
        'y aside',
        'y axis',
        'y category',
      ].sort(),
    )
  })
})
