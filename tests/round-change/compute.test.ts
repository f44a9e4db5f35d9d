import { describe, expect, test } from 'vitest'
import type { Frame, SurveyDataset } from '../../analyses/core/datasets'
import { InputError } from '../../analyses/core/errors'
import { fillOptions } from '../../analyses/core/options'
import type { Phrase } from '../../analyses/core/words'
import { rowsOfTable, type ResultTable } from '../../analyses/core/result'
import roundChange from '../../analyses/round-change/analysis'
import { basesOfRoundChange, compareRoundsOf, readRoundChange } from '../../analyses/round-change/compute'
import { options, type RoundChangeOptions } from '../../analyses/round-change/options'
import type { RoundChange } from '../../analyses/round-change/result'
import { moverItems, selectRoundChange } from '../../analyses/round-change/statements'
import { decideBases } from '../../analyses/disclosure/usable'
import { protectTables } from '../../analyses/disclosure/suppression'
import {
  computeContext,
  dataset,
  factor,
  frameOf,
  instrument,
  numeric,
  people,
  reportContext,
  spoken,
  valueCounts,
  type Answer,
} from '../group-comparison/frames'
import { plainReason } from '../survey/own-rate'

const defaults: RoundChangeOptions = {
  outcomes: ['culture'],
  by: [],
  from: '2021',
  to: '2022',
  linkage: 'declared',
  smallest_effect: 0.3,
  min_n: 10,
  min_response_rate: 0.3,
  max_half_width: 0.5,
  confidence: 0.95,
  adjust: 'holm',
  permutations: 999,
  trend: true,
  weights: false,
  finite_population: false,
}

interface Given {
  readonly answers: readonly Answer[]
  readonly headcount?: readonly { readonly keys: Readonly<Record<string, string>>; readonly n: number }[]
  readonly pairs?: Frame
  readonly data?: SurveyDataset
}

/** n values about a mean with exactly that mean and SD, alternating above and below. */
const spread = (n: number, mean: number, sd: number): readonly number[] => {
  const size = sd * Math.sqrt((n - 1) / n)
  return Array.from(
    { length: n },
    (_, index) =>
      mean +
      (n % 2 === 1 && index === n - 1 ? 0 : index % 2 === 0 ? size : -size) *
        (n % 2 === 1 ? Math.sqrt(n / (n - 1)) : 1),
  )
}
const ofRound = (
  round: string,
  values: readonly number[],
  outcome = 'culture',
  organisation = 'Ås',
): readonly Answer[] => values.map((value) => ({ keys: { round, organisation }, outcome, value }))

function run(
  { answers, headcount, pairs, data: given = dataset() }: Given,
  options: Partial<RoundChangeOptions> = {},
): {
  readonly result: RoundChange
  readonly codes: readonly string[]
  readonly tables: readonly ResultTable[]
  readonly options: RoundChangeOptions
} {
  const data = headcount === undefined ? given : { ...given, tables: { ...given.tables, headcount: 'headcount' } }
  const filled = { ...defaults, ...options }
  const columns = ['round', ...filled.by]
  const respondents = new Map<string, { keys: Readonly<Record<string, string>>; n: number }>()
  for (const { keys, outcome } of answers) {
    if (outcome !== (filled.outcomes[0] ?? '')) continue
    const name = columns.map((id) => keys[id]).join(' ')
    respondents.set(name, { keys, n: (respondents.get(name)?.n ?? 0) + 1 })
  }
  const counts = (
    rows: readonly { readonly keys: Readonly<Record<string, string>>; readonly n: number }[],
    id: string,
  ): Frame =>
    frameOf([
      ...columns.map((column) =>
        factor(
          column,
          rows.map(({ keys }) => keys[column] ?? ''),
        ),
      ),
      numeric(
        id,
        rows.map(({ n }) => n),
      ),
    ])
  const invited = (rows: NonNullable<Given['headcount']>, answered: typeof rows): Frame => {
    const frame = counts(rows, 'headcount')
    const people = rows.map(
      ({ keys }) => answered.find((own) => columns.every((id) => own.keys[id] === keys[id]))?.n ?? 0,
    )
    const added = frameOf(
      ['#level', '#people', '#kept', '#counted'].map((id) =>
        numeric(id, id === '#level' ? people.map(() => 0) : people),
      ),
    )
    return { ...frame, columns: { ...frame.columns, ...added.columns } }
  }
  const { context, notes } = computeContext(data)
  const read = readRoundChange(
    {
      values: valueCounts(answers, columns),
      people: people(),
      responded: counts([...respondents.values()], 'n'),
      ...(headcount === undefined ? {} : { headcount: invited(headcount, [...respondents.values()]) }),
      ...(pairs === undefined ? {} : { patterns: pairs }),
    },
    filled,
    context,
  )
  const decided = decideBases(() => basesOfRoundChange(read), 1, data)
  const result = compareRoundsOf(read, filled, { ...context, ...decided, minGroup: 1 })
  return {
    result,
    codes: notes.map(({ code }) => code),
    tables: roundChange.tabulate(result, filled, reportContext(data)),
    options: filled,
  }
}

