import type { Fields, FieldValues } from '../../core/fields'

/** What can be declared of a file of JSON objects. */
export const jsonSettings = {
  /** Where the columns are looked for; only the whole file shows them all when a key first appears late. */
  extent: { kind: 'choice', choices: ['beginning', 'whole'] },
} as const satisfies Fields

export type JsonOverride = FieldValues<typeof jsonSettings>
