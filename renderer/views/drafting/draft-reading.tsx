import { useMemo } from 'react'
import type { RecipeSource } from '../../../analyses/recipe/recipe'
import { changeSource } from '../../state/project'
import { formatFacts, FormatSettings } from '../data/format-settings'
import { headersOf, KindSelect } from '../data/source-settings'
import { useProject, useSpeaker, useWords, useWorkbench, useWorkbenchState } from '../workbench-context'
import styles from './drafting.module.css'

/**
 * How the file is read, in a line, and behind it what can be said instead: what is drafted from a file that is read wrongly is wrong.
 * @param id of the source that is drafted from
 */
export function DraftReading({ id }: { readonly id: string }) {
  const words = useWords()
  const speaker = useSpeaker()
  const workbench = useWorkbench()
  const entry = useProject(({ sources }) => sources.find(({ source }) => source.id === id))
  const reading = useWorkbenchState(({ session }) => session.sources[id]?.reading ?? null)
  const headers = useMemo(() => headersOf(reading), [reading])
  if (entry === undefined) return null
  const { source } = entry
  const change = (next: (present: RecipeSource) => RecipeSource): void =>
    workbench.change((project) => changeSource(project, id, next))
  const facts = reading === null ? [] : formatFacts(reading, speaker)
  return (
    <details className={styles['reading']}>
      <summary>
        {words('drafting.how-read')}
        {facts.map(({ name, found }) => (
          <span key={name}>
            {name}: <b>{found}</b>
          </span>
        ))}
      </summary>
      <div className={styles['settings']}>
        <KindSelect source={source} headers={headers} change={change} />
        <FormatSettings source={source} reading={reading} change={change} />
      </div>
      <p className={styles['muted']}>{words('drafting.how-read-text')}</p>
    </details>
  )
}
