import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { rowsOfTable } from '../../analyses/core/result'
import { runAnalysis, type FixtureProject } from '../fixture-project'
import { openScene, scenes } from '../scenes'

let project: FixtureProject
beforeAll(async () => {
  const [scene] = scenes
  if (scene === undefined) throw new Error('there is no scene')
  project = await openScene(scene)
})
afterAll(() => project.database.close())

/** The sentence that names the outcomes of a verdict on their change. */
const sentenceOf: Readonly<Record<string, string>> = {
  changed: 'measures:say.finding.moved',
  'changed-below-relevance': 'measures:say.finding.moved',
  'practically-unchanged': 'measures:say.finding.unchanged',
  inconclusive: 'measures:say.finding.inconclusive',
  'not-comparable': 'measures:say.finding.not-comparable',
}

/** Ids of outcomes anywhere in a label. */
function outcomesIn(label: unknown): readonly string[] {
  if (typeof label !== 'object' || label === null) return []
  if ('dimension' in label && typeof label.dimension === 'string') return [label.dimension]
  return Object.values(label).flatMap(outcomesIn)
}

/** Everybody, and so few that changes do not show; an effect of a hair and one that nothing reaches. */
const cases = [true, false].flatMap((isEverybody) => [0.01, 3].map((effect) => [isEverybody, effect] as const))
const seen = new Set<string>()

describe('sentences on what became of the outcomes', () => {
  test.each(cases)(
    'of everybody (%s), with a smallest effect of %s, name each outcome under its verdict',
    async (isEverybody, effect) => {
      const organisation = project.datasets.survey?.attributes.find(({ id }) => id === 'organisation')?.levels[0] ?? ''
      const { tables, prose } = await runAnalysis(
        project,
        'measures',
        { smallest_effect: effect, draws: 200, min_n: 2, min_response_rate: 0, max_half_width: 1000 },
        { where: isEverybody ? [] : [{ column: 'organisation', in: [organisation] }] },
      )
      const verdicts = tables
        .filter(({ id }) => id === 'priorities')
        .flatMap((table) =>
          rowsOfTable(table).map(({ cells }) => [String(cells['outcome']), cells['verdict']] as const),
        )
        .filter((pair): pair is readonly [string, string] => typeof pair[1] === 'string')
      expect(verdicts.length).toBeGreaterThan(0)
      for (const code of new Set(Object.values(sentenceOf))) {
        const wanted = verdicts.flatMap(([outcome, verdict]) => (sentenceOf[verdict] === code ? [outcome] : []))
        const told = prose.finding.filter(
          (sentence) => typeof sentence === 'object' && 'message' in sentence && sentence.message === code,
        )
        expect(outcomesIn(told).toSorted(), code).toEqual(wanted.toSorted())
      }
      for (const [, verdict] of verdicts) seen.add(verdict)
    },
  )

  test('were seen for changes, for none, and for what is left open', () => {
    expect([...seen].toSorted()).toEqual(expect.arrayContaining(['changed', 'inconclusive', 'practically-unchanged']))
  })
})
