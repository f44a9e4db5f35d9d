import { attack, attackRule } from '../../analyses/attack/attack'
import { readPeople } from '../../analyses/attack/people'
import { foundSomething, reportDisclosure } from '../../analyses/disclosure-report/report'
import { reportText } from '../../analyses/disclosure-report/text'
import { executeAnalyses } from '../../analyses/recipe/execute'
import type { Command } from './arguments'
import { printReport } from './recipe-report'

/**
 * Prints what a recipe releases of people, by which rule, and what that guarantees; with `--attack` also whether anything about few people follows from all of it.
 * @returns 0, 1 when an attack found something, or 2 when the recipe or an input cannot be used
 */
export async function disclosure(command: Extract<Command, { command: 'disclosure' }>): Promise<0 | 1 | 2> {
  let isLeaking = false
  const code = await printReport(command, async ({ database, recipe, datasets, speaker, progress }) => {
    const outcomes = await executeAnalyses(database, recipe, datasets, {
      onAnalysis: (name, share) => progress.step(name, share),
    })
    const { survey } = datasets
    const findings =
      command.isAttacked && survey !== null
        ? attack(outcomes, await readPeople(database, survey), attackRule(recipe.protect.min_group), {
            abort: { aborted: false },
            progress: (share) => progress.step('attack', share),
          })
        : null
    isLeaking = findings !== null && foundSomething(findings)
    const project = { title: recipe.title, minGroup: recipe.protect.min_group }
    return reportText(reportDisclosure(project, outcomes, findings), speaker.label)
  })
  return code === 0 && isLeaking ? 1 : code
}
