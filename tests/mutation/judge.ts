import { mutated, type Mutation } from './operators'

/** Tests of one file. */
export interface Selection {
  readonly file: string
  /** The ids that Vitest gives them; null for all. */
  readonly ids: readonly string[] | null
  /** A word that their names hold, where not all are wanted and ids are not known. */
  readonly named?: string
}

/** Something that can notice a mutation. */
export type Check =
  | { readonly kind: 'unit' | 'end-to-end'; readonly asked: readonly Selection[]; readonly milliseconds: number }
  | { readonly kind: 'types' }

/** The first test that failed; without an id when its file could not be loaded or prepared. */
export interface Failure {
  readonly file: string
  readonly id: string | null
}

export interface CheckRun {
  readonly outcome: 'passed' | 'failed' | 'timed-out'
  /** Null when none failed, or when the compiler or the runner complained. */
  readonly failure: Failure | null
  /** The first test that failed, or what the compiler said, a complaint a line. */
  readonly complaint: string
}

export type Verdict =
  | { readonly status: 'noticed'; readonly with: Check['kind']; readonly by: string }
  | { readonly status: 'survived' }
  | { readonly status: 'undecided'; readonly why: string }

/** A copy of the checkout in which sources are changed and checks are run. */
export interface Workplace {
  read(file: string): string
  write(file: string, source: string): void
  run(check: Check): Promise<CheckRun>
}

/** Judges mutations in a workplace. It remembers which tests fail without any mutation, and believes those no more. */
export interface Judge {
  judge(mutation: Mutation, checks: readonly Check[]): Promise<Verdict>
  /** The tests that failed without any mutation. */
  readonly unsound: readonly string[]
}

export function createJudge(place: Workplace): Judge {
  const soundness = new Map<string, boolean>()

  const passes = async (check: Check): Promise<boolean> => (await place.run(check)).outcome === 'passed'

  async function remembered(name: string, ask: () => Promise<boolean>): Promise<boolean> {
    const known = soundness.get(name)
    if (known !== undefined) return known
    const isSound = await ask()
    soundness.set(name, isSound)
    return isSound
  }

  /** Whether what failed passes on the sources as they are; asked once for each test. */
  async function isSound(check: Check, { outcome, failure }: CheckRun): Promise<boolean> {
    if (check.kind === 'types') return remembered('types', () => passes(check))
    if (failure === null || outcome === 'timed-out') return passes(check)
    const { file, id } = failure
    const asked = check.asked.filter((each) => each.file === file)
    return remembered(nameOf(failure), async () => {
      if (id !== null && check.kind === 'unit' && (await passes({ ...check, asked: [{ file, ids: [id] }] })))
        return true
      // A test may need those before it.
      return passes({ ...check, asked })
    })
  }

  /** The check without the tests that are known to fail on the sources as they are; null when nothing is left. */
  function trusted(check: Check): Check | null {
    if (check.kind === 'types') return soundness.get('types') === false ? null : check
    const isUnsound = (file: string, id: string | null): boolean => soundness.get(nameOf({ file, id })) === false
    const unsoundFiles = new Set([...soundness].flatMap(([name, sound]) => (sound ? [] : [name.split(' ')[0] ?? name])))
    const asked = check.asked.flatMap((selection): Selection[] => {
      const { file, ids } = selection
      if (ids === null) return unsoundFiles.has(file) ? [] : [selection]
      const left = isUnsound(file, null) ? [] : ids.filter((id) => !isUnsound(file, id))
      return left.length === 0 ? [] : [{ file, ids: left }]
    })
    return asked.length === 0 ? null : { ...check, asked }
  }

  async function judge(mutation: Mutation, checks: readonly Check[]): Promise<Verdict> {
    const source = place.read(mutation.file)
    const unbelieved: string[] = []
    let hasPassed = false
    for (const wanted of checks) {
      let check = trusted(wanted)
      while (check !== null) {
        place.write(mutation.file, mutated(source, mutation))
        const run = await place.run(check).finally(() => place.write(mutation.file, source))
        if (run.outcome === 'passed') {
          hasPassed = true
          break
        }
        const told = check.kind === 'types' ? concerning(run.complaint, mutation.file) : run.complaint
        const by = run.outcome === 'timed-out' ? 'tests that did not end' : (told ?? run.complaint)
        if (told !== null && (await isSound(check, run))) return { status: 'noticed', with: check.kind, by }
        unbelieved.push(by)
        // What fails without the mutation is left out, and the rest is asked again.
        check = check.kind === 'types' || run.failure === null ? null : trusted(wanted)
      }
    }
    return hasPassed || unbelieved.length === 0
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

/**
 * The first of the compiler's complaints that a change in a file can be the reason of, or null: that a module is not found by another
 * file only says that something was written or removed beside.
 */
function concerning(complaint: string, file: string): string | null {
  const lines = complaint.split('\n').filter((line) => line !== '')
  return lines.find((line) => line.startsWith(`${file}(`) || !/\): error TS(2307|2792|6053):/.test(line)) ?? null
}

const nameOf = ({ file, id }: Failure): string => (id === null ? file : `${file} ${id}`)
