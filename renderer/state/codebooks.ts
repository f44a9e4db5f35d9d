import type { Phrase } from '../../analyses/core/words'
import type { Ingest } from '../worker/ingest'
import type { Guesses } from './guesses'
import { withArriving, withRejection } from './opening-steps'
import type { Workbench } from './workbench'

export interface CodebookNews {
  /** A codebook was given to a project that has an instrument. */
  tellUnused(name: string): void
  /** The project has a drafted instrument now, and this was decided on the way. */
  tellDecisions(decisions: readonly Phrase[]): void
}

/**
 * Of files that were given together, those that are parts of a codebook are no sources: an instrument is drafted from them, or from the names that a data file has
 * for its codes, where the project has none.
 * @returns the files that are parts of a codebook
 */
export async function takeCodebooks(
  workbench: Workbench,
  ingest: Ingest,
  guesses: Guesses,
  news: CodebookNews,
  files: readonly File[],
): Promise<ReadonlySet<File>> {
  if (files.length === 0) return new Set()
  const show = (share: number | null): void => {
    for (const { name } of files) workbench.patchSession(withArriving(name, share))
  }
  const isDraftWanted = workbench.project().instrument === null
  show(0)
  try {
    const given = files.map((file) => ({ file, name: file.name }))
    const { codebook, drafted, problem } = await ingest.call({ call: 'sort', given, isDraftWanted })
    const parts = codebook.flatMap((place) => files[place] ?? [])
    if (problem !== null) workbench.patchSession(withRejection(parts[0]?.name ?? '', [problem]))
    if (!isDraftWanted && problem === null) for (const { name } of parts) news.tellUnused(name)
    if (drafted !== null) {
      void guesses.takeInstrument({ name: 'instrument.json', text: drafted.text })
      if (workbench.store.getState().window.screen === 'start') workbench.patchWindow({ screen: 'instrument' })
      news.tellDecisions(drafted.decisions)
    }
    return new Set(parts)
  } catch {
    // What hinders a file is told where it is read.
    return new Set()
  } finally {
    show(null)
  }
}
