import { surveySources } from './bridging-steps'
import { fieldValue } from './source-change'
import { projectOf, type WorkbenchState } from './workbench'

/** The rounds that are known of the project's data: those that were read, else those that the sources say. */
export function roundsKnown(state: WorkbenchState): readonly string[] {
  const read = state.session.survey.dataset?.rounds.map(({ id }) => id) ?? []
  if (read.length > 0) return read
  return surveySources(projectOf(state)).flatMap((source) => {
    const round = fieldValue(source, 'round')
    return typeof round === 'string' && round !== '' ? [round] : []
  })
}
