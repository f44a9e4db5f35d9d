import { useEffect, useState } from 'react'
import type { LevelCount } from '../../../state/variables'
import { useAttempt, useProject, useSurroundings, useWorkbenchState } from '../../workbench-context'

/** The people of each level of an attribute, counted when the survey is open. */
export function useLevelCounts(attribute: string): readonly LevelCount[] | null {
  const { variables } = useSurroundings().context
  const attempt = useAttempt()
  const dataset = useWorkbenchState(({ session }) => session.survey.dataset)
  const minGroup = useProject((project) => project.minGroup)
  const [counts, setCounts] = useState<readonly LevelCount[] | null>(null)
  useEffect(() => {
    let isCurrent = true
    attempt(async () => {
      const found = await variables.countLevels(attribute)
      if (isCurrent) setCounts(found)
    })
    return () => {
      isCurrent = false
    }
  }, [attempt, variables, attribute, dataset, minGroup])
  return counts
}
