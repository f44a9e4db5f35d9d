import { describe, expect, test } from 'vitest'
import type { Database } from '../../analyses/core/database'
import type { SurveyDataset } from '../../analyses/core/datasets'
import { rowsOfTable } from '../../analyses/core/result'
import type { Phrase } from '../../analyses/core/words'
import type { AnalysisOutcome } from '../../analyses/recipe/run'
import { openSurvey } from '../../analyses/survey/open'
import { engineOfTests } from '../database/engine-of-tests'
import { instrument } from '../group-comparison/frames'
import { runAnalysis } from '../fixture-project'
import { randomSource } from '../random-source'
import { plainReason } from '../survey/own-rate'

interface Person {
  readonly id: string
  readonly organisation: readonly [string, string]
  readonly answers: readonly [readonly (number | null)[], readonly (number | null)[]]
}

/** Sixty people of two organisations who answered both rounds; the last two moved from one organisation to the other in between. */
const persons: readonly Person[] = (() => {
  const random = randomSource(4)
  return Array.from({ length: 60 }, (_, index): Person => {
    const own = 1.5 + 2 * random()
    const answer = (shift: number): number | null =>
      random() < 0.03 ? null : Math.min(5, Math.max(1, Math.round(own + shift + random())))
    const row = (later: number): readonly (number | null)[] =>
      instrument.items.map(({ dimension, reversed }) =>
        answer(dimension === 'culture' ? (reversed ? -0.5 : 0.5) * later : 0),
      )
    const organisation = index % 2 === 0 ? 'Ås' : 'Bø'
    return {
      id: `p${index}`,
      organisation: [organisation, index >= 58 ? (organisation === 'Ås' ? 'Bø' : 'Ås') : organisation],
      answers: [row(0), row(1)],
    }
  })
})()

async function survey(
  database: Database,
  people: readonly Person[],
  only: (person: Person, round: number) => boolean,
): Promise<SurveyDataset> {
  await database.execute('DROP TABLE IF EXISTS responses')
  await database.execute(
    `CREATE TABLE responses (_row INTEGER, _source VARCHAR, round VARCHAR, _respondent VARCHAR, _weight DOUBLE, organisation VARCHAR, ${instrument.items.map(({ id }) => `"${id}" TINYINT`).join(', ')})`,
  )
  const rows = [0, 1].flatMap((round) =>
    people
      .filter((person) => only(person, round))
      .map(
        (person, index) =>
          `(${index + 1}, 's', '${2021 + round}', '${person.id}', 1, '${person.organisation[round] ?? ''}', ${(person.answers[round] ?? []).map((answer) => answer ?? 'NULL').join(', ')})`,
      ),
  )
  await database.execute(`INSERT INTO responses VALUES ${rows.join(', ')}`)
  return openSurvey(database, {
    instrument,
    attributes: ['organisation'],
    itemsMissingByRound: {},
    weighted: false,
    headcountBy: null,
  })
}

const database = await engineOfTests()

