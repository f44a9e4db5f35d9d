import { z } from 'zod'
import { InputError } from '../../analyses/core/errors'
import { documentText, parseDocument } from '../../analyses/core/documents'
import { freeId } from '../../analyses/core/ids'
import { unwritableFormats, writablePart } from '../../analyses/publish/outputs'
import {
  declaredOrders,
  nameOf,
  parseRecipe,
  recipeSchema,
  writeRecipe,
  type Condition,
  type Recipe,
} from '../../analyses/recipe/recipe'
import { declaredBy, isKnownHash, type InstrumentFile, type Project } from './project'

/** What a recipe is called beside its instrument and data. */
export const instrumentFileName = 'instrument.json'

const encode = (text: string): Uint8Array => new TextEncoder().encode(text)

const projectSchema = z.strictObject({
  project: z.literal(1),
  /** A whole recipe; a project without data has none of its sources yet. */
  recipe: recipeSchema.extend({ sources: recipeSchema.shape.sources.unwrap().array() }),
  where: z.array(z.strictObject({ column: z.string(), in: z.array(z.string()).min(1) })),
  instrument: z.strictObject({ name: z.string(), text: z.string() }).nullable(),
  files: z.record(
    z.string(),
    z.strictObject({ name: z.string(), sha256: z.string().regex(/^[0-9a-f]{64}$/), size: z.int().min(0) }),
  ),
})

export type ReadProject =
  | {
      readonly ok: true
      readonly project: Project
      /** A recipe names its files and knows no hashes. */ readonly isRecipe: boolean
      readonly instrumentPath: string | null
      /** Formats that the file asks for and this version does not write: the project is without them. */
      readonly leftOut: readonly string[]
    }
  | { readonly ok: false; readonly problems: readonly InputError[] }

/**
 * The project as the bytes of a file: JSON with the recipe inside, the instrument as it was given, and every data file by name and hash.
 * @throws InputError when it could not be opened again; nothing that cannot be read is written
 */
export function writeProject(project: Project): Uint8Array {
  const document = {
    project: 1,
    recipe: recipeDocument(project, []),
    where: project.where,
    instrument: project.instrument,
    files: Object.fromEntries(
      project.sources
        .filter(({ identity }) => isKnownHash(identity.sha256))
        .map(({ source, identity }) => [source.id, identity]),
    ),
  }
  return encode(readBack(`${JSON.stringify(document, null, 2)}\n`))
}

/** A document about to be written, once it has been read. @throws InputError naming the first thing that would not be read again */
function readBack(text: string): string {
  const read = readProject(encode(text), '', () => 1)
  if (read.ok) return text
  const [problem] = read.problems
  throw new InputError('recipe:not-readable-again', {
    path: problem?.place.path ?? '',
    reason: problem === undefined ? '' : { message: problem.code, values: problem.about },
  })
}

/**
 * The project as a recipe for the command line, with the project's own conditions put before each survey analysis's.
 * @throws InputError when the command line could not read it, as long as the project has no sources for instance
 */
export function recipeOf(project: Project, isSurvey: (analysis: string) => boolean): string {
  return readBack(writeRecipe(recipeDocument(project, project.where, isSurvey) as Recipe))
}

function recipeDocument(
  project: Project,
  where: readonly Condition[],
  isSurvey: (analysis: string) => boolean = () => true,
): unknown {
  return {
    recipe: 1,
    title: project.title,
    language: project.language,
    seed: project.seed,
    ...(project.instrument === null ? {} : { instrument: instrumentFileName }),
    sources: project.sources.map(({ source }) => source),
    ...declaredBy(project),
    ...(project.labels === undefined ? {} : { labels: project.labels }),
    protect: { min_group: project.minGroup },
    ...(project.releases === undefined ? {} : { releases: project.releases }),
    analyses: project.analyses.map((analysis) => {
      const conditions = isSurvey(analysis.id) ? [...where, ...analysis.where] : analysis.where
      return {
        id: analysis.id,
        as: analysis.as,
        version: analysis.version,
        ...(conditions.length === 0 ? {} : { where: conditions }),
        ...(analysis.order === undefined ? {} : { order: analysis.order }),
        options: analysis.options,
      }
    }),
    output: project.output,
  }
}

/**
 * Reads a saved project or a recipe.
 * @param versionOf the present version of an analysis, for recipes that leave it out
 */
export function readProject(bytes: Uint8Array, file: string, versionOf: (analysis: string) => number): ReadProject {
  let text: string
  try {
    text = documentText(bytes, file)
  } catch (error) {
    if (error instanceof InputError) return { ok: false, problems: [error] }
    throw error
  }
  if (looksLikeProject(text)) {
    const parsed = parseDocument(text, file, projectSchema)
    if (!parsed.ok) return parsed
    const { recipe, where, instrument, files } = parsed.value
    const project = projectOf(recipe, versionOf, where, instrument, files)
    return { ok: true, project, isRecipe: false, instrumentPath: null, leftOut: leftOutOf(recipe) }
  }
  const parsed = parseRecipe(text, file)
  if (!parsed.ok) return parsed
  const { value: recipe } = parsed
  const project = projectOf(recipe, versionOf, [], null, {})
  return { ok: true, project, isRecipe: true, instrumentPath: recipe.instrument ?? null, leftOut: leftOutOf(recipe) }
}

const leftOutOf = ({ output }: Recipe): readonly string[] =>
  unwritableFormats(output, () => ({})).map(({ about }) => String(about['format']))

function looksLikeProject(text: string): boolean {
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' && value !== null && Object.hasOwn(value, 'project')
  } catch {
    return false
  }
}

function projectOf(
  recipe: Recipe,
  versionOf: (analysis: string) => number,
  where: readonly Condition[],
  instrument: InstrumentFile | null,
  files: Readonly<Record<string, Project['sources'][number]['identity']>>,
): Project {
  const names: string[] = []
  return {
    title: recipe.title,
    language: recipe.language,
    seed: recipe.seed,
    minGroup: recipe.protect.min_group,
    instrument,
    sources: recipe.sources.map((source) => ({
      source,
      identity: (Object.hasOwn(files, source.id) ? files[source.id] : undefined) ?? {
        name: nameInFolder(source.file),
        sha256: '',
        size: 0,
      },
    })),
    ...(recipe.rounds === undefined && recipe.levels === undefined && recipe.reference === undefined
      ? {}
      : { orders: declaredOrders(recipe) }),
    ...(recipe.tree === undefined ? {} : { tree: recipe.tree }),
    ...(recipe.headcounts === undefined ? {} : { headcounts: recipe.headcounts }),
    ...(recipe.exclusions === undefined ? {} : { exclusions: recipe.exclusions }),
    ...(recipe.labels === undefined ? {} : { labels: recipe.labels }),
    ...(recipe.variables === undefined ? {} : { variables: recipe.variables }),
    ...(recipe.releases === undefined ? {} : { releases: recipe.releases }),
    where,
    analyses: recipe.analyses.map((analysis) => {
      const as = freeId(nameOf(analysis), names)
      names.push(as)
      return {
        as,
        id: analysis.id,
        version: analysis.version ?? versionOf(analysis.id),
        where: analysis.where ?? [],
        ...(analysis.order === undefined ? {} : { order: analysis.order }),
        options: analysis.options ?? {},
      }
    }),
    output: writablePart(recipe.output),
  }
}

/** A file that is dropped or picked says its name, never its folder. */
export function nameInFolder(path: string): string {
  return path.split(/[\\/]/u).at(-1) ?? path
}
