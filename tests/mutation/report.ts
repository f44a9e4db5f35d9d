import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { projectFolder, readProjectFile } from '../source-files'
import type { Verdict } from './judge'
import type { Mutation } from './operators'

/** A mutation listed in `equivalents.json`: one that no test can notice, since it changes nothing that anybody sees; each with its reason. */
export interface Equivalent {
  readonly file: string
  readonly code: string
  readonly change: string
  readonly reason: string
}

export const readEquivalents = (): readonly Equivalent[] =>
  JSON.parse(readProjectFile('tests/mutation/equivalents.json')) as readonly Equivalent[]

/** A verdict, or the tests that the mutation waits for: all others have passed. */
export type Outcome =
  | Verdict
  | { readonly status: 'waiting'; readonly for: 'other unit tests' | 'end-to-end tests' }
  | { readonly status: 'equivalent'; readonly reason: string }

export interface Judged {
  readonly mutation: Mutation
  /** How long the judging took. */
  readonly seconds: number
  readonly verdict: Outcome
}

export interface Report {
  readonly seed: number
  readonly judged: readonly Judged[]
}

export const noReport: Report = { seed: 0, judged: [] }

const reportPath = join(projectFolder, 'tests', '.results', 'mutation.json')

export function readReport(): Report {
  try {
    return JSON.parse(readFileSync(reportPath, 'utf8')) as Report
  } catch {
    return noReport
  }
}

export function writeReport(report: Report): void {
  mkdirSync(dirname(reportPath), { recursive: true })
  writeFileSync(reportPath, `${JSON.stringify(report, null, 1)}\n`)
}

/** The summary of a report, survivors and equivalents with their places. */
export function summary({ seed, judged }: Report): string {
  const of = (status: Outcome['status']) => judged.filter(({ verdict }) => verdict.status === status)
  const noticedWith = (kind: 'unit' | 'types' | 'end-to-end'): number =>
    judged.filter(({ verdict }) => verdict.status === 'noticed' && verdict.with === kind).length
  const noticed = of('noticed').length
  const counted = judged.length - of('equivalent').length
  const share = counted === 0 ? 0 : (100 * noticed) / counted
  const open = of('waiting').length + of('undecided').length
  const lines = (title: string, entries: readonly Judged[], why: (verdict: Outcome) => string): readonly string[] =>
    entries.length === 0
      ? []
      : [
          `\n${title}`,
          ...entries.flatMap(({ mutation, verdict }) => [
            `  ${mutation.file}:${mutation.line}  ${mutation.change}${why(verdict)}`,
            `      ${mutation.code}`,
          ]),
        ]
  const counts = [
    `${noticed} noticed (${noticedWith('unit')} by unit tests, ${noticedWith('types')} by the compiler, ${noticedWith('end-to-end')} by end-to-end tests)`,
    `${of('survived').length} survived`,
    ...(of('waiting').length === 0 ? [] : [`${of('waiting').length} waiting`]),
    `${of('undecided').length} undecided`,
    `${of('equivalent').length} equivalent`,
  ]
  const minutes = judged.reduce((sum, { seconds }) => sum + seconds, 0) / 60
  return [
    ...lines('Survived:', of('survived'), () => ''),
    ...lines('Waiting:', of('waiting'), (verdict) => (verdict.status === 'waiting' ? ` – for ${verdict.for}` : '')),
    ...lines('Undecided:', of('undecided'), (verdict) => (verdict.status === 'undecided' ? ` – ${verdict.why}` : '')),
    ...lines('Equivalent:', of('equivalent'), (verdict) =>
      verdict.status === 'equivalent' ? ` – ${verdict.reason}` : '',
    ),
    `\n${judged.length} mutations, seed ${seed}, judged in ${minutes.toFixed(0)} minutes: ${counts.join(', ')}.`,
    `${share.toFixed(1)} % of the ${counted} that are not equivalent were noticed${open === 0 ? '' : `; the ${open} that wait or are undecided count as not noticed`}.`,
  ].join('\n')
}
