import { executeOverview } from '../../analyses/overview/execute'
import { overviewText } from '../../analyses/overview/text'
import type { Command } from './arguments'
import { printReport } from './recipe-report'

/**
 * Prints the overview of a recipe: the sentences that the window shows first.
 * @returns 0, or 2 when the recipe or an input cannot be used
 */
export const overview = (command: Extract<Command, { command: 'overview' }>): Promise<0 | 2> =>
  printReport(command, async ({ database, recipe, datasets, reports, speaker, progress }) => {
    const sections = await executeOverview(database, recipe, datasets, {
      reports,
      onAnalysis: (name, share) => progress.step(name, share),
    })
    return overviewText(recipe.title, sections, speaker)
  })
