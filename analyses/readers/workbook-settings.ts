import type { Fields, FieldValues } from '../core/fields'

/** What can be declared of how a workbook of any format is read. */
export const workbookSettings = {
  sheet: { kind: 'text', message: 'workbook.sheet', min: 1 },
  header_rows: { kind: 'whole', message: 'workbook.header_rows', min: 1, max: 3 },
} as const satisfies Fields

export type WorkbookOverride = FieldValues<typeof workbookSettings>
