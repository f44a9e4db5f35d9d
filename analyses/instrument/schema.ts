import { z } from 'zod'
import { instrumentIdSchema as id } from '../core/ids'

const text = z.strictObject({
  en: z.string().optional(),
  nb: z.string().optional(),
  sv: z.string().optional(),
  da: z.string().optional(),
})

const nonResponse = z.strictObject({
  code: z.number(),
  kind: z.enum(['dont_know', 'not_relevant', 'refused']),
  label: text,
})

const scale = z.strictObject({
  id,
  kind: z.enum(['ordinal', 'continuous']).default('ordinal'),
  min: z.number(),
  max: z.number(),
  unit: z.string().optional(),
  labels: z.record(z.string().regex(/^-?\d+$/), text).default({}),
  non_responses: z.array(nonResponse).default([]),
  codes: z
    .record(z.string().min(1), z.int())
    .optional()
    .describe('Code in the file → code of the scale, where a survey tool exports other codes.'),
})

const dimension = z.strictObject({
  id,
  label: text,
  description: text.optional(),
  score: z.enum(['mean', 'sum']).default('mean'),
  min_answered: z.union([z.enum(['half', 'all']), z.int().min(1)]).default('half'),
})

const item = z.strictObject({
  id,
  dimension: id.nullish(),
  scale: id,
  text,
  reversed: z.boolean().default(false),
  aliases: z.array(z.string().min(1)).default([]),
  asked_of: z.array(z.string().min(1)).default([]),
  since: z.string().optional(),
  changed: z.array(z.strictObject({ round: z.string(), kind: z.enum(['wording', 'meaning']) })).default([]),
})

const measure = z.strictObject({
  id,
  label: text,
  for: z.array(id).min(1),
  below: z.number().optional(),
  note: text.optional(),
})

export const instrumentSchema = z
  .strictObject({
    instrument: z.literal(1),
    id,
    version: z.string().min(1),
    illustrative: z.boolean().default(false),
    label: text,
    scales: z.array(scale).min(1),
    dimensions: z.array(dimension),
    items: z.array(item).min(1),
    measures: z.array(measure).default([]),
    references: z.array(z.string()).default([]),
  })
  .describe('An instrument of the VälTel Workbench: dimensions, items and their declared scales.')

export type InstrumentDocument = z.output<typeof instrumentSchema>

/** Words in the languages that a document gives. */
export type TextDocument = z.output<typeof text>
