import { NativeSelect, Select, Switch } from '@mantine/core'
import { useState } from 'react'
import {
  clockRole,
  headersIn,
  type Codes,
  type Field,
  type HeaderField,
  type Level,
  type MappingField,
} from '../../../analyses/core/fields'
import type { RecipeSource } from '../../../analyses/recipe/recipe'
import type { AnySourceDefinition } from '../../../analyses/sources/source'
import type { SourceReading } from '../../state/session'
import {
  codesOf,
  codesText,
  fieldValue,
  levelsOf,
  levelsText,
  rangeOf,
  rangeText,
  withClock,
  withDate,
  withField,
  withRole,
} from '../../state/source-change'
import { CommitField } from '../../ui/commit-field'
import { useSpeaker, useWords } from '../workbench-context'
import { choiceName, choicesOf, fieldHelp, fieldName, roleName } from '../../../analyses/sources/field-words'

/** Stands for a column, or a choice, that is not said. */
const unsaid = ''

export interface FieldProps {
  readonly definition: AnySourceDefinition
  readonly source: RecipeSource
  readonly reading: SourceReading | null
  /** Headers of the file. */
  readonly headers: readonly string[]
  readonly change: (next: (present: RecipeSource) => RecipeSource) => void
}

/** The control of one declared field of a source. */
export function SourceField({ id, field, ...props }: FieldProps & { readonly id: string; readonly field: Field }) {
  const words = useWords()
  const speaker = useSpeaker()
  const { definition, source, headers, change } = props
  const set = (value: unknown): void => change((present) => withField(present, id, value))
  const value = fieldValue(source, id)
  const named = {
    label: fieldName(speaker, definition.kind, id, field),
    description: fieldHelp(speaker, definition.kind, id, field),
  }
  switch (field.kind) {
    case 'header':
      return <HeaderFields {...{ field, headers, value, set }} label={named.label} />
    case 'mapping':
      return <RoleFields {...props} field={field} />
    case 'text':
      return (
        <CommitField
          {...named}
          value={(value as string | undefined) ?? ''}
          onCommit={(text) => set(text.trim() === '' ? undefined : text.trim())}
        />
      )
    case 'flag':
      return (
        <Switch
          {...named}
          checked={value === true}
          onChange={(event) => set(event.currentTarget.checked ? true : undefined)}
        />
      )
    case 'choice':
    case 'whole':
      return (
        <NativeSelect
          {...named}
          value={value === undefined ? unsaid : String(value as string | number)}
          data={[
            { value: unsaid, label: words('settings.detect') },
            ...choicesOf(field).map((choice) => ({
              value: choice,
              label: choiceName(speaker, definition.kind, id, field, choice),
            })),
          ]}
          onChange={({ currentTarget: { value: chosen } }) =>
            set(chosen === unsaid ? undefined : field.kind === 'whole' ? Number(chosen) : chosen)
          }
        />
      )
    case 'time-zone':
      return (
        <Select
          {...named}
          searchable
          value={(value as string | undefined) ?? 'UTC'}
          limit={60}
          nothingFoundMessage={words('options.nothing-found')}
          data={timeZones((value as string | undefined) ?? 'UTC')}
          onChange={(zone) => zone !== null && set(zone)}
        />
      )
    case 'range':
      return (
        <ValueLine
          {...named}
          value={value as readonly [number, number] | undefined}
          textOf={(range) => rangeText(range, words.language === 'en' ? '.' : ',')}
          read={rangeOf}
          unreadable={speaker.text('ingest:range-unreadable')}
          onSet={set}
        />
      )
    case 'levels':
      return (
        <ValueLine
          {...named}
          value={value as readonly Level[] | undefined}
          textOf={(levels) => levelsText(levels, words.language)}
          read={levelsOf}
          unreadable={speaker.text('ingest:levels-unreadable')}
          onSet={set}
        />
      )
    case 'codes':
      return (
        <ValueLine
          {...named}
          value={value as Codes | undefined}
          textOf={codesText}
          read={codesOf}
          unreadable={speaker.text('ingest:codes-unreadable')}
          onSet={set}
        />
      )
    case 'headers':
    case 'ids':
    case 'values':
      return null
  }
}

