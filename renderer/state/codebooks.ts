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
 * Of files that were given together, those that are parts of a codebook are no sources: where the project has no instrument, they say what the answers mean while one is drafted. From a
 * codebook that comes without answers an instrument is made at once.
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
    // What the answers mean is shown on the screen of the draft, with everything else that is understood of them.
    if (isDraftWanted && problem === null && parts.length > 0)
      workbench.patchSession(({ codebooks }) => ({ codebooks: [...codebooks, ...parts] }))
    if (drafted !== null && workbench.project().sources.length === 0) {
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
