import { describe, expect, test } from 'vitest'
import { Aborted, InputError } from '../../analyses/core/errors'
import { rowsOfTable, type ResultTable } from '../../analyses/core/result'
import groupComparison from '../../analyses/group-comparison/analysis'
import { mostGroupsForPairs } from '../../analyses/group-comparison/compute'
import type { GroupComparisonOptions } from '../../analyses/group-comparison/options'
import type { Language } from '../../analyses/core/words'
import { adjustOverSets } from '../../analyses/numeric/comparison/simultaneous-families'
import { protectTables } from '../../analyses/disclosure/suppression'
import { randomSource } from '../random-source'
import {
  answersOf,
  comparisonOf,
  computeContext,
  compareFrames,
  dataset,
  defaults,
  findingOf,
  people,
  reportContext,
  rowsOf,
  valueCounts,
  type Answer,
} from './frames'

const three = { Ås: [2, 3, 3, 4, 5], Bø: [1, 2, 2, 3], Alta: [4, 4, 5, 3, 4, 5] }

describe('what the data leave undefined', () => {
  test('a group of one is described, named and left out of the tests', () => {
    const { tables, codes } = comparisonOf(answersOf({ ...three, Alta: [4] }))
    const alone = rowsOf(tables['descriptives']).find((row) => row['organisation'] === 'Alta')
    expect(alone).toMatchObject({ n: 1, mean: 4, median: 4, sd: null, se: null, conf_low: null })
    expect(rowsOf(tables['omnibus'])[0]).toMatchObject({ n: 9, groups: 2, df: 1 })
    expect(rowsOf(tables['pairwise']).map(({ group_a, group_b }) => [group_a, group_b])).toEqual([['Bø', 'Ås']])
    expect(codes).toContain('group-comparison:groups-left-out')
  })

  test('a group that does not vary has no Welch test, but Fisher and Kruskal–Wallis do, and so do its pairs', () => {
    const answers = answersOf({ ...three, Alta: [4, 4, 4] })
    const welch = comparisonOf(answers)
    expect(rowsOf(welch.tables['omnibus'])[0]).toMatchObject({
      statistic: null,
      df: null,
      p_value: null,
      p_adjusted: null,
    })
    expect(rowsOf(welch.tables['omnibus'])[0]?.['omega_sq']).toBeTypeOf('number')
    expect(welch.codes).toContain('group-comparison:no-variation-within')
    expect(rowsOf(welch.tables['pairwise']).every(({ p_value }) => typeof p_value === 'number')).toBe(true)
    for (const other of ['fisher', 'kruskal-wallis'] as const)
      expect(rowsOf(comparisonOf(answers, { test: other }).tables['omnibus'])[0]?.['p_value']).toBeTypeOf('number')
  })

  test.each(['welch', 'fisher', 'kruskal-wallis'] as const)(
    'equal answers throughout are said, not tested (%s)',
    (given) => {
      const { tables, codes } = comparisonOf(answersOf({ Ås: [3, 3, 3], Bø: [3, 3], Alta: [3, 3] }), { test: given })
      expect(rowsOf(tables['omnibus'])[0]).toMatchObject({
        n: 7,
        statistic: null,
        p_value: null,
        levene_statistic: null,
      })
      // Ranks have no ω², and so no column for it.
      expect(rowsOf(tables['omnibus'])[0]?.['omega_sq']).toBeNull()
      expect(
        rowsOf(tables['pairwise']).every(
          ({ estimate, p_value, hedges_g }) => estimate === 0 && p_value === null && hedges_g === null,
        ),
      ).toBe(true)
      expect(codes).toContain('group-comparison:nothing-varies')
    },
  )

  test('groups that differ and do not vary within give no infinite statistic', () => {
    const { tables } = comparisonOf(answersOf({ Ås: [3, 3, 3], Bø: [4, 4] }), { test: 'fisher' })
    expect(rowsOf(tables['omnibus'])[0]).toMatchObject({ statistic: null, p_value: null, omega_sq: null })
    expect(rowsOf(tables['pairwise'])[0]).toMatchObject({
      estimate: 1,
      statistic: null,
      p_value: null,
      hedges_g: null,
      cliffs_delta: 1,
    })
  })

  test('an outcome that nobody answered has a row and a note', () => {
    const { tables, codes } = comparisonOf(answersOf(three), { outcomes: ['culture', 'relations'] })
    expect(rowsOf(tables['omnibus'])[1]).toMatchObject({ outcome: 'relations', n: 0, groups: 0, statistic: null })
    expect(codes).toContain('group-comparison:no-answers')
    expect(rowsOf(tables['descriptives']).filter(({ outcome }) => outcome === 'relations')).toHaveLength(3)
  })

  test('one usable group is refused with what there is', () => {
    const attempt = (): unknown => comparisonOf(answersOf({ Ås: [1, 2, 3], Bø: [4] }))
    expect(attempt).toThrow(InputError)
    expect(attempt).toThrow('group-comparison:nothing-to-compare')
  })

  test('more groups than pairs can be read for are described and tested without pairs', () => {
    const many = Object.fromEntries(
      Array.from({ length: mostGroupsForPairs + 1 }, (_, index) => [`Org ${index}`, [1 + (index % 3), 3, 4]]),
    )
    const { result, codes } = comparisonOf(answersOf(many))
    expect(result.outcomes[0]?.pairs).toEqual([])
    expect(result.outcomes[0]?.omnibus.pValue).toBeTypeOf('number')
    expect(codes).toContain('group-comparison:pairs-left-out')
  })

  test('stops when called off', () => {
    const { context } = computeContext(dataset(), true)
    expect(() =>
      compareFrames({ values: valueCounts(answersOf(three), ['organisation']), people: people() }, defaults, context),
    ).toThrow(Aborted)
  })
})

