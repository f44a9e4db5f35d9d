import { describe, expect, test } from 'vitest'
import { createJudge, type Check, type CheckRun, type Failure, type Workplace } from './judge'
import { mutationsOf, type Mutation } from './operators'

const source = 'f(a < b)'
const mutation = mutationsOf('a.ts', source).find(({ operator }) => operator === 'comparison') as Mutation
const unit = (...files: string[]): Check => ({
  kind: 'unit',
  asked: files.map((file) => ({ file, ids: null })),
  milliseconds: 1,
})
const types: Check = { kind: 'types' }

const told = (check: Check): string =>
  check.kind === 'types'
    ? 'types'
    : check.asked.map(({ file, ids }) => (ids === null ? file : `${file} ${ids.join(' ')}`)).join(', ')

/** A workplace whose checks fail as a function of the source and of what is run. */
function openPlace(outcomeOf: (isMutated: boolean, check: Check) => Failure | 'timed-out' | 'complaint' | null) {
  let content = source
  const ran: string[] = []
  const place: Workplace = {
    read: () => content,
    write: (_, text) => void (content = text),
    async run(check): Promise<CheckRun> {
      const isMutated = content !== source
      ran.push(`${isMutated ? 'mutated' : 'as it is'}: ${told(check)}`)
      const found = outcomeOf(isMutated, check)
      if (found === null) return { outcome: 'passed', failure: null, complaint: '' }
      if (found === 'timed-out') return { outcome: 'timed-out', failure: null, complaint: '' }
      if (found === 'complaint') return { outcome: 'failed', failure: null, complaint: 'the compiler' }
      return { outcome: 'failed', failure: found, complaint: `${found.file}: adds` }
    },
  }
  return { place, ran, contentNow: () => content }
}

const failing = (file: string, id: string | null = `${file} 1`): Failure => ({ file, id })
const asks = (check: Check, file: string): boolean =>
  check.kind !== 'types' && check.asked.some((each) => each.file === file)

describe('a mutation', () => {
  test('is noticed by a test that fails with it and passes without', async () => {
    const { place, ran, contentNow } = openPlace((isMutated) => (isMutated ? failing('a.test.ts') : null))
    expect(await createJudge(place).judge(mutation, [unit('a.test.ts', 'b.test.ts'), types])).toEqual({
      status: 'noticed',
      with: 'unit',
      by: 'a.test.ts: adds',
    })
    expect(ran).toEqual(['mutated: a.test.ts, b.test.ts', 'as it is: a.test.ts a.test.ts 1'])
    expect(contentNow()).toBe(source)
  })

  test('is noticed by a test that needs those before it', async () => {
    const { place, ran } = openPlace((isMutated, check) =>
      isMutated || told(check) === 'a.test.ts a.test.ts 1' ? failing('a.test.ts') : null,
    )
    expect(await createJudge(place).judge(mutation, [unit('a.test.ts', 'b.test.ts')])).toMatchObject({
      status: 'noticed',
    })
    expect(ran.at(-1)).toBe('as it is: a.test.ts')
  })

  test('is noticed by the compiler', async () => {
    const { place } = openPlace((isMutated, { kind }) => (isMutated && kind === 'types' ? 'complaint' : null))
    expect(await createJudge(place).judge(mutation, [unit('a.test.ts'), types])).toEqual({
      status: 'noticed',
      with: 'types',
      by: 'the compiler',
    })
  })

  test.each<readonly [string, string | null]>([
    ["main/b.ts(3,1): error TS2307: Cannot find module './c'.", null],
    ["a.ts(3,1): error TS2307: Cannot find module './c'.", "a.ts(3,1): error TS2307: Cannot find module './c'."],
    [
      "b.ts(3,1): error TS2307: Cannot find module './c'.\nb.ts(4,1): error TS2322: No.",
      'b.ts(4,1): error TS2322: No.',
    ],
  ])('is not noticed by a file that finds no module, unless it is its own: %j', async (complaint, by) => {
    const { place } = openPlace(() => null)
    const run: Workplace['run'] = (check) =>
      check.kind === 'types' && place.read('a.ts') !== source
        ? Promise.resolve({ outcome: 'failed', failure: null, complaint })
        : place.run(check)
    expect(await createJudge({ ...place, run }).judge(mutation, [unit('a.test.ts'), types])).toEqual(
      by === null ? { status: 'survived' } : { status: 'noticed', with: 'types', by },
    )
  })

  test('survives what passes with it', async () => {
    const { place, ran, contentNow } = openPlace(() => null)
    expect(await createJudge(place).judge(mutation, [unit('a.test.ts'), types])).toEqual({ status: 'survived' })
    expect(ran).toEqual(['mutated: a.test.ts', 'mutated: types'])
    expect(contentNow()).toBe(source)
  })

  test('is not noticed by a test that fails without it too; the others are asked again', async () => {
    const { place } = openPlace((isMutated, check) =>
      asks(check, 'broken.test.ts') ? failing('broken.test.ts') : isMutated ? failing('a.test.ts') : null,
    )
    const judge = createJudge(place)
    expect(await judge.judge(mutation, [unit('broken.test.ts', 'a.test.ts')])).toMatchObject({ status: 'noticed' })
    expect(judge.unsound).toEqual(['broken.test.ts broken.test.ts 1'])
  })

  test('survives when the others pass, and what is known to fail is not run again', async () => {
    const { place, ran } = openPlace((_, check) => (asks(check, 'broken.test.ts') ? failing('broken.test.ts') : null))
    const judge = createJudge(place)
    const checks = [unit('broken.test.ts', 'a.test.ts')]
    expect(await judge.judge(mutation, checks)).toEqual({ status: 'survived' })
    const before = ran.length
    expect(await judge.judge(mutation, checks)).toEqual({ status: 'survived' })
    expect(ran.slice(before)).toEqual(['mutated: a.test.ts'])
  })

  test('is undecided when nothing is left that passes without it', async () => {
    const { place } = openPlace(() => failing('broken.test.ts'))
    expect(await createJudge(place).judge(mutation, [unit('broken.test.ts')])).toMatchObject({ status: 'undecided' })
  })

  test('that makes the program run for ever is noticed, unless the check never ends by itself', async () => {
    const endless = openPlace((isMutated) => (isMutated ? 'timed-out' : null))
    expect(await createJudge(endless.place).judge(mutation, [unit('a.test.ts')])).toEqual({
      status: 'noticed',
      with: 'unit',
      by: 'tests that did not end',
    })
    const slow = openPlace(() => 'timed-out')
    expect(await createJudge(slow.place).judge(mutation, [unit('a.test.ts')])).toMatchObject({ status: 'undecided' })
  })

  test('is undone when a check breaks off', async () => {
    const { place, contentNow } = openPlace(() => null)
    const breaking = { ...place, run: () => Promise.reject(new Error('no room on the disk')) }
    await expect(createJudge(breaking).judge(mutation, [types])).rejects.toThrow('no room on the disk')
    expect(contentNow()).toBe(source)
  })
})
