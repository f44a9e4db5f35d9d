import type { Condition, SurveyDataset } from '../../analyses/core/datasets'
import { numericColumn } from '../../analyses/core/datasets'
import type { Database } from '../../analyses/core/database'
import { filterSurvey } from '../../analyses/survey/filter'
import type { Session } from './session'
import { projectOf, type Workbench } from './workbench'

/** How many respondents a filter keeps, of all there are. A condition that the data do not have keeps nobody. */
async function countRespondents(
  database: Database,
  dataset: SurveyDataset,
  where: readonly Condition[],
): Promise<NonNullable<Session['respondents']>> {
  const all = dataset.rounds.reduce((sum, { rowCount }) => sum + rowCount, 0)
  if (where.length === 0) return { kept: all, all }
  try {
    const { tables } = filterSurvey(dataset, where).dataset
    const frame = await database.frame(`SELECT count(*) AS n FROM ${tables.responses}`)
    return { kept: numericColumn(frame, 'n')[0] ?? 0, all }
  } catch {
    // The analyses say what is wrong with the condition.
    return { kept: 0, all }
  }
}

/** Keeps the number of respondents in step with the project's filter and the survey. @returns a function that stops */
export function keepRespondents(workbench: Workbench, database: Promise<Database>): () => void {
  let latest = 0
  async function count(dataset: SurveyDataset | null, where: readonly Condition[]): Promise<void> {
    latest += 1
    const turn = latest
    const respondents = dataset === null ? null : await countRespondents(await database, dataset, where)
    // A later question may have been answered first.
    if (turn === latest) workbench.patchSession(() => ({ respondents }))
  }
  return workbench.store.subscribe((state, before) => {
    const { where } = projectOf(state)
    const { dataset } = state.session.survey
    if (where !== projectOf(before).where || dataset !== before.session.survey.dataset)
      void count(dataset, where).catch(() => undefined)
  })
}
