import { describe, expect, test } from 'vitest'
import { rowsOfTable } from '../../analyses/core/result'
import { createSpeaker, type Speaker } from '../../analyses/core/speaker'
import { interfaceLanguages } from '../../analyses/core/words'
import { messagesOf } from '../../analyses/index'
import { executeOverview, sharedConditions } from '../../analyses/overview/execute'
import { overviewOf } from '../../analyses/overview/overview'
import type { Section, SectionName } from '../../analyses/overview/page'
import { overviewQuestions } from '../../analyses/overview/questions'
import { overviewText } from '../../analyses/overview/text'
import type { Recipe } from '../../analyses/recipe/recipe'
import type { Datasets } from '../../analyses/recipe/run'
import { engineOfTests } from '../database/engine-of-tests'
import { fixtureOfTests, openFixture, runAnalysis } from '../fixture-project'
import { randomSource } from '../random-source'
import { clear, instrumentOf, openHandMade, type HandMade, type Respondent } from '../survey/hand-made-survey'

const sample = await fixtureOfTests('fixtures/sample/recipe.json')
const database = await engineOfTests()
const { survey } = sample.datasets
if (survey === null) throw new Error('the sample has a survey')

const english = createSpeaker('en', messagesOf('en'), sample.instrument)
const plain = createSpeaker('en', messagesOf('en'), null)
const textsOf = (sections: readonly Section[], id: SectionName, speaker: Speaker = plain): readonly string[] =>
  sections.find((section) => section.id === id)?.lines.map(({ text }) => speaker.label(text)) ?? []
const bare = (analyses: Recipe['analyses'] = []): Recipe => ({ ...sample.recipe, language: 'en', analyses })

describe('the overview of the sample', async () => {
  const sections = await executeOverview(sample.database, bare(), sample.datasets)

  test('has the sections in reading order', () => {
    expect(sections.map(({ id }) => id)).toEqual([
      'answered',
      'dimensions',
      'change',
      'cautions',
      'next',
      'series',
      'indicators',
      'inventory',
    ])
    expect(sections.some(({ isPending }) => isPending)).toBe(false)
  })

  test('says first how many are left out, and why', () => {
    const line = { by: 'fast', limit: 2, reason: 'pilot', people: 12, concerned: 12, bySource: { r2022: 12 } }
    const leftOut = { everybody: 'responses', of: 300, people: 12, lines: [line] }
    const subject = { datasets: { ...sample.datasets, survey: { ...survey, leftOut } }, where: [], minGroup: 5 }
    expect(textsOf(overviewOf(subject, {}), 'answered')).toEqual([
      '12 of 300 respondents are left out of every analysis: 12 by “Much faster than the others” (2 times or more), given as reason: pilot.',
    ])
  })

  test('says of each dimension what the analysis says, in the last round', async () => {
    const { tables } = await runAnalysis(sample, 'dimension-scores', { by: ['round'] }, { minGroup: 5 })
    const rows = tables.flatMap(rowsOfTable).filter(({ cells }) => cells['round'] === '2022')
    const lines = sections.find(({ id }) => id === 'dimensions')?.lines ?? []
    expect(rows.length).toBe(6)
    expect(lines).toHaveLength(rows.length)
    rows.forEach(({ cells }, index) => {
      const said = english.label(lines[index]?.text ?? '')
      for (const column of ['mean', 'conf_low', 'conf_high'])
        expect(said).toContain(english.format.number(Number(cells[column]), 2))
      expect(said).toContain(`n = ${Number(cells['n'])}`)
      expect(lines[index]?.picture?.points.at(-1)?.value).toBe(cells['mean'])
      expect(lines[index]?.picture?.range).toEqual([1, 5])
    })
  })

  test('counts who answered as the analysis does, and withholds what it withholds', async () => {
    const { tables } = await runAnalysis(sample, 'participation', { by: ['organisation'] }, { minGroup: 5 })
    const rows = tables.flatMap(rowsOfTable)
    const groups = sections.find(({ id }) => id === 'answered')?.groups
    let withheldCount = 0
    for (const { cells, withheld } of rows) {
      const at = groups?.rounds.indexOf(String(cells['round'])) ?? -1
      const cell = groups?.rows.find(({ name }) => name === cells['organisation'])?.cells[at]
      if (withheld.has('responded')) withheldCount += 1
      expect(english.label(cell?.text ?? '')).toBe(
        withheld.has('responded')
          ? ':'
          : `${Number(cells['responded'])} of ${Number(cells['headcount'])} (${english.format.percent(Number(cells['response_rate']))})`,
      )
      expect(cell?.isComparable).toBe(cells['comparable'] === 'yes')
    }
    expect(rows).toHaveLength(18)
    expect(withheldCount).toBeGreaterThan(0)
  })

  test('tells once why two rounds may not be compared, and compares groups in the round that may', () => {
    expect(textsOf(sections, 'change', english)).toEqual([
      '2021 and 2022 are compared as two groups: nobody can be followed from one round to the other.',
      '2021 and 2022 cannot be compared: response rate of 12% (at least 30% needed) in round 2022.',
    ])
    const next = textsOf(sections, 'next', english)
    expect(next[0]).toMatch(/^Organisation: The largest difference in 2021 is in /)
    expect(next[1]).toMatch(/^Role: The largest difference in 2021 is in /)
  })

  test('says what must not be concluded', () => {
    const cautions = textsOf(sections, 'cautions', english).join('\n')
    for (const said of [
      /not validated/,
      /not linked/,
      /In 2022 only 12% of the invited/,
      /reworded/,
      /only 9/,
      /fewer than 5/,
    ])
      expect(cautions).toMatch(said)
  })

  test('leads to analyses that were asked, and every line of a number leads somewhere', () => {
    const names = new Set(
      sections.flatMap(({ lines }) => lines.flatMap(({ leadsTo }) => (leadsTo === null ? [] : [leadsTo]))),
    )
    expect([...names].sort()).toEqual([
      'overview:change',
      'overview:dimensions',
      'overview:indicators',
      'overview:inventory',
      'overview:participation',
      'overview:person-differences',
      'overview:place-differences',
      'overview:places',
      'overview:series',
    ])
    for (const id of ['dimensions', 'change', 'next', 'series'] as const)
      for (const { leadsTo } of sections.find((section) => section.id === id)?.lines ?? [])
        expect(leadsTo).not.toBeNull()
  })

  test.each(interfaceLanguages)('is said in %s without a code or an open place', (language) => {
    const speaker = createSpeaker(language, messagesOf(language), sample.instrument)
    const text = overviewText('', sections, speaker)
    expect(text).not.toMatch(/overview:|\w+:say\.|[{}]|undefined|NaN|\.\./)
    expect(text.split('\n').length).toBeGreaterThan(40)
  })

  test('shows groups in columns below the sentences', () => {
    const lines = overviewText('Title', sections, english).split('\n')
    expect(lines.slice(0, 3)).toEqual(['Title', '', 'Who answered'])
    expect(lines).toContain('Organisation\t2021\t2022')
    expect(lines).toContain('Blåtindvåg kommune\t88 of 155 (57%)\t:')
  })
})

