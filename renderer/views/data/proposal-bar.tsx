import { Button } from '@mantine/core'
import { isSure, type ColumnProposal } from '../../../analyses/sources/proposal'
import { shortened } from '../../../analyses/core/shortened'
import { sourceOf } from '../../../analyses/sources/registry'
import type { Label } from '../../../analyses/core/words'
import { othersOf, roundDifferences, withProposals } from '../../state/mapping'
import { changeSource, type ProjectSource } from '../../state/project'
import type { SourceReading } from '../../state/session'
import { Notice } from '../../ui/notice'
import styles from './data.module.css'
import { useProject, useSpeaker, useWords, useWorkbench, useWorkbenchState } from '../workbench-context'

interface Props {
  readonly entry: ProjectSource
  readonly reading: SourceReading
  readonly proposals: readonly ColumnProposal[]
}

/**
 * What differs from the file of the round before, and the columns that could be something by their wording. It is found after the columns are shown, so that it stands at the lower
 * end of what is in sight, where it moves nothing that somebody is about to press.
 */
export function ProposalBar({ entry, reading, proposals }: Props) {
  const words = useWords()
  const workbench = useWorkbench()
  const sure = proposals.filter(isSure)
  const confirm = (): void =>
    workbench.change((project) =>
      changeSource(project, entry.source.id, (source) =>
        withProposals(source, reading.columns, sure, othersOf(project, entry.source.id)),
      ),
    )
  const closer = proposals.length - sure.length
  return (
    <div className={styles['dock']} role="region" aria-label={words('proposals.label')}>
      <Earlier entry={entry} reading={reading} proposals={proposals} />
      {proposals.length === 0 ? null : (
        <Notice
          level="warning"
          actions={
            sure.length === 0 ? undefined : (
              <Button size="compact-xs" onClick={confirm}>
                {words('proposals.confirm-all', { count: sure.length })}
              </Button>
            )
          }
        >
          {words('proposals.text', { count: proposals.length })}{' '}
          {closer === 0 ? null : words('proposals.closer', { count: closer })}
        </Notice>
      )}
    </div>
  )
}

/** Names that one sentence holds, and characters of each. */
const mostNames = 3
const longestName = 48

/** How the columns differ from those of the source before this one. */
function Earlier({ entry, reading, proposals }: Props) {
  const words = useWords()
  const speaker = useSpeaker()
  const id = entry.source.id
  const before = useProject(({ sources }) => {
    const place = sources.findIndex(({ source }) => source.id === id)
    return sources.slice(0, Math.max(0, place)).findLast(({ source }) => source.kind === entry.source.kind)
  })
  const earlier = useWorkbenchState(({ session }) =>
    before === undefined ? null : (session.sources[before.source.id]?.reading ?? null),
  )
  if (before === undefined || earlier === null || sourceOf(before.source.kind).propose === undefined) return null
  const { same, added, missing } = roundDifferences(earlier.columns, reading.columns, proposals)
  const named = (labels: readonly Label[]): string => {
    const shown = labels
      .slice(0, mostNames)
      .map((label) => words('proposals.quoted', { name: shortened(speaker.label(label), longestName) }))
    const list = speaker.label({ list: shown })
    return labels.length <= mostNames
      ? list
      : words('proposals.more', { list: shown.join(', '), count: labels.length - mostNames })
  }
  const labelOf = ({ role, id: name }: (typeof missing)[number]): Label =>
    role === 'item' ? { item: name } : { attribute: name }
  return (
    <Notice level="info">
      {words('proposals.earlier', { file: before.source.file, same })}
      {added.length === 0 ? null : <div>{words('proposals.added', { columns: named(added) })}</div>}
      {missing.length === 0 ? null : <div>{words('proposals.missing', { what: named(missing.map(labelOf)) })}</div>}
    </Notice>
  )
}
