import type { Field } from '../../../analyses/core/fields'
import type { Speaker } from '../../../analyses/core/speaker'
import { readers } from '../../../analyses/readers/registry'
import { NativeSelect } from '@mantine/core'
import type { SourceReading } from '../../state/session'
import { withDialect } from '../../state/source-change'
import { useSpeaker, useWords } from '../workbench-context'
import { choiceName, choicesOf, fieldName } from '../../../analyses/sources/field-words'
import type { RecipeSource } from '../../../analyses/recipe/recipe'

/** Stands for what is found out from the file. */
const detected = ''
/** Stands for a choice that is the empty text, which a list cannot tell from `detected`. */
const emptyChoice = 'empty'

/** A format lets these of its settings be seen at once; the rest are in the panel. */
const mostFacts = 3

const readerOf = (reading: SourceReading | null) =>
  reading === null ? undefined : readers.find(({ id }) => id === reading.format)

/** How the file is written, in a few words each. */
export function formatFacts(
  reading: SourceReading,
  speaker: Speaker,
): readonly { readonly name: string; readonly found: string }[] {
  const reader = readerOf(reading)
  if (reader === undefined) return []
  const found = reader.found(reading.dialect)
  return Object.entries(reader.settings)
    .slice(0, mostFacts)
    .map(([id, field]) => ({
      name: fieldName(speaker, reader.id, id, field),
      found: choiceName(speaker, reader.id, id, field, String(found[id] ?? '')),
    }))
}

/** One control for each setting of the file's format: what is found out, and can be said instead. */
export function FormatSettings({
  source,
  reading,
  change,
}: {
  readonly source: RecipeSource
  readonly reading: SourceReading | null
  readonly change: (next: (present: RecipeSource) => RecipeSource) => void
}) {
  const words = useWords()
  const speaker = useSpeaker()
  const reader = readerOf(reading) ?? readers[0]
  if (reader === undefined) return null
  const found = reading === null ? {} : reader.found(reading.dialect)
  return Object.entries(reader.settings).map(([id, field]: [string, Field]) => {
    const name = (value: string): string => choiceName(speaker, reader.id, id, field, value)
    const declared = source.dialect?.[id]
    const known = found[id]
    return (
      <NativeSelect
        key={id}
        label={fieldName(speaker, reader.id, id, field)}
        value={declared === undefined ? detected : declared === '' ? emptyChoice : String(declared)}
        data={[
          {
            value: detected,
            label:
              known === undefined
                ? words('settings.detect')
                : words('settings.detected', { found: name(String(known)) }),
          },
          ...choicesOf(field).map((choice) => ({ value: choice === '' ? emptyChoice : choice, label: name(choice) })),
        ]}
        onChange={({ currentTarget: { value } }) => {
          const chosen = value === emptyChoice ? '' : value
          const next = value === detected ? undefined : field.kind === 'whole' ? Number(chosen) : chosen
          change((present) => withDialect(present, id, next))
        }}
      />
    )
  })
}
