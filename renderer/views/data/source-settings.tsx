import { NativeSelect, Select, Switch } from '@mantine/core'
import { Fragment, memo, useMemo, useState } from 'react'
import { indicatorRoles } from '../../../analyses/sources/indicators/load'
import type { RecipeSource } from '../../../analyses/recipe/recipe'
import { changeSource, type ProjectSource } from '../../state/project'
import type { SourceReading } from '../../state/session'
import { asKind, levelsOf, levelsText, withColumnFor, withDialect } from '../../state/source-change'
import { CommitField } from '../../ui/commit-field'
import { Pane } from '../../ui/pane'
import { useWords, useWorkbench } from '../workbench-context'
import styles from './data.module.css'

const kinds = ['survey', 'headcount', 'observations', 'events', 'coverage', 'indicators', 'inventory'] as const
const encodings = ['utf-8', 'windows-1252', 'utf-16le', 'utf-16be'] as const
const delimiters = [';', ',', '\t', '|'] as const
const decimals = [',', '.'] as const
const delimiterKeys = {
  ';': 'delimiter.semicolon',
  ',': 'delimiter.comma',
  '\t': 'delimiter.tab',
  '|': 'delimiter.bar',
} as const
const decimalKeys = { ',': 'decimal.comma', '.': 'decimal.point' } as const
const encodingNames = {
  'utf-8': 'UTF-8',
  'windows-1252': 'Windows-1252',
  'utf-16le': 'UTF-16 LE',
  'utf-16be': 'UTF-16 BE',
} as const
/** Stands for what is found out from the file. */
const detected = ''

