import type { Instrument } from '../../analyses/instrument/model'
import { openDatasets } from '../../analyses/recipe/open'
import { outcomeNotes } from '../../analyses/survey/outcomes'
import { scoringPlan } from '../../analyses/survey/scoring'
import { emptiedEngine } from '../database/engine-of-tests'
import { loadSurvey } from '../sources/reading'
import { textFile } from '../sources/sample-data'

/** Loads one export for each round by one instrument, and says how its first dimension is scored. */
export async function roundsTogether(
  instrument: Instrument,
  exports: Readonly<Record<string, string>>,
): Promise<{
  readonly scored: readonly string[]
  readonly missing: Readonly<Record<string, readonly string[]>>
  /** Codes of what is told of the dimension. */
  readonly notes: readonly string[]
}> {
  const database = await emptiedEngine()
  const reports = []
  for (const [round, text] of Object.entries(exports)) {
    const source = { id: `r${round}`, kind: 'survey', file: `${round}.csv`, round, attributes: [] }
    reports.push(await loadSurvey(database, textFile(source.file, text), source, instrument))
  }
  const { survey } = await openDatasets(database, instrument, reports)
  if (survey === null) throw new Error('two rounds were loaded')
  const [plan] = scoringPlan(survey)
  if (plan === undefined) throw new Error('the instrument has a dimension')
  return {
    scored: plan.items.map(({ id }) => id),
    missing: survey.itemsMissingByRound,
    notes: outcomeNotes(survey, [plan.dimension.id]).map(({ code }) => code),
  }
}