const two = (first: readonly number[], second: readonly number[]): readonly Answer[] => [
  ...ofRound('2021', first),
  ...ofRound('2022', second),
]
const only = (result: RoundChange): RoundChange['changes'][number] => {
  const [change] = result.changes
  if (change === undefined) throw new Error('no change')
  return change
}
const failuresOf = (reason: Phrase): string => JSON.stringify(reason.values)

describe('the verdict', () => {
  test.each([
    ['changed', 100, 0.5, 0.8],
    ['changed', 100, -0.5, 0.8],
    ['changed-below-relevance', 400, 0.2, 0.6],
    ['practically-unchanged', 200, 0.05, 0.8],
    ['inconclusive', 30, 0.2, 0.8],
  ] as const)('%s', (verdict, n, change, sd) => {
    const found = only(run({ answers: two(spread(n, 3, sd), spread(n, 3 + change, sd)) }).result)
    expect(found.estimate).toBeCloseTo(change, 12)
    expect(found.verdict).toBe(verdict)
    expect(plainReason(found.reason).message).toBe(`round-change:reason.${verdict}`)
  })

  test('calls a change irrelevant only where a relevant one is ruled out, and relevant only where its whole interval is', () => {
    const answers = two(
      Array.from({ length: 200 }, (_, index) => 3 + (index % 2)),
      Array.from({ length: 200 }, (_, index) => 3.5 + (index % 2)),
    )
    // The change is 0.5 with a 95 % interval from 0.401 to 0.599 and a 90 % interval from 0.417 to 0.583.
    const of = (effect: number): readonly unknown[] => {
      const { verdict, reason } = only(run({ answers }, { smallest_effect: effect }).result)
      return [verdict, plainReason(reason).values?.['relevance']]
    }
    expect(of(0)).toEqual(['changed', 'unasked'])
    expect(of(0.4)).toEqual(['changed', 'reached'])
    expect(of(0.41)).toEqual(['changed', 'undecided'])
    expect(of(0.5)).toEqual(['changed', 'undecided'])
    expect(of(0.58)).toEqual(['changed', 'undecided'])
    expect(of(0.59)[0]).toBe('changed-below-relevance')
  })

  test('rules a relevant change out in the family, too: what one comparison would rule out, three do not', () => {
    const same = { first: spread(60, 3, 0.8), second: spread(60, 3.05, 0.8) }
    const alone = only(run({ answers: two(same.first, same.second) }, { smallest_effect: 0.3 }).result)
    expect(alone.tostPUpper).toBeGreaterThan(0.05 / 3)
    expect([alone.verdict, alone.equivalencePAdjusted]).toEqual(['practically-unchanged', alone.tostPUpper])
    const answers = ['Ås', 'Bø', 'Alta'].flatMap((organisation) => [
      ...ofRound('2021', same.first, 'culture', organisation),
      ...ofRound('2022', same.second, 'culture', organisation),
    ])
    for (const change of run({ answers }, { smallest_effect: 0.3, by: ['organisation'] }).result.changes) {
      expect(change.equivalencePAdjusted).toBeCloseTo(3 * (alone.tostPUpper ?? 0), 12)
      expect(change.verdict).toBe('inconclusive')
    }
  })

  test('follows the adjusted p: what one comparison would call changed, a family does not', () => {
    const small = { first: spread(40, 3, 0.8), second: spread(40, 3.4, 0.8) }
    const alone = run({ answers: two(small.first, small.second) })
    expect(only(alone.result).pValue).toBeLessThan(0.05)
    expect(only(alone.result).verdict).toBe('changed')
    const organisations = ['Ås', 'Bø', 'Alta']
    const answers = organisations.flatMap((organisation) => [
      ...ofRound('2021', small.first, 'culture', organisation),
      ...ofRound('2022', organisation === 'Ås' ? small.second : small.first, 'culture', organisation),
    ])
    const data = dataset()
    const family = run({ answers, data }, { by: ['organisation'] })
    const changed = family.result.changes.find(({ key }) => key[0] === 'Ås')
    expect(changed?.pAdjusted).toBeCloseTo(3 * (changed?.pValue ?? 0), 12)
    expect(changed?.verdict).toBe('inconclusive')
    expect(
      run({ answers, data }, { by: ['organisation'], adjust: 'none' }).result.changes.find(({ key }) => key[0] === 'Ås')
        ?.verdict,
    ).toBe('changed')
  })

  test('what the gate stops is not part of the family', () => {
    const answers = ['Ås', 'Bø'].flatMap((organisation) => [
      ...ofRound('2021', spread(organisation === 'Bø' ? 6 : 60, 3, 0.5), 'culture', organisation),
      ...ofRound('2022', spread(organisation === 'Bø' ? 6 : 60, 3.5, 0.5), 'culture', organisation),
    ])
    const { changes } = run({ answers }, { by: ['organisation'] }).result
    const [open, closed] = [changes.find(({ key }) => key[0] === 'Ås'), changes.find(({ key }) => key[0] === 'Bø')]
    expect(open?.pAdjusted).toBe(open?.pValue)
    expect(closed).toMatchObject({ verdict: 'not-comparable', pAdjusted: null })
    expect(closed?.pValue).toBeTypeOf('number')
    expect(closed?.estimate).toBeCloseTo(0.5, 12)
  })

  test('without any variation nothing is decided and nothing is infinite', () => {
    const { result, tables } = run({
      answers: two(
        Array.from({ length: 20 }, () => 3),
        Array.from({ length: 20 }, () => 4),
      ),
    })
    expect(only(result)).toMatchObject({
      estimate: 1,
      se: 0,
      statistic: null,
      pValue: null,
      pAdjusted: null,
      g: null,
      verdict: 'inconclusive',
    })
    expect(plainReason(only(result).reason).message).toBe('round-change:reason.no-variation')
    expect(tables[0]?.rows).toHaveLength(1)
  })
})

