import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { manyOrganisations, manyOrganisationsRecipe } from '../many-organisations'
import { projectFolder } from '../source-files'

/** What the walk needs to know of a recipe. */
interface Recipe {
  readonly sources: readonly { readonly id: string; readonly file: string }[]
  readonly analyses: readonly { readonly as: string }[]
}

/** Sources and analyses of the sample that are not about people: series and events, targets, an inventory. */
const otherSources: ReadonlySet<string> = new Set(['alarms', 'uptime', 'indicators', 'completion', 'mapping'])
const otherAnalyses = ['series', 'alarms-room-3', 'targets', 'mapping-by-country'] as const

/** A file as Playwright hands it to the window. */
export const asFile = ({ name, text }: { readonly name: string; readonly text: string }) => ({
  name,
  mimeType: 'text/plain',
  buffer: Buffer.from(text),
})

/**
 * A project with every kind of data and of result: thirty organisations with long names, beside the sample's series and inventories.
 * @param ofPeople names of the analyses of the survey
 */
export function everyKindOfProject(ofPeople: readonly string[]) {
  const folder = join(projectFolder, 'fixtures/sample')
  const sample = JSON.parse(readFileSync(join(folder, 'recipe.json'), 'utf8')) as Recipe
  const own = manyOrganisationsRecipe('nb', ofPeople)
  const recipe = JSON.parse(own.text) as Recipe
  const sources = sample.sources.filter(({ id }) => otherSources.has(id))
  const analyses = sample.analyses.filter(({ as }) => otherAnalyses.some((name) => name === as))
  const whole: Recipe = {
    ...recipe,
    sources: [...recipe.sources, ...sources],
    analyses: [...recipe.analyses, ...analyses],
  }
  return {
    names: [...ofPeople, ...otherAnalyses],
    files: [
      ...manyOrganisations(),
      ...sources.map(({ file }) => ({ name: file, text: readFileSync(join(folder, file), 'utf8') })),
      { name: own.name, text: JSON.stringify(whole) },
    ].map(asFile),
  }
}
