import { z } from 'zod'
import { readers } from '../readers/registry'
import { sourceOf, sources } from '../sources/registry'
import type { Condition } from '../core/datasets'
import { fieldSchemas, repeatedLevels, type Field, type Fields } from '../core/fields'
import { idSchema as id } from '../core/ids'
import { collectProblems, parseDocument, type Parsed } from '../core/documents'
import { repeatedCorrection } from '../sources/corrections'
import { earlierReleasesSchema } from './earlier-release'
import { analysisSchema, protectSchema } from './recipe-analysis'
import { exclusionProblem, exclusionSchema } from '../quality/exclusions'
import type { AnySource, AnySourceDefinition } from '../sources/source'
import { complainOfHeadcounts, complainOfTree, headcountsSchema, treeSchema } from '../organisations/tree'
import { variableProblems, variableSchema } from '../variables/model'
import { labelsSchema, repeatedLabels } from './labels'
import type { DeclaredOrders } from '../survey/open'

/** Everything that any format lets be declared. */
const dialect = z
  .strictObject(fieldSchemas(everySetting()) as z.core.$ZodLooseShape)
  .describe('Parts of the file format that are not to be detected.')

/** A setting that several formats have takes the choices of all; which of them a file's format knows is looked at when it is opened. */
function everySetting(): Fields {
  const settings: Record<string, Field> = {}
  for (const [name, field] of readers.flatMap((reader) => Object.entries(reader.settings))) {
    const before = settings[name]
    settings[name] =
      before?.kind === 'choice' && field.kind === 'choice'
        ? { ...before, choices: [...new Set([...before.choices, ...field.choices])] }
        : (before ?? field)
  }
  return settings
}

const corrections = z
  .array(
    z.strictObject({
      row: z.int().min(1).max(2_147_483_647).describe('Number of the record among those after the header, from 1.'),
      column: z.string().min(1).describe('Header of the column.'),
      from: z.string().describe('What stands in the file; anything else there is refused, since the file has changed.'),
      to: z.string().describe('What is read instead; an empty text for a blank.'),
      reason: z.string().min(1).optional(),
      on: z.iso.date().optional().describe('The day on which the correction was made.'),
    }),
  )
  .describe('Cells that are read as others than the file holds. The file itself is never changed.')

function schemaOf({ kind, fields }: AnySourceDefinition): z.ZodType<AnySource> & z.core.$ZodTypeDiscriminable {
  return z.strictObject({
    id,
    file: z.string().min(1).describe('Path relative to the recipe.'),
    dialect: dialect.optional(),
    corrections: corrections.optional(),
    kind: z.literal(kind),
    ...fieldSchemas(fields),
  }) as never
}

export const recipeSchema = z
  .strictObject({
    recipe: z.literal(1),
    title: z.string().default(''),
    language: z.enum(['nb', 'sv', 'da', 'en']).default('nb'),
    seed: z.int().min(0).max(Number.MAX_SAFE_INTEGER).default(1),
    instrument: z.string().min(1).optional(),
    sources: z
      .array(z.discriminatedUnion('kind', [...sources.values()].map(schemaOf) as [ReturnType<typeof schemaOf>]))
      .min(1),
    rounds: z
      .array(z.string().min(1))
      .optional()
      .describe('The rounds in time, the earliest first, where their names do not tell; rounds left out follow.'),
    levels: z
      .record(z.string(), z.array(z.string().min(1)).min(1))
      .optional()
      .describe('Attribute → its levels from the lowest to the highest; levels left out follow.'),
    reference: z
      .record(z.string(), z.string().min(1))
      .optional()
      .describe('Attribute → the level that the others are held against; the first level otherwise.'),
    tree: treeSchema.optional(),
    headcounts: headcountsSchema.optional(),
    exclusions: z
      .array(exclusionSchema)
      .optional()
      .describe('People whom no analysis counts, line by line; nobody is left out that no line names.'),
    labels: labelsSchema,
    variables: z
      .array(variableSchema)
      .optional()
      .describe('Variables computed from the answers, each from those before it; nothing of the files is changed.'),
    protect: protectSchema.default({ min_group: 5 }),
    releases: earlierReleasesSchema.optional(),
    analyses: z.array(analysisSchema).default([]),
    output: z
      .strictObject({
        tables: z.array(z.enum(['csv', 'xlsx'])).default(['csv']),
        figures: z.array(z.enum(['svg', 'pdf', 'png'])).default([]),
        profile: z.enum(['report-a4', 'slide-16x9', 'plos', 'bmc', 'elsevier']).default('report-a4'),
        report: z.array(z.enum(['html', 'docx'])).default([]),
      })
      .default({ tables: ['csv'], figures: [], profile: 'report-a4', report: [] }),
  })
  .describe('A recipe of the VälTel Workbench: which data, read how, analysed how, written where.')

