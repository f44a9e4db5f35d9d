import { leastForDetail } from '../disclosure/detail'
import type { AnyAnalysis } from '../core/contract'
import type { Note } from '../core/words'

/** The option of every analysis with a gate: the fewest answers that are compared. */
const option = 'min_n'

interface Asked {
  readonly options: Readonly<Record<string, unknown>>
  readonly notes: readonly Note[]
}

/**
 * A run that compares only groups whose spread may be shown: an interval, a p value and a verdict would tell it. Whoever asks for smaller groups gets the least that there is, and a note.
 * @param minGroup the smallest group that may be shown; 1 changes nothing
 */
export function withLeastCompared<P extends Asked>(analysis: AnyAnalysis, prepared: P, minGroup: number): P {
  const asked = prepared.options[option]
  const least = leastForDetail('spread', minGroup)
  if (minGroup <= 1 || analysis.options[option] === undefined || typeof asked !== 'number' || asked >= least)
    return prepared
  return {
    ...prepared,
    options: { ...prepared.options, [option]: least },
    notes: [...prepared.notes, { code: 'recipe:least-compared', level: 'info', about: { least } }],
  }
}