/** How a file is read: every part is found out, and can be said instead. Changes take effect at once. */
export const SourceSettings = memo(function SourceSettings({
  entry,
  reading,
}: {
  readonly entry: ProjectSource
  readonly reading: SourceReading | null
}) {
  const words = useWords()
  const workbench = useWorkbench()
  const { source } = entry
  const headers = useMemo(
    () => [...new Set((reading?.columns ?? []).map(({ header }) => header).filter((header) => header !== ''))],
    [reading],
  )
  const [isLevelsTextBad, setIsLevelsTextBad] = useState(false)
  const dialect = reading?.dialect
  const change = (next: (present: RecipeSource) => RecipeSource): void =>
    workbench.change((project) => changeSource(project, source.id, next))
  const auto = (found: string | undefined): string =>
    found === undefined ? words('settings.detect') : words('settings.detected', { found })
  const columnSelect = (
    label: string,
    value: string | undefined,
    set: (header: string | undefined) => RecipeSource,
    isOptional: boolean,
  ) => (
    <NativeSelect
      label={label}
      data={[
        ...(isOptional ? [{ value: detected, label: words('settings.no-column') }] : []),
        ...(value !== undefined && value !== '' && !headers.includes(value) ? [value] : []),
        ...headers,
      ]}
      value={value ?? detected}
      onChange={(event) => {
        const chosen = event.currentTarget.value
        change(() => set(chosen === detected ? undefined : chosen))
      }}
    />
  )
  return (
    <Pane title={words('settings.title')} tone="frame">
      <div className={styles['settings']}>
        <NativeSelect
          label={words('settings.kind')}
          value={source.kind}
          data={kinds.map((kind) => ({ value: kind, label: words(`kind.${kind}`) }))}
          onChange={(event) => {
            const kind = kinds.find((each) => each === event.currentTarget.value)
            if (kind !== undefined)
              change((present) => asKind(present, kind, headers, Intl.DateTimeFormat().resolvedOptions().timeZone))
          }}
        />
        {source.kind === 'survey' ? (
          <>
            <CommitField
              label={words('settings.round')}
              description={words('settings.round-help')}
              value={source.round ?? ''}
              onCommit={(round) =>
                change(() => without({ ...source, round: round.trim() === '' ? undefined : round.trim() }, 'round'))
              }
            />
            {columnSelect(
              words('settings.respondent'),
              source.respondent,
              (header) => without({ ...source, respondent: header }, 'respondent'),
              true,
            )}
            {columnSelect(
              words('settings.weight'),
              source.weight,
              (header) => without({ ...source, weight: header }, 'weight'),
              true,
            )}
            <Switch
              label={words('settings.reversed')}
              description={words('settings.reversed-help')}
              checked={source.reverse_already === true}
              onChange={(event) =>
                change(() =>
                  without(
                    { ...source, reverse_already: event.currentTarget.checked ? true : undefined },
                    'reverse_already',
                  ),
                )
              }
            />
          </>
        ) : null}
        {source.kind === 'observations' ? (
          <>
            {columnSelect(words('settings.time'), source.time, (header) => ({ ...source, time: header ?? '' }), false)}
            {columnSelect(
              words('settings.value'),
              source.value,
              (header) => ({ ...source, value: header ?? '' }),
              false,
            )}
            {columnSelect(
              words('settings.series'),
              source.series,
              (header) => without({ ...source, series: header }, 'series'),
              true,
            )}
            <CommitField
              label={words('settings.unit')}
              value={source.unit ?? ''}
              onCommit={(unit) =>
                change(() => without({ ...source, unit: unit.trim() === '' ? undefined : unit.trim() }, 'unit'))
              }
            />
          </>
        ) : null}
        {source.kind === 'events' ? (
          <>
            {columnSelect(words('settings.time'), source.time, (header) => ({ ...source, time: header ?? '' }), false)}
            {columnSelect(
              words('settings.event'),
              source.event,
              (header) => without({ ...source, event: header }, 'event'),
              true,
            )}
            {columnSelect(
              words('settings.subject'),
              source.subject,
              (header) => without({ ...source, subject: header }, 'subject'),
              true,
            )}
          </>
        ) : null}
        {source.kind === 'coverage' ? (
          <>
            {columnSelect(
              words('settings.start'),
              source.start,
              (header) => ({ ...source, start: header ?? '' }),
              false,
            )}
            {columnSelect(words('settings.end'), source.end, (header) => ({ ...source, end: header ?? '' }), false)}
            {columnSelect(
              words('settings.subject'),
              source.subject,
              (header) => without({ ...source, subject: header }, 'subject'),
              true,
            )}
          </>
        ) : null}
        {source.kind === 'indicators'
          ? indicatorRoles.map((role) => (
              <Fragment key={role}>
                {columnSelect(
                  words('settings.indicator-column', { role: words(`role.${role}`).toLocaleLowerCase(words.language) }),
                  reading?.columns.find((column) => column.role === role)?.header,
                  (header) => withColumnFor(source, role, header),
                  role === 'unit' || role === 'baseline',
                )}
              </Fragment>
            ))
          : null}
        {source.kind === 'inventory' ? (
          <>
            {columnSelect(
              words('settings.organisation'),
              reading?.columns.find(({ role }) => role === 'organisation')?.header,
              (header) => withColumnFor(source, 'organisation', header),
              false,
            )}
            <CommitField
              label={words('settings.levels')}
              description={words(isLevelsTextBad ? 'settings.levels-unreadable' : 'settings.levels-help')}
              value={levelsText(source.levels, words.language)}
              onCommit={(text) => {
                const levels = levelsOf(text, source.levels)
                setIsLevelsTextBad(levels === null)
                if (levels !== null)
                  change(() => without({ ...source, levels: levels.length === 0 ? undefined : [...levels] }, 'levels'))
              }}
            />
          </>
        ) : null}
        {'time_zone' in source ? (
          <Select
            label={words('settings.time-zone')}
            description={words('settings.time-zone-help')}
            searchable
            value={source.time_zone}
            limit={60}
            nothingFoundMessage={words('options.nothing-found')}
            data={timeZones(source.time_zone)}
            onChange={(zone) => zone !== null && change(() => ({ ...source, time_zone: zone }))}
          />
        ) : null}
        <h3>{words('settings.format')}</h3>
        <NativeSelect
          label={words('settings.encoding')}
          value={source.dialect?.encoding ?? detected}
          data={[
            { value: detected, label: auto(dialect === undefined ? undefined : encodingNames[dialect.encoding]) },
            ...encodings.map((encoding) => ({ value: encoding, label: encodingNames[encoding] })),
          ]}
          onChange={({ currentTarget: { value } }) =>
            change((present) =>
              withDialect(
                present,
                'encoding',
                encodings.find((each) => each === value),
              ),
            )
          }
        />
        <NativeSelect
          label={words('settings.delimiter')}
          value={source.dialect?.delimiter ?? detected}
          data={[
            {
              value: detected,
              label: auto(dialect === undefined ? undefined : words(delimiterKeys[dialect.delimiter])),
            },
            ...delimiters.map((delimiter) => ({ value: delimiter, label: words(delimiterKeys[delimiter]) })),
          ]}
          onChange={({ currentTarget: { value } }) =>
            change((present) =>
              withDialect(
                present,
                'delimiter',
                delimiters.find((each) => each === value),
              ),
            )
          }
        />
        <NativeSelect
          label={words('settings.decimal')}
          value={source.dialect?.decimal ?? detected}
          data={[
            { value: detected, label: auto(dialect === undefined ? undefined : words(decimalKeys[dialect.decimal])) },
            ...decimals.map((decimal) => ({ value: decimal, label: words(decimalKeys[decimal]) })),
          ]}
          onChange={({ currentTarget: { value } }) =>
            change((present) =>
              withDialect(
                present,
                'decimal',
                decimals.find((each) => each === value),
              ),
            )
          }
        />
        <NativeSelect
          label={words('settings.header-rows')}
          value={source.dialect?.header_rows === undefined ? detected : String(source.dialect.header_rows)}
          data={[
            { value: detected, label: auto(dialect === undefined ? undefined : String(dialect.headerRows)) },
            '1',
            '2',
            '3',
          ]}
          onChange={({ currentTarget: { value } }) =>
            change((present) => withDialect(present, 'header_rows', value === detected ? undefined : Number(value)))
          }
        />
      </div>
    </Pane>
  )
})

/** Without the key, when it has been emptied: an absent key and an undefined one must not differ in a file. */
function without<S extends RecipeSource>(
  source: { readonly [Key in keyof S]?: S[Key] | undefined },
  key: keyof S,
): RecipeSource {
  if (source[key] !== undefined) return source as unknown as RecipeSource
  const { [key]: _gone, ...rest } = source
  return rest as unknown as RecipeSource
}

function timeZones(present: string): readonly string[] {
  const usual = ['Europe/Oslo', 'Europe/Stockholm', 'Europe/Copenhagen', 'Europe/Helsinki', 'UTC']
  return [...new Set([...usual, present, ...Intl.supportedValuesOf('timeZone')])]
}