describe('the gate', () => {
  test('too few answers', () => {
    const { result } = run({ answers: two(spread(40, 3, 0.5), spread(9, 4, 0.5)) })
    expect(only(result).verdict).toBe('not-comparable')
    expect(failuresOf(only(result).reason)).toContain('survey:gate-n')
    expect(failuresOf(only(result).reason)).toContain('2022')
    expect(failuresOf(only(result).reason)).not.toContain('2021')
  })

  test('too low a response rate, where the headcount is known', () => {
    const answers = two(spread(60, 3, 0.5), spread(40, 4, 0.5))
    const headcount = [
      { keys: { round: '2021' }, n: 100 },
      { keys: { round: '2022' }, n: 200 },
    ]
    const { result, codes } = run({ answers, headcount })
    expect(only(result).first.response.rate).toBe(0.6)
    expect(only(result).second.response.rate).toBe(0.2)
    expect(failuresOf(only(result).reason)).toContain('survey:gate-response-rate')
    expect(codes).not.toContain('round-change:headcount-unknown')
    const blind = run({ answers })
    expect(only(blind.result).verdict).toBe('changed')
    expect(blind.codes).toContain('round-change:headcount-unknown')
    expect(only(run({ answers, headcount }, { min_response_rate: 0.2 }).result).verdict).toBe('changed')
  })

  test('too wide a margin of error, narrower where nearly everybody answered', () => {
    const answers = two(spread(60, 3, 0.5), spread(12, 4, 1))
    expect(only(run({ answers }).result).second.halfWidth).toBeCloseTo((2.200985160082949 * 1) / Math.sqrt(12), 9)
    expect(failuresOf(only(run({ answers }).result).reason)).toContain('survey:gate-half-width')
    const headcount = [
      { keys: { round: '2021' }, n: 60 },
      { keys: { round: '2022' }, n: 14 },
    ]
    const whole = only(run({ answers, headcount }).result)
    expect(whole.second.halfWidth).toBeCloseTo(((2.200985160082949 * 1) / Math.sqrt(12)) * Math.sqrt(2 / 14), 9)
    expect(whole.verdict).not.toBe('not-comparable')
  })

  test('an item that means something else now; a new wording is only noted', () => {
    const changedIn = (kind: 'meaning' | 'wording'): SurveyDataset =>
      dataset({
        instrument: {
          ...instrument,
          items: instrument.items.map((item) =>
            item.id === 'alone' ? { ...item, changed: [{ round: '2022', kind }] } : item,
          ),
        },
      })
    const answers = [...ofRound('2021', spread(60, 3, 0.5), 'alone'), ...ofRound('2022', spread(60, 4, 0.5), 'alone')]
    const meaning = run({ answers, data: changedIn('meaning') }, { outcomes: ['alone'] })
    expect(only(meaning.result).verdict).toBe('not-comparable')
    expect(failuresOf(only(meaning.result).reason)).toContain('round-change:reason.meaning')
    expect(moverItems(changedIn('meaning'), meaning.options)).toEqual([])
    const wording = run({ answers, data: changedIn('wording') }, { outcomes: ['alone'] })
    expect(only(wording.result).verdict).toBe('changed')
    expect(wording.codes).toContain('survey:items-reworded')
    expect(moverItems(changedIn('wording'), wording.options).map(({ id }) => id)).toEqual(['alone'])
  })

  test('a group that answered in one round only has a row that says so', () => {
    const answers = [
      ...ofRound('2021', spread(30, 3, 0.5)),
      ...ofRound('2022', spread(30, 3, 0.5)),
      ...ofRound('2021', spread(30, 3, 0.5), 'culture', 'Bø'),
    ]
    const { result } = run({ answers }, { by: ['organisation'] })
    expect(result.changes.find(({ key }) => key[0] === 'Bø')).toMatchObject({
      verdict: 'not-comparable',
      second: { n: 0, mean: null },
      estimate: null,
      pValue: null,
    })
  })
})

