import { analyses } from '../../analyses/index'
import type { Needs } from '../../analyses/core/contract'
import { freeId } from '../../analyses/core/ids'
import { addAnalysis } from '../state/project'
import type { Session } from '../state/session'
import type { Command } from './command'

/** Whether the data that are loaded are what an analysis asks for. */
function fits(needs: Needs, session: Session): boolean {
  if (needs.data !== 'survey') return session[needs.data].dataset !== null
  const { dataset } = session.survey
  if (dataset === null) return false
  return (
    dataset.rounds.length >= (needs.rounds ?? 1) &&
    dataset.attributes.length >= (needs.attributes ?? 0) &&
    (needs.linkage === undefined || needs.linkage.includes(dataset.linkage))
  )
}

/** A first look at everything: one of each analysis that can say something about the data. */
export const analysisAddFitting: Command = {
  id: 'analysis.add-fitting',
  label: 'command.analysis-add-fitting',
  group: 'analysis',
  enabled: ({ session, history }) =>
    [...analyses.values()].some(
      ({ id, needs }) => fits(needs, session) && history.present.analyses.every((analysis) => analysis.id !== id),
    ),
  run({ workbench }) {
    const { session } = workbench.store.getState()
    const added: string[] = []
    workbench.change((project) => {
      let next = project
      for (const { id, needs, version } of analyses.values()) {
        if (!fits(needs, session) || project.analyses.some((analysis) => analysis.id === id)) continue
        const as = freeId(
          id,
          next.analyses.map((analysis) => analysis.as),
        )
        next = addAnalysis(next, { as, id, version, where: [], options: {} })
        added.push(as)
      }
      return next
    })
    workbench.patchWindow({ screen: 'analyses', analysis: added[0] ?? null })
  },
}
