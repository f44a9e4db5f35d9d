import type { Fields, FieldValues } from '../../core/fields'

/** What can be declared of how a Stata file is written: files up to release 117 do not name their encoding. */
export const stataSettings = {
  encoding: {
    kind: 'choice',
    choices: ['utf-8', 'windows-1252', 'iso-8859-15', 'macintosh'],
    names: { 'utf-8': 'UTF-8', 'windows-1252': 'Windows-1252', 'iso-8859-15': 'ISO 8859-15', macintosh: 'Mac Roman' },
  },
} as const satisfies Fields

export type StataOverride = FieldValues<typeof stataSettings>
export type StataEncoding = NonNullable<StataOverride['encoding']>
