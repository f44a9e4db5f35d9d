import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { Aborted } from '../../analyses/core/errors'
import { answeredDraft } from '../../analyses/drafting/answered-draft'
import type { Draft, DraftChoices } from '../../analyses/drafting/draft'
import { draftFromEvidence } from '../../analyses/drafting/drafting'
import { gatherEvidence } from '../../analyses/drafting/evidence'
import { groupsByStructure } from '../../analyses/drafting/structure-groups'
import { random } from '../../analyses/numeric/resampling/random'
import { openTable } from '../../analyses/readers/reader'
import { readers } from '../../analyses/readers/registry'
import { withItemsFromHere } from '../../renderer/state/drafting-steps'
import { dataFile } from '../../renderer/worker/data-file'
import { fileAt, projectFolder } from '../sources/sample-data'

const forms = join(projectFolder, 'fixtures/surveys/first-result/forms-2024.xlsx')
const tools = [8, 9, 10, 11, 12].map((place) => `q${place}`)
const together = [13, 14, 15, 16, 17].map((place) => `q${place}`)

/** Answers from 1 to 5 of people to items of as many factors as there are sizes. */
function answersOf(people: number, sizes: readonly number[], seed: string): readonly Int8Array[] {
  const draw = random(7, seed)
  const items = sizes.flatMap((size, factor) => Array.from({ length: size }, () => factor))
  const answers = items.map(() => new Int8Array(people))
  for (let person = 0; person < people; person += 1) {
    const levels = sizes.map(() => draw.normal())
    items.forEach((factor, item) => {
      const value = 3 + 0.9 * (levels[factor] ?? 0) + 0.6 * draw.normal()
      ;(answers[item] as Int8Array)[person] = Math.min(5, Math.max(1, Math.round(value)))
    })
  }
  return answers
}

const tableOf = async (answers: readonly Int8Array[], header: (item: number) => string) => {
  const rows = Array.from({ length: answers[0]?.length ?? 0 }, (_, row) => answers.map((own) => own[row]).join(';'))
  const text = `${answers.map((_, item) => header(item)).join(';')}\n${rows.join('\n')}\n`
  const { table } = await openTable(
    readers,
    dataFile({ file: new File([text], 'simulated.csv'), name: 'simulated.csv' }),
  )
  return gatherEvidence(table)
}

describe('how answers hang together', () => {
  test('an export of Forms has no headings: its two blocks are found, proposed with their reason, and asked about', async () => {
    const evidence = await gatherEvidence((await openTable(readers, fileAt(forms))).table)
    const draft = draftFromEvidence(evidence, {}, { name: 'forms' })
    expect(draft.dimensions.map(({ items }) => items)).toEqual([tools, together])
    // In R, the fewest people who answered two of the items both are 48.
    expect(draft.dimensions[0]?.reason).toMatchObject({
      message: 'drafting:dimension.structure',
      values: { items: 5, factors: 2, n: 48, strongest: 'Utbildningen har varit tillräcklig' },
    })
    const question = draft.questions.find(({ about }) => about === 'grouping')
    expect(question).toMatchObject({ isAnswered: false, suggested: 'structure', text: { values: { factors: 2 } } })
    // Only what runs against its own block is asked about, not what runs against the other one.
    expect(draft.questions.filter(({ about }) => about === 'reversed').map(({ id }) => id)).toEqual([
      'reversed:q12',
      'reversed:q17',
    ])
    const kept = answeredDraft(evidence, [{ question: 'grouping', choice: 'block' }], { name: 'forms' })
    expect(kept.dimensions.map(({ items }) => items)).toEqual([[...tools, ...together]])
    expect(kept.questions.find(({ about }) => about === 'grouping')?.isAnswered).toBe(true)
  })

  test.each([[[6]], [[5, 5]], [[4, 5, 6]], [[4, 4, 4, 4]]])('factors of %j items are found', (sizes) => {
    const found = groupsByStructure(answersOf(400, sizes, String(sizes)))
    if (found.kind !== 'found') throw new Error(found.kind)
    expect(found.factors).toBe(sizes.length)
    const [firsts] = [sizes.map((_, factor) => sizes.slice(0, factor).reduce((sum, size) => sum + size, 0))]
    const names = firsts.map((at) => found.factorOf[at])
    expect(new Set(names).size).toBe(sizes.length)
    expect(found.factorOf).toEqual(sizes.flatMap((size, factor) => Array.from({ length: size }, () => names[factor])))
  })

  test('from few people, from few items and from items that do not vary it cannot be told, and it is said so', () => {
    expect(groupsByStructure(answersOf(29, [5, 5], 'few'))).toEqual({ kind: 'few-people', n: 29, needed: 30 })
    expect(groupsByStructure(answersOf(50, [10, 10], 'few'))).toEqual({ kind: 'few-people', n: 50, needed: 60 })
    expect(groupsByStructure(answersOf(400, [3], 'three'))).toEqual({ kind: 'few-items' })
    const constant = new Int8Array(400).fill(3)
    expect(groupsByStructure([...answersOf(400, [5], 'constant'), constant])).toEqual({ kind: 'unsolved' })
  })

  test('people who left out some answers count for the items that they answered', () => {
    const answers = answersOf(200, [5, 5], 'blanks')
    answers.forEach((own, item) => own.forEach((_, row) => (row % 10 === item ? (own[row] = -128) : undefined)))
    expect(groupsByStructure(answers)).toMatchObject({ kind: 'found', factors: 2, n: 160 })
  })

  test('the work says how far it is, and ends when it is called off', () => {
    const shares: number[] = []
    groupsByStructure(answersOf(100, [4, 4], 'poll'), (share) => shares.push(share))
    expect(shares.length).toBeGreaterThan(5)
    expect(shares.every((share, at) => share >= (shares[at - 1] ?? 0) && share <= 1)).toBe(true)
    const stop = (): never => {
      throw new Aborted()
    }
    expect(() => groupsByStructure(answersOf(100, [4, 4], 'poll'), stop)).toThrow(Aborted)
  })
})

