import { describe, expect, test } from 'vitest'
import { createJudge, type Check, type CheckRun, type Workplace } from './judge'
import { mutationsOf, type Mutation } from './operators'

const source = 'f(a < b)'
const mutation = mutationsOf('a.ts', source).find(({ operator }) => operator === 'comparison') as Mutation
const unit = (...files: string[]): Check => ({ kind: 'unit', files, filter: null })
const types: Check = { kind: 'types', files: [], filter: null }

/** A workplace whose checks fail as a function of the source and of the files that are run. */
function openPlace(outcomeOf: (isMutated: boolean, check: Check) => readonly string[] | CheckRun['outcome']) {
  let content = source
  const ran: string[] = []
  const place: Workplace = {
    read: () => content,
    write: (_, text) => void (content = text),
    async run(check) {
      const isMutated = content !== source
      ran.push(`${isMutated ? 'mutated' : 'as it is'}: ${check.files.join(' ') || check.kind}`)
      const found = outcomeOf(isMutated, check)
      if (typeof found === 'string') return { outcome: found, failedFiles: [], complaint: 'the runner' }
      return found.length === 0
        ? { outcome: 'passed', failedFiles: [], complaint: '' }
        : { outcome: 'failed', failedFiles: found, complaint: `${found[0] ?? ''}: adds` }
    },
  }
  return { place, ran, contentNow: () => content }
}

describe('a mutation', () => {
  test('is noticed by a test that fails with it and passes without', async () => {
    const { place, ran, contentNow } = openPlace((isMutated) => (isMutated ? ['a.test.ts'] : []))
    expect(await createJudge(place).judge(mutation, [unit('a.test.ts', 'b.test.ts'), types])).toEqual({
      status: 'noticed',
      by: 'a.test.ts: adds',
    })
    expect(ran).toEqual(['mutated: a.test.ts b.test.ts', 'as it is: a.test.ts'])
    expect(contentNow()).toBe(source)
  })

  test('survives what passes with it', async () => {
    const { place, ran, contentNow } = openPlace(() => [])
    expect(await createJudge(place).judge(mutation, [unit('a.test.ts'), types])).toEqual({ status: 'survived' })
    expect(ran).toEqual(['mutated: a.test.ts', 'mutated: types'])
    expect(contentNow()).toBe(source)
  })

  test('is not noticed by a test that fails without it too; the others are asked again', async () => {
    const { place } = openPlace((isMutated, { files }) =>
      files.includes('broken.test.ts') ? ['broken.test.ts'] : isMutated ? ['a.test.ts'] : [],
    )
    const judge = createJudge(place)
    expect(await judge.judge(mutation, [unit('broken.test.ts', 'a.test.ts')])).toMatchObject({ status: 'noticed' })
    expect(judge.unsound).toEqual(['unit broken.test.ts'])
  })

  test('is undecided when only such a test complains', async () => {
    const { place, ran } = openPlace((_, { files }) => (files.includes('broken.test.ts') ? ['broken.test.ts'] : []))
    const judge = createJudge(place)
    const checks = [unit('broken.test.ts', 'a.test.ts')]
    expect(await judge.judge(mutation, checks)).toMatchObject({ status: 'undecided' })
    const before = ran.length
    expect(await judge.judge(mutation, checks), 'what is known to fail is not run again').toEqual({
      status: 'survived',
    })
    expect(ran.slice(before)).toEqual(['mutated: a.test.ts'])
  })

  test('that makes the program run for ever is noticed, unless the check never ends by itself', async () => {
    const endless = openPlace((isMutated) => (isMutated ? 'timed-out' : []))
    expect(await createJudge(endless.place).judge(mutation, [unit('a.test.ts')])).toEqual({
      status: 'noticed',
      by: 'unit a.test.ts did not end',
    })
    const slow = openPlace(() => 'timed-out')
    expect(await createJudge(slow.place).judge(mutation, [unit('a.test.ts')])).toMatchObject({ status: 'undecided' })
  })

  test('is undone when a check breaks off', async () => {
    const { place, contentNow } = openPlace(() => [])
    const breaking = { ...place, run: () => Promise.reject(new Error('no room on the disk')) }
    await expect(createJudge(breaking).judge(mutation, [types])).rejects.toThrow('no room on the disk')
    expect(contentNow()).toBe(source)
  })
})
