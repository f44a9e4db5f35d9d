import type { RecipeSource } from '../../analyses/recipe/recipe'
import type { ImportReport } from '../../analyses/sources/report'
import type { SurveySource } from '../../analyses/sources/survey/fields'
import type { ProjectSource } from '../../renderer/state/project'

export const surveySource = (id: string): SurveySource => ({
  id,
  kind: 'survey',
  file: `${id}.csv`,
  round: id,
  attributes: [],
})

export const entryOf = (source: RecipeSource, sha256: string): ProjectSource => ({
  source,
  identity: { name: source.file, sha256, size: 8 },
})

/** As much of a report as loading looks at. */
export const reportOf = (source: string, kind: RecipeSource['kind'], sha256: string): ImportReport =>
  ({ source, kind, sha256 }) as ImportReport
