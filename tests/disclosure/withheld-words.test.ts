import { expect, test } from 'vitest'
import { createSpeaker } from '../../analyses/core/speaker'
import { interfaceLanguages, type Label } from '../../analyses/core/words'
import { analyses, messagesOf } from '../../analyses/index'
import { engineOfTests } from '../database/engine-of-tests'
import { instrumentOf, openHandMade, type Respondent } from '../survey/hand-made-survey'
import { runOn } from '../survey/run-analysis'

/** Sentences about a filter that leaves fewer people than may be shown: every number that they could speak of is withheld. */

const items = ['a_1', 'a_2', 'a_3', 'b_1', 'b_2', 'b_3'] as const
const people = ['2021', '2022'].flatMap((round) =>
  Array.from({ length: 43 }, (_, index): Respondent => ({
    round,
    places: { organisation: index < 3 ? 'Few' : index < 23 ? 'North' : 'South', role: index % 2 === 0 ? 'A' : 'B' },
    answers: Object.fromEntries(items.map((item, at) => [item, 1 + ((index * 7 + at * (3 + (index % 3))) % 5)])),
  })),
)
const database = await engineOfTests()
const dataset = await openHandMade(database, {
  instrument: instrumentOf(
    [{}],
    [{ id: 'a' }, { id: 'b' }],
    items.map((id) => ({ id })),
  ),
  people,
  attributes: ['organisation', 'role'],
})

test.each(
  [...analyses.values()].filter(({ needs }) => needs.data === 'survey').map((analysis) => [analysis.id, analysis]),
)('%s speaks of no number that is withheld', async (_, analysis) => {
  const outcome = await runOn(
    database,
    dataset,
    analysis,
    {},
    { minGroup: 5, where: [{ column: 'organisation', in: ['Few'] }] },
  )
  expect(outcome.status).not.toBe('failed')
  const labels: readonly Label[] = [
    ...outcome.prose.finding,
    ...outcome.prose.method,
    ...outcome.notes.map(({ code, about }) => ({ message: code, values: about })),
    ...(outcome.refusal === null ? [] : [{ message: outcome.refusal.code, values: outcome.refusal.about }]),
  ]
  expect(labels.length).toBeGreaterThan(0)
  for (const language of interfaceLanguages) {
    const speaker = createSpeaker(language, messagesOf(language), dataset.instrument)
    for (const label of labels) expect(speaker.label(label)).not.toMatch(/NaN|null|undefined|Infinity/)
  }
})
