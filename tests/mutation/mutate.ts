import type { AnyAnalysis } from '../../analyses/core/contract'
import { analyses } from '../../analyses/index'
import { filesBelow, readProjectFile } from '../source-files'
import { createJudge, type Check, type Selection } from './judge'
import { isWellFormed, mutationsOf, type Mutation } from './operators'
import { createReach } from './reach'
import { recordReach } from './recording'
import {
  noReport,
  readEquivalents,
  readReport,
  summary,
  writeReport,
  type Judged,
  type Outcome,
  type Report,
} from './report'
import { nameOf, roomOf, sampleMutations } from './sample'
import type { OptionDefaults } from './site'
import { endToEndTestsOf } from './windows'
import { copyCheckout, type RunProgram } from './working-copy'

/**
 * `npm run mutate`: changes the sources one small piece at a time, in a copy of the checkout, and tells which changes no
 * test notices. The same seed draws the same sample from the same sources.
 */

export const usage = `npm run mutate -- [ROOM …] [--seed N] [--count N] [--resume | --survivors] [--no-windows] [--workers N] [--minutes N]

  ROOM         analyses/drivers, renderer, main/services …; all rooms without it
  --seed N     draws another sample (1)
  --count N    how many mutations (40)
  --resume     goes on with the last report: what it holds of this sample is not judged again
  --survivors  judges again what survived in the last report
  --no-windows leaves out the end-to-end tests: what they alone could notice waits for a run that resumes this one
  --workers N  test files at the same time (1)
  --minutes N  the longest that the compiler, the build or one end-to-end test may take (10)
`

export interface Wishes {
  readonly rooms: readonly string[]
  readonly seed: number
  readonly count: number
  readonly kept: 'nothing' | 'resume' | 'survivors'
  readonly windows: 'asked' | 'left out'
  readonly workers: number
  readonly minutes: number
}

/** @throws Error with the usage when the arguments cannot be understood */
export function parseWishes(given: readonly string[]): Wishes {
  const numbers = { '--seed': 1, '--count': 40, '--workers': 1, '--minutes': 10 }
  const rooms: string[] = []
  let kept: Wishes['kept'] = 'nothing'
  let windows: Wishes['windows'] = 'asked'
  const rest = [...given]
  for (let word = rest.shift(); word !== undefined; word = rest.shift()) {
    if (Object.hasOwn(numbers, word)) {
      const value = Number(rest.shift())
      if (!Number.isInteger(value) || value < 1) throw new Error(`${word} wants a whole number.\n${usage}`)
      numbers[word as keyof typeof numbers] = value
    } else if (word === '--resume') kept = 'resume'
    else if (word === '--survivors') kept = 'survivors'
    else if (word === '--no-windows') windows = 'left out'
    else if (word.startsWith('-')) throw new Error(`${word} is not known.\n${usage}`)
    else rooms.push(word.replace(/\/$/, ''))
  }
  return {
    rooms,
    kept,
    windows,
    seed: numbers['--seed'],
    count: numbers['--count'],
    workers: numbers['--workers'],
    minutes: numbers['--minutes'],
  }
}

/** Defaults of an analysis' options that one value says; those of columns follow the data. */
function optionDefaultsOf(file: string): OptionDefaults {
  const [top, room = ''] = file.split('/')
  const analysis: AnyAnalysis | undefined = top === 'analyses' ? analyses.get(room) : undefined
  return Object.fromEntries(
    Object.entries(analysis?.options ?? {})
      .filter(([, { kind }]) => ['number', 'choice', 'flag'].includes(kind))
      .map(([id, option]) => [id, JSON.stringify(option.default)]),
  )
}

/** Every mutation of the rooms, or of all; the set-up scripts (`.mjs`) are left out, since what they do cannot be tested here. */
export function mutationsIn(rooms: readonly string[]): readonly Mutation[] {
  return ['main', 'preload', 'renderer', 'analyses']
    .flatMap((folder) => filesBelow(folder, ['.ts', '.tsx']))
    .filter((file) => !file.endsWith('.d.ts'))
    .filter(
      (file) =>
        rooms.length === 0 ||
        rooms.some((room) => file.startsWith(`${room}/`) || file.split('/')[1] === room || file === room),
    )
    .flatMap((file) => mutationsOf(file, readProjectFile(file), optionDefaultsOf(file)))
}

function chooseMutations({ rooms, count, seed, kept }: Wishes, before: Report): readonly Mutation[] {
  const all = mutationsIn(rooms)
  if (kept !== 'survivors')
    return sampleMutations(all, count, seed, (mutation) => isWellFormed(mutation, readProjectFile(mutation.file)))
  const survivors = new Set(
    before.judged.filter(({ verdict }) => verdict.status === 'survived').map(({ mutation }) => nameOf(mutation)),
  )
  return all.filter((mutation) => survivors.delete(nameOf(mutation)))
}

/** Longer than tests take on a machine that is busy with other things, by which an endless loop is known. */
const limitFor = (milliseconds: number): number => 120_000 + 10 * milliseconds

const usualMilliseconds = 10_000
const types: Check = { kind: 'types' }

const unitChecks = (asked: readonly Selection[], milliseconds: number): readonly Check[] =>
  asked.length === 0 ? [] : [{ kind: 'unit', asked, milliseconds: limitFor(milliseconds) }]

