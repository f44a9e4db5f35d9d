import type { MessageCode } from '../core/words'
import type { Field } from '../core/fields'
import type { Speaker } from '../core/speaker'

/** The message that names a declared field. */
function messageOf(owner: string, id: string, { message }: Field): MessageCode {
  return `ingest:${message ?? `${owner}.${id}`}`
}

/** Name of what a column holds, as it stands within a sentence. */
export function roleName(speaker: Speaker, role: string): string {
  const name = speaker.text(`ingest:role.${role}`)
  return name.charAt(0).toLocaleLowerCase(speaker.language) + name.slice(1)
}

/** Label of a declared field; one that names a column goes by what the column holds. */
export function fieldName(speaker: Speaker, owner: string, id: string, field: Field): string {
  return field.kind === 'header'
    ? speaker.text('ingest:column-for', { role: roleName(speaker, field.role) })
    : speaker.text(messageOf(owner, id, field))
}

/** The sentence that explains a declared field; undefined without one. */
export function fieldHelp(speaker: Speaker, owner: string, id: string, field: Field): string | undefined {
  const code: MessageCode = `${messageOf(owner, id, field)}.help`
  return field.kind !== 'header' && speaker.has(code) ? speaker.text(code) : undefined
}

/** What a field can be chosen to be, as texts. */
export function choicesOf(field: Field): readonly string[] {
  if (field.kind === 'choice') return field.choices
  if (field.kind === 'whole')
    return Array.from({ length: field.max - field.min + 1 }, (_, step) => String(field.min + step))
  return []
}

/** Name of one of the choices of a field. */
export function choiceName(speaker: Speaker, owner: string, id: string, field: Field, choice: string): string {
  if (field.kind !== 'choice') return choice
  const name = field.names?.[choice]
  return name ?? speaker.text(`${messageOf(owner, id, field)}.${field.messages?.[choice] ?? choice}`)
}
