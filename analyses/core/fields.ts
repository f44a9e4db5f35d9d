import { z } from 'zod'
import { idSchema } from './ids'
import type { Text } from './words'

/**
 * What can be said of how a file is read, declared once: the recipe's schema, the types, the controls of the window, the help of the command line and the
 * defaults come from here. A kind of source declares its fields, and so does a format.
 *
 * A field's name is the message `<owner>.<field>`, the sentence that explains it `<owner>.<field>.help`, unless `message` names one that several owners share.
 */
interface AnyField {
  /** What the key means, in the published schema. */
  readonly meaning?: string
  /** Key of the message that names the field, instead of `<owner>.<field>`. */
  readonly message?: string
  /** Only in the recipe, and not among the controls of the window. */
  readonly isUnseen?: boolean
}

/** The header of one column. */
export interface HeaderField extends AnyField {
  readonly kind: 'header'
  /** What the column holds, and the name of what it becomes. */
  readonly role: string
  /** Roles of other kinds of source that hold the same: a time is where a span starts. */
  readonly alike?: readonly string[]
  readonly required?: boolean
  /** Nearly every file has such a column, though none must. */
  readonly isUsual?: boolean
  /** A time, whose date, clock and offset may stand in columns of their own; the field is then a list of headers. */
  readonly isTime?: true
}

/** The headers of a field that names one column or the parts of a time. */
export const headersIn = (value: unknown): readonly string[] =>
  typeof value === 'string' ? [value] : Array.isArray(value) ? value.filter((header) => typeof header === 'string') : []

/** What the column of a clock holds, beside that of its date. */
export const clockRole = (role: string): string => `${role}-clock`

/** The headers of several columns, in the order in which they are shown. */
export interface HeadersField extends AnyField {
  readonly kind: 'headers'
}

/** Ids of attributes. */
export interface IdsField extends AnyField {
  readonly kind: 'ids'
}

/** Header → what the column holds. */
export interface MappingField extends AnyField {
  readonly kind: 'mapping'
  /** What a column can be mapped to: named roles alone, or any id as well. */
  readonly roles: readonly { readonly role: string; readonly required?: boolean }[]
  readonly takesIds: boolean
  /** The field that lists the attributes among the ids. */
  readonly attributes?: string
  /** The ids may also be items of the instrument. */
  readonly items?: boolean
}

export interface TextField extends AnyField {
  readonly kind: 'text'
  /** Fewest characters. */
  readonly min?: number
}

export interface FlagField extends AnyField {
  readonly kind: 'flag'
}

export interface ChoiceField<C extends string = string> extends AnyField {
  readonly kind: 'choice'
  readonly choices: readonly C[]
  /** Endings of the messages that name the choices, after the field's own and a point, where they are not the choices themselves. */
  readonly messages?: Readonly<Record<C, string>>
  /** Names that are the same in every language, instead of messages. */
  readonly names?: Readonly<Record<C, string>>
}

/** A whole number, the limits included. */
export interface WholeField extends AnyField {
  readonly kind: 'whole'
  readonly min: number
  readonly max: number
}

/** An IANA name; UTC when nothing is said. */
export interface TimeZoneField extends AnyField {
  readonly kind: 'time-zone'
}

/** Two numbers, the smaller first. */
export interface RangeField extends AnyField {
  readonly kind: 'range'
}

/** The steps of an ordinal scale. */
export interface LevelsField extends AnyField {
  readonly kind: 'levels'
}

/** What codes of the file stand for: a scale or an item → code of the file → code of the scale. */
export interface CodesField extends AnyField {
  readonly kind: 'codes'
}

/** What spellings of the file are read as: attribute → spelling → level, or null for one that is treated as blank. */
export interface ValuesField extends AnyField {
  readonly kind: 'values'
}

export type Field =
  | HeaderField
  | HeadersField
  | IdsField
  | MappingField
  | TextField
  | FlagField
  | ChoiceField
  | WholeField
  | TimeZoneField
  | RangeField
  | LevelsField
  | CodesField
  | ValuesField
export type Fields = Readonly<Record<string, Field>>

/** A label in one or several languages. */
export type LevelText = string | { readonly [Language in keyof Text]?: string | undefined }
export interface Level {
  /** Whole, −100 … 100. */
  readonly value: number
  readonly label: LevelText
}

