import { NativeSelect } from '@mantine/core'
import { memo, useMemo } from 'react'
import { sourceOf, sources } from '../../../analyses/sources/registry'
import type { RecipeSource } from '../../../analyses/recipe/recipe'
import { asKind } from '../../../analyses/sources/recognition'
import { changeSource, type ProjectSource } from '../../state/project'
import type { SourceReading } from '../../state/session'
import { Pane } from '../../ui/pane'
import { useSpeaker, useWords, useWorkbench } from '../workbench-context'
import styles from './data.module.css'
import { FormatSettings } from './format-settings'
import { SourceField } from './source-field'

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
  const definition = sourceOf(source.kind)
  const headers = useMemo(() => headersOf(reading), [reading])
  const change = (next: (present: RecipeSource) => RecipeSource): void =>
    workbench.change((project) => changeSource(project, source.id, next))
  return (
    <Pane title={words('settings.title')} tone="frame">
      <div className={styles['settings']}>
        <KindSelect source={source} headers={headers} change={change} />
        {Object.entries(definition.fields)
          .filter(([, field]) => field.isUnseen !== true)
          .map(([id, field]) => (
            <SourceField
              key={id}
              id={id}
              field={field}
              definition={definition}
              source={source}
              reading={reading}
              headers={headers}
              change={change}
            />
          ))}
        <h3>{words('settings.format')}</h3>
        <FormatSettings source={source} reading={reading} change={change} />
      </div>
    </Pane>
  )
})

/** What a file is taken for. */
export function KindSelect({
  source,
  headers,
  change,
}: {
  readonly source: RecipeSource
  readonly headers: readonly string[]
  readonly change: (next: (present: RecipeSource) => RecipeSource) => void
}) {
  const words = useWords()
  const speaker = useSpeaker()
  const workbench = useWorkbench()
  const takeFor = (kind: string): void => {
    const others = workbench.project().sources.flatMap((other) => (other.source.id === source.id ? [] : [other.source]))
    const { timeZone } = Intl.DateTimeFormat().resolvedOptions()
    change((present) => asKind(sourceOf(kind), present, headers, { timeZone, others, before: sourceOf(present.kind) }))
  }
  return (
    <NativeSelect
      label={words('settings.kind')}
      value={source.kind}
      data={[...sources.keys()].map((kind) => ({ value: kind, label: speaker.text(`ingest:kind.${kind}`) }))}
      onChange={(event) => takeFor(event.currentTarget.value)}
    />
  )
}

/** The different headers of a file, as far as it was read. */
export const headersOf = (reading: SourceReading | null): readonly string[] => [
  ...new Set((reading?.columns ?? []).map(({ header }) => header).filter((header) => header !== '')),
]
