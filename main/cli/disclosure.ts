import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { attack, attackRule } from '../../analyses/attack/attack'
import { readPeople } from '../../analyses/attack/people'
import { dayOf } from '../../analyses/core/days'
import { documentText } from '../../analyses/core/documents'
import { parsePlacedJson } from '../../analyses/core/json-place'
import { isJsonObject, rewriteJson, type Json } from '../../analyses/core/json-rewrite'
import { foundSomething, reportDisclosure, reportedEarlier } from '../../analyses/disclosure-report/report'
import { reportText } from '../../analyses/disclosure-report/text'
import type { EarlierRelease } from '../../analyses/recipe/earlier-release'
import { rememberedRelease } from '../../analyses/recipe/earlier-releases'
import { executeAnalyses, releasedData } from '../../analyses/recipe/execute'
import { parseRecipe } from '../../analyses/recipe/recipe'
import { replaceFile } from '../temporary-files'
import type { Command } from './arguments'
import { printReport } from './recipe-report'

/**
 * Prints what a recipe releases of people, by which rule, and what that guarantees; with `--attack` also whether anything about few people follows from all of it, and with
 * `--released-to` remembers in the recipe that it has left.
 * @returns 0, 1 when an attack found something, or 2 when the recipe or an input cannot be used
 */
export async function disclosure(command: Extract<Command, { command: 'disclosure' }>, now: Date): Promise<0 | 1 | 2> {
  let isLeaking = false
  const code = await printReport(command, async ({ database, recipe, datasets, reports, speaker, progress }) => {
    const outcomes = await executeAnalyses(database, recipe, datasets, {
      reports,
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
    const data = releasedData(recipe, datasets, reports)
    const earlier = reportedEarlier(recipe.releases ?? [], data)
    const project = { title: recipe.title, minGroup: recipe.protect.min_group, earlier }
    const text = reportText(reportDisclosure(project, outcomes, findings), speaker.label)
    if (command.releasedTo === null) return text
    const release = rememberedRelease(data, recipe.analyses, outcomes, {
      on: dayOf(now),
      to: command.releasedTo,
      protect: recipe.protect,
    })
    if (release === null) return { text, told: [speaker.text('recipe:nothing-to-remember', {})] }
    await remember(resolve(command.recipe), release)
    const about = { to: release.to, analyses: release.analyses.length, file: command.recipe }
    return { text, told: [speaker.text('recipe:release-remembered', about)] }
  })
  return code === 0 && isLeaking ? 1 : code
}

/** Adds a release to a recipe; everything else in the file stays as it was typed. */
async function remember(path: string, release: EarlierRelease): Promise<void> {
  const before = parsePlacedJson(documentText(readFileSync(path), path))
  const { value } = before
  if (!isJsonObject(value)) throw new Error('a recipe is an object')
  const known = value['releases']
  const releases: Json = [...(Array.isArray(known) ? (known as readonly Json[]) : []), release as unknown as Json]
  const text = rewriteJson(before, { ...value, releases })
  const read = parseRecipe(text, path)
  if (!read.ok) throw read.problems[0] ?? new Error('the recipe could not be read again')
  await replaceFile(path, text)
}