describe('tables', () => {
  test('a pair is a − b with a first in the alphabet of the report, whatever the order of the data', () => {
    const forward = rowsOf(comparisonOf(answersOf(three)).tables['pairwise'])
    const backward = rowsOf(
      comparisonOf(answersOf(Object.fromEntries(Object.entries(three).toReversed()))).tables['pairwise'],
    )
    expect(forward.map(({ group_a, group_b }) => `${String(group_a)} ${String(group_b)}`)).toEqual([
      'Alta Bø',
      'Alta Ås',
      'Bø Ås',
    ])
    expect(backward.map(({ group_a, group_b }) => `${String(group_a)} ${String(group_b)}`)).toEqual([
      'Alta Bø',
      'Alta Ås',
      'Bø Ås',
    ])
    for (const [index, row] of forward.entries()) {
      for (const column of [
        'estimate',
        'statistic',
        'conf_low',
        'conf_high',
        'hedges_g',
        'g_low',
        'g_high',
        'cliffs_delta',
        'delta_low',
        'delta_high',
      ]) {
        expect(row[column], column).toBeCloseTo(Number(backward[index]?.[column]), 12)
      }
    }
    expect(forward[0]?.['estimate']).toBeCloseTo(25 / 6 - 2, 12)
    expect(Number(forward[0]?.['conf_low'])).toBeLessThan(Number(forward[0]?.['estimate']))
    expect(Number(forward[0]?.['conf_high'])).toBeGreaterThan(Number(forward[0]?.['estimate']))
  })

  test('a constant added to every answer moves means and nothing else', () => {
    const near = rowsOf(comparisonOf(answersOf(three)).tables['pairwise'])
    const far = rowsOf(
      comparisonOf(
        answersOf(
          Object.fromEntries(Object.entries(three).map(([key, values]) => [key, values.map((value) => value + 1e9)])),
        ),
      ).tables['pairwise'],
    )
    for (const [index, row] of near.entries())
      for (const column of ['estimate', 'se', 'df', 'p_value', 'hedges_g', 'cliffs_delta'])
        expect(far[index]?.[column]).toBeCloseTo(Number(row[column]), 12)
  })

  test('a group is a combination of levels', () => {
    const data = dataset({
      attributes: [
        ...dataset().attributes,
        { id: 'role', levels: ['leader', 'employee'], parent: null, parentLevels: [-1, -1] },
      ],
    })
    const answers = answersOf({ Ås: [1, 2, 3, 4], Bø: [2, 3, 4, 5] }).map((answer, index) => ({
      ...answer,
      keys: { ...answer.keys, role: index % 2 === 0 ? 'leader' : 'employee' },
    }))
    const { tables } = comparisonOf(answers, { by: ['organisation', 'role'] }, { data })
    expect(rowsOf(tables['descriptives']).map(({ group_name }) => group_name)).toEqual([
      'Bø · employee',
      'Bø · leader',
      'Ås · employee',
      'Ås · leader',
    ])
    expect(rowsOf(tables['pairwise'])).toHaveLength(6)
  })

  test('a pair goes with a withheld group, and its figure and sentences too', () => {
    const random = randomSource(3)
    const draw = (n: number): readonly number[] => Array.from({ length: n }, () => 1 + Math.floor(random() * 5))
    const data = dataset()
    const { tables: all, filled } = comparisonOf(answersOf({ Ås: draw(30), Bø: draw(3), Alta: draw(20) }))
    const report = reportContext(data, 'nb', 5)
    const tables = protectTables(Object.values(all), 5, data)
    const byId = Object.fromEntries(tables.map((table) => [table.id, table]))
    const hidden = new Set(
      rowsOfTable(byId['descriptives'] as ResultTable)
        .filter(({ withheld }) => withheld.has('mean'))
        .map(({ cells }) => cells['organisation']),
    )
    expect(hidden.has('Bø')).toBe(true)
    for (const { cells } of rowsOfTable(byId['pairwise'] as ResultTable)) {
      if (hidden.has(cells['group_a'] ?? '') || hidden.has(cells['group_b'] ?? '')) expect(cells['estimate']).toBeNull()
    }
    const drawn = JSON.stringify(groupComparison.depict(byId, filled, report))
    expect(drawn).not.toContain('"Bø −')
    const shown = groupComparison
      .depict(byId, filled, report)[0]
      ?.panels[0]?.marks.flatMap((mark) => (mark.mark === 'dot' ? mark.y : []))
    expect(shown).not.toContain('Bø')
  })
})

