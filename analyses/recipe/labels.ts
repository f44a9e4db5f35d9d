import { z } from 'zod'
import type { AttributeLabels, Labels } from '../core/level-names'
import type { Language } from '../core/words'

const words = z.string().trim().min(1)
const text = z
  .strictObject({ en: words.optional(), nb: words.optional(), sv: words.optional(), da: words.optional() })
  .refine((given) => Object.keys(given).length > 0, 'at least one language')

/** `labels` of a recipe. Keys are ids of attributes, and levels as the data have them after `values` and `variables`. */
export const labelsSchema: z.ZodOptional<z.ZodType<Labels>> = z
  .record(
    z.string().min(1),
    z.strictObject({
      label: text.optional().describe('The name of the attribute.'),
      values: z
        .record(z.string(), text)
        .optional()
        .describe('Level → its name. No two levels have one name in a language.'),
    }) as unknown as z.ZodType<AttributeLabels>,
  )
  .describe(
    'Attribute → its name and those of its levels, in any of the languages. Tables and conditions keep the level as the data have it; figures, sentences and documents name it.',
  )
  .optional()

/** A name that two levels of an attribute have in one language. */
export interface RepeatedLabel {
  readonly attribute: string
  readonly level: string
  /** The level that has the name already. */
  readonly other: string
  readonly language: Language
  readonly name: string
}

const languages = ['nb', 'sv', 'da', 'en'] as const

/** Every level whose name another level of its attribute has before it. Capitals and spaces around it do not tell names apart. */
export function repeatedLabels(labels: Labels | undefined): readonly RepeatedLabel[] {
  return Object.entries(labels ?? {}).flatMap(([attribute, { values = {} }]) =>
    languages.flatMap((language) => {
      const taken = new Map<string, string>()
      return Object.entries(values).flatMap(([level, names]): readonly RepeatedLabel[] => {
        const name = names[language]
        if (name === undefined) return []
        const key = name.trim().toLocaleLowerCase(language)
        const other = taken.get(key)
        if (other !== undefined) return [{ attribute, level, other, language, name }]
        taken.set(key, level)
        return []
      })
    }),
  )
}
