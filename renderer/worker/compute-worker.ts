import { attack, attackRule } from '../../analyses/attack/attack'
import { readPeople } from '../../analyses/attack/people'
import type { Database } from '../../analyses/core/database'
import { createMemory } from '../../analyses/core/memory'
import { computeAnalysis } from '../../analyses/recipe/execute'
import { createComputedRuns } from './computed-runs'
import { abortOf, type FlaggedAbort } from './abort-flag'
import { type FromComputeWorker, type ToComputeWorker } from './compute-protocol'
import { databaseOver } from './database-bridge'
import { problemOf } from './problem'

/*
 * Computes one analysis at a time, off the window's thread. What is computed stays here, since nothing of it may be shown before
 * disclosure control over the whole project; the window gets published outcomes only.
 */

const post = (message: FromComputeWorker): void => globalThis.postMessage(message)

let connect: (database: Database) => void = () => undefined
const connected = new Promise<Database>((resolve) => (connect = resolve))
const running = new Map<number, FlaggedAbort>()

/** Parts of runs that another option leaves as they are, the permutations of a change above all. */
const remember = createMemory()
const computed = createComputedRuns(remember)

globalThis.onmessage = ({ data }: MessageEvent<ToComputeWorker>) => {
  switch (data.kind) {
    case 'connect':
      connect(databaseOver(data.port))
      return
    case 'abort':
      running.get(data.id)?.abort()
      return
    case 'publish':
      connected
        .then((database) => computed.publish(database, data.job))
        .then(
          (outcomes) => post({ kind: 'published', id: data.id, outcomes }),
          (error: unknown) => post({ kind: 'failed', id: data.id, problem: problemOf(error) }),
        )
      return
    case 'attack': {
      const { id, job, flag } = data
      const abort = abortOf(flag)
      running.set(id, abort)
      const progress = (share: number): void => post({ kind: 'progress', id, share })
      connected
        .then((database) => readPeople(database, job.survey, abort))
        .then((people) => attack(job.outcomes, people, attackRule(job.minGroup), { abort, progress }))
        .then(
          (findings) => post({ kind: 'attacked', id, findings }),
          (error: unknown) => post({ kind: 'failed', id, problem: problemOf(error) }),
        )
        .finally(() => running.delete(id))
      return
    }
    case 'compute': {
      const { id, job, flag } = data
      const abort = abortOf(flag)
      running.set(id, abort)
      const progress = (share: number): void => post({ kind: 'progress', id, share })
      connected
        .then((database) => computeAnalysis(database, job, { abort, progress, remember }))
        .then(
          (run) => {
            computed.keep(job.key, run)
            post({ kind: 'computed', id })
          },
          (error: unknown) => post({ kind: 'failed', id, problem: problemOf(error) }),
        )
        .finally(() => running.delete(id))
    }
  }
}
