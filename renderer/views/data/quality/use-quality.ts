import { useEffect, useState } from 'react'
import type { QualityOutcome } from '../../../state/quality'
import { projectOf } from '../../../state/workbench'
import { useSurroundings, useWorkbenchState } from '../../workbench-context'

/** What was found; while the answers are looked at anew, what was found before. */
export interface Quality extends QualityOutcome {
  /** Share of the look that is done, 0 … 1; null while none is under way. */
  readonly share: number | null
  stop(): void
  again(): void
}

/** Looks at the answers of the survey whenever they, or who is left out, have changed. */
export function useQuality(): Quality {
  const { quality } = useSurroundings().context
  const { hash, status } = useWorkbenchState(({ session }) => session.survey)
  const minGroup = useWorkbenchState((state) => projectOf(state).minGroup)
  const [round, setRound] = useState(0)
  const [found, setFound] = useState<QualityOutcome>({ look: null, problem: null })
  const [running, setRunning] = useState<{ readonly share: number; readonly controller: AbortController } | null>(null)
  useEffect(() => {
    if (status !== 'ready') return
    const controller = new AbortController()
    const { signal } = controller
    setRunning({ share: 0, controller })
    void quality
      .look(signal, (share) => (signal.aborted ? undefined : setRunning({ share, controller })))
      .then((next) => {
        // A look that a newer one has taken the place of says nothing; one that a person stopped leaves what was found before.
        if (signal.reason === superseded) return
        setRunning(null)
        if (!signal.aborted) setFound(next)
      })
    return () => controller.abort(superseded)
  }, [quality, hash, status, minGroup, round])
  return {
    ...found,
    share: running?.share ?? null,
    stop: () => running?.controller.abort(),
    again: () => setRound((before) => before + 1),
  }
}

/** The reason for calling off a look that nobody stopped. */
const superseded = 'superseded'
