import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import type { AnyAnalysis } from '../../analyses/core/contract'
import { analyses } from '../../analyses/index'
import { filesBelow, projectFolder, readProjectFile } from '../source-files'
import { createJudge, type Check, type Verdict } from './judge'
import { isWellFormed, mutationsOf, type Mutation, type OptionDefaults } from './operators'
import { createReach } from './reach'
import { roomOf, sampleMutations } from './sample'
import { endToEndTestsOf } from './windows'
import { copyCheckout, type RunProgram } from './working-copy'

/**
 * `npm run mutate`: changes the sources one small piece at a time, in a copy of the checkout, and tells which changes no
 * test notices. The same seed draws the same sample from the same sources.
 */

export const usage = `npm run mutate -- [ROOM …] [--seed N] [--count N] [--resume | --survivors] [--workers N] [--minutes N]

  ROOM         analyses/drivers, renderer, main/services …; all rooms without it
  --seed N     draws another sample (1)
  --count N    how many mutations (40)
  --resume     goes on with the last report: what it holds of this sample is not judged again
  --survivors  judges again what survived in the last report
  --workers N  test files at the same time (1)
  --minutes N  the longest that one check may take (10)
`

export interface Wishes {
  readonly rooms: readonly string[]
  readonly seed: number
  readonly count: number
  readonly kept: 'nothing' | 'resume' | 'survivors'
  readonly workers: number
  readonly minutes: number
}

/** @throws Error with the usage when the arguments cannot be understood */
export function parseWishes(given: readonly string[]): Wishes {
  const numbers = { '--seed': 1, '--count': 40, '--workers': 1, '--minutes': 10 }
  const rooms: string[] = []
  let kept: Wishes['kept'] = 'nothing'
  const rest = [...given]
  for (let word = rest.shift(); word !== undefined; word = rest.shift()) {
    if (Object.hasOwn(numbers, word)) {
      const value = Number(rest.shift())
      if (!Number.isInteger(value) || value < 1) throw new Error(`${word} wants a whole number.\n${usage}`)
      numbers[word as keyof typeof numbers] = value
    } else if (word === '--resume') kept = 'resume'
    else if (word === '--survivors') kept = 'survivors'
    else if (word.startsWith('-')) throw new Error(`${word} is not known.\n${usage}`)
    else rooms.push(word.replace(/\/$/, ''))
  }
  return {
    rooms,
    kept,
    seed: numbers['--seed'],
    count: numbers['--count'],
    workers: numbers['--workers'],
    minutes: numbers['--minutes'],
  }
}

/** A mutation listed in `equivalents.json`: one that no test can notice, since it changes nothing that anybody sees; each with its reason. */
export interface Equivalent {
  readonly file: string
  readonly code: string
  readonly change: string
  readonly reason: string
}

export const readEquivalents = (): readonly Equivalent[] =>
  JSON.parse(readProjectFile('tests/mutation/equivalents.json')) as readonly Equivalent[]

export interface Judged {
  readonly mutation: Mutation
  readonly verdict: Verdict | { readonly status: 'equivalent'; readonly reason: string }
}

interface Report {
  readonly seed: number
  readonly judged: readonly Judged[]
}

const reportPath = join(projectFolder, 'tests', '.results', 'mutation.json')

function readReport(): Report {
  try {
    return JSON.parse(readFileSync(reportPath, 'utf8')) as Report
  } catch {
    return { seed: 0, judged: [] }
  }
}

function writeReport(report: Report): void {
  mkdirSync(dirname(reportPath), { recursive: true })
  writeFileSync(reportPath, `${JSON.stringify(report, null, 1)}\n`)
}

/** What names a mutation while lines move: where it is, the line as it was, and the change. */
const nameOf = ({ file, code, change }: Pick<Mutation, 'file' | 'code' | 'change'>): string =>
  [file, code, change].join('\n')

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