/** Scale or item → code of the file → code of the scale. */
export type Codes = Readonly<Record<string, Readonly<Record<string, number>>>>

/** Attribute → spelling in the file → the level that it is; null treats it as blank. */
export type AttributeValues = Readonly<Record<string, Readonly<Record<string, string | null>>>>

/** A label in whichever languages it was given. */
export function levelLabel(label: LevelText): Text {
  if (typeof label === 'string') return { en: label, nb: label, sv: label }
  return Object.fromEntries(Object.entries(label).filter(([, text]) => text !== undefined && text !== ''))
}

type ValueOf<F extends Field> = F extends { readonly kind: 'header'; readonly isTime: true }
  ? string | readonly string[]
  : F extends HeaderField | TextField | TimeZoneField
    ? string
    : F extends HeadersField | IdsField
      ? readonly string[]
      : F extends MappingField
        ? Readonly<Record<string, string>>
        : F extends FlagField
          ? boolean
          : F extends ChoiceField<infer C>
            ? C
            : F extends WholeField
              ? number
              : F extends RangeField
                ? readonly [number, number]
                : F extends LevelsField
                  ? readonly Level[]
                  : F extends CodesField
                    ? Codes
                    : F extends ValuesField
                      ? AttributeValues
                      : never

type Required<F extends Fields> = { [K in keyof F]: F[K] extends { readonly required: true } ? K : never }[keyof F]

/** Whether a header can be a key of a mapping: readers of JSON leave `__proto__` out, so that it would be lost. */
export const isMappable = (header: string): boolean => header !== '__proto__'

/** What a document says of each field, in the types that follow from the declaration. */
export type FieldValues<F extends Fields> = { readonly [K in Required<F>]: ValueOf<F[K]> } & {
  readonly [K in Exclude<keyof F, Required<F>>]?: ValueOf<F[K]> | undefined
}

const text = z.strictObject({
  en: z.string().optional(),
  nb: z.string().optional(),
  sv: z.string().optional(),
  da: z.string().optional(),
})
const level = z.strictObject({ value: z.int().min(-100).max(100), label: z.union([z.string().min(1), text]) })

/** The keys that fields have in a document. */
export function fieldSchemas(fields: Fields): Readonly<Record<string, z.ZodType>> {
  return Object.fromEntries(
    Object.entries(fields).map(([id, field]) => {
      const isRequired = field.kind === 'header' && field.required === true
      const schema = schemaOf(field)
      const present = isRequired ? schema : field.kind === 'time-zone' ? schema.default('UTC') : schema.optional()
      return [id, field.meaning === undefined ? present : present.describe(field.meaning)]
    }),
  )
}

function schemaOf(field: Field): z.ZodType {
  switch (field.kind) {
    case 'header':
      return field.isTime === true ? z.union([z.string(), z.array(z.string()).min(2).max(3)]) : z.string()
    case 'text':
      return field.min === undefined ? z.string() : z.string().min(field.min)
    case 'headers':
      return z.array(z.string().min(1)).min(1)
    case 'ids':
      return z.array(idSchema)
    case 'mapping':
      return z.record(z.string(), field.takesIds ? z.string() : z.enum(field.roles.map(({ role }) => role)))
    case 'flag':
      return z.boolean()
    case 'choice':
      return z.enum(field.choices)
    case 'whole':
      return z.int().min(field.min).max(field.max)
    case 'time-zone':
      return z.string().min(1)
    case 'range':
      return z.tuple([z.number(), z.number()])
    case 'levels':
      return z.array(level).min(2)
    case 'codes':
      return z.record(z.string().min(1), z.record(z.string().min(1), z.int()))
    case 'values':
      return z.record(idSchema, z.record(z.string().min(1), z.string().min(1).nullable()))
  }
}

/** A level that stands twice in a declared scale: the field, the place in it and the value. */
export function repeatedLevels(
  fields: Fields,
  values: Readonly<Record<string, unknown>>,
): readonly { readonly field: string; readonly index: number; readonly value: number }[] {
  return Object.entries(fields).flatMap(([field, { kind }]) => {
    const declared = kind === 'levels' ? ((values[field] ?? []) as readonly Level[]).map(({ value }) => value) : []
    const index = declared.findIndex((value, position) => declared.indexOf(value) < position)
    return index < 0 ? [] : [{ field, index, value: declared[index] ?? 0 }]
  })
}