describe('what is not known yet', () => {
  test('nothing is said of nothing', () => {
    const nothing: Datasets = { survey: null, series: null, indicators: null, inventory: null }
    const subject = { datasets: nothing, where: [], minGroup: 5 }
    expect(overviewQuestions(subject, {})).toEqual([])
    expect(overviewOf(subject, {})).toEqual([])
  })

  test('without answers every section with questions is pending, and rounds are chosen when participation is known', () => {
    const subject = { datasets: sample.datasets, where: [], minGroup: 5 }
    const sections = overviewOf(subject, {})
    expect(sections.every(({ isPending }) => isPending)).toBe(true)
    expect(overviewQuestions(subject, {}).map(({ as }) => as)).not.toContain('overview:change')
  })

  test('a project of series alone has its series', async () => {
    const project = await openFixture('fixtures/series/recipe.json')
    try {
      const sections = await executeOverview(project.database, { ...project.recipe, language: 'en' }, project.datasets)
      expect(sections.map(({ id }) => id)).toEqual(['series'])
      const nile = sections[0]?.lines.find(({ text }) => plain.label(text).startsWith('nile'))
      expect(plain.label(nile?.text ?? '')).toContain('100 readings')
      expect(nile?.picture?.points).toHaveLength(100)
    } finally {
      await project.database.close()
    }
  })
})

const instrument = instrumentOf(
  [{}],
  ['a', 'b'].map((id) => ({ id })),
  ['a_1', 'a_2', 'a_3', 'b_1', 'b_2', 'b_3'].map((id) => ({ id })),
)

/** People who answer alike within their own spread; dimension a shifts from round to round, b stays. */
function people(
  count: number,
  rounds: readonly string[],
  shift: number,
  own: (index: number) => Partial<Respondent> = () => ({}),
): readonly Respondent[] {
  const random = randomSource(7)
  const bases = Array.from({ length: count }, () => 1.6 + random())
  return rounds.flatMap((round, order) =>
    bases.map((base, index) => ({
      round,
      answers: Object.fromEntries(
        instrument.items.map(({ id }) => [
          id,
          Math.round(Math.min(5, base + random() * 1.4 + (id.startsWith('a') ? shift * order : 0))),
        ]),
      ),
      ...own(index),
    })),
  )
}

async function overviewOfMade(
  made: HandMade,
  where: { column: string; in: string[] }[] = [],
): Promise<readonly Section[]> {
  await clear(database)
  const dataset = await openHandMade(database, made)
  const datasets: Datasets = { survey: dataset, series: null, indicators: null, inventory: null }
  const filter = { id: 'participation', as: 'own', where, options: {} }
  return executeOverview(database, bare(where.length === 0 ? [] : [filter]), datasets)
}