describe('a draft whose questions are to be put together by their answers', () => {
  const structure: DraftChoices = { grouping: 'structure' }
  const noteOf = ({ groupingNotes }: Draft): string | undefined => groupingNotes[0]?.message

  test('keeps them under their heading, and says so, where they are one thing or too few answered', async () => {
    const heading = (item: number): string => `Hvor enig er du? - Påstand nummer ${item + 1}`
    const one = draftFromEvidence(await tableOf(answersOf(300, [8], 'one'), heading), structure, { name: 'one' })
    expect([one.dimensions.length, noteOf(one)]).toEqual([1, 'drafting:structure.one'])
    const few = draftFromEvidence(await tableOf(answersOf(20, [4, 4], 'few'), heading), structure, { name: 'few' })
    expect([few.dimensions.length, noteOf(few)]).toEqual([1, 'drafting:structure.few-people'])
    expect(few.decisions).toContainEqual(few.groupingNotes[0])
  })

  test('is asked about where one heading stands over answers that fall into two groups, and keeps the heading until it is answered', async () => {
    const heading = (item: number): string => `Hvor enig er du? - Påstand nummer ${item + 1}`
    const evidence = await tableOf(answersOf(300, [4, 4], 'two'), heading)
    const draft = draftFromEvidence(evidence, {}, { name: 'two' })
    expect(draft.dimensions.length).toBe(1)
    expect(draft.questions.find(({ about }) => about === 'grouping')).toMatchObject({
      suggested: 'block',
      isAnswered: false,
    })
    const answered = answeredDraft(evidence, [{ question: 'grouping', choice: 'structure' }], { name: 'two' })
    expect(answered.dimensions.map(({ items }) => items.length)).toEqual([4, 4])
  })

  test('can be split by hand where a block of the questionnaire begins', async () => {
    const evidence = await tableOf(answersOf(300, [8], 'one'), (item) => `Påstand nummer ${item + 1} om oss`)
    const first = draftFromEvidence(evidence, {}, { name: 'one' })
    const header = first.columns[4]?.header ?? ''
    const once = draftFromEvidence(evidence, withItemsFromHere({}, first, header, 'Ny'), { name: 'one' })
    expect(once.dimensions.map(({ items }) => items.length)).toEqual([4, 4])
    const again = withItemsFromHere(
      withItemsFromHere({}, first, header, 'Ny'),
      once,
      once.columns[6]?.header ?? '',
      'Ny',
    )
    const twice = draftFromEvidence(evidence, again, { name: 'one' })
    expect(twice.dimensions.map(({ items }) => items.length)).toEqual([4, 2, 2])
    expect(twice.dimensions.map(({ label }) => Object.values(label)[0]).slice(1)).toEqual(['Ny', 'Ny 2'])
  })
})
