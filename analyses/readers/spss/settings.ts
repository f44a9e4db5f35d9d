import type { Fields, FieldValues } from '../../core/fields'

/** What can be declared of how an SPSS file is written. */
export const spssSettings = {
  encoding: {
    kind: 'choice',
    choices: ['utf-8', 'windows-1252', 'iso-8859-15', 'macintosh', 'ibm850', 'ibm865'],
    names: {
      'utf-8': 'UTF-8',
      'windows-1252': 'Windows-1252',
      'iso-8859-15': 'ISO 8859-15',
      macintosh: 'Mac Roman',
      ibm850: 'IBM 850',
      ibm865: 'IBM 865',
    },
  },
} as const satisfies Fields

export type SpssOverride = FieldValues<typeof spssSettings>