describe('what changed', () => {
  test('persons who are followed are compared with themselves, and each verdict is said for what it is', async () => {
    const followed = people(80, ['2021', '2022'], 1, (index) => ({ respondent: `p${index}` }))
    const change = textsOf(await overviewOfMade({ instrument, people: followed }), 'change')
    expect(change[0]).toBe('2021 and 2022 are compared person by person: only those who answered both count.')
    expect(change[1]).toMatch(/^a rose by \d\.\d\d points from 2021 to 2022 \[/)
    expect(change[2]).toMatch(/^b is practically unchanged \(.*\): a change of 0\.30 or more can be ruled out\.$/)
    expect(change[3]).toMatch(/all 2 comparisons/)
  })

  test('few people decide nothing, which is not called unchanged', async () => {
    const change = textsOf(await overviewOfMade({ instrument, people: people(12, ['2021', '2022'], 0.2) }), 'change')
    const verdicts = change.filter((text) => /^[ab]:? /.test(text))
    expect(verdicts).toHaveLength(2)
    for (const text of verdicts) {
      expect(text).toMatch(/the data do not decide .* can neither be shown nor ruled out\.$/)
      expect(text).not.toContain('unchanged')
    }
  })

  test('the last two rounds that may be compared are those, where the last may not', async () => {
    const many = people(60, ['2020', '2021'], 1)
    const few = people(4, ['2022'], 0)
    const sections = await overviewOfMade({ instrument, people: [...many, ...few] })
    expect(textsOf(sections, 'change')[0]).toBe('The last two rounds that may be compared are 2020 and 2021.')
    expect(textsOf(sections, 'answered').join(' ')).toContain('Not comparable: 2022')
  })

  test('of one round nothing is said, and too few answers are compared with nothing', async () => {
    const sections = await overviewOfMade({ instrument, people: people(6, ['2021'], 0) })
    expect(textsOf(sections, 'change')).toEqual(['There is only one round, so nothing can be said about change.'])
    expect(textsOf(sections, 'answered').join(' ')).toContain('Not comparable: 2021')
    expect(textsOf(sections, 'next').some((text) => text.includes('difference'))).toBe(false)
  })
})

describe('what is asked of whom', () => {
  const placed = people(60, ['2021', '2022'], 0.5, (index) => ({
    places: {
      organisation: index < 30 ? 'Nord' : 'Sør',
      unit: `${index < 30 ? 'N' : 'S'}${index % 2}`,
      role: index % 5 === 0 ? 'leader' : 'employee',
    },
  }))
  const made: HandMade = { instrument, people: placed, attributes: ['organisation', 'unit', 'role'] }

  test('organisations first; within one of them its units', async () => {
    const whole = await overviewOfMade(made)
    expect(whole[0]?.groups?.attribute).toBe('organisation')
    const where = [{ column: 'organisation', in: ['Nord'] }]
    const within = await overviewOfMade(made, where)
    expect(within[0]?.groups?.attribute).toBe('unit')
    expect(within[0]?.groups?.rows.map(({ name }) => name)).toEqual(['N0', 'N1'])
    expect(textsOf(within, 'answered')[0]).toBe('Only some respondents are included: Organisation Nord.')
  })

  test('a condition counts for the overview when every analysis of the survey has it', () => {
    const where = [{ column: 'role', in: ['leader'] }]
    expect(sharedConditions({ analyses: [] })).toEqual([])
    expect(
      sharedConditions({
        analyses: [
          { id: 'participation', where },
          { id: 'reliability', where: [...where, { column: 'round', in: ['2021'] }] },
          { id: 'series-overview' },
        ],
      }),
    ).toEqual(where)
    expect(sharedConditions({ analyses: [{ id: 'participation', where }, { id: 'reliability' }] })).toEqual([])
  })

  test('items that many do not know are pointed out, with their share of those asked', async () => {
    const unsure = placed.map((person, index) =>
      index % 4 === 0 ? { ...person, answers: { ...person.answers, a_2: 'dont_know' as const } } : person,
    )
    const next = textsOf(await overviewOfMade({ ...made, people: unsure }), 'next')
    expect(next).toContain('25% answered “don’t know” to “a_2”.')
  })
})

describe('beside results of the project', () => {
  test('the overview yields: the project shows what it would show alone', async () => {
    // Three people have no role, so that a filter to both roles and the whole differ by three.
    const roles = people(60, ['2021'], 0, (index) => ({
      places: { role: index < 3 ? null : index % 2 === 0 ? 'leader' : 'employee' },
    }))
    await clear(database)
    const dataset = await openHandMade(database, { instrument, people: roles, attributes: ['role'] })
    const datasets: Datasets = { survey: dataset, series: null, indicators: null, inventory: null }
    const both = {
      id: 'dimension-scores',
      as: 'both',
      options: {},
      where: [{ column: 'role', in: ['leader', 'employee'] }],
    }
    const other = { id: 'participation', as: 'other' }
    const sections = await executeOverview(database, bare([both, other]), datasets)
    const shown = textsOf(sections, 'dimensions')
    expect(shown).toEqual(['a: withheld to protect a small group.', 'b: withheld to protect a small group.'])
    const alone = textsOf(await executeOverview(database, bare([other]), datasets), 'dimensions')
    expect(alone.every((text) => text.endsWith('n = 60).'))).toBe(true)
  })
})
