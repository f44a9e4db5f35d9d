import { z } from 'zod'
import { recipeSchema } from './recipe'

const about = z.record(z.string(), z.unknown()).describe('Values of the message’s places.')
const note = z.strictObject({
  code: z.string(),
  level: z.enum(['info', 'warning']),
  message: z.string().describe('In the recipe’s language.'),
  about,
  concerns: z.strictObject({ table: z.string(), row: z.int().optional(), column: z.string().optional() }).optional(),
})

/** The shape of `results.json`; `resultsDocument` writes it. */
export const resultsSchema = z
  .strictObject({
    results: z.literal(1),
    workbench: z.string(),
    engine: z.string(),
    ran_at: z.iso.datetime(),
    recipe: recipeSchema,
    sources: z.array(
      z.strictObject({
        id: z.string(),
        file: z.string(),
        sha256: z.string().regex(/^[0-9a-f]{64}$/),
        rows_read: z.int().min(0),
        rows_used: z.int().min(0),
        dialect: z.record(z.string(), z.unknown()),
        corrected: z
          .int()
          .min(1)
          .optional()
          .describe(
            'Cells that were read as others than the file holds; the recipe of the results does not say which.',
          ),
        notes: z.array(note),
      }),
    ),
    analyses: z.array(
      z.strictObject({
        id: z.string(),
        as: z.string(),
        version: z.int().min(1),
        status: z.enum(['ok', 'refused', 'failed']),
        refusal: z.strictObject({ code: z.string(), message: z.string(), about }).nullable(),
        options: z.record(z.string(), z.unknown()),
        n_used: z.int().min(0).nullable(),
        notes: z.array(note),
        tables: z.array(
          z.strictObject({
            id: z.string(),
            title: z.string(),
            columns: z.array(
              z.strictObject({
                id: z.string(),
                kind: z.enum(['text', 'count', 'number', 'probability', 'verdict']),
                unit: z.string().optional(),
              }),
            ),
            rows: z.array(z.array(z.union([z.string(), z.number(), z.boolean(), z.null()]))),
            suppressed: z
              .array(z.tuple([z.int().min(0), z.int().min(0)]))
              .describe('[row, column] of cells withheld by disclosure control.'),
          }),
        ),
        figures: z.array(
          z.strictObject({
            id: z.string(),
            title: z.string(),
            description: z.string(),
            files: z.array(z.string()),
            data: z.string(),
          }),
        ),
        prose: z.strictObject({ method: z.string(), finding: z.string() }),
      }),
    ),
  })
  .describe(
    'Results of a recipe run by the VälTel Workbench. Numbers at full double precision; null is a value that does not exist or is withheld.',
  )