/** The column that a field names and, of a time, that of its clock. */
function HeaderFields({
  label,
  field,
  headers,
  value,
  set,
}: {
  readonly label: string
  readonly field: HeaderField
  readonly headers: readonly string[]
  readonly value: unknown
  readonly set: (value: unknown) => void
}) {
  const speaker = useSpeaker()
  const [first, clock] = headersIn(value)
  return (
    <>
      <ColumnSelect
        label={label}
        headers={headers}
        value={first}
        isOptional={field.required !== true}
        onChoose={(header) => set(header === undefined ? undefined : withDate(value, header))}
      />
      {field.isTime === true ? (
        <ColumnSelect
          label={speaker.text('ingest:column-for', { role: roleName(speaker, clockRole(field.role)) })}
          headers={headers}
          value={clock}
          isOptional
          onChoose={(header) => set(withClock(value, header))}
        />
      ) : null}
    </>
  )
}

function ColumnSelect({
  label,
  headers,
  value,
  isOptional,
  onChoose,
}: {
  readonly label: string
  readonly headers: readonly string[]
  readonly value: string | undefined
  readonly isOptional: boolean
  readonly onChoose: (header: string | undefined) => void
}) {
  const words = useWords()
  const isKnown = value === undefined || value === '' || headers.includes(value)
  return (
    <NativeSelect
      label={label}
      data={[
        ...(isOptional ? [{ value: unsaid, label: words('settings.no-column') }] : []),
        ...(isKnown ? [] : [value]),
        ...headers,
      ]}
      value={value ?? unsaid}
      onChange={(event) => {
        const chosen = event.currentTarget.value
        onChoose(chosen === unsaid ? undefined : chosen)
      }}
    />
  )
}

/** A list of the file's columns for each role that the mapping can give. */
function RoleFields({
  definition,
  source,
  reading,
  headers,
  change,
  field,
}: FieldProps & { readonly field: MappingField }) {
  const speaker = useSpeaker()
  return field.roles.map(({ role, required }) => (
    <ColumnSelect
      key={role}
      label={speaker.text('ingest:column-for', { role: roleName(speaker, role) })}
      headers={headers}
      value={reading?.columns.find((column) => column.role === role)?.header}
      isOptional={required !== true}
      onChoose={(header) => change(() => withRole(definition, source, role, header))}
    />
  ))
}

/** A value that people change as one line of text. */
function ValueLine<Value>({
  value,
  textOf,
  read,
  unreadable,
  onSet,
  ...named
}: {
  readonly label: string
  readonly description: string | undefined
  readonly value: Value
  readonly textOf: (value: Value) => string
  /** @returns null when the line cannot be understood; undefined for an empty one */
  readonly read: (text: string, before: Value) => Value | undefined | null
  /** Says what is missing in a line that cannot be understood. */
  readonly unreadable: string
  readonly onSet: (value: Value | undefined) => void
}) {
  const [isBad, setIsBad] = useState(false)
  return (
    <CommitField
      label={named.label}
      description={isBad ? unreadable : named.description}
      value={textOf(value)}
      onCommit={(text) => {
        const next = read(text, value)
        setIsBad(next === null)
        if (next !== null) onSet(next)
      }}
    />
  )
}

/** Those that are used here first, then what the source has, then all others that there are. */
export function timeZones(present: string): readonly string[] {
  const usual = ['Europe/Oslo', 'Europe/Stockholm', 'Europe/Copenhagen', 'Europe/Helsinki', 'UTC']
  return [...new Set([...usual, present, ...Intl.supportedValuesOf('timeZone')])]
}
