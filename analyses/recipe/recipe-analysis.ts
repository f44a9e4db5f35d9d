import { z } from 'zod'
import { idSchema } from '../core/ids'
import { groupOrders } from './group-order'

const condition = z
  .strictObject({ column: z.string().min(1), in: z.array(z.string()).min(1) })
  .describe('Keeps the rows whose column holds one of the values.')

/** The rule of disclosure. */
export const protectSchema = z.strictObject({ min_group: z.int().min(1).max(1000).default(5) })

/** One analysis of a recipe. */
export const analysisSchema = z.strictObject({
  id: z.string().min(1),
  as: idSchema.optional(),
  version: z
    .int()
    .min(1)
    .optional()
    .describe('Version of the analysis the options were saved for; older options migrate.'),
  where: z.array(condition).optional(),
  order: z
    .enum(groupOrders)
    .optional()
    .describe(
      'How the groups stand in tables and figures: as the data declare their levels (else by name), by name, or by the first number, the highest first.',
    ),
  options: z.record(z.string(), z.unknown()).optional(),
})