/** A mutation with its place in the sample, from 1. */
interface Drawn {
  readonly mutation: Mutation
  readonly place: number
}

/**
 * Judges a sample and writes `tests/.results/mutation.json` after each mutation, so that a run that is cut short can go on. First every
 * mutation is put before the nearest unit tests and the compiler, which notice most. Of the others it is recorded which
 * tests reach them at all, and those are run. What only a window could notice is put before the end-to-end tests last,
 * since these take longer than all the rest. A mutation has survived when every test that can notice it has passed.
 *
 * @param say prints a line
 * @returns the exit code: 0 when nothing survived
 */
export async function mutate(given: readonly string[], run: RunProgram, say: (line: string) => void): Promise<0 | 1> {
  const wishes = parseWishes(given)
  const before = wishes.kept === 'nothing' ? noReport : readReport()
  const sample = chooseMutations(wishes, before)
  say(`${sample.length} mutations, seed ${wishes.seed}.`)
  const known = new Map(wishes.kept === 'resume' ? before.judged.map((each) => [nameOf(each.mutation), each]) : [])
  const reasons = new Map(readEquivalents().map((each) => [nameOf(each), each.reason]))
  const judged = new Map<string, Judged>()
  for (const mutation of sample) {
    const reason = reasons.get(nameOf(mutation))
    const kept = known.get(nameOf(mutation))
    if (reason !== undefined)
      judged.set(nameOf(mutation), { mutation, seconds: 0, verdict: { status: 'equivalent', reason } })
    else if (kept !== undefined) judged.set(nameOf(mutation), { ...kept, mutation })
  }
  const report = (): Report => ({
    seed: wishes.seed,
    judged: sample.flatMap((mutation) => judged.get(nameOf(mutation)) ?? []),
  })

  const copy = copyCheckout(run, wishes.minutes * 60_000, wishes.workers)
  let isStopped = false
  for (const signal of ['SIGINT', 'SIGTERM'] as const)
    process.once(signal, () => {
      isStopped = true
      copy.stop()
    })
  const { judge, unsound } = createJudge(copy)

  /** Judges one mutation, notes the verdict and says it; a verdict that came while the program was stopped is worth nothing. */
  async function decide({ mutation, place }: Drawn, checks: readonly Check[], ifPassed: Outcome): Promise<void> {
    const begun = Date.now()
    const verdict = await judge(mutation, checks)
    if (isStopped) return
    const seconds = (judged.get(nameOf(mutation))?.seconds ?? 0) + (Date.now() - begun) / 1_000
    const outcome = verdict.status === 'survived' ? ifPassed : verdict
    judged.set(nameOf(mutation), { mutation, seconds, verdict: outcome })
    writeReport(report())
    const remark = outcome.status === 'noticed' ? ` by ${outcome.by}` : ''
    say(`${place} ${outcome.status}${remark} (${seconds.toFixed(0)} s)`)
    say(`  ${roomOf(mutation.file)} ${mutation.file}:${mutation.line} ${mutation.change}`)
  }

  try {
    const drawn = sample.map((mutation, index): Drawn => ({ mutation, place: index + 1 }))
    const waitingFor = (tests: 'other unit tests' | 'end-to-end tests'): readonly Drawn[] =>
      drawn.filter(({ mutation }) => {
        const verdict = judged.get(nameOf(mutation))?.verdict
        return verdict?.status === 'waiting' && verdict.for === tests
      })
    const reach = createReach()
    for (const each of drawn) {
      if (isStopped) break
      if (judged.has(nameOf(each.mutation))) continue
      const asked = reach.near(each.mutation.file)
      const checks = [...unitChecks(asked, usualMilliseconds * asked.length), types]
      await decide(each, checks, { status: 'waiting', for: 'other unit tests' })
    }
    const others = isStopped ? [] : waitingFor('other unit tests')
    const recording = await recordReach(
      copy,
      reach,
      others.map(({ mutation }) => mutation),
      say,
    )
    for (const [number, each] of others.entries()) {
      if (isStopped) break
      const { file } = each.mutation
      const { asked, milliseconds } = reach.far(recording, file, number)
      const isLast = endToEndTestsOf(file).length === 0
      await decide(
        each,
        unitChecks(asked, milliseconds),
        isLast ? { status: 'survived' } : { status: 'waiting', for: 'end-to-end tests' },
      )
    }
    for (const each of wishes.windows === 'asked' ? waitingFor('end-to-end tests') : []) {
      if (isStopped) break
      const asked = endToEndTestsOf(each.mutation.file).map((file) => ({ file, ids: null }))
      const milliseconds = wishes.minutes * 60_000 * asked.length
      await decide(each, [{ kind: 'end-to-end', asked, milliseconds }], { status: 'survived' })
    }
    for (const name of unsound) say(`Failed without any mutation: ${name}`)
  } catch (error) {
    // What was being run when the program was stopped has ended with an error.
    if (!isStopped) throw error
  } finally {
    copy.remove()
  }
  writeReport(report())
  say(summary(report()))
  return report().judged.some(({ verdict }) => verdict.status === 'survived') ? 1 : 0
}
