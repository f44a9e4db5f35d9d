import type { Fields, FieldValues } from '../../core/fields'

/** What can be declared of how a workbook is read. */
export const workbookSettings = {
  sheet: { kind: 'text', min: 1 },
  header_rows: { kind: 'whole', min: 1, max: 3 },
} as const satisfies Fields

export type WorkbookOverride = FieldValues<typeof workbookSettings>
