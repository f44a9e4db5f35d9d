import { messagesOf } from '../../analyses/index'
import { readers } from '../../analyses/readers/registry'
import { sources } from '../../analyses/sources/registry'
import type { Field, Fields } from '../../analyses/core/fields'
import { createSpeaker, type Speaker } from '../../analyses/core/speaker'
import type { Language } from '../../analyses/core/words'
import { choicesOf, fieldHelp, fieldName } from '../../analyses/sources/field-words'

interface DescribedField {
  readonly id: string
  readonly values: string
  readonly required: boolean
  readonly label: string
  readonly help: string | null
}

interface DescribedPart {
  readonly id: string
  readonly title: string
  readonly fields: readonly DescribedField[]
}

/** What `describe sources` prints: every kind of source and every format with what a recipe can say of it, for people or as JSON for programs. */
export function describeSources(language: Language, asJson: boolean): string {
  const speaker = createSpeaker(language, messagesOf(language), null)
  const described: readonly DescribedPart[] = [
    ...[...sources.values()].map(({ kind, fields }) => ({
      id: kind,
      title: speaker.text(`ingest:kind.${kind}`),
      fields: fieldsOf(kind, fields, speaker),
    })),
    ...readers
      .filter(({ settings }) => Object.keys(settings).length > 0)
      .map(({ id, settings }) => ({
        id: `dialect (${id})`,
        title: speaker.text('ingest:format', { format: id }),
        fields: fieldsOf(id, settings, speaker),
      })),
  ]
  return asJson ? `${JSON.stringify(described, null, 2)}\n` : described.map(page).join('\n')
}

function fieldsOf(owner: string, fields: Fields, speaker: Speaker): readonly DescribedField[] {
  return Object.entries(fields).map(([id, field]: [string, Field]) => ({
    id,
    values: valuesOf(field),
    required: field.kind === 'header' && field.required === true,
    label: field.isUnseen === true || field.kind === 'mapping' ? '' : fieldName(speaker, owner, id, field),
    help: fieldHelp(speaker, owner, id, field) ?? field.meaning ?? null,
  }))
}

function valuesOf(field: Field): string {
  switch (field.kind) {
    case 'header':
      return field.isTime === true ? 'header, or [header of the date, header of the clock]' : 'header'
    case 'headers':
      return 'list of headers'
    case 'ids':
      return 'list of ids'
    case 'mapping':
      return `header → ${[...field.roles.map(({ role }) => role), ...(field.takesIds ? ['id'] : [])].join(' | ')}`
    case 'text':
      return 'text'
    case 'flag':
      return 'true | false'
    case 'choice':
      return choicesOf(field)
        .map((choice) => JSON.stringify(choice))
        .join(' | ')
    case 'whole':
      return `whole number in [${field.min}, ${field.max}]`
    case 'time-zone':
      return 'IANA time zone; default "UTC"'
    case 'range':
      return '[lowest, highest]'
    case 'levels':
      return 'list of { value, label }'
    case 'codes':
      return 'scale or item → { code in the file: code of the scale }'
    case 'values':
      return 'attribute → { spelling in the file: level, or null for blank }'
  }
}

function page({ id, title, fields }: DescribedPart): string {
  const lines = fields.flatMap((field) => [
    `  ${field.id}: ${field.values}${field.required ? '; required' : ''}`,
    ...[field.label, field.help ?? ''].filter((text) => text !== '').map((text) => `      ${text}`),
  ])
  return `${[`${id}: ${title}`, ...lines].join('\n')}\n`
}