describe('linkage', () => {
  const answers = two(spread(30, 3, 0.5), spread(30, 3.5, 0.5))
  const attempt = (linkage: SurveyDataset['linkage'], asked: RoundChangeOptions['linkage']) => (): unknown =>
    selectRoundChange(dataset({ linkage }), { ...defaults, linkage: asked })

  test('a test that does not fit is refused, before anything runs', () => {
    expect(attempt('unlinked', 'linked')).toThrow('round-change:not-linked')
    expect(attempt('linked', 'unlinked')).toThrow('round-change:wrongly-unlinked')
    for (const [linkage, asked] of [
      ['unlinked', 'declared'],
      ['unlinked', 'unlinked'],
      ['linked', 'declared'],
      ['linked', 'linked'],
      ['partly-linked', 'unlinked'],
      ['partly-linked', 'linked'],
      ['partly-linked', 'declared'],
    ] as const)
      expect(attempt(linkage, asked)).not.toThrow()
  })

  test('pairs are compared by their differences', () => {
    const differences = spread(30, 0.5, 0.2)
    const first = spread(30, 3, 0.5)
    const pairs = frameOf([
      factor(
        'outcome',
        first.map(() => 'culture'),
      ),
      numeric('#value0', first),
      numeric(
        '#value1',
        first.map((value, index) => value + (differences[index] ?? 0)),
      ),
      numeric(
        'n',
        first.map(() => 1),
      ),
    ])
    const linked = only(run({ answers, pairs, data: dataset({ linkage: 'linked' }) }).result)
    expect(linked.se).toBeCloseTo(0.2 / Math.sqrt(30), 12)
    expect(linked.df).toBe(29)
    expect(linked.first.n).toBe(30)
    expect(linked.mdc).toBeCloseTo((1.96 * 0.2) / Math.sqrt(30), 12)
    const unlinked = only(run({ answers }).result)
    expect(unlinked.se).toBeCloseTo(0.5 * Math.sqrt(2 / 30), 12)
  })

  test('one round, or a round without anybody, is refused', () => {
    expect(() => selectRoundChange(dataset(), { ...defaults, from: '2022', to: '2022' })).toThrow(
      'round-change:same-round',
    )
    expect(() => run({ answers: ofRound('2021', [1, 2, 3]) })).toThrow(InputError)
    expect(() => run({ answers: ofRound('2021', [1, 2, 3]) })).toThrow('round-change:round-empty')
  })

  test('the rounds to compare are the first and the last unless said', () => {
    const data = dataset({ rounds: ['2020', '2021', '2022'].map((id, order) => ({ id, order, rowCount: 1 })) })
    const filled = fillOptions(options, { outcomes: ['culture'], trend: false }, data)
    expect(selectRoundChange(data, filled).values.sql).toContain("IN ('2020', '2022')")
  })
})

