import type { Fields, FieldValues } from '../../core/fields'

/** What can be declared of an Arrow file. */
export const arrowSettings = {
  /** Where whole numbers beyond 2⁵³ are looked for, whose columns are read as texts. */
  extent: { kind: 'choice', choices: ['beginning', 'whole'] },
} as const satisfies Fields

export type ArrowOverride = FieldValues<typeof arrowSettings>