function checksOf(reach: ReturnType<typeof createReach>, file: string): readonly Check[] {
  const windows = endToEndTestsOf(file)
  return [
    ...reach(file).map((batch): Check => ({ kind: 'unit', ...batch })),
    { kind: 'types', files: [], filter: null },
    ...windows.map((path): Check => ({ kind: 'end-to-end', files: [path], filter: null })),
  ]
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

/** The summary of a report, survivors and equivalents with their places. */
export function summary({ seed, judged }: Report): string {
  const of = (status: Judged['verdict']['status']) => judged.filter(({ verdict }) => verdict.status === status)
  const noticed = of('noticed').length
  const survived = of('survived')
  const share = noticed + survived.length === 0 ? 0 : (100 * noticed) / (noticed + survived.length)
  const lines = (title: string, entries: readonly Judged[], why: (entry: Judged) => string): readonly string[] =>
    entries.length === 0
      ? []
      : [
          `\n${title}`,
          ...entries.flatMap((entry) => [
            `  ${entry.mutation.file}:${entry.mutation.line}  ${entry.mutation.change}${why(entry)}`,
            `      ${entry.mutation.code}`,
          ]),
        ]
  return [
    ...lines('Survived:', survived, () => ''),
    ...lines('Undecided:', of('undecided'), ({ verdict }) =>
      verdict.status === 'undecided' ? ` – ${verdict.why}` : '',
    ),
    ...lines('Equivalent:', of('equivalent'), ({ verdict }) =>
      verdict.status === 'equivalent' ? ` – ${verdict.reason}` : '',
    ),
    `\n${judged.length} mutations, seed ${seed}: ${noticed} noticed, ${survived.length} survived, ${of('undecided').length} undecided, ${of('equivalent').length} equivalent.`,
    `${share.toFixed(1)} % of ${noticed + survived.length} were noticed.`,
  ].join('\n')
}

/**
 * Judges a sample and writes `tests/.results/mutation.json` after each mutation, so that a run that is cut short can go on.
 *
 * @param say prints a line
 * @returns the exit code: 0 when nothing survived
 */
export async function mutate(given: readonly string[], run: RunProgram, say: (line: string) => void): Promise<0 | 1> {
  const wishes = parseWishes(given)
  const before = wishes.kept === 'nothing' ? { seed: wishes.seed, judged: [] } : readReport()
  const sample = chooseMutations(wishes, before)
  say(`${sample.length} mutations, seed ${wishes.seed}.`)
  const known = new Map(wishes.kept === 'resume' ? before.judged.map((each) => [nameOf(each.mutation), each]) : [])
  const reasons = new Map(readEquivalents().map((each) => [nameOf(each), each.reason]))
  const reach = createReach()
  const copy = copyCheckout(run, wishes.minutes * 60_000, wishes.workers)
  let isStopped = false
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => (isStopped = true))
  const judged: Judged[] = []
  try {
    const { judge, unsound } = createJudge(copy)
    for (const [index, mutation] of sample.entries()) {
      const reason = reasons.get(nameOf(mutation))
      const kept = known.get(nameOf(mutation))
      const entry: Judged =
        reason !== undefined
          ? { mutation, verdict: { status: 'equivalent', reason } }
          : (kept ?? { mutation, verdict: await judge(mutation, checksOf(reach, mutation.file)) })
      if (isStopped) break
      judged.push(entry)
      writeReport({ seed: wishes.seed, judged })
      const { verdict } = entry
      const remark = verdict.status === 'noticed' ? ` by ${verdict.by}` : ''
      say(`${index + 1} ${verdict.status}${remark}`)
      say(`  ${roomOf(mutation.file)} ${mutation.file}:${mutation.line} ${mutation.change}`)
    }
    for (const name of unsound) say(`Failed without any mutation: ${name}`)
  } finally {
    copy.remove()
  }
  say(summary({ seed: wishes.seed, judged }))
  return judged.some(({ verdict }) => verdict.status === 'survived') ? 1 : 0
}