/** A recipe with its defaults filled in, in the words of the file. */
export type Recipe = z.output<typeof recipeSchema>
export type RecipeSource = AnySource
export type RecipeAnalysis = Recipe['analyses'][number]

export type { Condition }

/** The orders of rounds and of levels that the recipe declares. */
export const declaredOrders = ({
  rounds,
  levels,
  reference,
}: Pick<Recipe, 'rounds' | 'levels' | 'reference'>): DeclaredOrders => ({ rounds, levels, reference })

/** The name an analysis's results go by: files, tables and figures carry it. */
export function nameOf(analysis: RecipeAnalysis): string {
  return analysis.as ?? analysis.id
}

/**
 * Reads a recipe. Every problem is said, not the first alone: syntax, unknown keys, wrong values, names used twice, a survey without an instrument.
 * Whether analyses and columns exist is known only beside the registry and the data.
 */
export function parseRecipe(text: string, file: string): Parsed<Recipe> {
  const parsed = parseDocument(text, file, recipeSchema)
  if (!parsed.ok) return parsed
  const { value: recipe, json } = parsed
  const { problems, complain } = collectProblems(json, file)
  const seen = new Set<string>()
  recipe.sources.forEach((entry, index) => {
    if (seen.has(entry.id)) complain('recipe:source-twice', { id: entry.id }, ['sources', index, 'id'])
    seen.add(entry.id)
    for (const { field, index: place, value } of repeatedLevels(sourceOf(entry.kind).fields, { ...entry }))
      complain('recipe:level-twice', { id: entry.id, value: String(value) }, ['sources', index, field, place])
    const again = repeatedCorrection(entry.corrections ?? [])
    const { row = 0, column = '' } = entry.corrections?.[again] ?? {}
    if (again >= 0)
      complain('recipe:correction-twice', { row: String(row), column }, ['sources', index, 'corrections', again])
  })
  recipe.exclusions?.forEach((entry, index) => {
    const problem = exclusionProblem(entry)
    if (problem !== null) complain(`recipe:${problem.code}`, {}, ['exclusions', index, ...problem.at])
  })
  const names = new Set<string>()
  recipe.analyses.forEach((entry, index) => {
    const name = nameOf(entry)
    if (names.has(name)) complain('recipe:name-twice', { name }, ['analyses', index])
    names.add(name)
  })
  if (recipe.tree !== undefined) complainOfTree(recipe.tree, complain)
  if (recipe.headcounts !== undefined) complainOfHeadcounts(recipe.headcounts, recipe.tree, complain)
  const unread = recipe.sources.findIndex(({ kind }) => sourceOf(kind).needsInstrument === true)
  if (unread >= 0 && recipe.instrument === undefined) complain('recipe:instrument-missing', {}, ['sources', unread])
  for (const { key, about, path } of variableProblems(recipe.variables ?? []))
    complain(`variables:${key}`, about, ['variables', ...path])
  for (const { attribute, level, other, language, name } of repeatedLabels(recipe.labels))
    complain('recipe:label-twice', { attribute, level, other, name, language }, ['labels', attribute, 'values', level])
  return problems.length === 0 ? parsed : { ok: false, problems }
}

/** A recipe as a file: stable order of keys, two spaces, a newline at the end. */
export function writeRecipe(recipe: Recipe): string {
  return `${JSON.stringify(recipe, null, 2)}\n`
}