describe('families', () => {
  test('one set is left as it is', () => {
    expect(adjustOverSets([[0.01, null, 0.2]], 'holm')).toEqual([[0.01, null, 0.2]])
    expect(adjustOverSets([[0.01, 0.2]], 'bh')).toEqual([[0.01, 0.2]])
  })

  test('Holm counts the sets that still hold a hypothesis', () => {
    // 0.01·2, 0.012·2, then the first set is done: 0.02·1 below what is reached already, 0.3·1.
    expect(
      adjustOverSets(
        [
          [0.01, 0.012],
          [0.02, 0.3],
        ],
        'holm',
      ),
    ).toEqual([
      [0.02, 0.024],
      [0.024, 0.3],
    ])
    expect(adjustOverSets([[0.6, 0.7], [0.9]], 'holm')).toEqual([[1, 1], [1]])
    expect(adjustOverSets([[0.01], [null], [0.04]], 'holm')).toEqual([[0.02], [null], [0.04]])
  })

  test('keeps its error rate where the naive Holm over outcomes would not', () => {
    // Two outcomes, each with one certain difference and one true equality: a false finding in 5 of 100 at most.
    const random = randomSource(11)
    let wrong = 0
    for (let round = 0; round < 20_000; round += 1) {
      const adjusted = adjustOverSets(
        [
          [1e-12, random()],
          [1e-12, random()],
        ],
        'holm',
      )
      if ((adjusted[0]?.[1] ?? 1) < 0.05 || (adjusted[1]?.[1] ?? 1) < 0.05) wrong += 1
    }
    expect(wrong / 20_000).toBeLessThan(0.055)
    expect(wrong / 20_000).toBeGreaterThan(0.04)
  })

  test('Benjamini–Hochberg goes over the sets position by position', () => {
    expect(
      adjustOverSets(
        [
          [0.01, 0.5],
          [0.04, 0.02],
        ],
        'bh',
      ),
    ).toEqual([
      [0.02, 0.5],
      [0.04, 0.04],
    ])
  })

  test('names the family in a note', () => {
    const answers = [...answersOf(three), ...answersOf(three, 'relations')]
    for (const [adjust, code] of [
      ['holm', 'group-comparison:family-omnibus'],
      ['none', 'group-comparison:family-none'],
    ] as const) {
      expect(comparisonOf(answers, { outcomes: ['culture', 'relations'], adjust }).codes).toContain(code)
    }
    const single = rowsOf(comparisonOf(answersOf(three)).tables['pairwise'])
    expect(single.every(({ p_value, p_adjusted }) => p_value === p_adjusted)).toBe(true)
  })
})