describe('what is shown', () => {
  const answers = [
    ...ofRound('2021', spread(40, 3, 0.5), 'culture', 'Ås'),
    ...ofRound('2022', spread(40, 3.6, 0.5), 'culture', 'Ås'),
    ...ofRound('2021', spread(40, 3, 0.5), 'culture', 'Bø'),
    ...ofRound('2022', spread(7, 4.4, 0.5), 'culture', 'Bø'),
    ...ofRound('2021', spread(20, 3, 0.9), 'culture', 'Alta'),
    ...ofRound('2022', spread(20, 3.2, 0.9), 'culture', 'Alta'),
  ]
  const made = run({ answers }, { by: ['organisation'] })
  const byId = Object.fromEntries(made.tables.map((table) => [table.id, table]))
  const report = reportContext(dataset())

  test('the row of what cannot be compared keeps its numbers; its dumbbell has hollow points and no difference', () => {
    const row = rowsOfTable(byId['change'] as ResultTable).find(({ cells }) => cells['organisation'] === 'Bø')?.cells
    expect(row).toMatchObject({ n_1: 40, n_2: 7, verdict: 'not-comparable', p_adjusted: null })
    expect(row?.['estimate']).toBeCloseTo(1.4, 12)
    const [change, effects] = roundChange.depict(byId, made.options, report)
    const marks = change?.panels[0]?.marks ?? []
    const connected = marks
      .flatMap((mark) => (mark.mark === 'connector' ? mark.y : []))
      .map((pair) => JSON.stringify(pair))
    expect(connected).toHaveLength(2)
    expect(connected.join(' ')).not.toContain('Bø')
    expect(marks.flatMap((mark) => (mark.mark === 'band' ? [mark.at] : []))).not.toContain('Bø')
    const shapes = marks.flatMap((mark) =>
      mark.mark === 'dot'
        ? mark.y.map(
            (place, index) =>
              [
                JSON.stringify(place),
                Array.isArray(mark.shape) ? (mark.shape as readonly string[])[index] : mark.shape,
              ] as const,
          )
        : [],
    )
    expect(shapes.filter(([place]) => place.includes('Bø')).map(([, shape]) => shape)).toEqual([
      'hollow-circle',
      'hollow-circle',
    ])
    expect(JSON.stringify(effects?.panels)).not.toContain('Bø')
  })

  test('every verdict has a glyph of its own and its word', () => {
    const [change] = roundChange.depict(byId, made.options, report)
    const verdicts = change?.panels[1]?.marks.find((mark) => mark.mark === 'dot')
    if (verdicts?.mark !== 'dot') throw new Error('no verdicts')
    expect(new Set(verdicts.shape).size).toBe(3)
    expect(
      verdicts.labels?.map((label) =>
        typeof label === 'object' && label !== null && 'message' in label ? label.message : '',
      ),
    ).toEqual([
      'round-change:verdict.inconclusive',
      'round-change:verdict.not-comparable',
      'round-change:verdict.changed',
    ])
  })

  test.each([
    [
      'en',
      /^Ås rose by 0\.60 points from 2021 to 2022 \(from 3\.00 to 3\.60\), \[0\.38, 0\.82\], p < \.001, g = 1\.19; the whole interval is relevant \(at least 0\.30\)\. Bø cannot be compared: only 7 usable answers .* in round 2022\. For Alta the data do not decide: a relevant change can neither be shown nor ruled out\. The response rate is unknown in 2021 and 2022, so the gate could not ask for it there\.$/,
    ],
    [
      'nb',
      /^Ås økte med 0,60 poeng fra 2021 til 2022 .* Bø kan ikke sammenlignes: .* For Alta gir ikke dataene noe svar: En relevant endring kan verken påvises eller utelukkes\. Svarprosenten er ukjent i 2021 og 2022, .*\.$/,
    ],
    [
      'sv',
      /^Ås ökade med 0,60 skalsteg från 2021 till 2022 .* Bø kan inte jämföras: .* För Alta ger data inget besked: en relevant förändring kan varken påvisas eller uteslutas\. Svarsfrekvensen är okänd i 2021 och 2022, .*\.$/,
    ],
  ] as const)('the finding says what changed, what cannot be compared and what is open (%s)', (language, words) => {
    const text = spoken(language, roundChange.say(byId, made.options, report).finding)
    expect(text).toMatch(words)
    expect(text).not.toMatch(/no change|unchanged|ingen endring|uendret|ingen förändring|oförändrad/i)
  })

  test('small groups are withheld in the table, the figures and the sentences', () => {
    const protectedTables = protectTables(made.tables, 8, dataset())
    const tables = Object.fromEntries(protectedTables.map((table) => [table.id, table]))
    const hidden = rowsOfTable(tables['change'] as ResultTable).filter(({ withheld }) => withheld.has('verdict'))
    expect(hidden.map(({ cells }) => cells['organisation'])).toContain('Bø')
    for (const { cells } of hidden)
      expect([cells['estimate'], cells['mean_2'], cells['reason'], cells['n_2']]).toEqual([null, null, null, null])
    expect(spoken('en', roundChange.say(tables, made.options, report).finding)).not.toContain('Bø')
    const [change] = roundChange.depict(tables, made.options, reportContext(dataset(), 'nb', 8))
    expect(JSON.stringify(change?.panels[0]?.marks)).not.toContain('Bø')
  })
})
