import { describe, expect, test } from 'vitest'
import { mutationsIn, parseWishes } from './mutate'
import { mutationsOf } from './operators'
import { readEquivalents, summary, type Judged } from './report'

describe('the command', () => {
  test('understands its arguments', () => {
    expect(parseWishes([])).toEqual({
      rooms: [],
      seed: 1,
      count: 40,
      kept: 'nothing',
      windows: 'asked',
      workers: 1,
      minutes: 10,
    })
    expect(
      parseWishes(['analyses/drivers/', 'main', '--seed', '7', '--count', '200', '--resume', '--no-windows']),
    ).toMatchObject({ rooms: ['analyses/drivers', 'main'], seed: 7, count: 200, kept: 'resume', windows: 'left out' })
    expect(() => parseWishes(['--seed', 'x'])).toThrow('--seed wants a whole number')
    expect(() => parseWishes(['--fast'])).toThrow('--fast is not known')
  })

  test('finds the mutations of a room, by its path or its name, and the options of its analysis', () => {
    const files = new Set(mutationsIn(['drivers']).map(({ file }) => file.split('/').slice(0, 2).join('/')))
    expect([...files]).toEqual(['analyses/drivers'])
    const options = mutationsIn(['analyses/drivers']).filter(({ operator }) => operator === 'option')
    expect(options.map(({ change }) => change)).toContain('the option confidence was read as its default 0.95')
    expect(mutationsIn(['main/ipc.ts']).every(({ file }) => file === 'main/ipc.ts')).toBe(true)
    expect(mutationsIn(['no-such-room'])).toEqual([])
  })

  test('sums up: equivalents count neither way, survivors and undecided ones are named with their places', () => {
    const mutation = mutationsOf('main/a.ts', 'f(a < b)').find(({ operator }) => operator === 'comparison')
    if (mutation === undefined) throw new Error('There is no mutation.')
    const judged: readonly Judged[] = [
      { mutation, seconds: 30, verdict: { status: 'noticed', with: 'unit', by: 'x' } },
      { mutation, seconds: 60, verdict: { status: 'noticed', with: 'types', by: 'y' } },
      { mutation: { ...mutation, line: 12 }, seconds: 90, verdict: { status: 'survived' } },
      { mutation: { ...mutation, line: 20 }, seconds: 0, verdict: { status: 'waiting', for: 'end-to-end tests' } },
      {
        mutation: { ...mutation, line: 30 },
        seconds: 0,
        verdict: { status: 'undecided', why: 'the test fails anyway' },
      },
      {
        mutation: { ...mutation, line: 40 },
        seconds: 0,
        verdict: { status: 'equivalent', reason: 'a never equals b' },
      },
    ]
    const text = summary({ seed: 3, judged })
    expect(text).toContain('main/a.ts:12  < became <=')
    expect(text).toContain('main/a.ts:30  < became <= – the test fails anyway')
    expect(text).toContain('main/a.ts:40  < became <= – a never equals b')
    expect(text).toContain('main/a.ts:20  < became <= – for end-to-end tests')
    expect(text).toContain(
      '6 mutations, seed 3, judged in 3 minutes: 2 noticed (1 by unit tests, 1 by the compiler, 0 by end-to-end tests), 1 survived, 1 waiting, 1 undecided, 1 equivalent.',
    )
    expect(text).toContain(
      '40.0 % of the 5 that are not equivalent were noticed; the 2 that wait or are undecided count as not noticed.',
    )
    const [first] = judged
    expect(summary({ seed: 3, judged: first === undefined ? [] : [first] })).toContain(
      '100.0 % of the 1 that are not equivalent were noticed.',
    )
  })
})

test('every equivalent is a mutation that there is, and has a reason', () => {
  for (const { file, code, change, reason } of readEquivalents()) {
    const found = mutationsIn([file]).some((each) => each.code === code && each.change === change)
    expect(found, `${file}: ${code}: ${change}`).toBe(true)
    expect(reason.length).toBeGreaterThan(20)
  }
})
