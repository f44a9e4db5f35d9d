import { mutated, type Mutation } from './operators'

/** Something that can notice a mutation. */
export interface Check {
  readonly kind: 'unit' | 'types' | 'end-to-end'
  /** Test files; none for the types. */
  readonly files: readonly string[]
  /** Part of the names of the tests that are run, or null for all. */
  readonly filter: string | null
}

export interface CheckRun {
  readonly outcome: 'passed' | 'failed' | 'timed-out'
  /** The test files that failed; none when the runner itself did. */
  readonly failedFiles: readonly string[]
  /** The first test that failed, or what the compiler said first. */
  readonly complaint: string
}

export type Verdict =
  | { readonly status: 'noticed'; readonly by: string }
  | { readonly status: 'survived' }
  | { readonly status: 'undecided'; readonly why: string }

/** A copy of the checkout in which sources are changed and checks are run. */
export interface Workplace {
  read(file: string): string
  write(file: string, source: string): void
  run(check: Check): Promise<CheckRun>
}

/** Judges mutations in a workplace. It remembers which checks fail without any mutation, and believes those no more. */
export interface Judge {
  judge(mutation: Mutation, checks: readonly Check[]): Promise<Verdict>
  /** The checks that failed without any mutation. */
  readonly unsound: readonly string[]
}

const nameOf = ({ kind, files, filter }: Check): string =>
  [kind, ...files, ...(filter === null ? [] : [`-t ${filter}`])].join(' ')

export function createJudge(place: Workplace): Judge {
  const soundness = new Map<string, boolean>()

  /** Whether a check passes on the sources as they are; asked once for each. */
  async function isSound(check: Check): Promise<boolean> {
    const name = nameOf(check)
    const known = soundness.get(name)
    if (known !== undefined) return known
    const { outcome } = await place.run(check)
    soundness.set(name, outcome === 'passed')
    return outcome === 'passed'
  }

  /** The check without the test files that are known to fail on the sources as they are; null when nothing is left. */
  function trusted(check: Check): Check | null {
    if (soundness.get(nameOf(check)) === false) return null
    const files = check.files.filter((file) => soundness.get(nameOf({ ...check, files: [file] })) !== false)
    return files.length === 0 && check.files.length > 0 ? null : { ...check, files }
  }

  async function judge(mutation: Mutation, checks: readonly Check[]): Promise<Verdict> {
    const source = place.read(mutation.file)
    const unbelieved: string[] = []
    for (const asked of checks) {
      let check = trusted(asked)
      while (check !== null) {
        place.write(mutation.file, mutated(source, mutation))
        const run = await place.run(check).finally(() => place.write(mutation.file, source))
        if (run.outcome === 'passed') break
        const blamed: Check = run.failedFiles.length === 0 ? check : { ...check, files: run.failedFiles }
        if (await isSound(blamed))
          return { status: 'noticed', by: run.outcome === 'timed-out' ? `${nameOf(check)} did not end` : run.complaint }
        unbelieved.push(nameOf(blamed))
        // What fails without the mutation is left out, and the rest is asked again.
        for (const file of blamed.files) await isSound({ ...check, files: [file] })
        const rest = trusted(asked)
        check = rest === null || nameOf(rest) === nameOf(check) ? null : rest
      }
    }
    return unbelieved.length === 0
      ? { status: 'survived' }
      : { status: 'undecided', why: `fails without the mutation too: ${unbelieved.join('; ')}` }
  }

  return {
    judge,
    get unsound() {
      return [...soundness].filter(([, sound]) => !sound).map(([name]) => name)
    },
  }
}
