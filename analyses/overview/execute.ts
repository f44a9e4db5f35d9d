import type { Database } from '../core/database'
import type { Condition, Frame } from '../core/datasets'
import { analyses } from '../index'
import { computeAnalyses, computeAnalysis, publicationOf, type ExecutionHooks } from '../recipe/execute'
import type { Recipe } from '../recipe/recipe'
import { publishTogether } from '../recipe/publishing'
import type { ComputedRun, Datasets } from '../recipe/run'
import { overviewOf } from './overview'
import type { Section } from './page'
import type { Answers, Subject } from './question'
import { overviewQuestions } from './questions'

/**
 * The overview of a recipe. The recipe's own analyses are computed as well, since what may be shown of the overview depends on what they show.
 * @throws Aborted, and InputError for an analysis that does not exist
 */
export async function executeOverview(
  database: Database,
  recipe: Recipe,
  datasets: Datasets,
  hooks: ExecutionHooks = {},
): Promise<readonly Section[]> {
  const publication = publicationOf(recipe)
  const subject: Subject = { datasets, where: sharedConditions(recipe), minGroup: publication.minGroup }
  const own = await computeAnalyses(database, recipe, datasets, hooks)
  const asked = new Map<string, ComputedRun>()
  const frames = new Map<string, Frame>()
  let answers: Answers = {}
  for (;;) {
    const open = overviewQuestions(subject, answers).filter(({ as }) => !asked.has(as))
    if (open.length === 0) return overviewOf(subject, answers)
    for (const { as, id, options, where } of open) {
      const isSurvey = analyses.get(id)?.needs.data === 'survey'
      const request = { id, as, options, where: isSurvey ? [...subject.where, ...where] : where }
      const run = await computeAnalysis(
        database,
        { request, datasets, seed: recipe.seed, publication },
        { abort: hooks.abort },
      )
      asked.set(as, { ...run, prepared: { ...run.prepared, isDerived: true } })
    }
    const outcomes = await publishTogether(database, datasets.survey, [...own, ...asked.values()], publication, {
      abort: hooks.abort,
      frames,
    })
    answers = Object.fromEntries(outcomes.filter(({ as }) => asked.has(as)).map((outcome) => [outcome.as, outcome]))
  }
}

/** What every analysis of the survey is filtered by: a project writes its filter into each of them. */
export function sharedConditions({ analyses: entries }: Pick<Recipe, 'analyses'>): readonly Condition[] {
  const filters = entries.filter(({ id }) => analyses.get(id)?.needs.data === 'survey').map(({ where = [] }) => where)
  const [first = [], ...others] = filters
  return first.filter((condition) =>
    others.every((where) => where.some((other) => JSON.stringify(other) === JSON.stringify(condition))),
  )
}
