import { z } from 'zod'
import { idSchema } from '../core/ids'
import { analysisSchema, protectSchema } from './recipe-analysis'

/*
 * What has left a project stays with whoever received it. A project that remembers its releases decides everything later beside them: first what was released then, which
 * holds, and after it what is shown now. A release is remembered as what was asked of which data, and no result and no answer of anybody stands in it.
 */

const mark = z.string().regex(/^[0-9a-f]{16}$/)

export const earlierReleasesSchema = z
  .array(
    z.strictObject({
      on: z.iso.date().describe('The day on which it left.'),
      to: z.string().trim().min(1).max(200).describe('Who received it.'),
      protect: protectSchema,
      data: z
        .strictObject({
          sources: z
            .record(
              idSchema,
              z.strictObject({
                sha256: z.string().regex(/^[0-9a-f]{64}$/),
                read: mark.describe('Fingerprint of how the file was read.'),
              }),
            )
            .describe('The files of the survey as they were.'),
          rounds: z.array(z.string().min(1)),
          instrument: mark.describe('Fingerprint of the instrument.'),
          people: mark.describe('Fingerprint of exclusions, variables and the tree.'),
        })
        .describe('By which it is known whether the data are still the same.'),
      analyses: z.array(analysisSchema).min(1).describe('What was released, with every option as it was.'),
    }),
  )
  .describe('What has left the project. What is shown later is held against it.')

/** A release as it is remembered. */
export type EarlierRelease = z.output<typeof earlierReleasesSchema>[number]

/** How a run of an earlier release stands beside the others. */
export interface EarlierStanding {
  /** Position of the release, the earliest first. */
  readonly release: number
  /** What the release is called. */
  readonly name: string
  /** The rule as it was. */
  readonly minGroup: number
  /** The sources of then, where there are others now; null where there are none. */
  readonly sources: readonly string[] | null
}
