import { InputError } from '../../analyses/core/errors'
import { limitsOf } from '../../analyses/quality/exclusions'
import { reportQuality } from '../../analyses/quality/report'
import { compareExclusions } from '../../analyses/quality/sensitivity'
import { qualityText } from '../../analyses/quality/text'
import type { Command } from './arguments'
import { printReport } from './recipe-report'

/**
 * Prints which rows of a recipe's data may not be what a person meant to answer, and what its exclusions do to the scores. Limits are those of the exclusions, else the usual ones.
 * @returns 0, or 2 when the recipe or an input cannot be used
 */
export const quality = (command: Extract<Command, { command: 'quality' }>): Promise<0 | 2> =>
  printReport(command, async ({ database, recipe, datasets: { survey }, speaker, progress }) => {
    if (survey === null) throw new InputError('core:needs-survey')
    const report = await reportQuality(database, survey, limitsOf(recipe.exclusions ?? []), {
      onProgress: (share) => progress.step('quality', share),
    })
    const variants = await compareExclusions(database, survey, recipe.protect.min_group)
    return qualityText(report, variants, speaker)
  })