describe('case weights', () => {
  test('equal weights change nothing', () => {
    const data = dataset({ weighted: true })
    const weighted = comparisonOf(
      answersOf(three).map((answer) => ({ ...answer, weight: 2.5 })),
      { weights: true },
      { data },
    )
    const plain = comparisonOf(answersOf(three))
    for (const table of ['omnibus', 'pairwise'] as const) {
      for (const [index, row] of rowsOf(plain.tables[table]).entries()) {
        for (const column of ['statistic', 'df', 'df_residual', 'p_value', 'estimate', 'se', 'conf_low'] as const) {
          if (table === 'omnibus' && column === 'conf_low') continue
          if (typeof row[column] === 'number')
            expect(rowsOf(weighted.tables[table])[index]?.[column]).toBeCloseTo(Number(row[column]), 10)
        }
      }
    }
    expect(rowsOf(weighted.tables['omnibus'])[0]).toMatchObject({ omega_sq: null, levene_statistic: null })
    expect(weighted.codes).toContain('group-comparison:weighted')
  })

  test('a mean leans towards heavy answers, and its SE is the linearised one', () => {
    const data = dataset({ weighted: true })
    const answers: readonly Answer[] = [
      ...[1, 2, 5].map((value, index) => ({
        keys: { organisation: 'Ås' },
        outcome: 'culture',
        value,
        weight: [1, 1, 4][index] ?? 1,
      })),
      ...answersOf({ Bø: [1, 2, 3] }),
    ]
    const row = rowsOf(comparisonOf(answers, { weights: true }, { data }).tables['descriptives']).find(
      ({ organisation }) => organisation === 'Ås',
    )
    const mean = 23 / 6
    // survey::svymean: n/(n − 1)·Σ(w(x − mean)/Σw)².
    const se = Math.sqrt((1.5 * ((1 - mean) ** 2 + (2 - mean) ** 2 + 16 * (5 - mean) ** 2)) / 36)
    expect(row?.['mean']).toBeCloseTo(mean, 12)
    expect(row?.['se']).toBeCloseTo(se, 12)
    expect(row?.['mean_unweighted']).toBeCloseTo(8 / 3, 12)
  })

  test('tests that have no weighted form are refused', () => {
    const attempt = (): unknown =>
      comparisonOf(
        answersOf(three).map((answer) => ({ ...answer, weight: 1 })),
        { weights: true, test: 'kruskal-wallis' },
        { data: dataset({ weighted: true }) },
      )
    expect(attempt).toThrow('group-comparison:weights-need-welch')
  })
})

describe('words', () => {
  const say = (answers: readonly Answer[], language: Language, options: Partial<GroupComparisonOptions> = {}): string =>
    findingOf(comparisonOf(answers, options), language)

  test('a difference is told with its test, its share of variance and its largest pair', () => {
    const random = randomSource(5)
    const around = (centre: number): readonly number[] =>
      Array.from({ length: 40 }, () => Math.min(5, Math.max(1, Math.round(centre + 2 * (random() - 0.5)))))
    const text = say(answersOf({ Ås: around(4.2), Bø: around(2.2), Alta: around(3.1) }), 'en')
    expect(text).toMatch(
      /^Culture: Bø lies \d\.\d\d points below Ås, \[−\d\.\d\d, −\d\.\d\d\], p < \.001; 3 of 3 pairs of groups differ/,
    )
    expect(text).toMatch(
      /\. The groups differ in Culture, F\(2, \d+\.\d\) = \d+\.\d\d, p < \.001, ω² = \.\d\d \[\.\d\d, \.\d\d\]\./,
    )
  })

  test.each([
    ['en', 'could not be tested for Culture', 'None of the outcomes'],
    ['nb', 'kunne ikke testes for Kultur', 'Ingen av utfallene'],
    ['sv', 'kunde inte testas för Kultur', 'Inget av utfallen'],
  ] as const)('pairs that differ are told where all groups together have no test (%s)', (language, words, none) => {
    // Welch's F does not exist beside a group in which everybody answered alike; the pairs do.
    const alike = { Ås: Array.from({ length: 12 }, () => 5), Bø: [1, 2, 3, 2, 1, 2, 3, 2, 1, 2, 3, 2] }
    const text = say(answersOf({ ...alike, Alta: [4, 3, 4, 5, 4, 3, 4, 5, 4, 3, 4, 5] }), language)
    expect(text).toContain(words)
    expect(text).toMatch(/^(Culture|Kultur): Bø /)
    expect(text).not.toContain(none)
    // With a single pair that has no spread at all, there is nothing.
    const nothing = say(answersOf({ Ås: [5, 5, 5, 5], Bø: [1, 1, 1, 1] }), language)
    expect(nothing).toContain(none)
  })

  test.each([
    ['en', 'does not mean that the groups are equal'],
    ['nb', 'ikke betyr at gruppene er like'],
    ['sv', 'inte betyder att grupperna är lika'],
  ] as const)('what is not significant is never called equal (%s)', (language, words) => {
    const text = say(answersOf({ Ås: [2, 3, 4, 3, 2], Bø: [3, 2, 4, 3, 3], Alta: [3, 3, 2, 4, 3] }), language)
    expect(text).toContain(words)
    expect(text).not.toMatch(/no difference between|ingen forskjell mellom|ingen skillnad mellan/i)
  })
})
