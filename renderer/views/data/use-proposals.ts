import { useEffect, useState } from 'react'
import type { ColumnProposal } from '../../../analyses/sources/proposal'
import type { ProjectSource } from '../../state/project'
import { useProject, useSurroundings, useWorkbenchState } from '../workbench-context'

const none: readonly ColumnProposal[] = []

/** Columns of a source that could be something by their wording, looked for whenever something changes that they depend on. */
export function useProposals(entry: ProjectSource, isKnown: boolean): readonly ColumnProposal[] {
  const { columns } = useSurroundings().context
  const sources = useProject((project) => project.sources)
  const instrument = useWorkbenchState(({ session }) => session.instrument.instrument)
  const [found, setFound] = useState<{ readonly of: ProjectSource; readonly proposals: typeof none } | null>(null)
  useEffect(() => {
    if (!isKnown || instrument === null) return
    const controller = new AbortController()
    columns.propose(entry, controller.signal).then(
      (proposals) => controller.signal.aborted || setFound({ of: entry, proposals }),
      // A file that cannot be opened is told of by its reading.
      () => undefined,
    )
    return () => controller.abort()
  }, [columns, entry, sources, instrument, isKnown])
  // What was found of the source as it was before must not be confirmed of what it is now.
  return found !== null && found.of === entry && isKnown ? found.proposals : none
}
