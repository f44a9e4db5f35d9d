import type { Note } from '../../analyses/core/words'
import type { ResultTable } from '../../analyses/core/result'
import type { Remember } from '../../analyses/core/memory'
import type { Database } from '../../analyses/core/database'
import type { Frame } from '../../analyses/core/datasets'
import { publishTogether } from '../../analyses/recipe/publishing'
import type { AnalysisOutcome, ComputedRun } from '../../analyses/recipe/run'
import { keptResults, type Published, type PublishJob } from './compute-protocol'

/** What has been computed, kept by key. Nothing of it may be shown before disclosure control over the whole project. */
export interface ComputedRuns {
  keep(key: string, run: ComputedRun): void
  /** The outcomes that would look different from those last published under their names. */
  publish(database: Database, job: PublishJob): Promise<readonly Published[]>
}

/** @param remember what the analyses remember while they are computed */
export function createComputedRuns(remember?: Remember): ComputedRuns {
  const computed = new Map<string, ComputedRun>()
  /** What was last published under a name: an outcome is drawn, and crosses to the window, only when it would look different. */
  const published = new Map<string, { readonly signature: string; readonly outcome: AnalysisOutcome }>()
  /** What the data say of who is in which sum, for as long as they stay the same. */
  let known = { hash: '', frames: new Map<string, Frame>(), recomputed: new Map<string, ComputedRun>() }
  return {
    keep(key, run) {
      computed.delete(key)
      computed.set(key, run)
      for (const oldest of computed.keys()) {
        if (computed.size <= keptResults) break
        computed.delete(oldest)
      }
    },
    async publish(database, { runs, unchecked, publication, survey }) {
      if (survey?.hash !== known.hash) known = { hash: survey?.hash ?? '', frames: new Map(), recomputed: new Map() }
      const present = runs.flatMap(({ as, key, isDerived = false, earlier }) => {
        const run = computed.get(key)
        if (run === undefined) return []
        const prepared = { ...run.prepared, as, isDerived, ...(earlier === undefined ? {} : { earlier }) }
        return [{ as, key, earlier, run: { ...run, prepared } }]
      })
      const shown = present.filter(({ earlier }) => earlier === undefined)
      const outcomes = await publishTogether(
        database,
        survey?.dataset ?? null,
        present.map(({ run }) => run),
        publication,
        {
          unchecked,
          remember,
          frames: known.frames,
          recomputed: known.recomputed,
          keyOf: (as) => present.find((entry) => entry.as === as)?.key ?? null,
          knownOutcome: (index, tables, notes) => {
            const entry = shown[index]
            const before = entry === undefined ? undefined : published.get(entry.as)
            return entry !== undefined && before?.signature === signatureOf(entry.key, tables, notes)
              ? before.outcome
              : undefined
          },
        },
      )
      for (const as of published.keys()) if (!shown.some((entry) => entry.as === as)) published.delete(as)
      return shown.flatMap(({ as, key }, index) => {
        const outcome = outcomes[index]
        if (outcome === undefined) return []
        const signature = signatureOf(key, outcome.tables, outcome.notes)
        if (published.get(as)?.signature === signature) return []
        published.set(as, { signature, outcome })
        return [{ as, key, outcome }]
      })
    },
  }
}

/** Under one key, outcomes differ by what the neighbours made them withhold. */
function signatureOf(key: string, tables: readonly ResultTable[], notes: readonly Note[]): string {
  return JSON.stringify([key, tables.map(({ suppressed }) => suppressed), notes.length, notes.at(-1)?.about])
}