describe('linked rounds in the engine', () => {
  const run = (dataset: SurveyDataset, options: Readonly<Record<string, unknown>>): Promise<AnalysisOutcome> =>
    runAnalysis({ database, datasets: { survey: dataset, series: null } }, 'round-change', {
      permutations: 999,
      ...options,
    })

  test('where everybody answered alike in both rounds, the reason does not say that answers are equal within a round', async () => {
    const alike = persons.map((person): Person => ({
      ...person,
      organisation: [person.organisation[0], person.organisation[0]],
      answers: [person.answers[0], person.answers[0]],
    }))
    const reasonIn = async (only: (person: Person, round: number) => boolean): Promise<unknown> => {
      const { cells } = rowsOfTable(
        (await run(await survey(database, alike, only), { outcomes: ['culture'], max_half_width: 9 })).tables.find(
          ({ id }) => id === 'change',
        )!,
      )[0]!
      expect(Number(cells['sd_1'])).toBeGreaterThan(0)
      expect(cells).toMatchObject({ p_value: null, verdict: 'inconclusive' })
      return plainReason(cells['reason'] as Phrase)
    }
    expect(await reasonIn(() => true)).toMatchObject({ message: 'round-change:reason.same-change' })
    expect(await reasonIn(({ id }, round) => round === 0 || Number(id.slice(1)) < 40)).toMatchObject({
      message: 'round-change:reason.not-fitted',
    })
  })

  test('are compared person by person, within the group that a person stayed in', async () => {
    const dataset = await survey(database, persons, () => true)
    expect(dataset.linkage).toBe('linked')
    const score = (answers: readonly (number | null)[]): number | null => {
      const own = instrument.items.flatMap(({ dimension, reversed }, item) =>
        dimension === 'culture' && answers[item] !== null
          ? [reversed ? 6 - (answers[item] ?? 0) : (answers[item] ?? 0)]
          : [],
      )
      return own.length === 0 ? null : own.reduce((sum, value) => sum + value, 0) / own.length
    }
    const differences = (chosen: readonly Person[]): readonly number[] =>
      chosen.flatMap(({ answers: [first, second] }) => {
        const [a, b] = [score(first), score(second)]
        return a === null || b === null ? [] : [b - a]
      })
    const expected = (
      chosen: readonly Person[],
    ): { readonly n: number; readonly estimate: number; readonly se: number } => {
      const values = differences(chosen)
      const mean = values.reduce((sum, value) => sum + value, 0) / values.length
      return {
        n: values.length,
        estimate: mean,
        se: Math.sqrt(
          values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (values.length - 1) / values.length,
        ),
      }
    }
    const whole = await run(dataset, { outcomes: ['culture'] })
    const row = rowsOfTable(whole.tables[0] as never)[0]?.cells
    const all = expected(persons)
    expect(row).toMatchObject({ n_1: all.n, n_2: all.n, df: all.n - 1, verdict: 'changed' })
    expect(row?.['estimate']).toBeCloseTo(all.estimate, 12)
    expect(row?.['se']).toBeCloseTo(all.se, 12)

    const grouped = await run(dataset, { outcomes: ['culture'], by: ['organisation'] })
    const stayed = (organisation: string): readonly Person[] =>
      persons.filter((person) => person.organisation.every((place) => place === organisation))
    for (const { cells } of rowsOfTable(grouped.tables[0] as never)) {
      const part = expected(stayed(String(cells['organisation'])))
      expect(cells['n_1']).toBe(part.n)
      expect(cells['estimate']).toBeCloseTo(part.estimate, 12)
    }
  })

  test('have their labels exchanged within persons', async () => {
    const dataset = await survey(database, persons, () => true)
    const outcome = await run(dataset, { outcomes: ['culture', 'relations'] })
    const movers = rowsOfTable(outcome.tables[1] as never).map(({ cells }) => cells)
    expect(movers.map(({ item }) => item).toSorted()).toEqual(['culture_1', 'culture_2', 'relations_1', 'relations_2'])
    expect(
      movers
        .slice(0, 2)
        .map(({ item }) => item)
        .toSorted(),
    ).toEqual(['culture_1', 'culture_2'])
    expect(movers[0]?.['p_max']).toBeLessThanOrEqual(0.01)
    const told = outcome.notes.find(({ code }) => code === 'round-change:movers')
    expect(told?.about['within']).toEqual({ message: 'round-change:within.person' })
    // What a person's answers have in common leaves less to chance than an exchange between persons would.
    await database.execute('UPDATE responses SET _respondent = NULL')
    const unlinked = await run({ ...dataset, linkage: 'unlinked' }, { outcomes: ['culture', 'relations'] })
    const reference = (outcomeOf: AnalysisOutcome): number =>
      Number(
        rowsOfTable(outcomeOf.tables[1] as never).find(({ cells }) => cells['item'] === 'culture_1')?.cells[
          'reference_95'
        ],
      )
    expect(reference(outcome)).toBeLessThan(reference(unlinked))
  })

  test('where only some can be followed are taken as independent when asked for', async () => {
    const dataset = await survey(database, persons, ({ id }, round) => round === 0 || id !== 'p7')
    expect(dataset.linkage).toBe('partly-linked')
    const outcome = await run(dataset, { outcomes: ['culture'], linkage: 'unlinked' })
    expect(outcome.status).toBe('ok')
    expect(outcome.notes.map(({ code }) => code)).toContain('round-change:treated-as-unlinked')
    expect(rowsOfTable(outcome.tables[0] as never)[0]?.cells['n_1']).toBeGreaterThan(
      Number(rowsOfTable(outcome.tables[0] as never)[0]?.cells['n_2']),
    )
  })

  test('where one row is blank and some are in one round only, are paired over those in both when asked for', async () => {
    const isInBoth = ({ id }: Person): boolean => id !== 'p7' && id !== 'p9'
    const only = (person: Person, round: number): boolean =>
      isInBoth(person) || (person.id === 'p7' ? round === 0 : round === 1)
    const row = async (
      dataset: SurveyDataset,
    ): Promise<readonly [AnalysisOutcome, Readonly<Record<string, unknown>>, unknown]> => {
      const outcome = await run(dataset, { outcomes: ['culture', 'relations'], linkage: 'linked' })
      const [change, movers] = outcome.tables.map((table) => rowsOfTable(table).map(({ cells }) => cells))
      return [outcome, change?.[0] ?? {}, movers]
    }
    const dataset = await survey(database, persons, only)
    expect(dataset.linkage).toBe('partly-linked')
    const [outcome, change, movers] = await row(dataset)
    expect(outcome.notes.map(({ code }) => code)).toContain('round-change:left-out-of-pairs')
    const [alone, expected, expectedMovers] = await row(
      await survey(
        database,
        persons.filter((person) => isInBoth(person)),
        () => true,
      ),
    )
    expect(alone.notes.map(({ code }) => code)).not.toContain('round-change:left-out-of-pairs')
    const { n_unlinked: left, ...paired } = change
    const { n_unlinked: leftOfThose, ...pairedAlone } = expected
    expect(paired).toEqual(pairedAlone)
    expect(Number(left)).toBe(Number(leftOfThose) + 2)
    expect(movers).toEqual(expectedMovers)
    // Nobody is paired by being in one round twice, or without an id.
    await database.execute("UPDATE responses SET _respondent = NULL WHERE _respondent = 'p1'")
    const without = (await row({ ...dataset, linkage: 'partly-linked' }))[1]
    expect(Number(without['n_linked'])).toBe(Number(expected['n_linked']) - 1)
  })
})
