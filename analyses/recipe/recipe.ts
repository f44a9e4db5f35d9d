import { z } from 'zod'
import type { Condition } from '../core/datasets'
import { InputError } from '../core/errors'
import { idSchema as id } from '../core/ids'
import { parseDocument, type Parsed } from '../core/documents'
import { pathText } from '../core/json-place'

const dialect = z
  .strictObject({
    delimiter: z.enum([';', ',', '\t', '|']).optional(),
    decimal: z.enum([',', '.']).optional(),
    encoding: z.enum(['utf-8', 'utf-16le', 'utf-16be', 'windows-1252']).optional(),
    quote: z.enum(['"', "'", '']).optional().describe('Empty when cells are never quoted.'),
    header_rows: z.int().min(1).max(3).optional(),
  })
  .describe('Parts of the file format that are not to be detected.')

const source = { id, file: z.string().min(1).describe('Path relative to the recipe.'), dialect: dialect.optional() }

const columnMapping = z.record(z.string(), z.string()).describe('Header in the file → id of an item or attribute.')

const surveySource = z.strictObject({
  ...source,
  kind: z.literal('survey'),
  round: z
    .string()
    .min(1)
    .optional()
    .describe('The round of all rows; without it a column `round` says it, else the source’s id is the round.'),
  columns: columnMapping.optional(),
  attributes: z.array(id).optional(),
  respondent: z.string().optional().describe('Header of a respondent id; present in two rounds it links them.'),
  weight: z.string().optional().describe('Header of a case weight.'),
  reverse_already: z.boolean().optional().describe('True when the export already reversed the reversed items.'),
})
const headcountSource = z.strictObject({ ...source, kind: z.literal('headcount'), columns: columnMapping.optional() })
const timed = {
  time_zone: z.string().min(1).default('UTC').describe('IANA name, for times without an offset.'),
  date_order: z
    .enum(['day-first', 'month-first'])
    .optional()
    .describe('Needed only where every date can be read both ways.'),
}
const eventsSource = z.strictObject({
  ...source,
  kind: z.literal('events'),
  time: z.string(),
  ...timed,
  event: z.string().optional(),
  subject: z.string().optional(),
})
const coverageSource = z.strictObject({
  ...source,
  kind: z.literal('coverage'),
  start: z.string(),
  end: z.string(),
  subject: z.string().optional(),
  ...timed,
})
const observationsSource = z.strictObject({
  ...source,
  kind: z.literal('observations'),
  time: z.string(),
  value: z.string(),
  series: z.string().optional(),
  unit: z.string().optional(),
  range: z
    .tuple([z.number(), z.number()])
    .optional()
    .describe('Plausible values; those outside are counted and left out.'),
  ...timed,
})

const indicatorsSource = z.strictObject({
  ...source,
  kind: z.literal('indicators'),
  columns: z
    .record(z.string(), z.enum(['indicator', 'unit', 'baseline', 'target', 'outcome']))
    .optional()
    .describe('Header in the file → what it holds; headers in the usual words need none.'),
})
const text = z.strictObject({
  en: z.string().optional(),
  nb: z.string().optional(),
  sv: z.string().optional(),
  da: z.string().optional(),
})
const inventorySource = z.strictObject({
  ...source,
  kind: z.literal('inventory'),
  columns: columnMapping
    .optional()
    .describe(
      'Header in the file → `organisation`, an attribute or an area; in a file with a row a rating also `area` and `level`.',
    ),
  attributes: z.array(id).optional().describe('Country, type and the like; those with usual headers when absent.'),
  areas: z
    .array(z.string().min(1))
    .min(1)
    .optional()
    .describe('Areas in the order in which they are shown; every other column of levels when absent.'),
  levels: z
    .array(z.strictObject({ value: z.int().min(-100).max(100), label: z.union([z.string().min(1), text]) }))
    .min(2)
    .optional()
    .describe(
      'The ordinal scale that the organisations are rated on. Without one, whole numbers are taken as they are.',
    ),
})

const condition = z
  .strictObject({ column: z.string().min(1), in: z.array(z.string()).min(1) })
  .describe('Keeps the rows whose column holds one of the values.')

export const recipeSchema = z
  .strictObject({
    recipe: z.literal(1),
    title: z.string().default(''),
    language: z.enum(['nb', 'sv', 'da', 'en']).default('nb'),
    seed: z.int().min(0).max(Number.MAX_SAFE_INTEGER).default(1),
    instrument: z.string().min(1).optional(),
    sources: z
      .array(
        z.discriminatedUnion('kind', [
          surveySource,
          headcountSource,
          eventsSource,
          coverageSource,
          observationsSource,
          indicatorsSource,
          inventorySource,
        ]),
      )
      .min(1),
    protect: z.strictObject({ min_group: z.int().min(1).max(1000).default(5) }).default({ min_group: 5 }),
    analyses: z
      .array(
        z.strictObject({
          id: z.string().min(1),
          as: id.optional(),
          version: z
            .int()
            .min(1)
            .optional()
            .describe('Version of the analysis the options were saved for; older options migrate.'),
          where: z.array(condition).optional(),
          options: z.record(z.string(), z.unknown()).optional(),
        }),
      )
      .default([]),
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
export type RecipeSource = Recipe['sources'][number]
export type SurveySource = Extract<RecipeSource, { kind: 'survey' }>
export type HeadcountSource = Extract<RecipeSource, { kind: 'headcount' }>
export type EventsSource = Extract<RecipeSource, { kind: 'events' }>
export type CoverageSource = Extract<RecipeSource, { kind: 'coverage' }>
export type ObservationsSource = Extract<RecipeSource, { kind: 'observations' }>
export type IndicatorsSource = Extract<RecipeSource, { kind: 'indicators' }>
export type InventorySource = Extract<RecipeSource, { kind: 'inventory' }>
export type RecipeAnalysis = Recipe['analyses'][number]

export type { Condition }

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
  const problems: InputError[] = []
  const complain = (
    code: `recipe:${string}`,
    about: Readonly<Record<string, string>>,
    path: readonly (string | number)[],
  ): void => {
    problems.push(new InputError(code, about, { file, line: json.placeOf(path).line, path: pathText(path) }))
  }
  const seen = new Set<string>()
  recipe.sources.forEach((entry, index) => {
    if (seen.has(entry.id)) complain('recipe:source-twice', { id: entry.id }, ['sources', index, 'id'])
    seen.add(entry.id)
    const levels = entry.kind === 'inventory' ? (entry.levels ?? []).map(({ value }) => value) : []
    const twice = levels.findIndex((value, position) => levels.indexOf(value) < position)
    if (twice >= 0)
      complain('recipe:level-twice', { id: entry.id, value: String(levels[twice]) }, [
        'sources',
        index,
        'levels',
        twice,
      ])
  })
  const names = new Set<string>()
  recipe.analyses.forEach((entry, index) => {
    const name = nameOf(entry)
    if (names.has(name)) complain('recipe:name-twice', { name }, ['analyses', index])
    names.add(name)
  })
  const survey = recipe.sources.findIndex(({ kind }) => kind === 'survey')
  if (survey >= 0 && recipe.instrument === undefined) complain('recipe:instrument-missing', {}, ['sources', survey])
  return problems.length === 0 ? parsed : { ok: false, problems }
}

/** A recipe as a file: stable order of keys, two spaces, a newline at the end. */
export function writeRecipe(recipe: Recipe): string {
  return `${JSON.stringify(recipe, null, 2)}\n`
}
